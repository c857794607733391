"""Sample paths and talk: what the coordinator planned year by year, what was asked about a figure and answered."""

from decimal import ROUND_DOWN, Decimal
from typing import Final

from sqlalchemy import select

from doimoi.access.rules import Act
from doimoi.indicators.models import IndicatorComment
from doimoi.indicators.paths import PathBasis
from doimoi.indicators.schemas import CommentIn, PathIn, PathPointIn
from doimoi.indicators.service import finding, planning, talking
from doimoi.running.demo.ground import Demo

PATHS: Final = {"A2a": 45, "A2b": 38, "B2": 44, "D1": 60}
"""Indicators with what they are said to have had at the end of the year before the plan, in percent."""
REASON: Final = "Chia đều các năm tại buổi họp thống nhất lộ trình (dữ liệu mẫu)."
ASKED: Final = "Vì sao mẫu số kỳ này cao hơn kỳ trước?"
ANSWERED: Final = "Kỳ này tính cả hồ sơ nộp qua bưu chính, theo hướng dẫn mới."
OPEN_QUESTION: Final = "Đề nghị cho biết danh sách thủ tục chưa làm trực tuyến được."
TALKED_ABOUT: Final = "A2a"


def add_paths(demo: Demo) -> None:
    """A year by year plan for a few indicators, where none was set."""
    with demo.acting("dau.moi", Act.TARGET_SET) as (db, actor):
        for code, begun in PATHS.items():
            indicator = finding.one_indicator(db, code)
            page = planning.path_page(db, indicator)
            if page.path is not None or not page.wanted or indicator.target_value is None:
                continue
            start, last = Decimal(begun), indicator.target_value
            step = (last - start) / len(page.years)
            points = [
                PathPointIn(year=year, value=(start + step * n).quantize(Decimal(1), ROUND_DOWN))
                for n, year in enumerate(page.years[:-1], start=1)
            ]
            given = PathIn(
                points=[*points, PathPointIn(year=page.years[-1], value=last)],
                basis=PathBasis.SET,
                baseline=PathPointIn(year=page.years[0] - 1, value=start),
                reason=REASON,
            )
            planning.set_path(db, actor, indicator, given, None, versioned=False)


def add_comments(demo: Demo) -> None:
    """A question of the supervisor that the unit answered, and one that waits."""
    _say(demo, "giam.sat", ASKED)
    _say(demo, "can.bo.ttpvhcc", ANSWERED, to=ASKED)
    _say(demo, "giam.sat", OPEN_QUESTION)


def _say(demo: Demo, who: str, words: str, to: str | None = None) -> None:
    with demo.acting(who, Act.COMMENT_WRITE) as (db, actor):
        indicator = finding.one_indicator(db, TALKED_ABOUT)
        of = select(IndicatorComment).where(IndicatorComment.indicator_id == indicator.id)
        if db.scalars(of.where(IndicatorComment.text == words)).first() is not None:
            return
        parent = db.scalars(of.where(IndicatorComment.text == to)).one().id if to else None
        talking.say(db, actor, indicator, CommentIn(text=words, answers=parent))
