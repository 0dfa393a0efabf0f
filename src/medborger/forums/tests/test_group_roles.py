"""Groups at the municipality's log-in bring roles, and take them back. What is given by hand stays."""

import pytest
from django.test import Client

from medborger.core.identity_providers import IdentityProvider
from medborger.core.models import LogEntry, Mail
from medborger.forums import actions
from medborger.forums.models import Forum, GroupRole, Membership
from medborger.people.models import User

ISSUER = "https://login.example.org"
FJORDBY = IdentityProvider(
    key="fjordby",
    name="Fjordby Kommune",
    issuer=ISSUER,
    client_id="medborger",
    client_secret="hemmelig",
    required_level="none",
    groups_claim="groups",
)
Role = Membership.Role


@pytest.fixture
def klima(forum: Forum) -> GroupRole:
    return GroupRole.objects.create(issuer=ISSUER, group="Klima", forum=forum, role=Role.PLANNER)


@pytest.fixture(autouse=True)
def fjordby(settings: object) -> None:
    settings.OIDC_PROVIDERS = {"fjordby": FJORDBY}  # type: ignore[attr-defined]


def roles(person: User) -> dict[str, str]:
    return {one.forum.name: one.role for one in person.memberships.select_related("forum")}


def test_a_group_gives_its_role_and_takes_it_back(carla: User, klima: GroupRole) -> None:
    actions.follow_groups(carla, ISSUER, {"Klima", "Kantine"})
    assert roles(carla) == {"Klimaforum": "planner"}

    actions.follow_groups(carla, ISSUER, {"Kantine"})
    assert roles(carla) == {}
    assert [letter.to for letter in Mail.objects.all()] == [carla.email]
    assert [entry.what for entry in LogEntry.objects.order_by("pk")] == [
        "forums.give_role_by_group",
        "forums.take_role_by_group",
    ]


def test_the_group_of_another_issuer_gives_nothing(carla: User, klima: GroupRole) -> None:
    actions.follow_groups(carla, "https://elsewhere.example.org", {"Klima"})

    assert roles(carla) == {}


def test_another_issuer_takes_nothing_back(carla: User, klima: GroupRole) -> None:
    actions.follow_groups(carla, ISSUER, {"Klima"})
    actions.follow_groups(carla, "https://elsewhere.example.org", set())

    assert roles(carla) == {"Klimaforum": "planner"}


@pytest.mark.parametrize("groups", [{"Klima"}, set()])
def test_what_was_given_by_hand_is_never_touched(
    bo: User, anna: User, klima: GroupRole, groups: set[str]
) -> None:
    for person in (bo, anna):
        actions.follow_groups(person, ISSUER, groups)

    assert (roles(bo), roles(anna)) == ({"Klimaforum": "member"}, {"Klimaforum": "chair"})


def test_a_role_changed_by_hand_stays(dora: User, carla: User, klima: GroupRole) -> None:
    actions.follow_groups(carla, ISSUER, {"Klima"})
    own = carla.memberships.get()
    actions.change_membership(dora, own, role=Role.REPRESENTATIVE, organisation=None)

    actions.follow_groups(carla, ISSUER, set())

    assert roles(carla) == {"Klimaforum": "representative"}


def test_a_role_handed_over_stays(dora: User, carla: User, klima: GroupRole) -> None:
    actions.follow_groups(carla, ISSUER, {"Klima"})
    actions.hand_over(dora, carla.memberships.get())

    actions.follow_groups(carla, ISSUER, set())

    assert roles(carla) == {"Klimaforum": "coordinator"}


def test_of_two_groups_the_more_trusted_role_counts(carla: User, klima: GroupRole) -> None:
    leaders = GroupRole.objects.create(
        issuer=ISSUER, group="Ledere", forum=klima.forum, role=Role.COORDINATOR
    )
    for groups, role in (
        ({"Klima", "Ledere"}, "coordinator"),
        ({"Klima"}, "planner"),
        ({"Ledere"}, "coordinator"),
    ):
        actions.follow_groups(carla, ISSUER, groups)
        assert roles(carla) == {"Klimaforum": role}
    assert carla.memberships.get().from_group == leaders


def test_the_last_coordinator_goes_too_and_others_are_told(
    anna: User, carla: User, erik: User, klima: GroupRole
) -> None:
    GroupRole.objects.update(role=Role.COORDINATOR)
    actions.follow_groups(carla, ISSUER, {"Klima"})

    actions.follow_groups(carla, ISSUER, set())

    assert roles(carla) == {}
    told = Mail.objects.filter(subject__contains="tovholder").values_list("to", flat=True)
    assert sorted(told) == [anna.email, erik.email]


def test_an_archive_takes_nobody_and_lets_go(carla: User, dora: User, klima: GroupRole) -> None:
    actions.follow_groups(carla, ISSUER, {"Klima"})
    actions.archive(dora, klima.forum)

    actions.follow_groups(carla, ISSUER, {"Klima"})
    assert roles(carla) == {}


def test_nobody_becomes_an_administrator_by_a_group(carla: User, klima: GroupRole) -> None:
    assert "administrator" not in dict(GroupRole._meta.get_field("role").flatchoices)
    actions.follow_groups(carla, ISSUER, {"Klima", "administrator"})

    carla.refresh_from_db()
    assert (carla.is_staff, carla.is_superuser) == (False, False)


# --- the pages ---


def proved(client: Client, person: User) -> Client:
    """Logged in a moment ago, so that no new proof is asked for."""
    client.force_login(person)
    session = client.session
    session["proved_at"] = 4_000_000_000
    session.save()
    return client


def test_an_administrator_sees_what_it_means_and_then_saves(
    client: Client, erik: User, forum: Forum
) -> None:
    proved(client, erik)
    chosen = {"issuer": ISSUER, "group": "Klima", "forum": forum.pk, "role": "coordinator"}

    preview = client.post("/forummer/grupper/ny/", chosen).content.decode()
    assert GroupRole.objects.count() == 0
    assert "gruppen Klima" in preview
    assert "Det er en rolle, der leder" in preview
    client.post("/forummer/grupper/ny/", {**chosen, "save": "1"})

    made = GroupRole.objects.get()
    assert (made.group, made.forum, made.role) == ("Klima", forum, "coordinator")
    assert LogEntry.objects.filter(what="forums.map_group", by_id=erik.pk).count() == 1
    again = client.post("/forummer/grupper/ny/", {**chosen, "save": "1"}).content.decode()
    assert "Gruppen har allerede en rolle i det forum." in again


def test_a_changed_role_counts_at_once_for_those_who_are_in(
    client: Client, erik: User, carla: User, klima: GroupRole
) -> None:
    actions.follow_groups(carla, ISSUER, {"Klima"})
    proved(client, erik)
    address = f"/forummer/grupper/{klima.pk}/"

    preview = client.post(address, {"role": "member"}).content.decode()
    assert "1 person er medlem gennem gruppen nu" in preview
    client.post(address, {"role": "member", "save": "1"})

    assert roles(carla) == {"Klimaforum": "member"}


def test_taking_the_mapping_away_shows_who_loses(
    client: Client, erik: User, carla: User, bo: User, klima: GroupRole
) -> None:
    actions.follow_groups(carla, ISSUER, {"Klima"})
    proved(client, erik)
    address = f"/forummer/grupper/{klima.pk}/fjern/"

    page = client.get(address).content.decode()
    assert ("Carla Cedertræ" in page, "Bo Birk" in page) == (True, False)
    client.post(address)

    assert (roles(carla), roles(bo)) == ({}, {"Klimaforum": "member"})
    assert not GroupRole.objects.exists()


def test_the_last_coordinator_is_not_taken_away_by_somebody(
    client: Client, erik: User, carla: User, klima: GroupRole
) -> None:
    GroupRole.objects.update(role=Role.COORDINATOR)
    actions.follow_groups(carla, ISSUER, {"Klima"})
    proved(client, erik)

    page = client.post(f"/forummer/grupper/{klima.pk}/fjern/", follow=True).content.decode()

    assert "Et forum skal have en tovholder" in page
    assert roles(carla) == {"Klimaforum": "coordinator"}


def test_who_may_map(
    client: Client, frida: User, dora: User, carla: User, klima: GroupRole, forum: Forum
) -> None:
    client.force_login(carla)
    assert client.get("/forummer/grupper/").status_code == 403

    proved(client, frida)  # a clerk, of no forum
    assert client.get("/forummer/grupper/").status_code == 200
    assert client.get(f"/forummer/grupper/{klima.pk}/").status_code == 404
    chosen = {"issuer": ISSUER, "group": "Alle", "forum": forum.pk, "role": "coordinator"}
    client.post("/forummer/grupper/ny/", {**chosen, "save": "1"})
    assert GroupRole.objects.count() == 1

    forum.memberships.create(person=frida, role=Role.COORDINATOR)
    client.post("/forummer/grupper/ny/", {**chosen, "save": "1"})
    assert GroupRole.objects.count() == 2

    proved(client, dora)  # leads the forum, but speaks for nobody in the administration yet
    assert client.get(f"/forummer/grupper/{klima.pk}/").status_code == 403


def test_a_fresh_proof_is_asked_for(client: Client, erik: User, klima: GroupRole) -> None:
    client.force_login(erik)
    session = client.session
    session["proved_at"] = 0
    session.save()

    client.post(f"/forummer/grupper/{klima.pk}/fjern/")

    assert GroupRole.objects.count() == 1


@pytest.fixture
def left(carla: User, erik: User, klima: GroupRole, settings: object) -> GroupRole:
    """Carla and Erik came in by a group, and then the municipality's log-in was taken out."""
    for person in (carla, erik):
        actions.follow_groups(person, ISSUER, {"Klima"})
    settings.OIDC_PROVIDERS = {}  # type: ignore[attr-defined]
    return klima


def test_a_coordinator_is_told_of_members_whose_log_in_is_gone(
    client: Client, dora: User, frida: User, left: GroupRole, forum: Forum
) -> None:
    said = "2 medlemmer er her ved gruppen Klima"
    address = f"/forummer/grupper/{left.pk}/fjern/"
    client.force_login(dora)
    page = client.get(f"/forummer/{forum.pk}/medlemmer/").content.decode()
    assert (said in page, "En administrator kan beholde dem" in page) == (True, True)

    forum.memberships.create(person=frida, role=Role.COORDINATOR)
    client.force_login(frida)
    page = client.get(f"/forummer/{forum.pk}/medlemmer/").content.decode()
    assert (said in page, address in page) == (True, True)
    assert "Findes ikke længere" in client.get("/forummer/grupper/").content.decode()


def test_bo_is_not_told_who_came_in_by_which_group(
    client: Client, bo: User, left: GroupRole, forum: Forum
) -> None:
    client.force_login(bo)

    assert "Klima<" not in client.get(f"/forummer/{forum.pk}/medlemmer/").content.decode()
    assert "gruppen Klima" not in client.get(f"/forummer/{forum.pk}/medlemmer/").content.decode()


@pytest.mark.parametrize("keeps", [True, False])
def test_those_left_behind_are_kept_or_let_go(
    client: Client, dora: User, bo: User, erik: User, carla: User, left: GroupRole, keeps: bool
) -> None:
    proved(client, erik)

    client.post(f"/forummer/grupper/{left.pk}/fjern/", {"behold": "1"} if keeps else {})

    assert not GroupRole.objects.exists()
    assert roles(carla) == ({"Klimaforum": "planner"} if keeps else {})
    assert Membership.objects.filter(from_group__isnull=False).count() == 0
    assert Mail.objects.filter(to=carla.email).exists() is not keeps


def test_a_group_whose_log_in_works_is_not_kept_against_it(
    client: Client, dora: User, erik: User, carla: User, klima: GroupRole
) -> None:
    actions.follow_groups(carla, ISSUER, {"Klima"})
    proved(client, erik)

    client.post(f"/forummer/grupper/{klima.pk}/fjern/", {"behold": "1"})

    assert roles(carla) == {}
