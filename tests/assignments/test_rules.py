"""The rules of assignments as tables: moves, who decides, lateness, deadlines as people write them, titles."""

from datetime import date
from uuid import uuid4

import pytest

from doimoi.access.rules import Role
from doimoi.assignments import deadlines, rules
from doimoi.assignments.deadlines import Deadline, DeadlineIncomplete, DeadlineUnreadable, DueKind, Every
from doimoi.assignments.rules import (
    LIFECYCLE,
    AssignmentMove,
    AssignmentMoveForbidden,
    AssignmentState,
    GivenByWard,
    Lateness,
    OwnSubmission,
    Rights,
    SuperiorDecides,
)

S, M = AssignmentState, AssignmentMove
TODAY = date(2026, 11, 25)
LEADER = Rights(frozenset({Role.LEADER}), head_above=False)
OWN_HEAD = Rights(frozenset({Role.HEAD}), head_above=False)
HEAD_ABOVE = Rights(frozenset({Role.HEAD}), head_above=True)


@pytest.mark.parametrize(
    ("move", "states"),
    [
        (M.PROGRESS, {S.NOT_STARTED, S.IN_PROGRESS, S.RETURNED}),
        (M.SUBMIT, {S.NOT_STARTED, S.IN_PROGRESS, S.RETURNED}),
        (M.ACCEPT, {S.SUBMITTED}),
        (M.RETURN, {S.SUBMITTED}),
        (M.DECLINE, {S.NOT_STARTED}),
        (M.PAUSE, {S.NOT_STARTED, S.IN_PROGRESS, S.RETURNED}),
        (M.RESUME, {S.PAUSED}),
        (M.CANCEL, set(S) - {S.ACCEPTED, S.CANCELLED}),
        (M.REOPEN, {S.ACCEPTED, S.CANCELLED, S.DECLINED}),
        (M.EDIT, {S.NOT_STARTED, S.IN_PROGRESS, S.RETURNED, S.PAUSED, S.DECLINED}),
        (M.ASK_EXTENSION, {S.NOT_STARTED, S.IN_PROGRESS, S.RETURNED}),
    ],
)
def test_a_move_is_known_from_these_states_alone(move: AssignmentMove, states: set[AssignmentState]) -> None:
    assert {state for state in S if (state, move) in LIFECYCLE} == states
    for state in set(S) - states:
        with pytest.raises(AssignmentMoveForbidden):
            rules.move(state, move)


def test_only_acceptance_ends_well_and_every_state_can_be_reached() -> None:
    assert [key for key, state in LIFECYCLE.items() if state is S.ACCEPTED] == [(S.SUBMITTED, M.ACCEPT)]
    assert {*LIFECYCLE.values()} == set(S)


@pytest.mark.parametrize(
    ("rights", "own", "block"),
    [
        (LEADER, False, None),
        (LEADER, True, OwnSubmission),
        (HEAD_ABOVE, False, None),
        (HEAD_ABOVE, True, OwnSubmission),
        (OWN_HEAD, False, SuperiorDecides),
    ],
)
def test_who_decides(rights: Rights, own: bool, block: type[Exception] | None) -> None:
    actor = uuid4()
    assert rules.decision_block(actor, actor if own else uuid4(), rights) is block


def test_a_head_leaves_what_the_ward_gave() -> None:
    assert rules.manage_block(OWN_HEAD, given_by_ward=True) is GivenByWard
    assert rules.manage_block(OWN_HEAD, given_by_ward=False) is None
    assert rules.manage_block(LEADER, given_by_ward=True) is None


@pytest.mark.parametrize(
    ("state", "due", "completed", "lateness"),
    [
        (S.IN_PROGRESS, None, None, Lateness.NO_DEADLINE),
        (S.IN_PROGRESS, date(2026, 12, 3), None, Lateness.IN_TIME),
        (S.IN_PROGRESS, date(2026, 12, 2), None, Lateness.SOON),
        (S.NOT_STARTED, TODAY, None, Lateness.TODAY),
        (S.RETURNED, date(2026, 11, 24), None, Lateness.OVERDUE),
        (S.SUBMITTED, date(2026, 11, 24), date(2026, 11, 24), Lateness.TODAY),
        (S.SUBMITTED, date(2026, 11, 24), date(2026, 11, 25), Lateness.OVERDUE),
        (S.ACCEPTED, date(2026, 11, 24), date(2026, 11, 24), Lateness.DONE_IN_TIME),
        (S.ACCEPTED, date(2026, 11, 24), date(2026, 11, 25), Lateness.DONE_LATE),
        (S.ACCEPTED, None, date(2026, 11, 25), Lateness.DONE_IN_TIME),
        (S.PAUSED, date(2026, 1, 1), None, Lateness.STOPPED),
        (S.CANCELLED, date(2026, 1, 1), None, Lateness.STOPPED),
    ],
)
def test_lateness(state: AssignmentState, due: date | None, completed: date | None, lateness: Lateness) -> None:
    assert rules.lateness(state, due, completed, TODAY) is lateness


def test_units_are_reminded_seven_three_and_one_day_before() -> None:
    due = [date(2026, 11, 25 + n) if 25 + n <= 30 else date(2026, 12, n - 5) for n in range(9)]
    assert [rules.reminds(day, TODAY) for day in due] == [n in (7, 3, 1) for n in range(9)]
    assert not rules.reminds(None, TODAY)


def dated(year: int, month: int, day: int) -> Deadline:
    """A deadline that is a day."""
    return Deadline(DueKind.DATED, on=date(year, month, day))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30/6/2026", dated(2026, 6, 30)),
        ("1/7/26", dated(2026, 7, 1)),
        ("30.06.2026", dated(2026, 6, 30)),
        ("2026-12-31 00:00:00", dated(2026, 12, 31)),
        ("Trước ngày 30/6/2026", dated(2026, 6, 30)),
        ("Từ 01/3/2026 đến 30/6/2026", dated(2026, 6, 30)),
        ("29/02/2028", dated(2028, 2, 29)),
        ("Quý IV/2026", dated(2026, 12, 31)),
        ("quy 1 nam 2027", dated(2027, 3, 31)),
        ("Q3/2026", dated(2026, 9, 30)),
        ("Tháng 12/2026", dated(2026, 12, 31)),
        ("T2/2027", dated(2027, 2, 28)),
        ("Hoàn thành trong tháng 9/2026", dated(2026, 9, 30)),
        ("6 tháng cuối năm 2026", dated(2026, 12, 31)),
        ("sáu tháng đầu năm 2027", dated(2027, 6, 30)),
        ("Đến năm 2030", dated(2030, 12, 31)),
        ("46371", dated(2026, 12, 15)),
        ("Hằng năm", Deadline(DueKind.RECURRING, every=Every.YEAR)),
        ("hàng quý", Deadline(DueKind.RECURRING, every=Every.QUARTER)),
        ("Định kỳ 6 tháng", Deadline(DueKind.RECURRING, every=Every.HALF_YEAR)),
        ("30/6 hằng năm", Deadline(DueKind.RECURRING, every=Every.YEAR, month=6, day=30)),
        ("Hằng tháng, trước ngày 25", Deadline(DueKind.RECURRING, every=Every.MONTH, day=25)),
        ("Thường xuyên", Deadline(DueKind.NONE, text="Thường xuyên")),
        ("", Deadline(DueKind.NONE)),
        ("-", Deadline(DueKind.NONE)),
        (
            "20 ngày sau khi Nghị quyết được ban hành",
            Deadline(DueKind.RELATIVE, days=20, text="20 ngày sau khi Nghị quyết được ban hành"),
        ),
        ("Khi có nhiệm vụ chậm", Deadline(DueKind.CONDITIONAL, text="Khi có nhiệm vụ chậm")),
        ("Theo yêu cầu của thành phố", Deadline(DueKind.CONDITIONAL, text="Theo yêu cầu của thành phố")),
    ],
)
def test_deadlines_as_people_write_them(text: str, expected: Deadline) -> None:
    assert deadlines.read(text) == expected


UNREADABLE = (
    "31/02/2026|31/02 hằng năm|29/02/2026|1.234,5|#N/A|mai mốt|tháng 13/2026|00/00/2026|30/6/1899|30/6/9999|32/1/26|"
    "quý V/2026|hằng tháng, ngày 32|ngày|12|Infinity"
)


@pytest.mark.parametrize("text", UNREADABLE.split("|"))
def test_what_is_no_deadline_is_refused(text: str) -> None:
    with pytest.raises(DeadlineUnreadable):
        deadlines.read(text)


@pytest.mark.parametrize(
    ("given", "after", "expected"),
    [
        (Deadline(DueKind.RECURRING, every=Every.HALF_YEAR), date(2026, 11, 25), date(2026, 12, 14)),
        (Deadline(DueKind.RECURRING, every=Every.HALF_YEAR), date(2026, 12, 14), date(2027, 6, 14)),
        (Deadline(DueKind.RECURRING, every=Every.YEAR), date(2026, 12, 15), date(2027, 12, 14)),
        (Deadline(DueKind.RECURRING, every=Every.QUARTER), date(2026, 11, 25), date(2026, 12, 14)),
        (Deadline(DueKind.RECURRING, every=Every.MONTH, day=31), date(2027, 2, 1), date(2027, 2, 28)),
        (Deadline(DueKind.RECURRING, every=Every.YEAR, month=2, day=29), date(2027, 3, 1), date(2028, 2, 29)),
    ],
)
def test_occurrences(given: Deadline, after: date, expected: date) -> None:
    assert deadlines.next_occurrence(given, after) == expected


@pytest.mark.parametrize(
    ("given", "part"),
    [
        (Deadline(DueKind.DATED), "on"),
        (Deadline(DueKind.DATED, on=TODAY, every=Every.YEAR), "every"),
        (Deadline(DueKind.NONE, on=TODAY), "on"),
        (Deadline(DueKind.RECURRING), "every"),
        (Deadline(DueKind.RELATIVE, text="sau khi ký"), "days"),
        (Deadline(DueKind.CONDITIONAL), "text"),
        (Deadline(DueKind.DATED, on=TODAY, day=3), "day"),
    ],
)
def test_a_deadline_has_the_parts_of_its_kind(given: Deadline, part: str) -> None:
    with pytest.raises(DeadlineIncomplete) as refused:
        deadlines.check(given)
    assert refused.value.params["part"] == part


@pytest.mark.parametrize(
    ("text", "every"),
    [
        ("báo cáo định kỳ (6 tháng, năm), báo cáo sơ kết, tổng kết", Every.HALF_YEAR),
        ("chương trình, kế hoạch công tác hằng năm.", Every.YEAR),
        ("đánh giá mức độ hoàn thành nhiệm vụ hàng năm.", Every.YEAR),
        ("sao lưu dữ liệu định kỳ", None),
        ("báo cáo định kỳ, đột xuất", None),
    ],
)
def test_what_the_plan_says_comes_back(text: str, every: Every | None) -> None:
    assert deadlines.recurrence_in(text) is every


def test_a_long_sentence_becomes_a_title_of_whole_words() -> None:
    long = (
        "Trang bị bổ sung máy tính, máy scan, máy in có cấu hình ổn định phù hợp với các nhiệm vụ chuyển đổi số."
        " Bố trí sử dụng các phần mềm, thiết bị bảo mật cần thiết."
    )
    assert rules.short_title(long) == long.split(". ")[0]
    assert rules.short_title("Số hóa hồ sơ tồn đọng.") == "Số hóa hồ sơ tồn đọng"
    endless = "phối hợp " * 40
    assert len(rules.short_title(endless)) <= 111 and endless.startswith(rules.short_title(endless)[:-1])
