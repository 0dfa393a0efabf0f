"""The vote table: who answered what, each pair once, in one order whatever order the votes came in."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Id: TypeAlias = int | str
Ints: TypeAlias = npt.NDArray[np.integer[Any]]
Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Ids: TypeAlias = npt.NDArray[Any]

AGREE, PASS, DISAGREE = 1, 0, -1
FEW = 50_000  # votes; above this looking for votes cast twice before sorting pays


class BadVote(ValueError):
    """A vote that is none of agree (1), pass (0), disagree (-1), or arrays of unequal length."""


class Vote(NamedTuple):
    participant: Id
    statement: Id
    value: int


@dataclass(frozen=True, eq=False)
class VoteTable:
    """N participants by M statements with the last vote of each pair, stored by rows.

    `participants` (N,) and `statements` (M,) are sorted ids. Row i holds the statements
    `columns[starts[i]:starts[i + 1]]` and their `values` in {-1, 0, 1}. `first_votes` (N,) is the
    place of each participant's first vote in the input: only the legacy mode looks at it.
    The arrays are read-only.

    >>> table = VoteTable.of([("anna", 7, 1), ("bo", 7, -1), ("anna", 7, 0)])
    >>> table.shape, table.values.tolist()
    ((2, 1), [0, -1])
    """

    participants: Ids
    statements: Ids
    starts: Ints
    columns: Ints
    values: npt.NDArray[np.int8]
    first_votes: Ints

    def __post_init__(self) -> None:
        for array in (self.participants, self.statements, self.starts, self.columns, self.values):
            array.flags.writeable = False
        self.first_votes.flags.writeable = False

    @classmethod
    def of(
        cls, votes: Iterable[tuple[Id, Id, int]], *, statements: Iterable[Id] = ()
    ) -> "VoteTable":
        """Build from (participant, statement, vote) in the order they were cast; the last one counts.

        `statements` names statements that belong to the round even if nobody has answered them.
        Ids are all integers or all text on each side. Raises BadVote for a vote outside {-1, 0, 1}.

        >>> VoteTable.of([], statements=["a", "b"]).shape
        (0, 2)
        """
        rows = list(votes)
        people, about, values = zip(*rows, strict=True) if rows else ((), (), ())
        return cls.from_arrays(
            _id_array(people), _id_array(about), np.asarray(values), statements=statements
        )

    @classmethod
    def from_arrays(
        cls,
        participants: npt.ArrayLike,
        statements_voted: npt.ArrayLike,
        values: npt.ArrayLike,
        *,
        statements: Iterable[Id] = (),
    ) -> "VoteTable":
        """Build from three arrays of equal length V in the order the votes were cast.

        Raises BadVote when lengths differ or a value is outside {-1, 0, 1}. O(V log V) time, about
        40 bytes a vote at the peak.

        >>> VoteTable.from_arrays([4, 2], [1, 1], [1, 1]).participants.tolist()
        [2, 4]
        """
        who, what, vote = np.asarray(participants), np.asarray(statements_voted), np.asarray(values)
        if not who.shape == what.shape == vote.shape or who.ndim != 1:
            raise BadVote("participants, statements and votes are one-dimensional and equally long")
        if vote.dtype.kind not in "iuf" or not (vote == np.sign(vote)).all():
            raise BadVote("a vote is 1 (agree), 0 (pass) or -1 (disagree)")
        people, row = _encode(who)
        about, column = _encode(what, extra=_id_array(tuple(statements)))
        return cls._from_codes(people, about, row, column, vote.astype(np.int8))

    @classmethod
    def from_matrix(
        cls,
        matrix: npt.ArrayLike,
        *,
        participants: Iterable[Id] = (),
        statements: Iterable[Id] = (),
    ) -> "VoteTable":
        """Build from an (N, M) matrix of votes with NaN where nobody answered; ids default to indices.

        >>> VoteTable.from_matrix([[1, float("nan")], [0, -1]]).values.tolist()
        [1, 0, -1]
        """
        grid = np.atleast_2d(np.asarray(matrix, float))
        row, column = np.nonzero(~np.isnan(grid))
        people = _id_array(tuple(participants) or range(grid.shape[0]))
        about = _id_array(tuple(statements) or range(grid.shape[1]))
        return cls.from_arrays(
            people[row], about[column], grid[row, column], statements=about.tolist()
        )

    @classmethod
    def _from_codes(
        cls, people: Ids, about: Ids, row: Ints, column: Ints, vote: npt.NDArray[np.int8]
    ) -> "VoteTable":
        first = np.zeros(len(people), np.int64)
        first[row[::-1]] = np.arange(len(row) - 1, -1, -1)
        if len(row) > FEW:
            shape = len(people), len(about)
            matrix = sp.coo_array((vote, (row, column)), shape=shape).tocsr()
            if matrix.nnz == len(vote):
                return cls(people, about, matrix.indptr, matrix.indices, matrix.data, first)
        last = _last_votes(row, column, len(about))
        each = np.bincount(row[last], minlength=len(people))
        starts = np.concatenate([[0], np.cumsum(each)]).astype(np.int32)
        return cls(people, about, starts, column[last], vote[last], first)

    @property
    def shape(self) -> tuple[int, int]:
        """(participants, statements)."""
        return len(self.participants), len(self.statements)

    @property
    def rows(self) -> Ints:
        """The row of each vote, (V,)."""
        return np.repeat(np.arange(self.shape[0], dtype=np.int32), self.answered)

    @property
    def answered(self) -> Ints:
        """Votes cast by each participant, passes included, (N,)."""
        return np.diff(self.starts)

    @property
    def matrix(self) -> "sp.csr_array[Any]":
        """The votes as a sparse (N, M) matrix; a stored zero is a pass."""
        return sp.csr_array((self.values, self.columns, self.starts), shape=self.shape)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the table: equal for equal votes in any order.

        >>> one, two = [("a", 1, 1), ("b", 1, 0)], [("b", 1, 0), ("a", 1, 1)]
        >>> VoteTable.of(one).fingerprint == VoteTable.of(two).fingerprint
        True
        """
        digest = sha256(f"{self.shape} {self.participants.dtype} {self.statements.dtype}".encode())
        for array in (self.participants, self.statements, self.starts, self.columns, self.values):
            digest.update(array.tobytes())
        return digest.hexdigest()

    def without(self, statements: Collection[Id]) -> "VoteTable":
        """The table without some statements (moderated away, or about the round itself).

        >>> VoteTable.of([("a", 1, 1), ("a", 2, 1)]).without({2}).statements.tolist()
        [1]
        """
        keep = np.array([s not in statements for s in self.statements.tolist()], bool)
        return self.keeping(np.ones(self.shape[0], bool), keep)

    def keeping(self, people: Flags, statements: Flags) -> "VoteTable":
        """The part of the table with the flagged rows (N,) and columns (M,)."""
        if people.all() and statements.all():
            return self
        row, stays = self.rows, statements[self.columns]
        stays &= people[row]
        renumbered = (np.cumsum(statements) - 1).astype(np.int32)
        counts = np.bincount(row[stays], minlength=self.shape[0])[people]
        return VoteTable(
            self.participants[people],
            self.statements[statements],
            np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
            renumbered[self.columns[stays]],
            self.values[stays],
            self.first_votes[people],
        )

    def reordered(self, people: Ints, statements: Ints) -> "VoteTable":
        """The same votes with rows and columns taken in the given orders, (N,) and (M,).

        >>> VoteTable.of([("a", 1, 1), ("a", 2, -1)]).reordered(np.array([0]), np.array([1, 0])).values
        array([-1,  1], dtype=int8)
        """
        answered = self.answered[people]
        starts = np.concatenate([[0], np.cumsum(answered)]).astype(np.int32)
        taken = np.repeat(self.starts[people] - starts[:-1], answered) + np.arange(starts[-1])
        columns = _places(statements)[self.columns[taken]]
        if (np.diff(statements) < 0).any():
            row = np.repeat(np.arange(len(people)), answered)
            order = np.argsort(row * max(1, len(statements)) + columns)
            taken, columns = taken[order], columns[order]
        return VoteTable(
            self.participants[people],
            self.statements[statements],
            starts,
            columns,
            self.values[taken],
            self.first_votes[people],
        )


def _places(order: Ints) -> Ints:
    """Where each one went."""
    places = np.empty(len(order), np.int32)
    places[order] = np.arange(len(order))
    return places


def _id_array(ids: Iterable[Id]) -> Ids:
    listed = ids if isinstance(ids, tuple) else tuple(ids)
    array = np.asarray(listed) if listed else np.zeros(0, np.int64)
    kind = array.dtype.kind
    if kind not in "iuU" or (kind == "U" and not all(isinstance(i, str) for i in listed)):
        raise BadVote("ids are all integers or all text")
    return array


def _encode(ids: Ids, extra: Ids | None = None) -> tuple[Ids, Ints]:
    """The sorted distinct ids (of `ids` and `extra`), and the place of each of `ids` among them."""
    if extra is not None and extra.size:
        known = np.unique(np.concatenate([ids, extra]) if ids.size else extra)
        return known, np.searchsorted(known, ids).astype(np.int32)
    if ids.size and np.issubdtype(ids.dtype, np.integer):
        low, high = int(ids.min()), int(ids.max())
        if high - low <= 4 * ids.size + 1024:
            return _encode_dense(ids, low, high)
    known, place = np.unique(ids, return_inverse=True)
    return known, place.astype(np.int32)


def _encode_dense(ids: Ids, low: int, high: int) -> tuple[Ids, Ints]:
    offset = ids - low
    seen = np.zeros(high - low + 1, bool)
    seen[offset] = True
    rank = np.cumsum(seen, dtype=np.int32) - 1
    return np.flatnonzero(seen).astype(np.int64) + low, rank[offset]


def _last_votes(row: Ints, column: Ints, width: int) -> Ints:
    """Where the last vote in each cell stands."""
    cell = row.astype(np.int64) * width + column
    return np.asarray(len(cell) - 1 - np.unique(cell[::-1], return_index=True)[1])
