"""Are there opinion groups at all? Chance and steadiness of what the answers show."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.linalg import eigh

from civicmetrics.consensus.clusters import adjusted_rand_each
from civicmetrics.consensus.components import centred, leading, project
from civicmetrics.consensus.order import generator
from civicmetrics.consensus.plane import divide, k_means_each
from civicmetrics.consensus.votes import Flags, Floats, Ints, VoteTable

Tables: TypeAlias = npt.NDArray[np.floating[Any]]

BLOCK = 64  # statements that the chance test looks at; products of this size stay in one thread
CREW = 256  # people that it looks at
SAMPLE = 2000  # people that the steadiness test finds directions with
CROWD = 400  # people that it groups


@dataclass(frozen=True)
class Rules:
    """When we say that there are opinion groups. The numbers are published with the result.

    A person is grouped after `enough_answers` (or all statements if fewer). Groups are looked for
    when `people` of them have `many_answers`. They are shown when the leading direction of the
    answers is stronger than in every one of `shuffles` tables where the answers to each statement are
    dealt out at random (so by chance at most once in `shuffles` + 1 times); when leaving out
    `left_out` of the answers leaves nearly the same groups (mean adjusted Rand index over `retries`
    at least `steady`, from `many` people on `steady_many`); and when each has
    `smallest_group` people and `smallest_share` of all.
    """

    enough_answers: int = 7
    people: int = 16
    many_answers: int = 10
    shuffles: int = 49
    retries: int = 8
    left_out: float = 0.1
    steady: float = 0.6
    many: int = 50
    steady_many: float = 0.7
    smallest_group: int = 5
    smallest_share: float = 0.05
    most_groups: int = 5
    shrink: float = 5.0


def least_size(people: int, rules: Rules) -> int:
    """How many people a group must have.

    >>> least_size(40, Rules()), least_size(200, Rules())
    (5, 10)
    """
    return max(rules.smallest_group, int(np.ceil(rules.smallest_share * people)))


def structure(table: VoteTable, active: Flags, shuffles: int, *, seed: int) -> tuple[float, int]:
    """Is there a common direction in the answers? A p-value, and how many directions (0 to 2).

    The answers to each statement are shuffled among those who gave one, which keeps who answered
    what and how each statement was answered. Compared is (tr (Y'Y)^8)^(1/8), which the largest
    eigenvalue rules; the trace itself does not change under shuffling. A direction counts when it
    beats every shuffled table; the second is judged by what is left when the first is taken out
    (parallel analysis, Horn 1965). The `CREW` people and `BLOCK` statements with most answers
    are looked at.

    >>> votes = [(p, s, 1 if p < 12 else -1) for p in range(24) for s in range(12)]
    >>> structure(VoteTable.of(votes), np.ones(24, bool), 19, seed=1)
    (0.05, 1)
    """
    block = _block(table, active)
    means, deviations = centred(block)
    tables = np.zeros((shuffles + 2, *block.shape), np.float32)
    tables[0] = deviations.toarray()
    answered = np.zeros(block.shape, np.float32)
    answered[block.rows, block.columns] = 1
    tables[2:] = _shuffled(block, shuffles, generator(seed, 2))
    tables[2:] -= means.astype(np.float32)
    tables[2:] *= answered
    tables[1] = _without_first(tables[0])
    whole, rest, *by_chance = _strength(tables).tolist()
    as_strong = sum(strength >= whole * (1 - 1e-5) for strength in by_chance)
    directions = 0 if as_strong else 1 + (rest > max(by_chance))
    return (1 + as_strong) / (1 + shuffles), directions


def _without_first(table: Tables) -> Tables:
    """The table with its strongest direction taken out."""
    if min(table.shape) < 2:
        return np.zeros(table.shape)
    rows = range(0, len(table), BLOCK)
    product = sum(table[at : at + BLOCK].T @ table[at : at + BLOCK] for at in rows)
    first = _top_two(np.asarray(product))[1][:, 0]
    return table - np.outer(table @ first, first)


def _top_two(product: Tables) -> tuple[Floats, Floats]:
    """The two largest eigenvalues (2,) and their vectors (n, 2)."""
    size = len(product)
    values, vectors = eigh(
        product, subset_by_index=(max(0, size - 2), size - 1), check_finite=False
    )
    return np.asarray(values[::-1], float), np.asarray(vectors[:, ::-1], float)


def _shuffled(block: VoteTable, shuffles: int, rng: np.random.Generator) -> Ints:
    """The votes of each column dealt out anew among its voters, (shuffles, N, M); anything elsewhere.

    Sorting whole numbers made of chance and vote is a shuffle. Columns are sorted one by one, with
    the empty cells behind.
    """
    order = np.argsort(block.columns, kind="stable")
    rows, columns = block.rows[order], block.columns[order]
    rank = np.arange(len(order)) - np.searchsorted(columns, columns)
    which, votes, place = np.zeros((3, *block.shape[::-1]), np.int64)
    votes[:] = 0xFFFFFFFF
    which[columns, rank], votes[columns, rank] = np.arange(len(order)), block.values[order] + 1
    place[columns, rows] = columns * block.shape[0] + rank
    keys = rng.integers(0, 1 << 22, (shuffles, len(order)), dtype=np.uint32)
    keys <<= 2
    keys = keys.take(which, axis=1)
    keys |= votes.astype(np.uint32)
    keys.sort(axis=2)
    keys &= 3
    dealt = keys.reshape(shuffles, -1).take(place.T, axis=1).view(np.int32)
    dealt -= 1
    return dealt


def _strength(tables: Tables) -> Tables:
    """(tr (Y'Y)^8)^(1/8) of each of R tables (R, n, m), in products of `BLOCK` rows."""
    slices = [
        _products(tables[:, at : at + BLOCK], tall=True) for at in range(0, tables.shape[1], BLOCK)
    ]
    power = sum(slices[1:], slices[0])
    scale = max(float(np.trace(power[0])), 1e-30)
    power = power / scale
    for _ in range(2):
        power = power @ power
    return np.asarray((power * power).sum(axis=(1, 2)) ** 0.125 * scale)


def _products(tables: Tables, *, tall: bool) -> Tables:
    """Y'Y of each table (R, n, m), or YY' if it is not `tall`."""
    turned = tables.swapaxes(1, 2)
    return np.asarray(turned @ tables if tall else tables @ turned)


def _block(table: VoteTable, active: Flags) -> VoteTable:
    people = active & _top(np.where(active, table.answered, -1), CREW)
    statements = _top(np.bincount(table.columns, minlength=table.shape[1]), BLOCK)
    return table.keeping(people, statements)


def _top(counts: Ints, most: int) -> Flags:
    return _among(np.argsort(-counts, kind="stable")[:most], len(counts))


def steadiness_of(
    table: VoteTable, active: Flags, labels: Ints, directions: int, rules: Rules, *, seed: int
) -> float:
    """Mean adjusted Rand index between the groups and those found with some answers left out.

    Each time components, places and groups are computed anew, from `SAMPLE` of the active people.

    >>> table = VoteTable.of([(p, s, 1 if p < 12 else -1) for p in range(24) for s in range(12)])
    >>> steadiness_of(table, np.ones(24, bool), np.repeat([0, 1], 12), 1, Rules(), seed=1)
    1.0
    """
    rng = generator(seed, 3)
    people = rng.permutation(np.flatnonzero(active))[:SAMPLE]
    sample = table.keeping(_among(people, len(active)), np.ones(table.shape[1], bool))
    crowd = np.searchsorted(np.sort(people), people[:CROWD])
    places = _replaced(sample, directions, rules, rng)[:, crowd] * (np.arange(2) < directions)
    k, least = int(labels.max()) + 1, least_size(len(crowd), rules)
    (centres,) = k_means_each(places, np.ones(len(crowd)), [k], directions, rng)
    again = ((places[:, :, None] - centres[:, None]) ** 2).sum(axis=3).argmin(axis=2)
    small = (again[:, :, None] == np.arange(k)).sum(axis=1).min(axis=1) < least
    for run in np.flatnonzero(small).tolist():
        divided = divide(places[run], centres[run], least)
        again[run] = divided.labels if divided else 0
    return float(adjusted_rand_each(labels[people[:CROWD]], again).mean())


def _among(chosen: Ints, size: int) -> Flags:
    flags = np.zeros(size, bool)
    flags[chosen] = True
    return flags


def _replaced(sample: VoteTable, directions: int, rules: Rules, rng: np.random.Generator) -> Floats:
    """Where n people would stand had some answers not been given, each time others, (R, n, 2)."""
    if directions == 1 and max(sample.shape) <= BLOCK:
        return _replaced_on_line(sample, rules, rng)
    return np.stack([_replaced_once(sample, rules, rng) for _ in range(rules.retries)])


def _replaced_on_line(sample: VoteTable, rules: Rules, rng: np.random.Generator) -> Floats:
    """The same for a small table and its first direction only, all times at once."""
    height, width = sample.shape
    answered, votes = np.zeros((2, height, width), np.float32)
    answered[sample.rows, sample.columns] = 1
    votes[sample.rows, sample.columns] = sample.values
    luck = rng.random((rules.retries, height, width), dtype=np.float32)
    kept = (luck >= rules.left_out) * answered
    means = (votes * kept).sum(axis=1) / np.maximum(kept.sum(axis=1), 1)
    deviations = (votes - means[:, None]) * kept
    each = np.maximum(kept.sum(axis=2), 1)
    places = np.zeros((rules.retries, height, 2))
    places[:, :, 0] = (deviations @ _first_axes(_products(deviations, tall=True)))[:, :, 0]
    return np.asarray(places * (np.sqrt(width / each) * each / (each + rules.shrink))[:, :, None])


def _first_axes(products: Tables) -> Tables:
    """The leading eigenvector of each (R, m, m) product by 64 steps of the power method, (R, m, 1)."""
    power = products
    for _ in range(6):
        power = power / np.maximum(np.trace(power, axis1=1, axis2=2), 1e-30)[:, None, None]
        power = power @ power
    longest = power.diagonal(axis1=1, axis2=2).argmax(axis=1)
    axes = np.take_along_axis(power, longest[:, None, None], axis=2)
    return np.asarray(axes / np.maximum(np.sqrt((axes**2).sum(axis=1, keepdims=True)), 1e-30))


def _replaced_once(sample: VoteTable, rules: Rules, rng: np.random.Generator) -> Floats:
    kept = rng.random(len(sample.values)) >= rules.left_out
    starts = np.concatenate([[0], np.cumsum(kept)])[sample.starts]
    thinned = VoteTable(
        sample.participants,
        sample.statements,
        starts,
        sample.columns[kept],
        sample.values[kept],
        sample.first_votes,
    )
    deviations = centred(thinned)[1]
    axes = leading(deviations, tolerance=1e-4)[1]
    return project(deviations, axes, thinned.answered, thinned.shape[1], shrink=rules.shrink)
