"""Roles that follow from groups: given and taken back as people log in through their municipality."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from medborger.core.log import record
from medborger.core.mail import write
from medborger.forums.actions.membership import (
    admit,
    end_for_good,
    keep_a_coordinator,
    tell_about_role,
)
from medborger.forums.actions.refusals import (
    ForumIsArchived,
    GroupHasARole,
    locked,
    open_for_changes,
)
from medborger.forums.models import Forum, GroupRole, Membership
from medborger.forums.queries import the_one_of
from medborger.people.models import User


@transaction.atomic
def follow_groups(person: User, issuer: str, groups: Iterable[str]) -> None:
    """Give what the person's groups bring, and take back what they no longer do.

    A membership that somebody gave by hand is left alone. Forums are locked in one order.
    """
    brought: dict[int, GroupRole] = {}
    for group_role in GroupRole.objects.brought_by(issuer, groups):
        best = brought.setdefault(group_role.forum_id, group_role)
        if group_role.rank < best.rank:
            brought[group_role.forum_id] = group_role
    held = person.memberships.filter(from_group__issuer=issuer).values_list("forum_id", flat=True)
    for forum_id in sorted({*brought, *held}):
        if forum_id in brought:
            _give(person, brought[forum_id])
        else:
            _take_back(person, Forum(pk=forum_id), issuer)


def _give(person: User, group_role: GroupRole) -> None:
    try:
        forum = open_for_changes(group_role.forum)
    except ForumIsArchived:
        return
    own = forum.memberships.filter(person=person).first()
    if own is None:
        admit(
            forum,
            person,
            role=group_role.role,
            organisation=the_one_of(person),
            from_group=group_role,
        )
    elif own.from_group_id is None or own.from_group == group_role:
        return
    else:
        own.role, own.from_group = group_role.role, group_role
        own.save(update_fields=["role", "from_group"])
    record(person, "forums.give_role_by_group", person, forum_id=forum.pk)


def _take_back(person: User, forum: Forum, issuer: str) -> None:
    forum = locked(forum)
    own = forum.memberships.filter(person=person, from_group__issuer=issuer).first()
    if own is None:
        return
    had = own.role
    _end(own, forum)
    is_led = forum.memberships.coordinators().exists()
    if had == Membership.Role.COORDINATOR and not is_led and not forum.is_archived:
        _tell_that_nobody_coordinates(forum)


def _end(membership: Membership, forum: Forum) -> None:
    person = membership.person
    end_for_good(membership, forum)
    record(person, "forums.take_role_by_group", person, forum_id=forum.pk)
    write(person, "forums/mail/group_left.txt", forum=forum)


def _tell_that_nobody_coordinates(forum: Forum) -> None:
    """Who left the group may not keep the power. So the chair and the administrators are told."""
    chairs = User.objects.filter(memberships__in=forum.memberships.leading())
    administrators = User.objects.filter(is_staff=True, is_active=True)
    for person in {*chairs, *administrators}:
        write(person, "forums/mail/no_coordinator.txt", forum=forum)


@transaction.atomic
def map_group(by: User, group_role: GroupRole) -> GroupRole:
    open_for_changes(group_role.forum)
    try:
        with transaction.atomic():
            group_role.save(force_insert=True)
    except IntegrityError as twice:
        raise GroupHasARole from twice
    record(by, "forums.map_group", group_role, forum_id=group_role.forum_id)
    return group_role


@transaction.atomic
def change_group_role(by: User, group_role: GroupRole, *, role: str) -> None:
    """Those who are in by the group get the new role at once."""
    forum = open_for_changes(group_role.forum)
    group_role.role = role
    group_role.save(update_fields=["role"])
    for membership in group_role.memberships.select_related("person", "forum").exclude(role=role):
        keep_a_coordinator(forum, membership)
        membership.role = role
        membership.save(update_fields=["role"])
        tell_about_role(by, membership)
    record(by, "forums.change_group_role", group_role, forum_id=forum.pk)


@transaction.atomic
def unmap_group(by: User, group_role: GroupRole, *, keeps: bool = False) -> None:
    """Those who are in by the group leave at once, and another group lets them in at next log-in.

    Or the forum keeps them, as if they had come in by hand.
    """
    forum = locked(group_role.forum)
    leaving = Membership.objects.none() if keeps else group_role.memberships.all()
    for membership in leaving.select_related("person"):
        if not forum.is_archived:
            keep_a_coordinator(forum, membership)
        _end(membership, forum)
    record(by, "forums.unmap_group", group_role, forum_id=forum.pk)
    group_role.delete()
