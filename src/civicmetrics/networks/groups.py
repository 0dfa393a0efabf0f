"""Groups that the ties themselves show: a core with a periphery, and communities."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sknetwork.clustering import Leiden

from civicmetrics.networks import kernel
from civicmetrics.networks.twins import matrix
from civicmetrics.networks.values import Flags, Floats, Graph, Ints, need


@dataclass(frozen=True, eq=False)
class Core:
    """Who is in the core (n,), how well the pattern fits, and what chance with these degrees gives.

    fit  correlation with the ideal pattern: 1 inside the core, 0 inside the periphery
    null_fit  mean fit of networks with the same degrees; p: how often they fit as well
    """

    members: Flags
    fit: float
    null_fit: float
    p: float

    @property
    def found(self) -> bool:
        """Whether a core may be spoken of at all."""
        return self.p < 0.05


def core_periphery(graph: Graph, *, replicates: int = 100, seed: int = 1) -> Core:
    """The discrete core that fits best, tested against networks with the same degrees.

    Source: Borgatti & Everett 2000 (ties between core and periphery are left out of the fit);
    the search goes through organisations by degree, Lip 2011 (arXiv 1102.5511), and never
    parts organisations that degree and the partners' degrees cannot tell apart.
    Needs 4 organisations.

    >>> from civicmetrics.networks.values import from_ties
    >>> star = from_ties(6, [(0, 1), (0, 2), (1, 2), (0, 3), (1, 4), (2, 5)]).union
    >>> core_periphery(star, replicates=9).members.tolist()
    [True, True, True, False, False, False]
    """
    need(graph.size, 4, "core and periphery")
    order, cuts = _order(graph.pairs, graph.size)
    fits = _fits(graph.pairs, order, cuts)
    if not len(cuts) or not np.isfinite(fits).any():
        return Core(np.zeros(graph.size, bool), float("nan"), float("nan"), 1.0)
    best = int(np.nanargmax(fits))
    members = np.zeros(graph.size, bool)
    members[order[: cuts[best]]] = True
    nulls = _null_fits(graph, replicates, seed)
    p = (1 + int((nulls >= fits[best] - 1e-12).sum())) / (len(nulls) + 1)
    mean = float(np.nanmean(nulls)) if np.isfinite(nulls).any() else float("nan")
    return Core(members, float(fits[best]), mean, p)


def _order(pairs: Ints, size: int) -> tuple[Ints, Ints]:
    degree = np.bincount(pairs.ravel(), minlength=size)
    beyond = np.bincount(pairs[:, 0], degree[pairs[:, 1]], size)
    beyond += np.bincount(pairs[:, 1], degree[pairs[:, 0]], size)
    order = np.lexsort((-beyond, -degree))
    ranked = np.column_stack([degree[order], beyond[order]])
    cuts = np.flatnonzero((ranked[1:] != ranked[:-1]).any(1)) + 1
    return order, cuts[(cuts >= 2) & (cuts <= size - 2)]


def _fits(pairs: Ints, order: Ints, cuts: Ints) -> Floats:
    n = len(order)
    place = np.empty(n, np.int64)
    place[order] = np.arange(n)
    later = np.bincount(place[pairs].max(1), minlength=n)
    sooner = np.bincount(place[pairs].min(1), minlength=n)
    core = np.concatenate([[0], np.cumsum(later)])[cuts]
    periphery = (len(pairs) - np.concatenate([[0], np.cumsum(sooner)]))[cuts]
    core_room, room = cuts * (cuts - 1) / 2, (n - cuts) * (n - cuts - 1) / 2
    cells = core_room + room
    tied, inside = (core + periphery) / cells, core_room / cells
    spread = np.sqrt(tied * (1 - tied) * inside * (1 - inside))
    none = np.full(len(cuts), np.nan)
    result: Floats = np.divide(core / cells - tied * inside, spread, out=none, where=spread > 0)
    return result


def _null_fits(graph: Graph, replicates: int, seed: int) -> Floats:
    draws, pairs = np.random.default_rng(seed), graph.pairs
    fits = np.full(replicates, np.nan)
    if len(pairs) < 2:
        return fits
    for turn in range(replicates):
        first, second = draws.integers(0, len(pairs), (2, 5 * len(pairs)))
        pairs = kernel.rewire(pairs, graph.size, first, second)
        order, cuts = _order(pairs, graph.size)
        found = _fits(pairs, order, cuts)
        fits[turn] = np.nanmax(found) if np.isfinite(found).any() else np.nan
    return fits


def modularity(graph: Graph, groups: Ints, resolution: float = 1.0) -> float:
    """Ties inside groups beyond what the degrees alone would give: Q.

    Source: Newman & Girvan 2004.

    >>> from civicmetrics.networks.values import from_ties
    >>> modularity(from_ties(4, [(0, 1), (2, 3)]).union, np.array([0, 0, 1, 1]))
    0.5
    """
    arcs = len(graph.targets)
    if not arcs:
        return float("nan")
    inside = (groups[graph.sources] == groups[graph.targets]).sum() / arcs
    degree = np.bincount(groups, graph.degrees) / arcs
    return float(inside - resolution * (degree**2).sum())


@dataclass(frozen=True, eq=False)
class Communities:
    """groups (n,) numbered by size; modularity; stability is the mean agreement (adjusted Rand)
    of the runs with the best one: 1 = every run finds the same groups."""

    groups: Ints
    modularity: float
    stability: float
    runs: int


def communities(graph: Graph, *, runs: int = 50, seed: int = 1) -> Communities:
    """Groups of organisations tied more to each other than to the rest, best of several runs.

    Source: Traag, Waltman & van Eck 2019 (Leiden), modularity, resolution 1.

    >>> from civicmetrics.networks.values import from_ties
    >>> found = communities(from_ties(4, [(0, 1), (2, 3)]).union, runs=2)
    >>> found.groups.tolist(), found.modularity, found.stability
    ([0, 0, 1, 1], 0.5, 1.0)
    """
    if not len(graph.targets):
        return Communities(np.arange(graph.size), float("nan"), 1.0, 0)
    found = [leiden(graph, seed + run, shuffle=run > 0) for run in range(runs)]
    scores = [modularity(graph, groups) for groups in found]
    best = found[int(np.argmax(np.round(scores, 12)))]
    others = [agreement(best, groups) for groups in found if groups is not best]
    stability = float(np.mean(others)) if others else 1.0
    return Communities(best, max(scores), stability, runs)


def leiden(graph: Graph, seed: int, *, shuffle: bool = False) -> Ints:
    """One run: (n,) groups numbered by size, then by first member.

    >>> from civicmetrics.networks.values import from_ties
    >>> leiden(from_ties(4, [(0, 1), (2, 3)]).union, 1).tolist()
    [0, 0, 1, 1]
    """
    model = Leiden(random_state=seed, shuffle_nodes=shuffle)
    return by_size(np.asarray(model.fit_predict(matrix(graph)), np.int64))


def by_size(labels: Ints) -> Ints:
    """Number groups 0, 1, ... by size, then by first member.

    >>> by_size(np.array([7, 3, 3])).tolist()
    [1, 0, 0]
    """
    _, first, inverse, counts = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    rank = np.empty(len(counts), np.int64)
    rank[np.lexsort((first, -counts))] = np.arange(len(counts))
    return rank[inverse]


def _table(one: Ints, two: Ints) -> Floats:
    wide = int(two.max(initial=0)) + 1
    cells = np.bincount(one * wide + two, minlength=(int(one.max(initial=0)) + 1) * wide)
    return cells.reshape(-1, wide).astype(np.float64)


def agreement(one: Ints, two: Ints) -> float:
    """Adjusted Rand index of two groupings: 1 = the same, 0 = no more than chance.

    Source: Hubert & Arabie 1985.

    >>> agreement(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
    1.0
    """
    table = _table(one, two)
    pairs = [float((counts * (counts - 1)).sum() / 2)
             for counts in (table, table.sum(1), table.sum(0))]  # fmt: skip
    joint, rows, columns = pairs
    n = table.sum()
    chance = rows * columns / max(n * (n - 1) / 2, 1)
    top = (rows + columns) / 2
    return float((joint - chance) / (top - chance)) if top != chance else 1.0


def variation(one: Ints, two: Ints) -> float:
    """Variation of information of two groupings, in nats: 0 = the same. Source: Meila 2007.

    >>> variation(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
    0.0
    """
    share = _table(one, two) / max(len(one), 1)
    rows, columns = share.sum(1, keepdims=True), share.sum(0, keepdims=True)
    held = share > 0
    parts = share * (np.log(np.where(held, share / np.where(rows > 0, rows, 1), 1)) +
                     np.log(np.where(held, share / np.where(columns > 0, columns, 1), 1)))  # fmt: skip
    return float(-parts.sum()) + 0.0


def matched(groups: Ints, earlier: Ints) -> Ints:
    """Give each group the number of the earlier group it overlaps most; new groups follow on.

    >>> matched(np.array([1, 1, 0, 0]), np.array([0, 0, 1, 1])).tolist()
    [0, 0, 1, 1]
    """
    table = _table(groups, earlier)
    names: dict[int, int] = {}
    for flat in np.argsort(-table, axis=None, kind="stable").tolist():
        mine, theirs = divmod(flat, table.shape[1])
        if table[mine, theirs] and mine not in names and theirs not in names.values():
            names[mine] = theirs
    fresh = iter(range(table.shape[1], table.shape[1] + table.shape[0]))
    every: Sequence[int] = [names.get(mine, -1) for mine in range(table.shape[0])]
    numbers = [name if name >= 0 else next(fresh) for name in every]
    return np.array(numbers, np.int64)[groups]
