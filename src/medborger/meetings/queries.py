"""What a meeting's page and its letters show."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from medborger.core.models import Visitor
from medborger.core.paging import SIZE
from medborger.core.prepared import prepared
from medborger.meetings.models import (
    ActionItem,
    AgendaItem,
    Guest,
    Meeting,
    MeetingFile,
    MeetingQuerySet,
    SignUp,
)


@dataclass(frozen=True)
class Places:
    """How full a meeting is, and where one person stands."""

    capacity: int | None
    taken: int
    waiting: int
    own: SignUp | None = None
    place_in_queue: int | None = None

    @property
    def free(self) -> int | None:
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def is_full(self) -> bool:
        return self.free == 0


def places(meeting: Meeting, visitor: Visitor) -> Places:
    """Asked of a row from `with_guests()`."""
    answers = _answers(meeting=meeting.pk)
    own = next((one for one in answers if one.person_id == visitor.pk), None)
    queue = [one.person_id for one in answers if one.answer == SignUp.Answer.WAITING]
    taken = sum(one.answer == SignUp.Answer.ATTENDING for one in answers)
    taken += meeting.guests_expected  # type: ignore[attr-defined]
    return Places(
        capacity=meeting.capacity,
        taken=taken if meeting.came is None else meeting.came,
        waiting=len(queue),
        own=own,
        place_in_queue=queue.index(own.person_id) + 1 if own and own.person_id in queue else None,
    )


def listed(
    held: bool, only_open: bool, *, mine: Collection[int], now: datetime, a_day_before: datetime
) -> MeetingQuerySet:
    """The coming meetings or those that were held, for who is in these forums."""
    seen = Meeting.objects.open_or(mine).select_related("forum").with_answers()
    found = seen.held(now) if held else seen.ahead(now, a_day_before)
    return found.open_to_all() if only_open else found


@prepared
def nearest(
    held: bool, only_open: bool, *, mine: Collection[int], now: datetime, a_day_before: datetime
) -> QuerySet[Meeting]:
    """The first page of them."""
    found = listed(held, only_open, mine=mine, now=now, a_day_before=a_day_before)
    return found[: SIZE + 1]


@prepared
def meeting_to_show(*, pk: int, mine: Collection[int]) -> QuerySet[Meeting]:
    """One that who is in these forums may see."""
    seen = Meeting.objects.open_or(mine).filter(pk=pk)
    return seen.select_related("forum", "host").with_guests()


@prepared
def _answers(*, meeting: int) -> QuerySet[SignUp]:
    return SignUp.objects.filter(meeting=meeting).order_by("answered_at", "pk")


@prepared
def _agenda(*, meeting: int) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.filter(meeting=meeting)


@prepared
def _files(*, meeting: int) -> QuerySet[MeetingFile]:
    return MeetingFile.objects.filter(meeting=meeting).select_related("stored")


def timetable(meeting: Meeting, *, with_minutes: bool = True) -> list[tuple[datetime, AgendaItem]]:
    """When each item begins: the meeting's start plus all that comes before it."""
    items = _agenda(meeting=meeting.pk)
    if with_minutes:
        prefetch_related_objects(items, "decisions", "action_items__owner")
    starts, rows = meeting.starts_at, []
    for item in items:
        item.meeting = meeting
        rows.append((starts, item))
        starts += item.duration
    return rows


def files_of(meeting: Meeting) -> list[MeetingFile]:
    """All files, those of the whole meeting first, then item by item."""
    found = list(meeting.files.select_related("stored", "item"))
    return sorted(found, key=lambda file: (file.item.order if file.item else 0, file.pk))


def hang_files(
    meeting: Meeting, timetable: list[tuple[datetime, AgendaItem]], guest: Guest | None = None
) -> list[MeetingFile]:
    """Give each item its `shown_files`; return those of the whole meeting. One query."""
    found = _files(meeting=meeting.pk)
    for file in found:
        file.meeting, file.guest = meeting, guest
    for _starts_at, item in timetable:
        own = [file for file in found if file.item_id == item.pk]
        item.shown_files = own  # type: ignore[attr-defined]
    return [file for file in found if file.item_id is None]


def earlier_action_items(meeting: Meeting, last: Meeting | None) -> list[ActionItem]:
    """Open tasks from the forum's earlier meetings, and those finished since the last one."""
    since = last.starts_at if last else meeting.created_at
    found = _earlier(forum=meeting.forum_id, before=meeting.starts_at, since=since)
    for one in found:
        one.item.meeting.forum = meeting.forum  # which knows the visitor's role already
    return found


@prepared
def _earlier(*, forum: int, before: datetime, since: datetime) -> QuerySet[ActionItem]:
    earlier = ActionItem.objects.filter(
        Q(done_at__isnull=True) | Q(done_at__gte=since),
        item__meeting__forum=forum,
        item__meeting__starts_at__lt=before,
    )
    return earlier.select_related("owner", "item__meeting")


def previous(meeting: Meeting) -> Meeting | None:
    return next(iter(_before(forum=meeting.forum_id, moment=meeting.starts_at)), None)


@prepared
def _before(*, forum: int, moment: datetime) -> QuerySet[Meeting]:
    before = Meeting.objects.not_cancelled().filter(forum=forum, starts_at__lt=moment)
    return before.order_by("-starts_at")[:1]


def calendar_of(
    meeting: Meeting, *, page: str = "", link: str = "", method: str = "PUBLISH", to: str = ""
) -> str:
    """An iCalendar object (RFC 5545). A higher SEQUENCE replaces what a calendar holds.

    `link` is empty for those who may not see it; `page` is a guest's own way to the meeting. A REQUEST or CANCEL names who it is `to`:
    Outlook and Gmail take no other into a calendar (RFC 5546).
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Medborger//DA")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    event = _event(meeting, link, page or meeting.get_absolute_url())
    if to:
        event.add("attendee", vCalAddress(f"mailto:{to}"))
    calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")


def _event(meeting: Meeting, link: str, page: str) -> Event:
    event = Event()
    address = f"{settings.SITE_URL}{page}"
    event.add("uid", f"meeting-{meeting.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", timezone.now())
    # In UTC: a time zone by name needs its rules sent along, or Outlook guesses.
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", f"{meeting.forum}: {meeting.title}")
    event.add("location", meeting.place or link)
    event.add("description", "\n".join(part for part in (link, address) if part))
    event.add("url", address)
    event.add("sequence", meeting.sequence)
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    organiser = vCalAddress(f"mailto:{parseaddr(settings.SERVER_EMAIL)[1]}")
    organiser.params["cn"] = str(meeting.forum)
    event.add("organizer", organiser)
    return event


def agenda_draft(meeting: Meeting) -> list[AgendaItem]:
    """A first agenda for the planning group to change: welcome, talk, exchange, round."""
    kinds = AgendaItem.Kind
    plan = [
        (kinds.WELCOME, _("Welcome"), 15),
        (kinds.TALK, _("Talk"), 30),
        (kinds.EXCHANGE, _("Exchange of experience"), 45),
        (kinds.ROUND, _("What do we take with us?"), 15),
    ]
    return [
        AgendaItem(meeting=meeting, order=order, kind=kind, heading=heading, minutes_long=minutes)
        for order, (kind, heading, minutes) in enumerate(plan, 1)
    ]
