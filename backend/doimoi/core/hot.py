"""The few addresses that must be fast, answered before anything else of the application is asked.

A hot address stands in the contract like every other: the endpoint that is registered for it says what goes in and
out and never runs. Its handler does what a door does: it reads strictly, refuses by raising, and answers in the shape
that the contract promises. Only the layer of ids, security headers and logging stands before it.
"""

from collections.abc import Iterable

from fastapi import APIRouter, FastAPI, HTTPException, Request
from fastapi.routing import APIRoute
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from doimoi.core import problems
from doimoi.core.doors import Handler


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

    def __init__(self, app: ASGIApp, *, product: FastAPI, routers: Iterable[APIRouter], max_body: int) -> None:
        self.app = app
        self._product = product
        self._max_body = max_body
        self._routes = [r for router in routers for r in router.routes if isinstance(r, HotRoute)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        for route in self._routes if scope["type"] == "http" else ():
            match, found = route.matches(scope)
            if match is Match.FULL:
                scope.update(found)
                scope["app"] = self._product
                response = await self._answer(route, Request(scope, self._bounded(receive)))
                await response(scope, receive, send)
                return
        await self.app(scope, receive, send)

    async def _answer(self, route: HotRoute, request: Request) -> Response:
        try:
            return await route.get_route_handler()(request)
        except Exception as error:
            return await problems.told(request, error)

    def _bounded(self, receive: Receive) -> Receive:
        """The body, up to the size that every other address takes."""
        so_far = 0

        async def bounded() -> Message:
            nonlocal so_far
            message = await receive()
            so_far += len(message.get("body", b""))
            if so_far > self._max_body:
                raise HTTPException(413)
            return message

        return bounded
