"""The method of equal shares: a budget shared equally by those who vote on it."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from civicmetrics.decisions.account import Lot, Number, Option, Outcome, Step, check_known

_Supporters = Mapping[Option, Sequence[int]]


def equal_shares(
    costs: Mapping[Option, int],
    ballots: Sequence[Collection[Option]],
    budget: int,
    lot: Lot,
    *,
    complete: bool = True,
    raise_by: int | None = None,
) -> Outcome:
    """The projects to pay for, in the order they were bought.

    costs: project to a whole cost above 0, in any unit of money; ballots: the projects each person
    wants. Each has budget / persons. A project can be bought when its supporters have its cost among
    them; each pays the same part of the cost per unit, or all that is left. The one with the least such
    part is bought first; ties go to more supporters, then the lower cost, then the lot. With
    `complete`, everyone's share is raised by `raise_by` (default 1, or a thousandth of the share if that
    is more) again and again as long as the result fits the budget, and what is then left goes to
    projects by falling support. Steps: share, bought (with the part paid,
    cost and supporters), budget (a raised share), left over. Source: Peters, Pierczynski and Skowron,
    NeurIPS 2021, with cost utilities; equalshares.net. Raises BallotIsInvalid; ValueError for a cost
    below 1, a negative budget or a raise below 1.

    >>> equal_shares({"bench": 60, "tree": 40}, [{"bench"}, {"bench", "tree"}], 100, Lot("x")).chosen
    ('bench', 'tree')
    """
    if budget < 0 or any(each < 1 for each in (*costs.values(), raise_by or 1)):
        raise ValueError("a cost and a raise are at least 1, and a budget at least 0")
    known = list(costs)
    for ballot in ballots:
        check_known(ballot, known)
    supporters = {o: [i for i, ballot in enumerate(ballots) if o in ballot] for o in costs}
    wanted = {option: people for option, people in supporters.items() if people}
    if not wanted:
        return Outcome((), (Step("left over", (), {"money": budget}),))
    share = Fraction(budget, len(ballots))
    chosen, steps = _buy(costs, wanted, share, len(ballots), lot)
    if complete:
        by = max(1, budget // len(ballots) // 1000) if raise_by is None else raise_by
        chosen, steps = _raised(costs, wanted, (budget, len(ballots), by), lot)
        chosen, steps = _filled_up(costs, wanted, budget, (chosen, steps), lot)
    left = budget - sum(costs[option] for option in chosen)
    return Outcome(tuple(chosen), (*steps, Step("left over", (), {"money": left})))


def _raised(
    costs: Mapping[Option, int], supporters: _Supporters, money: tuple[int, int, int], lot: Lot
) -> tuple[list[Option], list[Step]]:
    """Buy with ever larger shares, and keep the last result that the budget can pay."""
    budget, people, by = money
    raised = budget
    chosen, steps = _buy(costs, supporters, Fraction(raised, people), people, lot)
    while len(chosen) < len(supporters):
        raised += people * by
        more, more_steps = _buy(costs, supporters, Fraction(raised, people), people, lot)
        if sum(costs[option] for option in more) > budget:
            break
        chosen, steps = more, more_steps
    return chosen, steps


def _filled_up(
    costs: Mapping[Option, int],
    supporters: _Supporters,
    budget: int,
    so_far: tuple[list[Option], list[Step]],
    lot: Lot,
) -> tuple[list[Option], list[Step]]:
    """Spend what is left on the most wanted projects that it can pay."""
    chosen, steps = list(so_far[0]), list(so_far[1])
    left = budget - sum(costs[option] for option in chosen)
    rest = [option for option in lot.order(supporters) if option not in chosen]
    for option in sorted(rest, key=lambda each: -len(supporters[each])):
        if costs[option] <= left:
            left -= costs[option]
            chosen.append(option)
            numbers = {"cost": costs[option], "supporters": len(supporters[option])}
            steps.append(Step("budget", (option,), numbers))
    return chosen, steps


def _buy(
    costs: Mapping[Option, int], supporters: _Supporters, share: Fraction, people: int, lot: Lot
) -> tuple[list[Option], list[Step]]:
    purses = [share] * people
    chosen: list[Option] = []
    steps = [Step("share", (), {"money": share, "people": people})]
    left = list(lot.order(supporters))
    while True:
        parts = {
            option: part
            for option in left
            if (part := _part(costs[option], [purses[i] for i in supporters[option]])) is not None
        }
        if not parts:
            return chosen, steps
        best = min(parts, key=lambda o: (parts[o], -len(supporters[o]), costs[o], left.index(o)))
        for person in supporters[best]:
            purses[person] -= min(purses[person], parts[best] * costs[best])
        chosen.append(best)
        left.remove(best)
        numbers: dict[str, Number] = {
            "part": parts[best],
            "cost": costs[best],
            "supporters": len(supporters[best]),
        }
        steps.append(Step("bought", (best,), numbers))


def _part(cost: int, purses: Sequence[Fraction]) -> Fraction | None:
    """The part of the cost that those who can afford it pay; None when all have too little together."""
    missing = Fraction(cost)
    for paid, purse in enumerate(sorted(purses)):
        each = missing / (len(purses) - paid)
        if purse >= each:
            return each / cost
        missing -= purse
    return None
