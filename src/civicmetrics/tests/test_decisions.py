"""Counts against worked examples and their own definitions."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civicmetrics.decisions import (
    BallotIsInvalid,
    ConsentRound,
    Lot,
    NotAMember,
    NotNow,
    ObjectionIsOpen,
    Outcome,
    ReasonIsMissing,
    Step,
    approval,
    dot_vote,
    duels,
    equal_shares,
    impact_effort,
    propose,
    schulze,
    scoring,
    star,
    stv,
)

LOT = Lot("published on Monday")
OPTIONS = ["a", "b", "c", "d"]


def steps(outcome: Outcome, what: str) -> list[Step]:
    return [step for step in outcome.steps if step.what == what]


# The lot


def test_a_lot_can_be_drawn_again_and_does_not_see_the_order() -> None:
    assert {Lot("x").order(each) for each in permutations(OPTIONS)} == {Lot("x").order(OPTIONS)}
    assert len({Lot(str(seed)).first(OPTIONS) for seed in range(40)}) == 4


@pytest.mark.parametrize("options", [[], ["a", "a"]])
def test_options_are_told_apart(options: list[str]) -> None:
    with pytest.raises(ValueError, match="only once"):
        approval(options, [], LOT)


# Dots, approval, scores


def test_more_supporters_settle_equal_dots() -> None:
    ballots = [{"a": 2}, {"b": 1}, {"b": 1}, {"c": 1}]
    found = dot_vote(["a", "b", "c"], ballots, LOT, dots=2)
    assert found.chosen == ("b", "a", "c")
    assert steps(found, "totals")[0].numbers == {"b": 2, "a": 2, "c": 1}
    assert steps(found, "tie")[0].numbers == {"b": 2, "a": 1, "c": 1}
    assert steps(found, "lot") == []


def test_what_is_quite_equal_goes_by_lot_and_says_so() -> None:
    found = dot_vote(["a", "b"], [{"a": 1, "b": 1}], LOT)
    assert found.chosen == LOT.order(["a", "b"])
    assert steps(found, "lot")[0].options == LOT.order(["a", "b"])


@pytest.mark.parametrize("ballot", [{"a": 4}, {"a": -1}, {"a": 2, "b": 2}, {"x": 1}])
def test_a_ballot_with_too_many_dots_is_refused(ballot: dict[str, int]) -> None:
    with pytest.raises(BallotIsInvalid):
        dot_vote(["a", "b"], [ballot], LOT, dots=3)


def test_approval_counts_people() -> None:
    found = approval(["a", "b", "c"], [{"a"}, {"a", "b"}, set(), {"b", "a", "c"}], LOT)
    assert found.chosen == ("a", "b", "c")
    assert steps(found, "totals")[0].numbers == {"a": 3, "b": 2, "c": 1}


def test_an_option_without_a_score_is_not_nought() -> None:
    found = scoring(["a", "b", "c"], [{"a": 2}, {"a": 3, "b": 5}, {"a": 5}], LOT)
    assert found.outcome.chosen == ("b", "a", "c")
    assert (found.scores["a"].mean, found.scores["a"].median) == (Fraction(10, 3), 3)
    assert found.scores["c"].mean is None


# STAR


def test_the_runoff_can_turn_the_scores_round() -> None:
    ballots = [{"a": 5, "b": 4}] * 3 + [{"b": 5, "c": 4, "a": 4}] * 4 + [{"c": 5, "a": 5}]
    found = star(["a", "b", "c"], ballots, LOT)
    assert steps(found, "totals")[0].numbers == {"a": 36, "b": 32, "c": 21}
    assert steps(found, "finalists")[0].options == ("a", "b")
    assert steps(found, "runoff")[0].numbers == {"a": 4, "b": 4}
    assert found.chosen == ("a",)


def test_star_as_defined() -> None:
    ballots = [{"a": 5, "b": 4, "c": 0}, {"a": 0, "b": 5, "c": 3}, {"a": 5, "b": 3, "c": 1}]
    assert star(["a", "b", "c"], ballots, LOT).chosen == ("a",)
    assert star(["a"], [], LOT).chosen == ("a",)


# Schulze


def wikipedia_profile() -> list[list[list[str]]]:
    """The 45 voters of M. Schulze, Social Choice and Welfare 36 (2011), example 1."""
    lines = [
        "5",
        "ACBED",
        "5",
        "ADECB",
        "8",
        "BEDAC",
        "3",
        "CABED",
        "7",
        "CAEBD",
        "2",
        "CBADE",
        "7",
        "DCEBA",
        "8",
        "EBADC",
    ]
    return [
        [[each] for each in ranking]
        for number, ranking in zip(lines[::2], lines[1::2], strict=True)
        for _ in range(int(number))
    ]


def test_schulzes_own_example() -> None:
    found = schulze(list("ABCDE"), wikipedia_profile(), LOT)
    assert found.chosen == tuple("EACBD")
    duel = steps(found, "duels")[0].numbers
    assert (duel["A > B"], duel["B > A"], duel["E > D"]) == (20, 25, 31)
    assert steps(found, "beats all") == []
    strength = steps(found, "strengths")[0].numbers
    assert (strength["E > A"], strength["A > E"]) == (5, 3)


RANKINGS = st.lists(
    st.permutations(OPTIONS).flatmap(
        lambda order: st.integers(0, 4).map(lambda n: [[each] for each in order[:n]])
    ),
    min_size=1,
    max_size=9,
)


def strongest(one: str, two: str, wins: Mapping[tuple[str, str], int]) -> int:
    """The strongest chain by looking at every one."""
    others = [each for each in OPTIONS if each not in (one, two)]
    chains = [(one, *between, two) for n in range(3) for between in permutations(others, n)]
    return max(min(max(0, wins[a, b] - wins[b, a]) for a, b in pairwise(chain)) for chain in chains)


@given(RANKINGS)
@settings(max_examples=60, deadline=None)
def test_schulze_agrees_with_looking_at_every_chain(ballots: list[list[list[str]]]) -> None:
    wins = duels(OPTIONS, ballots)
    best = {
        a
        for a in OPTIONS
        if all(strongest(a, b, wins) >= strongest(b, a, wins) for b in OPTIONS if a != b)
    }
    assert {schulze(OPTIONS, ballots, Lot(str(seed))).chosen[0] for seed in range(40)} == best


@given(RANKINGS)
@settings(max_examples=40, deadline=None)
def test_who_wins_every_duel_wins(ballots: list[list[list[str]]]) -> None:
    found = schulze(OPTIONS, ballots, LOT)
    for step in steps(found, "beats all"):
        assert found.chosen[0] == step.options[0]


@pytest.mark.parametrize("ballot", [[["a"], ["a"]], [["x"]]])
def test_a_ranking_names_each_option_once(ballot: list[list[str]]) -> None:
    with pytest.raises(BallotIsInvalid):
        schulze(OPTIONS, [ballot], LOT)
    with pytest.raises(BallotIsInvalid):
        stv(OPTIONS, [[each for group in ballot for each in group]], 1, LOT)


# STV


def test_a_surplus_passes_on_in_exact_parts() -> None:
    """By hand: 12 ballots, 2 seats, quota 5. A has 7; 2/7 of each paper passes on: B 4 x 2/7, C 3 x 2/7."""
    ballots = [["A", "B"]] * 4 + [["A", "C"]] * 3 + [["B"]] * 2 + [["C"]] * 3
    found = stv(["A", "B", "C"], ballots, 2, LOT)
    assert steps(found, "quota")[0].numbers == {"quota": 5, "ballots": 12, "seats": 2}
    assert steps(found, "transfer")[0].numbers["part"] == Fraction(2, 7)
    second = steps(found, "votes")[1].numbers
    assert (second["B"], second["C"]) == (2 + Fraction(8, 7), 3 + Fraction(6, 7))
    assert steps(found, "excluded")[0].options == ("B",)
    assert found.chosen == ("A", "C")


def test_an_earlier_round_settles_who_is_excluded() -> None:
    """A: 5; B: 3, C: 2 with one vote to come from D: equal in the second round, B ahead in the first."""
    ballots = [["A"]] * 5 + [["B"]] * 3 + [["C"]] * 2 + [["D", "C"]]
    found = stv(["A", "B", "C", "D"], ballots, 1, LOT)
    assert [step.options[0] for step in steps(found, "excluded")] == ["D", "C", "B"]
    assert steps(found, "lot") == []
    assert steps(found, "tie")[0].options == ("B", "C")


PREFERENCES = st.lists(
    st.permutations(OPTIONS).flatmap(lambda o: st.integers(0, 4).map(lambda n: o[:n])),
    min_size=1,
    max_size=20,
)


@given(PREFERENCES, st.integers(1, 4))
@settings(max_examples=80, deadline=None)
def test_no_vote_is_lost_and_every_seat_is_filled(ballots: list[list[str]], seats: int) -> None:
    found = stv(OPTIONS, ballots, seats, LOT)
    assert len(set(found.chosen)) == seats
    papers = steps(found, "quota")[0].numbers["ballots"]
    aside = Fraction()
    for step in found.steps:
        if step.what == "votes":
            assert sum(step.numbers.values(), Fraction()) + aside == papers
        if step.what in ("transfer", "excluded"):
            aside += step.numbers["kept"] + step.numbers["left over"]


@given(PREFERENCES)
@settings(max_examples=40, deadline=None)
def test_half_the_votes_take_half_the_seats(ballots: list[list[str]]) -> None:
    """A group of more than a quota that ranks its own first gets one of them elected."""
    loyal = [["a", "b"]] * (len(ballots) // 2 + 1)
    assert set(stv(OPTIONS, ballots + loyal, 2, LOT).chosen) & {"a", "b"}


@pytest.mark.parametrize("seats", [0, 5])
def test_there_are_no_more_seats_than_options(seats: int) -> None:
    with pytest.raises(ValueError, match="seats"):
        stv(OPTIONS, [], seats, LOT)


# Equal shares


def test_a_minority_gets_its_share_of_the_budget() -> None:
    """By hand: 3 of 4 want park and road, one wants trees; each has 25 of 100.

    Park and road cost each supporter a third; the cheaper is bought, and 35 do not pay for the park.
    """
    costs = {"park": 60, "road": 40, "trees": 25}
    ballots = [{"park", "road"}] * 3 + [{"trees"}]
    found = equal_shares(costs, ballots, 100, LOT, complete=False)
    assert found.chosen == ("road", "trees")
    bought = steps(found, "bought")
    assert (bought[0].numbers["part"], bought[1].numbers["part"]) == (Fraction(1, 3), 1)
    assert steps(found, "left over")[0].numbers == {"money": 35}


def test_what_is_left_is_spent_when_it_can_be() -> None:
    costs = {"bench": 60, "tree": 50, "sign": 30}
    ballots = [{"bench"}, {"tree"}, {"sign", "bench"}]
    found = equal_shares(costs, ballots, 110, LOT)
    assert sum(costs[each] for each in found.chosen) <= 110
    assert set(found.chosen) == {"bench", "tree"} or "sign" in found.chosen
    assert equal_shares(costs, [], 110, LOT).chosen == ()


PROJECTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 60), min_size=1)


@given(
    PROJECTS,
    st.lists(st.sets(st.sampled_from("abcdef")), min_size=1, max_size=8),
    st.integers(0, 150),
)
@settings(max_examples=80, deadline=None)
def test_nobody_pays_more_than_the_share_and_the_budget_holds(
    costs: dict[str, int], ballots: list[set[str]], budget: int
) -> None:
    wanted = [ballot & costs.keys() for ballot in ballots]
    found = equal_shares(costs, wanted, budget, LOT)
    assert sum(costs[each] for each in found.chosen) <= budget
    share = steps(found, "share")
    paid = [Fraction()] * len(ballots)
    for step in steps(found, "bought"):
        project, part = step.options[0], step.numbers["part"]
        payers = [person for person, ballot in enumerate(wanted) if project in ballot]
        payments = [
            min(share[0].numbers["money"] - paid[who], part * costs[project]) for who in payers
        ]
        assert sum(payments) == costs[project]
        for who, payment in zip(payers, payments, strict=True):
            paid[who] += payment
    assert all(money <= share[0].numbers["money"] for money in paid) if share else True


@given(
    PROJECTS,
    st.lists(st.sets(st.sampled_from("abcdef")), min_size=1, max_size=6),
    st.integers(1, 200),
)
@settings(max_examples=40, deadline=None)
def test_all_is_bought_when_the_budget_pays_for_all(
    costs: dict[str, int], ballots: list[set[str]], more: int
) -> None:
    wanted = [ballot & costs.keys() for ballot in ballots]
    found = equal_shares(costs, wanted, sum(costs.values()) + more, LOT)
    assert set(found.chosen) == set().union(*wanted)


@pytest.mark.parametrize(("costs", "budget"), [({"a": 0}, 9), ({"a": 2}, -1)])
def test_money_is_not_below_nought(costs: dict[str, int], budget: int) -> None:
    with pytest.raises(ValueError, match="at least"):
        equal_shares(costs, [{"a"}], budget, LOT)


# Impact and effort


def test_medians_place_an_idea_and_spread_asks_for_talk() -> None:
    ballots = [
        {"bench": (5, 1), "hall": (5, 5)},
        {"bench": (4, 2), "hall": (4, 5)},
        {"bench": (1, 2)},
    ]
    found = impact_effort(["hall", "bench", "sign"], ballots, LOT).placements
    assert list(found) == ["bench", "hall", "sign"]
    bench, hall, sign = found.values()
    assert (bench.impact, bench.effort, bench.score) == (Fraction(4), Fraction(2), Fraction(2))
    assert (bench.impact_spread, bench.discuss) == (Fraction(2), True)
    assert bench.quadrant == "quick win"
    assert (hall.impact, hall.quadrant, hall.discuss) == (Fraction(9, 2), "large project", False)
    assert (sign.answers, sign.score, sign.quadrant) == (0, None, None)


@pytest.mark.parametrize(
    ("ballot", "quadrant"), [((2, 3), "fill-in"), ((2, 4), "leave"), ((3, 3), "quick win")]
)
def test_each_corner_has_a_name(ballot: tuple[int, int], quadrant: str) -> None:
    assert impact_effort(["a"], [{"a": ballot}], LOT).placements["a"].quadrant == quadrant


def test_impact_and_effort_can_be_counted_again_from_the_account() -> None:
    ballots = [{"hall": (5, 5), "bench": (5, 1)}, {"hall": (4, 4), "bench": (3, 1)}]
    outcome = impact_effort(["sign", "tree", "hall", "bench"], ballots, LOT).outcome
    last = LOT.order(["sign", "tree"])
    assert outcome.chosen == ("bench", "hall", *last)
    assert outcome.steps == (
        Step("impact", ("bench", "hall"), {"bench": 4, "hall": Fraction(9, 2)}),
        Step("effort", ("bench", "hall"), {"bench": 1, "hall": Fraction(9, 2)}),
        Step("impact spread", ("bench", "hall"), {"bench": 2, "hall": 1}),
        Step("effort spread", ("bench", "hall"), {"bench": 0, "hall": 1}),
        Step("totals", outcome.chosen, {"bench": 4, "hall": 1}),
        Step("tie", outcome.chosen, {"bench": 2, "hall": 2, "sign": 0, "tree": 0}),
        Step("lot", last),
        Step("ranked", outcome.chosen),
        Step("quick win", ("bench",)),
        Step("large project", ("hall",)),
        Step("discuss", ("bench",)),
    )


def test_impact_is_from_one_to_five() -> None:
    with pytest.raises(BallotIsInvalid):
        impact_effort(["a"], [{"a": (0, 3)}], LOT)


# Consent


@pytest.fixture
def asked() -> ConsentRound:
    """Anna's proposal, ready for consent from Anna, Bo and Dina."""
    proposal = propose(
        "Open at nine", by="Anna", members={"Anna", "Bo", "Dina"}, quorum=2, review=date(2027, 5, 1)
    )
    for state in ("clarify", "react", "consent"):
        proposal = proposal.move(state, by="Anna")
    return proposal


def test_nobody_objecting_adopts_the_proposal(asked: ConsentRound) -> None:
    answered = asked.answer("Bo", "concern", "Who locks up?").answer("Dina", "stand aside")
    assert (asked.missing, answered.missing, answered.can_be_adopted) == (2, 0, True)
    adopted = answered.move("adopted", by="Anna")
    assert (adopted.state, adopted.review) == ("adopted", date(2027, 5, 1))
    assert [event.act for event in adopted.events] == [
        "proposed", "clarify", "react", "consent", "answered", "answered", "adopted",
    ]  # fmt: skip


def test_too_few_answers_adopt_nothing(asked: ConsentRound) -> None:
    with pytest.raises(ObjectionIsOpen):
        asked.answer("Bo", "consent").move("adopted", by="Anna")


def test_one_objection_stops_it_until_it_is_integrated(asked: ConsentRound) -> None:
    objected = asked.answer("Anna", "consent").answer("Bo", "objection", "No key holder")
    assert objected.open_objections == ("Bo",)
    with pytest.raises(ObjectionIsOpen):
        objected.move("adopted", by="Anna")
    amended = objected.amend("Open at nine, Dina has the key", by="Anna")
    assert (amended.version, amended.answers, amended.state) == (2, {}, "amend")
    assert amended.events[-2].words == "Bo: No key holder"
    again = amended.move("consent", by="Anna").answer("Bo", "consent").answer("Dina", "consent")
    assert again.move("adopted", by="Anna").state == "adopted"


def test_an_objection_can_be_let_go_or_judged_a_preference(asked: ConsentRound) -> None:
    objected = asked.answer("Dina", "consent").answer("Bo", "objection", "I like ten")
    assert objected.withdraw_objection("Bo").can_be_adopted
    judged = objected.judge_preference("Bo", "No harm to the aim", by="Anna")
    assert judged.can_be_adopted
    assert judged.events[-1].words == "Bo: No harm to the aim"
    with pytest.raises(ReasonIsMissing):
        objected.judge_preference("Bo", " ", by="Anna")
    with pytest.raises(NotNow):
        judged.withdraw_objection("Bo")


def test_an_answer_can_be_changed_and_an_objection_needs_a_reason(asked: ConsentRound) -> None:
    changed = asked.answer("Bo", "objection", "Too early").answer("Bo", "consent")
    assert (len(changed.answers), changed.open_objections) == (1, ())
    with pytest.raises(ReasonIsMissing):
        asked.answer("Bo", "objection")


def test_carla_from_outside_does_not_answer(asked: ConsentRound) -> None:
    with pytest.raises(NotAMember):
        asked.answer("Carla", "consent")


def test_what_is_over_is_over(asked: ConsentRound) -> None:
    for ended in (asked.move("withdrawn", by="Anna"), asked.move("expired", by="Anna")):
        with pytest.raises(NotNow):
            ended.answer("Bo", "consent")
        with pytest.raises(NotNow):
            ended.amend("Again", by="Anna")
        with pytest.raises(NotNow):
            ended.move("consent", by="Anna")


@pytest.mark.parametrize(("text", "quorum"), [("", 1), ("Open", 0), ("Open", 3)])
def test_a_round_needs_words_and_a_quorum(text: str, quorum: int) -> None:
    with pytest.raises(ValueError, match="quorum"):
        propose(text, by="Anna", members={"Anna", "Bo"}, quorum=quorum, review=date(2027, 1, 4))
