"""How often groups are claimed where there are none, and found where there are some."""

from pathlib import Path

import numpy as np
import pytest

from civicmetrics.consensus import VoteTable, consensus_round, read_polis

BIODIVERSITY = (
    Path(__file__).resolve().parents[3].parent
    / "shared" / "data" / "polis" / "scoop-hivemind.biodiversity"
)  # fmt: skip


def divided_forum(
    people: int, rng: np.random.Generator
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Answers to 30 statements of two minds, six in ten and four, as mixed as in real conversations."""
    lean = rng.normal(0.6, 0.9, 30) + np.outer(
        np.where(rng.random(people) < 0.6, 1, -1), rng.normal(0, 1.2, 30)
    )
    votes = np.where(rng.random((people, 30)) < 1 / (1 + np.exp(-lean)), 1.0, -1.0)
    votes[rng.random((people, 30)) < 0.13] = 0.0
    votes[rng.random((people, 30)) < 0.1] = np.nan
    return votes


def shuffled(
    votes: np.ndarray[tuple[int, int], np.dtype[np.float64]], rng: np.random.Generator
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The answers to each statement dealt out anew among those who gave one."""
    dealt = votes.copy()
    for column in dealt.T:
        given = ~np.isnan(column)
        column[given] = rng.permutation(column[given])
    return dealt


def claims(matrix: np.ndarray[tuple[int, int], np.dtype[np.float64]], seed: int) -> bool:
    return bool(consensus_round(VoteTable.from_matrix(matrix), seed=seed).report.groups)


@pytest.mark.parametrize("people", [12, 20, 40, 100])
def test_groups_are_seldom_claimed_in_shuffled_votes(people: int) -> None:
    rng = np.random.default_rng(people)
    claimed = sum(claims(shuffled(divided_forum(people, rng), rng), seed) for seed in range(200))
    assert claimed <= 10


@pytest.mark.parametrize("people", [20, 40, 100])
def test_groups_are_found_where_a_forum_is_divided(people: int) -> None:
    rng = np.random.default_rng(people)
    found = sum(claims(divided_forum(people, rng), seed) for seed in range(100))
    assert found >= 85


def test_groups_are_seldom_claimed_in_shuffled_votes_of_a_real_conversation() -> None:
    if not BIODIVERSITY.exists():
        return
    export = read_polis(
        votes=(BIODIVERSITY / "votes.csv").read_text(),
        comments=(BIODIVERSITY / "comments.csv").read_text(),
    )
    table = export.votes.without(export.rejected)
    often = np.argsort(-np.bincount(table.columns, minlength=table.shape[1]), kind="stable")[:30]
    matrix = np.full(table.shape, np.nan)
    matrix[table.rows, table.columns] = table.values
    core = matrix[:, often]
    core = core[(~np.isnan(core)).sum(axis=1) >= 20]
    for people in (12, 20, 40, 100):
        rng = np.random.default_rng(people)
        claimed = sum(
            claims(shuffled(core[rng.choice(len(core), people, replace=False)], rng), seed)
            for seed in range(200)
        )
        assert claimed <= 10, people
