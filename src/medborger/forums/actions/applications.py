"""Somebody applies; a coordinator or the chair approves or declines, with an answer."""

from django.db import transaction
from django.utils import timezone

from medborger.core.log import record
from medborger.core.mail import write
from medborger.forums.actions.membership import admit, tell_coordinators
from medborger.forums.actions.refusals import (
    AlreadyAnswered,
    AlreadyApplied,
    AlreadyMember,
    SeatIsTaken,
    open_for_changes,
)
from medborger.forums.actions.seats import take_seat
from medborger.forums.models import Application, Forum, Membership, Seat
from medborger.people.models import Organisation, User

Status = Application.Status


@transaction.atomic
def apply(
    by: User,
    forum: Forum,
    *,
    text: str,
    seat: Seat | None = None,
    organisation: Organisation | None = None,
) -> Application:
    """Ask for a seat, or to join. Applicant and coordinators get a letter."""
    forum = open_for_changes(forum)
    if forum.memberships.filter(person=by).exists():
        raise AlreadyMember
    if forum.applications.waiting().filter(person=by).exists():
        raise AlreadyApplied
    if seat and seat.holdings.current().exists():
        raise SeatIsTaken
    application = forum.applications.create(
        person=by, text=text, seat=seat, organisation=organisation
    )
    write(by, "forums/mail/application_received.txt", forum=forum, application=application)
    tell_coordinators(forum, "application_to_answer", application=application)
    return application


@transaction.atomic
def approve(
    by: User, application: Application, *, seat: Seat | None = None, answer: str = ""
) -> Membership:
    """Let the applicant in, on `seat` if one is given. Who comes second to a seat is told."""
    forum = open_for_changes(application.forum)
    application = _waiting(application)
    membership = admit(forum, application.person, organisation=application.organisation, by=by)
    if seat:
        take_seat(seat, membership)
        record(by, "forums.give_seat", application.person, forum_id=forum.pk)
    application.seat = seat
    _answer(by, application, Status.APPROVED, answer)
    return membership


@transaction.atomic
def decline(by: User, application: Application, *, answer: str) -> None:
    open_for_changes(application.forum)
    _answer(by, _waiting(application), Status.DECLINED, answer)


@transaction.atomic
def withdraw_application(by: User, application: Application) -> None:
    """The applicant changes her mind."""
    forum = open_for_changes(application.forum)
    application = _waiting(application)
    application.status = Status.WITHDRAWN
    application.answered_at = timezone.now()
    application.save(update_fields=["status", "answered_at"])
    tell_coordinators(forum, "application_withdrawn", application=application)


def _waiting(application: Application) -> Application:
    """Return the application as it is now, under the lock of its forum."""
    found = Application.objects.waiting().filter(pk=application.pk)
    now = found.select_related("person", "forum", "organisation").first()
    if now is None:
        raise AlreadyAnswered
    return now


def _answer(by: User, application: Application, status: Status, answer: str) -> None:
    said = "approve" if status == Status.APPROVED else "decline"
    record(by, f"forums.{said}_application", application.person, forum_id=application.forum_id)
    application.status, application.answer = status, answer
    application.answered_by, application.answered_at = by, timezone.now()
    application.save(update_fields=["status", "answer", "answered_by", "answered_at", "seat"])
    letter = f"forums/mail/application_{status}.txt"
    write(application.person, letter, forum=application.forum, application=application)
