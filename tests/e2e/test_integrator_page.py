"""Every command of docs/integrator.md is run as it stands there, and answers what stands below it.

A shown answer may leave things out: `…` is anything, and line breaks are for the reader.
"""

import os
import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from doimoi.core import clock
from tests.running.product import Product

PAGE = Path(__file__).parents[2] / "docs" / "integrator.md"
STEPS = re.findall(
    r"^```sh\n(.*?)^```\n\n```(?:json|text)\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE
)
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
        "UNIT_KEY": ward.key("Phần mềm một cửa", UNIT, "values:read", "values:write"),
    }


def pattern(shown: str) -> re.Pattern[str]:
    """What fits a shown answer."""
    pieces = "".join(line.lstrip() for line in shown.strip().splitlines()) if "{" in shown else shown.strip()
    return re.compile(".*?".join(re.escape(piece) for piece in pieces.split("…")), re.DOTALL)


def test_the_commands_of_the_page_answer_what_it_says(environment: dict[str, str], tmp_path: Path) -> None:
    def run(commands: str) -> str:
        done = subprocess.run(
            ["sh", "-eu", "-c", commands], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, f"{commands}\n{done.stderr}"
        return done.stdout.strip()

    assert shutil.which("curl"), "the page is about curl: apt-get install curl"
    assert len(STEPS) == PAGE.read_text("utf-8").count("```sh\n") > 8
    for commands, shown in STEPS:
        said = run(commands)
        assert pattern(shown).fullmatch(said), f"{commands}\nshown: {shown}\nsaid: {said}"

    first_write = next(commands for commands, _ in STEPS if "lan-1" in commands)
    again = run(first_write.replace("-sS", "-sSi"))
    assert "idempotency-replayed: true" in again
    assert '"numerator":"850"' in again  # the first answer, though the value is 860 by now
