import pytest

from medborger.forums.models import Forum, Membership
from medborger.people.models import User
from medborger.people.tests.test_step_up import ASKED, logged_in_long_ago, mailed_code, said


def test_a_role_changes_after_a_fresh_proof_only(bo: User, dora: User, forum: Forum) -> None:
    client = logged_in_long_ago(dora)
    of_bo = forum.memberships.get(person=bo)
    address, written = f"/forummer/medlemskaber/{of_bo.pk}/", {"role": Membership.Role.PLANNER}

    assert ASKED in said(client.get(address))
    assert ASKED in said(client.post(address, written))
    assert forum.memberships.get(person=bo).role == Membership.Role.MEMBER
    client.post(address, {**written, "step_up": "send", "step_up-method": "POST"})
    proof = {"step_up": "mail", "step_up-method": "POST", "step_up-code": mailed_code()}
    client.post(address, {**written, **proof})
    assert forum.memberships.get(person=bo).role == Membership.Role.PLANNER


@pytest.mark.parametrize("page", ["overdrag", "bliv-tovholder"])
def test_other_ways_to_power_ask_too(dora: User, erik: User, forum: Forum, page: str) -> None:
    person = dora if page == "overdrag" else erik

    answer = logged_in_long_ago(person).post(f"/forummer/{forum.pk}/{page}/")

    assert ASKED in said(answer)
