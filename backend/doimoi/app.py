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
from starlette.middleware.gzip import GZipMiddleware

from doimoi import __version__, migrations, pages
from doimoi.access.routes import router as access
from doimoi.core import contract, health, problems, secrets
from doimoi.core.db import make_engine
from doimoi.core.settings import Settings
from doimoi.core.shield import Shield
from doimoi.directory.routes import router as directory
from doimoi.exchange.routes import router as exchange
from doimoi.indicators.routes import router as indicators
from doimoi.plan.routes import router as plan

ROUTERS: tuple[APIRouter, ...] = (access, directory, plan, indicators, exchange)
STREAMS: Final = 4
"""Exports that may be under way at once."""


def create_app(settings: Settings, database_url: str) -> FastAPI:
    """The product as an ASGI application on a migrated database; `database_url` is the application's own login."""
    # Streams keep a connection for as long as a body is being sent, so they have their own share of the pool.
    engine = make_engine(database_url, settings.pool_size + STREAMS)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.seats = CapacityLimiter(settings.pool_size)
        app.state.streams = BoundedSemaphore(STREAMS)
        yield
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
    app.state.schema_head = migrations.head()
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router)
    app.include_router(health.router)
    doors = [r for router in (*ROUTERS, health.router) for r in router.routes if isinstance(r, APIRoute)]
    contract.install(app)
    pages.mount(app, Path(settings.frontend), doors)
    app.add_middleware(GZipMiddleware, minimum_size=1_000)
    app.add_middleware(Shield, origin=settings.origin, max_body=settings.max_body)
    return app
