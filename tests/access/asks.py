"""One valid request for every operation of the contract, about a thing that stands in a given unit.

An operation that can be asked about things of several kinds (a draft, an approved value) has several cases, named
`operation:kind`. A builder gets the caller's name and the code of the unit; None as the unit asks for a thing that
nobody has, and an answer of None means that the unit can hold no such thing.
"""

import itertools
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from tests.access.ground import CENTRE, HOME_WARD, KIN, MISSING, PERIOD, Ground, ward_of

from doimoi.access.rules import Role

V1: Final = "/api/v1"
ANY_VERSION: Final = {"If-Match": "*"}
NOBODY: Final = uuid.UUID("0192f0c1-0000-7000-8000-000000000000")
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Ask:
    """A request, and the statuses by which the door says yes."""

    method: str
    path: str
    json: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    yes: tuple[int, ...] = (200, 201, 204)
    content: bytes | None = None


Builder = Callable[[Ground, str, str | None], Ask | None]
ASKS: Final[dict[str, Builder]] = {}
ANYWHERE: Final[set[str]] = set()
"""Cases that are about no unit at all."""


def ask(case: str, *, anywhere: bool = False) -> Callable[[Builder], Builder]:
    """Register the builder of a case."""

    def keep(builder: Builder) -> Builder:
        assert case not in ASKS
        ASKS[case] = builder
        if anywhere:
            ANYWHERE.add(case)
        return builder

    return keep


def _plain(case: str, method: str, path: str, json: Any = None, **more: Any) -> None:
    ask(case, anywhere=True)(lambda _g, _who, _at: Ask(method, path, json, **more))


# --- before log-in ---

_plain("get_instance", "GET", f"{V1}/public/instance")
_plain("get_health", "GET", "/healthz")
_plain("get_readiness", "GET", "/readyz", yes=(200, 503))
_plain(
    "claim_setup",
    "POST",
    f"{V1}/setup/claims",
    {"token": "x" * 43, "username": "ai.do", "display_name": "Ai Đó", "password": "con mèo trèo cây cau 7"},
    yes=(410,),
)
_plain("preview_invitation", "POST", f"{V1}/invitations/previews", {"token": "x" * 43}, yes=(410,))
_plain(
    "claim_invitation",
    "POST",
    f"{V1}/invitations/claims",
    {"token": "x" * 43, "password": "con mèo trèo cây cau 7"},
    yes=(410,),
)


_plain("claim_device", "POST", f"{V1}/invitations/device-claims", {"token": "x" * 43}, yes=(410, 429))


@ask("log_in", anywhere=True)
def _log_in(_g: Ground, _who: str, _at: str | None) -> Ask:
    # Another name each time: tries of one name have to wait.
    body = {"username": f"khong.co{next(_numbers)}", "password": "sai"}
    return Ask("POST", f"{V1}/sessions", body, yes=(401, 429))


_plain("refresh_session", "POST", f"{V1}/sessions/refreshes", headers={"X-Doimoi": "1"}, yes=(401,))
_plain("log_out", "DELETE", f"{V1}/sessions/current", headers={"X-Doimoi": "1"})

# --- oneself ---

_plain("get_me", "GET", f"{V1}/me")
_plain("list_sessions", "GET", f"{V1}/sessions")


@ask("end_session")
def _end_session(g: Ground, _who: str, at: str | None) -> Ask:
    """The session of somebody in that unit."""
    ident = g.sign_in(g.residents[at]) if at else NOBODY
    return Ask("DELETE", f"{V1}/sessions/{ident}")


@ask("read_notice")
def _read_notice(g: Ground, _who: str, at: str | None) -> Ask:
    """What somebody in that unit was told."""
    ident = g.notice(g.residents[at], at) if at else 999_999_999
    return Ask("POST", f"{V1}/notices/{ident}/receipts")


@ask("read_notice:mine", anywhere=True)
def _read_my_notice(g: Ground, who: str, _at: str | None) -> Ask | None:
    if who not in g.people:
        return None
    return Ask("POST", f"{V1}/notices/{g.notice(g.account(who), HOME_WARD)}/receipts")


_plain("list_notices", "GET", f"{V1}/notices")
_plain("count_notices", "GET", f"{V1}/notice-counts")
_plain("read_all_notices", "POST", f"{V1}/notices/receipts")
_plain("get_digest", "GET", f"{V1}/notices/digest")


@ask("end_session:mine", anywhere=True)
def _end_my_session(g: Ground, who: str, _at: str | None) -> Ask | None:
    return Ask("DELETE", f"{V1}/sessions/{g.sign_in(g.account(who))}") if who in g.people else None


# --- units ---


def _code(at: str | None) -> str:
    return at or MISSING


_plain("list_units", "GET", f"{V1}/units")
ask("list_units:under")(lambda _g, _who, at: Ask("GET", f"{V1}/units?under={_code(at)}"))
ask("get_unit")(lambda _g, _who, at: Ask("GET", f"{V1}/units/{_code(at)}"))


@ask("create_unit")
def _create_unit(_g: Ground, _who: str, at: str | None) -> Ask:
    number = next(_numbers)
    code = f"{20000 + number}" if at and len(at) == 2 else f"MOI{number}"
    body = {"code": code, "name": "Đơn vị mới", "short_name": "Mới", "kind": "other", "parent": _code(at)}
    return Ask("POST", f"{V1}/units", body)


@ask("rename_unit")
def _rename_unit(g: Ground, _who: str, at: str | None) -> Ask:
    name = g.world.scalar("select name from unit where full_code = :c", c=at) if at else "Không có"
    return Ask("PATCH", f"{V1}/units/{_code(at)}", {"name": name, "short_name": _code(at)[-20:]}, ANY_VERSION)


@ask("close_unit")
def _close_unit(_g: Ground, _who: str, at: str | None) -> Ask:
    # Every unit of the ground is in use, and being told so is a yes of the lock.
    return Ask("POST", f"{V1}/units/{_code(at)}/closings", {"reason": "Sáp nhập"}, ANY_VERSION, yes=(409,))


@ask("close_unit:empty")
def _close_empty_unit(g: Ground, _who: str, at: str | None) -> Ask | None:
    if at is not None and (":" not in at or ":TCN" in at):
        return None  # what can be empty here is a team, and teams lie below offices
    return Ask("POST", f"{V1}/units/{g.fresh_unit(at) if at else MISSING}/closings", {"reason": "Gộp"}, ANY_VERSION)


# --- people ---

_plain("list_people", "GET", f"{V1}/people")
ask("list_people:unit")(lambda _g, _who, at: Ask("GET", f"{V1}/people?unit={_code(at)}"))


def _somebody(g: Ground, at: str | None) -> object:
    return g.residents[at] if at else NOBODY


def _role_at(at: str) -> str:
    return "reader" if len(at) == 2 else "leader" if len(at) == 5 else "officer"


ask("get_person")(lambda g, _who, at: Ask("GET", f"{V1}/people/{_somebody(g, at)}"))


@ask("invite_person")
def _invite(_g: Ground, _who: str, at: str | None) -> Ask:
    role = _role_at(at) if at else "officer"
    body = {"username": f"moi.{next(_numbers)}", "display_name": "Người Mới", "unit": _code(at), "role": role}
    return Ask("POST", f"{V1}/people", body)


@ask("rename_person")
def _rename_person(g: Ground, _who: str, at: str | None) -> Ask:
    person = g.fresh_person(at)[0] if at else NOBODY
    return Ask("PATCH", f"{V1}/people/{person}", {"display_name": "Tên Khác"}, ANY_VERSION)


@ask("create_link")
def _create_link(g: Ground, _who: str, at: str | None) -> Ask:
    return Ask("POST", f"{V1}/people/{g.fresh_person(at)[0] if at else NOBODY}/links")


ask("list_devices")(lambda g, _who, at: Ask("GET", f"{V1}/people/{_somebody(g, at)}/devices"))


@ask("end_device")
def _end_device(g: Ground, _who: str, at: str | None) -> Ask:
    person, device = g.fresh_device(at) if at else (NOBODY, NOBODY)
    return Ask("DELETE", f"{V1}/people/{person}/devices/{device}")


def _hand_over(whom: object, to: object) -> Ask:
    return Ask("POST", f"{V1}/people/{whom}/handovers", {"to": str(to), "reason": "Chuyển công tác"})


@ask("hand_over_work")
def _hand_over_from(g: Ground, _who: str, at: str | None) -> Ask:
    """From somebody of that unit to somebody of the service centre."""
    whom = g.fresh_person(at, Role(_role_at(at)))[0] if at else NOBODY
    return _hand_over(whom, g.fresh_person(CENTRE, None)[0])


@ask("hand_over_work:to")
def _hand_over_to(g: Ground, _who: str, at: str | None) -> Ask:
    """From somebody of the service centre to somebody of that unit: a foreign id in the body."""
    return _hand_over(g.fresh_person(CENTRE)[0], g.fresh_person(at, None)[0] if at else NOBODY)


@ask("add_membership")
def _add_membership(g: Ground, _who: str, at: str | None) -> Ask:
    """To somebody of that unit, a role in the service centre."""
    person = g.fresh_person(at, None)[0] if at else NOBODY
    body = {"unit": CENTRE, "role": "contributor"}
    return Ask("POST", f"{V1}/people/{person}/memberships", body)


@ask("add_membership:unit")
def _add_membership_there(g: Ground, _who: str, at: str | None) -> Ask:
    """To somebody of the service centre, a role in that unit: a foreign id in the body."""
    person = g.fresh_person(CENTRE, None)[0]
    body = {"unit": _code(at), "role": _role_at(at) if at else "officer"}
    return Ask("POST", f"{V1}/people/{person}/memberships", body)


@ask("end_membership")
def _end_membership(g: Ground, _who: str, at: str | None) -> Ask:
    person, held = g.fresh_person(at) if at else (NOBODY, NOBODY)
    return Ask("DELETE", f"{V1}/people/{person}/memberships/{held}")


@ask("deactivate_person")
def _deactivate(g: Ground, _who: str, at: str | None) -> Ask:
    person = g.fresh_person(at)[0] if at else NOBODY
    return Ask("POST", f"{V1}/people/{person}/deactivations", {"reason": "Nghỉ hưu"}, ANY_VERSION)


@ask("activate_person")
def _activate(g: Ground, _who: str, at: str | None) -> Ask:
    person = g.fresh_person(at)[0] if at else NOBODY
    return Ask("POST", f"{V1}/people/{person}/activations", {"reason": "Trở lại"}, ANY_VERSION)


# --- keys ---

_plain("list_api_keys", "GET", f"{V1}/api-keys")
ask("list_api_keys:unit")(lambda _g, _who, at: Ask("GET", f"{V1}/api-keys?unit={_code(at)}"))


@ask("create_api_key")
def _create_key(_g: Ground, _who: str, at: str | None) -> Ask:
    body = {"name": "Khóa mới", "unit": _code(at), "scopes": ["values:read"], "expires_on": "2026-12-31"}
    return Ask("POST", f"{V1}/api-keys", body)


@ask("rotate_api_key")
def _rotate_key(g: Ground, _who: str, at: str | None) -> Ask:
    return Ask("POST", f"{V1}/api-keys/{g.fresh_key(at) if at else NOBODY}/rotations")


@ask("revoke_api_key")
def _revoke_key(g: Ground, _who: str, at: str | None) -> Ask:
    return Ask("DELETE", f"{V1}/api-keys/{g.fresh_key(at) if at else NOBODY}")


# --- the trail ---

_plain("list_audit", "GET", f"{V1}/audit")
ask("list_audit:unit")(lambda _g, _who, at: Ask("GET", f"{V1}/audit?unit={_code(at)}"))

# --- the plan of the ward that the unit lies in ---


def _of_plan(suffix: str) -> Builder:
    def build(g: Ground, _who: str, at: str | None) -> Ask | None:
        ward = ward_of(at) if at else None
        if at is not None and ward is None:
            return None
        return Ask("GET", f"{V1}/plans/{g.plans[ward] if ward else 'KH-00000'}{suffix}")

    return build


_plain("list_plans", "GET", f"{V1}/plans")
ask("get_plan")(_of_plan(""))
ask("list_clauses")(_of_plan("/clauses"))
_plain("list_periods", "GET", f"{V1}/periods")


def _of_period(move: str, *, locked: bool) -> Builder:
    def build(g: Ground, _who: str, at: str | None) -> Ask | None:
        ward = ward_of(at) if at else "11699"
        if ward is None:
            return None
        if at is not None:
            g.period(ward, locked=locked)
        return Ask("POST", f"{V1}/periods/{ward}:{PERIOD}/{move}", {"reason": "Đã báo cáo"}, ANY_VERSION)

    return build


ask("lock_period")(_of_period("locks", locked=False))
ask("unlock_period")(_of_period("unlockings", locked=True))

# --- indicators and values ---


def _of_indicator(suffix: str) -> Builder:
    def build(_g: Ground, _who: str, at: str | None) -> Ask | None:
        ward = ward_of(at) if at else "11699"
        return Ask("GET", f"{V1}/indicators/{ward}:A1{suffix}") if ward else None

    return build


_plain("list_indicators", "GET", f"{V1}/indicators")
ask("get_indicator")(_of_indicator(""))
ask("get_indicator_series")(_of_indicator("/series"))
ask("get_indicator_by_unit")(_of_indicator("/by-unit"))
ask("get_indicator_path")(_of_indicator("/path"))


@ask("list_comments")
def _list_comments(g: Ground, _who: str, at: str | None) -> Ask | None:
    """What is said about an indicator of the ward that the unit lies in; something is."""
    ward = ward_of(at) if at else "11699"
    if ward is None:
        return None
    if at is not None:
        g.fresh_comment(ward)
    return Ask("GET", f"{V1}/indicators/{ward}:A1/comments")


@ask("put_indicator_path")
def _put_path(_g: Ground, _who: str, at: str | None) -> Ask | None:
    ward = ward_of(at) if at else "11699"
    points = [{"year": year, "value": "100"} for year in range(2026, 2031)]
    body = {"points": points, "basis": "set", "reason": "Theo nghị quyết"}
    return Ask("PUT", f"{V1}/indicators/{ward}:A1/path", body, ANY_VERSION) if ward else None


ask("propose_paths")(lambda _g, _who, at: Ask("POST", f"{V1}/indicator-paths/proposals", {"unit": _code(at)}))


@ask("write_comment")
def _write_comment(_g: Ground, _who: str, at: str | None) -> Ask | None:
    ward = ward_of(at) if at else "11699"
    return Ask("POST", f"{V1}/indicators/{ward}:A1/comments", {"text": "Vì sao?"}) if ward else None


@ask("urge_for_indicator")
def _urge(_g: Ground, _who: str, at: str | None) -> Ask | None:
    """Reminding that unit of its numbers for an indicator of the home ward; done before, it is told so."""
    if at is not None and ward_of(at) is None:
        return None
    return Ask("POST", f"{V1}/indicators/{HOME_WARD}:A1/reminders", {"unit": at or MISSING}, yes=(201, 409))


@ask("write_comment:answers")
def _answer_comment(g: Ground, _who: str, at: str | None) -> Ask | None:
    """Under an indicator of the first ward, an answer to what was said in that unit's ward: a foreign id."""
    ward = ward_of(at) if at else None
    if at is not None and ward is None:
        return None
    body = {"text": "Vì thế.", "answers": str(g.fresh_comment(ward) if ward else NOBODY)}
    return Ask("POST", f"{V1}/indicators/{HOME_WARD}:A1/comments", body)


def _resolve(*, own: bool) -> Builder:
    def build(g: Ground, who: str, at: str | None) -> Ask | None:
        ward = ward_of(at) if at else None
        if at is not None and ward is None:
            return None
        by = g.account(who) if own and who in (*g.people, *g.keys) else None
        ident = g.fresh_comment(ward, by) if ward else NOBODY
        return Ask("POST", f"{V1}/comments/{ident}/resolutions", None, ANY_VERSION)

    return build


ask("resolve_comment:others")(_resolve(own=False))
ask("resolve_comment:own")(_resolve(own=True))
ask("get_overview")(lambda _g, _who, at: Ask("GET", f"{V1}/overview?unit={_code(at)}&period={PERIOD}"))
ask("get_entry_sheet")(lambda _g, _who, at: Ask("GET", f"{V1}/entry-sheets/{_code(at)}/{PERIOD}"))
_plain("list_indicator_values", "GET", f"{V1}/indicator-values")
ask("list_indicator_values:unit")(lambda _g, _who, at: Ask("GET", f"{V1}/indicator-values?unit={_code(at)}"))
_plain("export_indicator_values", "GET", f"{V1}/exports/indicator-values")
ask("export_indicator_values:unit")(lambda _g, _who, at: Ask("GET", f"{V1}/exports/indicator-values?unit={_code(at)}"))


def _standing(indicator: str, suffix: str = "") -> Builder:
    def build(g: Ground, _who: str, at: str | None) -> Ask | None:
        if at is not None and ward_of(at) is None:
            return None
        return Ask("GET", f"{V1}/indicator-values/{g.ids[at, indicator] if at else NOBODY}{suffix}")

    return build


def _by_key(indicator: str) -> Builder:
    def build(_g: Ground, _who: str, at: str | None) -> Ask | None:
        if at is not None and ward_of(at) is None:
            return None
        return Ask("GET", f"{V1}/indicator-values/by-key/{_code(at)}/{indicator}/{PERIOD}")

    return build


for _name, _indicator in (("approved", "A1"), ("draft", "A2"), ("submitted", "A4")):
    ask(f"get_indicator_value:{_name}")(_standing(_indicator))
    ask(f"list_value_events:{_name}")(_standing(_indicator, "/events"))
    ask(f"get_indicator_value_by_key:{_name}")(_by_key(_indicator))


def _put(g: Ground, at: str | None, headers: dict[str, str]) -> Ask:
    body = {"numerator": "1", "denominator": "2", "note": "ghi"}
    return Ask("PUT", f"{V1}/indicator-values/by-key/{_code(at)}/A3/{PERIOD}", body, headers)


@ask("put_indicator_value:new")
def _put_new(g: Ground, _who: str, at: str | None) -> Ask | None:
    if at is not None and ward_of(at) is None:
        return None
    if at is not None:
        g.no_value(at)
    return _put(g, at, {})


@ask("put_indicator_value:change")
def _put_change(g: Ground, _who: str, at: str | None) -> Ask | None:
    if at is not None and ward_of(at) is None:
        return None
    if at is not None:
        g.fresh_value(at, "draft")
    return _put(g, at, ANY_VERSION)


def _move(noun: str, state: str, *, own: bool = False, body: Any = None) -> Builder:
    def build(g: Ground, who: str, at: str | None) -> Ask | None:
        if at is not None and ward_of(at) is None:
            return None
        by = g.account(who) if own and who in (*g.people, *g.keys) else None
        ident = g.fresh_value(at, state, by) if at else NOBODY
        return Ask("POST", f"{V1}/indicator-values/{ident}/{noun}", body, ANY_VERSION)

    return build


ask("submit_indicator_value")(_move("submissions", "draft"))
ask("submit_indicator_value:returned")(_move("submissions", "returned"))
ask("withdraw_indicator_value:own")(_move("withdrawals", "submitted", own=True))
ask("withdraw_indicator_value:others")(_move("withdrawals", "submitted"))
ask("approve_indicator_value:others")(_move("approvals", "submitted"))
ask("approve_indicator_value:own")(_move("approvals", "submitted", own=True))
ask("return_indicator_value:others")(_move("returns", "submitted", body={"reason": "Sai sổ"}))
ask("return_indicator_value:own")(_move("returns", "submitted", own=True, body={"reason": "Sai sổ"}))


def _take_back(*, own: bool) -> Builder:
    def build(g: Ground, who: str, at: str | None) -> Ask | None:
        if at is not None and ward_of(at) is None:
            return None
        by = g.account(who) if own and who in (*g.people, *g.keys) else None
        ident = g.fresh_value(at, "approved", reviewer=by) if at else NOBODY
        return Ask("POST", f"{V1}/indicator-values/{ident}/review-withdrawals", None, ANY_VERSION)

    return build


ask("withdraw_indicator_value_review:own")(_take_back(own=True))
ask("withdraw_indicator_value_review:others")(_take_back(own=False))
ask("correct_indicator_value")(
    _move("corrections", "approved", body={"numerator": "2", "denominator": "3", "note": "ghi", "reason": "Sai sổ"})
)
ask("reopen_indicator_value")(_move("reopenings", "approved", body={"reason": "Sai sổ"}))
ask("unpublish_indicator_value")(_move("unpublications", "published", body={"reason": "Sai sổ"}))


@ask("publish_values:named")
def _publish_named(g: Ground, _who: str, at: str | None) -> Ask | None:
    """A foreign id in the body."""
    if at is not None and ward_of(at) is None:
        return None
    ident = g.fresh_value(at, "approved") if at else NOBODY
    return Ask("POST", f"{V1}/publications", {"value_ids": [str(ident)]})


@ask("publish_values:period")
def _publish_period(g: Ground, _who: str, at: str | None) -> Ask | None:
    """A period of the ward that the unit lies in, narrowed to the indicator where tests write."""
    ward = ward_of(at) if at else "11699"
    if ward is None:
        return None
    if at is not None:
        g.fresh_value(at, "approved")
    return Ask("POST", f"{V1}/publications", {"period": f"{ward}:{PERIOD}", "indicator": f"{ward}:A3"})


# --- surveys ---

_plain("list_survey_rounds", "GET", f"{V1}/survey-rounds")
ask("list_survey_rounds:unit")(lambda _g, _who, at: Ask("GET", f"{V1}/survey-rounds?unit={_code(at)}"))


def _of_round(
    method: str, suffix: str = "", state: str = "open", json: Any = None, headers: dict[str, str] | None = None
) -> Builder:
    def build(g: Ground, _who: str, at: str | None) -> Ask | None:
        if at is not None and ward_of(at) is None:
            return None
        ident = g.fresh_round(at, state) if at else NOBODY
        return Ask(method, f"{V1}/survey-rounds/{ident}{suffix}", json, headers or {})

    return build


_CHANGE: Final = {"title": "Đợt", "population": 100, "target": "95", "opens_on": "2026-11-01", "closes_on": None}

ask("get_survey_round")(_of_round("GET"))
ask("get_survey_results")(_of_round("GET", "/results"))
ask("list_survey_comments")(_of_round("GET", "/comments"))
ask("get_survey_poster")(_of_round("GET", "/poster.svg"))
ask("put_survey_round")(_of_round("PUT", json=_CHANGE, headers=ANY_VERSION))
ask("open_survey_round")(_of_round("POST", "/openings", "draft", headers=ANY_VERSION))
ask("close_survey_round")(_of_round("POST", "/closings", headers=ANY_VERSION))
ask("decide_survey_quarantine")(
    _of_round("POST", "/quarantine-decisions", json={"decision": "rejected", "reason": "Gửi dồn"})
)


@ask("create_survey_round")
def _create_round(_g: Ground, _who: str, at: str | None) -> Ask | None:
    if at is not None and ward_of(at) is None:
        return None
    return Ask("POST", f"{V1}/survey-rounds", {"unit": _code(at), "period": PERIOD})


@ask("create_survey_round:period")
def _create_round_then(_g: Ground, _who: str, at: str | None) -> Ask | None:
    """In the service centre, for a period of that unit's ward: a foreign period in the body."""
    ward = ward_of(at) if at else "11699"
    return Ask("POST", f"{V1}/survey-rounds", {"unit": CENTRE, "period": f"{ward}:{PERIOD}"}) if ward else None


def _give(g: Ground, ident: object, indicator: str, period: str) -> Ask:
    body = {"indicator": indicator, "period": period}
    return Ask("POST", f"{V1}/survey-rounds/{ident}/indicator-values", body, ANY_VERSION)


@ask("put_survey_into_indicator")
def _give_rate(g: Ground, _who: str, at: str | None) -> Ask | None:
    if at is not None and ward_of(at) is None:
        return None
    if at is not None:
        g.fresh_value(at, "draft")
    return _give(g, g.fresh_round(at) if at else NOBODY, "A3", PERIOD)


@ask("put_survey_into_indicator:indicator")
def _give_to_indicator(g: Ground, _who: str, at: str | None) -> Ask | None:
    """A rate of the service centre, for an indicator of that unit's ward: a foreign code in the body."""
    ward = ward_of(at) if at else "11699"
    g.fresh_value(CENTRE, "draft")
    return _give(g, g.fresh_round(CENTRE), f"{ward}:A3", PERIOD) if ward else None


@ask("put_survey_into_indicator:period")
def _give_for_period(g: Ground, _who: str, at: str | None) -> Ask | None:
    """A rate of the service centre, for a period of that unit's ward: a foreign code in the body."""
    ward = ward_of(at) if at else "11699"
    g.fresh_value(CENTRE, "draft")
    return _give(g, g.fresh_round(CENTRE), "A3", f"{ward}:{PERIOD}") if ward else None


@ask("get_public_survey", anywhere=True)
def _public_survey(g: Ground, _who: str, _at: str | None) -> Ask:
    return Ask("GET", f"{V1}/public/surveys/{g.survey()}")


@ask("post_survey_answer", anywhere=True)
def _answer(g: Ground, _who: str, _at: str | None) -> Ask:
    body = {"client_id": str(uuid.uuid4()), "answers": {"q1": 5}}
    return Ask("POST", f"{V1}/public/surveys/{g.survey()}/answers", body)


# --- assignments: each is led by the unit that the request is about ---


def _assigned(
    method: str, suffix: str = "", body: Any = None, fields: dict[str, Any] | None = None, **headers: Any
) -> Builder:
    def build(g: Ground, _who: str, at: str | None) -> Ask | None:
        if at is not None and ward_of(at) is None:
            return None
        ident = g.fresh_assignment(at, **(fields or {})) if at else NOBODY
        return Ask(method, f"{V1}/assignments/{ident}{suffix}", body, **headers)

    return build


def _assignment_move(noun: str, body: Any = None, **fields: Any) -> Builder:
    return _assigned("POST", f"/{noun}", body or {"text": "Đã xong"}, fields, headers=ANY_VERSION)


_DONE: Final = {"state": "accepted", "late": False}
_WHY: Final = {"reason": "Chờ thành phố"}
ask("get_assignment:given")(_assigned("GET"))
ask("get_assignment:accepted")(_assigned("GET", fields=_DONE))
ask("list_assignment_log:given")(_assigned("GET", "/log"))
ask("list_assignment_log:accepted")(_assigned("GET", "/log", fields=_DONE))
ask("change_assignment:of_ward")(_assigned("PATCH", "", {"product": "Báo cáo"}, headers=ANY_VERSION))
ask("change_assignment:of_head")(
    _assigned("PATCH", "", {"product": "Báo cáo"}, {"given_by_ward": False}, headers=ANY_VERSION)
)
ask("acknowledge_assignment")(_assigned("POST", "/acknowledgements", {"unit": None}))
ask("decline_assignment")(_assigned("POST", "/declines", _WHY))
ask("log_assignment_progress")(_assigned("POST", "/progress", {"text": "Đã làm", "percent": 10}))


@ask("log_assignment_progress:evidence")
def _log_with_file(g: Ground, who: str, at: str | None) -> Ask:
    """A line about an assignment of the caller's own unit that shows a file of that unit."""
    home = KIN.get(who, (CENTRE,))[0] or CENTRE
    row = g.fresh_assignment(home if ward_of(home) else CENTRE)
    file = g.fresh_file(at) if at else NOBODY
    return Ask("POST", f"{V1}/assignments/{row}/progress", {"text": "Đã làm", "evidence": [str(file)]})


ask("submit_assignment")(_assignment_move("submissions"))
ask("accept_assignment")(_assignment_move("acceptances", state="submitted"))
ask("return_assignment")(_assignment_move("returns", _WHY, state="submitted"))
ask("reopen_assignment")(_assignment_move("reopenings", _WHY, state="cancelled"))
ask("pause_assignment")(_assignment_move("pauses", _WHY))
ask("resume_assignment")(_assignment_move("resumptions", state="paused"))
ask("cancel_assignment")(_assignment_move("cancellations", _WHY))
ask("urge_for_assignment")(_assigned("POST", "/reminders", {"text": "Sắp họp"}))
ask("ask_assignment_extension")(_assigned("POST", "/extensions", {"new_due_on": "2027-03-01", **_WHY}))
ask("raise_assignment_difficulty")(_assigned("POST", "/difficulties", {"text": "Thiếu máy"}))


@ask("decide_assignment_extension")
def _decide_extension(g: Ground, _who: str, at: str | None) -> Ask | None:
    if at is not None and ward_of(at) is None:
        return None
    row, ident = g.fresh_extension(at) if at else (NOBODY, NOBODY)
    return Ask("POST", f"{V1}/assignments/{row}/extensions/{ident}/decisions", {"granted": True})


@ask("resolve_assignment_difficulty")
def _resolve_difficulty(g: Ground, _who: str, at: str | None) -> Ask | None:
    if at is not None and ward_of(at) is None:
        return None
    row, ident = g.fresh_difficulty(at) if at else (NOBODY, NOBODY)
    return Ask("POST", f"{V1}/assignments/{row}/difficulties/{ident}/resolutions", {"resolution": "Đã cấp"})


@ask("create_assignment")
def _create_assignment(_g: Ground, _who: str, at: str | None) -> Ask:
    body = {"title": f"Việc mới {next(_numbers)}", "lead": _code(at), "deadline": {"kind": "none"}}
    return Ask("POST", f"{V1}/assignments", body)


@ask("import_assignments")
def _import_assignments(_g: Ground, _who: str, at: str | None) -> Ask:
    """A table for the ward that a unit lies in; looked at and not taken in."""
    text = "Nhiệm vụ\tChủ trì\nViệc dán vào\tPhòng không có"
    return Ask("POST", f"{V1}/assignment-imports", {"text": text, "ward": _code(at)})


@ask("list_assignments:unit")
def _list_assignments_of(_g: Ground, _who: str, at: str | None) -> Ask:
    return Ask("GET", f"{V1}/assignments?unit={_code(at)}")


@ask("count_assignments:unit")
def _count_assignments_of(_g: Ground, _who: str, at: str | None) -> Ask:
    return Ask("GET", f"{V1}/assignment-counts?unit={_code(at)}")


_plain("list_assignments", "GET", f"{V1}/assignments")
_plain("get_my_work", "GET", f"{V1}/my-work")
ask("get_plan_coverage")(_of_plan("/coverage"))


def _naming(method: str, suffix: str, field: str, more: dict[str, str] | None = None, **headers: Any) -> Builder:
    """An assignment of the caller's own home, and in the body the unit that the request is about."""

    def build(g: Ground, who: str, at: str | None) -> Ask:
        home = KIN[who][0] if who in KIN else None
        ident = g.fresh_assignment(home if home and ward_of(home) else CENTRE, given_by_ward=False)
        return Ask(method, f"{V1}/assignments/{ident}{suffix}", {field: _code(at), **(more or {})}, **headers)

    return build


ask("change_assignment:lead")(_naming("PATCH", "", "lead", headers=ANY_VERSION))
ask("acknowledge_assignment:unit")(_naming("POST", "/acknowledgements", "unit"))
ask("decline_assignment:unit")(_naming("POST", "/declines", "unit", _WHY))


# --- evidence ---

_plain("list_evidence", "GET", f"{V1}/evidence")
ask("list_evidence:unit")(lambda _g, _who, at: Ask("GET", f"{V1}/evidence?unit={_code(at)}"))


@ask("upload_evidence")
def _upload(_g: Ground, _who: str, at: str | None) -> Ask:
    path = f"{V1}/evidence?unit={_code(at)}&filename=so-{next(_numbers)}.txt"
    return Ask("POST", path, content=b"so lieu")


def _file(method: str, suffix: str = "", body: Any = None, *, opened: bool = False) -> Builder:
    def build(g: Ground, _who: str, at: str | None) -> Ask:
        ident = g.fresh_file(at, opened=opened) if at else NOBODY
        headers = ANY_VERSION if method == "PATCH" else {}
        return Ask(method, f"{V1}/evidence/{ident}{suffix}", body, headers)

    return build


for _kind in ("closed", "opened"):
    ask(f"get_evidence:{_kind}")(_file("GET", opened=_kind == "opened"))
    ask(f"get_evidence_content:{_kind}")(_file("GET", "/content", opened=_kind == "opened"))
    ask(f"describe_evidence:{_kind}")(_file("PATCH", "", {"note": "Bản sao"}, opened=_kind == "opened"))
    ask(f"delete_evidence:{_kind}")(_file("DELETE", opened=_kind == "opened"))


def _link(method: str, *, value_there: bool) -> Builder:
    """A file of that unit to a value of the same unit, or to one of the caller's own: a foreign id in the address."""

    def build(g: Ground, who: str, at: str | None) -> Ask | None:
        if at is not None and ward_of(at) is None:
            return None
        home = KIN.get(who, (CENTRE,))[0] or CENTRE
        place = at if value_there else home if ward_of(home) else CENTRE
        value = g.fresh_value(place, "draft") if place else NOBODY
        file = g.fresh_file(at) if at else NOBODY
        if method == "DELETE" and at:
            g.link(value, file)
        return Ask(method, f"{V1}/indicator-values/{value}/evidence/{file}")

    return build


ask("attach_evidence")(_link("PUT", value_there=True))
ask("attach_evidence:file")(_link("PUT", value_there=False))
ask("detach_evidence")(_link("DELETE", value_there=True))
