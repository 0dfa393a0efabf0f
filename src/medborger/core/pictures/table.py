"""The table seen from above: the front page, the brand mark and the empty state. No people."""

from functools import cache

from medborger.core.pictures.drawing import Point, at, element, picture

CENTRE: Point = (270, 228)
CHAIRS = [
    "primary",
    "brick",
    "moss",
    "primary",
    "ochre",
    "plum",
    "primary",
    "brick",
    "moss",
    "vacant",
    "primary",
    "ochre",
]
BUNS = [(-8, -13), (16, -14), (3, 7), (26, 6), (-15, 9)]
CUPS = [45, 75, 165, 195, 225, 288, 345]


@cache
def table(title: str) -> str:
    """Twelve chairs, one of them dashed and free; papers, cups, buns and a pencil."""
    x, y = CENTRE
    floor = element("circle", cx=x, cy=y, r=224, class_="f-sand")
    chairs = "".join(_chair(kind, place * 30 + 15) for place, kind in enumerate(CHAIRS))
    top = (
        element("circle", cx=x, cy=y + 5, r=142, class_="f-shade", fill_opacity=".1")
        + element("circle", cx=x, cy=y, r=142, class_="f-cloth")
        + element("circle", cx=x, cy=y, r=134, class_="f-none s-line", stroke_width=1.5)
    )
    papers = _paper(15, 92, 14) + _paper(128, 90, 128) + _paper(255, 88, -100)
    papers += _paper(318, 92, -40, "f-ochret")
    cups = "".join(_cup(at(112, angle, CENTRE)) for angle in CUPS)
    return picture(
        floor + chairs + top + papers + cups + _buns() + _pencil(),
        box="36 0 468 456",
        css="hero-pic",
        title=title,
        key="table",
    )


@cache
def empty_table() -> str:
    """An almost empty table, for a page where nothing is yet."""
    centre = (130, 86)
    chairs = "".join(_small_chair(place, at(66, place * 360 / 7, centre)) for place in range(7))
    paper = element("rect", x=-14, y=-18, width=28, height=38, rx=2, class_="f-tint")
    lines = element(
        "path",
        d="M-8-9h16M-8-2h16M-8 5h9",
        class_="f-none s-primary",
        stroke_width=2,
        stroke_linecap="round",
    )
    return picture(
        element("circle", cx=130, cy=86, r=48, class_="f-cloth s-line", stroke_width=1.5)
        + chairs
        + element("g", paper + lines, transform="translate(138 78) rotate(12)")
        + element("circle", cx=108, cy=104, r=8, class_="f-sand")
        + element("circle", cx=108, cy=104, r=5, class_="f-coffee"),
        box="38 0 184 172",
        css="pic",
        title="",
        key="empty",
    )


@cache
def brand_mark() -> str:
    """Eight seats round a table, one of another colour."""
    seats = "".join(
        element("circle", cx=x, cy=y, r=3.5, class_="f-brick" if place == 1 else "f-primary")
        for place in range(8)
        for x, y in [at(15.4, place * 45 + 22.5, (20, 20))]
    )
    ring = element("circle", cx=20, cy=20, r=8.6, class_="f-none s-primary", stroke_width=2.6)
    return picture(ring + seats, box="0 0 40 40", css="mark-pic", title="", key="mark")


def _chair(kind: str, angle: float) -> str:
    seat = {"x": -27, "y": -21, "width": 54, "height": 40, "rx": 13}
    if kind == "vacant":
        inside = element(
            "rect", **seat, class_="f-paper s-strong", stroke_width=2, stroke_dasharray="5 4"
        )
    else:
        back = element(
            "path",
            d="M-20-13h40",
            stroke="#fff",
            stroke_opacity=".45",
            stroke_width=4,
            stroke_linecap="round",
        )
        inside = element("rect", **seat, class_=f"f-{kind}") + back
    return _placed(inside, at(181, angle, CENTRE), angle)


def _small_chair(place: int, point: Point) -> str:
    taken = place == 2
    chair = element(
        "rect",
        x=-13,
        y=-10,
        width=26,
        height=20,
        rx=6,
        class_="f-primary" if taken else "f-paper s-strong",
        stroke_width=None if taken else 1.6,
        stroke_dasharray=None if taken else "4 3",
    )
    return _placed(chair, point, round(place * 360 / 7, 1))


def _paper(angle: float, radius: float, turned: float, css: str = "f-tint") -> str:
    sheet = element("rect", x=-23, y=-31, width=46, height=62, rx=3, class_=css)
    lines = element(
        "path",
        d="M-14-17h28M-14-6h28M-14 5h18",
        class_="f-none s-primary",
        stroke_opacity=".55",
        stroke_width=2.6,
        stroke_linecap="round",
    )
    return _placed(sheet + lines, at(radius, angle, CENTRE), turned)


def _cup(point: Point) -> str:
    saucer = element("circle", r=14.5, class_="f-sand") + element(
        "circle", r=10.5, class_="f-cloth"
    )
    return _placed(saucer + element("circle", r=7.8, class_="f-coffee"), point, 0)


def _buns() -> str:
    x, y = CENTRE
    plate = element("circle", cx=x + 6, cy=y - 4, r=38, class_="f-sand s-line", stroke_width=1.5)
    return plate + "".join(
        _placed(
            element("ellipse", rx=11.5, ry=9.5, class_="f-bun" if i % 2 else "f-bun-2"),
            (x + dx, y + dy),
            i * 25,
        )
        for i, (dx, dy) in enumerate(BUNS)
    )


def _pencil() -> str:
    body = element("rect", x=-22, y=-3, width=36, height=6, rx=1.5, class_="f-ochre")
    return _placed(
        body + element("path", d="M14-3l9 3-9 3z", class_="f-ink"), at(104, 100, CENTRE), 38
    )


def _placed(inside: str, point: Point, turned: float) -> str:
    turn = f" rotate({turned:g})" if turned else ""
    return element("g", inside, transform=f"translate({point[0]:g} {point[1]:g}){turn}")
