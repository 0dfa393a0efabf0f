"""Find opinion groups, or say why there are none."""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from civicmetrics.consensus.clusters import distances, silhouettes
from civicmetrics.consensus.gate import Rules, least_size, steadiness_of, structure
from civicmetrics.consensus.order import generator
from civicmetrics.consensus.plane import Territories, belongs, divide, k_means_each, on_grid
from civicmetrics.consensus.votes import Floats, Ints, VoteTable

SILHOUETTE_CELLS = 500
NEARLY = 0.9  # of the best silhouette


def gettext_noop(message: str) -> str:
    """Mark a sentence for translation without knowing any framework."""
    return message


class Finding(StrEnum):
    """Whether the answers form opinion groups, and if not, why not."""

    GROUPS = "groups"
    FEW_PEOPLE = "few people"
    LIKE_CHANCE = "like chance"
    UNSTEADY = "unsteady"

    @property
    def sentence(self) -> str:
        """The finding in plain English, to be translated.

        >>> Finding.LIKE_CHANCE.sentence
        'There are no clear opinion groups in the answers.'
        """
        return SENTENCES[self]


SENTENCES = {
    Finding.GROUPS: gettext_noop("The answers form opinion groups."),
    Finding.FEW_PEOPLE: gettext_noop(
        "Too few people have answered enough statements to look for opinion groups."
    ),
    Finding.LIKE_CHANCE: gettext_noop("There are no clear opinion groups in the answers."),
    Finding.UNSTEADY: gettext_noop(
        "There are no clear opinion groups in the answers: those one could draw are small or change with a few answers."
    ),
}


@dataclass(frozen=True, eq=False)
class Grouping:
    """`labels` (N,) in 0..k-1, or -1 for people in no group, and the territories behind them.

    `chance` is the permutation p-value, `directions` how many directions of difference beat chance,
    `steadiness` the mean adjusted Rand index after leaving answers out, `silhouette` that of the
    chosen groups; NaN for what was not looked at.
    """

    finding: Finding
    labels: Ints
    territories: Territories | None = None
    chance: float = float("nan")
    directions: int = 0
    steadiness: float = float("nan")
    silhouette: float = float("nan")


def find_groups(table: VoteTable, points: Floats, rules: Rules, *, seed: int) -> Grouping:
    """Group the people at `points` (N, 2), or say why not. Pure in its arguments.

    A direction of difference that chance could have made is not looked at, so with one true
    direction people are grouped along a line.

    >>> votes = [(p, s, 1 if (p < 12) == (s < 6) else -1) for p in range(24) for s in range(12)]
    >>> table = VoteTable.of(votes)
    >>> found = find_groups(table, np.repeat([[1.0, 0], [-1, 0]], 12, axis=0), Rules(), seed=1)
    >>> found.finding.name, found.directions, np.bincount(found.labels).tolist()
    ('GROUPS', 1, [12, 12])
    """
    answered = table.answered
    active = answered >= min(rules.enough_answers, table.shape[1])
    none = Grouping(Finding.FEW_PEOPLE, np.full(table.shape[0], -1))
    if int((answered >= rules.many_answers).sum()) < rules.people:
        return none
    rng = generator(seed)
    chance, directions = structure(table, active, rules.shuffles, rng)
    none = replace(none, finding=Finding.LIKE_CHANCE, chance=chance, directions=directions)
    if not directions:
        return none
    steadiness = 0.0
    for worth, found in _candidates(
        points[active] * (np.arange(2) < directions), directions, rules, rng
    ):
        labels = none.labels.copy()
        labels[active] = found.labels
        steady = steadiness_of(table, active, labels, directions, rules, rng)
        steadiness = max(steadiness, steady)
        if steady >= (rules.steady if active.sum() < rules.many else rules.steady_many):
            return Grouping(Finding.GROUPS, labels, found, chance, directions, steady, worth)
    return replace(none, finding=Finding.UNSTEADY, steadiness=steadiness)


def _candidates(
    crowd: Floats, directions: int, rules: Rules, rng: np.random.Generator
) -> list[tuple[float, Territories]]:
    """Groupings of 2 to 5 groups, none too small, with nearly the best silhouette, best first."""
    least = least_size(len(crowd), rules)
    cells, weights = on_grid(crowd, directions)
    sample = _sample(weights, rng)
    apart = distances(cells[sample])
    alike = weights[sample] if len(sample) == len(cells) else np.ones(len(sample))
    sizes = range(2, min(rules.most_groups, len(crowd) // least) + 1)
    each = k_means_each(cells[None], weights, sizes, directions, rng)
    found = [one for (centres,) in each if (one := divide(crowd, centres, least)) is not None]
    if not found:
        return []
    groupings = [
        one.labels[sample] if cells is crowd else belongs(cells[sample], one.centres, one.leeway)
        for one in found
    ]
    worth = silhouettes(apart, np.stack(groupings), alike).tolist()
    best = NEARLY * max(0.0, *worth)
    ranked = sorted(zip(worth, found, strict=True), key=lambda one: -one[0])
    return [one for one in ranked if one[0] >= best]


def _sample(weights: Floats, rng: np.random.Generator) -> Ints:
    if len(weights) <= SILHOUETTE_CELLS:
        return np.arange(len(weights))
    share = weights / weights.sum()
    return rng.choice(len(weights), SILHOUETTE_CELLS, replace=False, p=share)
