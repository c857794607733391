"""Names for the ids that stand in the trail: one query for each kind of thing on a page, however long it is."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from doimoi.access.models import Account, ApiKey, Membership, Unit
from doimoi.audit.rules import ObjectKind
from doimoi.indicators.models import Indicator, IndicatorValue
from doimoi.plan.models import Period, Plan


@dataclass(frozen=True, slots=True)
class Named:
    """A thing by its code, as people write it, and its name."""

    code: str | None
    name: str | None

    def __str__(self) -> str:
        """The shortest that tells it."""
        return self.name or self.code or ""


Names = dict[str, Named]
Namer = Callable[[Session, set[uuid.UUID]], Names]


def _accounts(db: Session, ids: set[uuid.UUID]) -> Names:
    return {str(a.id): Named(a.username, a.display_name) for a in _rows(db, Account, ids)}


def _units(db: Session, ids: set[uuid.UUID]) -> Names:
    return {str(u.id): Named(u.full_code, u.short_name) for u in _rows(db, Unit, ids)}


def _memberships(db: Session, ids: set[uuid.UUID]) -> Names:
    query = select(Membership).where(Membership.id.in_(ids)).options(joinedload(Membership.account))
    return {str(m.id): Named(m.account.username, m.account.display_name) for m in db.scalars(query) if m.account}


def _keys(db: Session, ids: set[uuid.UUID]) -> Names:
    return {str(k.id): Named(None, k.name) for k in _rows(db, ApiKey, ids)}


def _plans(db: Session, ids: set[uuid.UUID]) -> Names:
    return {str(p.id): Named(p.code, p.title) for p in _rows(db, Plan, ids)}


def _periods(db: Session, ids: set[uuid.UUID]) -> Names:
    return {str(p.id): Named(p.code, p.label) for p in _rows(db, Period, ids)}


def _indicators(db: Session, ids: set[uuid.UUID]) -> Names:
    return {str(i.id): Named(i.code, i.short_name) for i in _rows(db, Indicator, ids)}


def _values(db: Session, ids: set[uuid.UUID]) -> Names:
    query = select(IndicatorValue).where(IndicatorValue.id.in_(ids))
    whole = query.options(joinedload(IndicatorValue.indicator), joinedload(IndicatorValue.period))
    return {
        str(v.id): Named(f"{v.indicator.code} · {v.period.code}", v.indicator.short_name) for v in db.scalars(whole)
    }


def _rows(db: Session, kind: Any, ids: set[uuid.UUID]) -> Iterable[Any]:
    return db.scalars(select(kind).where(kind.id.in_(ids)))


OBJECTS: Final[Mapping[ObjectKind, Namer]] = {
    ObjectKind.UNIT: _units,
    ObjectKind.ACCOUNT: _accounts,
    ObjectKind.MEMBERSHIP: _memberships,
    ObjectKind.CREDENTIAL: _accounts,
    ObjectKind.API_KEY: _keys,
    ObjectKind.PLAN: _plans,
    ObjectKind.PERIOD: _periods,
    ObjectKind.INDICATOR: _indicators,
    ObjectKind.INDICATOR_VALUE: _values,
}
"""How each kind of thing is named; a sign-in is named by its owner."""

LINKS: Final[Mapping[str, ObjectKind]] = {
    "unit_id": ObjectKind.UNIT,
    "parent_id": ObjectKind.UNIT,
    "lead_id": ObjectKind.UNIT,
    "account_id": ObjectKind.ACCOUNT,
    "plan_id": ObjectKind.PLAN,
    "period_id": ObjectKind.PERIOD,
    "indicator_id": ObjectKind.INDICATOR,
    "replaced_by": ObjectKind.API_KEY,
}
"""Fields that hold the id of another thing."""


def name_all(db: Session, wanted: Iterable[tuple[ObjectKind, str]]) -> dict[tuple[ObjectKind, str], Named]:
    """The names of things within the caller's sight; what is not there or beyond it is left out."""
    ids: dict[ObjectKind, set[uuid.UUID]] = {}
    for kind, ident in wanted:
        ids.setdefault(kind, set()).add(uuid.UUID(ident))
    return {
        (kind, ident): named
        for kind, some in ids.items()
        if kind in OBJECTS
        for ident, named in OBJECTS[kind](db, some).items()
    }
