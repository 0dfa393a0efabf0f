"""A passkey and an app for codes in software: what a telephone does with a finger on it."""

import hashlib
import json
import secrets
import time
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from medborger.people.actions import add_passkey
from medborger.people.models import User

FLAG = AuthenticatorData.FLAG
HALF_A_MINUTE = 30


def app_code(secret: str, late: int = 0) -> str:
    """The code that an app shows now, or showed so many half minutes ago."""
    counter = int(time.time()) // HALF_A_MINUTE - late
    return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))


class SoftPasskey:
    def __init__(self, person: User, host: str = "testserver") -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.handle = user_pk_to_url_str(person).encode()
        self.site = hashlib.sha256(host.encode()).digest()
        self.origin = f"http://{host}"

    def created(self, options: Any) -> dict[str, Any]:
        """What the browser sends when the passkey is made."""
        public = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call]
        made = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        data = AuthenticatorData.create(self.site, FLAG.UP | FLAG.UV | FLAG.AT, 0, made)
        return self._answer(
            clientDataJSON=self._said("webauthn.create", options),
            attestationObject=AttestationObject.create("none", data, {}),
        )

    def used(
        self, options: Any, flags: AuthenticatorData.FLAG = FLAG.UP | FLAG.UV
    ) -> dict[str, Any]:
        """What the browser sends when somebody logs in with it."""
        data = AuthenticatorData.create(self.site, flags, 0)
        said = self._said("webauthn.get", options)
        signed = self.key.sign(bytes(data) + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=said, authenticatorData=data, signature=signed, userHandle=self.handle
        )

    def _said(self, what: str, options: Any) -> CollectedClientData:
        challenge = websafe_decode(options["publicKey"]["challenge"])
        return CollectedClientData.create(what, challenge, self.origin)

    def _answer(self, **response: bytes) -> dict[str, Any]:
        return {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "response": {name: websafe_encode(value) for name, value in response.items()},
            "clientExtensionResults": {"credProps": {"rk": True}},
        }


def sent(answer: dict[str, Any]) -> dict[str, str]:
    return {"credential": json.dumps(answer)}


def make_passkey(person: User) -> Authenticator:
    options = {"publicKey": {"challenge": websafe_encode(b"once")}}
    return add_passkey(person, "Telefon", SoftPasskey(person).created(options))


def make_session(person: User) -> UserSession:
    return UserSession.objects.create(user=person, ip="203.0.113.7", session_key="x" * 32)
