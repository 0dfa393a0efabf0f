"""A forum is founded, gets its terms of reference, is archived and opened again."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from medborger.core.log import record
from medborger.core.mail import write
from medborger.forums.actions.refusals import locked, open_for_changes
from medborger.forums.actions.seats import add_seats
from medborger.forums.models import Application, Forum, Membership, TermsOfReference
from medborger.forums.queries import the_one_of
from medborger.people.models import Invitation, User


@transaction.atomic
def found(by: User, forum: Forum, *, seats: int = 0) -> Forum:
    """Save a new forum with so many open seats. Its founder coordinates it."""
    forum.save()
    forum.memberships.create(
        person=by, role=Membership.Role.COORDINATOR, organisation=the_one_of(by)
    )
    if seats:
        add_seats(by, forum, count=seats)
    return forum


@transaction.atomic
def adopt_terms(
    by: User, forum: Forum, *, text: str, adopted_on: date | None = None
) -> TermsOfReference:
    """Add a version of the terms of reference. The earlier ones are kept."""
    forum = open_for_changes(forum)
    newest = forum.terms_of_reference.first()
    return forum.terms_of_reference.create(
        version=newest.version + 1 if newest else 1,
        text=text,
        adopted_on=adopted_on or timezone.localdate(),
    )


@transaction.atomic
def archive(by: User, forum: Forum) -> None:
    """Close a forum for changes: who waits for an answer gets one, and the members are told."""
    forum = open_for_changes(forum)
    now = timezone.now()
    invitations = Invitation.objects.open().filter(to_forum__forum=forum)
    invitations.update(withdrawn_at=now)
    for application in forum.applications.waiting().select_related("person"):
        write(application.person, "forums/mail/application_closed.txt", forum=forum)
    forum.applications.waiting().update(
        status=Application.Status.DECLINED, answered_by=by, answered_at=now
    )
    for membership in forum.memberships.active().select_related("person").exclude(person=by):
        write(membership.person, "forums/mail/archived.txt", forum=forum, by=by)
    forum.archived_at = now
    forum.save(update_fields=["archived_at"])
    record(by, "forums.archive", forum, forum_id=forum.pk)


@transaction.atomic
def reopen(by: User, forum: Forum) -> None:
    forum = locked(forum)
    forum.archived_at = None
    forum.save(update_fields=["archived_at"])
    record(by, "forums.reopen", forum, forum_id=forum.pk)
