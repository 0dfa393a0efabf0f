from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from medborger.areas.models import Area
from medborger.core.models import Mail
from medborger.forums import actions, queries
from medborger.forums.models import Forum, Holding, Seat
from medborger.forums.queries import Covered
from medborger.forums.tests.factories import make_seat, membership
from medborger.people.models import Organisation, User


def test_a_seat_has_one_holder_whatever_the_code_does(forum: Forum, anna: User, bo: User) -> None:
    seat = make_seat(forum, holder=anna)

    with pytest.raises(IntegrityError):
        Holding.objects.create(seat=seat, person=bo)


def test_a_taken_seat_is_not_given_away(forum: Forum, anna: User, bo: User, dora: User) -> None:
    seat = make_seat(forum, holder=anna)

    with pytest.raises(actions.SeatIsTaken):
        actions.give_seat(dora, seat, membership(forum, bo))

    assert seat.holdings.get().person == anna


def test_a_member_sits_on_one_seat_and_the_other_stays_on_record(
    forum: Forum, bo: User, dora: User
) -> None:
    first, second = make_seat(forum, holder=bo), make_seat(forum)

    actions.give_seat(dora, second, membership(forum, bo))

    assert list(forum.seats.vacant()) == [first]
    assert [one.person for one in first.holdings.former()] == [bo]
    assert first.holdings.get().until == timezone.localdate()
    assert Mail.objects.get().to == bo.email


def test_a_holder_speaks_for_the_organisation_of_the_membership(
    forum: Forum, bo: User, dora: User, association: Organisation
) -> None:
    actions.change_membership(dora, membership(forum, bo), role="member", organisation=association)
    holding = actions.give_seat(dora, make_seat(forum), membership(forum, bo))
    assert holding.organisation == association

    actions.change_membership(dora, membership(forum, bo), role="member", organisation=None)

    assert Holding.objects.get().organisation is None


def test_somebody_who_left_gets_no_seat(forum: Forum, bo: User, dora: User) -> None:
    gone = membership(forum, bo)
    actions.leave(bo, forum)

    with pytest.raises(actions.NotAMember):
        actions.give_seat(dora, make_seat(forum), gone)


def test_a_freed_seat_is_vacant_and_its_holder_still_a_member(
    forum: Forum, bo: User, dora: User
) -> None:
    seat = make_seat(forum, holder=bo)

    actions.free_seat(dora, seat)

    assert list(forum.seats.vacant()) == [seat]
    assert membership(forum, bo)


def test_only_a_vacant_seat_is_taken_away(forum: Forum, bo: User, dora: User) -> None:
    taken, vacant = make_seat(forum, holder=bo), make_seat(forum)

    actions.remove_seat(dora, vacant)
    with pytest.raises(actions.SeatIsTaken):
        actions.remove_seat(dora, taken)

    assert list(forum.seats.all()) == [taken]


def test_new_seats_are_numbered_on_from_the_last(forum: Forum, dora: User) -> None:
    criterion = forum.criteria.create(name="Kender de unge")
    first = actions.add_seats(dora, forum, count=2)
    actions.remove_seat(dora, first[0])

    added = actions.add_seats(dora, forum, count=2, criteria=[criterion])

    assert [seat.number for seat in added] == [3, 4]
    assert list(criterion.seats.all()) == added


def test_the_ring_shows_who_sits_where(
    forum: Forum, anna: User, bo: User, administration: Organisation, association: Organisation
) -> None:
    make_seat(forum, holder=anna, organisation=administration)
    make_seat(forum)
    make_seat(forum, holder=bo, organisation=association)
    Holding.objects.create(seat=forum.seats.get(number=2), person=bo, until=timezone.localdate())

    assert forum.ring == ["municipality", "vacant", "civil"]
    assert queries.seat_maps([forum]) == {forum.pk: forum.ring}


def test_coverage_counts_seats_by_criterion_and_shows_what_no_seat_brings(
    forum: Forum, bo: User
) -> None:
    young, old, nobody = (forum.criteria.create(name=name) for name in ("Unge", "Ældre", "Ingen"))
    taken, vacant = make_seat(forum, holder=bo), make_seat(forum)
    taken.criteria.set([young, old])
    vacant.criteria.set([young])

    seen = queries.coverage(forum)

    assert seen.criteria == [Covered("Unge", 2, 1), Covered("Ældre", 1, 1), Covered("Ingen", 0, 0)]
    assert (seen.seats, seen.taken, seen.vacant) == (2, 1, 1)
    assert (seen.missing_criteria, seen.missing_areas) == (["Unge", str(nobody)], [])


@pytest.fixture
def city(forum: Forum) -> Area:
    city = Area.objects.create(name="Fjordby", kind=Area.Kind.MUNICIPALITY)
    for name in ("Havnen", "Engparken"):
        city.parts.create(name=name, kind=Area.Kind.DISTRICT)
    forum.area = city
    forum.save()
    return city


def test_the_parts_of_the_forums_area_and_the_areas_seats_name_are_to_be_covered(
    forum: Forum, city: Area, bo: User
) -> None:
    harbour = city.parts.get(name="Havnen")
    elsewhere = Area.objects.create(name="Bakken", kind=Area.Kind.DISTRICT)
    make_seat(forum, holder=bo).areas.set([harbour])
    make_seat(forum).areas.set([elsewhere])

    assert queries.coverage(forum).areas == [
        Covered("Bakken", 1, 0), Covered("Engparken", 0, 0), Covered("Havnen", 1, 1),
    ]  # fmt: skip


def test_a_seat_that_knows_an_area_knows_its_parts(forum: Forum, city: Area, bo: User) -> None:
    make_seat(forum, holder=bo).areas.set([city])

    assert queries.coverage(forum).areas == [
        Covered("Fjordby", 1, 1), Covered("Engparken", 1, 1), Covered("Havnen", 1, 1),
    ]  # fmt: skip


def test_coverage_costs_the_same_for_many_seats(
    forum: Forum, city: Area, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    criterion = forum.criteria.create(name="Unge")
    for count in (1, 5):
        for _ in range(count):
            seat = make_seat(forum)
            seat.criteria.set([criterion])
            seat.areas.set(city.parts.all())
        fresh = Forum.objects.select_related("area").get(pk=forum.pk)
        with django_assert_num_queries(4):
            queries.coverage(fresh)


def test_the_common_term_is_said_once(forum: Forum) -> None:
    ends = timezone.localdate()
    forum.seats.create(number=1, term_ends_on=ends)
    assert queries.coverage(forum).term_ends_on == ends

    forum.seats.create(number=2)

    assert queries.coverage(forum).term_ends_on is None


def test_a_seat_beyond_its_term_shows(forum: Forum) -> None:
    today = timezone.localdate()
    assert not Seat(term_ends_on=today).term_is_over
    assert Seat(term_ends_on=today - timedelta(days=1)).term_is_over
