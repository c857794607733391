"""Sample people: one of every role and somebody in each unit that gives numbers. All names are made up."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from doimoi.access import service, tokens
from doimoi.access.everywhere import everywhere
from doimoi.access.models import Account, Credential, Membership, OneTimeLink, Unit
from doimoi.access.rules import Act, Role
from doimoi.core import clock
from doimoi.core.vietnamese import fold
from doimoi.directory.rules import UnitKind, Way
from doimoi.directory.schemas import InviteIn, UnitIn
from doimoi.directory.service import people, units
from doimoi.running import links
from doimoi.running.demo.ground import AGENT, Demo

ADMIN: Final = "quan.tri"


@dataclass(frozen=True)
class Sample:
    """Somebody of the sample ward."""

    username: str
    name: str
    unit: str
    role: Role


SCHOOLS: Final = (
    ("TRUONG-01", "Trường Mầm non mẫu số 1"),
    ("TRUONG-02", "Trường Tiểu học mẫu số 2"),
    ("TRUONG-03", "Trường Tiểu học mẫu số 3"),
    ("TRUONG-04", "Trường Trung học cơ sở mẫu số 4"),
)
BLOCKS: Final = 6

PEOPLE: Final = (
    Sample(ADMIN, "Vũ Quản Trị", "11602", Role.ADMINISTRATOR),
    Sample("lanh.dao", "Đinh Khánh Vy", "11602", Role.LEADER),
    Sample("dau.moi", "Trương Hải Đăng", "VHXH", Role.COORDINATOR),
    Sample("truong.ttpvhcc", "Mai Thanh Tú", "TTPVHCC", Role.HEAD),
    Sample("can.bo.ttpvhcc", "Lương Bảo Ngân", "TTPVHCC", Role.OFFICER),
    Sample("truong.kthtdt", "Kiều Trọng Khôi", "KTHTDT", Role.HEAD),
    Sample("can.bo.kthtdt", "Tạ Diệu Linh", "KTHTDT", Role.OFFICER),
    Sample("can.bo.vhxh", "Chu Nhật Hạ", "VHXH", Role.OFFICER),
    Sample("can.bo.vp", "Thái An Nhiên", "VP", Role.OFFICER),
    Sample("can.bo.cap", "Quách Minh Triết", "CAP", Role.OFFICER),
    Sample("giam.sat", "Hà Vân Khanh", "MTTQ", Role.SUPERVISOR),
    *(
        Sample(f"truong.hoc.{n}", name, f"TRUONG-0{n}", Role.OFFICER)
        for n, name in enumerate(("Tô Yến Nhi", "Lưu Gia Hân", "Phan Tường Vi", "Đoàn Khải Nguyên"), start=1)
    ),
    *(
        Sample(f"to.cong.nghe.{n}", name, f"TCN-0{n}", Role.CONTRIBUTOR)
        for n, name in enumerate(
            ("Ninh Văn Mẫu", "Cao Thị Mẫu", "Đỗ Duy Mẫu", "Hồ Thu Mẫu", "Lý Quốc Mẫu", "Từ Ánh Mẫu"), start=1
        )
    ),
)
ABOVE: Final = Sample("thanh.pho", "Khúc Hoài Thương", "31:UBNDTP", Role.READER)
"""Whom only the city itself could invite."""


def add_units(demo: Demo) -> None:
    """Four schools, six neighbourhoods, and in each of these a digital team."""
    wanted = [(code, name, UnitKind.SCHOOL, "11602") for code, name in SCHOOLS]
    for n in range(1, BLOCKS + 1):
        wanted.append((f"TDP-0{n}", f"Tổ dân phố mẫu số {n}", UnitKind.NEIGHBOURHOOD, "11602"))
        wanted.append((f"TCN-0{n}", f"Tổ công nghệ số mẫu số {n}", UnitKind.TEAM, f"11602:TDP-0{n}"))
    for code, name, kind, parent in wanted:
        with demo.acting(ADMIN, Act.UNIT_MANAGE) as (db, actor):
            if db.scalars(select(Unit.id).where(Unit.full_code == f"11602:{code}")).first() is None:
                units.create(db, actor, UnitIn(code=code, name=name, short_name=name, kind=kind, parent=parent))


def add_people(demo: Demo) -> None:
    """Everyone of the ward, invited by the administrator and come in by their links."""
    for sample in PEOPLE[1:]:
        with demo.acting(ADMIN, Act.PERSON_MANAGE) as (db, actor):
            found = db.scalars(select(Account).where(Account.username == sample.username)).one_or_none()
            if found is None:
                given = InviteIn(username=sample.username, display_name=sample.name, unit=sample.unit, role=sample.role)
                link = people.invite(db, actor, given)[1]
            elif people.facts_of(db, [found.id])[found.id].has_password:
                continue
            else:
                link = people.make_link(db, found.id, Way.PASSWORD)
        _come_in(demo, sample.username, link.token)


def add_administrator(demo: Demo) -> None:
    """The first administrator, through the set-up link as in any ward."""
    link = links.make_setup_link(demo.base.everywhere_url, "")
    if link is None:
        return
    admin = PEOPLE[0]
    token = link.partition("#token=")[2]
    with demo.nobody() as db:
        signed = service.set_up(db, token, admin.username, admin.name, demo.password(admin.username), AGENT, 1)
    demo.came_in(admin.username, signed)


def add_reader_above(demo: Demo) -> None:
    """A reader of the city: the ward's administrator reaches no unit of the city, so this one is put there."""
    token = tokens.make_secret()
    with everywhere(demo.base.everywhere_url, "dữ liệu mẫu") as db:
        account = db.scalars(select(Account).where(Account.username == ABOVE.username)).one_or_none()
        if account is None:
            account = _reader(db)
        elif db.get(Credential, account.id) is not None:
            return
        expires = clock.now() + timedelta(minutes=10)
        db.add(OneTimeLink(hash=tokens.digest(token), kind="invitation", account_id=account.id, expires_at=expires))
    _come_in(demo, ABOVE.username, token)


def _reader(db: Session) -> Account:
    unit = db.scalars(select(Unit).where(Unit.full_code == ABOVE.unit)).one()
    account = Account(
        id=uuid7(),
        unit_id=unit.id,
        username=ABOVE.username,
        display_name=ABOVE.name,
        search_key=fold(f"{ABOVE.name} {ABOVE.username}"),
    )
    db.add(account)
    db.flush()
    db.add(Membership(account_id=account.id, unit_id=unit.id, role=ABOVE.role.value, valid_from=clock.today()))
    return account


def _come_in(demo: Demo, username: str, token: str) -> None:
    with demo.nobody() as db:
        signed = service.claim_link(db, token, demo.password(username), AGENT, 1)
    demo.came_in(username, signed)
