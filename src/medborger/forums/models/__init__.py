"""Forums and practitioner networks: seats round a table, who holds them, and in which role."""

from medborger.forums.models.files import FileVersion, FileVersionQuerySet, ForumFile
from medborger.forums.models.forum import (
    Forum,
    ForumQuerySet,
    Membership,
    TermsOfReference,
    YearTheme,
    reachable_by,
    roles_of,
)
from medborger.forums.models.group_roles import GroupRole
from medborger.forums.models.messages import Message
from medborger.forums.models.seats import Criterion, Holding, Seat
from medborger.forums.models.way_in import Application, ForumInvitation

__all__ = [
    "Application",
    "Criterion",
    "FileVersion",
    "FileVersionQuerySet",
    "Forum",
    "ForumFile",
    "ForumInvitation",
    "ForumQuerySet",
    "GroupRole",
    "Holding",
    "Membership",
    "Message",
    "Seat",
    "TermsOfReference",
    "YearTheme",
    "reachable_by",
    "roles_of",
]
