"""The plan as it is written, and its periods."""

from typing import Annotated, Any

from fastapi import Path, Query, Response
from sqlalchemy import select

from doimoi.access.gate import Db, Version, may
from doimoi.access.models import Unit
from doimoi.access.rules import Act
from doimoi.access.schemas import UnitBrief
from doimoi.core import clock
from doimoi.core.db import find
from doimoi.core.doors import doors, problems
from doimoi.core.paging import Listed, Page, Paged
from doimoi.plan import service
from doimoi.plan.models import Clause, Period, Plan
from doimoi.plan.periods import PeriodKind
from doimoi.plan.schemas import ClauseOut, GapOut, PeriodOut, PlanBrief, PlanOut, ReasonIn

router = doors("plan")
READ: dict[str, Any] = {"dependencies": [may(Act.PLAN_READ)], "responses": problems(401, 403, 404)}
PlanCode = Annotated[str, Path(max_length=60, pattern=r"^[0-9A-Za-z._-]+$")]
PeriodCode = Annotated[str, Path(max_length=40, pattern=r"^[0-9A-Za-z:._-]+$")]


def _brief(db: Db, plan: Plan) -> dict[str, object]:
    ward = find(db, Unit, plan.unit_id)
    return {
        **{name: getattr(plan, name) for name in PlanBrief.model_fields if name not in ("ward", "gaps")},
        "ward": UnitBrief(code=ward.full_code, name=ward.name, short_name=ward.short_name, level=ward.level),
        "gaps": [GapOut(**gap) for gap in plan.gaps],
    }


@router.get("/plans", operation_id="list_plans", **READ)
def list_plans(db: Db, paging: Paged) -> Listed[PlanBrief]:
    """The plans within the caller's reach."""
    rows, following = paging.page(db, select(Plan), Plan.code)
    data = [PlanBrief.model_validate(_brief(db, plan)) for plan in rows]
    return Listed(data=data, next=following, page=Page(limit=paging.limit))


@router.get("/plans/{code}", operation_id="get_plan", **READ)
def get_plan(db: Db, code: PlanCode) -> PlanOut:
    """A plan with its gaps, legal bases, groups, targets, tasks, duties and funding, each with its clause."""
    plan = service.plan_by_code(db, code)
    return PlanOut.model_validate({**_brief(db, plan), "parts": plan.parts})


@router.get("/plans/{code}/clauses", operation_id="list_clauses", **READ)
def list_clauses(db: Db, code: PlanCode, paging: Paged) -> Listed[ClauseOut]:
    """The text of a plan in order, clause by clause."""
    plan = service.plan_by_code(db, code)
    query = select(Clause).where(Clause.plan_id == plan.id)
    rows, following = paging.page(db, query, Clause.ordinal, Clause.code)
    return Listed(data=[ClauseOut.model_validate(c) for c in rows], next=following, page=Page(limit=paging.limit))


@router.get("/periods", operation_id="list_periods", **READ)
def list_periods(
    db: Db,
    paging: Paged,
    kind: Annotated[PeriodKind | None, Query()] = None,
    open: Annotated[bool | None, Query(description="Only periods that take values today, or only the others.")] = None,
) -> Listed[PeriodOut]:
    """The reporting periods of the plans within reach, in order of their last day."""
    query = select(Period)
    if kind is not None:
        query = query.where(Period.kind == kind.value)
    if open is not None:
        takes = (Period.locked_on.is_(None)) & (Period.first_day <= clock.today())
        query = query.where(takes if open else ~takes)
    rows, following = paging.page(db, query, Period.last_day, Period.id)
    return Listed(data=[service.period_out(p) for p in rows], next=following, page=Page(limit=paging.limit))


@router.post(
    "/periods/{code}/locks",
    operation_id="lock_period",
    dependencies=[may(Act.PERIOD_LOCK)],
    responses=problems(401, 403, 404, 409, 412, 428),
)
def lock_period(db: Db, response: Response, code: PeriodCode, version: Version, given: ReasonIn) -> PeriodOut:
    """Freeze a period: nothing in it is entered, submitted or reviewed any more."""
    period = service.lock(db, service.one_period(db, code), version, given.reason, clock.today())
    response.headers["ETag"] = f'"{period.version}"'
    return service.period_out(period)


@router.post(
    "/periods/{code}/unlockings",
    operation_id="unlock_period",
    dependencies=[may(Act.PERIOD_LOCK)],
    responses=problems(401, 403, 404, 409, 412, 428),
)
def unlock_period(db: Db, response: Response, code: PeriodCode, version: Version, given: ReasonIn) -> PeriodOut:
    """Open a frozen period again."""
    period = service.unlock(db, service.one_period(db, code), version, given.reason)
    response.headers["ETag"] = f'"{period.version}"'
    return service.period_out(period)
