"""Log-in, set-up, one-time links and one's own account."""

import uuid
from typing import Annotated

from fastapi import Cookie, Header, Request, Response

from doimoi import __version__
from doimoi.access import service, tokens
from doimoi.access.gate import Caller, Db, NobodysDb, may
from doimoi.access.models import Unit
from doimoi.access.rules import Act
from doimoi.access.schemas import (
    ClaimIn,
    InstanceOut,
    LinkIn,
    LinkOut,
    LogInIn,
    MembershipBrief,
    MeOut,
    PersonBrief,
    SetUpIn,
    SignedOut,
    SignInKind,
    SignInOut,
    UnitBrief,
)
from doimoi.core.doors import doors, problems
from doimoi.core.errors import DomainError, NotAllowed, Unauthenticated
from doimoi.core.paging import Listed, Page
from doimoi.core.problems import answer

router = doors("access")
COOKIE = "__Host-doimoi_refresh"
Refresh = Annotated[str | None, Cookie(alias=COOKIE, max_length=200)]


def _signed(request: Request, response: Response, signed: service.Signed) -> SignedOut:
    """The answer to every way of signing in; the refresh token goes into a cookie that scripts cannot read."""
    settings = request.app.state.settings
    if signed.refresh is not None:
        response.set_cookie(
            COOKIE,
            signed.refresh,
            max_age=signed.seconds,
            path="/",
            secure=True,
            httponly=True,
            samesite="strict",
        )
    token = tokens.make_access(
        request.app.state.secrets.token_key, signed.account_id, signed.session_id, settings.access_minutes
    )
    return SignedOut(
        access_token=token,
        expires_in=settings.access_minutes * 60,
        session_id=signed.session_id,
        person=PersonBrief(id=signed.account_id, display_name=signed.name),
    )


def _agent(request: Request) -> str:
    return request.headers.get("user-agent", "")


def _address(request: Request) -> str:
    return request.client.host if request.client else "unknown"


def _from_our_page(request: Request) -> None:
    """The cookie's doors open only to our own pages: a script of another site cannot set this header."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    if request.headers.get("x-doimoi") != "1" or site not in ("same-origin", "none"):
        raise NotAllowed


@router.get("/public/instance", operation_id="get_instance")
def get_instance(db: NobodysDb) -> InstanceOut:
    """Name and state of this installation, for the log-in page. Open to anybody."""
    waiting, demo = service.instance(db)
    return InstanceOut(
        name="Phường Hồng An", place="Thành phố Hải Phòng", setup_needed=waiting, demo=demo, version=__version__
    )


@router.post("/setup/claims", status_code=201, operation_id="claim_setup", responses=problems(410))
def claim_setup(request: Request, response: Response, db: NobodysDb, given: SetUpIn) -> SignedOut:
    """Make the first administrator through the link that the server printed. It works once, for 30 minutes."""
    settings = request.app.state.settings
    signed = service.set_up(
        db, given.token, given.username, given.display_name, given.password, _agent(request), settings.session_hours
    )
    return _signed(request, response, signed)


@router.post("/invitations/previews", operation_id="preview_invitation", responses=problems(410))
def preview_invitation(db: NobodysDb, given: LinkIn) -> LinkOut:
    """Whom a one-time link is for, before a password is chosen."""
    return LinkOut.model_validate(service.link_of(db, given.token))


@router.post("/invitations/claims", status_code=201, operation_id="claim_invitation", responses=problems(410))
def claim_invitation(request: Request, response: Response, db: NobodysDb, given: ClaimIn) -> SignedOut:
    """Choose a password through a one-time link and sign in; other sign-ins of the account end."""
    hours = request.app.state.settings.session_hours
    return _signed(request, response, service.claim_link(db, given.token, given.password, _agent(request), hours))


@router.post(
    "/invitations/device-claims",
    status_code=201,
    operation_id="claim_device",
    response_model=SignedOut,
    responses=problems(410, 429),
)
def claim_device(request: Request, response: Response, db: NobodysDb, given: LinkIn) -> SignedOut | Response:
    """Let a contributor's phone in by the card that the administrator printed: once, without a password, for 30 days.

    The sign-in ends when it is taken back, when the account is shut, and when its owner gets any other role.
    """
    outcome = service.claim_device(db, given.token, _address(request), _agent(request))
    return answer(request, outcome) if isinstance(outcome, DomainError) else _signed(request, response, outcome)


@router.post(
    "/sessions", status_code=201, operation_id="log_in", response_model=SignedOut, responses=problems(401, 429)
)
def log_in(request: Request, response: Response, db: NobodysDb, given: LogInIn) -> SignedOut | Response:
    """Sign in with a name and a password. After five failures each further try has to wait longer."""
    hours = request.app.state.settings.session_hours
    outcome = service.log_in(db, given.username, given.password, _address(request), _agent(request), hours)
    # A refusal is answered, not raised: the failed try itself must be kept.
    return answer(request, outcome) if isinstance(outcome, DomainError) else _signed(request, response, outcome)


@router.post(
    "/sessions/refreshes", operation_id="refresh_session", response_model=SignedOut, responses=problems(401, 403)
)
def refresh_session(
    request: Request,
    response: Response,
    db: NobodysDb,
    cookie: Refresh = None,
    _: Annotated[str | None, Header(alias="X-Doimoi", max_length=1)] = None,
) -> SignedOut | Response:
    """A new access token for the refresh cookie, which is replaced. Needs the header `X-Doimoi: 1`."""
    _from_our_page(request)
    if cookie is None:
        raise Unauthenticated
    outcome = service.refresh(db, cookie)
    return answer(request, outcome) if isinstance(outcome, DomainError) else _signed(request, response, outcome)


@router.delete("/sessions/current", status_code=204, operation_id="log_out", responses=problems(403))
def log_out(
    request: Request,
    response: Response,
    db: NobodysDb,
    cookie: Refresh = None,
    _: Annotated[str | None, Header(alias="X-Doimoi", max_length=1)] = None,
) -> None:
    """End this browser's sign-in and take its cookie away. Needs the header `X-Doimoi: 1`."""
    _from_our_page(request)
    if cookie is not None:
        service.log_out(db, cookie)
    response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="strict")
    # Not "storage": what somebody typed without a network waits there until that same person signs in again. The pages
    # keep it apart by person, and keep nothing else.
    response.headers["Clear-Site-Data"] = '"cache"'


@router.get("/sessions", operation_id="list_sessions", dependencies=[may(Act.SELF)], responses=problems(401, 403))
def list_sessions(db: Db, caller: Caller) -> Listed[SignInOut]:
    """The browsers in which the caller is signed in."""
    held = [
        SignInOut(
            id=s.id,
            kind=SignInKind(s.kind),
            started_at=s.started_at,
            last_used_at=s.last_used_at,
            expires_at=s.expires_at,
            user_agent=s.user_agent,
            current=s.id == caller.session_id,
        )
        for s in service.sign_ins(db, caller)
    ]
    return Listed(data=held, page=Page(limit=100))


@router.delete(
    "/sessions/{session_id}",
    status_code=204,
    operation_id="end_session",
    dependencies=[may(Act.SELF)],
    responses=problems(401, 403, 404),
)
def end_session(db: Db, caller: Caller, session_id: uuid.UUID) -> None:
    """End one of the caller's own sign-ins; that browser's next call is refused."""
    service.end_sign_in(db, caller, session_id)


@router.get("/me", operation_id="get_me", dependencies=[may(Act.SELF)], responses=problems(401, 403))
def get_me(db: Db, caller: Caller) -> MeOut:
    """Who the caller is and what they may do somewhere; pages show only these moves."""
    account, held, ward = service.memberships_of(db, caller)
    return MeOut(
        id=caller.id,
        kind=caller.kind,
        display_name=caller.name,
        username=account.username if account else None,
        acts=sorted(caller.acts()),
        memberships=[MembershipBrief(role=m.role, unit=_brief(m.unit)) for m in held],
        ward=_brief(ward) if ward else None,
    )


def _brief(unit: Unit) -> UnitBrief:
    return UnitBrief(code=unit.full_code, name=unit.name, short_name=unit.short_name, level=unit.level)
