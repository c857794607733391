"""The rules of the house that no linter knows. Each failure says which rule and where."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from doimoi import tables
from doimoi.app import create_app
from doimoi.core.errors import DomainError
from doimoi.core.settings import Settings
from doimoi.words import PROBLEMS

ROOT = Path(__file__).parents[1]
BACKEND = ROOT / "backend" / "doimoi"
EVERYWHERE = {
    ("cli.py", "_load_plan"),
    ("running/demo/people.py", "add_reader_above"),
    ("running/first.py", "settle"),
    ("running/links.py", "make_setup_link"),
}
"""Who may reach every row, and each is a command that a person runs on the machine itself."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the product: its path and its syntax tree."""
    for path in sorted(BACKEND.rglob("*.py")):
        yield path.relative_to(BACKEND).as_posix(), ast.parse(path.read_text("utf-8"))


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call, with the last part of the name that is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, node


def test_nothing_commits_but_the_blocks_that_open_a_transaction() -> None:
    assert [path for path, tree in sources() for name, _ in calls(tree) if name == "commit"] == []


def test_the_callers_of_everywhere_are_these() -> None:
    found = {
        (path, function.name)
        for path, tree in sources()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for name, _ in calls(function)
        if name == "everywhere"
    }
    assert found == EVERYWHERE


def test_only_the_token_wrapper_knows_python_jose() -> None:
    found = {
        path
        for path, tree in sources()
        for node in ast.walk(tree)
        if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "jose")
        or (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "jose" for alias in node.names))
    }
    assert found == {"access/tokens.py"}


def test_sql_text_is_never_built_from_values() -> None:
    found = [
        f"{path}:{call.lineno}"
        for path, tree in sources()
        for name, call in calls(tree)
        if name == "text" and call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert found == []


def test_every_public_thing_says_what_it_is() -> None:
    found = []
    for path, tree in sources():
        if path.startswith("words/"):
            continue
        things: list[ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef] = [tree]
        things += [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        things += [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        for thing in things:
            name = getattr(thing, "name", "")
            if not name.startswith("_") and ast.get_docstring(thing) is None:
                found.append(f"{path} {name}".strip())
    assert found == []


def refusals(of: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    """Every kind of refusal of the product."""
    for kind in of.__subclasses__():
        yield kind
        yield from refusals(kind)


def test_every_refusal_has_its_sentence_in_both_languages(tmp_path: Path) -> None:
    create_app(Settings(DOIMOI_VAR=tmp_path), "postgresql+psycopg:///")  # imports every feature
    codes = {kind.code for kind in refusals() if kind.__module__.startswith("doimoi.")}
    assert len(codes) > 20
    assert codes - set(PROBLEMS) == set()
    assert [code for code, (vi, en) in PROBLEMS.items() if not vi.strip() or not en.strip() or vi == en] == []


def test_every_table_is_known_to_the_migrations() -> None:
    named = set(re.findall(r'__tablename__ = "(\w+)"', _all_models()))
    assert named == set(tables.Base.metadata.tables)


def _all_models() -> str:
    return "".join(path.read_text("utf-8") for path in BACKEND.rglob("models.py"))


@pytest.mark.parametrize("name", sorted(p.name for p in (ROOT / "requirements").glob("*.lock")))
def test_locks_name_hashes_and_no_host(name: str) -> None:
    lock = (ROOT / "requirements" / name).read_text("utf-8")
    pins = re.findall(r"^(\S+)==\S+", lock, re.MULTILINE)
    assert pins
    assert lock.count("--hash=sha256:") >= len(pins)
    assert "://" not in lock


def test_the_lock_of_the_pages_names_no_host() -> None:
    lock = (ROOT / "frontend" / "package-lock.json").read_text("utf-8")
    assert '"integrity"' in lock
    assert '"resolved"' not in lock


def test_every_setting_is_explained_to_the_administrator() -> None:
    guide = (ROOT / "docs" / "admin.md").read_text("utf-8")
    names = [str(field.alias) for field in Settings.model_fields.values()]
    assert [name for name in names if f"`{name}`" not in guide] == []


def test_make_explains_every_command() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    commands = set(re.search(r"^\.PHONY: (help .*)$", makefile, re.MULTILINE)[1].split())  # type: ignore[index]
    assert commands == set(re.findall(r"^([a-z0-9]+):.*## ", makefile, re.MULTILINE))
