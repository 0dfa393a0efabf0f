import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from medborger.areas.models import Area
from medborger.forums import actions
from medborger.forums.models import Application, Forum, Membership
from medborger.forums.tests.factories import make_application, make_forum, make_seat, membership
from medborger.people.models import Organisation, User

Visibility = User.ContactVisibility


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


# --- the list ---


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_forum_and_for_three(
    client: Client, carla: User, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        forum = make_forum(f"Forum {number}")
        make_seat(forum, holder=carla)
    client.force_login(carla)

    with django_assert_num_queries(7):
        rows = client.get("/forummer/").context["rows"]

    assert [row.taken for row in rows] == [1] * count


@pytest.mark.django_db
def test_the_list_says_how_many_seats_are_vacant(client: Client) -> None:
    forum = make_forum()
    make_seat(forum)
    make_seat(forum)

    page = text(client, "/forummer/")

    assert "2 ledige pladser" in page
    assert "0 af 2 pladser er besat" in page


@pytest.mark.django_db
def test_the_list_is_filtered_by_kind_and_by_area_with_what_lies_in_it(client: Client) -> None:
    city = Area.objects.create(name="Fjordby", kind=Area.Kind.MUNICIPALITY)
    district = Area.objects.create(name="Havnen", kind=Area.Kind.DISTRICT, parent=city)
    in_city = make_forum("Byforum", area=city)
    in_district = make_forum("Havneforum", area=district, kind=Forum.Kind.NETWORK)
    make_forum("Andetsteds")

    def found(query: str) -> list[Forum]:
        return [row.forum for row in client.get(f"/forummer/?{query}").context["rows"]]

    assert found(f"area={city.pk}") == [in_city, in_district]
    assert found(f"area={district.pk}") == [in_district]
    assert found(f"area={city.pk}&kind=network") == [in_district]
    assert found("kind=network&area=nonsense") == [in_district]
    assert len(found("kind=nonsense")) == 3


@pytest.mark.django_db
def test_archived_forums_are_asked_for(client: Client, dora: User, forum: Forum) -> None:
    client.force_login(dora)
    actions.archive(dora, forum)

    assert client.get("/forummer/").context["rows"] == []
    rows = client.get("/forummer/?archived=on").context["rows"]

    assert [row.forum for row in rows] == [forum]


@pytest.mark.django_db
def test_empty_says_what_could_be_here(client: Client) -> None:
    assert "Her er plads til det første forum" in text(client, "/forummer/")
    make_forum()

    assert "Intet forum passer til det, du valgte" in text(client, "/forummer/?kind=network")


@pytest.mark.django_db
def test_the_list_goes_on_to_a_next_page(client: Client) -> None:
    for number in range(21):
        make_forum(f"Forum {number:02}")

    first = client.get("/forummer/?kind=standing").context
    second = client.get(f"/forummer/{first['page'].next}").context

    assert (len(first["rows"]), len(second["rows"])) == (20, 1)
    assert str(second["rows"][0].forum) == "Forum 20"


def test_an_administrator_finds_forums_without_a_coordinator(
    client: Client, forum: Forum, erik: User, carla: User
) -> None:
    client.force_login(carla)
    assert "uden tovholder" not in text(client, "/forummer/")
    assert client.post(f"/forummer/{forum.pk}/bliv-tovholder/").status_code == 403

    client.force_login(erik)
    assert "Forummer uden tovholder" in text(client, "/forummer/")
    client.post(f"/forummer/{forum.pk}/bliv-tovholder/")

    assert membership(forum, erik).role == Membership.Role.COORDINATOR


# --- members and seats ---


@pytest.fixture
def shown(forum: Forum, anna: User, bo: User) -> Forum:
    """A public forum that shows its members. Bo shows contact details to everyone."""
    forum.visibility, forum.has_public_members = Forum.Visibility.PUBLIC, True
    forum.save()
    User.objects.filter(pk=bo.pk).update(
        contact_visibility=Visibility.EVERYONE, phone="70 00 00 01"
    )
    User.objects.filter(pk=anna.pk).update(contact_visibility=Visibility.NOBODY)
    return forum


def test_members_see_the_contact_details_each_has_chosen_to_show(
    client: Client, shown: Forum, bo: User, anna: User
) -> None:
    client.force_login(bo)

    page = text(client, f"/forummer/{shown.pk}/medlemmer/")

    assert bo.email in page
    assert "70 00 00 01" in page
    assert "Anna Ager" in page
    assert anna.email not in page


@pytest.mark.parametrize("who", ["nobody", "carla"])
def test_others_see_names_and_never_contact_details(
    request: pytest.FixtureRequest, client: Client, shown: Forum, bo: User, who: str
) -> None:
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))

    page = text(client, f"/forummer/{shown.pk}/medlemmer/")

    assert "Bo Birk" in page
    assert bo.email not in page
    assert "70 00 00 01" not in page


def test_seats_name_their_holders_only_where_members_are_shown(
    client: Client, shown: Forum, bo: User, association: Organisation
) -> None:
    make_seat(shown, holder=bo, organisation=association)
    address = f"/forummer/{shown.pk}/pladser/"
    assert "Bo Birk" in text(client, address)

    Forum.objects.update(has_public_members=False)

    assert "Bo Birk" not in text(client, address)
    assert "Foreningen Åben Dør" in text(client, address)


@pytest.mark.parametrize("count", [1, 3])
def test_the_seats_cost_the_same_for_one_and_for_three(
    client: Client,
    forum: Forum,
    dora: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for _ in range(count):
        make_seat(forum, holder=dora)
    client.force_login(dora)

    with django_assert_num_queries(12):
        client.get(f"/forummer/{forum.pk}/pladser/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_members_cost_the_same_for_one_and_for_three(
    client: Client,
    forum: Forum,
    dora: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        person = User.objects.create_user(f"p{number}@example.org", f"P {number}")
        forum.memberships.create(person=person)
    client.force_login(dora)

    with django_assert_num_queries(8):
        client.get(f"/forummer/{forum.pk}/medlemmer/")


# --- doing things ---


def test_a_clerk_starts_a_forum_and_coordinates_it(
    client: Client, frida: User, administration: Organisation
) -> None:
    client.force_login(frida)

    page = client.post(
        "/forummer/opret/",
        {
            "name": "Lokaludvalget i Engparken",
            "kind": "local_committee",
            "summary": "Beboere og kommune om livet i Engparken.",
            "organisation": administration.name,
            "visibility": "public",
            "way_in": "application",
            "physical_meetings": 3,
            "virtual_meetings": 0,
            "seats": 6,
        },
        follow=True,
    )

    forum = Forum.objects.get()
    assert page.redirect_chain == [(f"/forummer/{forum.pk}/styring/", 302)]
    assert membership(forum, frida).role == Membership.Role.COORDINATOR
    assert forum.seats.count() == 6


def test_two_forums_do_not_share_a_name(client: Client, forum: Forum, frida: User) -> None:
    client.force_login(frida)

    page = client.post("/forummer/opret/", {"name": "KLIMAFORUM", "summary": "x"})

    assert "Der er allerede et forum med det navn." in page.content.decode()


def test_the_second_to_approve_for_a_seat_reads_why_beside_the_field(
    client: Client, forum: Forum, bo: User, carla: User, dora: User
) -> None:
    seat = make_seat(forum)
    application = make_application(forum, carla, seat=seat)
    actions.give_seat(dora, seat, membership(forum, bo))
    client.force_login(dora)

    page = client.post(
        application.get_absolute_url(),
        {"decision": "approve", "seat": seat.pk, "answer": "Velkommen til os."},
    )

    assert page.context["form"].errors["seat"] == [
        "Den plads er netop blevet besat. Vælg en anden."
    ]
    assert "Velkommen til os." in page.content.decode()
    assert Application.objects.waiting().get() == application


def test_a_no_without_a_reason_is_not_sent(
    client: Client, forum: Forum, carla: User, dora: User
) -> None:
    application = make_application(forum, carla)
    client.force_login(dora)

    page = client.post(application.get_absolute_url(), {"decision": "decline", "answer": ""})

    assert page.context["form"].errors["answer"] == ["Skriv, hvorfor det er et nej."]
    client.post(application.get_absolute_url(), {"decision": "decline", "answer": "Fordi."})
    application.refresh_from_db()
    assert (application.status, application.answer) == ("declined", "Fordi.")


def test_one_applies_for_the_organisations_one_speaks_for(
    client: Client, public: Forum, carla: User, association: Organisation
) -> None:
    carla.affiliations.create(organisation=association)
    client.force_login(carla)
    address = f"/forummer/{public.pk}/soeg/"
    assert list(client.get(address).context["form"].fields["organisation"].queryset) == [
        association
    ]

    client.post(address, {"text": "Vi kender kvarteret.", "organisation": association.pk})

    application = Application.objects.get()
    assert application.organisation == association
    again = client.get(address)
    assert again.headers["Location"] == application.get_absolute_url()


def test_an_application_with_a_cpr_number_is_not_stored(
    client: Client, public: Forum, carla: User, cpr: str
) -> None:
    client.force_login(carla)

    page = client.post(f"/forummer/{public.pk}/soeg/", {"text": f"Om {cpr}"})

    assert page.context["form"].errors.as_data()["text"][0].code == "cpr"
    assert not Application.objects.exists()


def test_the_last_coordinator_is_told_why_she_cannot_leave(
    client: Client, forum: Forum, dora: User
) -> None:
    client.force_login(dora)

    page = client.post(f"/forummer/{forum.pk}/forlad/", follow=True)

    assert "Giv rollen videre til en anden først." in page.content.decode()
    assert membership(forum, dora)


def test_a_seat_is_described_given_freed_and_taken_away(
    client: Client, forum: Forum, bo: User, dora: User
) -> None:
    criterion = forum.criteria.create(name="Kender de unge")
    client.force_login(dora)

    client.post(f"/forummer/{forum.pk}/pladser/ny/", {"count": 1, "criteria": [criterion.pk]})
    seat = forum.seats.get()
    address = f"/forummer/pladser/{seat.pk}/"
    assert list(seat.criteria.all()) == [criterion]
    client.post(
        address,
        {"term_ends_on_day": "30", "term_ends_on_month": "6", "term_ends_on_year": "2028"},
    )
    client.post(f"{address}giv/", {"member": membership(forum, bo).pk})
    assert seat.holdings.current().get().person == bo
    client.post(f"{address}frigiv/")
    assert [one.person for one in seat.holdings.former()] == [bo]
    assert "Bo Birk" in text(client, address)
    client.post(f"{address}fjern/")

    assert not forum.seats.exists()


def test_a_forum_has_a_criterion_once(client: Client, forum: Forum, dora: User) -> None:
    forum.criteria.create(name="Kender de unge")
    client.force_login(dora)

    page = client.post(f"/forummer/{forum.pk}/kriterier/", {"name": "kender \x07de unge"})

    assert "Forummet har allerede det kriterium." in page.content.decode()


def test_a_theme_is_one_a_year_and_terms_keep_their_versions(
    client: Client, forum: Forum, dora: User
) -> None:
    client.force_login(dora)
    for heading in ("Unge", "Unge med i beslutningerne"):
        client.post(f"/forummer/{forum.pk}/tema/2026/", {"heading": heading})
    for words in ("Første", "Anden"):
        client.post(
            f"/forummer/{forum.pk}/kommissorium/ny/", {"text": words, "adopted_on": "1.2.2026"}
        )

    assert [one.heading for one in forum.themes.all()] == ["Unge med i beslutningerne"]
    assert "Anden" in text(client, f"/forummer/{forum.pk}/kommissorium/")
    old = text(client, f"/forummer/{forum.pk}/kommissorium/1/")
    assert "Første" in old
    assert "Denne version gælder ikke længere" in old


def test_invitations_are_listed_with_what_became_of_them(
    client: Client, forum: Forum, dora: User
) -> None:
    client.force_login(dora)
    address = f"/forummer/{forum.pk}/invitationer/"

    page = client.post(address, {"email": "gerda@example.org", "role": "member"}, follow=True)
    assert "Invitationen er sendt til gerda@example.org." in page.content.decode()
    again = client.post(address, {"email": "gerda@example.org", "role": "member"})
    assert "Der er en åben invitation til den adresse." in again.content.decode()
    sent = forum.invitations.get()
    client.post(f"/forummer/invitationer/{sent.pk}/forny/")
    client.post(f"/forummer/invitationer/{sent.pk}/traek-tilbage/")

    assert "Trukket tilbage" in text(client, address)


def test_several_are_invited_to_a_forum_at_once(client: Client, forum: Forum, dora: User) -> None:
    client.force_login(dora)
    address = f"/forummer/{forum.pk}/invitationer/"
    sent = {"email": "gerda@example.org\ndora@example.org\nhans@example.org", "role": "planner"}

    page = client.post(address, sent, follow=True).content.decode()

    assert "Invitationen er sendt til gerda@example.org, hans@example.org." in page
    assert "dora@example.org: Personen er allerede medlem af forummet." in page
    assert [one.role for one in forum.invitations.all()] == ["planner", "planner"]

    seat = forum.seats.create(number=1)
    again = client.post(address, {**sent, "seat": seat.pk})
    assert "Invitér én ad gangen til en plads" in again.content.decode()
    assert forum.invitations.count() == 2


def test_the_target_group_joins_from_the_page(client: Client, carla: User) -> None:
    forum = make_forum(way_in="target_group", target_groups="boligsociale medarbejdere")
    client.force_login(carla)
    address = f"/forummer/{forum.pk}/deltag/"
    assert "åbent for boligsociale medarbejdere" in text(client, address)

    assert client.post(address, {}).status_code == 200
    assert not forum.memberships.exists()
    client.post(address, {"belongs": "on"})

    assert membership(forum, carla)


def test_a_visitor_reads_how_to_come_in(client: Client, administration: Organisation) -> None:
    administration.public_email = "forum@example.org"
    administration.save()
    forum = make_forum(organisation=administration)

    page = text(client, f"/forummer/{forum.pk}/soeg/")

    assert "forum@example.org" in page
    assert f"?next=/forummer/{forum.pk}/soeg/" in page
