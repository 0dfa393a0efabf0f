import pytest

from medborger.core.paging import page
from medborger.people.models import Organisation
from medborger.people.tests.factories import make_organisation

ORDER = ("name", "pk")


@pytest.fixture
def organisations(db: None) -> list[Organisation]:
    return [make_organisation(f"Forening {number:02}") for number in range(7)]


def follow(link: str) -> dict[str, str]:
    return dict(
        part.split("=", 1) for part in link.removeprefix("?").replace("%3D", "=").split("&")
    )


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


@pytest.mark.parametrize("cursor", ["", "x", "bm90IGpzb24=", "W10=", "eyJhIjoxfQ=="])
def test_a_tampered_cursor_gives_the_first_page(
    organisations: list[Organisation], cursor: str
) -> None:
    assert (
        list(page(Organisation.objects.all(), {"efter": cursor}, *ORDER, size=3))
        == organisations[:3]
    )


def test_other_choices_stay_in_the_links(organisations: list[Organisation]) -> None:
    first = page(Organisation.objects.all(), {"kind": "housing"}, *ORDER, size=3)

    assert first.next.startswith("?kind=housing&efter=")
