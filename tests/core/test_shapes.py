"""What a caller may ask of a list's shape: some fields, a sheet, nothing when nothing changed."""

import csv
import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from tests import make
from tests.conftest import Api, World
from tests.directory.ground import V1, Ground, lay, settled

from doimoi.access.rules import Role, Scope
from doimoi.core import sheets
from doimoi.words.sheets import OF_FIELD, SHEETS, VALUES

LISTS = ["/units", "/people", "/indicators", "/indicator-values", "/audit", "/api-keys", "/periods"]
WORDS = Path(__file__).parents[2] / "frontend" / "src" / "words" / "vi"


@pytest.fixture(scope="module")
def ground(world: World) -> Ground:
    with world.begin() as db:
        ground = lay(db)
        plan = make.plan(db, ground.ward)
        make.value(db, ground.office, make.indicator(db, plan, ground.office), state="submitted")
        make.key(db, ground.office, Scope.VALUES_READ)
        make.give(db, ground.admin.account_id, ground.office, Role.COORDINATOR)
        return ground


@pytest.mark.parametrize("path", LISTS)
def test_only_the_fields_asked_for_come(api: Api, ground: Ground, path: str) -> None:
    client = api.as_(ground.admin)
    whole = client.get(f"{V1}{path}", params={"limit": 2}).json()
    names = list(whole["data"][0])[:2]
    some = client.get(f"{V1}{path}", params={"limit": 2, "fields": ",".join(reversed(names))})
    assert [list(row) for row in some.json()["data"]] == [list(reversed(names))] * len(whole["data"])
    assert some.json()["data"] == [{n: row[n] for n in reversed(names)} for row in whole["data"]]
    following = some.json()["next"]
    if following:
        assert list(client.get(following).json()["data"][0]) == list(reversed(names))


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("name", ["secret", "unit.code", "nmae", " ,code", "*"])
def test_a_field_that_is_not_there_is_refused_with_the_nearest(api: Api, ground: Ground, path: str, name: str) -> None:
    answer = api.as_(ground.admin).get(f"{V1}{path}", params={"fields": name})
    assert answer.status_code == 400 and answer.json()["code"] == "field_unknown"
    if name == "nmae" and path == "/units":
        assert answer.json()["params"]["nearest"] == "name"


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("query", [{}, {"fields": "id"}, {"format": "csv"}])
def test_what_did_not_change_is_not_sent_again(api: Api, ground: Ground, path: str, query: dict[str, str]) -> None:
    client = api.as_(ground.admin)
    if path in ("/units", "/indicators", "/periods"):
        query = {k: "code" if k == "fields" else v for k, v in query.items()}
    if path == "/periods" and "format" in query:
        assert client.get(f"{V1}{path}", params=query).status_code == 406
        return
    first = client.get(f"{V1}{path}", params=query)
    again = client.get(f"{V1}{path}", params=query, headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code) == (200, 304) and again.content == b""


@pytest.mark.parametrize("path", [*LISTS[:-1], "/overview"])
def test_a_table_is_saved_for_excel(api: Api, ground: Ground, path: str) -> None:
    client = api.as_(ground.admin)
    answer = client.get(f"{V1}{path}", params={"format": "xlsx"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].endswith('.xlsx"') and answer.headers["cache-control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        page, strings = (book.read(f"xl/{n}.xml").decode() for n in ("worksheets/sheet1", "sharedStrings"))
    assert "<f>" not in page and page.count("<row") > 1
    text = client.get(f"{V1}{path}", params={"format": "csv"}).content.decode()
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert text.startswith("\ufeff") and len(rows) == page.count("<row") and rows[0][0] in strings
    assert len({len(row) for row in rows}) == 1
    if path not in ("/overview",):
        assert len(rows) - 1 == len(client.get(f"{V1}{path}", params={"limit": 500}).json()["data"])


def test_a_sheet_speaks_words_and_runs_nothing(api: Api, world: World, ground: Ground) -> None:
    with world.begin() as db:
        bad = settled(db, ground.office, Role.CONTRIBUTOR)
        make.give(db, bad.account_id, ground.school, Role.OFFICER)
    name = '=HYPERLINK("http://x")'
    world.scalar(
        "update account set display_name = :n, search_key = '!' where id = :id returning 1", n=name, id=bad.account_id
    )
    client = api.as_(ground.admin)
    for language, heads, roles in (
        ("vi", ["Họ và tên", "Tên đăng nhập"], "Cộng tác viên; Cán bộ"),
        ("en", ["Name", "User name"], "Contributor; Officer"),
    ):
        text = client.get(f"{V1}/people?format=csv", headers={"Accept-Language": language}).text
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
        assert rows[0][:2] == heads
        row = next(r for r in rows if r[1] == bad.username)
        assert row[0] == f"'{name}" and row[3] == roles
    book = client.get(f"{V1}/people?format=xlsx").content
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        whole = "".join(opened.read(n).decode() for n in opened.namelist())
    assert "=HYPERLINK" in whole and "<f>" not in whole and "<hyperlink" not in whole


def test_a_list_too_long_for_a_sheet_says_so(api: Api, ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("doimoi.core.paging.ROWS", 2)
    answer = api.as_(ground.admin).get(f"{V1}/units", params={"format": "csv"})
    assert answer.status_code == 422 and answer.json()["code"] == "sheet_too_long"


def test_a_sheet_shows_nobody_more_than_the_list_does(api: Api, ground: Ground) -> None:
    assert api.as_(ground.officer).get(f"{V1}/people?format=csv").status_code == 403
    assert api.as_(None).get(f"{V1}/units?format=xlsx").status_code == 401
    sheet = api.as_(ground.next_admin).get(f"{V1}/people?format=csv").text
    assert ground.admin.username not in sheet and ground.next_admin.username in sheet


@pytest.mark.parametrize("path", ["/units?format=pdf", "/units?fields=code&fields=name&format=xls"])
def test_other_forms_are_refused(api: Api, ground: Ground, path: str) -> None:
    assert api.as_(ground.admin).get(f"{V1}{path}").status_code in (400, 422)


def test_numbers_days_and_moments_are_written_as_people_read_them() -> None:
    answer = {
        "data": [
            {
                "numerator": "1740.50",
                "entered": {"by_name": "@ai", "at": "2026-11-25T17:30:00Z"},
                "late": False,
                "state": "approved",
            }
        ]
    }
    written = sheets.write(SHEETS["ValueOut"], answer, sheets.SheetForm.CSV, "vi", date(2026, 11, 26))
    rows = list(csv.reader(io.StringIO(written.body.decode().removeprefix("\ufeff")), delimiter=";"))
    row = dict(zip(*rows, strict=True))
    assert row["Tử số"] == "1740,50" and row["Nhập lúc"] == "2026-11-26 00:30:00" and row["Nộp muộn"] == "Không"
    assert row["Người nhập"] == "'@ai" and row["Tình trạng"] == "Đã duyệt" and row["Mẫu số"] == ""
    assert written.name == "so-lieu-20261126.csv"


@pytest.mark.parametrize(
    ("words", "file", "inside"),
    [
        ("role", "roles.ts", "roles = {"),
        ("kind", "directory.ts", "kinds: {"),
        ("key_state", "keys.ts", "states: {"),
        ("value_state", "standing.ts", "state: {"),
        ("standing", "standing.ts", "word: {"),
        ("action", "audit.ts", "actions: {"),
        ("object", "audit.ts", "objects: {"),
        ("field", "audit.ts", "fields: {"),
    ],
)
def test_sheets_say_it_as_the_pages_do(words: str, file: str, inside: str) -> None:
    text = (WORDS / file).read_text("utf-8")
    part = text[text.index(inside) :]
    for key, (vi, _) in VALUES[words].items():
        found = re.search(rf'\b{key}: (?:{{\s*name: )?"([^"]+)"', part)
        assert found is not None and found[1] == vi, (key, vi)


def test_every_word_that_a_sheet_asks_for_is_there() -> None:
    asked = {column.values for sheet in SHEETS.values() for column in sheet.columns if column.values}
    assert asked | set(OF_FIELD.values()) <= set(VALUES)
