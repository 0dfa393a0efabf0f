"""Why a file is not taken in, as facts that say what to do.

What was found is named by its place, and never stored, logged or repeated.
"""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _

from civicmetrics.documents import Place, Refused

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
        taken = gettext("We take %(kinds)s.") % {"kinds": ", ".join(KINDS)}
        return f"{said} {taken}"


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


class FileIsOneTooMany(FileRefused):
    """The others of the same form took all the time there is."""

    def __str__(self) -> str:
        return gettext("There was no time to look through this file too. Send fewer at once.")


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


def as_fact(refused: Refused, extension: str) -> FileRefused:
    plain: dict[str, FileRefused] = {
        "too_long": FileIsTooLong(),
        "damaged": FileRefused(),
        "busy": FileMustWait(),
        "many": FileIsOneTooMany(),
        "mislabelled": FileIsMislabelled(extension),
    }
    return plain.get(refused.reason) or FileTypeNotAllowed(refused.reason)


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
