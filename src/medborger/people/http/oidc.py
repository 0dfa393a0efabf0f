"""Log-in through a municipality's identity provider: OpenID Connect, code flow, PKCE, state, nonce.

allauth makes the request, keeps the state and fetches the token. What it takes on trust is checked in
`id_tokens`, what a visitor could add to the request is left out, and no claim is kept but those of
`Identity`. See docs/decisions/0011-oidc.md.
"""

import logging
import secrets
import unicodedata
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from medborger.core.identity_providers import Identity, IdentityProvider
from medborger.people.http.id_tokens import (
    ProviderIsSilent,
    TokenIsNotGenuine,
    discovered,
    fetch,
    verified,
)

logger = logging.getLogger(__name__)

LOG_IN, CONNECT = "login", "connect"
MANY = 1000  # values of one claim


class LogInRefused(Exception):
    """Log-in through a provider did not come about. `why` chooses the words of the page."""

    def __init__(self, why: str, status: int = 403) -> None:
        super().__init__(why)
        self.why, self.status = why, status


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Nobody signs up through a provider, and providers come from the settings alone."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def list_providers(self, request: HttpRequest) -> list["Provider"]:
        return [Provider(request, known) for known in settings.OIDC_PROVIDERS.values()]

    def get_provider(self, request: HttpRequest, provider: str, client_id: str = "") -> "Provider":
        return Provider(request, settings.OIDC_PROVIDERS[provider])


class Endpoints(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Where a provider does what, and where it answers: never what the request says."""

    provider: "Provider"

    def get_provider(self) -> "Provider":
        return self.provider

    @property
    def openid_config(self) -> dict[str, Any]:
        return discovered(self.provider.known)

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return str(settings.SITE_URL) + self.provider.get_callback_url()


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    def __init__(self, request: HttpRequest, known: IdentityProvider) -> None:
        told = {"oauth_pkce_enabled": True, "token_auth_method": known.token_auth or None}
        app = SocialApp(
            provider=self.id,
            provider_id=known.key,
            name=known.name,
            client_id=known.client_id,
            secret=known.client_secret,
            settings=told,
        )
        super().__init__(request, app=app)
        self.known = known

    def get_oauth2_adapter(self, request: HttpRequest) -> Endpoints:
        endpoints = Endpoints(request, self.known.key)
        endpoints.provider = self
        return endpoints

    def get_login_url(self, request: HttpRequest, **kwargs: str) -> str:
        address = reverse("people:log_in_through", args=[self.known.key])
        return f"{address}?{urlencode(kwargs)}" if kwargs else address

    def get_callback_url(self) -> str:
        return reverse("people:log_in_answer", args=[self.known.key])


def begin(request: HttpRequest, known: IdentityProvider, process: str = LOG_IN) -> HttpResponse:
    """Send the visitor to the provider. Scopes and parameters are ours alone."""
    nonce = secrets.token_urlsafe(24)
    asked = {"nonce": nonce, "acr_values": " ".join(known.ask_for)}
    try:
        answer: HttpResponse = Provider(request, known).redirect(
            request,
            process,
            next_url=get_next_redirect_url(request),
            data={"nonce": nonce, "person": request.user.pk},
            scope=list(known.scopes),
            auth_params={name: value for name, value in asked.items() if value},
        )
    except ProviderIsSilent as silence:
        raise _refused(known, "silent", 503, silence) from silence
    return answer


def finish(request: HttpRequest, known: IdentityProvider) -> tuple[Identity, dict[str, Any]]:
    """Take the provider's answer. Returns who came, and what we noted when we sent them there."""
    provider = Provider(request, known)
    try:
        state = provider.unstash_redirect_state(request, request.GET.get("state", ""))
    except PermissionDenied as unknown:
        raise LogInRefused("late", 400) from unknown
    _refuse_errors(request, known)
    try:
        tokens = _tokens(request, provider, state["pkce_code_verifier"])
        claims = verified(str(tokens.get("id_token")), known, nonce=state["data"]["nonce"])
        identity = _identity(claims, _more(claims, tokens, known), known)
    except (ProviderIsSilent, OAuth2Error, OSError) as silence:
        raise _refused(known, "silent", 503, silence) from silence
    except (TokenIsNotGenuine, ValueError) as problem:
        raise _refused(known, "forged", 403, problem) from problem
    if not known.reaches(identity.level):
        raise LogInRefused("low")
    return identity, state


def _refuse_errors(request: HttpRequest, known: IdentityProvider) -> None:
    error = request.GET.get("error", "")
    if error in {"access_denied", "login_required", "interaction_required", "consent_required"}:
        raise LogInRefused("cancelled", 400)
    if error in {"server_error", "temporarily_unavailable"}:
        raise LogInRefused("silent", 503)
    if error or "code" not in request.GET or request.GET.get("iss", known.issuer) != known.issuer:
        raise LogInRefused("forged")


def _refused(known: IdentityProvider, why: str, status: int, cause: Exception) -> LogInRefused:
    # An OAuth2Error repeats the provider's answer, where tokens may stand.
    said = type(cause).__name__ if isinstance(cause, OAuth2Error) else repr(cause)
    logger.warning("Log-in through %s failed: %s", known.key, said)
    return LogInRefused(why, status)


def _tokens(request: HttpRequest, provider: Provider, verifier: str) -> dict[str, Any]:
    client = provider.get_oauth2_adapter(request).get_client(request, provider.app)
    found: dict[str, Any] = client.get_access_token(
        request.GET["code"], pkce_code_verifier=verifier
    )
    return found


def _more(
    claims: dict[str, Any], tokens: dict[str, Any], known: IdentityProvider
) -> dict[str, Any]:
    """Ask the provider for what the signed token leaves out, about the same person."""
    wanted = [name for name in (known.email_claim, known.groups_claim) if name]
    endpoint = discovered(known).get("userinfo_endpoint")
    if not endpoint or all(_claim(claims, name) is not None for name in wanted):
        return claims
    told = fetch(endpoint, Authorization=f"Bearer {tokens['access_token']}")
    if told.get("sub") != claims["sub"]:
        raise TokenIsNotGenuine("sub")
    return {**told, **claims}


def _identity(signed: dict[str, Any], claims: dict[str, Any], known: IdentityProvider) -> Identity:
    """Pick the few claims that are looked at. The level counts only where it is signed."""
    says_verified = _claim(claims, known.verified_claim)
    return Identity(
        provider=known,
        subject=str(signed["sub"]),
        level=max(_texts(_claim(signed, known.level_claim)), key=known.rank, default=""),
        email=_email(_claim(claims, known.email_claim)),
        says_verified=None if says_verified is None else str(says_verified).lower() == "true",
        name=str(_claim(claims, known.name_claim) or "")[:120],
        groups=_groups(claims, known.groups_claim),
    )


def _claim(claims: dict[str, Any], name: str) -> Any:
    """A claim by its name, or by the way to it: Keycloak's `realm_access.roles`."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for step in name.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return found


def _email(value: Any) -> str:
    """Letters that only look like others would become them when made small: the Kelvin sign a k."""
    try:
        validate_email(value)
    except ValidationError:
        return ""
    email = str(value)
    return email.lower() if unicodedata.is_normalized("NFKC", email) else ""


def _groups(claims: dict[str, Any], name: str) -> frozenset[str] | None:
    """Entra tells of a person with very many groups only where to ask for them."""
    if name and name in (claims.get("_claim_names") or {}):
        logger.warning("A provider left out the groups of a person who has too many")
        return None
    return frozenset(_texts(_claim(claims, name))) if name else frozenset()


def _texts(told: Any) -> list[str]:
    """A claim may hold one value or a list of them."""
    listed = told if isinstance(told, list) else [told]
    return [str(one)[:200] for one in listed[:MANY] if isinstance(one, str | int) and one]
