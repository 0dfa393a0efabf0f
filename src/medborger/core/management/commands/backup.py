import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getpass
from pathlib import Path
from typing import Any

import pyrage
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from medborger.core.backup.archive import (
    BackupIsBroken,
    BackupIsLocked,
    Key,
    Lock,
    Reader,
    needs_passphrase,
    reading,
)
from medborger.core.backup.take import AFileWentAway, backup, name_of_today


class Command(BaseCommand):
    requires_system_checks = []  # a copy can be made of what is not in order
    help = "Copy database, files and kept secret into one file, while people work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", metavar="FILE", type=Path, nargs="?", help="default: named by the time"
        )
        parser.add_argument("--check", action="store_true", help="only see that FILE is whole")
        parser.add_argument(
            "--passphrase", action="store_true", help="encrypt: BACKUP_PASSPHRASE, or asked for"
        )
        parser.add_argument(
            "--recipient", default="", metavar="AGE1…", help="encrypt for the holder of this key"
        )
        add_key(parser)

    def handle(self, *args: Any, file: Path | None, check: bool, **options: Any) -> None:
        if check and file is None:
            raise CommandError("Say which FILE to check")
        if check and file is not None:
            with opened(file, options) as copy:
                self._tell(copy.manifest, file, "is whole")
            return
        lock = _lock(options)
        self._back_up(file or Path(settings.BACKUP_DIR) / name_of_today(lock), lock)

    def _back_up(self, file: Path, lock: Lock) -> None:
        if not file.parent.is_dir():
            raise CommandError(f"{file.parent} is no folder")
        try:
            manifest = backup(file, lock)
        except pyrage.RecipientError as problem:
            raise CommandError(f"That is no public key of age: {problem}") from problem
        except (AFileWentAway, DatabaseError, OSError) as problem:
            raise CommandError(f"Not copied: {problem}") from problem
        self._tell(manifest, file, "is made")
        if manifest["missing"]:
            raise CommandError(
                f"The storage has lost {len(manifest['missing'])} files, "
                f"and so has the copy: {', '.join(manifest['missing'][:5])}"
            )

    def _tell(self, manifest: dict[str, Any], file: Path, what: str) -> None:
        members = manifest["members"]
        count = sum(one.get("rows", 0) for one in members.values())
        files = sum(name.startswith("files/") for name in members)
        self.stdout.write(
            f"{file} {what}: {count} rows, {files} files, as of {manifest['made_at'][:19]} UTC, "
            f"by Medborger {manifest['medborger']} on {manifest['database']}"
        )


def add_key(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--identity", type=Path, metavar="KEYFILE", help="the age key that opens FILE"
    )


def _lock(options: dict[str, Any]) -> Lock:
    if options["recipient"]:
        return Lock(recipient=options["recipient"])
    if options["passphrase"]:
        return Lock(passphrase=settings.BACKUP_PASSPHRASE or _asked("Passphrase: ", twice=True))
    return Lock(settings.BACKUP_RECIPIENT, settings.BACKUP_PASSPHRASE)


def _asked(question: str, *, twice: bool = False) -> str:
    if not sys.stdin.isatty():
        raise CommandError("Give the passphrase in BACKUP_PASSPHRASE")
    answer = getpass(question)
    if not answer or (twice and getpass("Once more: ") != answer):
        raise CommandError("The passphrase must be the same both times, and not empty")
    return answer


@contextmanager
def opened(file: Path, options: dict[str, Any]) -> Iterator[Reader]:
    """The copy in this file, whole and unlocked, or words about why not."""
    try:
        identity = options["identity"].read_text() if options["identity"] else ""
        passphrase = settings.BACKUP_PASSPHRASE
        if not passphrase and needs_passphrase(file):
            passphrase = _asked("Passphrase: ")
        with reading(file, Key(identity, passphrase)) as copy:
            yield copy
    except OSError as problem:
        raise CommandError(f"{problem.filename}: {problem.strerror}") from problem
    except BackupIsLocked as problem:
        raise CommandError(f"{file} stays locked. {problem}") from problem
    except BackupIsBroken as problem:
        raise CommandError(f"{file} is no whole copy of Medborger: {problem}") from problem
