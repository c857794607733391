"""Whether the product lives (no I/O) and whether it is ready to serve (database, migrations, disk)."""

import shutil
from typing import Final

from fastapi import APIRouter, Request
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse, Response

router = APIRouter(tags=["health"])
MIN_FREE: Final = 200 * 1024 * 1024


class Alive(BaseModel):
    """The process answers."""

    status: str


class Ready(BaseModel):
    """What readiness was judged by; each is `ok` or says what is wrong."""

    status: str
    database: str
    migrations: str
    disk: str


@router.get("/healthz", operation_id="get_health")
async def get_health() -> Alive:
    """Alive: answers without touching anything."""
    return Alive(status="ok")


@router.get("/readyz", operation_id="get_readiness", response_model=Ready, responses={503: {"model": Ready}})
def get_readiness(request: Request) -> Response:
    """Ready: the database answers, it has the schema this version wants, and there is room to write."""
    database, migrations = _database(request)
    free = shutil.disk_usage(request.app.state.settings.var.resolve().parent).free
    disk = "ok" if free >= MIN_FREE else "less than 200 MB free"
    good = (database, migrations, disk) == ("ok", "ok", "ok")
    ready = Ready(status="ok" if good else "unready", database=database, migrations=migrations, disk=disk)
    headers = {} if good else {"Retry-After": "2"}
    return JSONResponse(ready.model_dump(), 200 if good else 503, headers)


def _database(request: Request) -> tuple[str, str]:
    try:
        with request.app.state.engine.connect() as connection:
            at = connection.execute(text("select doimoi.schema_version()")).scalar_one()
    except SQLAlchemyError:
        return "away", "unknown"
    wanted = request.app.state.schema_head
    return "ok", "ok" if at == wanted else f"at {at}, wants {wanted}"
