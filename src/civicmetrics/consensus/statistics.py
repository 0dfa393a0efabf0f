"""The arithmetic of agreement: counts, smoothed shares, tests, bounds. Arrays in, arrays out."""

from typing import NamedTuple, TypeAlias

import numpy as np
from scipy.special import erfc

from civicmetrics.consensus.votes import Flags, Floats, Ints, VoteTable

Counts: TypeAlias = Ints | Floats
Z90 = 1.2816  # one-sided 90 %, as Polis rounds it


class Tally(NamedTuple):
    """Answers per group and statement, each (G, M): agreed, disagreed, and all with passes."""

    agreed: Ints
    disagreed: Ints
    answered: Ints

    @property
    def elsewhere(self) -> "Tally":
        """For each group the sum over the other groups, (G, M)."""
        return Tally(*(counts.sum(axis=0) - counts for counts in self))

    @property
    def together(self) -> "Tally":
        """All groups as one, (1, M)."""
        return Tally(*(counts.sum(axis=0, keepdims=True) for counts in self))


def tally(table: VoteTable, labels: Ints, groups: int) -> Tally:
    """Count the answers of each group; participants labelled -1 are in none. O(V).

    >>> table = VoteTable.of([("a", 1, 1), ("b", 1, -1), ("c", 1, 0)])
    >>> tally(table, np.array([0, 0, -1]), 1).answered.tolist()
    [[2]]
    """
    width = table.shape[1]
    dtype = np.int32 if (groups + 1) * 3 * width < 2**31 else np.int64
    key = np.repeat((labels.astype(dtype) + 1) * (3 * width), table.answered)
    key += (table.values.astype(dtype) + 1) * width
    key += table.columns
    counts = np.bincount(key, minlength=(groups + 1) * 3 * width)
    disagreed, passed, agreed = counts.reshape(groups + 1, 3, width)[1:].swapaxes(0, 1)
    return Tally(agreed, disagreed, agreed + disagreed + passed)


def smoothed(part: Ints, whole: Ints) -> Floats:
    """(x + 1) / (n + 2): a share that starts at one half and never reaches 0 or 1.

    >>> smoothed(np.array([3]), np.array([3])).tolist()
    [0.8]
    """
    return np.asarray((part + 1) / (whole + 2))


def majority_z(part: Ints, whole: Ints) -> Floats:
    """How clearly more than half chose this: 2 sqrt(n+1) ((x+1)/(n+1) - 1/2), standard normal.

    >>> majority_z(np.array([3]), np.array([3])).tolist()
    [2.0]
    """
    return np.asarray(2 * np.sqrt(whole + 1) * ((part + 1) / (whole + 1) - 0.5))


def difference_z(part: Counts, whole: Counts, other_part: Counts, other_whole: Counts) -> Floats:
    """Two-proportion z with one agreeing answer added to each side; 0 where all chose the same.

    >>> difference_z(np.array([9]), np.array([9]), np.array([0]), np.array([9])).round(4).tolist()
    [4.0452]
    """
    x, n, y, m = part + 1, whole + 1, other_part + 1, other_whole + 1
    pooled = (x + y) / (n + m)
    spread = pooled * (1 - pooled) * (1 / n + 1 / m)
    return np.asarray((x / n - y / m) / np.sqrt(np.where(pooled == 1, np.inf, np.abs(spread))))


def wilson_low(part: Counts, whole: Counts, z: float = Z90) -> Floats:
    """Lower end of Wilson's score interval for a share (Wilson 1927); 0 where nobody answered.

    With z = 1.2816 the true share lies above it in 90 of 100 cases.

    >>> wilson_low(np.array([12, 0]), np.array([12, 0])).round(4).tolist()
    [0.8796, 0.0]
    """
    n = np.maximum(whole, 1)
    p = part / n
    centre = p + z * z / (2 * n)
    half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return np.where(np.asarray(whole) > 0, np.maximum(0.0, (centre - half) / (1 + z * z / n)), 0.0)


def group_informed_consensus(counts: Tally) -> Floats:
    """Product over groups of (A+1)/(S+2), (M,): high only where every group agrees. Source: Polis.

    >>> two = Tally(np.array([[3], [8]]), np.array([[0], [0]]), np.array([[3], [8]]))
    >>> group_informed_consensus(two).round(6).tolist()
    [0.72]
    """
    return np.asarray(smoothed(counts.agreed, counts.answered).prod(axis=0))


def two_sided(z: Floats) -> Floats:
    """Probability of a standard normal value at least as far from 0.

    >>> two_sided(np.array([1.959964])).round(4).tolist()
    [0.05]
    """
    return np.asarray(erfc(np.abs(z) / np.sqrt(2)))


def discoveries(p_values: Floats, rate: float) -> Flags:
    """Benjamini and Hochberg (1995): which of many tests to believe so that at most `rate` are false.

    >>> discoveries(np.array([0.001, 0.02, 0.6, 0.03]), 0.05).tolist()
    [True, True, False, True]
    """
    flat = np.sort(p_values, axis=None)
    under = np.flatnonzero(flat <= rate * np.arange(1, flat.size + 1) / max(1, flat.size))
    return np.asarray(p_values <= flat[under[-1]]) if under.size else np.zeros(p_values.shape, bool)
