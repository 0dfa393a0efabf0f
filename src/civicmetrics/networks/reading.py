"""Text of files into a survey. Gephi, Kumu, UCINET (DL) and RSiena layouts are recognised.

Nothing is dropped in silence: what cannot be used raises an error with file, row and column,
and what had to be taken for granted is listed in `Survey.assumptions`.
"""

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from civicmetrics.networks.errors import (
    NotANumber,
    NothingToRead,
    RepeatedOrganisation,
    RepeatedTie,
    SurveyError,
    TieFromSilent,
    TieToItself,
    UnknownOrganisation,
    UnknownState,
)
from civicmetrics.networks.ratings import TRUST, VALUE
from civicmetrics.networks.surveys import Survey, Wave
from civicmetrics.networks.tables import (
    STATES,
    Table,
    find_columns,
    number,
    plain,
    read_table,
    separator,
    yes_or_no,
)
from civicmetrics.networks.values import Cell, Flags, Ints, Network, Organisation, assemble

QUESTIONS = VALUE + TRUST
TIE_COLUMNS = ("source", "target", "wave", "state", "direction", "strength", "kind", *QUESTIONS)
CODES = {"0", "1", "9", "10", "11"}
ANSWERED = r"(answered|svaret|svarede|svar|responded|respondent|response)"
PRESENT = r"(present|med|til stede|deltager|member|in roster)"


@dataclass
class _Ties:
    """Ties of one wave as they are read; positions in `ids`."""

    file: str
    name: str
    source: "array[int]" = field(default_factory=lambda: array("q"))
    target: "array[int]" = field(default_factory=lambda: array("q"))
    strength: "array[float]" = field(default_factory=lambda: array("d"))
    kind: "array[int]" = field(default_factory=lambda: array("q"))
    line: "array[int]" = field(default_factory=lambda: array("q"))
    cells: dict[tuple[int, int], tuple[Cell, int]] = field(default_factory=dict)
    ratings: list[list[float]] = field(default_factory=list)
    directed: bool = True
    strong: bool = False
    matrix: bool = False


class _Names:
    """Ids in the order met, or the closed list of the organisations' file."""

    def __init__(self, known: Sequence[str] = ()) -> None:
        self.place = {name: at for at, name in enumerate(known)}
        self.closed = bool(known)

    def at(self, name: str, file: str, row: int, column: str) -> int:
        found = self.place.get(name)
        if found is None:
            if self.closed or not name:
                reason = "the list of organisations does not have it" if name else "no organisation"
                raise UnknownOrganisation(reason, file=file, row=row, column=column, value=name)
            found = self.place[name] = len(self.place)
        return found


def read_survey(
    waves: Sequence[tuple[str, str]],
    nodes: tuple[str, str] | None = None,
    *,
    kind: str = "",
    undirected: bool = False,
    names: Sequence[str] = (),
) -> Survey:
    """A survey from (file name, text) of each wave and of the list of organisations.

    One file with a wave column is split into its waves. `kind` reads one kind of tie only;
    `names` are shown for the waves. Raises a `SurveyError` with file, row, column and reason.

    >>> survey = read_survey([("w.csv", "source,target\\nb,a\\n")])
    >>> [o.id for o in survey.organisations], survey.waves[0].network.ties
    (['a', 'b'], 1)
    """
    listed = read_organisations(*nodes) if nodes else None
    ids = _Names([o.id for o in listed[0]] if listed else ())
    kinds: dict[str, int] = {}
    found = [ties for file, text in waves for ties in _read_wave(file, text, ids, kinds, kind)]
    if kind and not kinds:
        raise SurveyError("no tie is of this kind", column="kind", value=kind)
    found = sorted(found, key=lambda ties: _natural(ties.name)) if len(waves) == 1 else found
    organisations = listed[0] if listed else tuple(Organisation(i, i) for i in ids.place)
    assumptions = [] if listed else ["roster"]
    table = listed[1] if listed else None
    built = [
        _wave(ties, at, organisations, table, tuple(kinds), undirected, names, assumptions)
        for at, ties in enumerate(found)
    ]
    survey = Survey(organisations, tuple(built), tuple(dict.fromkeys(assumptions)))
    return survey if listed else _sorted(survey)


def _natural(name: str) -> tuple[float, str]:
    digits = re.search(r"\d+(\.\d+)?", name)
    return (float(digits[0]) if digits else 0.0, name)


def read_organisations(file: str, text: str) -> tuple[tuple[Organisation, ...], Table]:
    """The roster, and the table it came from (answers and presence are read per wave).

    >>> read_organisations("n.csv", "id,sector,born\\na,gov,1990\\n")[0][0].attributes
    {'born': '1990'}
    """
    table = read_table(text, file, ("id", "label", "sector"))
    if not table.has("id") and table.has("label"):
        table = Table(
            file, table.header, table.rows, 2, {**table.columns, "id": table.columns["label"]}
        )
    table.need("id")
    known = set(table.columns.values())
    extra = [(at, name) for at, name in enumerate(table.header)
             if at not in known and name and not _about_waves(name)]  # fmt: skip
    seen: dict[str, int] = {}
    found = []
    for at, row in enumerate(table.rows):
        one = _organisation(table, row, extra)
        if not one.id or one.id in seen:
            reason = "the same id twice" if one.id else "no id"
            raise RepeatedOrganisation(
                reason, file=file, row=table.line(at), column="id", value=one.id
            )
        seen[one.id] = at
        found.append(one)
    if not found:
        raise NothingToRead("no organisation in the list", file=file)
    return tuple(found), table


def _organisation(
    table: Table, row: Sequence[str], extra: Iterable[tuple[int, str]]
) -> Organisation:
    def cell(column: str) -> str:
        place = table.columns.get(column, len(row))
        return row[place].strip() if place < len(row) else ""

    attributes = {name: row[at].strip() for at, name in extra if at < len(row)}
    return Organisation(cell("id"), cell("label") or cell("id"), cell("sector"), attributes)


def _about_waves(name: str) -> bool:
    return bool(re.fullmatch(rf"({ANSWERED}|{PRESENT})( ?\w+)?", plain(name)))


def _read_wave(
    file: str, text: str, ids: _Names, kinds: dict[str, int], only: str
) -> "list[_Ties]":
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    if not lines:
        raise NothingToRead("the file is empty", file=file)
    if lines[0].strip().lower().startswith("dl"):
        return [_read_dl(file, lines, ids)]
    mark = separator(lines) if any(m in lines[0] for m in ",;\t") else None
    first = [cell.strip() for cell in lines[0].split(mark)]
    numeric = all(re.fullmatch(r"-?\d+(\.\d+)?", cell) for cell in first if cell)
    if numeric and len(first) == len(lines) and len(lines) > 4:
        return [_read_matrix(file, [line.split(mark) for line in lines], ids)]
    if numeric or (
        mark is None and len(first) in (2, 3, 4) and not find_columns(first, TIE_COLUMNS)
    ):
        heads = ["source", "target", "value", "wave"][: max(len(first), 2)]
        text = "\n".join([",".join(heads), *[",".join(line.split(mark)) for line in lines]])
    table = read_table(text, file, TIE_COLUMNS)
    table.need("source", "target")
    return _read_rows(table, ids, kinds, only)


def _read_dl(file: str, lines: Sequence[str], ids: _Names) -> _Ties:
    """UCINET's DL edge list: a header, perhaps labels, then `data:` and from to strength."""
    ties = _Ties(file, "", strong=False)
    start = next((at for at, line in enumerate(lines) if line.strip().lower() == "data:"), -1)
    if start < 0 or "edgelist" not in " ".join(lines[:start]).lower():
        raise SurveyError("a DL file must be an edge list with a line »data:«", file=file)
    for at, line in enumerate(lines[start + 1 :], start=start + 2):
        cells = re.findall(r'"[^"]*"|[^\s,]+', line)
        pair = [
            ids.at(cell.strip('"'), file, at, name)
            for cell, name in zip(cells, ("source", "target"), strict=False)
        ]
        if len(pair) < 2:
            raise SurveyError("two organisations are needed", file=file, row=at, value=line)
        _add(ties, pair[0], pair[1], float(cells[2]) if len(cells) > 2 else 1.0, 0, at)
        ties.strong |= len(cells) > 2 and cells[2] not in {"1", "1.0"}
    return ties


def _read_matrix(file: str, rows: Sequence[Sequence[str]], ids: _Names) -> _Ties:
    """RSiena's adjacency matrix: 0 no, 1 yes, 9 no answer, 10 and 11 given beforehand."""
    if not ids.place:
        ids.place = {str(at + 1): at for at in range(len(rows))}
    if len(ids.place) != len(rows):
        raise SurveyError(f"the matrix has {len(rows)} rows, the list {len(ids.place)}", file=file)
    ties = _Ties(file, "", matrix=True)
    for a, row in enumerate(rows):
        for b, value in enumerate(row):
            if a != b:
                _add_code(ties, a, b, value.strip(), a + 1, str(b + 1))
    return ties


def _add_code(ties: _Ties, a: int, b: int, value: str, line: int, column: str) -> None:
    if value not in CODES:
        raise UnknownState("the codes are 0, 1, 9, 10 and 11", file=ties.file, row=line,
                           column=column, value=value)  # fmt: skip
    if value == "1":
        _add(ties, a, b, 1.0, 0, line)
    elif value != "0":
        ties.cells[a, b] = (STATES[value], line)


def _add(ties: _Ties, a: int, b: int, strength: float, kind: int, line: int) -> None:
    if a == b:
        raise TieToItself("an organisation cannot work with itself", file=ties.file, row=line)
    ties.source.append(a)
    ties.target.append(b)
    ties.strength.append(strength)
    ties.kind.append(kind)
    ties.line.append(line)


def _read_rows(table: Table, ids: _Names, kinds: dict[str, int], only: str) -> list[_Ties]:
    table, directions = _direction(table)
    waves: dict[str, _Ties] = {}
    read = _Row(table, ids, kinds, only)
    both = {word for row, word in zip(table.rows, directions, strict=False) if read.wanted(row)}
    for at, row in enumerate(table.rows):
        name = read.cell(row, "wave")
        if name not in waves:
            waves[name] = _Ties(table.file, name, strong=read.strong)
            waves[name].directed = not directions or both != {"undirected"}
        read.into(waves[name], row, at)
        if read.kept and directions and both != {"undirected"} and directions[at] != "directed":
            _add_back(waves[name])
    if not waves:
        raise NothingToRead("no ties in the file", file=table.file)
    return list(waves.values())


def _add_back(ties: _Ties) -> None:
    """A mutual or undirected row among directed ones is a tie each way."""
    ties.source.append(ties.target[-1])
    ties.target.append(ties.source[-2])
    ties.strength.append(ties.strength[-1])
    ties.kind.append(ties.kind[-1])
    ties.line.append(ties.line[-1])


UNDIRECTED = {"undirected", "urettet", "0", "no", "nej", "false"}


def _direction(table: Table) -> tuple[Table, list[str]]:
    """»directed«, »mutual« or »undirected« per row. Gephi's Type says it; Kumu's Type is a kind."""
    columns = dict(table.columns)
    words = {"directed", "undirected", "mutual", "rettet", "urettet", ""}
    if "kind" in columns and {cell.lower() for cell in table.cells("kind")} <= words:
        columns.setdefault("direction", columns.pop("kind"))
        columns.pop("kind", None)
    found = Table(table.file, table.header, table.rows, table.first_line, columns)
    if "direction" not in columns:
        return found, []
    said = [cell.lower() for cell in found.cells("direction")]
    return found, [
        "undirected" if word in UNDIRECTED else "mutual" if word == "mutual" else "directed"
        for word in said
    ]


class _Row:
    """Reads one row of a tie table after the other."""

    def __init__(self, table: Table, ids: _Names, kinds: dict[str, int], only: str) -> None:
        self.table, self.ids, self.kinds, self.only = table, ids, kinds, only
        self.columns = table.columns
        values = set(table.cells("strength")) if table.has("strength") else set()
        self.codes = values <= CODES | {""} and bool(values & {"9", "10", "11"})
        self.strong = not self.codes and bool(values - {"", "0", "1", "1.0"})
        self.kept = False

    def cell(self, row: Sequence[str], column: str) -> str:
        place = self.columns.get(column, -1)
        return row[place].strip() if 0 <= place < len(row) else ""

    def wanted(self, row: Sequence[str]) -> bool:
        return not self.only or self.cell(row, "kind") == self.only

    def into(self, ties: _Ties, row: Sequence[str], at: int) -> None:
        self.kept = False
        kind = self.cell(row, "kind")
        if not self.wanted(row):
            return
        line, file = self.table.line(at), self.table.file
        a = self.ids.at(self.cell(row, "source"), file, line, "source")
        b = self.ids.at(self.cell(row, "target"), file, line, "target")
        state, value = self._state(row, at), self.cell(row, "strength")
        if self.codes:
            _add_code(ties, a, b, value or "1", line, "strength")
            return
        strength = number(value, self.table, at, "strength")
        if state is Cell.YES and strength:
            self.kept = True
            _add(ties, a, b, strength, self.kinds.setdefault(kind, len(self.kinds)), line)
            self._rate(ties, row, at, a, b)
            return
        ties.cells[a, b] = (state if state is not Cell.YES else Cell.NO, line)

    def _state(self, row: Sequence[str], at: int) -> Cell:
        word = self.cell(row, "state").lower()
        if not word:
            return Cell.YES
        if word not in STATES:
            raise UnknownState("yes, no, not asked or no answer", file=self.table.file,
                               row=self.table.line(at), column="state", value=word)  # fmt: skip
        return STATES[word]

    def _rate(self, ties: _Ties, row: Sequence[str], at: int, a: int, b: int) -> None:
        answers = [self.cell(row, question) for question in QUESTIONS]
        if any(answers):
            ties.ratings.append([a, b, *[self._rating(word, at, q) for word, q in
                                         zip(answers, QUESTIONS, strict=True)]])  # fmt: skip

    def _rating(self, word: str, at: int, question: str) -> float:
        value = number(word, self.table, at, question) if word else float("nan")
        if word and not 1 <= value <= 4:
            raise NotANumber("a rating is from 1 to 4", file=self.table.file,
                             row=self.table.line(at), column=question, value=word)  # fmt: skip
        return value


def _wave(
    ties: _Ties,
    at: int,
    organisations: Sequence[Organisation],
    table: Table | None,
    kinds: tuple[str, ...],
    undirected: bool,
    names: Sequence[str],
    assumptions: list[str],
) -> Wave:
    size = len(organisations)
    called = names[at] if at < len(names) else ties.name or str(at + 1)
    labels = {str(at + 1), plain(ties.name), plain(called)} - {""}
    present = _flags(table, PRESENT, labels, size)
    answered = _flags(table, ANSWERED, labels, size)
    if answered is None and not (
        ties.matrix and any(s is Cell.NO_ANSWER for s, _ in ties.cells.values())
    ):
        assumptions.append("answers")
    there = np.ones(size, bool) if present is None else present
    spoke = there.copy() if answered is None else answered & there
    directed = ties.directed and not undirected
    _check(ties, organisations, there, spoke, directed)
    network = _network(ties, size, there, spoke, directed)
    reports = np.column_stack([np.array(ties.source), np.array(ties.target), np.array(ties.kind)])
    ratings = np.array(ties.ratings, np.float64).reshape(-1, 2 + len(QUESTIONS))
    return Wave(called, network, kinds, reports.astype(np.int64), ties.strong, ratings)


def _flags(table: Table | None, pattern: str, labels: Iterable[str], size: int) -> Flags | None:
    """The column about this wave (»answered 2«, »svar 2026«), else one for all waves."""
    if table is None:
        return None
    exact = [rf"{pattern} ?{re.escape(label)}" for label in labels]
    for wanted in [*exact, pattern]:
        for place, name in enumerate(table.header):
            if re.fullmatch(wanted, plain(name)):
                cells = [row[place] if place < len(row) else "" for row in table.rows]
                return np.array([yes_or_no(c, table, r, name) for r, c in enumerate(cells)], bool)
    return None


def _check(
    ties: _Ties, organisations: Sequence[Organisation], there: Flags, spoke: Flags, directed: bool
) -> None:
    source, target = np.array(ties.source, np.int64), np.array(ties.target, np.int64)
    heard = spoke[source] | (spoke[target] & (not directed))
    for wrong, column, ends, reason in (
        (~there[source], "source", source, "the organisation was not there in this wave"),
        (~there[target], "target", target, "the organisation was not there in this wave"),
        (~heard, "source", source, "the organisation did not answer in this wave"),
    ):
        if wrong.any():
            first = int(np.flatnonzero(wrong)[0])
            raise TieFromSilent(reason, file=ties.file, row=ties.line[first], column=column,
                                value=organisations[int(ends[first])].id)  # fmt: skip
    for (a, b), (state, line) in ties.cells.items():
        if state is Cell.NO and not spoke[a]:
            raise TieFromSilent("the organisation did not answer in this wave", file=ties.file,
                                row=line, column="source", value=organisations[a].id)  # fmt: skip
        del b


def _network(ties: _Ties, size: int, there: Flags, spoke: Flags, directed: bool) -> Network:
    pairs = np.column_stack([np.array(ties.source, np.int64), np.array(ties.target, np.int64)])
    if ties.cells:
        said = dict(zip(map(tuple, pairs.tolist()), ties.line, strict=True))
        for cell, (state, line) in ties.cells.items():
            if cell in said:
                raise RepeatedTie(f"row {said[cell]} says yes about the same two, here {state.name}",
                                  file=ties.file, row=line)  # fmt: skip
    odd = sorted((a * size + b, int(state)) for (a, b), (state, _) in ties.cells.items())
    return assemble(
        size, pairs.reshape(-1, 2), np.array(ties.strength, np.float64), directed=directed,
        present=there, answered=spoke, cells=np.array([key for key, _ in odd], np.int64),
        states=np.array([state for _, state in odd], np.int8),
    )  # fmt: skip


def _sorted(survey: Survey) -> Survey:
    """Without a list of organisations the roster is everyone mentioned, sorted by id."""
    size = len(survey.organisations)
    for wave in survey.waves:
        if wave.network.size != size:
            raise SurveyError("the waves have different organisations: give a list of them")
    order = sorted(range(size), key=lambda at: _natural_id(survey.organisations[at].id))
    place = np.empty(size, np.int64)
    place[order] = np.arange(size)
    waves = tuple(_moved(wave, place) for wave in survey.waves)
    return Survey(tuple(survey.organisations[at] for at in order), waves, survey.assumptions)


def _natural_id(name: str) -> tuple[bool, float, str]:
    return (not name.isdigit(), float(name) if name.isdigit() else 0.0, name)


def _moved(wave: Wave, place: Ints) -> Wave:
    old = wave.network
    a, b = np.divmod(old.cells, max(old.size, 1))
    cells = place[a] * old.size + place[b]
    order = np.argsort(cells)
    back = np.argsort(place)
    network = assemble(
        old.size, place[np.column_stack([old.source, old.target])], old.strength,
        directed=old.directed, present=old.present[back], answered=old.answered[back],
        cells=cells[order], states=old.states[order],
    )  # fmt: skip
    reports, ratings = wave.reports.copy(), wave.ratings.copy()
    reports[:, :2] = place[reports[:, :2]]
    ratings[:, :2] = place[ratings[:, :2].astype(np.int64)]
    return Wave(wave.name, network, wave.kinds, reports, wave.strong, ratings)
