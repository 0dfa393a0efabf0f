"""The page that monitoring asks every minute."""

import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries, Settings

from medborger.core import health
from medborger.core.backup.take import back_up
from medborger.core.errands import plan_scheduled
from medborger.core.models import Mail
from medborger.people.models import User

TOKEN = "monitoring-" * 3


@pytest.fixture
def worked(db: None) -> None:
    """What a living worker has in line."""
    plan_scheduled()


def letters_waiting(count: int, hours: int) -> None:
    Mail.objects.bulk_create(
        Mail(to=f"x{n}@example.org", subject="x", text="x", html="x") for n in range(count)
    )
    Mail.objects.update(created_at=timezone.now() - timedelta(hours=hours))


def test_a_stranger_learns_that_all_is_well_and_no_more(
    client: Client, worked: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        answer = client.get("/sundhed/")

    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.get("/sundhed.json").json() == {"ok": True}
    assert client.get("/sundhed/", headers={"Accept": "application/json"}).json() == {"ok": True}


@pytest.mark.parametrize(
    "illness",
    [
        lambda: DBTaskResult.objects.all().delete(),
        lambda: DBTaskResult.objects.update(run_after=timezone.now() - timedelta(minutes=16)),
        lambda: letters_waiting(3, hours=2),
    ],
    ids=["no worker ever", "a dead worker", "a dead mail server"],
)
def test_what_ails_is_told_to_those_who_may_know(
    client: Client, carla: User, settings: Settings, worked: None, illness: Callable[[], object],
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    settings.MONITORING_TOKEN = TOKEN
    illness()
    bearer = {"Authorization": f"Bearer {TOKEN}"}

    with caplog.at_level(logging.DEBUG, "django.request"):
        strangers = client.get("/sundhed.json")
        client.force_login(carla)
        told = client.get("/sundhed.json", headers=bearer)

    assert (strangers.status_code, strangers.json()) == (503, {"ok": False})
    assert client.get("/sundhed.json").json() == {"ok": False}
    assert [sign["ok"] for sign in told.json()["signs"].values()].count(False) == 1
    assert told.json()["version"] == health.VERSION
    assert b"not ok\n" in client.get("/sundhed/", headers=bearer).content
    assert caplog.records == []


def test_one_full_mailbox_is_no_illness(client: Client, worked: None) -> None:
    letters_waiting(2, hours=50)

    assert client.get("/sundhed/").status_code == 200


def test_a_full_disk_is_told(client: Client, worked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_DISK", 10**18)

    assert client.get("/sundhed/").status_code == 503


def test_a_dead_database_is_told(client: Client, worked: None, settings: Settings) -> None:
    settings.MONITORING_TOKEN = TOKEN
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_mail RENAME TO core_mail_gone")

    answer = client.get("/sundhed.json", headers={"Authorization": f"Bearer {TOKEN}"})

    assert answer.status_code == 503
    assert answer.json()["signs"]["database"] == {"ok": False}


def test_a_night_without_a_copy_is_told(
    client: Client, worked: None, settings: Settings, tmp_path: Path
) -> None:
    settings.BACKUP_DIR = str(tmp_path)
    ordered = back_up.using(run_after=timezone.now() + timedelta(hours=5)).enqueue()
    assert client.get("/sundhed/").status_code == 200  # the first night is still to come

    night_before = timezone.now() - timedelta(hours=27)
    DBTaskResult.objects.filter(pk=ordered.id).update(enqueued_at=night_before)
    assert client.get("/sundhed/").status_code == 503

    (tmp_path / f"medborger-{timezone.now():%Y%m%dT%H%M%SZ}.tar").touch()

    assert client.get("/sundhed/").status_code == 200


def test_an_administrator_is_told_that_no_copies_are_set_up_and_monitoring_is_not_alarmed(
    client: Client, erik: User, worked: None
) -> None:
    client.force_login(erik)

    page = client.get("/sundhed/", headers={"Accept": "text/html,*/*;q=0.8"})

    assert page.status_code == 200
    assert "Ikke sat op" in page.content.decode()
    told = client.get("/sundhed.json").json()["signs"]["backup"]
    assert told == {"ok": True, "set_up": False}


def test_a_worker_that_never_ran_is_not_said_to_be_in_time(
    client: Client, erik: User, worked: None
) -> None:
    DBTaskResult.objects.all().delete()
    client.force_login(erik)

    page = client.get("/sundhed/", headers={"Accept": "text/html,*/*;q=0.8"}).content.decode()

    assert "Ingen er forsinket" not in page


def test_without_a_token_set_none_opens(client: Client, worked: None) -> None:
    assert client.get("/sundhed.json", headers={"Authorization": "Bearer "}).json() == {"ok": True}


def test_an_administrator_sees_a_page(client: Client, erik: User, worked: None) -> None:
    client.force_login(erik)

    page = client.get("/sundhed/", headers={"Accept": "text/html,*/*;q=0.8"}).content.decode()

    assert "Alt er, som det skal være." in page
    assert "Ingen er forsinket" in page
