"""One exported figure."""

import uuid
from datetime import date, datetime

from doimoi.core.fields import Amount, Out
from doimoi.indicators.rules import Measure, Standing


class ExportedValue(Out):
    """An approved value on its own: no other call is needed to know what it means and where it came from.

    `rate` is a percent for a ratio (null for 0/0), else the number itself. `standing` was judged by `rule_version`.
    """

    id: uuid.UUID
    ward: str
    unit: str
    unit_name: str
    indicator: str
    indicator_name: str
    measure: Measure
    unit_of_measure: str
    period: str
    first_day: date
    last_day: date
    numerator: Amount | None
    denominator: Amount | None
    rate: Amount | None
    target: Amount | None
    standing: Standing
    reason_code: str
    rule_version: str
    state: str
    version: int
    source: str
    note: str | None
    late: bool
    on_behalf: bool
    entered_by: str
    entered_at: datetime
    approved_by: str | None
    approved_at: datetime | None
