"""Impact and effort: which ideas to take up first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Literal, get_args

from civicmetrics.decisions.account import (
    BallotIsInvalid,
    Lot,
    Option,
    Outcome,
    Step,
    What,
    check_known,
    check_options,
)
from civicmetrics.decisions.simple import ranked

Quadrant = Literal["quick win", "large project", "fill-in", "leave"]
_LOWEST, _MIDDLE, _HIGHEST = 1, 3, 5
_FAR_APART = 2


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an option stands; all None when nobody judged it.

    impact, effort: medians from 1 to 5; impact_spread, effort_spread: distance between the quartiles;
    score: impact / effort; discuss: people judge it very differently.
    """

    answers: int
    impact: Fraction | None
    effort: Fraction | None
    impact_spread: Fraction | None
    effort_spread: Fraction | None

    @property
    def score(self) -> Fraction | None:
        """Impact for each unit of effort."""
        return None if self.impact is None or self.effort is None else self.impact / self.effort

    @property
    def quadrant(self) -> Quadrant | None:
        """The corner it stands in; the middle counts as high impact and as low effort."""
        if self.impact is None or self.effort is None:
            return None
        if self.impact >= _MIDDLE:
            return "quick win" if self.effort <= _MIDDLE else "large project"
        return "fill-in" if self.effort <= _MIDDLE else "leave"

    @property
    def discuss(self) -> bool:
        """Whether half of the answers lie two or more apart."""
        spreads = (self.impact_spread, self.effort_spread)
        return any(spread is not None and spread >= _FAR_APART for spread in spreads)


@dataclass(frozen=True, slots=True)
class Placements:
    """Every option's placement, the best first, and the options in order with the account."""

    placements: Mapping[Option, Placement]
    outcome: Outcome


def impact_effort(
    options: Sequence[Option], ballots: Sequence[Mapping[Option, tuple[int, int]]], lot: Lot
) -> Placements:
    """Each option's placement, the best score first; ties by more answers, then by lot.

    ballots: option to (impact, effort), whole numbers from 1 to 5; options left out are not judged and
    stand last. Quartiles are the medians of the lower and the upper half, the middle in both (Tukey's
    hinges). Steps: impact and effort (medians), impact spread, effort spread, totals (scores), tie
    (answers), lot, ranked, each quadrant somebody stands in, discuss. Source: the impact-effort matrix
    of Lean practice. Raises BallotIsInvalid.

    >>> found = impact_effort(["bench"], [{"bench": (4, 2)}, {"bench": (5, 2)}], Lot("x"))
    >>> found.placements["bench"].score, found.outcome.chosen
    (Fraction(9, 4), ('bench',))
    >>> [step.what for step in found.outcome.steps][:5]
    ['impact', 'effort', 'impact spread', 'effort spread', 'totals']
    """
    known = check_options(options)
    for ballot in ballots:
        check_known(ballot, known)
        if not all(_LOWEST <= n <= _HIGHEST for pair in ballot.values() for n in pair):
            raise BallotIsInvalid(f"impact and effort are from {_LOWEST} to {_HIGHEST}")
    found = {each: _placement([b[each] for b in ballots if each in b]) for each in known}
    ranks = {
        each: (Fraction(-1) if at.score is None else at.score, at.answers)
        for each, at in found.items()
    }
    order = ranked(known, ranks, lot)
    placed = {each: found[each] for each in order.chosen}
    steps = (*_medians(placed), *order.steps, *_corners(placed))
    return Placements(placed, Outcome(order.chosen, steps))


def _medians(placed: Mapping[Option, Placement]) -> list[Step]:
    columns: dict[What, Callable[[Placement], Fraction | None]] = {
        "impact": lambda at: at.impact,
        "effort": lambda at: at.effort,
        "impact spread": lambda at: at.impact_spread,
        "effort spread": lambda at: at.effort_spread,
    }
    steps = []
    for what, column in columns.items():
        read = {each: column(at) for each, at in placed.items()}
        numbers = {each: number for each, number in read.items() if number is not None}
        steps.append(Step(what, tuple(numbers), numbers))
    return steps


def _corners(placed: Mapping[Option, Placement]) -> list[Step]:
    groups: dict[What, tuple[Option, ...]] = {
        corner: tuple(each for each, at in placed.items() if at.quadrant == corner)
        for corner in get_args(Quadrant)
    }
    groups["discuss"] = tuple(each for each, at in placed.items() if at.discuss)
    return [Step(what, options) for what, options in groups.items() if options]


def _placement(given: Sequence[tuple[int, int]]) -> Placement:
    if not given:
        return Placement(0, None, None, None, None)
    impacts, efforts = zip(*given, strict=True)
    return Placement(
        len(given),
        Fraction(median(impacts)),
        Fraction(median(efforts)),
        _spread(impacts),
        _spread(efforts),
    )


def _spread(numbers: Sequence[int]) -> Fraction:
    ordered = sorted(numbers)
    half = (len(ordered) + 1) // 2
    return Fraction(median(ordered[-half:])) - Fraction(median(ordered[:half]))
