"""A municipality may choose its colours, and people can read every one that is let through."""

import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.checks import run_checks
from django.test import Client
from hypothesis import assume, given
from hypothesis import strategies as st

from medborger.core import theme
from medborger.core.theme import Theme, contrast, unmet

STYLE = (Path(theme.__file__).parent / "static" / "style.css").read_text()
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def tokens(css: str) -> list[dict[str, str]]:
    """The colours by day and by night."""
    blocks = re.findall(r":root\s*\{([^}]*)\}", css)
    return [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})", block)) for block in blocks]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#767676", "#ffffff", 4.54), ("#0b5563", "#fbf8f3", 7.95)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


def test_our_own_colours_pass_the_gate() -> None:
    assert unmet(Theme()) == []


def test_our_own_colours_are_those_of_the_stylesheet() -> None:
    day, night = tokens(STYLE)[:2]
    written = tokens(theme.stylesheet(Theme()))[0]

    assert written == {name: day[name] for name in written}
    assert [day["paper"], day["sand"]] == [theme.PAPER, theme.SAND]
    assert [night["paper"], night["surface"], night["sand"]] == [
        theme.DARK_PAPER,
        theme.DARK_SURFACE,
        theme.DARK_SAND,
    ]


READ_AS_TEXT = ["ink", "ink-soft", "mb-primary", "mb-primary-darker", "brick", "moss", "error"]
ON_THEIR_TINT = [
    ("ochre-text", "ochre-tint"), ("moss-text", "moss-tint"), ("brick-text", "brick-tint"),
    ("mb-primary-dark", "petrol-tint"), ("ink", "error-tint"), ("ink", "ochre-tint"),
    ("ink-soft", "ochre-tint"), ("ink-soft", "petrol-tint"), ("ink", "moss-tint"),
    ("on-primary", "mb-primary"), ("on-primary", "mb-primary-dark"),
]  # fmt: skip


@pytest.mark.parametrize("when", [0, 1], ids=["by day", "by night"])
def test_every_colour_of_the_stylesheet_can_be_read(when: int) -> None:
    colours = {
        name: value if len(value) == 7 else "#" + "".join(2 * c for c in value[1:])
        for name, value in tokens(STYLE)[when].items()
    }
    grounds = ["paper", "surface", "sand"]
    pairs = [(name, ground) for name in READ_AS_TEXT for ground in grounds] + ON_THEIR_TINT
    seen = [
        (name, ground) for name in ("line-strong", "mb-focus", "ochre-ink") for ground in grounds
    ]

    assert {p for p in pairs if contrast(colours[p[0]], colours[p[1]]) < 4.5} == set()
    assert {p for p in seen if contrast(colours[p[0]], colours[p[1]]) < 3} == set()


@given(COLOURS, COLOURS)
def test_colours_let_through_can_be_read_by_day_and_by_night(primary: str, accent: str) -> None:
    chosen = Theme.of(primary, "", "", accent, "")
    assume(not unmet(chosen))
    day, night = tokens(theme.stylesheet(chosen))
    by_day, by_night = (
        (theme.PAPER, theme.SURFACE, theme.SAND),
        (
            theme.DARK_PAPER,
            theme.DARK_SURFACE,
            theme.DARK_SAND,
        ),
    )

    for colours, grounds in ((day, by_day), (night, by_night)):
        for name in ("mb-primary", "mb-primary-dark", "mb-primary-darker", "brick"):
            assert min(contrast(colours[name], ground) for ground in grounds) >= 4.5
        assert min(contrast(colours["mb-focus"], ground) for ground in grounds) >= 3
        assert contrast(colours["mb-primary-dark"], colours["petrol-tint"]) >= 4.5
        assert contrast(colours["foot"], theme.WHITE) >= 4.5


def test_one_colour_is_enough() -> None:
    assert Theme.of("", "", "", "", "") == Theme()
    assert Theme.of("#2d5a27", "", "", "", "") == Theme(
        "#2d5a27", "#24481f", "#1a3316", "#9e3f27", "#1f2a2c"
    )


@pytest.mark.parametrize(
    ("colour", "error"), [("#f5a800", "medborger.E002"), ("petrol", "medborger.E001")]
)
def test_an_unreadable_colour_stops_the_start(
    settings: LazySettings, colour: str, error: str
) -> None:
    settings.THEME_PRIMARY = colour
    [first, *_] = run_checks()

    assert first.id == error
    assert "THEME_PRIMARY" in first.msg
    assert colour in first.msg


def test_pages_name_the_stylesheet_of_chosen_colours_only(
    client: Client, settings: LazySettings, db: None
) -> None:
    assert "tema.css" not in client.get("/om/komponenter/").content.decode()

    settings.THEME_PRIMARY = "#2d5a27"
    page = client.get("/om/komponenter/").content.decode()
    [address] = re.findall(r'href="(/tema\.css\?\w{8})"', page)
    answer = client.get(address)

    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "--mb-primary:#2d5a27" in answer.content.decode()


@pytest.mark.parametrize("size", ["hero", "page", "card", "side"])
def test_each_size_of_a_heading_is_styled(size: str) -> None:
    assert f".h-{size} {{" in STYLE
