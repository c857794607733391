"""Valid rows by default; a test says only what it is about. People of tests bear no real names."""

import hashlib
import itertools
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from doimoi.access import tokens
from doimoi.access.models import Account, ApiKey, Membership, SignIn, Unit
from doimoi.access.rules import Role, Scope
from doimoi.assignments.models import Assignment, AssignmentUnit
from doimoi.core import clock
from doimoi.core.files import Files
from doimoi.core.vietnamese import fold
from doimoi.evidence.models import Evidence
from doimoi.indicators.models import Indicator, IndicatorValue
from doimoi.plan.models import Clause, Period, Plan
from doimoi.plan.periods import calendar
from doimoi.plan.service import ward_of

_numbers = itertools.count(1)
SINCE = date(2025, 7, 1)


@dataclass(frozen=True)
class Person:
    """Someone signed in."""

    account_id: uuid.UUID
    sign_in_id: uuid.UUID
    name: str
    username: str


def unit(
    db: Session, code: str, parent: Unit | None = None, *, level: str | None = None, name: str | None = None
) -> Unit:
    """A unit below `parent`; the level follows from the parent's unless said."""
    below = {None: "city", "city": "ward", "ward": "unit", "unit": "team", "agency": "unit"}
    row = Unit(
        code=code,
        full_code="",
        name=name or f"Đơn vị {code}",
        short_name=code,
        level=level or below[parent.level if parent else None],
        kind="test",
        parent_id=parent.id if parent else None,
        search_key=fold(name or code),
        valid_from=SINCE,
    )
    db.add(row)
    db.flush()
    db.refresh(row)
    return row


def city(db: Session) -> Unit:
    """Hải Phòng, once per database."""
    found = db.scalars(select(Unit).where(Unit.full_code == "31")).one_or_none()
    return found or unit(db, "31", name="Thành phố Hải Phòng")


def ward(db: Session, code: str = "11602") -> Unit:
    """A ward of the city, once per database and code."""
    found = db.scalars(select(Unit).where(Unit.full_code == code)).one_or_none()
    return found or unit(db, code, city(db), level="ward", name=f"Phường mẫu {code}")


def unit_of(db: Session, full_code: str) -> Unit:
    """The unit with this full code, which must be there."""
    return db.scalars(select(Unit).where(Unit.full_code == full_code)).one()


def person(db: Session, at: Unit, role: Role | str | None = Role.OFFICER, *, since: date = SINCE) -> Person:
    """A person with one role in a unit, signed in."""
    number = next(_numbers)
    account = Account(
        unit_id=at.id,
        username=f"nguoi.mau{number}",
        display_name=f"Người Mẫu {number}",
        search_key=f"nguoi mau {number}",
    )
    db.add(account)
    db.flush()
    if role is not None:
        give(db, account.id, at, role, since=since)
    return Person(account.id, sign_in(db, account.id), account.display_name, account.username)


def give(db: Session, account_id: uuid.UUID, at: Unit, role: Role | str, *, since: date = SINCE) -> None:
    """One more role for somebody."""
    db.add(Membership(account_id=account_id, unit_id=at.id, role=Role(role).value, valid_from=since))
    db.flush()


def sign_in(db: Session, account_id: uuid.UUID) -> uuid.UUID:
    """A signed-in browser of somebody."""
    ident = uuid7()
    db.add(
        SignIn(
            id=ident,
            account_id=account_id,
            expires_at=func.now() + timedelta(hours=12),
            user_agent="test",
            refresh_hash=tokens.digest(tokens.make_secret()),
        )
    )
    db.flush()
    return ident


def key(db: Session, at: Unit, *scopes: Scope) -> str:
    """An API key of a unit, as its tool holds it."""
    secret = tokens.make_key()
    db.add(
        ApiKey(
            unit_id=at.id,
            name=f"Khóa mẫu {next(_numbers)}",
            hash=tokens.digest(secret),
            last4=secret[-4:],
            scopes=[s.value for s in scopes or (Scope.VALUES_READ,)],
            created_by="Người Mẫu",
            expires_at=func.now() + timedelta(days=30),
        )
    )
    db.flush()
    return secret


def plan(db: Session, ward: Unit) -> Plan:
    """A small plan of a ward that began long ago: groups a and b, and every period since the first half of 2026."""
    row = Plan(
        unit_id=ward.id,
        code=f"KH-{ward.code}",
        kind="test",
        title="Kế hoạch mẫu",
        issued_on_assumed=date(2026, 5, 4),
        first_year=2026,
        last_year=2030,
        gaps=[],
        parts={"groups": [{"code": c, "name": f"Nhóm {c}", "short_name": f"Nhóm {c}"} for c in "ab"]},
        source_text="",
        digest="",
    )
    db.add(row)
    db.flush()
    for span in calendar(date(2026, 5, 4), date(2026, 12, 14), 2030):
        db.add(
            Period(
                unit_id=ward.id,
                plan_id=row.id,
                code=span.code,
                kind=span.kind.value,
                label=span.label_vi,
                first_day=span.first_day,
                last_day=span.last_day,
                entry_due_on=span.entry_due_on,
            )
        )
    db.add(
        Clause(unit_id=ward.id, plan_id=row.id, code="III.2.a.1", ordinal=1, kind="bullet", text="Câu của kế hoạch.")
    )
    db.flush()
    return row


def indicator(db: Session, of: Plan, lead: Unit, code: str = "A2a", **fields: object) -> Indicator:
    """A ratio that should reach 100 % by 2030, reported every half year; `fields` say what is different."""
    sheet: dict[str, object] = {
        "ordinal": next(_numbers),
        "target_code": code[:2],
        "clause_code": "III.2.a.1",
        "group_code": code[0].lower(),
        "headline": True,
        "short_name": f"Chỉ tiêu {code}",
        "name": f"Tỷ lệ mẫu {code}",
        "search_key": fold(f"{code} Tỷ lệ mẫu {code}"),
        "measure": "ratio",
        "unit_of_measure": "%",
        "numerator_label": "đã xong",
        "denominator_label": "tổng số",
        "target_kind": "at_least",
        "target_value": Decimal(100),
        "target_unit": "%",
        "target_basis": "stated",
        "steps": [],
        "reporting": "half_year",
        "frequency": "half_year",
        "direction": "up",
        "decimals": 1,
        "definition": "Cách tính mẫu.",
        "proposed": True,
        "population": "hồ sơ",
        "register": "sổ mẫu",
        "source_units": [],
        "disaggregation": [],
        "lead_basis": "stated",
        "cooperating": [],
        **fields,
    }
    row = Indicator(unit_id=of.unit_id, plan_id=of.id, code=code, lead_id=lead.id, **sheet)
    db.add(row)
    db.flush()
    return row


def value(
    db: Session,
    at: Unit,
    of: Indicator,
    period: str = "2026-H2",
    numbers: tuple[int, int | None] = (1740, 2980),
    state: str = "approved",
    by: Person | None = None,
    note: str | None = None,
) -> IndicatorValue:
    """What a unit gave, approved unless said."""
    found = db.scalars(select(Period).where(Period.plan_id == of.plan_id, Period.code == period)).one()
    top, bottom = numbers
    row = IndicatorValue(
        unit_id=at.id,
        indicator_id=of.id,
        period_id=found.id,
        numerator=Decimal(top),
        denominator=None if bottom is None else Decimal(bottom),
        state=state,
        note=note,
        entered_by=by.account_id if by else uuid7(),
        entered_by_name=by.name if by else "Người Mẫu",
        submitted_by=by.account_id if by else None,
        submitted_by_name=by.name if by else None,
        submitted_at=clock.now() if by else None,
        reviewed_at=clock.now() if state in ("approved", "published") else None,
        reviewed_by_name="Trưởng Mẫu" if state in ("approved", "published") else None,
        published_at=clock.now() if state == "published" else None,
        published_by_name="Lãnh Đạo Mẫu" if state == "published" else None,
    )
    db.add(row)
    db.flush()
    return row


def assignment(
    db: Session,
    lead: Unit,
    *cooperating: Unit,
    code: str | None = None,
    due_on: date | None = date(2026, 12, 12),
    state: str = "not_started",
    **fields: object,
) -> Assignment:
    """What a ward gave to a unit, due on a day unless said."""
    ward = ward_of(db, lead)
    number = (db.scalar(select(func.max(Assignment.number)).where(Assignment.ward_id == ward.id)) or 0) + 1
    code = code or f"NV-{number:03}"
    title = str(fields.get("title", f"Nhiệm vụ mẫu {code}"))
    row = Assignment(
        unit_id=lead.id,
        ward_id=ward.id,
        code=code,
        number=number,
        lead_basis="given",
        indicators=[],
        due_kind="dated" if due_on else "none",
        due_on=due_on,
        due_sort=due_on or date(2200, 1, 1),
        first_due_on=due_on,
        assigned_on=date(2026, 9, 1),
        source="form",
        state=state,
        **{"title": title, "search_key": fold(f"{code} {title}"), "given_by_ward": True, **fields},
    )
    db.add(row)
    db.flush()
    db.add(AssignmentUnit(unit_id=lead.id, assignment_id=row.id, part="lead"))
    for unit_ in cooperating:
        db.add(AssignmentUnit(unit_id=unit_.id, assignment_id=row.id, part="cooperating"))
    db.flush()
    return row


def evidence(
    db: Session, files: Files, at: Unit, name: str = "so.txt", content: bytes = b"so lieu", *, opened: bool = False
) -> Evidence:
    """A text file of a unit, on the disk too."""
    sha256 = hashlib.sha256(content).hexdigest()
    files.path(sha256).parent.mkdir(parents=True, exist_ok=True)
    files.path(sha256).write_bytes(content)
    row = Evidence(
        unit_id=at.id,
        filename=name,
        search_key=fold(name),
        media_type="text/plain",
        size=len(content),
        sha256=sha256,
        sent_sha256=sha256,
        stripped=False,
        open_to_ward=opened,
        uploaded_by=uuid7(),
        uploaded_by_name="Người Mẫu",
    )
    db.add(row)
    db.flush()
    return row
