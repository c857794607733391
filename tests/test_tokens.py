"""Forged, stale and broken credentials against every protected operation: one and the same 401, never anything else."""

import base64
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from sqlalchemy import select, update

from doimoi.access import tokens
from doimoi.access.models import ApiKey, SignIn
from doimoi.access.rules import Role, Scope
from doimoi.core import clock
from tests import make
from tests.access.asks import ASKS, Ask
from tests.access.ground import CENTRE, Ground, lay, that_day
from tests.conftest import Api, World

HEADER: Final = {"alg": "HS256", "typ": "at+jwt"}
RSA: Final = rsa.generate_private_key(public_exponent=65537, key_size=2048)
Signer = Callable[[bytes], bytes]


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A day inside the second half of 2026."""
    with that_day():
        yield


@pytest.fixture(scope="module")
def ground(api: Api, world: World) -> Ground:
    """The two wards, laid once."""
    with that_day():
        return lay(api, world)


@pytest.fixture(scope="module")
def asks(api: Api, ground: Ground) -> dict[str, Ask]:
    """One valid request for every protected operation, about something that the officer may ask for."""
    with that_day():
        found = {}
        for path in api.app.openapi()["paths"].values():
            for operation in path.values():
                name = operation["operationId"]
                if operation.get("security"):
                    case = next(c for c in ASKS if c.split(":")[0] == name)
                    asked = ASKS[case](ground, "officer", CENTRE)
                    assert asked is not None
                    found[name] = asked
        assert len(found) > 35
        return found


def b64(raw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class Forge:
    """Makes tokens of any shape around one live session, with the installation's own key when wanted."""

    def __init__(self, ground: Ground) -> None:
        self.key: bytes = ground.api.app.state.secrets.token_key
        who = ground.people["officer"]
        now = int(time.time())
        self.claims: dict[str, Any] = {
            "iss": "doimoi",
            "aud": "doimoi-api",
            "sub": str(who.account_id),
            "sid": str(who.sign_in_id),
            "jti": "vethu",
            "iat": now,
            "exp": now + 600,
        }

    def ours(self, signed: bytes) -> bytes:
        """The signature that the installation itself would make."""
        return hmac.new(self.key.hex().encode(), signed, hashlib.sha256).digest()

    def token(self, header: Any = None, claims: Any = None, sign: Signer | None = None) -> str:
        """A token; parts given as bytes are taken as they are."""
        head, body = (
            part if isinstance(part, bytes) else json.dumps(part, separators=(",", ":")).encode()
            for part in (HEADER if header is None else header, self.claims if claims is None else claims)
        )
        signed = f"{b64(head)}.{b64(body)}"
        return f"{signed}.{b64((sign or self.ours)(signed.encode()))}"

    def but(self, **changes: Any) -> str:
        """A token with other claims, signed by the right key."""
        return self.token(claims={**self.claims, **changes})

    def without(self, name: str) -> str:
        """A token that lacks a claim, signed by the right key."""
        return self.token(claims={k: v for k, v in self.claims.items() if k != name})


def hmac_with(key: bytes, algorithm: str = "sha256") -> Signer:
    """A signer with some key."""
    return lambda signed: hmac.new(key, signed, algorithm).digest()


def public(encoding: serialization.Encoding) -> bytes:
    """The public half of the forger's key."""
    return RSA.public_key().public_bytes(encoding, serialization.PublicFormat.SubjectPublicKeyInfo)


def forged(forge: Forge) -> dict[str, str]:
    """Credentials that were never given out."""
    good = forge.token()
    head, body, signature = good.split(".")
    now = int(time.time())
    last = "AEIMQUYcgkosw048"  # of the 43 characters of a signature the last carries two idle bits
    twin = next(c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" if c not in last)
    return {
        "alg none, no signature": forge.token({**HEADER, "alg": "none"}, sign=lambda _: b""),
        "alg None, no signature": forge.token({**HEADER, "alg": "None"}, sign=lambda _: b""),
        "alg none, right signature": forge.token({**HEADER, "alg": "none"}),
        "alg empty": forge.token({**HEADER, "alg": ""}),
        "alg missing": forge.token({"typ": "at+jwt"}),
        "alg null": forge.token({**HEADER, "alg": None}),
        "alg list": forge.token({**HEADER, "alg": ["HS256"]}),
        "alg HS384": forge.token({**HEADER, "alg": "HS384"}, sign=hmac_with(forge.key.hex().encode(), "sha384")),
        "alg HS512": forge.token({**HEADER, "alg": "HS512"}, sign=hmac_with(forge.key.hex().encode(), "sha512")),
        "alg RS256 with a key of their own": forge.token(
            {**HEADER, "alg": "RS256"}, sign=lambda s: RSA.sign(s, padding.PKCS1v15(), hashes.SHA256())
        ),
        "alg RS256 over our HMAC": forge.token({**HEADER, "alg": "RS256"}),
        "HMAC by a public key, PEM": forge.token(sign=hmac_with(public(serialization.Encoding.PEM))),
        "HMAC by a public key, DER": forge.token(sign=hmac_with(public(serialization.Encoding.DER))),
        "typ JWT": forge.token({**HEADER, "typ": "JWT"}),
        "typ in capitals": forge.token({**HEADER, "typ": "AT+JWT"}),
        "typ missing": forge.token({"alg": "HS256"}),
        "kid": forge.token({**HEADER, "kid": "../../dev/null"}),
        "crit": forge.token({**HEADER, "crit": ["exp"]}),
        "jku": forge.token({**HEADER, "jku": "https://keys.test/"}),
        "jwk": forge.token({**HEADER, "jwk": {"kty": "oct", "k": "AA"}}),
        "zip": forge.token({**HEADER, "zip": "DEF"}),
        "b64 false": forge.token({**HEADER, "b64": False}),
        "header with blanks": forge.token(json.dumps(HEADER).encode()),
        "header in another order": forge.token({"typ": "at+jwt", "alg": "HS256"}),
        "header as a list": forge.token([HEADER]),
        "header as a number": forge.token(7),
        "header not JSON": forge.token(b"\xff\xfe{}"),
        "header with a key twice": forge.token(b'{"alg":"none","alg":"HS256","typ":"at+jwt"}'),
        "header nested deep": forge.token(b"[" * 90),
        "header nested 8,000 deep": forge.token(b"[" * 8_000),
        "claims nested deep": forge.token(claims=b"[" * 2_500),
        "claims as a list": forge.token(claims=[forge.claims]),
        "claims null": forge.token(claims=b"null"),
        "claims not JSON": forge.token(claims=b"exp=1"),
        "claims with a key twice": forge.token(claims=json.dumps(forge.claims)[:-1].encode() + b',"exp":9999999999}'),
        "token in a token": forge.token(claims=json.dumps(good).encode()),
        **{f"no {name}": forge.without(name) for name in forge.claims},
        **{f"{name} null": forge.but(**{name: None}) for name in forge.claims},
        "a claim more": forge.but(role="administrator"),
        "run out a second ago": forge.but(iat=now - 601, exp=now - 1),
        "exp as text": forge.but(exp=str(now + 600)),
        "exp with decimals": forge.but(exp=now + 600.5),
        "exp true": forge.but(exp=True),
        "exp enormous": forge.but(exp=10**40),
        "exp infinite": forge.token(claims=json.dumps({**forge.claims, "exp": float("inf")}).encode()),
        "exp in ten years": forge.but(exp=now + 315_000_000),
        "exp before iat": forge.but(iat=now, exp=now - 3),
        "iat in the future": forge.but(iat=now + 300, exp=now + 600),
        "iat as text": forge.but(iat=str(now)),
        "aud of another product": forge.but(aud="other-api"),
        "aud as a list": forge.but(aud=["doimoi-api"]),
        "iss of another product": forge.but(iss="other"),
        "iss as a list": forge.but(iss=["doimoi"]),
        "sub not an id": forge.but(sub="admin"),
        "sub a number": forge.but(sub=1),
        "sub an object": forge.but(sub={"id": 1}),
        "sub of another account": forge.but(sub=str(uuid.uuid4())),
        "sid not an id": forge.but(sid="x' or '1'='1"),
        "sid of no session": forge.but(sid=str(uuid.uuid4())),
        "sid and sub exchanged": forge.but(sid=forge.claims["sub"], sub=forge.claims["sid"]),
        "signed by another installation": forge.token(sign=hmac_with(b"k" * 64)),
        "signed by the key's raw bytes": forge.token(sign=hmac_with(forge.key)),
        "signed by nothing": forge.token(sign=hmac_with(b"")),
        "signature of other claims": f"{head}.{b64(json.dumps({**forge.claims, 'jti': 'x'}).encode())}.{signature}",
        "signature short": good[:-10],
        "signature empty": f"{head}.{body}.",
        "signature padded": f"{good}=",
        "signature with a twin of its last character": good[:-1] + twin,
        "signature in standard base64": f"{head}.{body}.{'+/' + signature[2:]}",
        "two parts": f"{head}.{body}",
        "four parts": f"{good}.{signature}",
        "five parts": f"{good}.{signature}.{signature}",
        "dots": "..",
        "a character between": f"{head}.{body}.{signature[:5]}!{signature[5:]}",
        "a blank between": f"{head}.{body}.{signature[:5]} {signature[5:]}",
        "a tab behind": f"{good}\t.",
        "percent signs": good.replace(".", "%2E"),
        "too long": forge.but(jti="x" * 6_000),
        "very long": "a" * 12_000,
        "letters beyond ASCII": good[:-1] + "é",
        "nothing": "",
        "the word null": "null",
        "a password": "con mèo trèo cây cau 7".encode().decode("latin-1"),
    }


def stale(ground: Ground, forge: Forge) -> dict[str, str]:
    """Credentials that were good once, or look like a tool's."""

    def of(who: make.Person) -> str:
        return forge.but(sub=str(who.account_id), sid=str(who.sign_in_id))

    found = {}
    with ground.world.begin() as db:
        centre = make.unit_of(db, CENTRE)
        ended, old = make.person(db, centre, Role.HEAD), make.person(db, centre, Role.HEAD)
        db.execute(update(SignIn).where(SignIn.id == ended.sign_in_id).values(ended_at=clock.now()))
        db.execute(update(SignIn).where(SignIn.id == old.sign_in_id).values(expires_at=clock.now() - timedelta(days=1)))
        found["session that was ended"] = of(ended)
        found["session that ran out"] = of(old)
        found["account that was shut"] = of(ground.people["deactivated"])
        keys = {name: make.key(db, centre, *Scope) for name in ("revoked", "run out", "good")}
        closed = make.unit(db, "TAM-01", make.unit_of(db, "11602"))
        closed.valid_to = clock.today() - timedelta(days=1)
        keys["of a closed unit"] = make.key(db, closed, *Scope)
        by_hash = {
            name: db.scalars(select(ApiKey).where(ApiKey.hash == tokens.digest(k))).one() for name, k in keys.items()
        }
        by_hash["revoked"].revoked_at = clock.now()
        by_hash["run out"].expires_at = clock.now() - timedelta(days=1)
    good = keys.pop("good")
    found |= {f"key {name}": secret for name, secret in keys.items()}
    found |= {
        "key with a letter changed": good[:10] + ("A" if good[10] != "A" else "B") + good[11:],
        "key that was never made": tokens.make_key(),
        "key in small letters": good.lower(),
        "key without its checksum": good[:-6],
        "key twice": good + good,
        "key with a dash": f"{good[:10]}-{good[11:]}",
        "key with digits beyond ASCII": good[:-1] + "١",
        "a one-time link's secret": tokens.make_secret(),
    }
    return found


def headers(credential: str) -> dict[str, str]:
    """How a credential is sent, even with letters that no header should hold."""
    return {"Authorization": b"Bearer " + credential.encode()}  # type: ignore[dict-item]


def test_the_forge_makes_good_tokens_too(ground: Ground) -> None:
    """So that the refusals below are for what was changed."""
    forge = Forge(ground)
    answer = ground.api.client.get("/api/v1/me", headers=headers(forge.token()))
    assert answer.status_code == 200 and answer.json()["id"] == str(ground.people["officer"].account_id)
    assert ground.api.client.get("/api/v1/me", headers={"Authorization": f"bearer {forge.token()}"}).status_code == 200


def test_every_forged_or_stale_credential_is_refused_by_every_protected_operation(
    ground: Ground, asks: dict[str, Ask]
) -> None:
    forge = Forge(ground)
    credentials = forged(forge) | stale(ground, forge)
    assert len(credentials) == len(set(credentials.values())) > 90
    shapes = set()
    wrong = []
    before = ground.world.scalar("select count(*) from audit")
    for name, credential in credentials.items():
        for operation, asked in asks.items():
            answer = ground.api.client.request(
                asked.method,
                asked.path,
                json=asked.json,
                content=asked.content,
                headers=asked.headers | headers(credential),
            )
            if answer.status_code != 401:
                wrong.append((name, operation, answer.status_code))
                continue
            body = answer.json()
            shapes.add((*body, body["code"], body["detail"], answer.headers["www-authenticate"]))
    assert wrong == []
    assert len(shapes) == 1, shapes
    assert ground.world.scalar("select count(*) from audit") == before


@pytest.mark.parametrize("scheme", ["Basic", "Token", "Bearer,", "", "bearer" * 100])
def test_other_schemes_are_no_credential(ground: Ground, scheme: str) -> None:
    token = Forge(ground).token()
    answer = ground.api.client.get("/api/v1/me", headers={"Authorization": f"{scheme} {token}".strip()})
    assert answer.status_code == 401 and answer.json()["code"] == "unauthenticated"


def test_a_credential_elsewhere_than_in_its_header_is_none(ground: Ground) -> None:
    token = Forge(ground).token()
    client = ground.api.client
    assert (
        client.get("/api/v1/me", headers={"Cookie": f"access_token={token}; Authorization=Bearer {token}"}).status_code
        == 401
    )
    assert client.get("/api/v1/me", headers={"X-Authorization": f"Bearer {token}"}).status_code == 401
    answer = client.get(f"/api/v1/me?access_token={token}")
    assert answer.status_code == 400 and answer.json()["code"] == "unknown_parameter"


def test_a_credential_of_a_hundred_kilobytes_is_not_even_read(ground: Ground) -> None:
    answer = ground.api.client.get("/api/v1/me", headers=headers(Forge(ground).token(b"[" * 100_000)))
    assert answer.status_code == 431 and answer.json()["code"] == "head_too_large"
