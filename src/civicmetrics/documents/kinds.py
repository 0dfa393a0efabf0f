"""What a file is: told by its first bytes and what it is made of, never by its name alone."""

import re
from dataclasses import dataclass

from civicmetrics.documents.packages import kind_of_package
from civicmetrics.documents.text import Refused


@dataclass(frozen=True)
class Kind:
    name: str
    extensions: tuple[str, ...]
    content_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
ACCEPTED = {
    kind.name: kind
    for kind in (
        Kind("pdf", ("pdf",), "application/pdf"),
        Kind("docx", ("docx",), f"{_OFFICE}wordprocessingml.document"),
        Kind("xlsx", ("xlsx",), f"{_OFFICE}spreadsheetml.sheet"),
        Kind("pptx", ("pptx",), f"{_OFFICE}presentationml.presentation"),
        Kind("odt", ("odt",), f"{_OPEN}text"),
        Kind("ods", ("ods",), f"{_OPEN}spreadsheet"),
        Kind("odp", ("odp",), f"{_OPEN}presentation"),
        Kind("txt", ("txt", "csv", "md"), "text/plain"),
        Kind("png", ("png",), "image/png"),
        Kind("jpeg", ("jpg", "jpeg"), "image/jpeg"),
        Kind("webp", ("webp",), "image/webp"),
    )
}
_BY_EXTENSION = {end: kind for kind in ACCEPTED.values() for end in kind.extensions}
_SIGNATURES = [
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
]
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(
    r"\s*(?:<!--.*?-->\s*)*(?:<!doctype|<html|<head|<body|<svg|<script|<\?|<iframe|<math|#!|\{\\rtf|%!ps|mz\b)",
    re.IGNORECASE | re.DOTALL,
)


def recognise(extension: str, data: bytes) -> Kind:
    """The kind of `data`, which must go by a name with this extension.

    Raises `Refused`: "unknown" for what is not in ACCEPTED, "mislabelled" when content and
    extension disagree, "old_office", "macros", "encrypted", "embedded" or "damaged".

    >>> recognise("md", b"# Dagsorden").name
    'txt'
    """
    known = _BY_EXTENSION.get(extension.lower())
    found = _by_content(data)
    if found is None:
        raise Refused("mislabelled" if known else "unknown", extension)
    if known is not found:
        raise Refused("mislabelled" if known or found.name != "txt" else "unknown", extension)
    return found


def _by_content(data: bytes) -> Kind | None:
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return ACCEPTED[name]
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ACCEPTED["webp"]
    if data.startswith(_OLD_OFFICE):
        raise Refused("old_office")
    if data.startswith(b"PK"):
        return ACCEPTED.get(kind_of_package(data))
    return ACCEPTED["txt"] if is_plain(decode(data)) else None


def decode(data: bytes) -> str | None:
    """Text as people save it: UTF-8, UTF-16 with its mark, or Windows-1252.

    >>> decode("Blåbærgrød".encode("cp1252"))
    'Blåbærgrød'
    """
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1252"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def is_plain(text: str | None) -> bool:
    """Whether it is text that nothing would run or draw."""
    if text is None or _MARKUP.match(text):
        return False
    return not any(sign < " " and sign not in "\t\n\r\f\x1b" for sign in text)
