"""How a case's recommendations become a forum's, and who may do it."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.utils import timezone

from medborger.areas.models import Area
from medborger.decisions import actions
from medborger.decisions.forms.cases import forums_to_link
from medborger.decisions.models import (
    Case,
    CaseRecommendation,
    Committee,
    Consultation,
    Recommendation,
    Section,
)
from medborger.decisions.tests.factories import (
    make_answering_case,
    make_case,
    make_committee,
    make_follow_up,
    make_recommendation,
)
from medborger.forums.models import Forum
from medborger.people.models import Organisation, User

Role = Consultation.Role


@pytest.fixture
def case(db: None) -> Case:
    case = make_case("Panelets anbefalinger", opened_on=date(2012, 6, 25))
    for number, heading in ((1, "Lys på stien"), (2, "Værter"), (4, "")):
        case.recommendations.create(number=number, heading=heading, text=f"Tekst {number}")
    return case


class TestMakingThemTheForums:
    def test_all_at_once_with_the_numbers_of_the_case(
        self, frida: User, case: Case, forum: Forum
    ) -> None:
        made = actions.make_recommendations(frida, case, forum, year=2012, theme="Mødesteder")

        assert [(one.number, one.heading, one.text) for one in made] == [
            (1, "Lys på stien", "Tekst 1"),
            (2, "Værter", "Tekst 2"),
            (4, "Anbefaling 4", "Tekst 4"),
        ]
        assert {(one.theme, one.recommended_on) for one in made} == {
            ("Mødesteder", date(2012, 6, 25))
        }
        assert [one.recommendation for one in case.recommendations.all()] == made

    def test_a_number_that_is_taken_becomes_the_next_free(
        self, frida: User, case: Case, forum: Forum
    ) -> None:
        make_recommendation(forum, year=2012, number=2)

        made = actions.make_recommendations(frida, case, forum, year=2012)

        assert [one.number for one in made] == [1, 3, 4]

    def test_those_that_are_linked_are_left_alone(
        self, frida: User, case: Case, forum: Forum
    ) -> None:
        own = make_recommendation(forum, year=2011)
        actions.link(frida, case.recommendations.get(number=1), own)

        made = actions.make_recommendations(frida, case, forum, year=2012)

        assert [one.number for one in made] == [2, 4]
        with pytest.raises(actions.NothingToLink):
            actions.make_recommendations(frida, case, forum, year=2012)

    def test_unlinking_keeps_both(self, frida: User, case: Case, forum: Forum) -> None:
        actions.make_recommendations(frida, case, forum, year=2012)
        printed = case.recommendations.get(number=1)

        actions.unlink(frida, printed)

        assert CaseRecommendation.objects.get(pk=printed.pk).recommendation is None
        assert Recommendation.objects.count() == 3


def test_a_case_may_answer_what_it_does_not_print(frida: User, case: Case, forum: Forum) -> None:
    own = make_recommendation(forum, number=2)

    twice = [actions.answer(frida, case, own) for _time in range(2)]

    assert twice[0] == twice[1]
    assert (twice[0].number, twice[0].recommendation) == (5, own)


def test_the_next_number_of_the_year_is_given(anna: User, forum: Forum) -> None:
    make_recommendation(forum, year=2026, number=4)
    fresh = Recommendation(forum=forum, year=2026, heading="Flere bænke", text="Tak.")

    actions.recommend(anna, fresh)
    other_year = Recommendation(forum=forum, year=2025, heading="Flere bænke", text="Tak.")
    actions.recommend(anna, other_year)

    assert (fresh.number, other_year.number) == (5, 1)


class TestCommittees:
    def test_a_new_one_is_made_in_the_municipality_of_the_case(self, frida: User) -> None:
        fjordby = Area.objects.create(name="Fjordby", kind=Area.Kind.MUNICIPALITY)
        case = make_case(municipality=fjordby)

        sent = actions.forward(frida, case, committee="Byudvalget", role=Role.INFORMATION)
        again = actions.forward(frida, case, committee=" byudvalget ", role=Role.HEARING)

        assert sent.committee == again.committee
        assert Committee.objects.get() == sent.committee
        assert sent.committee
        assert sent.committee.municipality == fjordby
        assert sent.asked_on is not None

    def test_the_same_name_elsewhere_is_another_committee(self, frida: User) -> None:
        elsewhere = make_committee("Byudvalget")
        fjordby = Area.objects.create(name="Fjordby", kind=Area.Kind.MUNICIPALITY)

        sent = actions.forward(
            frida, make_case(municipality=fjordby), committee="Byudvalget", role=Role.HEARING
        )

        assert sent.committee != elsewhere


def test_sections_come_last_and_points_are_numbered(frida: User) -> None:
    case = make_case()
    for heading in ("Løsning", "Økonomi"):
        actions.add_section(frida, Section(case=case, heading=heading))
    actions.write_case(frida, case, motion_points=["at En", "at To"])
    actions.write_case(frida, case, motion_points=["at To"])

    assert [(one.order, one.heading) for one in case.sections.all()] == [
        (1, "Løsning"),
        (2, "Økonomi"),
    ]
    assert [(one.number, one.text) for one in case.motion_points.all()] == [(1, "at To")]


class TestWhoMay:
    """Anna chairs, Bo is a member, Carla is an outsider, Dora coordinates, Frida is a clerk."""

    @pytest.fixture
    def cast(
        self, anna: User, bo: User, carla: User, dora: User, erik: User, frida: User
    ) -> dict[str, User | AnonymousUser]:
        people = {"anna": anna, "bo": bo, "carla": carla, "dora": dora, "erik": erik}
        return {**people, "frida": frida, "nobody": AnonymousUser()}

    def may(
        self, cast: dict[str, User | AnonymousUser], name: str, thing: Model | None
    ) -> set[str]:
        return {who for who, visitor in cast.items() if visitor.has_perm(name, thing)}

    def test_recommend(self, cast: dict[str, User | AnonymousUser], forum: Forum) -> None:
        own = make_recommendation(forum)
        step = make_follow_up(own)

        assert self.may(cast, "decisions.add_recommendation", forum) == {"anna", "dora"}
        assert self.may(cast, "decisions.view_recommendation", own) == {"anna", "bo", "dora"}
        leading_and_clerks = {"anna", "dora", "erik", "frida"}
        assert self.may(cast, "decisions.change_recommendation", own) == leading_and_clerks
        assert self.may(cast, "decisions.change_followup", step) == leading_and_clerks

    def test_cases(self, cast: dict[str, User | AnonymousUser]) -> None:
        open_case, closed = make_case(), make_case(is_open=False)

        assert self.may(cast, "decisions.view_case", open_case) == set(cast)
        assert self.may(cast, "decisions.view_case", closed) == {"erik", "frida"}
        assert self.may(cast, "decisions.change_case", open_case) == {"erik", "frida"}
        assert self.may(cast, "decisions.add_case", None) == {"erik", "frida"}

    def test_link(self, cast: dict[str, User | AnonymousUser], forum: Forum) -> None:
        case = make_answering_case(make_recommendation(forum))
        closed = make_case(is_open=False)
        printed = case.recommendations.get()

        leading_and_clerks = {"anna", "dora", "erik", "frida"}
        assert self.may(cast, "decisions.link_case", case) == leading_and_clerks
        assert self.may(cast, "decisions.link_case", closed) == {"erik", "frida"}
        assert self.may(cast, "decisions.link_to_forum", forum) == leading_and_clerks
        assert self.may(cast, "decisions.unlink", printed) == leading_and_clerks
        assert self.may(cast, "decisions.unlink", CaseRecommendation()) == {"erik", "frida"}

    def test_the_forums_to_choose_from_are_those_one_may_link_to(
        self, cast: dict[str, User | AnonymousUser], forum: Forum, administration: Organisation
    ) -> None:
        Forum.objects.create(name="Åbent forum", organisation=administration)
        Forum.objects.create(name="Arkiv", organisation=administration, archived_at=timezone.now())

        for visitor in cast.values():
            seen = Forum.objects.visible_to(visitor)
            may = {one for one in seen if visitor.has_perm("decisions.link_to_forum", one)}
            assert set(forums_to_link(visitor)) == may
