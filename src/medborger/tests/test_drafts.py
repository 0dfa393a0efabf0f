"""What Anna was writing is still there after a crash, and gone when it is saved."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import cast

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from medborger.forums.models import Forum
from medborger.meetings.models import AgendaItem
from medborger.meetings.tests.factories import make_agenda_item, make_meeting
from medborger.people.models import User
from medborger.tests.cast_in_town import logged_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "Vi blev enige om at spørge de unge, før planen er tegnet."
OFFER = "Du har skrevet noget her, som ikke blev gemt:"
LogIn = Callable[[User], None]


@pytest.fixture
def address(forum: Forum) -> str:
    return f"/dagsorden/{make_agenda_item(make_meeting(forum)).pk}/referat/"


@pytest.fixture
def browser(chromium: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    context = chromium.new_context(locale="da-DK", base_url=live_server.url)
    yield context
    context.close()


@pytest.fixture
def log_in(browser: BrowserContext, live_server: LiveServer) -> LogIn:
    def log_in(person: User) -> None:
        key = logged_in(person).cookies[settings.SESSION_COOKIE_NAME]
        cookie = {"name": key.key, "value": key.value, "url": live_server.url}
        browser.add_cookies([cast("dict[str, str]", cookie)])  # type: ignore[list-item]

    return log_in


def write(browser: BrowserContext, address: str) -> Page:
    """Write, and let the browser have a moment to keep it."""
    page = browser.new_page()
    page.goto(address)
    page.locator("textarea").fill(TEXT)
    wait_for_kept(page, 1)
    return page


def wait_for_kept(page: Page, number: int) -> None:
    for _ in range(200):
        if page.evaluate("Object.keys(localStorage).length") == number:
            return
        page.wait_for_timeout(50)
    raise AssertionError(page.evaluate("Object.keys(localStorage)"))


def comes_back(browser: BrowserContext, address: str) -> Page:
    page = browser.new_page()
    page.goto(address)
    expect(page.locator("textarea")).to_be_visible()
    return page


def minutes() -> str:
    return AgendaItem.objects.get().minutes


def test_after_a_crash_the_text_is_offered_and_can_be_saved(
    browser: BrowserContext, log_in: LogIn, anna: User, address: str
) -> None:
    log_in(anna)
    write(browser, address).close()

    page = comes_back(browser, address)
    expect(page.get_by_text(OFFER)).to_be_visible()
    page.get_by_role("button", name="Hent min tekst igen").click()
    expect(page.locator("textarea")).to_have_value(TEXT)
    expect(page.locator("textarea")).to_be_focused()
    page.get_by_role("button", name="Gem").click()
    page.wait_for_url("**/moeder/**")

    assert minutes() == TEXT
    expect(comes_back(browser, address).get_by_text(OFFER)).to_have_count(0)


def test_a_dead_server_takes_no_text(
    browser: BrowserContext, log_in: LogIn, anna: User, address: str
) -> None:
    log_in(anna)
    page = write(browser, address)
    page.route("**/referat/", lambda route: route.abort())
    page.get_by_role("button", name="Gem").click()
    page.wait_for_url("chrome-error://**")

    page = comes_back(browser, address)

    expect(page.get_by_text(OFFER)).to_be_visible()


def test_a_login_that_has_ended_takes_no_text(
    browser: BrowserContext, log_in: LogIn, anna: User, address: str
) -> None:
    log_in(anna)
    page = write(browser, address)
    Session.objects.all().delete()
    page.get_by_role("button", name="Gem").click()
    page.wait_for_url("**/log-ind/**")

    log_in(anna)

    expect(comes_back(browser, address).get_by_text(OFFER)).to_be_visible()


def test_the_text_can_be_thrown_away(
    browser: BrowserContext, log_in: LogIn, anna: User, address: str
) -> None:
    log_in(anna)
    write(browser, address).close()

    comes_back(browser, address).get_by_role("button", name="Smid den væk").click()

    expect(comes_back(browser, address).get_by_text(OFFER)).to_have_count(0)


def test_nobody_else_at_the_same_computer_finds_it(
    browser: BrowserContext, log_in: LogIn, anna: User, dora: User, address: str
) -> None:
    log_in(anna)
    write(browser, address).close()

    log_in(dora)

    page = comes_back(browser, address)
    expect(page.get_by_text(OFFER)).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage)") == []


def test_logging_out_leaves_nothing(
    browser: BrowserContext, log_in: LogIn, anna: User, address: str
) -> None:
    log_in(anna)
    page = write(browser, address)

    page.goto("/log-ud/")
    page.get_by_role("button", name="Log ud").click()
    page.wait_for_url("**/")

    assert page.evaluate("Object.keys(localStorage)") == []


def test_what_looks_like_a_cpr_number_is_not_kept(
    browser: BrowserContext, log_in: LogIn, anna: User, address: str, cpr: str
) -> None:
    log_in(anna)
    page = write(browser, address)

    spaced = f"{cpr[:2]} {cpr[2:4]} {cpr[4:6]} \N{EN DASH} {cpr[7:]}"
    wide = "".join(chr(0xFF10 + int(sign)) if sign.isdigit() else sign for sign in cpr)
    for number in (cpr, spaced, wide):
        page.locator("textarea").fill(f"{TEXT} {number}")
        wait_for_kept(page, 0)
        page.locator("textarea").fill(f"{TEXT} Den 14.10.2026 kl. 16.30, tlf. 20 30 40 50.")
        wait_for_kept(page, 1)


def test_a_code_that_proves_who_one_is_is_not_kept(
    browser: BrowserContext, log_in: LogIn, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "FRESH_PROOF", timedelta(0))
    log_in(anna)
    page = browser.new_page()
    page.goto("/profil/adgangsnoegler/")
    page.locator("button[value=send]").click()
    page.locator("input[autocomplete=one-time-code]").first.fill("ABCD-1234")
    page.wait_for_timeout(600)

    assert page.evaluate("Object.keys(localStorage)") == []
