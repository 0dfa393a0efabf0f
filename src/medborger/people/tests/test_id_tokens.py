"""An id_token is believed when every check says so. The keys come from a small server, as they do in life."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.core.cache import caches

from medborger.core.identity_providers import IdentityProvider
from medborger.people.http import id_tokens
from medborger.people.http.id_tokens import (
    SKEW,
    ProviderIsSilent,
    TokenIsNotGenuine,
    discovered,
    verified,
)

cache = caches["providers"]
NONCE = "of this log-in"


class Municipality(HTTPServer):
    """Discovery and keys of a provider whose private keys we hold."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), partial(_Answer))
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.keys: dict[str, Any] = {"a": rsa.generate_private_key(65537, 2048)}
        self.asked: list[str] = []
        self.wrong: dict[str, Any] = {}
        self.known = IdentityProvider(
            key="fjordby",
            name="Fjordby Kommune",
            issuer=self.issuer,
            client_id="medborger",
            client_secret="hemmelig",
            required_level="low",
        )

    def answer(self, path: str) -> dict[str, Any]:
        self.asked.append(path)
        if path == "/jwks":
            return {"keys": [_public(kid, key) for kid, key in self.keys.items()]}
        places = {name: f"{self.issuer}/{name}" for name in ("token_endpoint", "userinfo_endpoint")}
        places |= {
            "authorization_endpoint": f"{self.issuer}/auth",
            "jwks_uri": f"{self.issuer}/jwks",
        }
        return {"issuer": self.issuer, **places, **self.wrong}

    def token(
        self, *, kid: str | None = "a", key: Any = None, alg: str = "RS256", **told: Any
    ) -> str:
        now = int(time.time())
        ordinary = {
            "iss": self.issuer, "sub": "7", "aud": "medborger", "nonce": NONCE,
            "iat": now, "exp": now + 300,
        }  # fmt: skip
        claims = {name: value for name, value in (ordinary | told).items() if value is not None}
        key = key if key is not None else self.keys[kid or "a"]
        return jwt.encode(claims, key, algorithm=alg, headers={"kid": kid} if kid else None)


class _Answer(BaseHTTPRequestHandler):
    server: Municipality

    def do_GET(self) -> None:
        body = json.dumps(self.server.answer(self.path)).encode()
        self.send_response(503 if self.server.wrong.get("down") == self.path else 200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: object) -> None:
        """Tests are quiet."""


def _public(kid: str, key: Any) -> dict[str, Any]:
    if isinstance(key, rsa.RSAPrivateKey):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    else:
        public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(key.public_key()))
    return {**public, "kid": kid, "use": "sig"}


@pytest.fixture
def fjordby() -> Iterator[Municipality]:
    cache.clear()
    server = Municipality()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_genuine_token_is_believed(fjordby: Municipality) -> None:
    assert verified(fjordby.token(), fjordby.known, nonce=NONCE)["sub"] == "7"


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"nonce": "of another log-in"}, "nonce"),
        ({"nonce": None}, "MissingRequiredClaim"),
        ({"iss": "https://login.example.org"}, "InvalidIssuer"),
        ({"iss": None}, "MissingRequiredClaim"),
        ({"aud": "somebody-else"}, "InvalidAudience"),
        ({"aud": None}, "MissingRequiredClaim"),
        ({"aud": ["medborger", "somebody-else"]}, "azp"),
        ({"azp": "somebody-else"}, "azp"),
        ({"exp": 1}, "ExpiredSignature"),
        ({"exp": None}, "MissingRequiredClaim"),
        ({"iat": None}, "MissingRequiredClaim"),
        ({"iat": int(time.time()) + 7200}, "ImmatureSignature"),
        ({"nbf": int(time.time()) + 7200}, "ImmatureSignature"),
        ({"sub": None}, "MissingRequiredClaim"),
        ({"kid": "b"}, "kid"),
    ],
)
def test_a_token_for_something_else_is_refused(
    fjordby: Municipality, told: dict[str, Any], why: str
) -> None:
    token = fjordby.token(**({"key": fjordby.keys["a"]} | told))

    with pytest.raises(TokenIsNotGenuine, match=why):
        verified(token, fjordby.known, nonce=NONCE)


def _unsigned(fjordby: Municipality) -> str:
    return fjordby.token(key="", alg="none")


def _by_our_secret(fjordby: Municipality) -> str:
    return fjordby.token(key="hemmelig" * 8, alg="HS256")


def _by_the_public_key(fjordby: Municipality) -> str:
    """The classic: the public key, taken for a secret."""
    modulus = _public("a", fjordby.keys["a"])["n"]
    return fjordby.token(key=modulus, alg="HS256")


def _by_another_key(fjordby: Municipality) -> str:
    return fjordby.token(key=rsa.generate_private_key(65537, 2048))


def _by_another_kind_of_key(fjordby: Municipality) -> str:
    return fjordby.token(key=ec.generate_private_key(ec.SECP256R1()), alg="ES256")


def _changed_afterwards(fjordby: Municipality) -> str:
    head, _claims, signature = fjordby.token().split(".")
    return ".".join([head, fjordby.token(sub="8").split(".")[1], signature])


def _cut(fjordby: Municipality) -> str:
    return fjordby.token().rpartition(".")[0]


@pytest.mark.parametrize(
    "forge",
    [
        _unsigned, _by_our_secret, _by_the_public_key, _by_another_key, _by_another_kind_of_key,
        _changed_afterwards, _cut,
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_a_token_that_the_provider_did_not_sign_is_refused(
    fjordby: Municipality, forge: Callable[[Municipality], str]
) -> None:
    with pytest.raises(TokenIsNotGenuine):
        verified(forge(fjordby), fjordby.known, nonce=NONCE)


def test_no_nonce_of_ours_is_no_log_in(fjordby: Municipality) -> None:
    with pytest.raises(TokenIsNotGenuine, match="nonce"):
        verified(fjordby.token(nonce=""), fjordby.known, nonce="")


def test_clocks_may_differ_a_little(fjordby: Municipality) -> None:
    now = int(time.time())
    slow = fjordby.token(exp=now - SKEW + 20, iat=now - 300)
    fast = fjordby.token(iat=now + SKEW - 20)

    assert [verified(one, fjordby.known, nonce=NONCE)["sub"] for one in (slow, fast)] == ["7", "7"]


def test_several_audiences_are_fine_when_the_token_is_for_us(fjordby: Municipality) -> None:
    token = fjordby.token(aud=["medborger", "userinfo"], azp="medborger")

    assert verified(token, fjordby.known, nonce=NONCE)["azp"] == "medborger"


def test_other_kinds_of_signatures_work(fjordby: Municipality) -> None:
    fjordby.keys = {"a": ec.generate_private_key(ec.SECP256R1())}

    assert verified(fjordby.token(alg="ES256"), fjordby.known, nonce=NONCE)["sub"] == "7"


def test_a_lone_key_needs_no_name_and_two_do(fjordby: Municipality) -> None:
    assert verified(fjordby.token(kid=None), fjordby.known, nonce=NONCE)["sub"] == "7"

    cache.clear()
    fjordby.keys["b"] = rsa.generate_private_key(65537, 2048)
    with pytest.raises(TokenIsNotGenuine, match="kid"):
        verified(fjordby.token(kid=None), fjordby.known, nonce=NONCE)


def test_keys_are_asked_for_once_and_a_new_one_is_found(
    fjordby: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(id_tokens, "ASKED_AGAIN", 0)  # a minute goes by
    for _ in range(3):
        verified(fjordby.token(), fjordby.known, nonce=NONCE)
    assert fjordby.asked == ["/.well-known/openid-configuration", "/jwks"]

    fjordby.keys["b"] = rsa.generate_private_key(65537, 2048)
    assert verified(fjordby.token(kid="b"), fjordby.known, nonce=NONCE)["sub"] == "7"
    assert fjordby.asked.count("/jwks") == 2


def test_tokens_with_made_up_keys_do_not_make_us_ask_and_ask(fjordby: Municipality) -> None:
    for number in range(20):
        with pytest.raises(TokenIsNotGenuine, match="kid"):
            verified(
                fjordby.token(kid=f"x{number}", key=fjordby.keys["a"]), fjordby.known, nonce=NONCE
            )

    assert fjordby.asked.count("/jwks") == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "https://login.example.org"},
        {"jwks_uri": None},
        {"token_endpoint": "ftp://127.0.0.1/"},
        {"down": "/.well-known/openid-configuration"},
    ],
)
def test_a_provider_that_says_nonsense_of_itself_is_not_used(
    fjordby: Municipality, wrong: dict[str, Any]
) -> None:
    fjordby.wrong = wrong

    with pytest.raises(ProviderIsSilent):
        discovered(fjordby.known)


def test_a_silent_provider_is_not_asked_by_everybody(fjordby: Municipality) -> None:
    fjordby.wrong = {"down": "/.well-known/openid-configuration"}

    for _visitor in range(3):
        with pytest.raises(ProviderIsSilent):
            discovered(fjordby.known)

    assert len(fjordby.asked) == 1
    cache.clear()
    fjordby.wrong = {}
    assert discovered(fjordby.known)["issuer"] == fjordby.issuer


def test_keys_that_are_not_there_are_a_silent_provider(fjordby: Municipality) -> None:
    fjordby.wrong = {"down": "/jwks"}

    with pytest.raises(ProviderIsSilent):
        verified(fjordby.token(), fjordby.known, nonce=NONCE)

    fjordby.wrong = {}
    assert verified(fjordby.token(), fjordby.known, nonce=NONCE)["sub"] == "7"
