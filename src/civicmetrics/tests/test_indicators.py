"""Indicators against published worked examples."""

from datetime import date
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicmetrics.indicators import (
    Chance,
    Goalposts,
    composite,
    difference,
    difference_by_chance,
    distance_to_target,
    proportion,
    trend,
    trend_by_chance,
)


@pytest.mark.parametrize(
    ("part", "base", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_shares_are_as_newcombe_printed_them(part: int, base: int, low: float, high: float) -> None:
    """Newcombe, Statistics in Medicine 17 (1998) 857, table I, method 3."""
    share = proportion(part, base)
    assert (round(share.low, 4), round(share.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("one", "two", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0000),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_differences_are_as_newcombe_printed_them(
    one: tuple[int, int], two: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe, Statistics in Medicine 17 (1998) 873, table II, method 10."""
    gap = difference(*one, *two)
    assert (round(gap.low, 4), round(gap.high, 4)) == (low, high)


COUNTS = st.integers(1, 60).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))


@given(COUNTS, COUNTS)
def test_swapping_two_groups_turns_the_difference_round(
    one: tuple[int, int], two: tuple[int, int]
) -> None:
    there, back = difference(*one, *two), difference(*two, *one)
    assert (back.value, back.low, back.high) == pytest.approx(
        (-there.value, -there.high, -there.low)
    )
    assert -1 - 1e-12 <= there.low <= there.value <= there.high <= 1 + 1e-12
    assert difference_by_chance(*one, *two) == difference_by_chance(*two, *one)


def test_the_lady_tasting_tea() -> None:
    """Fisher, The Design of Experiments: 3 of 4 right is no evidence, 4 of 4 is."""
    assert difference_by_chance(3, 4, 1, 4).probability == pytest.approx(34 / 70)
    assert difference_by_chance(4, 4, 0, 4).probability == pytest.approx(2 / 70)


def test_many_people_are_counted_as_exactly_as_few() -> None:
    base, other, part, other_part = 1100, 1000, 30, 41
    ways = [comb(base, k) * comb(other, 71 - k) for k in range(72)]
    exact = sum(each for each in ways if each <= ways[part]) / sum(ways)
    found = difference_by_chance(part, base, other_part, other).probability
    assert found == pytest.approx(exact, rel=1e-9)


NORRIS = """
0.2 0.1 337.4 338.8 118.2 118.1 884.6 888.0 10.1 9.2 226.5 228.1 666.3 668.5 996.3 998.5 448.6 449.1 777.0 778.9
558.2 559.2 0.4 0.3 0.6 0.1 775.5 778.1 666.9 668.8 338.0 339.3 447.5 448.9 11.6 10.8 556.0 557.7 228.1 228.3
995.8 998.0 887.6 888.8 120.2 119.6 0.3 0.3 0.3 0.6 556.8 557.6 339.1 339.3 887.2 888.0 999.0 998.5 779.0 778.9
11.1 10.2 118.3 117.6 229.2 228.9 669.1 668.4 448.9 449.2 0.5 0.2
"""


def test_a_trend_has_the_certified_values_of_norris() -> None:
    """NIST Statistical Reference Datasets, Norris: slope, its standard error, intercept."""
    numbers = [float(number) for number in NORRIS.split()]
    line = trend(numbers[::2], numbers[1::2])
    assert line.change == pytest.approx(1.00211681802045, rel=1e-12)
    assert line.level == pytest.approx(-0.262323073774029, rel=1e-10)
    assert line.slope is not None
    t_34 = 2.032244509317718  # Student's t, 34 degrees of freedom, 97.5 %
    assert (line.slope.high - line.change) / t_34 == pytest.approx(0.429796848199937e-03, rel=1e-9)
    assert line.chance.verdict == "hardly chance"


def test_two_readings_are_too_few_to_say() -> None:
    line = trend([2024, 2026], [60, 66])
    assert (line.change, line.slope, line.chance.verdict) == (3, None, "too little to say")


def test_readings_that_do_not_move_may_be_chance() -> None:
    assert trend([1, 2, 3], [5, 5, 5]).chance == Chance(1.0)


def test_the_trend_of_shares_is_as_agresti_printed_it() -> None:
    """Agresti, Categorical Data Analysis, 3.4.2: alcohol and malformation, M squared 6.57, P 0.010."""
    found = trend_by_chance(
        [0, 0.5, 1.5, 4, 7], [48, 38, 5, 1, 1], [17114, 14502, 793, 127, 38]
    ).probability
    assert found is not None
    assert round(found, 4) == 0.0104


def test_shares_that_are_all_nought_say_nothing() -> None:
    assert trend_by_chance([1, 2], [0, 0], [10, 10]).verdict == "too little to say"
    assert difference_by_chance(0, 5, 0, 9).verdict == "too little to say"


def test_the_distance_counts_towards_the_target_from_either_side() -> None:
    up = distance_to_target(55, baseline=50, target=70)
    assert (up.remaining, up.progress, up.is_reached, up.is_on_pace) == (15, 0.25, False, None)
    beyond = distance_to_target(15, baseline=40, target=20)
    assert (beyond.remaining, beyond.progress, beyond.is_reached) == (0, 1.25, True)
    kept = distance_to_target(9, baseline=10, target=10)
    assert (kept.remaining, kept.progress) == (1, None)


@pytest.mark.parametrize(("reading", "is_on_pace"), [(60, True), (59, False), (70, True)])
def test_half_way_through_half_the_way_should_be_done(reading: float, is_on_pace: bool) -> None:
    dates = (date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 2))
    found = distance_to_target(reading, baseline=50, target=70, dates=dates)
    assert found.expected == 0.5
    assert found.is_on_pace is is_on_pace


def test_the_human_development_index_of_costa_rica() -> None:
    """UNDP, Human Development Report 2020, technical note 1, worked example: 0.810."""
    schooling = composite(
        {"expected": Goalposts(0, 18).index(15.7), "mean": Goalposts(0, 15).index(8.7)},
        {"expected": 1, "mean": 1},
    )
    index = composite(
        {
            "health": Goalposts(20, 85).index(80.3),
            "education": schooling.value,
            "income": Goalposts(100, 75_000, "log").index(18_486),
        },
        {"health": 1, "education": 1, "income": 1},
        mean="geometric",
    )
    assert round(schooling.value, 4) == 0.7261
    assert round(index.value, 3) == 0.810


def test_a_missing_index_is_left_out_only_when_allowed() -> None:
    indices, weights = (
        {"trust": 0.5, "ties": None, "work": 0.9},
        {"trust": 2.0, "ties": 1.0, "work": 1.0},
    )
    with pytest.raises(ValueError, match="missing: ties"):
        composite(indices, weights)
    found = composite(indices, weights, at_most_missing=0.25)
    assert found.missing == 0.25
    assert found.value == pytest.approx(0.5 * 2 / 3 + 0.9 / 3)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: proportion(1, 0),
        lambda: proportion(3, 2),
        lambda: proportion(1, 2, confidence=1),
        lambda: trend([1], [1]),
        lambda: trend([1, 1], [1, 2]),
        lambda: trend_by_chance([1, 2], [1], [2, 2]),
        lambda: distance_to_target(1, baseline=1, target=2, dates=(date(2026, 1, 2),) * 3),
        lambda: Goalposts(1, 1).index(1),
        lambda: composite({}, {}),
        lambda: composite({"a": 2}, {"a": 1}),
        lambda: composite({"a": 1}, {"a": 0}),
        lambda: composite({"a": 1}, {"b": 1}),
    ],
)
def test_nonsense_is_refused(wrong: object) -> None:
    assert callable(wrong)
    with pytest.raises(ValueError, match=r"."):
        wrong()
