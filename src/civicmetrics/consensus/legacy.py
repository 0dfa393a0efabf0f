"""Polis' published mathematics, computed afresh from the votes, for checking against its exports.

Source: the formulas of compdemocracy/polis (math/src/polismath), as published up to 2026. Started
cold: Polis itself also depends on when its poller ran. This mode names people and is for checking
only; what a page shows comes from `civicmetrics.consensus.rounds`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from civicmetrics.consensus.clusters import (
    distances,
    first_distinct,
    lloyd,
    silhouettes,
)
from civicmetrics.consensus.components import Components, centred, leading, project
from civicmetrics.consensus.statistics import (
    Z90,
    Tally,
    difference_z,
    group_informed_consensus,
    majority_z,
    smoothed,
    tally,
)
from civicmetrics.consensus.votes import Flags, Floats, Id, Ints, VoteTable

BASE_CLUSTERS, MOST_GROUPS = 100, 5
ENOUGH_VOTES, ENOUGH_PEOPLE = 7, 15
META_PRIORITY = 49.0
LIST_LENGTH = 5


class Chosen(NamedTuple):
    """A statement picked for a list, and whether for being agreed or disagreed with."""

    statement: Id
    agrees: bool


@dataclass(frozen=True, eq=False)
class LegacyResult:
    """What Polis publishes about a conversation with N participants, M statements, G groups.

    Rows follow `participants` (N,) in order of first vote, columns `statements` (M,).
    `labels` (N,) is the group or -1; `silhouettes` the value of each k tried.
    """

    participants: tuple[Id, ...]
    statements: tuple[Id, ...]
    components: Components
    points: Floats
    statement_points: Floats
    extremity: Floats
    labels: Ints
    silhouettes: Mapping[int, float]
    counts: Tally
    consensus: Floats
    priorities: Floats
    majority_agree: tuple[Id, ...]
    majority_disagree: tuple[Id, ...]
    group_informed: tuple[Id, ...]
    representative: tuple[tuple[Chosen, ...], ...]


def polis_legacy(
    votes: VoteTable,
    *,
    moderated: Collection[Id] = (),
    meta: Collection[Id] = (),
    groups: Mapping[int, int] | Mapping[str, int] | None = None,
) -> LegacyResult:
    """Everything Polis computes, from the votes alone, or with the published `groups` given.

    `moderated` statements (in Polis: rejected or meta) are zeroed in the components and left out of
    every list, but keep their place in M as Polis has it. `meta` ones get priority 49. Pure and
    deterministic; depends on who voted first, as Polis does.

    >>> votes = VoteTable.of([(p, s, 1 if (p < 9) == (s < 4) else -1) for p in range(16) for s in range(8)])
    >>> result = polis_legacy(votes)
    >>> sorted(np.bincount(result.labels).tolist()), len(result.representative)
    ([7, 9], 2)
    """
    votes = _in_order_of_first_vote(votes)
    used = ~_among(votes.statements, moderated)
    means, deviations = centred(votes, used)
    strengths, axes = leading(deviations, tolerance=1e-8)
    components = Components(means, axes, strengths)
    points = project(deviations, axes, _answered_as_polis_counts(votes, used), votes.shape[1])
    if groups is None:
        labels, silhouettes = _cluster(points, votes)
    else:
        labels, silhouettes = _given(votes, groups), {}
    everybody = tally(votes, labels + 1, int(labels.max(initial=-1)) + 2)
    counts = Tally(*(part[1:] for part in everybody))
    towards = np.sqrt(votes.shape[1]) * (1 - means)[:, None] * axes.T
    extremity = np.hypot(towards[:, 0], towards[:, 1])
    consensus = group_informed_consensus(counts)
    agree, disagree = _majorities(everybody.together, used)
    ids: list[Id] = votes.statements.tolist()
    return LegacyResult(
        participants=tuple(votes.participants.tolist()),
        statements=tuple(ids),
        components=components,
        points=points,
        statement_points=towards,
        extremity=extremity,
        labels=labels,
        silhouettes=silhouettes,
        counts=counts,
        consensus=consensus,
        priorities=polis_priorities(counts, extremity, _among(votes.statements, meta)),
        majority_agree=tuple(ids[j] for j in agree),
        majority_disagree=tuple(ids[j] for j in disagree),
        group_informed=tuple(ids[j] for j in _best(np.where(used, consensus, -np.inf))),
        representative=tuple(
            tuple(Chosen(ids[j], agrees) for j, agrees in chosen)
            for chosen in _representatives(counts, used)
        ),
    )


def polis_priorities(counts: Tally, extremity: Floats, meta: Flags) -> Floats:
    """How much Polis wants each statement answered next, (M,).

    (((1 - p) (1 + E) a) (1 + 8 * 2^(-S/5)))^2 with smoothed pass and agree shares p and a over all
    grouped people; 49 for meta statements.

    >>> none = Tally(*(np.zeros((1, 1), int) for _ in range(3)))
    >>> polis_priorities(none, np.zeros(1), np.array([False])).tolist()
    [5.0625]
    """
    agreed, disagreed, answered = (counts_.sum(axis=0) for counts_ in counts)
    passed = answered - agreed - disagreed
    importance = (1 - smoothed(passed, answered)) * (1 + extremity) * smoothed(agreed, answered)
    return np.where(meta, META_PRIORITY, (importance * (1 + 8 * 2 ** (-answered / 5))) ** 2)


def _in_order_of_first_vote(votes: VoteTable) -> VoteTable:
    return votes.reordered(np.argsort(votes.first_votes), np.arange(votes.shape[1]))


def _among(ids: Ints, chosen: Collection[Id]) -> Flags:
    among = frozenset(chosen)
    return np.array([i in among for i in ids.tolist()], bool)


def _answered_as_polis_counts(votes: VoteTable, used: Flags) -> Ints:
    """A zeroed column counts as answered by everybody."""
    answered = np.bincount(votes.rows, used[votes.columns], votes.shape[0]).astype(int)
    return np.asarray(answered + int((~used).sum()))


def _given(votes: VoteTable, groups: Mapping[Any, int]) -> Ints:
    return np.array([groups.get(p, -1) for p in votes.participants.tolist()], int)


def _taking_part(votes: VoteTable) -> Flags:
    answered = votes.answered
    taking_part = answered >= min(ENOUGH_VOTES, votes.shape[1])
    missing = ENOUGH_PEOPLE - int(taking_part.sum())
    if missing > 0:
        most_active = np.argsort(-answered, kind="stable")
        taking_part[most_active[~taking_part[most_active]][:missing]] = True
    return np.asarray(taking_part)


def _cluster(points: Floats, votes: VoteTable) -> tuple[Ints, dict[int, float]]:
    """Up to 100 base clusters, then groups of those for the k with the best silhouette."""
    labels = np.full(votes.shape[0], -1)
    taking_part = _taking_part(votes)
    if not taking_part.any():
        return labels, {}
    crowd = points[taking_part]
    base = lloyd(
        crowd, first_distinct(crowd, BASE_CLUSTERS), np.ones(len(crowd)), rounds=100, tolerance=0.01
    )
    weights = np.bincount(base.labels).astype(float)
    grouped, silhouettes = _group(base.centres, weights)
    labels[taking_part] = grouped[base.labels]
    return labels, silhouettes


def _group(centres: Floats, weights: Floats) -> tuple[Ints, dict[int, float]]:
    sizes = range(2, min(MOST_GROUPS, 2 + len(centres) // 12) + 1)
    seeds = first_distinct(centres, sizes[-1])
    found = np.stack([
        lloyd(centres, seeds[:k], weights, rounds=20, tolerance=0.01).labels for k in sizes
    ])  # fmt: skip
    worth = silhouettes(distances(centres), found, np.ones(len(centres))).tolist()
    best = max(range(len(worth)), key=lambda at: (worth[at], at))
    return found[best], dict(zip(sizes, worth, strict=True))


def _best(scores: Floats, length: int = LIST_LENGTH) -> list[int]:
    order = np.argsort(-scores, kind="stable")[:length]
    return [int(j) for j in order if np.isfinite(scores[j])]


def _majorities(counts: Tally, used: Flags) -> tuple[list[int], list[int]]:
    agreed, disagreed, answered = (counts_[0] for counts_ in counts)

    def clearest(part: Ints) -> list[int]:
        share, z = smoothed(part, answered), majority_z(part, answered)
        return _best(np.where(used & (share > 0.5) & (z > Z90), share * z, -np.inf))

    return clearest(agreed), clearest(disagreed)


def _representatives(counts: Tally, used: Flags) -> list[list[tuple[int, bool]]]:
    agree, disagree = _sides(counts)
    return [
        _representative(agree[:, g], disagree[:, g], counts.agreed[g] + counts.disagreed[g], used)
        for g in range(len(counts.agreed))
    ]


def _sides(counts: Tally) -> tuple[Floats, Floats]:
    """For agreeing and disagreeing: (4, G, M) of ratio to others, its z, share, its z."""
    others = counts.elsewhere

    def side(part: Ints, other_part: Ints) -> Floats:
        share = smoothed(part, counts.answered)
        return np.stack([
            share / smoothed(other_part, others.answered),
            difference_z(part, counts.answered, other_part, others.answered),
            share,
            majority_z(part, counts.answered),
        ])  # fmt: skip

    return side(counts.agreed, others.agreed), side(counts.disagreed, others.disagreed)


def _representative(
    agree: Floats, disagree: Floats, opinions: Ints, used: Flags
) -> list[tuple[int, bool]]:
    """At most five statements that tell this group from the others, agreed ones first."""
    agrees = agree[1] > disagree[1]
    strength = np.where(agrees, agree.prod(axis=0), disagree.prod(axis=0))
    clear = used & (((agree[[1, 3]] > Z90).all(axis=0)) | ((disagree[[1, 3]] > Z90).all(axis=0)))
    best = _best_agreed(agree, used & (opinions > 0))
    if not clear.any():
        if best is None and used.any():
            best = int(np.argmax(np.where(used, np.maximum(agree[1], disagree[1]), -np.inf)))
        return [] if best is None else [(best, bool(agrees[best]))]
    ranked = [j for j in _best(np.where(clear, strength, -np.inf), LIST_LENGTH + 1) if j != best]
    chosen = ([] if best is None else [best]) + ranked
    listed = [(j, bool(agrees[j])) for j in chosen[:LIST_LENGTH]]
    return sorted(listed, key=lambda pick: not pick[1])


def _best_agreed(agree: Floats, eligible: Flags) -> int | None:
    """Polis walks the statements once, and what it compares depends on the best one so far."""
    ratio, _, share, z = agree
    worthy = ((z > Z90) | ((ratio > 1) & (share > 0.5))).tolist()
    scores = (share * z).tolist(), agree.prod(axis=0).tolist()
    distinct = (ratio > 1).tolist()
    best: int | None = None
    for j in np.flatnonzero(eligible).tolist():
        if best is None:
            best = j if worthy[j] else None
        elif scores[distinct[best]][j] > scores[distinct[best]][best]:
            best = j
    return best
