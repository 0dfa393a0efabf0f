"""Who is concerned by a meeting, and what is written to them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django_tasks import task

from medborger.core import mail
from medborger.forums.models import Membership
from medborger.meetings.models import Guest, Meeting, MeetingQuerySet, SignUp
from medborger.meetings.queries import calendar_of
from medborger.people.models import User

Answer = SignUp.Answer
SETTLES = timedelta(minutes=5)


def lock(meeting: Meeting) -> Meeting:
    """Whoever holds the row decides alone: the last place has one winner."""
    return _locked().get(pk=meeting.pk)


def _locked() -> MeetingQuerySet:
    return Meeting.objects.select_related("forum").select_for_update(of=("self",))


def to_invite(meeting: Meeting) -> QuerySet[User]:
    answered = meeting.sign_ups.values("person")
    people = User.objects.filter(memberships__forum=meeting.forum_id, is_active=True)
    return people.exclude(pk__in=answered)


def concerned(meeting: Meeting) -> QuerySet[User]:
    """Members who were invited, and everyone who answered, less those who said no.

    Who can no longer see the meeting hears no more of it.
    """
    own = meeting.sign_ups.filter(person=OuterRef("pk"))
    is_member = Exists(Membership.objects.filter(forum=meeting.forum_id, person=OuterRef("pk")))
    has_answered = Q(Exists(own.exclude(answer=Answer.DECLINED)))
    told = Q(is_member) if meeting.is_invited_to else Q(is_member) & has_answered
    if meeting.is_open_to_all:
        told |= has_answered
    return User.objects.filter(told, ~Exists(own.declined()), is_active=True)


def is_heard_of(meeting: Meeting) -> bool:
    """Say whether anybody would want to know of a change."""
    return not meeting.is_over and (
        concerned(meeting).exists() or meeting.guests.with_place().exists()
    )


def tell_when_settled(meeting: Meeting, promoted: list[int]) -> None:
    """One letter a few minutes after the last of several changes, on the caller's lock.

    Those who were `promoted` by this change have a letter of their own about it.
    """
    meeting.change_to_tell = meeting.sequence
    meeting.save(update_fields=["change_to_tell"])
    later = tell_of_change.using(run_after=timezone.now() + SETTLES)
    later.enqueue(meeting.pk, meeting.sequence, promoted)


@task()
@transaction.atomic
def tell_of_change(meeting_id: int, sequence: int, promoted: list[int]) -> None:
    """Write of the meeting as it is now, unless it was changed again: then a later errand does."""
    meeting = _locked().filter(pk=meeting_id, change_to_tell=sequence).first()
    if meeting is None:
        return
    meeting.change_to_tell = None
    meeting.save(update_fields=["change_to_tell"])
    if not meeting.is_over:
        write(concerned(meeting).exclude(pk__in=promoted), meeting, "change")
        write_to_guests(meeting.guests.with_place(), meeting, "change")


def write(people: Iterable[User], meeting: Meeting, letter: str, method: str = "REQUEST") -> int:
    """Write to each, with the link for those who may join, and the entry for their calendar."""
    joins, count = set(meeting.joined_by.values_list("pk", flat=True)), 0
    for person in people:
        link = meeting.link if person.pk in joins else ""
        _letter(person, meeting, letter, method, page=meeting.get_absolute_url(), link=link)
        count += 1
    return count


def write_to_guests(
    guests: Iterable[Guest], meeting: Meeting, letter: str, method: str = "REQUEST"
) -> None:
    """Write to guests, each with the link by which the guest acts."""
    for guest in guests:
        page = guest.get_absolute_url()
        _letter(guest, meeting, letter, method, page=page, link=meeting.link, guest=guest)


def _letter(
    to: mail.Addressee,
    meeting: Meeting,
    letter: str,
    method: str,
    *,
    page: str,
    link: str,
    **more: Any,
) -> None:
    entry = calendar_of(meeting, page=page, link=link, method=method, to=to.email)
    template = f"meetings/mail/{letter}.txt"
    mail.write(to, template, calendar=entry, meeting=meeting, page=page, link=link, **more)
