"""The plan's file: the whole text lies in its clauses, what the text lacks stays a gap, and faults are told."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from doimoi.core.reviewed import FileInvalid
from doimoi.directory import units_file
from doimoi.indicators import sheets
from doimoi.indicators.sheets import IndicatorSheet
from doimoi.plan import parts
from doimoi.plan.parts import Basis, PlanDocument

TEXT_DIGEST = "f945f168a66e0a4e24aad977b4f53607093a81ba5294d3cb4b712ab3e393e27a"


@pytest.fixture(scope="module")
def whole() -> tuple[PlanDocument, str]:
    """The packaged document and its text."""
    return parts.read()


@pytest.fixture(scope="module")
def document(whole: tuple[PlanDocument, str]) -> PlanDocument:
    """The packaged document."""
    return whole[0]


@pytest.fixture(scope="module")
def listed(document: PlanDocument) -> dict[str, IndicatorSheet]:
    """Its indicators by code."""
    return {sheet.code: sheet for sheet in sheets.parse(document)}


def test_the_text_is_the_one_that_was_handed_in_byte_by_byte() -> None:
    assert hashlib.sha256(parts.PACKAGED.with_suffix(".txt").read_bytes()).hexdigest() == TEXT_DIGEST


def test_every_sentence_lies_in_exactly_one_clause(whole: tuple[PlanDocument, str]) -> None:
    document, text = whole
    owner = [(c.code, char) for c in document.clauses for char in "".join(f"{c.marker or ''}{c.text}".split())]
    assert "".join(char for _, char in owner) == "".join(text.split())
    at = 0
    for sentence in re.split(r"\n|(?<=[.;])\s", text):
        length = len("".join(sentence.split()))
        owners = {code for code, _ in owner[at : at + length]}
        assert len(owners) == (1 if length else 0), sentence
        at += length
    assert at == len(owner)


def test_the_counts_of_the_plan(document: PlanDocument) -> None:
    assert (len(document.targets), len(document.tasks), len(document.duties)) == (26, 18, 30)
    assert (len(document.legal_bases), len(document.intentions), len(document.groups)) == (6, 7, 5)
    assert (len(document.funding_principles), len(document.funding_sources), len(document.recipients)) == (4, 3, 8)
    for listed, kind in (
        (document.targets, "target"),
        (document.tasks, "task"),
        (document.duties, "duty"),
        (document.recipients, "recipient"),
        (document.funding_principles, "funding_principle"),
        (document.funding_sources, "funding_source"),
    ):
        of_kind = [clause.code for clause in document.clauses if clause.kind == kind]
        assert [part.clause for part in listed] == of_kind


def test_what_the_text_lacks_stays_lacking(document: PlanDocument) -> None:
    assert document.plan.number is None and document.plan.issued_on is None
    gaps = {gap.code: gap.clause for gap in document.gaps}
    assert gaps.keys() >= {"number", "issue_day", "section_iv", "group_v3", "annex", "yearly_targets", "baselines"}
    codes = {clause.code for clause in document.clauses}
    assert not [code for code in codes if code.split(".")[0] == "IV" or code.startswith("V.3")]
    assert {"III", "V", "V.2", "V.4"} <= codes


def test_typing_errors_stay_in_the_text_and_are_put_right_beside_it(document: PlanDocument) -> None:
    by_code = {clause.code: clause for clause in document.clauses}
    for code, wrong, right in (
        ("NN.8", "VHXX", "VHXH"),
        ("III.2.e.2", "phân đấu", "phấn đấu"),
        ("VII.2.2", "chuyên đổi số", "chuyển đổi số"),
        ("VII.7.3", "chuyên đổi số", "chuyển đổi số"),
        ("V.1.1", "KH-CN & Đ-MST", "KH-CN & ĐMST"),
        ("V.2", "Đ-MST", "ĐMST"),
        ("V.2.2", "KNST, Đ-MST", "KNST, ĐMST"),
        ("V.2.6", "doanh nghiệp\n\nKNST", "doanh nghiệp KNST"),
    ):
        clause = by_code[code]
        assert clause.normalised is not None
        assert wrong in clause.text and right not in clause.text
        assert right in clause.normalised and wrong not in clause.normalised
    for clause in document.clauses:
        assert not re.search("VHXX|phân đấu|chuyên đổi|Đ-MST", clause.normalised or clause.text), clause.code
        assert clause.normalised != clause.text


def test_a_stated_lead_is_named_in_the_clause_that_states_it(
    document: PlanDocument, listed: dict[str, IndicatorSheet]
) -> None:
    duties = {duty.clause: duty.units for duty in document.duties}
    stated = [(t.code, t.lead, t.lead_clause) for t in document.tasks if t.lead_basis is Basis.STATED]
    stated += [(s.code, s.lead.unit, s.lead.clause) for s in listed.values() if s.lead.basis is Basis.STATED]
    assert len(stated) > 6
    for code, unit, clause in stated:
        assert clause is not None and unit in duties[clause], code


def test_every_target_has_an_indicator_with_a_short_name(
    document: PlanDocument, listed: dict[str, IndicatorSheet]
) -> None:
    assert {sheet.target for sheet in listed.values() if sheet.headline} == {t.code for t in document.targets}
    names = [sheet.short_name for sheet in listed.values()]
    assert all(len(name) <= 44 for name in names) and len(set(names)) == len(names)
    assert {"B2a", "B2h", "C1a", "C1b", "C1c", "D2a", "D2b", "D2c"} <= listed.keys()


@pytest.mark.parametrize(
    ("code", "kind", "value"),
    [
        ("A4", "above", 95),
        ("B3", "at_least", 40),
        ("C3", "at_least", 1),
        ("D3", "zero", None),
        ("E2", "per_year_at_least", 1),
    ],
)
def test_numbers_that_the_plan_states(
    listed: dict[str, IndicatorSheet], code: str, kind: str, value: int | None
) -> None:
    target = listed[code].target_value
    assert (target.kind, target.value, target.basis) == (kind, value, "stated")


def test_every_body_of_the_plan_is_a_unit_or_a_family_of_units(document: PlanDocument) -> None:
    given = units_file.read()
    units = {unit.code for unit in given.units if unit.parent in ("31", "11602") or unit.level == "team"}
    families = {family.code for family in given.families}
    for body in document.bodies:
        assert body.code in (families if body.many else units), body.code


Edit = Callable[[dict[str, Any]], object]


def _spoilt(tmp_path: Path, edit: Edit, text: str | None = None) -> str:
    """The faults told about the packaged document after an edit."""
    raw = yaml.safe_load(parts.PACKAGED.read_text(encoding="utf-8"))
    edit(raw)
    path = tmp_path / "plan.yaml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    packaged = parts.PACKAGED.with_suffix(".txt").read_text(encoding="utf-8")
    path.with_suffix(".txt").write_text(packaged if text is None else text, encoding="utf-8")
    with pytest.raises(FileInvalid) as refused:
        document, _ = parts.read(path)
        sheets.parse(document)
    return str(refused.value.params["faults"])


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (lambda d: d["targets"][0].update(clause="III.2.z.1"), "targets A1: no clause III.2.z.1"),
        (lambda d: d["targets"][1].update(code="A1"), "targets: A1 stands 2 times"),
        (lambda d: d["targets"][0].update(group="f"), "targets A1: no group f"),
        (lambda d: d["tasks"][0].update(lead="NOBODY"), "tasks NV1.1: no body NOBODY"),
        (lambda d: d["tasks"][0].update(targets=["Z9"]), "tasks NV1.1: no target Z9"),
        (lambda d: d["tasks"][3].update(lead_clause=None), "tasks NV2.1: a stated lead needs the clause"),
        (lambda d: d["duties"][0].update(units=[]), "duties.0.units"),
        (lambda d: d["gaps"][0].update(clause="VIII"), "gaps number: no clause VIII"),
        (lambda d: d["plan"].update(colour="red"), "plan.colour"),
        (lambda d: d["plan"].update(last_year=2025), "last_year lies before first_year"),
        (lambda d: d["groups"][0].update(short_name="x" * 45), "groups.0.short_name"),
        (lambda d: d["clauses"].pop(4), "clause I.1 parts from the text at 'I.CĂNCỨ"),
        (
            lambda d: (d["clauses"].pop(), d["plan"]["signer"].update(clause="KY.3")),
            "no clause holds the end of the text",
        ),
        (lambda d: d["clauses"].insert(9, {**d["clauses"][8], "code": "I.9"}), "clause I.9 parts from the text"),
        (
            lambda d: d["clauses"].append({"code": "KY.5", "kind": "signature", "text": "x"}),
            "clause KY.5 stands behind",
        ),
    ],
)
def test_faults_of_the_plan_are_told(tmp_path: Path, edit: Edit, fault: str) -> None:
    assert fault in _spoilt(tmp_path, edit)


def _sheet(code: str, /, **fields: Any) -> Edit:
    def edit(raw: dict[str, Any]) -> None:
        next(sheet for sheet in raw["indicators"] if sheet["code"] == code).update(fields)

    return edit


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (_sheet("A1", short_name="x" * 45), "indicators A1.short_name"),
        (_sheet("A1", numerator_label=None), "A1: a ratio needs numerator_label and denominator_label"),
        (_sheet("A1", code="A4"), "A4 stands 2 times"),
        (_sheet("A1", group="b"), "A1: no target A1 in group b"),
        (_sheet("A1", headline=False), "target A1 has no headline"),
        (_sheet("B2a", detail_of="B9"), "B2a: no indicator B9 to be a detail of"),
        (_sheet("B2a", headline=True), "B2a: a headline is no detail"),
        (_sheet("A1", reporting="month"), "A1: nothing is reported by month"),
        (_sheet("A1", lead={"unit": "XYZ", "basis": "inferred"}), "A1: no body XYZ"),
        (_sheet("A1", lead={"unit": "TDP", "basis": "inferred"}), "A1: TDP is not one unit and cannot lead"),
        (_sheet("A1", lead={"unit": "VP", "basis": "stated"}), "A1: a stated lead needs the clause"),
        (_sheet("A1", source_units=["XYZ"]), "A1: no body XYZ"),
        (_sheet("B5", steps=[]), "B5: steps are for milestones and levels"),
        (_sheet("C3", denominator_label="x"), "C3: a count has no denominator"),
        (_sheet("A1", target_value={"kind": "zero", "value": None, "unit": "%", "basis": "stated"}), "cannot be asked"),
        (
            _sheet("A1", target_value={"kind": "at_least", "value": 101, "unit": "%", "basis": "stated"}),
            "A1: the target must lie from 0 to 100",
        ),
        (
            _sheet("A1", target_value={"kind": "at_least", "value": None, "unit": "%", "basis": "stated"}),
            "a target has a value exactly when its basis is not unset",
        ),
        (
            _sheet("B5", target_value={"kind": "milestones", "value": 9, "unit": "mốc", "basis": "proposed"}),
            "B5: the target must lie from 0 to 4",
        ),
        (
            _sheet("D3", target_value={"kind": "zero", "value": 2, "unit": "sự cố", "basis": "stated"}),
            "D3: zero needs no other value",
        ),
        (
            _sheet("E2", target_value={"kind": "at_least", "value": 2, "stretch": 1, "unit": "x", "basis": "stated"}),
            "E2: stretch lies beyond the value",
        ),
    ],
)
def test_faults_of_the_sheets_are_told(tmp_path: Path, edit: Edit, fault: str) -> None:
    assert fault in _spoilt(tmp_path, edit)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    def edit(raw: dict[str, Any]) -> None:
        raw["targets"][0].update(clause="X.1")
        raw["tasks"][0].update(lead="NOBODY")

    faults = _spoilt(tmp_path, edit)
    assert "no clause X.1" in faults and "no body NOBODY" in faults


def test_a_key_said_twice_and_a_missing_text_are_refused(tmp_path: Path) -> None:
    packaged = parts.PACKAGED.read_text(encoding="utf-8")
    path = tmp_path / "plan.yaml"
    path.write_text(packaged, encoding="utf-8")
    with pytest.raises(FileInvalid) as refused:
        parts.read(path)
    assert "plan.txt" in str(refused.value.params["faults"])
    path.write_text(packaged + "\ntasks: []\n", encoding="utf-8")
    with pytest.raises(FileInvalid) as refused:
        parts.read(path)
    assert "'tasks' is said 2 times" in str(refused.value.params["faults"])
