"""Which statement to ask about next."""

from collections.abc import Collection
from hashlib import sha256

import numpy as np

from civicmetrics.consensus.charts import Memory
from civicmetrics.consensus.components import centred
from civicmetrics.consensus.order import generator
from civicmetrics.consensus.statistics import smoothed
from civicmetrics.consensus.votes import AGREE, PASS, Flags, Floats, Id, Ints, VoteTable

FLOOR = 0.1
FIRST_ANSWERS = 5
AHEAD = 3
FEW_MEMBERS = 40
MOST_EXTREME = 3.0


def routing(
    votes: VoteTable, *, memory: Memory | None = None, leave_out: Collection[Id] = ()
) -> dict[Id, float]:
    """The probability with which each statement is asked next; they add up to 1.

    Polis' priority, with the extremity E of a statement taken relative to the median one and at most
    3, mixed with 10 % of pure chance so that nothing is forgotten:
    (((1 - p) (1 + E) a) (1 + 8 * 2^(-S/5)))^2, p and a smoothed shares of passes and agreement.
    While some statement has fewer than 5 answers, one with 5 answers and 3 times the median waits.

    >>> votes = VoteTable.of([(p, s, 1) for p in range(9) for s in (1, 2)], statements=range(5))
    >>> {statement: round(share, 2) for statement, share in routing(votes).items()}
    {0: 0.33, 1: 0.0, 2: 0.0, 3: 0.33, 4: 0.33}
    """
    table = votes.without(leave_out)
    answered = np.bincount(table.columns, minlength=table.shape[1])
    if not answered.size:
        return {}
    priority = _priorities(table, answered, _extremity(table, memory))
    open_now = _not_ahead(answered)
    weights = np.where(open_now, priority, 0.0)
    even = open_now / open_now.sum()
    shares = (1 - FLOOR) * weights / weights.sum() + FLOOR * even
    return dict(zip(table.statements.tolist(), shares.tolist(), strict=True))


def next_statements(
    votes: VoteTable,
    participant: Id,
    *,
    seed: int,
    members: int,
    memory: Memory | None = None,
    leave_out: Collection[Id] = (),
) -> tuple[Id, ...]:
    """What a participant has not answered, in the order to ask: the same for the same votes and seed.

    In a forum of at most 40 `members` everybody is asked everything, each in an order of their own.
    In a larger one the order is drawn with the probabilities of `routing` (Efraimidis and Spirakis
    2006); statements that wait for others come last.

    >>> votes = VoteTable.of([("anna", 1, 1), ("bo", 2, 1), ("bo", 3, 0)])
    >>> sorted(next_statements(votes, "anna", seed=1, members=12))
    [2, 3]
    """
    table = votes.without(leave_out)
    done = _answered_by(table, participant)
    rng = generator(seed, _number(participant), len(done))
    if members <= FEW_MEMBERS:
        rng = generator(seed, _number(participant))
        shares = dict.fromkeys(table.statements.tolist(), 1.0)
    else:
        shares = routing(table, memory=memory)
    luck = rng.random(len(shares))
    keys = {
        statement: (share > 0, np.log(u) / share if share else u)
        for (statement, share), u in zip(shares.items(), luck.tolist(), strict=True)
        if statement not in done
    }
    return tuple(sorted(keys, key=lambda statement: keys[statement], reverse=True))


def _priorities(table: VoteTable, answered: Ints, extremity: Floats) -> Floats:
    agreed = np.bincount(table.columns[table.values == AGREE], minlength=table.shape[1])
    passed = np.bincount(table.columns[table.values == PASS], minlength=table.shape[1])
    importance = (1 - smoothed(passed, answered)) * (1 + extremity) * smoothed(agreed, answered)
    return np.asarray((importance * (1 + 8 * 2 ** (-answered / 5))) ** 2)


def _extremity(table: VoteTable, memory: Memory | None) -> Floats:
    """How far out the last chart has a voter who agrees with this statement only, (M,), median 1."""
    if memory is None:
        return np.zeros(table.shape[1])
    axes = memory.last.start(table.statements)
    means = centred(table)[0]
    reach = (1 - means) * np.hypot(*axes)
    usual = float(np.median(reach))
    return np.minimum(reach / usual, MOST_EXTREME) if usual > 0 else np.zeros(len(reach))


def _not_ahead(answered: Ints) -> Flags:
    if answered.min() >= FIRST_ANSWERS:
        return np.ones(len(answered), bool)
    return np.asarray(answered < max(FIRST_ANSWERS, AHEAD * float(np.median(answered))))


def _answered_by(table: VoteTable, participant: Id) -> set[Id]:
    row = np.flatnonzero(table.participants == participant)
    if not row.size:
        return set()
    start, stop = table.starts[row[0]], table.starts[row[0] + 1]
    return set(table.statements[table.columns[start:stop]].tolist())


def _number(participant: Id) -> int:
    return int.from_bytes(sha256(repr(participant).encode()).digest()[:8])
