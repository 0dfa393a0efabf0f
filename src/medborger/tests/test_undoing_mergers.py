"""What happened between a merger and its undoing is not undone along with it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from medborger.areas.actions import merging
from medborger.areas.models import Merger
from medborger.people import actions
from medborger.people.models import Affiliation, Organisation, User
from medborger.people.tests.factories import make_organisation
from medborger.portal.people.closing import close_account

YEARS_AGO = date(2024, 1, 1)


@pytest.fixture
def merger(erik: User, carla: User) -> Merger:
    """Carla speaks for both, and both are confirmed: after the merger she speaks for one."""
    gone, kept = make_organisation("Lundelyy"), make_organisation("Lundely")
    for one in (gone, kept):
        carla.affiliations.create(
            organisation=one, since=YEARS_AGO, confirmed_at=timezone.now(), title="kasserer"
        )
    return merging.merge(erik, gone, kept, {})


def taken_back(erik: User, merger: Merger) -> dict[str, Affiliation]:
    merging.undo(erik, merger)
    return {str(one.organisation): one for one in Affiliation.objects.all()}


def test_what_nobody_has_touched_is_as_it_was(erik: User, merger: Merger) -> None:
    found = taken_back(erik, merger)

    assert set(found) == {"Lundely", "Lundelyy"}
    assert all(one.confirmed_at and one.until is None for one in found.values())


def test_a_confirmation_that_was_taken_back_stays_taken_back(erik: User, merger: Merger) -> None:
    actions.take_back_confirmation(erik, Affiliation.objects.get())

    assert [one.confirmed_at for one in taken_back(erik, merger).values()] == [None, None]


def test_who_has_stopped_speaking_for_it_speaks_for_neither(erik: User, merger: Merger) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Affiliation.objects.update(until=yesterday)

    assert {one.until for one in taken_back(erik, merger).values()} == {yesterday}


def test_an_affiliation_that_was_deleted_does_not_come_back(erik: User, merger: Merger) -> None:
    Affiliation.objects.all().delete()

    assert taken_back(erik, merger) == {}


def test_who_has_closed_the_account_is_in_no_merger_and_does_not_come_back(
    erik: User, carla: User, merger: Merger
) -> None:
    assert "kasserer" in str(merger.undo)

    close_account(carla, carla)

    merger.refresh_from_db()
    assert "kasserer" not in str(merger.undo)
    assert taken_back(erik, merger) == {}
    assert Organisation.objects.filter(name="Lundelyy").exists()
