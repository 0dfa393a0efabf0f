"""`medborger organisations export FILE` and `medborger organisations import FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from civicmetrics.tables import NotATable
from medborger.areas.actions.exchange import ChangedSince, carry_out
from medborger.areas.forms.exchange import MOST_BYTES, WHY, read
from medborger.areas.queries.columns import as_file, cells
from medborger.areas.queries.places import Places
from medborger.areas.queries.plan import Plan, plan
from medborger.core.log import record
from medborger.people.models import Organisation


class Command(BaseCommand):
    help = "Write all organisations to a CSV or XLSX file, or read them in from one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("way", choices=["export", "import"])
        parser.add_argument("file", type=Path, help="ends in .csv or .xlsx")
        parser.add_argument("--dry-run", action="store_true", help="say what would change")
        parser.add_argument(
            "--stories-read",
            action="store_true",
            help="take texts that look like stories about one person: somebody has read them",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["way"] == "export":
            self._export(options["file"])
        else:
            self._import(**options)

    def _export(self, file: Path) -> None:
        form = file.suffix.removeprefix(".").lower()
        if form not in ("csv", "xlsx"):
            raise CommandError("The name of the file must end in .csv or .xlsx")
        found = Organisation.objects.order_by("name", "pk").select_related("under_roof_of")
        rows = list(cells(found.prefetch_related("areas_served"), Places()))
        file.write_bytes(as_file(rows, form))
        record(None, "people.export_organisations")
        self.stdout.write(f"{len(rows)} organisations")

    def _import(self, file: Path, **options: Any) -> None:
        found = self._plan(file)
        for wrong in (*found.problems, *found.stories):
            self.stderr.write(f"{wrong.row}: {wrong.column}: {wrong.text}")
        if found.problems:
            raise CommandError("Nothing was read in.")
        if found.stories and not options["stories_read"]:
            raise CommandError("Nothing was read in. Read those texts, then add --stories-read.")
        if not options["dry_run"]:
            self._carry_out(found)
        self.stdout.write(
            f"{len(found.new)} new, {len(found.changed)} changed, {found.unchanged} unchanged"
        )

    def _plan(self, file: Path) -> Plan:
        if file.stat().st_size > MOST_BYTES:
            raise CommandError(str(WHY["too_large"]))
        try:
            table = read(file.read_bytes())
        except NotATable as why:
            raise CommandError(str(WHY[why.reason])) from why
        return plan(table.headings, table.rows)

    def _carry_out(self, found: Plan) -> None:
        try:
            carry_out(None, found)
        except ChangedSince as clash:
            raise CommandError("Something changed meanwhile. Nothing was read in.") from clash
