"""Schulze's method: one winner from rankings."""

from collections.abc import Sequence
from itertools import combinations, permutations

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

Ranking = Sequence[Sequence[Option]]
_Pairs = dict[tuple[Option, Option], int]


def duels(options: Sequence[Option], ballots: Sequence[Ranking]) -> _Pairs:
    """How many ballots put the first of each pair above the second.

    ballots: groups of equally good options, the best first; options left out are equally last. Raises
    BallotIsInvalid when an option comes twice or is none.

    >>> duels(["a", "b"], [[["a"]], [["a", "b"]]])
    {('a', 'b'): 1, ('b', 'a'): 0}
    """
    known = check_options(options)
    wins = dict.fromkeys(permutations(known, 2), 0)
    for ballot in ballots:
        place = _places(ballot, known)
        for one, two in combinations(known, 2):
            if place[one] != place[two]:
                wins[(one, two) if place[one] < place[two] else (two, one)] += 1
    return wins


def _places(ballot: Ranking, options: Sequence[Option]) -> dict[Option, int]:
    said = [option for group in ballot for option in group]
    check_known(said, options)
    if len(set(said)) != len(said):
        raise BallotIsInvalid("an option stands twice on a ballot")
    places = dict.fromkeys(options, len(ballot))
    places.update({option: at for at, group in enumerate(ballot) for option in group})
    return places


def schulze(options: Sequence[Option], ballots: Sequence[Ranking], lot: Lot) -> Outcome:
    """The options in Schulze's order, by margins; ties by lot.

    ballots as in `duels`. An option comes before another when the strongest chain of won duels from it
    to the other is stronger than any back; a chain is as strong as its narrowest margin. Steps: duels
    ("a > b": ballots), beats all (if one wins every duel), strengths ("a > b": of the strongest chain),
    lot for those tied for the first place, ranked, winner. Source: M. Schulze, Social Choice and
    Welfare 36 (2011). Raises BallotIsInvalid.

    >>> schulze(["a", "b", "c"], [[["a"], ["b"], ["c"]], [["b"], ["c"], ["a"]], [["a"], ["b"]]], Lot("x")).chosen
    ('a', 'b', 'c')
    """
    known = check_options(options)
    wins = duels(known, ballots)
    chains = _strongest_chains(known, wins)
    steps = [Step("duels", known, _named(wins))]
    steps += [
        Step("beats all", (one,))
        for one in known
        if len(known) > 1 and all(wins[one, two] > wins[two, one] for two in known if two != one)
    ]
    steps.append(Step("strengths", known, _named(chains)))
    order: list[Option] = []
    left = list(known)
    while left:
        best = [a for a in left if all(chains[a, b] >= chains[b, a] for b in left if b != a)]
        if len(best) > 1:
            steps.append(Step("lot", lot.order(best)))
        order.append(lot.first(best))
        left.remove(order[-1])
    return Outcome(
        tuple(order), (*steps, Step("ranked", tuple(order)), Step("winner", (order[0],)))
    )


def _strongest_chains(options: Sequence[Option], wins: _Pairs) -> _Pairs:
    chains = {(a, b): max(0, wins[a, b] - wins[b, a]) for a, b in permutations(options, 2)}
    for middle in options:
        for a, b in permutations(options, 2):
            if middle not in (a, b):
                through = min(chains[a, middle], chains[middle, b])
                chains[a, b] = max(chains[a, b], through)
    return chains


def _named(pairs: _Pairs) -> dict[str, Number]:
    return {f"{one} > {two}": number for (one, two), number in pairs.items()}
