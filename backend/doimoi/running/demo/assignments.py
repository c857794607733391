"""Sample assignments: one or more in every state, in time and late, with what the units wrote on the way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from doimoi.access.rules import Act, Actor
from doimoi.assignments.deadlines import DueKind
from doimoi.assignments.models import Assignment, AssignmentDifficulty, AssignmentEntry, AssignmentExtension
from doimoi.assignments.schemas import (
    AssignmentIn,
    DeadlineIn,
    DifficultyIn,
    ExtensionDecisionIn,
    ExtensionIn,
    ProgressIn,
)
from doimoi.assignments.service import deciding, finding, giving, working
from doimoi.running.demo.files import send_file
from doimoi.running.demo.ground import Demo, at
from doimoi.running.demo.timeline import Timeline, timeline


@dataclass(frozen=True)
class Scene:
    """What a step works on."""

    db: Session
    actor: Actor
    row: Assignment
    when: Timeline
    files: list[UUID]


@dataclass(frozen=True)
class Step:
    """What somebody does, so many days from the one on which the ward was made. It makes one line of the log."""

    day: int
    who: str
    act: Act
    do: Callable[[Scene], object]
    files: tuple[tuple[str, str], ...] = ()  # (unit, name) of what the line shows


@dataclass(frozen=True)
class Job:
    """An assignment and everything that happened to it. `due` and `given` in days as those of steps."""

    title: str
    lead: str
    due: int | None
    given: int
    steps: tuple[Step, ...] = ()
    cooperating: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    product: str | None = None
    by: Literal["dau.moi", "lanh.dao"] = "dau.moi"


def _received(day: int, who: str) -> Step:
    return Step(day, who, Act.ASSIGNMENT_WORK, lambda s: working.acknowledge(s.db, s.actor, s.row, None))


def _wrote(day: int, who: str, text: str, percent: int | None = None, *files: tuple[str, str]) -> Step:
    def do(s: Scene) -> object:
        return working.log_progress(s.db, s.actor, s.row, ProgressIn(text=text, percent=percent, evidence=s.files))

    return Step(day, who, Act.ASSIGNMENT_WORK, do, files)


def _handed_in(day: int, who: str) -> Step:
    return Step(day, who, Act.ASSIGNMENT_WORK, lambda s: working.submit(s.db, s.actor, s.row, s.row.version, None))


def _declined(day: int, who: str, reason: str) -> Step:
    return Step(day, who, Act.ASSIGNMENT_WORK, lambda s: working.decline(s.db, s.actor, s.row, None, reason))


def _hindered(day: int, who: str, text: str, proposal: str) -> Step:
    given = DifficultyIn(text=text, proposal=proposal)
    return Step(day, who, Act.ASSIGNMENT_WORK, lambda s: working.raise_difficulty(s.db, s.actor, s.row, given))


def _asked(day: int, who: str, until: int, reason: str) -> Step:
    def do(s: Scene) -> object:
        return working.ask_extension(s.db, s.actor, s.row, ExtensionIn(new_due_on=s.when.day(until), reason=reason))

    return Step(day, who, Act.ASSIGNMENT_WORK, do)


def _granted(day: int) -> Step:
    def do(s: Scene) -> object:
        query = select(AssignmentExtension.id).where(AssignmentExtension.assignment_id == s.row.id)
        return deciding.decide_extension(
            s.db, s.actor, s.row, s.db.scalars(query).one(), ExtensionDecisionIn(granted=True)
        )

    return Step(day, "lanh.dao", Act.ASSIGNMENT_ACCEPT, do)


def _resolved(day: int, how: str) -> Step:
    def do(s: Scene) -> object:
        query = select(AssignmentDifficulty.id).where(AssignmentDifficulty.assignment_id == s.row.id)
        return deciding.resolve(s.db, s.actor, s.row, s.db.scalars(query).one(), how)

    return Step(day, "lanh.dao", Act.ASSIGNMENT_ACCEPT, do)


def _accepted(day: int, note: str | None = None) -> Step:
    def do(s: Scene) -> object:
        return deciding.accept(s.db, s.actor, s.row, s.row.version, note)

    return Step(day, "lanh.dao", Act.ASSIGNMENT_ACCEPT, do)


def _returned(day: int, reason: str) -> Step:
    def do(s: Scene) -> object:
        return deciding.give_back(s.db, s.actor, s.row, s.row.version, reason)

    return Step(day, "lanh.dao", Act.ASSIGNMENT_ACCEPT, do)


def _paused(day: int, reason: str) -> Step:
    return Step(
        day, "dau.moi", Act.ASSIGNMENT_CREATE, lambda s: giving.pause(s.db, s.actor, s.row, s.row.version, reason)
    )


def _cancelled(day: int, reason: str) -> Step:
    return Step(
        day, "dau.moi", Act.ASSIGNMENT_CREATE, lambda s: giving.cancel(s.db, s.actor, s.row, s.row.version, reason)
    )


JOBS: Final = (
    Job("Lập danh mục thủ tục làm được toàn trình (mẫu)", "TTPVHCC", 7, -6, (_received(-5, "can.bo.ttpvhcc"),)),
    Job(
        "Tập huấn tổ công nghệ số dùng dịch vụ công (mẫu)",
        "VHXH",
        3,
        -14,
        (
            _received(-13, "can.bo.vhxh"),
            _wrote(-9, "can.bo.vhxh", "Đã chốt danh sách học viên.", 30, ("VHXH", "hoc-vien-du-lieu-mau.xlsx")),
            _wrote(-2, "can.bo.ttpvhcc", "Cử hai người hỗ trợ.", None, ("TTPVHCC", "to-trinh-du-lieu-mau.pdf")),
            _wrote(-1, "can.bo.vhxh", "Đã dạy buổi đầu.", 60, ("VHXH", "anh-lop-hoc-du-lieu-mau.png")),
        ),
        cooperating=("TTPVHCC", "MTTQ"),
        product="Ba buổi tập huấn",
    ),
    Job(
        "Rà soát sản phẩm chủ lực của phường (mẫu)",
        "KTHTDT",
        1,
        -20,
        (_received(-19, "can.bo.kthtdt"), _wrote(-4, "can.bo.kthtdt", "Đã khảo sát bốn cơ sở.", 55)),
        indicators=("B1b",),
        by="lanh.dao",
    ),
    Job("Số hóa hồ sơ đất đai còn tồn (mẫu)", "KTHTDT", -5, -30, product="Kho hồ sơ số", by="lanh.dao"),
    Job(
        "Lắp máy quét tại bộ phận một cửa (mẫu)",
        "VP",
        -2,
        -25,
        (
            _received(-24, "can.bo.vp"),
            _wrote(-12, "can.bo.vp", "Đã lấy ba báo giá.", 40, ("VP", "bao-gia-du-lieu-mau.pdf")),
            _hindered(-6, "can.bo.vp", "Kinh phí được giao chưa đủ.", "Xin bổ sung 20 triệu đồng."),
            _asked(-3, "can.bo.vp", 12, "Chờ bổ sung kinh phí."),
        ),
    ),
    Job(
        "Tổng hợp ý kiến Nhân dân về dịch vụ công (mẫu)",
        "VP",
        10,
        -12,
        (
            _received(-11, "can.bo.vp"),
            _wrote(-3, "can.bo.vp", "Đã tổng hợp 120 ý kiến.", 95),
            _handed_in(-1, "can.bo.vp"),
        ),
        product="Báo cáo tổng hợp",
    ),
    Job(
        "Xây dựng quy chế tổ chuyển đổi số (mẫu)",
        "VHXH",
        5,
        -18,
        (
            _received(-17, "can.bo.vhxh"),
            _wrote(-8, "can.bo.vhxh", "Đã có dự thảo lần một.", 80),
            _handed_in(-4, "can.bo.vhxh"),
            _returned(-2, "Thiếu phân công của từng thành viên."),
        ),
    ),
    Job(
        "Công khai số điện thoại hỗ trợ dịch vụ công (mẫu)",
        "TTPVHCC",
        -6,
        -28,
        (
            _received(-27, "can.bo.ttpvhcc"),
            _wrote(-15, "can.bo.ttpvhcc", "Đã niêm yết tại quầy.", 90, ("TTPVHCC", "anh-niem-yet-du-lieu-mau.png")),
            _handed_in(-10, "can.bo.ttpvhcc"),
            _accepted(-9, "Đạt yêu cầu."),
        ),
    ),
    Job(
        "Kiểm tra an toàn thông tin các máy trạm (mẫu)",
        "CAP",
        -14,
        -29,
        (
            _received(-28, "can.bo.cap"),
            _wrote(-13, "can.bo.cap", "Đã quét 42 máy, vá xong 40 máy.", 95),
            _handed_in(-10, "can.bo.cap"),
            _accepted(-8),
        ),
    ),
    Job(
        "Thí điểm trả kết quả tại nhà (mẫu)",
        "TTPVHCC",
        40,
        -16,
        (
            _received(-15, "can.bo.ttpvhcc"),
            _wrote(-10, "can.bo.ttpvhcc", "Đã chọn tổ dân phố làm thử.", 20),
            _paused(-7, "Chờ hướng dẫn của thành phố về phí."),
        ),
    ),
    Job(
        "In cẩm nang dịch vụ công bản giấy (mẫu)",
        "VP",
        20,
        -15,
        (_received(-14, "can.bo.vp"), _cancelled(-5, "Đã có bản điện tử, không in nữa.")),
    ),
    Job(
        "Thống kê hạ tầng camera của khu dân cư (mẫu)",
        "VP",
        15,
        -10,
        (_declined(-9, "can.bo.vp", "Việc thuộc Công an phường."),),
    ),
    Job(
        "Mở lớp kỹ năng số cho người cao tuổi (mẫu)",
        "VHXH",
        25,
        -22,
        (
            _received(-21, "can.bo.vhxh"),
            _hindered(-15, "can.bo.vhxh", "Thiếu phòng máy.", "Mượn phòng của nhà trường."),
            _resolved(-13, "Trường Trung học cơ sở mẫu số 4 cho mượn phòng tối thứ sáu."),
            _asked(-12, "can.bo.vhxh", 32, "Lớp bắt đầu muộn một tuần."),
            _granted(-11),
            _wrote(-5, "can.bo.vhxh", "Đã khai giảng, 24 học viên.", 35),
        ),
        cooperating=("TRUONG-04", "TCN-01"),
        indicators=("C3",),
    ),
)


def add_assignments(demo: Demo) -> None:
    """Every job up to its last step; one that a killed start left half-way goes on where it stopped."""
    when = timeline(demo)
    for job in JOBS:
        ident, done = _given(demo, job, when)
        for step in job.steps[done:]:
            files = [send_file(demo, step.who, unit, name) for unit, name in step.files]
            with at(when.moment(step.day)), demo.acting(step.who, step.act) as (db, actor):
                step.do(Scene(db, actor, finding.one(db, str(ident)), when, files))


def _given(demo: Demo, job: Job, when: Timeline) -> tuple[UUID, int]:
    """The job, given if it was not, and how many of its steps were made."""
    with at(when.moment(job.given)), demo.acting(job.by, Act.ASSIGNMENT_CREATE) as (db, actor):
        row = db.scalars(select(Assignment).where(Assignment.title == job.title)).one_or_none()
        if row is None:
            deadline = DeadlineIn(kind=DueKind.NONE)
            if job.due is not None:
                deadline = DeadlineIn(kind=DueKind.DATED, on=when.day(job.due))
            given = AssignmentIn(
                title=job.title,
                lead=job.lead,
                deadline=deadline,
                cooperating=list(job.cooperating),
                indicators=list(job.indicators),
                product=job.product,
            )
            return giving.give(db, actor, given).id, 0
        lines = select(func.count()).where(AssignmentEntry.assignment_id == row.id)
        return row.id, max(0, (db.scalar(lines) or 0) - 1)
