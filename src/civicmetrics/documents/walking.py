"""The paragraphs and table rows of an XML part, in the order they are read."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from civicmetrics.documents.text import BREAK, Place, Text

PARAGRAPHS = frozenset({"p", "h", "si"})
CELLS = frozenset({"tc", "table-cell", "covered-table-cell"})
ROWS = frozenset({"tr", "table-row"})
BLANKS = {"tab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "noBreakHyphen": "-", "softHyphen": ""}  # fmt: skip
# What a reader may be shown that is not between tags.
SHOWN = ("descr", "title", "author", "initials", "v", "alt", "tooltip", "string-value", "name")
Placer = Callable[[Element, int], Place]


def local(element: Element) -> str:
    """
    >>> local(Element("{urn:x}p"))
    'p'
    """
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """An attribute whatever its namespace; "" when it is not there."""
    return next((v for k, v in element.items() if k.rpartition("}")[2] == name), "")


def walk(text: Text, root: Element, place: Placer) -> None:
    """Add every paragraph; the cells of a row follow one another on one line."""
    for count, (paragraph, first, in_row) in enumerate(_paragraphs(root), 1):
        gap = BREAK if count == 1 else "\t" if in_row and not first else "\n"
        text.add(place(paragraph, count), "".join(_runs(paragraph)), gap)
    for said in shown(root):
        text.add(Place("hidden"), said)


def shown(root: Element) -> Iterator[str]:
    """Alternative texts, names of authors and the like."""
    for element in root.iter():
        for key, value in element.items():
            if key.rpartition("}")[2] in SHOWN and len(value) > 3:
                yield value


def _paragraphs(root: Element) -> Iterator[tuple[Element, bool, bool]]:
    """Each paragraph, whether it is the first of its row, and whether it is in one."""
    stack: list[tuple[Element, bool]] = [(root, False)]
    new_row = True
    while stack:
        element, in_row = stack.pop()
        name = local(element)
        if name in ROWS:
            in_row, new_row = True, True
        if name in PARAGRAPHS:
            yield element, new_row, in_row
            new_row = False
        stack.extend((child, in_row) for child in reversed(element))


def _runs(paragraph: Element) -> Iterator[str]:
    """The text of a paragraph without that of paragraphs inside it, which come by themselves."""
    yield paragraph.text or ""
    for child in paragraph:
        name = local(child)
        if name in BLANKS:
            yield BLANKS[name]
        elif name == "s":
            yield " " * min(99, int(attribute(child, "c") or 1))
        elif name not in PARAGRAPHS:
            yield from _runs(child)
        yield child.tail or ""
