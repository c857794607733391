"""Names for the ids that stand in the trail: one query for each kind of thing on a page, however long it is."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import null, select
from sqlalchemy.orm import Session, joinedload

from doimoi.access.models import Account, ApiKey, Membership, Unit
from doimoi.assignments.models import Assignment, AssignmentDifficulty, AssignmentExtension, AssignmentUnit
from doimoi.audit.rules import ObjectKind
from doimoi.evidence.models import Evidence
from doimoi.indicators.models import Indicator, IndicatorComment, IndicatorPath, IndicatorValue, ValueEvidence
from doimoi.plan.models import Period, Plan
from doimoi.surveys.models import SurveyReview, SurveyRound


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


def _of(kind: Any, link: Any, owner: Any, code: Any, name: Any) -> Namer:
    """Things that have no name of their own and are named by what they belong to."""

    def names(db: Session, ids: set[uuid.UUID]) -> Names:
        query = select(kind.id, code, name).join(owner, owner.id == link).where(kind.id.in_(ids))
        return {str(ident): Named(code, name) for ident, code, name in db.execute(query)}

    return names


def _of_indicator(kind: Any) -> Namer:
    return _of(kind, kind.indicator_id, Indicator, Indicator.code, Indicator.short_name)


def _of_assignment(kind: Any) -> Namer:
    return _of(kind, kind.assignment_id, Assignment, Assignment.code, Assignment.title)


def _assignments(db: Session, ids: set[uuid.UUID]) -> Names:
    return {str(a.id): Named(a.code, a.title) for a in _rows(db, Assignment, ids)}


def _evidence(db: Session, ids: set[uuid.UUID]) -> Names:
    return {str(e.id): Named(None, e.filename) for e in _rows(db, Evidence, ids)}


def _rounds(db: Session, ids: set[uuid.UUID]) -> Names:
    return {str(r.id): Named(None, r.title) for r in _rows(db, SurveyRound, ids)}


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
    ObjectKind.INDICATOR_PATH: _of_indicator(IndicatorPath),
    ObjectKind.INDICATOR_COMMENT: _of_indicator(IndicatorComment),
    ObjectKind.INDICATOR_VALUE: _values,
    ObjectKind.VALUE_EVIDENCE: _of(ValueEvidence, ValueEvidence.evidence_id, Evidence, null(), Evidence.filename),
    ObjectKind.EVIDENCE: _evidence,
    ObjectKind.SURVEY_ROUND: _rounds,
    ObjectKind.SURVEY_REVIEW: _of(SurveyReview, SurveyReview.round_id, SurveyRound, null(), SurveyRound.title),
    ObjectKind.ASSIGNMENT: _assignments,
    ObjectKind.ASSIGNMENT_UNIT: _of_assignment(AssignmentUnit),
    ObjectKind.ASSIGNMENT_EXTENSION: _of_assignment(AssignmentExtension),
    ObjectKind.ASSIGNMENT_DIFFICULTY: _of_assignment(AssignmentDifficulty),
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
    "value_id": ObjectKind.INDICATOR_VALUE,
    "evidence_id": ObjectKind.EVIDENCE,
    "round_id": ObjectKind.SURVEY_ROUND,
    "assignment_id": ObjectKind.ASSIGNMENT,
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
