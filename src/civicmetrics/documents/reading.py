"""The text of a document of any kind we take, hidden parts included."""

from civicmetrics.documents import office, opendocument
from civicmetrics.documents.kinds import Kind, decode
from civicmetrics.documents.packages import Package
from civicmetrics.documents.text import Place, Text


def read(kind: Kind, data: bytes) -> Text:
    """All text in `data`, each piece with its place. Pictures have none: nobody reads them here.

    Raises `Refused`: "damaged", "encrypted", "script" and "embedded" (PDF), "too_long" above
    three million characters.

    >>> from civicmetrics.documents.kinds import ACCEPTED
    >>> str(read(ACCEPTED["txt"], b"Referat\\nPunkt 1"))
    'Referat\\nPunkt 1'
    """
    text = Text()
    if kind.name == "txt":
        _lines(text, data)
    elif kind.name == "pdf":
        from civicmetrics.documents import pdf  # noqa: PLC0415  (10 MB of memory, for who has one)

        pdf.read(text, data)
    elif kind.name in ("docx", "xlsx", "pptx"):
        office.read(text, Package(data), kind.name)
    elif kind.name in ("odt", "ods", "odp"):
        opendocument.read(text, Package(data))
    return text


def _lines(text: Text, data: bytes) -> None:
    for number, line in enumerate((decode(data) or "").splitlines(), 1):
        text.add(Place("line", str(number)), line)
