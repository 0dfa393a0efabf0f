"""Ties inside and between sectors, and who stands between them."""

from dataclasses import dataclass

import numpy as np

from civicmetrics.networks import kernel
from civicmetrics.networks.values import Floats, Graph, Ints, need

ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")


@dataclass(frozen=True)
class ExternalInternal:
    """External and internal ties, the index, and the index on the range these sizes allow."""

    external: int
    internal: int
    index: float
    rescaled: float


def external_internal(graph: Graph, sector: Ints, *, directed: bool = False) -> ExternalInternal:
    """E-I index of the network: (E - I) / (E + I). -1 = only inside sectors, 1 = only between.

    Source: Krackhardt & Stern 1988. `rescaled` maps what this number of ties and these sector
    sizes make possible to -1..1. Counts undirected ties, or arcs when `directed`.

    >>> from civicmetrics.networks.values import from_ties
    >>> external_internal(from_ties(3, [(0, 1), (1, 2)]).union, np.array([0, 0, 1])).index
    0.0
    """
    same = sector[graph.sources] == sector[graph.targets]
    arcs, inside = len(same), int(same.sum())
    sizes = np.bincount(sector)
    inside_room = int((sizes * (sizes - 1)).sum())
    outside_room = graph.size * (graph.size - 1) - inside_room
    if not arcs:
        return ExternalInternal(0, 0, float("nan"), float("nan"))
    high = 2 * min(arcs, outside_room) / arcs - 1
    low = 1 - 2 * min(arcs, inside_room) / arcs
    index = (arcs - 2 * inside) / arcs
    rescaled = 2 * (index - low) / (high - low) - 1 if high > low else float("nan")
    once = 1 if directed else 2
    return ExternalInternal((arcs - inside) // once, inside // once, index, rescaled)


def external_internal_each(graph: Graph, sector: Ints) -> Floats:
    """(n,) E-I index of each organisation's own ties; not a number without ties.

    Source: Everett & Borgatti 2012.

    >>> from civicmetrics.networks.values import from_ties
    >>> external_internal_each(from_ties(3, [(0, 1), (1, 2)]).union, np.array([0, 0, 1])).tolist()
    [-1.0, 0.0, 1.0]
    """
    outside = (sector[graph.sources] != sector[graph.targets]).astype(np.float64)
    total = np.bincount(graph.sources, 2 * outside - 1, graph.size)
    none = np.full(graph.size, np.nan)
    result: Floats = np.divide(total, graph.degrees, out=none, where=graph.degrees > 0)
    return result


def external_internal_sectors(graph: Graph, sector: Ints) -> Floats:
    """(k,) E-I index of the ties of each sector's members, internal ties counted once.

    Source: Krackhardt & Stern 1988.

    >>> from civicmetrics.networks.values import from_ties
    >>> external_internal_sectors(from_ties(3, [(0, 1), (1, 2)]).union, np.array([0, 0, 1])).tolist()
    [0.0, 1.0]
    """
    kinds = int(sector.max(initial=-1)) + 1
    outside = sector[graph.sources] != sector[graph.targets]
    out = np.bincount(sector[graph.sources[outside]], minlength=kinds)
    inside = np.bincount(sector[graph.sources[~outside]], minlength=kinds) / 2
    total = out + inside
    result: Floats = np.divide(out - inside, total, out=np.full(kinds, np.nan), where=total > 0)
    return result


@dataclass(frozen=True)
class Permuted:
    """What chance gives: mean, 95 % range, and how often chance is at least / at most as large."""

    observed: float
    mean: float
    low: float
    high: float
    p_high: float
    p_low: float
    permutations: int


def external_internal_test(
    graph: Graph, sector: Ints, *, permutations: int = 1_000, seed: int = 1
) -> Permuted:
    """E-I against random labels: the same ties, the sectors dealt out again.

    Source: Krackhardt & Stern 1988; UCINET does the same. p counts the observed one too.

    >>> from civicmetrics.networks.values import from_ties
    >>> net = from_ties(4, [(0, 1), (2, 3)])
    >>> external_internal_test(net.union, np.array([0, 0, 1, 1]), permutations=99).observed
    -1.0
    """
    ties, draws = graph.pairs, np.random.default_rng(seed)
    drawn = np.empty(permutations)
    for turn in range(permutations):
        dealt = draws.permutation(sector)
        same = int((dealt[ties[:, 0]] == dealt[ties[:, 1]]).sum())
        drawn[turn] = 1 - 2 * same / max(len(ties), 1)
    return against(external_internal(graph, sector).index, drawn)


def against(observed: float, drawn: Floats) -> Permuted:
    """Compare one value with what chance drew.

    >>> against(2.0, np.array([0.0, 1.0, 3.0])).p_high
    0.5
    """
    low, high = np.quantile(drawn, [0.025, 0.975])
    count = len(drawn)
    above = (1 + int((drawn >= observed - 1e-12).sum())) / (count + 1)
    below = (1 + int((drawn <= observed + 1e-12).sum())) / (count + 1)
    return Permuted(observed, float(drawn.mean()), float(low), float(high), above, below, count)


@dataclass(frozen=True, eq=False)
class Mixing:
    """(k, k) ties from sector to sector, cells they could fill, and observed over even spread.

    A union tie between two sectors counts in both cells, one inside a sector once in its own.
    """

    ties: Ints
    room: Ints
    ratio: Floats
    assortativity: float


def mixing(graph: Graph, sector: Ints, kinds: int | None = None) -> Mixing:
    """Who works with whom by sector, and Newman's assortativity (1 = only within).

    `ratio` is ties over what an even spread over the cells would give. Small sectors: read the
    counts. Sectors are 0..kinds-1, by default up to the highest seen. Source: Newman 2003.

    >>> from civicmetrics.networks.values import from_ties
    >>> found = mixing(from_ties(4, [(0, 1), (2, 3)]).union, np.array([0, 0, 1, 1]))
    >>> found.ties.tolist(), found.room.tolist(), found.assortativity
    ([[1, 0], [0, 1]], [[1, 4], [4, 1]], 1.0)
    """
    kinds = int(sector.max(initial=-1)) + 1 if kinds is None else kinds
    places = sector[graph.sources] * kinds + sector[graph.targets]
    arcs = np.bincount(places, minlength=kinds**2).reshape(kinds, kinds)
    sizes = np.bincount(sector, minlength=kinds)
    cells = np.outer(sizes, sizes) - np.diag(sizes)
    even = cells * (arcs.sum() / max(graph.size * (graph.size - 1), 1))
    ratio = np.divide(arcs, even, out=np.full(arcs.shape, np.nan), where=even > 0)
    own = np.eye(kinds, dtype=bool)
    return Mixing(
        np.where(own, arcs // 2, arcs), np.where(own, cells // 2, cells), ratio, _newman(arcs)
    )


def _newman(arcs: Ints) -> float:
    share = arcs / max(arcs.sum(), 1)
    chance = float((share.sum(0) * share.sum(1)).sum())
    return (float(np.trace(share)) - chance) / (1 - chance) if chance < 1 else float("nan")


@dataclass(frozen=True, eq=False)
class Brokerage:
    """Raw counts (n, 5) in the order of `ROLES`, what chance gives, and z of the totals (n,).

    expected  (n, 5) under a random network of the same density (Gould & Fernandez 1989; as sna)
    labels    (n, 5) the same open paths with the sectors dealt out again at random
    """

    raw: Ints
    expected: Floats
    labels: Floats
    total: Ints
    z: Floats


def brokerage(arcs: Graph, sector: Ints) -> Brokerage:
    """Who stands between whom: i to b to k while i does not reach k directly.

    Roles of b by sector of i-b-k: coordinator A-A-A, itinerant A-B-A, representative A-A-B,
    gatekeeper A-B-B, liaison A-B-C. In an undirected network each open pair counts both ways.
    Source: Gould & Fernandez 1989; equals sna::brokerage. Needs at least 3 organisations.

    >>> from civicmetrics.networks.values import from_ties
    >>> found = brokerage(from_ties(3, [(0, 1), (1, 2)]).arcs, np.array([0, 0, 1]))
    >>> dict(zip(ROLES, found.raw[1].tolist()))["representative"]
    1
    """
    need(arcs.size, 3, "brokerage")
    return expected_brokerage(arcs, sector, kernel.brokerage(arcs, sector)[0])


def expected_brokerage(arcs: Graph, sector: Ints, raw: Ints) -> Brokerage:
    """The same from counts (n, 5) that are there already; z is not a number under 3 organisations.

    >>> from civicmetrics.networks.values import from_ties
    >>> arcs = from_ties(3, [(0, 1), (1, 2)]).arcs
    >>> found = expected_brokerage(arcs, np.zeros(3, np.int64), np.zeros((3, 5), np.int64))
    >>> found.expected.sum(1).round(4).tolist()  # 2 chains around each, density 1/3
    [0.1481, 0.1481, 0.1481]
    """
    n, total = arcs.size, raw.sum(1)
    if n < 3:
        none = np.full((n, 5), np.nan)
        return Brokerage(raw, none, none, total, np.full(n, np.nan))
    density = len(arcs.targets) / (n * (n - 1))
    odds = density**2 * (1 - density)
    mean = (n - 1) * (n - 2) * odds
    swing = 2 * (n - 1) * (n - 2) * (n - 3) * density**3 * (1 - density) ** 3
    spread = np.sqrt(mean * (1 - odds) + swing)
    z = (total - mean) / spread if spread > 0 else np.full(n, np.nan)
    return Brokerage(raw, _by_density(sector, odds), _by_label(sector, total), total, z)


def _by_density(sector: Ints, odds: float) -> Floats:
    """Places for each role around b, times the chance that a place is an open path."""
    sizes = np.bincount(sector).astype(np.float64)
    mine, n = sizes[sector], float(len(sector))
    others = n - mine
    squares = (sizes**2).sum() - mine**2
    crossing = others * (mine - 1)
    places = [(mine - 1) * (mine - 2), squares - others, crossing, crossing, others**2 - squares]
    return np.column_stack(places) * odds


def _by_label(sector: Ints, total: Ints) -> Floats:
    """Chance of each role for three organisations drawn at random, times b's open paths."""
    s, n = np.bincount(sector).astype(np.float64), float(len(sector))
    orders = n * (n - 1) * (n - 2)
    alike = float((s * (s - 1) * (s - 2)).sum() / orders)
    two = float((s * (s - 1) * (n - s)).sum() / orders)
    return np.outer(total, [alike, two, two, two, 1 - alike - 3 * two])
