"""Organisations are read in from a file: all that it says, or nothing."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from medborger.areas.models import OrganisationImport
from medborger.areas.queries.columns import knows
from medborger.areas.queries.places import Serves
from medborger.areas.queries.plan import Change, Plan, plan
from medborger.core.log import record
from medborger.people.models import Organisation, User

FIELDS = ["name", "kind", "cvr", "offers", "website", "public_email", "public_phone"]


class HasErrors(Exception):
    """What the file says cannot be done. Nothing was changed."""


class ChangedSince(Exception):
    """What the file would change is no longer what somebody said yes to. Nothing was changed."""


@transaction.atomic
def lay_ready(
    by: User, headings: list[str], rows: list[tuple[int, list[str]]], read: Plan
) -> OrganisationImport:
    """Keep what was read until its sender says yes. A new file takes the place of an older one."""
    if read.problems:
        raise HasErrors
    OrganisationImport.objects.filter(by=by).delete()
    kept = [at for at, heading in enumerate(headings) if knows(heading)]
    return OrganisationImport.objects.create(
        by=by,
        headings=[headings[at] for at in kept],
        rows=[(number, [cells[at] for at in kept]) for number, cells in rows],
        stories=[[one.row, one.column] for one in read.stories],
    )


@transaction.atomic
def read_in(by: User, laid: OrganisationImport, seen: str) -> Plan:
    """Do what the file says, as it was seen. `seen` is the fingerprint of what was said yes to."""
    found = OrganisationImport.objects.select_for_update().filter(pk=laid.pk).first()
    if found is None:
        raise ChangedSince
    done = plan(found.headings, found.rows, is_guarded=True)
    if done.problems or done.fingerprint != seen:
        raise ChangedSince
    carry_out(by, done)
    found.delete()
    return done


def carry_out(by: User | None, done: Plan) -> None:
    if done.problems:
        raise HasErrors
    try:
        with transaction.atomic():
            _store(done)
            if done.changes:
                record(by, "people.import_organisations")
    except IntegrityError as clash:
        raise ChangedSince from clash


def _store(done: Plan) -> None:
    changed = [change.organisation for change in done.changed]
    new = [change.organisation for change in done.new]
    _free_what_is_swapped(changed)
    roofs = [(one, one.under_roof_of) for one in (*changed, *new)]
    for one, _roof in roofs:
        one.under_roof_of = None
    _update(changed, FIELDS)
    Organisation.objects.bulk_create(new, batch_size=500)
    for one, roof in roofs:
        one.under_roof_of = roof
    _update([*changed, *(one for one in new if one.under_roof_of)], ["under_roof_of"])
    _serve(change for change in done.changes if change.areas is not None)


def _update(rows: list[Organisation], fields: list[str]) -> None:
    """As `bulk_update`, which takes many times as long: a case for each row and field."""
    Organisation.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, update_fields=fields, unique_fields=["id"]
    )


def _free_what_is_swapped(changed: list[Organisation]) -> None:
    """Two may swap names or numbers, which are unique at every step on the way."""
    before = Organisation.objects.select_for_update().in_bulk([one.pk for one in changed])
    if len(before) < len(changed):
        raise ChangedSince
    names = {one.name.lower(): one.pk for one in before.values()}
    numbers = {one.cvr: one.pk for one in before.values() if one.cvr}
    for one in changed:
        if names.get(one.name.lower(), one.pk) != one.pk:
            Organisation.objects.filter(pk=names[one.name.lower()]).update(name=f"#{one.pk}#")
        if numbers.get(one.cvr, one.pk) != one.pk:
            Organisation.objects.filter(pk=numbers[one.cvr]).update(cvr="")


def _serve(changes: Iterable[Change]) -> None:
    served = {change.organisation.pk: change.areas or set() for change in changes}
    Serves.objects.filter(organisation__in=list(served)).delete()
    Serves.objects.bulk_create(
        [
            Serves(organisation_id=pk, area_id=area)
            for pk, areas in served.items()
            for area in areas
        ],
        batch_size=500,
    )
