"""Every table of the product, for Alembic and the mapper."""

from doimoi.access import models as access
from doimoi.core.db import Base
from doimoi.indicators import models as indicators
from doimoi.plan import models as plan

__all__ = ["Base", "access", "indicators", "plan"]
