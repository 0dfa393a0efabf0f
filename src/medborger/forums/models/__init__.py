"""Forums and practitioner networks: seats round a table, who holds them, and in which role."""

from medborger.forums.models.files import FileVersion, FileVersionQuerySet, ForumFile
from medborger.forums.models.forum import (
    Forum,
    ForumQuerySet,
    Membership,
    MembershipQuerySet,
    TermsOfReference,
    YearTheme,
    reachable_by,
)
from medborger.forums.models.group_roles import GroupRole, GroupRoleQuerySet
from medborger.forums.models.messages import Message
from medborger.forums.models.seats import Criterion, Holding, Seat, SeatQuerySet
from medborger.forums.models.way_in import Application, ApplicationQuerySet, ForumInvitation

__all__ = [
    "Application",
    "ApplicationQuerySet",
    "Criterion",
    "FileVersion",
    "FileVersionQuerySet",
    "Forum",
    "ForumFile",
    "ForumInvitation",
    "ForumQuerySet",
    "GroupRole",
    "GroupRoleQuerySet",
    "Holding",
    "Membership",
    "MembershipQuerySet",
    "Message",
    "Seat",
    "SeatQuerySet",
    "TermsOfReference",
    "YearTheme",
    "reachable_by",
]
