"""The year wheel. January begins at the top, clockwise; centre 0, box 414."""

from calendar import isleap, monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import product
from math import atan2, cos, hypot, radians, sin
from typing import Literal, NamedTuple

from medborger.core.pictures.drawing import Point, at, element, picture, text

Kind = Literal["physical", "virtual", "hybrid", "deadline"]

OUTER, INNER, MARK = 192, 152, 16
TRACKS = (128, 94, 60)
ASIDE = [0, *(sign * degrees for degrees in range(3, 31, 3) for sign in (1, -1))]
INSIDE_THE_TRACK, INSIDE_THE_MONTHS = 119, 140
LINE, LABEL_SIZE, WIDEST, AIR = 17, 15, 116, 3
DEPTHS, TURNS = (1, 5, 10, 16, 24), [sign * turn for turn in range(0, 91, 6) for sign in (1, -1)]
WAYS = sorted(product(DEPTHS, TURNS), key=lambda way: way[0] + abs(way[1]) / 5)
# Widths in thousandths of an em in IBM Plex Sans SemiBold, the widest of each group.
_WIDTHS = {
    300: "ijl., ", 340: "!:;()", 400: "ftr-/", 530: "szcLvyxgJ", 580: "eékåäaoöøFThnuü",
    640: "bdpqE0123456789YVPZSC", 720: "XBRAÅÄKDUGOQØÖ&NH", 900: "Mwm@…", 950: "WÆæ",
}  # fmt: skip
_EM = {letter: width / 1000 for width, letters in _WIDTHS.items() for letter in letters}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on a day of the year. `label` is short: the host of a meeting, the name of a deadline."""

    day: date
    kind: Kind
    label: str = ""


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def distance(self, point: Point) -> float:
        x, y = point
        return hypot(max(self.left - x, 0, x - self.right), max(self.top - y, 0, y - self.bottom))

    def is_within(self, radius: float) -> bool:
        corners = [(x, y) for x in (self.left, self.right) for y in (self.top, self.bottom)]
        return all(x * x + y * y <= radius * radius for x, y in corners)


class Label(NamedTuple):
    lines: list[str]
    x: float
    box: Box


YEAR = Box(-46, -18, 46, 16)


def wheel(
    year: int,
    marks: Sequence[Mark],
    *,
    months: Sequence[str],
    title: str,
    description: str,
    holidays: Iterable[tuple[date, date]] = (),
    today: date | None = None,
    key: str = "wheel",
) -> str:
    """Marks are numbered in the order given. A label that has no room is left to the table twin."""
    now = today if today and today.year == year else None
    places, labels = _layout(tuple(marks))
    inside = (
        "".join(_month(year, month, months[month - 1], now) for month in range(1, 13))
        + "".join(_holiday(year, *days) for days in holidays)
        + element("circle", r=TRACKS[0], class_="f-none s-strong", stroke_width=1.5)
        + (_today(now) if now else "")
        + "".join(
            _mark(mark.kind, str(no), place)
            for no, (mark, place) in enumerate(zip(marks, places, strict=True), 1)
            if place
        )
        + "".join(_label(label) for label in labels if label)
        + text(str(year), 0, 12, "year")
    )
    return picture(
        inside,
        box="-207 -207 414 414",
        css="pic wheel",
        title=title,
        description=description,
        key=key,
    )


def angle(day: date) -> float:
    return (day.timetuple().tm_yday - 0.5) / (366 if isleap(day.year) else 365) * 360


@lru_cache(maxsize=512)
def _layout(marks: tuple[Mark, ...]) -> tuple[list[Point | None], list[Label | None]]:
    places = mark_places(marks)
    return places, place_labels(marks, places)


def mark_places(marks: Sequence[Mark]) -> list[Point | None]:
    """On the track at their day; one that would lie on another steps inwards, then aside.

    About forty have room. What has none is left to the table twin.
    """
    taken = [YEAR]
    places: list[Point | None] = []
    for mark in marks:
        day = angle(mark.day)
        near = (at(radius, day + aside) for aside in ASIDE for radius in TRACKS)
        place = next((p for p in near if not any(_around(p).meets(box) for box in taken)), None)
        taken += [_around(place)] if place else []
        places.append(place)
    return places


def place_labels(marks: Sequence[Mark], places: Sequence[Point | None]) -> list[Label | None]:
    """Beside its own mark, nearer to it than to any other, and never on anything else."""
    taken = [YEAR, *(_around(place) for place in places if place)]
    labels: list[Label | None] = []
    for mark, place in zip(marks, places, strict=True):
        others = [other for other in places if other and other != place]
        label = None
        if place and mark.label.strip():
            label = _placed(wrap(mark.label), place, others, taken)
        taken += [label.box] if label else []
        labels.append(label)
    return labels


def width_of(line: str) -> float:
    return sum(_EM.get(letter, 0.95) for letter in line) * LABEL_SIZE


def wrap(words: str) -> list[str]:
    """One line when it fits, otherwise two, the last cut with an ellipsis."""
    if width_of(words) <= WIDEST:
        return [words]
    first, *rest = words.split()
    while rest and width_of(f"{first} {rest[0]}") <= WIDEST:
        first = f"{first} {rest.pop(0)}"
    return [_cut(first), _cut(" ".join(rest))] if rest else [_cut(first)]


def wheel_key(kind: Kind | Literal["holiday", "today"]) -> str:
    """The sign beside its explanation."""
    signs = {
        "physical": element("circle", cx=14, cy=9, r=8, class_="f-primary"),
        "virtual": element(
            "circle",
            cx=14,
            cy=9,
            r=7.5,
            class_="f-white s-primary",
            stroke_width=1.8,
            stroke_dasharray="3 2",
        ),
        "hybrid": element(
            "circle",
            cx=14,
            cy=9,
            r=8,
            class_="f-white s-primary",
            stroke_width=1.6,
            stroke_dasharray="3 2",
        )
        + element("circle", cx=14, cy=9, r=5, class_="f-primary"),
        "deadline": element(
            "rect",
            x=8.5,
            y=3.5,
            width=11,
            height=11,
            class_="f-ochre s-ochre",
            stroke_width=1.5,
            transform="rotate(45 14 9)",
        ),
        "holiday": element("path", d="M1 9h26", class_="s-line", stroke_width=6),
        "today": element("path", d="M8 2h12l-6 13z", class_="f-ink"),
    }
    return picture(signs[kind], box="0 0 28 18", css="pic", title="", key="key")


def _cut(line: str) -> str:
    if width_of(line) <= WIDEST:
        return line
    while width_of(f"{line}…") > WIDEST:
        line = line[:-1]
    return f"{line.rstrip()}…"


def _around(place: Point) -> Box:
    x, y = place
    return Box(x - MARK, y - MARK, x + MARK, y + MARK)


def _placed(lines: list[str], place: Point, others: list[Point], taken: list[Box]) -> Label | None:
    """The best place that is free: rather inside the track than across it."""
    return next(
        (
            label
            for radius in (INSIDE_THE_TRACK, INSIDE_THE_MONTHS)
            for label in _candidates(lines, place)
            if label.box.is_within(radius)
            and not any(label.box.meets(box) for box in taken)
            and all(label.box.distance(place) < label.box.distance(other) for other in others)
        ),
        None,
    )


def _candidates(lines: list[str], place: Point) -> Iterable[Label]:
    """Where a label may stand, best first: touching its mark on the inner side, then turned or away."""
    width, height = max(map(width_of, lines)), LINE * len(lines)
    inwards = atan2(-place[1], -place[0])
    for depth, turn in WAYS:
        across, down = cos(inwards + radians(turn)), sin(inwards + radians(turn))
        reach = depth + min(
            (MARK + AIR + width / 2) / max(abs(across), 0.001),
            (MARK + AIR + height / 2) / max(abs(down), 0.001),
        )
        yield _label_at(lines, place[0] + reach * across, place[1] + reach * down)


def _label_at(lines: list[str], x: float, y: float) -> Label:
    half, height = max(map(width_of, lines)) / 2 + AIR, LINE * len(lines) / 2 + AIR
    return Label(lines, x, Box(x - half, y - height, x + half, y + height))


def _label(label: Label) -> str:
    return "".join(
        text(line, round(label.x, 1), round(label.box.top + AIR + 13 + no * LINE, 1), "halo-w b")
        for no, line in enumerate(label.lines)
    )


def _mark(kind: Kind, number: str, place: Point) -> str:
    x, y = place
    shape, css = {
        "physical": (element("circle", cx=x, cy=y, r=15, class_="f-primary"), "inv b"),
        "virtual": (
            element("circle", cx=x, cy=y, r=14, class_="f-white s-primary", stroke_width=2.5, stroke_dasharray="5 3"),
            "b",
        ),
        "hybrid": (
            element("circle", cx=x, cy=y, r=15, class_="f-white s-primary", stroke_width=2, stroke_dasharray="5 3")
            + element("circle", cx=x, cy=y, r=12, class_="f-primary"),
            "inv b",
        ),
        "deadline": (
            element(
                "rect", x=x - 10, y=y - 10, width=20, height=20, rx=2,
                class_="f-ochre s-ochre", stroke_width=1.6, transform=f"rotate(45 {x:g} {y:g})",
            ),
            "on-ochre b",
        ),
    }[kind]  # fmt: skip
    return shape + text(number, x, y + 5, css)


def _month(year: int, month: int, name: str, now: date | None) -> str:
    days = monthrange(year, month)[1]
    half = 180 / (366 if isleap(year) else 365)
    start, end = angle(date(year, month, 1)) - half, angle(date(year, month, days)) + half
    is_now = now is not None and now.month == month
    x, y = at((OUTER + INNER) / 2, (start + end) / 2)
    css = "f-primary" if is_now else "f-wheel" if month % 2 else "f-sand"
    return element("path", d=_band(start + 0.6, end - 0.6, OUTER, INNER), class_=css) + text(
        name, x, y + 5, "inv b mon" if is_now else "mon"
    )


def _holiday(year: int, first: date, last: date) -> str:
    first, last = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
    if first > last:
        return ""
    return element(
        "path", d=_band(angle(first), angle(last) + 0.1, INNER - 3, INNER - 9), class_="f-line"
    )


def _today(day: date) -> str:
    turn = angle(day)
    points = [at(OUTER + 13, turn - 3), at(OUTER + 13, turn + 3), at(OUTER + 3, turn)]
    return element(
        "path", d="M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "z", class_="f-ink"
    )


def _band(start: float, end: float, outer: float, inner: float) -> str:
    (x1, y1), (x2, y2), (x3, y3), (x4, y4) = (
        at(outer, start),
        at(outer, end),
        at(inner, end),
        at(inner, start),
    )
    large = int(end - start > 180)
    return (
        f"M{x1:g} {y1:g}A{outer} {outer} 0 {large} 1 {x2:g} {y2:g}"
        f"L{x3:g} {y3:g}A{inner} {inner} 0 {large} 0 {x4:g} {y4:g}z"
    )
