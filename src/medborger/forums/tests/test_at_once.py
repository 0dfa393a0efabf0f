"""Two coordinators answer in the same moment, each over a connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from medborger.core.refusals import Refusal
from medborger.forums import actions
from medborger.forums.models import Forum
from medborger.forums.tests.factories import make_application, make_seat, membership
from medborger.people.models import User


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Do all of it in the same moment. Returns what each came to, sorted."""
    together = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> str:
        together.wait(timeout=30)
        try:
            deed()
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(do, deeds))


@pytest.mark.django_db(transaction=True)
def test_of_two_approvals_for_one_seat_the_second_is_told(
    forum: Forum, anna: User, dora: User, carla: User, frida: User
) -> None:
    seat = make_seat(forum)
    first, second = make_application(forum, carla), make_application(forum, frida)

    came_to = at_once(
        lambda: actions.approve(anna, first, seat=seat),
        lambda: actions.approve(dora, second, seat=seat),
    )

    assert came_to == ["SeatIsTaken", "done"]
    assert seat.holdings.count() == 1
    assert forum.applications.waiting().count() == 1
    assert forum.memberships.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_cannot_both_leave(forum: Forum, bo: User, dora: User) -> None:
    forum.memberships.update(role="coordinator")

    came_to = at_once(lambda: actions.leave(bo, forum), lambda: actions.leave(dora, forum))

    assert came_to == ["LastCoordinator", "done"]
    assert forum.memberships.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_application_is_answered_once(forum: Forum, anna: User, dora: User, carla: User) -> None:
    application = make_application(forum, carla)

    came_to = at_once(
        lambda: actions.approve(anna, application),
        lambda: actions.decline(dora, application, answer="Nej."),
    )

    assert came_to == ["AlreadyAnswered", "done"]
    application.refresh_from_db()
    is_member = forum.memberships.filter(person=carla).exists()
    assert is_member == (application.status == "approved")


@pytest.mark.django_db(transaction=True)
def test_nothing_slips_in_while_a_forum_is_archived(forum: Forum, bo: User, dora: User) -> None:
    seat, theirs = make_seat(forum), membership(forum, bo)

    came_to = at_once(
        lambda: actions.archive(dora, forum), lambda: actions.give_seat(dora, seat, theirs)
    )

    forum.refresh_from_db()
    assert forum.is_archived
    assert came_to in (["ForumIsArchived", "done"], ["done", "done"])
