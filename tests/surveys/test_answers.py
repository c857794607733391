"""Answers from anybody: taken once, without a name, floods held back, and pages that work without scripts."""

import asyncio
import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from starlette.testclient import TestClient
from tests import make
from tests.conftest import Api, World
from tests.surveys import ground
from tests.surveys.ground import V1, kept, new_round, post

from doimoi.core import logs
from doimoi.core.errors import Busy
from doimoi.surveys.models import SurveyRound
from doimoi.surveys.questionnaire import TEMPLATES
from doimoi.surveys.rules import AnswerState, Channel
from doimoi.surveys.service import writer
from doimoi.surveys.service.intake import Floods, Survey, survey_of
from doimoi.surveys.service.writer import Form, Outcome, Writer

SOMEBODY = "3f0e8a52-6d3c-4a77-9d0e-6f1c2b7a9e10"


@pytest.fixture(scope="module", autouse=True)
def laid(world: World) -> ground.Ground:
    """The units, once."""
    with world.begin() as db:
        return ground.lay(db)


@pytest.fixture
def round_(world: World) -> SurveyRound:
    """A fresh round that takes answers."""
    with world.begin() as db:
        return new_round(db)


def test_a_form_is_recorded_with_its_day_and_way_and_nothing_else(api: Api, world: World, round_: SurveyRound) -> None:
    taken = post(api.client, round_.kiosk_code, {"q1": 2, "q2": ["waiting"], "q3": "Chờ lâu quá"})
    assert (taken.status_code, taken.json()) == (200, {"thanks": True})
    [answer] = kept(world, round_)
    assert answer.answers == {"q1": 2, "q2": ["waiting"], "q3": "Chờ lâu quá"}
    assert (answer.channel, answer.complete, answer.state) == ("kiosk", True, "counted")
    assert answer.day == world.scalar("select (now() at time zone 'Asia/Ho_Chi_Minh')::date")
    assert answer.id.version == 4


def test_the_way_is_told_by_the_code_alone(api: Api, world: World, round_: SurveyRound) -> None:
    for code in (round_.code, round_.kiosk_code, round_.house_code):
        assert post(api.client, code).status_code == 200
    assert sorted(a.channel for a in kept(world, round_)) == ["house", "kiosk", "qr"]
    assert post(api.client, round_.code, channel="kiosk").status_code == 422
    shown = api.client.get(f"{V1}/public/surveys/{round_.house_code.upper()}").json()
    assert (shown["channel"], shown["unit"]) == ("house", "Trung tâm Phục vụ hành chính công mẫu")
    assert [q["code"] for q in shown["questionnaire"]["questions"]] == ["q1", "q2", "q3"]


async def at_once(api: Api, code: str, bodies: list[dict[str, Any]]) -> list[int]:
    """The statuses of forms sent at the same moment, on a server of this loop's own."""
    async with api.app.router.lifespan_context(api.app):
        transport = httpx.ASGITransport(app=api.app)
        async with httpx.AsyncClient(transport=transport, base_url="https://testserver") as client:
            sent = (client.post(f"{V1}/public/surveys/{code}/answers", json=body) for body in bodies)
            return [answer.status_code for answer in await asyncio.gather(*sent)]


@pytest.fixture
def own_app(api: Api) -> Iterator[Api]:
    """The application, whose intake a test may replace for a while."""
    before = api.app.state.surveys, api.app.state.seats, api.app.state.streams, api.app.state.engine.dispose
    api.app.state.engine.dispose = lambda: None
    yield api
    api.app.state.surveys, api.app.state.seats, api.app.state.streams, api.app.state.engine.dispose = before


def test_the_same_form_a_hundred_times_at_once_counts_once(own_app: Api, world: World, round_: SurveyRound) -> None:
    body = {"client_id": str(uuid.uuid4()), "answers": {"q1": 4}}
    assert asyncio.run(at_once(own_app, round_.code, [body] * 100)) == [200] * 100
    assert len(kept(world, round_)) == 1


def test_different_forms_at_once_all_count_and_a_bad_one_spoils_none(
    own_app: Api, world: World, round_: SurveyRound
) -> None:
    bodies = [{"client_id": str(uuid.uuid4()), "answers": {"q1": n % 5 + 1}} for n in range(60)]
    bodies.insert(30, {"client_id": str(uuid.uuid4()), "answers": {"q1": 9}})
    statuses = asyncio.run(at_once(own_app, round_.kiosk_code, bodies))
    assert statuses == [200] * 30 + [422] + [200] * 30
    assert len(kept(world, round_)) == 60


def test_a_form_sent_again_later_is_thanked_for_and_not_counted(api: Api, world: World, round_: SurveyRound) -> None:
    ident = str(uuid.uuid4())
    for level in (5, 5, 1):
        assert post(api.client, round_.code, {"q1": level}, client_id=ident).status_code == 200
    assert [a.answers for a in kept(world, round_)] == [{"q1": 5}]
    with world.begin() as db:
        other = new_round(db)
    assert post(api.client, other.code, client_id=ident).status_code == 200
    assert len(kept(world, other)) == 1


def test_an_abandoned_form_is_kept_as_unfinished(api: Api, world: World, round_: SurveyRound) -> None:
    assert post(api.client, round_.kiosk_code, {"q1": 1}, abandoned=True).status_code == 200
    assert [a.complete for a in kept(world, round_)] == [False]


def test_a_flood_from_one_address_is_held_back_and_never_refused(api: Api, world: World, round_: SurveyRound) -> None:
    assert {post(api.client, round_.code).status_code for _ in range(10)} == {200}
    states = [a.state for a in kept(world, round_)]
    assert (states.count("counted"), states.count("quarantined")) == (3, 7)


def survey(world: World, of: SurveyRound, channel: str = "code") -> Survey:
    """The round as the intake knows it."""
    with world.begin() as db:
        return survey_of(db, getattr(of, channel))


def test_floods_are_counted_by_address_and_forgotten_after_a_minute(world: World, round_: SurveyRound) -> None:
    floods, qr, kiosk = Floods(), survey(world, round_), survey(world, round_, "kiosk_code")
    assert [floods.is_one(qr, "203.0.113.7", now) for now in (0.0, 1, 2, 3, 4)] == [False] * 3 + [True] * 2
    assert floods.is_one(qr, "203.0.113.8", 5) is False
    assert floods.is_one(kiosk, "203.0.113.7", 5) is False
    assert floods.is_one(qr, "203.0.113.7", 66) is False
    sixes = [floods.is_one(qr, f"2001:db8:1:2::{n}", 100) for n in range(5)]
    assert sixes == [False, False, False, True, True]
    assert floods.is_one(qr, "2001:db8:1:3::1", 100) is False
    assert len(floods._seen) <= 4
    assert b"203.0.113" not in b"".join(floods._seen)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b'{"client_id": "x", "answers": {"q1": 5}}', 422),
        (b'{"answers": {"q1": 5}}', 422),
        (json.dumps({"client_id": SOMEBODY, "answers": {}}).encode(), 422),
        (json.dumps({"client_id": SOMEBODY, "answers": {"q1": 4.5}}).encode(), 422),
        (json.dumps({"client_id": SOMEBODY, "answers": {"q1": True}}).encode(), 422),
        (json.dumps({"client_id": SOMEBODY, "answers": {"q3": "x" * 501}}).encode(), 422),
        (json.dumps({"client_id": SOMEBODY, "answers": {"q3": "a\u0000b"}}).encode(), 422),
        (b'{"client_id": "a", "answers": {"q3": "\\ud800"}}', 422),
        (json.dumps({"client_id": SOMEBODY, "answers": {"q1": 5}, "name": "A"}).encode(), 422),
    ],
)
def test_what_is_no_form_is_refused_as_a_problem(
    api: Api, world: World, round_: SurveyRound, body: bytes, status: int
) -> None:
    sent = api.client.post(
        f"{V1}/public/surveys/{round_.code}/answers", content=body, headers={"Content-Type": "application/json"}
    )
    assert sent.status_code == status, sent.text
    assert sent.headers["content-type"] == "application/problem+json"
    assert kept(world, round_) == []


def test_another_sites_page_cannot_send_a_form(api: Api, world: World, round_: SurveyRound) -> None:
    body = json.dumps({"client_id": str(uuid.uuid4()), "answers": {"q1": 1}})
    sent = api.client.post(
        f"{V1}/public/surveys/{round_.code}/answers", content=body, headers={"Content-Type": "text/plain"}
    )
    assert sent.status_code == 415
    for headers in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        sent = api.client.post(f"/k/{round_.code}", data={"client": str(uuid.uuid4()), "q1": "1"}, headers=headers)
        assert sent.status_code == 403
    assert kept(world, round_) == []


def test_only_a_round_that_is_open_takes_answers(api: Api, world: World) -> None:
    with world.begin() as db:
        draft = new_round(db, state="draft")
        closed = new_round(db, state="closed")
        over = new_round(db, closes_on=make.SINCE)
    for of, status in ((draft, 404), (closed, 410), (over, 410)):
        assert post(api.client, of.code).status_code == status
        assert api.client.get(f"{V1}/public/surveys/{of.code}").status_code == status
        assert api.client.get(f"/k/{of.code}").status_code == status
        assert kept(world, of) == []
    assert post(api.client, "khongcodau").status_code == 404
    assert "Khảo sát đã kết thúc." in api.client.get(f"/k/{closed.code}").text


def form(client: str, **fields: Any) -> dict[str, Any]:
    """The fields of the page as a browser without scripts sends them."""
    return {"client": client, **fields}


def test_the_page_works_without_scripts(api: Api, world: World, round_: SurveyRound) -> None:
    page = api.client.get(f"/k/{round_.code}")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "same-origin"
    assert "<style" not in page.text
    assert " style=" not in page.text
    assert page.text.count('type="radio"') == 5
    assert page.text.count('type="checkbox"') == 6
    client = page.text.split('name="client" value="')[1].split('"')[0]
    fields = form(client, q1="2", q2=["waiting", "place"], q3="  Ghế chờ ít quá  ")
    for _ in range(2):
        sent = api.client.post(f"/k/{round_.code}?lang=vi", data=fields, follow_redirects=False)
        assert (sent.status_code, sent.headers["location"]) == (303, f"/k/{round_.code}/xong?lang=vi")
    assert "Cảm ơn ông/bà. Phiếu đã ghi." in api.client.get(sent.headers["location"]).text
    assert [a.answers for a in kept(world, round_)] == [{"q1": 2, "q2": ["waiting", "place"], "q3": "Ghế chờ ít quá"}]


def test_the_page_speaks_english_and_keeps_what_was_filled_in(api: Api, world: World, round_: SurveyRound) -> None:
    page = api.client.get(f"/k/{round_.code}?lang=en")
    assert '<html lang="en">' in page.text
    assert "Very dissatisfied" in page.text
    assert page.headers["content-language"] == "en"
    again = api.client.post(f"/k/{round_.code}?lang=en", data=form("no id", q1="5", q3="Fine"))
    assert again.status_code == 422
    assert "Please choose again" in again.text
    assert 'value="5" checked' in again.text
    assert ">Fine</textarea>" in again.text
    assert api.client.post(f"/k/{round_.code}", data=form(str(uuid.uuid4()))).status_code == 422
    assert kept(world, round_) == []


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def test_hostile_words_stay_words(api: Api, world: World) -> None:
    asked = json.loads(json.dumps(TEMPLATES["one_stop_3"]))
    asked["questions"][1]["options"][0]["label"]["vi"] = HOSTILE
    asked["questions"][2]["text"]["vi"] = HOSTILE
    with world.begin() as db:
        of = new_round(db, title=HOSTILE, questionnaire=asked)
    again = api.client.post(f"/k/{of.code}", data=form(HOSTILE, q1="1", q3=HOSTILE))
    for page in (api.client.get(f"/k/{of.code}"), api.client.get(f"/kiosk/{of.kiosk_code}"), again):
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert "&lt;script&gt;alert(1)" in page.text


def test_the_kiosk_page_belongs_to_the_kiosks_code(api: Api, round_: SurveyRound) -> None:
    page = api.client.get(f"/kiosk/{round_.kiosk_code}")
    assert page.status_code == 200
    assert 'class="kiosk"' in page.text
    assert api.client.get(f"/kiosk/{round_.code}").status_code == 404
    assert "Không tìm thấy" in api.client.get("/k/zzzzzzzzzz").text


def test_no_column_of_an_answer_names_somebody_or_a_time(world: World) -> None:
    question = "select column_name, data_type from information_schema.columns where table_name = :table"
    columns = {table: dict(_all(world, question, table=table)) for table in ("survey_answer", "survey_client")}
    assert columns["survey_answer"] == {
        "id": "uuid",
        "round_id": "uuid",
        "channel": "text",
        "day": "date",
        "answers": "jsonb",
        "complete": "boolean",
        "state": "text",
        "unit_id": "uuid",
        "unit_key": "bigint",
    }
    assert columns["survey_client"] == {"round_id": "uuid", "hash": "bytea"}


def _all(world: World, sql: str, **params: object) -> list[Any]:
    with world.begin() as db:
        return [tuple(row) for row in db.execute(text(sql), params)]


def test_nothing_tells_which_form_gave_which_answer(api: Api, world: World, round_: SurveyRound) -> None:
    ids = [uuid.uuid4() for _ in range(12)]
    for place, ident in enumerate(ids):
        post(api.client, round_.kiosk_code, {"q1": place % 5 + 1}, client_id=str(ident))
    hashes = {h for (h,) in _all(world, "select hash from survey_client where round_id = :r", r=round_.id)}
    assert len(hashes) == 12
    whole = b"".join(
        str(row).encode() for row in _all(world, "select a::text from survey_answer a where round_id = :r", r=round_.id)
    )
    for ident in ids:
        assert ident.hex.encode() not in whole
        assert str(ident).encode() not in whole
    assert not any(h.hex().encode() in whole for h in hashes)
    assert _all(world, "select 1 from audit where tab in ('survey_answer', 'survey_client')") == []


def test_the_application_can_neither_make_nor_change_nor_remove_an_answer(
    api: Api, world: World, round_: SurveyRound
) -> None:
    post(api.client, round_.code)
    for sql in (
        "insert into survey_answer (id, round_id, unit_id, channel, day, answers, complete, state)"
        " select gen_random_uuid(), id, unit_id, 'qr', now(), '{}', true, 'counted' from survey_round",
        "update survey_answer set answers = '{}'",
        "delete from survey_answer",
        "select * from survey_client",
    ):
        with pytest.raises(Exception, match="permission denied"), api.app.state.sessions() as db:
            db.execute(text(sql))
    with api.app.state.sessions() as db:
        assert db.execute(text("select count(*) from survey_answer")).scalar_one() == 0


def test_a_full_queue_asks_to_come_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "QUEUE", 2)

    async def fill() -> int:
        full = Writer("host=/nonexistent")
        one = Form(uuid.uuid4(), b"x", uuid.uuid4(), "qr", "{}", True, "counted")
        waiting = [asyncio.ensure_future(full.keep(one)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await full.keep(one)
        for task in waiting:
            task.cancel()
        return len(waiting)

    full = asyncio.run(fill())
    assert full == 2


def test_forms_wait_for_the_database_and_one_bad_form_spoils_no_other(
    api: Api, world: World, round_: SurveyRound
) -> None:
    """A batch with a row that the database refuses is written form by form; an unreachable database is told of."""
    conninfo = api.app.state.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)

    def of(answers: str) -> Form:
        return Form(round_.id, uuid.uuid4().bytes, uuid.uuid4(), "qr", answers, True, AnswerState.COUNTED.value)

    async def send() -> list[Any]:
        good, away = Writer(conninfo), Writer("host=/nonexistent")
        good.start()
        away.start()
        forms = [of('{"q1": 5}'), of("no json"), of('{"q1": 1}')]
        told = await asyncio.gather(*(good.keep(f) for f in forms), away.keep(forms[0]), return_exceptions=True)
        told.append(await good.keep(forms[0]))
        await good.stop()
        await away.stop()
        return told

    first, bad, last, away, again = asyncio.run(send())
    assert (first, last, again) == (Outcome.KEPT, Outcome.KEPT, Outcome.KNOWN)
    assert isinstance(bad, Busy)
    assert isinstance(away, Busy)
    assert sorted(a.answers["q1"] for a in kept(world, round_)) == [1, 5]


def test_what_went_well_leaves_no_line_with_a_time(round_: SurveyRound, tmp_path: Path, client: TestClient) -> None:
    logs.configure(tmp_path / "doimoi.log")
    post(client, round_.code)
    client.get(f"/k/{round_.code}")
    client.get("/healthz")
    post(client, "khongcodau")
    said = (tmp_path / "doimoi.log").read_text("utf-8")
    assert "/healthz" in said
    assert "khongcodau" in said
    assert round_.code not in said


@pytest.fixture
def client(api: Api) -> TestClient:
    """The client of the running application."""
    return api.client


def test_channels_are_the_ones_of_the_database(world: World) -> None:
    check = world.scalar(
        "select pg_get_constraintdef(oid) from pg_constraint where conname = 'ck_survey_answer_channel'"
    )
    assert all(f"'{channel.value}'" in check for channel in Channel)
