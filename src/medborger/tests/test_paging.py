import base64
from urllib.parse import parse_qsl

import pytest

from medborger.core.paging import SIZE, first_page, page
from medborger.people.models import Organisation
from medborger.people.tests.factories import make_organisation

ORDER = ("name", "pk")


@pytest.fixture
def organisations(db: None) -> list[Organisation]:
    return [make_organisation(f"Forening {number:02}") for number in range(7)]


def follow(link: str) -> dict[str, str]:
    return dict(parse_qsl(link.removeprefix("?")))


def test_pages_follow_each_other_and_lead_back(organisations: list[Organisation]) -> None:
    first = page(Organisation.objects.all(), {}, *ORDER, size=3)
    second = page(Organisation.objects.all(), follow(first.next), *ORDER, size=3)
    third = page(Organisation.objects.all(), follow(second.next), *ORDER, size=3)
    back = page(Organisation.objects.all(), follow(third.previous), *ORDER, size=3)

    assert [*first, *second, *third] == organisations
    assert (first.previous, third.next) == ("", "")
    assert list(back) == list(second)


def test_a_new_row_before_the_page_moves_nothing(organisations: list[Organisation]) -> None:
    first = page(Organisation.objects.all(), {}, *ORDER, size=3)
    make_organisation("Aftenklubben")

    second = page(Organisation.objects.all(), follow(first.next), *ORDER, size=3)

    assert list(second) == organisations[3:6]


def test_reversed_order_pages_too(organisations: list[Organisation]) -> None:
    first = page(Organisation.objects.all(), {}, "-pk", size=4)
    second = page(Organisation.objects.all(), follow(first.next), "-pk", size=4)

    assert [*first, *second] == organisations[::-1]


def written(cursor: str) -> str:
    return base64.urlsafe_b64encode(cursor.encode()).decode()


@pytest.mark.parametrize(
    "cursor", ["", "x", "\0", written("[null, 1]"), written('["A", 1e999]'), written("[" * 9000)]
)
def test_a_tampered_cursor_gives_the_first_page(
    organisations: list[Organisation], cursor: str
) -> None:
    assert (
        list(page(Organisation.objects.all(), {"efter": cursor}, *ORDER, size=3))
        == organisations[:3]
    )


def test_a_cursor_of_another_list_gives_the_first_page(organisations: list[Organisation]) -> None:
    elsewhere = page(Organisation.objects.all(), {}, "kind", "pk", size=3)

    here = page(Organisation.objects.all(), follow(elsewhere.next), *ORDER, size=3)

    assert list(here) == organisations[:3]


def test_other_choices_stay_in_the_links(organisations: list[Organisation]) -> None:
    first = page(Organisation.objects.all(), {"kind": "housing"}, *ORDER, size=3)

    assert first.next.startswith("?kind=housing&efter=")


@pytest.mark.parametrize("count", [0, SIZE - 1, SIZE, SIZE + 1, SIZE + 2])
def test_a_first_page_may_come_from_elsewhere(db: None, count: int) -> None:
    for number in range(count):
        make_organisation(f"Forening {number:02}")
    found, chosen = Organisation.objects.order_by(*ORDER), {"kind": "association"}

    assert first_page(list(found[: SIZE + 1]), chosen, *ORDER) == page(found, chosen, *ORDER)
