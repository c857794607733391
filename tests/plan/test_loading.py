"""Loading a plan: once, told line by line, and never dropping what has values."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from tests import make
from tests.conftest import World

from doimoi.access.models import Audit, Unit
from doimoi.core.reviewed import Change
from doimoi.directory import units_file
from doimoi.indicators import loading as indicators
from doimoi.indicators.loading import IndicatorHasValues, LeadMissing
from doimoi.indicators.models import Indicator, IndicatorValue
from doimoi.plan import loading, parts
from doimoi.plan.loading import WardMissing
from doimoi.plan.models import Clause, Period, Plan
from doimoi.plan.parts import PlanDocument

ISSUED, FIRST_HALF = date(2026, 5, 4), date(2026, 12, 14)


@pytest.fixture(scope="module")
def document() -> PlanDocument:
    """The packaged document."""
    return parts.read()[0]


@pytest.fixture(scope="module")
def text() -> str:
    """The packaged text."""
    return parts.read()[1]


def _load(db: Session, document: PlanDocument, text: str, issued_on: date = ISSUED) -> list[Change]:
    plan, changes = loading.load(db, document, text, issued_on, FIRST_HALF)
    return changes + indicators.load(db, plan, document)


@pytest.fixture(scope="module")
def first(world: World, document: PlanDocument, text: str) -> list[Change]:
    """What the first load of the module changed."""
    with world.begin() as db:
        units_file.load(db)
        return _load(db, document, text)


def _with(document: PlanDocument, **fields: Any) -> PlanDocument:
    return PlanDocument.model_validate({**document.model_dump(), **fields})


def _without_indicator(document: PlanDocument, code: str) -> PlanDocument:
    return _with(document, indicators=[raw for raw in document.indicators if raw["code"] != code])


def _changed_indicator(document: PlanDocument, code: str, **fields: Any) -> PlanDocument:
    return _with(document, indicators=[{**r, **fields} if r["code"] == code else r for r in document.indicators])


def _value(db: Session, code: str) -> None:
    """A value of an indicator, given by its lead."""
    indicator = db.scalars(select(Indicator).where(Indicator.code == code)).one()
    period = db.scalars(select(Period).where(Period.code == "2026-H2")).one()
    db.add(
        IndicatorValue(
            unit_id=indicator.lead_id,
            indicator_id=indicator.id,
            period_id=period.id,
            numerator=Decimal(1),
            denominator=Decimal(2),
            state="draft",
            entered_by=uuid4(),
            entered_by_name="Người Mẫu",
        )
    )
    db.flush()


def test_the_first_load_adds_everything(world: World, first: list[Change], document: PlanDocument) -> None:
    assert {change.how for change in first} == {"added"}
    counted = {what: sum(change.what == what for change in first) for what in ("plan", "clause", "period", "indicator")}
    assert counted == {"plan": 1, "clause": 140, "period": 19, "indicator": 43}
    with world.begin() as db:
        plan = db.scalars(select(Plan)).one()
        assert (plan.number, plan.issued_on, plan.issued_on_assumed) == (None, None, ISSUED)
        assert {gap["code"] for gap in plan.gaps} >= {"number", "section_iv", "group_v3", "annex", "baselines"}
        assert plan.parts["general_objective"] == "III.1.1"
        rows = db.scalars(select(Clause).order_by(Clause.ordinal)).all()
        assert "".join(f"{c.marker or ''}{c.text}" for c in rows if c.code == "NN.8") == "-Lưu VT, VHXX."
        assert [clause.code for clause in rows] == [clause.code for clause in document.clauses]
        a4 = db.scalars(select(Indicator).where(Indicator.code == "A4")).one()
        assert (a4.clause_code, a4.target_kind, a4.target_value) == ("III.2.a.4", "above", Decimal(95))
        assert (a4.lead.full_code, a4.lead_basis) == ("11602:TTPVHCC", "stated") and "hai long" in a4.search_key


@pytest.mark.usefixtures("first")
def test_loading_again_changes_nothing(world: World, document: PlanDocument, text: str) -> None:
    with world.begin() as db:
        trail = select(func.count()).select_from(Audit)
        before = db.scalar(trail)
        assert _load(db, document, text) == []
        assert before and db.scalar(trail) == before


@pytest.mark.usefixtures("first")
def test_the_difference_is_told_line_by_line(world: World, document: PlanDocument, text: str) -> None:
    clauses = [c.model_dump() for c in document.clauses]
    clauses[0]["text"] = "Số: 12/KH-UBND"
    edited = _with(
        _changed_indicator(document, "B3", notes="Đã rà soát.", decimals=2),
        clauses=clauses,
        plan={**document.plan.model_dump(), "number": "12/KH-UBND"},
    )
    with world.begin() as db:
        assert _load(db, edited, text) == [
            Change("plan", document.plan.code, "changed", "number"),
            Change("clause", "DAU.1", "changed", "text"),
            Change("indicator", "B3", "changed", "decimals, notes"),
        ]
        assert len(_load(db, document, text)) == 3


@pytest.mark.usefixtures("first")
def test_the_days_of_a_period_that_stands_are_not_changed(world: World, document: PlanDocument, text: str) -> None:
    later = date(2026, 5, 20)
    with world.begin() as db:
        changes = _load(db, document, text, issued_on=later)
        assert [(change.what, change.detail) for change in changes] == [("plan", "issued_on_assumed")]
        first_day = db.scalars(select(Period.first_day).where(Period.code == "2026-H2")).one()
        assert first_day == ISSUED
        _load(db, document, text)


@pytest.mark.usefixtures("first")
def test_an_indicator_without_values_goes_and_comes_back(world: World, document: PlanDocument, text: str) -> None:
    with world.begin() as db:
        changes = _load(db, _without_indicator(document, "B2h"), text)
        assert ("indicator", "B2h", "removed") in [(c.what, c.code, c.how) for c in changes]
        assert not db.scalars(select(Indicator).where(Indicator.code == "B2h")).all()
        assert ("B2h", "added") in [(c.code, c.how) for c in _load(db, document, text)]


@pytest.mark.usefixtures("first")
def test_an_indicator_with_values_is_neither_dropped_nor_measured_otherwise(
    world: World, document: PlanDocument, text: str
) -> None:
    with world.begin() as db:
        _value(db, "B2a")
    for edited in (
        _without_indicator(document, "B2a"),
        _with(document, indicators=[raw for raw in document.indicators if raw["code"] not in ("B2a", "B2b")]),
        _changed_indicator(
            document,
            "B2a",
            measure="count",
            denominator_label=None,
            target_value={"kind": "at_least", "value": 5, "unit": "hộ", "basis": "proposed"},
        ),
    ):
        with pytest.raises(IndicatorHasValues) as refused, world.begin() as db:
            _load(db, edited, text)
        assert refused.value.params["indicators"] == "B2a"
    with world.begin() as db:
        assert _load(db, document, text) == []


@pytest.mark.usefixtures("first")
def test_a_lead_must_be_a_unit_of_the_ward(world: World, document: PlanDocument, text: str) -> None:
    edited = _changed_indicator(document, "A1", lead={"unit": "SKHCN", "basis": "inferred"})
    with pytest.raises(LeadMissing) as refused, world.begin() as db:
        _load(db, edited, text)
    assert refused.value.params == {"indicator": "A1", "unit": "SKHCN"}


@pytest.mark.usefixtures("first")
def test_a_plan_needs_its_ward(world: World, document: PlanDocument, text: str) -> None:
    edited = _with(document, plan={**document.plan.model_dump(), "ward": "99999"})
    with pytest.raises(WardMissing), world.begin() as db:
        _load(db, edited, text)


@pytest.mark.usefixtures("first")
def test_two_wards_can_load_the_same_document(world: World, document: PlanDocument, text: str) -> None:
    plan = {**document.plan.model_dump(), "ward": "11581", "code": "KH-DMST-11581-2026"}
    with world.begin() as db:
        ward = db.scalars(select(Unit).where(Unit.full_code == "11581")).one()
        for code in sorted({str(raw["lead"]["unit"]) for raw in document.indicators}):
            make.unit(db, code, ward)
        other = _with(document, plan=plan)
        assert {change.how for change in _load(db, other, text)} == {"added"}
        assert _load(db, other, text) == [] and _load(db, document, text) == []
        leads = db.scalars(select(Indicator).where(Indicator.unit_key == ward.key)).all()
        assert all(row.lead.full_code.startswith("11581:") for row in leads) and len(leads) == 43
