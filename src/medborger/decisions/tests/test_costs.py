"""A page costs the same for one and for three of everything on it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from medborger.decisions.models import Recommendation
from medborger.decisions.tests.factories import (
    make_answering_case,
    make_committee,
    make_consultation,
    make_follow_up,
    make_recommendation,
)
from medborger.forums.models import Forum


@pytest.fixture(params=[1, 3])
def filled(request: pytest.FixtureRequest, public: Forum) -> Forum:
    for _number in range(request.param):
        own = make_recommendation(public)
        case = make_answering_case(own)
        make_consultation(case, held_on=timezone.localdate(), outcome="approved")
        make_consultation(case, due_on=timezone.localdate())
        make_follow_up(own)
    return public


@pytest.mark.parametrize(
    ("address", "number"),
    [
        (lambda _forum: reverse("decisions:recommendations"), 5),
        (lambda _forum: reverse("decisions:cases"), 3),
        (lambda _forum: make_committee().get_absolute_url(), 4),
        (lambda forum: reverse("decisions:of_forum", args=[forum.pk]), 6),
        (lambda _forum: Recommendation.objects.latest("pk").get_absolute_url(), 5),
    ],
)
def test_a_visitor_reads_what_became_of_it(
    client: Client,
    filled: Forum,
    address: Callable[[Forum], str],
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    page = address(filled)

    with django_assert_num_queries(number):
        assert client.get(page).status_code == 200
