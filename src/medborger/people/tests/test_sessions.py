import time
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from medborger.core.models import Mail
from medborger.people import actions
from medborger.people.http.devices import name_of
from medborger.people.http.sessions import BEGAN_AT, SEEN_AT
from medborger.people.models import User
from medborger.people.tasks import forget_ended_sessions

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
TELEPHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36"


def log_in(person: User, browser: str = FIREFOX) -> Client:
    client = Client(headers={"User-Agent": browser})
    client.post("/log-ind/", {"email": person.email})
    code = Mail.objects.order_by("-pk")[0].text.split("\n\n")[1].strip()
    client.post("/log-ind/kode/", {"code": code})
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get("/profil/").status_code == 200


def as_if(client: Client, **ago: timedelta) -> None:
    session = client.session
    for moment, time_ago in ago.items():
        session[moment] = time.time() - time_ago.total_seconds()
    session.save()


@pytest.mark.parametrize(
    ("browser", "name"),
    [
        (FIREFOX, "Firefox på Windows"),
        (TELEPHONE, "Chrome på Android"),
        (FIREFOX.replace("Firefox", "Gecko"), "Windows"),
        ("curl/8.0", "En ukendt enhed"),
    ],
)
def test_a_device_is_called_what_its_owner_calls_it(browser: str, name: str) -> None:
    assert name_of(browser) == name


def test_i_see_where_i_am_logged_in_and_nobody_elses(bo: User, carla: User) -> None:
    log_in(bo)
    client = log_in(carla)
    log_in(carla, TELEPHONE)

    page = client.get("/profil/sikkerhed/").content.decode()

    assert (page.count("Firefox på Windows"), page.count("Chrome på Android")) == (1, 1)
    assert page.count("Denne enhed") == 1


def test_one_device_is_logged_out_and_the_others_stay(carla: User) -> None:
    here, telephone, library = (log_in(carla) for _device in range(3))
    row = UserSession.objects.get(session_key=telephone.session.session_key)

    here.post(f"/profil/sikkerhed/enheder/{row.pk}/")

    assert [is_in(client) for client in (here, telephone, library)] == [True, False, True]


def test_all_other_devices_are_logged_out(bo: User, carla: User) -> None:
    here, telephone, of_bo = log_in(carla), log_in(carla), log_in(bo)

    here.post("/profil/sikkerhed/enheder/andre/")

    assert [is_in(client) for client in (here, telephone, of_bo)] == [True, False, True]


def test_nobody_logs_out_the_device_of_another(bo: User, carla: User) -> None:
    of_bo, client = log_in(bo), log_in(carla)
    row = UserSession.objects.get(user=bo)

    client.post(f"/profil/sikkerhed/enheder/{row.pk}/")

    assert is_in(of_bo)


def test_the_key_of_the_session_changes_at_log_in(carla: User) -> None:
    client = Client()
    client.post("/log-ind/", {"email": carla.email})
    before = client.session.session_key
    code = Mail.objects.get().text.split("\n\n")[1].strip()
    client.post("/log-ind/kode/", {"code": code})

    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_logging_out_ends_the_session(carla: User) -> None:
    client = log_in(carla)
    key = client.session.session_key

    client.post("/log-ud/")

    assert not Session.objects.filter(session_key=key).exists()


def test_a_member_stays_logged_in_for_thirty_days_from_the_last_visit(carla: User) -> None:
    client = log_in(carla)
    as_if(client, **{BEGAN_AT: timedelta(days=60), SEEN_AT: timedelta(days=29)})

    answer = client.get("/profil/")

    assert answer.status_code == 200
    assert answer.cookies["sessionid"]["max-age"] == 30 * 24 * 3600


@pytest.mark.parametrize(
    ("began", "seen", "stays"),
    [
        (timedelta(hours=7), timedelta(minutes=59), True),
        (timedelta(hours=9), timedelta(minutes=1), False),
        (timedelta(hours=2), timedelta(minutes=61), False),
    ],
)
def test_an_administrator_stays_for_a_working_day_and_an_idle_hour(
    erik: User, began: timedelta, seen: timedelta, stays: bool
) -> None:
    client = log_in(erik)
    as_if(client, **{BEGAN_AT: began, SEEN_AT: seen})

    assert is_in(client) is stays


def test_a_closed_account_is_out_at_once_and_its_sessions_can_be_ended(carla: User) -> None:
    client = log_in(carla)
    User.objects.filter(pk=carla.pk).update(is_active=False)
    assert not is_in(client)
    User.objects.filter(pk=carla.pk).update(is_active=True)

    client = log_in(carla)
    actions.end_sessions(carla)

    assert not is_in(client)
    assert not UserSession.objects.exists()


def test_a_visit_is_written_down_a_few_times_an_hour(carla: User) -> None:
    client = log_in(carla)
    first = UserSession.objects.get().last_seen_at
    client.get("/profil/")
    assert UserSession.objects.get().last_seen_at == first

    as_if(client, **{SEEN_AT: timedelta(minutes=16)})
    client.get("/profil/")

    assert UserSession.objects.get().last_seen_at > first


def test_where_one_was_logged_in_is_forgotten_with_the_session(carla: User, bo: User) -> None:
    gone, stays = log_in(carla), log_in(bo)
    Session.objects.filter(session_key=gone.session.session_key).delete()

    forget_ended_sessions.call()

    assert UserSession.objects.get().session_key == stays.session.session_key
