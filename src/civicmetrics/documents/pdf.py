"""The text of a PDF, and what in a PDF would run by itself."""

import io
import logging
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from civicmetrics.documents.text import BREAK, Place, Refused, Text

MOST_OBJECTS = 300_000
_RUNS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/Rendition", "/Movie", "/Sound"})
_HIDES = frozenset({"/EmbeddedFile", "/Filespec"})
# pypdf complains at length of what other programs wrote.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read(text: Text, data: bytes) -> None:
    """Add each page, its notes and form fields, and the properties."""
    try:
        _read(text, PdfReader(io.BytesIO(data)))
    except Refused:
        raise
    except RecursionError as deep:
        raise Refused("damaged") from deep
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError, AssertionError, NotImplementedError, OSError) as broken:  # fmt: skip
        raise Refused("damaged") from broken


def _read(text: Text, reader: PdfReader) -> None:
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused("encrypted")
    if not reader.pages:
        raise Refused("damaged")
    _refuse_active(reader)
    for number, page in enumerate(reader.pages, 1):
        text.add(Place("page", str(number)), page.extract_text(), BREAK)
        for said in _beside(page):
            text.add(Place("form", str(number)), said, BREAK)
    for said in _properties(reader):
        text.add(Place("properties"), said, BREAK)


def _beside(page: Any) -> Iterator[str]:
    """Notes on the page and what is filled in."""
    for link in page.get("/Annots") or ():
        note = link.get_object()
        if isinstance(note, DictionaryObject):
            yield " ".join(
                str(note[key]) for key in ("/T", "/Contents", "/V", "/TU") if key in note
            )


def _properties(reader: PdfReader) -> Iterator[str]:
    yield from (str(value) for value in (reader.metadata or {}).values())
    stream = reader.trailer["/Root"].get_object().get("/Metadata")  # type: ignore[union-attr]
    if stream is not None:
        yield stream.get_object().get_data().decode("utf-8", "replace")
    yield from _titles(reader.outline)


def _titles(outline: Any) -> Iterator[str]:
    for one in outline:
        yield from _titles(one) if isinstance(one, list) else [str(one.title or "")]


def _refuse_active(reader: PdfReader) -> None:
    for one in _dictionaries(reader):
        names = {str(one.get(key)) for key in ("/S", "/Type", "/Subtype")}
        if names & _RUNS or "/JS" in one or "/XFA" in one or "/RichMedia" in names:
            raise Refused("script")
        if (names & _HIDES and "/EF" in one) or "/EmbeddedFiles" in one or "/EmbeddedFile" in names:
            raise Refused("embedded")


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary of the file, however it is reached."""
    waiting: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            if len(seen) > MOST_OBJECTS:
                raise Refused("too_long")
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            yield one
            waiting.extend(dict.values(one))
        elif isinstance(one, ArrayObject):
            waiting.extend(list.__iter__(one))
