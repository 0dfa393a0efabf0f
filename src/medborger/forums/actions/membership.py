"""People come in, change role, hand over, leave or are removed."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from medborger.core.log import record
from medborger.core.mail import write
from medborger.forums.actions.refusals import (
    AlreadyMember,
    LastCoordinator,
    NotAMember,
    NothingToHandOver,
    locked,
    open_for_changes,
)
from medborger.forums.actions.seats import end_holdings
from medborger.forums.models import Application, Forum, GroupRole, Membership
from medborger.forums.signals import membership_ended
from medborger.people.models import Organisation, User

Role = Membership.Role


def admit(
    forum: Forum,
    person: User,
    *,
    role: str = Role.MEMBER,
    organisation: Organisation | None = None,
    by: User | None = None,
    from_group: GroupRole | None = None,
) -> Membership:
    """Make a person a member, and close an application that waits. The forum is locked."""
    membership, is_new = forum.memberships.get_or_create(
        person=person,
        defaults={"role": role, "organisation": organisation, "from_group": from_group},
    )
    if not is_new and membership.from_group_id:
        by_hand(membership)
    forum.applications.waiting().filter(person=person).update(
        status=Application.Status.APPROVED, answered_by=by, answered_at=timezone.now()
    )
    return membership


@transaction.atomic
def join(person: User, forum: Forum, *, organisation: Organisation | None = None) -> Membership:
    """Come in without asking: the forum is open to a target group, and the person is of it."""
    forum = open_for_changes(forum)
    if forum.memberships.filter(person=person).exists():
        raise AlreadyMember
    membership = admit(forum, person, organisation=organisation)
    record(person, "forums.join", forum, forum_id=forum.pk)
    tell_coordinators(forum, "joined", but=person, person=person, organisation=organisation)
    return membership


@transaction.atomic
def leave(person: User, forum: Forum) -> None:
    """Leave forum and seat. The last coordinator of an active forum hands over first."""
    forum = locked(forum)
    membership = membership_of(forum, person)
    _end(membership, forum)
    record(person, "forums.leave", forum, forum_id=forum.pk)
    if not forum.is_archived:
        tell_coordinators(forum, "left", but=person, person=person)


@transaction.atomic
def leave_all(person: User, *, hands_over: bool) -> None:
    """Leave every forum, for the account closes. Who is gone can no longer hand over a role."""
    for own in person.memberships.select_related("forum").order_by("forum_id"):
        forum = locked(own.forum)
        if hands_over and not forum.is_archived:
            keep_a_coordinator(forum, own)
        end_for_good(own, forum)
        if not forum.is_archived:
            tell_coordinators(forum, "account_closed", but=person)


@transaction.atomic
def remove(by: User, membership: Membership) -> None:
    forum = open_for_changes(membership.forum)
    membership = membership_of(forum, membership.person)
    _end(membership, forum)
    record(by, "forums.remove_member", membership.person, forum_id=forum.pk)
    write(membership.person, "forums/mail/removed.txt", forum=forum)


@transaction.atomic
def change_membership(
    by: User, membership: Membership, *, role: str, organisation: Organisation | None
) -> None:
    """Change which role a member has, and for whom the member speaks, on the seat too."""
    forum = open_for_changes(membership.forum)
    membership = membership_of(forum, membership.person)
    had = membership.role
    if role != had:
        keep_a_coordinator(forum, membership)
    membership.role, membership.organisation = role, organisation
    membership.save(update_fields=["role", "organisation"])
    if role != had:
        by_hand(membership)
        record(by, "forums.change_role", membership.person, forum_id=forum.pk)
    membership.person.holdings.current().filter(seat__forum=forum).update(organisation=organisation)
    if role != had and by != membership.person:
        tell_about_role(by, membership)


@transaction.atomic
def hand_over(by: User, to: Membership) -> None:
    """Give one's own role to another member, and become an ordinary member."""
    forum = open_for_changes(to.forum)
    mine, to = membership_of(forum, by), membership_of(forum, to.person)
    if mine == to or not mine.has_a_role or not to.person.is_active:
        raise NothingToHandOver
    if mine.role != Role.COORDINATOR:
        keep_a_coordinator(forum, to)
    to.role, mine.role = mine.role, Role.MEMBER
    mine.from_group = to.from_group = None
    Membership.objects.bulk_update([mine, to], ["role", "from_group"])
    record(by, "forums.hand_over", to.person, forum_id=forum.pk)
    tell_about_role(by, to)


@transaction.atomic
def become_coordinator(by: User, forum: Forum) -> Membership:
    """An administrator steps in where no coordinator is left."""
    membership = admit(locked(forum), by)
    membership.role = Role.COORDINATOR
    record(by, "forums.become_coordinator", forum, forum_id=forum.pk)
    membership.save(update_fields=["role"])
    return membership


def by_hand(membership: Membership) -> None:
    """Somebody gives the membership, or its role: no group takes it back."""
    membership.from_group = None
    membership.save(update_fields=["from_group"])


def membership_of(forum: Forum, person: User) -> Membership:
    found = forum.memberships.filter(person=person).select_related("person").first()
    if found is None:
        raise NotAMember
    return found


def tell_coordinators(
    forum: Forum, letter: str, *, but: User | None = None, **context: Any
) -> None:
    """Write to the coordinators, or to the chair where there is no coordinator."""
    leading = forum.memberships.coordinators() or forum.memberships.leading()
    for membership in leading.select_related("person"):
        if membership.person != but:
            write(membership.person, f"forums/mail/{letter}.txt", forum=forum, **context)


def _end(membership: Membership, forum: Forum) -> None:
    if not forum.is_archived:
        keep_a_coordinator(forum, membership)
    end_for_good(membership, forum)


def end_for_good(membership: Membership, forum: Forum) -> None:
    end_holdings(membership)
    membership.delete()
    membership_ended.send(Membership, forum=forum, person=membership.person)


def keep_a_coordinator(forum: Forum, leaving: Membership) -> None:
    others = forum.memberships.coordinators().exclude(pk=leaving.pk)
    if leaving.role == Role.COORDINATOR and not others.exists():
        raise LastCoordinator


def tell_about_role(by: User, membership: Membership) -> None:
    write(
        membership.person,
        "forums/mail/role.txt",
        forum=membership.forum,
        by=by,
        membership=membership,
    )
