"""Where people stand, in coordinates that outlive one computation. Knows statements, not people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from scipy.optimize import linear_sum_assignment

from civicmetrics.consensus.components import project
from civicmetrics.consensus.plane import Territories, belongs
from civicmetrics.consensus.votes import Floats, Id, Ids, Ints, VoteTable


@dataclass(frozen=True, eq=False)
class Chart:
    """Directions of difference and group centres, found in one vote table.

    Per statement: `statements` (M,), `means` (M,), `axes` (2, M). Per group: lasting `labels` (k,)
    and its territory, `centres` (k, 2) and `leeway` (k,). `shrink` as in `project`.
    """

    statements: Ids
    means: Floats
    axes: Floats
    labels: Ints
    centres: Floats
    leeway: Floats
    shrink: float

    def points(self, table: VoteTable) -> Floats:
        """Where the people of any table stand by their answers to these statements, (N, 2)."""
        means, axes = np.zeros(table.shape[1]), np.zeros((2, table.shape[1]))
        here, there = shared(table.statements, self.statements)
        means[here], axes[:, here] = self.means[there], self.axes[:, there]
        known = np.zeros(table.shape[1])
        known[here] = 1.0
        deviations = (table.values - means[table.columns]) * known[table.columns]
        rows = sp.csr_array((deviations, table.columns, table.starts), shape=table.shape)
        answered = np.bincount(table.rows, known[table.columns], table.shape[0])
        return project(rows, axes, answered, len(self.statements), shrink=self.shrink)

    def start(self, statements: Ids) -> Floats:
        """The axes on these statements, 0 for unknown ones, (2, M)."""
        axes = np.zeros((2, len(statements)))
        here, there = shared(statements, self.statements)
        axes[:, here] = self.axes[:, there]
        return axes


class Memory(NamedTuple):
    """What one computation hands to the next. Not for publishing, though it names no participant.

    `last` is the chart of the last computation, `grouped` that of the last one that had groups.
    """

    last: Chart
    grouped: Chart | None

    def as_dict(self) -> dict[str, Any]:
        """Plain values that JSON can hold; `Memory.from_dict` takes them back."""
        return {
            name: chart and {key: np.asarray(value).tolist() for key, value in vars(chart).items()}
            for name, chart in self._asdict().items()
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Memory":
        """The memory that `as_dict` wrote.

        >>> table = VoteTable.of([("a", 1, 1)])
        >>> chart = draw_chart(table, np.ones(1), np.zeros((2, 1)), None, 5.0, None)
        >>> Memory.from_dict(Memory(chart, None).as_dict()).last.centres.shape
        (0, 2)
        """
        return cls(_chart(plain["last"]), _chart(plain["grouped"]) if plain["grouped"] else None)


def _chart(plain: Mapping[str, Any]) -> Chart:
    return Chart(
        statements=np.asarray(plain["statements"]),
        means=np.asarray(plain["means"], float),
        axes=np.asarray(plain["axes"], float).reshape(2, -1),
        labels=np.asarray(plain["labels"], int),
        centres=np.asarray(plain["centres"], float).reshape(-1, 2),
        leeway=np.asarray(plain["leeway"], float),
        shrink=float(plain["shrink"]),
    )


class Place(NamedTuple):
    """Where one set of answers stands, and in which group (None while there are none)."""

    x: float
    y: float
    group: int | None


def place(memory: Memory, answers: Iterable[tuple[Id, int]]) -> Place:
    """Where one person's own answers, (statement, vote), stand in the last computation.

    For showing people their own place and nobody else's. Answers to unknown statements do not count.

    >>> table = VoteTable.of([("a", 1, 1), ("b", 1, -1)])
    >>> chart = draw_chart(table, np.zeros(1), np.array([[1.0], [0.0]]), None, 1.0, None)
    >>> place(Memory(chart, None), [(1, -1)])
    Place(x=-0.5, y=0.0, group=None)
    """
    given = list(answers)
    if not given:
        return Place(0.0, 0.0, None)
    chart = memory.last
    points = chart.points(VoteTable.of([(0, statement, vote) for statement, vote in given]))
    near = belongs(points, chart.centres, chart.leeway) if len(chart.centres) else None
    group = None if near is None else int(chart.labels[near[0]])
    return Place(float(points[0, 0]), float(points[0, 1]), group)


def draw_chart(
    table: VoteTable,
    means: Floats,
    axes: Floats,
    territories: Territories | None,
    shrink: float,
    memory: Memory | None,
) -> Chart:
    """A chart that points the same way as the last one, statements in order of their ids.

    Groups are numbered from 0 by size; `lasting` labels are set by the caller.

    >>> table = VoteTable.of([("a", 1, 1)])
    >>> draw_chart(table, np.ones(1), np.ones((2, 1)), None, 5.0, None).labels.tolist()
    []
    """
    turn = np.ones((2, 1))
    if memory is not None:
        turn[(axes * memory.last.start(table.statements)).sum(axis=1) < 0] = -1.0
    order = np.argsort(table.statements)
    found = territories or Territories(np.zeros(0, int), np.zeros((0, 2)), np.zeros(0))
    return Chart(
        statements=table.statements[order],
        means=means[order],
        axes=(axes * turn)[:, order],
        labels=np.arange(len(found.centres)),
        centres=found.centres * turn.T,
        leeway=found.leeway,
        shrink=shrink,
    )


def shared(ids: Ids, known: Ids) -> tuple[Ints, Ints]:
    """Where the common ids stand in each of two arrays of distinct ids, the second sorted.

    >>> [places.tolist() for places in shared(np.array([5, 3]), np.array([3, 9]))]
    [[1], [0]]
    """
    there = np.searchsorted(known, ids)
    here = np.flatnonzero(known.take(there, mode="clip") == ids) if len(known) else there[:0]
    return here, there[here]


def lasting_labels(groups: Ints, k: int, table: VoteTable, memory: Memory | None) -> Ints:
    """A label for each of k groups, (k,): the one that most of its people had, else a new one.

    `groups` (N,) is the group of each participant, -1 for none. Who had which label is worked out
    from the remembered chart and today's answers, so no membership is ever stored. Groups are matched
    so that the most people keep their label.

    >>> table = VoteTable.of([(0, 1, 1), (1, 1, -1)])
    >>> lasting_labels(np.array([1, 0]), 2, table, None).tolist()
    [0, 1]
    """
    if memory is None or memory.grouped is None:
        return np.arange(k)
    chart = memory.grouped
    before = belongs(chart.points(table), chart.centres, chart.leeway)
    inside = groups >= 0
    width = len(chart.labels)
    cells = np.bincount(groups[inside] * width + before[inside], minlength=k * width)
    overlap = cells.reshape(k, width)
    labels = np.full(k, -1)
    for new, old in zip(*linear_sum_assignment(-overlap), strict=True):
        if overlap[new, old]:
            labels[new] = chart.labels[old]
    unused = (n for n in range(k + width + int(chart.labels.max())) if n not in chart.labels)
    labels[labels < 0] = [next(unused) for _ in range(int((labels < 0).sum()))]
    return labels
