"""The identity providers people may log in with, as one TOML file says: docs/operating.md.

What is wrong with the file stops the site from starting, so that nothing is guessed at log-in.
"""

import hashlib
import re
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

NSIS = ("low", "substantial", "high")
NO_LEVEL = "none"
# How brokers call what holds or opens somebody's CPR number. Neither is asked for, nor looked at.
CPR_WORDS = re.compile(
    r"(^|[^a-z])(cpr|ssn|nin|pnr)([^a-z]|$)|cpr|social.?security|national.?id|personnummer",
    re.IGNORECASE,
)
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}


def asks_for_cpr(name: str) -> bool:
    return bool(CPR_WORDS.search(name))


@dataclass(frozen=True)
class IdentityProvider:
    """Who says who somebody is, and how far its word goes here."""

    key: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    required_level: str
    discovery: str = ""
    token_auth: str = ""
    scopes: tuple[str, ...] = ("openid", "email")
    levels: tuple[str, ...] = NSIS
    ask_for: tuple[str, ...] = ()
    email_domains: tuple[str, ...] = ()
    level_claim: str = "acr"
    email_claim: str = "email"
    verified_claim: str = "email_verified"
    name_claim: str = "name"
    groups_claim: str = ""

    @property
    def discovery_url(self) -> str:
        return self.discovery or f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"

    def reaches(self, level: str) -> bool:
        """Say whether a level that the provider asserted is as high as this site asks for."""
        if self.required_level == NO_LEVEL:
            return True
        return self.rank(level) >= self.rank(self.required_level)

    def rank(self, level: str) -> int:
        """Where a level stands in the order; what is not in it stands below all."""
        known = [_last_word(one) for one in self.levels]
        return known.index(_last_word(level)) if _last_word(level) in known else -1

    def speaks_for(self, email: str) -> bool:
        """Say whether the addresses of this domain are the provider's own to hand out."""
        return email.rpartition("@")[2].lower() in {one.lower() for one in self.email_domains}

    def mistakes(self) -> list[str]:
        claims = (
            self.level_claim, self.email_claim, self.verified_claim, self.name_claim,
            self.groups_claim,
        )  # fmt: skip
        asked = [one for one in (*self.scopes, *claims, *self.ask_for) if asks_for_cpr(one)]
        levels = {_last_word(one) for one in self.levels} | {NO_LEVEL}
        found = {
            "the key may hold small letters, digits and hyphens": not re.fullmatch(
                r"[a-z0-9-]{1,40}", self.key
            ),
            "name, issuer, client_id and client_secret must be filled in": not all(
                (self.name, self.issuer, self.client_id, self.client_secret)
            ),
            "issuer and discovery must begin with https://": not (
                _is_safe(self.issuer) and _is_safe(self.discovery_url)
            ),
            'scopes must hold "openid"': "openid" not in self.scopes,
            f"{asked} would bring CPR numbers, which have no place here": bool(asked),
            f"required_level must be one of {[*self.levels, NO_LEVEL]}": _last_word(
                self.required_level
            )
            not in levels,
            "token_auth must be client_secret_basic or client_secret_post": self.token_auth
            not in {"", "client_secret_basic", "client_secret_post"},
        }
        return [said for said, is_wrong in found.items() if is_wrong]


def _last_word(level: str) -> str:
    """`https://data.gov.dk/concept/core/nsis/loa/High` and `high` are the same level."""
    return level.rpartition("/")[2].casefold()


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL_HOSTS)


def read(path: str) -> dict[str, IdentityProvider]:
    """Read the file, one table for each provider. No file is no provider."""
    if not path:
        return {}
    try:
        tables = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise ImproperlyConfigured(f"OIDC_FILE cannot be read: {problem}") from problem
    providers = {key: _provider(key, table) for key, table in tables.items()}
    if len({one.issuer for one in providers.values()}) < len(providers):
        raise ImproperlyConfigured("OIDC_FILE names an issuer twice")
    return providers


def _provider(key: str, table: Any) -> IdentityProvider:
    kinds = {one.name: one.type for one in fields(IdentityProvider) if one.name != "key"}
    if not isinstance(table, dict) or not table.keys() <= kinds.keys():
        strange = sorted(set(table) - set(kinds)) if isinstance(table, dict) else [table]
        raise ImproperlyConfigured(f"OIDC_FILE, [{key}]: not known: {strange}")
    try:
        provider = IdentityProvider(key, **{name: _value(given) for name, given in table.items()})
    except TypeError as missing:
        raise ImproperlyConfigured(f"OIDC_FILE, [{key}]: {missing}") from missing
    right = {name: str if kind is str else tuple for name, kind in kinds.items()}
    wrong = [name for name, kind in right.items() if not isinstance(getattr(provider, name), kind)]
    if wrong or provider.mistakes():
        said = f"not of the right kind: {wrong}" if wrong else "; ".join(provider.mistakes())
        raise ImproperlyConfigured(f"OIDC_FILE, [{key}]: {said}")
    return provider


def _value(given: Any) -> Any:
    """Lists of texts are kept as they are; what is neither text nor such a list is refused later."""
    is_texts = isinstance(given, list) and all(isinstance(one, str) for one in given)
    return tuple(given) if is_texts else given


@dataclass(frozen=True)
class Identity:
    """What a provider has said of somebody, and all that is looked at of it."""

    provider: IdentityProvider
    subject: str = field(repr=False)
    level: str = ""
    email: str = field(default="", repr=False)
    says_verified: bool | None = None  # None where the provider says nothing of it
    name: str = field(default="", repr=False)
    groups: frozenset[str] | None = frozenset()  # None where they are too many to be told

    @property
    def uid(self) -> str:
        """A subject means somebody only together with its issuer, and may itself tell too much."""
        return hashlib.sha256(f"{self.provider.issuer} {self.subject}".encode()).hexdigest()

    @property
    def owns_email(self) -> bool:
        """Say whether the provider vouches that the address reaches the person."""
        return bool(self.email and (self.says_verified or self.may_be_known_by_email))

    @property
    def may_be_known_by_email(self) -> bool:
        is_trusted = self.provider.speaks_for(self.email)
        return bool(self.email) and is_trusted and self.says_verified is not False
