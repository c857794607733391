"""Filling an installation of sample data and telling who can sign in to it."""

from collections.abc import Callable
from datetime import date
from typing import Final

from sqlalchemy.orm import sessionmaker

from doimoi.core import secrets
from doimoi.core.db import make_engine
from doimoi.core.files import Files
from doimoi.core.settings import Settings
from doimoi.running.database import Database
from doimoi.running.demo.assignments import add_assignments
from doimoi.running.demo.ground import Demo
from doimoi.running.demo.people import (
    ABOVE,
    PEOPLE,
    add_administrator,
    add_people,
    add_reader_above,
    add_units,
)
from doimoi.running.demo.steering import add_comments, add_paths
from doimoi.running.demo.surveys import add_surveys
from doimoi.running.demo.values import add_aftermath, add_values
from doimoi.running.first import Calendar
from doimoi.words.sheets import VALUES

CALENDAR: Final = Calendar(first_half_ends=date(2026, 6, 14))
"""The sample ward began with the first half year of 2026, so that two of them can be compared."""

FEATURES: Final[tuple[Callable[[Demo], None], ...]] = (
    add_administrator,
    add_units,
    add_people,
    add_reader_above,
    add_values,
    add_surveys,
    add_aftermath,
    add_paths,
    add_comments,
    add_assignments,
)
"""What each feature puts into the sample ward, in the order in which it is needed."""


def fill(settings: Settings, base: Database, tell: Callable[[str], None]) -> None:
    """Add what is missing of the sample ward, then print its people with their passwords."""
    engine = make_engine(base.app_url, 2)
    try:
        sessions = sessionmaker(engine, expire_on_commit=False)
        demo = Demo(sessions, base, secrets.load(settings).token_key, settings, Files(settings.var / "files"))
        for feature in FEATURES:
            feature(demo)
        demo.leave()
    finally:
        engine.dispose()
    tell("DỮ LIỆU MẪU: mọi người, trường, tổ và con số ở đây đều bịa. Tài khoản đăng nhập:")
    for person in (*PEOPLE, ABOVE):
        role = VALUES["role"][person.role][0]
        tell(f"  {person.username:<16} {demo.password(person.username):<30} {role}, {person.unit}")
    tell(f"Muốn làm lại từ đầu: dừng máy chủ rồi xóa thư mục {settings.var}.")
