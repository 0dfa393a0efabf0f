"""The pages of recommendations and cases, as people meet them."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from medborger.decisions.models import Case, Consultation, FollowUp, Recommendation
from medborger.decisions.tests import pages
from medborger.decisions.tests.factories import (
    make_answering_case,
    make_case,
    make_committee,
    make_consultation,
    make_follow_up,
    make_recommendation,
)
from medborger.decisions.tests.reading import IMPORT, parts, read, save
from medborger.forums.models import Forum
from medborger.meetings.tests.factories import make_held_meeting
from medborger.people.models import Organisation, User

TODAY = timezone.localdate()


@pytest.fixture
def recommendation(public: Forum) -> Recommendation:
    return make_recommendation(public)


class TestWhatBecameOfIt:
    def test_a_visitor_reads_the_whole_story(
        self, client: Client, recommendation: Recommendation, public: Forum
    ) -> None:
        meeting = make_held_meeting(public, is_open=True, title="Hvem hører de unge?")
        recommendation.meetings.add(meeting)
        case = make_answering_case(recommendation, case_number="2026-04417")
        make_consultation(
            case,
            held_on=TODAY - timedelta(days=3),
            outcome="approved_with_changes",
            proposed="Over 2 mio. kr.",
            became="Over 5 mio. kr.",
            reason="Små projekter blev forsinket.",
        )
        make_consultation(
            case,
            make_committee("Skoleudvalget"),
            due_on=TODAY + timedelta(days=8),
            question="Gælder det skoler?",
        )
        make_follow_up(recommendation, done=3, out_of=5)

        page = read(client, recommendation.get_absolute_url())

        for told in (
            "Teknik- og Miljøudvalget sagde ja, med ændringer. Nu er arbejdet i gang.",
            "Skoleudvalget skal svare",
            "8 dage",
            "Gælder det skoler?",
            "Hvem hører de unge?",
            "Sag 2026-04417",
            "Over 5 mio. kr.",
            "Små projekter blev forsinket.",
            "Mangler svar",
            "Sådan læser du linjen",
        ):
            assert told in page
        assert "Ret anbefalingen" not in page

    def test_what_is_late_says_so(self, client: Client, recommendation: Recommendation) -> None:
        case = make_answering_case(recommendation)
        make_consultation(case, due_on=TODAY - timedelta(days=1))

        page = read(client, recommendation.get_absolute_url())

        assert "1 dag</b>" in page
        assert "over fristen" in page
        assert "Fristen er overskredet" in page

    def test_a_closed_case_leaves_no_trace(
        self, client: Client, recommendation: Recommendation
    ) -> None:
        case = make_answering_case(recommendation, title="Lukket sag", is_open=False)
        make_consultation(case, held_on=TODAY, outcome="approved")

        page = read(client, recommendation.get_absolute_url())

        assert "Lukket sag" not in page
        assert "Teknik- og Miljøudvalget" not in page

    def test_a_members_forum_keeps_its_recommendations(
        self, client: Client, forum: Forum, bo: User
    ) -> None:
        own = make_recommendation(forum)

        assert client.get(own.get_absolute_url()).status_code == 404
        client.force_login(bo)
        assert "Spørg de unge" in read(client, own.get_absolute_url())

    def test_the_list_is_narrowed_by_forum_and_step(
        self, client: Client, recommendation: Recommendation, administration: Organisation
    ) -> None:
        other = Forum.objects.create(name="Byforum", organisation=administration)
        stopped = make_recommendation(other, heading="Gratis busser")
        make_consultation(make_answering_case(stopped), held_on=TODAY, outcome="rejected")
        url = reverse("decisions:recommendations")

        both, one, no, none = (
            read(client, url + query)
            for query in ("", f"?forum={other.pk}", "?how_far=stopped", "?how_far=owed")
        )

        assert ["Gratis busser" in page for page in (both, one, no, none)] == [
            True,
            True,
            True,
            False,
        ]
        assert ["Spørg de unge" in page for page in (both, one, no, none)] == [
            True,
            False,
            False,
            False,
        ]
        assert "Ingen anbefaling passer" in none
        assert "stoppede her" in no or "(it stopped here)" in no or "stop" in no

    def test_an_empty_site_says_what_could_be_here(self, client: Client, db: None) -> None:
        assert "Her er plads til den første anbefaling" in read(
            client, reverse("decisions:recommendations")
        )
        assert "Her er plads til den første sag" in read(client, reverse("decisions:cases"))

    def test_nonsense_in_the_address_narrows_nothing(
        self, client: Client, recommendation: Recommendation
    ) -> None:
        query = "?forum=x&how_far=y&efter=z"
        assert "Spørg de unge" in read(client, reverse("decisions:recommendations") + query)
        assert client.get(reverse("decisions:cases") + "?committee=x&outcome=y").status_code == 200


class TestAForumsRecommendations:
    def test_its_tab(self, client: Client, recommendation: Recommendation, public: Forum) -> None:
        page = read(client, reverse("decisions:of_forum", args=[public.pk]))

        assert "Spørg de unge, før planen er tegnet" in page
        assert "Skriv en anbefaling" not in page

    def test_anna_writes_one(self, client: Client, anna: User, forum: Forum) -> None:
        client.force_login(anna)
        meeting = make_held_meeting(forum)
        url = reverse("decisions:recommend", args=[forum.pk])
        assert "Skriv en anbefaling" in read(client, url)

        data = {"heading": "Flere bænke", "text": "Sæt ti bænke op.", "year": "2026"}
        data |= parts("recommended_on", 4, 6, 2026) | {"meetings": str(meeting.pk)}
        response = client.post(url, data)

        own = Recommendation.objects.get()
        assert response.url == own.get_absolute_url()  # type: ignore[attr-defined]
        assert (own.number, list(own.meetings.all())) == (1, [meeting])

    def test_a_number_is_used_once_a_year(
        self, client: Client, anna: User, recommendation: Recommendation
    ) -> None:
        client.force_login(anna)
        second = make_recommendation(recommendation.forum)
        data = {"heading": "x", "text": "x", "year": "2026", "number": "1"}
        data |= parts("recommended_on", 4, 6, 2026)

        url = reverse("decisions:change_recommendation", args=[second.pk])
        page = unescape(client.post(url, data).content.decode())

        assert "Det er brugt i samme år" in page
        second.refresh_from_db()
        assert second.number == 2

    def test_bo_and_carla_may_not(
        self, client: Client, bo: User, carla: User, recommendation: Recommendation
    ) -> None:
        urls = [
            reverse("decisions:recommend", args=[recommendation.forum_id]),
            reverse("decisions:change_recommendation", args=[recommendation.pk]),
            reverse("decisions:add_follow_up", args=[recommendation.pk]),
            reverse("decisions:change_follow_up", args=[make_follow_up(recommendation).pk]),
        ]
        for person in (bo, carla):
            client.force_login(person)
            assert [client.get(url).status_code for url in urls] == [403] * 4
        client.logout()
        assert [client.get(url).status_code for url in urls] == [302] * 4

    def test_anna_keeps_the_line(
        self, client: Client, anna: User, recommendation: Recommendation
    ) -> None:
        client.force_login(anna)
        add = reverse("decisions:add_follow_up", args=[recommendation.pk])
        data = {"heading": "Sat i gang", "kind": "started"} | parts("happens_on", 1, 10, 2026)

        wrong = client.post(add, data | {"done": "3"})
        assert list(wrong.context["form"].errors) == ["out_of"]
        client.post(add, data | {"done": "3", "out_of": "5"})

        step = FollowUp.objects.get()
        change = reverse("decisions:change_follow_up", args=[step.pk])
        client.post(change, data | {"heading": "I gang", "done": "4", "out_of": "5"})
        step.refresh_from_db()
        assert (step.heading, step.done) == ("I gang", 4)
        client.post(reverse("decisions:delete_follow_up", args=[step.pk]))
        assert FollowUp.objects.count() == 0


class TestCases:
    def test_the_page_shows_sections_in_order_and_points_with_numbers(
        self, client: Client, frida: User
    ) -> None:
        case = save(client, frida, pages.MINUTES)

        page = read(client, case.get_absolute_url())

        order = [
            "Indstilling og beslutning",
            "Problemstilling",
            "Løsning",
            "Økonomi",
            "Videre proces",
        ]
        places = [page.index(f">{heading}</h2>") for heading in order]
        assert places == sorted(places)
        assert '<li value="2">at Byrumsudvalget godkender' in page
        assert "Indstillingen blev godkendt." in page
        assert "Besluttet i Byrumsudvalget" in page

    def test_a_closed_case_is_not_there_for_others(
        self, client: Client, anna: User, frida: User
    ) -> None:
        case = make_case("Personsag", is_open=False)
        urls = [case.get_absolute_url(), reverse("decisions:link", args=[case.pk])]

        client.force_login(anna)
        assert [client.get(url).status_code for url in urls] == [404, 404]
        assert "Personsag" not in read(client, reverse("decisions:cases"))
        client.force_login(frida)
        assert "Lukket sag" in read(client, urls[0])
        assert "Personsag" in read(client, reverse("decisions:cases"))

    def test_a_public_case_does_not_tell_of_a_members_forum(
        self, client: Client, forum: Forum, bo: User
    ) -> None:
        own = make_recommendation(forum)
        case = make_answering_case(own)

        assert own.get_absolute_url() not in read(client, case.get_absolute_url())
        client.force_login(bo)
        assert own.get_absolute_url() in read(client, case.get_absolute_url())

    def test_committee_and_outcome_concern_the_same_treatment(
        self, client: Client, db: None
    ) -> None:
        case = make_case("Skaterbane")
        make_consultation(case, make_committee("Byudvalget"), outcome="approved", held_on=TODAY)
        skole = make_committee("Skoleudvalget")
        make_consultation(case, skole, outcome="rejected", held_on=TODAY)
        url = reverse("decisions:cases")

        assert "Skaterbane" in read(client, f"{url}?committee={skole.pk}&outcome=rejected")
        assert "Ingen sag passer" in read(client, f"{url}?committee={skole.pk}&outcome=approved")

    def test_frida_writes_a_case_by_hand(self, client: Client, frida: User) -> None:
        client.force_login(frida)
        data = {"title": "Ny bro", "points": "at broen bygges\n\nat den males", "is_open": "on"}
        client.post(reverse("decisions:create_case"), data | parts("opened_on", 4, 5, 2026))
        case = Case.objects.get()
        assert [point.text for point in case.motion_points.all()] == [
            "at broen bygges",
            "at den males",
        ]

        section = reverse("decisions:add_section", args=[case.pk])
        client.post(section, {"heading": "Økonomi", "kind": "economy", "text": "Ingen."})
        treat = reverse("decisions:add_consultation", args=[case.pk])
        decided = {"committee": "Byudvalget", "role": "decides", "outcome": "approved"}
        missing = client.post(treat, decided)
        assert "Skriv, hvornår udvalget behandlede sagen" in unescape(missing.content.decode())
        client.post(treat, decided | parts("held_on", 4, 6, 2026))

        page = read(client, case.get_absolute_url())
        assert "at den males" in page
        assert "Økonomi</h2>" in page
        assert "Besluttet i Byudvalget" in page

    def test_frida_changes_and_deletes(self, client: Client, frida: User) -> None:
        case = save(client, frida, pages.MINUTES)
        section, treated = case.sections.get(kind="economy"), case.consultations.get()

        change = reverse("decisions:change_section", args=[section.pk])
        client.post(change, {"heading": "Penge", "kind": "economy", "text": "Ingen."})
        client.post(reverse("decisions:delete_consultation", args=[treated.pk]))
        page = read(client, case.get_absolute_url())
        assert "Penge</h2>" in page
        assert "Besluttet i Byrumsudvalget" not in page

        client.post(reverse("decisions:delete_section", args=[section.pk]))
        assert not case.sections.filter(kind="economy").exists()
        client.post(reverse("decisions:delete_case", args=[case.pk]))
        assert Case.objects.count() == 0

    def test_frida_sends_it_on(self, client: Client, frida: User) -> None:
        client.force_login(frida)
        case = make_case()
        url = reverse("decisions:forward", args=[case.pk])
        hearing = {
            "committee": "Skoleudvalget",
            "role": "hearing",
            "question": "Gælder det skoler?",
        }

        without = client.post(url, hearing)
        assert "Skriv, hvornår svaret skal være der" in unescape(without.content.decode())
        tomorrow = TODAY + timedelta(days=1)
        client.post(url, hearing | parts("due_on", tomorrow.day, tomorrow.month, tomorrow.year))
        client.post(url, {"committee": "Byudvalget", "role": "information"})

        owed, told = Consultation.objects.order_by("pk")
        assert (owed.due_on, owed.is_owed, told.is_owed) == (tomorrow, True, False)
        page = read(client, owed.committee.get_absolute_url())  # type: ignore[union-attr]
        assert "Udvalget skylder ét svar" in page
        assert "Gælder det skoler?" in page

    def test_others_may_not_write(self, client: Client, anna: User) -> None:
        case = make_case()
        treated = make_consultation(case)
        names = ["change_case", "add_section", "add_consultation", "forward"]
        urls = [reverse(f"decisions:{name}", args=[case.pk]) for name in names]
        urls += [IMPORT, reverse("decisions:create_case")]
        urls.append(reverse("decisions:change_consultation", args=[treated.pk]))

        client.force_login(anna)
        assert [client.get(url).status_code for url in urls] == [403] * 7
        assert client.post(reverse("decisions:delete_case", args=[case.pk])).status_code == 403
        client.logout()
        assert [client.get(url).status_code for url in urls] == [302] * 7


class TestLinking:
    def test_frida_makes_them_the_forums(self, client: Client, frida: User, public: Forum) -> None:
        case = save(client, frida, pages.MINUTES)
        url = reverse("decisions:link", args=[case.pk])
        assert "4 af sagens anbefalinger er ikke knyttet endnu" in read(client, url)

        data = {"forum": str(public.pk), "year": "2012", "theme": "Mødesteder"}
        response = client.post(url, data | parts("recommended_on", 1, 3, 2012), follow=True)

        assert "Forummet har fået 4 anbefalinger fra sagen" in unescape(response.content.decode())
        client.logout()
        story = read(client, Recommendation.objects.get(number=4).get_absolute_url())
        assert "Byrumsudvalget sagde ja." in story
        assert case.title in story

    def test_dora_links_hers_one_by_one(
        self, client: Client, dora: User, recommendation: Recommendation
    ) -> None:
        case = make_case()
        printed = case.recommendations.create(number=1, heading="Spørg først")
        client.force_login(dora)
        assert "Spørg de unge" in read(client, reverse("decisions:link", args=[case.pk]))

        one = {"recommendation": str(recommendation.pk)}
        client.post(reverse("decisions:link_one", args=[printed.pk]), one)
        printed.refresh_from_db()
        assert printed.recommendation == recommendation

        client.post(reverse("decisions:unlink", args=[printed.pk]))
        printed.refresh_from_db()
        assert printed.recommendation is None
        client.post(reverse("decisions:answer", args=[case.pk]), one)
        assert case.recommendations.filter(recommendation=recommendation).count() == 1

    def test_nobody_links_to_a_forum_that_is_not_theirs(
        self, client: Client, dora: User, administration: Organisation
    ) -> None:
        other = Forum.objects.create(name="Byforum", organisation=administration)
        foreign = make_recommendation(other)
        case = make_answering_case(foreign)
        free = case.recommendations.create(number=2, heading="Fri")
        client.force_login(dora)

        data = {"forum": str(other.pk), "year": "2012"} | parts("recommended_on", 1, 3, 2012)
        client.post(reverse("decisions:link", args=[case.pk]), data)
        one = {"recommendation": str(foreign.pk)}
        client.post(reverse("decisions:link_one", args=[free.pk]), one)
        taken = case.recommendations.get(number=1)
        unlink = client.post(reverse("decisions:unlink", args=[taken.pk]))
        relink = client.post(reverse("decisions:link_one", args=[taken.pk]), one)

        free.refresh_from_db()
        taken.refresh_from_db()
        assert (free.recommendation, taken.recommendation) == (None, foreign)
        assert (unlink.status_code, relink.status_code) == (403, 403)

    def test_a_member_who_leads_nothing_does_not_link(
        self, client: Client, bo: User, recommendation: Recommendation
    ) -> None:
        case = make_answering_case(recommendation)
        client.force_login(bo)

        assert client.get(reverse("decisions:link", args=[case.pk])).status_code == 403
