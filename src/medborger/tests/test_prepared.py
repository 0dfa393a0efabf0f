"""Queries that are put together once."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

import pytest
from django.db.models import Q, QuerySet
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from medborger.core.prepared import prepared
from medborger.forums.models import Forum, Membership
from medborger.people.models import User


@prepared
def people(
    with_closed: bool, *, named: str, pks: Collection[int], joined_after: datetime
) -> QuerySet[User]:
    found = User.objects.filter(Q(name=named) | Q(pk__in=pks), date_joined__gt=joined_after)
    return (found if with_closed else found.filter(is_active=True)).order_by("pk")


@prepared
def joined(*, forum: int, since: date) -> QuerySet[Membership]:
    found = Membership.objects.filter(forum=forum, joined_on__gte=since)
    return found.select_related("person").order_by("pk")


@pytest.fixture
def yesterday() -> datetime:
    return timezone.now() - timedelta(days=1)


def test_each_time_other_values_are_asked_for(
    anna: User, bo: User, carla: User, yesterday: datetime
) -> None:
    everybody = [anna.pk, bo.pk, carla.pk]
    for pks in ([], [bo.pk], [anna.pk, carla.pk], everybody, {anna.pk: "", bo.pk: ""}):
        expected = sorted({anna.pk, *pks})
        found = people(True, named=anna.name, pks=pks, joined_after=yesterday)
        assert [one.pk for one in found] == expected

    tomorrow = timezone.now() + timedelta(days=1)
    assert people(True, named=anna.name, pks=everybody, joined_after=tomorrow) == []


def test_each_look_is_a_query_of_its_own(bo: User, yesterday: datetime) -> None:
    User.objects.update(is_active=False)

    assert people(True, named=bo.name, pks=[], joined_after=yesterday) == [bo]
    assert people(False, named=bo.name, pks=[], joined_after=yesterday) == []


def test_rows_bring_what_they_point_to(
    forum: Forum, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    today = timezone.localdate()

    with django_assert_num_queries(1):
        names = {one.person.name for one in joined(forum=forum.pk, since=today)}

    assert names == {person.name for person in forum.members.all()}
    assert joined(forum=forum.pk, since=today + timedelta(days=1)) == []


def test_what_can_match_nothing_is_not_asked(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    @prepared
    def of(*, pks: Collection[int]) -> QuerySet[User]:
        return User.objects.filter(pk__in=pks)

    with django_assert_num_queries(0):
        assert of(pks=[]) == []


@pytest.mark.parametrize(
    "baked_in",
    [Q(pk=7), Q(date_joined__lt=timezone.now()), Q(date_joined__date=timezone.localdate())],
)
def test_one_persons_or_moments_query_is_never_kept_for_the_next(db: None, baked_in: Q) -> None:
    @prepared
    def careless() -> QuerySet[User]:
        return User.objects.filter(baked_in)

    with pytest.raises(TypeError, match="for good"):
        careless()


def test_who_asks_is_no_look(bo: User) -> None:
    @prepared
    def seen_by(visitor: User) -> QuerySet[User]:
        return User.objects.visible_to(visitor)

    with pytest.raises(TypeError, match="by name"):
        seen_by(bo)
