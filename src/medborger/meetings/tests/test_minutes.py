from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from medborger.forums.models import Forum
from medborger.meetings import actions
from medborger.meetings.models import ActionItem, AgendaItem
from medborger.meetings.tests.factories import make_agenda_item, make_held_meeting, make_meeting
from medborger.people.models import User


@pytest.fixture
def item(forum: Forum) -> AgendaItem:
    return make_agenda_item(make_held_meeting(forum), "Ungepanel")


def test_minutes_are_read_by_members_after_they_are_published(
    client: Client, forum: Forum, anna: User, bo: User, item: AgendaItem
) -> None:
    actions.write_minutes(anna, item, "Vi blev enige om **tre** ting.")
    item.decisions.create(text="Forummet anbefaler et ungepanel.")
    client.force_login(bo)
    address = item.meeting.get_absolute_url()

    before = client.get(address).content.decode()
    actions.publish_minutes(anna, item.meeting)
    after = client.get(address).content.decode()

    assert "enige" not in before
    assert "ungepanel." not in before
    assert "Vi blev enige om <strong>tre</strong> ting." in after
    assert "Forummet anbefaler et ungepanel." in after


def test_published_minutes_can_be_taken_back(client: Client, anna: User, item: AgendaItem) -> None:
    client.force_login(anna)
    address = f"/moeder/{item.meeting_id}/referat/offentliggoer/"

    client.post(address)
    item.meeting.refresh_from_db()
    published = item.meeting.has_published_minutes
    client.post(address, {"fortryd": "1"})
    item.meeting.refresh_from_db()

    assert (published, item.meeting.has_published_minutes) == (True, False)


def test_minutes_refuse_a_cpr_number_and_keep_what_was_typed(
    client: Client, anna: User, item: AgendaItem, cpr: str
) -> None:
    client.force_login(anna)

    page = client.post(
        f"/dagsorden/{item.pk}/referat/", {"minutes": f"Linje et\n{cpr}"}
    ).content.decode()

    item.refresh_from_db()
    assert item.minutes == ""
    assert "Slet CPR-nummeret i linje 2" in page
    assert cpr in page


def test_a_story_about_one_person_is_asked_about_once(
    client: Client, anna: User, item: AgendaItem
) -> None:
    story = "En 16-årig dreng fra blok 4 blev anholdt for vold i går."
    address = f"/dagsorden/{item.pk}/referat/"
    client.force_login(anna)

    asked = client.post(address, {"minutes": story}).content.decode()
    item.refresh_from_db()
    assert "Send med denne begrundelse" in asked
    assert item.minutes == ""

    client.post(address, {"minutes": story, "guard_acknowledged": "in_office"})
    item.refresh_from_db()
    assert item.minutes == story


def test_script_in_minutes_is_harmless(anna: User, item: AgendaItem) -> None:
    text = "<script>alert(1)</script> [klik](javascript:alert(1)) <img src=x onerror=alert(1)>"

    saved = actions.write_minutes(anna, item, text)

    assert "<script" not in saved.minutes_html  # type: ignore[attr-defined]
    assert 'href="javascript' not in saved.minutes_html  # type: ignore[attr-defined]
    assert "<img" not in saved.minutes_html  # type: ignore[attr-defined]


def test_open_tasks_follow_to_the_next_meeting_until_done(
    client: Client, forum: Forum, anna: User, bo: User, item: AgendaItem
) -> None:
    task = ActionItem.objects.create(
        item=item,
        text="Spørg tre klubber",
        owner=bo,
        due_on=timezone.localdate() - timedelta(days=3),
    )
    upcoming = make_meeting(forum)
    client.force_login(bo)

    page = client.get(upcoming.get_absolute_url()).content.decode()
    assert "Spørg tre klubber" in page
    assert "3 dage over frist" in page

    client.post(f"/opgaver/{task.pk}/udfoert/")
    task.refresh_from_db()
    assert task.done_at


def test_a_task_is_ticked_off_by_its_owner_or_a_planner_and_can_be_reopened(
    client: Client, forum: Forum, anna: User, bo: User, carla: User, item: AgendaItem
) -> None:
    forum.memberships.create(person=carla)
    task = ActionItem.objects.create(item=item, text="Ring til huset", owner=bo)
    address = f"/opgaver/{task.pk}/udfoert/"

    client.force_login(carla)
    assert client.post(address).status_code == 403
    client.force_login(anna)
    assert client.post(address).status_code == 302
    assert client.post(address, {"fortryd": "1"}).status_code == 302
    task.refresh_from_db()
    assert task.done_at is None


def test_the_next_page_is_never_elsewhere(client: Client, bo: User, item: AgendaItem) -> None:
    task = ActionItem.objects.create(item=item, text="Ring til huset", owner=bo)
    client.force_login(bo)

    for elsewhere in ("https://example.org/", "//example.org", "9999", "admin:index"):
        response = client.post(f"/opgaver/{task.pk}/udfoert/", {"next": elsewhere})
        assert response["Location"] == item.meeting.get_absolute_url()
