"""What is known of people: whom they speak for, and what they can."""

from django.db import transaction
from django.utils import timezone

from medborger.core.log import record
from medborger.people.models import Affiliation, Competence, User
from medborger.people.rules import knows_who_speaks_for


@transaction.atomic
def speak_for(person: User, affiliation: Affiliation) -> Affiliation:
    """Store whom a person says to speak for. It counts when somebody who knows has confirmed it.

    A new organisation, or coming back after the end, is to be confirmed anew.
    """
    before = Affiliation.objects.select_for_update().filter(pk=affiliation.pk).first()
    stays = before and before.is_current and before.organisation == affiliation.organisation
    affiliation.person = person
    affiliation.confirmed_at = before.confirmed_at if before and stays else None
    if knows_who_speaks_for(person, affiliation.organisation):
        affiliation.confirmed_at = affiliation.confirmed_at or timezone.now()
    affiliation.save()
    return affiliation


@transaction.atomic
def confirm(by: User, affiliation: Affiliation) -> None:
    unconfirmed = Affiliation.objects.filter(pk=affiliation.pk, confirmed_at=None)
    if unconfirmed.update(confirmed_at=timezone.now()):
        record(by, "people.confirm_speaker", affiliation.organisation)


@transaction.atomic
def take_back_confirmation(by: User, affiliation: Affiliation) -> None:
    confirmed = Affiliation.objects.filter(pk=affiliation.pk, confirmed_at__isnull=False)
    if confirmed.update(confirmed_at=None):
        record(by, "people.take_back_confirmation", affiliation.organisation)


@transaction.atomic
def merge_competences(by: User, merged: Competence, into: Competence) -> None:
    """Two words for the same: whoever had the one has the other, once."""
    into.people.add(*merged.people.all())
    merged.delete()
    record(by, "people.merge_competences", into)
