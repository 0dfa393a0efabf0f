"""What silence does to a number: four treatments, bounds, and repeated further silence."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from civicmetrics.networks import kernel
from civicmetrics.networks.change import Split, ranks
from civicmetrics.networks.errors import ChangeIsLocked
from civicmetrics.networks.values import Flags, Floats, Network, frozen
from civicmetrics.networks.whole import density, dyads, observed_cells

LOCK = 0.60  # under this share of answers, statements about change are locked


def response_rate(network: Network) -> float:
    """Share of the organisations present that answered.

    >>> from civicmetrics.networks.values import from_ties
    >>> response_rate(from_ties(4, [], answered=[True, True, True, False]))
    0.75
    """
    there = network.organisations
    return int(network.answered.sum()) / there if there else float("nan")


def require_comparable(first: Network, second: Network) -> None:
    """Raise ChangeIsLocked when fewer than 60 % answered in either wave.

    >>> from civicmetrics.networks.values import from_ties
    >>> net = from_ties(2, [], answered=[True, False])
    >>> require_comparable(net, net)
    Traceback (most recent call last):
    civicmetrics.networks.errors.ChangeIsLocked: 50 % answered: change cannot be stated
    """
    rate = min(response_rate(first), response_rate(second))
    if rate < LOCK:
        raise ChangeIsLocked(f"{100 * rate:.0f} % answered: change cannot be stated")


@dataclass(frozen=True)
class Treatments:
    """Density under four ways to treat silence, and the pairs behind them."""

    response_rate: float
    observed_cells: int
    available_cells: float
    complete_case: float
    silent_as_none: float
    reconstructed: float
    pairs_both_answered: int
    confirmed: int
    unconfirmed: int
    one_sided_with_tie: int
    both_silent: int


def treatments(network: Network) -> Treatments:
    """How much the density depends on what is done with silence.

    Available cells (our default); complete case (respondents only: nearly always the worst,
    Smith, Morgan & Moody 2021); silent as none; reconstructed from the partner's report where
    the partner answered (Stork & Richards 1992). Cells are reports; undirected pairs as cells.

    >>> from civicmetrics.networks.values import from_ties
    >>> found = treatments(from_ties(3, [(0, 1), (1, 0), (0, 2)], answered=[True, True, False]))
    >>> found.available_cells, found.complete_case, found.silent_as_none
    (0.75, 1.0, 0.5)
    """
    n, spoke = network.organisations, network.answered
    cells = n * (n - 1) // (1 if network.directed else 2)
    among = spoke[network.source] & spoke[network.target]
    back = int((spoke[network.source] & ~spoke[network.target]).sum()) if network.directed else 0
    r, pairs = int(spoke.sum()), dyads(network)
    inside = r * (r - 1) // (1 if network.directed else 2)
    return Treatments(
        response_rate(network),
        observed_cells(network),
        density(network),
        int(among.sum()) / inside if inside else float("nan"),
        network.ties / cells if cells else float("nan"),
        (network.ties + back) / cells if cells else float("nan"),
        pairs.seen,
        pairs.mutual,
        pairs.one_way,
        int((~among).sum()),
        (n - r) * (n - r - 1) // 2,
    )


@dataclass(frozen=True)
class Bounds:
    """Tied pairs: as seen; if the unseen pairs are tied as often as seen ones; at most."""

    seen: int
    expected: float
    most: int


def bounds(network: Network) -> Bounds:
    """How many tied pairs there may be when the silent had answered.

    A pair where both answered is settled, and so is one with a yes. Of the pairs that one side
    left open, the other side's "no" is contradicted as often as a one-sided tie occurs among
    pairs where both answered; where both are silent, as often as any pair is tied.
    Source: after Huisman 2009 and Borgatti, Carley & Krackhardt 2006. Unit: pairs.

    >>> from civicmetrics.networks.values import from_ties
    >>> bounds(from_ties(3, [(0, 1)], answered=[True, True, False]))
    Bounds(seen=1, expected=3.0, most=3)
    """
    n, spoke = network.organisations, network.answered
    r, found = int(spoke.sum()), dyads(network)
    pairs = network.union.pairs
    one_sided = int((spoke[pairs[:, 0]] != spoke[pairs[:, 1]]).sum()) if len(pairs) else 0
    open_half = r * (n - r) - one_sided if network.directed else 0
    open_whole = (n - r) * (n - r - 1) // 2
    seen = max(found.seen, 1)
    contradicted = found.one_way / max(found.one_way + 2 * found.none, 1)
    tied = (found.mutual + found.one_way) / seen
    return Bounds(
        len(pairs), len(pairs) + open_half * contradicted + open_whole * tied,
        len(pairs) + open_half + open_whole,
    )  # fmt: skip


@dataclass(frozen=True)
class ChangeRange:
    """Share of the comparable earlier ties that are lost: as seen, and at least and at most when
    every tie that could not be followed up was kept, or was lost."""

    seen: float
    low: float
    high: float
    followed: int
    open: int


def lost_range(found: Split) -> ChangeRange:
    """How much of what stayed could have been lost, given what nobody could tell.

    >>> from civicmetrics.networks.change import split
    >>> from civicmetrics.networks.values import from_ties
    >>> one = from_ties(3, [(0, 1), (1, 2)])
    >>> two = from_ties(3, [], answered=[True, False, True])
    >>> lost_range(split(one, two))
    ChangeRange(seen=1.0, low=0.5, high=1.0, followed=1, open=1)
    """
    open_ties = int((found.fate == 5).sum())
    followed = found.kept + found.lost
    whole = followed + open_ties
    nan = float("nan")
    return ChangeRange(
        found.lost / followed if followed else nan,
        found.lost / whole if whole else nan,
        (found.lost + open_ties) / whole if whole else nan,
        followed,
        open_ties,
    )


def silenced(network: Network, gone: Flags) -> Network:
    """The same wave had these organisations not answered.

    >>> from civicmetrics.networks.values import from_ties
    >>> silenced(from_ties(2, [(0, 1), (1, 0)]), np.array([True, False])).ties
    1
    """
    spoke = network.answered & ~gone
    if network.directed:
        keep = spoke[network.source]
    else:
        keep = spoke[network.source] | spoke[network.target]
    return Network(
        network.size, frozen(network.source[keep]), frozen(network.target[keep]),
        frozen(network.strength[keep]), network.present, frozen(spoke), network.cells,
        network.states, network.directed,
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Replicated:
    """95 % range of each organisation's degree, betweenness and ranks (1 = first), all (n,)."""

    degree_low: Floats
    degree_high: Floats
    betweenness_low: Floats
    betweenness_high: Floats
    rank_low: Floats
    rank_high: Floats
    degree_rank_low: Floats
    degree_rank_high: Floats
    replicates: int
    silenced: int


def replicate(
    network: Network,
    *,
    replicates: int = 1_000,
    seed: int = 1,
    threads: int = 1,
    progress: kernel.Progress | None = None,
) -> Replicated:
    """Silence as many further respondents as are already silent, many times over.

    What an organisation's place does then is a fair picture of how little the first silence may
    be trusted. Source: Costenbader & Valente 2003. With full response nothing is silenced.

    >>> from civicmetrics.networks.values import from_ties
    >>> net = from_ties(4, [(0, 1), (1, 0), (2, 1), (0, 2)], answered=[True, True, True, False])
    >>> found = replicate(net, replicates=20)
    >>> found.silenced, found.degree_low[1] <= 2 <= found.degree_high[1]
    (1, np.True_)
    """
    missing = network.organisations - int(network.answered.sum())
    spoke = np.flatnonzero(network.answered)
    count = min(missing, max(len(spoke) - 2, 0))
    turns = replicates if count else 1
    random = np.random.default_rng(seed)
    draws = [random.choice(spoke, count, replace=False) for _ in range(turns)]

    def once(gone: Floats) -> tuple[Floats, Floats]:
        flags = np.zeros(network.size, bool)
        flags[gone] = True
        graph = silenced(network, flags).union
        paths = kernel.shortest_paths(graph)
        return graph.degrees.astype(np.float64), paths.between / 2

    found = _many(once, draws, threads, progress)
    degree, between = (np.array(part) for part in zip(*found, strict=True))
    low, high = _range(degree)
    between_low, between_high = _range(between)
    rank_low, rank_high = _range(np.array([_places(row) for row in between]))
    by_degree = _range(np.array([_places(row) for row in degree]))
    return Replicated(
        low, high, between_low, between_high, rank_low, rank_high, *by_degree, turns, count
    )


def _many(
    once: Callable[[Floats], tuple[Floats, Floats]],
    draws: list[Floats],
    threads: int,
    progress: kernel.Progress | None,
) -> list[tuple[Floats, Floats]]:
    found = []
    with ThreadPoolExecutor(max(threads, 1)) as pool:
        for part in pool.map(once, draws):
            found.append(part)
            if progress:
                progress(len(found), len(draws))
    return found


def _range(rows: Floats) -> tuple[Floats, Floats]:
    low, high = np.quantile(rows, [0.025, 0.975], axis=0)
    return low, high


def _places(values: Floats) -> Floats:
    """1 for the largest; equals share the best place."""
    return np.ceil(len(values) + 1 - ranks(values) - _half_ties(values))


def _half_ties(values: Floats) -> Floats:
    _, inverse, counts = np.unique(values.round(12), return_inverse=True, return_counts=True)
    half: Floats = ((counts - 1) / 2)[inverse]
    return half
