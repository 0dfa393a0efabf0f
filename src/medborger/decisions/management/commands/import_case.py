import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from civicmetrics.case_pages import CasePage, NotACase, as_dict, read_case_pages, text_of
from medborger.areas.models import Area
from medborger.core.guard import refuse_cpr
from medborger.core.mail import absolute
from medborger.decisions import actions, queries


class Command(BaseCommand):
    help = "Import a published case page, saved as text. Imported twice it is one case."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="text or HTML; - reads standard input")
        parser.add_argument(
            "--dry-run", action="store_true", help="store nothing, say what would be stored"
        )
        parser.add_argument("--json", action="store_true", help="answer as JSON")
        parser.add_argument(
            "--municipality", default="", metavar="NAME-OR-CODE", help="whose committees they are"
        )

    def handle(
        self, *args: Any, file: str, dry_run: bool, json: bool, municipality: str, **options: Any
    ) -> None:
        pages = _read(file)
        if dry_run:
            self._show(pages, as_json=json)
            return
        try:
            imported = _store(pages, municipality)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        except DatabaseError as missing:
            raise CommandError(
                _("The database is not ready: run `medborger migrate` first. (%(problem)s)")
                % {"problem": missing}
            ) from missing
        self._report(imported, as_json=json)

    def _show(self, pages: Sequence[CasePage], *, as_json: bool) -> None:
        if as_json:
            self._print([as_dict(page) for page in pages])
            return
        for page in pages:
            when = page.held_on.isoformat() if page.held_on else "-"
            self.stdout.write(f"{when}  {page.committee or '-'}\n{page.title}")
            for section in page.sections:
                self.stdout.write(f"  {section.heading}: {len(section.text)}")
            self.stdout.write(f"  = {page.decision or '-'}")

    def _report(self, imported: list[actions.Imported], *, as_json: bool) -> None:
        rows = [
            {
                "id": one.case.pk,
                "title": one.case.title,
                "status": _status(one),
                "url": absolute(one.case.get_absolute_url()),
            }
            for one in imported
        ]
        if as_json:
            self._print(rows)
            return
        words = {"new": _("new"), "known": _("known"), "completed": _("completed")}
        for row in rows:
            self.stdout.write(f"{words[str(row['status'])]}: {row['title']}\n{row['url']}")

    def _print(self, rows: list[dict[str, Any]]) -> None:
        """One object when the page has one item, otherwise a list."""
        shown = rows[0] if len(rows) == 1 else rows
        self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2))


def _read(file: str) -> tuple[CasePage, ...]:
    try:
        text = text_of(sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes())
        refuse_cpr(text, longest=len(text))
        return read_case_pages(text)
    except OSError as unreadable:
        raise CommandError(f"{file}: {unreadable.strerror}") from unreadable
    except ValidationError as refused:
        raise CommandError(f"{file}: {refused.messages[0]}") from refused
    except NotACase as refusal:
        lacks = "\n".join(f"- {sentence}" for sentence in queries.missing_from(refusal))
        words = _("%(file)s is no case. Nothing is stored.") % {"file": file}
        raise CommandError(f"{words}\n{lacks}") from refusal


@transaction.atomic
def _store(pages: Sequence[CasePage], municipality: str) -> list[actions.Imported]:
    area = _municipality(municipality) if municipality else None
    return [actions.import_page(None, page, municipality=area) for page in pages]


def _municipality(wanted: str) -> Area:
    """By code, or by name as people write it: Fjordby, Fjordby Kommune, Aarhus."""
    name = wanted.casefold().removesuffix(" kommune")
    names = {name, name.removesuffix("s")}
    for area in Area.objects.filter(kind=Area.Kind.MUNICIPALITY).valid():
        if wanted.zfill(4) == area.code.zfill(4) or area.name.casefold() in names:
            return area
    raise CommandError(_("No municipality is called %(name)s.") % {"name": wanted})


def _status(one: actions.Imported) -> str:
    if one.is_new:
        return "new"
    return "completed" if one.is_completed else "known"
