"""Letters: none is lost, none holds back another, none is tried for ever."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings as SettingsWrapper

from medborger.config import environment
from medborger.core.mail import (
    FIRST_WAIT,
    GIVE_UP_AFTER,
    LONGEST_WAIT,
    MOST_TRIES,
    PATIENCE,
    deliver,
    deliver_waiting,
    forget_sent,
    write,
)
from medborger.core.models import Mail
from medborger.people.models import Invitation, User
from medborger.tests.mail_server import MailServer, serving

MAILBOX_FULL = "452 The mailbox is full"
UNKNOWN = "550 Nobody has this address"


def use(settings: SettingsWrapper, url: str) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    for name, value in environment.mail(url).items():
        setattr(settings, name, value)


@pytest.fixture
def server(settings: SettingsWrapper) -> Iterator[MailServer]:
    with serving() as server:
        use(settings, server.url)
        yield server


def letter(to: User) -> Mail:
    return write(to, "people/mail/login_code.txt", code="ABC")


def time_passes(by: timedelta) -> None:
    """Every time that is kept on letters lies so much further back."""
    for one in Mail.objects.all():
        for name in ("created_at", "claimed_at", "try_at", "first_tried_at"):
            if then := getattr(one, name):
                setattr(one, name, then - by)
        one.save()


def test_a_refused_address_is_given_up_and_holds_back_no_other(
    anna: User, bo: User, carla: User, server: MailServer
) -> None:
    server.answers = {bo.email: UNKNOWN}
    letters = [letter(person) for person in (anna, bo, carla)]

    deliver_waiting.call()

    assert sorted(server.mailbox.values()) == [anna.email, carla.email]
    [failed] = Mail.objects.failed()
    assert (failed, failed.problem) == (letters[1], UNKNOWN)
    assert not Mail.objects.waiting().exists()


def test_a_temporary_refusal_is_tried_again_after_waits_that_grow(
    bo: User, server: MailServer
) -> None:
    server.answers = {bo.email: MAILBOX_FULL}
    one = letter(bo)
    waits = []
    for _try in range(10):
        before = timezone.now()
        deliver.call(one.pk)
        one.refresh_from_db()
        waits.append(round((one.try_at - before) / FIRST_WAIT))
        deliver.call(one.pk)  # its time has not come
        time_passes(LONGEST_WAIT)

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 240, 240]
    assert (one.tries, one.problem) == (10, MAILBOX_FULL)
    server.answers = {}
    deliver.call(one.pk)
    assert list(server.accepted.values()) == [1]


def test_a_letter_is_not_tried_for_ever(bo: User, server: MailServer) -> None:
    server.answers = {bo.email: MAILBOX_FULL}
    one = letter(bo)
    deliver.call(one.pk)
    time_passes(GIVE_UP_AFTER)

    deliver.call(one.pk)

    assert list(Mail.objects.failed()) == [one]


def test_a_letter_that_its_worker_dies_of_is_not_tried_for_ever(
    bo: User, carla: User, server: MailServer
) -> None:
    """It is claimed, and then nobody is left to note how it went."""
    deadly, _other = letter(bo), letter(carla)
    Mail.objects.filter(pk=deadly.pk).update(tries=MOST_TRIES, claimed_at=timezone.now() - PATIENCE)

    deliver_waiting.call()

    assert list(Mail.objects.failed()) == [deadly]
    assert list(server.mailbox.values()) == [carla.email]


def test_a_dead_mail_server_delays_and_loses_none(
    anna: User, bo: User, settings: SettingsWrapper
) -> None:
    with serving() as gone:
        use(settings, gone.url)
    port = gone.server_address[1]
    for person in (anna, bo):
        letter(person)
    for _day in range(10):
        deliver_waiting.call()
        time_passes(timedelta(days=1))
    assert Mail.objects.waiting().count() == 2

    with serving(port) as back:
        deliver_waiting.call()

    assert sorted(back.mailbox.values()) == [anna.email, bo.email]
    assert not Mail.objects.waiting().exists()


def test_a_dead_mail_server_is_asked_once_a_round(
    anna: User, bo: User, settings: SettingsWrapper
) -> None:
    """Each vain call can take twenty seconds, and other errands wait meanwhile."""
    settings.EMAIL_BACKEND = f"{__name__}.Silence"
    Silence.calls = 0
    letters = [letter(person) for person in (anna, bo)]

    deliver_waiting.call()
    for one in letters:
        deliver.call(one.pk)

    assert Silence.calls == 1


class Silence:
    calls = 0

    def __init__(self, **options: object) -> None:
        pass

    def open(self) -> None:
        type(self).calls += 1
        raise TimeoutError


def test_a_claimed_letter_is_left_to_its_worker_until_that_must_be_dead(
    bo: User, server: MailServer
) -> None:
    one = letter(bo)
    Mail.objects.update(claimed_at=timezone.now())
    deliver.call(one.pk)
    assert not server.accepted

    time_passes(PATIENCE)
    deliver.call(one.pk)

    assert list(server.accepted.values()) == [1]


def test_an_errand_run_twice_sends_one_letter(bo: User, server: MailServer) -> None:
    one = letter(bo)

    deliver.call(one.pk)
    deliver.call(one.pk)

    assert list(server.accepted.values()) == [1]


def test_letters_are_forgotten_a_month_after_they_were_sent_or_given_up(
    anna: User, bo: User, carla: User
) -> None:
    old, young = timezone.now() - timedelta(days=31), timezone.now() - timedelta(days=29)
    for person in (anna, bo, carla):
        letter(person)
    Mail.objects.filter(to=anna.email).update(sent_at=old)
    Mail.objects.filter(to=bo.email).update(failed_at=old)
    Mail.objects.filter(to=carla.email).update(failed_at=young)

    forget_sent.call()

    assert [one.to for one in Mail.objects.all()] == [carla.email]


def test_the_administrator_sees_what_did_not_arrive_and_sends_it_again(
    erik: User, bo: User, carla: User, server: MailServer, client: Client
) -> None:
    client.force_login(erik)
    server.answers = {bo.email: UNKNOWN, carla.email: UNKNOWN}
    for one in (letter(bo), letter(carla)):
        deliver.call(one.pk)
    page = client.get("/breve/").content.decode()
    assert page.count(UNKNOWN) == 2
    assert "ABC" not in page  # the code lets its reader log in
    server.answers = {}

    client.post(f"/breve/{Mail.objects.get(to=bo.email).pk}/igen/")
    assert [one.to for one in Mail.objects.failed()] == [carla.email]
    client.post("/breve/igen/")
    deliver_waiting.call()

    assert sorted(server.mailbox.values()) == [bo.email, carla.email]
    assert UNKNOWN not in client.get("/breve/").content.decode()
    errands = DBTaskResult.objects.filter(task_path="medborger.core.mail.deliver")
    assert errands.count() == 4


def test_only_the_administrator_sees_what_did_not_arrive(dora: User, client: Client) -> None:
    client.force_login(dora)

    assert client.get("/breve/").status_code == 403
    assert client.post("/breve/igen/").status_code == 403


def test_a_letter_speaks_the_language_of_its_addressee(carla: User) -> None:
    invitation = Invitation(email=carla.email, expires_at=timezone.now() + timedelta(days=30))

    def sent(language: str) -> str:
        carla.language = language
        letter = write(carla, "people/mail/invitation.txt", invitation=invitation, token="t")
        return letter.text

    assert "Linket virker" in sent("da")
    expires = timezone.localtime(invitation.expires_at)
    assert f"until {expires.day} {expires:%B}." in sent("en")


def test_a_long_subject_is_cut(carla: User) -> None:
    write(carla, "people/mail/login_code.txt", code="A\nB " + "y" * 300)

    assert len(Mail.objects.get().subject) <= 250


@pytest.mark.django_db(transaction=True)
def test_nobody_hears_of_what_was_undone() -> None:
    carla = User.objects.create_user("carla@example.org", "Carla Cedertræ")

    with transaction.atomic():
        letter(carla)
        transaction.set_rollback(True)

    assert not Mail.objects.exists()


def test_a_name_that_looks_like_our_link_shows_where_it_leads(carla: User, bo: User) -> None:
    carla.name = "[Læs og svar](https://ond.example.org/svar)"

    invitation = Invitation(invited_by=carla)
    letter = write(bo, "people/mail/invitation.txt", invitation=invitation, token="abc")

    assert "Læs og svar</a> (https://ond.example.org/svar)" in letter.html
    assert "/invitation/abc/" in letter.html
    assert "/invitation/abc/)" not in letter.html
