"""Where pictures meet templates: plain values in, text out."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medborger.core import pictures
from medborger.core.templatetags.dates import short

register = template.Library()

# The same ones are drawn again and again.
_ring = lru_cache(512)(pictures.ring)
_seatbar = lru_cache(512)(pictures.seatbar)
_wheel = lru_cache(64)(pictures.wheel)


@register.simple_tag
def ring(seats: Sequence[str], *, size: int = 84, described: bool = False) -> SafeString:
    """Who is there and who is missing: municipality, civil or vacant, clockwise from the top."""
    total = len(seats)
    taken = sum(seat != "vacant" for seat in seats)
    centre = (str(taken), _("of %(total)s") % {"total": total})
    title = seat_sentence(taken, total) if described else ""
    css = "forum-ring" if size >= 100 else "ring"
    return mark_safe(_ring(tuple(seats), size=size, title=title, centre=centre, css=css))  # noqa: S308


@register.simple_tag
def seat_key(kind: str) -> SafeString:
    """The sign of a seat beside its explanation."""
    return mark_safe(pictures.ring_key(kind))  # noqa: S308


@register.simple_tag
def seatbar(taken: int, seats: int) -> SafeString:
    """Always beside a sentence that says the same."""
    return mark_safe(_seatbar(taken, seats))  # noqa: S308


@register.inclusion_tag("ui/seats.html")
def seats(taken: int, total: int) -> dict[str, int]:
    """How many places of a meeting are taken: the sentence, and its bar."""
    return {"taken": taken, "total": total}


@register.simple_tag
def wheel(
    year: int,
    marks: Sequence[pictures.Mark],
    *,
    title: str,
    description: str,
    holidays: Sequence[tuple[date, date]] = (),
    today: date | None = None,
) -> SafeString:
    """The year of a forum. Its twin is a numbered table in the same order."""
    return mark_safe(  # noqa: S308
        _wheel(
            year,
            tuple(marks),
            months=tuple(short(month) for month in range(1, 13)),
            title=title,
            description=description,
            holidays=tuple(holidays),
            today=today,
        )
    )


@register.simple_tag
def wheel_key(kind: pictures.Sign) -> SafeString:
    """physical, virtual, hybrid, deadline, holiday or today, beside its explanation."""
    return mark_safe(pictures.wheel_key(kind))  # noqa: S308


@register.simple_tag
def table_picture() -> SafeString:
    """The table of the front page."""
    words = _("A round meeting table seen from above with twelve chairs. One of them is free.")
    return mark_safe(pictures.table(words))  # noqa: S308


@register.simple_tag
def brand_mark() -> SafeString:
    return mark_safe(pictures.brand_mark())  # noqa: S308


def seat_sentence(taken: int, total: int) -> str:
    """14 seats: 12 are taken, 2 are vacant."""
    vacant = total - taken
    return ngettext(
        "%(total)s seats: %(taken)s taken, %(vacant)s vacant",
        "%(total)s seats: %(taken)s taken, %(vacant)s vacant",
        vacant,
    ) % {"total": total, "taken": taken, "vacant": vacant}
