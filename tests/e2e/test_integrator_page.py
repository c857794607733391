"""Every command of docs/integrator.md and docs/unit-tool.md is run as it stands there, and answers what stands below.

A shown answer may leave things out: `…` is anything, and line breaks are for the reader.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from doimoi.core import clock
from tests.evidence.corpus import pdf
from tests.running.product import Product

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "integrator.md").read_text("utf-8")
TOOL = (DOCS / "unit-tool.md").read_text("utf-8")
PASSWORD = "mười lăm con vịt lội ao 7"
UNIT = "11602:TTPVHCC"


class Ward:
    """The people before the page begins, each with a client that is signed in."""

    def __init__(self, product: Product) -> None:
        self.url = f"{product.url}/api/v1"
        first = {"token": product.setup_token(), "username": "quan.tri", "display_name": "Quản Trị Mẫu"}
        self.admin = self._signed("/setup/claims", {**first, "password": PASSWORD})

    def _signed(self, path: str, given: dict[str, Any]) -> httpx.Client:
        token = self.asked(httpx.post(self.url + path, json=given))["access_token"]
        return httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {token}"})

    def asked(self, answer: httpx.Response) -> dict[str, Any]:
        """What was answered to a call that must go well."""
        assert answer.is_success, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def join(self, name: str, username: str, role: str) -> httpx.Client:
        """Somebody of the unit, invited and signed in."""
        person = {"display_name": name, "username": username, "unit": UNIT, "role": role}
        link = self.asked(self.admin.post("/people", json=person))["link"]
        return self._signed("/invitations/claims", {"token": link.partition("token=")[2], "password": PASSWORD})

    def key(self, name: str, unit: str, *scopes: str) -> str:
        """A key, as its program holds it."""
        until = (clock.today() + timedelta(days=30)).isoformat()
        given = {"name": name, "unit": unit, "scopes": scopes, "expires_on": until}
        return str(self.asked(self.admin.post("/api-keys", json=given))["secret"])


@pytest.fixture(scope="module")
def environment(product: Product) -> dict[str, str]:
    """What the page's reader has: the address and two keys; and one value stands approved."""
    ward = Ward(product)
    officer = ward.join("Phạm Văn Mẫu", "pham.van.mau", "officer")
    head = ward.join("Vũ Thị Mẫu", "vu.thi.mau", "head")
    numbers = {"numerator": "1740", "denominator": "1812", "note": "Khảo sát tại quầy"}
    ident = ward.asked(officer.put(f"/indicator-values/by-key/{UNIT}/A4/2026-H2", json=numbers))["id"]
    ward.asked(officer.post(f"/indicator-values/{ident}/submissions", headers={"If-Match": '"1"'}))
    ward.asked(head.post(f"/indicator-values/{ident}/approvals", headers={"If-Match": '"2"'}))
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "DOIMOI": product.url,
        "KEY": ward.key("Cổng dữ liệu thành phố", "11602", "values:read"),
        "UNIT_KEY": ward.key(
            "Phần mềm một cửa", UNIT, "values:read", "values:write", "evidence:write", "assignments:write"
        ),
    }


def steps_of(page: str) -> list[tuple[str, str]]:
    """The commands of a page, each with the answer that is shown below it."""
    return re.findall(r"^```sh\n(.*?)^```\n\n```(?:json|text)\n(.*?)^```", page, re.DOTALL | re.MULTILINE)


def answered(page: str, environment: dict[str, str], folder: Path) -> Callable[[str], str]:
    """Runs all commands of a page and compares; gives the way to run another."""

    def run(commands: str) -> str:
        done = subprocess.run(
            ["sh", "-eu", "-c", commands], env=environment, cwd=folder, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, f"{commands}\n{done.stderr}"
        return done.stdout.strip()

    assert shutil.which("curl"), "the page is about curl: apt-get install curl"
    steps = steps_of(page)
    assert len(steps) == page.count("```sh\n") > 0
    for commands, shown in steps:
        said = run(commands)
        assert pattern(shown).fullmatch(said), f"{commands}\nshown: {shown}\nsaid: {said}"
    return run


def pattern(shown: str) -> re.Pattern[str]:
    """What fits a shown answer."""
    pieces = "".join(line.lstrip() for line in shown.strip().splitlines()) if "{" in shown else shown.strip()
    return re.compile(".*?".join(re.escape(piece) for piece in pieces.split("…")), re.DOTALL)


def test_the_commands_of_the_page_answer_what_it_says(environment: dict[str, str], tmp_path: Path) -> None:
    run = answered(PAGE, environment, tmp_path)
    first_write = next(commands for commands, _ in steps_of(PAGE) if "lan-1" in commands)
    again = run(first_write.replace("-sS", "-sSi"))
    assert "idempotency-replayed: true" in again
    assert '"numerator":"850"' in again  # the first answer, though the value is 860 by now


def test_a_units_tool_hands_in_a_figure_its_evidence_and_progress(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "bien-ban.pdf").write_bytes(pdf())
    answered(TOOL, environment, tmp_path)
    program = re.search(r"^```python\n(.*?)^```", TOOL, re.DOTALL | re.MULTILINE)
    assert program
    assert program.group(1).count("\n") <= 36
    (tmp_path / "gui.py").write_text(program.group(1), "utf-8")
    (tmp_path / "bien-ban-2.pdf").write_bytes(pdf())
    done = subprocess.run(
        [sys.executable, "gui.py", "bien-ban-2.pdf"], env=environment, cwd=tmp_path, capture_output=True, text=True
    )
    assert done.stdout.split() == ["submitted", "40"], done.stderr
    late = subprocess.run(
        [sys.executable, "gui.py", "bien-ban-2.pdf"], env=environment, cwd=tmp_path, capture_output=True, text=True
    )
    assert late.returncode == 1
    assert late.stderr.startswith("move_forbidden: ")  # it waits for its reviewer by now
