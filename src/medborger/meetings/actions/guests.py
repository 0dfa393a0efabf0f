"""Guests are invited to one meeting, answer by their link, and may be asked to stay away."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medborger.core.log import record
from medborger.core.refusals import Refusal
from medborger.meetings.actions.meetings import (
    AnswersAreClosed,
    MeetingIsCancelled,
    has_room,
    promote,
)
from medborger.meetings.models import Guest, Meeting
from medborger.meetings.tasks import lock, write_to_guests
from medborger.people.models import User


class MeetingIsFull(Refusal):
    text = _("All places are taken. Make room in the meeting first.")


class AlreadyComes(Refusal):
    """The address belongs to a member of the forum, or to a guest who is invited already."""

    text = _("Choose another address: this one is invited already.")
    field = "email"


@transaction.atomic
def invite_guest(by: User, guest: Guest) -> Guest:
    """Keep a place for a guest and send the link. A full meeting takes no more."""
    meeting = lock(guest.meeting)
    if meeting.is_cancelled or meeting.is_over:
        raise MeetingIsCancelled
    if not has_room(meeting):
        raise MeetingIsFull
    guest.email, guest.invited_by = guest.email.lower(), by
    if meeting.forum.memberships.filter(person__email=guest.email).exists():
        raise AlreadyComes
    try:
        with transaction.atomic():
            guest.save()
    except IntegrityError as twice:
        raise AlreadyComes from twice
    record(by, "meetings.make_guest_link", meeting, forum_id=meeting.forum_id)
    write_to_guests([guest], meeting, "guest")
    return guest


@transaction.atomic
def renew_guest_link(by: User, guest: Guest) -> None:
    """Send a new link. Those sent before no longer work."""
    meeting = lock(guest.meeting)
    guest = meeting.guests.welcome().get(pk=guest.pk)
    guest.link_number += 1
    guest.save(update_fields=["link_number"])
    record(by, "meetings.make_guest_link", meeting, forum_id=meeting.forum_id)
    write_to_guests([guest], meeting, "guest")


@transaction.atomic
def withdraw_guest(by: User, guest: Guest) -> None:
    """The link no longer works, the place is free again, and the guest is told."""
    meeting = lock(guest.meeting)
    welcome = meeting.guests.welcome().filter(pk=guest.pk)
    for one in welcome:
        write_to_guests([one], meeting, "guest_withdrawn", method="CANCEL")
        record(by, "meetings.revoke_guest_link", meeting, forum_id=meeting.forum_id)
    welcome.update(withdrawn_at=timezone.now())
    promote(meeting)


@transaction.atomic
def answer_as_guest(guest: Guest, coming: bool, needs: str = "") -> None:
    """Say yes or no. A no gives the place on; a yes after that needs one that is free."""
    meeting = lock(guest.meeting)
    guest = meeting.guests.welcome().get(pk=guest.pk)
    if not guest_may_answer(meeting):
        raise AnswersAreClosed
    if coming and guest.answer == Guest.Answer.DECLINED and not has_room(meeting):
        raise MeetingIsFull
    guest.answer = Guest.Answer.ATTENDING if coming else Guest.Answer.DECLINED
    guest.needs, guest.answered_at = needs if coming else "", timezone.now()
    guest.save(update_fields=["answer", "needs", "answered_at"])
    promote(meeting)


def guest_may_answer(meeting: Meeting) -> bool:
    """Until the meeting begins: a place is kept, so no deadline binds a guest."""
    return not meeting.is_cancelled and meeting.starts_at > timezone.now()
