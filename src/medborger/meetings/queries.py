"""What a meeting's page and its letters show."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from medborger.core.models import Visitor
from medborger.meetings.models import ActionItem, AgendaItem, Meeting, SignUp


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
    answers = list(
        meeting.sign_ups.exclude(answer=SignUp.Answer.DECLINED).order_by("answered_at", "pk")
    )
    waiting = [one for one in answers if one.answer == SignUp.Answer.WAITING]
    own = meeting.sign_ups.filter(person=visitor.pk).first() if visitor.is_authenticated else None
    queue = [one.person_id for one in waiting]
    return Places(
        capacity=meeting.capacity,
        taken=len(answers) - len(waiting),
        waiting=len(waiting),
        own=own,
        place_in_queue=queue.index(own.person_id) + 1 if own and own.person_id in queue else None,
    )


def timetable(meeting: Meeting) -> list[tuple[datetime, AgendaItem]]:
    """When each item begins: the meeting's start plus all that comes before it."""
    starts, rows = meeting.starts_at, []
    for item in meeting.agenda.prefetch_related("decisions", "action_items__owner"):
        rows.append((starts, item))
        starts += item.duration
    return rows


def earlier_action_items(meeting: Meeting) -> list[ActionItem]:
    """Open tasks from the forum's earlier meetings, and those finished since the last one."""
    earlier = ActionItem.objects.filter(
        item__meeting__forum=meeting.forum_id, item__meeting__starts_at__lt=meeting.starts_at
    ).select_related("owner", "item__meeting")
    last = previous(meeting)
    since = last.starts_at if last else meeting.created_at
    return [one for one in earlier if not one.done_at or one.done_at >= since]


def previous(meeting: Meeting) -> Meeting | None:
    before = meeting.forum.meetings.not_cancelled().filter(starts_at__lt=meeting.starts_at)
    return before.order_by("-starts_at").first()


def calendar_of(*meetings: Meeting, method: str = "PUBLISH") -> str:
    """An iCalendar object (RFC 5545). A higher SEQUENCE replaces what a calendar holds."""
    calendar = Calendar()
    calendar.add("prodid", "-//Medborger//DA")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for meeting in meetings:
        calendar.add_component(_event(meeting))
    return calendar.to_ical().decode()


def _event(meeting: Meeting) -> Event:
    event = Event()
    address = f"{settings.SITE_URL}{meeting.get_absolute_url()}"
    event.add("uid", f"meeting-{meeting.pk}@{settings.SITE_URL.split('//')[-1].split(':')[0]}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("summary", f"{meeting.forum}: {meeting.title}")
    event.add("location", meeting.place or meeting.link)
    event.add("description", "\n".join(part for part in (meeting.link, address) if part))
    event.add("url", address)
    event.add("sequence", meeting.sequence)
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    organiser = vCalAddress(f"mailto:{settings.SERVER_EMAIL.split('<')[-1].strip('>')}")
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
