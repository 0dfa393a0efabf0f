"""The text of OpenDocument: texts, spreadsheets and presentations."""

from xml.etree.ElementTree import Element

from civicmetrics.documents.packages import Package
from civicmetrics.documents.text import BREAK, Place, Text
from civicmetrics.documents.walking import Placer, attribute, local, walk

_SHEETS, _SLIDES = "spreadsheet", "presentation"


def read(text: Text, package: Package) -> None:
    """Add the content, then headers and footers, properties and what is put into it."""
    root = package.xml("content.xml")
    body = next((one for one in root if local(one) == "body"), root)
    for part in body:
        if local(part) in (_SHEETS, _SLIDES):
            _parts(text, part)
        else:
            walk(text, part, _place_in(part))
    for name in package.named(r"\.xml$"):
        if name not in ("content.xml", "META-INF/manifest.xml", "settings.xml"):
            _aside(text, package.xml(name), name)


def _parts(text: Text, body: Element) -> None:
    """Sheets or slides, and what stands beside them."""
    number = 0
    for part in body:
        name = local(part)
        number += name in ("table", "page")
        if name == "table":
            _sheet(text, part, str(number))
        else:
            place = Place("slide", str(number)) if name == "page" else Place("hidden")
            walk(text, part, lambda _paragraph, _count, place=place: place)  # type: ignore[misc]


def _sheet(text: Text, table: Element, number: str) -> None:
    gap = BREAK
    down = 0
    for row in (one for one in table.iter() if local(one) == "table-row"):
        across = 0
        for cell in row:
            across += 1
            place = Place("cell", f"{column(across)}{down + 1}", number)
            for said in _cell(cell):
                text.add(place, said, gap)
                gap = "\t"
            across += _repeated(cell, "number-columns-repeated") - 1
        down += _repeated(row, "number-rows-repeated")
        gap = "\n"


def _cell(cell: Element) -> list[str]:
    """What the cell shows, and the number behind it when that is another."""
    own = Text()
    walk(own, cell, lambda _paragraph, _count: Place("cell"))
    seen = str(own).strip()
    value = attribute(cell, "value")
    return [seen, value] if len(value) >= 9 and value != seen else [seen]


def _repeated(element: Element, name: str) -> int:
    times = attribute(element, name)
    return int(times) if times.isdigit() else 1


def _place_in(body: Element) -> Placer:
    """Notes and what is deleted are told apart from the paragraphs of the text."""
    aside: dict[Element, Place] = {}
    named = {"annotation": "comment", "note": "footnote", "tracked-changes": "deleted"}
    for one in body.iter():
        if what := named.get(local(one)):
            aside.update({inner: Place(what, "") for inner in one.iter()})
    return lambda paragraph, number: aside.get(paragraph, Place("paragraph", str(number)))


def _aside(text: Text, root: Element, name: str) -> None:
    place = Place({"styles.xml": "header", "meta.xml": "properties"}.get(name, "hidden"))
    walk(text, root, lambda _paragraph, _count: place)
    if name == "meta.xml":
        text.add(place, "\n".join(part for part in root.itertext() if part.strip()), BREAK)


def column(number: int) -> str:
    """
    >>> column(1), column(28)
    ('A', 'AB')
    """
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
