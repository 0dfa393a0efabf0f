"""The file of identity providers: what is wrong in it is said before anybody can log in."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from medborger.core.identity_providers import Identity, IdentityProvider, read

SOUND = """
[fjordby]
name = "Fjordby Kommune"
issuer = "https://login.example.org/realms/ansatte"
client_id = "medborger"
client_secret = "hemmelig"
required_level = "substantial"
"""


def read_text(tmp_path: Path, text: str) -> dict[str, IdentityProvider]:
    file = tmp_path / "oidc.toml"
    file.write_text(text, encoding="utf-8")
    return read(str(file))


def test_no_file_is_no_provider() -> None:
    assert read("") == {}


def test_a_provider_asks_for_little_when_nothing_is_said(tmp_path: Path) -> None:
    provider = read_text(tmp_path, SOUND)["fjordby"]

    assert provider.scopes == ("openid", "email")
    assert (provider.email_domains, provider.groups_claim) == ((), "")
    assert provider.discovery_url.endswith("/realms/ansatte/.well-known/openid-configuration")
    assert "hemmelig" not in repr(provider)


@pytest.mark.parametrize(
    "line",
    [
        'scopes = ["openid", "ssn"]',
        'scopes = ["openid", "nin"]',
        'scopes = ["openid", "nemlogin.cpr"]',
        'scopes = ["openid", "cpr"]',
        'scopes = ["openid", "urn:grn:authn:dk:mitid:cpr"]',
        'scopes = ["openid", "ssn.details_name"]',
        'name_claim = "cprNumberIdentifier"',
        'email_claim = "dk:gov:saml:attribute:CprNumberIdentifier"',
        'groups_claim = "socialSecurityNumber"',
        'ask_for = ["urn:grn:authn:dk:mitid:nin"]',
    ],
)
def test_what_would_bring_a_cpr_number_stops_the_site(tmp_path: Path, line: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="CPR"):
        read_text(tmp_path, SOUND + line)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("fjordby = 1", "not known"),
        (SOUND + 'colour = "blue"', "colour"),
        (SOUND.replace('required_level = "substantial"', ""), "required_level"),
        (SOUND.replace("substantial", "enough"), "required_level must be one of"),
        (SOUND.replace("https://", "http://"), "https"),
        (SOUND + 'discovery = "http://login.example.org/x"', "https"),
        (SOUND.replace("medborger", ""), "filled in"),
        (SOUND + 'scopes = ["email"]', "openid"),
        (SOUND + 'scopes = "openid"', "right kind"),
        (SOUND + "scopes = [1]", "right kind"),
        (SOUND + 'token_auth = "private_key_jwt"', "token_auth"),
        (SOUND.replace("[fjordby]", "[Fjordby]"), "small letters"),
        (SOUND + SOUND.replace("[fjordby]", "[andeby]"), "twice"),
        ("[fjordby", "cannot be read"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=complaint):
        read_text(tmp_path, text)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        read(str(tmp_path / "none.toml"))


def test_a_machine_of_ones_own_may_speak_in_the_clear(tmp_path: Path) -> None:
    local = SOUND.replace("https://login.example.org", "http://127.0.0.1:9000")

    assert read_text(tmp_path, local)["fjordby"].issuer.startswith("http://127.0.0.1")


@pytest.mark.parametrize(
    ("asserted", "is_enough"),
    [
        ("low", False),
        ("substantial", True),
        ("HIGH", True),
        ("https://data.gov.dk/concept/core/nsis/loa/Low", False),
        ("https://data.gov.dk/concept/core/nsis/loa/Substantial", True),
        ("", False),
        ("urn:mace:incommon:iap:silver", False),
    ],
)
def test_a_level_is_high_enough_or_not(tmp_path: Path, asserted: str, is_enough: bool) -> None:
    assert read_text(tmp_path, SOUND)["fjordby"].reaches(asserted) == is_enough


def test_another_vocabulary_has_an_order_of_its_own(tmp_path: Path) -> None:
    own = SOUND.replace("substantial", "urn:fjordby:2fa")
    provider = read_text(tmp_path, own + 'levels = ["urn:fjordby:pw", "urn:fjordby:2fa"]')[
        "fjordby"
    ]

    assert max(["urn:fjordby:2fa", "urn:fjordby:pw", "x"], key=provider.rank) == "urn:fjordby:2fa"
    assert [provider.reaches(level) for level in ("urn:fjordby:pw", "urn:fjordby:2fa", "high")] == [
        False, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("email", "says", "owns", "is_known_by_it"),
    [
        ("anna@fjordby.example", True, True, True),
        ("anna@fjordby.example", None, True, True),
        ("anna@fjordby.example", False, False, False),
        ("anna@example.org", True, True, False),
        ("anna@example.org", None, False, False),
        ("anna@sub.fjordby.example", None, False, False),
        ("", True, False, False),
    ],
)
def test_whose_word_on_an_address_counts(
    tmp_path: Path, email: str, says: bool | None, owns: bool, is_known_by_it: bool
) -> None:
    provider = read_text(tmp_path, SOUND + 'email_domains = ["Fjordby.example"]')["fjordby"]
    identity = Identity(provider, "1", email=email, says_verified=says)

    assert (identity.owns_email, identity.may_be_known_by_email) == (owns, is_known_by_it)


def test_a_subject_is_somebody_else_at_another_issuer(tmp_path: Path) -> None:
    one = read_text(tmp_path, SOUND)["fjordby"]
    other = read_text(tmp_path, SOUND.replace("ansatte", "elever"))["fjordby"]

    assert Identity(one, "7").uid != Identity(other, "7").uid
