"""What breaks when an organisation or a tie goes, and who holds the network together."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import rustworkx as rx
from scipy.sparse.csgraph import connected_components

from civicmetrics.networks import kernel
from civicmetrics.networks.organisations import rustworkx_graph, tied_without
from civicmetrics.networks.twins import matrix
from civicmetrics.networks.values import Flags, Graph, Ints
from civicmetrics.networks.whole import components, distances

Score = Callable[[tuple[int, ...]], float]
ByScore = Callable[[tuple[int, ...]], tuple[float, tuple[int, ...]]]


def cut_points(graph: Graph, held: "rx.PyGraph[None, None] | None" = None) -> Ints:
    """Organisations without which some others can no longer reach each other, by position.

    Source: Tarjan 1972; Wasserman & Faust 1994, ch. 4.

    >>> from civicmetrics.networks.values import from_ties
    >>> cut_points(from_ties(4, [(0, 1), (1, 2), (2, 3)]).union).tolist()
    [1, 2]
    """
    found = rx.articulation_points(rustworkx_graph(graph) if held is None else held)
    return np.array(sorted(found), np.int64)


def bridges(graph: Graph, held: "rx.PyGraph[None, None] | None" = None) -> Ints:
    """Ties without which some can no longer reach each other, (b, 2) smaller position first.

    Source: Tarjan 1974.

    >>> from civicmetrics.networks.values import from_ties
    >>> bridges(from_ties(4, [(0, 1), (1, 2), (0, 2), (2, 3)]).union).tolist()
    [[2, 3]]
    """
    found = rx.bridges(rustworkx_graph(graph) if held is None else held)
    return np.array(sorted(tuple(sorted(tie)) for tie in found), np.int64).reshape(-1, 2)


def local_bridges(graph: Graph) -> Ints:
    """Ties between two that share no partner, (b, 2): the only short way between their circles.

    Source: Granovetter 1973.

    >>> from civicmetrics.networks.values import from_ties
    >>> local_bridges(from_ties(4, [(0, 1), (1, 2), (0, 2), (2, 3)]).union).tolist()
    [[2, 3]]
    """
    arcs = matrix(graph)
    shared = (arcs @ arcs).multiply(arcs).tocsr()
    shared.eliminate_zeros()
    has = {(int(a), int(b)) for a, b in zip(*shared.nonzero(), strict=True)}
    return np.array([p for p in graph.pairs.tolist() if tuple(p) not in has], np.int64).reshape(
        -1, 2
    )


def cut_off(graph: Graph, gone: int) -> list[Ints]:
    """The groups that lose the rest when `gone` leaves: every piece but the largest, by size.

    An organisation that had no other partner is a group of one.

    >>> from civicmetrics.networks.values import from_ties
    >>> [g.tolist() for g in cut_off(from_ties(5, [(0, 1), (1, 2), (2, 3), (2, 4), (3, 4)]).union, 1)]
    [[0]]
    """
    whole, after = components(graph), components(tied_without(graph, gone))
    mates = np.flatnonzero((whole == whole[gone]) & (np.arange(graph.size) != gone))
    pieces = [mates[after[mates] == part] for part in np.unique(after[mates])]
    return sorted(pieces, key=lambda piece: (-len(piece), int(piece[0])))[1:]


def cut_off_by_tie(graph: Graph, one: int, two: int) -> Ints:
    """The smaller side (by position when equal) that a bridge joins to the rest.

    >>> from civicmetrics.networks.values import from_ties
    >>> cut_off_by_tie(from_ties(3, [(0, 1), (1, 2)]).union, 1, 2).tolist()
    [2]
    """
    arcs = matrix(graph).tolil()
    arcs[one, two] = arcs[two, one] = 0
    labels = connected_components(arcs.tocsr(), directed=False)[1]
    sides = [np.flatnonzero(labels == labels[one]), np.flatnonzero(labels == labels[two])]
    return min(sides, key=lambda side: (len(side), int(side[0])))


@dataclass(frozen=True)
class Without:
    """The network before and after one organisation leaves, over the others only."""

    connected_before: float
    connected_after: float
    compact_before: float
    compact_after: float
    stranded: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...]


def without(graph: Graph, gone: int) -> Without:
    """How the others reach each other with and without one organisation.

    connected: share of pairs of the others that reach each other; compact: mean 1/distance.
    stranded: those left without any tie; groups: those cut off. Source: Borgatti 2006.

    >>> from civicmetrics.networks.values import from_ties
    >>> found = without(from_ties(3, [(0, 1), (1, 2)]).union, 1)
    >>> found.connected_before, found.connected_after, found.stranded
    (1.0, 0.0, (0, 2))
    """
    n = graph.size
    before, after = _others(graph, graph, gone), _others(graph, tied_without(graph, gone), gone)
    left = tied_without(graph, gone).degrees
    mine = graph.targets[graph.starts[gone] : graph.starts[gone + 1]]
    stranded = tuple(int(v) for v in mine if left[v] == 0)
    groups = tuple(tuple(piece.tolist()) for piece in cut_off(graph, gone)) if n > 2 else ()
    return Without(before[0], after[0], before[1], after[1], stranded, groups)


def _others(whole: Graph, graph: Graph, gone: int) -> tuple[float, float]:
    n = whole.size
    others = np.delete(np.arange(n), gone)
    paths = kernel.shortest_paths(graph, others)
    if graph is not whole:
        pairs = max((n - 1) * (n - 2), 1)
        return float(paths.reach.sum() / pairs), float(paths.harmonic.sum() / pairs)
    mine = kernel.shortest_paths(graph, np.array([gone]))
    pairs = max((n - 1) * (n - 2), 1)
    reached = paths.reach.sum() - mine.reach.sum()
    return float(reached / pairs), float((paths.harmonic.sum() - mine.harmonic.sum()) / pairs)


def key_players_negative(graph: Graph, count: int) -> tuple[tuple[int, ...], float]:
    """The `count` organisations whose absence fragments the others most, and that fragmentation.

    Fragmentation weighs distance: 1 - mean 1/d over pairs of all n (Borgatti 2006, KPP-Neg).
    Greedy, then exchanges one at a time until none helps; ties go to the smaller position.

    >>> from civicmetrics.networks.values import from_ties
    >>> key_players_negative(from_ties(5, [(0, 1), (1, 2), (2, 3), (2, 4)]).union, 1)[0]
    (2,)
    """

    def broken(chosen: tuple[int, ...]) -> float:
        left = graph
        for gone in chosen:
            left = tied_without(left, gone)
        return 1 - distances(left).compactness

    return _exchange(graph, count, broken)


def key_players_positive(graph: Graph, count: int, steps: int = 2) -> tuple[tuple[int, ...], float]:
    """The `count` organisations that together reach most others within `steps`, and the share.

    Source: Borgatti 2006, KPP-Pos (m-reach). Greedy, then exchanges.

    >>> from civicmetrics.networks.values import from_ties
    >>> key_players_positive(from_ties(5, [(0, 1), (1, 2), (2, 3), (2, 4)]).union, 1, steps=1)
    ((2,), 0.8)
    """
    near = np.eye(graph.size, dtype=bool)
    arcs = matrix(graph)
    for _ in range(steps):
        near |= np.asarray(arcs @ near.astype(np.float64)) > 0
    return _exchange(graph, count, lambda chosen: float(_covered(near, chosen).mean()))


def _covered(
    near: np.ndarray[tuple[int, int], np.dtype[np.bool_]], chosen: tuple[int, ...]
) -> Flags:
    return np.asarray(near[list(chosen)].any(0))


def _exchange(graph: Graph, count: int, score: Score) -> tuple[tuple[int, ...], float]:
    chosen: tuple[int, ...] = ()
    candidates = np.argsort(-graph.degrees, kind="stable")[: max(60, count)].tolist()
    for _ in range(min(count, graph.size)):
        chosen = max(((*chosen, v) for v in candidates if v not in chosen), key=_by(score))
    best = score(chosen)
    for place in range(len(chosen)):
        for v in candidates:
            other = (*chosen[:place], v, *chosen[place + 1 :])
            if v not in chosen and score(other) > best + 1e-12:
                chosen, best = other, score(other)
    return tuple(sorted(chosen)), best


def _by(score: Score) -> ByScore:
    return lambda chosen: (round(score(chosen), 12), tuple(-v for v in chosen))
