"""A consensus round: what it finds, what it never depends on, what it never says."""

import doctest
import importlib
import json
import pkgutil
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

import civicmetrics.consensus
from civicmetrics.consensus import (
    BadVote,
    Finding,
    Memory,
    Options,
    Report,
    VoteTable,
    consensus_round,
    next_statements,
    place,
    polis_legacy,
    routing,
)
from civicmetrics.consensus.order import by_content
from civicmetrics.consensus.publish import publishable
from civicmetrics.consensus.statistics import Tally, wilson_low

Votes = list[tuple[Any, Any, int]]
OPEN = Options(smallest=1)


def camps(
    sizes: tuple[int, ...], statements: int = 24, *, noise: float = 0.1, seed: int = 0
) -> Votes:
    """People of as many minds as there are sizes; the last four statements unite them all."""
    rng = np.random.default_rng(seed)
    minds = rng.choice([-1, 1], (len(sizes), statements))
    minds[:, -4:] = 1
    mind = np.repeat(np.arange(len(sizes)), sizes)
    flips = np.where(rng.random((len(mind), statements)) < noise, -1, 1)
    return [
        (f"person-{p}", s, int(minds[mind[p], s] * flips[p, s]))
        for p in range(len(mind))
        for s in range(statements)
        if rng.random() < 0.9
    ]


def report_of(votes: Votes, **more: Any) -> Report:
    return consensus_round(VoteTable.of(votes), seed=7, **more).report


@pytest.mark.parametrize(
    "name", [m.name for m in pkgutil.iter_modules(civicmetrics.consensus.__path__)]
)
def test_examples_in_the_documentation_are_true(name: str) -> None:
    module = importlib.import_module(f"civicmetrics.consensus.{name}")
    assert doctest.testmod(module).failed == 0


EDGES: dict[str, Votes] = {
    "nobody": [],
    "one voter": [("anna", s, 1) for s in range(12)],
    "one statement": [(p, 1, p % 3 - 1) for p in range(30)],
    "unanimity": [(p, s, 1) for p in range(30) for s in range(12)],
    "all pass": [(p, s, 0) for p in range(30) for s in range(12)],
    "a changed vote": [("anna", 1, 1), ("bo", 1, 0), ("anna", 1, -1)],
    "5 statements x 10 people": [(p, s, (p * s) % 3 - 1) for p in range(10) for s in range(5)],
    "one against all": [(p, s, -1 if p == 0 else 1) for p in range(30) for s in range(12)],
    "many, unanimous": [(p, s, 1) for p in range(200) for s in range(180)],
    "many, two minds": [(p, s, 1 if p < 80 else -1) for p in range(200) for s in range(180)],
}


@pytest.mark.parametrize("votes", EDGES.values(), ids=EDGES.keys())
def test_every_table_gives_a_result(votes: Votes) -> None:
    table = VoteTable.of(votes)
    report, memory = consensus_round(table, seed=1)
    assert report.sentence
    assert consensus_round(table, seed=1, memory=memory).report == report
    assert Memory.from_dict(json.loads(json.dumps(memory.as_dict()))).last.shrink == 5.0
    assert json.dumps(report.as_dict(), allow_nan=False)
    assert sum(routing(table, memory=memory).values()) == pytest.approx(1.0 if votes else 0.0)
    assert place(memory, [(vote[1], 1) for vote in votes[:1]]).x is not None
    polis_legacy(table)


@pytest.mark.parametrize("shape", [(270_000, 1), (70_000, 2)])
def test_a_long_narrow_table_gives_a_result(shape: tuple[int, int]) -> None:
    table = VoteTable.from_matrix(np.random.default_rng(0).choice([-1, 0, 1], shape))
    assert consensus_round(table, seed=1).report.finding is Finding.FEW_PEOPLE
    assert polis_legacy(table).components.axes.any()


def test_the_finding_says_why_there_are_no_groups() -> None:
    assert report_of(EDGES["one voter"]).finding is Finding.FEW_PEOPLE
    assert report_of(EDGES["unanimity"]).finding is Finding.LIKE_CHANCE
    assert report_of(EDGES["one against all"]).finding is Finding.UNSTEADY
    assert report_of(EDGES["many, two minds"]).finding is Finding.GROUPS


@pytest.mark.parametrize(("sizes", "found"), [((14, 10), 2), ((30, 25, 20), 3), ((120, 80), 2)])
def test_camps_are_found_with_their_sizes(sizes: tuple[int, ...], found: int) -> None:
    report = report_of(camps(sizes))
    assert len(report.groups) == found
    assert sorted(group.people for group in report.groups) == sorted(sizes)
    assert [group.label for group in report.groups] == list(range(found))


def test_uniting_statements_come_first_and_dividing_ones_are_found() -> None:
    report = report_of(camps((30, 25)), options=OPEN)
    minds = np.random.default_rng(0).choice([-1, 1], (2, 24))
    minds[:, -4:] = 1
    united = np.flatnonzero((minds == 1).all(axis=0)).tolist()
    assert {one.statement for one in report.uniting[: len(united)]} == set(united)
    divided = set(np.flatnonzero(minds[0] != minds[1]).tolist())
    assert {one.statement for one in report.dividing if one.gap > 0.5} == divided
    assert all(one.p <= 0.1 for one in report.dividing)
    gaps = [one.gap for one in report.dividing]
    assert gaps == sorted(gaps, reverse=True)


def test_the_uniting_score_is_the_smallest_wilson_bound_over_the_groups() -> None:
    report = report_of(camps((30, 25)), options=OPEN)
    answers = {one.statement: one.groups for one in report.answers}
    for one in report.uniting:
        bounds = [
            wilson_low(np.array(bar.agreed.low), np.array(bar.answered.low)).item()
            for bar in answers[one.statement]
        ]
        assert one.at_least == pytest.approx(min(bounds), abs=1e-12)


def test_a_group_is_told_apart_by_what_it_answers_unlike_the_others() -> None:
    report = report_of(camps((30, 25)), options=OPEN)
    for group, bars in zip(
        report.groups, zip(*(a.groups for a in report.answers), strict=True), strict=True
    ):
        for trait in group.profile:
            bar = bars[[a.statement for a in report.answers].index(trait.statement)]
            assert trait.share == pytest.approx(bar.agreed.low / bar.answered.low)
            assert abs(trait.share - trait.elsewhere) > 0.5


def test_statements_that_few_have_answered_are_not_judged() -> None:
    votes = [*camps((14, 10)), ("person-0", 99, 1), ("person-1", 99, 1)]
    report = report_of(votes)
    assert report.needs_votes == (99,)
    assert 99 not in {one.statement for one in report.uniting}


def test_statements_left_out_leave_no_trace() -> None:
    votes = camps((14, 10))
    without = [vote for vote in votes if vote[1] != 3]
    assert report_of(votes, leave_out=[3]) == report_of(without)


def test_the_order_of_votes_changes_nothing() -> None:
    votes = camps((14, 10))
    mixed = [votes[i] for i in np.random.default_rng(1).permutation(len(votes))]
    assert report_of(mixed) == report_of(votes)


def test_names_of_people_and_statements_change_nothing_but_names() -> None:
    votes = camps((40, 25, 20), noise=0.2)
    people = {f"person-{p}": int(q) for p, q in enumerate(np.random.default_rng(2).permutation(99))}
    moved = {s: int(t) + 100 for s, t in enumerate(np.random.default_rng(3).permutation(24))}
    one = report_of(votes)
    two = report_of([(people[p], moved[s], v) for p, s, v in votes])
    assert [(g.label, g.people) for g in two.groups] == [(g.label, g.people) for g in one.groups]
    assert (two.steadiness, two.silhouette, two.chance) == (
        one.steadiness,
        one.silhouette,
        one.chance,
    )
    named = {a.statement: a for a in two.answers}
    assert all(named[moved[int(a.statement)]].groups == a.groups for a in one.answers)
    assert {(moved[int(u.statement)], u.at_least) for u in one.uniting} == {
        (u.statement, u.at_least) for u in two.uniting
    }


def test_names_change_nothing_where_only_names_tell_statements_apart() -> None:
    """Each of twelve disagrees with two statements in a ring, the rest with none."""
    seen = set()
    for seed in range(8):
        rng = np.random.default_rng(seed)
        people, named = rng.permutation(60).tolist(), rng.permutation(12).tolist()
        votes = [
            (people[p], named[s], -1 if p < 12 and (s - p) % 12 < 2 else 1)
            for p, s in product(range(60), range(12))
        ]
        table = by_content(VoteTable.of(votes))
        seen.add((table.values.tobytes(), report_of(votes).chance))
    assert len(seen) == 1


def test_the_same_seed_gives_the_same_result_and_the_last_vote_counts() -> None:
    votes = camps((14, 10))
    first = votes[0]
    changed = [(first[0], first[1], -first[2]), *votes[1:], first]
    assert report_of(changed) == report_of(votes)


def test_memory_decides_nothing_but_labels() -> None:
    votes = camps((30, 25, 20))
    report, memory = consensus_round(VoteTable.of(votes), seed=7)
    assert report_of(votes, memory=memory) == report
    grown = votes + [(f"new-{p}", s, v) for p, s, v in camps((0, 0, 30)) if s < 24]
    cold, warm = report_of(grown), report_of(grown, memory=memory)
    assert sorted(g.people for g in cold.groups) == sorted(g.people for g in warm.groups)


def test_groups_keep_their_labels_when_another_becomes_the_largest() -> None:
    votes = camps((14, 10))
    before, memory = consensus_round(VoteTable.of(votes), seed=7)
    joined = [(f"new-{p}", s, v) for p, s, v in camps((0, 20))]
    after = report_of(votes + joined, memory=memory)
    assert [(g.label, g.people) for g in before.groups] == [(0, 14), (1, 10)]
    assert [(g.label, g.people) for g in after.groups] == [(0, 14), (1, 30)]
    assert [g.people for g in report_of(votes + joined).groups] == [30, 14]


def test_labels_outlive_a_time_without_groups() -> None:
    votes = camps((14, 10))
    _, memory = consensus_round(VoteTable.of(votes), seed=7)
    quiet = consensus_round(VoteTable.of(EDGES["unanimity"]), seed=7, memory=memory)
    assert quiet.report.groups == ()
    joined = [(f"new-{p}", s, v) for p, s, v in camps((0, 20))]
    again = report_of(votes + joined, memory=quiet.memory)
    assert [(g.label, g.people) for g in again.groups] == [(0, 14), (1, 30)]


def test_people_can_be_told_their_own_group_and_nobody_is_named() -> None:
    votes = camps((14, 10))
    report, memory = consensus_round(VoteTable.of(votes), seed=7)
    by_person = {p: [(s, v) for q, s, v in votes if q == p] for p, _, _ in votes}
    groups = [place(memory, answers).group for answers in by_person.values()]
    assert [groups.count(group.label) for group in report.groups] == [14, 10]
    said = json.dumps(report.as_dict()) + json.dumps(memory.as_dict())
    assert not [person for person in by_person if f'"{person}"' in said]


@pytest.mark.parametrize("smallest", [4, 5, 6])
def test_what_is_shown_of_a_row_never_pins_a_small_count_down(smallest: int) -> None:
    """Also for a reader who knows the rule: all rows that look the same are listed."""
    most = 4 * smallest
    rows = np.array([r for r in product(range(most + 1), repeat=3) if sum(r) <= most])
    agreed, disagreed, passed = rows.T[:, None]
    shown = publishable(Tally(agreed, disagreed, agreed + disagreed + passed), smallest=smallest)
    looks: dict[bytes, list[int]] = {}
    for j in range(len(rows)):
        looks.setdefault(shown.low[:, 0, j].tobytes() + shown.high[:, 0, j].tobytes(), []).append(j)
    for alike in looks.values():
        for cell in range(3):
            values = set(rows[alike, cell].tolist())
            assert len(values) > 1 or not 0 < min(values) < smallest
            low, high = shown.low[cell + 1, 0, alike[0]], shown.high[cell + 1, 0, alike[0]]
            assert low <= min(values) <= max(values) <= high


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_a_solver_that_knows_all_that_is_published_finds_no_small_count(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sizes = rng.integers(6, 25, 2)
    share = rng.dirichlet([0.4, 0.4, 0.4], 2)
    truth = np.stack([rng.multinomial(n, p) for n, p in zip(sizes, share, strict=True)])
    spans = publishable(Tally(*(x[:, None] for x in (*truth.T[:2], truth.sum(axis=1)))), smallest=5)
    low, high, together = spans.low[:, :, 0], spans.high[:, :, 0], spans.together
    rows = np.kron(np.eye(2), np.ones(3))
    columns = np.kron(np.ones(2), np.eye(3))
    most = np.concatenate([high[0], together.high[1:, 0, 0]])
    least = np.concatenate([low[0], together.low[1:, 0, 0]])
    sums = np.vstack([rows, columns])
    bounds = [(low[c + 1, g], high[c + 1, g]) for g in range(2) for c in range(3)]
    for cell in range(6):
        count = truth[divmod(cell, 3)]
        if 0 < count < 5:
            least_possible, most_possible = (
                float(np.asarray(found.x)[cell])
                for sign in (1, -1)
                for found in [
                    linprog(
                        sign * np.eye(6)[cell],
                        np.vstack([sums, -sums]),
                        np.concatenate([most, -least]),
                        bounds=bounds,
                    )
                ]
            )
            assert most_possible - least_possible >= 1 - 1e-9


@given(
    st.lists(st.tuples(*[st.integers(0, 14)] * 3), min_size=1, max_size=3), st.sampled_from([1, 5])
)
def test_one_more_agreement_in_every_group_never_lowers_the_score(
    groups: list[tuple[int, int, int]], smallest: int
) -> None:
    def score(more: int) -> float:
        agreed, disagreed, passed = np.array(groups).T[:, :, None]
        agreed = agreed + more
        low = publishable(
            Tally(agreed, disagreed, agreed + disagreed + passed), smallest=smallest
        ).low
        return float(wilson_low(low[1], low[0]).min())

    assert score(1) >= score(0) - 1e-12


def test_a_report_shows_no_count_from_one_to_four() -> None:
    for seed in range(6):
        report = report_of(camps((14, 10), seed=seed))
        for answers in report.answers:
            for bar in (answers.overall, *answers.groups):
                for span in bar:
                    assert span.low != span.high or not 0 < span.low < 5


def test_ungrouped_people_cannot_be_counted_when_they_are_few() -> None:
    votes = [*camps((14, 10)), ("carla", 0, 1), ("carla", 1, 1)]
    report = report_of(votes)
    assert (str(report.people), str(report.ungrouped)) == ("24-28", "0-4")


def test_a_smallest_count_that_could_be_found_out_is_refused() -> None:
    with pytest.raises(ValueError, match="1, or 4 and more"):
        report_of(camps((14, 10)), options=Options(smallest=2))


def test_a_vote_is_one_of_three() -> None:
    for no_vote in (2, 0.5, float("nan"), "1", None):
        with pytest.raises(BadVote, match="agree"):
            VoteTable.of([("anna", 1, no_vote)])  # type: ignore[list-item]
    with pytest.raises(BadVote, match="equally long"):
        VoteTable.from_arrays([1, 2], [1], [1])
    with pytest.raises(BadVote, match="all integers or all text"):
        VoteTable.of([("anna", 1, 1), (2, 1, 1)])
    with pytest.raises(BadVote, match="all integers or all text"):
        VoteTable.of([(1.5, 1, 1)])  # type: ignore[list-item]


def test_a_pass_is_an_answer_and_silence_is_not() -> None:
    table = VoteTable.from_matrix(np.array([[0, np.nan], [1, -1]]))
    assert (table.values.tolist(), table.answered.tolist()) == ([0, 1, -1], [1, 2])


def test_routing_waits_for_the_statements_that_lag_behind() -> None:
    votes = [(p, s, 1) for p in range(40) for s in range(3)]
    shares = routing(VoteTable.of(votes, statements=range(8)))
    assert [s for s, share in shares.items() if share] == [3, 4, 5, 6, 7]


def test_routing_forgets_nobody() -> None:
    votes = camps((300, 200))
    _, memory = consensus_round(VoteTable.of(votes), seed=1)
    shares = routing(VoteTable.of(votes), memory=memory)
    assert min(shares.values()) >= 0.1 / 24
    assert sum(shares.values()) == pytest.approx(1.0)


def test_a_small_forum_is_asked_everything_in_an_order_of_ones_own() -> None:
    table = VoteTable.of([("anna", 0, 1)], statements=range(12))
    anna, bo = (next_statements(table, who, seed=3, members=12) for who in ("anna", "bo"))
    assert (sorted(anna), sorted(bo)) == (list(range(1, 12)), list(range(12)))
    assert anna != bo[:11]
    more = VoteTable.of([("anna", 0, 1), ("anna", anna[0], 1)], statements=range(12))
    assert next_statements(more, "anna", seed=3, members=12) == anna[1:]


def test_a_large_forum_is_asked_by_priority() -> None:
    votes = [(p, s, 0 if s == 1 else 1) for p in range(100) for s in range(3)]
    firsts = [
        next_statements(VoteTable.of(votes), 1000 + p, seed=3, members=1000)[0] for p in range(200)
    ]
    assert firsts.count(1) < firsts.count(0) / 3
    assert firsts.count(1) > 0
