"""The year wheel. January begins at the top, clockwise; centre 0, box 414."""

from calendar import isleap, monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from medborger.core.pictures.drawing import Point, at, element, picture, text
from medborger.core.pictures.wheel_layout import AIR, LINE, TRACKS, Kind, Label, Mark, angle, layout

Sign = Kind | Literal["holiday", "today"]
OUTER, INNER = 192, 152


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
    places, labels = layout(tuple(marks))
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


def wheel_key(kind: Sign) -> str:
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
