"""A forum's year as a wheel and its table twin."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medborger.core.models import Visitor
from medborger.core.pictures import Mark
from medborger.decisions.models import CaseRecommendation, Consultation
from medborger.forums.models import Forum
from medborger.meetings.models import Meeting


@dataclass(frozen=True)
class Entry:
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
    seen = Meeting.objects.visible_to(visitor).filter(forum=forum).not_cancelled()
    this_year = seen.filter(starts_at__year=today.year).select_related("host")
    meetings = list(this_year.order_by("starts_at"))
    coming = next((one for one in meetings if not one.is_over), None)
    entries = sorted(
        [*_meetings(meetings, coming), *_deadlines(forum, visitor, today)], key=lambda e: e.day
    )
    after = coming or seen.upcoming().first()
    return Year(today.year, entries, _sentence(entries), _description(entries), after)


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
    answers = CaseRecommendation.objects.filter(recommendation__forum=forum)
    owed = Consultation.objects.visible_to(visitor).filter(
        due_on__year=today.year, case__in=answers.values("case")
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
        for one in owed.select_related("case", "committee").only(
            "due_on", "case__title", "committee__name"
        )
    ]


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
