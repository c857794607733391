"""The built pages, served by the same process as the API, and the last word on addresses that nothing else answers."""

from collections.abc import Sequence
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send


def mount(app: FastAPI, dist: Path, doors: Sequence[APIRoute]) -> None:
    """Serve `dist` under `/assets`, and its index for every other address that is none of the API's `doors`."""
    if (dist / "assets").is_dir():
        app.mount("/assets", _Lasting(directory=dist / "assets"))
    app.router.routes.append(Route("/{path:path}", _Pages(dist.resolve(), doors), include_in_schema=False))


class _Pages:
    """Every method of every address that no door took: a page, a file of the pages, 405 or 404."""

    def __init__(self, dist: Path, doors: Sequence[APIRoute]) -> None:
        self.dist = dist
        self.doors = doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        response = await run_in_threadpool(self._answer, Request(scope))
        await response(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        path = request.path_params["path"]
        is_page = not path.startswith("api/")
        allowed = self._methods(request, {"GET"} if is_page else set())
        if allowed and request.method not in allowed:
            raise HTTPException(405, headers={"Allow": ", ".join(allowed)})
        index = self.dist / "index.html"
        if not is_page or not index.is_file():
            raise HTTPException(404)
        file = (self.dist / path).resolve()
        if path and file.is_file() and file.is_relative_to(self.dist):
            return FileResponse(file)
        return FileResponse(index, headers={"Cache-Control": "no-cache"})

    def _methods(self, request: Request, found: set[str]) -> list[str]:
        """The methods that an address takes, whichever doors they belong to; none for an address of nothing."""
        for door in self.doors:
            if door.path_regex.match(request.url.path):
                found |= door.methods or set()
        return sorted(found | ({"HEAD"} if "GET" in found else set()))


class _Lasting(StaticFiles):
    """Files whose names carry their hash never change, so browsers may keep them."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        """The file, cacheable for a year."""
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
