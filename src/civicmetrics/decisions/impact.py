"""Impact and effort: which ideas to take up first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Literal

from civicmetrics.decisions.account import BallotIsInvalid, Lot, Option, check_known, check_options

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


def impact_effort(
    options: Sequence[Option], ballots: Sequence[Mapping[Option, tuple[int, int]]], lot: Lot
) -> dict[Option, Placement]:
    """Each option's placement, the best score first; ties by more answers, then by lot.

    ballots: option to (impact, effort), whole numbers from 1 to 5; options left out are not judged and
    stand last. Quartiles are the medians of the lower and the upper half, the middle in both (Tukey's
    hinges). Source: the impact-effort matrix of Lean practice. Raises BallotIsInvalid.

    >>> impact_effort(["bench"], [{"bench": (4, 2)}, {"bench": (5, 2)}], Lot("x"))["bench"].score
    Fraction(9, 4)
    """
    known = check_options(options)
    for ballot in ballots:
        check_known(ballot, known)
        if not all(_LOWEST <= n <= _HIGHEST for pair in ballot.values() for n in pair):
            raise BallotIsInvalid(f"impact and effort are from {_LOWEST} to {_HIGHEST}")
    found = {each: _placement([b[each] for b in ballots if each in b]) for each in lot.order(known)}
    ranked = sorted(
        found, key=lambda each: (found[each].score or 0, found[each].answers), reverse=True
    )
    return {each: found[each] for each in ranked}


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
