from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from medborger.people import actions
from medborger.people.models import Affiliation, Organisation, User
from medborger.people.tests.factories import make_organisation


def plan(**changed: str) -> dict[str, str]:
    return {"name": "Havnens Madfællesskab", "kind": "association", **changed}


def test_a_clerk_adds_an_organisation_and_an_outsider_does_not(
    client: Client, frida: User, carla: User
) -> None:
    client.force_login(carla)
    assert client.post("/organisationer/ny/", plan()).status_code == 403
    client.force_login(frida)
    assert client.post("/organisationer/ny/", plan()).status_code == 302

    assert Organisation.objects.filter(name="Havnens Madfællesskab").count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"cvr": "12345678"}, "cvr"),
        ({"website": "ikke en adresse"}, "website"),
        ({"public_email": "ikke-en-adresse"}, "public_email"),
        ({"kind": "hemmelig"}, "kind"),
    ],
)
def test_a_wrong_organisation_is_told_beside_the_field(
    client: Client, frida: User, changed: dict[str, str], field: str
) -> None:
    client.force_login(frida)

    page = client.post("/organisationer/ny/", plan(**changed))

    assert list(page.context["form"].errors) == [field]


def test_a_cvr_number_is_stored_as_eight_digits(client: Client, frida: User) -> None:
    client.force_login(frida)

    client.post("/organisationer/ny/", plan(cvr="13 58 56 28"))

    assert Organisation.objects.get(name="Havnens Madfællesskab").cvr == "13585628"


def test_the_same_name_is_refused_in_any_case(client: Client, frida: User) -> None:
    make_organisation("Havnens Madfællesskab")
    client.force_login(frida)

    page = client.post("/organisationer/ny/", plan(name="HAVNENS madfællesskab"))

    assert "Der findes allerede en organisation med det navn." in page.content.decode()


def test_whoever_speaks_for_an_organisation_changes_it_while_they_do(
    client: Client, carla: User
) -> None:
    organisation = make_organisation()
    link = carla.affiliations.create(organisation=organisation, confirmed_at=timezone.now())
    address = f"/organisationer/{organisation.pk}/ret/"
    client.force_login(carla)

    assert client.get(address).status_code == 200
    link.since = timezone.localdate() - timedelta(days=9)
    link.until = timezone.localdate() - timedelta(days=1)
    link.save()
    assert client.get(address).status_code == 403


@pytest.fixture
def said(carla: User, administration: Organisation, client: Client) -> Affiliation:
    """Carla says that she speaks for the administration."""
    client.force_login(carla)
    client.post(
        "/profil/tilknytning/", {"organisation": administration.name, "since": "2026-01-01"}
    )
    return carla.affiliations.get()


def confirm_address(said: Affiliation) -> str:
    return f"/organisationer/{said.organisation_id}/taler-for/{said.pk}/"


def test_nobody_becomes_a_clerk_by_saying_so(
    client: Client, carla: User, said: Affiliation
) -> None:
    assert client.get(f"/organisationer/{said.organisation_id}/ret/").status_code == 403
    assert client.get("/invitationer/").status_code == 403
    assert client.get("/organisationer/ny/").status_code == 403
    assert client.post(confirm_address(said)).status_code == 403
    assert "Ikke bekræftet endnu" in client.get("/profil/").content.decode()


def test_a_colleague_or_an_administrator_confirms_and_takes_back(
    client: Client, carla: User, frida: User, erik: User, said: Affiliation
) -> None:
    for person, sent, is_clerk in ((frida, {}, True), (erik, {"fortryd": "1"}, False)):
        client.force_login(person)
        assert carla.name in client.get(said.organisation.get_absolute_url()).content.decode()
        assert client.post(confirm_address(said), sent).status_code == 302
        carla.refresh_from_db()
        assert carla.has_perm("people.invite") is is_clerk


def test_a_clerk_confirms_for_associations_and_not_for_other_administrations(
    client: Client, carla: User, frida: User, association: Organisation
) -> None:
    other = make_organisation("Børneforvaltningen", kind="administration")
    client.force_login(frida)

    for organisation, status in ((association, 302), (other, 403)):
        said = carla.affiliations.create(organisation=organisation)
        assert client.post(confirm_address(said)).status_code == status


def test_what_was_confirmed_does_not_follow_to_another_organisation_or_come_back(
    carla: User, administration: Organisation, association: Organisation
) -> None:
    link = carla.affiliations.create(organisation=association, confirmed_at=timezone.now())
    link.title = "Kasserer"
    assert actions.speak_for(carla, link).confirmed_at
    link.organisation = administration
    assert not actions.speak_for(carla, link).confirmed_at

    yesterday = timezone.localdate() - timedelta(days=1)
    past = carla.affiliations.create(
        organisation=association, confirmed_at=timezone.now(), since=yesterday, until=yesterday
    )
    past.until = None
    assert not actions.speak_for(carla, past).confirmed_at


def test_an_affiliation_belongs_to_one_person(client: Client, carla: User, bo: User) -> None:
    theirs = bo.affiliations.create(organisation=make_organisation())
    client.force_login(carla)

    assert client.get(f"/profil/tilknytning/{theirs.pk}/").status_code == 404


def test_an_affiliation_cannot_end_before_it_began(client: Client, carla: User) -> None:
    organisation = make_organisation()
    client.force_login(carla)

    page = client.post(
        "/profil/tilknytning/",
        {"organisation": organisation.name, "since": "2026-05-01", "until": "2026-04-01"},
    )

    assert page.context["form"].errors == {"until": ["Vælg en dato efter den første."]}
    assert not carla.affiliations.exists()


def test_one_says_who_one_is_and_chooses_a_language(client: Client, carla: User) -> None:
    client.force_login(carla)

    client.post(
        "/profil/",
        {"name": "Carla C.", "phone": "", "contact_visibility": "nobody", "language": "en"},
    )

    carla.refresh_from_db()
    assert (carla.name, carla.contact_visibility) == ("Carla C.", "nobody")
    assert "My profile" in client.get("/profil/").content.decode()


def test_a_page_shows_who_works_under_its_roof(client: Client, carla: User) -> None:
    house = make_organisation("Medborgerhuset")
    make_organisation("Madfællesskabet", under_roof_of=house)

    page = client.get(house.get_absolute_url()).content.decode()

    assert "Under samme tag" in page
    assert "Madfællesskabet" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    client: Client, db: None, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        make_organisation(f"Forening {number}")

    with django_assert_num_queries(4):
        page = client.get("/organisationer/").content.decode()
    assert [f"Forening {number}" in page for number in range(4)] == [n < rows for n in range(4)]
