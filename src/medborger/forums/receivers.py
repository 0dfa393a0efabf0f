"""What people tells: who accepts an invitation to a forum becomes its member, and groups bring roles.

Both in the transaction of what happened.
"""

from typing import Any

from django.dispatch import receiver

from medborger.forums import actions
from medborger.forums.models import ForumInvitation
from medborger.people.models import Invitation, User
from medborger.people.signals import groups_asserted, invitation_accepted


@receiver(invitation_accepted, dispatch_uid="forums.take_up")
def take_up(sender: type[Invitation], invitation: Invitation, person: User, **kwargs: Any) -> None:
    brings = ForumInvitation.objects.filter(invitation=invitation)
    for to_forum in brings.select_related(
        "forum", "seat", "organisation", "invitation__invited_by"
    ):
        actions.take_up(to_forum, person)


@receiver(groups_asserted, dispatch_uid="forums.follow_groups")
def follow_groups(
    sender: type[User], person: User, issuer: str, groups: frozenset[str], **kwargs: Any
) -> None:
    actions.follow_groups(person, issuer, groups)
