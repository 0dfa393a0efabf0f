"""Files that people give: looked through before they are kept, and let go when nothing holds them.

A file is refused with a fact that can be said beside its field. What was found is named by place,
and never stored, logged or repeated.
"""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, ngettext, pgettext
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from civicmetrics.documents import ACCEPTED, Place, Refused
from civicmetrics.personal_data import scan
from medborger.core.guard import let_through
from medborger.core.inspection import Inspected, inspect
from medborger.core.models import StoredFile
from medborger.core.scanner import ScannerIsSilent, is_infected

A_DAY = timedelta(days=1)
LONGEST_NAME = 150
PLACES_TOLD = 5


class FileRefused(Exception):
    """Base of the reasons why a file is not taken in. As text it says what to do."""

    code = "file"

    def __str__(self) -> str:
        return gettext("The file cannot be read. Save it anew, and choose it again.")


class FileIsEmpty(FileRefused):
    def __str__(self) -> str:
        return gettext("The file is empty. Choose another.")


class FileIsTooLarge(FileRefused):
    def __str__(self) -> str:
        limit = settings.FILE_MAX_BYTES // 1_000_000
        return gettext("The file is larger than %(limit)s MB. Make it smaller, or split it.") % {
            "limit": limit
        }


class FileTypeNotAllowed(FileRefused):
    """`reason` says what about it is not taken: its kind, its macros, its password."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def __str__(self) -> str:
        said = REASONS.get(self.reason, REASONS["unknown"])
        return f"{said} {gettext('We take %(kinds)s.') % {'kinds': ', '.join(KINDS)}}"


class FileIsMislabelled(FileRefused):
    def __init__(self, extension: str) -> None:
        self.extension = extension

    def __str__(self) -> str:
        return gettext(
            "The file is called .%(extension)s, but something else is in it. Save it as what it is."
        ) % {"extension": self.extension}


class FileIsInfected(FileRefused):
    code = "infected"

    def __str__(self) -> str:
        return gettext("The scanner found a virus in the file. It is not kept.")


class FileIsNotScanned(FileRefused):
    """The scanner is silent, so nothing is taken in."""

    def __str__(self) -> str:
        return gettext("We cannot look for viruses right now. Try again in a while.")


class FileMustWait(FileRefused):
    """Others' files are being looked through, and pages must be answered meanwhile."""

    def __str__(self) -> str:
        return gettext("We are looking through many files right now. Try again in a while.")


class FileIsTooLong(FileRefused):
    def __str__(self) -> str:
        return gettext("The file is too long to be read through. Split it into smaller files.")


class FileHoldsCpr(FileRefused):
    code = "cpr"

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = tuple(dict.fromkeys(places))

    def __str__(self) -> str:
        return ngettext(
            "The file holds what looks like a CPR number: %(places)s. Delete it there, and choose the file again.",
            "The file holds what looks like CPR numbers: %(places)s. Delete them there, and choose the file again.",
            len(self.places),
        ) % {"places": told(self.places)}


class FileTellsOfAPerson(FileHoldsCpr):
    """A question more than a refusal: a reason lets the file in."""

    code = "person_story"

    def __str__(self) -> str:
        return gettext(
            "It reads as if the file is about one particular person: %(places)s. If it may be kept, choose the file again and say why."
        ) % {"places": told(self.places)}


KINDS = ("PDF", "Word (docx)", "Excel (xlsx)", "PowerPoint (pptx)", "OpenDocument (odt, ods, odp)", "txt, csv, md", "png, jpg, webp")  # fmt: skip
REASONS = {
    "unknown": _("We do not take files of this kind."),
    "old_office": _("The file is in the old Office format, or has a password."),
    "macros": _("The file holds macros or other things that run by themselves."),
    "script": _("The PDF holds scripts that run by themselves. Print it as a new PDF."),
    "embedded": _("The file holds other files inside it. Take them out, and send them by themselves."),
    "encrypted": _("The file has a password, so we cannot read it through. Save it without."),
    "pixels": _("The picture is too large. Make it smaller than 50 million pixels."),
}  # fmt: skip


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


def take_in(upload: "UploadedFile[bytes]", by: Model | None, *, reason: str = "") -> StoredFile:
    """Look a file through and keep it. Raises `FileRefused`."""
    return keep(check(upload, reason=reason), by)


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


def told(places: Sequence[Place]) -> str:
    """Where it is, in words: page 2, sheet 1 cell B4."""
    shown = ", ".join(place_in_words(place) for place in places[:PLACES_TOLD])
    more = len(places) - PLACES_TOLD
    if more <= 0:
        return shown
    return ngettext("%(shown)s and %(more)s more place", "%(shown)s and %(more)s more places", more) % {
        "shown": shown,
        "more": more,
    }  # fmt: skip


def place_in_words(place: Place) -> str:
    return gettext(PLACES[place.what]) % {"where": place.where, "within": place.within}


PLACES = {
    "name": gettext_noop("the file name"),
    "page": gettext_noop("page %(where)s"),
    "paragraph": gettext_noop("paragraph %(where)s"),
    "line": gettext_noop("line %(where)s"),
    "slide": gettext_noop("slide %(where)s"),
    "cell": gettext_noop("sheet %(within)s, cell %(where)s"),
    "sheet": gettext_noop("sheet %(where)s"),
    "notes": gettext_noop("the notes of slide %(where)s"),
    "comment": gettext_noop("a comment"),
    "footnote": gettext_noop("a footnote"),
    "header": gettext_noop("a header or footer"),
    "deleted": gettext_noop("text that is deleted with tracked changes, paragraph %(where)s"),
    "form": gettext_noop("a form field or note on page %(where)s"),
    "properties": gettext_noop("the properties of the document"),
    "hidden": gettext_noop("a hidden part of the document"),
}


def _in_name(name: str) -> list[Place]:
    blocks = any(finding.level == "block" for finding in scan(name))
    return [Place("name")] if blocks else []


def _looked_into(name: str, data: bytes) -> Inspected:
    try:
        if is_infected(data):
            raise FileIsInfected
    except ScannerIsSilent:
        raise FileIsNotScanned from None
    extension = name.rpartition(".")[2] if "." in name else ""
    try:
        return inspect(extension, data)
    except Refused as refused:
        raise _as_fact(refused, extension) from None


def _as_fact(refused: Refused, extension: str) -> FileRefused:
    plain: dict[str, FileRefused] = {
        "too_long": FileIsTooLong(),
        "damaged": FileRefused(),
        "busy": FileMustWait(),
        "mislabelled": FileIsMislabelled(extension),
    }
    return plain.get(refused.reason) or FileTypeNotAllowed(refused.reason)


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
