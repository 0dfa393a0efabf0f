"""What happens in forums. Page, API and demo all come through here."""

from medborger.forums.actions.applications import apply, approve, decline, withdraw_application
from medborger.forums.actions.files import replace_file, share, unshare
from medborger.forums.actions.forum import adopt_terms, archive, found, reopen
from medborger.forums.actions.group_roles import (
    change_group_role,
    follow_groups,
    map_group,
    unmap_group,
)
from medborger.forums.actions.invitations import invite, resend, take_up, withdraw_invitation
from medborger.forums.actions.membership import (
    become_coordinator,
    change_membership,
    hand_over,
    join,
    leave,
    leave_all,
    remove,
)
from medborger.forums.actions.messages import send_message
from medborger.forums.actions.refusals import (
    AlreadyAnswered,
    AlreadyApplied,
    AlreadyMember,
    ForumIsArchived,
    InvitationIsClosed,
    LastCoordinator,
    NobodyToWriteTo,
    NotAMember,
    NothingToHandOver,
    SeatIsPromised,
    SeatIsTaken,
)
from medborger.forums.actions.seats import add_seats, free_seat, give_seat, remove_seat

__all__ = [
    "AlreadyAnswered",
    "AlreadyApplied",
    "AlreadyMember",
    "ForumIsArchived",
    "InvitationIsClosed",
    "LastCoordinator",
    "NobodyToWriteTo",
    "NotAMember",
    "NothingToHandOver",
    "SeatIsPromised",
    "SeatIsTaken",
    "add_seats",
    "adopt_terms",
    "apply",
    "approve",
    "archive",
    "become_coordinator",
    "change_group_role",
    "change_membership",
    "decline",
    "follow_groups",
    "found",
    "free_seat",
    "give_seat",
    "hand_over",
    "invite",
    "join",
    "leave",
    "leave_all",
    "map_group",
    "remove",
    "remove_seat",
    "reopen",
    "replace_file",
    "resend",
    "send_message",
    "share",
    "take_up",
    "unmap_group",
    "unshare",
    "withdraw_application",
    "withdraw_invitation",
]
