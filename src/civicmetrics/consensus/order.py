"""Put a vote table in an order that depends on the answers alone, not on names or arrival."""

from typing import Any

import numpy as np
import numpy.typing as npt

from civicmetrics.consensus.votes import Ints, VoteTable

Marks = npt.NDArray[np.uint64]
LARGE = 500_000  # votes; above this the order of the ids will do
PATIENCE = 4_000_000  # votes looked at to tell statements apart


def by_content(table: VoteTable) -> VoteTable:
    """The same table with people and statements sorted by what was answered.

    Each person and statement gets a mark from the marks of the others it met (colour refinement,
    Weisfeiler and Leman 1968), so renaming or reordering changes no later number, not even the last
    digit of a sum. Larger tables than 500,000 votes are left in the order of their ids.

    >>> one = by_content(VoteTable.from_matrix([[1, -1], [1, 1], [0, 1]]))
    >>> two = by_content(VoteTable.from_matrix([[1, 0], [1, 1], [-1, 1]]))
    >>> (one.values == two.values).all()
    np.True_
    """
    if len(table.values) > LARGE:
        return table
    people, statements = _marks(table)
    return table.reordered(np.argsort(people, kind="stable"), np.argsort(statements, kind="stable"))


def _marks(table: VoteTable) -> tuple[Marks, Marks]:
    """Refined until statements with one mark are those that the same people answered alike.

    When a turn tells no more of them apart, one gets a new mark: individualisation (McKay 1981).
    """
    rows, columns, (height, width) = table.rows, table.columns, table.shape
    vote = (table.values + 2).astype(np.uint64)
    column = _met(columns, _mix(rows.astype(np.uint64) * np.uint64(5) + vote), width)
    people, statements, told_apart = np.zeros(height, np.uint64), np.zeros(width, np.uint64), 0
    for _ in range(1 + PATIENCE // max(1, len(vote))):
        statements = _mix(statements)
        statements += _met(columns, _mix(people[rows] * np.uint64(5) + vote), width)
        people = _met(rows, _mix(statements[columns] * np.uint64(5) + vote), height)
        order = np.lexsort((column, statements))
        alike = statements[order[1:]] == statements[order[:-1]]
        unlike = np.flatnonzero(alike & (column[order[1:]] != column[order[:-1]]))
        if not unlike.size:
            break
        before, told_apart = told_apart, width - int(alike.sum())
        if told_apart == before:
            statements[column == column[order[unlike[0]]]] += np.uint64(1)
    return people, statements


def _mix(x: Marks) -> Marks:
    """The finaliser of splitmix64."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _met(where: Ints, marks: Marks, size: int) -> Marks:
    """Sum of the marks at each place, beyond 2^64 from 0 again: the same in any order."""
    sums = np.zeros(size, np.uint64)
    np.add.at(sums, where, marks)
    return sums


def generator(*seed: int) -> np.random.Generator:
    """A source of random numbers fixed by whole numbers of any sign.

    >>> generator(-3, 1).integers(9) == generator(-3, 1).integers(9)
    np.True_
    """
    words: list[Any] = [abs(part) * 2 + (part < 0) for part in seed]
    return np.random.default_rng(words)
