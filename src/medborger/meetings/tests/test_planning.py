from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from medborger.core.models import Mail
from medborger.forums.models import Forum
from medborger.meetings import actions
from medborger.meetings.models import AgendaItem, Meeting
from medborger.meetings.queries import timetable
from medborger.meetings.tasks import tell_of_change
from medborger.meetings.tests.factories import make_agenda_item, make_held_meeting, make_meeting
from medborger.people.models import User


def letters() -> dict[str, str]:
    return {letter.to: letter.subject for letter in Mail.objects.all()}


def next_week() -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=7)
    return {"day_day": str(day.day), "day_month": str(day.month), "day_year": str(day.year)}


def a_plan(**changed: str) -> dict[str, str]:
    plan = {
        "title": "Hvem mangler ved bordet?",
        "kind": "ordinary",
        "form": "physical",
        "starts": "16.30",
        "ends": "19.00",
        "place": "Beboerhuset",
    }
    return plan | next_week() | changed


def test_a_planner_plans_and_members_hear_of_it_when_invited(
    client: Client, forum: Forum, anna: User, bo: User, carla: User
) -> None:
    client.force_login(anna)

    client.post(f"/moeder/forum/{forum.pk}/nyt/", a_plan())
    meeting = Meeting.objects.get()
    assert (timezone.localtime(meeting.starts_at).hour, meeting.agenda.count()) == (16, 4)
    assert letters() == {}

    client.post(f"/moeder/{meeting.pk}/indkald/")
    assert set(letters()) == {anna.email, bo.email}


def test_the_invitation_goes_once_to_those_who_have_answered(
    forum: Forum, anna: User, bo: User
) -> None:
    meeting = make_meeting(forum)
    actions.answer(bo, meeting, True)

    assert actions.invite(anna, meeting) == 1
    assert set(letters()) == {anna.email}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "\u202e\u200b\x07"}, "title"),
        ({"ends": "16.00"}, "ends"),
        ({"day_year": "2020"}, "day"),
        ({"day_year": "1"}, "day"),
        ({"day_year": "9999"}, "day"),
        ({"day_month": "13"}, "day"),
        ({"place": ""}, "place"),
        ({"capacity": "0"}, "capacity"),
        ({"answer_by_day": "1", "answer_by_month": "1", "answer_by_year": "2099"}, "answer_by"),
        ({"answer_by_day": "1", "answer_by_month": "1", "answer_by_year": "2020"}, "answer_by"),
    ],
)
def test_a_wrong_plan_is_told_beside_the_field_and_kept(
    client: Client, forum: Forum, anna: User, changed: dict[str, str], field: str
) -> None:
    client.force_login(anna)

    page = client.post(f"/moeder/forum/{forum.pk}/nyt/", a_plan(**changed))

    assert list(page.context["form"].errors) == [field]
    assert "Beboerhuset" in page.content.decode() or field == "place"
    assert not Meeting.objects.exists()


def test_signs_that_nobody_sees_are_not_kept(client: Client, forum: Forum, anna: User) -> None:
    client.force_login(anna)
    family = "\U0001f469\u200d\U0001f467"  # two signs and a joiner that stays
    text = f"Vi spiser \u202e{family}\x07\nbagefter"

    client.post(f"/moeder/forum/{forum.pk}/nyt/", a_plan(title="Hvem\x1b mangler?", text=text))

    meeting = Meeting.objects.get()
    assert meeting.title == "Hvem mangler?"
    assert meeting.text.splitlines() == [f"Vi spiser {family}", "bagefter"]


def test_no_meeting_lies_in_the_hour_that_summer_time_skips(
    client: Client, forum: Forum, anna: User
) -> None:
    client.force_login(anna)
    march = date(timezone.localdate().year + 1, 3, 31)
    sunday = march - timedelta(days=(march.weekday() + 1) % 7)
    day = {"day_day": str(sunday.day), "day_month": "3", "day_year": str(sunday.year)}

    page = client.post(
        f"/moeder/forum/{forum.pk}/nyt/", a_plan(**day, starts="02.30", ends="03.00")
    )

    assert list(page.context["form"].errors) == ["ends"]
    client.post(f"/moeder/forum/{forum.pk}/nyt/", a_plan(**day, starts="01.00", ends="04.00"))
    meeting = Meeting.objects.get()
    assert meeting.ends_at - meeting.starts_at == timedelta(hours=2)


def test_a_title_in_several_lines_becomes_one(
    client: Client, forum: Forum, anna: User, bo: User, run_errands: Callable[[], None]
) -> None:
    client.force_login(anna)
    client.post(
        f"/moeder/forum/{forum.pk}/nyt/", a_plan(title="Et spørgsmål\r\nBcc: x@example.org")
    )
    meeting = Meeting.objects.get()

    actions.invite(anna, meeting)
    actions.cancel(anna, meeting, "")
    run_errands()

    assert meeting.title == "Et spørgsmål Bcc: x@example.org"
    assert {one.subject for one in mail.outbox if one.subject.startswith("Aflyst")} == {
        "Aflyst: Et spørgsmål Bcc: x@example.org"
    }


def test_a_meeting_can_be_planned_like_the_last_one(
    client: Client, forum: Forum, anna: User
) -> None:
    make_meeting(forum, place="Beboerhuset", getting_there="Bus 12", capacity=25)
    client.force_login(anna)

    form = client.get(f"/moeder/forum/{forum.pk}/nyt/?som-sidst").context["form"]

    assert (form["place"].value(), form["getting_there"].value()) == ("Beboerhuset", "Bus 12")
    assert (form["capacity"].value(), form["title"].value()) == (25, "")


def test_a_virtual_meeting_needs_no_place(client: Client, forum: Forum, anna: User) -> None:
    client.force_login(anna)

    client.post(f"/moeder/forum/{forum.pk}/nyt/", a_plan(form="virtual", place=""))

    assert Meeting.objects.get().is_virtual


def test_moving_a_meeting_is_told_to_all_but_those_who_said_no(
    forum: Forum, anna: User, bo: User, carla: User, when_settled: Callable[[], None]
) -> None:
    forum.memberships.create(person=carla)
    meeting = make_meeting(forum, invited_at=timezone.now())
    actions.answer(bo, meeting, False)

    meeting.place = "Biblioteket"
    changed = actions.change(anna, meeting)
    when_settled()

    assert set(letters()) == {anna.email, carla.email}
    assert changed.sequence == 1


def test_several_changes_in_a_few_minutes_give_one_letter(
    forum: Forum, anna: User, run_errands: Callable[[], None], when_settled: Callable[[], None]
) -> None:
    meeting = make_meeting(forum, invited_at=timezone.now())
    for place in ("Rådhuset", "Biblioteket"):
        meeting.place = place
        meeting = actions.change(anna, meeting)
    run_errands()
    assert not Mail.objects.exists()

    when_settled()
    tell_of_change.call(meeting.pk, meeting.sequence, [])

    letter = Mail.objects.get()
    assert "Biblioteket" in letter.text
    assert "SEQUENCE:2" in letter.calendar


def test_a_quiet_change_neither_sends_nor_stops_a_letter(
    forum: Forum, anna: User, when_settled: Callable[[], None]
) -> None:
    meeting = make_meeting(forum, invited_at=timezone.now())
    meeting.place = "Rådhuset"
    meeting = actions.change(anna, meeting, tells=False)
    when_settled()
    assert letters() == {}

    meeting.place = "Biblioteket"
    meeting = actions.change(anna, meeting)
    meeting.place = "Biblioteket, 1. sal"
    actions.change(anna, meeting, tells=False)
    when_settled()

    assert "Biblioteket, 1. sal" in Mail.objects.get().text


def test_a_meeting_changed_and_cancelled_at_once_is_only_cancelled(
    forum: Forum, anna: User, when_settled: Callable[[], None]
) -> None:
    meeting = make_meeting(forum, invited_at=timezone.now())
    meeting.place = "Rådhuset"
    actions.cancel(anna, actions.change(anna, meeting), "Sygdom")
    when_settled()

    assert Mail.objects.get().subject == f"Aflyst: {meeting.title}"


def test_anna_decides_whether_a_change_is_written_about(
    client: Client, forum: Forum, anna: User, when_settled: Callable[[], None]
) -> None:
    meeting = make_meeting(forum)
    address = f"/moeder/{meeting.pk}/ret/"
    client.force_login(anna)
    assert "Skriv til de inviterede om ændringen" not in client.get(address).content.decode()
    Meeting.objects.update(invited_at=timezone.now())
    assert client.get(address).context["form"]["tells"].value() is True

    quiet = client.post(address, a_plan(starts="17.00"), follow=True)
    when_settled()
    assert "Mødet er ændret. Ingen får et brev." in quiet.content.decode()
    assert letters() == {}

    told = client.post(address, a_plan(starts="17.15", tells="on"), follow=True)
    when_settled()
    assert "De inviterede får et brev om det om fem minutter." in told.content.decode()
    assert set(letters()) == {anna.email}


def test_a_change_of_no_consequence_writes_to_nobody(forum: Forum, anna: User) -> None:
    meeting = make_meeting(forum, invited_at=timezone.now())

    meeting.text = "Husk godt humør"
    changed = actions.change(anna, meeting)

    assert letters() == {}
    assert (changed.text, changed.sequence) == ("Husk godt humør", 0)


def test_a_change_keeps_what_happened_since_the_form_was_read(forum: Forum, anna: User) -> None:
    meeting = make_meeting(forum)
    read_before = Meeting.objects.get(pk=meeting.pk)
    actions.invite(anna, meeting)
    actions.publish_minutes(anna, meeting)

    read_before.title = "Et nyt spørgsmål"
    actions.change(anna, read_before)

    stored = Meeting.objects.get(pk=meeting.pk)
    assert stored.title == "Et nyt spørgsmål"
    assert stored.is_invited_to
    assert stored.has_published_minutes


def test_a_meeting_cancelled_meanwhile_stays_cancelled(forum: Forum, anna: User) -> None:
    meeting = make_meeting(forum, invited_at=timezone.now())
    read_before = Meeting.objects.get(pk=meeting.pk)
    actions.cancel(anna, meeting, "")

    with pytest.raises(actions.MeetingIsCancelled):
        actions.change(anna, read_before)
    with pytest.raises(actions.MeetingIsCancelled):
        actions.invite(anna, read_before)

    assert Meeting.objects.get(pk=meeting.pk).is_cancelled


def test_an_item_changed_while_minutes_are_written_loses_none(forum: Forum, anna: User) -> None:
    item = make_agenda_item(make_meeting(forum))
    read_before = AgendaItem.objects.get(pk=item.pk)
    actions.write_minutes(anna, item, "Vi talte.")

    read_before.heading = "Anden runde"
    actions.change_agenda_item(anna, read_before)

    item.refresh_from_db()
    assert (item.heading, item.minutes) == ("Anden runde", "Vi talte.")


def test_pressing_invite_twice_writes_once_and_a_reminder_goes_later(
    forum: Forum, anna: User, bo: User
) -> None:
    meeting = make_meeting(forum)

    assert (actions.invite(anna, meeting), actions.invite(anna, meeting)) == (2, 0)
    Meeting.objects.update(invited_at=timezone.now() - timedelta(days=1))
    assert actions.invite(anna, meeting) == 2


def test_nobody_is_invited_to_what_is_over(client: Client, forum: Forum, anna: User) -> None:
    meeting = make_held_meeting(forum)
    client.force_login(anna)

    assert client.post(f"/moeder/{meeting.pk}/indkald/").status_code == 403
    assert letters() == {}


def test_who_comes_in_by_a_change_gets_one_letter(
    forum: Forum, anna: User, bo: User, carla: User, when_settled: Callable[[], None]
) -> None:
    meeting = make_meeting(forum, capacity=1, invited_at=timezone.now())
    for person in (anna, bo):
        actions.answer(person, meeting, True)

    meeting.capacity, meeting.place = 2, "Biblioteket"
    actions.change(anna, meeting)
    when_settled()

    assert letters() == {
        anna.email: f"Ændret: {meeting.title}",
        bo.email: f"Du har fået plads: {meeting.title}",
    }
    assert Mail.objects.count() == 2


def test_a_letter_holds_an_entry_that_any_calendar_takes(
    client: Client, forum: Forum, anna: User, bo: User, when_settled: Callable[[], None]
) -> None:
    meeting = make_meeting(forum, invited_at=timezone.now())
    client.force_login(anna)
    client.post(f"/moeder/{meeting.pk}/ret/", a_plan(starts="17.00", tells="on"))
    when_settled()

    sent = next(one for one in mail.outbox if one.to == [bo.email]).message()
    part = next(p for p in sent.walk() if p.get_content_type() == "text/calendar")
    assert part.get_param("method") == "REQUEST"
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    entry = Calendar.from_ical(payload)
    event = entry.walk("VEVENT")[0]
    assert (entry["METHOD"], event["SEQUENCE"]) == ("REQUEST", 1)
    assert event["ATTENDEE"] == f"mailto:{bo.email}"
    assert event["UID"] == f"meeting-{meeting.pk}@localhost"
    meeting.refresh_from_db()
    assert event.to_ical().count(f"DTSTART:{meeting.starts_at:%Y%m%dT%H%M%SZ}".encode()) == 1


def test_a_cancelled_meeting_is_told_once_and_taken_out_of_calendars(
    forum: Forum, anna: User, bo: User
) -> None:
    meeting = make_meeting(forum, invited_at=timezone.now())

    actions.cancel(anna, meeting, "Vandskade i huset")
    actions.cancel(anna, meeting, "Vandskade i huset")

    assert set(letters()) == {anna.email, bo.email}
    assert Mail.objects.count() == 2
    letter = Mail.objects.first()
    assert letter
    event = Calendar.from_ical(letter.calendar).walk("VEVENT")[0]
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    assert "Vandskade i huset" in letter.text


def test_the_agenda_tells_when_each_item_begins(forum: Forum) -> None:
    meeting = make_meeting(forum)
    for minutes in (15, 30, 45):
        make_agenda_item(meeting, minutes_long=minutes)

    begins = [(at - meeting.starts_at) // timedelta(minutes=1) for at, _item in timetable(meeting)]

    assert begins == [0, 15, 45]


def test_items_change_places_and_stay_at_the_ends(forum: Forum, anna: User) -> None:
    meeting = make_meeting(forum)
    first, second, third = (make_agenda_item(meeting, name) for name in ("A", "B", "C"))

    actions.move_agenda_item(anna, third, up=True)
    actions.move_agenda_item(anna, first, up=True)
    actions.move_agenda_item(anna, second, up=False)

    assert [item.heading for item in meeting.agenda.all()] == ["A", "C", "B"]


def test_an_item_with_minutes_cannot_be_deleted(client: Client, forum: Forum, anna: User) -> None:
    meeting = make_meeting(forum)
    empty, written = make_agenda_item(meeting), make_agenda_item(meeting, minutes="Vi talte.")
    client.force_login(anna)

    assert client.post(f"/dagsorden/{written.pk}/slet/").status_code == 403
    assert client.post(f"/dagsorden/{empty.pk}/slet/").status_code == 302
    assert list(meeting.agenda.all()) == [written]


def test_a_member_plans_nothing(client: Client, forum: Forum, bo: User) -> None:
    meeting, item = make_meeting(forum), None
    item = make_agenda_item(meeting)
    client.force_login(bo)

    for address in (
        f"/moeder/forum/{forum.pk}/nyt/",
        f"/moeder/{meeting.pk}/ret/",
        f"/moeder/{meeting.pk}/aflys/",
        f"/moeder/{meeting.pk}/indkald/",
        f"/moeder/{meeting.pk}/dagsorden/",
        f"/moeder/{meeting.pk}/referat/",
        f"/dagsorden/{item.pk}/",
        f"/dagsorden/{item.pk}/referat/",
    ):
        assert client.get(address).status_code == 403, address


def test_the_calendar_file_holds_the_meeting(client: Client, forum: Forum, bo: User) -> None:
    meeting = make_meeting(forum, title="Møde om æbler, øl og å")
    client.force_login(bo)

    response = client.get(f"/moeder/{meeting.pk}/moede.ics")

    event = Calendar.from_ical(response.content).walk("VEVENT")[0]
    assert str(event["SUMMARY"]) == "Klimaforum: Møde om æbler, øl og å"
    assert event.decoded("DTSTART") == meeting.starts_at.replace(microsecond=0)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "ATTENDEE" not in event


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_of_meetings_cost_the_same_for_one_and_three(
    client: Client,
    forum: Forum,
    bo: User,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(rows):
        make_meeting(forum, capacity=5)
        make_held_meeting(forum)
    client.force_login(bo)
    client.get("/moeder/")

    with django_assert_num_queries(4):
        client.get("/moeder/")
    with django_assert_num_queries(4):
        client.get("/moeder/?when=held")
