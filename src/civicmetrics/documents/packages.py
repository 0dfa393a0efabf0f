"""Zip files with XML in them: Office Open XML and OpenDocument, opened with care."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from civicmetrics.documents.text import Refused

MOST_PARTS = 5_000
MOST_BYTES = 200_000_000
MOST_OF_A_PART = 100_000_000
_OFFICE_MAIN = {
    "wordprocessingml.document.main+xml": "docx",
    "spreadsheetml.sheet.main+xml": "xlsx",
    "presentationml.presentation.main+xml": "pptx",
    "presentationml.slideshow.main+xml": "pptx",
}
_OPEN_MAIN = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
_RUNS_BY_ITSELF = re.compile(
    r"vbaproject|vbadata|activex/|macrosheets/|(?:^|/)(?:basic|scripts)/.|\.(?:exe|js|vbs|hta|dll|lnk|bat|cmd|ps1|jar)$",
    re.IGNORECASE,
)
_HIDES = re.compile(r"embeddings/.*\.(?!xlsx$|docx$|pptx$)\w+$|^Object \d+$", re.IGNORECASE)
_REMOTE = re.compile(
    rb'(?=[^>]*TargetMode="External")(?=[^>]*(?:attachedTemplate|oleObject|frame|subDocument)")'
    rb'[^>]*Target="(?:https?:|\\\\|//|file:////|ftp:|mhtml:)',
    re.IGNORECASE,
)


class Package:
    """The parts of a zip file, within limits. Raises `Refused` where others would trust."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as broken:
            raise Refused("damaged") from broken
        entries = self._zip.infolist()
        if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_BYTES:
            raise Refused("too_long")
        if any(entry.flag_bits & 1 for entry in entries):
            raise Refused("encrypted")
        self.names = [entry.filename for entry in entries]
        if len(set(self.names)) != len(self.names):
            raise Refused("damaged")  # two readers would see two documents
        self._left = MOST_BYTES

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """What the part really unpacks to, whatever its head says."""
        limit = min(self._left, MOST_OF_A_PART)
        try:
            with self._zip.open(name) as part:
                data = part.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as broken:
            raise Refused("damaged") from broken
        except KeyError as missing:
            raise Refused("damaged") from missing
        self._left -= len(data)
        if len(data) > limit:
            raise Refused("too_long")
        return data

    def xml(self, name: str) -> Element:
        try:
            return fromstring(self.read(name), forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError, LookupError) as broken:
            raise Refused("damaged") from broken

    def named(self, pattern: str) -> list[str]:
        return [name for name in self.names if re.search(pattern, name)]

    def nested(self) -> Iterator[bytes]:
        """Documents inside the document, such as the numbers behind a chart."""
        for name in self.named(r"embeddings/.*\.(xlsx|docx|pptx)$"):
            yield self.read(name)


def kind_of_package(data: bytes) -> str:
    """The kind of document, "" for another zip file. Refuses what runs, hides or fetches."""
    if not data.startswith(b"PK\x03\x04"):
        return ""
    package = Package(data)
    kind = _kind(package)
    if kind:
        _refuse_active(package)
    return kind


def _kind(package: Package) -> str:
    if "[Content_Types].xml" in package:
        types = package.read("[Content_Types].xml").decode("utf-8", "replace")
        if "macroEnabled" in types:
            raise Refused("macros")
        return next((kind for main, kind in _OFFICE_MAIN.items() if main in types), "")
    if "mimetype" in package and "content.xml" in package:
        return _OPEN_MAIN.get(package.read("mimetype").decode("ascii", "replace").strip(), "")
    return ""


def _refuse_active(package: Package) -> None:
    for name in package.names:
        if _RUNS_BY_ITSELF.search(name):
            raise Refused("macros")
        if _HIDES.search(name):
            raise Refused("embedded")
    for name in package.named(r"\.rels$"):
        if any(_REMOTE.search(tag) for tag in package.read(name).split(b"<Relationship")):
            raise Refused("macros")
    if "META-INF/manifest.xml" in package:
        manifest = package.read("META-INF/manifest.xml")
        if b"encryption-data" in manifest:
            raise Refused("encrypted")
