"""Invitations to a forum: sent, sent again, withdrawn, and taken up when the person logs in."""

from django.db import transaction

from medborger.core.log import record
from medborger.forums.actions.membership import admit, tell_coordinators
from medborger.forums.actions.refusals import (
    AlreadyMember,
    InvitationIsClosed,
    SeatIsPromised,
    SeatIsTaken,
    locked,
    open_for_changes,
)
from medborger.forums.actions.seats import take_seat
from medborger.forums.models import Forum, ForumInvitation, Membership, Seat
from medborger.forums.queries import the_one_of
from medborger.people import actions as people
from medborger.people.models import Invitation, Organisation, User


@transaction.atomic
def invite(
    by: User,
    forum: Forum,
    *,
    email: str,
    name: str = "",
    role: str = Membership.Role.MEMBER,
    organisation: Organisation | None = None,
    seat: Seat | None = None,
) -> ForumInvitation:
    """Invite by e-mail, to a role and perhaps a seat. The letter names all three."""
    forum = open_for_changes(forum)
    _refuse_needless(forum, email)
    if seat:
        _refuse_unavailable(seat)
    invitation, token = people.invite(by, email, name)
    to_forum = forum.invitations.create(
        invitation=invitation, role=role, organisation=organisation, seat=seat
    )
    _write_letter(by, to_forum, token)
    record(by, "forums.invite", to_forum, forum_id=forum.pk)
    return to_forum


@transaction.atomic
def resend(by: User, to_forum: ForumInvitation) -> None:
    """Send a new link that works for thirty days; the old one works no more."""
    open_for_changes(to_forum.forum)
    invitation = _unanswered(to_forum)
    _write_letter(by, to_forum, people.renew(invitation))
    record(by, "forums.renew_invitation", to_forum, forum_id=to_forum.forum_id)


@transaction.atomic
def withdraw_invitation(by: User, to_forum: ForumInvitation) -> None:
    open_for_changes(to_forum.forum)
    people.withdraw(_unanswered(to_forum))
    record(by, "forums.withdraw_invitation", to_forum, forum_id=to_forum.forum_id)


@transaction.atomic
def take_up(to_forum: ForumInvitation, person: User) -> Membership | None:
    """Make who accepted a member, on the seat if it is still free. An archive takes nobody."""
    forum = locked(to_forum.forum)
    if forum.is_archived:
        return None
    by = to_forum.invitation.invited_by
    speaks_for = to_forum.organisation or the_one_of(person)
    membership = admit(forum, person, role=to_forum.role, organisation=speaks_for, by=by)
    record(person, "forums.join", forum, forum_id=forum.pk)
    if to_forum.seat:
        try:
            take_seat(to_forum.seat, membership)
        except SeatIsTaken:
            tell_coordinators(forum, "came_without_seat", person=person, seat=to_forum.seat)
    return membership


def _unanswered(to_forum: ForumInvitation) -> Invitation:
    to_forum.invitation = Invitation.objects.select_for_update().get(pk=to_forum.invitation_id)
    if to_forum.invitation.accepted_at or to_forum.invitation.withdrawn_at:
        raise InvitationIsClosed
    return to_forum.invitation


def _refuse_needless(forum: Forum, email: str) -> None:
    if forum.memberships.filter(person__email__iexact=email).exists():
        raise AlreadyMember
    if forum.invitations.open().filter(invitation__email__iexact=email).exists():
        raise people.AlreadyInvited


def _refuse_unavailable(seat: Seat) -> None:
    if seat.holdings.current().exists():
        raise SeatIsTaken
    if seat.invitations.open().exists():
        raise SeatIsPromised


def _write_letter(by: User, to_forum: ForumInvitation, token: str) -> None:
    people.send_invitation(
        to_forum.invitation,
        token,
        "forums/mail/invitation.txt",
        by=by,
        forum=to_forum.forum,
        to_forum=to_forum,
    )
