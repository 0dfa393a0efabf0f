"""The values everything else takes: organisations, the state of every cell, and one network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import Any, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from civicmetrics.networks.errors import (
    SurveyError,
    TieFromSilent,
    TieToItself,
    TooFewOrganisations,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rule = Literal["union", "confirmed"]
Array = TypeVar("Array", bound=NDArray[Any])


class Cell(IntEnum):
    """What is known of one organisation's answer about another."""

    NO = 0
    YES = 1
    NOT_ASKED = 2
    NO_ANSWER = 3
    GIVEN_NO = 10  # RSiena's structural zero: known beforehand, so nobody was asked
    GIVEN_YES = 11


@dataclass(frozen=True, slots=True)
class Organisation:
    id: str
    label: str
    sector: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


def frozen(array: Array) -> Array:
    """The same array, no longer writable.

    >>> frozen(np.zeros(1)).flags.writeable
    False
    """
    array.flags.writeable = False
    return array


@dataclass(frozen=True, eq=False)
class Graph:
    """Neighbour lists: `targets[starts[v]:starts[v + 1]]` are v's neighbours, sorted.

    starts (n + 1,) int64 and targets (arcs,) int32. An undirected tie appears in both lists.
    """

    starts: Ints
    targets: NDArray[np.int32]

    @property
    def size(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def sources(self) -> NDArray[np.int32]:
        """The owner of each list entry, (arcs,) int32."""
        return frozen(np.repeat(np.arange(self.size, dtype=np.int32), np.diff(self.starts)))

    @cached_property
    def degrees(self) -> Ints:
        return frozen(np.diff(self.starts))

    @cached_property
    def pairs(self) -> Ints:
        """Each undirected tie once, (ties, 2), smaller position first."""
        once = self.sources < self.targets
        return frozen(np.column_stack([self.sources[once], self.targets[once]]).astype(np.int64))


def distinct(keys: Ints) -> Ints:
    """Sorted, each once. (numpy's own unique hashes, and crawls on a million keys.)

    >>> distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    ordered = np.sort(keys)
    fresh = np.ones(len(ordered), bool)
    fresh[1:] = ordered[1:] != ordered[:-1]
    return ordered[fresh]


def among(wanted: Ints, ordered: Ints) -> Flags:
    """Which of the wanted keys are in a sorted list.

    >>> among(np.array([3, 4]), np.array([1, 3])).tolist()
    [True, False]
    """
    if not len(ordered):
        return np.zeros(len(wanted), bool)
    place = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
    return np.asarray(ordered[place] == wanted)


def graph_of(size: int, keys: Ints) -> Graph:
    """A graph from sorted, unique keys `source * size + target`, (arcs,) int64.

    >>> graph_of(3, np.array([1, 3])).targets.tolist()
    [1, 0]
    """
    source, target = np.divmod(keys, max(size, 1))
    starts = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(source, minlength=size), out=starts[1:])
    return Graph(frozen(starts), frozen(target.astype(np.int32)))


@dataclass(frozen=True, eq=False)
class Network:
    """One relation in one wave: what was reported, by whom, and what nobody said.

    Ties are sorted by (source, target), unique and never from an organisation to itself; an
    undirected network holds each pair once, smaller position first.

    size            n, organisations in the roster of all waves
    source, target  (m,) int64, positions 0..n-1
    strength        (m,) float64, above zero, unit as asked (1 when not asked)
    present         (n,) bool, in the roster of this wave
    answered        (n,) bool, gave an answer in this wave; only these have cells that are "no"
    cells, states   (k,) int64 keys `source * n + target` and int8 `Cell`: the cells that are
                    neither "yes" nor what `answered` says
    """

    size: int
    source: Ints
    target: Ints
    strength: Floats
    present: Flags
    answered: Flags
    cells: Ints
    states: NDArray[np.int8]
    directed: bool = True

    @property
    def ties(self) -> int:
        return len(self.source)

    @property
    def organisations(self) -> int:
        return int(self.present.sum())

    @cached_property
    def keys(self) -> Ints:
        return frozen(self.source * self.size + self.target)

    @cached_property
    def arcs(self) -> Graph:
        """Ties as reported; both ways when the network is undirected."""
        return graph_of(self.size, self.keys) if self.directed else self.union

    @cached_property
    def union(self) -> Graph:
        """Tied when at least one of the two says so: y_ij = max(x_ij, x_ji)."""
        keys = np.concatenate([self.keys, self.target * self.size + self.source])
        return graph_of(self.size, distinct(keys) if self.directed else np.sort(keys))

    @cached_property
    def confirmed(self) -> Graph:
        """Tied when both say so: z_ij = min(x_ij, x_ji)."""
        if not self.directed:
            return self.union
        back = self.target * self.size + self.source
        return graph_of(self.size, self.keys[among(self.keys, np.sort(back))])

    def graph(self, rule: Rule = "union") -> Graph:
        return self.union if rule == "union" else self.confirmed

    def state(self, source: int, target: int) -> Cell:
        """The state of one cell.

        >>> from_ties(3, [(0, 1)], answered=[True, False, True]).state(1, 2).name
        'NO_ANSWER'
        """
        key = source * self.size + target
        if key in self.keys:
            return Cell.YES
        found = np.flatnonzero(self.cells == key)
        if len(found):
            return Cell(int(self.states[found[0]]))
        if not (self.present[source] and self.present[target]):
            return Cell.NOT_ASKED
        return Cell.NO if self.answered[source] else Cell.NO_ANSWER


def from_ties(
    size: int,
    ties: Sequence[tuple[int, int]] | Ints,
    *,
    strength: Sequence[float] | Floats | None = None,
    directed: bool = True,
    present: Sequence[bool] | Flags | None = None,
    answered: Sequence[bool] | Flags | None = None,
    cells: Mapping[tuple[int, int], Cell] | None = None,
) -> Network:
    """A network from position pairs; the strongest of repeated ties is kept.

    >>> net = from_ties(3, [(0, 1), (1, 0), (1, 2)])
    >>> net.ties, net.union.pairs.tolist(), net.confirmed.pairs.tolist()
    (3, [[0, 1], [1, 2]], [[0, 1]])
    """
    pairs = np.asarray(ties, np.int64).reshape(-1, 2)
    if len(pairs) and (pairs.min() < 0 or pairs.max() >= size):
        raise SurveyError("a tie points outside the roster", value=str(int(pairs.max())))
    if (pairs[:, 0] == pairs[:, 1]).any():
        row = int(np.flatnonzero(pairs[:, 0] == pairs[:, 1])[0])
        raise TieToItself("an organisation cannot work with itself", row=row + 1)
    weights = np.ones(len(pairs)) if strength is None else np.asarray(strength, np.float64)
    there = np.ones(size, bool) if present is None else np.array(present, bool)
    spoke = there.copy() if answered is None else np.array(answered, bool) & there
    heard = spoke[pairs[:, 0]] | (spoke[pairs[:, 1]] & (not directed))
    if not heard.all():
        row = int(np.flatnonzero(~heard)[0])
        raise TieFromSilent("the organisation did not answer", row=row + 1)
    odd = sorted((a * size + b, int(state)) for (a, b), state in (cells or {}).items())
    return assemble(
        size,
        pairs,
        weights,
        directed=directed,
        present=there,
        answered=spoke,
        cells=np.array([key for key, _ in odd], np.int64),
        states=np.array([state for _, state in odd], np.int8),
    )


def assemble(
    size: int,
    pairs: Ints,
    strength: Floats,
    *,
    directed: bool,
    present: Flags,
    answered: Flags,
    cells: Ints,
    states: NDArray[np.int8],
) -> Network:
    """Sort, merge repeats (strongest wins) and freeze; see `Network` for shapes.

    >>> assemble(2, np.array([[0, 1], [0, 1]]), np.array([1.0, 3.0]), directed=True,
    ...          present=np.ones(2, bool), answered=np.ones(2, bool),
    ...          cells=np.zeros(0, np.int64), states=np.zeros(0, np.int8)).strength.tolist()
    [3.0]
    """
    if not directed:
        pairs = np.sort(pairs, axis=1)
    keys = pairs[:, 0] * size + pairs[:, 1]
    order = np.lexsort((-strength, keys))
    keys, first = np.unique(keys[order], return_index=True)
    source, target = np.divmod(keys, max(size, 1))
    return Network(
        size,
        frozen(source),
        frozen(target),
        frozen(strength[order][first]),
        frozen(present.copy()),
        frozen(answered.copy()),
        frozen(cells.copy()),
        frozen(states.copy()),
        directed,
    )


def roster_of(network: Network, keep: Flags) -> Network:
    """The network among some of the organisations only, renumbered in the same order.

    >>> net = from_ties(3, [(0, 1), (1, 2)])
    >>> roster_of(net, np.array([False, True, True])).union.pairs.tolist()
    [[0, 1]]
    """
    if keep.all():
        return network
    place = np.cumsum(keep) - 1
    size = int(keep.sum())
    held = keep[network.source] & keep[network.target]
    a, b = np.divmod(network.cells, network.size)
    odd = keep[a] & keep[b]
    return Network(
        size,
        frozen(place[network.source[held]]),
        frozen(place[network.target[held]]),
        frozen(network.strength[held]),
        frozen(network.present[keep]),
        frozen(network.answered[keep]),
        frozen(place[a[odd]] * size + place[b[odd]]),
        frozen(network.states[odd]),
        network.directed,
    )


def spread(values: Floats, keep: Flags) -> Floats:
    """Put values of some organisations back at their places; the others are not a number.

    >>> spread(np.array([7.0]), np.array([False, True])).tolist()
    [nan, 7.0]
    """
    out = np.full(len(keep), np.nan)
    out[keep] = values
    return out


def need(size: int, least: int, measure: str) -> None:
    """Raise TooFewOrganisations unless there are enough.

    >>> need(1, 2, "distance")
    Traceback (most recent call last):
    civicmetrics.networks.errors.TooFewOrganisations: distance needs at least 2 organisations, not 1
    """
    if size < least:
        raise TooFewOrganisations(f"{measure} needs at least {least} organisations, not {size}")
