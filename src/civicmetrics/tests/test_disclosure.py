"""No small count can be worked out of what is published, by any solver."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from civicmetrics.disclosure import (
    Cell,
    Publication,
    Table,
    TablesDisagree,
    attack,
    cell,
    grouped,
    one_way,
    publish,
    share,
    two_way,
)

COUNTS = st.one_of(st.integers(0, 7), st.integers(0, 40))
AREAS, AGES = ["north", "south", "east", "west"], ["child", "young", "adult", "old"]


def tables_of_two(names: tuple[str, str] = ("area", "age")) -> st.SearchStrategy[Table]:
    pairs = st.dictionaries(st.sampled_from(list(product(AREAS, AGES))), COUNTS, min_size=1)
    return pairs.map(lambda counts: two_way(*names, counts))


def people(*variables: str) -> st.SearchStrategy[list[dict[str, str]]]:
    person = st.fixed_dictionaries({name: st.sampled_from("abc") for name in variables})
    return st.lists(person, min_size=1, max_size=60)


def counted(persons: Iterable[Mapping[str, str]], rows: str, columns: str) -> Table:
    return two_way(rows, columns, Counter((each[rows], each[columns]) for each in persons))


def small_cells(table: Table) -> set[Cell]:
    """The cells of 1 to 4 people that are no totals."""
    return {key for key in table.counts.keys() - table.margins if 0 < table.counts[key] < 5}


def outsider_finds(
    publication: Publication, tables: Iterable[Table], universe: dict[str, list[str]]
) -> list[Cell]:
    """An independent attacker: unknown counts of every kind of person, linear programmes over them.

    Unlike the library's own, it knows no sums: each cell is the sum of the kinds of people in it.
    Returns the hidden cells whose count it knows, and the small ones of which it knows more than "from
    1 to 4".
    """
    kinds = [
        frozenset(zip(universe, values, strict=True)) for values in product(*universe.values())
    ]

    def row(key: Cell) -> list[float]:
        wanted = {name: set(value.split(" + ")) for name, value in key}
        return [
            float(all(value in wanted.get(name, {value}) for name, value in kind)) for kind in kinds
        ]

    shown = {key: count for key, count in publication.cells.items() if count is not None}
    noughts = {key: 0 for key, count in shown.items() if count == 0}
    hidden = [key for key, count in publication.cells.items() if count is None]
    unseen = [*hidden, *(key for key, count in shown.items() if count)]
    small = {key for table in tables for key in small_cells(table)}
    found = []
    for key in hidden:
        low, high = ends(row(key), [(row(each), n) for each, n in shown.items()], map(row, hidden))
        narrowed = False
        if key in small and (low > 1 + 1e-6 or high < 4 - 1e-6):
            # Noughts alone may tell that there are two or more: nobody can hide that.
            least, _ = ends(row(key), [(row(each), 0) for each in noughts], map(row, unseen))
            narrowed = low > least + 1e-6 or high < 4 - 1e-6
        if narrowed or high - low < 1 - 1e-6:
            found.append(key)
    return found


def ends(
    goal: list[float], shown: list[tuple[list[float], int]], some: Iterable[list[float]]
) -> tuple[float, float]:
    """The least and the greatest sum of unknown counts, when some sums are shown and some are not 0."""
    at_least_one = -np.array(list(some))
    solved = [
        linprog(
            sign * np.array(goal),
            A_eq=np.array([row for row, _ in shown]) if shown else None,
            b_eq=np.array([count for _, count in shown]) if shown else None,
            A_ub=at_least_one, b_ub=-np.ones(len(at_least_one)), bounds=(0, None), method="highs",
        )
        for sign in (1, -1)
    ]  # fmt: skip
    low = float(solved[0].fun or 0)
    return low, -float(solved[1].fun or 0) if solved[1].status == 0 else float("inf")


def is_honest(publication: Publication, tables: Iterable[Table]) -> bool:
    """No small count is shown, and what is shown is true."""
    true = {key: count for table in tables for key, count in table.counts.items()}
    return all(
        count is None or (not 0 < count < 5 and true.get(key, count) == count)
        for key, count in publication.cells.items()
    )


@given(st.dictionaries(st.sampled_from([*AREAS, *AGES]), COUNTS, min_size=1))
@settings(max_examples=40, deadline=None)
def test_a_list_of_counts_gives_nothing_away(counts: dict[str, int]) -> None:
    table = one_way("area", counts)
    publication = publish({"areas": table})
    assert is_honest(publication, [table])
    assert outsider_finds(publication, [table], {"area": list(counts)}) == []


@given(tables_of_two())
@settings(max_examples=40, deadline=None)
def test_a_table_with_totals_gives_nothing_away(table: Table) -> None:
    publication = publish({"table": table})
    assert is_honest(publication, [table])
    assert outsider_finds(publication, [table], {"area": AREAS, "age": AGES}) == []
    if publication.tables["table"].measure in ("nothing", "hid cells"):
        assert not any(i.is_found for i in attack(publication.cells, publication.sums).values())


@given(tables_of_two())
@settings(max_examples=30, deadline=None)
def test_small_counts_keep_their_whole_range(table: Table) -> None:
    publication = publish({"table": table})
    known = attack(publication.cells, publication.sums)
    for key in small_cells(table) & known.keys():
        assert known[key].low <= 1 + 1e-6
        assert known[key].high >= 4 - 1e-6


@given(people("area", "age", "tie"))
@settings(max_examples=20, deadline=None)
def test_three_tables_of_the_same_people_give_nothing_away(persons: list[dict[str, str]]) -> None:
    tables = {
        "one": counted(persons, "area", "age"),
        "two": counted(persons, "area", "tie"),
        "three": counted(persons, "age", "tie"),
    }
    publication = publish(tables)
    assert is_honest(publication, tables.values())
    universe = {name: sorted({each[name] for each in persons}) for name in ("area", "age", "tie")}
    assert outsider_finds(publication, tables.values(), universe) == []


@given(people("area", "age", "tie"))
@settings(max_examples=15, deadline=None)
def test_a_later_table_gives_nothing_away_with_the_earlier(persons: list[dict[str, str]]) -> None:
    first = {"one": counted(persons, "area", "age")}
    second = first | {"two": counted(persons, "age", "tie")}
    earlier = publish(first)
    later = publish(second, before=earlier)
    assert all(later.cells.get(key, count) == count for key, count in earlier.cells.items())
    both = Publication(
        {**{f"0{n}": t for n, t in earlier.tables.items()}, **later.tables}, later.sums
    )
    universe = {name: sorted({each[name] for each in persons}) for name in ("area", "age", "tie")}
    assert outsider_finds(both, second.values(), universe) == []


@given(
    st.dictionaries(st.sampled_from(["A1", "A2", "A3", "B1", "B2", "C1"]), COUNTS, min_size=1),
    st.dictionaries(
        st.tuples(st.sampled_from(["A1", "A2", "B1", "B2"]), st.sampled_from(AGES)),
        COUNTS,
        min_size=1,
    ),
)
@settings(max_examples=25, deadline=None)
def test_levels_of_areas_give_nothing_away(
    counts: dict[str, int], pairs: dict[tuple[str, str], int]
) -> None:
    for table in (one_way("area", counts), two_way("area", "age", pairs)):
        districts = grouped(
            table, "area", {area: area[0] for area in [*counts, "A1", "A2", "B1", "B2"]}
        )
        publication = publish({"districts": districts})
        known = attack(publication.cells, publication.sums)
        assert is_honest(publication, [districts])
        assert not [key for key, interval in known.items() if interval.is_found]
        small = small_cells(districts) & known.keys()
        assert all(known[key].low <= 1.001 and known[key].high >= 3.999 for key in small)


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    table = two_way(
        "area", "age", {("north", "old"): 5, ("north", "young"): 0, ("south", "old"): 8}
    )
    shown = publish({"table": table}).tables["table"]
    assert (shown.measure, shown.cells) == ("nothing", table.counts)


def test_one_small_count_takes_one_more_with_it() -> None:
    shown = publish({"areas": one_way("area", {"north": 12, "south": 2, "east": 9})}).tables[
        "areas"
    ]
    assert [dict(key)["area"] for key, count in shown.cells.items() if count is None] == [
        "south", "east",
    ]  # fmt: skip
    assert shown.cells[cell()] == 23


PAIRS = {("north", "old"): 2, ("north", "young"): 9, ("south", "old"): 30, ("east", "old"): 30}


def margins_of(table: Table) -> dict[str, Table]:
    """Both variables' own tables."""
    return {
        name: one_way(
            name,
            {
                dict(key)[name]: count
                for key, count in table.counts.items()
                if {*dict(key)} == {name}
            },
        )
        for name in table.variables
    }


def test_totals_are_dropped_when_hiding_more_cells_does_not_help() -> None:
    shown = publish({"table": two_way("area", "age", PAIRS)}).tables["table"]
    assert shown.measure == "dropped totals"
    assert shown.cells[cell(area="north", age="old")] is None
    assert shown.cells[cell()] == 71
    assert [key for key in shown.cells if len(key) < 2 and shown.cells[key] is None]


def test_values_are_merged_when_the_totals_are_public_already() -> None:
    table = two_way("area", "age", PAIRS)
    before = publish(margins_of(table))
    shown = publish({**margins_of(table), "table": table}, before=before).tables["table"]
    assert (shown.measure, shown.merged) == ("merged values", ("north + east",))
    assert shown.cells[cell(area="north + east", age="old")] == 32


def test_a_table_is_hidden_when_nothing_helps() -> None:
    table = two_way("area", "age", {pair: n for pair, n in PAIRS.items() if pair[0] != "east"})
    before = publish(margins_of(table))
    shown = publish({**margins_of(table), "table": table}, before=before).tables["table"]
    assert (shown.measure, shown.cells) == ("hid the table", {})


def test_a_single_person_is_not_seen() -> None:
    table = two_way("area", "age", {("north", "old"): 1})
    shown = publish({"table": table}).tables["table"]
    assert set(shown.cells.values()) <= {None, 0}


def test_tables_that_disagree_are_refused() -> None:
    with pytest.raises(TablesDisagree):
        publish({"one": one_way("area", {"north": 9}), "two": one_way("area", {"north": 8})})


def test_an_earlier_table_must_be_given_again() -> None:
    earlier = publish({"areas": one_way("area", {"north": 2, "south": 9})})
    with pytest.raises(ValueError, match="again"):
        publish({"ages": one_way("age", {"old": 11})}, before=earlier)


@pytest.mark.parametrize(("part", "base"), [(-1, 30), (31, 30)])
def test_a_share_of_nonsense_is_refused(part: int, base: int) -> None:
    with pytest.raises(ValueError, match="no part"):
        share(part, base)
