"""Every page, found by following its links as each persona, in a real browser."""

from collections import defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from medborger.meetings.models import Guest
from medborger.people.models import User
from medborger.tests import fjordby

AXE = (Path(settings.BASE_DIR) / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
WIDTHS = (1280, 375, 320)
A_FEW = 4  # pages of each kind
# Files, buttons that only answer POST, and pages that need a secret or a state of their own.
NOT_LINKED = [
    "account_confirm_login_code",
    "account_request_login_code",
    "areas:export_organisations",
    "areas:keep_apart",
    "areas:read_in",
    "areas:undo_merger",
    "decisions:delete_case",
    "decisions:delete_consultation",
    "decisions:delete_file",
    "decisions:delete_follow_up",
    "decisions:delete_section",
    "decisions:file",
    "decisions:link_one",
    "decisions:open_file",
    "decisions:save_import",
    "decisions:unlink",
    "forums:add_group_role",
    "forums:delete_criterion",
    "forums:delete_file",
    "forums:file_version",
    "forums:free_seat",
    "forums:give_seat",
    "forums:remove_seat",
    "forums:reopen",
    "forums:resend",
    "forums:step_in",
    "forums:withdraw_application",
    "forums:withdraw_invitation",
    "meetings:answer",
    "meetings:calendar",
    "meetings:delete_action_item",
    "meetings:delete_agenda_item",
    "meetings:delete_decision",
    "meetings:delete_file",
    "meetings:file",
    "meetings:finish",
    "meetings:guest_calendar",
    "meetings:guest_file",
    "meetings:move_agenda_item",
    "meetings:renew_guest",
    "meetings:withdraw_guest",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "people:accept_invitation",
    "people:confirm_speaker",
    "people:connect",
    "people:delete_competence",
    "people:delete_token",
    "people:disconnect",
    "people:end_other_sessions",
    "people:end_session",
    "people:log_in_answer",
    "people:log_in_through",
    "people:merge_competence",
    "people:passkey",
    "people:providers",
    "people:recovery_codes",
    "people:remove_passkey",
    "people:renew",
    "people:stop_second_step",
    "people:withdraw",
    "portal:forum_log_file",
    "portal:health",
    "portal:health_json",
    "portal:judge_finding",
    "portal:log_file",
    "portal:send_again",
    "portal:send_all_again",
    "portal:start_scan",
    "portal:theme",
    "set_language",
]


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        target = dict(attrs).get("href") if tag == "a" else None
        if target and target.startswith(("/", "?")):
            self.found.append(target.split("#")[0])


def kind_of(address: str) -> str:
    """The name of a page. A link that leads nowhere fails here."""
    return resolve(address.split("?")[0]).view_name


def crawl(client: Client) -> dict[str, list[str]]:
    """Follow every link from the front page and a guest's, a few pages of each kind."""
    guest = Guest.objects.latest("pk").get_absolute_url()
    waiting, seen = ["/", "/soeg/?q=unge", "/min-side/", guest], {"/"}
    pages: dict[str, list[str]] = defaultdict(list)
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if len(pages[kind]) >= A_FEW:
            continue
        response = client.get(address, follow=False)
        assert response.status_code in (200, 302), (address, response.status_code)
        if response.status_code == 302 or not response["Content-Type"].startswith("text/html"):
            continue
        pages[kind].append(address)
        for link in links_of(response.content.decode(), address):
            if link not in seen:
                seen.add(link)
                waiting.append(link)
    return {kind: found for kind, found in pages.items() if found}


def links_of(html: str, address: str) -> Iterator[str]:
    parser = Links()
    parser.feed(html)
    for link in parser.found:
        yield f"{address.split('?')[0]}{link}" if link.startswith("?") else link


def log_in(email: str) -> Client:
    client = Client()
    if email:
        client.force_login(User.objects.get(email=email))
    return client


@pytest.mark.django_db
def test_every_link_leads_to_a_page_for_every_persona() -> None:
    fjordby.build()

    found = {persona: crawl(log_in(email)) for persona, email in fjordby.CAST.items()}

    reached = {kind for pages in found.values() for kind in pages}
    pages = {name for name in names_in(get_resolver()) if not name.startswith("api-1:")}
    assert sorted(pages - reached) == NOT_LINKED


def names_in(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names_in(pattern, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{space}{pattern.name}"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("half", [0, 1])
def test_every_page_is_accessible_and_fits_the_screen(
    chromium: Browser, live_server: LiveServer, half: int
) -> None:
    """Each kind of page once, as the first persona who may see it. In halves, for two processors."""
    fjordby.build()
    looked_at = {*sorted(names_in(get_resolver()))[half::2]}
    problems: list[str] = []

    for persona in ("coordinator", "visitor", "clerk", "member", "administrator"):
        client = log_in(fjordby.CAST[persona])
        new = {kind: pages[0] for kind, pages in crawl(client).items() if kind not in looked_at}
        problems += check_all(chromium, live_server.url, client, list(new.values()))
        looked_at |= new.keys()

    assert "\n".join(problems) == ""


def check_all(
    chromium: Browser, server: str, client: Client, addresses: list[str]
) -> Iterator[str]:
    context = chromium.new_context(locale="da-DK")
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    if cookie:
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server}])
    page = context.new_page()
    strangers: list[str] = []
    page.on("request", lambda request: strangers.append(request.url))
    page.on("console", lambda said: strangers.append(said.text) if said.type == "error" else None)
    for address in addresses:
        page.goto(server + address)
        yield from (f"{address}: {problem}" for problem in look_at(page))
    yield from (url for url in strangers if not url.startswith((server, "data:")))
    context.close()


def look_at(page: Page) -> Iterator[str]:
    if page.locator("h1").count() != 1:
        yield "not one h1"
    if page.locator("html").get_attribute("lang") != "da":
        yield "no language"
    page.evaluate(AXE)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if overflow > 0:
            yield f"{overflow} px too wide at {width}"
        found: dict[str, Any] = page.evaluate("axe.run()")
        for violation in found["violations"]:
            yield f"{violation['id']} at {width}: {violation['nodes'][0]['html'][:200]}"
