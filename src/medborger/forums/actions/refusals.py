"""Why something did not happen in a forum; and the lock all actions take."""

from django.utils.translation import gettext_lazy as _

from medborger.core.refusals import Refusal
from medborger.forums.models import Forum


class ForumIsArchived(Refusal):
    text = _("The forum is archived, so nothing in it can be changed.")


class SeatIsTaken(Refusal):
    text = _("Somebody has just taken that seat. Choose another one.")
    field = "seat"


class SeatIsPromised(Refusal):
    text = _("Somebody is already invited to that seat. Withdraw that invitation first.")
    field = "seat"


class LastCoordinator(Refusal):
    text = _("A forum needs a coordinator. Hand the role over to somebody else first.")
    field = "role"


class NotAMember(Refusal):
    text = _("The person is no longer a member of the forum.")


class AlreadyMember(Refusal):
    text = _("The person is already a member of the forum.")
    field = "email"


class InvitationIsClosed(Refusal):
    text = _("The invitation has been accepted or withdrawn.")


class AlreadyApplied(Refusal):
    text = _("Your application is waiting for an answer.")


class AlreadyAnswered(Refusal):
    text = _("The application has been answered or withdrawn.")


class NothingToHandOver(Refusal):
    text = _("Choose another member, and hand over a role that you have.")
    field = "to"


class GroupHasARole(Refusal):
    text = _("The group has a role in that forum already.")
    field = "group"


class NobodyToWriteTo(Refusal):
    text = _("There is nobody else in the forum to write to yet.")


def locked(forum: Forum) -> Forum:
    """Return the forum as it is now; nobody else changes who is in it until we are done."""
    # no_key: rows that point to the forum may still be written meanwhile.
    return Forum.objects.select_for_update(no_key=True).get(pk=forum.pk)


def open_for_changes(forum: Forum) -> Forum:
    """Lock an active forum. An archived one is read-only."""
    forum = locked(forum)
    if forum.is_archived:
        raise ForumIsArchived
    return forum
