"""Surveys: rounds and results for officers; questions and answers for everybody."""

import uuid
from typing import Annotated, Any

from fastapi import Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from sqlalchemy import select

from doimoi.access.gate import Caller, Db, NobodysDb, Version, may
from doimoi.access.models import Unit
from doimoi.access.rules import Act
from doimoi.access.units import unit_by_code
from doimoi.core.db import find
from doimoi.core.doors import doors, problems
from doimoi.core.hot import hot
from doimoi.core.paging import Listed, Page, Paged
from doimoi.core.strict_json import parse
from doimoi.plan.service import ward_of
from doimoi.surveys import questionnaire, rules
from doimoi.surveys.models import SurveyAnswer, SurveyRound
from doimoi.surveys.rules import Channel, RoundState
from doimoi.surveys.schemas import (
    AnswerIn,
    DecisionIn,
    DecisionOut,
    PublicSurvey,
    QuestionnaireOut,
    ResultsOut,
    RoundChange,
    RoundDetail,
    RoundIn,
    RoundOut,
    SurveyCommentOut,
    ThanksOut,
)
from doimoi.surveys.service import results, rounds
from doimoi.surveys.service.intake import Intake, survey_of
from doimoi.surveys.service.poster import poster

router = doors("surveys")
READ: dict[str, Any] = {"dependencies": [may(Act.SURVEY_READ)], "responses": problems(401, 403, 404)}
MAKE: dict[str, Any] = {"dependencies": [may(Act.SURVEY_MANAGE)], "responses": problems(400, 401, 403, 404, 409)}
MANAGE: dict[str, Any] = {
    "dependencies": [may(Act.SURVEY_MANAGE)],
    "responses": problems(400, 401, 403, 404, 409, 412, 428),
}
SurveyCode = Annotated[str, Path(min_length=1, max_length=20, pattern=r"^[0-9A-Za-z]+$", examples=["7gk2m9qxw4"])]
THANKS = ThanksOut(thanks=True).model_dump_json().encode()
AnyCode = Annotated[str | None, Query(min_length=1, max_length=80, pattern=r"^[0-9A-Za-z:._-]+$")]


def _shown(db: Db, caller: Caller, request: Request, response: Response, row: SurveyRound) -> RoundDetail:
    response.headers["ETag"] = f'"{row.version}"'
    [brief] = rounds.rounds_out(db, caller, [row], request.app.state.settings.origin)
    asked = _questions(row.questionnaire)
    return RoundDetail(**brief.model_dump(), questionnaire=asked)


def _questions(raw: dict[str, object]) -> QuestionnaireOut:
    read = questionnaire.read(raw)
    return QuestionnaireOut.model_validate(
        {"code": read.code, "version": read.version, "title": raw["title"], "questions": read.questions}
    )


@router.get("/survey-rounds", operation_id="list_survey_rounds", **READ)
def list_survey_rounds(
    request: Request,
    db: Db,
    caller: Caller,
    paging: Paged,
    unit: AnyCode = None,
    state: Annotated[RoundState | None, Query()] = None,
) -> Listed[RoundOut]:
    """The rounds within reach in the order they were made; `unit` stands for itself and everything below it."""
    query = select(SurveyRound)
    if unit is not None:
        whole = unit_by_code(db, unit)
        query = query.where(SurveyRound.unit_key >= whole.key, SurveyRound.unit_key < whole.key_to)
    if state is not None:
        query = query.where(SurveyRound.state == state.value)
    rows, following = paging.page(db, query, SurveyRound.id)
    data = rounds.rounds_out(db, caller, rows, request.app.state.settings.origin)
    return Listed(data=data, next=following, page=Page(limit=paging.limit))


@router.post("/survey-rounds", operation_id="create_survey_round", status_code=201, **MAKE)
def create_survey_round(request: Request, db: Db, caller: Caller, response: Response, given: RoundIn) -> RoundDetail:
    """Prepare a round for a unit and a period, from a template or with its own questions."""
    return _shown(db, caller, request, response, rounds.create(db, caller, given))


@router.get("/survey-rounds/{round_id}", operation_id="get_survey_round", **READ)
def get_survey_round(request: Request, db: Db, caller: Caller, response: Response, round_id: uuid.UUID) -> RoundDetail:
    """One round with its questions and the addresses of its ways of answering."""
    return _shown(db, caller, request, response, find(db, SurveyRound, round_id))


@router.put("/survey-rounds/{round_id}", operation_id="put_survey_round", **MANAGE)
def put_survey_round(
    request: Request,
    db: Db,
    caller: Caller,
    response: Response,
    round_id: uuid.UUID,
    version: Version,
    given: RoundChange,
) -> RoundDetail:
    """Mend a round's name, days, population or target, whole. Its questions, unit and period stay."""
    return _shown(db, caller, request, response, rounds.change(db, round_id, version, given))


@router.post("/survey-rounds/{round_id}/openings", operation_id="open_survey_round", **MANAGE)
def open_survey_round(
    request: Request, db: Db, caller: Caller, response: Response, round_id: uuid.UUID, version: Version
) -> RoundDetail:
    """Let people answer a round; its questions are frozen from now on."""
    return _shown(db, caller, request, response, rounds.open_(db, round_id, version))


@router.post("/survey-rounds/{round_id}/closings", operation_id="close_survey_round", **MANAGE)
def close_survey_round(
    request: Request, db: Db, caller: Caller, response: Response, round_id: uuid.UUID, version: Version
) -> RoundDetail:
    """End a round for good. The order in which its answers came is lost on purpose."""
    return _shown(db, caller, request, response, rounds.close(db, round_id, version))


@router.get("/survey-rounds/{round_id}/results", operation_id="get_survey_results", **READ)
def get_survey_results(db: Db, round_id: uuid.UUID) -> ResultsOut:
    """The rate with its interval and verdict, by way of answering; figures from fewer than ten answers are left out."""
    return results.results(db, find(db, SurveyRound, round_id))


@router.get("/survey-rounds/{round_id}/comments", operation_id="list_survey_comments", **READ)
def list_survey_comments(db: Db, round_id: uuid.UUID, paging: Paged) -> Listed[SurveyCommentOut]:
    """What people wrote, in random order. `ResultsHidden` while fewer than ten answers count."""
    row = find(db, SurveyRound, round_id)
    total = results.counted(db, row).all.total
    if total < rules.MIN_CELL:
        raise rules.ResultsHidden(count=total, least=rules.MIN_CELL)
    codes = results.written(row)
    query = select(SurveyAnswer).where(*results.valid(row), results.any_of(codes))
    found, following = paging.page(db, query, SurveyAnswer.id)
    data = [
        SurveyCommentOut(text=answer.answers[code], day=answer.day, channel=Channel(answer.channel))
        for answer in found
        for code in codes
        if code in answer.answers
    ]
    return Listed(data=data, next=following, page=Page(limit=paging.limit))


@router.post(
    "/survey-rounds/{round_id}/quarantine-decisions",
    operation_id="decide_survey_quarantine",
    **MAKE,
)
def decide_survey_quarantine(db: Db, caller: Caller, round_id: uuid.UUID, given: DecisionIn) -> DecisionOut:
    """Let answers that were held back as a flood count, or set them aside; all, or those of one way or day."""
    return DecisionOut(decision=given.decision, count=results.decide(db, caller, round_id, given))


@router.get(
    "/survey-rounds/{round_id}/poster.svg",
    operation_id="get_survey_poster",
    response_class=Response,
    dependencies=[may(Act.SURVEY_READ)],
    responses={
        200: {"content": {"image/svg+xml": {"schema": {"type": "string"}}}},
        **problems(401, 403, 404),
    },
)
def get_survey_poster(request: Request, db: Db, round_id: uuid.UUID) -> Response:
    """The sheet for the counter with the QR code of the round: A4, ready to print."""
    row = find(db, SurveyRound, round_id)
    unit = find(db, Unit, row.unit_id)
    ward = ward_of(db, unit)
    address = f"{request.app.state.settings.origin}/k/{row.code}"
    drawing = poster(unit.name, ward.name if ward.id != unit.id else None, row.title, address)
    return Response(drawing, media_type="image/svg+xml")


@router.get("/public/surveys/{code}", operation_id="get_public_survey", responses=problems(404, 410))
def get_public_survey(db: NobodysDb, code: SurveyCode) -> PublicSurvey:
    """A survey that takes answers, by any of its codes: its questions and who asks them."""
    survey = survey_of(db, code)
    if not survey.taking:
        raise rules.SurveyClosed
    return PublicSurvey(
        code=survey.code,
        channel=survey.channel,
        title=survey.title,
        unit=survey.unit,
        ward=survey.ward,
        closes_on=survey.closes_on,
        questionnaire=_questions(survey.raw),
    )


async def _take(request: Request) -> Response:
    """Read, check and record one form; the answer leaves after the commit."""
    request.scope["doimoi.nameless"] = True
    try:
        given = AnswerIn.model_validate(parse(await request.body()))
    except ValidationError as error:
        faults = [{**fault, "loc": ("body", *fault["loc"])} for fault in error.errors(include_url=False)]
        raise RequestValidationError(faults) from None
    intake: Intake = request.app.state.surveys
    survey = await intake.survey(request.path_params["code"].lower()[:20])
    address = request.client.host if request.client else "-"
    await intake.take(survey, given.client_id, given.answers, abandoned=given.abandoned, address=address)
    return Response(THANKS, media_type="application/json")


def post_survey_answer(code: SurveyCode, given: AnswerIn) -> ThanksOut:
    """Hand in one form, without signing in. Sent again with the same `client_id` it is thanked for and counts once.

    Answers to questions that the form does not show are left out. Nothing of who sent it is kept; too many from one
    address within a minute are held back for a person to look at, never refused. 503 asks to try again soon.
    """
    raise AssertionError("requests of this address go to its hot handler")


router.add_api_route(
    "/public/surveys/{code}/answers",
    post_survey_answer,
    methods=["POST"],
    operation_id="post_survey_answer",
    responses=problems(400, 404, 410, 415, 503),
    route_class_override=hot(_take),
)
