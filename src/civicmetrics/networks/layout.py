"""Where to draw each organisation: distances on paper like distances in steps. No chance in it."""

import numpy as np
from scipy.sparse.csgraph import shortest_path
from scipy.sparse.linalg import LinearOperator, eigsh

from civicmetrics.networks import kernel
from civicmetrics.networks.twins import matrix, upright
from civicmetrics.networks.values import Flags, Floats, Graph, Network, distinct, graph_of

FEW = 800  # organisations; above it each start ends ten times as early
DENSE_UP_TO = 1_500  # organisations; above it pivots stand for all


def united(first: Network, second: Network) -> Graph:
    """Tied in either wave: one drawing for both, so that nothing moves when the wave changes.

    Source: Brandes, Indlekofer & Mader 2012.

    >>> from civicmetrics.networks.values import from_ties
    >>> united(from_ties(3, [(0, 1)]), from_ties(3, [(1, 2)])).pairs.tolist()
    [[0, 1], [1, 2]]
    """
    keys = [g.sources.astype(np.int64) * g.size + g.targets for g in (first.union, second.union)]
    return graph_of(first.size, distinct(np.concatenate(keys)))


def spacious(graph: Graph) -> Floats:
    """(n, n) distances that give the busy middle room: a tie is as long as the square root of
    the number of partners the two do not share.

    Source: after Gansner, Koren & North 2005, section 4 (who take the number itself).

    >>> from civicmetrics.networks.values import from_ties
    >>> float(spacious(from_ties(3, [(0, 1), (1, 2)]).union)[0, 1].round(4))
    1.7321
    """
    arcs = matrix(graph)
    shared = np.asarray((arcs @ arcs)[graph.sources, graph.targets]).ravel()
    apart = graph.degrees[graph.sources] + graph.degrees[graph.targets] - 2 * shared
    arcs.data = np.sqrt(np.maximum(apart, 1.0))
    found: Floats = shortest_path(arcs, method="D", directed=False)
    reached = np.isfinite(found)
    found[~reached] = found[reached].max(initial=0) * 1.1 + 1
    return found


def stress(positions: Floats, distances: Floats) -> float:
    """Normalised stress, lower is better: sum w (a |x_i - x_j| - d)^2 / sum w d^2, w = 1/d^2, best a.

    Source: Gansner, Koren & North 2005.

    >>> stress(np.array([[0.0, 0.0], [2.0, 0.0]]), np.array([[0.0, 1.0], [1.0, 0.0]]))
    0.0
    """
    upper = np.triu_indices(len(distances), 1)
    drawn = np.hypot(*(positions[upper[0]] - positions[upper[1]]).T)
    meant = distances[upper]
    scale = (drawn / meant).sum() / ((drawn / meant) ** 2).sum()
    return float(((scale * drawn / meant - 1) ** 2).sum() / len(meant))


def layout(graph: Graph, *, distances: Floats | None = None) -> Floats:
    """(n, 2) positions by stress majorisation from classical scaling, principal axis along x.

    Source: Gansner, Koren & North 2005; start Torgerson 1952. Stress has many local minima: other
    starts tilt the third axis into the plane and move everyone, by numbers that are always the
    same. Deterministic: the same graph gives the same bytes on the same machine. Memory about 4 n x n arrays up to 1,500 organisations; above, pivot
    scaling (Brandes & Pich 2007) with 50 pivots, linear memory.

    >>> from civicmetrics.networks.values import from_ties
    >>> line = layout(from_ties(3, [(0, 1), (1, 2)]).union)
    >>> np.abs(np.diff(line[:, 0])).round(2).tolist()
    [1.0, 1.0]
    """
    if graph.size < 3:
        return np.column_stack([np.arange(graph.size, dtype=np.float64), np.zeros(graph.size)])
    if graph.size > DENSE_UP_TO:
        return upright(_pivots(graph))
    n = graph.size
    return kernel.draw(
        graph if distances is None else distances,
        starts=max(2, min(2 + n // 2, 12, 2_700 // n)),
        iterations=120,
        enough=(2e-6 if n <= FEW else 2e-5) * n * n,
    )


def _pivots(graph: Graph, count: int = 50) -> Floats:
    arcs = matrix(graph)
    chosen, nearest = [int(np.argmax(graph.degrees))], np.full(graph.size, np.inf)
    rows = []
    for _ in range(min(count, graph.size)):
        row = shortest_path(arcs, method="D", unweighted=True, directed=False, indices=chosen[-1])
        reached = np.isfinite(row)
        row[~reached] = row[reached].max() + 1
        rows.append(row)
        nearest = np.minimum(nearest, row)
        chosen.append(int(np.argmax(nearest)))
    squared = np.array(rows).T ** 2
    centred = squared - squared.mean(1, keepdims=True) - squared.mean(0) + squared.mean()
    operator = LinearOperator((len(rows), len(rows)), matvec=lambda v: centred.T @ (centred @ v))
    _, axes = eigsh(operator, k=2, which="LA", v0=np.ones(len(rows)))
    out: Floats = -0.5 * centred @ axes
    return out


def fit(at: Floats, radius: Floats, width: float, height: float, *, margin: float = 44.0) -> Floats:
    """Fill the box (stretched at most 1.5 times one way), then push apart what would overlap.

    >>> fit(np.array([[0.0, 0.0], [1.0, 1.0]]), np.ones(2), 100, 100, margin=10).tolist()
    [[10.0, 10.0], [90.0, 90.0]]
    """
    low, high = at.min(0), at.max(0)
    room = np.array([width, height]) - 2 * margin
    scale = room / np.maximum(high - low, 1e-9)
    scale = np.minimum(scale, 1.5 * scale.min())
    placed = (at - (low + high) / 2) * scale + np.array([width, height]) / 2
    for _ in range(200):
        moved = _apart(placed, radius, np.array([width, height]), margin)
        if np.abs(moved - placed).max(initial=0) < 0.05:
            break
        placed = moved
    result: Floats = placed.round(1)
    return result


def _apart(at: Floats, radius: Floats, box: Floats, margin: float) -> Floats:
    gap = at[:, None] - at[None]
    length = np.hypot(gap[..., 0], gap[..., 1])
    wanted = radius[:, None] + radius[None] + 9
    np.fill_diagonal(length, 1e9)
    short = np.maximum(wanted - length, 0) / 2
    direction = gap / np.maximum(length, 1e-6)[..., None]
    pushed = at + 0.6 * (direction * short[..., None]).sum(1)
    result: Floats = np.clip(pushed, margin * 0.6, box - margin * 0.6)
    return result


def tray(first: Network, second: Network, graph: Graph) -> Flags:
    """(n,) who stands beside the drawing: without a tie in both waves, or gone.

    >>> from civicmetrics.networks.values import from_ties
    >>> one = from_ties(3, [(0, 1)])
    >>> tray(one, one, one.union).tolist()
    [False, False, True]
    """
    result: Flags = (graph.degrees == 0) | (first.present & ~second.present)
    return result
