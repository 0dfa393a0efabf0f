"""Counts of people as they may be shown, and what was done to them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from civicmetrics.disclosure.solver import Unprotectable, protect
from civicmetrics.disclosure.tables import Cell, Sum, Table, grouped, together

Measure = Literal["nothing", "hid cells", "merged values", "dropped totals", "hid the table"]


@dataclass(frozen=True, slots=True)
class Shown:
    """One table as it may be shown.

    cells: count, or None for "not shown"; whether a hidden count is small is not told. measure: what
    was done, for the reader. merged: the values that were put together, as they are named now.
    """

    cells: Mapping[Cell, int | None]
    measure: Measure
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    """Tables that may be shown together, and all that is known to add up between them."""

    tables: Mapping[str, Shown]
    sums: tuple[Sum, ...]

    @property
    def cells(self) -> dict[Cell, int | None]:
        """Every cell of every table: count, or None when hidden. Keep it for the next publication."""
        return {key: count for table in self.tables.values() for key, count in table.cells.items()}


@dataclass(frozen=True, slots=True)
class _Draft:
    table: Table
    merged: tuple[str, ...] = ()
    keeps_totals: bool = True
    is_hidden: bool = False


def publish(
    tables: Mapping[str, Table],
    *,
    at_least: int = 5,
    before: Publication | None = None,
) -> Publication:
    """Tables about the same people so that no count from 1 to `at_least` - 1 can be worked out.

    tables: name to table; tables that share variables share cells, and are protected together.
    before: what is public already and stays as it is; give its tables again among `tables`.

    Small counts are hidden, then others that they could be worked out from; totals are shown unless
    small. Where that is not enough, in the table concerned: totals are dropped too where they must,
    then its two smallest values are merged, again and again; in the end the table is hidden.
    `Shown.measure` says which. Raises TablesDisagree; ValueError for `at_least` below 2; Unprotectable when `before` alone
    gives a small count away.

    >>> from civicmetrics.disclosure.tables import cell, one_way
    >>> shown = publish({"areas": one_way("area", {"north": 3, "south": 9, "east": 7})}).tables["areas"]
    >>> shown.measure, shown.cells[cell(area="south")], shown.cells[cell(area="east")]
    ('hid cells', 9, None)
    """
    if at_least < 2:
        raise ValueError("at_least is at least 2")
    known, _ = together(tables.values())
    drafts = {name: _Draft(table) for name, table in tables.items()}
    public = before.cells if before else {}
    earlier = before.sums if before else ()
    while True:
        counts, sums = _counts_and_sums(drafts, known, public, earlier)
        try:
            hidden = protect(
                counts, sums, at_least=at_least,
                keep=_kept(drafts, counts, public, at_least),
                hide={key for key in counts if key in public and public[key] is None},
            )  # fmt: skip
        except Unprotectable as problem:
            name = _concerned(drafts, problem.cell)
            if name is None:
                raise
            drafts[name] = _weakened(drafts[name])
        else:
            shown = {name: _shown(draft, hidden, at_least) for name, draft in drafts.items()}
            return Publication(shown, sums)


def _counts_and_sums(
    drafts: Mapping[str, _Draft],
    known: Mapping[Cell, int],
    public: Mapping[Cell, int | None],
    earlier: tuple[Sum, ...],
) -> tuple[dict[Cell, int], tuple[Sum, ...]]:
    """The counts of all cells that are or will be public, and all sums known between them."""
    counts, sums = together([_visible(draft) for draft in drafts.values()])
    every_sum = tuple(dict.fromkeys((*sums, *earlier)))
    true = {**known, **{key: count for key, count in public.items() if count is not None}}
    for each in earlier:
        if each.total not in true and true.keys() >= set(each.parts):
            true[each.total] = sum(true[part] for part in each.parts)
    if missing := public.keys() - true.keys():
        raise ValueError(f"give the earlier tables again: {sorted(map(sorted, missing))}")
    return counts | {key: true[key] for key in public}, every_sum


def _visible(draft: _Draft) -> Table:
    return replace(draft.table, counts={}) if draft.is_hidden else draft.table


def _kept(
    drafts: Mapping[str, _Draft],
    counts: Mapping[Cell, int],
    public: Mapping[Cell, int | None],
    at_least: int,
) -> set[Cell]:
    keeping = [_visible(draft) for draft in drafts.values() if draft.keeps_totals]
    totals = {key for table in keeping for key in table.margins}
    large = {key for key in totals if counts[key] == 0 or counts[key] >= at_least}
    shown_before = {key for key, count in public.items() if count is not None}
    return {key for key in large | shown_before if public.get(key, 0) is not None}


def _concerned(drafts: Mapping[str, _Draft], key: Cell) -> str | None:
    """The table to weaken: one that still keeps its totals, and rather one that shows the cell."""

    def strength(name: str) -> tuple[bool, bool, int]:
        draft = drafts[name]
        return not draft.keeps_totals, key not in draft.table.counts, len(draft.merged)

    names = [name for name, draft in drafts.items() if not draft.is_hidden]
    return min(names, key=strength, default=None)


def _weakened(draft: _Draft) -> _Draft:
    """The draft with one measure more."""
    if draft.keeps_totals:
        return replace(draft, keeps_totals=False)
    pair = _smallest_values(draft.table)
    if pair is None:
        return replace(draft, is_hidden=True)
    variable, values = pair
    name = " + ".join(values)
    table = grouped(draft.table, variable, dict.fromkeys(values, name))
    table = table.without(key for key in table.counts if dict(key).get(variable) in values)
    return replace(draft, table=table, merged=(*(m for m in draft.merged if m not in values), name))


def _smallest_values(table: Table) -> tuple[str, tuple[str, str]] | None:
    """The variable with most values left, and its two values with the fewest people."""
    sizes: dict[str, dict[str, int]] = {}
    inner = table.counts.keys() - table.margins
    for key in inner:
        if len(key) == len(table.variables):
            for name, value in key:
                found = sizes.setdefault(name, {})
                found[value] = found.get(value, 0) + table.counts[key]
    if not sizes:
        return None
    name = max(sorted(sizes), key=lambda each: len(sizes[each]))
    if len(sizes[name]) < 3:
        return None
    first, second = sorted(sizes[name], key=lambda value: (sizes[name][value], value))[:2]
    return name, (first, second)


def _shown(draft: _Draft, hidden: Collection[Cell], at_least: int) -> Shown:
    table = _visible(draft)
    cells = {key: None if key in hidden else count for key, count in table.counts.items()}
    return Shown(cells, _measure(draft, table, hidden, at_least), draft.merged)


def _measure(draft: _Draft, table: Table, hidden: Collection[Cell], at_least: int) -> Measure:
    if draft.is_hidden:
        return "hid the table"
    if draft.merged:
        return "merged values"
    if any(table.counts[key] >= at_least for key in table.margins & set(hidden)):
        return "dropped totals"
    return "nothing" if table.counts.keys().isdisjoint(hidden) else "hid cells"
