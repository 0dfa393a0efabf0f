"""Find opinion groups, and say whether there are any."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from civicmetrics.consensus.clusters import adjusted_rand_each, distances, silhouette
from civicmetrics.consensus.components import centred, leading, project
from civicmetrics.consensus.order import generator
from civicmetrics.consensus.votes import Flags, Floats, Ints, VoteTable


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


class Territories(NamedTuple):
    """Who is in which of k groups: `labels` (n,), `centres` (k, 2) and `leeway` (k,).

    A person belongs to the group with the smallest squared distance less leeway. The leeway is 0
    but where a border was moved to give a group the people it needs.
    """

    labels: Ints
    centres: Floats
    leeway: Floats


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


Tables: TypeAlias = npt.NDArray[np.floating[Any]]

BLOCK = 160  # people and statements that the chance test looks at, at most 255
SAMPLE = 400  # people that the steadiness test looks at
CELLS = 96  # grid cells to a side
FEW_POINTS = 2048  # up to here every point is its own cell
FEW_ON_LINE = 400  # the same when there is one direction
SILHOUETTE_CELLS = 500
NEARLY = 0.9  # of the best silhouette
INITS = 8


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
    chance, directions = structure(table, active, rules.shuffles, seed=seed)
    none = replace(none, finding=Finding.LIKE_CHANCE, chance=chance, directions=directions)
    if not directions:
        return none
    steadiness = 0.0
    for worth, found in _candidates(
        points[active] * (np.arange(2) < directions), directions, rules, seed
    ):
        labels = none.labels.copy()
        labels[active] = found.labels
        steady = steadiness_of(table, active, labels, directions, rules, seed=seed)
        steadiness = max(steadiness, steady)
        if steady >= (rules.steady if active.sum() < rules.many else rules.steady_many):
            return Grouping(Finding.GROUPS, labels, found, chance, directions, steady, worth)
    return replace(none, finding=Finding.UNSTEADY, steadiness=steadiness)


def least_size(people: int, rules: Rules) -> int:
    """How many people a group must have.

    >>> least_size(40, Rules()), least_size(200, Rules())
    (5, 10)
    """
    return max(rules.smallest_group, int(np.ceil(rules.smallest_share * people)))


def _candidates(
    crowd: Floats, directions: int, rules: Rules, seed: int
) -> list[tuple[float, Territories]]:
    """Groupings of 2 to 5 groups, none too small, with nearly the best silhouette, best first."""
    least = least_size(len(crowd), rules)
    cells, weights = on_grid(crowd, directions)
    sample = _sample(weights, seed)
    apart = distances(cells[sample])
    alike = weights[sample] if len(sample) == len(cells) else np.ones(len(sample))
    found = list[tuple[float, Territories]]()
    sizes = range(2, min(rules.most_groups, len(crowd) // least) + 1)
    for centres in k_means_each(cells[None], weights, sizes, directions, generator(seed, 1)):
        divided = divide(crowd, centres[0], least)
        if divided is not None:
            labels = belongs(cells[sample], divided.centres, divided.leeway)
            found.append((silhouette(apart, labels, alike), divided))
    best = max((worth for worth, _ in found), default=0.0)
    return sorted((one for one in found if one[0] >= NEARLY * best), key=lambda one: -one[0])


def belongs(points: Floats, centres: Floats, leeway: Floats) -> Ints:
    """The group of each point (n, 2): smallest squared distance less leeway, (n,).

    >>> belongs(np.array([[0.4, 0.0]]), np.array([[0.0, 0], [1, 0]]), np.array([0.0, 0.5])).tolist()
    [1]
    """
    nearest: Ints = _cost(points, centres, leeway).argmin(axis=1)
    return nearest


def _cost(points: Floats, centres: Floats, leeway: Floats) -> Floats:
    x, y = points[:, :1], points[:, 1:]
    return np.asarray((x - centres[:, 0]) ** 2 + (y - centres[:, 1]) ** 2 - leeway)


def divide(points: Floats, centres: Floats, least: int) -> Territories | None:
    """Give each point to a group so that every group has `least` members, or None if that fails.

    A group that is too small gets those who are nearest to joining it: the border moves, which is
    what a least size means in k-means (Bradley, Bennett and Demiriz 2000).

    >>> line = np.array([[0.0, 0], [1, 0], [2, 0], [9, 0]])
    >>> divide(line, np.array([[1.0, 0], [9, 0]]), 2).labels.tolist()
    [0, 0, 1, 1]
    """
    leeway = np.zeros(len(centres))
    for _ in range(2 * len(centres)):
        cost = _cost(points, centres, leeway)
        labels = cost.argmin(axis=1)
        sizes = np.bincount(labels, minlength=len(centres))
        smallest = int(sizes.argmin())
        if sizes[smallest] >= least:
            return Territories(labels, centres, leeway)
        others = np.delete(cost, smallest, axis=1).min(axis=1)
        reluctance = np.sort(cost[:, smallest] - others)
        leeway[smallest] += reluctance[least - 1 : least + 1].mean()
    return None


def _sample(weights: Floats, seed: int) -> Ints:
    if len(weights) <= SILHOUETTE_CELLS:
        return np.arange(len(weights))
    share = weights / weights.sum()
    return generator(seed, 4).choice(len(weights), SILHOUETTE_CELLS, replace=False, p=share)


def on_grid(points: Floats, directions: int) -> tuple[Floats, Floats]:
    """Gather points in cells: centres of gravity (c, 2) and numbers of people (c,).

    Along a line there are 400 cells, in the plane 96 x 96. Few points are left as they are.

    >>> cells, weights = on_grid(np.zeros((3000, 2)), 2)
    >>> cells.tolist(), weights.tolist()
    ([[0.0, 0.0]], [3000.0])
    """
    if len(points) <= (FEW_ON_LINE if directions == 1 else FEW_POINTS):
        return points, np.ones(len(points))
    across, down = (FEW_ON_LINE, 1) if directions == 1 else (CELLS, CELLS)
    low, high = np.quantile(points, (0.001, 0.999), axis=0)
    step = np.array([across, down]) / np.maximum(high - low, 1e-9)
    place = np.clip(((points - low) * step).astype(np.int32), 0, [across - 1, down - 1])
    cell = place[:, 0] * down + place[:, 1]
    mass = np.bincount(cell, minlength=across * down)
    held = np.flatnonzero(mass)
    sums = [np.bincount(cell, x, across * down)[held] for x in points.T]
    return np.stack(sums, axis=1) / mass[held, None], mass[held].astype(float)


def k_means_each(
    points: Floats, weights: Floats, sizes: Sequence[int], directions: int, rng: np.random.Generator
) -> list[Floats]:
    """For each number k of `sizes` the centres (R, k, 2) of weighted k-means on R sets of n points (R, n, 2).

    Along a line the best possible ones; in the plane the best of `INITS` runs from seeds spread apart.

    >>> points = np.array([[[0.0, 0], [1, 0], [8, 0]]])
    >>> k_means_each(points, np.ones(3), [2], 1, np.random.default_rng(0))[0][0, :, 0].tolist()
    [0.5, 8.0]
    """
    if directions == 1:
        found = _k_means_on_line(points[..., 0], weights, sizes)
        return [np.stack([centres, np.zeros(centres.shape)], axis=2) for centres in found]
    repeated = np.repeat(points, INITS, axis=0)
    return [_best_of_runs(*_k_means_runs(repeated, weights, k, rng)) for k in sizes]


def _best_of_runs(centres: Floats, inertia: Floats) -> Floats:
    best = inertia.reshape(-1, INITS).argmin(axis=1)
    return np.asarray(centres[best + INITS * np.arange(len(best))])


def _k_means_on_line(x: Floats, weights: Floats, sizes: Sequence[int]) -> list[Floats]:
    """Optimal centres (R, k) by dynamic programming over the sorted points (Fisher 1958)."""
    order = np.argsort(x, axis=1)
    mass, place = weights[order], np.take_along_axis(x, order, axis=1)
    sums = np.zeros((3, len(x), x.shape[1] + 1))
    np.cumsum([mass, mass * place, mass * place * place], axis=2, out=sums[:, :, 1:])
    whole, first, second = sums[:, :, None] - sums[..., None]
    cost = second - first * first / np.maximum(whole, 1e-300)
    cost[:, np.tri(cost.shape[1], dtype=bool)] = np.inf
    reach, cuts = cost[:, 0], list[Ints]()
    for _ in range(max(sizes, default=1) - 1):
        total = reach[:, :, None] + cost
        cuts.append(total.argmin(axis=1))
        reach = total.min(axis=1)
    return [_between(sums, cuts[: k - 1]) for k in sizes]


def _between(sums: Floats, cuts: list[Ints]) -> Floats:
    """Means of the parts that lead from cut to cut, walked from the end, (R, k)."""
    runs = np.arange(sums.shape[1])
    ends = [np.full(len(runs), sums.shape[2] - 1)]
    for cut in reversed(cuts):
        ends.append(cut[runs, ends[-1]])
    border = np.stack([np.zeros(len(runs), int), *reversed(ends)], axis=1)
    sizes, places = np.diff(sums[:2, runs[:, None], border], axis=2)
    return np.asarray(places / np.maximum(sizes, 1e-300))


def _k_means_runs(
    points: Floats, weights: Floats, k: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Centres (R, k, 2) and inertia (R,) of Lloyd's method on R sets of points at once."""
    x, y = points[..., 0], points[..., 1]
    centres = _spread(x, y, weights, k, rng)
    labels, every = np.zeros(x.shape, int), np.arange(k)[:, None]
    for turn in range(100):
        gaps = (x[:, None] - centres[:, :, :1]) ** 2 + (y[:, None] - centres[:, :, 1:]) ** 2
        previous, labels = labels, gaps.argmin(axis=1)
        if turn and (labels == previous).all():
            break
        member = (labels[:, None] == every) * weights
        mass = member.sum(axis=2, keepdims=True)
        centres = np.where(mass > 0, (member @ points) / np.maximum(mass, 1e-300), centres)
    return centres, (gaps.min(axis=1) * weights).sum(axis=1)


def _spread(x: Floats, y: Floats, weights: Floats, k: int, rng: np.random.Generator) -> Floats:
    """k-means++ seeds for R runs at once, (R, k, 2) (Arthur and Vassilvitskii 2007)."""
    runs = np.arange(len(x))
    gap = np.ones(x.shape)
    centres = np.zeros((len(x), k, 2))
    for j in range(k):
        heap = np.cumsum(gap * weights, axis=1)
        aim = rng.random(len(x)) * heap[:, -1]
        pick = np.minimum((heap <= aim[:, None]).sum(axis=1), x.shape[1] - 1)
        centres[:, j, 0], centres[:, j, 1] = x[runs, pick], y[runs, pick]
        new = (x - centres[:, j, :1]) ** 2 + (y - centres[:, j, 1:]) ** 2
        gap = new if j == 0 else np.minimum(gap, new)
    return centres


def structure(table: VoteTable, active: Flags, shuffles: int, *, seed: int) -> tuple[float, int]:
    """Is there a common direction in the answers? A p-value, and how many directions (0 to 2).

    The answers to each statement are shuffled among those who gave one, which keeps who answered
    what and how each statement was answered. Compared is (tr (Y'Y)^8)^(1/8), which the largest
    eigenvalue rules; the trace itself does not change under shuffling. A direction counts when it
    beats every shuffled table; the second is judged by what is left when the first is taken out
    (parallel analysis, Horn 1965). The `BLOCK` people and statements with most answers are looked at.

    >>> votes = [(p, s, 1 if p < 12 else -1) for p in range(24) for s in range(12)]
    >>> structure(VoteTable.of(votes), np.ones(24, bool), 19, seed=1)
    (0.05, 1)
    """
    block = _block(table, active)
    means, deviations = centred(block)
    tables = np.zeros((shuffles + 2, *block.shape), np.float32)
    tables[0] = deviations.toarray()
    columns = np.sort(block.columns)
    rows = block.rows[np.argsort(block.columns, kind="stable")]
    dealt = _shuffled(block, columns, shuffles, generator(seed, 2))
    tables[2:, rows, columns] = dealt - means[columns].astype(np.float32)
    tables[1] = _without_first(tables[0])
    whole, rest, *by_chance = _strength(tables).tolist()
    as_strong = sum(strength >= whole * (1 - 1e-5) for strength in by_chance)
    directions = 0 if as_strong else 1 + (rest > max(by_chance))
    return (1 + as_strong) / (1 + shuffles), directions


def _without_first(table: Tables) -> Tables:
    """The table with its strongest direction taken out."""
    if min(table.shape) < 2:
        return np.zeros(table.shape)
    first = np.linalg.eigh(_products(table[None])[0])[1][:, -1]
    tall = table.shape[0] >= table.shape[1]
    return table - (np.outer(table @ first, first) if tall else np.outer(first, first @ table))


def _shuffled(block: VoteTable, columns: Ints, shuffles: int, rng: np.random.Generator) -> Ints:
    """The votes in the order of their `columns`, shuffled within each, (shuffles, V).

    Sorting whole numbers made of column, chance and vote is a shuffle and a sort in one.
    """
    order = np.argsort(block.columns, kind="stable")
    votes = (block.values[order] + 1).astype(np.uint32)
    keys = rng.integers(0, 1 << 22, (shuffles, len(votes)), dtype=np.uint32)
    keys <<= 2
    keys |= (columns.astype(np.uint32) << 24) | votes
    keys.sort(axis=1)
    return (keys & 3).astype(np.int8) - 1


def _strength(tables: Tables) -> Tables:
    """(tr (Y'Y)^8)^(1/8) of each of R tables (R, n, m)."""
    power = _products(tables)
    scale = max(float(np.trace(power[0])), 1e-300)
    power = power / scale
    for _ in range(2):
        power = power @ power
    return np.asarray((power * power).sum(axis=(1, 2)) ** 0.125 * scale)


def _products(tables: Tables) -> Tables:
    """Y'Y or YY', whichever is smaller, of each table (R, n, m)."""
    turned = tables.swapaxes(1, 2)
    tall = tables.shape[1] >= tables.shape[2]
    return np.asarray(turned @ tables if tall else tables @ turned)


def _block(table: VoteTable, active: Flags) -> VoteTable:
    people, statements = active, np.ones(table.shape[1], bool)
    if int(active.sum()) > BLOCK:
        people = _top(np.where(active, table.answered, -1))
    if table.shape[1] > BLOCK:
        statements = _top(np.bincount(table.columns, minlength=table.shape[1]))
    return table.keeping(people, statements)


def _top(counts: Ints) -> Flags:
    top = np.zeros(len(counts), bool)
    top[np.argsort(-counts, kind="stable")[:BLOCK]] = True
    return top


def steadiness_of(
    table: VoteTable, active: Flags, labels: Ints, directions: int, rules: Rules, *, seed: int
) -> float:
    """Mean adjusted Rand index between the groups and those found with some answers left out.

    Each time components, places and groups are computed anew, for `SAMPLE` of the active people.

    >>> table = VoteTable.of([(p, s, 1 if p < 12 else -1) for p in range(24) for s in range(12)])
    >>> steadiness_of(table, np.ones(24, bool), np.repeat([0, 1], 12), 1, Rules(), seed=1)
    1.0
    """
    rng = generator(seed, 3)
    people = active
    if int(active.sum()) > SAMPLE:
        people = np.zeros(len(active), bool)
        people[rng.choice(np.flatnonzero(active), SAMPLE, replace=False)] = True
    places = _replaced(table.keeping(people, np.ones(table.shape[1], bool)), rules, rng)
    places *= np.arange(2) < directions
    k, least = int(labels.max()) + 1, least_size(places.shape[1], rules)
    (centres,) = k_means_each(places, np.ones(places.shape[1]), [k], directions, rng)
    again = ((places[:, :, None] - centres[:, None]) ** 2).sum(axis=3).argmin(axis=2)
    small = (again[:, :, None] == np.arange(k)).sum(axis=1).min(axis=1) < least
    for run in np.flatnonzero(small).tolist():
        divided = divide(places[run], centres[run], least)
        again[run] = divided.labels if divided else 0
    return float(adjusted_rand_each(labels[people], again).mean())


def _replaced(sample: VoteTable, rules: Rules, rng: np.random.Generator) -> Floats:
    """Where n people would stand had some answers not been given, each time others, (R, n, 2)."""
    if max(sample.shape) <= BLOCK:
        return _replaced_at_once(sample, rules, rng)
    return np.stack([_replaced_once(sample, rules, rng) for _ in range(rules.retries)])


def _replaced_at_once(sample: VoteTable, rules: Rules, rng: np.random.Generator) -> Floats:
    height, width = sample.shape
    answered, votes = np.zeros((2, height, width), np.float32)
    answered[sample.rows, sample.columns] = 1
    votes[sample.rows, sample.columns] = sample.values
    luck = rng.random((rules.retries, height, width), dtype=np.float32)
    kept = (luck >= rules.left_out) * answered
    means = (votes * kept).sum(axis=1) / np.maximum(kept.sum(axis=1), 1)
    deviations = (votes - means[:, None]) * kept
    values, vectors = np.linalg.eigh(_products(deviations))
    values, vectors = np.maximum(values[:, None, :-3:-1], 0), vectors[:, :, :-3:-1]
    found = deviations @ vectors if height >= width else vectors * np.sqrt(values)
    places = np.zeros((rules.retries, height, 2))
    places[:, :, : found.shape[2]] = found
    each = np.maximum(kept.sum(axis=2), 1)
    return np.asarray(places * (np.sqrt(width / each) * each / (each + rules.shrink))[:, :, None])


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
