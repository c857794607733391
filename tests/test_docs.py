"""The pages of docs/ and the README against the code they tell of: a page that says otherwise fails here."""

import argparse
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import pytest

from doimoi import cli
from doimoi.access import rls
from doimoi.access.rules import GRANTS, Act, Role, Scope
from doimoi.core.errors import DomainError
from doimoi.exchange.schemas import ExportedValue
from doimoi.indicators.rules import (
    RULE_VERSION,
    Measure,
    Move,
    Observed,
    PeriodFacts,
    Reading,
    Standing,
    TargetDef,
    TargetKind,
    ValueState,
    standing,
)
from doimoi.plan import periods
from doimoi.running import first
from tests.test_house import refusals

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
BASES = [ROOT, ROOT / "backend" / "doimoi", ROOT / "docs", ROOT / "backend"]
BUILT = ("frontend/dist", "var/", "var-demo/")
"""What is there only after a start or a build."""


def page(name: str) -> str:
    """The text of a page of docs/."""
    return (ROOT / "docs" / name).read_text("utf-8")


def table(text: str, head: str) -> list[list[str]]:
    """The rows of the table whose head begins so, cell by cell."""
    lines = text.split("\n")
    begin = next(n for n, line in enumerate(lines) if line.startswith(head))
    rows = []
    for line in lines[begin + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def quoted(text: str) -> Iterator[str]:
    """Everything in single backticks, outside fenced blocks."""
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))


def is_path(words: str) -> bool:
    """Whether this names a file or a folder of the repository."""
    file = re.fullmatch(r"(?:[\w.-]+/)*[\w-]+\.(?:py|tsx?|md|toml|ya?ml|txt|json|mako|ini)", words)
    folder = re.fullmatch(r"(?:[a-z][\w.-]*/)+", words)
    return bool(file or folder) and not words.startswith(BUILT)


OF_A_FEATURE = {"rules.py", "models.py", "schemas.py", "service.py", "routes.py", "__init__.py", "queries.ts"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_path_that_a_page_names_is_there(path: Path) -> None:
    text = path.read_text("utf-8")
    named = {words for words in quoted(text) if is_path(words)} - OF_A_FEATURE
    named |= {f"docs/{words}" for words in re.findall(r"^docs/(\S+\.\w+) ", text, re.MULTILINE)}
    lost = [words for words in sorted(named) if not any((base / words).exists() for base in BASES)]
    linked = [target for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text) if "://" not in target]
    assert lost + [target for target in linked if not (path.parent / target).exists()] == []


def test_the_tree_names_what_is_there() -> None:
    tree = page("house.md").split("```")[1]
    found, folder = [], ROOT
    for line in tree.strip().splitlines():
        name = line.split()[0]
        folder = (ROOT / name) if not line.startswith(" ") else folder
        found.append(ROOT / name if not line.startswith(" ") else folder / name)
    assert len(found) > 15
    assert [path for path in found if not path.exists()] == []


def test_commands_are_those_of_make_and_of_the_command_line() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z0-9-]+):.*## ", makefile, re.MULTILINE))
    parser = cli._parser()
    commands: dict[str, argparse.ArgumentParser] = next(
        action.choices for action in parser._actions if isinstance(action, argparse._SubParsersAction)
    )
    wrong = []
    for path in PAGES:
        text = path.read_text("utf-8")
        made = re.findall(r"(?:`|^|&& )make ([a-z][a-z0-9-]*)", text, re.MULTILINE)
        wrong += [f"{path.name}: make {name}" for name in made if name not in targets]
        for name, rest in re.findall(r"backend/doimoi\.sh ([a-z-]+)([^`\n]*)", text):
            if name not in commands:
                wrong.append(f"{path.name}: doimoi {name}")
                continue
            known = set(commands[name]._option_string_actions)
            wrong += [
                f"{path.name}: {name} {option}" for option in re.findall(r"--[a-z-]+", rest) if option not in known
            ]
    assert wrong == []


def test_the_ladder_is_the_one_that_is_held() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    told = re.search(r"^```ladder\n(.*?)^```", page("house.md"), re.DOTALL | re.MULTILINE)
    assert told is not None
    assert told[1].split("\n")[:-1] == layers


def test_the_matrix_is_grants() -> None:
    head = "| act | " + " | ".join(f"`{role}`" for role in Role) + " |"
    wanted = [[f"`{act}`", *("x" if act in GRANTS[role] else "" for role in Role)] for act in Act]
    assert table(page("house.md"), head) == wanted


def test_every_helper_of_row_security_is_explained() -> None:
    helpers = {f"`{name}`" for name in vars(rls) if name.startswith("protect_")}
    assert helpers == {row[0] for row in table(page("house.md"), "| helper |")}


TERMS = {
    words: row
    for line in page("glossary.md").splitlines()
    if line.startswith("| `")
    for row in [[cell.strip() for cell in line.strip("|").split("|")]]
    for words in re.findall(r"`([^`]+)`", row[0])
}


@pytest.mark.parametrize("kind", [Role, ValueState, Standing, Measure, TargetKind], ids=lambda kind: kind.__name__)
def test_the_glossary_has_every_word_of(kind: type[StrEnum]) -> None:
    assert [word.value for word in kind if word.value not in TERMS] == []


def test_the_glossary_has_every_move_but_saving() -> None:
    assert [move.value for move in Move if move.value not in TERMS and move is not Move.SAVE] == []


def on_screen(file: str, inside: str, word: str) -> str:
    """The Vietnamese of a word in the pages."""
    text = (ROOT / "frontend" / "src" / "words" / "vi" / file).read_text("utf-8")
    part = text[text.index(inside) :]
    found = re.search(rf'\b{word}: (?:{{\s*name: )?"([^"]+)"', part)
    assert found is not None, f"{file} has no {word}"
    return found[1]


@pytest.mark.parametrize(
    ("kind", "file", "inside"),
    [
        (Role, "roles.ts", "roles = {"),
        (Standing, "standing.ts", "word: {"),
        (ValueState, "standing.ts", "state: {"),
        (TargetKind, "indicator.ts", "kind: {"),
    ],
)
def test_the_glossary_says_it_as_the_pages_do(kind: type[StrEnum], file: str, inside: str) -> None:
    told = {word.value: TERMS[word.value][2] for word in kind}
    assert told == {word.value: on_screen(file, inside, word.value) for word in kind}


def test_roles_are_named_in_the_house_as_on_screen() -> None:
    rows = table(page("house.md"), "| role | on screen |")
    assert {row[0].strip("`"): row[1] for row in rows} == {r.value: on_screen("roles.ts", "roles = {", r) for r in Role}


STANDINGS = table(page("decisions/standing.md"), "| kind | asks |")
SPANS = periods.calendar(first.ISSUED_ON, first.FIRST_HALF_ENDS, 2030)


def number(cell: str) -> Decimal | None:
    """A number of the table; `-` is none."""
    return None if cell == "-" else Decimal(cell)


@pytest.mark.parametrize("row", STANDINGS, ids=lambda row: " ".join(row[:8]))
def test_a_row_of_standing(row: list[str]) -> None:
    kind, asks, entered, plan, start, period, seen, broken, word, reason = (cell.strip("`") for cell in row)
    measure = {"levels": Measure.LEVEL, "milestones": Measure.MILESTONE}.get(kind, Measure.COUNT)
    reading = None
    if "/" in entered:
        top, bottom = entered.split("/")
        measure, reading = Measure.RATIO, Reading(Decimal(top), Decimal(bottom))
    elif entered != "-":
        reading = Reading(Decimal(entered))
    span, year = next(s for s in SPANS if s.code == period), periods.year_of(period, SPANS)
    verdict = standing(
        TargetDef(TargetKind(kind), measure, number(asks)),
        Observed(reading, None if broken == "-" else broken) if reading else None,
        number(plan),
        number(start),
        PeriodFacts(period, span.last_day, year.first_day, year.last_day),
        date.fromisoformat(seen),
    )
    assert (verdict.standing.value, verdict.reason_code) == (word, reason)


def test_the_page_of_standing_covers_all_kinds_and_words_of_this_version() -> None:
    assert {row[0].strip("`") for row in STANDINGS} == {kind.value for kind in TargetKind}
    assert {row[8].strip("`") for row in STANDINGS} == {word.value for word in Standing}
    assert f"`{RULE_VERSION}`" in page("decisions/standing.md")


def test_integrators_are_told_every_field_scope_and_real_codes() -> None:
    text = page("integrator.md")
    assert [row[0].strip("`") for row in table(text, "| trường |")] == list(ExportedValue.model_fields)
    assert {row[0].strip("`") for row in table(text, "| phạm vi |")} == {scope.value for scope in Scope}
    real = {(kind.code, str(kind.status)) for kind in refusals(DomainError)}
    told = {(row[0].strip("`"), row[1]) for row in table(text, "| mã | HTTP |")}
    assert told - real == set()
    assert len(told) > 20
