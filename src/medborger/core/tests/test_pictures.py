"""Pictures carry their message in words, hold their shape for any data, and have no inline style."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations
from math import cos, hypot, pi, sin
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from hypothesis import given
from hypothesis import strategies as st

from medborger.core import pictures
from medborger.core.pictures.ring import RADIUS, seat_width
from medborger.core.pictures.wheel_layout import (
    INSIDE_THE_MONTHS,
    MARK,
    TRACKS,
    YEAR,
    Box,
    Label,
    angle,
    mark_places,
    place_labels,
    width_of,
    wrap,
)

STYLES = Path(str(finders.find("style.css"))).read_text(encoding="utf-8")
MONTHS = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
KINDS = ["physical", "virtual", "hybrid", "deadline"]
LETTERS = st.characters(categories=["L", "N", "P", "Zs"])
MARKS = st.lists(
    st.builds(
        pictures.Mark,
        day=st.dates(date(2024, 1, 1), date(2024, 12, 31)),
        kind=st.sampled_from(KINDS),
        label=st.text(LETTERS, max_size=40),
    ),
    max_size=30,
)


def wheel(marks: Sequence[pictures.Mark] = (), year: int = 2026, today: date | None = None) -> str:
    return pictures.wheel(
        year, marks, months=MONTHS, title="Årshjul", description="To møder", today=today
    )


def squares(places: Sequence[tuple[float, float] | None]) -> list[Box]:
    return [Box(x - MARK, y - MARK, x + MARK, y + MARK) for x, y in filter(None, places)]


def boxes(labels: Sequence[Label | None]) -> list[Box]:
    return [label.box for label in labels if label]


EVERY_PICTURE = {
    "table": pictures.table("Et bord"),
    "empty table": pictures.empty_table(),
    "brand mark": pictures.brand_mark(),
    "ring": pictures.ring(["civil", "vacant"], size=150, title="2 pladser", centre=("1", "af 2")),
    "seats": pictures.seatbar(19, 25),
    "wheel": wheel([pictures.Mark(date(2026, 2, 5), "physical", "Hos »os« & <jer>")]),
    **{f"key of {kind}": pictures.wheel_key(kind) for kind in KINDS},  # type: ignore[arg-type]
}


@pytest.mark.parametrize("svg", EVERY_PICTURE.values(), ids=EVERY_PICTURE)
def test_a_picture_is_well_formed_and_styled_by_class_only(svg: str) -> None:
    picture = ElementTree.fromstring(svg)

    assert picture.tag == "svg"
    assert not [part for part in picture.iter() if "style" in part.attrib]
    assert (picture.get("role") == "img") != (picture.get("aria-hidden") == "true")


@pytest.mark.parametrize("svg", EVERY_PICTURE.values(), ids=EVERY_PICTURE)
def test_every_colour_of_a_picture_stands_in_the_stylesheet(svg: str) -> None:
    """A shape whose class nobody styles is black."""
    named = {name for part in re.findall(r'class="([^"]+)"', svg) for name in part.split()}
    colours = {name for name in named if re.match(r"[fs]-", name)}

    assert not [name for name in colours if f".{name} {{" not in STYLES]


def test_a_picture_says_its_whole_message() -> None:
    picture = ElementTree.fromstring(wheel())

    assert [part.text for part in picture[:2]] == ["Årshjul", "To møder"]
    assert picture.get("aria-labelledby") == picture[0].get("id")
    assert picture.get("aria-describedby") == picture[1].get("id")


def test_a_label_cannot_bring_markup_into_a_picture() -> None:
    svg = wheel([pictures.Mark(date(2026, 2, 5), "physical", "<script>x")])

    assert "<script" not in svg
    assert "&lt;script&gt;" in svg


# --- The year wheel -----------------------------------------------------------------------


@given(MARKS)
def test_no_mark_of_the_wheel_lies_on_another_or_on_the_year(marks: list[pictures.Mark]) -> None:
    drawn = [*squares(mark_places(marks)), YEAR]

    assert not [pair for pair in combinations(drawn, 2) if pair[0].meets(pair[1])]


@given(MARKS)
def test_no_label_of_the_wheel_lies_on_anything(marks: list[pictures.Mark]) -> None:
    places = mark_places(marks)
    labels = boxes(place_labels(marks, places))
    other = [*squares(places), YEAR]

    assert not [pair for pair in combinations(labels, 2) if pair[0].meets(pair[1])]
    assert not [label for label in labels if any(label.meets(box) for box in other)]


@given(MARKS)
def test_labels_of_the_wheel_stay_inside_the_months(marks: list[pictures.Mark]) -> None:
    for box in boxes(place_labels(marks, mark_places(marks))):
        corners = [(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
        assert max(hypot(*corner) for corner in corners) <= INSIDE_THE_MONTHS


@given(st.dates(date(2023, 1, 1), date(2024, 12, 31)))
def test_a_mark_alone_stands_on_the_track_at_its_day_with_its_label(day: date) -> None:
    marks = [pictures.Mark(day, "physical", "Biblioteket")]
    [place] = mark_places(marks)
    assert place
    turn = (angle(day) - 90) * pi / 180

    assert place == pytest.approx((TRACKS[0] * cos(turn), TRACKS[0] * sin(turn)), abs=0.06)
    assert [label.lines for label in place_labels(marks, [place]) if label] == [["Biblioteket"]]


@pytest.mark.parametrize("every", [14, 30, 61])
def test_a_year_of_regular_meetings_has_room_for_every_mark(every: int) -> None:
    days = [date(2026, 1, 5) + timedelta(days=step) for step in range(0, 350, every)]
    marks = [pictures.Mark(day, "physical", "Salen") for day in days]
    places = mark_places(marks)

    assert None not in places
    assert None not in place_labels(marks, places) or every < 30


def test_the_year_begins_at_the_top_and_goes_clockwise() -> None:
    quarters = [angle(date(2026, month, 1)) for month in (1, 4, 7, 10)]

    assert quarters == pytest.approx([0.5, 89.3, 179.0, 269.8], abs=0.1)
    assert angle(date(2024, 12, 31)) == pytest.approx(360, abs=0.6)


def test_today_is_marked_in_its_own_year_only() -> None:
    assert wheel(year=2026, today=date(2026, 11, 23)).count("inv b mon") == 1
    assert wheel(year=2025, today=date(2026, 11, 23)) == wheel(year=2025)


@given(st.text(LETTERS, max_size=60))
def test_a_label_is_at_most_two_lines_of_limited_width(words: str) -> None:
    lines = wrap(words)

    assert len(lines) <= 2
    assert max(map(width_of, lines)) <= 116


# --- The ring and the seats ---------------------------------------------------------------


@given(st.integers(2, 80))
def test_neighbours_in_the_ring_never_touch(count: int) -> None:
    between = 2 * RADIUS * sin(pi / count)

    assert seat_width(count) + 0.8 < between


@given(st.lists(st.sampled_from(["municipality", "civil", "vacant"]), max_size=60))
def test_the_ring_has_one_sign_for_each_seat(seats: list[str]) -> None:
    drawn = list(ElementTree.fromstring(pictures.ring(seats)).iter())

    signs = [part.get("class", "").split()[0] for part in drawn[2:]]
    expected = {"municipality": "f-primary", "civil": "f-brick", "vacant": "f-white"}
    assert signs == [expected[seat] for seat in seats]


def test_numbers_stand_in_the_ring_from_100_pixels() -> None:
    small = pictures.ring(["civil"], size=99, centre=("1", "af 1"))
    large = pictures.ring(["civil"], size=100, centre=("1", "af 1"))

    assert "af 1" not in small
    assert "af 1" in large


@given(st.integers(-2, 300), st.integers(0, 200))
def test_the_seat_bar_never_shows_more_than_there_is(taken: int, seats: int) -> None:
    cells = list(ElementTree.fromstring(pictures.seatbar(taken, seats)))
    solid = [cell for cell in cells if cell.get("class") == "f-primary s-primary"]

    assert len(cells) <= 40
    if seats <= 40:
        assert (len(cells), len(solid)) == (seats, min(max(taken, 0), seats))


def test_above_40_seats_one_bar_shows_the_share() -> None:
    whole, part = ElementTree.fromstring(pictures.seatbar(30, 60))

    assert float(part.get("width", 0)) / float(whole.get("width", 1)) == pytest.approx(
        0.5, abs=0.01
    )
