"""Measures of the whole network. Each takes one network and says what it counts.

Numbers refer to organisations present in the wave. Undirected measures use the union graph: two
are tied when at least one says so. Distances are in steps.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import connected_components

from civicmetrics.networks import kernel
from civicmetrics.networks.twins import matrix
from civicmetrics.networks.values import (
    Cell,
    Flags,
    Floats,
    Graph,
    Ints,
    Network,
    among,
    distinct,
    need,
)

TRIADS = ("003", "012", "102", "021D", "021U", "021C", "111D", "111U", "030T", "030C", "201",
          "120D", "120U", "120C", "210", "300")  # fmt: skip
CLOSED = ("030T", "030C", "120D", "120U", "120C", "210", "300")
OPEN = ("021D", "021U", "021C", "111D", "111U", "201")


def observed_cells(network: Network) -> int:
    """How many cells were seen: the asker answered, both were there, and nothing says otherwise.

    An undirected pair is one cell, seen when either answered. Unit: cells.

    >>> from civicmetrics.networks.values import from_ties
    >>> observed_cells(from_ties(3, [(0, 1)], answered=[True, True, False]))
    4
    """
    there, spoke = network.organisations, int(network.answered.sum())
    silent = there - spoke
    all_pairs, both_silent = there * (there - 1) // 2, silent * (silent - 1) // 2
    cells = spoke * (there - 1) if network.directed else all_pairs - both_silent
    return cells - int(_hidden(network).sum())


def _hidden(network: Network) -> Flags:
    """Which listed cells were not seen although their organisation answered."""
    a, b = np.divmod(network.cells, max(network.size, 1))
    unseen = (network.states != Cell.NO) & (network.states != Cell.YES)
    result: Flags = unseen & network.answered[a] & network.present[a] & network.present[b]
    return result


def density(network: Network) -> float:
    """Share of the seen cells that are ties: sum_O x / |O|. Not a number when nothing was seen.

    Source: Wasserman & Faust 1994, ch. 4. Unseen cells are left out, never counted as "no".

    >>> from civicmetrics.networks.values import from_ties
    >>> density(from_ties(3, [(0, 1), (1, 0), (1, 2)], answered=[True, True, False]))
    0.75
    """
    cells = observed_cells(network)
    return network.ties / cells if cells else float("nan")


@dataclass(frozen=True)
class Dyads:
    """Pairs by what the two say of each other. Only pairs where both cells were seen."""

    mutual: int
    one_way: int
    none: int

    @property
    def seen(self) -> int:
        return self.mutual + self.one_way + self.none


def dyads(network: Network) -> Dyads:
    """Mutual, one-way and empty pairs among pairs where both answers were seen.

    Source: Holland & Leinhardt 1970. Unit: pairs.

    >>> from civicmetrics.networks.values import from_ties
    >>> dyads(from_ties(3, [(0, 1), (1, 0), (1, 2)]))
    Dyads(mutual=1, one_way=1, none=1)
    """
    spoke = int(network.answered.sum())
    if not network.directed:
        return Dyads(network.ties, 0, observed_cells(network) - network.ties)
    both = network.answered[network.source] & network.answered[network.target]
    keys = network.keys[both]
    low = np.minimum(keys // network.size, keys % network.size) * network.size
    low += np.maximum(keys // network.size, keys % network.size)
    pairs, hidden = spoke * (spoke - 1) // 2, _hidden_pairs(network)
    if len(hidden):
        low = low[~among(low, hidden)]
    _, times = np.unique(low, return_counts=True)
    mutual, one_way = int((times == 2).sum()), int((times == 1).sum())
    return Dyads(mutual, one_way, pairs - len(hidden) - mutual - one_way)


def _hidden_pairs(network: Network) -> Ints:
    cells = network.cells[_hidden(network)]
    a, b = np.divmod(cells, max(network.size, 1))
    both = network.answered[a] & network.answered[b]
    return distinct(np.minimum(a, b)[both] * network.size + np.maximum(a, b)[both])


def reciprocity(network: Network) -> float:
    """Share of reported ties that are returned: sum x_ij x_ji / sum x_ij (arc based).

    Source: Wasserman & Faust 1994. Among pairs where both answers were seen.

    >>> from civicmetrics.networks.values import from_ties
    >>> round(reciprocity(from_ties(3, [(0, 1), (1, 0), (1, 2)])), 4)
    0.6667
    """
    found = dyads(network)
    arcs = 2 * found.mutual + found.one_way
    return 2 * found.mutual / arcs if arcs else float("nan")


def confirmation(network: Network) -> float:
    """Share of tied pairs that both sides report: confirmed / (confirmed + unconfirmed).

    Source: Provan, Veazie, Staten & Teufel-Shone 2005. Only pairs where both answered.

    >>> from civicmetrics.networks.values import from_ties
    >>> confirmation(from_ties(3, [(0, 1), (1, 0), (1, 2)]))
    0.5
    """
    found = dyads(network)
    tied = found.mutual + found.one_way
    return found.mutual / tied if tied else float("nan")


def transitivity(graph: Graph, triangles: Ints | None = None) -> float:
    """How often two partners of the same organisation are themselves tied: 3 triangles / triples.

    Source: Wasserman & Faust 1994. Undirected. Not a number without a connected triple.

    >>> from civicmetrics.networks.values import from_ties
    >>> transitivity(from_ties(4, [(0, 1), (1, 2), (0, 2), (2, 3)]).union)
    0.6
    """
    found = _triangles(graph) if triangles is None else triangles
    triples = int((graph.degrees * (graph.degrees - 1)).sum()) / 2
    return float(found.sum()) / triples if triples else float("nan")


def _triangles(graph: Graph) -> Ints:
    return kernel.triads(graph, np.full(len(graph.targets), 3, np.int8))[1]


def local_clustering(graph: Graph, triangles: Ints | None = None) -> Floats:
    """(n,) share of an organisation's pairs of partners that are tied; 0 with fewer than two.

    Source: Watts & Strogatz 1998.

    >>> from civicmetrics.networks.values import from_ties
    >>> local_clustering(from_ties(4, [(0, 1), (1, 2), (0, 2), (2, 3)]).union).round(4).tolist()
    [1.0, 1.0, 0.3333, 0.0]
    """
    found = _triangles(graph) if triangles is None else triangles
    pairs = graph.degrees * (graph.degrees - 1) / 2
    return np.divide(found, pairs, out=np.zeros(graph.size), where=pairs > 0)


def transitivity_directed(network: Network) -> float:
    """Share of two-step reports i to j to k that are closed by i to k (weak transitivity).

    Source: Wasserman & Faust 1994; equals sna::gtrans(measure="weak").

    >>> from civicmetrics.networks.values import from_ties
    >>> transitivity_directed(from_ties(3, [(0, 1), (1, 2), (0, 2)]))
    1.0
    """
    _, paths, closed = kernel.brokerage(network.arcs, np.zeros(network.size, np.int64))
    return closed / paths if paths else float("nan")


def centralisation(scores: Floats | Ints, largest: float) -> float:
    """Freeman's centralisation: sum(max c - c_i) / the largest such sum for n organisations.

    Source: Freeman 1979. `largest`: (n-1)(n-2) for degree, (n-1)^2 for in- and out-degree,
    (n-1)^2 (n-2) / 2 for betweenness. 0 = all alike, 1 = a star.

    >>> centralisation(np.array([3, 1, 1, 1]), 3 * 2)
    1.0
    """
    return float((scores.max() - scores).sum() / largest) if largest > 0 else float("nan")


def components(graph: Graph) -> Ints:
    """(n,) the number of each organisation's component, 0 for the largest, by size.

    >>> from civicmetrics.networks.values import from_ties
    >>> components(from_ties(4, [(1, 2), (2, 3)]).union).tolist()
    [1, 0, 0, 0]
    """
    labels = connected_components(matrix(graph), directed=False)[1]
    sizes = np.bincount(labels)
    rank = np.empty(len(sizes), np.int64)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    result: Ints = rank[labels]
    return result


def connectedness(graph: Graph, parts: Ints | None = None) -> float:
    """Share of pairs that can reach each other: sum s_k (s_k - 1) / n (n - 1).

    Source: Krackhardt 1994. Fragmentation is 1 minus it (Borgatti 2006).

    >>> from civicmetrics.networks.values import from_ties
    >>> connectedness(from_ties(4, [(1, 2), (2, 3)]).union)
    0.5
    """
    need(graph.size, 2, "connectedness")
    sizes = np.bincount(components(graph) if parts is None else parts)
    return float((sizes * (sizes - 1)).sum() / (graph.size * (graph.size - 1)))


def efficiency(graph: Graph, parts: Ints | None = None) -> float:
    """How few ties hold the components together: 1 - spare ties / the most there could be spare.

    Source: Krackhardt 1994, counted in arcs as sna::efficiency does on a symmetric network.

    >>> from civicmetrics.networks.values import from_ties
    >>> round(efficiency(from_ties(3, [(0, 1), (1, 2), (0, 2)]).union), 4)
    0.0
    """
    sizes = np.bincount(components(graph) if parts is None else parts)
    least, most = int((sizes - 1).sum()), int((sizes * (sizes - 1)).sum())
    return 1 - (len(graph.targets) - least) / (most - least) if most > least else float("nan")


@dataclass(frozen=True)
class Distances:
    """mean and diameter in steps over pairs that reach each other; compactness is mean 1/d."""

    mean: float
    diameter: int
    compactness: float


def distances(graph: Graph, paths: kernel.Paths | None = None) -> Distances:
    """How far apart organisations are. Distance-weighted fragmentation is 1 - compactness.

    Source: Wasserman & Faust 1994; compactness Borgatti 2006 (0 for pairs out of reach).

    >>> from civicmetrics.networks.values import from_ties
    >>> distances(from_ties(4, [(0, 1), (1, 2)]).union)
    Distances(mean=1.3333333333333333, diameter=2, compactness=0.4166666666666667)
    """
    need(graph.size, 2, "distance")
    found = (kernel.shortest_paths(graph) if paths is None else paths).histogram
    steps = np.arange(1, len(found))
    reached = int(found[1:].sum())
    mean = float((steps * found[1:]).sum() / reached) if reached else float("nan")
    inverse = float((found[1:] / steps).sum() / (graph.size * (graph.size - 1)))
    return Distances(mean, int(np.flatnonzero(found).max(initial=0)), inverse)


def ways(network: Network) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    """(arcs,) for each entry v, w of the union graph: 1 v says so, 2 w says so, 3 both.

    >>> from civicmetrics.networks.values import from_ties
    >>> ways(from_ties(2, [(0, 1)])).tolist()
    [1, 2]
    """
    union = network.union
    if not network.directed:
        return np.full(len(union.targets), 3, np.int8)
    there = union.sources.astype(np.int64) * network.size + union.targets
    back = union.targets.astype(np.int64) * network.size + union.sources
    code = among(there, network.keys) + 2 * among(back, network.keys)
    return code.astype(np.int8)


def triad_census(network: Network, connected: Ints | None = None) -> dict[str, int]:
    """How many triples have each of the 16 patterns. Unit: triples, summing to n(n-1)(n-2)/6.

    Source: Holland & Leinhardt 1970; computed as Batagelj & Mrvar 2001.

    >>> from civicmetrics.networks.values import from_ties
    >>> census = triad_census(from_ties(4, [(0, 1), (1, 2), (0, 2)]))
    >>> {name: count for name, count in census.items() if count}
    {'012': 3, '030T': 1}
    """
    found = kernel.triads(network.union, ways(network))[0] if connected is None else connected
    n = network.size
    census = [n * (n - 1) * (n - 2) // 6 - int(found.sum()), *found[1:].tolist()]
    return dict(zip(TRIADS, census, strict=True))


def degree_assortativity(graph: Graph) -> float:
    """Whether the well connected are tied to the well connected: correlation of degrees over ties.

    Source: Newman 2003. -1 to 1; not a number when all degrees are equal.

    >>> from civicmetrics.networks.values import from_ties
    >>> round(degree_assortativity(from_ties(4, [(0, 1), (0, 2), (0, 3)]).union), 9)
    -1.0
    """
    at = graph.degrees[graph.sources].astype(np.float64)
    to = graph.degrees[graph.targets].astype(np.float64)
    if not len(at) or at.std() == 0:
        return float("nan")
    return float(((at - at.mean()) * (to - to.mean())).mean() / (at.std() * to.std()))
