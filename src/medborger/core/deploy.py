"""`medborger check --deploy`: what would fail when people come is tried before they do."""

import os
import shutil
import smtplib
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import get_connection
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

ROOM = 2_000_000_000
OLDEST_POSTGRESQL = 150000
FAR_AWAY = {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "ceph", "glusterfs"}
PATIENCE = 10

Found = Iterator[CheckMessage]


def register_all() -> None:
    for check in (_address, _database, _mail, _storage, _cache, _machine):
        register(_told(check), deploy=True)


def _told(check: Callable[[], Found]) -> Callable[..., list[CheckMessage]]:
    def told(**kwargs: Any) -> list[CheckMessage]:
        return list(check())

    return told


def _address() -> Found:
    if not settings.IN_PRODUCTION:
        yield Warning(
            f"SITE_URL is {settings.SITE_URL}: this runs as a demo",
            hint="Set SITE_URL to the https address that people will use",
            id="medborger.W101",
        )
        return
    if not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        yield Warning(
            "TRUSTED_PROXIES is 0: all visitors seem to come from the proxy, and share its limit of attempts to log in",
            hint="Set TRUSTED_PROXIES=1 behind one proxy that sets X-Forwarded-For",
            id="medborger.W102",
        )
    yield from _who_runs_it()
    yield from _from_outside(f"{settings.SITE_URL}/sundhed/")


def _who_runs_it() -> Found:
    """What people look for on the page about their information, and when they worry."""
    missing = [name for name in ("CONTACT_EMAIL", "WORRIED_LINKS") if not getattr(settings, name)]
    if settings.ORG_NAME == settings.DEMO_ORGANISATION:
        missing.insert(0, "ORG_NAME")
    if missing:
        yield Warning(
            f"{', '.join(missing)}: not set, so pages do not say who runs the site or where to turn",
            hint="See the table of settings in docs/operating.md",
            id="medborger.W104",
        )


def _from_outside(address: str) -> Found:
    """The proxy may come after this command, so what is wrong here is a warning."""
    hint = "See the proxy examples in docs/deploy/. Ignore this until the proxy and `medborger serve` run"
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 (https)
            is_ours = answer.read(20).strip() == b"ok"
    except urllib.error.HTTPError as refused:
        problem = f"answers {refused.code}"
    except OSError as silent:
        problem = f"does not answer: {getattr(silent, 'reason', silent)}"
    else:
        problem = "" if is_ours else "is answered by something else than Medborger"
    if problem:
        yield Warning(f"{address} {problem}", hint=hint, id="medborger.W103")


def _database() -> Found:
    try:
        connection.ensure_connection()
        _write_and_take_back()
    except DatabaseError as problem:
        yield Error(
            f"The database cannot be used: {str(problem).strip()}",
            hint="See DATABASE_URL in docs/operating.md. The user must own the database",
            id="medborger.E110",
        )
        return
    yield from _sqlite() if connection.vendor == "sqlite" else _postgresql()
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield Error(
            f"{len(waiting)} changes wait for the database",
            hint="Run `medborger migrate`",
            id="medborger.E111",
        )


def _write_and_take_back() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE medborger_check (number integer)")
        cursor.execute("INSERT INTO medborger_check VALUES (1)")
        transaction.set_rollback(True)


def _sqlite() -> Found:
    file = Path(connection.settings_dict["NAME"])
    if settings.IN_PRODUCTION:
        yield Warning(
            "The database is SQLite, which does well for one forum or two",
            hint="Set DATABASE_URL to a PostgreSQL database",
            id="medborger.W112",
        )
    if _kind_of_disk(file) in FAR_AWAY:
        yield Error(
            f"{file} lies on a network drive, where SQLite loses what is written",
            hint="Set VAR_DIR to a folder on this machine, or use PostgreSQL",
            id="medborger.E113",
        )


def _postgresql() -> Found:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, now()")
        version, now = cursor.fetchone()
        cursor.execute("SHOW server_encoding")
        encoding = cursor.fetchone()[0]
    if version < OLDEST_POSTGRESQL:
        yield Error(
            f"PostgreSQL is version {version // 10000}; Medborger needs 15 or later",
            hint="Upgrade the database server",
            id="medborger.E114",
        )
    if encoding != "UTF8":
        yield Error(
            f"The database keeps text as {encoding}",
            hint="Make it anew: createdb --encoding UTF8 --template template0",
            id="medborger.E115",
        )
    apart = abs(now - timezone.now())
    if apart > timedelta(seconds=5):
        yield Warning(
            f"The clocks of this machine and of the database are {apart.total_seconds():.0f} seconds apart",
            hint="Let both keep the time: timedatectl set-ntp true",
            id="medborger.W116",
        )


def _mail() -> Found:
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield Warning(
            "No letter leaves this machine: mail is written to files",
            hint="Set EMAIL_URL to a mail server",
            id="medborger.W120",
        )
        return
    server = get_connection()
    try:
        server.open()
        server.close()
    except (OSError, smtplib.SMTPException) as problem:
        yield Error(
            f"The mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT} lets nobody in: {problem}",
            hint="See EMAIL_URL in docs/operating.md. `--mail-to ADDRESS` sends a letter when this works",
            id="medborger.E121",
        )


def _storage() -> Found:
    name, content = f"check-{token_hex(8)}", token_hex(32).encode()
    try:
        kept = default_storage.save(name, ContentFile(content))
        with default_storage.open(kept) as file:
            is_same = file.read() == content
        default_storage.delete(kept)
        problem = "" if is_same else "what is read is not what was written"
    except Exception as wrong:  # each kind of storage has its own
        problem = str(wrong) or type(wrong).__name__
    if problem:
        yield Error(
            f"Files cannot be stored: {problem}",
            hint="See VAR_DIR and FILES_URL in docs/operating.md. The user that serves must own the folder",
            id="medborger.E130",
        )


def _cache() -> Found:
    key, value = f"check-{token_hex(8)}", token_hex(8)
    try:
        caches["default"].set(key, value, 60)
        is_same = caches["default"].get(key) == value
        caches["default"].delete(key)
        problem = "" if is_same else "what is read is not what was written"
    except Exception as wrong:  # each kind of cache has its own
        problem = str(wrong).strip()
    if problem:
        yield Error(
            f"The cache, which counts attempts to log in, does not work: {problem}",
            hint="It counts in the database: in a new one run `medborger migrate` first",
            id="medborger.E140",
        )


def _machine() -> Found:
    free = shutil.disk_usage(settings.VAR_DIR).free
    if free < ROOM:
        yield Warning(
            f"{free // 1_000_000} MB are free in {settings.VAR_DIR}",
            hint="Make room, or set VAR_DIR to a larger disk",
            id="medborger.W150",
        )
    if os.stat(settings.VAR_DIR).st_mode & 0o007:  # noqa: PTH116
        yield Warning(
            f"Every user of this machine may look into {settings.VAR_DIR}",
            hint=f"chmod o= {settings.VAR_DIR}",
            id="medborger.W151",
        )
    if _clock_runs_alone():
        yield Warning(
            "Nothing keeps this machine's clock right, and codes for log-in depend on it",
            hint="timedatectl set-ntp true",
            id="medborger.W152",
        )


def _clock_runs_alone() -> bool:
    """Ask systemd, where there is one."""
    asked = shutil.which("timedatectl")
    if not asked:
        return False
    command = [asked, "show", "--property", "NTPSynchronized", "--value"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return told.stdout.strip() == "no"


def _kind_of_disk(path: Path) -> str:
    """The file system that holds a path, as Linux tells it; elsewhere unknown."""
    try:
        mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    except OSError:
        return ""
    over = [mount for mount in mounts if path.resolve().is_relative_to(mount[1])]
    return max(over, key=lambda mount: len(mount[1]), default=["", "", ""])[2]
