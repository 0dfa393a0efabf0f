"""From an invitation to a published decision: on a phone, by keyboard, without JavaScript."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Locator, Page
from pytest_django.live_server_helper import LiveServer

from medborger.conftest import PHONE
from medborger.core.models import Mail
from medborger.decisions.models import Case, Recommendation
from medborger.forums.models import Forum
from medborger.meetings.models import Meeting
from medborger.people.models import User
from medborger.portal.demo.cases import PAGE_OF_2012
from medborger.tests import fjordby
from medborger.tests.test_pages import log_in

REAL_PAGE = Path(settings.BASE_DIR).parent / "shared" / "seeds"
FORUM, MEETING = "Medborgerforum Fjordby", "Hvordan hører vi de unge, før planen er tegnet?"


SitDown = Callable[..., "Someone"]


class Someone:
    """A person at a phone who has a keyboard, and no JavaScript."""

    def __init__(self, context: BrowserContext, server: str) -> None:
        self.page: Page = context.new_page()
        self.server = server

    def opens(self, address: str) -> None:
        self.page.goto(f"{self.server}{address}")

    def reads(self) -> str:
        return self.page.locator("main").inner_text()

    def presses(self, name: str, role: Literal["button", "link"] = "button") -> None:
        found = self.page.get_by_role(role, name=name, exact=True)
        self._reaches(found.first)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def follows(self, name: str) -> None:
        self.presses(name, role="link")

    def writes(self, label: str, text: str) -> None:
        field = self.page.get_by_label(label, exact=False).first
        self._reaches(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def ticks(self, label: str) -> None:
        self._reaches(self.page.get_by_label(label).first)
        self.page.keyboard.press("Space")

    def chooses(self, label: str, option: str) -> None:
        self.page.get_by_label(label).first.select_option(label=option)

    def _reaches(self, wanted: Locator) -> None:
        """Tab forward until the wanted thing has the focus."""
        wanted.wait_for(state="attached")
        for _step in range(150):
            if wanted.evaluate("thing => thing === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The keyboard does not reach {wanted}")


@pytest.fixture
def town(transactional_db: None) -> None:
    fjordby.build()


@pytest.fixture
def someone(chromium: Browser, live_server: LiveServer) -> Iterator[SitDown]:
    contexts: list[BrowserContext] = []

    def sit_down(email: str = "") -> Someone:
        context = chromium.new_context(locale="da-DK", viewport=PHONE, java_script_enabled=False)
        contexts.append(context)
        if email:
            cookie = log_in(email).cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies(
                [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
            )
        return Someone(context, live_server.url)

    yield sit_down
    for context in contexts:
        context.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_invited_person_gets_a_seat_a_place_and_the_minutes(
    town: None, someone: SitDown
) -> None:
    line = someone("line.andresen@example.org")
    gerda = someone()
    forum = Forum.objects.get(name=FORUM)
    meeting = Meeting.objects.get(title=MEETING)
    Meeting.objects.filter(pk=meeting.pk).update(capacity=meeting.count_taken())

    line.opens("/invitationer/")
    line.writes("E-mail", "gerda@example.org")
    line.presses("Send invitationen")
    assert "Invitationen er sendt til gerda@example.org." in line.reads()

    link = Mail.objects.get(to="gerda@example.org").text.split("/invitation/")[1].split()[0]
    gerda.opens(f"/invitation/{link}")
    gerda.writes("Hvad hedder du?", "Gerda Gren")
    gerda.presses("Kom indenfor")
    assert "Hej Gerda" in gerda.reads()

    gerda.opens(forum.get_absolute_url())
    gerda.follows("Søg en ledig plads")
    gerda.writes("Hvad du vil bidrage med", "Jeg kender klubberne i Engparken og deres frivillige.")
    gerda.presses("Send ansøgningen")

    line.opens("/min-side/")
    line.opens(f"/forummer/{forum.pk}/ansoegninger/")
    line.follows("Gerda Gren")
    line.ticks("Ja, velkommen")
    line.presses("Send svaret")
    person = User.objects.get(name="Gerda Gren")
    assert forum.memberships.filter(person=person).exists()

    gerda.opens(meeting.get_absolute_url())
    gerda.presses("Skriv mig på ventelisten")
    assert "Du er nummer 1 på ventelisten" in gerda.reads()

    peter = someone("peter.holm@example.org")
    peter.opens(meeting.get_absolute_url())
    peter.presses("Jeg kan alligevel ikke komme")
    gerda.opens(meeting.get_absolute_url())
    assert "Du kommer" in gerda.reads()
    assert Mail.objects.filter(to="gerda@example.org", subject__startswith="Du har fået plads")

    now = timezone.now()
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1)
    )
    item = meeting.agenda.get(heading="Skal vi anbefale et fast ungepanel?")
    line.opens(f"/dagsorden/{item.pk}/referat/")
    line.writes("Referat af punktet", "Forummet talte om løn til de unge.")
    line.presses("Gem")
    line.opens(f"/dagsorden/{item.pk}/beslutning/")
    line.writes("Beslutning", "Forummet anbefaler et ungepanel.")
    line.presses("Gem")
    line.follows("Læs igennem og offentliggør")
    line.presses("Offentliggør")

    gerda.opens(meeting.get_absolute_url())
    assert "Forummet talte om løn til de unge." in gerda.reads()
    assert "Forummet anbefaler et ungepanel." in gerda.reads()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_published_case_is_imported_linked_and_read_by_a_visitor(
    town: None, someone: SitDown
) -> None:
    Case.objects.filter(fingerprint__isnull=False).delete()
    clerk = someone("kirsten.lund@example.org")
    real = next(iter(sorted(REAL_PAGE.glob("001*.txt"))), PAGE_OF_2012)

    clerk.opens("/sager/importer/")
    clerk.writes("Sidens tekst", real.read_text(encoding="utf-8"))
    clerk.presses("Læs siden")
    clerk.presses("Gem")
    case = Case.objects.get(fingerprint__isnull=False)
    printed = list(case.recommendations.all())
    assert [one.number for one in printed] == [1, 2, 3, 4]

    clerk.opens(f"/sager/{case.pk}/knyt/")
    clerk.chooses("Forum", "Tænketank for inddragelse")
    clerk.writes("Tema", "Byens borgerinddragelse")
    clerk.presses("Gør dem til forummets")
    made = Recommendation.objects.filter(in_cases__case=case).order_by("number")
    assert [one.heading for one in made] == [one.heading for one in printed]

    visitor = someone()
    visitor.opens(f"/anbefalinger/?forum={made[0].forum_id}")
    visitor.follows(made[0].heading)
    assert "Indstillingen blev godkendt." in visitor.reads()
    assert "25. juni" in visitor.reads()
