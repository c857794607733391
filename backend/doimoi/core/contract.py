"""The contract as it is published: FastAPI's own, completed with the refusals that any address of the API may give."""

from typing import Any, Final

from fastapi import FastAPI

_PROBLEM: Final = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_EVERY: Final = {
    "400": "The request cannot be read, or has a query parameter that is unknown or comes twice.",
    "431": "The address or the headers are too long.",
    "500": "A fault of ours; nothing was written.",
    "503": "The database is away or busy; nothing was written. Try again after `Retry-After` seconds.",
}
_WITH_BODY: Final = {"413": "The body is too large.", "415": "The body is not `application/json`."}
_WITH_FILE: Final = {"413": "The file is too large.", "415": "Files of this kind are not taken."}
_SHEETS: Final[dict[str, dict[str, str]]] = {
    "text/csv": {"type": "string"},
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {"type": "string", "format": "binary"},
}
_READ: Final = {"406": "This is not offered in the form that was asked for."}
_WRITE: Final = {"507": "There is no room left to write; nothing was written."}


def install(app: FastAPI) -> None:
    """Let the application publish the completed contract."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            _complete(made())
        return app.openapi_schema or {}

    app.openapi = openapi  # type: ignore[method-assign]  # the way that FastAPI's documentation says


def _complete(contract: dict[str, Any]) -> None:
    for path, methods in contract["paths"].items():
        if path.startswith("/api/"):
            for method, operation in methods.items():
                _say_refusals(method, operation)
                _say_sheets(operation)
    for name in ("HTTPValidationError", "ValidationError"):
        contract["components"]["schemas"].pop(name, None)


def _say_sheets(operation: dict[str, Any]) -> None:
    """A list that can be had as a sheet also answers with one."""
    if any(parameter["name"] == "format" for parameter in operation.get("parameters", ())):
        content = operation["responses"]["200"].setdefault("content", {})
        for media, kind in _SHEETS.items():
            content.setdefault(media, {"schema": kind})


def _say_refusals(method: str, operation: dict[str, Any]) -> None:
    answers = operation["responses"]
    common = {**_EVERY, **_of_body(operation), **(_WRITE if method != "get" else _READ)}
    for status, description in common.items():
        answers.setdefault(status, {"description": description})
    for status, answer in answers.items():
        if int(status) >= 400:
            answer["content"] = _PROBLEM
            answer["description"] = common.get(status, answer["description"])
    operation["responses"] = dict(sorted(answers.items()))


def _of_body(operation: dict[str, Any]) -> dict[str, str]:
    if "requestBody" not in operation:
        return {}
    return _WITH_BODY if "application/json" in operation["requestBody"]["content"] else _WITH_FILE
