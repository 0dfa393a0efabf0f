"""Measures of each organisation: arrays of shape (n,), in the order of the roster."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import rustworkx as rx
from scipy.linalg import eigh
from scipy.sparse import csr_array
from scipy.sparse.linalg import eigsh

from civicmetrics.networks import kernel
from civicmetrics.networks.twins import matrix
from civicmetrics.networks.values import Floats, Graph, Ints, Network, graph_of
from civicmetrics.networks.whole import components


def degrees(network: Network) -> tuple[Ints, Ints]:
    """How many each names, and how many name it (out-degree, in-degree). Unit: organisations.

    Source: Freeman 1979. In an undirected network both are the number of partners.

    >>> from civicmetrics.networks.values import from_ties
    >>> [d.tolist() for d in degrees(from_ties(3, [(0, 1), (2, 1)]))]
    [[1, 0, 1], [0, 2, 0]]
    """
    if not network.directed:
        return network.union.degrees, network.union.degrees
    out = np.bincount(network.source, minlength=network.size)
    return out, np.bincount(network.target, minlength=network.size)


def strengths(network: Network) -> Floats:
    """Sum of the strengths of ties to and from each organisation. Unit: as the strength is asked.

    Source: Barrat et al. 2004.

    >>> from civicmetrics.networks.values import from_ties
    >>> strengths(from_ties(3, [(0, 1), (2, 1)], strength=[2, 4])).tolist()
    [2.0, 6.0, 4.0]
    """
    ends = np.concatenate([network.source, network.target])
    twice = np.concatenate([network.strength, network.strength])
    return np.bincount(ends, twice, network.size).astype(np.float64)


def share(graph: Graph) -> Floats:
    """Share of all the others that each is tied to: degree / (n - 1).

    >>> from civicmetrics.networks.values import from_ties
    >>> share(from_ties(3, [(0, 1), (2, 1)]).union).tolist()
    [0.5, 1.0, 0.5]
    """
    return graph.degrees / max(graph.size - 1, 1)


def reach(graph: Graph) -> Floats:
    """Share of all the others that each reaches in at most two steps: |N2| / (n - 1).

    Source: Kumu's "reach"; Borgatti 2006. Exact at any size.

    >>> from civicmetrics.networks.values import from_ties
    >>> reach(from_ties(4, [(0, 1), (1, 2), (2, 3)]).union).round(4).tolist()
    [0.6667, 1.0, 1.0, 0.6667]
    """
    return kernel.two_steps(graph) / max(graph.size - 1, 1)


def betweenness(
    graph: Graph, paths: kernel.Paths | None = None, *, directed: bool = False
) -> Floats:
    """How many shortest paths between two others go through each (raw, unweighted, in steps).

    Source: Freeman 1977; computed as Brandes 2001. An undirected pair counts once. Divide by
    (n-1)(n-2)/2 (undirected) or (n-1)(n-2) (directed) to standardise.

    >>> from civicmetrics.networks.values import from_ties
    >>> betweenness(from_ties(4, [(0, 1), (1, 2), (2, 3)]).union).tolist()
    [0.0, 2.0, 2.0, 0.0]
    """
    found = kernel.shortest_paths(graph) if paths is None else paths
    return found.between if directed else found.between / 2


def edge_betweenness(graph: Graph, paths: kernel.Paths | None = None) -> Floats:
    """(ties,) shortest paths that use each undirected tie, in the order of `graph.pairs`.

    Source: Girvan & Newman 2002.

    >>> from civicmetrics.networks.values import from_ties
    >>> edge_betweenness(from_ties(4, [(0, 1), (1, 2), (2, 3)]).union).tolist()
    [3.0, 4.0, 3.0]
    """
    found = (kernel.shortest_paths(graph) if paths is None else paths).edge
    there = graph.sources < graph.targets
    low = np.minimum(graph.sources, graph.targets).astype(np.int64) * graph.size
    order = np.argsort(low[~there] + np.maximum(graph.sources, graph.targets)[~there])
    both: Floats = (found[there] + found[~there][order]) / 2
    return both


@dataclass(frozen=True, eq=False)
class Sampled:
    """An estimate from some sources, with its standard error, both (n,)."""

    value: Floats
    error: Floats
    sources: int


def sampled_betweenness(
    graph: Graph,
    sources: int,
    *,
    seed: int = 1,
    threads: int = 1,
    progress: kernel.Progress | None = None,
) -> tuple[Sampled, kernel.Paths]:
    """Betweenness (raw, undirected) estimated from a simple random sample of source organisations.

    Source: Brandes & Pich 2007. The error is the standard error of the sampled total with the
    finite-population correction; it is 0 when every organisation is a source.

    >>> from civicmetrics.networks.values import from_ties
    >>> line = from_ties(4, [(0, 1), (1, 2), (2, 3)]).union
    >>> found, _ = sampled_betweenness(line, 4)
    >>> found.value.tolist(), found.error.tolist()
    ([0.0, 2.0, 2.0, 0.0], [0.0, 0.0, 0.0, 0.0])
    """
    n, k = graph.size, min(sources, graph.size)
    chosen = np.sort(np.random.default_rng(seed).choice(n, k, replace=False))
    paths = kernel.shortest_paths(graph, chosen, threads=threads, progress=progress)
    return _estimate(paths.between, paths.squares, n, k, n / 2), paths


def sampled_harmonic(graph: Graph, paths: kernel.Paths, sources: int) -> Sampled:
    """Harmonic closeness estimated from the same sampled sources, with its standard error.

    Source: Eppstein & Wang 2004, for 1/d.

    >>> from civicmetrics.networks.values import from_ties
    >>> line = from_ties(4, [(0, 1), (1, 2)]).union
    >>> sampled_harmonic(line, kernel.shortest_paths(line), 4).value.round(4).tolist()
    [0.5, 0.6667, 0.5, 0.0]
    """
    n = graph.size
    return _estimate(paths.nearness, paths.nearness_squares, n, sources, n / max(n - 1, 1))


def _estimate(total: Floats, squares: Floats, n: int, k: int, scale: float) -> Sampled:
    mean = total / max(k, 1)
    variance = np.maximum(squares / max(k, 1) - mean**2, 0) * k / max(k - 1, 1)
    return Sampled(scale * mean, scale * np.sqrt(variance / max(k, 1) * (1 - k / n)), k)


def harmonic(graph: Graph, paths: kernel.Paths | None = None) -> Floats:
    """How near each is to all others: mean of 1/distance, 0 for those out of reach.

    Source: Rochat 2009; Boldi & Vigna 2014.

    >>> from civicmetrics.networks.values import from_ties
    >>> harmonic(from_ties(4, [(0, 1), (1, 2)]).union).round(4).tolist()
    [0.5, 0.6667, 0.5, 0.0]
    """
    found = kernel.shortest_paths(graph) if paths is None else paths
    return found.harmonic / max(graph.size - 1, 1)


def closeness(graph: Graph, paths: kernel.Paths | None = None) -> Floats:
    """1 / mean distance to those within reach; not a number for an isolate.

    Source: Freeman 1979. Only comparable inside one component: prefer `harmonic`.

    >>> from civicmetrics.networks.values import from_ties
    >>> closeness(from_ties(3, [(0, 1), (1, 2)]).union).round(4).tolist()
    [0.6667, 1.0, 0.6667]
    """
    found = kernel.shortest_paths(graph) if paths is None else paths
    none = np.full(graph.size, np.nan)
    result: Floats = np.divide(found.reach, found.distance, out=none, where=found.distance > 0)
    return result


def eigenvector(graph: Graph, parts: Ints | None = None) -> Floats:
    """Being tied to those who are themselves well tied; the vector has length 1 (L2).

    Source: Bonacich 1972. The leading vector lives in one component, the one with the largest
    eigenvalue; it is 0 elsewhere. (eigsh at most 1e-13 from it.)

    >>> from civicmetrics.networks.values import from_ties
    >>> eigenvector(from_ties(3, [(0, 1), (1, 2)]).union).round(4).tolist()
    [0.5, 0.7071, 0.5]
    """
    labels = components(graph) if parts is None else parts
    best, out = 0.0, np.zeros(graph.size)
    peak = np.zeros(int(labels.max(initial=-1)) + 1, np.int64)
    np.maximum.at(peak, labels, graph.degrees)
    for part in np.flatnonzero(peak):
        if peak[part] < best - 1e-9:  # an eigenvalue is at most the largest degree
            continue
        members = np.flatnonzero(labels == part)
        value, vector = _leading(graph, members)
        if value > best + 1e-9:
            best, out = value, np.zeros(graph.size)
            out[members] = np.abs(vector)
    return out


def _leading(graph: Graph, members: Ints) -> tuple[float, Floats]:
    whole = matrix(graph)
    block = whole if len(members) == graph.size else whole[members][:, members]
    if len(members) <= 60:
        last = len(members) - 1
        value, vector = eigh(block.toarray(), subset_by_index=[last, last])
    else:
        start = np.sqrt(graph.degrees[members].astype(np.float64))
        value, vector = eigsh(block, k=1, which="LA", v0=start, tol=1e-13)
    return float(value[0]), vector[:, 0]


def pagerank(network: Network, damping: float = 0.85, *, weighted: bool = False) -> Floats:
    """Where a walk along reported ties spends its time; sums to 1.

    Source: Brin & Page 1998. An organisation that names nobody sends the walk anywhere.

    >>> from civicmetrics.networks.values import from_ties
    >>> pagerank(from_ties(2, [(0, 1), (1, 0)])).tolist()
    [0.5, 0.5]
    """
    n, arcs = network.size, matrix(network.arcs)
    if weighted and network.directed:
        arcs.data = network.strength.copy()
    given = np.asarray(arcs.sum(1)).ravel()
    arcs.data /= given[network.arcs.sources]
    step, idle = arcs.T.tocsr(), given == 0
    rank = np.full(n, 1 / max(n, 1))
    for _ in range(300):
        moved = damping * (step @ rank + rank[idle].sum() / n) + (1 - damping) / n
        if np.abs(moved - rank).sum() < 1e-14:
            break
        rank = moved
    return rank


def constraint(network: Network, *, weighted: bool = False, rule: str = "reported") -> Floats:
    """How much an organisation's ties lead to the same people: sum_j (p_ij + sum_q p_iq p_qj)^2.

    p_ij is the part of i's ties (to and from) that is with j. Source: Burt 1992. `rule` is
    "reported" (x_ij + x_ji) or "union". Low = bridges gaps. Not a number for an isolate.

    >>> from civicmetrics.networks.values import from_ties
    >>> constraint(from_ties(3, [(0, 1), (1, 2)])).tolist()
    [1.0, 0.5, 1.0]
    """
    union = network.union
    weights = np.ones(len(union.targets))
    if network.directed and (rule == "reported" or weighted):
        weights = _both_ways(network, weighted)
    total = np.bincount(union.sources, weights, network.size)
    found = kernel.constraint(union, np.ascontiguousarray(weights / total[union.sources]))
    return np.where(union.degrees > 0, found, np.nan)


def _both_ways(network: Network, weighted: bool) -> Floats:
    """(arcs,) x_ij + x_ji for each entry of the union graph."""
    union = network.union
    keys = union.sources.astype(np.int64) * network.size + union.targets
    given = network.strength if weighted else np.ones(network.ties)
    weights = np.zeros(len(keys))
    weights[np.searchsorted(keys, network.keys)] += given
    weights[np.searchsorted(keys, network.target * network.size + network.source)] += given
    return weights


def effective_size(graph: Graph, triangles: Ints | None = None) -> Floats:
    """Partners minus how much they overlap: degree - 2 t / degree, t ties among the partners.

    Source: Burt 1992 in Borgatti's 1997 form, unweighted. Not a number for an isolate.
    Efficiency of the ties is this divided by the degree.

    >>> from civicmetrics.networks.values import from_ties
    >>> effective_size(from_ties(3, [(0, 1), (1, 2), (0, 2)]).union).tolist()
    [1.0, 1.0, 1.0]
    """
    ways = np.full(len(graph.targets), 3, np.int8)
    found = kernel.triads(graph, ways)[1] if triangles is None else triangles
    degree = graph.degrees.astype(np.float64)
    none = np.full(graph.size, np.nan)
    result: Floats = degree - np.divide(2 * found, degree, out=none, where=degree > 0)
    return result


def hierarchy(network: Network) -> Floats:
    """Whether the constraint comes from one partner (1) or evenly from all (0).

    sum_j (c_ij / (C/N)) ln(c_ij / (C/N)) / (N ln N), the Coleman-Theil index. Source: Burt 1992.
    1 with one partner; not a number for an isolate.

    >>> from civicmetrics.networks.values import from_ties
    >>> hierarchy(from_ties(3, [(0, 1), (1, 2)])).tolist()
    [1.0, 0.0, 1.0]
    """
    ties = matrix(network.union)
    ties.data = _both_ways(network, False) if network.directed else ties.data
    parts = csr_array(ties.multiply(1 / np.maximum(np.asarray(ties.sum(1)), 1e-300)))
    one = (parts + (parts @ parts).multiply(matrix(network.union))).tocsr()
    one.sort_indices()
    pieces = one.data**2
    count = network.union.degrees.astype(np.float64)
    total = np.bincount(network.union.sources, pieces, network.size)
    relative = pieces / (total / np.maximum(count, 1))[network.union.sources]
    spread = np.bincount(network.union.sources, relative * np.log(relative), network.size)
    with np.errstate(divide="ignore", invalid="ignore"):
        many = spread / (count * np.log(count))
    return np.where(count > 1, np.abs(many), np.where(count == 1, 1.0, np.nan))


def rustworkx_graph(graph: Graph) -> "rx.PyGraph[None, None]":
    """The graph as rustworkx holds it, for its core numbers, cut points and bridges.

    >>> from civicmetrics.networks.values import from_ties
    >>> rustworkx_graph(from_ties(3, [(0, 1), (1, 2)]).union).num_edges()
    2
    """
    out: rx.PyGraph[None, None] = rx.PyGraph(multigraph=False)
    out.add_nodes_from([None] * graph.size)
    out.add_edges_from_no_data(list(map(tuple, graph.pairs.tolist())))
    return out


def core_numbers(graph: Graph, held: "rx.PyGraph[None, None] | None" = None) -> Ints:
    """The largest k such that each belongs to a group where all have k ties inside the group.

    Source: Seidman 1983.

    >>> from civicmetrics.networks.values import from_ties
    >>> core_numbers(from_ties(4, [(0, 1), (1, 2), (0, 2), (2, 3)]).union).tolist()
    [2, 2, 2, 1]
    """
    found: Any = rx.core_number(rustworkx_graph(graph) if held is None else held)
    return np.array([found[v] for v in range(graph.size)], np.int64)


def tied_without(graph: Graph, gone: int) -> Graph:
    """The same graph with all ties of one organisation taken away.

    >>> from civicmetrics.networks.values import from_ties
    >>> tied_without(from_ties(3, [(0, 1), (1, 2)]).union, 0).pairs.tolist()
    [[1, 2]]
    """
    keep = (graph.sources != gone) & (graph.targets != gone)
    return graph_of(
        graph.size, graph.sources[keep].astype(np.int64) * graph.size + graph.targets[keep]
    )
