"""The built pages beside the API: files, the one page for every other address, and what stays closed."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from doimoi.app import create_app
from doimoi.core.settings import Settings


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """An application whose pages are a few files; no request here reaches a database."""
    home = tmp_path_factory.mktemp("home")
    dist = home / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<!doctype html><title>Đổi Mới</title>")
    (dist / "favicon.svg").write_text("<svg/>")
    (dist / "assets" / "app-1a2b.js").write_text("export {}")
    (home / "secret.txt").write_text("not for the street")
    (dist / "out").symlink_to(home)
    app = create_app(Settings(DOIMOI_VAR=home / "var", DOIMOI_FRONTEND=dist), "postgresql+psycopg:///nowhere")
    with TestClient(app, base_url="https://testserver", raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/tong-quan", "/chi-tieu/A2a", "/nhap-so-lieu/2026-H2?don-vi=VHXH", "/apix"])
def test_every_address_that_is_not_the_apis_is_the_page(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200 and "Đổi Mới" in answer.text
    assert answer.headers["cache-control"] == "no-cache"
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == answer.headers["content-length"]


def test_files_of_the_pages_are_served_and_hashed_ones_may_be_kept(client: TestClient) -> None:
    assert client.get("/favicon.svg").headers["content-type"] == "image/svg+xml"
    kept = client.get("/assets/app-1a2b.js")
    assert kept.status_code == 200 and "immutable" in kept.headers["cache-control"]
    assert client.get("/assets/app-9999.js").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/out/secret.txt", "/assets/..%2f..%2fsecret.txt"],
)
def test_nothing_beside_the_pages_is_served(client: TestClient, path: str) -> None:
    assert "not for the street" not in client.get(path).text


@pytest.mark.parametrize(
    ("method", "path", "status", "allowed"),
    [
        ("POST", "/tong-quan", 405, "GET, HEAD"),
        ("DELETE", "/", 405, "GET, HEAD"),
        ("GET", "/api/v1/people/x/links", 405, "POST"),
        ("TRACE", "/api/v1/people", 405, "GET, HEAD, POST"),
        ("GET", "/api/v1/nowhere", 404, None),
        ("POST", "/api/v1/nowhere", 404, None),
        ("GET", "/api/", 404, None),
    ],
)
def test_wrong_methods_and_addresses_of_nothing_are_problems(
    client: TestClient, method: str, path: str, status: int, allowed: str | None
) -> None:
    answer = client.request(method, path)
    assert answer.status_code == answer.json()["status"] == status
    assert answer.headers.get("allow") == allowed
    assert answer.headers["content-type"] == "application/problem+json"
