"""Every table of the product, for Alembic and the mapper."""

from doimoi.access import models as access
from doimoi.core.db import Base

__all__ = ["Base", "access"]
