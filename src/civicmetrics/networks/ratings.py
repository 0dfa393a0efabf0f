"""Trust, value and kinds of tie: what organisations say about working with each other."""

from dataclasses import dataclass

import numpy as np

from civicmetrics.networks.errors import NotANumber
from civicmetrics.networks.values import Floats, Ints, distinct

FEWEST_RATERS = 3  # fewer, and a score is one person's judgement of a neighbour
VALUE = ("power", "involvement", "resources")
TRUST = ("reliability", "mission", "openness")


@dataclass(frozen=True, eq=False)
class Scores:
    """score (n,) 1 to 4, not a number with fewer than `FEWEST_RATERS` raters; raters (n,).

    mean over ties, 1 to 4; percent is (mean - 1) / 3, 0 to 1.
    """

    score: Floats
    raters: Ints
    mean: float
    percent: float


def scores(size: int, rated: Ints, answers: Floats, *, hide: bool = True) -> Scores:
    """Mean of three questions (1-4) over those who rate an organisation, and over all ties.

    rated (r,) positions; answers (r, items) 1-4, not a number when unanswered. In the manner of
    PARTNER (Retrum, Chapman & Varda 2013); its percent rule is not public, this is ours.
    Raises NotANumber outside 1-4.

    >>> found = scores(2, np.array([1, 1, 1]), np.array([[4.0], [3.0], [2.0]]))
    >>> found.score.tolist(), round(found.percent, 4)
    ([nan, 3.0], 0.6667)
    """
    if ((answers < 1) | (answers > 4)).any():
        row = int(np.flatnonzero(((answers < 1) | (answers > 4)).any(1))[0])
        raise NotANumber("a rating is outside 1 to 4", row=row + 1)
    known = np.isfinite(answers)
    counts = known.sum(1)
    each = np.where(known, answers, 0).sum(1) / np.maximum(counts, 1)
    rated, each = rated[counts > 0], each[counts > 0]
    raters = np.bincount(rated, minlength=size)
    none = np.full(size, np.nan)
    enough = raters >= (FEWEST_RATERS if hide else 1)
    score = np.divide(np.bincount(rated, each, size), raters, out=none, where=enough)
    mean = float(each.mean()) if len(each) else float("nan")
    return Scores(score, raters, mean, (mean - 1) / 3)


@dataclass(frozen=True)
class Multiplexity:
    """Mean number of kinds per tied pair, and the pairs that have each number of kinds."""

    mean: float
    pairs: dict[int, int]


def multiplexity(size: int, source: Ints, target: Ints, kind: Ints) -> Multiplexity:
    """How many kinds of collaboration a tied pair has, whoever reported them.

    source, target, kind (r,) one entry per reported kind. Source: Provan et al. 2005.

    >>> multiplexity(3, np.array([0, 1, 1]), np.array([1, 0, 2]), np.array([0, 1, 0]))
    Multiplexity(mean=1.5, pairs={1: 1, 2: 1})
    """
    low, high = np.minimum(source, target), np.maximum(source, target)
    kinds = int(kind.max(initial=-1)) + 1
    every = distinct((low * size + high) * max(kinds, 1) + kind)
    _, counts = np.unique(every // max(kinds, 1), return_counts=True)
    found = {int(k): int(c) for k, c in zip(*np.unique(counts, return_counts=True), strict=True)}
    return Multiplexity(float(counts.mean()) if len(counts) else float("nan"), found)
