"""What the addresses of indicators and values take and give."""

import uuid
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from doimoi.access.schemas import UnitBrief
from doimoi.core.fields import Amount, Code, In, Out, Prose
from doimoi.evidence.schemas import EvidenceRef
from doimoi.indicators.paths import PathBasis, PathStart
from doimoi.indicators.rules import Measure, Standing, TargetKind, ValueState
from doimoi.plan.schemas import PeriodOut


class TargetOut(Out):
    """What the plan asks; `basis` tells the plan's words from our proposal and from what nobody set yet."""

    kind: TargetKind
    value: Amount | None
    stretch: Amount | None
    unit: str
    basis: str


class StepOut(Out):
    """A named milestone or level."""

    code: str
    name: str


class LeadOut(Out):
    """Who answers for an indicator, and whether the plan says so or it was inferred."""

    unit: UnitBrief
    basis: str
    clause: str | None


class ClauseRef(Out):
    """The sentence of the plan that an indicator measures."""

    code: str
    text: str


class IndicatorLine(Out):
    """An indicator as a form or a table needs it."""

    code: str
    group_code: str
    short_name: str
    name: str
    measure: Measure
    unit_of_measure: str
    decimals: int
    numerator_label: str | None
    denominator_label: str | None
    steps: list[StepOut]
    target: TargetOut
    reporting: str


class PathPoint(Out):
    """What is planned for the end of a year (of a school year, by the year it begins in)."""

    year: int
    value: Amount


class BaselineOut(Out):
    """What was there at the end of a year before the plan."""

    year: int
    value: Amount


class PathOut(Out):
    """The planned way to the target. `number` counts its versions; `assumed` is a line that nobody decided yet."""

    number: int
    basis: PathBasis
    points: list[PathPoint]
    baseline: BaselineOut | None
    reason: str | None
    set_by_name: str
    set_at: datetime


class ProposalOut(Out):
    """A straight line to the target, and where it starts."""

    points: list[PathPoint]
    start: PathStart
    start_period: str | None
    start_value: Amount


class PathPageOut(Out):
    """All about the path of an indicator. `needs_reason`: figures are approved, so a change must say why."""

    indicator: str
    wanted: bool
    years: list[int]
    target: TargetOut
    path: PathOut | None
    needs_reason: bool
    proposal: ProposalOut | None
    history: list[PathOut]


class PathPointIn(In):
    """A planned value for the end of a year."""

    year: Annotated[int, Field(ge=2000, le=2199)]
    value: Amount


class PathIn(In):
    """A path, whole: every year of the plan. `assumed` adopts a line as an assumption."""

    points: Annotated[list[PathPointIn], Field(min_length=1, max_length=30)]
    basis: Annotated[PathBasis, Field(description="`set` or `assumed`.")]
    baseline: PathPointIn | None = None
    reason: Prose | None = None


class ProposalsIn(In):
    """Which ward's indicators; the only ward within reach unless said."""

    unit: Code | None = None


class ProposalsOut(Out):
    """How many indicators got an assumed path, and where their lines start."""

    count: int
    from_baseline: int
    from_first_value: int
    from_zero: int
    indicators: list[str]


class IndicatorOut(IndicatorLine):
    """An indicator with its whole metadata sheet."""

    target_code: str
    clause: ClauseRef
    detail_of: str | None
    headline: bool
    frequency: str
    direction: str
    definition: str
    proposed: bool
    population: str
    register_: str = Field(serialization_alias="register")
    source_units: list[str]
    disaggregation: list[str]
    notes: str | None
    lead: LeadOut
    cooperating: list[str]
    path: PathOut | None


class VerdictOut(Out):
    """How something stands, the rule that said so, and the numbers it was said for."""

    standing: Standing
    rule_version: str
    reason_code: str
    facts: dict[str, str | None]


class IndicatorRef(Out):
    """Which indicator a value belongs to."""

    code: str
    short_name: str
    measure: Measure
    unit_of_measure: str
    decimals: int


class PeriodRef(Out):
    """Which period a value belongs to."""

    code: str
    label: str


class DoneBy(Out):
    """Who did something, and when."""

    by_name: str
    at: datetime


class MayOut(Out):
    """What the caller may do with a value now. `review_blocked` says why a reviewer may not: `own_entry`."""

    edit: bool
    submit: bool
    withdraw: bool
    review: bool
    review_blocked: str | None
    correct: bool
    reopen: bool
    publish: bool
    unpublish: bool


class VersionOut(Out):
    """Numbers that were approved. The one without `replaced_at` is in force; `reason` is why it came to be."""

    number: int
    numerator: Amount | None
    denominator: Amount | None
    rate: Amount | None
    note: str | None
    reason: str | None
    entered: DoneBy
    reviewed: DoneBy | None
    published: DoneBy | None
    replaced_at: datetime | None


class ValueOut(Out):
    """What a unit gave for an indicator and a period, with its whole provenance.

    `rate` is what the numbers are worth: a percent for a ratio (null for 0/0), else the number itself. `versions` are
    all numbers ever approved, oldest first; with `correcting` the last of them is in force while these wait.
    `evidence` are the files that the caller may open, `evidence_count` is how many there are.
    """

    id: uuid.UUID
    unit: UnitBrief
    indicator: IndicatorRef
    period: PeriodRef
    numerator: Amount | None
    denominator: Amount | None
    rate: Amount | None
    state: ValueState
    version: int
    note: str | None
    source: str
    late: bool
    on_behalf: bool
    entered: DoneBy
    submitted: DoneBy | None
    reviewed: DoneBy | None
    return_reason: str | None
    published: DoneBy | None
    correcting: bool
    correction_reason: str | None
    reopened: bool
    versions: list[VersionOut]
    evidence: list[EvidenceRef]
    evidence_count: int
    standing: VerdictOut
    may: MayOut


class ValueIn(In):
    """A value, whole: what is left out is emptied. A draft may lack numbers; a submitted value may not."""

    numerator: Amount | None = None
    denominator: Amount | None = None
    note: Prose | None = None


class FromSurveyIn(In):
    """Which indicator and period a survey's rate is put into. A bare code means the ward of the survey."""

    indicator: Code
    period: Code


class ReturnIn(In):
    """Why a value goes back to the unit, and what to mend."""

    reason: Prose


class CorrectionIn(In):
    """Other numbers for an approved value, whole, and why the approved ones are wrong."""

    numerator: Amount | None = None
    denominator: Amount | None = None
    note: Prose | None = None
    reason: Prose


class PublicationIn(In):
    """Which figures are shown to everybody: values by id, or all approved ones of a period (of a group, of one)."""

    value_ids: Annotated[list[uuid.UUID] | None, Field(min_length=1, max_length=500)] = None
    period: Code | None = None
    group: Annotated[str | None, Field(min_length=1, max_length=10, pattern=r"^[a-z0-9]+$")] = None
    indicator: Code | None = None


class PublicationOut(Out):
    """How many figures were published, and which."""

    count: int
    value_ids: list[uuid.UUID]


class CommentIn(In):
    """What somebody says or asks, or, with `answers`, what they answer."""

    text: Prose
    answers: uuid.UUID | None = None


class UrgeIn(In):
    """Which unit is urged, and a word of one's own."""

    unit: Code
    text: Prose | None = None


class AnswerOut(Out):
    """An answer to a comment."""

    id: uuid.UUID
    author_name: str
    author_unit: str
    author_role: str
    text: str
    at: datetime


class CommentOut(AnswerOut):
    """A comment with its answers, oldest first."""

    version: int
    urged_unit: str | None = Field(description="The unit that this urges.")
    resolved: DoneBy | None
    may_resolve: bool
    answers: list[AnswerOut]


class EventOut(Out):
    """One step of a value's life, with the numbers as they stood then."""

    at: datetime
    actor_name: str
    move: str
    state: ValueState
    version: int
    numerator: Amount | None
    denominator: Amount | None
    note: str | None
    reason: str | None


class ReadingOut(Out):
    """A reading in a period."""

    period: str
    numerator: Amount | None
    denominator: Amount | None
    rate: Amount | None


class EntryRow(Out):
    """One line of the entry sheet."""

    indicator: IndicatorLine
    previous: ReadingOut | None
    value: ValueOut | None
    may_edit: bool


class EntrySheetOut(Out):
    """Everything that a unit enters in a period."""

    unit: UnitBrief
    period: PeriodOut
    today: date
    rows: list[EntryRow]


class CurrentOut(ReadingOut):
    """The latest approved reading of the ward, and how many units it was added up from."""

    approved_at: datetime | None
    by_units: int
    published: bool


class TrendPoint(Out):
    """One point of a sparkline."""

    period: str
    rate: Amount | None


class OverviewLine(Out):
    """An indicator on the overview; without an approved value `current` is null and the lead still stands there."""

    code: str
    short_name: str
    name: str
    headline: bool
    detail_of: str | None
    measure: Measure
    unit_of_measure: str
    decimals: int
    steps_total: int
    target: TargetOut
    period: str | None
    current: CurrentOut | None
    plan_value: Amount | None
    plan_basis: PathBasis | None
    standing: VerdictOut
    trend: list[TrendPoint]
    lead: UnitBrief
    lead_basis: str
    waiting: int
    correcting: int


class OverviewGroup(Out):
    """A group of the plan's targets with counts by standing of its headline indicators."""

    code: str
    name: str
    short_name: str
    counts: dict[Standing, int]
    indicators: list[OverviewLine]


class PlanRef(Out):
    """The plan that an overview is about."""

    code: str
    title: str
    first_year: int
    last_year: int


class OverviewOut(Out):
    """Where a ward stands in a period: every indicator of its plan."""

    unit: UnitBrief
    plan: PlanRef
    period: PeriodOut
    periods: list[PeriodOut]
    counts: dict[Standing, int]
    without_path: int
    groups: list[OverviewGroup]


class SeriesPoint(ReadingOut):
    """The ward's reading in one period."""

    label: str
    last_day: date
    state: ValueState


class PlanPoint(Out):
    """What is planned for a period."""

    period: str
    label: str
    last_day: date
    value: Amount


class SeriesOut(Out):
    """An indicator through time, what was planned for each period, and how it stands in its present period."""

    indicator: str
    points: list[SeriesPoint]
    plan: list[PlanPoint]
    plan_basis: PathBasis | None
    baseline: BaselineOut | None
    standing: VerdictOut


class UnitReadingOut(Out):
    """What one unit gives for a period. Without `reading` it is missing; `state` is what the caller sees of it."""

    unit: UnitBrief
    lead: bool
    reading: ReadingOut | None
    state: ValueState | None
    correcting: bool
    value_id: uuid.UUID | None
    standing: VerdictOut
    trend: list[TrendPoint]


class UnitSumOut(Out):
    """What all units below one give together: sums over sums. Null where levels have no sum or nothing was given."""

    unit: UnitBrief
    reading: ReadingOut | None
    given: int
    owing: int


class ByUnitOut(Out):
    """An indicator in one period, unit by unit, with the sums of the units above them."""

    indicator: str
    period: PeriodOut
    ward: ReadingOut | None
    units: list[UnitReadingOut]
    sums: list[UnitSumOut]
    missing: int
