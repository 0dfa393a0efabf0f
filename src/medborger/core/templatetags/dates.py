"""Days and hours as people say them, and the leaf of a calendar."""

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

register = template.Library()

EN_DASH = "\N{EN DASH}"


@register.filter
def day(when: date) -> str:
    """torsdag 3. december"""
    when = _local(when)
    return f"{WEEKDAYS[when.weekday()]} {_written(when, 'MONTH_DAY_FORMAT', get_language())}"


@register.filter
def clock(when: datetime) -> str:
    """16.30"""
    return _written(_local(when), "TIME_FORMAT", get_language())


@register.filter
def away(when: date) -> str:
    """today, tomorrow, in 10 days; 3 days ago"""
    when = _local(when)
    days = ((when.date() if isinstance(when, datetime) else when) - localdate()).days
    if days in (0, 1):
        return _("tomorrow") if days else _("today")
    if days < 0:
        return ngettext("%(days)s day ago", "%(days)s days ago", -days) % {"days": -days}
    return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}


@register.simple_tag
def hours(starts: datetime, ends: datetime | None = None) -> str:
    """16.30 to 19.00"""
    return f"{clock(starts)}{EN_DASH}{clock(ends)}" if ends else clock(starts)


@register.simple_tag
def leaf(
    when: date, *, virtual: bool = False, large: bool = False, cancelled: bool = False
) -> SafeString:
    """A date one may attend. Dashed when it is virtual, struck out when it is cancelled."""
    return _leaf(_local(when), virtual, large, cancelled, get_language())


@lru_cache(512)
def _leaf(when: date, virtual: bool, large: bool, cancelled: bool, _language: str) -> SafeString:
    css = "leaf--virtual " * virtual + "leaf--xl " * large + "leaf--off" * cancelled
    weekday = str(WEEKDAYS[when.weekday()])
    full = capfirst(f"{weekday} {date_format(when, 'DATE_FORMAT')}")
    weekday = weekday if large or len(weekday) < 8 else str(WEEKDAYS_ABBR[when.weekday()])
    return format_html(
        '<time class="leaf {}" datetime="{}"><span class="sr-only">{}</span>'
        '<i class="leaf-m" aria-hidden="true">{}</i><i class="leaf-d" aria-hidden="true">{}</i>'
        '<i class="leaf-w" aria-hidden="true">{}</i></time>',
        css, when.isoformat(), full,
        str(MONTHS[when.month]) if large else short(when.month), when.day, weekday,
    )  # fmt: skip


def short(month: int) -> str:
    return str(MONTHS_3[month])[:3]


@lru_cache(1024)
def _written(when: date, form: str, _language: str) -> str:
    """A list says the same few days and hours again and again."""
    return date_format(when, form)


def _local(when: date) -> date:
    return localtime(when) if isinstance(when, datetime) and when.tzinfo else when
