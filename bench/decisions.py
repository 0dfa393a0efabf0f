"""Counts against independent implementations, on random profiles.

    python bench/decisions.py [PROFILES]        (needs the dependency group "oracles")

Schulze: pref_voting. STAR: starvote. STV: pref_voting. Equal shares: pabutools. Where
a lot decides, a result counts as equal when some lot of each gives the same; differences that remain
are printed with the profile.
"""

import random
import sys
from collections.abc import Callable, Iterator

from civicmetrics.decisions import Lot, Outcome, equal_shares, schulze, star, stv

SEEDS = [f"lot {number}" for number in range(60)]
Verdict = tuple[bool, str]


def with_any_lot(count: Callable[[Lot], Outcome]) -> Iterator[Outcome]:
    """The outcomes with many lots; one is enough when no lot was drawn."""
    for seed in SEEDS:
        outcome = count(Lot(seed))
        yield outcome
        if all(step.what != "lot" for step in outcome.steps):
            return


def schulze_once(chance: random.Random) -> Verdict:
    """The set of possible winners against pref_voting's beat path."""
    from pref_voting.margin_based_methods import beat_path  # noqa: PLC0415
    from pref_voting.profiles_with_ties import ProfileWithTies  # noqa: PLC0415

    size = chance.randint(2, 6)
    options = [str(number) for number in range(size)]
    ballots = []
    for _ in range(chance.randint(1, 25)):
        ranks = {option: chance.randint(1, size) for option in options if chance.random() < 0.9}
        ballots.append(
            [[o for o in ranks if ranks[o] == rank] for rank in sorted(set(ranks.values()))]
        )
    numbered = [
        {int(option): place for place, group in enumerate(ballot, 1) for option in group}
        for ballot in ballots
    ]
    profile = ProfileWithTies(numbered, candidates=list(range(size)))
    profile.use_extended_strict_preference()
    theirs = {str(winner) for winner in beat_path(profile)}
    ours = {
        outcome.chosen[0] for outcome in with_any_lot(lambda lot: schulze(options, ballots, lot))
    }
    return ours == theirs, f"{ballots}: {ours} and {theirs}"


def star_once(chance: random.Random) -> Verdict:
    """The winner against starvote, which is given our lot's order for its ties."""
    import starvote  # noqa: PLC0415

    options = list("abcdef")[: chance.randint(2, 6)]
    highest = chance.choice([1, 2, 5])
    ballots = [
        {o: chance.randint(0, highest) for o in options} for _ in range(chance.randint(1, 12))
    ]
    lot = Lot("star")
    ties = starvote.predefined_permutation_tiebreaker(list(lot.order(options)))
    theirs = starvote.star_voting(ballots, maximum_score=highest, tiebreaker=ties)[0]
    ours = star(options, ballots, lot, highest=highest).chosen[0]
    return ours == theirs, f"{ballots}: {ours} and {theirs}"


def stv_once(chance: random.Random) -> Verdict:
    """The elected against pref_voting's Scottish count, rounded to 12 decimals instead of 5."""
    from pref_voting.profiles_with_ties import ProfileWithTies  # noqa: PLC0415
    from pref_voting.proportional_methods import stv_scottish  # noqa: PLC0415

    options = list("abcdefg")[: chance.randint(3, 7)]
    seats = chance.randint(1, len(options) - 1)
    ballots = [
        chance.sample(options, chance.randint(1, len(options)))
        for _ in range(chance.randint(5, 60))
    ]
    places = [{options.index(o): place for place, o in enumerate(b, 1)} for b in ballots]
    profile = ProfileWithTies(places, candidates=list(range(len(options))))
    theirs = {
        frozenset(
            options[number]
            for number in stv_scottish(profile, num_seats=seats, decimals=12, rng=lot)
        )
        for lot in map(random.Random, range(12))
    }
    ours = {
        frozenset(o.chosen) for o in with_any_lot(lambda lot: stv(options, ballots, seats, lot))
    }
    return not ours.isdisjoint(theirs), f"{seats} of {ballots}: {ours} and {theirs}"


def equal_shares_once(chance: random.Random) -> Verdict:
    """The projects bought, without completion and with Add1 alone, against pabutools."""
    from pabutools.election import (  # noqa: PLC0415
        ApprovalBallot,
        ApprovalProfile,
        Cost_Sat,
        Instance,
        Project,
    )
    from pabutools.rules import method_of_equal_shares  # noqa: PLC0415

    names = list("abcdefgh")[: chance.randint(2, 8)]
    costs = {name: chance.randint(10, 90) for name in names}
    people = chance.randint(2, 12)
    ballots = [{name for name in names if chance.random() < 0.4} for _ in range(people)]
    budget = chance.randint(30, 250)
    projects = {name: Project(name, cost) for name, cost in costs.items()}
    instance = Instance(projects.values(), budget_limit=budget)
    profile = ApprovalProfile(
        [ApprovalBallot([projects[n] for n in b]) for b in ballots], instance=instance
    )
    theirs = [
        {p.name for p in found}
        for found in method_of_equal_shares(
            instance, profile, sat_class=Cost_Sat, resoluteness=False
        )
    ]
    ours = [
        set(outcome.chosen)
        for outcome in with_any_lot(
            lambda lot: equal_shares(costs, ballots, budget, lot, complete=False)
        )
    ]
    return any(each in theirs for each in ours), f"{costs} {ballots} {budget}: {ours} and {theirs}"


def main(number: int) -> None:
    """Print how many results are equal, and those that are not."""
    for name, once in (
        ("Schulze", schulze_once), ("STAR", star_once), ("equal shares", equal_shares_once), ("STV", stv_once),
    ):  # fmt: skip
        chance = random.Random(7)
        verdicts = [once(chance) for _ in range(number)]
        different = [words for equal, words in verdicts if not equal]
        print(f"{name}: {number - len(different)} of {number} equal", flush=True)
        for words in different[:12]:
            print(f"    {words}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
