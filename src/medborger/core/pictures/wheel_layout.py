"""Where things stand in the year wheel, for any year of meetings."""

from calendar import isleap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import product
from math import atan2, cos, hypot, radians, sin
from typing import Literal, NamedTuple

from medborger.core.pictures.drawing import Point, at

Kind = Literal["physical", "virtual", "hybrid", "deadline"]

MARK = 16
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


def angle(day: date) -> float:
    return (day.timetuple().tm_yday - 0.5) / (366 if isleap(day.year) else 365) * 360


@lru_cache(maxsize=512)
def layout(marks: tuple[Mark, ...]) -> tuple[list[Point | None], list[Label | None]]:
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
