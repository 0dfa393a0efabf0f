"""Leaving, handing over, changing roles, removing, and never losing the last coordinator."""

from collections.abc import Callable

import pytest

from medborger.core.models import Mail
from medborger.forums import actions
from medborger.forums.models import Forum, Membership
from medborger.forums.tests.factories import make_seat, membership
from medborger.people.models import User

Role = Membership.Role


def roles(forum: Forum) -> dict[str, str]:
    return dict(forum.memberships.values_list("person__email", "role"))


def test_who_leaves_gives_up_the_seat_and_the_coordinators_are_told(
    forum: Forum, bo: User, dora: User
) -> None:
    seat = make_seat(forum, holder=bo)

    actions.leave(bo, forum)

    assert roles(forum) == {dora.email: "coordinator"}
    assert list(forum.seats.vacant()) == [seat]
    assert [one.person for one in seat.holdings.former()] == [bo]
    assert Mail.objects.get(to=dora.email).subject == "Bo Birk har forladt Klimaforum"


def test_the_last_coordinator_hands_over_before_leaving(
    forum: Forum, anna: User, bo: User, dora: User
) -> None:
    with pytest.raises(actions.LastCoordinator, match="Giv rollen videre"):
        actions.leave(dora, forum)

    actions.hand_over(dora, membership(forum, bo))
    actions.leave(dora, forum)

    assert roles(forum) == {anna.email: "chair", bo.email: "coordinator"}
    letter = Mail.objects.filter(to=bo.email).first()
    assert letter is not None
    assert letter.subject == "Du har en ny rolle i Klimaforum"
    assert "Dora Dal har givet dig denne rolle: tovholder." in letter.text


def test_a_coordinator_whose_account_is_closed_does_not_count(
    forum: Forum, bo: User, dora: User
) -> None:
    forum.memberships.filter(person=bo).update(role=Role.COORDINATOR)
    User.objects.filter(pk=bo.pk).update(is_active=False)

    with pytest.raises(actions.LastCoordinator):
        actions.leave(dora, forum)


UNSEAT: dict[str, Callable[[User, Membership], None]] = {
    "remove": actions.remove,
    "hand over to": actions.hand_over,
    "change": lambda by, theirs: actions.change_membership(
        by, theirs, role=Role.MEMBER, organisation=None
    ),
}


@pytest.mark.parametrize("way", UNSEAT)
def test_the_chair_cannot_leave_the_forum_without_a_coordinator(
    forum: Forum, anna: User, dora: User, way: str
) -> None:
    with pytest.raises(actions.LastCoordinator):
        UNSEAT[way](anna, membership(forum, dora))

    assert roles(forum) == {anna.email: "chair", dora.email: "coordinator"}


def test_an_ordinary_member_has_nothing_to_hand_over(forum: Forum, bo: User, dora: User) -> None:
    with pytest.raises(actions.NothingToHandOver):
        actions.hand_over(bo, membership(forum, dora))
    with pytest.raises(actions.NothingToHandOver):
        actions.hand_over(dora, membership(forum, dora))


def test_a_new_role_is_told_and_an_unchanged_one_is_not(forum: Forum, bo: User, dora: User) -> None:
    theirs = membership(forum, bo)

    actions.change_membership(dora, theirs, role=Role.PLANNER, organisation=None)
    actions.change_membership(dora, theirs, role=Role.PLANNER, organisation=None)

    assert roles(forum)[bo.email] == "planner"
    assert [one.to for one in Mail.objects.all()] == [bo.email]


def test_who_is_removed_is_told_and_loses_the_seat(forum: Forum, bo: User, dora: User) -> None:
    seat = make_seat(forum, holder=bo)

    actions.remove(dora, membership(forum, bo))

    assert roles(forum) == {dora.email: "coordinator"}
    assert list(forum.seats.vacant()) == [seat]
    assert Mail.objects.get().subject == "Du er ikke længere medlem af Klimaforum"


def test_an_administrator_steps_in_where_nobody_coordinates(
    forum: Forum, anna: User, erik: User
) -> None:
    assert list(Forum.objects.without_coordinator()) == [forum]
    assert erik.has_perm("forums.become_coordinator", forum)

    actions.become_coordinator(erik, forum)

    assert roles(forum) == {anna.email: "chair", erik.email: "coordinator"}
    assert not erik.has_perm("forums.become_coordinator", forum)
    assert list(Forum.objects.without_coordinator()) == []
