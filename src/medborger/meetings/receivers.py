"""Who leaves a forum gives up places at its meetings, in the same transaction."""

from typing import Any

from django.dispatch import receiver

from medborger.forums.models import Forum, Membership
from medborger.forums.signals import membership_ended
from medborger.meetings import actions
from medborger.people.models import User


@receiver(membership_ended, dispatch_uid="meetings.give_up_places")
def give_up_places(sender: type[Membership], forum: Forum, person: User, **kwargs: Any) -> None:
    actions.give_up_places(person, forum)
