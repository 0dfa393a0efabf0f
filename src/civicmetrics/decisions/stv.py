"""STV: several seats from rankings, in exact fractions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from civicmetrics.decisions.account import (
    BallotIsInvalid,
    Lot,
    Number,
    Option,
    Outcome,
    Step,
    check_known,
    check_options,
)


@dataclass(frozen=True, slots=True)
class _Paper:
    """What is left of a ballot: the options still to come, and what it is worth."""

    ranking: tuple[Option, ...]
    worth: Fraction = Fraction(1)


@dataclass(slots=True)
class _Count:
    piles: dict[Option, list[_Paper]]
    quota: Fraction
    lot: Lot
    seats: int
    chosen: list[Option] = field(default_factory=list)
    waiting: list[Option] = field(default_factory=list)  # elected, surplus not yet passed on
    history: list[Mapping[Option, Fraction]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    @property
    def hopeful(self) -> list[Option]:
        return [option for option in self.piles if option not in self.chosen]

    def votes(self) -> dict[Option, Fraction]:
        return {o: sum((p.worth for p in pile), Fraction()) for o, pile in self.piles.items()}


def stv(
    options: Sequence[Option],
    ballots: Sequence[Sequence[Option]],
    seats: int,
    lot: Lot,
    *,
    quota: Literal["droop", "exact"] = "droop",
) -> Outcome:
    """The options elected to some seats, in the order of election.

    ballots: options in order of preference, as many as one likes; empty ballots do not count. The quota
    is Droop's, votes // (seats + 1) + 1, or exactly votes / (seats + 1), which more must then exceed.
    Who reaches it is elected; a surplus passes on all the elected one's papers at (votes - quota) /
    votes of their worth (weighted inclusive Gregory), the largest surplus first. When nobody reaches
    it, the one with fewest votes is excluded and the papers pass on at full worth. When as many are
    left as seats, all are elected. Ties: the one ahead in the latest earlier round where they differed,
    then the lot. Steps: quota, votes (each round), elected, transfer, excluded, tie, lot. Source: the
    Scottish Local Government Elections Order 2007, without its rounding. Raises BallotIsInvalid when a
    ballot names an option twice; ValueError for seats below 1 or above the number of options.

    >>> stv(["a", "b", "c"], [["a", "b"]] * 4 + [["c"]] * 2, 2, Lot("x")).chosen
    ('a', 'c')
    """
    known = check_options(options)
    if not 1 <= seats <= len(known):
        raise ValueError(f"{seats} seats for {len(known)} options")
    papers = [_paper(ballot, known) for ballot in ballots if ballot]
    limit = Fraction(len(papers), seats + 1)
    if quota == "droop":
        limit = Fraction(len(papers) // (seats + 1) + 1)
    count = _Count({option: [] for option in known}, limit, lot, seats)
    for paper in papers:
        count.piles[paper.ranking[0]].append(replace(paper, ranking=paper.ranking[1:]))
    count.steps.append(Step("quota", (), {"quota": limit, "ballots": len(papers), "seats": seats}))
    while len(count.chosen) < seats:
        _round(count, exact=quota == "exact")
    return Outcome(tuple(count.chosen), tuple(count.steps))


def _paper(ballot: Sequence[Option], options: Sequence[Option]) -> _Paper:
    check_known(ballot, options)
    if len(set(ballot)) != len(ballot):
        raise BallotIsInvalid("an option stands twice on a ballot")
    return _Paper(tuple(ballot))


def _round(count: _Count, *, exact: bool) -> None:
    votes = count.votes()
    shown: dict[str, Number] = {option: votes[option] for option in count.piles}
    count.steps.append(Step("votes", tuple(count.piles), shown))
    _elect(count, votes, exact=exact)
    count.history.append(votes)
    free = count.seats - len(count.chosen)
    if free and len(count.hopeful) <= free:
        _take(count, _in_order(count, count.hopeful, votes))
    elif count.waiting and free:
        largest = max(votes[option] for option in count.waiting)
        tied = [option for option in count.waiting if votes[option] == largest]
        first = _in_order(count, tied, votes)[0]
        count.waiting.remove(first)
        _pass_on(count, first, (votes[first] - count.quota) / votes[first], "transfer")
    elif free:
        least = min(votes[option] for option in count.hopeful)
        tied = [option for option in count.hopeful if votes[option] == least]
        _pass_on(count, _in_order(count, tied, votes)[-1], Fraction(1), "excluded")


def _elect(count: _Count, votes: Mapping[Option, Fraction], *, exact: bool) -> None:
    free = count.seats - len(count.chosen)
    reached = [
        option
        for option in count.hopeful
        if votes[option] > count.quota or (not exact and votes[option] == count.quota)
    ]
    elected = _in_order(count, reached, votes)[:free]
    _take(count, elected)
    count.waiting += elected


def _take(count: _Count, elected: Sequence[Option]) -> None:
    if elected:
        count.chosen += elected
        count.steps.append(Step("elected", tuple(elected)))


def _in_order(
    count: _Count, options: Sequence[Option], votes: Mapping[Option, Fraction]
) -> list[Option]:
    """Options by falling votes now, then in earlier rounds from the latest, then by lot."""
    drawn = count.lot.order(options)
    rounds = [votes, *reversed(count.history)]
    ranks = {each: tuple(past[each] for past in rounds) for each in options}
    order = sorted(drawn, key=lambda each: ranks[each], reverse=True)
    if len({votes[each] for each in options}) < len(options):
        is_lot = len(set(ranks.values())) < len(options)
        count.steps.append(Step("lot" if is_lot else "tie", tuple(order)))
    return order


def _pass_on(
    count: _Count, option: Option, part: Fraction, what: Literal["transfer", "excluded"]
) -> None:
    """Move an option's papers to the next hopeful on each, at a part of their worth."""
    pile = count.piles.pop(option)
    kept = count.quota if what == "transfer" else Fraction()
    hopeful = set(count.hopeful)
    lost = Fraction()
    for paper in pile:
        rest = [place for place, each in enumerate(paper.ranking) if each in hopeful]
        worth = paper.worth * part
        if not rest:
            lost += worth
            continue
        receiver = paper.ranking[rest[0]]
        count.piles[receiver].append(_Paper(paper.ranking[rest[0] + 1 :], worth))
    count.steps.append(Step(what, (option,), {"part": part, "left over": lost, "kept": kept}))
