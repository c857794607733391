"""What a caller may ask of the shape of an answer: only some fields of a list's rows, or the list as a sheet."""

import difflib
import json
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from doimoi.core import clock
from doimoi.core.errors import FieldUnknown, NoSheet, SheetTooLong
from doimoi.core.paging import Listed
from doimoi.core.problems import language_of
from doimoi.core.sheets import ROWS, SheetForm, write
from doimoi.words.sheets import SHEETS, Sheet


@dataclass(frozen=True)
class Shape:
    """The fields that the rows of a list have (empty for what is no list), and its sheet, if there is one."""

    fields: frozenset[str]
    sheet: Sheet | None

    def chosen(self, request: Request) -> list[str] | None:
        """The fields that `fields=` names, None for all. `FieldUnknown` for one that the rows do not have."""
        asked = request.query_params.get("fields")
        if not asked or not self.fields:
            return None
        names = [name.strip() for name in asked.split(",")]
        for name in names:
            if name not in self.fields:
                nearest = difflib.get_close_matches(name, self.fields, n=1, cutoff=0.4)
                raise FieldUnknown(name=name[:60], nearest=nearest[0] if nearest else "-")
        return names

    def given(self, request: Request, response: Response, chosen: list[str] | None) -> Response:
        """The answer as it was asked for. `NoSheet`, `SheetTooLong`."""
        form = request.query_params.get("format", SheetForm.JSON)
        if form != SheetForm.JSON:
            return self._as_sheet(request, response, SheetForm(form))
        if chosen is None:
            return response
        answer = json.loads(bytes(response.body))
        answer["data"] = [{name: row[name] for name in chosen} for row in answer["data"]]
        headers = {k: v for k, v in response.headers.items() if k not in ("content-length", "content-type")}
        return JSONResponse(answer, headers=headers)

    def _as_sheet(self, request: Request, response: Response, form: SheetForm) -> Response:
        if self.sheet is None:
            raise NoSheet
        answer = json.loads(bytes(response.body))
        if answer.get("next"):
            raise SheetTooLong(limit=ROWS)
        written = write(self.sheet, answer, form, language_of(request), clock.today())
        headers = {"Content-Disposition": f'attachment; filename="{written.name}"', "Cache-Control": "no-store"}
        return Response(written.body, media_type=written.media, headers=headers)


def shape_of(model: Any) -> Shape:
    """What can be asked of an address that answers with this model."""
    if not isinstance(model, type) or not issubclass(model, BaseModel):
        return Shape(frozenset(), None)
    if not issubclass(model, Listed):
        return Shape(frozenset(), SHEETS.get(model.__name__))
    (row,) = get_args(model.model_fields["data"].annotation)
    fields = frozenset(field.serialization_alias or name for name, field in row.model_fields.items())
    return Shape(fields, SHEETS.get(row.__name__))
