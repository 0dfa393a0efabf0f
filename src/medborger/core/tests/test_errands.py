import os
from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from medborger.core.errands import (
    HOST,
    WAITS,
    Errand,
    free_abandoned,
    free_abandoned_errands,
    next_time,
    plan_scheduled,
)

pytestmark = pytest.mark.django_db
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@task
def fail() -> None:
    raise ConnectionError("The mail server is down")


def november(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=COPENHAGEN)


def planned() -> list[str]:
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return sorted(ready.values_list("task_path", flat=True))


def running(worker: str, started: timedelta = timedelta(0)) -> Errand:
    errand = DBTaskResult.objects.get(pk=free_abandoned_errands.enqueue().id)
    errand.claim(worker)
    errand.started_at = timezone.now() - started
    errand.save()
    return errand


def test_a_failed_errand_is_tried_again_after_a_growing_wait(
    run_errands: Callable[[], None],
) -> None:
    errand = DBTaskResult.objects.get(pk=fail.enqueue().id)
    for wait in WAITS:
        DBTaskResult.objects.filter(pk=errand.pk).update(run_after=timezone.now())
        before = timezone.now()
        run_errands()
        errand.refresh_from_db()
        assert errand.status == TaskResultStatus.READY
        assert before + wait <= errand.run_after <= timezone.now() + wait


def test_an_errand_is_given_up_in_the_end(run_errands: Callable[[], None]) -> None:
    errand = DBTaskResult.objects.get(pk=fail.enqueue().id)
    DBTaskResult.objects.filter(pk=errand.pk).update(worker_ids=["earlier"] * len(WAITS))

    run_errands()

    errand.refresh_from_db()
    assert errand.status == TaskResultStatus.FAILED


def test_scheduled_errands_wait_once_however_often_they_are_planned() -> None:
    plan_scheduled()
    plan_scheduled()

    assert planned() == sorted(settings.SCHEDULE)


def test_a_scheduled_errand_is_planned_anew_when_it_has_run(
    run_errands: Callable[[], None],
) -> None:
    plan_scheduled()
    path = "medborger.portal.retention.tasks.forget_what_is_due"
    DBTaskResult.objects.filter(task_path=path).update(run_after=timezone.now())

    run_errands()

    assert planned() == sorted(settings.SCHEDULE)
    assert DBTaskResult.objects.get(task_path=path, status="SUCCESSFUL").return_value is None


@pytest.mark.parametrize(
    ("worker", "started", "freed"),
    [
        (f"{HOST}:4194305:dead", timedelta(0), 1),  # above the largest process number of Linux
        (f"{HOST}:1:alive", timedelta(0), 0),
        (f"{HOST}:ME:myself", timedelta(0), 0),
        (f"{HOST}:ME:who-had-my-number-before", timedelta(0), 1),
        ("another-machine:1:alive", timedelta(0), 0),
        ("another-machine:1:silent", timedelta(hours=2), 1),
    ],
)
def test_an_errand_of_a_dead_worker_is_freed(worker: str, started: timedelta, freed: int) -> None:
    my_number = str(os.getpid())
    running(worker.replace("ME", my_number), started)

    assert free_abandoned(seen_from=f"{HOST}:{my_number}:myself") == freed


@pytest.mark.parametrize(
    ("when", "now", "expected"),
    [
        (time(3, 10), november(22, 2, 0), november(22, 3, 10)),
        (time(3, 10), november(22, 3, 10), november(23, 3, 10)),
        (timedelta(minutes=10), november(22, 2, 0), november(22, 2, 10)),
    ],
)
def test_the_next_time_is_local(when: time | timedelta, now: datetime, expected: datetime) -> None:
    assert next_time(when, now) == expected
