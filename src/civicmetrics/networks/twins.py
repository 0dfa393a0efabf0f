"""The kernel's plain numpy twins: the same values, slower, for machines without a C compiler."""

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.csgraph import shortest_path

from civicmetrics.networks.values import Floats, Graph, Ints

TRIAD = (0, 1, 1, 2, 1, 3, 5, 7, 1, 5, 4, 6, 2, 7, 6, 10, 1, 5, 3, 7, 4, 8, 8, 12, 5, 9, 8, 13, 6,
         13, 11, 14, 1, 4, 5, 6, 5, 8, 9, 13, 3, 8, 8, 11, 7, 12, 13, 14, 2, 6, 7, 10, 6, 11, 13,
         14, 7, 13, 12, 14, 10, 14, 14, 15)  # fmt: skip
Parts = tuple[Floats, Floats, Floats, Floats, Floats, Ints, Ints, Ints, Floats, Floats]


def matrix(graph: Graph) -> sp.csr_matrix:
    ones = np.ones(len(graph.targets))
    return sp.csr_matrix((ones, graph.targets, graph.starts), (graph.size, graph.size))


def shortest_paths(graph: Graph, sources: Ints) -> Parts:
    n = graph.size
    between, squares, edge = np.zeros(n), np.zeros(n), np.zeros(len(graph.targets))
    rows: list[tuple[Floats, Floats, Ints, Ints]] = []
    histogram, nearness = np.zeros(n + 2, np.int64), np.zeros((2, n))
    wide = max(1, min(256, 20_000_000 // max(len(graph.targets), 1)))
    for at in range(0, len(sources), wide):
        block = sources[at : at + wide]
        steps, paths = _forward(graph, block)
        depends, share = _backward(graph, steps, paths)
        depends[np.arange(len(block)), block] = 0
        between += depends.sum(0)
        squares += (depends**2).sum(0)
        deeper = steps[:, graph.targets] == steps[:, graph.sources] + 1
        deeper &= steps[:, graph.sources] >= 0
        edge += np.where(deeper, paths[:, graph.sources] * share[:, graph.targets], 0).sum(0)
        rows.append(_rows(steps))
        inverse = np.where(steps > 0, 1.0 / np.where(steps > 0, steps, 1), 0.0)
        nearness += np.array([inverse.sum(0), (inverse**2).sum(0)])
        histogram += np.bincount(steps[steps > 0], minlength=n + 2)
    if not rows:
        rows = [(np.zeros(0), np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.int64))]
    distance, harmonic, reach, near = (np.concatenate(part) for part in zip(*rows, strict=True))
    return (between, squares, edge, distance, harmonic, reach, near, histogram,
            nearness[0], nearness[1])  # fmt: skip


def _forward(graph: Graph, block: Ints) -> tuple[Ints, Floats]:
    """(b, n) steps from each source (-1 out of reach) and numbers of shortest paths."""
    arcs = matrix(graph)
    steps = np.full((len(block), graph.size), -1, np.int64)
    steps[np.arange(len(block)), block] = 0
    paths = (steps == 0).astype(np.float64)
    front, step = paths, 0
    while front.any():
        step += 1
        front = np.asarray(front @ arcs) * (steps < 0)
        steps[front > 0] = step
        paths = paths + front
    return steps, paths


def _backward(graph: Graph, steps: Ints, paths: Floats) -> tuple[Floats, Floats]:
    back = matrix(graph).T.tocsr()
    depends, share = np.zeros(paths.shape), np.zeros(paths.shape)
    safe = np.where(paths > 0, paths, 1.0)
    for step in range(int(steps.max(initial=0)), 0, -1):
        level = steps == step
        share[level] = ((1 + depends) / safe)[level]
        gathered = np.asarray(np.where(level, share, 0) @ back)
        depends = np.where(steps == step - 1, gathered * paths, depends)
    return depends, share


def _rows(steps: Ints) -> tuple[Floats, Floats, Ints, Ints]:
    away = steps > 0
    inverse = np.where(away, 1.0 / np.where(away, steps, 1), 0.0)
    distance = np.where(away, steps, 0).sum(1).astype(np.float64)
    return distance, inverse.sum(1), away.sum(1), (away & (steps <= 2)).sum(1)


def all_steps(graph: Graph) -> Floats:
    found: Floats = shortest_path(matrix(graph), method="D", unweighted=True, directed=True)
    reached = np.isfinite(found)
    found[~reached] = found[reached].max(initial=0) + 1
    return found


def draw(far: Floats, starts: int, iterations: int, enough: float) -> Floats:
    inverse, axes = 1 / (far + np.diag(np.full(len(far), np.inf))), _scaling(far)
    metric, typical = _metric(inverse), len(far) * (len(far) - 1) / inverse.sum()
    begun = [
        _majorise(_begin(axes, k, typical), inverse, metric, iterations, 40 * enough)
        for k in range(starts)
    ]
    worth = [stress for _, stress in begun]
    best, lowest = begun[0][0], np.inf
    for _ in range(min(2, starts)):
        chosen = _lowest(worth, 1e-3 * enough)
        at, stress = _majorise(begun[chosen][0], inverse, metric, iterations, enough)
        if stress < lowest - 1e-3 * enough:
            best, lowest = at, stress
        worth[chosen] = np.inf
    return upright(best.T)


def _lowest(worth: list[float], margin: float) -> int:
    """The first of those that no other beats clearly."""
    chosen = 0
    for k, stress in enumerate(worth):
        chosen = k if stress < worth[chosen] - margin else chosen
    return chosen


def _noise(of: Ints) -> Floats:
    """Between -1 and 1, another for every number."""
    mixed = (of.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ mixed >> np.uint64(32)) * np.uint64(0xD6E8FEB86659FD93)
    return (mixed ^ mixed >> np.uint64(32)).view(np.int64).astype(np.float64) * 2.0**-63


def _scaling(far: Floats, axes: int = 4, turns: int = 8) -> Floats:
    at = _straight(_noise(np.arange(axes * len(far))).reshape(-1, axes).T)[0]
    lengths = np.ones(axes)
    for _ in range(turns):
        at, lengths = _straight(at @ (-0.5 * far * far))
    scaled: Floats = at * np.sqrt(lengths)[:, None]
    return scaled


def _straight(at: Floats) -> tuple[Floats, Floats]:
    at, lengths = at - at.mean(1, keepdims=True), np.zeros(len(at))
    for a in range(len(at)):
        for before in at[:a]:
            at[a] -= (at[a] @ before) * before
        lengths[a] = np.sqrt(at[a] @ at[a])
        at[a] *= 1 / lengths[a] if lengths[a] > 1e-9 * lengths[0] else 0
    return at, lengths


def _begin(axes: Floats, which: int, typical: float) -> Floats:
    n = axes.shape[1]
    turn = 2.399963 * which + 1.5707963 * np.arange(2)
    tilt = np.where(which, 1.5 * np.cos(turn), 0.0)
    moved = _noise(which * 2 * n + np.arange(2 * n)).reshape(n, 2).T
    begun: Floats = axes[:2] + tilt[:, None] * axes[2] + typical * (0.4 if which else 0.01) * moved
    return begun


def _metric(inverse: Floats) -> Floats:
    """The inverse of the weights' Laplacian without the first."""
    weight = inverse * inverse
    if not np.isfinite(weight).all():
        raise np.linalg.LinAlgError("not solvable")
    laplacian = np.diag(weight.sum(1)[1:]) - weight[1:, 1:]
    return np.asarray(np.linalg.inv(laplacian), np.float64)


def _majorise(
    at: Floats, inverse: Floats, metric: Floats, iterations: int, enough: float
) -> tuple[Floats, float]:
    held, left, way = np.zeros((3, 2, len(inverse) - 1))
    last, done, turn, step = np.inf, False, 0, 1.0
    while not done:
        pulled, now = _pulls(at, inverse)
        done = turn >= iterations or abs(last - now) < enough
        at = at if turn else 0 * at
        before, left = float((way * left).sum()), pulled[:, 1:] - held
        bend = before - float((way * left).sum())
        longer = min(step * before / bend, 20.0) if turn > 1 and bend > before / 40 else 1.85
        step = 1.0 if done or not turn else longer
        way = left @ metric
        at[:, 1:] += step * way
        held, last, turn = held + step * left, now, turn + 1
    return at, last


def _pulls(at: Floats, inverse: Floats) -> tuple[Floats, float]:
    gap = np.sqrt(((at[:, :, None] - at[:, None]) ** 2).sum(0) + 1e-18)
    pull, drawn = inverse / gap, gap * inverse
    return pull.sum(1) * at - at @ pull, float((drawn * (drawn - 2)).sum())


def upright(at: Floats) -> Floats:
    """Longest direction along x, and signs that do not depend on the solver."""
    x, y = (at - at.sum(0) / len(at)).T
    angle = 0.5 * np.arctan2(2 * (x @ y), x @ x - y @ y)
    cos, sin = np.cos(angle), np.sin(angle)
    turned = np.array([cos * x + sin * y, cos * y - sin * x])
    for axis in turned:
        longest = np.abs(axis)
        axis *= -1 if axis[(longest > longest.max() * (1 - 1e-9)).argmax()] < 0 else 1
    return np.ascontiguousarray(turned.T)


def two_steps(graph: Graph) -> Ints:
    arcs, near = matrix(graph), np.zeros(graph.size, np.int64)
    for at in range(0, graph.size, 4_096):
        rows = arcs[at : at + 4_096]
        joint = (rows + rows @ arcs).tocoo()
        others = joint.row + at != joint.col
        near[at : at + 4_096] = np.bincount(joint.row[others], minlength=rows.shape[0])
    return near


def _runs(starts: Ints, owner: Ints) -> tuple[Ints, Ints]:
    """For each entry of owner, every place in its list: (which entry, place in targets)."""
    counts = starts[owner + 1] - starts[owner]
    which = np.repeat(np.arange(len(owner)), counts)
    offset = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return which, starts[owner[which]] + offset


def _found(keys: Ints, wanted: Ints) -> tuple[NDArray[np.bool_], Ints]:
    place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    return (keys[place] == wanted) if len(keys) else np.zeros(len(wanted), bool), place


def triads(union: Graph, way: NDArray[np.int8]) -> tuple[Ints, Ints]:
    """Each connected triad once, by its middle; a triangle by its smallest member."""
    n = union.size
    census, triangles = np.zeros(16, np.int64), np.zeros(n, np.int64)
    keys = union.sources.astype(np.int64) * n + union.targets
    codes = np.array(TRIAD)
    dyads = np.array([0, 1, 1, 2])[way[union.sources < union.targets]]
    census[:3] = np.bincount(dyads, minlength=3) * (n - 2)
    for at in range(0, len(keys), 200_000):
        entry = np.arange(at, min(at + 200_000, len(keys)))
        which, second = _runs(union.starts, union.sources[entry].astype(np.int64))
        first = entry[which]
        middle, one, two = (a.astype(np.int64) for a in (
            union.sources[first], union.targets[first], union.targets[second]))  # fmt: skip
        closed, place = _found(keys, one * n + two)
        keep = (one < two) & (~closed | (middle < one))
        first, second, closed, place = first[keep], second[keep], closed[keep], place[keep]
        code = way[first] + 4 * way[second] + 16 * np.where(closed, way[place], 0)
        census += np.bincount(codes[code], minlength=16)
        for corner in (middle, one, two):
            triangles += np.bincount(corner[keep][closed], minlength=n)
        for part in (way[first], way[second], way[place][closed]):
            census[1:3] -= np.bincount(np.array([0, 1, 1, 2])[part], minlength=3)[1:3]
    census[0] = 0
    return census, triangles


def brokerage(arcs: Graph, group: Ints) -> tuple[Ints, int, int]:
    n = arcs.size
    keys = arcs.sources.astype(np.int64) * n + arcs.targets
    roles, paths, closed = np.zeros(5 * n, np.int64), 0, 0
    for at in range(0, len(keys), 200_000):
        entry = np.arange(at, min(at + 200_000, len(keys)))
        which, second = _runs(arcs.starts, arcs.targets[entry].astype(np.int64))
        first, last = arcs.sources[entry][which].astype(np.int64), arcs.targets[second]
        broker = arcs.targets[entry][which].astype(np.int64)
        real = first != last
        first, broker, last = first[real], broker[real], last[real].astype(np.int64)
        joined, _ = _found(keys, first * n + last)
        paths, closed = paths + len(first), closed + int(joined.sum())
        a, b, c = group[first[~joined]], group[broker[~joined]], group[last[~joined]]
        role = np.where(a == b, np.where(b == c, 0, 2), np.where(b == c, 3, np.where(a == c, 1, 4)))
        roles += np.bincount(broker[~joined] * 5 + role, minlength=5 * n)
    return roles.reshape(-1, 5), paths, closed


def constraint(graph: Graph, share: Floats) -> Floats:
    parts = sp.csr_matrix((share, graph.targets, graph.starts), (graph.size, graph.size))
    through = (parts @ parts).multiply(matrix(graph))
    return np.asarray((parts + through).power(2).sum(1)).ravel()


def overlaps(
    size: int, source: NDArray[np.int32], target: NDArray[np.int32], other: Ints,
    permutations: NDArray[np.int32],
) -> Ints:  # fmt: skip
    out = np.zeros(len(permutations), np.int64)
    for row, permutation in enumerate(permutations.astype(np.int64)):
        out[row] = _found(other, permutation[source] * size + permutation[target])[0].sum()
    return out


def rewire(pairs: Ints, first: Ints, second: Ints, matrix: NDArray[np.uint8]) -> Ints:
    ends = pairs.tolist()
    tied = matrix.astype(bool).tolist()
    for turn, (e, f) in enumerate(zip(first.tolist(), second.tolist(), strict=True)):
        (a, b), (c, d) = ends[e], ends[f]
        if turn & 1:
            c, d = d, c
        if a in (c, d) or b in (c, d) or tied[a][d] or tied[c][b]:
            continue
        for x, y, state in ((a, b, False), (c, d, False), (a, d, True), (c, b, True)):
            tied[x][y] = tied[y][x] = state
        ends[e], ends[f] = [a, d], [c, b]
    return np.array(ends, np.int64).reshape(-1, 2)
