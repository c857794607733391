"""Indicators, the values that units give for them, their review, and where the ward stands."""

import uuid
from typing import Annotated

from fastapi import Path, Query, Response
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from doimoi.access.gate import Caller, Db, MaybeVersion, Version, may
from doimoi.access.rules import Act
from doimoi.core.db import find
from doimoi.core.doors import doors, problems
from doimoi.core.paging import Listed, Page, Paged
from doimoi.core.vietnamese import fold
from doimoi.indicators.models import Indicator, IndicatorValue, ValueEvent
from doimoi.indicators.rules import Reading, ValueState
from doimoi.indicators.schemas import (
    EntrySheetOut,
    EventOut,
    IndicatorOut,
    OverviewOut,
    ReturnIn,
    SeriesOut,
    ValueIn,
    ValueOut,
)
from doimoi.indicators.service import finding, reading, saving, showing

router = doors("indicators")
IndicatorCode = Annotated[str, Path(max_length=40, pattern=r"^[0-9A-Za-z:]+$", examples=["A2a", "11602:A2a"])]
UnitCode = Annotated[str, Path(max_length=80, pattern=r"^[0-9A-Za-z:._-]+$", examples=["11602:VHXH"])]
PeriodCode = Annotated[str, Path(max_length=40, pattern=r"^[0-9A-Za-z:._-]+$", examples=["2026-H2"])]
AnyCode = Annotated[str | None, Query(min_length=1, max_length=80, pattern=r"^[0-9A-Za-z:._-]+$")]
SEE = {"dependencies": [may(Act.VALUE_READ)], "responses": problems(401, 403, 404)}


@router.get(
    "/indicators",
    operation_id="list_indicators",
    dependencies=[may(Act.INDICATOR_READ)],
    responses=problems(401, 403),
)
def list_indicators(
    db: Db,
    paging: Paged,
    q: Annotated[str | None, Query(max_length=100, description="Words of code or name, marks or not.")] = None,
) -> Listed[IndicatorOut]:
    """The indicators within reach in the order of the plan, each with its metadata sheet."""
    query = select(Indicator).options(joinedload(Indicator.lead))
    for word in fold(q or "").split():
        query = query.where(Indicator.search_key.contains(word, autoescape=True))
    rows, following = paging.page(db, query, Indicator.ordinal, Indicator.id)
    return Listed(data=showing.indicators_out(db, rows), next=following, page=Page(limit=paging.limit))


@router.get(
    "/indicators/{code}",
    operation_id="get_indicator",
    dependencies=[may(Act.INDICATOR_READ)],
    responses=problems(401, 403, 404),
)
def get_indicator(db: Db, code: IndicatorCode) -> IndicatorOut:
    """One indicator with its metadata sheet and the plan's sentence that it measures."""
    return showing.indicators_out(db, [finding.one_indicator(db, code)])[0]


@router.get("/indicators/{code}/series", operation_id="get_indicator_series", **SEE)  # type: ignore[arg-type]
def get_indicator_series(db: Db, code: IndicatorCode) -> SeriesOut:
    """The ward's reading of an indicator through time and how it stands now."""
    return reading.series(db, finding.one_indicator(db, code))


@router.get("/overview", operation_id="get_overview", **SEE)  # type: ignore[arg-type]
def get_overview(db: Db, caller: Caller, unit: AnyCode = None, period: AnyCode = None) -> OverviewOut:
    """Where a ward stands in a period: every indicator of its plan with its value or gap, and who answers for it."""
    return reading.overview(db, caller, unit, period)


@router.get("/entry-sheets/{unit}/{period}", operation_id="get_entry_sheet", **SEE)  # type: ignore[arg-type]
def get_entry_sheet(db: Db, caller: Caller, unit: UnitCode, period: PeriodCode) -> EntrySheetOut:
    """Everything that a unit enters in a period, with what stands there already."""
    return reading.entry_sheet(db, caller, unit, period)


@router.get("/indicator-values", operation_id="list_indicator_values", **SEE)  # type: ignore[arg-type]
def list_indicator_values(
    db: Db,
    caller: Caller,
    paging: Paged,
    unit: AnyCode = None,
    indicator: AnyCode = None,
    period: AnyCode = None,
    state: Annotated[ValueState | None, Query()] = None,
    reviewable: Annotated[bool | None, Query(description="Only submitted values of units the caller reviews.")] = None,
) -> Listed[ValueOut]:
    """The values within reach, in the order they were first entered."""
    query = finding.values_query(db, unit, indicator, period, state)
    if reviewable is not None:
        query = query.where(finding.reviewable(caller, reviewable))
    rows, following = paging.page(db, query, IndicatorValue.id)
    return Listed(data=showing.show(db, caller, rows), next=following, page=Page(limit=paging.limit))


@router.get("/indicator-values/{value_id}", operation_id="get_indicator_value", **SEE)  # type: ignore[arg-type]
def get_indicator_value(db: Db, caller: Caller, response: Response, value_id: uuid.UUID) -> ValueOut:
    """One value with its provenance, its standing and what the caller may do with it."""
    return _shown(db, caller, response, find(db, IndicatorValue, value_id))


@router.get("/indicator-values/{value_id}/events", operation_id="list_value_events", **SEE)  # type: ignore[arg-type]
def list_value_events(db: Db, value_id: uuid.UUID, paging: Paged) -> Listed[EventOut]:
    """Every step of a value's life, oldest first, with the numbers as they stood then."""
    value = find(db, IndicatorValue, value_id)
    query = select(ValueEvent).where(ValueEvent.value_id == value.id)
    rows, following = paging.page(db, query, ValueEvent.id)
    return Listed(data=[EventOut.model_validate(e) for e in rows], next=following, page=Page(limit=paging.limit))


@router.get(
    "/indicator-values/by-key/{unit}/{indicator}/{period}",
    operation_id="get_indicator_value_by_key",
    **SEE,  # type: ignore[arg-type]
)
def get_indicator_value_by_key(
    db: Db, caller: Caller, response: Response, unit: UnitCode, indicator: IndicatorCode, period: PeriodCode
) -> ValueOut:
    """The value of a unit for an indicator and a period, by their codes."""
    return _shown(db, caller, response, finding.value_by_key(db, *finding.place(db, unit, indicator, period)))


@router.put(
    "/indicator-values/by-key/{unit}/{indicator}/{period}",
    operation_id="put_indicator_value",
    dependencies=[may(Act.VALUE_WRITE)],
    responses={201: {"model": ValueOut}, **problems(400, 401, 403, 404, 409, 412, 423, 428)},
)
def put_indicator_value(
    db: Db,
    caller: Caller,
    response: Response,
    unit: UnitCode,
    indicator: IndicatorCode,
    period: PeriodCode,
    version: MaybeVersion,
    given: ValueIn,
) -> ValueOut:
    """Write a value, whole, as a draft; 201 when it is new. To change one that stands, send its version in If-Match."""
    numbers = Reading(given.numerator, given.denominator)
    value, new = saving.save(
        db,
        caller,
        finding.place(db, unit, indicator, period),
        numbers,
        given.note,
        version.version,
        versioned=version.named,
    )
    response.status_code = 201 if new else 200
    return _shown(db, caller, response, value)


@router.post(
    "/indicator-values/{value_id}/submissions",
    operation_id="submit_indicator_value",
    dependencies=[may(Act.VALUE_SUBMIT)],
    responses=problems(400, 401, 403, 404, 409, 412, 423, 428),
)
def submit_indicator_value(
    db: Db, caller: Caller, response: Response, value_id: uuid.UUID, version: Version
) -> ValueOut:
    """Hand a complete draft to whoever reviews the unit."""
    return _shown(db, caller, response, saving.submit(db, caller, value_id, version))


@router.post(
    "/indicator-values/{value_id}/withdrawals",
    operation_id="withdraw_indicator_value",
    dependencies=[may(Act.VALUE_SUBMIT)],
    responses=problems(400, 401, 403, 404, 409, 412, 423, 428),
)
def withdraw_indicator_value(
    db: Db, caller: Caller, response: Response, value_id: uuid.UUID, version: Version
) -> ValueOut:
    """Take back what one submitted, before it is reviewed."""
    return _shown(db, caller, response, saving.withdraw(db, caller, value_id, version))


@router.post(
    "/indicator-values/{value_id}/approvals",
    operation_id="approve_indicator_value",
    dependencies=[may(Act.VALUE_REVIEW)],
    responses=problems(400, 401, 403, 404, 409, 412, 423, 428),
)
def approve_indicator_value(
    db: Db, caller: Caller, response: Response, value_id: uuid.UUID, version: Version
) -> ValueOut:
    """Let a submitted value stand: the ward and those above it may read it from now on."""
    return _shown(db, caller, response, saving.approve(db, caller, value_id, version))


@router.post(
    "/indicator-values/{value_id}/returns",
    operation_id="return_indicator_value",
    dependencies=[may(Act.VALUE_REVIEW)],
    responses=problems(400, 401, 403, 404, 409, 412, 423, 428),
)
def return_indicator_value(
    db: Db, caller: Caller, response: Response, value_id: uuid.UUID, version: Version, given: ReturnIn
) -> ValueOut:
    """Give a submitted value back to its unit, saying what to mend."""
    return _shown(db, caller, response, saving.give_back(db, caller, value_id, version, given.reason))


def _shown(db: Db, caller: Caller, response: Response, value: IndicatorValue) -> ValueOut:
    response.headers["ETag"] = f'"{value.version}"'
    return showing.show(db, caller, [finding.value_with_context(db, value)])[0]
