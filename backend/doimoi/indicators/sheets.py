"""The metadata sheets of indicators as the plan file holds them, and what must agree inside and among them."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field, ValidationError, model_validator

from doimoi.core.fields import Amount, Code, Line, Prose
from doimoi.core.reviewed import FileInvalid, faults_of
from doimoi.indicators.rules import PAIRED, Measure, TargetKind
from doimoi.plan.parts import Basis, Part, PlanDocument
from doimoi.plan.periods import PeriodKind

_FITTING: dict[Measure, frozenset[TargetKind]] = {
    Measure.RATIO: frozenset({TargetKind.AT_LEAST, TargetKind.ABOVE, TargetKind.MAINTAIN}),
    Measure.SCORE: frozenset({TargetKind.AT_LEAST, TargetKind.ABOVE, TargetKind.MAINTAIN}),
    Measure.COUNT: frozenset(
        {
            TargetKind.AT_LEAST,
            TargetKind.ABOVE,
            TargetKind.MAINTAIN,
            TargetKind.ZERO,
            TargetKind.PER_YEAR_AT_LEAST,
        }
    ),
    Measure.MILESTONE: frozenset({TargetKind.MILESTONES, TargetKind.MAINTAIN}),
    Measure.LEVEL: frozenset({TargetKind.LEVELS, TargetKind.MAINTAIN}),
}
"""Which kinds of target can be asked of which measure."""
_REPORTED = (PeriodKind.HALF_YEAR, PeriodKind.YEAR, PeriodKind.SCHOOL_YEAR)


class TargetBasis(StrEnum):
    """Whether the plan states the number, we propose it, or nobody has set one."""

    STATED = "stated"
    PROPOSED = "proposed"
    UNSET = "unset"


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    KEEP = "keep"


class TargetValue(Part):
    """What is asked, in the unit of the indicator's value."""

    kind: TargetKind
    value: Amount | None
    stretch: Amount | None = None
    unit: Line
    basis: TargetBasis


class Step(Part):
    """A milestone, or a level (the first is the lowest, rank 0)."""

    code: Code
    name: Line


class SheetLead(Part):
    """Who answers for the indicator. A stated lead names the clause that states it."""

    unit: Code
    basis: Basis
    clause: Code | None = None


class IndicatorSheet(Part):
    """Everything there is to know about an indicator before its first value."""

    code: Code
    target: Code
    group: Code
    detail_of: Code | None = None
    headline: bool
    short_name: Annotated[Line, Field(max_length=44)]
    name: Prose
    measure: Measure
    unit_of_measure: Line
    numerator_label: Line | None = None
    denominator_label: Line | None = None
    target_value: TargetValue
    steps: tuple[Step, ...] = ()
    reporting: PeriodKind
    frequency: PeriodKind
    direction: Direction
    decimals: Annotated[int, Field(ge=0, le=6)]
    definition: Prose
    proposed: bool
    population: Prose
    register_: Annotated[Prose, Field(alias="register")]
    source_units: tuple[Code, ...]
    disaggregation: tuple[Line, ...]
    notes: Prose | None = None
    lead: SheetLead
    cooperating: tuple[Code, ...]

    @model_validator(mode="after")
    def _agrees(self) -> "IndicatorSheet":
        faults = [*_label_faults(self), *_target_faults(self), *_other_faults(self)]
        if faults:
            raise ValueError("\n".join(faults))
        return self


def parse(document: PlanDocument) -> list[IndicatorSheet]:
    """The sheets of a document; `FileInvalid` with every fault found."""
    sheets: list[IndicatorSheet] = []
    faults: list[str] = []
    for ordinal, raw in enumerate(document.indicators, start=1):
        try:
            sheets.append(IndicatorSheet.model_validate(raw))
        except ValidationError as error:
            faults += faults_of(error, f"indicators {raw.get('code', ordinal)}")
    if faults := faults or [*_among(document, sheets)]:
        raise FileInvalid(faults)
    return sheets


def _label_faults(sheet: IndicatorSheet) -> Iterator[str]:
    if sheet.measure is Measure.RATIO and not (sheet.numerator_label and sheet.denominator_label):
        yield "a ratio needs numerator_label and denominator_label"
    if sheet.measure not in PAIRED and sheet.denominator_label:
        yield f"a {sheet.measure.value} has no denominator"
    if bool(sheet.steps) != (sheet.measure in (Measure.MILESTONE, Measure.LEVEL)):
        yield "steps are for milestones and levels, which cannot do without"
    codes = [step.code for step in sheet.steps]
    if len(set(codes)) < len(codes):
        yield "two steps have the same code"


def _target_faults(sheet: IndicatorSheet) -> Iterator[str]:
    target = sheet.target_value
    if target.kind not in _FITTING[sheet.measure]:
        yield f"a {sheet.measure.value} cannot be asked {target.kind.value}"
    if target.kind is TargetKind.ZERO:
        if target.value:
            yield "zero needs no other value"
        return
    if (target.value is None) != (target.basis is TargetBasis.UNSET):
        yield "a target has a value exactly when its basis is not unset"
    if target.stretch is not None and (target.value is None or target.stretch <= target.value):
        yield "stretch lies beyond the value"
    if (highest := _highest(sheet)) is not None and target.value is not None and not 0 <= target.value <= highest:
        yield f"the target must lie from 0 to {highest}"


def _highest(sheet: IndicatorSheet) -> Decimal | None:
    match sheet.measure:
        case Measure.RATIO:
            return Decimal(100)
        case Measure.MILESTONE:
            return Decimal(len(sheet.steps))
        case Measure.LEVEL:
            return Decimal(len(sheet.steps) - 1)
    return None


def _other_faults(sheet: IndicatorSheet) -> Iterator[str]:
    if sheet.reporting not in _REPORTED:
        yield f"nothing is reported by {sheet.reporting.value}"
    if sheet.lead.basis is Basis.STATED and sheet.lead.clause is None:
        yield "a stated lead needs the clause that states it"
    if sheet.headline and sheet.detail_of is not None:
        yield "a headline is no detail"


def _among(document: PlanDocument, sheets: list[IndicatorSheet]) -> Iterator[str]:
    """What must agree between the sheets and the rest of the document."""
    groups = {target.code: target.group for target in document.targets}
    clauses = {clause.code for clause in document.clauses}
    bodies = {body.code: body for body in document.bodies}
    codes = Counter(sheet.code for sheet in sheets)
    yield from (f"indicators: {code} stands {times} times" for code, times in codes.items() if times > 1)
    for sheet in sheets:
        at = f"indicators {sheet.code}"
        if groups.get(sheet.target) != sheet.group:
            yield f"{at}: no target {sheet.target} in group {sheet.group}"
        if sheet.detail_of is not None and (sheet.detail_of not in codes or sheet.detail_of == sheet.code):
            yield f"{at}: no indicator {sheet.detail_of} to be a detail of"
        if sheet.lead.clause is not None and sheet.lead.clause not in clauses:
            yield f"{at}: no clause {sheet.lead.clause}"
        for unit in (sheet.lead.unit, *sheet.source_units, *sheet.cooperating):
            if unit not in bodies:
                yield f"{at}: no body {unit}"
        if sheet.lead.unit in bodies and bodies[sheet.lead.unit].many:
            yield f"{at}: {sheet.lead.unit} is not one unit and cannot lead"
    measured = {sheet.target for sheet in sheets if sheet.headline}
    yield from (f"indicators: target {target} has no headline" for target in groups if target not in measured)
