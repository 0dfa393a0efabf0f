"""Every value other programs computed (R sna, igraph, networkx) comes out the same to 1e-9."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from civicmetrics.networks import (
    change,
    groups,
    nonresponse,
    organisations,
    permutation,
    robustness,
    sectors,
    whole,
)
from civicmetrics.networks.formation import logit, separable
from civicmetrics.networks.surveys import Survey
from civicmetrics.networks.tests.conftest import DATA, Reference, load
from civicmetrics.networks.values import Cell, Floats, Network, from_ties

CASES = [
    ("knoke", "information", "information", 0),
    ("knoke", "money", "money", 0),
    ("padgett", "marriage", "marriage", 0),
    ("padgett", "business", "business", 0),
    ("s50", "", "wave1", 0),
    ("s50", "", "wave2", 1),
    ("s50", "", "wave3", 2),
    ("kapferer", "sociational", "sociational_1", 0),
    ("kapferer", "sociational", "sociational_2", 1),
    ("kapferer", "instrumental", "instrumental_1", 0),
    ("kapferer", "instrumental", "instrumental_2", 1),
]
WITH_EXACT_BEST = [one for one in CASES if one[0] in ("knoke", "padgett")]


def near(value: Any) -> Any:
    return pytest.approx(value, abs=1e-9, rel=1e-9)


Case = tuple[Survey, Network, dict[str, Any]]


@pytest.fixture(params=CASES, ids=[f"{name}-{key}" for name, _, key, _ in CASES])
def case(request: pytest.FixtureRequest, reference: Reference) -> Case:
    name, kind, key, wave = request.param
    found = reference(name)[key]
    survey = load(name, kind, undirected=name == "padgett")
    return survey, survey.waves[wave].network, found


def equal(survey: Survey, wanted: Mapping[str, float | None], ours: Floats) -> None:
    ids = [one.id for one in survey.organisations]
    values = np.array([np.nan if wanted[i] is None else wanted[i] for i in ids], np.float64)
    np.testing.assert_allclose(ours, values, rtol=1e-9, atol=1e-9)


def test_the_whole_network_has_the_reference_values(case: Case) -> None:
    _, net, ref = case
    n, union = net.size, net.union
    assert net.ties == ref["ties"]
    assert whole.density(net) == near(ref["density"])
    found = whole.dyads(net)
    assert [found.mutual, found.one_way, found.none] == ref["dyad_census_man"]
    assert whole.transitivity(union) == near(ref["transitivity_symmetrised"])
    assert whole.transitivity_directed(net) == near(ref["transitivity"])
    assert whole.connectedness(union) == near(ref["krackhardt"]["connectedness"])
    assert whole.efficiency(union) == near(ref["krackhardt"]["efficiency"])
    assert whole.degree_assortativity(union) == near(ref["assortativity_degree_symmetrised"])
    central = ref["centralization"]
    between = organisations.betweenness(union)
    assert whole.centralisation(union.degrees, (n - 1) * (n - 2)) == near(
        central["degree_symmetrised"]
    )
    assert whole.centralisation(between, (n - 1) ** 2 * (n - 2) / 2) == near(
        central["betweenness_symmetrised"]
    )
    sizes = np.bincount(whole.components(union)).tolist()
    assert sizes == (
        ref["components_symmetrised"] if isinstance(ref["components_symmetrised"], list) else [n]
    )


def test_directed_networks_have_the_reference_values(case: Case) -> None:
    _, net, ref = case
    assert ("reciprocity_arc" in ref) == net.directed
    if not net.directed:
        return
    out, taken = organisations.degrees(net)
    cells = (net.size - 1) ** 2
    assert whole.reciprocity(net) == near(ref["reciprocity_arc"])
    assert whole.confirmation(net) == near(ref["reciprocity_dyadic_nonnull"])
    assert whole.centralisation(out, cells) == near(ref["centralization"]["outdegree"])
    assert whole.centralisation(taken, cells) == near(ref["centralization"]["indegree"])


def test_the_triad_census_is_the_reference_census(case: Case) -> None:
    _, net, ref = case
    ours = whole.triad_census(net)
    if not net.directed:
        ours = {str(ties): ours[name] for ties, name in enumerate(("003", "102", "201", "300"))}
    assert ours == ref["triad_census"]


def test_each_organisation_has_the_reference_values(case: Case) -> None:
    survey, net, ref = case
    union = net.union
    paths_directed = organisations.betweenness(net.arcs, directed=net.directed)
    given, taken = (
        (ref["degree"][key] for key in ("out", "in")) if net.directed else (ref["degree"],) * 2
    )
    for wanted, ours in (
        (given, organisations.degrees(net)[0]),
        (taken, organisations.degrees(net)[1]),
        (ref["betweenness"], paths_directed),
        (ref["betweenness_symmetrised"], organisations.betweenness(union)),
        (ref["harmonic_closeness_symmetrised"], organisations.harmonic(union)),
        (ref["eigenvector_symmetrised_L2"], organisations.eigenvector(union)),
        (ref["pagerank_0.85"], organisations.pagerank(net)),
        (ref["kcore_symmetrised"], organisations.core_numbers(union)),
        (ref["burt_constraint_directed_as_given"], organisations.constraint(net)),
        (ref["burt_constraint_symmetrised_binary"], organisations.constraint(net, rule="union")),
        (ref["burt_effective_size_symmetrised_binary"], organisations.effective_size(union)),
        (ref["local_clustering_symmetrised"], whole.local_clustering(union)),
    ):
        equal(survey, wanted, np.asarray(ours, np.float64))
    if "closeness_symmetrised" in ref:
        equal(survey, ref["closeness_symmetrised"], organisations.closeness(union))


def test_cut_points_and_bridges_are_the_reference_ones(case: Case) -> None:
    survey, net, ref = case
    ids = [one.id for one in survey.organisations]
    assert {ids[at] for at in robustness.cut_points(net.union)} == set(ref["cutpoints_symmetrised"])
    ours = {frozenset((ids[a], ids[b])) for a, b in robustness.bridges(net.union)}
    assert ours == {frozenset(pair) for pair in ref["bridges_symmetrised"]}


@pytest.mark.parametrize("case", WITH_EXACT_BEST, indirect=True, ids=lambda one: one[2])
def test_communities_reach_the_exact_best_modularity(case: Case) -> None:
    _, net, ref = case
    assert groups.communities(net.union, runs=20).modularity == near(ref["max_modularity_exact"])


@pytest.mark.parametrize("kind", ["information", "money"])
def test_brokerage_and_sector_index_of_knoke(reference: Reference, kind: str) -> None:
    ref, survey = reference("knoke")[kind], load("knoke", kind)
    net, sector = survey.waves[0].network, survey.sector
    found = sectors.brokerage(net.arcs, sector)
    names = ("w_I", "w_O", "b_IO", "b_OI", "b_O")
    raw = ref["brokerage_gould_fernandez_raw"]
    assert found.raw.tolist() == [
        [raw[one.id][name] for name in names] for one in survey.organisations
    ]
    assert [*found.raw.sum(0).tolist(), int(found.total.sum())] == list(
        ref["brokerage_total_graph"].values()
    )
    equal(survey, ref["brokerage_z_node_total"], found.z)
    for graph, key, directed in (
        (net.union, "EI_index_symmetrised", False),
        (net.arcs, "EI_index_arcs", True),
    ):
        index = sectors.external_internal(graph, sector, directed=directed)
        assert (index.external, index.internal) == (ref[key]["external"], ref[key]["internal"])
        assert index.index == near(ref[key]["EI"])


def test_the_kite_of_krackhardt(reference: Reference) -> None:
    ref, survey = reference("kite"), load("kite", undirected=True)
    union = survey.waves[0].network.union
    n = union.size
    for wanted, ours in (
        (ref["degree"], union.degrees.astype(np.float64)),
        (ref["degree_centrality"], organisations.share(union)),
        (ref["closeness"], organisations.closeness(union)),
        (ref["betweenness_raw"], organisations.betweenness(union)),
        (ref["betweenness"], organisations.betweenness(union) / ((n - 1) * (n - 2) / 2)),
        (ref["constraint"], organisations.constraint(survey.waves[0].network)),
        (ref["effective_size"], organisations.effective_size(union)),
        (ref["core"], organisations.core_numbers(union).astype(np.float64)),
    ):
        equal(survey, wanted, ours)
    ids = [one.id for one in survey.organisations]
    assert {ids[at] for at in robustness.cut_points(union)} == set(ref["cutpoints"])
    assert [sorted(ids[at] for at in pair) for pair in robustness.bridges(union)] == sorted(
        map(sorted, ref["bridges"])
    )


@pytest.mark.parametrize(
    ("name", "kind", "waves", "key"),
    [("kapferer", "sociational", (0, 1), "change_sociational"), ("kapferer", "instrumental", (0, 1), "change_instrumental"),
     ("s50", "", (0, 1), "change_1_2"), ("s50", "", (1, 2), "change_2_3")],
)  # fmt: skip
def test_the_tie_tables(
    reference: Reference, name: str, kind: str, waves: tuple[int, int], key: str
) -> None:
    ref, survey = reference(name)[key], load(name, kind)
    one, two = (survey.waves[at].network for at in waves)
    table = change.tie_table(one, two)
    assert [table.n00, table.n01, table.n10, table.n11] == [
        ref[cell] for cell in ("n00", "n01", "n10", "n11")
    ]
    assert table.hamming == ref["hamming"]
    assert table.jaccard == near(ref["jaccard"])
    assert table.correlation == near(ref["pearson_gcor"])
    assert table.lost_share == near(ref["turnover_lost_share"])
    assert table.new_share == near(ref["new_share"])


def coded(wave: int) -> Network:
    grid = np.loadtxt(DATA / f"s50/coded_wave{wave}.txt", dtype=int)
    odd = {9: Cell.NO_ANSWER, 10: Cell.GIVEN_NO, 11: Cell.GIVEN_YES}
    cells = {(int(a), int(b)): odd[int(grid[a, b])] for a, b in np.argwhere(grid > 1)}
    return from_ties(50, np.argwhere(grid == 1), cells=cells)


@pytest.mark.parametrize("waves", [(1, 2), (2, 3)])
def test_codes_for_missing_and_structural_cells_under_both_rules(
    reference: Reference, waves: tuple[int, int]
) -> None:
    name = f"coded_change_{waves[0]}_{waves[1]}"
    ref, theirs = reference("s50")[name], reference("s50")[f"{name}_RSIENA_RULE"]
    first, second = coded(waves[0]), coded(waves[1])
    table, tool = change.tie_table(first, second), change.tie_table(first, second, "rsiena")
    for found, wanted in ((table, ref), (tool, theirs)):
        assert [found.n00, found.n01, found.n10, found.n11] == [
            wanted[cell] for cell in ("n00", "n01", "n10", "n11")
        ]
        assert found.jaccard == near(wanted["jaccard"])
        assert found.missing == wanted["missing_cells"]
    assert table.structural == ref["structural_cells"]
    assert table.correlation == near(ref["pearson_gcor"])
    assert change.rsiena_distance(first, second) == theirs["distance_attr"]


def test_qap_correlations_and_their_place_among_renamings(reference: Reference) -> None:
    ref = reference("padgett")["qap_marriage_business"]
    marriage, business = (
        load("padgett", kind, undirected=True).waves[0].network for kind in ("marriage", "business")
    )
    found = permutation.qap(marriage, business)
    assert found.observed == near(ref["gcor"])
    assert found.p_high < 0.01
    ref = reference("knoke")["qap_information_money"]
    told, paid = (load("knoke", kind).waves[0].network for kind in ("information", "money"))
    found = permutation.qap(told, paid, permutations=2_000)
    assert found.observed == near(ref["gcor"])
    assert found.p_high == pytest.approx(ref["p_ge_2000perm"], abs=0.05)
    assert found.p_low == pytest.approx(ref["p_le"], abs=0.05)


def test_dyad_independent_models_are_the_published_ones(reference: Reference) -> None:
    ref = reference("padgett")["ergm_dyad_independent"]
    survey = load("padgett", "marriage", undirected=True)
    wealth = np.array([float(one.attributes["wealth"]) for one in survey.organisations])
    a, b = np.triu_indices(16, 1)
    tied = np.isin(a * 16 + b, survey.waves[0].network.keys).astype(np.float64)
    alone = logit(np.ones((120, 1)), tied)
    both = logit(np.column_stack([np.ones(120), wealth[a] + wealth[b]]), tied)
    assert alone.coefficients[0] == near(ref["edges_only"])
    assert both.coefficients.tolist() == near(ref["edges_nodecov_wealth"]["coef"])
    assert both.errors.tolist() == near(ref["edges_nodecov_wealth"]["se"])


def test_formation_and_persistence_have_their_closed_form(reference: Reference) -> None:
    reference("kapferer")
    first, second = (wave.network for wave in load("kapferer", "sociational").waves)
    a, b = np.triu_indices(39, 1)
    one, two = (np.isin(a * 39 + b, net.keys) for net in (first, second))
    pairs = np.column_stack([a, b])
    form = separable(39, pairs[~one], two[~one].astype(np.int64), {})
    hold = separable(39, pairs[one], two[one].astype(np.int64), {})
    assert form.constant == near(np.log(120 / 463))
    assert hold.constant == near(np.log(103 / 55))
    assert form.constant_error == pytest.approx(0.1024, abs=5e-5)
    assert hold.constant_error == pytest.approx(0.1670, abs=5e-5)


@pytest.mark.parametrize("silent", ["WRO+UWAY", "MAYR", "COUN+WELF+WEST"])
def test_silence_moves_density_as_the_scenarios_say(reference: Reference, silent: str) -> None:
    ref, survey = reference("knoke")["nonresponse_scenarios"][silent], load("knoke", "information")
    gone = np.array([one.id in silent.split("+") for one in survey.organisations])
    net = nonresponse.silenced(survey.waves[0].network, gone)
    found = nonresponse.treatments(net)
    assert found.response_rate == near(ref["response_rate"])
    assert found.observed_cells == ref["observed_cells"]
    assert found.available_cells == near(ref["density_available_cells"])
    assert found.complete_case == near(ref["density_complete_case"])
    assert found.silent_as_none == near(ref["density_nonrespondents_as_no_ties"])
    assert found.reconstructed == near(ref["density_reconstructed"])
    assert [found.pairs_both_answered, found.confirmed, found.unconfirmed, found.one_sided_with_tie, found.both_silent] == [
        ref[key] for key in ("pairs_both_answered", "confirmed_ties", "unconfirmed_ties", "one_sided_pairs_with_tie", "both_missing_pairs")]  # fmt: skip
    equal(survey, ref["indegree_available"], organisations.degrees(net)[1].astype(np.float64))
