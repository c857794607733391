"""Puts a plan document into the database: says what changes, does it once, and never drops what has data."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from doimoi.access.models import Unit
from doimoi.core.errors import DomainError
from doimoi.core.reviewed import Change, fill
from doimoi.plan import periods
from doimoi.plan.models import Clause, Period, Plan
from doimoi.plan.parts import PlanDocument

_PARTS = (
    "bodies",
    "legal_bases",
    "intentions",
    "groups",
    "targets",
    "tasks",
    "duties",
    "funding_principles",
    "funding_sources",
    "recipients",
    "overlaps",
)


class WardMissing(DomainError):
    """The plan's ward is not among the units. Params: ward."""

    status, code = 422, "plan_ward_missing"


def load(
    db: Session, document: PlanDocument, source_text: str, issued_on: date, first_half_ends: date
) -> tuple[Plan, list[Change]]:
    """Write the plan, its clauses and its periods; loading the same document again changes nothing.

    `issued_on` stands in for the day that the text lacks (the plan keeps saying that it is assumed);
    `first_half_ends` is the last day of the first half-year period, 14/6 or 14/12 of the first year.
    """
    ward = db.scalars(select(Unit).where(Unit.full_code == document.plan.ward)).one_or_none()
    if ward is None:
        raise WardMissing(ward=document.plan.ward)
    plan, changes = _load_head(db, ward, document, source_text, issued_on)
    changes += _load_clauses(db, ward, plan, document)
    changes += _load_periods(db, ward, plan, first_half_ends)
    return plan, changes


def _load_head(
    db: Session, ward: Unit, document: PlanDocument, source_text: str, issued_on: date
) -> tuple[Plan, list[Change]]:
    head = document.plan
    whole = document.model_dump(mode="json")
    fields = {
        "kind": head.kind,
        "title": head.title,
        "number": head.number,
        "issued_on": head.issued_on,
        "issued_note": head.issued_note,
        "issued_on_assumed": head.issued_on or issued_on,
        "first_year": head.first_year,
        "last_year": head.last_year,
        "gaps": whole["gaps"],
        "parts": {name: whole[name] for name in (*_PARTS, "general_objective")} | {"signer": whole["plan"]["signer"]},
        "source_text": source_text,
        "digest": hashlib.sha256(source_text.encode()).hexdigest(),
    }
    plan = db.scalars(select(Plan).where(Plan.code == head.code)).one_or_none()
    if plan is None:
        plan = Plan(unit_id=ward.id, code=head.code, **fields)
        db.add(plan)
        db.flush()
        return plan, [Change("plan", head.code, "added", head.title)]
    changed = fill(plan, fields)
    db.flush()
    return plan, [Change("plan", head.code, "changed", ", ".join(changed))] if changed else []


def _load_clauses(db: Session, ward: Unit, plan: Plan, document: PlanDocument) -> list[Change]:
    have = {clause.code: clause for clause in db.scalars(select(Clause).where(Clause.plan_id == plan.id))}
    changes = []
    for ordinal, clause in enumerate(document.clauses, start=1):
        fields = {
            "ordinal": ordinal,
            "kind": str(clause.kind),
            "marker": clause.marker,
            "text": clause.text,
            "normalised": clause.normalised,
        }
        row = have.pop(clause.code, None)
        if row is None:
            db.add(Clause(unit_id=ward.id, plan_id=plan.id, code=clause.code, **fields))
            changes.append(Change("clause", clause.code, "added", clause.text[:60]))
        elif changed := fill(row, fields):
            changes.append(Change("clause", clause.code, "changed", ", ".join(changed)))
    changes += _remove(db, "clause", have.values())
    db.flush()
    return changes


def _remove(db: Session, what: str, rows: Iterable[Any]) -> list[Change]:
    gone = list(rows)
    for row in gone:
        db.delete(row)
    return [Change(what, row.code, "removed") for row in gone]


def _load_periods(db: Session, ward: Unit, plan: Plan, first_half_ends: date) -> list[Change]:
    """Add the periods that are missing. Days of a period that stands are never changed by loading: values lean on
    them, and the ward may have moved them."""
    have = {period.code for period in db.scalars(select(Period).where(Period.plan_id == plan.id))}
    changes = []
    for span in periods.calendar(plan.issued_on_assumed, first_half_ends, plan.last_year):
        if span.code in have:
            continue
        db.add(
            Period(
                unit_id=ward.id,
                plan_id=plan.id,
                code=span.code,
                kind=span.kind.value,
                label=span.label_vi,
                first_day=span.first_day,
                last_day=span.last_day,
                entry_due_on=span.entry_due_on,
            )
        )
        changes.append(Change("period", span.code, "added", f"{span.first_day:%d/%m/%Y} - {span.last_day:%d/%m/%Y}"))
    db.flush()
    return changes
