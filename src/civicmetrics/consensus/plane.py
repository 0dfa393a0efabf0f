"""Divide people who stand on a line or in a plane into a number of groups."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from civicmetrics.consensus.votes import Floats, Ints

CELLS = 96  # grid cells to a side
FEW_POINTS = 2048  # up to here every point is its own cell
FEW_ON_LINE = 400  # the same when there is one direction
INITS = 8


class Territories(NamedTuple):
    """Who is in which of k groups: `labels` (n,), `centres` (k, 2) and `leeway` (k,).

    A person belongs to the group with the smallest squared distance less leeway. The leeway is 0
    but where a border was moved to give a group the people it needs.
    """

    labels: Ints
    centres: Floats
    leeway: Floats


def belongs(points: Floats, centres: Floats, leeway: Floats) -> Ints:
    """The group of each point (..., n, 2): smallest squared distance less leeway, (..., n).

    >>> belongs(np.array([[0.4, 0.0]]), np.array([[0.0, 0], [1, 0]]), np.array([0.0, 0.5])).tolist()
    [1]
    """
    nearest: Ints = _cost(points, centres, leeway).argmin(axis=-1)
    return nearest


def _cost(points: Floats, centres: Floats, leeway: Floats) -> Floats:
    x, y = (points[..., None, i] - centres[..., None, :, i] for i in range(2))
    return np.asarray(x**2 + y**2 - leeway)


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
    sums = np.zeros((2, len(x), x.shape[1] + 1))
    np.cumsum([mass, mass * place], axis=2, out=sums[:, :, 1:])
    whole, first = sums[..., None] - sums[:, :, None]
    inside = whole > 0
    gain = np.divide(first * first, whole, out=np.full(whole.shape, -np.inf), where=inside)
    reach, cuts = gain[:, :, 0], list[Ints]()
    for left in range(max(sizes, default=1) - 1, 0, -1):
        total = reach[:, None] + (gain if left > 1 else gain[:, -1:])
        cuts.append(total.argmax(axis=2))
        reach = total.max(axis=2)
    return _between(sums, cuts, sizes)


def _between(sums: Floats, cuts: list[Ints], sizes: Sequence[int]) -> list[Floats]:
    """Means of the parts that lead from cut to cut, walked from the end, for each k of `sizes` (R, k)."""
    every, parts = np.arange(sums.shape[1]), np.array(sizes)
    border = np.full((len(cuts) + 2, len(sizes), len(every)), -1)
    for j in range(len(cuts), 0, -1):
        more = parts > j
        border[j, more] = cuts[j - 1][every, border[j + 1, more]]
    border[0] = 0
    mass, places = np.diff(sums[:, every, border], axis=1)
    means = np.divide(places, mass, out=np.zeros(mass.shape), where=mass > 0)
    return [means[:k, at].T for at, k in enumerate(sizes)]


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
