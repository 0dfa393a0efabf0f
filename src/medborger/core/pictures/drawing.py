"""What every picture is drawn with."""

from html import escape
from math import cos, radians, sin

Point = tuple[float, float]


def at(radius: float, angle: float, centre: Point = (0, 0)) -> Point:
    """The point at `angle` degrees clockwise from the top, `radius` from the centre."""
    turn = radians(angle - 90)
    return round(centre[0] + radius * cos(turn), 1), round(centre[1] + radius * sin(turn), 1)


def element(name: str, inside: str = "", /, **attributes: object) -> str:
    """One SVG element. `class_` is class, other underscores are hyphens, None is left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_short(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def text(words: str, x: float, y: float, css: str | None = None, anchor: str = "middle") -> str:
    return element("text", escape(words), x=x, y=y, text_anchor=anchor, class_=css)


def picture(
    inside: str,
    *,
    box: str,
    css: str,
    title: str,
    description: str = "",
    key: str,
    width: int | None = None,
) -> str:
    """An image that says its whole message. Without a title it is silent: the words stand beside it."""
    size_and_box = {"viewBox": box, "width": width}
    if not title:
        return element(
            "svg", inside, class_=css, **size_and_box, aria_hidden="true", focusable="false"
        )
    named = element("title", escape(title), id=f"{key}-t")
    if description:
        named += element("desc", escape(description), id=f"{key}-d")
    return element(
        "svg",
        named + inside,
        class_=css,
        **size_and_box,
        role="img",
        aria_labelledby=f"{key}-t",
        aria_describedby=f"{key}-d" if description else None,
    )


def _short(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
