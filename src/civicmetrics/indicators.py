"""Indicators with their uncertainty: shares, differences, trends, targets and composites.

Counts go in, values with an interval come out. Percentages of few people are for
`civicmetrics.disclosure` to refuse.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import comb, exp, fsum, lgamma, log, prod, sqrt
from statistics import NormalDist, fmean
from typing import Literal

from scipy.special import stdtr, stdtrit

Verdict = Literal["may be chance", "hardly chance", "too little to say"]
_RARE = 0.05
_EXACT = 2_000  # up to here Fisher's test counts with whole numbers


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and the interval that the true one is in, with the stated confidence."""

    value: float
    low: float
    high: float
    confidence: float = 0.95


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely a difference at least this large is when there is none in truth.

    probability: from 0 to 1, or None when there is too little to say.
    """

    probability: float | None

    @property
    def verdict(self) -> Verdict:
        """In words; "hardly chance" is less than one time in twenty."""
        if self.probability is None:
            return "too little to say"
        return "hardly chance" if self.probability < _RARE else "may be chance"


def _z(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError("confidence is between 0 and 1")
    return NormalDist().inv_cdf((1 + confidence) / 2)


def _checked(part: int, base: int) -> None:
    if base < 1 or not 0 <= part <= base:
        raise ValueError(f"{part} of {base} is no share")


def proportion(part: int, base: int, *, confidence: float = 0.95) -> Estimate:
    """The share `part / base` with Wilson's interval. Unit: 1 is all.

    Source: E.B. Wilson, JASA 22 (1927); the score method without correction, number 3 in R.G. Newcombe,
    Statistics in Medicine 17 (1998) 857. Raises ValueError unless 0 <= part <= base and base >= 1.

    >>> share = proportion(81, 263)
    >>> round(share.value, 4), round(share.low, 4), round(share.high, 4)
    (0.308, 0.2553, 0.3662)
    """
    _checked(part, base)
    z = _z(confidence)
    share = part / base
    scale = 1 + z * z / base
    middle = (share + z * z / (2 * base)) / scale
    half = z * sqrt(share * (1 - share) / base + z * z / (4 * base * base)) / scale
    low = 0.0 if part == 0 else middle - half
    high = 1.0 if part == base else middle + half
    return Estimate(share, low, high, confidence)


def difference(
    part: int, base: int, other_part: int, other_base: int, *, confidence: float = 0.95
) -> Estimate:
    """The first share minus the second, with Newcombe's interval. Unit: 1 is all.

    Source: R.G. Newcombe, Statistics in Medicine 17 (1998) 873, method 10: the two Wilson intervals
    combined. For independent groups. Raises ValueError as `proportion` does.

    >>> gap = difference(56, 70, 48, 80)
    >>> round(gap.value, 4), round(gap.low, 4), round(gap.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    one = proportion(part, base, confidence=confidence)
    two = proportion(other_part, other_base, confidence=confidence)
    gap = one.value - two.value
    down = sqrt((one.value - one.low) ** 2 + (two.high - two.value) ** 2)
    up = sqrt((one.high - one.value) ** 2 + (two.value - two.low) ** 2)
    return Estimate(gap, gap - down, gap + up, confidence)


def difference_by_chance(part: int, base: int, other_part: int, other_base: int) -> Chance:
    """Whether the difference of two shares can be chance: Fisher's exact test, two-sided.

    Source: R.A. Fisher, The Design of Experiments (1935); two-sided as the tables no likelier than the
    one seen. Independent groups. Raises ValueError as `proportion` does.

    >>> round(difference_by_chance(3, 4, 1, 4).probability, 4)
    0.4857
    """
    _checked(part, base)
    _checked(other_part, other_base)
    together, everyone = part + other_part, base + other_base
    possible = range(max(0, together - other_base), min(together, base) + 1)
    if len(possible) == 1:
        return Chance(None)
    if everyone <= _EXACT:
        ways = [comb(base, k) * comb(other_base, together - k) for k in possible]
        seen = ways[part - possible.start]
        return Chance(sum(each for each in ways if each <= seen) / sum(ways))
    logs = [_log_comb(base, k) + _log_comb(other_base, together - k) for k in possible]
    seen_log = logs[part - possible.start]
    largest = max(logs)
    rare = fsum(exp(each - largest) for each in logs if each <= seen_log + 1e-9)
    return Chance(min(1.0, rare / fsum(exp(each - largest) for each in logs)))


def _log_comb(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


@dataclass(frozen=True, slots=True)
class Trend:
    """The change per unit of time, its chance, and the level at time 0.

    slope: value and interval; without an interval (None) there are fewer than three readings.
    """

    slope: Estimate | None
    change: float
    level: float
    chance: Chance


def trend(times: Sequence[float], values: Sequence[float], *, confidence: float = 0.95) -> Trend:
    """The straight line through readings, by least squares. Unit: value per unit of time.

    times and values: as many of each, at least two times that differ. The interval and the chance are
    Student's t with n - 2 degrees of freedom and take the readings as equally sure; for shares with
    bases ask `trend_by_chance`. Source: NIST/SEMATECH e-Handbook of Statistical Methods, 4.1.4.1; checked
    against the certified values of its data set Norris. Raises ValueError for other shapes.

    >>> line = trend([2023, 2024, 2025, 2026], [61, 64, 64, 68])
    >>> round(line.change, 2), round(line.slope.low, 2), line.chance.verdict
    (2.1, -0.14, 'may be chance')
    """
    if len(times) != len(values) or len(set(times)) < 2:
        raise ValueError("a trend needs as many values as times, at two times or more")
    mean_time, mean_value = fmean(times), fmean(values)
    spread = fsum((time - mean_time) ** 2 for time in times)
    change = fsum((t - mean_time) * (v - mean_value) for t, v in zip(times, values, strict=True))
    change /= spread
    level = mean_value - change * mean_time
    free = len(times) - 2
    _z(confidence)
    if free == 0:
        return Trend(None, change, level, Chance(None))
    rest = fsum((v - level - change * t) ** 2 for t, v in zip(times, values, strict=True))
    error = sqrt(rest / free / spread)
    half = float(stdtrit(free, (1 + confidence) / 2)) * error
    chance = Chance(2 * float(stdtr(free, -abs(change) / error)) if error else float(change == 0))
    return Trend(Estimate(change, change - half, change + half, confidence), change, level, chance)


def trend_by_chance(times: Sequence[float], parts: Sequence[int], bases: Sequence[int]) -> Chance:
    """Whether the trend of shares, each of its own base, can be chance: Cochran and Armitage's test.

    times, parts, bases: one of each per reading. Source: P. Armitage, Biometrics 11 (1955); two-sided,
    the statistic (n - 1) r squared of A. Agresti, Categorical Data Analysis, 3.4.1. Raises ValueError
    for other shapes and as `proportion` does.

    >>> round(trend_by_chance([0, 1, 2], [10, 15, 24], [40, 40, 40]).probability, 4)
    0.0015
    """
    if not len(times) == len(parts) == len(bases) or len(times) < 2:
        raise ValueError("as many times as parts and bases, at least two")
    for part, base in zip(parts, bases, strict=True):
        _checked(part, base)
    everyone, some = sum(bases), sum(parts)
    mean = fsum(t * n for t, n in zip(times, bases, strict=True)) / everyone
    spread = fsum(n * (t - mean) ** 2 for t, n in zip(times, bases, strict=True))
    variance = spread * some * (everyone - some) / everyone
    if variance <= 0:
        return Chance(None)
    covariance = fsum(part * (t - mean) for t, part in zip(times, parts, strict=True))
    z = abs(covariance) * sqrt((everyone - 1) / variance)
    return Chance(2 * NormalDist().cdf(-z))


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a reading is from its target, in the indicator's unit.

    remaining: what is missing, never negative. progress: the part of the way from baseline to target
    that is done (below 0: away from it, above 1: beyond), None when they are equal. expected: the part
    that a steady pace would have done by now, None without dates.
    """

    remaining: float
    progress: float | None
    expected: float | None = None

    @property
    def is_reached(self) -> bool:
        """Whether nothing is missing."""
        return self.remaining == 0

    @property
    def is_on_pace(self) -> bool | None:
        """Whether as much is done as a steady pace asks; None without dates."""
        if self.expected is None:
            return None
        return self.is_reached or (self.progress is not None and self.progress >= self.expected)


def distance_to_target(
    reading: float,
    *,
    baseline: float,
    target: float,
    dates: tuple[date, date, date] | None = None,
) -> Distance:
    """The distance from a reading to a target that lies above or below the baseline.

    dates: of the baseline, of the reading, and when the target is due, in that order of time (else
    ValueError). Source: the linear path of Eurostat's monitoring of targets. With a target equal to the
    baseline the reading must not fall below it.

    >>> distance_to_target(30, baseline=40, target=20)
    Distance(remaining=10, progress=0.5, expected=None)
    """
    upwards = target >= baseline
    remaining = max(0, target - reading if upwards else reading - target)
    way = target - baseline
    progress = (reading - baseline) / way if way else None
    if dates is None:
        return Distance(remaining, progress)
    start, now, due = dates
    if not start < due or now < start:
        raise ValueError("the baseline comes first, and the target is due after it")
    expected = min(1.0, (now - start) / (due - start))
    return Distance(remaining, progress, expected)


@dataclass(frozen=True, slots=True)
class Goalposts:
    """The values that count as 0 and as 1; `worst` may be the larger. scale: "log" for incomes."""

    worst: float
    best: float
    scale: Literal["linear", "log"] = "linear"

    def index(self, value: float) -> float:
        """The value between the goalposts as 0 to 1, cut at both ends.

            Raises ValueError for equal goalposts, and on a log scale for values not above 0.

        XX
        """
        if self.worst == self.best:
            raise ValueError("the goalposts are one")
        bend = log if self.scale == "log" else float
        worst, best = bend(self.worst), bend(self.best)
        return min(1.0, max(0.0, (bend(value) - worst) / (best - worst)))


@dataclass(frozen=True, slots=True)
class Composite:
    """A weighted mean of indices from 0 to 1, and each one's weight as used (summing to 1).

    missing: the part of the stated weights whose indices were not there.
    """

    value: float
    weights: Mapping[str, float]
    missing: float = 0.0


def composite(
    indices: Mapping[str, float | None],
    weights: Mapping[str, float],
    *,
    mean: Literal["arithmetic", "geometric"] = "arithmetic",
    at_most_missing: float = 0.0,
) -> Composite:
    """Indices put together with stated weights.

    indices: name to a value from 0 to 1, None when missing; weights: the same names to numbers above 0.
    Missing ones are left out and the other weights enlarged, as long as they have no more than
    `at_most_missing` of all weight. A geometric mean lets a high index make up less for a low one.
    Source: OECD and JRC, Handbook on Constructing Composite Indicators (2008); UNDP, Human Development
    Report, technical notes. Raises ValueError for other names, values, weights or more missing.

    >>> composite({"trust": 0.5, "ties": 0.75}, {"trust": 3, "ties": 1}).value
    0.5625
    """
    if indices.keys() != weights.keys() or not weights:
        raise ValueError("each index needs a weight, and each weight an index")
    there = {name: value for name, value in indices.items() if value is not None}
    if min(weights.values()) <= 0 or not all(0 <= value <= 1 for value in there.values()):
        raise ValueError("weights are above 0, and indices from 0 to 1")
    used = fsum(weights[name] for name in there)
    missing = max(0.0, 1 - used / fsum(weights.values()))
    if not there or missing > at_most_missing + 1e-12:
        raise ValueError(f"missing: {', '.join(sorted(indices.keys() - there.keys()))}")
    shares = {name: weights[name] / used for name in there}
    if mean == "geometric":
        value = prod(there[name] ** share for name, share in shares.items())
    else:
        value = fsum(there[name] * share for name, share in shares.items())
    return Composite(value, shares, missing)
