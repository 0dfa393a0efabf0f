"""Are there opinion groups at all? Chance and steadiness of what the answers show."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from civicmetrics.consensus.clusters import adjusted_rand_each
from civicmetrics.consensus.components import centred, leading, project
from civicmetrics.consensus.plane import belongs, divide, k_means_each
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


def structure(
    table: VoteTable, active: Flags, shuffles: int, rng: np.random.Generator
) -> tuple[float, int]:
    """Is there a common direction in the answers? A p-value, and how many directions (0 to 2).

    The answers to each statement are shuffled among those who gave one, which keeps who answered
    what and how each statement was answered. Compared is (tr (Y'Y)^8)^(1/8), which the largest
    eigenvalue rules; the trace itself does not change under shuffling. A direction counts when it
    beats every shuffled table; the second is judged by what is left when the first is taken out
    (parallel analysis, Horn 1965). The `CREW` people and `BLOCK` statements with most answers
    are looked at.

    >>> votes = [(p, s, 1 if p < 12 else -1) for p in range(24) for s in range(12)]
    >>> structure(VoteTable.of(votes), np.ones(24, bool), 19, np.random.default_rng(1))
    (0.05, 1)
    """
    block = _block(table, active)
    votes, answered = _filled(block)
    means = votes.sum(axis=1, keepdims=True) / np.maximum(answered.sum(axis=1, keepdims=True), 1)
    tables = np.empty((shuffles + 2, *votes.shape), np.float32)
    tables[0] = (votes - means) * answered
    tables[1] = _without_first(tables[0])
    _deal_out(tables[2:], votes, answered, means, rng)
    whole, rest, *by_chance = _strength(tables).tolist()
    as_strong = sum(strength >= whole * (1 - 1e-5) for strength in by_chance)
    directions = 0 if as_strong else 1 + (rest > max(by_chance))
    return (1 + as_strong) / (1 + shuffles), directions


def _filled(table: VoteTable) -> Tables:
    """The votes, 0 for none, and 1 for each vote there is, as statements by people, (2, M, N)."""
    votes, answered = filled = np.zeros((2, *table.shape[::-1]), np.float32)
    rows = table.rows
    votes[table.columns, rows] = table.values
    answered[table.columns, rows] = 1
    return filled


def _without_first(table: Tables) -> Tables:
    """The table (M, N) with its strongest direction taken out."""
    (first,) = _first_axes(_products(table[None]))
    return np.asarray(table - np.outer(first, first @ table))


def _deal_out(
    tables: Tables, votes: Tables, answered: Tables, means: Tables, rng: np.random.Generator
) -> None:
    """Fill R tables (R, M, N) with the deviations from the means, each row dealt out anew.

    Sorting whole numbers made of chance and vote is a shuffle; the empty cells come last.
    """
    known = answered > 0
    keys = rng.bit_generator.random_raw((tables.size + 1) // 2).view(np.uint32)
    keys = keys[: tables.size].reshape(tables.shape)
    keys &= np.uint32(0xFFFFFFFC)
    keys |= np.where(known, votes.astype(np.int32) + 1, -1).view(np.uint32)
    keys.sort(axis=2)
    keys &= np.uint32(3)
    dealt = keys.astype(np.float32)
    dealt -= means + 1
    dealt *= -np.sort(-answered)
    rank = np.where(known, known.cumsum(axis=1), votes.shape[1]) - 1
    rank += np.arange(0, votes.size, votes.shape[1])[:, None]
    dealt.reshape(len(tables), -1).take(rank, axis=1, out=tables, mode="clip")


def _strength(tables: Tables) -> Tables:
    """(tr (Y'Y)^8)^(1/8) of each of R tables (R, M, N)."""
    power = _products(tables)
    scale = max(float(np.trace(power[0])), 1e-30)
    power /= scale
    for _ in range(2):
        power = power @ power
    flat = power.reshape(len(power), -1)
    return np.asarray(np.vecdot(flat, flat) ** 0.125 * scale)


def _products(tables: Tables) -> Tables:
    """Y'Y of each table (R, M, N), statements first, in products of `BLOCK` people."""
    parts = [tables[:, :, at : at + BLOCK] for at in range(0, tables.shape[2], BLOCK)]
    # a copy, as the multiplication of a table with itself is a slower routine
    return np.asarray(sum(part @ part.swapaxes(1, 2).copy() for part in parts))


def _first_axes(products: Tables) -> Tables:
    """The leading eigenvector of each (R, m, m) product by 64 steps of the power method, (R, m)."""
    power = products
    for step in range(6):
        if step % 3 == 0:
            power = power / np.maximum(np.trace(power, axis1=1, axis2=2), 1e-30)[:, None, None]
        power = power @ power
    longest = power.diagonal(axis1=1, axis2=2).argmax(axis=1)
    axes = power[np.arange(len(power)), longest]
    return np.asarray(axes / np.maximum(np.sqrt(np.vecdot(axes, axes)), 1e-30)[:, None])


def _block(table: VoteTable, active: Flags) -> VoteTable:
    people = active & _top(np.where(active, table.answered, -1), CREW)
    statements = _top(np.bincount(table.columns, minlength=table.shape[1]), BLOCK)
    return table.keeping(people, statements)


def _top(counts: Ints, most: int) -> Flags:
    return _among(np.argsort(-counts, kind="stable")[:most], len(counts))


def steadiness_of(
    table: VoteTable,
    active: Flags,
    labels: Ints,
    directions: int,
    rules: Rules,
    rng: np.random.Generator,
) -> float:
    """Mean adjusted Rand index between the groups and those found with some answers left out.

    Each time components, places and groups are computed anew, from `SAMPLE` of the active people.

    >>> table = VoteTable.of([(p, s, 1 if p < 12 else -1) for p in range(24) for s in range(12)])
    >>> steadiness_of(table, np.ones(24, bool), np.repeat([0, 1], 12), 1, Rules(), np.random.default_rng(1))
    1.0
    """
    people = rng.permutation(np.flatnonzero(active))[:SAMPLE]
    sample = table.keeping(_among(people, len(active)), np.ones(table.shape[1], bool))
    crowd = np.searchsorted(np.sort(people), people[:CROWD])
    places = _replaced(sample, directions, rules, rng)[:, crowd] * (np.arange(2) < directions)
    k, least = int(labels.max()) + 1, least_size(len(crowd), rules)
    (centres,) = k_means_each(places, np.ones(len(crowd)), [k], directions, rng)
    again = belongs(places, centres, np.zeros(k))
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
    votes, answered = _filled(sample)
    luck = rng.random((rules.retries, *votes.shape), dtype=np.float32)
    kept = (luck >= rules.left_out) * answered
    means = np.vecdot(kept, votes) / np.maximum(kept.sum(axis=2), 1)
    deviations = (votes - means[:, :, None]) * kept
    each = np.maximum(kept.sum(axis=1), 1)
    places = np.zeros((rules.retries, sample.shape[0], 2))
    scale = np.sqrt(len(votes) / each) * each / (each + rules.shrink)
    axes = _first_axes(_products(deviations))
    places[:, :, 0] = (axes[:, None] @ deviations)[:, 0] * scale
    return places


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
