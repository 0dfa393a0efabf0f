"""What must hold for every network: renaming, swapping waves, adding an isolate, both engines."""

from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import pdist

from civicmetrics.networks import (
    change,
    kernel,
    layout,
    nonresponse,
    organisations,
    twins,
    whole,
)
from civicmetrics.networks.change import Fate
from civicmetrics.networks.measures import describe
from civicmetrics.networks.values import Ints, Network, from_ties, roster_of

quick = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def alike(ours: Any, wanted: Any, name: str = "") -> None:
    np.testing.assert_allclose(ours, wanted, rtol=1e-9, atol=1e-9, err_msg=name)


@st.composite
def networks(draw: st.DrawFn, size: int | None = None, directed: bool | None = None) -> Network:
    n = size or draw(st.integers(4, 12))
    pairs = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(
        lambda pair: pair[0] != pair[1]
    )
    ties = draw(st.lists(pairs, max_size=40))
    answered = draw(st.lists(st.booleans(), min_size=n, max_size=n))
    present = draw(st.lists(st.sampled_from([True, True, True, False]), min_size=n, max_size=n))
    spoke = np.array(answered) & np.array(present)
    two_way = draw(st.booleans()) if directed is None else directed
    ties = [(a, b) for a, b in ties if present[a] and present[b] and spoke[a]]
    return from_ties(n, ties, directed=two_way, present=present, answered=spoke)


@st.composite
def two_waves(draw: st.DrawFn) -> tuple[Network, Network]:
    n, directed = draw(st.integers(4, 10)), draw(st.booleans())
    return draw(networks(n, directed)), draw(networks(n, directed))


def renamed(net: Network, order: Ints) -> Network:
    """The same network with the organisation at i called order[i]."""
    back = np.argsort(order)
    return from_ties(net.size, order[np.column_stack([net.source, net.target])], strength=net.strength,
                     directed=net.directed, present=net.present[back], answered=net.answered[back])  # fmt: skip


@quick
@given(networks(), st.randoms(use_true_random=False))
def test_relabelling_changes_no_number(net: Network, chance: Random) -> None:
    order = np.array(chance.sample(range(net.size), net.size))
    sector = np.arange(net.size) % 3
    one, two = describe(net, sector), describe(renamed(net, order), sector[np.argsort(order)])
    skip = {"modularity", "communities"}  # the search sees another order; tested by its optimum
    for name, value in one.whole.items():
        if name not in skip:
            alike(two.whole[name], value, name)
    for name, values in one.each.items():
        if name not in {"community", "component", "eigenvector"}:
            alike(two.each[name][order], values, name)
    assert one.census == two.census


@quick
@given(two_waves())
def test_swapping_the_waves_swaps_lost_and_new(waves: tuple[Network, Network]) -> None:
    first, second = waves
    ahead, back = change.split(first, second), change.split(second, first)
    assert (ahead.lost, ahead.leavers, ahead.kept) == (back.new, back.newcomers, back.kept)
    assert ahead.changed_observation == -back.changed_observation
    one, two = change.tie_table(first, second), change.tie_table(second, first)
    assert (one.n00, one.n01, one.n10, one.n11) == (two.n00, two.n10, two.n01, two.n11)


@quick
@given(two_waves())
def test_the_five_parts_are_exactly_the_difference(waves: tuple[Network, Network]) -> None:
    found = change.split(*waves)
    assert sum(found.parts) == found.after - found.before
    assert found.before == len(waves[0].union.pairs)
    held = {fate: int((found.fate == fate).sum()) for fate in Fate}
    assert (
        found.before
        == held[Fate.KEPT]
        + held[Fate.LOST]
        + held[Fate.LEFT_WITH_MEMBER]
        + held[Fate.SEEN_ONLY_BEFORE]
    )


@quick
@given(two_waves())
def test_the_table_holds_all_cells_seen_in_both_waves(waves: tuple[Network, Network]) -> None:
    table, seen = change.tie_table(*waves), 0
    first, second = waves
    for a in range(first.size):
        for b in range(first.size):
            if a == b or (not first.directed and a > b):
                continue
            states = [_state(net, a, b) for net in waves]
            seen += all(state in (0, 1) for state in states)
    assert table.n00 + table.n01 + table.n10 + table.n11 == seen
    del second


def _state(net: Network, a: int, b: int) -> int:
    if net.directed:
        return int(net.state(a, b))
    if not (net.present[a] and net.present[b]):
        return 2
    if a * net.size + b in net.keys:
        return 1
    return 0 if net.answered[a] or net.answered[b] else 3


@quick
@given(networks())
def test_an_isolate_changes_only_what_the_definition_says(net: Network) -> None:
    n = net.size
    more = from_ties(n + 1, np.column_stack([net.source, net.target]), directed=net.directed,
                     present=[*net.present, True], answered=[*net.answered, True])  # fmt: skip
    one, two = describe(net, np.zeros(n, np.int64)), describe(more, np.zeros(n + 1, np.int64))
    for name in (
        "degree",
        "betweenness",
        "constraint",
        "effective_size",
        "core",
        "local_clustering",
        "brokerage",
    ):
        alike(two.each[name][:n], one.each[name], name)
    for name in (
        "ties",
        "reports",
        "mutual",
        "one_way",
        "transitivity",
        "distance",
        "diameter",
        "reciprocity",
    ):
        alike(two.whole[name], one.whole[name], name)
    assert two.whole["isolates"] == one.whole["isolates"] + 1
    there = net.organisations
    if there > 1:
        before, after = one.each["harmonic"] * (there - 1), two.each["harmonic"][:n] * there
        alike(after, before)


@quick
@given(networks())
def test_the_plain_engine_gives_the_values_of_the_compiled_one(net: Network) -> None:
    here = roster_of(net, net.present)
    if here.size < 2:
        return
    for graph in (here.union, here.arcs):
        fast = kernel.shortest_paths(graph)
        slow = kernel.Paths(*twins.shortest_paths(graph, np.arange(graph.size)))
        for name in fast.__dataclass_fields__:
            alike(getattr(slow, name), getattr(fast, name), name)
        np.testing.assert_array_equal(twins.two_steps(graph), kernel.two_steps(graph))
    sector = np.arange(here.size) % 2
    for fast_part, slow_part in zip(
        kernel.brokerage(here.arcs, sector), twins.brokerage(here.arcs, sector), strict=True
    ):
        np.testing.assert_array_equal(slow_part, fast_part)
    for fast_part, slow_part in zip(
        kernel.triads(here.union, whole.ways(here)),
        twins.triads(here.union, whole.ways(here)),
        strict=True,
    ):
        np.testing.assert_array_equal(slow_part, fast_part)
    share = np.random.default_rng(1).random(len(here.union.targets))
    np.testing.assert_allclose(
        twins.constraint(here.union, share), kernel.constraint(here.union, share)
    )


@quick
@given(networks(directed=True), st.integers(0, 2**31))
def test_overlaps_and_rewiring_are_alike_in_both_engines(net: Network, seed: int) -> None:
    draws = np.random.default_rng(seed)
    orders = np.array([draws.permutation(net.size) for _ in range(5)], np.int32)
    counter = kernel.Overlap(net.size, net.source, net.target, net.keys)
    plain = twins.overlaps(net.size, counter.source, counter.target, net.keys, orders)
    np.testing.assert_array_equal(counter.counts(orders), plain)
    pairs = net.union.pairs
    if len(pairs) > 1:
        first, second = draws.integers(0, len(pairs), (2, 40))
        grid = np.zeros((net.size, net.size), np.uint8)
        grid[pairs[:, 0], pairs[:, 1]] = grid[pairs[:, 1], pairs[:, 0]] = 1
        other = kernel.rewire(pairs, net.size, first, second)
        np.testing.assert_array_equal(twins.rewire(pairs, first, second, grid), other)
        degrees = np.bincount(other.ravel(), minlength=net.size)
        np.testing.assert_array_equal(degrees, net.union.degrees)


@quick
@given(networks(directed=True))
def test_more_silence_never_adds_a_tie_and_bounds_hold(net: Network) -> None:
    found = nonresponse.bounds(roster_of(net, net.present))
    assert found.seen <= found.expected + 1e-9 <= found.most + 2e-9
    less = nonresponse.silenced(net, np.arange(net.size) == 0)
    assert less.ties <= net.ties
    assert set(less.keys.tolist()) <= set(net.keys.tolist())


@quick
@given(networks())
def test_sampling_every_source_is_exact(net: Network) -> None:
    graph = net.union
    found, paths = organisations.sampled_betweenness(graph, graph.size)
    alike(found.value, organisations.betweenness(graph))
    alike(found.error, 0.0 * found.error)
    near = organisations.sampled_harmonic(graph, paths, graph.size)
    alike(near.value, organisations.harmonic(graph))


@quick
@given(networks())
def test_a_drawing_is_the_same_twice_and_without_a_compiler(net: Network) -> None:
    far = twins.all_steps(net.union)
    compiled = kernel.draw(far, starts=3, iterations=9, enough=1e-9)
    alike(pdist(compiled), pdist(twins.draw(far, 3, 9, 1e-9)))
    alike(compiled, kernel.draw(net.union, starts=3, iterations=9, enough=1e-9))
    assert layout.layout(net.union).tobytes() == layout.layout(net.union).tobytes()


def test_points_that_want_the_same_place_are_refused() -> None:
    for draw in (kernel.draw, twins.draw):
        with pytest.raises(np.linalg.LinAlgError), np.errstate(all="ignore"):
            draw(np.zeros((4, 4)), starts=1, iterations=9, enough=1e-9)
