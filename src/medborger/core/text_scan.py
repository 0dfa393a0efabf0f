"""Read every stored text and file again, when the guard's rules have changed.

What is found is stored as a place: which row, which field, which line. The text is not repeated.
A finding goes when the text is mended, or when somebody has said why it may stay.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_tasks import task

from civicmetrics.personal_data import RULES_VERSION, scan
from medborger.core import files
from medborger.core.fields import (
    AddressField,
    GuardedCharField,
    GuardedTextField,
    WebAddressField,
)
from medborger.core.file_refusals import FileRefused
from medborger.core.log import record
from medborger.core.models import StoredFile, TextFinding, TextScan, Visitor

GUARDED = (GuardedCharField, GuardedTextField, AddressField, WebAddressField)
KINDS = ("cpr", "person_story")
BATCH, BATCH_OF_FILES = 200, 5
CONTENT = "content"  # of a file, as if it were a field
BATCHES_IN_ONE_ERRAND = 20


class Place(NamedTuple):
    field: str
    kind: str
    level: str
    line: int


def guarded_fields() -> dict[str, list[str]]:
    """The text fields that people write in, of every model that has one."""
    found = {
        model._meta.label: [
            field.name for field in model._meta.concrete_fields if isinstance(field, GUARDED)
        ]
        for model in apps.get_models()
    }
    return {label: names for label, names in sorted(found.items()) if names}


@transaction.atomic
def start(by: Visitor | None) -> TextScan:
    """Begin to read everything again, or go on with what was begun by the same rules."""
    begun = TextScan.objects.filter(finished_at=None, rules_version=RULES_VERSION).first()
    if begun is None:
        TextScan.objects.filter(finished_at=None).update(finished_at=timezone.now())
        labels = list(guarded_fields())
        total = sum(apps.get_model(label)._base_manager.count() for label in labels)
        begun = TextScan.objects.create(
            by_id=by.pk if by else None,
            rules_version=RULES_VERSION,
            total=total,
            at_model=labels[0],
        )
        record(by, "core.scan_texts")
    go_on.enqueue(begun.pk)
    return begun


@task
def go_on(scan_id: int) -> None:
    """Read some batches and leave the rest to a next errand, so that letters need not wait."""
    for _ in range(BATCHES_IN_ONE_ERRAND):
        if not step(scan_id):
            return
    go_on.enqueue(scan_id)


def step(scan_id: int) -> bool:
    """Read one batch. Says whether there is more. Two at once do not disturb each other."""
    run = TextScan.objects.get(pk=scan_id)
    if run.finished_at:
        return False
    fields = guarded_fields()
    size = BATCH_OF_FILES if run.at_model == StoredFile._meta.label else BATCH
    rows: list[Model] = []
    if run.at_model in fields:
        everything = apps.get_model(run.at_model)._base_manager
        rows = list(everything.filter(pk__gt=run.after).order_by("pk")[:size])
    # Reading takes long, so nobody is kept waiting for the database meanwhile.
    found = {row.pk: list(places_in(row, fields[run.at_model])) for row in rows}
    with transaction.atomic():
        now = TextScan.objects.select_for_update().get(pk=scan_id)
        if (now.at_model, now.after) == (run.at_model, run.after) and not now.finished_at:
            _keep(rows, found)
            _move_on(now, rows, list(fields), is_last=len(rows) < size)
    return True


def _move_on(run: TextScan, rows: list[Model], labels: list[str], *, is_last: bool) -> None:
    run.done += len(rows)
    if not is_last:
        run.after = rows[-1].pk
    else:
        later = [label for label in labels if label > run.at_model]
        run.at_model, run.after = (later[0], 0) if later else (run.at_model, run.after)
        run.finished_at = None if later else timezone.now()
    run.save(update_fields=["done", "after", "at_model", "finished_at"])


def places_in(row: Model, names: list[str]) -> Iterator[Place]:
    """Where the row holds what is about one person, each line once."""
    for name in names:
        yield from _places_in_text(row, name)
    if isinstance(row, StoredFile):
        yield from _places_in_file(row)


def _places_in_text(row: Model, name: str) -> list[Place]:
    text = getattr(row, name) or ""
    told = {
        Place(name, found.kind, found.level, text.count("\n", 0, found.start) + 1)
        for found in scan(text)
        if found.kind in KINDS
    }
    return sorted(told)


def _places_in_file(stored: StoredFile) -> Iterator[Place]:
    """A file that can no longer be read has been looked through when it came."""
    try:
        inspected = files.look_again(stored)
    except (FileRefused, OSError):
        return
    if inspected.cpr:
        yield Place(CONTENT, "cpr", "block", 0)
    if inspected.stories:
        yield Place(CONTENT, "person_story", "warn", 0)


def _keep(rows: list[Model], found: dict[int, list[Place]]) -> None:
    """Let the findings of these rows be what was found now. What was judged stays judged."""
    if not rows:
        return
    label = rows[0]._meta.label
    known = TextFinding.objects.filter(model=label, key__in=found)
    before = {(one.key, *_place(one)): one for one in known}
    current, new = set(), []
    for row in rows:
        for place in found[row.pk]:
            mark = _fingerprint(row, place.field)
            old = before.get((row.pk, *place))
            if old and (old.fingerprint == mark or not old.reason):
                current.add(old.pk)
            else:
                new.append(
                    TextFinding(model=label, key=row.pk, fingerprint=mark, **place._asdict())
                )
    known.exclude(pk__in=current).delete()
    TextFinding.objects.bulk_create(new)


def _place(finding: TextFinding) -> Place:
    return Place(finding.field, finding.kind, finding.level, finding.line)


def _fingerprint(row: Model, field: str) -> str:
    """A digest that only this installation can make: without its secret, guessing is no use."""
    text = row.sha256 if isinstance(row, StoredFile) and field == CONTENT else getattr(row, field)
    return salted_hmac("medborger.text_scan", text, algorithm="sha256").hexdigest()


def settle(findings: list[TextFinding]) -> list[TextFinding]:
    """Those that still hold. What has been mended since, or is gone, is forgotten."""
    fields = guarded_fields()
    left = [one for one in findings if _still_holds(one, fields.get(one.model, []))]
    mended = {one.pk for one in findings} - {one.pk for one in left}
    if mended:
        TextFinding.objects.filter(pk__in=mended).delete()
    return left


def _still_holds(finding: TextFinding, names: list[str]) -> bool:
    row = row_of(finding)
    if row is None:
        return False
    if finding.field == CONTENT:
        return True  # a file does not change: it is deleted, or it is as it was
    return finding.field in names and _place(finding) in _places_in_text(row, finding.field)


def row_of(finding: TextFinding) -> Model | None:
    try:
        model = apps.get_model(finding.model)
    except LookupError:
        return None
    row: Model | None = model._base_manager.filter(pk=finding.key).first()
    return row


@transaction.atomic
def keep_as_it_is(by: Visitor, finding: TextFinding, reason: str) -> None:
    """Somebody has judged that the text may stay. The database refuses it for CPR numbers."""
    if row := row_of(finding):
        finding.fingerprint = _fingerprint(row, finding.field)
    finding.reason = reason
    finding.save(update_fields=["reason", "fingerprint"])
    record(by, "core.dismiss_finding", finding)
