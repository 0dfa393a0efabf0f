"""Tables of counts as cells and sums, so that tables which share people share cells."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Self

# What a count is of: ("area", "north") and ("age", "18-29"). The empty set is everyone.
Cell = frozenset[tuple[str, str]]


class TablesDisagree(ValueError):
    """Two tables give different counts of the same people."""


def cell(**values: str) -> Cell:
    """The cell with these values of its variables; without any, the total.

    >>> sorted(cell(area="north", age="young"))
    [('age', 'young'), ('area', 'north')]
    """
    return frozenset(values.items())


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and the cells it is the sum of. Cells no table shows are unknown counts."""

    total: Cell
    parts: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table to publish: its variables, its counts, and what adds up to what.

    counts: cell to a count of people, at least 0 (else ValueError).
    """

    variables: tuple[str, ...]
    counts: Mapping[Cell, int]
    sums: tuple[Sum, ...]

    def __post_init__(self) -> None:
        if any(count < 0 for count in self.counts.values()):
            raise ValueError("a count is at least 0")

    @property
    def margins(self) -> frozenset[Cell]:
        """The cells that are totals of cells which the table has."""
        return frozenset(
            each.total
            for each in self.sums
            if each.total in self.counts and not self.counts.keys().isdisjoint(each.parts)
        )

    def without(self, cells: Iterable[Cell]) -> Self:
        """The table without some cells; what they were sums of is still known to be a sum.

        >>> len(one_way("area", {"north": 7, "south": 9}).without([cell()]).counts)
        2
        """
        dropped = frozenset(cells)
        counts = {key: count for key, count in self.counts.items() if key not in dropped}
        return type(self)(self.variables, counts, self.sums)


def one_way(variable: str, counts: Mapping[str, int]) -> Table:
    """A table of one variable with its total.

    counts: value to count. Raises ValueError for a negative count.

    >>> one_way("area", {"north": 7, "south": 9}).counts[cell()]
    16
    """
    cells = {cell(**{variable: value}): count for value, count in counts.items()}
    total = Sum(cell(), tuple(cells))
    return Table((variable,), {**cells, cell(): sum(counts.values())}, (total,))


def two_way(rows: str, columns: str, counts: Mapping[tuple[str, str], int]) -> Table:
    """A table of two variables with row totals, column totals and the grand total.

    counts: (row, column) to count; pairs left out count 0. Raises ValueError for a negative count and
    when both variables have the same name.

    >>> table = two_way("area", "age", {("north", "young"): 3, ("south", "old"): 9})
    >>> table.counts[cell(area="north")], table.counts[cell(area="north", age="old")]
    (3, 0)
    """
    if rows == columns:
        raise ValueError("a table of two variables needs two names")
    row_values = tuple(dict.fromkeys(row for row, _ in counts))
    column_values = tuple(dict.fromkeys(column for _, column in counts))
    inner = {
        cell(**{rows: row, columns: column}): counts.get((row, column), 0)
        for row, column in product(row_values, column_values)
    }
    sums = [
        Sum(frozenset({pair}), tuple(key for key in inner if pair in key))
        for pair in [(rows, row) for row in row_values] + [(columns, col) for col in column_values]
    ]
    margins = {each.total: sum(inner[part] for part in each.parts) for each in sums}
    sums += [
        Sum(cell(), tuple(cell(**{name: value}) for value in values))
        for name, values in ((rows, row_values), (columns, column_values))
    ]
    return Table((rows, columns), {**inner, **margins, cell(): sum(counts.values())}, tuple(sums))


def grouped(table: Table, variable: str, groups: Mapping[str, str]) -> Table:
    """The table with a level above some values of a variable: value to the group it belongs to.

    The groups' counts (in a table of two variables also for each value of the other) are added as
    cells and sums. Give group names as values to add a further level. Values left out stay as they
    are. Raises ValueError when a group is called as a value that is there.

    >>> areas = one_way("area", {"A1": 7, "A2": 9, "B1": 6})
    >>> grouped(areas, "area", {"A1": "A", "A2": "A", "B1": "B"}).counts[cell(area="A")]
    16
    """
    there = {value for key in table.counts for name, value in key if name == variable}
    if there & set(groups.values()):
        raise ValueError("a group needs a name of its own")

    def above(key: Cell) -> Cell:
        return frozenset(
            (name, groups[value]) if name == variable else (name, value) for name, value in key
        )

    below: defaultdict[Cell, list[Cell]] = defaultdict(list)
    for key in table.counts:
        if dict(key).get(variable) in groups:
            below[above(key)].append(key)
    sums = [Sum(total, tuple(parts)) for total, parts in below.items()]
    across = {
        Sum(above(each.total), tuple(map(above, each.parts)))
        for each in table.sums
        if all(dict(key).get(variable) in groups for key in (each.total, *each.parts))
        and len({dict(key)[variable] for key in (each.total, *each.parts)}) == 1
    }
    counts = {each.total: sum(table.counts[part] for part in each.parts) for each in sums}
    every_sum = (*table.sums, *sums, *sorted(across, key=lambda each: sorted(each.total)))
    return Table(table.variables, {**table.counts, **counts}, every_sum)


def together(tables: Iterable[Table]) -> tuple[dict[Cell, int], tuple[Sum, ...]]:
    """All cells and sums of tables about the same people.

    Three or more tables of two variables also share the unseen cells of all variables at once, which
    an attacker may use; they are added as unknown counts when there are not too many. Raises
    TablesDisagree when the same cell has different counts.

    >>> len(together([one_way("area", {"north": 7, "south": 9})])[0])
    3
    """
    counts: dict[Cell, int] = {}
    sums: dict[Sum, None] = {}
    listed = tuple(tables)
    for table in listed:
        for key, count in table.counts.items():
            if counts.setdefault(key, count) != count:
                raise TablesDisagree(f"{sorted(key)}: {counts[key]} and {count}")
        sums.update(dict.fromkeys(table.sums))
    return counts, (*sums, *_unseen(listed))


_MOST_UNSEEN = 1_500


def _unseen(tables: tuple[Table, ...]) -> tuple[Sum, ...]:
    pairs = {frozenset(table.variables) for table in tables if len(table.variables) == 2}
    names = sorted(frozenset().union(*pairs)) if pairs else []
    if len(pairs) < 3 or len(pairs) < len(names):
        return ()
    values = [sorted(_lowest(tables, name)) for name in names]
    size = 1
    for each in values:
        size *= len(each)
    if size > _MOST_UNSEEN:
        return ()
    unseen = [frozenset(zip(names, found, strict=True)) for found in product(*values)]
    keys = {key for table in tables for key in table.counts}
    keys |= {part for table in tables for each in table.sums for part in each.parts}
    inner = {
        key
        for key in keys
        if len(key) == 2 and all(value in values[names.index(name)] for name, value in key)
    }
    return tuple(
        Sum(key, tuple(each for each in unseen if key < each)) for key in sorted(inner, key=sorted)
    )


def _lowest(tables: tuple[Table, ...], variable: str) -> set[str]:
    """The values of a variable that are no groups of others."""
    values: set[str] = set()
    groups: set[str] = set()
    for table in tables:
        values.update(value for key in table.counts for name, value in key if name == variable)
        for each in table.sums:
            # Values that were merged stand only in the sums.
            parts = {dict(part).get(variable) for part in each.parts} - {None}
            values.update(value for value in parts if value)
            total = dict(each.total).get(variable)
            if total and parts != {total}:
                groups.add(total)
    return values - groups
