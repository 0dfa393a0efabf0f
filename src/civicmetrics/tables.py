"""Tables of text to and from files that a spreadsheet opens: CSV and XLSX, the same cells in both.

What is read is what was written, cell for cell, but for signs that no text needs (see `plain`).
openpyxl takes 20 MB of memory, so it is imported by the first who wants a workbook.
"""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import islice
from typing import Any, Literal
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException

Reason = Literal["old_excel", "too_large", "too_many_rows", "too_wide", "unreadable", "empty"]
WIDEST = 100
UNPACKED = 60_000_000  # bytes of a workbook when its zip is opened

_FORMULA = re.compile(r"'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class NotATable(ValueError):
    """The file holds no table that can be read. `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True)
class Table:
    """Headings, and rows with the number that a spreadsheet shows beside them."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]


def plain(text: str) -> str:
    """The text as files carry it: one kind of line break, no control signs, no space around.

    >>> plain(" a\\r\\nb\\x0c\\tc ")
    'a\\nb\\tc'
    """
    return _STRANGE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def neutral(text: str) -> str:
    """The text with ' before what a spreadsheet would take for a formula. `original` undoes it.

    Source: OWASP, CSV Injection.

    >>> neutral("=1+1"), neutral("'=1"), neutral("a=b")
    ("'=1+1", "''=1", 'a=b')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def original(text: str) -> str:
    """What `neutral` was given.

    >>> original("'=1+1"), original("''=1"), original("'t Hoekje")
    ('=1+1', "'=1", "'t Hoekje")
    """
    return text[1:] if text[:1] == "'" and _FORMULA.match(text) else text


# --- out ---


def to_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Semicolons and UTF-8 with a byte order mark, as Excel opens with a double click in Denmark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([neutral(plain(cell)) for cell in row] for row in (headings, *rows))
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(headings: Sequence[str], rows: Iterable[Sequence[str]], title: str) -> bytes:
    """One sheet of text cells under a row of headings that stays in sight."""
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for at in range(len(headings)):
        sheet.column_dimensions[chr(ord("A") + at)].width = 24
    empty = partial(WriteOnlyCell, sheet)
    top = Alignment(vertical="top", wrap_text=True)
    bold, body = _looks(empty(), top, Font(bold=True)), _looks(empty(), top, Font())
    sheet.append([_text_cell(empty(), text, bold) for text in headings])
    for row in rows:
        sheet.append([_text_cell(empty(), text, body) for text in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _looks(cell: Any, alignment: object, font: object) -> Any:
    cell.number_format, cell.alignment, cell.font = "@", alignment, font
    return cell._style  # asked for once: making it anew for each cell takes most of the time


def _text_cell(cell: Any, text: str, looks: Any) -> Any:
    # `_x000D_` is how a workbook writes a sign by its number: a text that looks so is written so.
    written = _ESCAPED.sub(lambda found: f"_x005F_{found[0][1:]}", neutral(plain(text)))
    cell._value, cell.data_type, cell._style = written or None, "s", looks
    return cell


# --- in ---


def read(data: bytes, *, knows: Callable[[str], bool], most_rows: int) -> Table:
    """The table in a CSV file or in the first sheet of a workbook; raises `NotATable`.

    `knows` says whether a text is a known heading: by it the separator of a CSV file is found.
    """
    if data.startswith(_OLE):
        raise NotATable("old_excel")  # or an encrypted workbook
    rows = _of_workbook(data) if data.startswith(_ZIP) else _of_csv(data, knows)
    first = next(rows, [])
    headings = _without_empty_end([plain(cell) for cell in first])
    if not headings:
        raise NotATable("empty")
    if len(headings) > WIDEST:
        raise NotATable("too_wide")
    found = [(at, row) for at, row in enumerate(islice(rows, most_rows + 1), 2) if any(row)]
    if next(rows, None) is not None or len(found) > most_rows:
        raise NotATable("too_many_rows")
    return Table(headings, [(at, _as_wide(row, len(headings))) for at, row in found])


def _as_wide(row: list[str], width: int) -> list[str]:
    cells = [original(plain(cell)) for cell in row[:WIDEST]]
    return _without_empty_end(cells + [""] * (width - len(cells)), width)


def _without_empty_end(cells: list[str], shortest: int = 0) -> list[str]:
    end = len(cells)
    while end > shortest and not cells[end - 1]:
        end -= 1
    return cells[:end]


def _of_csv(data: bytes, knows: Callable[[str], bool]) -> Iterator[list[str]]:
    text = _decoded(data)
    if "\0" in text:
        raise NotATable("unreadable")
    hint = re.match(r"sep=(.)\r?\n", text)
    text = text[hint.end() :] if hint else text
    separator = hint[1] if hint else max(";,\t", key=lambda one: _known(text, one, knows))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from reader
    except csv.Error:
        raise NotATable("unreadable") from None


def _known(text: str, separator: str, knows: Callable[[str], bool]) -> int:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return sum(knows(plain(cell)) for cell in next(lines, []))
    except csv.Error:
        return 0


def _decoded(data: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, or what Danish Windows wrote before them."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _of_workbook(data: bytes) -> Iterator[list[str]]:
    """Formulas are read as the values they had. Nothing outside the file is asked for."""
    from openpyxl import load_workbook  # noqa: PLC0415
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise NotATable("too_large")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and the like that we do not read
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_col=WIDEST + 1, values_only=True):
            yield _without_empty_end([_as_text(value) for value in row])
    except NotATable:
        raise
    except (DefusedXmlException, InvalidFileException, ParseError, zipfile.BadZipFile) as broken:
        raise NotATable("unreadable") from broken
    except (AttributeError, EOFError, IndexError, KeyError, TypeError, ValueError) as broken:
        raise NotATable("unreadable") from broken  # openpyxl meets what is no workbook so


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and not value.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
