"""Which door opens for whom: each page, as the cast."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from medborger.forums.models import Application, Forum
from medborger.forums.tests.factories import make_application, make_seat, membership
from medborger.people.models import User

CAST = ("nobody", "carla", "bo", "anna", "dora")
EVERYBODY = (200, 200, 200, 200, 200)
MEMBERS = (302, 403, 200, 200, 200)
LEADERS = (302, 403, 403, 200, 200)
PUBLIC_FORUM = {
    "/forummer/": EVERYBODY,
    "/forummer/{forum}/pladser/": EVERYBODY,
    "/forummer/{forum}/om/": EVERYBODY,
    "/forummer/{forum}/kommissorium/": EVERYBODY,
    "/forummer/{forum}/kommissorium/1/": EVERYBODY,
    "/forummer/{forum}/kommissorium/9/": (404,) * 5,
    "/forummer/{forum}/medlemmer/": (403, 403, 200, 200, 200),
    "/forummer/{forum}/beskeder/": MEMBERS,
    "/forummer/{forum}/forlad/": MEMBERS,
    "/forummer/{forum}/overdrag/": LEADERS,
    "/forummer/{forum}/soeg/": (200, 200, 403, 403, 403),
    "/forummer/{forum}/deltag/": (302, 403, 403, 403, 403),
    "/forummer/{forum}/styring/": LEADERS,
    "/forummer/{forum}/ret/": LEADERS,
    "/forummer/{forum}/tema/2026/": LEADERS,
    "/forummer/{forum}/kommissorium/ny/": LEADERS,
    "/forummer/{forum}/pladser/ny/": LEADERS,
    "/forummer/{forum}/kriterier/": LEADERS,
    "/forummer/{forum}/invitationer/": LEADERS,
    "/forummer/{forum}/ansoegninger/": LEADERS,
    "/forummer/{forum}/beskeder/ny/": LEADERS,
    "/forummer/{forum}/arkiver/": LEADERS,
    "/forummer/{forum}/genaabn/": (302, 405, 405, 405, 405),
    "/forummer/pladser/{seat}/": LEADERS,
    "/forummer/kriterier/{criterion}/": LEADERS,
    "/forummer/ansoegninger/{application}/": (302, 404, 404, 200, 200),
    # Others' contact pages and roles do not even exist for an outsider.
    "/forummer/medlemskaber/{membership}/": (302, 404, 403, 200, 200),
    "/forummer/medlemskaber/{membership}/fjern/": (302, 404, 403, 200, 200),
    "/forummer/opret/": (302, 403, 403, 403, 403),
}


@pytest.fixture
def things(
    forum: Forum, public: Forum, anna: User, bo: User, dora: User, frida: User
) -> dict[str, int]:
    forum.terms_of_reference.create(version=1, text="Formål")
    return {
        "forum": forum.pk,
        "seat": make_seat(forum).pk,
        "criterion": forum.criteria.create(name="Kender de unge").pk,
        "application": make_application(forum, frida).pk,
        "membership": membership(forum, bo).pk,
    }


@pytest.mark.parametrize("address", PUBLIC_FORUM)
def test_who_may_open_what(
    request: pytest.FixtureRequest, carla: User, things: dict[str, int], address: str
) -> None:
    met = []
    for who in CAST:
        client = Client()
        if who != "nobody":
            client.force_login(request.getfixturevalue(who))
        met.append(client.get(address.format(**things)).status_code)

    assert tuple(met) == PUBLIC_FORUM[address]


@pytest.mark.parametrize("address", ["pladser", "om", "medlemmer", "soeg", "kommissorium"])
def test_a_closed_forum_does_not_exist_for_outsiders(
    client: Client, forum: Forum, anna: User, carla: User, address: str
) -> None:
    for visitor in (None, carla):
        if visitor:
            client.force_login(visitor)
        refused = client.get(f"/forummer/{forum.pk}/{address}/").status_code
        assert refused == 404


def test_clerks_start_forums(client: Client, frida: User) -> None:
    client.force_login(frida)

    assert client.get("/forummer/opret/").status_code == 200


@pytest.mark.parametrize(
    ("way_in", "apply", "join"),
    [("appointed", False, False), ("application", True, False), ("target_group", True, True)],
)
def test_the_way_in_decides_which_door_is_open(
    forum: Forum, bo: User, carla: User, way_in: str, apply: bool, join: bool
) -> None:
    forum.way_in = way_in

    assert carla.has_perm("forums.apply", forum) == apply
    assert carla.has_perm("forums.join", forum) == join
    assert not bo.has_perm("forums.apply", forum)
    assert not bo.has_perm("forums.join", forum)
    assert not AnonymousUser().has_perm("forums.apply", forum)


def test_an_applicant_sees_and_withdraws_what_is_own(
    client: Client, forum: Forum, carla: User, dora: User
) -> None:
    application = make_application(forum, carla)
    client.force_login(carla)
    assert "Træk ansøgningen tilbage" in client.get(application.get_absolute_url()).content.decode()

    client.post(f"{application.get_absolute_url()}traek-tilbage/")

    assert Application.objects.get().status == "withdrawn"
    again = client.post(f"{application.get_absolute_url()}traek-tilbage/")
    assert again.status_code == 403


def test_nobody_removes_oneself(forum: Forum, anna: User, dora: User) -> None:
    assert not dora.has_perm("forums.remove", membership(forum, dora))
    assert dora.has_perm("forums.remove", membership(forum, anna))
