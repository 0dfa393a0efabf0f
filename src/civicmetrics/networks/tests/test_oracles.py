"""Random networks against igraph and networkx, where they are installed (group `oracles`)."""

import numpy as np
import pytest

from civicmetrics.networks import (
    formation,
    groups,
    layout,
    organisations,
    permutation,
    robustness,
    twins,
    whole,
)
from civicmetrics.networks.measures import describe
from civicmetrics.networks.values import Network, from_ties

igraph = pytest.importorskip("igraph")
networkx = pytest.importorskip("networkx")


def drawn(seed: int, n: int = 70, odds: float = 0.05) -> Network:
    draws = np.random.default_rng(seed)
    ties = np.argwhere(draws.random((n, n)) < odds)
    ties = ties[ties[:, 0] != ties[:, 1]]
    return from_ties(n, ties, strength=draws.integers(1, 5, len(ties)).astype(float))


def near(ours: object, theirs: object) -> None:
    np.testing.assert_allclose(
        np.asarray(ours, float), np.asarray(theirs, float), rtol=1e-9, atol=1e-9
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_igraph_has_the_same_numbers(seed: int) -> None:
    net = drawn(seed)
    directed = igraph.Graph(
        net.size, np.column_stack([net.source, net.target]).tolist(), directed=True
    )
    union = igraph.Graph(net.size, net.union.pairs.tolist())
    found = describe(net, np.arange(net.size) % 4)
    near(found.each["betweenness"], union.betweenness())
    near(found.each["harmonic"], union.harmonic_centrality())
    near(found.each["core"], union.coreness())
    near(found.each["pagerank"], directed.pagerank())
    near(found.each["local_clustering"], union.transitivity_local_undirected(mode="zero"))
    near(
        organisations.constraint(net, weighted=True),
        directed.constraint(weights=net.strength.tolist()),
    )
    near(organisations.betweenness(net.arcs, directed=True), directed.betweenness())
    edges = dict(zip(map(tuple, union.get_edgelist()), union.edge_betweenness(), strict=True))
    near(found.edge_betweenness, [edges[tuple(pair)] for pair in net.union.pairs.tolist()])
    near(found.whole["transitivity"], union.transitivity_undirected())
    near(found.whole["distance"], union.average_path_length())
    near(found.whole["degree_assortativity"], union.assortativity_degree(directed=False))
    near(
        found.whole["sector_assortativity"],
        union.assortativity_nominal((np.arange(net.size) % 4).tolist(), directed=False),
    )
    assert sorted(union.articulation_points()) == robustness.cut_points(net.union).tolist()


@pytest.mark.parametrize("size", [10, 20, 40, 80])
def test_igraph_draws_no_better(size: int) -> None:
    worse = 0
    for seed in range(20):
        graph = drawn(seed, size, 3 / size).union
        far = twins.all_steps(graph)
        other = igraph.Graph(size, graph.pairs.tolist()).layout_kamada_kawai()
        theirs = layout.stress(np.array(other.coords), far)
        worse += layout.stress(layout.layout(graph), far) > 1.01 * theirs
    assert worse <= 1


def test_igraph_finds_no_better_communities_where_there_are_groups() -> None:
    draws, group = np.random.default_rng(6), np.arange(60) // 15
    odds = np.where(group[:, None] == group[None, :], 0.5, 0.04)
    net = from_ties(60, np.argwhere(np.triu(draws.random((60, 60)) < odds, 1)), directed=False)
    union = igraph.Graph(60, net.union.pairs.tolist())
    best = max(
        union.community_leiden(objective_function="modularity", n_iterations=10).modularity
        for _ in range(5)
    )
    assert groups.communities(net.union, runs=20).modularity >= best - 1e-9


def test_networkx_has_the_same_numbers() -> None:
    net = drawn(4)
    union = networkx.Graph(net.union.pairs.tolist())
    union.add_nodes_from(range(net.size))
    order = range(net.size)
    size = networkx.effective_size(union)
    near(organisations.effective_size(net.union), [size[v] for v in order])
    near(whole.local_clustering(net.union), [networkx.clustering(union)[v] for v in order])
    ours = {tuple(pair) for pair in robustness.local_bridges(net.union).tolist()}
    assert ours == {tuple(sorted(pair)) for pair in networkx.local_bridges(union, with_span=False)}
    found = groups.communities(net.union, runs=3)
    sets = [
        set(np.flatnonzero(found.groups == g).tolist()) for g in range(int(found.groups.max()) + 1)
    ]
    assert found.modularity == pytest.approx(networkx.community.modularity(union, sets), abs=1e-9)


def test_mrqap_coefficients_are_those_of_least_squares() -> None:
    draws = np.random.default_rng(5)
    x, z = draws.random((2, 15, 15))
    y = 2 + 3 * x - z + 0.01 * draws.random((15, 15))
    found = permutation.mrqap(y, [x, z], ["x", "z"], permutations=99)
    off = ~np.eye(15, dtype=bool)
    design = np.column_stack([np.ones(off.sum()), x[off], z[off]])
    near([one.value for one in found], np.linalg.lstsq(design, y[off], rcond=None)[0])
    assert found[1].p == 0.01


def test_a_term_that_decides_the_outcome_has_no_finite_estimate() -> None:
    x = np.array([[1.0, 0], [1, 0], [1, 1], [1, 1]])
    with pytest.raises(ValueError, match="no finite estimate"):
        formation.logit(x, np.array([0.0, 0, 1, 1]))
