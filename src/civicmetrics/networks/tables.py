"""Rows out of text: comma, semicolon or tab, with the column names of the common tools."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from civicmetrics.networks.errors import MissingColumn, NotANumber, NothingToRead, UnknownState
from civicmetrics.networks.values import Cell

NAMES: Mapping[str, tuple[str, ...]] = {
    "source": ("source", "from", "ego", "sender", "fra", "afsender", "svarer", "source id",
               "from id", "respondent", "i"),
    "target": ("target", "to", "alter", "receiver", "til", "modtager", "partner", "target id",
               "to id", "samarbejder med", "j"),
    "strength": ("strength", "weight", "value", "styrke", "vægt", "vaegt", "hyppighed",
                 "frequency", "code", "kode", "tie"),
    "kind": ("kind", "relation", "relationstype", "art", "type", "tags"),
    "direction": ("direction", "directed", "rettet"),
    "wave": ("wave", "runde", "round", "bølge", "time", "period", "periode"),
    "state": ("state", "tilstand", "answer", "svar", "status"),
    "power": ("power", "influence", "indflydelse"),
    "involvement": ("involvement", "engagement", "deltagelse"),
    "resources": ("resources", "ressourcer"),
    "reliability": ("reliability", "pålidelighed", "paalidelighed"),
    "mission": ("mission", "shared mission", "fælles mål", "faelles maal"),
    "openness": ("openness", "åbenhed", "aabenhed"),
    "id": ("id", "organisation", "organization", "node", "actor", "aktør", "name", "navn"),
    "label": ("label", "navn", "name", "title"),
    "sector": ("sector", "sektor", "group", "gruppe", "kategori", "category", "type", "kind"),
}  # fmt: skip
YES = {"yes", "ja", "1", "true", "sand", "y", "j", "x", "1.0"}
NO = {"no", "nej", "0", "false", "falsk", "n", "0.0", "-"}
STATES = {
    **dict.fromkeys(YES, Cell.YES),
    **dict.fromkeys(NO, Cell.NO),
    **dict.fromkeys(("not asked", "ikke spurgt", "not_asked"), Cell.NOT_ASKED),
    **dict.fromkeys(
        ("no answer", "intet svar", "ubesvaret", "no_answer", "missing", "na", "9"), Cell.NO_ANSWER
    ),
    "10": Cell.GIVEN_NO,
    "11": Cell.GIVEN_YES,
}
FREQUENCY = {
    "yearly": 1, "årligt": 1, "aarligt": 1, "sjældnere": 1, "rarely": 1, "quarterly": 2,
    "kvartalsvis": 2, "kvartalsvist": 2, "monthly": 3, "månedligt": 3, "maanedligt": 3,
    "weekly": 4, "ugentligt": 4, "daily": 5, "dagligt": 5,
}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """A file's rows with the line each began on, and where known columns are."""

    file: str
    header: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    first_line: int
    columns: Mapping[str, int]

    def cells(self, column: str) -> Iterator[str]:
        place = self.columns[column]
        return (row[place].strip() if place < len(row) else "" for row in self.rows)

    def has(self, column: str) -> bool:
        return column in self.columns

    def need(self, *columns: str) -> None:
        for column in columns:
            if column not in self.columns:
                raise MissingColumn(
                    f"no column says {column}; one of these names is needed: "
                    + ", ".join(NAMES[column]),
                    file=self.file, row=1, column=column, value=", ".join(self.header),
                )  # fmt: skip

    def line(self, row: int) -> int:
        return self.first_line + row


def plain(name: str) -> str:
    """A column name as it is compared: lower case, one space between words."""
    return re.sub(r"[\s_\-.]+", " ", name.strip().strip("\ufeff\"'").lower())


def read_table(text: str, file: str, wanted: Sequence[str]) -> Table:
    """Split text into rows and find the wanted columns by any of their names.

    >>> table = read_table("From;To\\na;b\\n", "w.csv", ["source", "target"])
    >>> table.columns, list(table.cells("target"))
    ({'source': 0, 'target': 1}, ['b'])
    """
    text = text.lstrip("\ufeff")
    lines = text.splitlines()
    if not any(line.strip() for line in lines):
        raise NothingToRead("the file is empty", file=file)
    rows = [
        row for row in csv.reader(lines, delimiter=separator(lines)) if any(map(str.strip, row))
    ]
    header = tuple(cell.strip() for cell in rows[0])
    return Table(file, header, rows[1:], 2, find_columns(header, wanted))


def separator(lines: Sequence[str]) -> str:
    head = next(line for line in lines if line.strip())
    return max(",;\t", key=head.count) if any(mark in head for mark in ",;\t") else ","


def find_columns(header: Sequence[str], wanted: Sequence[str]) -> dict[str, int]:
    """Where the wanted columns are; the first name in each list wins, a column serves once."""
    names = [plain(name) for name in header]
    found: dict[str, int] = {}
    for column in wanted:
        for name in NAMES[column]:
            place = names.index(name) if name in names else -1
            if place >= 0 and place not in found.values():
                found[column] = place
                break
    return found


def number(value: str, table: Table, row: int, column: str) -> float:
    """A strength: a number, a Danish decimal comma, or how often in words."""
    word = value.lower()
    if word in FREQUENCY:
        return float(FREQUENCY[word])
    try:
        found = float(value.replace(",", ".")) if value else 1.0
    except ValueError:
        found = float("nan")
    if not 0 <= found < float("inf"):
        raise NotANumber("not a number from 0 up", file=table.file, row=table.line(row),
                         column=column, value=value)  # fmt: skip
    return found


def yes_or_no(value: str, table: Table, row: int, column: str) -> bool:
    word = value.strip().lower()
    if word in YES:
        return True
    if word in NO or not word:
        return False
    raise UnknownState("neither yes nor no", file=table.file, row=table.line(row),
                       column=column, value=value)  # fmt: skip
