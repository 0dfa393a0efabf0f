"""Every measure of one wave, computed once and shared; values in roster order, nan when absent."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from civicmetrics.networks import groups, kernel, organisations, robustness, sectors, whole
from civicmetrics.networks.values import Floats, Graph, Ints, Network, roster_of, spread

EXACT_UP_TO = 10_000  # organisations; above it shortest paths are sampled, with an error
SAMPLE = 500  # sources


@dataclass(frozen=True, eq=False)
class Described:
    """One wave in numbers.

    whole   name to value, names as in `catalogue`
    each    name to (n,) values in roster order
    census  the 16 triads; mixing, brokerage, cut points and bridges are positions in the roster
    """

    whole: Mapping[str, float]
    each: Mapping[str, Floats]
    census: Mapping[str, int]
    mixing: sectors.Mixing
    cut_points: Ints
    bridges: Ints
    edge_betweenness: Floats
    communities: groups.Communities
    sampled: int


def describe(
    network: Network,
    sector: Ints,
    *,
    runs: int = 1,
    seed: int = 1,
    threads: int = 1,
    progress: kernel.Progress | None = None,
) -> Described:
    """All measures of one wave that need no chance draws but Leiden's, in one pass over paths.

    sector (n,) numbers from 0. `runs` of Leiden; more give its stability. Up to 10,000
    organisations everything is exact; above, betweenness and harmonic closeness come from 500
    sampled sources and `each` has their standard errors.

    >>> from civicmetrics.networks.values import from_ties
    >>> found = describe(from_ties(4, [(0, 1), (1, 2), (2, 3)]), np.array([0, 0, 1, 1]))
    >>> found.whole["density"], found.each["betweenness"].tolist()
    (0.25, [0.0, 2.0, 2.0, 0.0])
    """
    here = roster_of(network, network.present)
    place = np.flatnonzero(network.present)
    labels = sector[place]
    graph, sampled = here.union, 0
    estimates: dict[str, Floats] = {}
    if graph.size <= EXACT_UP_TO:
        paths = kernel.shortest_paths(graph, threads=threads, progress=progress)
        estimates["betweenness"] = organisations.betweenness(graph, paths)
        estimates["harmonic"] = organisations.harmonic(graph, paths)
        estimates["closeness"] = organisations.closeness(graph, paths)
        estimates["reach"] = paths.near / max(graph.size - 1, 1)
    else:
        sampled = SAMPLE
        estimates, paths = _sampled(graph, seed, threads, progress)
    connected, triangles = kernel.triads(graph, whole.ways(here))
    parts = whole.components(graph)
    held = organisations.rustworkx_graph(graph)
    found = groups.communities(graph, runs=runs, seed=seed)
    mixing = sectors.mixing(graph, labels, int(sector.max(initial=-1)) + 1)
    external = sectors.external_internal(graph, labels)
    roles, two_paths, closed = kernel.brokerage(here.arcs, labels)
    chance = sectors.expected_brokerage(here.arcs, labels, roles)
    values = {
        **_whole(here, graph, paths, parts, triangles, estimates["betweenness"], sampled),
        "transitivity_directed": closed / two_paths if two_paths else float("nan"),
        "external_internal": external.index,
        "external_internal_rescaled": external.rescaled,
        "sector_assortativity": mixing.assortativity,
        "modularity": found.modularity,
        "communities": float(found.groups.max(initial=-1) + 1),
    }
    each = {
        **_each(here, graph, parts, triangles, held),
        **estimates,
        "external_internal_each": sectors.external_internal_each(graph, labels),
        "community": found.groups.astype(np.float64),
        "brokerage": roles.sum(1).astype(np.float64),
        **{role: roles[:, at].astype(np.float64) for at, role in enumerate(sectors.ROLES)},
        "brokerage_z": chance.z,
        **{f"{role}_expected": chance.expected[:, at] for at, role in enumerate(sectors.ROLES)},
    }
    return Described(
        values, {name: spread(v, network.present) for name, v in each.items()},
        whole.triad_census(here, connected), mixing,
        place[robustness.cut_points(graph, held)], place[robustness.bridges(graph, held)],
        organisations.edge_betweenness(graph, paths), found, sampled,
    )  # fmt: skip


def _sampled(
    graph: Graph, seed: int, threads: int, progress: kernel.Progress | None
) -> tuple[dict[str, Floats], kernel.Paths]:
    between, paths = organisations.sampled_betweenness(
        graph, SAMPLE, seed=seed, threads=threads, progress=progress
    )
    near = organisations.sampled_harmonic(graph, paths, between.sources)
    return {
        "betweenness": between.value,
        "betweenness_error": between.error,
        "harmonic": near.value,
        "harmonic_error": near.error,
        "reach": organisations.reach(graph),
    }, paths


def _whole(
    here: Network, graph: Graph, paths: kernel.Paths, parts: Ints, triangles: Ints,
    between: Floats, sampled: int,
) -> dict[str, float]:  # fmt: skip
    n, found = graph.size, whole.dyads(here)
    given, taken = organisations.degrees(here)
    far = _distances(graph, paths, sampled)
    clustering = whole.local_clustering(graph, triangles)
    connected = whole.connectedness(graph, parts) if n > 1 else float("nan")
    return {
        "organisations": float(n),
        "answered": float(here.answered.sum()),
        "reports": float(here.ties),
        "ties": float(len(graph.targets) // 2),
        "mean_degree": float(len(graph.targets) / n) if n else float("nan"),
        "density": whole.density(here),
        "density_union": len(graph.targets) / (n * (n - 1)) if n > 1 else float("nan"),
        "mutual": float(found.mutual),
        "one_way": float(found.one_way),
        "reciprocity": whole.reciprocity(here),
        "confirmation": whole.confirmation(here),
        "transitivity": whole.transitivity(graph, triangles),
        "clustering": float(clustering.mean()) if n else float("nan"),
        "centralisation_degree": whole.centralisation(graph.degrees, (n - 1) * (n - 2)),
        "centralisation_betweenness": whole.centralisation(between, (n - 1) ** 2 * (n - 2) / 2),
        "centralisation_out": whole.centralisation(given, (n - 1) ** 2),
        "centralisation_in": whole.centralisation(taken, (n - 1) ** 2),
        "components": float(parts.max(initial=-1) + 1),
        "isolates": float((graph.degrees == 0).sum()),
        "connectedness": connected,
        "fragmentation": 1 - connected,
        "efficiency": whole.efficiency(graph, parts),
        "distance": far.mean,
        "diameter": float(far.diameter),
        "compactness": far.compactness,
        "distance_fragmentation": 1 - far.compactness,
        "degree_assortativity": whole.degree_assortativity(graph),
    }


def _distances(graph: Graph, paths: kernel.Paths, sampled: int) -> whole.Distances:
    if graph.size < 2:
        return whole.Distances(float("nan"), 0, float("nan"))
    found = whole.distances(graph, paths)
    scale = graph.size / sampled if sampled else 1.0
    return whole.Distances(found.mean, found.diameter, found.compactness * scale)


def _each(
    here: Network, graph: Graph, parts: Ints, triangles: Ints, held: object
) -> dict[str, Floats]:
    given, taken = organisations.degrees(here)
    size = organisations.effective_size(graph, triangles)
    degree = graph.degrees.astype(np.float64)
    none = np.full(graph.size, np.nan)
    return {
        "degree": degree,
        "degree_out": given.astype(np.float64),
        "degree_in": taken.astype(np.float64),
        "strength": organisations.strengths(here),
        "share": organisations.share(graph),
        "eigenvector": organisations.eigenvector(graph, parts),
        "pagerank": organisations.pagerank(here),
        "constraint": organisations.constraint(here),
        "effective_size": size,
        "tie_efficiency": np.divide(size, degree, out=none, where=degree > 0),
        "local_clustering": whole.local_clustering(graph, triangles),
        "core": organisations.core_numbers(graph, held).astype(np.float64),  # type: ignore[arg-type]
        "component": parts.astype(np.float64),
    }
