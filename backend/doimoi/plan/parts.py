"""The plan as a reviewed file: its shape, what must agree inside it, and how it is read together with its text.

The file says what the text says and marks what the text does not say; it never fills a gap. Indicators stay raw
mappings here, because their sheets belong to a feature above this one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from doimoi.core import reviewed
from doimoi.core.fields import Code, Line, Prose
from doimoi.core.reviewed import FileInvalid

Verbatim = Annotated[str, Field(min_length=1, max_length=8000)]
"""Words of the text exactly as they stand there, mistypings and line breaks included."""


class ClauseKind(StrEnum):
    """What a clause is in the text."""

    HEAD = "head"
    HEADING = "heading"
    BASIS = "basis"
    PARAGRAPH = "paragraph"
    TARGET = "target"
    TASK = "task"
    DUTY = "duty"
    FUNDING_PRINCIPLE = "funding_principle"
    FUNDING_SOURCE = "funding_source"
    CLOSING = "closing"
    RECIPIENT = "recipient"
    SIGNATURE = "signature"


class Basis(StrEnum):
    """Whether the text says so itself, or it was inferred and the ward has still to confirm it."""

    STATED = "stated"
    INFERRED = "inferred"


class DutyRole(StrEnum):
    """How a duty is laid upon a unit."""

    LEAD = "lead"
    COOPERATE = "cooperate"
    ASKED = "asked"
    DIRECT = "direct"


class OverlapKind(StrEnum):
    """How clauses that say nearly the same lie to each other."""

    PART = "part"  # the first is part of the second
    ALIKE = "alike"


class Part(BaseModel):
    """Anything in the document: unknown fields are refused, nothing changes after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Signer(Part):
    """Who signs, as the text writes it."""

    on_behalf: Line
    in_place_of: Line
    position: Line
    name: Line
    clause: Code


class PlanHead(Part):
    """What the plan is. `number` and `issued_on` stay empty as long as the text lacks them."""

    code: Code
    ward: Code
    kind: Line
    title: Line
    number: Line | None
    issued_on: date | None
    issued_note: Prose | None
    first_year: Annotated[int, Field(ge=2000, le=2199)]
    last_year: Annotated[int, Field(ge=2000, le=2199)]
    signer: Signer


class Gap(Part):
    """Something the text lacks, where that is seen, and how it is told on screen."""

    code: Code
    vi: Prose
    clause: Code


class Clause(Part):
    """A piece of the text. `normalised` stands only where a typing error is put right."""

    code: Code
    kind: ClauseKind
    marker: Annotated[str, Field(min_length=1, max_length=8)] | None = None
    text: Verbatim
    normalised: Verbatim | None = None


class Body(Part):
    """A unit that the document speaks of. `many`: a family of units whose number the text does not give.

    `clause` is where the text names it, none where it was added by inference.
    """

    code: Code
    name: Line
    clause: Code | None
    many: bool = False


class LegalBasis(Part):
    """A document or a fact that the plan rests on. A note tells where another source writes it otherwise."""

    code: Code
    clause: Code
    name: Prose
    number: Line | None
    issued_on: date | None
    issuer: Line | None
    note: Prose | None = None


class Intention(Part):
    """A purpose (`MD`) or a requirement (`YC`) of section II."""

    code: Code
    clause: Code


class Group(Part):
    """A group of targets."""

    code: Code
    clause: Code
    name: Line
    short_name: Annotated[Line, Field(max_length=44)]


class Target(Part):
    """One bullet of the targets; its indicators say how it is measured."""

    code: Code
    clause: Code
    group: Code


class Task(Part):
    """One bullet of the tasks, who leads it, and which targets it serves."""

    code: Code
    clause: Code
    lead: Code
    lead_basis: Basis
    lead_clause: Code | None
    cooperating: tuple[Code, ...]
    targets: tuple[Code, ...]


class Duty(Part):
    """One bullet of what a unit has to do."""

    code: Code
    clause: Code
    units: Annotated[tuple[Code, ...], Field(min_length=1)]
    role: DutyRole


class Funding(Part):
    """A principle or a source of money. The text gives no amounts."""

    code: Code
    clause: Code


class Recipient(Part):
    """A line of the list of recipients, and the units it means."""

    code: Code
    clause: Code
    units: Annotated[tuple[Code, ...], Field(min_length=1)]


class Overlap(Part):
    """Clauses that must not be counted twice."""

    clauses: Annotated[tuple[Code, ...], Field(min_length=2)]
    relation: OverlapKind
    note: Prose


class PlanDocument(Part):
    """The whole plan as data. Whatever refers to a clause, a unit, a group or a target refers to one that is here."""

    plan: PlanHead
    gaps: tuple[Gap, ...]
    clauses: tuple[Clause, ...]
    bodies: tuple[Body, ...]
    legal_bases: tuple[LegalBasis, ...]
    intentions: tuple[Intention, ...]
    general_objective: Code
    groups: tuple[Group, ...]
    targets: tuple[Target, ...]
    tasks: tuple[Task, ...]
    duties: tuple[Duty, ...]
    funding_principles: tuple[Funding, ...]
    funding_sources: tuple[Funding, ...]
    recipients: tuple[Recipient, ...]
    overlaps: tuple[Overlap, ...]
    indicators: tuple[dict[str, Any], ...]

    @model_validator(mode="after")
    def _agrees(self) -> "PlanDocument":
        faults = [*_twice(self), *_unknown(self), *_unsaid_leads(self)]
        if self.plan.last_year < self.plan.first_year:
            faults.append("plan: last_year lies before first_year")
        if faults:
            raise ValueError("\n".join(faults))
        return self


PACKAGED = Path(__file__).parent / "data" / "hong-an-2026.yaml"
"""The plan of phường Hồng An for 2026-2030."""


def read(path: Path = PACKAGED) -> tuple[PlanDocument, str]:
    """The document and the text beside it (same name, `.txt`); `FileInvalid` with every fault found."""
    document = reviewed.read(path, PlanDocument)
    try:
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileInvalid([str(error)]) from error
    if fault := uncovered(document.clauses, text):
        raise FileInvalid([fault])
    return document, text


def uncovered(clauses: Iterable[Clause], text: str) -> str | None:
    """Where the clauses, read one after the other, first part from the text; None when every character of it that is
    not blank lies in exactly one clause, in order."""
    given = [
        (char, clause.code) for clause in clauses for char in "".join(f"{clause.marker or ''}{clause.text}".split())
    ]
    wanted = "".join(text.split())
    for at, char in enumerate(wanted):
        if at == len(given):
            return f"no clause holds the end of the text: {wanted[at : at + 40]!r}"
        if given[at][0] != char:
            return f"clause {given[at][1]} parts from the text at {wanted[at : at + 40]!r}"
    return f"clause {given[len(wanted)][1]} stands behind the end of the text" if len(given) > len(wanted) else None


def _coded(document: PlanDocument) -> dict[str, tuple[Any, ...]]:
    names = [name for name in PlanDocument.model_fields if name not in ("plan", "general_objective", "overlaps")]
    return {name: getattr(document, name) for name in names if name != "indicators"}


def _twice(document: PlanDocument) -> Iterator[str]:
    """Codes used more than once in a list."""
    for name, parts in _coded(document).items():
        for code, times in Counter(part.code for part in parts).items():
            if times > 1:
                yield f"{name}: {code} stands {times} times"


def _unknown(document: PlanDocument) -> Iterator[str]:
    """References that lead nowhere."""
    clauses = {clause.code for clause in document.clauses}
    bodies = {body.code for body in document.bodies}
    groups = {group.code for group in document.groups}
    targets = {target.code for target in document.targets}
    for where, clause in _clause_references(document):
        if clause not in clauses:
            yield f"{where}: no clause {clause}"
    for where, unit in _unit_references(document):
        if unit not in bodies:
            yield f"{where}: no body {unit}"
    for target in document.targets:
        if target.group not in groups:
            yield f"targets {target.code}: no group {target.group}"
    for task in document.tasks:
        yield from (f"tasks {task.code}: no target {code}" for code in task.targets if code not in targets)


def _clause_references(document: PlanDocument) -> Iterator[tuple[str, str]]:
    yield "plan signer", document.plan.signer.clause
    yield "general_objective", document.general_objective
    for name, parts in _coded(document).items():
        for part in parts:
            for field in ("clause", "lead_clause"):
                if (clause := getattr(part, field, None)) is not None:
                    yield f"{name} {part.code}", clause
    for overlap in document.overlaps:
        yield from (("overlaps", clause) for clause in overlap.clauses)


def _unit_references(document: PlanDocument) -> Iterator[tuple[str, str]]:
    for task in document.tasks:
        yield from ((f"tasks {task.code}", unit) for unit in (task.lead, *task.cooperating))
    for duty in document.duties:
        yield from ((f"duties {duty.code}", unit) for unit in duty.units)
    for recipient in document.recipients:
        yield from ((f"recipients {recipient.code}", unit) for unit in recipient.units)


def _unsaid_leads(document: PlanDocument) -> Iterator[str]:
    """A lead that the text states has a clause that states it; an inferred one may point to what suggests it."""
    for task in document.tasks:
        if task.lead_basis is Basis.STATED and task.lead_clause is None:
            yield f"tasks {task.code}: a stated lead needs the clause that states it"
