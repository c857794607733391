"""When things happen in the sample ward: told from the day on which it was made, so that it looks alive on any day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from sqlalchemy import select

from doimoi.access.models import Unit
from doimoi.access.rules import Act
from doimoi.plan.models import Period
from doimoi.plan.periods import PeriodKind
from doimoi.running.demo.ground import Demo

MORNING: Final = time(2, 30, tzinfo=UTC)
"""Half past nine in the ward."""
FIRST_SCHOOL: Final = "11602:TRUONG-01"


@dataclass(frozen=True)
class Timeline:
    """The day on which the ward was made, and the periods around it; None where the plan has none yet.

    `late`: the last period whose figures were due before that day.
    """

    made: date
    current: Period
    before: Period | None
    school: Period | None
    late: Period | None

    def day(self, days: int) -> date:
        """The day so many days after the ward was made; before it when negative."""
        return self.made + timedelta(days=days)

    def moment(self, days: int) -> datetime:
        """The morning of that day."""
        return morning(self.day(days))

    def closing(self, period: Period) -> datetime:
        """When figures of a period are entered: three days before it closes, or last week while it runs."""
        last = min(period.last_day - timedelta(days=3), self.day(-7))
        return morning(max(last, period.first_day))


def morning(day: date) -> datetime:
    """Half past nine of a day in the ward."""
    return datetime.combine(day, MORNING)


def timeline(demo: Demo) -> Timeline:
    """The calendar of this sample ward. Its schools are as old as the ward itself, however often it was started."""
    with demo.acting("dau.moi", Act.PLAN_READ) as (db, _):
        made = db.scalars(select(Unit.valid_from).where(Unit.full_code == FIRST_SCHOOL)).one()
        begun = db.scalars(select(Period).where(Period.first_day <= made).order_by(Period.first_day)).all()
    halves = [period for period in begun if period.kind == PeriodKind.HALF_YEAR]
    schools = [period for period in begun if period.kind == PeriodKind.SCHOOL_YEAR]
    due = [period for period in halves if period.entry_due_on < made]
    return Timeline(
        made,
        current=halves[-1],
        before=halves[-2] if len(halves) > 1 else None,
        school=schools[-1] if schools else None,
        late=due[-1] if due else None,
    )
