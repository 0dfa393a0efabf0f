"""Is the installation well? Asked every minute by monitoring, so three small questions to the database."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Case, Count, F, Min, Q, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from medborger.core.backup.take import copies, is_late
from medborger.core.models import Mail

LATE_ERRAND = timedelta(minutes=15)  # the worker puts one in line every five
LATE_LETTER, MANY = timedelta(hours=1), 3  # one full mailbox is no illness
LEAST_DISK = 500_000_000
VERSION = version("medborger")


class Sign(NamedTuple):
    name: str
    label: str | Promise
    is_well: bool
    seen: dict[str, Any]


def signs() -> list[Sign]:
    try:
        return [*_of_the_database(), _disk(), _copies()]
    except DatabaseError:
        return [Sign("database", _("Database"), False, {}), _disk()]


def _of_the_database() -> Iterator[Sign]:
    now = timezone.now()
    errands = DBTaskResult.objects.filter(status=TaskResultStatus.READY).aggregate(
        count=Count("pk"),
        since=Min(_due(), filter=Q(run_after__lte=now) | Q(run_after=get_date_max())),
    )
    yield Sign("database", _("Database"), True, {})
    # A worker that lives always has its next scheduled errand in line.
    is_worked = errands["count"] > 0 and (errands["since"] or now) > now - LATE_ERRAND
    yield Sign("errands", _("Errands"), is_worked, {"oldest_waiting": errands["since"]})
    yield _letters(now)


def _due() -> Case:
    """An errand without a time of its own is due when it is given."""
    return Case(When(run_after=get_date_max(), then=F("enqueued_at")), default=F("run_after"))


def _letters(now: datetime) -> Sign:
    waiting = Mail.objects.waiting().aggregate(
        oldest=Min("created_at"), late=Count("pk", filter=Q(created_at__lt=now - LATE_LETTER))
    )
    failed = Mail.objects.failed().count()
    seen = {"oldest_waiting": waiting["oldest"], "late": waiting["late"], "failed": failed}
    return Sign("letters", _("Letters"), waiting["late"] < MANY, seen)


def _disk() -> Sign:
    free = shutil.disk_usage(settings.VAR_DIR).free
    return Sign("disk", _("Disk"), free > LEAST_DISK, {"free_megabytes": free // 1_000_000})


def _copies() -> Sign:
    """Whoever has copies taken in another way is not unwell, so that none are set up is only told."""
    if not settings.BACKUP_DIR:
        return Sign("backup", _("Backup"), True, {"set_up": False})
    newest = next((at for _path, at in copies(Path(settings.BACKUP_DIR))), None)
    return Sign("backup", _("Backup"), not is_late(newest), {"set_up": True, "at": newest})
