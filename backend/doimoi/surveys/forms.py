"""The public form as plain pages: they work without scripts, hold nothing of who answers, and never escape by hand."""

import uuid
from typing import Annotated, Any, Final
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Path, Query, Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from doimoi.core.errors import Busy, NotAllowed, NotFound
from doimoi.surveys.questionnaire import AnswerEmpty, AnswerInvalid, Question, QuestionKind
from doimoi.surveys.rules import Channel, RoundState, SurveyClosed
from doimoi.surveys.schemas import AnswerIn
from doimoi.surveys.service.intake import Intake, Survey
from doimoi.words.surveys import FORM, LEVELS

router = APIRouter(include_in_schema=False)
Code = Annotated[str, Path(min_length=1, max_length=20, pattern=r"^[0-9A-Za-z]+$")]
Language = Annotated[str, Query(max_length=5)]
MAX_FIELDS: Final = 100
HEADERS: Final = {
    "Cache-Control": "no-store",
    # With no referrer at all browsers send `Origin: null` with our own form.
    "Referrer-Policy": "same-origin",
}
_templates = Environment(
    loader=PackageLoader("doimoi.surveys", "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@router.get("/k/{code}", operation_id="show_survey_form")
async def form(request: Request, code: Code, lang: Language = "vi") -> Response:
    """The questions, all on one page; the script shows them one by one."""
    return await _form(request, code, lang, kiosk=False)


@router.get("/kiosk/{code}", operation_id="show_kiosk")
async def kiosk(request: Request, code: Code, lang: Language = "vi") -> Response:
    """The questions on a machine that the next person finds as new."""
    return await _form(request, code, lang, kiosk=True)


@router.get("/k/{code}/xong", operation_id="thank_for_survey")
async def thanks(request: Request, code: Code, lang: Language = "vi") -> Response:
    """Where a form that was sent without scripts ends."""
    survey = await _survey(request, code)
    if survey is None:
        return _said(request, lang, "missing", "missing_more", 404)
    return _page(request, "said.html", lang, 200, survey=survey, head="thanks", more="nameless")


@router.post("/k/{code}", operation_id="send_survey_form")
async def send(request: Request, code: Code, lang: Language = "vi") -> Response:
    """Take a form that was sent without scripts; sent twice it counts once."""
    _check_origin(request)
    survey = await _survey(request, code)
    if survey is None:
        return _said(request, lang, "missing", "missing_more", 404)
    fields = parse_qs((await request.body()).decode("utf-8", "replace"), max_num_fields=MAX_FIELDS)
    given = {q.code: answer for q in survey.asked.questions if (answer := _answer(q, fields.get(q.code, [])))}
    client = fields.get("client", [""])[0]
    intake: Intake = request.app.state.surveys
    address = request.client.host if request.client else "-"
    try:
        read = AnswerIn.model_validate({"client_id": client, "answers": given})
        await intake.take(survey, read.client_id, read.answers, abandoned=False, address=address)
    except SurveyClosed:
        return _closed(request, lang, survey)
    except Busy as busy:
        return _again(request, lang, survey, given, client, "busy", 503, dict(busy.headers()))
    except (ValidationError, AnswerInvalid, AnswerEmpty):
        problem = "wrong_answer" if given else "answer_empty"
        return _again(request, lang, survey, given, client, problem, 422, {})
    return RedirectResponse(f"/k/{survey.code}/xong?lang={_language(lang)}", 303, HEADERS)


def _check_origin(request: Request) -> None:
    """Refuse a form that another site sends in a visitor's name. Old browsers that say nothing are let in."""
    origin = request.headers.get("origin", "null")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise NotAllowed
    if origin != "null" and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower():
        raise NotAllowed


def _answer(question: Question, values: list[str]) -> int | str | list[str] | None:
    """The fields of one question as the answer that they stand for; None for none."""
    if question.kind is QuestionKind.MANY:
        return values
    value = values[0].strip() if values else ""
    if question.kind is QuestionKind.LEVEL5 and value.isascii() and value.isdigit() and len(value) == 1:
        return int(value)
    return value or None


async def _survey(request: Request, code: str) -> Survey | None:
    request.scope["doimoi.nameless"] = True
    intake: Intake = request.app.state.surveys
    try:
        return await intake.survey(code.lower())
    except NotFound:
        return None


async def _form(request: Request, code: str, lang: str, *, kiosk: bool) -> Response:
    survey = await _survey(request, code)
    if survey is None or (kiosk and survey.channel is not Channel.KIOSK):
        return _said(request, lang, "missing", "missing_more", 404)
    if not survey.taking:
        return _closed(request, lang, survey)
    return _again(request, lang, survey, {}, str(uuid.uuid4()), None, 200, {}, kiosk=kiosk)


def _again(
    request: Request,
    lang: str,
    survey: Survey,
    given: dict[str, Any],
    client: str,
    problem: str | None,
    status: int,
    headers: dict[str, str],
    *,
    kiosk: bool = False,
) -> Response:
    return _page(
        request,
        "form.html",
        lang,
        status,
        headers,
        survey=survey,
        given=given,
        client=client,
        problem=problem,
        kiosk=kiosk,
        levels=[level[_language(lang) == "en"] for level in LEVELS],
    )


def _closed(request: Request, lang: str, survey: Survey) -> Response:
    begun = survey.state is RoundState.CLOSED or survey.closes_on is not None
    head = "closed" if begun else "not_begun"
    return _page(request, "said.html", lang, 410, survey=survey, head=head, more="closed_more")


def _said(request: Request, lang: str, head: str, more: str, status: int) -> Response:
    return _page(request, "said.html", lang, status, survey=None, head=head, more=more)


def _page(
    request: Request, template: str, lang: str, status: int, headers: dict[str, str] | None = None, **shown: object
) -> Response:
    language = _language(lang)
    words = {name: pair[language == "en"] for name, pair in FORM.items()}
    body = _templates.get_template(template).render(
        lang=language,
        other="vi" if language == "en" else "en",
        words=words,
        built=request.app.state.survey_entry,
        path=request.url.path,
        **shown,
    )
    return HTMLResponse(body, status, {**HEADERS, "Content-Language": language, **(headers or {})})


def _language(lang: str) -> str:
    return "en" if lang == "en" else "vi"
