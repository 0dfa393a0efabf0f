"""Measure consensus rounds: against red-dwarf, at the scale of a public hearing, after one vote.

    python bench/consensus.py [FOLDER OF POLIS EXPORTS]

Prints what it measured beside the goal, and fails when a goal is missed. Needs the dependency group
`oracles` for the first part. Processor time; in one process, in turn, medians. red-dwarf uses as many
threads as it is given and loses time over it: with OMP_NUM_THREADS=1 it is several times faster. Goals
are set for the machine as it comes; the first line says how it came.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from civicmetrics.consensus import PolisExport, VoteTable, consensus_round, polis_legacy, read_polis
from civicmetrics.consensus.components import centred, leading

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "polis"
ROUNDS = 5
Row = tuple[str, float, str, float, bool]  # what, measured, unit, goal, is a floor


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=DATA)
    parser.add_argument("--part", choices=["make", "scale"], help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part == "make":
        np.savez(given.file, **hearing())
        return 0
    if given.part == "scale":
        print(json.dumps(scale(given.file)))
        return 0
    return show([*after_one_vote(), *against_red_dwarf(given.folder), *at_scale()])


def show(rows: list[Row]) -> int:
    missed = 0
    print(
        f"-- {os.cpu_count()} cores, OMP_NUM_THREADS={os.environ.get('OMP_NUM_THREADS', 'not set')}"
    )
    for what, measured, unit, goal, floor in rows:
        reached = measured >= goal if floor else measured <= goal
        missed += not reached
        sign = ">=" if floor else "<="
        print(f"{'ok  ' if reached else 'MISS'} {what:58s} {measured:9.3f} {unit:3s} {sign} {goal}")
    return int(missed > 0)


def seconds(work: Callable[[], Any]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def in_turn(*works: Callable[[], Any], rounds: int = ROUNDS) -> list[float]:
    """Median processor seconds of each."""
    taken = [[seconds(work) for work in works] for _ in range(rounds)]
    return [statistics.median(times) for times in zip(*taken, strict=True)]


def against_red_dwarf(folder: Path) -> list[Row]:
    try:
        from reddwarf.implementations.polis import run_pipeline  # noqa: PLC0415
    except ImportError:
        print("-- red-dwarf is not installed (dependency group oracles): not compared")
        return []
    rows, ratios = list[Row](), list[float]()
    for conversation in sorted(path for path in folder.glob("*") if path.is_dir()):
        export = read(conversation)
        out = sorted(export.rejected | export.meta)
        if not len(export.votes.values):
            continue
        who, what, vote = arrays(export.votes)
        cast = zip(who.tolist(), what.tolist(), vote.tolist(), strict=True)
        dicts = [{"participant_id": p, "statement_id": s, "vote": v} for p, s, v in cast]
        theirs, legacy, ours = in_turn(
            lambda dicts=dicts, out=out: run_pipeline(votes=dicts, mod_out_statement_ids=out),
            lambda ids=(who, what, vote), out=out: polis_legacy(
                VoteTable.from_arrays(*ids), moderated=out
            ),
            lambda ids=(who, what, vote), out=out: consensus_round(
                VoteTable.from_arrays(*ids), seed=1, leave_out=out
            ),
        )
        ratios.append(theirs / legacy)
        print(
            f"-- {conversation.name}: {len(vote)} votes; red-dwarf {theirs * 1e3:.1f} ms, the same "
            f"mathematics {legacy * 1e3:.2f} ms, a whole round with gate {ours * 1e3:.1f} ms "
            f"({theirs / ours:.0f} x)"
        )
        rows.append((f"{conversation.name[:36]}: red-dwarf / ours", ratios[-1], "x", 20, True))
    if ratios:
        rows.append(("geometric mean", statistics.geometric_mean(ratios), "x", 50, True))
    return rows


def read(folder: Path) -> PolisExport:
    def text(name: str) -> str:
        path = folder / f"{name}.csv"
        return path.read_text() if path.exists() else ""

    return read_polis(
        votes=text("votes"), comments=text("comments"), participants=text("participants-votes")
    )


def arrays(votes: VoteTable) -> tuple[Any, Any, Any]:
    """Raw ids and votes, as red-dwarf gets them too: each pair once, or it fails."""
    return votes.participants[votes.rows], votes.statements[votes.columns], votes.values


def hearing(
    people: int = 100_000, statements: int = 2_000, votes: int = 5_000_000
) -> dict[str, Any]:
    """Made-up votes of four overlapping opinion groups, few voting much and most little."""
    rng = np.random.default_rng(0)
    busy, known = rng.lognormal(0, 1.0, people), rng.lognormal(0, 0.8, statements)
    tries = int(votes * 1.25)
    cells = rng.choice(people, tries, p=busy / busy.sum()).astype(np.int64) * statements
    cells += rng.choice(statements, tries, p=known / known.sum())
    cells = rng.permutation(np.unique(cells))[:votes]
    who, what = (cells // statements).astype(np.int32), (cells % statements).astype(np.int32)
    group = rng.choice(4, people, p=[0.4, 0.3, 0.2, 0.1])
    taste = rng.normal(0, 1.2, (4, 3))[group] + rng.normal(0, 0.45, (people, 3))
    load, liked = rng.normal(0, 0.8, (statements, 3)), rng.normal(0.35, 0.8, statements)
    leaning = liked[what] + np.einsum("ij,ij->i", taste[who], load[what])
    vote = np.where(rng.random(votes) < 1 / (1 + np.exp(-leaning)), 1, -1)
    vote[rng.random(votes) < 0.13] = 0
    return {"who": who, "what": what, "vote": vote.astype(np.int8)}


def at_scale() -> list[Row]:
    """In processes of its own, so that memory is its own too."""
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "hearing.npz")
        for part in ("make", "scale"):
            done = subprocess.run(
                [sys.executable, __file__, "--part", part, "--file", file],
                check=True, capture_output=True, text=True,
            )  # fmt: skip
    rows: list[Row] = [(*row,) for row in json.loads(done.stdout)]  # type: ignore[misc]
    return rows


def scale(file: Path) -> list[Row]:
    with np.load(file) as made:
        who, what, vote = made["who"], made["what"], made["vote"]
    tables, rounds = list[VoteTable](), list[Any]()

    def encode() -> None:
        tables[:] = [VoteTable.from_arrays(who, what, vote)]

    encoding, computing = in_turn(
        encode, lambda: rounds.append(consensus_round(tables[0], seed=1)), rounds=3
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    deviations = centred(tables[0])[1].astype(np.float32)
    axes = rounds[0].memory.last.start(tables[0].statements)
    cold, warm = in_turn(
        lambda: leading(deviations, tolerance=1e-4),
        lambda: leading(deviations, start=axes, tolerance=1e-4),
    )
    return [
        ("100,000 x 2,000 x 5 M votes: encoding and round", encoding + computing, "s", 2.0, False),
        ("   of which the round", computing, "s", 2.0, False),
        ("   most memory used", memory, "GB", 0.5, False),
        ("   components from the last ones / from nothing", warm / cold, "x", 1.0, False),
    ]


def after_one_vote() -> list[Row]:
    """A forum of 40 who have answered most of 30 statements; one more vote comes in."""
    rng = np.random.default_rng(3)
    side = rng.integers(0, 2, 40)
    chance = np.where(side[:, None] == rng.integers(0, 2, 30), 0.8, 0.3)
    votes = np.where(rng.random((40, 30)) < chance, 1, -1)
    events = [(p, s, int(votes[p, s])) for p in range(40) for s in range(30) if rng.random() < 0.92]
    memory = consensus_round(VoteTable.of(events), seed=1).memory
    again = [*events, (0, 0, 1)]
    (taken,) = in_turn(
        lambda: consensus_round(VoteTable.of(again), seed=1, memory=memory), rounds=101
    )
    return [("recompute after one vote among 40 people", taken * 1e3, "ms", 5.0, False)]


if __name__ == "__main__":
    sys.exit(main())
