"""Indicators, the values that units give for them, their review, and where the ward stands."""

import uuid
from typing import Annotated, Any

from fastapi import Path, Query, Response
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from doimoi.access.gate import Caller, Db, MaybeVersion, Version, may
from doimoi.access.rules import Act
from doimoi.core.db import find
from doimoi.core.doors import doors, problems
from doimoi.core.paging import Listed, Page, Paged
from doimoi.core.sheets import SheetForm
from doimoi.core.vietnamese import fold
from doimoi.indicators.models import Indicator, IndicatorComment, IndicatorValue, ValueEvent
from doimoi.indicators.rules import Reading, ValueState
from doimoi.indicators.schemas import (
    ByUnitOut,
    CommentIn,
    CommentOut,
    CorrectionIn,
    EntrySheetOut,
    EventOut,
    FromSurveyIn,
    IndicatorOut,
    OverviewOut,
    PathIn,
    PathPageOut,
    ProposalsIn,
    ProposalsOut,
    PublicationIn,
    PublicationOut,
    ReturnIn,
    SeriesOut,
    UrgeIn,
    ValueIn,
    ValueOut,
)
from doimoi.indicators.service import (
    after,
    attaching,
    finding,
    planning,
    reading,
    saving,
    showing,
    surveying,
    talking,
    through_time,
    unit_by_unit,
)

router = doors("indicators")
IndicatorCode = Annotated[str, Path(max_length=40, pattern=r"^[0-9A-Za-z:]+$", examples=["A2a", "11602:A2a"])]
UnitCode = Annotated[str, Path(max_length=80, pattern=r"^[0-9A-Za-z:._-]+$", examples=["11602:VHXH"])]
PeriodCode = Annotated[str, Path(max_length=40, pattern=r"^[0-9A-Za-z:._-]+$", examples=["2026-H2"])]
AnyCode = Annotated[str | None, Query(min_length=1, max_length=80, pattern=r"^[0-9A-Za-z:._-]+$")]
SEE: dict[str, Any] = {"dependencies": [may(Act.VALUE_READ)], "responses": problems(401, 403, 404)}


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


@router.get("/indicators/{code}/series", operation_id="get_indicator_series", **SEE)
def get_indicator_series(db: Db, code: IndicatorCode) -> SeriesOut:
    """The ward's reading of an indicator through time and how it stands now."""
    return through_time.series(db, finding.one_indicator(db, code))


@router.get("/indicators/{code}/by-unit", operation_id="get_indicator_by_unit", **SEE)
def get_indicator_by_unit(db: Db, code: IndicatorCode, period: AnyCode = None) -> ByUnitOut:
    """What each unit gave for an indicator in a period, who is missing, and the sums of the units above them."""
    return unit_by_unit.by_unit(db, finding.one_indicator(db, code), period)


@router.get(
    "/indicators/{code}/path",
    operation_id="get_indicator_path",
    dependencies=[may(Act.INDICATOR_READ)],
    responses=problems(401, 403, 404),
)
def get_indicator_path(db: Db, response: Response, code: IndicatorCode) -> PathPageOut:
    """The planned way of an indicator to its target, with its versions and a line that could be proposed."""
    return _path(db, response, finding.one_indicator(db, code))


@router.put(
    "/indicators/{code}/path",
    operation_id="put_indicator_path",
    dependencies=[may(Act.TARGET_SET)],
    responses=problems(400, 401, 403, 404, 412, 428),
)
def put_indicator_path(
    db: Db, caller: Caller, response: Response, code: IndicatorCode, version: MaybeVersion, given: PathIn
) -> PathPageOut:
    """Set the path, whole. To replace one that holds, send its number in If-Match; with approved figures say why."""
    indicator = finding.one_indicator(db, code)
    planning.set_path(db, caller, indicator, given, version.version, versioned=version.named)
    return _path(db, response, indicator)


def _path(db: Db, response: Response, indicator: Indicator) -> PathPageOut:
    page = planning.path_page(db, indicator)
    response.headers["ETag"] = f'"{page.path.number if page.path else 0}"'
    return page


@router.post(
    "/indicator-paths/proposals",
    status_code=201,
    operation_id="propose_paths",
    dependencies=[may(Act.TARGET_SET)],
    responses=problems(400, 401, 403, 404),
)
def propose_paths(db: Db, caller: Caller, given: ProposalsIn) -> ProposalsOut:
    """Give every indicator that needs a path and has none a straight line to its target, marked as assumed."""
    return planning.propose_all(db, caller, given.unit)


@router.get(
    "/indicators/{code}/comments",
    operation_id="list_comments",
    dependencies=[may(Act.COMMENT_READ)],
    responses=problems(401, 403, 404),
)
def list_comments(db: Db, caller: Caller, code: IndicatorCode, paging: Paged) -> Listed[CommentOut]:
    """What people say about an indicator, oldest first, each with its answers."""
    query = talking.comments_query(finding.one_indicator(db, code))
    rows, following = paging.page(db, query, IndicatorComment.id)
    return Listed(data=talking.shown(db, caller, rows), next=following, page=Page(limit=paging.limit))


@router.post(
    "/indicators/{code}/comments",
    status_code=201,
    operation_id="write_comment",
    dependencies=[may(Act.COMMENT_WRITE)],
    responses=problems(400, 401, 403, 404),
)
def write_comment(db: Db, caller: Caller, code: IndicatorCode, given: CommentIn) -> CommentOut:
    """Say or ask something about an indicator, or answer; the whole comment comes back."""
    said = talking.say(db, caller, finding.one_indicator(db, code), given)
    return talking.shown(db, caller, [said])[0]


@router.post(
    "/indicators/{code}/reminders",
    status_code=201,
    operation_id="urge_for_indicator",
    dependencies=[may(Act.URGE)],
    responses=problems(400, 401, 403, 404, 409),
)
def urge_for_indicator(db: Db, caller: Caller, code: IndicatorCode, given: UrgeIn) -> CommentOut:
    """Remind a unit of its numbers: a line in the indicator's discussion and a notice to its people, once a day."""
    said = talking.urge(db, caller, finding.one_indicator(db, code), given)
    return talking.shown(db, caller, [said])[0]


@router.post(
    "/comments/{comment_id}/resolutions",
    operation_id="resolve_comment",
    dependencies=[may(Act.COMMENT_WRITE)],
    responses=problems(400, 401, 403, 404, 409, 412, 428),
)
def resolve_comment(db: Db, caller: Caller, comment_id: uuid.UUID, version: Version) -> CommentOut:
    """Settle a comment: its author may, and who acts for the ward."""
    return talking.shown(db, caller, [talking.resolve(db, caller, comment_id, version)])[0]


@router.get("/overview", operation_id="get_overview", **SEE)
def get_overview(
    db: Db,
    caller: Caller,
    unit: AnyCode = None,
    period: AnyCode = None,
    format: Annotated[SheetForm, Query(description="JSON, or the indicators as a sheet.")] = SheetForm.JSON,
) -> OverviewOut:
    """Where a ward stands in a period: every indicator of its plan with its value or gap, and who answers for it."""
    return reading.overview(db, caller, unit, period)


@router.get("/entry-sheets/{unit}/{period}", operation_id="get_entry_sheet", **SEE)
def get_entry_sheet(db: Db, caller: Caller, unit: UnitCode, period: PeriodCode) -> EntrySheetOut:
    """Everything that a unit enters in a period, with what stands there already."""
    return reading.entry_sheet(db, caller, unit, period)


@router.get("/indicator-values", operation_id="list_indicator_values", **SEE)
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


@router.get("/indicator-values/{value_id}", operation_id="get_indicator_value", **SEE)
def get_indicator_value(db: Db, caller: Caller, response: Response, value_id: uuid.UUID) -> ValueOut:
    """One value with its provenance, its standing and what the caller may do with it."""
    return _shown(db, caller, response, find(db, IndicatorValue, value_id))


@router.get("/indicator-values/{value_id}/events", operation_id="list_value_events", **SEE)
def list_value_events(db: Db, value_id: uuid.UUID, paging: Paged) -> Listed[EventOut]:
    """Every step of a value's life, oldest first, with the numbers as they stood then."""
    value = find(db, IndicatorValue, value_id)
    query = select(ValueEvent).where(ValueEvent.value_id == value.id)
    rows, following = paging.page(db, query, ValueEvent.id)
    return Listed(data=[EventOut.model_validate(e) for e in rows], next=following, page=Page(limit=paging.limit))


@router.get(
    "/indicator-values/by-key/{unit}/{indicator}/{period}",
    operation_id="get_indicator_value_by_key",
    **SEE,
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
    "/survey-rounds/{round_id}/indicator-values",
    operation_id="put_survey_into_indicator",
    dependencies=[may(Act.VALUE_SUBMIT)],
    responses={201: {"model": ValueOut}, **problems(400, 401, 403, 404, 409, 412, 423, 428)},
)
def put_survey_into_indicator(
    db: Db,
    caller: Caller,
    response: Response,
    round_id: uuid.UUID,
    version: MaybeVersion,
    given: FromSurveyIn,
) -> ValueOut:
    """Give a survey's rate as its unit's value and submit it; 201 when the value is new.

    The value names the survey as its source, and its note tells the number of answers and the interval. To change a
    value that stands, send its version in If-Match.
    """
    codes = (given.indicator, given.period)
    value, new = surveying.put(db, caller, round_id, codes, version.version, versioned=version.named)
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


@router.post(
    "/indicator-values/{value_id}/corrections",
    operation_id="correct_indicator_value",
    dependencies=[may(Act.VALUE_WRITE)],
    responses=problems(400, 401, 403, 404, 409, 412, 423, 428),
)
def correct_indicator_value(
    db: Db, caller: Caller, response: Response, value_id: uuid.UUID, version: Version, given: CorrectionIn
) -> ValueOut:
    """Hand in other numbers for an approved value, with the reason; the approved ones are read until these are."""
    numbers = Reading(given.numerator, given.denominator)
    value = after.correct(db, caller, value_id, version, numbers, given.note, given.reason)
    return _shown(db, caller, response, value)


@router.post(
    "/indicator-values/{value_id}/reopenings",
    operation_id="reopen_indicator_value",
    dependencies=[may(Act.VALUE_REOPEN)],
    responses=problems(400, 401, 403, 404, 409, 412, 428),
)
def reopen_indicator_value(
    db: Db, caller: Caller, response: Response, value_id: uuid.UUID, version: Version, given: ReturnIn
) -> ValueOut:
    """Give one approved value back to its unit to be mended, also where its period is frozen."""
    return _shown(db, caller, response, after.reopen(db, caller, value_id, version, given.reason))


@router.post(
    "/indicator-values/{value_id}/unpublications",
    operation_id="unpublish_indicator_value",
    dependencies=[may(Act.VALUE_PUBLISH)],
    responses=problems(400, 401, 403, 404, 409, 412, 428),
)
def unpublish_indicator_value(
    db: Db, caller: Caller, response: Response, value_id: uuid.UUID, version: Version, given: ReturnIn
) -> ValueOut:
    """Take a published figure back from the public, saying why."""
    return _shown(db, caller, response, after.unpublish(db, caller, value_id, version, given.reason))


@router.post(
    "/publications",
    operation_id="publish_values",
    dependencies=[may(Act.VALUE_PUBLISH)],
    responses=problems(400, 401, 403, 404, 409),
)
def publish_values(db: Db, caller: Caller, given: PublicationIn) -> PublicationOut:
    """Let approved figures be shown to everybody: those named (all or none), or all approved ones of a period."""
    values = after.publish(db, caller, given)
    return PublicationOut(count=len(values), value_ids=[value.id for value in values])


@router.put(
    "/indicator-values/{value_id}/evidence/{evidence_id}",
    operation_id="attach_evidence",
    dependencies=[may(Act.VALUE_WRITE)],
    responses=problems(401, 403, 404, 409, 423),
)
def attach_evidence(
    db: Db, caller: Caller, response: Response, value_id: uuid.UUID, evidence_id: uuid.UUID
) -> ValueOut:
    """Let a draft or returned value rest on a file of the same ward that the caller sees."""
    return _shown(db, caller, response, attaching.attach(db, caller, value_id, evidence_id))


@router.delete(
    "/indicator-values/{value_id}/evidence/{evidence_id}",
    status_code=204,
    operation_id="detach_evidence",
    dependencies=[may(Act.VALUE_WRITE)],
    responses=problems(401, 403, 404, 409, 423),
)
def detach_evidence(db: Db, value_id: uuid.UUID, evidence_id: uuid.UUID) -> None:
    """Take a file off a draft or returned value. The file itself stays among the unit's evidence."""
    attaching.detach(db, value_id, evidence_id)


@router.post(
    "/indicator-values/{value_id}/review-withdrawals",
    operation_id="withdraw_indicator_value_review",
    dependencies=[may(Act.VALUE_REVIEW)],
    responses=problems(400, 401, 403, 404, 409, 412, 423, 428),
)
def withdraw_indicator_value_review(
    db: Db, caller: Caller, response: Response, value_id: uuid.UUID, version: Version
) -> ValueOut:
    """Take one's own approval or return back, within a minute and while nothing was built on it."""
    return _shown(db, caller, response, saving.reconsider(db, caller, value_id, version))


def _shown(db: Db, caller: Caller, response: Response, value: IndicatorValue) -> ValueOut:
    response.headers["ETag"] = f'"{value.version}"'
    return showing.show(db, caller, [finding.value_with_context(db, value)])[0]
