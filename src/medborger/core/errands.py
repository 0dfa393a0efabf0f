"""Errands are run at least once: tried again when they fail, freed when their worker died,
and planned anew when they come back by the clock.

A task takes primary keys and is safe to run twice.
"""

import logging
import os
import secrets
import socket
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus, task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440)]
LONGEST_RUN = timedelta(hours=1)
PENDING = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
Errand = DBTaskResult[Any, Any]
HOST = socket.gethostname()[:32]


class ErrandWorker(Worker):
    """The worker of django-tasks-db, made to lose nothing."""

    def __init__(self, *, batch: bool = False, interval: float = 0.5) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{HOST}:{os.getpid()}:{secrets.token_hex(4)}",
        )

    def run(self) -> None:
        free_abandoned(seen_from=self.worker_id)
        plan_scheduled()
        super().run()

    def run_task(self, db_task_result: Errand) -> None:
        super().run_task(db_task_result)
        if db_task_result.status == TaskResultStatus.FAILED:
            try_later(db_task_result)
        if db_task_result.task_path in settings.SCHEDULE:
            plan_scheduled()


def try_later(errand: Errand) -> None:
    """Put a failed errand back, to be tried after a wait that grows with every attempt."""
    attempts = len(errand.worker_ids)
    if attempts > len(WAITS):
        logger.error("Gave up errand %s (%s): %s", errand.id, errand.task_path, errand.traceback)
        return
    errand.status = TaskResultStatus.READY
    errand.run_after = timezone.now() + WAITS[attempts - 1]
    errand.save(update_fields=["status", "run_after"])
    logger.warning("Errand %s failed: tried again at %s", errand.task_path, errand.run_after)


def free_abandoned(seen_from: str) -> int:
    """Put back errands whose worker is gone: dead on this machine, or silent for too long."""
    freed = 0
    for errand in DBTaskResult.objects.running():
        if is_abandoned(errand, seen_from):
            freed += (
                DBTaskResult.objects.running()
                .filter(pk=errand.pk)
                .update(status=TaskResultStatus.READY)
            )
    return freed


def is_abandoned(errand: Errand, seen_from: str) -> bool:
    worker = errand.worker_ids[-1]
    host, _, rest = worker.partition(":")
    pid = rest.partition(":")[0]
    if errand.started_at is None or errand.started_at < timezone.now() - LONGEST_RUN:
        return True
    if host != HOST or worker == seen_from:
        return False
    return pid == str(os.getpid()) or not _is_alive(int(pid))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def plan_scheduled() -> None:
    """See to it that each errand of the SCHEDULE waits exactly once."""
    with transaction.atomic():
        _let_no_other_plan()
        pending = set(
            DBTaskResult.objects.filter(
                status__in=PENDING, task_path__in=settings.SCHEDULE
            ).values_list("task_path", flat=True)
        )
        for path, when in settings.SCHEDULE.items():
            if path not in pending:
                import_string(path).using(run_after=next_time(when, timezone.now())).enqueue()


def _let_no_other_plan() -> None:
    """SQLite has one writer at a time already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('medborger.plan_scheduled'))")


def next_time(when: time | timedelta, now: datetime) -> datetime:
    """Return the next such time of day in local time, or now plus the wait."""
    if isinstance(when, timedelta):
        return now + when
    local = timezone.localtime(now)
    day = local.date() if local.time() < when else local.date() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, when))


@task
def free_abandoned_errands() -> None:
    free_abandoned(seen_from="")
