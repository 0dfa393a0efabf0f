"""What became of a recommendation: how far, who owes, and in which order it is told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from medborger.decisions import queries
from medborger.decisions.models import Case, Recommendation
from medborger.decisions.queries import HowFar
from medborger.decisions.tests.factories import (
    make_answering_case,
    make_committee,
    make_consultation,
    make_follow_up,
    make_recommendation,
)
from medborger.forums.models import Forum
from medborger.meetings.tests.factories import make_held_meeting, make_meeting
from medborger.people.models import User

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
LAST_YEAR = TODAY - timedelta(days=365)


@pytest.fixture
def recommendation(public: Forum) -> Recommendation:
    return make_recommendation(public, recommended_on=LAST_YEAR)


@pytest.fixture
def case(recommendation: Recommendation) -> Case:
    return make_answering_case(recommendation, opened_on=LAST_YEAR + timedelta(days=9))


def told(recommendation: Recommendation) -> queries.Story:
    return queries.story(recommendation, AnonymousUser())


def untouched(recommendation: Recommendation) -> None:
    pass


def in_a_case(recommendation: Recommendation) -> None:
    make_answering_case(recommendation)


def approved(recommendation: Recommendation) -> None:
    case = make_answering_case(recommendation)
    make_consultation(case, held_on=LAST_YEAR, outcome="rejected")
    make_consultation(case, held_on=YESTERDAY, outcome="approved")


def rejected(recommendation: Recommendation) -> None:
    case = make_answering_case(recommendation)
    make_consultation(case, held_on=LAST_YEAR, outcome="approved")
    make_consultation(case, held_on=YESTERDAY, outcome="rejected")


def started(recommendation: Recommendation) -> None:
    approved(recommendation)
    make_follow_up(recommendation)


def only_heard(recommendation: Recommendation) -> None:
    case = make_answering_case(recommendation)
    make_consultation(case, role="hearing", held_on=YESTERDAY, outcome="approved")


def only_tried(recommendation: Recommendation) -> None:
    make_follow_up(recommendation, kind="tried", happens_on=YESTERDAY)


def only_planned(recommendation: Recommendation) -> None:
    make_follow_up(recommendation, happens_on=TOMORROW)


def in_a_closed_case(recommendation: Recommendation) -> None:
    case = make_answering_case(recommendation, is_open=False)
    make_consultation(case, held_on=YESTERDAY, outcome="approved")


@pytest.mark.parametrize(
    ("happens", "reached", "is_stopped", "how_far"),
    [
        (untouched, 2, False, HowFar.RECOMMENDED),
        (only_tried, 2, False, HowFar.RECOMMENDED),
        (only_planned, 2, False, HowFar.RECOMMENDED),
        (in_a_closed_case, 2, False, HowFar.RECOMMENDED),
        (in_a_case, 3, False, HowFar.TREATED),
        (only_heard, 3, False, HowFar.TREATED),
        (approved, 4, False, HowFar.DECIDED),
        (rejected, 4, True, HowFar.STOPPED),
        (started, 5, False, HowFar.UNDER_WAY),
    ],
)
def test_the_story_and_the_filter_say_the_same(
    recommendation: Recommendation,
    happens: Callable[[Recommendation], None],
    reached: int,
    is_stopped: bool,
    how_far: HowFar,
) -> None:
    happens(recommendation)
    story = told(recommendation)
    everything = Recommendation.objects.all()

    assert (story.reached, story.is_stopped) == (reached, is_stopped)
    found = [one for one in HowFar if queries.at_step(everything, one, AnonymousUser()).exists()]
    assert found == [how_far]


def test_whoever_owes_first_is_named(recommendation: Recommendation, case: Case) -> None:
    make_consultation(case, make_committee("Fritidsudvalget"), due_on=TOMORROW + timedelta(days=9))
    soonest = make_consultation(case, make_committee("Byudvalget"), due_on=TOMORROW)
    make_consultation(case, make_committee("Skoleudvalget"), due_on=TODAY, outcome="noted")

    story = told(recommendation)

    assert story.owes == soonest
    assert (soonest.days_left, soonest.is_overdue) == (1, False)
    everything = Recommendation.objects.all()
    assert list(queries.at_step(everything, HowFar.OWED, AnonymousUser())) == [recommendation]


def test_a_postponed_case_still_owes_its_answer(recommendation: Recommendation, case: Case) -> None:
    late = make_consultation(case, due_on=YESTERDAY, held_on=YESTERDAY, outcome="postponed")

    assert told(recommendation).owes == late
    assert (late.is_overdue, late.days_late) == (True, 1)


def test_a_closed_case_tells_only_the_municipality(
    recommendation: Recommendation, frida: User, carla: User, erik: User
) -> None:
    in_a_closed_case(recommendation)

    reached = [queries.story(recommendation, person).reached for person in (frida, carla, erik)]
    assert reached == [4, 2, 4]


def test_the_line_goes_from_meeting_to_plan(
    recommendation: Recommendation, case: Case, forum: Forum
) -> None:
    meeting = make_meeting(forum, is_open=True, starts_at=timezone.now() - timedelta(days=400))
    recommendation.meetings.add(meeting)
    make_follow_up(recommendation, heading="Status", happens_on=TODAY + timedelta(days=60))
    make_consultation(case, make_committee("Byudvalget"), due_on=TOMORROW, asked_on=YESTERDAY)
    make_consultation(case, held_on=YESTERDAY, outcome="approved")
    make_follow_up(recommendation, heading="Sat i gang")
    make_follow_up(
        recommendation, heading="Afprøvet", kind="tried", happens_on=LAST_YEAR - timedelta(days=9)
    )

    stations = queries.timeline(told(recommendation), AnonymousUser())

    assert [(one.heading, one.kind, one.future_follows) for one in stations] == [
        ("Drøftet på møde i forummet", "done", False),
        ("Afprøvet", "hollow", False),
        ("Anbefalet af forummet", "done", False),
        ("Sag i kommunen", "square", False),
        ("Besluttet i Teknik- og Miljøudvalget", "diamond", False),
        ("Sat i gang", "done", True),
        ("Svar fra Byudvalget", "owes", True),
        ("Status", "future", False),
    ]


def test_what_is_owed_lies_ahead_also_when_it_is_late(
    recommendation: Recommendation, case: Case
) -> None:
    make_consultation(case, make_committee("Byudvalget"), due_on=LAST_YEAR + timedelta(days=20))
    make_consultation(case, held_on=YESTERDAY, outcome="approved")

    stations = queries.timeline(told(recommendation), AnonymousUser())

    assert [one.kind for one in stations] == ["done", "square", "diamond", "owes"]


def test_meetings_that_are_not_yours_are_not_on_the_line(
    recommendation: Recommendation, forum: Forum, bo: User, carla: User
) -> None:
    recommendation.meetings.add(make_held_meeting(forum))
    story = told(recommendation)

    lengths = [len(queries.timeline(story, person)) for person in (bo, carla, AnonymousUser())]
    assert lengths == [2, 1, 1]


def test_the_latest_movement_comes_first(forum: Forum, bo: User) -> None:
    quiet, treated, started_, planned = (
        make_recommendation(forum, recommended_on=LAST_YEAR) for _number in range(4)
    )
    make_consultation(
        make_answering_case(treated), held_on=YESTERDAY, outcome="noted", role="hearing"
    )
    make_follow_up(started_, happens_on=TODAY)
    make_follow_up(planned, happens_on=TOMORROW)

    stories = queries.stories(bo)

    assert [one.recommendation for one in stories] == [started_, treated, planned, quiet]
    assert [one.moved_on for one in stories] == [TODAY, YESTERDAY, LAST_YEAR, LAST_YEAR]
    assert [one.recommendation for one in queries.stories(bo, limit=1)] == [started_]
    assert queries.stories_of(forum, bo) == stories[:3]


@pytest.mark.parametrize("count", [1, 3])
def test_stories_cost_the_same_however_many(
    forum: Forum, bo: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        started(make_recommendation(forum))

    with django_assert_num_queries(6):
        assert len(queries.stories(bo)) == count


def test_the_lead_says_what_the_committee_said(recommendation: Recommendation, case: Case) -> None:
    make_consultation(
        case, held_on=YESTERDAY, outcome="approved_with_changes", reason="Det var dyrt."
    )

    assert told(recommendation).result == "Teknik- og Miljøudvalget sagde ja, med ændringer."
    assert told(recommendation).sentence == "Det var dyrt."
    make_follow_up(recommendation)
    assert told(recommendation).result.endswith("Nu er arbejdet i gang.")


def test_a_no_comes_with_its_reason(recommendation: Recommendation, case: Case) -> None:
    make_consultation(case, held_on=YESTERDAY, outcome="rejected", reason="Pengene er brugt.")

    assert told(recommendation).result == "Teknik- og Miljøudvalget sagde nej. Pengene er brugt."


def test_a_committee_without_a_deadline_is_named_too(
    recommendation: Recommendation, case: Case
) -> None:
    make_consultation(case, role="information")
    asked = make_consultation(case, held_on=TOMORROW)

    story = told(recommendation)

    assert (story.owes, story.pending) == (None, asked)
