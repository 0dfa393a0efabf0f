"""Read the files that a Polis conversation is exported as. Pure over text: opens no file.

Source: the openData export of the Computational Democracy Project (votes.csv, comments.csv,
participants-votes.csv). In these files agree is 1 and disagree is -1; in Polis' own database the
signs are the other way round.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from types import MappingProxyType

from civicmetrics.consensus.votes import Vote, VoteTable


class NotAPolisExport(ValueError):
    """The text lacks the columns that such a file has; the message names them."""


@dataclass(frozen=True)
class Comment:
    """One statement of the conversation. `moderated` is 1 accepted, 0 not looked at, -1 rejected."""

    statement: int
    text: str
    moderated: int
    is_meta: bool
    is_seed: bool
    group_informed_consensus: float | None


@dataclass(frozen=True)
class PolisExport:
    """An exported conversation: its votes as a table, its statements, its published groups."""

    votes: VoteTable
    comments: Mapping[int, Comment] = field(default_factory=dict)
    groups: Mapping[int, int] = field(default_factory=dict)

    @property
    def rejected(self) -> frozenset[int]:
        """The statements that the moderators rejected."""
        return frozenset(c.statement for c in self.comments.values() if c.moderated == -1)

    @property
    def meta(self) -> frozenset[int]:
        """The statements about the conversation itself. Exports before 2024 do not say which."""
        return frozenset(c.statement for c in self.comments.values() if c.is_meta)


def read_polis_votes(text: str) -> tuple[Vote, ...]:
    """The vote events of votes.csv in the order they were cast (by timestamp, then as they stand).

    Raises NotAPolisExport without the columns comment-id, voter-id and vote, or for a value that
    is no number.

    >>> read_polis_votes("timestamp,comment-id,voter-id,vote\\n9,4,1,-1\\n8,4,0,1\\n")
    (Vote(participant=0, statement=4, value=1), Vote(participant=1, statement=4, value=-1))
    """
    rows = _rows(text, "votes.csv", ("comment-id", "voter-id", "vote"))
    events = [
        (
            _number(r.get("timestamp") or "0"),
            Vote(_number(r["voter-id"]), _number(r["comment-id"]), _number(r["vote"])),
        )
        for r in rows
        if r["vote"]
    ]
    return tuple(vote for _, vote in sorted(events, key=lambda event: event[0]))


def read_polis_matrix(text: str) -> tuple[tuple[Vote, ...], dict[int, int]]:
    """The last votes and the published groups of participants-votes.csv, row by row.

    Columns named by a number are statements; an empty cell is no vote; participants without a
    group-id are left out of the groups.

    >>> votes, groups = read_polis_matrix("participant,group-id,n-votes,7,9\\n0,1,1,,-1\\n3,,1,1,\\n")
    >>> votes[0], groups
    (Vote(participant=0, statement=9, value=-1), {0: 1})
    """
    rows = list(_rows(text, "participants-votes.csv", ("participant", "group-id")))
    votes = tuple(
        Vote(_number(row["participant"]), int(name), _number(cell))
        for row in rows
        for name, cell in row.items()
        if name.isdecimal() and cell
    )
    return votes, {_number(r["participant"]): _number(r["group-id"]) for r in rows if r["group-id"]}


def read_polis_comments(text: str) -> dict[int, Comment]:
    """The statements of comments.csv by id.

    >>> read_polis_comments("comment-id,moderated,comment-body\\n4,-1,Flere stier\\n")[4].moderated
    -1
    """
    rows = _rows(text, "comments.csv", ("comment-id", "moderated", "comment-body"))
    comments = (
        Comment(
            _number(r["comment-id"]),
            r["comment-body"],
            _number(r["moderated"] or "0"),
            r.get("is-meta") == "true",
            r.get("is-seed") == "true",
            float(r["group-informed-consensus"]) if r.get("group-informed-consensus") else None,
        )
        for r in rows
    )
    return {c.statement: c for c in comments}


def read_polis(*, votes: str = "", comments: str = "", participants: str = "") -> PolisExport:
    """Read an export from the text of its files; any of them may be missing.

    Votes come from votes.csv, or from the matrix in participants-votes.csv when that is all there
    is (then rows stand in order of participant id, not of first vote). Raises NotAPolisExport.

    >>> read_polis(participants="participant,group-id,7\\n0,1,-1\\n").votes.shape
    (1, 1)
    """
    in_matrix, groups = read_polis_matrix(participants) if participants else ((), {})
    cast = read_polis_votes(votes) if votes else in_matrix
    return PolisExport(
        VoteTable.of(cast),
        MappingProxyType(read_polis_comments(comments) if comments else {}),
        MappingProxyType(groups),
    )


def _rows(text: str, name: str, needed: tuple[str, ...]) -> Iterator[dict[str, str]]:
    reader = csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline=""))
    missing = [column for column in needed if column not in (reader.fieldnames or ())]
    if missing:
        raise NotAPolisExport(f"{name} lacks the columns {', '.join(missing)}")
    for row in reader:
        yield {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}


def _number(text: str) -> int:
    try:
        return int(float(text)) if "." in text else int(text)
    except ValueError:
        raise NotAPolisExport(f"{text!r} is not a number") from None
