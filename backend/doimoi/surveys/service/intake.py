"""Taking answers from anybody: which survey a code names, whether a form is one of a flood, and its recording.

Nothing here keeps who answered. Addresses are looked at for a minute, in memory, under a key that dies with the
process; they decide only whether an answer is held back to be looked at. No answer is refused for them.
"""

import asyncio
import hashlib
import ipaddress
import json
import secrets
import time
import uuid
from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from doimoi.core import clock
from doimoi.core.errors import NotFound
from doimoi.surveys import questionnaire, rules
from doimoi.surveys.questionnaire import Questionnaire
from doimoi.surveys.rules import AnswerState, Channel, RoundState, SurveyClosed
from doimoi.surveys.service.writer import Form, Outcome, Writer

KNOWN_FOR: Final = 5.0
"""Seconds for which a survey that was looked up is taken as it was; the database itself refuses for a closed one."""
KNOWN_MOST: Final = 500
MINUTE: Final = 60.0
_written: Final = json.JSONEncoder(ensure_ascii=False).encode
ADDRESSES_MOST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Survey:
    """What a code names, as people who answer may know it. `raw` is the questionnaire as it is kept."""

    id: uuid.UUID
    code: str
    channel: Channel
    state: RoundState
    title: str
    unit: str
    ward: str | None
    opens_on: date
    closes_on: date | None
    raw: dict[str, Any]
    asked: Questionnaire

    @property
    def taking(self) -> bool:
        """Whether it takes answers today."""
        return rules.takes_answers(self.state, self.opens_on, self.closes_on, clock.today())


def survey_of(db: Session, code: str) -> Survey:
    """The survey that a code names, or `NotFound`; one in preparation is not told of."""
    row = db.execute(text("select * from doimoi.survey_of(:code)"), {"code": code.lower()}).one_or_none()
    if row is None:
        raise NotFound
    return Survey(
        row.id,
        code.lower(),
        Channel(row.channel),
        RoundState(row.state),
        row.title,
        row.unit_name,
        row.ward_name,
        row.opens_on,
        row.closes_on,
        row.questionnaire,
        questionnaire.read(row.questionnaire),
    )


class Floods:
    """How many answers came from one address within a minute, without keeping the address."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._seen: OrderedDict[bytes, deque[float]] = OrderedDict()

    def is_one(self, survey: Survey, address: str, now: float) -> bool:
        """Count an answer and say whether it is one too many. `now` is in seconds of any steady clock."""
        label = f"{survey.id}/{survey.channel}/{_bucket(address)}".encode()
        key = hashlib.blake2b(label, key=self._key, digest_size=16).digest()
        times = self._seen.setdefault(key, deque(maxlen=max(rules.PER_MINUTE.values()) + 1))
        self._seen.move_to_end(key)
        while times and times[0] <= now - MINUTE:
            times.popleft()
        times.append(now)
        self._forget(now)
        return rules.is_flood(survey.channel, len(times))

    def _forget(self, now: float) -> None:
        """Let go of addresses that were quiet for a minute, the longest quiet first."""
        while self._seen:
            oldest = next(iter(self._seen.values()))
            if oldest[-1] > now - MINUTE and len(self._seen) <= ADDRESSES_MOST:
                return
            self._seen.popitem(last=False)


def _bucket(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 that a line with IPv6 is given."""
    if ":" not in address:
        return address
    try:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    except ValueError:
        return address


class Intake:
    """The one place through which answers come in, on the event loop of the server."""

    def __init__(self, sessions: sessionmaker[Session], conninfo: str) -> None:
        self._sessions = sessions
        self._writer = Writer(conninfo)
        self._floods = Floods()
        self._known: OrderedDict[str, tuple[float, Survey]] = OrderedDict()
        self._looking = asyncio.Lock()

    def start(self) -> None:
        """Begin to take answers."""
        self._writer.start()

    async def stop(self) -> None:
        """Record what is queued, then end."""
        await self._writer.stop()

    async def survey(self, code: str) -> Survey:
        """The survey that a code names, looked up at most once in five seconds; `NotFound` for none."""
        found = self._fresh(code)
        if found is None:
            async with self._looking:
                found = self._fresh(code)
                if found is None:
                    found = await run_in_threadpool(self._look_up, code)
                    self._known[code] = (time.monotonic() + KNOWN_FOR, found)
                    while len(self._known) > KNOWN_MOST:
                        self._known.popitem(last=False)
        return found

    def _fresh(self, code: str) -> Survey | None:
        until, survey = self._known.get(code, (0.0, None))
        return survey if until > time.monotonic() else None

    def _look_up(self, code: str) -> Survey:
        with self._sessions() as db:
            return survey_of(db, code)

    async def take(
        self, survey: Survey, client_id: uuid.UUID, given: Mapping[str, object], *, abandoned: bool, address: str
    ) -> None:
        """Record a form once, however often it is sent. `SurveyClosed`, `AnswerInvalid`, `AnswerEmpty` or `Busy`.

        `address` is only counted. The form's id is kept as a hash that belongs to this round alone.
        """
        answers = questionnaire.fitting(survey.asked, given)
        if not survey.taking:
            raise SurveyClosed
        flood = self._floods.is_one(survey, address, time.monotonic())
        outcome = await self._writer.keep(
            Form(
                round_id=survey.id,
                hash=hashlib.sha256(survey.id.bytes + client_id.bytes).digest(),
                id=uuid.uuid4(),
                channel=survey.channel.value,
                answers=_written(answers),
                complete=not abandoned,
                state=(AnswerState.QUARANTINED if flood else AnswerState.COUNTED).value,
            )
        )
        if outcome is Outcome.CLOSED:
            raise SurveyClosed
