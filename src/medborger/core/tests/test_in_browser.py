"""The components in Chromium: accessible in every state, on every screen, in every colour."""

from collections.abc import Iterator
from gzip import compress
from pathlib import Path
from typing import Any, Literal

import pytest
from django.conf import LazySettings, settings
from playwright.sync_api import Browser, BrowserContext, Page, Response
from pytest_django.live_server_helper import LiveServer

from medborger.core.pictures.wheel_layout import width_of

pytestmark = pytest.mark.browser
AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
ADDRESS = "/om/komponenter/"


@pytest.fixture
def context(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser as a test asks for it: `@pytest.mark.parametrize("context", [{...}], indirect=True)`."""
    context = chromium.new_context(locale="da-DK", bypass_csp=True, **getattr(request, "param", {}))
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, live_server: LiveServer) -> Page:
    page = context.new_page()
    page.goto(live_server.url + ADDRESS)
    return page


def screen(width: int, colours: Literal["light", "dark"] = "light", **more: Any) -> dict[str, Any]:
    return {"viewport": {"width": width, "height": 900}, "color_scheme": colours, **more}


def violations(page: Page) -> list[str]:
    page.add_script_tag(path=AXE)
    found = page.evaluate("async () => (await axe.run()).violations")
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


EVERY_SCREEN = [
    screen(width, colours) for width in (1280, 375, 320) for colours in ("light", "dark")
]


@pytest.mark.parametrize("context", EVERY_SCREEN, indirect=True)
def test_every_state_of_every_component_is_accessible(page: Page) -> None:
    assert violations(page) == []


@pytest.mark.parametrize("context", [screen(375), screen(375, "dark")], indirect=True)
def test_menu_and_dialog_are_accessible_when_open(page: Page) -> None:
    page.locator(".menu summary").click()
    assert violations(page) == []

    page.keyboard.press("Tab")
    page.locator("button[command=show-modal]").click()
    assert violations(page) == []


@pytest.mark.parametrize("context", [screen(320, java_script_enabled=True)], indirect=True)
def test_nothing_is_wider_than_a_small_phone(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("context", [screen(375, java_script_enabled=False)], indirect=True)
def test_menu_dialog_and_folded_text_open_without_script(page: Page) -> None:
    page.locator(".menu summary").click()
    assert page.locator(".menu nav a").first.is_visible()
    page.locator(".menu summary").click()

    page.locator("button[command=show-modal]").click()
    dialog = page.locator("#leave")
    assert dialog.is_visible()
    page.locator("#leave .link-button").click()
    assert not dialog.is_visible()


@pytest.mark.parametrize("context", [screen(1280, java_script_enabled=False)], indirect=True)
def test_the_error_summary_has_the_focus_without_script(page: Page) -> None:
    assert page.locator(".alert-error").first.evaluate("e => e === document.activeElement")


def test_the_keyboard_meets_the_skip_link_first(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url + "/findes-ikke/")
    page.keyboard.press("Tab")
    assert page.locator(".skipnav").evaluate("e => e === document.activeElement")
    page.keyboard.press("Enter")
    assert page.url.endswith("#indhold")


@pytest.mark.parametrize("context", [screen(1280), screen(375, "dark")], indirect=True)
def test_everything_that_takes_the_focus_shows_it(page: Page) -> None:
    page.evaluate("document.activeElement.blur()")
    unseen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            "() => { const e = document.activeElement; const s = getComputedStyle(e);"
            "const l = e.nextElementSibling && getComputedStyle(e.nextElementSibling, '::before');"
            "return e === document.body || s.outlineStyle !== 'none' || (l && l.outlineStyle !== 'none')"
            " ? '' : e.outerHTML.slice(0, 120) }"
        )
        unseen |= {shown} if shown else set()
    assert unseen == set()


@pytest.mark.parametrize("context", [screen(1280), screen(375)], indirect=True)
def test_everything_one_presses_is_large_enough(page: Page) -> None:
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, summary, input:not([type=hidden]), select')]
            .filter(e => e.checkVisibility() && !e.closest('p, .rows, .alert-text, .skipnav'))
            .filter(e => !e.matches('.skipnav, .form-radio, .form-checkbox'))
            .map(e => [e.outerHTML.slice(0, 100), e.getBoundingClientRect()])
            .filter(([_, box]) => box.height < 24 || box.width < 24)
            .map(([html, _]) => html)"""
    )
    assert small == []


def test_a_first_visit_is_light_and_asks_no_stranger(
    context: BrowserContext, live_server: LiveServer
) -> None:
    seen: list[Response] = []
    page = context.new_page()
    page.on("response", lambda answer: seen.append(answer))
    page.goto(live_server.url + ADDRESS, wait_until="networkidle")
    weights = {answer.url: len(compress(answer.body())) for answer in seen}
    blocking = [weight for url, weight in weights.items() if url.endswith(("/", ".css"))]

    assert [url for url in weights if not url.startswith(live_server.url)] == []
    assert (len(seen) <= 9, len(blocking)) == (True, 3)
    assert sum(blocking) <= 60_000
    assert sum(weights.values()) <= 130_000


@pytest.mark.parametrize("context", [screen(1280), screen(375, "dark")], indirect=True)
def test_another_municipality_is_as_accessible(
    context: BrowserContext, live_server: LiveServer, settings: LazySettings
) -> None:
    settings.THEME_PRIMARY, settings.THEME_ACCENT = "#6a2c70", "#8a4b08"
    page = context.new_page()
    page.goto(live_server.url + ADDRESS)

    assert page.locator("link[href^='/tema.css']").count() == 1
    assert violations(page) == []


@pytest.mark.parametrize("context", [screen(1280), screen(320, "dark")], indirect=True)
def test_a_page_that_is_not_there_is_accessible(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url + "/findes-ikke/")

    assert page.title().startswith("Her er ingen side")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("context", [screen(1280, forced_colors="active")], indirect=True)
def test_pictures_keep_their_meaning_in_forced_colours(page: Page) -> None:
    kept = page.locator("svg.wheel").evaluate("e => getComputedStyle(e).forcedColorAdjust")
    bordered = page.locator(".mark").first.evaluate("e => getComputedStyle(e).borderTopStyle")

    assert (kept, bordered) == ("none", "solid")


def test_paper_shows_the_content_and_not_the_controls(page: Page) -> None:
    page.emulate_media(media="print")

    assert not page.locator(".topnav").is_visible()
    assert not page.locator("main .button").first.is_visible()
    assert page.locator("h1").is_visible()


def test_the_widths_the_wheel_reckons_with_are_those_of_the_font(page: Page) -> None:
    too_wide = page.evaluate(
        """() => [...document.querySelectorAll('.wheel .halo-w')].map(
            label => [label.textContent, label.getBBox().width])"""
    )
    from_rule = {words: width_of(words) for words, _ in too_wide}

    assert [words for words, width in too_wide if width > from_rule[words]] == []
