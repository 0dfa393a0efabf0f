"""What waits for whom, and nothing that one may not see."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django import DjangoAssertNumQueries

from medborger.decisions.models import Case, Committee, Consultation, Recommendation
from medborger.forums.models import Forum
from medborger.meetings.models import ActionItem, Meeting, SignUp
from medborger.meetings.tests.factories import make_agenda_item, make_held_meeting, make_meeting
from medborger.people.models import Competence, Organisation, User
from medborger.people.tests.factories import make_organisation
from medborger.portal import queries


def waiting(person: User) -> list[str]:
    mine = queries.forums_of(person)
    coming = queries.my_meetings(person, mine)
    shown = coming[0] if coming else None
    return [one.heading for one in queries.waits_for(person, mine, shown)]


def in_days(forum: Forum, days: int, **fields: Any) -> Meeting:
    starts_at = timezone.now() + timedelta(days=days)
    return make_meeting(forum, starts_at=starts_at, invited_at=timezone.now(), **fields)


def test_an_answer_waits_also_when_the_nearest_meeting_is_answered(forum: Forum, bo: User) -> None:
    near, later = in_days(forum, 3), in_days(forum, 9)
    day = date_format(timezone.localtime(later.starts_at), "j. F")

    assert waiting(bo) == [f"Kommer du {day}?"]
    near.sign_ups.create(person=bo, answer=SignUp.Answer.ATTENDING)
    assert waiting(bo) == [f"Kommer du {day}?"]
    Meeting.objects.update(answer_by=timezone.localdate() - timedelta(days=1))
    assert waiting(bo) == []


def test_eight_declined_meetings_hide_not_the_ninth(forum: Forum, bo: User) -> None:
    for days in range(1, 10):
        meeting = in_days(forum, days)
        meeting.sign_ups.create(person=bo, answer=SignUp.Answer.DECLINED)
    tenth = in_days(forum, 10)

    assert queries.my_meetings(bo, queries.forums_of(bo)) == [tenth]


def test_tasks_of_an_archived_forum_wait_for_nobody(client: Client, forum: Forum, bo: User) -> None:
    item = make_agenda_item(make_held_meeting(forum))
    task = ActionItem.objects.create(item=item, text="Ring til huset", owner=bo)
    assert waiting(bo) == ["Ring til huset"]

    Forum.objects.update(archived_at=timezone.now())
    client.force_login(bo)

    assert waiting(bo) == []
    assert client.post(f"/opgaver/{task.pk}/udfoert/").status_code == 403


def test_who_knows_is_asked_whether_somebody_speaks_for_an_organisation(
    carla: User, erik: User, frida: User, bo: User, administration: Organisation
) -> None:
    association = make_organisation("Madfællesskabet")
    carla.affiliations.create(organisation=administration)
    carla.affiliations.create(organisation=association)
    bo.affiliations.create(organisation=association, confirmed_at=timezone.now())
    colleague = f"Taler Carla Cedertræ for {administration}?"
    member = "Taler Carla Cedertræ for Madfællesskabet?"

    asked = {person: sorted(waiting(person)) for person in (carla, erik, frida, bo)}

    assert asked == {carla: [], erik: [colleague, member], frida: [colleague, member], bo: [member]}


def test_news_tell_nothing_of_a_closed_case(forum: Forum, bo: User) -> None:
    recommendation = Recommendation.objects.create(
        forum=forum, number=1, year=2026, heading="Et ungepanel"
    )
    case = Case.objects.create(title="Ungepanel", is_open=False)
    case.recommendations.create(number=1, heading="Et ungepanel", recommendation=recommendation)
    Consultation.objects.create(
        case=case,
        committee=Committee.objects.create(name="Kulturudvalget"),
        held_on=timezone.localdate(),
        outcome=Consultation.Outcome.APPROVED,
    )

    def news() -> list[str]:
        told = queries.news_for(bo, queries.forums_of(bo))
        return [one.text for one in told[0].news]

    assert news() == []
    Case.objects.update(is_open=True)
    assert news() == ["Kulturudvalget"]


@pytest.mark.parametrize("question", ['""', "'", '" "'])
def test_a_search_for_nothing_finds_nothing(client: Client, forum: Forum, question: str) -> None:
    Forum.objects.update(visibility=Forum.Visibility.PUBLIC)

    assert client.get("/soeg/", {"q": question}).context["hits"] == []


@pytest.fixture(params=[1, 3])
def town(request: pytest.FixtureRequest, forum: Forum, anna: User, bo: User) -> Forum:
    """One or three of everything that the pages list."""
    Forum.objects.update(visibility=Forum.Visibility.PUBLIC)
    for number in range(request.param):
        other = Forum.objects.create(name=f"Forum {number}", organisation=forum.organisation)
        other.memberships.create(person=anna, role="chair")
        held = make_held_meeting(other, minutes_published_at=timezone.now())
        ActionItem.objects.create(item=make_agenda_item(held), text="Ring", owner=anna)
        make_held_meeting(other)
        in_days(other, 5 + number, is_open=True, capacity=9, host=forum.organisation)
        bo.affiliations.create(organisation=make_organisation(f"Forening {number}"))
    return forum


@pytest.mark.parametrize(("address", "budget"), [("/", 9), ("/min-side/", 18)])
def test_pages_cost_the_same_for_one_and_three_of_everything(
    client: Client,
    town: Forum,
    anna: User,
    address: str,
    budget: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(anna)

    with django_assert_num_queries(budget):
        client.get(address)


def first_steps_of(client: Client, person: User) -> list[tuple[str, bool]]:
    client.force_login(person)
    return [(one.heading, one.is_done) for one in client.get("/min-side/").context["first_steps"]]


def test_a_newcomer_reads_what_to_do_next(
    client: Client, forum: Forum, carla: User, association: Organisation
) -> None:
    assert first_steps_of(client, carla) == [
        ("Sig, hvem du taler for", False),
        ("Find et forum", False),
    ]
    competence = Competence.objects.create(name="Frivillige")
    carla.competences.add(competence)
    carla.affiliations.create(organisation=association)
    forum.applications.create(person=carla, text="Jeg kender kvarteret")

    assert first_steps_of(client, carla) == [
        ("Sig, hvem du taler for", True),
        ("Sig, hvad du kan spørges om", True),
        ("Find et forum", True),
    ]


def test_a_member_is_no_newcomer(client: Client, bo: User) -> None:
    assert first_steps_of(client, bo) == []


def test_the_first_administrator_begins_with_her_own_log_in(client: Client, erik: User) -> None:
    steps = first_steps_of(client, erik)
    assert steps[0] == ("Gør dit eget log-in sikkert", False)
    Authenticator.objects.create(user=erik, type=Authenticator.Type.WEBAUTHN, data={})
    assert first_steps_of(client, erik)[0] == ("Gør dit eget log-in sikkert", True)
