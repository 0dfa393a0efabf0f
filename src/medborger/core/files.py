"""Files that people give: looked through before they are kept, and let go when nothing holds them.

A file is refused with a fact of file_refusals.py, that can be said beside its field.
"""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import pgettext
from django_tasks import task

from civicmetrics.documents import ACCEPTED, Place, Refused
from civicmetrics.personal_data import scan
from medborger.core.file_refusals import (
    FileHoldsCpr,
    FileIsEmpty,
    FileIsInfected,
    FileIsNotScanned,
    FileIsTooLarge,
    FileTellsOfAPerson,
    as_fact,
)
from medborger.core.guard import let_through
from medborger.core.inspection import Inspected, inspect, seconds_left
from medborger.core.models import StoredFile
from medborger.core.scanner import ScannerIsSilent, is_infected

A_DAY = timedelta(days=1)
LONGEST_NAME = 150


@dataclass(frozen=True)
class Checked:
    """A file that was looked through and may be kept."""

    name: str
    content_type: str
    data: bytes


def check(upload: "UploadedFile[bytes]", *, reason: str = "") -> Checked:
    """Look a file through without keeping it. Raises `FileRefused`.

    `reason` is one of guard.StoryReason, for a file that reads as if it were about one person.
    """
    if (upload.size or 0) > settings.FILE_MAX_BYTES:
        raise FileIsTooLarge
    if not upload.size:
        raise FileIsEmpty
    name = clean_name(upload.name or "")
    if places := _in_name(name):
        raise FileHoldsCpr(places)
    upload.seek(0)
    data = upload.read()
    inspected = _looked_into(name, data)
    if inspected.cpr:
        raise FileHoldsCpr(inspected.cpr)
    if inspected.stories:
        if not reason:
            raise FileTellsOfAPerson(inspected.stories)
        let_through.set(reason)
    return Checked(name, ACCEPTED[inspected.kind].content_type, inspected.data)


def keep(checked: Checked, by: Model | None) -> StoredFile:
    """Store a file, then say that it is there. After a crash between the two, an errand clears up."""
    drawn = secrets.token_hex(16)
    key = default_storage.save(f"{drawn[:2]}/{drawn}", ContentFile(checked.data))
    return StoredFile.objects.create(
        name=checked.name,
        size=len(checked.data),
        content_type=checked.content_type,
        sha256=hashlib.sha256(checked.data).hexdigest(),
        key=key,
        uploaded_by_id=by.pk if by else None,
    )


@transaction.atomic
def discard(stored: StoredFile) -> None:
    """Forget a file. Its bytes are deleted by an errand, once the forgetting is certain."""
    key = stored.key
    stored.delete()
    delete_bytes.enqueue(key)


def look_again(stored: StoredFile) -> Inspected:
    """Read a kept file through by the rules of today. Raises `FileRefused`."""
    with default_storage.open(stored.key) as file:
        return _looked_into(stored.name, file.read())


def clean_name(name: str) -> str:
    """A name that shows what it is: no folders, no invisible signs, no end that hides."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in last)
    stem, dot, extension = " ".join(shown.split()).strip(". ").rpartition(".")
    stem = (stem or extension).strip(". ") or pgettext("name of a file", "file")
    return (
        f"{stem[: LONGEST_NAME - 12]}{dot}{extension[:10].lower()}" if dot else stem[:LONGEST_NAME]
    )


def _in_name(name: str) -> list[Place]:
    blocks = any(finding.level == "block" for finding in scan(name))
    return [Place("name")] if blocks else []


def _looked_into(name: str, data: bytes) -> Inspected:
    extension = name.rpartition(".")[2] if "." in name else ""
    try:
        seconds_left()
        if is_infected(data):
            raise FileIsInfected
        return inspect(extension, data)
    except ScannerIsSilent:
        raise FileIsNotScanned from None
    except Refused as refused:
        raise as_fact(refused, extension) from None


@task()
def delete_bytes(key: str) -> None:
    if not StoredFile.objects.filter(key=key).exists():
        default_storage.delete(key)


@task()
def clear_files() -> None:
    """Let go of files that nothing holds, and of bytes that no file tells of."""
    before = timezone.now() - A_DAY
    for stored in StoredFile.objects.unattached().filter(stored_at__lt=before):
        discard(stored)
    for key in list(_orphans()):
        if default_storage.get_modified_time(key) < before:
            default_storage.delete(key)


def _orphans() -> Iterator[str]:
    try:
        folders, _files = default_storage.listdir("")
    except FileNotFoundError:
        return
    for folder in folders:
        keys = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
        known = set(StoredFile.objects.filter(key__in=keys).values_list("key", flat=True))
        yield from (key for key in keys if key not in known)
