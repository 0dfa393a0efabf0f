"""An organisation is kept together with the areas it serves, and apart from what it is not."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from medborger.areas.models import Area, KeptApart
from medborger.core.log import record
from medborger.people.models import Organisation, User


@transaction.atomic
def keep(organisation: Organisation, areas: Iterable[Area] | None) -> Organisation:
    """Store it. Without `areas`, those it serves stay as they are."""
    organisation.save()
    if areas is not None:
        organisation.areas_served.set(areas)
    return organisation


@transaction.atomic
def keep_apart(by: User, one: Organisation, other: Organisation) -> None:
    """They look alike and are not the same: do not suggest to make them one."""
    first, second = sorted((one, other), key=lambda each: each.pk)
    _pair, is_new = KeptApart.objects.get_or_create(one=first, other=second)
    if is_new:
        record(by, "people.keep_apart", one)


@transaction.atomic
def suggest_again(by: User, one: Organisation, other: Organisation) -> None:
    """Take that back. After a merger a pair may stand the other way round."""
    either_way = Q(one=one, other=other) | Q(one=other, other=one)
    if KeptApart.objects.filter(either_way).delete()[0]:
        record(by, "people.suggest_again", one)
