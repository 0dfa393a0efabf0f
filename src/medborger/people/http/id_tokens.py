"""Is this id_token what the provider signed, for us, now, and for this log-in?"""

import hashlib
from hmac import compare_digest
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from django.core.cache import caches
from jwt import PyJWK

from medborger.core.identity_providers import IdentityProvider

# Only signatures that the provider alone can make: no "none", and no secret that both know.
ALGORITHMS = [
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
]  # fmt: skip
SKEW = 60  # seconds that two clocks may differ
cache = caches["providers"]
KEPT = 3600  # seconds
ASKED_AGAIN = 60  # seconds between two looks for a key that was not there
LEFT_IN_PEACE = 10  # seconds after a provider was silent
NEEDED = ["iss", "sub", "aud", "exp", "iat", "nonce"]


class ProviderIsSilent(Exception):
    """The provider does not answer, or not with what was asked for."""


class TokenIsNotGenuine(Exception):
    """Somebody else made the token, or it is meant for something else."""


def fetch(address: str, **headers: str) -> dict[str, Any]:
    """Ask a provider, for five seconds at most (SOCIALACCOUNT_REQUESTS_TIMEOUT)."""
    try:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address, headers=headers, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
    except (OSError, ValueError) as problem:
        raise ProviderIsSilent(f"{address}: {type(problem).__name__}") from problem
    if not isinstance(found, dict):
        raise ProviderIsSilent(f"{address}: no object")
    return found


def discovered(provider: IdentityProvider) -> dict[str, Any]:
    """Where the provider does what. It must be the one we know, and nothing may go in the clear."""
    kept = _kept(provider, "configuration")
    found: dict[str, Any] | None = cache.get(kept)
    if found is None:
        found = _fetched_configuration(provider, kept)
        if found.get("issuer") != provider.issuer:
            raise ProviderIsSilent(f"{provider.discovery_url} is about another issuer")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not str(found.get(name)).startswith(provider.issuer.partition("//")[0]):
                raise ProviderIsSilent(f"{provider.discovery_url} has no safe {name}")
        cache.set(kept, found, KEPT)
    return found


def _fetched_configuration(provider: IdentityProvider, kept: str) -> dict[str, Any]:
    """Who does not answer is left in peace for a while: each who waits for it holds a thread."""
    if cache.get(f"{kept}:silent"):
        raise ProviderIsSilent(f"{provider.discovery_url} was silent a moment ago")
    try:
        return fetch(provider.discovery_url)
    except ProviderIsSilent:
        cache.set(f"{kept}:silent", True, LEFT_IN_PEACE)
        raise


def verified(token: str, provider: IdentityProvider, *, nonce: str) -> dict[str, Any]:
    """Return the claims of a token that passed every check, or raise TokenIsNotGenuine."""
    try:
        key = _key(provider, jwt.get_unverified_header(token).get("kid"))
        claims = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=SKEW,
            options={"require": NEEDED},
        )
    except jwt.PyJWTError as problem:
        raise TokenIsNotGenuine(type(problem).__name__) from problem
    _refuse_another_log_in(claims, provider, nonce)
    return claims


def _refuse_another_log_in(claims: dict[str, Any], provider: IdentityProvider, nonce: str) -> None:
    if not nonce or not compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise TokenIsNotGenuine("nonce")
    is_for_several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if is_for_several else provider.client_id) != provider.client_id:
        raise TokenIsNotGenuine("azp")


def _key(provider: IdentityProvider, kid: str | None) -> PyJWK:
    """Find the key. A new one is looked for at the provider, once a minute at most."""
    kept = _kept(provider, "keys")
    found = _pick(cache.get(kept) or {}, kid)
    if found is None and cache.add(f"{kept}:asked", True, ASKED_AGAIN):
        found = _pick(_fetched_keys(provider, kept), kid)
    if found is None:
        raise TokenIsNotGenuine("kid")
    return found


def _fetched_keys(provider: IdentityProvider, kept: str) -> dict[str, Any]:
    try:
        keys = fetch(discovered(provider)["jwks_uri"])
    except ProviderIsSilent:
        cache.delete(f"{kept}:asked")
        raise
    cache.set(kept, keys, KEPT)
    return keys


def _pick(keys: dict[str, Any], kid: str | None) -> PyJWK | None:
    signing = [
        one
        for one in keys.get("keys", [])
        if one.get("kty") in {"RSA", "EC", "OKP"} and one.get("use", "sig") == "sig"
    ]
    fitting = [one for one in signing if kid is None or one.get("kid") == kid]
    return PyJWK.from_dict(fitting[0]) if len(fitting) == 1 else None


def _kept(provider: IdentityProvider, what: str) -> str:
    return f"oidc:{what}:{hashlib.sha256(provider.discovery_url.encode()).hexdigest()}"
