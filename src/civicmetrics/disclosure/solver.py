"""What can be worked out from published counts, and which more must be hidden to prevent it.

An attacker knows every count shown, all sums, that nothing is negative, and that nobody hides a nought.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import ceil, log2
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, eye_array, hstack

from civicmetrics.disclosure.tables import Cell, Sum

Floats = NDArray[np.float64]
_EVEN, _HALF = 1e-6, 0.5
_FREE = 1e-4  # the price of changing what is hidden anyway


class Unprotectable(ValueError):
    """No choice of further cells to hide keeps this cell hidden."""

    def __init__(self, key: Cell) -> None:
        super().__init__(f"cannot be kept hidden: {sorted(key)}")
        self.cell = key


class Interval(NamedTuple):
    """The least and the greatest value that a hidden count can have."""

    low: float
    high: float

    @property
    def is_found(self) -> bool:
        """Whether only one whole number is possible."""
        return bool(np.floor(self.high + _EVEN) - np.ceil(self.low - _EVEN) < 1)


@dataclass(frozen=True, slots=True)
class _System:
    """The sums as a matrix: one row for each sum, one column for each cell."""

    columns: Mapping[Cell, int]
    matrix: csr_array

    @classmethod
    def of(cls, cells: Iterable[Cell], sums: Collection[Sum]) -> Self:
        columns = {key: index for index, key in enumerate(cells)}
        for each in sums:
            for key in (each.total, *each.parts):
                columns.setdefault(key, len(columns))
        entries = [
            (row, columns[key], sign)
            for row, each in enumerate(sums)
            for key, sign in ((each.total, -1.0), *((part, 1.0) for part in each.parts))
        ]
        rows, places, signs = zip(*entries, strict=True) if entries else ((), (), ())
        shape = (len(sums), len(columns))
        return cls(columns, csr_array(coo_array((signs, (rows, places)), shape=shape)))


def attack(
    shown: Mapping[Cell, int | None], sums: Collection[Sum], cells: Iterable[Cell] | None = None
) -> dict[Cell, Interval]:
    """What is known of each hidden cell, or of the hidden ones among `cells`: two linear programmes each.

    shown: cell to its count, None when hidden; sums: every sum an attacker knows, also over cells that
    no table has. Source: Fischetti and Salazar, Management Science 47 (2001), the attacker's problem.
    Raises ValueError when no counts fit what is shown.

    >>> from civicmetrics.disclosure.tables import cell
    >>> north, south = cell(area="north"), cell(area="south")
    >>> attack({north: None, south: 9, cell(): 12}, [Sum(cell(), (north, south))])[north].is_found
    True
    """
    system = _System.of(shown, sums)
    bounds = np.zeros((len(system.columns), 2))
    bounds[:, 1] = np.inf
    for key, count in shown.items():
        bounds[system.columns[key]] = (1.0, np.inf) if count is None else (count, count)
    hidden = [key for key in (shown if cells is None else cells) if shown[key] is None]
    return {
        key: Interval(_extreme(system, bounds, key, 1.0), _extreme(system, bounds, key, -1.0))
        for key in hidden
    }


def _extreme(system: _System, bounds: Floats, key: Cell, sign: float) -> float:
    goal = np.zeros(len(system.columns))
    goal[system.columns[key]] = sign
    solved = _solved(system, bounds, goal)
    if solved is None and _solved(system, bounds, 0 * goal) is None:
        raise ValueError("no counts fit what is shown")
    return float("inf") if solved is None else solved * sign


def _solved(system: _System, bounds: Floats, goal: Floats) -> float | None:
    solved = milp(
        goal,
        constraints=LinearConstraint(system.matrix, 0, 0),
        bounds=Bounds(bounds[:, 0], bounds[:, 1]),
    )
    return None if solved.status else float(solved.fun)


def protect(
    counts: Mapping[Cell, int],
    sums: Collection[Sum],
    *,
    at_least: int = 5,
    keep: Collection[Cell] = (),
    hide: Collection[Cell] = (),
) -> frozenset[Cell]:
    """The cells to hide: the small counts, and the cheapest others that keep them unknown.

    counts: cell to count. keep: cells that must be shown, such as those public already. hide: cells
    that must be hidden, such as those hidden before. Afterwards an attacker can say no more of a small
    count than that it is from 1 to `at_least` - 1 (of a small total: from one in each part that is not
    nought): for each of the two ends there are whole numbers for every hidden cell that fit all that is
    shown. Noughts are shown.

    Method: for each small count and each end, an integer programme for the nearest such numbers, the
    cost of changing a shown cell growing with its count; all cells it changes are hidden (the heuristic
    of Kelly, Golden and Assad, Networks 22 (1992), with whole numbers).
    Raises Unprotectable; ValueError when a small count is to be kept.

    >>> from civicmetrics.disclosure.tables import one_way
    >>> table = one_way("area", {"north": 3, "south": 9, "east": 7})
    >>> sorted(dict(key)["area"] for key in protect(table.counts, table.sums, keep=table.margins))
    ['east', 'north']
    """
    small = {key for key, count in counts.items() if 0 < count < at_least}
    if not small.isdisjoint(keep):
        raise ValueError("a small count cannot be kept")
    system = _System.of(counts, sums)
    hidden = {*small, *(key for key in hide if counts[key])}
    fixed = {key for key, count in counts.items() if key in keep or not count}
    for key in sorted(small, key=lambda each: (counts[each], sorted(each))):
        if counts[key] > 1 and (least := _least(key, counts, sums)) < counts[key]:
            hidden |= _changed(system, counts, hidden, fixed, key, least)
        if counts[key] < at_least - 1:
            hidden |= _changed(system, counts, hidden, fixed, key, at_least - 1)
    for key in sorted(hidden - small, key=sorted):
        shown = {each: None if each in hidden else count for each, count in counts.items()}
        if attack(shown, sums, [key])[key].is_found:
            hidden |= _changed(system, counts, hidden, fixed, key, counts[key] + 1)
    return frozenset(hidden)


def _least(key: Cell, counts: Mapping[Cell, int], sums: Collection[Sum]) -> int:
    """The least a count can be when only the noughts are known: a total has one in each other part."""
    noughts = {each: 0 if count == 0 else None for each, count in counts.items()}
    return ceil(attack(noughts, sums, [key])[key].low - _EVEN)


def _changed(
    system: _System,
    counts: Mapping[Cell, int],
    hidden: Collection[Cell],
    fixed: Collection[Cell],
    key: Cell,
    end: int,
) -> set[Cell]:
    """The cells that change in the nearest table where `key` is `end`."""
    size = len(system.columns)
    now, low, price = np.zeros(size), np.zeros(size), np.zeros(size)
    high = np.full(size, np.inf)
    whole = np.zeros(size)
    for each, count in counts.items():
        at = system.columns[each]
        is_fixed = each in fixed and each not in hidden
        now[at], whole[at] = count, 1
        low[at], high[at] = (count, count) if is_fixed else (1, np.inf)
        price[at] = _FREE if each in hidden else 1 + log2(1 + count)
    low[system.columns[key]] = high[system.columns[key]] = end
    moves = _nearest_moves(system, now, Bounds(low - now, high - now), price, whole)
    if moves is None:
        raise Unprotectable(key)
    return {each for each in counts if abs(moves[system.columns[each]]) > _HALF}


def _nearest_moves(
    system: _System, now: Floats, within: Bounds, price: Floats, whole: Floats
) -> Floats | None:
    """The cheapest change of `now` that keeps all sums; None when there is none.

    Each cell has two variables, how far up and how far down, so that the cost is linear.
    """
    balance = -(system.matrix @ now)
    stay = eye_array(len(now))
    solved = milp(
        np.concatenate([price, price]),
        constraints=[
            LinearConstraint(hstack([system.matrix, -system.matrix]), balance, balance),
            LinearConstraint(hstack([stay, -stay]), within.lb, within.ub),
        ],
        bounds=Bounds(0, np.inf),
        integrality=np.concatenate([whole, whole]),
    )
    return None if solved.x is None else solved.x[: len(now)] - solved.x[len(now) :]
