"""Rounds for officers: made, opened, read, decided about, closed, put into the indicator; by whom and by whom not."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, text
from tests import make
from tests.conftest import Api, World
from tests.surveys import ground
from tests.surveys.ground import CENTRE, V1, Ground, answers, kept, new_round, post

from doimoi.surveys.models import SurveyAnswer, SurveyRound
from doimoi.surveys.questionnaire import TEMPLATES

TODAY = "2026-11-25 03:00:00Z"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A day inside the second half of 2026."""
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture(scope="module")
def ward(world: World) -> Ground:
    """The people of two wards."""
    with time_machine.travel(TODAY, tick=True), world.begin() as db:
        return ground.lay(db)


@pytest.fixture
def round_(ward: Ground, world: World) -> SurveyRound:
    """A fresh round that takes answers."""
    with world.begin() as db:
        return new_round(db)


def create(api: Api, who: make.Person | str, **fields: Any) -> Any:
    """Ask for a new round."""
    body = {"unit": CENTRE, "period": "2026-H2", **fields}
    return api.as_(who).post(f"{V1}/survey-rounds", json=body, headers={"Idempotency-Key": str(uuid.uuid4())})


def test_a_round_from_the_template_to_its_end(api: Api, ward: Ground, world: World) -> None:
    officer = api.as_(ward.officer)
    made = create(api, ward.officer, population=4800, opens_on="2020-01-01")
    assert made.status_code == 201, made.text
    round_ = made.json()
    assert round_["title"] == "Hài lòng một cửa - 6 tháng cuối năm 2026"
    assert (round_["state"], round_["taking"], round_["wanted"], round_["target"]) == ("draft", False, 370, "95")
    assert [q["kind"] for q in round_["questionnaire"]["questions"]] == ["level5", "many", "text"]
    codes = {round_[link].rpartition("/")[2] for link in ("link", "kiosk_link", "house_link")}
    assert len(codes) == 3
    assert all(len(code) == 10 for code in codes)
    assert post(api.client, round_["code"]).status_code == 404

    address = f"{V1}/survey-rounds/{round_['id']}"
    assert officer.post(f"{address}/openings", headers={"If-Match": '"9"'}).status_code == 412
    opened = officer.post(f"{address}/openings", headers={"If-Match": made.headers["etag"]})
    assert (opened.status_code, opened.json()["state"], opened.json()["taking"]) == (200, "open", True)
    assert post(api.client, round_["code"]).status_code == 200
    assert officer.post(f"{address}/openings", headers={"If-Match": opened.headers["etag"]}).status_code == 409

    closed = officer.post(f"{address}/closings", headers={"If-Match": opened.headers["etag"]})
    assert (closed.status_code, closed.json()["state"]) == (200, "closed")
    assert world.scalar("select count(*) from survey_client where round_id = :r", r=round_["id"]) == 0
    assert world.scalar("select count(*) from survey_answer where round_id = :r", r=round_["id"]) == 1
    assert officer.post(f"{address}/openings", headers={"If-Match": closed.headers["etag"]}).status_code == 409
    api.app.state.surveys._known.clear()
    assert post(api.client, round_["code"]).status_code == 410
    assert world.scalar("select count(*) from survey_answer where round_id = :r", r=round_["id"]) == 1


def test_a_round_that_closed_a_moment_ago_takes_nothing_even_when_the_server_still_thinks_so(
    api: Api, ward: Ground, world: World, round_: SurveyRound
) -> None:
    assert post(api.client, round_.code).status_code == 200
    closed = api.as_(ward.officer).post(f"{V1}/survey-rounds/{round_.id}/closings", headers={"If-Match": '"1"'})
    assert closed.status_code == 200
    assert post(api.client, round_.code).status_code == 410
    assert len(kept(world, round_)) == 1


def test_closing_mixes_the_answers(api: Api, ward: Ground, world: World, round_: SurveyRound) -> None:
    for level in (1, 2, 3, 4, 5) * 3:
        post(api.client, round_.kiosk_code, {"q1": level})
    before = {a.id: a.answers for a in kept(world, round_)}
    api.as_(ward.officer).post(f"{V1}/survey-rounds/{round_.id}/closings", headers={"If-Match": '"1"'})
    assert {a.id: a.answers for a in kept(world, round_)} == before
    with world.begin() as db:
        places = db.execute(
            select(SurveyAnswer.id).where(SurveyAnswer.round_id == round_.id).order_by(text("ctid"))
        ).scalars()
        assert list(places) == sorted(before)
    assert world.scalar("select count(distinct xmin::text) from survey_answer where round_id = :r", r=round_.id) == 1


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"template": "none"}, 404, "not_found"),
        ({"period": "2026-H9"}, 422, None),
        ({"period": "11581:2026-H2"}, 404, "not_found"),
        ({"unit": "11602:NONE"}, 404, "not_found"),
        ({"unit": "11602:VHXH"}, 403, "not_allowed"),
        ({"population": 0}, 422, "validation_failed"),
        ({"target": "101"}, 422, "validation_failed"),
        ({"opens_on": "2026-11-25", "closes_on": "2026-11-24"}, 422, "survey_dates_wrong"),
        ({"title": "a\u0000b"}, 422, "validation_failed"),
        (
            {"questionnaire": {**TEMPLATES["one_stop_3"], "questions": TEMPLATES["one_stop_3"]["questions"][1:]}},
            422,
            "questionnaire_invalid",
        ),
    ],
)
def test_a_round_that_makes_no_sense_is_refused(
    api: Api, ward: Ground, fields: dict[str, Any], status: int, code: str | None
) -> None:
    refused = create(api, ward.officer, **fields)
    assert refused.status_code == status, refused.text
    assert code is None or refused.json()["code"] == code


def test_a_round_may_bring_its_own_questions(api: Api, ward: Ground) -> None:
    own = {**TEMPLATES["one_stop_3"], "code": "mau_rieng", "questions": TEMPLATES["one_stop_3"]["questions"][:1]}
    made = create(api, ward.officer, questionnaire=own)
    assert made.status_code == 201, made.text
    assert made.json()["instrument"] == "mau_rieng v1"
    assert len(made.json()["questionnaire"]["questions"]) == 1


def test_population_and_days_may_change_and_questions_may_not(api: Api, ward: Ground, round_: SurveyRound) -> None:
    officer, address = api.as_(ward.officer), f"{V1}/survey-rounds/{round_.id}"
    change = {"title": "Đợt cuối năm", "population": 5200, "target": "95", "opens_on": "2025-07-01", "closes_on": None}
    assert officer.put(address, json=change).status_code == 428
    changed = officer.put(address, json=change, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.json()["wanted"], changed.json()["version"]) == (200, 372, 2)
    assert officer.put(address, json=change, headers={"If-Match": '"1"'}).status_code == 412
    asked = {**change, "questionnaire": TEMPLATES["one_stop_3"]}
    assert officer.put(address, json=asked, headers={"If-Match": '"2"'}).status_code == 422


READS = ("", "/results", "/poster.svg")


def test_who_reads_rounds_and_who_manages_them(api: Api, ward: Ground, world: World) -> None:
    """One's own unit and below, or the whole ward; a stranger's round is one that does not exist."""
    read = dict.fromkeys(("officer", "head", "coordinator", "leader"), 200)
    read |= dict.fromkeys(("contributor", "supervisor", "administrator", "reader", "key"), 403)
    read |= {"other_officer": 404, "stranger": 404}
    manage = {**read, "leader": 403}
    with world.begin() as db:
        rounds = {who: new_round(db) for who in read}
        seen = rounds["officer"]
    for who, status in read.items():
        client = api.as_(getattr(ward, who))
        for part in READS:
            assert client.get(f"{V1}/survey-rounds/{seen.id}{part}").status_code == status, (who, part)
        listed = client.get(f"{V1}/survey-rounds")
        shown = str(seen.id) in listed.text
        assert (listed.status_code, shown) == ((403, False) if status == 403 else (200, status == 200)), who
    for who, status in manage.items():
        mine, client = rounds[who], api.as_(getattr(ward, who))
        headers = {"If-Match": '"1"', "Idempotency-Key": str(uuid.uuid4())}
        done = client.post(f"{V1}/survey-rounds/{mine.id}/closings", headers=headers)
        assert done.status_code == status, (who, done.text)
        decision = {"decision": "rejected", "reason": "thử"}
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        done = client.post(f"{V1}/survey-rounds/{mine.id}/quarantine-decisions", json=decision, headers=headers)
        assert done.status_code == status, who
    assert api.as_(None).get(f"{V1}/survey-rounds").status_code == 401


def test_creating_is_for_those_who_act_for_the_unit(api: Api, ward: Ground) -> None:
    expected = {"officer": 201, "head": 201, "coordinator": 201, "leader": 403, "contributor": 403, "key": 403}
    expected |= {"other_officer": 403, "stranger": 404, "supervisor": 403, "reader": 403, "administrator": 403}
    for who, status in expected.items():
        assert create(api, getattr(ward, who)).status_code == status, who


def results(api: Api, ward: Ground, of: SurveyRound) -> Any:
    """What the round proves, as the head of the unit sees it."""
    return api.as_(ward.head).get(f"{V1}/survey-rounds/{of.id}/results").json()


def test_299_of_312_is_not_sure_and_361_of_370_is_above(api: Api, ward: Ground, world: World) -> None:
    with world.begin() as db:
        unsure, above = new_round(db), new_round(db)
        answers(db, unsure, (1, 1, 3, 84, 101), "kiosk")
        answers(db, unsure, (1, 1, 3, 35, 44), "qr")
        answers(db, unsure, (0, 0, 3, 12, 23), "house")
        answers(db, above, (0, 0, 9, 161, 200), "qr")
    found = results(api, ward, unsure)
    assert (found["satisfied"], found["count"], found["rate"], found["mean"]) == (299, 312, "95.833333", "4.477564")
    assert found["interval"] == {"low": "93.116677", "high": "97.506512"}
    assert (found["verdict"], found["wanted"], found["missing"]) == ("unsure", 370, 58)
    assert found["levels"] == [2, 2, 9, 131, 168]
    channels = {c["channel"]: c for c in found["channels"]}
    assert (channels["kiosk"]["count"], channels["kiosk"]["rate"]) == (190, "97.368421")
    assert channels["house"]["interval"] == {"low": "79.200629", "high": "97.27854"}
    sure = results(api, ward, above)
    assert (sure["verdict"], sure["missing"]) == ("above", 0)
    assert sure["interval"] == {"low": "95.548571", "high": "98.683443"}


def test_small_figures_are_left_out(api: Api, ward: Ground, world: World) -> None:
    with world.begin() as db:
        small, part = new_round(db), new_round(db)
        answers(db, small, (0, 0, 0, 4, 5), answers={"q1": 5, "q3": "Tốt"})
        answers(db, part, (0, 0, 5, 100, 100), "kiosk")
        answers(db, part, (0, 0, 0, 20, 10), "qr")
        answers(db, part, (3, 0, 0, 0, 3), "house")
    hidden = results(api, ward, small)
    for name in ("rate", "mean", "interval", "levels", "satisfied", "comments"):
        assert hidden[name] is None, name
    assert (hidden["count"], hidden["verdict"]) == (9, "hidden")
    assert api.as_(ward.head).get(f"{V1}/survey-rounds/{small.id}/comments").status_code == 409
    found = {c["channel"]: c["rate"] for c in results(api, ward, part)["channels"]}
    assert found == {"kiosk": "97.560976", "qr": None, "house": None}


def test_what_people_chose_and_wrote(api: Api, ward: Ground, world: World) -> None:
    with world.begin() as db:
        of = new_round(db)
        answers(db, of, (0, 12, 0, 0, 0), answers={"q1": 2, "q2": ["waiting", "place"], "q3": "Chờ lâu"})
        answers(db, of, (0, 3, 0, 0, 0), answers={"q1": 2, "q2": ["place"]})
        answers(db, of, (0, 0, 0, 0, 2), answers={"q1": 5, "q3": "Không đếm"}, state="rejected")
        answers(db, of, (0, 0, 0, 0, 2), answers={"q1": 5, "q3": "Dở dang"}, complete=False)
        answers(db, of, (0, 0, 0, 0, 2), answers={"q3": "Chỉ góp ý"})
    found = results(api, ward, of)
    assert (found["count"], found["unfinished"], found["skipped"], found["rejected"]) == (15, 2, 2, 2)
    [chosen] = found["questions"]
    counts = {o["code"]: o["count"] for o in chosen["options"]}
    assert (chosen["count"], counts["waiting"], counts["place"], counts["online"]) == (15, 12, 15, 0)
    assert found["comments"] == 14
    listed = api.as_(ward.leader).get(f"{V1}/survey-rounds/{of.id}/comments?limit=500").json()["data"]
    assert len(listed) == 14
    assert {c["text"] for c in listed} == {"Chờ lâu", "Chỉ góp ý"}
    assert set(listed[0]) == {"text", "day", "channel"}


def test_what_was_held_back_waits_for_a_decision_with_a_reason(
    api: Api, ward: Ground, world: World, round_: SurveyRound
) -> None:
    with world.begin() as db:
        answers(db, round_, (0, 0, 0, 0, 20))
        answers(db, round_, (5, 0, 0, 0, 0), state="quarantined")
        answers(db, round_, (0, 0, 0, 0, 2), "kiosk", state="quarantined")
    assert results(api, ward, round_)["held"] == [
        {"channel": "kiosk", "day": "2025-07-01", "count": 2},
        {"channel": "qr", "day": "2025-07-01", "count": 5},
    ]
    head, address = api.as_(ward.head), f"{V1}/survey-rounds/{round_.id}/quarantine-decisions"
    assert head.post(address, json={"decision": "rejected"}).status_code == 422
    assert head.post(address, json={"decision": "quarantined", "reason": "x"}).status_code == 422
    sent = head.post(address, json={"decision": "rejected", "reason": "Một máy gửi liên tục", "channel": "qr"})
    assert sent.json() == {"decision": "rejected", "count": 5}
    sent = head.post(address, json={"decision": "counted", "reason": "Đông người cuối buổi", "day": "2025-07-01"})
    assert sent.json() == {"decision": "counted", "count": 2}
    found = results(api, ward, round_)
    assert (found["held"], found["count"], found["rejected"]) == ([], 22, 5)
    assert world.scalar("select count(*) from survey_review where round_id = :r", r=round_.id) == 2


def test_the_sheet_for_the_counter_is_a4_with_a_code_that_can_be_read(
    api: Api, ward: Ground, world: World, round_: SurveyRound
) -> None:
    with world.begin() as db:
        hostile = new_round(db, title='Đợt <script>alert(1)</script> & "nữa"')
    drawing = api.as_(ward.officer).get(f"{V1}/survey-rounds/{round_.id}/poster.svg")
    assert drawing.headers["content-type"] == "image/svg+xml"
    assert 'width="210mm" height="297mm"' in drawing.text
    assert f"/k/{round_.code}</text>" in drawing.text
    assert "<script" not in api.as_(ward.officer).get(f"{V1}/survey-rounds/{hostile.id}/poster.svg").text


def put(api: Api, who: make.Person | str, of: SurveyRound, version: str | None = None, **fields: str) -> Any:
    """Put a round's rate into an indicator."""
    headers = {"Idempotency-Key": str(uuid.uuid4()), **({"If-Match": version} if version else {})}
    body = {"indicator": "A4", "period": "2026-H2", **fields}
    return api.as_(who).post(f"{V1}/survey-rounds/{of.id}/indicator-values", json=body, headers=headers)


def test_the_rate_becomes_a_submitted_value_with_its_source_and_its_doubt(
    api: Api, ward: Ground, world: World, round_: SurveyRound
) -> None:
    with world.begin() as db:
        answers(db, round_, (2, 2, 9, 131, 168))
    given = put(api, ward.officer, round_)
    assert given.status_code == 201, given.text
    value = given.json()
    assert (value["numerator"], value["denominator"], value["state"]) == ("299", "312", "submitted")
    assert value["source"] == f"survey:{round_.code}"
    assert "299/312 phiếu hợp lệ, khoảng tin cậy 95%: 93,1-97,5%" in value["note"]
    assert "Tổng thể: 4800. Bộ câu hỏi one_stop_3 v1" in value["note"]
    assert (value["unit"]["code"], value["entered"]["by_name"]) == (CENTRE, ward.officer.name)

    assert put(api, ward.officer, round_).status_code == 428
    etag = f'"{value["version"]}"'
    assert put(api, ward.officer, round_, etag).json()["code"] == "move_forbidden"
    address = f"{V1}/indicator-values/{value['id']}"
    back = api.as_(ward.head).post(f"{address}/returns", json={"reason": "Thêm phiếu"}, headers={"If-Match": etag})
    assert back.status_code == 200, back.text
    with world.begin() as db:
        answers(db, round_, (0, 0, 0, 0, 58))
    again = put(api, ward.officer, round_, f'"{back.json()["version"]}"')
    assert (again.status_code, again.json()["numerator"], again.json()["denominator"]) == (200, "357", "370")
    etag = f'"{again.json()["version"]}"'
    assert api.as_(ward.officer).post(f"{address}/approvals", headers={"If-Match": etag}).status_code == 403
    approved = api.as_(ward.head).post(f"{address}/approvals", headers={"If-Match": etag})
    assert approved.json()["state"] == "approved"


def test_a_figure_that_is_hidden_or_not_final_cannot_be_used(
    api: Api, ward: Ground, world: World, round_: SurveyRound
) -> None:
    with world.begin() as db:
        answers(db, round_, (0, 0, 0, 0, 9))
    refused = put(api, ward.officer, round_)
    assert (refused.status_code, refused.json()["code"]) == (409, "survey_results_hidden")
    with world.begin() as db:
        answers(db, round_, (0, 0, 0, 0, 9))
        answers(db, round_, (1, 0, 0, 0, 0), state="quarantined")
    refused = put(api, ward.officer, round_)
    assert (refused.status_code, refused.json()["code"]) == (409, "survey_quarantine_pending")
    assert put(api, ward.officer, round_, indicator="B4").json()["code"] == "survey_measure_differs"
    assert put(api, ward.officer, round_, period="2026").json()["code"] == "survey_period_differs"
    assert put(api, ward.officer, round_, indicator="Z9").status_code == 404


def test_only_those_who_enter_for_the_unit_put_its_rate_into_an_indicator(api: Api, ward: Ground, world: World) -> None:
    expected = {"leader": 403, "supervisor": 403, "administrator": 403, "reader": 403}
    expected |= {"contributor": 403, "other_officer": 404, "stranger": 404, "key": 403}
    with world.begin() as db:
        of = new_round(db, period="2027-H1")
        answers(db, of, (0, 0, 0, 0, 20))
    for who, status in expected.items():
        answer = put(api, getattr(ward, who), of, period="2027-H1")
        assert answer.status_code == status, (who, answer.text)
    assert world.scalar("select count(*) from indicator_value where source = :s", s=f"survey:{of.code}") == 0
