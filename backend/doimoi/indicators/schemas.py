"""What the addresses of indicators and values take and give."""

import uuid
from datetime import date, datetime

from pydantic import Field

from doimoi.access.schemas import UnitBrief
from doimoi.core.fields import Amount, In, Out, Prose
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


class ValueOut(Out):
    """What a unit gave for an indicator and a period, with its whole provenance.

    `rate` is what the numbers are worth: a percent for a ratio (null for 0/0), else the number itself.
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
    standing: VerdictOut
    may: MayOut


class ValueIn(In):
    """A value, whole: what is left out is emptied. A draft may lack numbers; a submitted value may not."""

    numerator: Amount | None = None
    denominator: Amount | None = None
    note: Prose | None = None


class ReturnIn(In):
    """Why a value goes back to the unit, and what to mend."""

    reason: Prose


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
    standing: VerdictOut
    trend: list[TrendPoint]
    lead: UnitBrief
    lead_basis: str
    waiting: int


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
    groups: list[OverviewGroup]


class SeriesPoint(ReadingOut):
    """The ward's reading in one period."""

    label: str
    last_day: date
    state: ValueState


class SeriesOut(Out):
    """An indicator through time, and how it stands in its present period."""

    indicator: str
    points: list[SeriesPoint]
    standing: VerdictOut
