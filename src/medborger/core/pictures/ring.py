"""The ring: seats round a table. Square is the municipality, circle civil society, dashed is vacant."""

from collections.abc import Sequence
from math import pi, sin
from typing import Literal

from medborger.core.pictures.drawing import Point, at, element, picture, text

Seat = Literal["municipality", "civil", "vacant"]
RADIUS = 38
NUMBER_FROM = 100


def ring(
    seats: Sequence[str],
    *,
    size: int = 84,
    title: str = "",
    centre: tuple[str, str] | None = None,
    css: str = "ring",
) -> str:
    """`seats` clockwise from the top. `centre` is two short lines, drawn from 100 px and up."""
    width = seat_width(len(seats))
    placed = "".join(
        _seat(kind, at(RADIUS, turn), width, turn)
        for place, kind in enumerate(seats)
        for turn in [place * 360 / len(seats)]
    )
    middle = element("circle", r=24, class_="f-ochret s-line", stroke_width=1)
    words = ""
    if centre and size >= NUMBER_FROM:
        words = text(centre[0], 0, 3, "ring-n") + text(centre[1], 0, 13, "ring-s")
    return picture(
        middle + placed + words,
        box="-48 -48 96 96",
        css=f"pic {css}",
        title=title,
        key="ring",
        width=size,
    )


def _seat(kind: str, point: Point, width: float, turn: float = 0) -> str:
    x, y = point
    if kind == "municipality":
        return element(
            "rect",
            x=round(x - width / 2, 1),
            y=round(y - width / 2, 1),
            width=width,
            height=width,
            rx=2,
            class_="f-primary",
            transform=f"rotate({turn:.1f} {x:g} {y:g})" if turn else None,
        )
    if kind == "civil":
        return element("circle", cx=x, cy=y, r=round(width / 2 + 0.4, 1), class_="f-brick")
    return element(
        "circle",
        cx=x,
        cy=y,
        r=round(width / 2, 1),
        class_="f-white s-strong",
        stroke_width=1.6,
        stroke_dasharray="2.6 2",
    )


def ring_key(kind: str) -> str:
    """One seat beside its explanation."""
    return picture(_seat(kind, (14, 9), 14), box="0 0 28 18", css="pic", title="", key="key")


def seat_width(count: int) -> float:
    """Seats keep their size up to 16, then shrink so that neighbours never touch."""
    if count <= 16:
        return 10.5
    return round(min(8.4, 0.7 * 2 * RADIUS * sin(pi / count)), 1)
