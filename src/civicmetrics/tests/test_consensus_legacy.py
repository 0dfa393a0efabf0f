"""Polis' own mathematics, against its exports where they are at hand and against small cases always."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from civicmetrics.consensus import (
    NotAPolisExport,
    PolisExport,
    VoteTable,
    polis_legacy,
    read_polis,
    read_polis_votes,
)
from civicmetrics.consensus.clusters import adjusted_rand, first_distinct, lloyd, lloyd_in_numpy
from civicmetrics.consensus.legacy import LegacyResult

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "polis"
REACHED = {"scoop-hivemind.biodiversity": 0.90, "bg2050-volunteers": 0.95}


@cache
def conversations() -> list[tuple[str, PolisExport, dict[str, Any]]]:
    """Those in ../shared, none where there is no such folder."""
    return [
        (path.parent.name, read(path.parent), json.loads(path.read_text()))
        for path in sorted(DATA.glob("*/expected.json"))
    ]


def read(folder: Path) -> PolisExport:
    names = {"votes": "votes", "comments": "comments", "participants": "participants-votes"}
    return read_polis(**{key: (folder / f"{name}.csv").read_text() for key, name in names.items()})


def given_groups(export: PolisExport, expected: dict[str, Any]) -> LegacyResult:
    return polis_legacy(export.votes, moderated=expected["mod_out"], groups=export.groups)


def test_components_point_where_polis_components_point() -> None:
    for name, export, expected in conversations():
        result, wanted = given_groups(export, expected), expected["pca"]
        assert list(result.statements) == wanted["tids"], name
        np.testing.assert_allclose(result.components.means, wanted["mean"], atol=1e-9)
        for axis, key in zip(result.components.axes, ("pc1", "pc2"), strict=True):
            cosine = abs(axis @ wanted[key]) / np.linalg.norm(wanted[key])
            assert cosine >= 0.9999, (name, key)


def test_group_informed_consensus_equals_the_reference_given_the_published_groups() -> None:
    for name, export, expected in conversations():
        result = given_groups(export, expected)
        wanted = expected["group_informed_top5_published_groups"]
        assert list(result.group_informed) == [one["tid"] for one in wanted], name
        for one in wanted:
            column = result.statements.index(one["tid"])
            assert abs(result.consensus[column] - one["gac"]) <= 1e-12
            counts = [part[:, column].tolist() for part in result.counts]
            assert counts == [[group[key] for group in one["per_group"]] for key in "ADS"], name


def test_group_informed_consensus_equals_what_polis_published_for_every_statement() -> None:
    for name, export, expected in conversations():
        result = given_groups(export, expected)
        for statement, ours in zip(result.statements, result.consensus.tolist(), strict=True):
            published = export.comments[int(statement)].group_informed_consensus
            assert published is None or abs(published - ours) <= 1e-12, (name, statement)


def test_majority_lists_are_the_reference_lists() -> None:
    for name, export, expected in conversations():
        result = given_groups(export, expected)
        assert list(result.majority_agree) == [c["tid"] for c in expected["consensus_agree"]], name
        wanted = [c["tid"] for c in expected["consensus_disagree"]]
        assert list(result.majority_disagree) == wanted, name


def test_a_cold_start_finds_the_reference_groups() -> None:
    for name, export, expected in conversations():
        result, cold = (
            polis_legacy(export.votes, moderated=expected["mod_out"]),
            expected["cold_recompute"],
        )
        ours = {
            str(p): int(g)
            for p, g in zip(result.participants, result.labels, strict=True)
            if g >= 0
        }
        both = sorted(ours.keys() & cold["labels"].keys())
        assert len(both) >= len(cold["labels"]) - 2, (
            name
        )  # Polis lets two stay who had answered too little
        alike = adjusted_rand(
            np.array([ours[p] for p in both]), np.array([cold["labels"][p] for p in both])
        )
        assert (max(result.labels) + 1, alike) == (cold["k"], 1.0), name


def test_a_cold_start_is_as_near_to_the_published_groups_as_the_reference_says() -> None:
    for name, export, expected in conversations():
        result = polis_legacy(export.votes, moderated=expected["mod_out"])
        ours = dict(zip(result.participants, result.labels.tolist(), strict=True))
        known = [p for p in export.groups if ours[p] >= 0]
        alike = adjusted_rand(
            np.array([ours[p] for p in known]), np.array([export.groups[p] for p in known])
        )
        assert alike >= REACHED.get(name, -1.0), name


def test_votes_and_matrix_files_say_the_same() -> None:
    for _, export, _ in conversations():
        text = (DATA / "london.youth.policing" / "participants-votes.csv").read_text()
        assert export.votes.shape[0] >= read_polis(participants=text).votes.shape[0]
    for path in DATA.glob("*/participants-votes.csv"):
        alone = read_polis(participants=path.read_text()).votes
        assert alone.fingerprint == read(path.parent).votes.fingerprint


def two_camps() -> VoteTable:
    """Nine people and seven who answer four statements each way."""
    return VoteTable.of(
        [(p, s, 1 if (p < 9) == (s < 4) else -1) for p in range(16) for s in range(8)]
    )


def test_two_camps_are_two_groups_with_opposite_lists() -> None:
    result = polis_legacy(two_camps())
    assert sorted(np.bincount(result.labels).tolist()) == [7, 9]
    large = int(np.bincount(result.labels).argmax())
    agreed = {one.statement for one in result.representative[large] if one.agrees}
    other = {one.statement for one in result.representative[1 - large] if one.agrees}
    assert agreed <= {0, 1, 2, 3}
    assert other <= {4, 5, 6, 7}
    assert len(result.representative[0]) == len(result.representative[1]) == 5


@pytest.mark.parametrize("seed", range(60))
def test_groups_are_the_same_to_the_last_bit_with_a_compiler_and_without(seed: int) -> None:
    draw = np.random.default_rng(seed)
    n = 700 if seed % 10 == 0 else int(draw.integers(1, 140))
    points = draw.integers(-3, 4, (n, 2)).astype(float) if seed % 2 else draw.normal(size=(n, 2))
    weights, rounds = draw.integers(1, 9, n).astype(float), int(draw.choice([0, 1, 20]))
    k = int(draw.integers(1, min(n, 100) + 1))
    for centres in (first_distinct(points, k), 3 * draw.normal(size=(k, 2))):
        one = lloyd(points, centres, weights, rounds=rounds, tolerance=0.01)
        other = lloyd_in_numpy(points, centres, weights, rounds, 0.01)
        np.testing.assert_array_equal(one.labels, other.labels)
        np.testing.assert_array_equal(one.centres, other.centres)


def test_group_informed_consensus_is_the_product_by_hand() -> None:
    result = polis_legacy(two_camps())
    np.testing.assert_allclose(
        result.consensus, [(10 / 11) * (1 / 9)] * 4 + [(1 / 11) * (8 / 9)] * 4
    )


def test_priority_by_hand() -> None:
    result = polis_legacy(two_camps(), meta=[7])
    extremity = result.extremity[0]
    importance = (1 - 1 / 18) * (1 + extremity) * (10 / 18)
    assert result.priorities[0] == pytest.approx((importance * (1 + 8 * 2 ** (-16 / 5))) ** 2)
    assert result.priorities[7] == 49.0


def test_a_moderated_statement_is_in_no_list_and_moves_nobody() -> None:
    result = polis_legacy(two_camps(), moderated=[0])
    assert result.components.axes[:, 0].tolist() == [0.0, 0.0]
    listed = {one.statement for group in result.representative for one in group}
    assert 0 not in listed | set(result.majority_agree) | set(result.group_informed)


def test_majorities_need_more_than_half_clearly() -> None:
    votes = [(p, 0, 1) for p in range(20)] + [(p, 1, 1 if p < 11 else -1) for p in range(20)]
    votes += [(p, 2, -1) for p in range(20)]
    result = polis_legacy(VoteTable.of(votes))
    assert (result.majority_agree, result.majority_disagree) == ((0,), (2,))


def test_vote_events_are_read_in_the_order_they_were_cast_and_the_last_counts() -> None:
    text = "timestamp,datetime,comment-id,voter-id,vote\n30,x,1,5,-1\n10,x,1,5,1\n20,x,1,2,0\n"
    votes = read_polis_votes(text)
    assert [vote.value for vote in votes] == [1, 0, -1]
    assert VoteTable.of(votes).values.tolist() == [0, -1]


def test_a_file_of_another_kind_is_refused_by_name() -> None:
    with pytest.raises(NotAPolisExport, match=r"votes\.csv lacks the columns voter-id"):
        read_polis_votes("comment-id,vote\n1,1\n")
    with pytest.raises(NotAPolisExport, match="'x' is not a number"):
        read_polis_votes("comment-id,voter-id,vote\nx,1,1\n")


def test_comments_tell_what_is_rejected_and_what_is_meta() -> None:
    text = (
        "timestamp,comment-id,moderated,is-meta,is-seed,group-informed-consensus,comment-body\n"
        '1,4,-1,false,true,0.25,"To linjer,\nén celle"\n1,5,1,true,false,,Hvem er du\n'
    )
    export = read_polis(comments=text)
    assert (export.rejected, export.meta) == (frozenset({4}), frozenset({5}))
    assert export.comments[4].text == "To linjer,\nén celle"
    assert export.comments[4].group_informed_consensus == 0.25
