"""Meetings are planned, invited to, answered and cancelled."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medborger.core.refusals import Refusal
from medborger.forums.models import Forum
from medborger.meetings.models import AgendaItem, Meeting, SignUp
from medborger.meetings.queries import agenda_draft
from medborger.meetings.tasks import (
    concerned,
    lock,
    tell_when_settled,
    to_invite,
    write,
    write_to_guests,
)
from medborger.people.models import User

Answer = SignUp.Answer
WORTH_A_LETTER = ("starts_at", "ends_at", "place", "link", "form", "title")
PLANNED = (
    *WORTH_A_LETTER,
    "kind",
    "host",
    "getting_there",
    "text",
    "is_open",
    "capacity",
    "answer_by",
)
AT_ONCE = timedelta(minutes=10)


class AnswersAreClosed(Refusal):
    """The deadline has passed, the meeting has begun, or it is cancelled."""

    text = _("Sign-up is closed. Write to the coordinator of the forum.")


class MeetingIsCancelled(PermissionDenied):
    """What is cancelled is not changed any more."""


@transaction.atomic
def plan(by: User, meeting: Meeting) -> Meeting:
    """Store a new meeting with a first agenda. Nobody is told before the invitation."""
    meeting.save()
    AgendaItem.objects.bulk_create(agenda_draft(meeting))
    return meeting


@transaction.atomic
def invite(by: User, meeting: Meeting) -> int:
    """Send the invitation to every member who has not answered. Returns how many.

    Pressing the button twice sends it once; later it is a reminder.
    """
    meeting, now = lock(meeting), timezone.now()
    if meeting.is_cancelled:
        raise MeetingIsCancelled
    if meeting.invited_at and meeting.invited_at > now - AT_ONCE:
        return 0
    meeting.invited_at = now
    meeting.save(update_fields=["invited_at"])
    return write(to_invite(meeting), meeting, "invitation")


@transaction.atomic
def change(by: User, meeting: Meeting, *, tells: bool = True) -> Meeting:
    """Store what was planned anew. If wished, what moves people's calendars is written to them.

    Those who come in from the waiting list hear that, and no more.
    """
    stored = lock(meeting)
    if stored.is_cancelled:
        raise MeetingIsCancelled
    moves = any(getattr(stored, name) != getattr(meeting, name) for name in WORTH_A_LETTER)
    for name in PLANNED:
        setattr(stored, name, getattr(meeting, name))
    stored.sequence += moves
    stored.save()
    promoted = promote(stored)
    if moves and tells and not stored.is_over:
        tell_when_settled(stored, promoted)
    return stored


@transaction.atomic
def cancel(by: User, meeting: Meeting, reason: str) -> Meeting:
    """Cancel the meeting and write to everyone who was invited and has not said no."""
    meeting = lock(meeting)
    if meeting.is_cancelled:
        return meeting
    meeting.cancelled_at, meeting.cancel_reason = timezone.now(), reason
    meeting.sequence, meeting.change_to_tell = meeting.sequence + 1, None
    meeting.save(update_fields=["cancelled_at", "cancel_reason", "sequence", "change_to_tell"])
    write(concerned(meeting), meeting, "cancellation", method="CANCEL")
    write_to_guests(meeting.guests.with_place(), meeting, "cancellation", method="CANCEL")
    return meeting


@transaction.atomic
def answer(person: User, meeting: Meeting, coming: bool, needs: str = "") -> SignUp:
    """Say yes or no. A yes to a full meeting waits; a no gives the place to the first who waits.

    Saying the same twice changes nothing but the needs.
    """
    meeting = lock(meeting)
    if not meeting.takes_answers:
        raise AnswersAreClosed
    own = meeting.sign_ups.filter(person=person).first()
    if own and coming == (own.answer != Answer.DECLINED):
        own.needs = needs if coming else ""
        own.save(update_fields=["needs"])
        return own
    own = own or SignUp(meeting=meeting, person=person)
    own.answer = _answer_given(meeting) if coming else Answer.DECLINED
    own.needs, own.answered_at = needs if coming else "", timezone.now()
    own.save()
    promote(meeting)
    return own


def _answer_given(meeting: Meeting) -> Answer:
    return Answer.ATTENDING if has_room(meeting) else Answer.WAITING


def has_room(meeting: Meeting) -> bool:
    return meeting.capacity is None or meeting.count_taken() < meeting.capacity


def promote(meeting: Meeting) -> list[int]:
    """Give free places to those who wait, first come first, and tell them. Returns who."""
    queue = meeting.sign_ups.waiting().filter(person__is_active=True)
    if meeting.is_cancelled or meeting.starts_at <= timezone.now():
        return []
    if meeting.capacity is not None:
        queue = queue[: max(0, meeting.capacity - meeting.count_taken())]
    promoted = list(queue.values_list("person", flat=True))
    meeting.sign_ups.filter(person__in=promoted).update(answer=Answer.ATTENDING)
    write(User.objects.filter(pk__in=promoted), meeting, "promotion")
    return promoted


@transaction.atomic
def give_up_places(person: User, forum: Forum) -> None:
    """Who leaves a forum leaves its coming meetings too, but for those that are open to all."""
    coming = forum.meetings.upcoming().filter(sign_ups__person=person)
    for meeting in [lock(one) for one in coming.order_by("pk")]:
        if not meeting.is_open_to_all:
            meeting.sign_ups.filter(person=person).delete()
            promote(meeting)
