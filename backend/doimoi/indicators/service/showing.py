"""Indicators and values as pages and tools are shown them, with the moves that the caller may make."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from doimoi.access.models import Unit
from doimoi.access.rules import Act, Actor
from doimoi.access.schemas import UnitBrief
from doimoi.core import clock
from doimoi.evidence.schemas import EvidenceRef
from doimoi.indicators.judging import Calendar, judge, path_of, worth
from doimoi.indicators.models import Indicator, IndicatorPath, IndicatorValue, ValueVersion
from doimoi.indicators.paths import Baseline, Path
from doimoi.indicators.rules import LIFECYCLE, STANDS, Measure, Move, Reading, TargetKind, ValueState, Verdict
from doimoi.indicators.schemas import (
    BaselineOut,
    ClauseRef,
    DoneBy,
    IndicatorLine,
    IndicatorOut,
    IndicatorRef,
    LeadOut,
    MayOut,
    PathOut,
    PathPoint,
    PeriodRef,
    ReadingOut,
    StepOut,
    TargetOut,
    ValueOut,
    VerdictOut,
    VersionOut,
)
from doimoi.indicators.service.approved import in_force, path_rows, paths_of, versions_of
from doimoi.indicators.service.attaching import attached
from doimoi.indicators.service.reviewers import Block, reviewers_of
from doimoi.plan.models import Clause, Period


def unit_brief(unit: Unit) -> UnitBrief:
    """A unit in a sentence."""
    return UnitBrief(code=unit.full_code, name=unit.name, short_name=unit.short_name, level=unit.level)


def target_out(indicator: Indicator) -> TargetOut:
    """What the plan asks of an indicator."""
    return TargetOut(
        kind=TargetKind(indicator.target_kind),
        value=indicator.target_value,
        stretch=indicator.target_stretch,
        unit=indicator.target_unit,
        basis=indicator.target_basis,
    )


def line_out(indicator: Indicator) -> IndicatorLine:
    """An indicator as a form or a table needs it."""
    return IndicatorLine(
        code=indicator.code,
        group_code=indicator.group_code,
        short_name=indicator.short_name,
        name=indicator.name,
        measure=Measure(indicator.measure),
        unit_of_measure=indicator.unit_of_measure,
        decimals=indicator.decimals,
        numerator_label=indicator.numerator_label,
        denominator_label=indicator.denominator_label,
        steps=[StepOut(**step) for step in indicator.steps],
        target=target_out(indicator),
        reporting=indicator.reporting,
    )


def indicators_out(db: Session, rows: Sequence[Indicator]) -> list[IndicatorOut]:
    """Indicators with their whole sheets; the plan's sentences are read in one query, and so are the paths."""
    wanted = {(row.plan_id, row.clause_code) for row in rows}
    query = select(Clause).where(tuple_(Clause.plan_id, Clause.code).in_(wanted))
    sentences = {(c.plan_id, c.code): c.text for c in db.scalars(query)}
    paths = path_rows(db, [row.id for row in rows])
    return [_indicator_out(row, sentences.get((row.plan_id, row.clause_code), ""), paths.get(row.id)) for row in rows]


def _indicator_out(row: Indicator, sentence: str, path: IndicatorPath | None) -> IndicatorOut:
    return IndicatorOut(
        **line_out(row).model_dump(),
        target_code=row.target_code,
        clause=ClauseRef(code=row.clause_code, text=sentence),
        detail_of=row.detail_of,
        headline=row.headline,
        frequency=row.frequency,
        direction=row.direction,
        definition=row.definition,
        proposed=row.proposed,
        population=row.population,
        register_=row.register,
        source_units=row.source_units,
        disaggregation=row.disaggregation,
        notes=row.notes,
        lead=LeadOut(unit=unit_brief(row.lead), basis=row.lead_basis, clause=row.lead_clause),
        cooperating=row.cooperating,
        path=path_out(path) if path else None,
    )


def path_out(row: IndicatorPath) -> PathOut:
    """A stored path with who set it."""
    path = path_of(row)
    return PathOut(
        number=row.number,
        basis=path.basis,
        points=[PathPoint(year=year, value=value) for year, value in sorted(path.points.items())],
        baseline=baseline_out(path.baseline) if path.baseline else None,
        reason=row.reason,
        set_by_name=row.set_by_name,
        set_at=row.set_at,
    )


def baseline_out(baseline: Baseline) -> BaselineOut:
    """Where the way began."""
    return BaselineOut(year=baseline.year, value=baseline.value)


def verdict_out(verdict: Verdict) -> VerdictOut:
    """A verdict as it is shown."""
    return VerdictOut(
        standing=verdict.standing,
        rule_version=verdict.rule_version,
        reason_code=verdict.reason_code,
        facts=verdict.facts,
    )


def reading_of(value: IndicatorValue | ValueVersion) -> Reading:
    """The numbers of a value."""
    return Reading(value.numerator, value.denominator)


def reading_out(period: str, measure: str, reading: Reading) -> ReadingOut:
    """A reading with what it is worth."""
    return ReadingOut(
        period=period,
        numerator=reading.numerator,
        denominator=reading.denominator,
        rate=worth(measure, reading),
    )


@dataclass(frozen=True)
class Showing:
    """What is needed to show many values: read in a fixed number of queries, whatever their number."""

    actor: Actor
    block: Block
    calendars: dict[uuid.UUID, Calendar]
    approved: dict[tuple[uuid.UUID, uuid.UUID], dict[str, Reading]]
    versions: dict[uuid.UUID, list[ValueVersion]]
    paths: dict[uuid.UUID, Path]
    files: dict[uuid.UUID, list[EvidenceRef | None]]

    def value(self, value: IndicatorValue) -> ValueOut:
        """One value with its provenance, its standing and the caller's moves."""
        indicator, period = value.indicator, value.period
        readings = {**self.approved.get((value.unit_id, value.indicator_id), {}), period.code: reading_of(value)}
        path = self.paths.get(indicator.id)
        verdict = judge(indicator, readings, period, self.calendars[indicator.plan_id], clock.today(), path)
        return ValueOut(
            id=value.id,
            unit=unit_brief(value.unit),
            indicator=IndicatorRef.model_validate(indicator),
            period=PeriodRef.model_validate(period),
            numerator=value.numerator,
            denominator=value.denominator,
            rate=worth(indicator.measure, reading_of(value)),
            state=ValueState(value.state),
            version=value.version,
            note=value.note,
            source=value.source,
            late=value.late,
            on_behalf=value.on_behalf,
            entered=DoneBy(by_name=value.entered_by_name, at=value.entered_at),
            submitted=_done(value.submitted_by_name, value.submitted_at),
            reviewed=_done(value.reviewed_by_name, value.reviewed_at),
            return_reason=value.return_reason,
            published=_done(value.published_by_name, value.published_at),
            correcting=self.correcting(value),
            correction_reason=value.correction_reason,
            reopened=value.reopened,
            versions=[version_out(v, indicator.measure) for v in self.versions.get(value.id, ())],
            evidence=[file for file in self.files.get(value.id, []) if file is not None],
            evidence_count=len(self.files.get(value.id, [])),
            standing=verdict_out(verdict),
            may=self.may(value),
        )

    def correcting(self, value: IndicatorValue) -> bool:
        """Whether approved numbers are in force behind the ones that stand on the value now."""
        return ValueState(value.state) not in STANDS and bool(self.versions.get(value.id))

    def may(self, value: IndicatorValue) -> MayOut:
        """The moves that the caller could make with this value at this moment."""
        frozen = value.period.locked_on is not None and not value.reopened
        open_now = not frozen and clock.today() >= value.period.first_day
        state, acts = ValueState(value.state), self.actor.may

        def can(move: Move, act: Act, *, also_frozen: bool = False) -> bool:
            return (also_frozen or open_now) and (state, move) in LIFECYCLE and acts(act, value.unit_key)

        block = self.block(value) if can(Move.APPROVE, Act.VALUE_REVIEW) else None
        return MayOut(
            edit=can(Move.SAVE, Act.VALUE_WRITE),
            submit=can(Move.SUBMIT, Act.VALUE_SUBMIT),
            withdraw=open_now and acts(Act.VALUE_SUBMIT, value.unit_key) and self._may_take_back(value, state),
            review=can(Move.APPROVE, Act.VALUE_REVIEW) and block is None,
            review_blocked=block.code if block is not None else None,
            correct=can(Move.CORRECT, Act.VALUE_WRITE),
            reopen=can(Move.REOPEN, Act.VALUE_REOPEN, also_frozen=True),
            publish=can(Move.PUBLISH, Act.VALUE_PUBLISH, also_frozen=True),
            unpublish=value.published_at is not None and acts(Act.VALUE_PUBLISH, value.unit_key),
        )

    def _may_take_back(self, value: IndicatorValue, state: ValueState) -> bool:
        """One's own entry before its review; a correction that came back, or was asked for, by whoever enters."""
        if state is ValueState.SUBMITTED:
            return self.actor.id in (value.entered_by, value.submitted_by)
        return self.correcting(value)


def show(db: Session, actor: Actor, values: Sequence[IndicatorValue]) -> list[ValueOut]:
    """Values as they are shown. Their unit, indicator and period must have been read with them."""
    shower = showing(db, actor, values)
    return [shower.value(value) for value in values]


def showing(db: Session, actor: Actor, values: Iterable[IndicatorValue]) -> Showing:
    """Read what showing these values takes."""
    given = list(values)
    plans = {value.indicator.plan_id for value in given}
    calendars: dict[uuid.UUID, list[Period]] = {plan: [] for plan in plans}
    for period in db.scalars(select(Period).where(Period.plan_id.in_(plans))):
        calendars[period.plan_id].append(period)
    return Showing(
        actor,
        reviewers_of(db, actor),
        {plan: Calendar(tuple(periods)) for plan, periods in calendars.items()},
        _approved(db, {(value.unit_id, value.indicator_id) for value in given}),
        versions_of(db, [value.id for value in given]),
        paths_of(db, {value.indicator_id for value in given}),
        attached(db, [value.id for value in given]),
    )


def _approved(
    db: Session, pairs: set[tuple[uuid.UUID, uuid.UUID]]
) -> dict[tuple[uuid.UUID, uuid.UUID], dict[str, Reading]]:
    """The approved readings of each unit and indicator by period."""
    found: dict[tuple[uuid.UUID, uuid.UUID], dict[str, Reading]] = {}
    if not pairs:
        return found
    query = in_force().where(tuple_(ValueVersion.unit_id, ValueVersion.indicator_id).in_(pairs))
    for version, code in db.execute(query):
        found.setdefault((version.unit_id, version.indicator_id), {})[code] = reading_of(version)
    return found


def version_out(version: ValueVersion, measure: str) -> VersionOut:
    """Numbers that were approved, with their provenance."""
    return VersionOut(
        number=version.number,
        numerator=version.numerator,
        denominator=version.denominator,
        rate=worth(measure, reading_of(version)),
        note=version.note,
        reason=version.reason,
        entered=DoneBy(by_name=version.entered_by_name, at=version.entered_at),
        reviewed=_done(version.reviewed_by_name, version.reviewed_at),
        published=_done(version.published_by_name, version.published_at),
        replaced_at=version.replaced_at,
    )


def _done(name: str | None, at: object) -> DoneBy | None:
    return DoneBy.model_validate({"by_name": name, "at": at}) if name is not None else None
