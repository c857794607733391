"""The few addresses that must be fast, answered before anything else of the application is asked.

A hot address stands in the contract like every other: the endpoint that is registered for it says what goes in and
out and never runs. Its handler does what a door does: it reads strictly, refuses by raising, and answers in the shape
that the contract promises. Only the layer of ids, security headers and logging stands before it.
"""

from collections.abc import Iterable

from fastapi import APIRouter, FastAPI, Request
from fastapi.routing import APIRoute
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from doimoi.core import problems
from doimoi.core.doors import Handler, refuse_other_media, refuse_unknown


def hot(handler: Handler) -> type[APIRoute]:
    """The route class of an address whose requests go straight to `handler`."""

    class Hot(HotRoute):
        """One hot address."""

        def get_route_handler(self) -> Handler:
            """The handler itself, without dependencies or models around it."""
            return handler

    return Hot


class HotRoute(APIRoute):
    """What `HotFirst` looks for among a router's routes."""


class HotFirst:
    """ASGI middleware that answers the hot addresses of some routers itself and passes everything else on."""

    def __init__(self, app: ASGIApp, *, product: FastAPI, routers: Iterable[APIRouter]) -> None:
        self.app = app
        self._product = product
        self._routes = [r for router in routers for r in router.routes if isinstance(r, HotRoute)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        for route in self._routes if scope["type"] == "http" else ():
            match, found = route.matches(scope)
            if match is Match.FULL:
                scope.update(found)
                scope["app"] = self._product
                response = await _answer(route, Request(scope, receive))
                await response(scope, receive, send)
                return
        await self.app(scope, receive, send)


async def _answer(route: HotRoute, request: Request) -> Response:
    """The handler's answer behind the checks that every door makes; any failure as a problem."""
    try:
        refuse_unknown(request, {p.alias for p in route.dependant.query_params})
        if route.body_field is not None:
            refuse_other_media(request)
        return await route.get_route_handler()(request)
    except Exception as error:
        return await problems.told(request, error)
