"""Every table of the product, for Alembic and the mapper."""

from doimoi.access import models as access
from doimoi.assignments import models as assignments
from doimoi.core.db import Base
from doimoi.evidence import models as evidence
from doimoi.indicators import models as indicators
from doimoi.notices import models as notices
from doimoi.plan import models as plan
from doimoi.surveys import models as surveys

__all__ = ["Base", "access", "assignments", "evidence", "indicators", "notices", "plan", "surveys"]
