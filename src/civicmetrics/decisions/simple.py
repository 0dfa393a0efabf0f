"""Dots, approval and scores: add up, show, and settle ties by more supporters and then by lot."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from statistics import median
from typing import TypeVar

from civicmetrics.decisions.account import (
    BallotIsInvalid,
    Lot,
    Number,
    Option,
    Outcome,
    Step,
    What,
    check_known,
    check_options,
)

Rank = TypeVar("Rank", bound=tuple[Number, ...])


def ranked(options: Sequence[Option], ranks: Mapping[Option, Rank], lot: Lot) -> Outcome:
    """Options by falling rank, equal ones by lot, with an account: totals, tie, lot, ranked.

    A number below 0 stands for none: it ranks last and is not in the account.

    >>> ranked(["park", "library"], {"park": (-1, 0), "library": (3, 1)}, Lot("x")).steps[0].numbers
    {'library': 3}
    """
    order = tuple(sorted(lot.order(options), key=lambda option: ranks[option], reverse=True))
    names: tuple[What, ...] = ("totals", "tie")
    steps = [
        Step(name, order, {each: ranks[each][place] for each in order if ranks[each][place] >= 0})
        for place, name in enumerate(names)
    ]
    alike = [tuple(each for each in order if ranks[each] == ranks[first]) for first in order]
    steps += [Step("lot", group) for group in dict.fromkeys(alike) if len(group) > 1]
    return Outcome(order, (*steps, Step("ranked", order)))


def default_dots(options: int) -> int:
    """How many dots each gets when nobody has said: a quarter of the options, at least three.

    >>> default_dots(6), default_dots(20)
    (3, 5)
    """
    return max(3, ceil(options / 4))


def dot_vote(
    options: Sequence[Option],
    ballots: Sequence[Mapping[Option, int]],
    lot: Lot,
    *,
    dots: int | None = None,
    at_most: int = 3,
) -> Outcome:
    """Options by their dots; ties by the number of people behind them, then by lot.

    ballots: option to dots, one ballot each; no more than `dots` in all (default `default_dots`) and
    `at_most` on one. Steps: totals (dots), tie (supporters), lot, ranked. Source: dotmocracy as in
    Diceman, Dotmocracy Handbook (2010). Raises BallotIsInvalid.

    >>> dot_vote(["park", "library"], [{"park": 2, "library": 1}, {"library": 1}], Lot("x")).chosen
    ('library', 'park')
    """
    known = check_options(options)
    limit = default_dots(len(known)) if dots is None else dots
    for ballot in ballots:
        check_known(ballot, known)
        if sum(ballot.values()) > limit or any(not 0 <= n <= at_most for n in ballot.values()):
            raise BallotIsInvalid(f"at most {limit} dots, and from 0 to {at_most} on one option")
    ranks = {
        option: (
            sum(ballot.get(option, 0) for ballot in ballots),
            sum(ballot.get(option, 0) > 0 for ballot in ballots),
        )
        for option in known
    }
    return ranked(known, ranks, lot)


def approval(options: Sequence[Option], ballots: Sequence[Collection[Option]], lot: Lot) -> Outcome:
    """Options by the number of people who accept them; ties by lot.

    ballots: the options each accepts; none and all are allowed. Steps: totals, tie, lot, ranked.
    Source: Brams and Fishburn, Approval Voting (1983). Raises BallotIsInvalid.

    >>> approval(["park", "library"], [{"park"}, {"park", "library"}], Lot("x")).chosen
    ('park', 'library')
    """
    known = check_options(options)
    for ballot in ballots:
        check_known(ballot, known)
    totals = {option: sum(option in ballot for ballot in ballots) for option in known}
    return ranked(known, {option: (total, total) for option, total in totals.items()}, lot)


@dataclass(frozen=True, slots=True)
class Score:
    """One option's scores: how many gave one, their mean and their median; None when nobody did."""

    answers: int
    mean: Fraction | None
    median: float | None


@dataclass(frozen=True, slots=True)
class Scores:
    """Every option's scores, and the options in order with the account."""

    scores: Mapping[Option, Score]
    outcome: Outcome


def scoring(
    options: Sequence[Option],
    ballots: Sequence[Mapping[Option, int]],
    lot: Lot,
    *,
    highest: int = 5,
) -> Scores:
    """Options by their mean score; ties by more answers, then by lot.

    ballots: option to a whole score from 0 to `highest`; an option left out is not scored, which is not
    0. An option nobody scored comes last. Steps: totals (means), tie (answers), lot, ranked. Source:
    range voting with blanks, as W.D. Smith describes it. Raises BallotIsInvalid.

    >>> found = scoring(["park", "library"], [{"park": 4}, {"park": 2, "library": 4}], Lot("x"))
    >>> found.outcome.chosen, found.scores["park"]
    (('library', 'park'), Score(answers=2, mean=Fraction(3, 1), median=3.0))
    """
    known = check_options(options)
    for ballot in ballots:
        check_scores(ballot, known, highest)
    scores = {option: _score([b[option] for b in ballots if option in b]) for option in known}
    ranks = {
        option: (Fraction(-1) if score.mean is None else score.mean, score.answers)
        for option, score in scores.items()
    }
    return Scores(scores, ranked(known, ranks, lot))


def check_scores(ballot: Mapping[Option, int], options: Sequence[Option], highest: int) -> None:
    """Raises BallotIsInvalid unless all scores are whole numbers from 0 to `highest` for options.

    >>> check_scores({"park": 5}, ["park"], 5)
    """
    check_known(ballot, options)
    if not all(isinstance(n, int) and 0 <= n <= highest for n in ballot.values()):
        raise BallotIsInvalid(f"scores are whole, from 0 to {highest}")


def _score(given: Sequence[int]) -> Score:
    if not given:
        return Score(0, None, None)
    return Score(len(given), Fraction(sum(given), len(given)), float(median(given)))
