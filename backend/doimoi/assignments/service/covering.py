"""Which clauses of a plan are measured, assigned, or left with a reason."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from doimoi.access.models import Unit
from doimoi.access.rules import Act, Actor
from doimoi.assignments.coverage import DEMANDING, coverage
from doimoi.assignments.models import Assignment
from doimoi.assignments.rules import AssignmentState
from doimoi.assignments.schemas import CoverageLine, CoverageOut
from doimoi.core.db import find
from doimoi.core.errors import NotAllowed
from doimoi.indicators.models import Indicator
from doimoi.indicators.schemas import ClauseRef
from doimoi.plan.models import Clause
from doimoi.plan.service import plan_by_code


def covered(db: Session, actor: Actor, code: str) -> CoverageOut:
    """The plan's demanding clauses, for who sees the whole ward: to others most of it would seem missing.

    A cancelled assignment covers nothing; why it was cancelled is the recorded reason.
    """
    plan = plan_by_code(db, code)
    if not actor.may(Act.ASSIGNMENT_CREATE, find(db, Unit, plan.unit_id).key):
        raise NotAllowed
    clauses = db.scalars(select(Clause).where(Clause.plan_id == plan.id, Clause.kind.in_(DEMANDING))).all()
    measured = db.execute(select(Indicator.clause_code, Indicator.code).where(Indicator.plan_id == plan.id))
    given = db.execute(
        select(Assignment.clause_code, Assignment.code, Assignment.state, Assignment.state_reason)
        .where(Assignment.plan_id == plan.id, Assignment.clause_code.is_not(None))
        .order_by(Assignment.number)
    ).all()
    texts = {c.code: " ".join((c.normalised or c.text).split()) for c in clauses}
    lines = coverage(
        [(c.code, c.kind) for c in sorted(clauses, key=lambda c: c.ordinal)],
        measured.all(),
        [(clause or "", number) for clause, number, state, _ in given if state != AssignmentState.CANCELLED],
        {clause or "": reason for clause, _, state, reason in given if state == AssignmentState.CANCELLED and reason},
    )
    return CoverageOut(
        demanding=len(lines),
        missing=sum(line.missing for line in lines),
        lines=[
            CoverageLine(
                clause=ClauseRef(code=line.clause, text=texts[line.clause]),
                indicators=list(line.indicators),
                assignments=list(line.assignments),
                reason=line.reason,
            )
            for line in lines
        ],
    )
