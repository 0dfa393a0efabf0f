"""Make a copy while people work: one moment of the database, and every file it tells of."""

import hmac
import io
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Min
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from medborger.core.backup import rows
from medborger.core.backup.archive import Key, Lock, Writer, reading, writing
from medborger.core.models import StoredFile

SNAPSHOT = "snapshot"
TRIES = 3
NAME = re.compile(r"medborger-(\d{8}T\d{6}Z)\.tar(\.gz(\.age)?)?")


class AFileWentAway(Exception):
    """A file was deleted after the moment that is copied, so another moment is taken."""


def backup(target: Path, lock: Lock) -> dict[str, Any]:
    """Write a copy of everything to `target`. Returns its manifest."""
    for _try in range(TRIES):
        try:
            with writing(target, lock) as archive:
                return _fill(archive)
        except AFileWentAway as away:
            last = away
    raise last


def _fill(archive: Writer) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "medborger": version("medborger"),
        "made_at": timezone.now().isoformat(),
        "database": connection.vendor,
        "secret": fingerprint(settings.SECRET_KEY),
    }
    with _one_moment():
        loader = MigrationLoader(connections[SNAPSHOT])
        facts["migrations"] = sorted(loader.applied_migrations)
        # The tables as they are, also when the code is newer and `migrate` is still to come.
        state = loader.project_state(
            [one for one in facts["migrations"] if one in loader.graph.nodes]
        )
        for model in rows.tables(state.apps):
            _add_rows(archive, model)
        keys = list(StoredFile.objects.using(SNAPSHOT).values_list("key", flat=True))
    facts["missing"] = [key for key in keys if not _add_file(archive, key)]
    secret = settings.VAR_DIR / "secret_key"
    if secret.exists() and secret.read_text() == settings.SECRET_KEY:
        archive.add("secret_key", io.BytesIO(secret.read_bytes()))
    return archive.finish(facts)


@contextmanager
def _one_moment() -> Iterator[None]:
    """See the database as it was at one moment, and let others write meanwhile."""
    if connection.vendor == "postgresql":
        from psycopg import IsolationLevel  # noqa: PLC0415  (SQLite needs no driver)

        options: dict[str, Any] = {"isolation_level": IsolationLevel.REPEATABLE_READ}
    else:
        options = {"transaction_mode": "DEFERRED"}
    with rows.connected(SNAPSHOT, OPTIONS=options), transaction.atomic(using=SNAPSHOT):
        yield


def _add_rows(archive: Writer, model: rows.Model) -> None:
    with tempfile.TemporaryFile() as lines:
        count = rows.take_out(model, SNAPSHOT, lines)
        lines.seek(0)
        names = [one.attname for one in rows.columns(model)]
        archive.add(f"tables/{model._meta.label}", lines, rows=count, columns=names)


def _add_file(archive: Writer, key: str) -> bool:
    """Say whether the storage still has it. What people deleted meanwhile is no loss."""
    try:
        with default_storage.open(key) as file:
            archive.add(f"files/{key}", file)
    except FileNotFoundError:
        if not StoredFile.objects.filter(key=key).exists():
            raise AFileWentAway(key) from None
        return False
    return True


def fingerprint(secret: str) -> str:
    """Tells whether two secrets are the same, and nothing else about them."""
    return hmac.digest(secret.encode(), b"medborger backup", "sha256").hex()


# --- by the clock ---


def lock_of_settings() -> Lock:
    return Lock(settings.BACKUP_RECIPIENT, settings.BACKUP_PASSPHRASE)


def name_of_today(lock: Lock) -> str:
    end = ".tar" if lock.passphrase else ".tar.gz.age" if lock.recipient else ".tar.gz"
    return f"medborger-{timezone.now():%Y%m%dT%H%M%SZ}{end}"


@task()
def back_up() -> None:
    """Make tonight's copy, see that it can be read, and let go of those that are too old."""
    folder, lock = Path(settings.BACKUP_DIR), lock_of_settings()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / name_of_today(lock)
    missing = backup(target, lock)["missing"]
    if lock.passphrase or not lock.recipient:
        with reading(target, Key(passphrase=lock.passphrase)):
            pass
    _tidy(folder)
    if missing:
        raise FileNotFoundError(f"{len(missing)} files are gone from the storage: {missing[0]}")


def _tidy(folder: Path) -> None:
    """Let go of old copies, and of halves that killed ones left behind."""
    now = timezone.now()
    for path, then in copies(folder):
        if then < now - timedelta(days=settings.BACKUP_KEEP_DAYS):
            path.unlink()
    for half in folder.glob(".medborger-*.part"):
        if half.stat().st_mtime < (now - timedelta(days=1)).timestamp():
            half.unlink()


def copies(folder: Path) -> list[tuple[Path, datetime]]:
    """The copies that the clock made in this folder, newest first."""
    found = [(path, NAME.fullmatch(path.name)) for path in folder.glob("medborger-*")]
    dated = [
        (path, datetime.strptime(match[1], "%Y%m%dT%H%M%S%z")) for path, match in found if match
    ]
    return sorted(dated, key=lambda one: one[1], reverse=True)


def is_late(newest: datetime | None) -> bool:
    """Say whether a night went by without a copy. The first has as long from when it was ordered."""
    ordered = DBTaskResult.objects.filter(task_path=back_up.module_path)
    since = newest or ordered.aggregate(first=Min("enqueued_at"))["first"]
    return since is None or since < timezone.now() - timedelta(hours=26)
