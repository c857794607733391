"""The one place where the product is put together: engine, error handlers, routers, the built pages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from anyio import CapacityLimiter
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from sqlalchemy.orm import sessionmaker
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

from doimoi import __version__, migrations, pages
from doimoi.access.routes import router as access
from doimoi.assignments.routes import router as assignments
from doimoi.assignments.service import digesting
from doimoi.audit.routes import router as audit
from doimoi.core import contract, health, problems, secrets
from doimoi.core.built import entry
from doimoi.core.db import libpq_address, make_engine
from doimoi.core.files import BLOCK, Files
from doimoi.core.hot import HotFirst
from doimoi.core.jobs import AT_ONCE, Worker
from doimoi.core.settings import Settings
from doimoi.core.shield import Shield
from doimoi.directory.routes import router as directory
from doimoi.evidence import rules as evidence_rules
from doimoi.evidence.routes import router as evidence
from doimoi.evidence.routes import uploads
from doimoi.exchange.routes import router as exchange
from doimoi.indicators.routes import router as indicators
from doimoi.notices.routes import router as notices
from doimoi.plan.routes import router as plan
from doimoi.surveys.forms import router as forms
from doimoi.surveys.routes import router as surveys
from doimoi.surveys.service.intake import Intake

ROUTERS: tuple[APIRouter, ...] = (
    access,
    directory,
    notices,
    evidence,
    plan,
    surveys,
    indicators,
    assignments,
    audit,
    exchange,
)
UNPRESSED: Final = (*DEFAULT_EXCLUDED_CONTENT_TYPES, *evidence_rules.PACKED)
STREAMS: Final = 4
"""Exports that may be under way at once."""
UPLOADS: Final = 64
"""Files that may be arriving at once; each takes a few megabytes of memory at most."""
CHECKS: Final = 2
"""Files that may be looked into at once: large pictures take memory."""


def create_app(settings: Settings, database_url: str, *, works: bool = False) -> FastAPI:
    """The product as an ASGI application on a migrated database; `database_url` is the application's own login.

    `works`: this process also does the jobs that requests and the clock give it.
    """
    # Streams keep a connection for as long as a body is being sent, so they have their own share of the pool.
    engine = make_engine(database_url, settings.pool_size + STREAMS + (AT_ONCE if works else 0))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.seats = CapacityLimiter(settings.pool_size)
        app.state.streams = BoundedSemaphore(STREAMS)
        app.state.uploads, app.state.checks = CapacityLimiter(UPLOADS), CapacityLimiter(CHECKS)
        app.state.surveys = Intake(app.state.sessions, libpq_address(database_url))
        app.state.surveys.start()
        worker = Worker(app.state.sessions, libpq_address(database_url), digesting.jobs(settings.digest_at))
        if works:
            worker.start()
        yield
        await worker.stop()
        await app.state.surveys.stop()
        engine.dispose()

    app = FastAPI(
        title="Đổi Mới",
        version=__version__,
        description="Chạy và chứng minh kế hoạch đổi mới sáng tạo của một phường. "
        "Runs and proves a ward's innovation plan.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    app.state.settings = settings
    app.state.secrets = secrets.load(settings)
    app.state.sessions = sessionmaker(engine, expire_on_commit=False)
    app.state.engine = engine
    app.state.files = Files(settings.var / "files")
    app.state.schema_head = migrations.head()
    app.state.survey_entry = entry(Path(settings.frontend), "src/public/survey.ts")
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router)
    app.include_router(uploads)
    app.include_router(health.router)
    doors = [r for router in (*ROUTERS, uploads, health.router) for r in router.routes if isinstance(r, APIRoute)]
    contract.install(app)
    app.include_router(forms)
    pages.mount(app, Path(settings.frontend), doors)
    app.add_middleware(GZipMiddleware, minimum_size=1_000, exclude_content_types=UNPRESSED)
    app.add_middleware(HotFirst, product=app, routers=ROUTERS)
    # A little above the limit of a file, so that the file's own refusal, which says what to do, comes first.
    larger = {("POST", "/api/v1/evidence"): settings.max_upload + BLOCK}
    app.add_middleware(Shield, origin=settings.origin, max_body=settings.max_body, larger=larger)
    return app
