"""Somebody closes their account: the places that were kept go to those who wait."""

from django.db import transaction

from medborger.meetings.actions.meetings import promote
from medborger.meetings.models import Meeting
from medborger.meetings.tasks import lock
from medborger.people.models import User


@transaction.atomic
def give_up_all_places(person: User) -> None:
    coming = Meeting.objects.upcoming().filter(sign_ups__person=person)
    for meeting in [lock(one) for one in coming.order_by("pk")]:
        meeting.sign_ups.filter(person=person).delete()
        promote(meeting)
