"""Log-in as people meet it: passkey, two steps, recovery, devices and a fresh proof, in Chromium."""

import time
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from medborger.conftest import PHONE
from medborger.core.models import Mail
from medborger.people import actions
from medborger.people.http.proof import PROVED_AT
from medborger.people.models import User
from medborger.people.tests.authenticator import app_code
from medborger.tests.test_pages import look_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECRET = totp.generate_totp_secret()
Open = Callable[[], Page]


@pytest.fixture
def open_page(chromium: Browser, live_server: LiveServer) -> Iterator[Open]:
    """Pages of browsers of their own. What a browser complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def new_page() -> Page:
        context = chromium.new_context(
            locale="da-DK",
            viewport=PHONE,
            base_url=live_server.url.replace("127.0.0.1", "localhost"),
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on(
            "console", lambda told: complaints.append(told.text) if told.type == "error" else None
        )
        page.on("pageerror", lambda problem: complaints.append(str(problem)))
        return page

    yield new_page
    for context in contexts:
        context.close()
    assert complaints == []


def give_authenticator(page: Page) -> None:
    """A finger that Chromium believes in."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    kind = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": kind})


def mailed_code() -> str:
    return Mail.objects.order_by("-pk")[0].text.split("\n\n")[1].strip()


def log_in(page: Page, person: User) -> None:
    page.goto("/log-ind/")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_role("button", name="Send mig en kode").click()
    page.get_by_label("Kode").fill(mailed_code())
    page.get_by_role("button", name="Log ind", exact=True).click()


def let_the_proof_grow_old(page: Page) -> None:
    [cookie] = [one for one in page.context.cookies() if one["name"] == "sessionid"]
    store = SessionStore(cookie["value"])
    store[PROVED_AT] = time.time() - 16 * 60
    store.save()


def is_well_made(page: Page, shot: str) -> None:
    assert list(look_at(page)) == [], shot
    page.set_viewport_size(PHONE)


def test_a_passkey_is_added_named_used_and_removed(open_page: Open, carla: User) -> None:
    page = open_page()
    give_authenticator(page)
    log_in(page, carla)
    page.goto("/profil/")
    page.get_by_role("link", name="Log-in og sikkerhed").click()
    is_well_made(page, "security")
    page.get_by_role("link", name="Tilføj en passkey").click()
    is_well_made(page, "add_passkey")
    page.get_by_role("button", name="Tilføj en passkey").click()
    expect(page.get_by_text("Din passkey er tilføjet.")).to_be_visible()
    is_well_made(page, "passkey")
    page.get_by_label("Hvad kalder du den?").fill("Min telefon")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("heading", name="Min telefon")).to_be_visible()

    page.goto("/log-ud/")
    page.get_by_role("main").get_by_role("button", name="Log ud").click()
    page.goto("/log-ind/?next=/profil/")
    is_well_made(page, "login")
    page.get_by_role("button", name="Log ind med passkey").click()
    expect(page.get_by_role("heading", name="Min profil")).to_be_visible()

    let_the_proof_grow_old(page)
    page.goto("/profil/adgangsnoegler/")
    is_well_made(page, "step_up")
    page.get_by_role("button", name="Brug din passkey").click()
    expect(page.get_by_role("heading", name="Adgangsnøgler", exact=True)).to_be_visible()

    page.goto("/profil/sikkerhed/")
    page.get_by_role("link", name="Ret Min telefon").click()
    page.get_by_role("button", name="Fjern denne passkey").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Fjern denne passkey").click()
    expect(page.get_by_text("åbner ikke længere din konto")).to_be_visible()
    assert [letter.subject for letter in Mail.objects.order_by("pk")][1:] == [
        "Der er tilføjet en passkey til din konto",
        "En passkey er fjernet fra din konto",
    ]


def test_the_passkey_of_another_device_is_refused_in_words(open_page: Open, carla: User) -> None:
    page = open_page()
    give_authenticator(page)
    page.goto("/log-ind/")

    page.get_by_role("button", name="Log ind med passkey").click()

    expect(page.get_by_text("Din passkey blev ikke brugt.")).to_be_visible()


def test_two_steps_are_turned_on_used_and_recovered_from(open_page: Open, carla: User) -> None:
    page = open_page()
    log_in(page, carla)
    page.goto("/profil/sikkerhed/")
    page.get_by_role("link", name="Slå to trin til").click()
    is_well_made(page, "start_second_step")
    secret = page.locator("code").inner_text()
    page.get_by_label("Koden i appen").fill(app_code(secret))
    page.get_by_role("button", name="Slå to trin til").click()
    is_well_made(page, "recovery_codes")
    codes = page.get_by_role("list", name="Gendannelseskoder").locator("code").all_inner_texts()
    with page.expect_download() as kept:
        page.get_by_role("link", name="Gem som fil").click()
    assert kept.value.path().read_text().split() == codes
    assert len(codes) == 10

    other = open_page()
    log_in(other, carla)
    expect(other.get_by_role("heading", name="Et trin mere")).to_be_visible()
    is_well_made(other, "authenticate")
    other.get_by_label("Kode").fill(codes[0])
    other.get_by_role("button", name="Log ind", exact=True).click()
    other.goto("/profil/sikkerhed/")
    expect(other.get_by_text("Du har 9 gendannelseskoder tilbage.")).to_be_visible()
    is_well_made(other, "security with two steps")


def test_another_device_is_logged_out_from_here(open_page: Open, carla: User) -> None:
    here, there = open_page(), open_page()
    log_in(here, carla)
    log_in(there, carla)

    here.goto("/profil/sikkerhed/")
    here.get_by_role("main").get_by_role("button", name="Log ud", exact=True).click()
    expect(here.get_by_text("Enheden er logget ud.")).to_be_visible()

    there.goto("/profil/")
    expect(there.get_by_role("heading", name="Log ind", exact=True)).to_be_visible()


def test_what_was_written_survives_the_question_who_one_is(open_page: Open, carla: User) -> None:
    page = open_page()
    log_in(page, carla)
    page.goto("/profil/adgangsnoegler/")
    page.get_by_label("Hvad skal den bruges til?").fill("Regneark med »frø« & løg")
    let_the_proof_grow_old(page)
    page.get_by_role("button", name="Lav en nøgle").click()

    expect(page.get_by_role("heading", name="Er det dig?")).to_be_visible()
    page.get_by_role("button", name="Send mig en kode").click()
    is_well_made(page, "step_up with a code")
    page.get_by_label("Kode").fill(mailed_code())
    page.get_by_role("button", name="Fortsæt").click()

    expect(page.get_by_role("heading", name="Regneark med »frø« & løg")).to_be_visible()


def test_who_tries_too_often_is_told_when_to_come_back(
    chromium: Browser, live_server: LiveServer, open_page: Open, carla: User
) -> None:
    actions.turn_on_second_step(carla, SECRET)
    client = Client()
    for _attempt in range(3):
        client.post("/log-ind/", {"email": carla.email})
    page = chromium.new_page(locale="da-DK", viewport=PHONE)
    page.goto(f"{live_server.url}/log-ind/")
    page.get_by_label("E-mail").fill(carla.email)
    page.get_by_role("button", name="Send mig en kode").click()

    expect(page.get_by_role("heading", name="Vent lidt")).to_be_visible()
    is_well_made(page, "429")
    page.close()
