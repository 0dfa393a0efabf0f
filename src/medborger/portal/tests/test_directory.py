"""Find a colleague, and see how to reach those who have chosen that."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from medborger.areas.models import Area
from medborger.forums.models import Forum, reachable_by
from medborger.people.models import Affiliation, Competence, Organisation, User

Visibility = User.ContactVisibility


def names_in(client: Client, query: str = "") -> list[str]:
    """Whom the list shows, in its order."""
    page = client.get(f"/personer/{query}")
    return [str(row.person) for row in page.context["rows"]]


def speaks_for(person: User, organisation: Organisation, *, confirmed: bool = True) -> None:
    Affiliation.objects.create(
        person=person,
        organisation=organisation,
        confirmed_at=timezone.now() if confirmed else None,
    )


@pytest.mark.django_db
def test_a_visitor_is_asked_to_log_in(client: Client, bo: User) -> None:
    for address in ("/personer/", f"/personer/{bo.pk}/"):
        assert client.get(address).url == f"/log-ind/?next={address}"  # type: ignore[attr-defined]


def test_everyone_logged_in_finds_those_who_want_to_be_found(
    client: Client, anna: User, bo: User, carla: User
) -> None:
    User.objects.filter(pk=anna.pk).update(is_listed=False)
    client.force_login(carla)

    assert names_in(client) == ["Bo Birk", "Carla Cedertræ"]
    assert client.get(f"/personer/{anna.pk}/").status_code == 404


def test_an_administrator_finds_everyone_with_an_account(
    client: Client, anna: User, bo: User, erik: User
) -> None:
    User.objects.filter(pk=anna.pk).update(is_listed=False)
    User.objects.filter(pk=bo.pk).update(is_active=False)
    client.force_login(erik)

    assert names_in(client) == ["Anna Ager", "Erik Eng"]


def test_one_is_found_by_name_organisation_area_and_competence(
    client: Client, anna: User, bo: User, carla: User, association: Organisation
) -> None:
    mediation = Competence.objects.create(name="Mægling")
    carla.competences.add(mediation)
    speaks_for(bo, association)
    district = Area.objects.create(name="Øerne", kind=Area.Kind.DISTRICT)
    quarter = Area.objects.create(name="Kajen", kind=Area.Kind.NEIGHBOURHOOD, parent=district)
    association.areas_served.add(quarter)
    client.force_login(anna)

    assert names_in(client, "?q=birk") == ["Bo Birk"]
    assert names_in(client, "?q=åben+bo") == ["Bo Birk"]
    assert names_in(client, "?q=mægling") == ["Carla Cedertræ"]
    assert names_in(client, f"?organisation={association.pk}") == ["Bo Birk"]
    assert names_in(client, f"?area={quarter.pk}") == ["Bo Birk"]
    assert names_in(client, f"?competence={mediation.pk}") == ["Carla Cedertræ"]
    assert names_in(client, "?q=findes+ikke") == []
    assert names_in(client, "?area=999&organisation=x") == [
        "Anna Ager",
        "Bo Birk",
        "Carla Cedertræ",
    ]


def test_only_what_others_have_confirmed_is_shown(
    client: Client, anna: User, bo: User, association: Organisation
) -> None:
    speaks_for(bo, association, confirmed=False)
    client.force_login(anna)

    assert names_in(client, "?q=åben") == []
    assert str(association) not in client.get("/personer/").content.decode()


@pytest.mark.parametrize(
    ("chosen", "member_sees", "outsider_sees"),
    [
        (Visibility.NOBODY, False, False),
        (Visibility.FORUMS, True, False),
        (Visibility.EVERYONE, True, True),
    ],
)
def test_contact_details_are_shown_as_each_has_chosen(
    client: Client,
    anna: User,
    bo: User,
    carla: User,
    chosen: Visibility,
    member_sees: bool,
    outsider_sees: bool,
) -> None:
    User.objects.filter(pk=bo.pk).update(contact_visibility=chosen, phone="00 11 22 33")

    for visitor, sees in ((anna, member_sees), (carla, outsider_sees), (bo, True)):
        client.force_login(visitor)
        for address in ("/personer/", f"/personer/{bo.pk}/"):
            page = client.get(address).content.decode()
            assert ("bo@example.org" in page, "00 11 22 33" in page) == (sees, sees), visitor


def test_an_administrator_sees_no_more_of_how_to_reach_people(
    client: Client, bo: User, erik: User
) -> None:
    User.objects.filter(pk=bo.pk).update(contact_visibility=Visibility.NOBODY)
    client.force_login(erik)

    assert "bo@example.org" not in client.get(f"/personer/{bo.pk}/").content.decode()


def test_nobody_is_found_by_what_is_not_shown(client: Client, bo: User, anna: User) -> None:
    User.objects.filter(pk=bo.pk).update(phone="00 11 22 33")
    client.force_login(anna)

    for sought in ("bo@example.org", "example.org", "00+11"):
        assert names_in(client, f"?q={sought}") == []
        assert client.get(f"/soeg/?q={sought}").context["hits"] == []


def test_the_rule_and_the_list_agree_about_contact_details(
    anna: User, bo: User, carla: User, erik: User
) -> None:
    everyone = [anna, bo, carla, erik]
    for chosen in Visibility.values:
        User.objects.update(contact_visibility=chosen)
        for visitor in everyone:
            listed = set(User.objects.filter(reachable_by(visitor)))
            assert listed == {
                one for one in everyone if visitor.has_perm("forums.see_contact", one)
            }


def test_a_shared_forum_is_shared_by_both(anna: User, bo: User, carla: User, forum: Forum) -> None:
    other = Forum.objects.create(name="Havneforum", organisation=forum.organisation)
    other.memberships.create(person=carla)
    User.objects.update(contact_visibility=Visibility.FORUMS)

    assert list(User.objects.filter(reachable_by(carla))) == [carla]
    other.memberships.create(person=bo)
    assert set(User.objects.filter(reachable_by(carla))) == {carla, bo}


def test_the_list_asks_the_database_no_more_for_more_people(
    client: Client,
    anna: User,
    association: Organisation,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(anna)
    client.get("/personer/")
    for count in (1, 30):
        for number in range(count):
            person = User.objects.create_user(f"x{count}-{number}@example.org", f"X {number}")
            speaks_for(person, association)
        with django_assert_num_queries(10):
            client.get("/personer/")


def test_a_long_list_has_pages_that_keep_the_choice(client: Client, anna: User) -> None:
    for number in range(30):
        User.objects.create_user(f"x{number}@example.org", f"Xenia {number:02}")
    client.force_login(anna)

    first = client.get("/personer/?q=xenia")
    second = names_in(client, first.context["page"].next)

    assert len(first.context["rows"]) == 20
    assert second == [f"Xenia {number}" for number in range(20, 30)]


def test_a_person_page_tells_the_forums_that_the_visitor_may_know_of(
    client: Client, anna: User, bo: User, carla: User
) -> None:
    for visitor, sees in ((anna, True), (carla, False)):
        client.force_login(visitor)
        assert ("Klimaforum" in client.get(f"/personer/{bo.pk}/").content.decode()) == sees
