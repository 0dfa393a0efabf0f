"""An archived forum is read-only, and opens again as it was."""

from collections.abc import Callable

import pytest
from django.test import Client

from medborger.core.models import Mail
from medborger.forums import actions
from medborger.forums.models import Forum
from medborger.forums.tests.factories import make_application, make_seat, membership
from medborger.people.models import Invitation, User


@pytest.fixture
def archived(forum: Forum, anna: User, bo: User, dora: User) -> Forum:
    make_seat(forum, holder=bo)
    make_seat(forum)
    actions.archive(dora, forum)
    Mail.objects.all().delete()
    forum.refresh_from_db()
    return forum


def test_archiving_answers_all_who_wait_and_tells_the_members(
    forum: Forum, bo: User, carla: User, dora: User
) -> None:
    application = make_application(forum, carla)
    actions.invite(dora, forum, email="gerda@example.org")
    Mail.objects.all().delete()

    actions.archive(dora, forum)

    application.refresh_from_db()
    assert application.status == "declined"
    assert not Invitation.objects.open().exists()
    assert {one.to: one.subject for one in Mail.objects.all()} == {
        carla.email: "Klimaforum er arkiveret",
        bo.email: "Klimaforum er arkiveret",
    }


EVERYTHING: dict[str, Callable[[Forum, User, User, User], object]] = {
    "add seats": lambda forum, bo, carla, dora: actions.add_seats(dora, forum),
    "give a seat": lambda forum, bo, carla, dora: actions.give_seat(
        dora, forum.seats.vacant()[0], membership(forum, bo)
    ),
    "free a seat": lambda forum, bo, carla, dora: actions.free_seat(dora, forum.seats.taken()[0]),
    "remove a seat": lambda forum, bo, carla, dora: actions.remove_seat(
        dora, forum.seats.vacant()[0]
    ),
    "join": lambda forum, bo, carla, dora: actions.join(carla, forum),
    "apply": lambda forum, bo, carla, dora: actions.apply(carla, forum, text="Vi vil med."),
    "approve": lambda forum, bo, carla, dora: actions.approve(dora, make_application(forum, carla)),
    "decline": lambda forum, bo, carla, dora: actions.decline(
        dora, make_application(forum, carla), answer="Nej."
    ),
    "withdraw": lambda forum, bo, carla, dora: actions.withdraw_application(
        carla, make_application(forum, carla)
    ),
    "invite": lambda forum, bo, carla, dora: actions.invite(dora, forum, email="x@example.org"),
    "write": lambda forum, bo, carla, dora: actions.send_message(
        dora, forum, subject="Hej", text="Hej"
    ),
    "hand over": lambda forum, bo, carla, dora: actions.hand_over(dora, membership(forum, bo)),
    "remove": lambda forum, bo, carla, dora: actions.remove(dora, membership(forum, bo)),
    "change a role": lambda forum, bo, carla, dora: actions.change_membership(
        dora, membership(forum, bo), role="chair", organisation=None
    ),
    "adopt terms": lambda forum, bo, carla, dora: actions.adopt_terms(dora, forum, text="Ny"),
    "archive": lambda forum, bo, carla, dora: actions.archive(dora, forum),
}


@pytest.mark.parametrize("what", EVERYTHING)
def test_nothing_happens_in_an_archive(
    archived: Forum, bo: User, carla: User, dora: User, what: str
) -> None:
    with pytest.raises(actions.ForumIsArchived):
        EVERYTHING[what](archived, bo, carla, dora)

    assert Mail.objects.count() == 0


CLOSED = [
    "ret", "tema/2026", "kommissorium/ny", "pladser/ny", "kriterier", "invitationer", "overdrag",
    "beskeder/ny", "arkiver",
]  # fmt: skip


@pytest.mark.parametrize("page", CLOSED)
def test_no_page_of_an_archive_takes_a_change(
    client: Client, archived: Forum, dora: User, page: str
) -> None:
    client.force_login(dora)
    address = f"/forummer/{archived.pk}/{page}/"

    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403


def test_everybody_may_leave_an_archive_also_its_last_coordinator(
    archived: Forum, bo: User, dora: User
) -> None:
    actions.leave(bo, archived)
    actions.leave(dora, archived)

    assert [one.role for one in archived.memberships.all()] == ["chair"]
    assert Mail.objects.count() == 0


def test_a_forum_opens_again(client: Client, archived: Forum, dora: User) -> None:
    client.force_login(dora)
    assert "Åbn forummet igen" in client.get(f"/forummer/{archived.pk}/styring/").content.decode()

    client.post(f"/forummer/{archived.pk}/genaabn/")

    assert list(Forum.objects.active()) == [archived]
    assert actions.add_seats(dora, archived)
