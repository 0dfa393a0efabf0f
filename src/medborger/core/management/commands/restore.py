from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from medborger.core.backup.restore import BackupIsNewer, InstallationIsInUse, restore
from medborger.core.management.commands.backup import add_key, opened


class Command(BaseCommand):
    requires_system_checks = []
    help = "Put a copy back: all of it, or nothing. Everybody logs in anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="what is here now is deleted and gone"
        )
        add_key(parser)

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        try:
            with opened(file, options) as copy:
                notes = restore(copy, replace=replace)
        except InstallationIsInUse as problem:
            raise CommandError(
                "There is something in this installation already. Nothing is changed. "
                "Say --replace to delete it."
            ) from problem
        except BackupIsNewer as problem:
            raise CommandError(
                f"The copy is newer than this Medborger, which does not know {problem}. "
                "Nothing is changed. Install the newer one first."
            ) from problem
        except (DatabaseError, SuspiciousOperation) as problem:
            raise CommandError(f"Nothing is changed: {problem}") from problem
        for note in notes:
            self.stdout.write(note)
        self.stdout.write(f"{file} is restored. Everybody logs in anew.")
