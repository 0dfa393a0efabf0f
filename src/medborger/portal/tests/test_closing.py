"""Somebody leaves: what goes, what stays without them, and what must be handed over first."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test import Client
from django.utils import timezone

from medborger.core.models import LogEntry, Mail
from medborger.decisions.models import Section
from medborger.decisions.tests.factories import make_case
from medborger.forums.actions import LastCoordinator
from medborger.forums.models import Forum, Holding, Membership, Message
from medborger.meetings.models import ActionItem, AgendaItem, Meeting, SignUp
from medborger.people import actions
from medborger.people.models import Invitation, Organisation, User
from medborger.people.tests.factories import make_organisation
from medborger.portal.people.closing import LastAdministrator, close_account
from medborger.portal.people.held import HELD, KEPT_FROM_COPY, STAYS, rows_of
from medborger.tests import fjordby

PHONE = "00 11 22 33"


def everything_in_the_database() -> Iterator[tuple[str, str]]:
    """Every value of every column of every table that can hold letters, as text."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                asked = f"SELECT CAST({quote(column.name)} AS TEXT) FROM {quote(table)}"
                cursor.execute(asked)
                for (value,) in cursor.fetchall():
                    yield f"{table}.{column.name}", str(value)


def places_of(*words: str) -> set[str]:
    return {
        place
        for place, value in everything_in_the_database()
        if any(word.lower() in value.lower() for word in words)
    }


@pytest.mark.django_db
def test_no_table_of_the_whole_database_holds_who_has_closed_the_account(
    client: Client, run_errands: Callable[[], None]
) -> None:
    """A member of the demo town, with everything that names a person by hand added to it."""
    fjordby.build()
    amina = User.objects.get(email=fjordby.CAST["member"])
    amina.phone = PHONE
    amina.save()
    name_them_everywhere(amina)
    client.force_login(amina)
    client.get("/personer/")
    client.post("/profil/tilknytning/", {})
    words = (amina.name, amina.email, PHONE, "00112233", "amina.yusuf")
    assert len(places_of(*words)) > 8

    close_account(amina, amina)
    run_errands()

    assert places_of(*words) == set()


def name_them_everywhere(person: User) -> None:
    Message.objects.create(
        forum=Forum.objects.all()[0],
        subject=f"Hilsen fra {person.name}",
        text=f"Skriv til **{person.name}**, {person.email} eller {PHONE} (00112233). {person.name}s tur.",
        recipient_count=1,
    )
    AgendaItem.objects.update(minutes=f"{person.name} bød velkommen.")
    Organisation.objects.filter(name="Engskolen").update(
        public_email=person.email, public_phone=PHONE
    )
    Invitation.objects.create(email=person.email, name=person.name, digest="x")
    Mail.objects.create(to="bo@example.org", subject=f"{person.name} kommer", text="", html="")


def test_texts_of_the_forum_stay_without_the_person(anna: User, bo: User, forum: Forum) -> None:
    message = Message.objects.create(
        forum=forum,
        sender=bo,
        subject="Bo Birks forslag",
        text="Bo Birk og Bo Birkholm mødes. Skriv til bo@example.org.",
        recipient_count=1,
    )

    close_account(bo, bo)

    message.refresh_from_db()
    assert message.subject == "Tidligere medlems forslag"
    assert message.text == "Tidligere medlem og Bo Birkholm mødes. Skriv til \u2013."
    assert "Bo Birk " not in Message.objects.values_list("text_html", flat=True)[0]
    assert str(message.sender) == "Tidligere medlem"


def test_a_name_that_two_people_have_stays_in_the_texts(anna: User, bo: User, forum: Forum) -> None:
    User.objects.create_user("bo2@example.org", "Bo Birk")
    message = Message.objects.create(forum=forum, subject="x", text="Bo Birk", recipient_count=1)

    close_account(bo, bo)

    message.refresh_from_db()
    assert message.text == "Bo Birk"


@pytest.mark.parametrize("name", ["og det", "Og Det", "klimaforum mødes", "Havnens Madfællesskab"])
def test_who_takes_a_strange_name_changes_nothing_that_others_have_written(
    forum: Forum, bo: User, name: str
) -> None:
    make_organisation("Havnens Madfællesskab")
    text = "Klimaforum mødes, og det er hos Havnens Madfællesskab."
    message = Message.objects.create(forum=forum, subject="x", text=text, recipient_count=1)
    bo.name = name
    bo.save()

    close_account(bo, bo)

    message.refresh_from_db()
    assert message.text == text
    assert Organisation.objects.filter(name="Havnens Madfællesskab").exists()


@pytest.mark.parametrize("name", ["bo birk", "BO BIRK", "Bo  Birk"])
def test_a_name_is_found_however_its_owner_writes_it(forum: Forum, bo: User, name: str) -> None:
    said = {"subject": "BO BIRK", "text": "Spørg Bo Birk."}
    message = Message.objects.create(forum=forum, recipient_count=1, **said)
    bo.name = name
    bo.save()

    close_account(bo, bo)

    message.refresh_from_db()
    assert (message.subject, message.text) == ("Tidligere medlem", "Spørg Tidligere medlem.")


def test_a_telephone_number_takes_no_company_number_away(forum: Forum, bo: User) -> None:
    association = make_organisation("Engens Venner", cvr="13585628")
    bo.phone = association.cvr
    bo.save()

    close_account(bo, bo)

    association.refresh_from_db()
    assert association.cvr == "13585628"


def test_the_seat_is_free_and_the_waiting_one_gets_the_place(
    anna: User, bo: User, carla: User, forum: Forum
) -> None:
    seat = forum.seats.create(number=1)
    holding = seat.holdings.create(person=bo)
    Forum.objects.update(visibility=Forum.Visibility.PUBLIC)
    tomorrow = timezone.now() + timedelta(days=1)
    meeting = Meeting.objects.create(
        forum=forum,
        title="Hvem gør hvad?",
        starts_at=tomorrow,
        ends_at=tomorrow + timedelta(hours=1),
        capacity=1,
        is_open=True,
    )
    meeting.sign_ups.create(person=bo, answer=SignUp.Answer.ATTENDING)
    meeting.sign_ups.create(person=carla, answer=SignUp.Answer.WAITING)
    task = ActionItem.objects.create(
        item=meeting.agenda.create(order=1, heading="Opgaver", minutes_long=5),
        text="Ring til skolen",
        owner=bo,
    )

    close_account(bo, bo)

    holding.refresh_from_db()
    task.refresh_from_db()
    assert holding.until == timezone.localdate()
    assert str(Holding.objects.get().person) == "Tidligere medlem"
    assert not forum.memberships.filter(person=bo).exists()
    assert [(one.person, one.answer) for one in meeting.sign_ups.all()] == [(carla, "attending")]
    assert task.owner is None


def test_what_is_said_to_go_is_gone(anna: User, bo: User) -> None:
    close_account(bo, bo)

    ways = {relation: held.at_closing for relation, held in HELD.items()}
    ways |= {relation: way for relation, (_why, way) in KEPT_FROM_COPY.items()}
    gone = [relation for relation, way in ways.items() if way is not STAYS]
    assert [relation for relation in gone if rows_of(bo, relation).exists()] == []


def test_a_farewell_letter_goes_out_and_is_forgotten(
    anna: User, bo: User, run_errands: Callable[[], None]
) -> None:
    close_account(bo, bo)
    assert [letter.to for letter in Mail.objects.filter(subject="Din konto er lukket")] == [
        bo.email
    ]

    run_errands()

    assert ["bo@example.org"] in [letter.to for letter in outbox.outbox]
    assert not Mail.objects.filter(to="bo@example.org").exists()


def test_the_coordinator_is_told_without_a_name(dora: User, bo: User) -> None:
    close_account(bo, bo)

    letter = Mail.objects.get(to="dora@example.org")
    assert letter.subject == "Et medlem af Klimaforum har lukket sin konto"
    assert "Bo" not in letter.text


def test_the_last_coordinator_hands_over_first(client: Client, dora: User, bo: User) -> None:
    client.force_login(dora)

    page = client.get("/profil/luk/").content.decode()
    assert "Giv først videre" in page
    assert f"/forummer/{dora.memberships.get().forum_id}/" in page
    with pytest.raises(LastCoordinator):
        close_account(dora, dora)

    bo.memberships.update(role=Membership.Role.COORDINATOR)
    close_account(dora, dora)
    assert str(User.objects.get(pk=dora.pk)) == "Tidligere medlem"


def test_the_last_administrator_hands_over_first(client: Client, erik: User, bo: User) -> None:
    client.force_login(erik)

    assert "den eneste administrator" in client.get("/profil/luk/").content.decode()
    with pytest.raises(LastAdministrator):
        close_account(erik, erik)

    User.objects.filter(pk=bo.pk).update(is_staff=True)
    close_account(erik, erik)
    assert not User.objects.get(pk=erik.pk).is_staff


def test_a_refused_closing_changes_nothing(dora: User, administration: Organisation) -> None:
    other = Forum.objects.create(name="Aftenforum", organisation=administration)
    other.memberships.create(person=dora)

    with pytest.raises(LastCoordinator):
        close_account(dora, dora)

    assert dora.memberships.count() == 2
    assert User.objects.get(pk=dora.pk).email == "dora@example.org"


def test_one_types_the_address_and_is_logged_out(client: Client, anna: User, bo: User) -> None:
    client.force_login(bo)

    wrong = client.post("/profil/luk/", {"email": "anna@example.org"})
    assert "Det er ikke kontoens adresse" in wrong.content.decode()
    done = client.post("/profil/luk/", {"email": " BO@example.org"}, follow=True)

    assert done.redirect_chain == [("/", 302)]
    assert "Din konto er lukket" in done.content.decode()
    assert client.get("/min-side/").status_code == 302


def test_everywhere_else_one_is_logged_out_too(client: Client, anna: User, bo: User) -> None:
    elsewhere = Client()
    for device in (client, elsewhere):
        device.force_login(bo)

    client.post("/profil/luk/", {"email": bo.email})

    assert elsewhere.get("/min-side/").status_code == 302


def test_an_administrator_closes_for_who_has_left_and_others_do_not(
    client: Client, erik: User, dora: User, frida: User, bo: User
) -> None:
    for visitor, status in ((frida, 403), (bo, 403)):
        client.force_login(visitor)
        address = f"/personer/{dora.pk}/luk/"
        assert client.post(address, {"name": "Dora Dal"}).status_code == status

    client.force_login(erik)
    assert "mister deres tovholder" in client.get(address).content.decode()
    wrong = client.post(address, {"name": "Dorte Dal"}).content.decode()
    assert "Det er ikke navnet på kontoen" in wrong
    done = client.post(address, {"name": "dora  dal"})

    assert done.status_code == 302
    assert str(User.objects.get(pk=dora.pk)) == "Tidligere medlem"
    entry = LogEntry.objects.get(what="people.close_account")
    assert (entry.by, entry.about_key) == (erik, str(dora.pk))


def test_a_closed_account_is_not_found_and_not_closed_again(
    client: Client, anna: User, bo: User, erik: User
) -> None:
    close_account(erik, bo)
    close_account(erik, bo)
    client.force_login(erik)

    assert client.get(f"/personer/{bo.pk}/").status_code == 404
    assert client.get(f"/personer/{bo.pk}/luk/").status_code == 404
    assert LogEntry.objects.filter(what="people.close_account").count() == 1


def test_the_address_may_be_invited_again(client: Client, anna: User, bo: User) -> None:
    close_account(bo, bo)
    _invitation, token = actions.invite(anna, "bo@example.org", "Bo Birk")
    client.post(f"/invitation/{token}/", {"name": "Bo Birk"})

    anew = User.objects.get(email="bo@example.org")
    assert anew.pk != bo.pk
    assert not anew.memberships.exists()


def test_what_a_municipality_has_published_stays_as_it_was(bo: User) -> None:
    printed = make_case("Bo Birk indstiller", fingerprint="x", motion_by="Bo Birk")
    written = make_case("Bo Birks sag", motion_by="Bo Birk")
    Section.objects.create(case=printed, order=1, heading="Bo Birk")

    close_account(bo, bo)

    printed.refresh_from_db()
    written.refresh_from_db()
    assert (printed.motion_by, printed.sections.get().heading) == ("Bo Birk", "Bo Birk")
    assert (written.title, written.motion_by) == ("Tidligere medlems sag", "Tidligere medlem")
