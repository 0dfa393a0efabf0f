"""A forum's year as a wheel and its table twin."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medborger.core.models import Visitor
from medborger.core.pictures import Mark
from medborger.core.prepared import prepared
from medborger.decisions.models import Consultation
from medborger.forums.models import Forum, roles_of
from medborger.meetings.models import Meeting, MeetingQuerySet


class Entry(NamedTuple):
    """One numbered line of the year: a meeting, or a day that somebody owes an answer."""

    day: date
    kind: str
    heading: str
    form: str
    host: str
    url: str
    is_next: bool = False

    @property
    def mark(self) -> Mark:
        return Mark(self.day, self.kind, self.host)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Year:
    number: int
    entries: list[Entry]
    sentence: str
    description: str
    next_meeting: Meeting | None

    @property
    def marks(self) -> list[Mark]:
        return [entry.mark for entry in self.entries]


def of_forum(forum: Forum, visitor: Visitor) -> Year:
    """This year's meetings and deadlines that the visitor may see, in order."""
    today = timezone.localdate()
    here = timezone.get_current_timezone()
    new_year, next_year = (
        datetime(year, 1, 1, tzinfo=here) for year in (today.year, today.year + 1)
    )
    mine = roles_of(visitor)
    meetings = _held_between(forum=forum.pk, mine=mine, first=new_year, after=next_year)
    coming = next((one for one in meetings if not one.is_over), None)
    entries = sorted(
        [*_meetings(meetings, coming), *_deadlines(forum, visitor, today)], key=lambda e: e.day
    )
    later = [] if coming else _after(forum=forum.pk, mine=mine, moment=next_year)
    after = coming or next(iter(later), None)
    return Year(today.year, entries, _sentence(entries), _description(entries), after)


def _seen_in(forum: int, mine: Collection[int]) -> MeetingQuerySet:
    seen = Meeting.objects.open_or(mine).filter(forum=forum).not_cancelled()
    return seen.order_by("starts_at", "pk")


@prepared
def _held_between(
    *, forum: int, mine: Collection[int], first: datetime, after: datetime
) -> QuerySet[Meeting]:
    of_year = _seen_in(forum, mine).filter(starts_at__gte=first, starts_at__lt=after)
    return of_year.select_related("host")


@prepared
def _after(*, forum: int, mine: Collection[int], moment: datetime) -> QuerySet[Meeting]:
    return _seen_in(forum, mine).filter(starts_at__gte=moment)[:1]


def _meetings(meetings: list[Meeting], coming: Meeting | None) -> list[Entry]:
    return [
        Entry(
            timezone.localtime(one.starts_at).date(),
            one.form,
            one.title,
            one.get_form_display(),
            str(one.host or one.place),
            one.get_absolute_url(),
            is_next=one == coming,
        )
        for one in meetings
    ]


def _deadlines(forum: Forum, visitor: Visitor, today: date) -> list[Entry]:
    owed = _owed(
        getattr(visitor, "is_clerk", False),
        forum=forum.pk,
        first=date(today.year, 1, 1),
        last=date(today.year, 12, 31),
    )
    return [
        Entry(
            one.due_on or today,
            "deadline",
            str(one.case),
            _("deadline"),
            one.who,
            one.case.get_absolute_url(),
        )
        for one in dict.fromkeys(owed)
    ]


@prepared
def _owed(by_clerk: bool, *, forum: int, first: date, last: date) -> QuerySet[Consultation]:
    """A case that answers two recommendations comes twice."""
    seen = Consultation.objects.seen(by_clerk=by_clerk)
    owed = seen.filter(case__recommendations__recommendation__forum=forum)
    owed = owed.filter(due_on__gte=first, due_on__lte=last).select_related("case", "committee")
    return owed.only("due_on", "case__title", "committee__name")


def _sentence(entries: list[Entry]) -> str:
    """How often we meet, and where the last one is: what the picture shows, in words."""
    physical = sum(entry.kind in ("physical", "hybrid") for entry in entries)
    virtual = sum(entry.kind == "virtual" for entry in entries)
    if not physical + virtual:
        return _("No meetings are planned this year.")
    times = ngettext("We meet once.", "We meet %(count)s times.", physical + virtual) % {
        "count": physical + virtual
    }
    if physical and virtual:
        how = _("%(physical)s in the same room and %(virtual)s on a screen.")
        return f"{times} {how % {'physical': physical, 'virtual': virtual}}"
    return times


def _description(entries: list[Entry]) -> str:
    return " ".join(
        f"{number}: {entry.day.day}.{entry.day.month}., {entry.form}, {entry.heading}."
        for number, entry in enumerate(entries, 1)
    )
