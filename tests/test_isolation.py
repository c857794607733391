"""Row security below the routes: what the application's own login reads and writes in SQL, against a plain oracle.

The oracle below is written from what each role is for; it knows nothing of ranges, policies or functions.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest
from sqlalchemy import Connection, Engine, create_engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from doimoi.access.models import Unit
from doimoi.access.rules import Role
from doimoi.core import roles
from doimoi.evidence.models import Evidence
from tests import make
from tests.access.ground import CENTRE, COLUMNS, FAR, HOME_WARD, KIN, Ground, lay, that_day, ward_of
from tests.conftest import Api, Database, World

DOWN: Final = ("account", "membership", "api_key", "audit", "value_event", "survey_round", "survey_answer")
UP: Final = ("unit", "plan", "clause", "period", "indicator", "indicator_comment")
WHEN: Final = {"indicator_value": "t.state in ('approved', 'published')", "evidence": "t.open_to_ward"}
"""Tables whose rows are their unit's own; the whole ward's to read; the ward's once something holds."""
ELSEWHERE: Final = {
    "value_version": "as wide as UP: written by a trigger when an approved value changes",
    "indicator_path": "as wide as UP: the plan's figures year by year",
    "value_evidence": "a link is seen with its value, whose own policies decide",
    "survey_review": "as DOWN: written when doubtful answers are judged",
    "assignment": "as DOWN, the units that take part, and the ward once accepted: swept door by door",
    "assignment_unit": "a part in an assignment is seen with it",
    "assignment_entry": "a line of the log is seen by the units that take part and those above them",
    "assignment_entry_evidence": "a file that a line of the log shows is seen with the line",
    "assignment_extension": "as the log",
    "assignment_difficulty": "as the log",
}
"""Tables of units that the oracle does not count, and what holds for them."""
CLOSED: Final = ("credential", "spent_refresh", "one_time_link", "login_try", "alembic_version")
PEOPLE: Final = COLUMNS[:8]


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A day inside the second half of 2026."""
    with that_day():
        yield


@pytest.fixture(scope="module")
def ground(api: Api, world: World) -> Ground:
    """The two wards, laid once."""
    with that_day():
        ground = lay(api, world)
        with world.begin() as db:
            for unit in db.scalars(select(Unit).where(Unit.level != "city")).all():
                for opened in (False, True):
                    db.add(_file(unit, opened))
        for unit_code in (CENTRE, "11602:TCN-01", "11602:VHXH", FAR):
            ground.fresh_round(unit_code)
            ground.fresh_comment(unit_code.split(":")[0])
        return ground


def _file(unit: Unit, opened: bool) -> Evidence:
    """The row of a file; its content plays no part here."""
    return Evidence(
        unit_id=unit.id,
        filename="a.pdf",
        search_key="a",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        sent_sha256="0" * 64,
        stripped=False,
        open_to_ward=opened,
        uploaded_by=uuid.uuid4(),
        uploaded_by_name="Người Mẫu",
    )


@pytest.fixture(scope="module")
def login(database: Database) -> Iterator[Engine]:
    """The application's own login, without the application."""
    engine = create_engine(database.url(roles.APP), poolclass=NullPool)
    yield engine
    engine.dispose()


@contextmanager
def entered(login: Engine, ground: Ground, who: str | None) -> Iterator[Connection]:
    """A transaction entered as somebody with all their roles, undone at its end; nobody without a name."""
    with login.connect() as connection:
        if who is not None:
            connection.execute(
                text("select * from doimoi.enter_person(:s, :roles, true, 'sql')"),
                {"s": ground.people[who].sign_in_id, "roles": [role.value for role in Role]},
            )
        yield connection
        connection.rollback()


def parents(ground: Ground) -> dict[str, str | None]:
    """The tree: each unit's code with that of the unit above it."""
    with ground.world.begin() as db:
        rows = db.execute(
            text("select u.full_code as code, p.full_code as over from unit u left join unit p on p.id = u.parent_id")
        ).all()
    return {row.code: row.over for row in rows}


def below(tree: dict[str, str | None], top: str) -> set[str]:
    """A unit and everything under it, walked upwards from each."""
    return {code for code in tree if top in above(tree, code)}


def above(tree: dict[str, str | None], code: str | None) -> set[str]:
    """A unit and everything over it."""
    found = set()
    while code is not None:
        found.add(code)
        code = tree[code]
    return found


def sees(tree: dict[str, str | None], who: str) -> set[str]:
    """The units whose own, unapproved rows somebody sees."""
    home = str(KIN[who][0])
    if who == "coordinator":
        return below(tree, HOME_WARD)
    if who == "contributor":
        return {home}
    return set() if who in ("supervisor", "reader") else below(tree, home)


def acts(tree: dict[str, str | None], who: str) -> set[str]:
    """The units whose rows somebody changes."""
    home = str(KIN[who][0])
    return {home} if who in ("officer", "contributor") else sees(tree, who)


def opened(tree: dict[str, str | None], who: str) -> set[str]:
    """The units whose open rows (plans, definitions, approved values) somebody reads: the whole ward, and upwards."""
    home = str(KIN[who][0])
    return below(tree, ward_of(home) or home) | above(tree, home)


def oracle(ground: Ground, tree: dict[str, str | None], who: str, table: str) -> set[str]:
    """The rows of a table that somebody should see."""
    place = "key" if table == "unit" else "unit_key"
    state = WHEN.get(table, "false")
    with ground.world.begin() as db:
        rows = db.execute(
            text(f"select t.id::text, u.full_code, {state} from {table} t left join unit u on u.key = t.{place}")
        ).all()
        own = _own(db, table, ground.people[who].account_id)
    mine, wide = sees(tree, who), opened(tree, who)
    return own | {ident for ident, code, how in rows if code in mine or (code in wide and (table in UP or how))}


def _own(db: Session, table: str, account: uuid.UUID) -> set[str]:
    """Everybody reads their own account and roles, also who sees no unit."""
    if table not in ("account", "membership"):
        return set()
    column = "id" if table == "account" else "account_id"
    return set(db.execute(text(f"select id::text from {table} where {column} = :who"), {"who": account}).scalars())


def test_no_table_of_units_is_left_out(ground: Ground) -> None:
    with ground.world.begin() as db:
        carrying = db.execute(
            text("select distinct table_name from information_schema.columns where column_name = 'unit_key'")
        ).scalars()
        assert set(carrying) == {*DOWN, *UP, *WHEN, *ELSEWHERE} - {"unit"}


@pytest.mark.parametrize("who", PEOPLE)
def test_each_table_shows_exactly_what_the_oracle_says(ground: Ground, login: Engine, who: str) -> None:
    tree = parents(ground)
    with entered(login, ground, who) as connection:
        for table in (*DOWN, *UP, *WHEN):
            shown = set(connection.execute(text(f"select id::text from {table}")).scalars())
            assert shown == oracle(ground, tree, who, table), table
            counted = connection.execute(text(f"select count(*) from {table}")).scalar_one()
            assert counted == len(shown)
        joined = connection.execute(
            text("select count(*) from value_event e join indicator_value v on v.id = e.value_id")
        ).scalar_one()
        assert joined == connection.execute(text("select count(*) from value_event")).scalar_one()


def refusal(connection: Connection, sql: str, **values: Any) -> str | None:
    """The SQLSTATE with which a statement is refused; None when it is taken. Undone at once."""
    trial = connection.begin_nested()
    try:
        connection.execute(text(sql), values)
    except DBAPIError as error:
        return str(getattr(error.orig, "sqlstate", ""))
    finally:
        trial.rollback()
    return None


def touched(connection: Connection, sql: str, **values: Any) -> int:
    """How many rows a statement reaches. Undone at once."""
    trial = connection.begin_nested()
    count: int = connection.execute(text(sql), values).rowcount
    trial.rollback()
    return count


INSERTS: Final = {
    "indicator_value": "insert into indicator_value (id, unit_id, indicator_id, period_id, state, source, on_behalf,"
    " late, entered_by, entered_by_name, version)"
    " values (:new, :unit, :indicator, :period, 'draft', 'sql', false, false, :new, 'x', 1)",
    "account": "insert into account (id, unit_id, username, display_name, search_key, version)"
    " values (:new, :unit, cast(:new as text), 'x', 'x', 1)",
    "membership": "insert into membership (id, unit_id, account_id, role, valid_from)"
    " values (:new, :unit, :account, 'contributor', '2026-01-01')",
    "api_key": "insert into api_key (id, unit_id, name, hash, last4, scopes, created_by, expires_at)"
    " values (:new, :unit, 'x', decode(replace(cast(:new as text), '-', ''), 'hex'), 'xxxx', '{}', 'x', now())",
}
UPDATES: Final = {
    "indicator_value": "update indicator_value set note = 'x' where unit_id = :unit",
    "account": "update account set display_name = 'x' where id = :account",
    "membership": "update membership set valid_to = '2027-01-01' where account_id = :account",
    "api_key": "update api_key set name = 'x' where unit_id = :unit",
    "unit": "update unit set short_name = 'x' where id = :unit",
    "period": "update period set lock_reason = 'x' where unit_id = :unit",
}
DELETES: Final = {
    "membership": "delete from membership where account_id = :account",
    "api_key": "delete from api_key where unit_id = :unit",
}


def facts(ground: Ground, at: str) -> dict[str, Any]:
    """The ids that statements about a unit need."""
    ward = ward_of(at) or HOME_WARD
    find = ground.world.scalar
    return {
        "new": uuid.uuid4(),
        "unit": find("select id from unit where full_code = :c", c=at),
        "account": ground.residents[at],
        "indicator": find("select i.id from indicator i join unit u on u.id = i.unit_id where u.full_code = :c"
                          " and i.code = 'A3'", c=ward),
        "period": find("select p.id from period p join unit u on u.id = p.unit_id where u.full_code = :c"
                       " and p.code = '2026-H2'", c=ward),
    }  # fmt: skip


@pytest.mark.parametrize("who", PEOPLE)
def test_each_write_reaches_exactly_the_units_that_are_acted_for(ground: Ground, login: Engine, who: str) -> None:
    tree = parents(ground)
    mine = acts(tree, who)
    assert mine <= sees(tree, who)
    for at in (code for code in KIN[who] if code):
        known = facts(ground, at)
        with entered(login, ground, who) as connection:
            for table, sql in INSERTS.items():
                assert refusal(connection, sql, **known) == (None if at in mine else "42501"), (table, at)
            for table, sql in UPDATES.items():
                here = table != "period" or ward_of(at) == at
                assert (touched(connection, sql, **known) > 0) == (at in mine and here), (table, at)
            for table, sql in DELETES.items():
                assert (touched(connection, sql, **known) > 0) == (at in mine), (table, at)
            for table in ("indicator_value", "account", "membership", "api_key", "period", "indicator", "plan"):
                for column in ("unit_id", "unit_key", "id"):
                    move = f"update {table} set {column} = {column} where unit_id = :unit"
                    assert refusal(connection, move, **known) == "42501", (table, column)


def test_nobody_sees_nothing_and_writes_nothing(ground: Ground, login: Engine) -> None:
    known = facts(ground, CENTRE)
    with entered(login, ground, None) as connection:
        for table in (*DOWN, *UP, *WHEN, "sign_in", "idempotency", "notice"):
            assert connection.execute(text(f"select count(*) from {table}")).scalar_one() == 0, table
        for sql in INSERTS.values():
            assert refusal(connection, sql, **known) == "42501"
        for sql in (*UPDATES.values(), *DELETES.values()):
            assert touched(connection, sql, **known) == 0


def test_what_was_entered_does_not_outlive_its_transaction(ground: Ground, login: Engine) -> None:
    with login.connect() as connection:
        for ending in (connection.commit, connection.rollback):
            connection.execute(
                text("select * from doimoi.enter_person(:s, '{leader}', true, 'sql')"),
                {"s": ground.people["leader"].sign_in_id},
            )
            assert connection.execute(text("select count(*) from indicator_value")).scalar_one() > 0
            assert refusal(connection, "select 1/0") == "22012"  # a savepoint that fails changes nothing of it
            assert connection.execute(text("select count(*) from indicator_value")).scalar_one() > 0
            ending()
            assert connection.execute(text("select count(*) from indicator_value")).scalar_one() == 0


def test_units_between_two_roles_are_not_seen(ground: Ground, login: Engine) -> None:
    """The centre and the front are held, the office between them in the tree is not."""
    with ground.world.begin() as db:
        both = make.person(db, make.unit_of(db, CENTRE), Role.OFFICER)
        make.give(db, both.account_id, make.unit_of(db, "11602:MTTQ"), Role.OFFICER)
        order = [make.unit_of(db, c).key for c in (CENTRE, "11602:VHXH", "11602:MTTQ")]
    assert order == sorted(order)
    ground.people["both"] = both
    try:
        with entered(login, ground, "both") as connection:
            own = "select distinct u.full_code from value_event e join unit u on u.id = e.unit_id"
            assert set(connection.execute(text(own)).scalars()) == {
                CENTRE, "11602:TCN-01", "11602:MTTQ", "11602:TCN-03",
            }  # fmt: skip
            for at, right in ((CENTRE, None), ("11602:VHXH", "42501"), ("11602:MTTQ", None), (FAR, "42501")):
                assert refusal(connection, INSERTS["indicator_value"], **facts(ground, at)) == right, at
    finally:
        del ground.people["both"]


def test_a_strangers_row_can_be_neither_taken_over_nor_felt(ground: Ground, login: Engine) -> None:
    """A duplicate of what stands next door is refused as what does not stand there is: nothing is learnt."""
    there, elsewhere = facts(ground, FAR), facts(ground, FAR)
    with ground.world.begin() as db:
        standing = db.execute(
            text("select indicator_id, period_id from indicator_value where id = :v"), {"v": ground.ids[FAR, "A1"]}
        ).one()
    there |= {"indicator": standing.indicator_id, "period": standing.period_id}
    upsert = f"{INSERTS['indicator_value']} on conflict (unit_id, indicator_id, period_id) do"
    with entered(login, ground, "head") as connection:
        assert refusal(connection, INSERTS["indicator_value"], **there) == "42501"
        assert refusal(connection, INSERTS["indicator_value"], **elsewhere) == "42501"
        assert refusal(connection, f"{upsert} update set note = 'mine'", **there) == "42501"
        assert refusal(connection, f"{upsert} nothing", **there) == "42501"
        assert touched(connection, "update indicator_value set note = 'x' where id = :v", v=ground.ids[FAR, "A1"]) == 0
        locked = "select 1 from indicator_value where id = :v for update"
        assert connection.execute(text(locked), {"v": ground.ids["11602:VHXH", "A1"]}).all() == []
        assert connection.execute(text(locked), {"v": ground.ids[CENTRE, "A1"]}).all() == [(1,)]


@pytest.mark.parametrize(
    "sql",
    [
        "truncate indicator_value cascade",
        "alter table indicator_value disable row level security",
        "alter table indicator_value disable trigger all",
        "drop policy see on indicator_value",
        "create policy mine on indicator_value using (true)",
        "create table public.taken (id int)",
        "create function doimoi.mine() returns int language sql as 'select 1'",
        "set session_replication_role = replica",
        "set role doimoi_owner",
        "set session authorization doimoi_everywhere",
        "insert into audit (tab, row_id, op, unit_key, changes) values ('x', 'x', 'x', 0, '{}')",
        "update audit set actor = 'x'",
        "delete from audit",
        "update value_event set note = 'x'",
        "delete from value_event",
        "insert into sign_in (id, account_id, expires_at, user_agent, refresh_hash) values"
        " (gen_random_uuid(), gen_random_uuid(), now(), '', '')",
        "update sign_in set expires_at = now() + interval '1 year'",
        "update unit set key = key",
        "copy indicator_value from stdin",
        "select * from pg_authid",
        *(f"select * from {table}" for table in CLOSED),
        *(f"delete from {table}" for table in CLOSED),
    ],
)
def test_the_login_has_no_way_around(ground: Ground, login: Engine, sql: str) -> None:
    with entered(login, ground, "leader") as connection:
        assert refusal(connection, sql) in ("42501", "0A000"), sql


def test_functions_that_see_further_look_at_who_asks(ground: Ground, login: Engine) -> None:
    stranger, mine = ground.residents[FAR], ground.residents[CENTRE]
    link = "select doimoi.make_link(decode(md5(cast(:a as text)), 'hex'), 'reset', :a, 60)"
    with entered(login, ground, "administrator") as connection:
        assert refusal(connection, link, a=mine) is None
        assert refusal(connection, link, a=stranger) == "42501"
        seen = connection.execute(text("select id from doimoi.account_facts(:a)"), {"a": [mine, stranger]}).scalars()
        assert list(seen) == [mine]
    with entered(login, ground, "officer") as connection:
        # The colleague with the head's wider reach is not the officer's to take over.
        assert refusal(connection, link, a=ground.people["head"].account_id) == "42501"
        rename = "update account set display_name = 'x' where id = :a"
        assert touched(connection, rename, a=ground.people["head"].account_id) == 0


def test_no_reach_is_given_that_is_wider_than_ones_own(ground: Ground, login: Engine) -> None:
    """A head could write a membership in the own unit; one that coordinates the ward is refused by the database."""
    known = facts(ground, CENTRE)
    wide = INSERTS["membership"].replace("contributor", "coordinator")
    with entered(login, ground, "head") as connection:
        assert refusal(connection, INSERTS["membership"], **known) is None
        assert refusal(connection, wide, **known) == "42501"
        taken = "update membership set role = 'coordinator' where account_id = :account"
        assert refusal(connection, taken, **known) == "42501"
    with entered(login, ground, "administrator") as connection:
        assert refusal(connection, wide, **known) is None


def test_one_sees_only_ones_own_sign_ins(ground: Ground, login: Engine) -> None:
    with entered(login, ground, "leader") as connection:
        owners = set(connection.execute(text("select account_id from sign_in")).scalars())
        assert owners == {ground.people["leader"].account_id}
        stolen = "update sign_in set ended_at = now() where account_id <> :me"
        assert touched(connection, stolen, me=ground.people["leader"].account_id) == 0


def test_one_sees_and_marks_only_ones_own_notices(ground: Ground, login: Engine) -> None:
    people = ("leader", "head", "officer", "administrator")
    for who in people:
        ground.notice(ground.people[who].account_id, CENTRE)
    for who in people:
        with entered(login, ground, who) as connection:
            owners = set(connection.execute(text("select account_id from notice")).scalars())
            assert owners == {ground.people[who].account_id}
            me = {"me": ground.people[who].account_id}
            assert touched(connection, "update notice set read_at = now() where account_id <> :me", **me) == 0
            assert touched(connection, "update notice set read_at = now() where account_id = :me", **me) > 0
            assert refusal(connection, "update notice set kind = 'urged' where account_id = :me", **me) == "42501"
            assert refusal(connection, "delete from notice where account_id = :me", **me) == "42501"


def test_every_change_is_written_down_with_who_and_in_the_same_transaction(ground: Ground, login: Engine) -> None:
    count = "select count(*) from audit where actor = :who"
    who = str(ground.people["head"].account_id)
    before = ground.world.scalar(count, who=who)
    with entered(login, ground, "head") as connection:
        connection.execute(text("set local doimoi.request = 'r-1'"))
        connection.execute(text(UPDATES["api_key"]), facts(ground, CENTRE))
        kept = connection.execute(text("select request, tab, op, changes from audit where actor = :w order by id"),
                                  {"w": who}).all()  # fmt: skip
        assert (kept[-1].request, kept[-1].tab, kept[-1].op) == ("r-1", "api_key", "update")
        assert kept[-1].changes["name"][1] == "x" and set(kept[-1].changes) == {"name"}
    assert ground.world.scalar(count, who=who) == before
