"""Personal data in files: findings by page, sheet and paragraph instead of offsets."""

from dataclasses import dataclass

from civicmetrics.documents import Kind as FileKind
from civicmetrics.documents import Place, read
from civicmetrics.personal_data import scan
from civicmetrics.personal_data.findings import Kind, Level


@dataclass(frozen=True)
class Found:
    """One place in a document. It never carries the text itself."""

    place: Place
    kind: Kind
    level: Level


def scan_document(kind: FileKind, data: bytes) -> tuple[Found, ...]:
    """What in the file is, or tells of, one person, in the order it is read; each place once.

    Text is read through runs, cells, hidden sheets, comments, tracked changes, headers, notes and
    properties: see `documents.read`, which says what it raises. Pictures hold no text to read.

    >>> from civicmetrics.documents import ACCEPTED
    >>> number = "0101" + "70-" + "1234"
    >>> scan_document(ACCEPTED["txt"], f"Referat\\nBorger {number}".encode())[0].place
    Place(what='line', where='2', within='')
    """
    text = read(kind, data)
    found = [Found(text.place_at(one.start), one.kind, one.level) for one in scan(str(text))]
    return tuple(dict.fromkeys(found))
