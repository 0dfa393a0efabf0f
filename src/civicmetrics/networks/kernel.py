"""The inner loops, compiled when a C compiler was there at build time, else in numpy.

Both give the same values (tests compare them to 1e-9); `compiled()` says which one runs, and the
environment variable CIVICMETRICS_PURE=1 asks for numpy. See docs/decisions/0010.
"""

import ctypes
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from civicmetrics.networks import twins
from civicmetrics.networks.values import Floats, Graph, Ints

BLOCK = 1_024  # sources per block: fixed, so sums are added in the same order on every machine


@cache
def library() -> ctypes.CDLL | None:
    path = Path(__file__).with_name("kernel.compiled")
    if os.environ.get("CIVICMETRICS_PURE") == "1" or not path.exists():
        return None
    try:
        return ctypes.CDLL(str(path))
    except OSError:  # built for another machine
        return None


def compiled() -> bool:
    return library() is not None


def _call(name: str, *arguments: object) -> None:
    function = getattr(library(), name)
    _checked(name, function(*[_plain(argument) for argument in arguments]))


def _checked(name: str, failed: int) -> None:
    if failed:
        raise np.linalg.LinAlgError("not solvable") if failed == 2 else MemoryError(name)


def _plain(argument: object) -> object:
    if isinstance(argument, np.ndarray):
        return ctypes.c_void_p(argument.ctypes.data)
    return ctypes.c_int64(argument) if isinstance(argument, int) else argument


@dataclass(frozen=True, eq=False)
class Paths:
    """Everything one pass over shortest paths yields, each pair of ends in both directions.

    between, squares  (n,) sum and sum of squares over sources of the share of paths through v
    edge              (arcs,) the same for each neighbour-list entry
    distance, harmonic, reach, near   (sources,) sum of d, sum of 1/d, reached, reached in two steps
    histogram         (n + 2,) ordered pairs at each distance
    nearness, nearness_squares   (n,) sum and sum of squares over sources of 1/d to v
    """

    between: Floats
    squares: Floats
    edge: Floats
    distance: Floats
    harmonic: Floats
    reach: Ints
    near: Ints
    histogram: Ints
    nearness: Floats
    nearness_squares: Floats


Progress = Callable[[int, int], None]


def shortest_paths(
    graph: Graph,
    sources: Ints | None = None,
    *,
    threads: int = 1,
    progress: Progress | None = None,
) -> Paths:
    """One breadth-first pass from each source (all, when none are named); O(sources x arcs).

    >>> from civicmetrics.networks.values import from_ties
    >>> line = from_ties(3, [(0, 1), (1, 2)], directed=False).union
    >>> shortest_paths(line).between.tolist()
    [0.0, 2.0, 0.0]
    """
    chosen = np.arange(graph.size) if sources is None else sources
    wide = BLOCK if graph.size > 2 * BLOCK else max(len(chosen), 1)
    wide = min(wide, max(len(chosen) // 8, 16)) if graph.size > 20_000 else wide
    blocks = [chosen[at : at + wide] for at in range(0, len(chosen), wide)]
    parts: list[Paths] = []
    with ThreadPoolExecutor(max(threads, 1)) as pool:
        for part in pool.map(lambda block: _block(graph, block), blocks):
            parts.append(part)
            if progress:
                progress(len(parts), len(blocks))
    return _joined(graph, parts)


def _joined(graph: Graph, parts: list[Paths]) -> Paths:
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return _block(graph, np.zeros(0, np.int64))
    added = ("between", "squares", "edge", "histogram", "nearness", "nearness_squares")
    together = {name: sum(getattr(part, name) for part in parts) for name in added}
    rows = ("distance", "harmonic", "reach", "near")
    beside = {name: np.concatenate([getattr(part, name) for part in parts]) for name in rows}
    return Paths(**together, **beside)


def _block(graph: Graph, sources: Ints) -> Paths:
    if library() is None:
        return Paths(*twins.shortest_paths(graph, sources))
    n, arcs = graph.size, len(graph.targets)
    floats = [np.zeros(n), np.zeros(n), np.zeros(arcs), np.zeros(n), np.zeros(n)]
    counts = [np.zeros(n, np.int32), np.zeros(n, np.int32)]
    histogram, nearness = np.zeros(n + 2, np.int64), np.zeros((2, n))
    ids = np.ascontiguousarray(sources, np.int32)
    _call("shortest_paths", ctypes.c_int32(n), graph.starts, graph.targets,
          ctypes.c_int32(len(ids)), ids, *floats, *counts, histogram, nearness[0], nearness[1])  # fmt: skip
    between, squares, edge, distance, harmonic = floats
    reach, near = (count[sources].astype(np.int64) for count in counts)
    return Paths(
        between, squares, edge, distance[sources], harmonic[sources], reach, near, histogram,
        nearness[0], nearness[1],
    )  # fmt: skip


def draw(wanted: Graph | Floats, *, starts: int, iterations: int, enough: float) -> Floats:
    """(n, 2) positions by stress majorisation, longest direction along x.

    Wanted are (n, n) distances, or the steps in a graph. Each of some starts is followed until its
    stress changes less than 40 times `enough`, the best two on until it changes less than `enough`,
    at most `iterations` each time. Raises LinAlgError when two points want the same place.

    >>> far = np.array([[0.0, 1, 2], [1, 0, 1], [2, 1, 0]])
    >>> np.diff(draw(far, starts=2, iterations=50, enough=1e-9)[:, 0]).round(2).tolist()
    [-1.0, -1.0]
    """
    engine = library()
    if engine is None:
        far = twins.all_steps(wanted) if isinstance(wanted, Graph) else wanted
        return twins.draw(far, starts, iterations, enough)
    given: tuple[
        bytes | None, ...
    ]  # asking arrays for their addresses takes as long as drawing ten
    if isinstance(wanted, Graph):
        size, given = wanted.size, (wanted.starts.tobytes(), wanted.targets.tobytes(), None)
    else:
        size, given = len(wanted), (None, None, wanted.tobytes())
    out = np.empty((size, 2))
    place = ctypes.byref(ctypes.c_char.from_buffer(out.data))
    _checked("draw", engine.draw(size, *given, starts, iterations, ctypes.c_double(enough), place))
    return out


def two_steps(graph: Graph) -> Ints:
    """(n,) how many others are one or two steps away, exact at any size.

    >>> from civicmetrics.networks.values import from_ties
    >>> two_steps(from_ties(4, [(0, 1), (1, 2), (2, 3)]).union).tolist()
    [2, 3, 3, 2]
    """
    if library() is None:
        return twins.two_steps(graph)
    near = np.zeros(graph.size, np.int32)
    _call("two_steps", ctypes.c_int32(graph.size), graph.starts, graph.targets, near)
    return near.astype(np.int64)


def triads(union: Graph, way: NDArray[np.int8]) -> tuple[Ints, Ints]:
    """(16,) census of connected triads, empty ones left out, and (n,) triangles per node.

    >>> from civicmetrics.networks.values import from_ties
    >>> union = from_ties(3, [(0, 1), (1, 2), (0, 2)], directed=False).union
    >>> triads(union, np.full(6, 3, np.int8))[1].tolist()
    [1, 1, 1]
    """
    if library() is None:
        return twins.triads(union, way)
    census, triangles = np.zeros(16, np.int64), np.zeros(union.size, np.int64)
    _call("triads", ctypes.c_int32(union.size), union.starts, union.targets, way, census, triangles)
    return census, triangles


def brokerage(arcs: Graph, group: Ints) -> tuple[Ints, int, int]:
    """(n, 5) roles, and the numbers of two-paths and of closed two-paths.

    >>> from civicmetrics.networks.values import from_ties
    >>> roles, paths, closed = brokerage(from_ties(3, [(0, 1), (1, 2)]).arcs, np.zeros(3, np.int64))
    >>> roles[1].tolist(), paths, closed
    ([1, 0, 0, 0, 0], 1, 0)
    """
    if library() is None:
        return twins.brokerage(arcs, group)
    roles, paths = np.zeros(5 * arcs.size, np.int64), np.zeros(2, np.int64)
    labels = np.ascontiguousarray(group, np.int32)
    _call("brokerage", ctypes.c_int32(arcs.size), arcs.starts, arcs.targets, labels, roles, paths)
    return roles.reshape(-1, 5), int(paths[0]), int(paths[1])


def constraint(graph: Graph, share: Floats) -> Floats:
    """(n,) Burt's constraint; share (arcs,) is the part of v's ties in each list entry.

    >>> from civicmetrics.networks.values import from_ties
    >>> constraint(from_ties(2, [(0, 1)]).union, np.ones(2)).tolist()
    [1.0, 1.0]
    """
    if library() is None:
        return twins.constraint(graph, share)
    out = np.zeros(graph.size)
    _call("constraint", ctypes.c_int32(graph.size), graph.starts, graph.targets, share, out)
    return out


class Overlap:
    """Count how many arcs of one network, renamed by a permutation, are arcs of another."""

    def __init__(self, size: int, source: Ints, target: Ints, other: Ints) -> None:
        self.size, self.other = size, other
        self.source = np.ascontiguousarray(source, np.int32)
        self.target = np.ascontiguousarray(target, np.int32)
        self.bits, self.slots, self.table = self._index()

    def _index(self) -> tuple[NDArray[np.uint64] | None, int, Ints | None]:
        if library() is None:
            return None, 0, None
        if self.size <= 20_000:  # at most 50 MB of bits
            bits = np.zeros(self.size**2 // 64 + 1, np.uint64)
            places = np.uint64(1) << (self.other % 64).astype(np.uint64)
            np.bitwise_or.at(bits, self.other // 64, places)
            return bits, 0, None
        slots = 1 << (2 * len(self.other) + 1).bit_length()
        table = np.zeros(slots, np.int64)
        _call("fill", len(self.other), self.other, slots, table)
        return None, slots, table

    def counts(self, permutations: NDArray[np.int32]) -> Ints:
        """(p,) overlaps for (p, n) permutations."""
        if library() is None:
            return twins.overlaps(self.size, self.source, self.target, self.other, permutations)
        out = np.zeros(len(permutations), np.int64)
        _call("overlaps", ctypes.c_int32(self.size), len(self.source), self.source, self.target,
              len(permutations), permutations, self.bits, self.slots, self.table, out)  # fmt: skip
        return out


def rewire(pairs: Ints, size: int, first: Ints, second: Ints) -> Ints:
    """(ties, 2) the same degrees, other partners: swap the ends of drawn pairs of ties in turn.

    >>> rewire(np.array([[0, 1], [2, 3]]), 4, np.array([0]), np.array([1])).tolist()
    [[0, 3], [2, 1]]
    """
    matrix = np.zeros((size, size), np.uint8)
    matrix[pairs[:, 0], pairs[:, 1]] = matrix[pairs[:, 1], pairs[:, 0]] = 1
    if library() is None:
        return twins.rewire(pairs, first, second, matrix)
    one, two = (np.ascontiguousarray(column, np.int32) for column in pairs.T)
    draws = [np.ascontiguousarray(draw, np.int32) for draw in (first, second)]
    _call("rewire", ctypes.c_int32(size), len(first), *draws, one, two, matrix)
    return np.column_stack([one, two]).astype(np.int64)


def lloyd(
    points: Floats, centres: Floats, weights: Floats, rounds: int, tolerance: float
) -> tuple[Ints, Floats]:
    """Labels (n,) and centres (k, 2) of `civicmetrics.consensus.clusters.lloyd`; only when `compiled()`.

    >>> line = np.array([[0.0, 0], [1, 0], [9, 0]])
    >>> lloyd(line, line[[0, 2]], np.ones(3), 9, 0.01)[0].tolist() if compiled() else [0, 0, 1]
    [0, 0, 1]
    """
    points, weights = np.ascontiguousarray(points), np.ascontiguousarray(weights)
    left, found = np.array([len(centres)]), np.array(centres, np.float64, order="C")
    labels = np.empty(len(points), np.int64)
    _call("lloyd", len(points), points, weights, left, found, rounds,
          ctypes.c_double(tolerance**2), labels)  # fmt: skip
    return labels, found[: left[0]]
