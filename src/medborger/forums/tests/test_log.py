"""What Dora does to the people of a forum stands in the log, and what she reads of them."""

import pytest
from django.test import Client

from medborger.core.models import LogEntry
from medborger.forums import actions
from medborger.forums.models import Forum, Membership, Seat
from medborger.people.models import User


def told() -> list[tuple[str, str | None]]:
    return [
        (one.what, one.by.first_name if one.by else None)
        for one in LogEntry.objects.select_related("by").order_by("pk")
    ]


@pytest.fixture
def seat(dora: User, forum: Forum) -> Seat:
    return actions.add_seats(dora, forum)[0]


def test_roles_and_seats(forum: Forum, dora: User, bo: User, seat: Seat) -> None:
    of_bo = forum.memberships.get(person=bo)

    actions.give_seat(dora, seat, of_bo)
    actions.free_seat(dora, seat)
    actions.change_membership(dora, of_bo, role=Membership.Role.PLANNER, organisation=None)
    actions.change_membership(dora, of_bo, role=Membership.Role.PLANNER, organisation=None)
    actions.remove(dora, of_bo)

    assert told() == [
        ("forums.give_seat", "Dora"),
        ("forums.free_seat", "Dora"),
        ("forums.change_role", "Dora"),
        ("forums.remove_member", "Dora"),
    ]
    assert set(LogEntry.objects.values_list("about_key", "forum_id")) == {(str(bo.pk), forum.pk)}


def test_coming_in_and_going_out(forum: Forum, dora: User, carla: User, seat: Seat) -> None:
    application = actions.apply(carla, forum, text="Jeg kender havnen.")
    actions.approve(dora, application, seat=seat)
    actions.leave(carla, forum)
    sent = actions.invite(dora, forum, email="gro@example.org")
    actions.resend(dora, sent)
    actions.withdraw_invitation(dora, sent)

    assert told() == [
        ("forums.give_seat", "Dora"),
        ("forums.approve_application", "Dora"),
        ("forums.leave", "Carla"),
        ("forums.invite", "Dora"),
        ("forums.renew_invitation", "Dora"),
        ("forums.withdraw_invitation", "Dora"),
    ]


def test_what_is_refused_is_not_logged(forum: Forum, dora: User) -> None:
    with pytest.raises(actions.LastCoordinator):
        actions.leave(dora, forum)

    assert told() == []


def test_a_message_is_logged_without_its_words(forum: Forum, dora: User, bo: User) -> None:
    actions.send_message(dora, forum, subject="Om fredagen", text="Kaffe og kage.")

    entry = LogEntry.objects.get()
    assert entry.what == "forums.send_message"
    assert "Kaffe" not in str(vars(entry))


@pytest.mark.parametrize("address", ["/forummer/{}/medlemmer/", "/api/forums/{}/members/"])
def test_who_read_the_members(client: Client, forum: Forum, bo: User, address: str) -> None:
    client.force_login(bo)
    for _ in range(2):
        assert client.get(address.format(forum.pk)).status_code == 200

    assert told() == [("forums.read_members", "Bo")]


def test_a_stranger_who_reads_a_public_list_leaves_no_trace(client: Client, forum: Forum) -> None:
    Forum.objects.update(visibility=Forum.Visibility.PUBLIC, has_public_members=True)
    assert client.get(f"/forummer/{forum.pk}/medlemmer/").status_code == 200

    assert told() == []


def test_the_lists_of_the_way_in(client: Client, forum: Forum, dora: User) -> None:
    client.force_login(dora)
    client.get(f"/forummer/{forum.pk}/ansoegninger/")
    client.get(f"/forummer/{forum.pk}/invitationer/")

    assert told() == [("forums.read_applications", "Dora"), ("forums.read_invitations", "Dora")]
