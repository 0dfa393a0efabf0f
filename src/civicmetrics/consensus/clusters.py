"""k-means in the plane, silhouettes, and how alike two groupings are."""

from typing import NamedTuple

import numpy as np
from scipy.cluster.vq import vq

from civicmetrics.consensus.votes import Flags, Floats, Ints
from civicmetrics.networks import kernel

SMALL = 5000  # distances that are faster computed all at once
ONE_THREAD = 2**18  # multiplications in a product that BLAS does not share between threads


class Clusters(NamedTuple):
    """`labels` (n,) in 0..k-1 and the `centres` (k, 2) they belong to."""

    labels: Ints
    centres: Floats


def nearest(points: Floats, centres: Floats) -> Ints:
    """The nearest centre of each point, (n,); of equally near ones the later.

    >>> nearest(np.array([[0.0, 0.0]]), np.array([[1.0, 0.0], [-1.0, 0.0]])).tolist()
    [1]
    """
    later_first = centres[::-1]
    if len(points) * len(centres) <= SMALL:
        gaps = (points[:, :1] - later_first[:, 0]) ** 2 + (points[:, 1:] - later_first[:, 1]) ** 2
        return np.asarray(len(centres) - 1 - gaps.argmin(axis=1))
    return np.asarray(len(centres) - 1 - vq(points, later_first, check_finite=False)[0])


def lloyd(
    points: Floats, centres: Floats, weights: Floats, *, rounds: int, tolerance: float
) -> Clusters:
    """Weighted k-means from the given centres; a centre without points is dropped.

    Stops after `rounds`, or when no centre (taken in lexicographic order) moves `tolerance` or more.

    >>> line = np.array([[0.0, 0], [1, 0], [9, 0]])
    >>> lloyd(line, line[[0, 2]], np.ones(3), rounds=9, tolerance=0.01).labels.tolist()
    [0, 0, 1]
    """
    if kernel.compiled():
        return Clusters(*kernel.lloyd(points, centres, weights, rounds, tolerance))
    return lloyd_in_numpy(points, centres, weights, rounds, tolerance)


def lloyd_in_numpy(
    points: Floats, centres: Floats, weights: Floats, rounds: int, tolerance: float
) -> Clusters:
    """The twin of the kernel's."""
    summed = np.stack([weights, *(points * weights[:, None]).T])
    labels, old = nearest(points, centres), _in_order(centres)
    while True:
        mass, *sums = (np.bincount(labels, x, len(centres)) for x in summed)
        kept = mass > 0
        if not kept.all():
            labels, centres = (np.cumsum(kept) - 1)[labels], centres[kept]
        moved = (np.array(sums)[:, kept] / mass[kept]).T.copy()
        new, both = _in_order(moved), min(len(old), len(moved))
        still = (((old[:both] - new[:both]) ** 2).sum(axis=1) < tolerance**2).all()
        if still or not rounds:
            return Clusters(labels, moved)
        rounds, before = rounds - 1, labels
        labels = _nearest_again(points, moved, labels, (moved != centres).any(axis=1))
        if (labels == before).all():
            return Clusters(labels, moved)
        centres, old = moved, new


def _nearest_again(points: Floats, centres: Floats, labels: Ints, moved: Flags) -> Ints:
    """`nearest`, looking only at what can have changed since `labels`: what is near moved centres."""
    if len(points) * len(centres) <= SMALL or 2 * moved.sum() > len(centres):
        return nearest(points, centres)
    labels, restless = labels.copy(), moved[labels]
    labels[restless] = nearest(points[restless], centres)
    rest, there = np.flatnonzero(~restless), np.flatnonzero(moved)[::-1]
    if rest.size and there.size:
        place, gap = vq(points[rest], centres[there], check_finite=False)
        own, found = labels[rest], there[place]
        held = np.sqrt(((points[rest] - centres[own]) ** 2).sum(axis=1))
        closer = (gap < held) | ((gap == held) & (found > own))
        labels[rest[closer]] = found[closer]
    return labels


def _in_order(centres: Floats) -> Floats:
    return centres[np.lexsort((centres[:, 1], centres[:, 0]))]


def first_distinct(points: Floats, k: int) -> Floats:
    """The first k different points, in the order they stand.

    >>> first_distinct(np.array([[1.0, 1], [1, 1], [0, 0]]), 2).tolist()
    [[1.0, 1.0], [0.0, 0.0]]
    """
    firsts = np.unique(points, axis=0, return_index=True)[1]
    return points[np.sort(firsts)[:k]]


def distances(points: Floats) -> Floats:
    """All distances between n points, (n, n).

    >>> distances(np.array([[0.0, 0], [3, 4]]))[0].tolist()
    [0.0, 5.0]
    """
    x, y = points[:, 0], points[:, 1]
    return np.asarray(np.sqrt((x[:, None] - x) ** 2 + (y[:, None] - y) ** 2))


def silhouettes(apart: Floats, groupings: Ints, weights: Floats) -> Floats:
    """Mean silhouette (Rousseeuw 1987) in [-1, 1] of C groupings of points weighing several people each, (C,).

    `apart` (n, n) distances, `groupings` (C, n), `weights` (n,). A point alone in its group counts 0;
    with one group the answer is 0. With weights of one it is the ordinary silhouette.

    >>> apart = distances(np.array([[0.0, 0], [1, 0], [9, 0], [10, 0]]))
    >>> silhouettes(apart, np.array([[0, 0, 1, 1], [0, 0, 0, 0]]), np.ones(4)).round(4).tolist()
    [0.8885, 0.0]
    """
    k = int(groupings.max(initial=0)) + 1
    own = groupings[:, :, None] == np.arange(k)
    member = own * weights[:, None]
    step = max(1, ONE_THREAD // (len(apart) * k or 1))
    parts = [apart[at : at + step] @ member for at in range(0, len(apart), step)]
    reach = np.concatenate(parts or [member], axis=1)
    mass = np.broadcast_to(member.sum(axis=1, keepdims=True), own.shape)
    others = (mass[own] - np.tile(weights, len(own))).reshape(groupings.shape)
    within = reach[own].reshape(groupings.shape) / np.where(others > 0, others, 1.0)
    elsewhere = ~own & (mass > 0)
    beyond = np.divide(reach, mass, out=np.full(own.shape, np.inf), where=elsewhere).min(axis=2)
    counts = (others > 0) & np.isfinite(beyond)
    scale = np.maximum(np.maximum(within, beyond), 1e-300)
    score = np.divide(beyond - within, scale, out=np.zeros(counts.shape), where=counts)
    return np.asarray(score @ weights / weights.sum())


def adjusted_rand(one: Ints, other: Ints) -> float:
    """Adjusted Rand index of two groupings of the same people (Hubert and Arabie 1985).

    1 when they are the same, 0 on average for unrelated ones. Labels are any integers, (n,).

    >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
    1.0
    >>> round(adjusted_rand(np.array([0, 0, 1, 1]), np.array([0, 0, 1, 2])), 4)
    0.5714
    """
    return float(adjusted_rand_each(one, other[None])[0]) if len(one) else 1.0


def adjusted_rand_each(one: Ints, others: Ints) -> Floats:
    """The adjusted Rand index of one grouping (n,) with each of R others (R, n), (R,).

    >>> adjusted_rand_each(np.array([0, 0, 1]), np.array([[5, 5, 7], [1, 2, 2]])).round(9).tolist()
    [1.0, -0.5]
    """
    one, others = one - one.min(), others - others.min()
    shape = (len(others), int(one.max()) + 1, int(others.max()) + 1)
    cell = (np.arange(shape[0])[:, None] * shape[1] + one) * shape[2] + others
    table = np.bincount(cell.ravel(), minlength=int(np.prod(shape))).reshape(shape).astype(float)
    pairs = _pairs(table).sum(axis=(1, 2))
    rows = _pairs(table.sum(axis=2)).sum(axis=1)
    columns = _pairs(table.sum(axis=1)).sum(axis=1)
    expected = rows * columns / max(1.0, len(one) * (len(one) - 1) / 2)
    most = (rows + columns) / 2
    alike = most - expected <= 1e-12 * most
    return np.where(alike, 1.0, (pairs - expected) / np.where(alike, 1.0, most - expected))


def _pairs(sizes: Floats) -> Floats:
    return sizes * (sizes - 1) / 2
