"""The text of Office Open XML: documents, workbooks and presentations."""

import re
from xml.etree.ElementTree import Element

from civicmetrics.documents import workbook
from civicmetrics.documents.packages import Package
from civicmetrics.documents.relations import ordered, targets
from civicmetrics.documents.text import BREAK, Place, Refused, Text
from civicmetrics.documents.walking import local, walk

# Parts that say how a document looks. Everything else is read.
_LOOKS = re.compile(
    r"(?:^|/)(?:theme|styles|fontTable|webSettings|tableStyles|presProps|viewProps|numbering|calcChain)[^/]*\.xml$"
    r"|(?:^|/)theme/|^\[Content_Types\]|slideLayouts/"
)
_PLACES = [
    ("comment", "comment"),
    ("footnote", "footnote"),
    ("endnote", "footnote"),
    ("header", "header"),
    ("footer", "header"),
    ("docProps/", "properties"),
]
_COMMAND = re.compile(r"\bDDE(?:AUTO)?\b")


def read(text: Text, package: Package, kind: str) -> None:
    """Add the main parts in their order, then all others."""
    done: set[str] = set()
    if kind == "xlsx":
        done = workbook.read(text, package)
    slides = ordered(package, "ppt/presentation.xml", "sldId") if kind == "pptx" else []
    for name in [*slides, *sorted(set(package.named(r"\.xml$")) - set(slides))]:
        if name not in done and not _LOOKS.search(name):
            _read_part(text, package, name, slides)
    for data in package.nested():
        inside = Package(data)
        nested = "xlsx" if "xl/workbook.xml" in inside else ""
        read(text, inside, nested)


def _read_part(text: Text, package: Package, name: str, slides: list[str]) -> None:
    root = package.xml(name)
    if any(local(one) == "instrText" and _COMMAND.search(one.text or "") for one in root.iter()):
        raise Refused("macros")
    if name == "word/document.xml":
        walk(text, root, _in_document)
        return
    place = _place_of(package, name, slides)
    walk(text, root, lambda _paragraph, _number: place)
    if not any(local(one) == "p" for one in root.iter()):
        text.add(place, "\n".join(part for part in root.itertext() if part.strip()), BREAK)


def _in_document(paragraph: Element, number: int) -> Place:
    deleted = any(local(one) == "delText" for one in paragraph.iter())
    return Place("deleted" if deleted else "paragraph", str(number))


def _place_of(package: Package, name: str, slides: list[str]) -> Place:
    if name in slides:
        return Place("slide", str(slides.index(name) + 1))
    if "notesSlide" in name:
        return _notes(package, name, slides)
    what = next((place for word, place in _PLACES if word in name), "hidden")
    return Place(what)


def _notes(package: Package, name: str, slides: list[str]) -> Place:
    for target in targets(package, name).values():
        if target in slides:
            return Place("notes", str(slides.index(target) + 1))
    return Place("hidden")
