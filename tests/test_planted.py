"""Faults planted on purpose: each is caught by the guard that stands for it, or comes to nothing at the second lock."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from fastapi import FastAPI
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool
from starlette.testclient import TestClient

import doimoi.app
from doimoi.access import rls, rules, tokens
from doimoi.access.gate import Db, NobodysDb, may
from doimoi.access.models import Unit
from doimoi.access.rules import Act, Role
from doimoi.access.units import unit_by_code
from doimoi.core import roles
from doimoi.core.doors import doors
from doimoi.core.fields import In
from doimoi.core.settings import Settings
from tests import make, test_house, test_migrations
from tests.access.asks import ASKS
from tests.access.ground import CENTRE, FAR_OFF, NEAR, PERIOD, Ground, lay, that_day
from tests.conftest import Api, Database, World
from tests.test_access import FOREIGN, PLACED, UNPLACED, answers, foreign, operations
from tests.test_contract import OPEN_DOORS, unlocked


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A day inside the second half of 2026."""
    with that_day():
        yield


@pytest.fixture(scope="module")
def ground(api: Api, world: World) -> Ground:
    """The two wards, laid once."""
    with that_day():
        return lay(api, world)


# --- faults in the routes ---

planted = doors("planted")


class Foreign(In):
    """A body that names another row by its id."""

    unit_id: uuid.UUID
    note: str


@planted.get("/planted/no-lock", operation_id="planted_no_lock")
def no_lock(db: Db) -> int:
    """Forgets to say which act it is about."""
    return int(db.execute(text("select count(*) from indicator_value")).scalar_one())


@planted.get("/planted/no-session", operation_id="planted_no_session", dependencies=[may(Act.VALUE_READ)])
def no_session() -> str:
    """Has a lock that nothing ever turns."""
    return "open"


@planted.get("/planted/nobody", operation_id="planted_nobody")
def as_nobody(db: NobodysDb) -> int:
    """Pretends to be a door before log-in."""
    return int(db.execute(text("select count(*) from indicator_value")).scalar_one())


@planted.get("/planted/raw", operation_id="planted_raw", dependencies=[may(Act.VALUE_READ)])
def raw(db: Db) -> list[str]:
    """Reads every table with raw SQL and without any filter."""
    found: list[str] = []
    for table in ("unit", "account", "api_key", "plan", "indicator", "indicator_value", "value_event", "audit"):
        found += db.execute(text(f"select row_to_json(t)::text from {table} t")).scalars()
    return found


@planted.delete("/planted/raw", operation_id="planted_delete", dependencies=[may(Act.VALUE_READ)])
def raw_delete(db: Db) -> int:
    """A door for readers that deletes."""
    return int(db.execute(text("delete from api_key where name = 'Khóa mẫu'")).rowcount)  # type: ignore[attr-defined]


@planted.post("/planted/theft", operation_id="planted_theft", dependencies=[may(Act.VALUE_WRITE)])
def theft(db: Db) -> int:
    """Moves everything that is in sight into the unit of the centre."""
    taken = "update indicator_value set unit_id = (select id from unit where full_code = :c)"
    return int(db.execute(text(taken), {"c": CENTRE}).rowcount)  # type: ignore[attr-defined]


@planted.post("/planted/foreign", operation_id="planted_foreign", dependencies=[may(Act.VALUE_WRITE)])
def insert_foreign(db: Db, given: Foreign) -> str:
    """Writes for the unit that the body names, without looking."""
    row = (
        "insert into indicator_value (id, unit_id, indicator_id, period_id, state, source, on_behalf, late, entered_by,"
    )
    row += " entered_by_name, version) select :new, :unit, i.id, p.id, 'draft', 'x', false, false, :new, 'x', 1 from"
    row += " indicator i, period p where i.code = 'A3' and p.code = :p"
    db.execute(text(row), {"new": uuid.uuid4(), "unit": given.unit_id, "p": PERIOD})
    return "written"


@pytest.fixture(scope="module")
def faulty(database: Database, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The application with the faulty doors among its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doimoi.app, "ROUTERS", (*doimoi.app.ROUTERS, planted))
        settings = Settings(DOIMOI_VAR=tmp_path_factory.mktemp("var"), DOIMOI_FRONTEND=Path("/nonexistent"))
        return doimoi.app.create_app(settings, database.url(roles.APP))


@pytest.fixture(scope="module")
def client(faulty: FastAPI) -> Iterator[TestClient]:
    """A client of the faulty application."""
    with TestClient(faulty, base_url="https://testserver", raise_server_exceptions=False) as client:
        yield client


def call(client: TestClient, ground: Ground, who: str, method: str, path: str, json: Any = None) -> Any:
    """A request to a faulty door."""
    key = client.app.state.secrets.token_key  # type: ignore[attr-defined]
    person = ground.people[who]
    token = tokens.make_access(key, person.account_id, person.sign_in_id, 10)
    return client.request(method, f"/api/v1/planted/{path}", json=json, headers={"Authorization": f"Bearer {token}"})


def test_a_door_without_its_act_is_found_and_opens_to_nobody(
    faulty: FastAPI, client: TestClient, ground: Ground
) -> None:
    assert set(unlocked(faulty, OPEN_DOORS)) == {
        "['GET'] /api/v1/planted/no-lock",
        "['GET'] /api/v1/planted/no-session",
        "['GET'] /api/v1/planted/nobody",
    }
    assert call(client, ground, "leader", "GET", "no-lock").status_code == 500
    assert client.get("/api/v1/planted/no-lock").status_code == 401


def test_a_door_that_pretends_to_stand_before_log_in_shows_no_row(client: TestClient, ground: Ground) -> None:
    answer = client.get("/api/v1/planted/nobody")
    assert (answer.status_code, answer.json()) == (200, 0)


def test_an_operation_that_nobody_expects_fails_the_sweep(faulty: FastAPI) -> None:
    known = set(operations(Api(faulty, None)))  # type: ignore[arg-type]
    unexpected = known - {case.split(":")[0] for case in ASKS}
    assert {name for name in unexpected if name.startswith("planted_")} == unexpected
    assert len(unexpected) == len(planted.routes)


def test_a_foreign_id_in_a_body_is_found_in_the_contract_and_refused_by_the_database(
    faulty: FastAPI, client: TestClient, ground: Ground
) -> None:
    assert foreign(faulty.openapi()) - set(FOREIGN) == {("planted_foreign", "unit_id")}
    with ground.world.begin() as db:
        units = {code: str(make.unit_of(db, code).id) for code in (CENTRE, "11602:VHXH", "11603:VP")}
    ground.no_value(CENTRE)
    for code, status in ((CENTRE, 200), ("11602:VHXH", 403), ("11603:VP", 403)):
        answer = call(client, ground, "officer", "POST", "foreign", {"unit_id": units[code], "note": "x"})
        assert answer.status_code == status, answer.text
    missing = call(client, ground, "officer", "POST", "foreign", {"unit_id": str(uuid.uuid4()), "note": "x"})
    stranger = call(client, ground, "officer", "POST", "foreign", {"unit_id": units["11603:VP"], "note": "x"})
    assert missing.json()["code"] == stranger.json()["code"] == "not_allowed"


@pytest.mark.parametrize("who", ["leader", "officer", "supervisor", "reader"])
def test_raw_sql_shows_no_more_than_the_caller_may_see(client: TestClient, ground: Ground, who: str) -> None:
    answer = call(client, ground, who, "GET", "raw")
    assert answer.status_code == 200 and "11602" in answer.text
    assert FAR_OFF not in answer.text
    assert who == "reader" or NEAR not in answer.text
    assert ('"state":"draft"' in "".join(answer.json())) == (who in ("leader", "officer"))


@pytest.mark.parametrize(("who", "reaches"), [("supervisor", False), ("reader", False), ("officer", True)])
def test_a_readers_delete_removes_nothing(client: TestClient, ground: Ground, who: str, reaches: bool) -> None:
    kept = "select count(*) from api_key k join unit u on u.id = k.unit_id where u.full_code <> :c"
    before, elsewhere = ground.world.scalar("select count(*) from api_key"), ground.world.scalar(kept, c=CENTRE)
    removed = call(client, ground, who, "DELETE", "raw").json()
    assert (removed > 0) == reaches
    assert ground.world.scalar("select count(*) from api_key") == before - removed
    assert ground.world.scalar(kept, c=CENTRE) == elsewhere > 0


def test_theft_by_changing_the_unit_is_refused(client: TestClient, ground: Ground) -> None:
    count = "select count(*) from indicator_value v join unit u on u.id = v.unit_id where u.full_code = :c"
    before = ground.world.scalar(count, c=CENTRE)
    # Not even a 403: that a door tries it at all is a fault of ours.
    assert call(client, ground, "officer", "POST", "theft").status_code == 500
    assert ground.world.scalar(count, c=CENTRE) == before


# --- faults in the matrix and in the services ---


@pytest.mark.parametrize(
    ("role", "act", "case"),
    [
        (Role.OFFICER, Act.VALUE_REVIEW, "approve_indicator_value:others"),
        (Role.LEADER, Act.VALUE_WRITE, "put_indicator_value:new"),
        (Role.SUPERVISOR, Act.PERSON_READ, "get_person"),
        (Role.CONTRIBUTOR, Act.VALUE_EXPORT, "export_indicator_values:unit"),
        (Role.HEAD, Act.PERIOD_LOCK, "lock_period"),
        (Role.ADMINISTRATOR, Act.VALUE_READ, "get_indicator_value:draft"),
    ],
)
def test_one_right_too_many_is_found_by_the_sweep(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, role: Role, act: Act, case: str
) -> None:
    monkeypatch.setitem(rules.GRANTS, role, rules.GRANTS[role] | {act})
    found = answers(ground, case)
    assert found != PLACED[case]
    assert {who for who in found if found[who] != PLACED[case][who]} == {role.value}


@pytest.mark.parametrize(("role", "act", "case"), [(Role.OFFICER, Act.VALUE_WRITE, "put_indicator_value:new")])
def test_one_right_too_few_is_found_by_the_sweep(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, role: Role, act: Act, case: str
) -> None:
    monkeypatch.setitem(rules.GRANTS, role, rules.GRANTS[role] - {act})
    found = answers(ground, case)
    assert {who for who in found if found[who] != PLACED[case][who]} == {role.value}


def _any_unit(db: Session, _actor: object, _act: Act, code: str, pointer: str) -> Unit:
    return unit_by_code(db, code, pointer)


@pytest.mark.parametrize("case", ["invite_person", "add_membership:unit", "create_api_key", "create_unit"])
def test_a_service_that_forgets_to_ask_whose_unit_it_is_meets_the_second_lock(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    monkeypatch.setattr("doimoi.directory.service.people.unit_to_fill", _any_unit)
    monkeypatch.setattr("doimoi.directory.service.units.unit_to_fill", _any_unit)
    monkeypatch.setattr("doimoi.directory.service.keys.unit_to_fill", _any_unit)
    monkeypatch.setattr("doimoi.directory.rules.check_grant", lambda *_: None)
    assert answers(ground, case) == PLACED[case]


def test_a_policy_that_is_too_wide_is_found_by_the_sweep(ground: Ground) -> None:
    """Row security is what keeps drafts from the neighbours: without it the sweep sees them."""
    server, name = ground.world.engine.url, str(ground.world.engine.url.database)
    owner = create_engine(
        server.set(username=roles.OWNER, database=name), poolclass=NullPool, isolation_level="AUTOCOMMIT"
    )
    with owner.connect() as connection:
        connection.execute(text("create policy too_wide on indicator_value for select to doimoi_app using (true)"))
        try:
            case = "get_indicator_value:draft"
            found = {who: word for who, word in answers_of_anybody(ground, case).items() if word != PLACED[case][who]}
            assert found.keys() >= {"leader", "head", "officer", "contributor", "supervisor", "reader", "key_read"}
        finally:
            connection.execute(text("drop policy too_wide on indicator_value"))
    assert answers(ground, "get_indicator_value:draft") == PLACED["get_indicator_value:draft"]


def answers_of_anybody(ground: Ground, case: str) -> dict[str, str]:
    """As `answers`, but a stranger's word is let pass: it is what is being looked for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.test_access.keeps_strangers_secret", lambda *_: None)
        return answers(ground, case)


# --- faults in the tables ---


@pytest.fixture
def owner(database: Database) -> Iterator[Connection]:
    """The scratch database as its owner; whatever is planted is undone."""
    with create_engine(database.url(roles.OWNER), poolclass=NullPool).connect() as connection:
        yield connection
        connection.rollback()


TABLE: Final = "create table forgotten (id uuid primary key, unit_id uuid not null, unit_key bigint not null default 0)"
SECURED: Final = (
    "alter table forgotten enable row level security",
    "alter table forgotten force row level security",
    "create policy owner on forgotten to current_user using (true) with check (true)",
    "create policy definer on forgotten to doimoi_definer using (true) with check (true)",
    "create policy everywhere on forgotten to doimoi_everywhere using (true) with check (true)",
)
ONE_POLICY: Final = (
    f"create policy whole on forgotten to doimoi_app using {rls.inside('see')} with check {rls.inside('act')}"
)


@pytest.mark.parametrize(
    ("statements", "guard"),
    [
        ((TABLE,), test_migrations.test_every_table_is_under_row_security_even_for_its_owner),
        ((TABLE, SECURED[0]), test_migrations.test_every_table_is_under_row_security_even_for_its_owner),
        ((TABLE, *SECURED), test_migrations.test_every_table_has_its_policies),
        ((TABLE, *SECURED, ONE_POLICY), test_migrations.test_every_table_has_its_policies),
        (("drop policy remove on indicator_value",), test_migrations.test_every_table_has_its_policies),
        (("drop policy owner on indicator_value",), test_migrations.test_every_table_has_its_policies),
        ((TABLE, *SECURED), test_migrations.test_every_row_of_a_unit_takes_its_key_from_the_unit),
        (
            ("drop trigger a_unit_key on indicator_value",),
            test_migrations.test_every_row_of_a_unit_takes_its_key_from_the_unit,
        ),
        (
            ("grant update (unit_id) on indicator_value to doimoi_app",),
            test_migrations.test_no_row_can_be_moved_to_another_unit_by_the_application,
        ),
        (
            ("grant update on indicator_value to doimoi_app",),
            test_migrations.test_no_row_can_be_moved_to_another_unit_by_the_application,
        ),
        (
            ("grant select on credential to doimoi_app",),
            test_migrations.test_the_application_cannot_touch_closed_tables_nor_change_the_trail,
        ),
        (
            ("grant update on audit to doimoi_app",),
            test_migrations.test_the_application_cannot_touch_closed_tables_nor_change_the_trail,
        ),
        (
            ("grant truncate on indicator_value to doimoi_app",),
            test_migrations.test_the_application_cannot_touch_closed_tables_nor_change_the_trail,
        ),
        (
            ("create view all_values as select * from indicator_value",),
            test_migrations.test_there_are_no_native_enums_and_no_view_that_escapes,
        ),
        (
            ("create type kind as enum ('a')",),
            test_migrations.test_there_are_no_native_enums_and_no_view_that_escapes,
        ),
        (
            ("create function doimoi.leak() returns bigint language sql security definer as 'select 1::bigint'",),
            test_migrations.test_definer_functions_are_closed_to_others_and_know_their_schemas,
        ),
        (
            ("grant execute on function doimoi.reach_within(uuid) to public",),
            test_migrations.test_definer_functions_are_closed_to_others_and_know_their_schemas,
        ),
    ],
)
def test_a_table_or_function_that_forgets_its_policies_is_found(
    owner: Connection, statements: tuple[str, ...], guard: Any
) -> None:
    guard(owner)
    for statement in statements:
        owner.execute(text(statement))
    with pytest.raises(AssertionError):
        guard(owner)


@pytest.fixture
def login(database: Database) -> Iterator[Engine]:
    """The application's own login."""
    engine = create_engine(database.url(roles.APP), poolclass=NullPool)
    yield engine
    engine.dispose()


def test_one_policy_for_everything_would_let_a_reader_delete_and_steal(
    database: Database, login: Engine, ground: Ground
) -> None:
    """Why there are four: with the usual one, the officer, who sees the team below, removes and takes its rows."""
    grants = "grant select, insert, update, delete on forgotten to doimoi_app"
    with create_engine(database.url(roles.OWNER), poolclass=NullPool, isolation_level="AUTOCOMMIT").connect() as owner:
        for statement in (TABLE, *SECURED, ONE_POLICY, grants):
            owner.execute(text(statement))
        try:
            with ground.world.begin() as db:
                team, centre = make.unit_of(db, "11602:TCN-01"), make.unit_of(db, CENTRE)
            row = "insert into forgotten values (gen_random_uuid(), :u, :k)"
            owner.execute(text(row), {"u": team.id, "k": team.key})
            assert _as_officer(login, ground, "delete from forgotten") == 1
            theft = f"update forgotten set unit_id = '{centre.id}', unit_key = {centre.key}"
            assert _as_officer(login, ground, theft) == 1
            owner.execute(text("drop policy whole on forgotten"))
            see, act = rls.inside("see"), rls.inside("act")
            for policy in (
                f"create policy see on forgotten for select to doimoi_app using ({see})",
                f"create policy add on forgotten for insert to doimoi_app with check ({act})",
                f"create policy change on forgotten for update to doimoi_app using ({act}) with check ({act})",
                f"create policy remove on forgotten for delete to doimoi_app using ({act})",
            ):
                owner.execute(text(policy))
            assert _as_officer(login, ground, "select 1 from forgotten") == 1
            assert _as_officer(login, ground, "delete from forgotten") == 0
            assert _as_officer(login, ground, theft) == 0
        finally:
            owner.execute(text("drop table forgotten"))


def _as_officer(login: Engine, ground: Ground, sql: str) -> int:
    with login.connect() as connection:
        connection.execute(
            text("select * from doimoi.enter_person(:s, '{officer}', true, 'sql')"),
            {"s": ground.people["officer"].sign_in_id},
        )
        count: int = connection.execute(text(sql)).rowcount
        connection.rollback()
        return count


# --- faults in the sources ---


@pytest.mark.parametrize(
    ("source", "guard"),
    [
        (
            "def leak(db, code):\n    return db.execute(text(f\"select * from unit where code = '{code}'\"))\n",
            test_house.test_sql_text_is_never_built_from_values,
        ),
        (
            'def leak(db, code):\n    return db.execute(text("select * from unit where code = \'" + code + "\'"))\n',
            test_house.test_sql_text_is_never_built_from_values,
        ),
        ("def save(db):\n    db.commit()\n", test_house.test_nothing_commits_but_the_blocks_that_open_a_transaction),
        (
            'def export(url):\n    with everywhere(url, "fast") as db:\n        return db\n',
            test_house.test_the_callers_of_everywhere_are_these,
        ),
        ("from jose import jwt\n", test_house.test_only_the_token_wrapper_knows_python_jose),
    ],
)
def test_a_line_that_goes_around_the_locks_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, guard: Any
) -> None:
    guard()
    real = test_house.BACKEND
    for path in real.rglob("*.py"):
        copy = tmp_path / path.relative_to(real)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    monkeypatch.setattr(test_house, "BACKEND", tmp_path)
    guard()
    (tmp_path / "indicators" / "service" / "planted.py").write_text(source)
    with pytest.raises(AssertionError):
        guard()


OPEN: Final = ("end_session", "list_", "get_me", "get_digest", "count_notices", "read_all_notices", "read_notice:mine")
"""Cases in which everybody who is signed in is answered, with what is theirs."""
OTHERS: Final = ("end_session", "read_notice")
"""Cases that ask for what is somebody else's alone."""


def test_the_sweep_is_whole() -> None:
    """What the planted rights are caught by: no case is without a caller who may and one who may not."""
    for case, words in {**PLACED, **UNPLACED}.items():
        letters = set("".join(words.values()))
        assert letters >= {"n"} or case.startswith(OPEN), case
        assert "y" in letters or case in OTHERS or case.endswith((":own", ":others")), case
