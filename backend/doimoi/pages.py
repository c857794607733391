"""The built pages, served by the same process as the API."""

from pathlib import Path

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles


def mount(app: FastAPI, dist: Path) -> None:
    """Serve `dist` under `/assets`, and its index for every other address that is not the API's."""
    index = dist / "index.html"
    if (dist / "assets").is_dir():
        app.mount("/assets", _Lasting(directory=dist / "assets"))

    @app.get("/{path:path}", include_in_schema=False)
    def page(request: Request, path: str) -> Response:
        if path.startswith("api/") or not index.is_file():
            raise HTTPException(404)
        file = (dist / path).resolve()
        if path and file.is_file() and file.is_relative_to(dist.resolve()):
            return FileResponse(file)
        return FileResponse(index, headers={"Cache-Control": "no-cache"})


class _Lasting(StaticFiles):
    """Files whose names carry their hash never change, so browsers may keep them."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        """The file, cacheable for a year."""
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
