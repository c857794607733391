"""Puts the indicators of a plan document into the database; never drops one that has values."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from doimoi.access.models import Unit
from doimoi.core.errors import DomainError
from doimoi.core.reviewed import Change, fill
from doimoi.core.vietnamese import fold
from doimoi.indicators import sheets
from doimoi.indicators.models import Indicator, IndicatorValue
from doimoi.indicators.sheets import IndicatorSheet
from doimoi.plan.models import Plan
from doimoi.plan.parts import PlanDocument


class IndicatorHasValues(DomainError):
    """The document drops indicators that values stand on, or measures them otherwise. Params: indicators."""

    status, code = 409, "indicator_has_values"


class LeadMissing(DomainError):
    """An indicator's lead is not among the ward's units. Params: indicator, unit."""

    status, code = 422, "indicator_lead_missing"


def load(db: Session, plan: Plan, document: PlanDocument) -> list[Change]:
    """Write the indicators of a plan; loading the same document again changes nothing."""
    targets = {target.code: target for target in document.targets}
    units = {
        unit.code: unit.id for unit in db.scalars(select(Unit).where(Unit.full_code.like(f"{document.plan.ward}:%")))
    }
    have = {row.code: row for row in db.scalars(select(Indicator).where(Indicator.plan_id == plan.id))}
    changes = []
    for ordinal, sheet in enumerate(sheets.parse(document), start=1):
        if sheet.lead.unit not in units:
            raise LeadMissing(indicator=sheet.code, unit=sheet.lead.unit)
        fields = {**_fields(sheet), "ordinal": ordinal, "clause_code": targets[sheet.target].clause}
        fields["lead_id"] = units[sheet.lead.unit]
        row = have.pop(sheet.code, None)
        if row is not None and row.measure != sheet.measure.value:
            _check_unused(db, [row])
        if row is None:
            db.add(Indicator(unit_id=plan.unit_id, plan_id=plan.id, code=sheet.code, **fields))
            changes.append(Change("indicator", sheet.code, "added", sheet.short_name))
        elif changed := fill(row, fields):
            changes.append(Change("indicator", sheet.code, "changed", ", ".join(changed)))
    changes += _drop(db, list(have.values()))
    db.flush()
    return changes


def _fields(sheet: IndicatorSheet) -> dict[str, object]:
    target = sheet.target_value
    return {
        "target_code": sheet.target,
        "group_code": sheet.group,
        "detail_of": sheet.detail_of,
        "headline": sheet.headline,
        "short_name": sheet.short_name,
        "name": sheet.name,
        "search_key": fold(f"{sheet.code} {sheet.short_name} {sheet.name}"),
        "measure": sheet.measure.value,
        "unit_of_measure": sheet.unit_of_measure,
        "numerator_label": sheet.numerator_label,
        "denominator_label": sheet.denominator_label,
        "target_kind": target.kind.value,
        "target_value": target.value,
        "target_stretch": target.stretch,
        "target_unit": target.unit,
        "target_basis": target.basis.value,
        "steps": [{"code": step.code, "name": step.name} for step in sheet.steps],
        "reporting": sheet.reporting.value,
        "frequency": sheet.frequency.value,
        "direction": sheet.direction.value,
        "decimals": sheet.decimals,
        "definition": sheet.definition,
        "proposed": sheet.proposed,
        "population": sheet.population,
        "register": sheet.register_,
        "source_units": list(sheet.source_units),
        "disaggregation": list(sheet.disaggregation),
        "notes": sheet.notes,
        "lead_basis": sheet.lead.basis.value,
        "lead_clause": sheet.lead.clause,
        "cooperating": list(sheet.cooperating),
    }


def _drop(db: Session, rows: list[Indicator]) -> list[Change]:
    """Remove indicators that the document no longer has, all or none: values are never dropped with them."""
    _check_unused(db, rows)
    for row in rows:
        db.delete(row)
    return [Change("indicator", row.code, "removed", row.short_name) for row in rows]


def _check_unused(db: Session, rows: list[Indicator]) -> None:
    """Refuse to go on when values stand on one of the indicators."""
    ids = [row.id for row in rows]
    used = set(db.scalars(select(IndicatorValue.indicator_id).where(IndicatorValue.indicator_id.in_(ids)).distinct()))
    if used:
        raise IndicatorHasValues(indicators=", ".join(sorted(row.code for row in rows if row.id in used)))
