"""STAR: score, then an automatic runoff."""

from collections.abc import Callable, Mapping, Sequence

from civicmetrics.decisions.account import Lot, Option, Outcome, Step, check_options
from civicmetrics.decisions.simple import check_scores

_Ballots = Sequence[Mapping[Option, int]]
_Measure = Callable[[Sequence[Option]], Mapping[Option, int]]


def star(options: Sequence[Option], ballots: _Ballots, lot: Lot, *, highest: int = 5) -> Outcome:
    """The winner by STAR: the two options with most points, and of them the one more ballots prefer.

    ballots: option to a whole score from 0 to `highest`; an option left out has 0. Ties for a place
    among the two: how often the tied are preferred to each other, then most scores of `highest`, then
    the lot. A tied runoff: more points, then most scores of `highest`, then the lot. Steps: totals, tie
    and lot where needed, finalists, runoff, winner. Source: starvoting.org, technical specifications.
    Raises BallotIsInvalid.

    >>> star(["park", "library"], [{"park": 5, "library": 4}, {"library": 5}], Lot("x")).chosen
    ('library',)
    """
    known = check_options(options)
    for ballot in ballots:
        check_scores(ballot, known, highest)

    def totals(among: Sequence[Option]) -> Mapping[Option, int]:
        return {each: sum(ballot.get(each, 0) for ballot in ballots) for each in among}

    def preferences(among: Sequence[Option]) -> Mapping[Option, int]:
        return {
            each: sum(b.get(each, 0) > b.get(other, 0) for b in ballots for other in among)
            for each in among
        }

    def full_scores(among: Sequence[Option]) -> Mapping[Option, int]:
        return {each: sum(ballot.get(each, 0) == highest for ballot in ballots) for each in among}

    steps: list[Step] = []
    finalists = _best(known, 2, [totals, preferences, full_scores], lot, steps)
    steps.append(Step("finalists", finalists))
    winner = finalists
    if len(finalists) > 1:
        steps.append(Step("runoff", finalists, preferences(finalists)))
        winner = _best(finalists, 1, [preferences, totals, full_scores], lot, steps, told=1)
    return Outcome(winner, (*steps, Step("winner", winner)))


def _best(
    options: Sequence[Option],
    places: int,
    measures: Sequence[_Measure],
    lot: Lot,
    steps: list[Step],
    told: int = 0,
) -> tuple[Option, ...]:
    """The best options by the first measure; those tied for the last places by the next, then by lot."""
    if not measures:
        chosen = lot.order(options)[:places]
        steps.append(Step("lot", chosen + lot.order(set(options) - set(chosen))))
        return chosen
    values = measures[0](options)
    order = sorted(options, key=lambda each: values[each], reverse=True)
    if not told:
        steps.append(Step("tie" if steps else "totals", tuple(order), dict(values)))
    if len(order) <= places:
        return tuple(order)
    limit = values[order[places - 1]]
    sure = tuple(each for each in order if values[each] > limit)
    tied = [each for each in order if values[each] == limit]
    left = places - len(sure)
    if len(tied) <= left:
        return sure + tuple(tied)
    return sure + _best(tied, left, measures[1:], lot, steps)
