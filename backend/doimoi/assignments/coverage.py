"""Whether a plan is covered: each clause that demands work is measured, assigned, or has a recorded reason. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

DEMANDING: Final = frozenset({"target", "task", "duty"})
"""Kinds of clauses that demand work; headings, principles and recipients do not."""


@dataclass(frozen=True, slots=True)
class Covered:
    """A demanding clause with what covers it; nothing at all: it is missing."""

    clause: str
    indicators: tuple[str, ...]
    assignments: tuple[str, ...]
    reason: str | None

    @property
    def missing(self) -> bool:
        """Whether nothing covers the clause."""
        return not (self.indicators or self.assignments or self.reason)


def coverage(
    clauses: Iterable[tuple[str, str]],
    indicators: Iterable[tuple[str, str]],
    assignments: Iterable[tuple[str, str]],
    reasons: Mapping[str, str],
    demanding: Collection[str] = DEMANDING,
) -> list[Covered]:
    """Each demanding clause, in the order given. `clauses`: (code, kind). The others: (clause, code)."""
    measured: dict[str, list[str]] = {}
    given: dict[str, list[str]] = {}
    for held, pairs in ((measured, indicators), (given, assignments)):
        for clause, code in pairs:
            held.setdefault(clause, []).append(code)
    return [
        Covered(code, tuple(measured.get(code, ())), tuple(given.get(code, ())), reasons.get(code))
        for code, kind in clauses
        if kind in demanding
    ]
