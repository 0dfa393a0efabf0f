"""A consensus round: what unites a forum, what divides it, and whether it has opinion groups.

A pure function of the votes and a seed. What comes out names no participant and hides small counts;
every published count and ranking is computed from the counts as published, so none of them gives a
hidden count away. Source of the method: Polis (Small et al. 2021, Recerca 26), with the gate, the Wilson
bounds, the Benjamini-Hochberg choice and the shrinkage added; see each function.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, fields, replace
from itertools import repeat
from math import ceil, isnan
from typing import Any, NamedTuple

import numpy as np

from civicmetrics.consensus.charts import Chart, Memory, draw_chart, lasting_labels
from civicmetrics.consensus.components import centred, leading, project
from civicmetrics.consensus.gate import Rules
from civicmetrics.consensus.grouping import Finding, Grouping, find_groups
from civicmetrics.consensus.order import by_content
from civicmetrics.consensus.publish import Bar, Span, Spans, publishable, size
from civicmetrics.consensus.statistics import (
    Tally,
    difference_z,
    discoveries,
    tally,
    two_sided,
    wilson_low,
)
from civicmetrics.consensus.votes import Flags, Floats, Id, Ints, VoteTable

FINE = 1_000_000  # votes; above this components are found in single precision


@dataclass(frozen=True)
class Options:
    """How a round is computed.

    `smallest` is the smallest count of answers shown exactly: 1 where everybody votes in the open.
    A statement is judged when `enough` people in each group, and `enough_share` of it, have answered.
    `false_rate` is the share of false finds accepted among dividing statements and traits, of which
    `profile` are listed for each group.
    """

    smallest: int = 5
    enough: int = 5
    enough_share: float = 0.1
    false_rate: float = 0.1
    profile: int = 5
    rules: Rules = field(default_factory=Rules)


class Uniting(NamedTuple):
    """A statement and the share of each group that agrees with it, at the least.

    `at_least` is the smallest over the groups of Wilson's lower bound (one-sided 90 %) for the share
    that agrees, of all who answered, passes included. `consensus` is the geometric mean over
    groups of (A + 1/2) / (S + 1), to compare with Polis' group-informed consensus. Both take hidden
    counts at their lowest.
    """

    statement: Id
    at_least: float
    consensus: float
    objections: Span


class Dividing(NamedTuple):
    """A statement that groups answer differently.

    `gap` is the difference in agreeing share between the groups labelled `most` and `least`; `p` the
    smallest two-sided p-value of one group against the others (two-proportion z). Both take hidden
    counts at the middle of their span. The groups are made from the same answers, so p ranks and
    describes; whether there are groups at all is the gate's question.
    """

    statement: Id
    gap: float
    most: int
    least: int
    p: float


class Trait(NamedTuple):
    """A statement that a group agrees with more, or less, than the others: agreeing shares of both."""

    statement: Id
    share: float
    elsewhere: float


class Group(NamedTuple):
    """A group by its lasting label, how many people it has, and what is typical of it."""

    label: int
    people: int
    profile: tuple[Trait, ...]


class Answers(NamedTuple):
    """One statement: all answers to it, and those of each group in the order of `Report.groups`."""

    statement: Id
    overall: Bar
    groups: tuple[Bar, ...]


@dataclass(frozen=True)
class Report:
    """What may be shown of a round. `uniting` and `dividing` come most so first.

    `ungrouped` people have answered too little to be placed. `needs_votes` are statements that too
    few have answered to be judged. `chance`, `directions`, `steadiness` and `silhouette` are the
    evidence of the gate (see `Grouping`).
    """

    finding: Finding
    people: Span
    ungrouped: Span
    groups: tuple[Group, ...]
    answers: tuple[Answers, ...]
    uniting: tuple[Uniting, ...]
    dividing: tuple[Dividing, ...]
    needs_votes: tuple[Id, ...]
    chance: float | None
    directions: int
    steadiness: float | None
    silhouette: float | None
    seed: int
    fingerprint: str

    @property
    def sentence(self) -> str:
        """The finding in plain English, to be translated."""
        return self.finding.sentence

    def as_dict(self) -> dict[str, Any]:
        """Plain values that JSON can hold.

        >>> consensus_round(VoteTable.of([("a", 1, 1)]), seed=1).report.as_dict()["finding"]
        'few people'
        """
        return {one.name: _plain(getattr(self, one.name)) for one in fields(self)}


class Round(NamedTuple):
    """What may be shown, and what the next computation starts from."""

    report: Report
    memory: Memory


def consensus_round(
    votes: VoteTable,
    *,
    seed: int,
    memory: Memory | None = None,
    leave_out: Collection[Id] = (),
    options: Options | None = None,
) -> Round:
    """Compute a round. Pure, and any table gives a result, an empty one too.

    `leave_out` are statements moderated away or about the round itself. `memory` of the last round
    shortens the search for components in large tables, and lets groups keep their labels and axes
    their direction; it decides nothing else. The order of votes, people and statements changes
    nothing. Raises ValueError for options that hide counts below 2 or 3 only (see `publishable`).

    >>> votes = [(p, s, 1 if s < 2 or (p < 12) == (s < 8) else -1) for p in range(24) for s in range(14)]
    >>> report = consensus_round(VoteTable.of(votes), seed=1).report
    >>> report.sentence, [group.people for group in report.groups]
    ('The answers form opinion groups.', [12, 12])
    >>> [(one.statement, round(one.at_least, 2)) for one in report.uniting][:2]
    [(0, 0.88), (1, 0.88)]
    """
    chosen = options or Options()
    named = votes.without(leave_out)
    table = by_content(named)
    means, axes, points = _stand(table, memory, chosen.rules.shrink)
    found = _largest_first(find_groups(table, points, chosen.rules, seed=seed))
    axes = axes * (np.arange(2) < max(1, found.directions))[:, None]
    chart = draw_chart(table, means, axes, found.territories, chosen.rules.shrink, memory)
    chart = replace(chart, labels=lasting_labels(found.labels, len(chart.centres), table, memory))
    grouped = chart if len(chart.centres) else memory and memory.grouped
    return Round(_report(named, table, found, chart, seed, chosen), Memory(chart, grouped))


def _stand(table: VoteTable, memory: Memory | None, shrink: float) -> tuple[Floats, Floats, Floats]:
    """Means (M,), axes (2, M) and points (N, 2) of the table."""
    means, deviations = centred(table)
    large = deviations.nnz > FINE
    if large:
        deviations = deviations.astype(np.float32)
    start = memory.last.start(table.statements) if memory is not None and large else None
    axes = leading(deviations, start=start, tolerance=1e-4 if large else 0.0)[1]
    return means, axes, project(deviations, axes, table.answered, table.shape[1], shrink=shrink)


def _largest_first(found: Grouping) -> Grouping:
    """Number the groups by size, equal ones from left to right."""
    if found.territories is None:
        return found
    _, centres, leeway = found.territories
    sizes = np.bincount(found.labels[found.labels >= 0])
    order = np.lexsort((centres[:, 1], centres[:, 0], -sizes))
    rank = np.append(np.argsort(order), -1)
    labels = rank[found.labels]
    moved = found.territories._replace(centres=centres[order], leeway=leeway[order])
    return replace(found, labels=labels, territories=moved)


class _Shown(NamedTuple):
    """Counts as published: per group (or of all as one group), and of everybody together."""

    groups: Spans
    overall: Spans
    sizes: Ints
    labels: Ints
    statements: list[Id]

    @property
    def share(self) -> Floats:
        """The agreeing share with hidden counts at the middle of their span, (G, M)."""
        answered, agreed = self.middle
        return agreed / np.maximum(answered, 1)

    @property
    def middle(self) -> tuple[Floats, Floats]:
        """Answered and agreed, (G, M)."""
        middle = (self.groups.low + self.groups.high) / 2
        return middle[0], middle[1]


def _show(table: VoteTable, found: Grouping, chart: Chart, smallest: int) -> _Shown:
    """Groups in the order of their labels, statements in the order of their ids."""
    by_label = np.argsort(chart.labels)
    k = max(1, len(by_label))
    labels = np.zeros(table.shape[0], int)
    if len(by_label):
        labels = np.append(np.argsort(by_label), k)[found.labels]
    counts = tally(table, labels, k + 1)
    by_id = np.argsort(table.statements)
    spans = publishable(Tally(*(part[:, by_id] for part in counts)), smallest=smallest)
    overall = spans.together if len(by_label) else Spans(spans.low[:, :1], spans.high[:, :1])
    return _Shown(
        Spans(spans.low[:, :k], spans.high[:, :k]),
        overall,
        np.bincount(labels, minlength=k + 1),
        chart.labels[by_label],
        table.statements[by_id].tolist(),
    )


def _report(
    named: VoteTable,
    table: VoteTable,
    found: Grouping,
    chart: Chart,
    seed: int,
    options: Options,
) -> Report:
    shown = _show(table, found, chart, options.smallest)
    judged = _judged(shown, options)
    z = _apart(shown)
    clear = np.zeros(z.shape, bool)
    clear[:, judged] = discoveries(two_sided(z[:, judged]), options.false_rate)
    grouped = len(shown.labels) > 0
    people, ungrouped = _sizes(shown, options.smallest)
    return Report(
        finding=found.finding,
        people=people,
        ungrouped=ungrouped,
        groups=_groups(shown, z, clear, options.profile) if grouped else (),
        answers=_answers(shown),
        uniting=_uniting(shown, judged),
        dividing=_dividing(shown, z, clear) if grouped else (),
        needs_votes=tuple(
            s for s, enough in zip(shown.statements, judged, strict=True) if not enough
        ),
        chance=_known(found.chance),
        directions=found.directions,
        steadiness=_known(found.steadiness),
        silhouette=_known(found.silhouette),
        seed=seed,
        fingerprint=named.fingerprint,
    )


def _known(number: float) -> float | None:
    return None if isnan(number) else number


def _sizes(shown: _Shown, smallest: int) -> tuple[Span, Span]:
    """Everybody, and those in no group."""
    inside, outside = int(shown.sizes[:-1].sum()), int(shown.sizes[-1])
    if not len(shown.labels):
        return size(inside, smallest=smallest), Span(0, 0)
    rest = size(outside, smallest=smallest)
    return Span(inside + rest.low, inside + rest.high), rest


def _judged(shown: _Shown, options: Options) -> Flags:
    """Statements that enough people in every group have answered, (M,)."""
    sizes = shown.sizes[: shown.groups.low.shape[1]]
    needed = [max(options.enough, ceil(options.enough_share * people)) for people in sizes.tolist()]
    return np.asarray((shown.groups.low[0] >= np.array(needed)[:, None]).all(axis=0))


def _apart(shown: _Shown) -> Floats:
    """z of each group's agreement against the other groups', (G, M)."""
    answered, agreed = shown.middle
    return difference_z(
        agreed, answered, agreed.sum(axis=0) - agreed, answered.sum(axis=0) - answered
    )


def _groups(shown: _Shown, z: Floats, clear: Flags, length: int) -> tuple[Group, ...]:
    answered, agreed = shown.middle
    share = shown.share
    elsewhere = (agreed.sum(axis=0) - agreed) / np.maximum(answered.sum(axis=0) - answered, 1)

    def profile(g: int) -> tuple[Trait, ...]:
        order = np.argsort(np.where(clear[g], -np.abs(z[g]), np.inf), kind="stable")
        return tuple(
            Trait(shown.statements[j], float(share[g, j]), float(elsewhere[g, j]))
            for j in order[: min(length, int(clear[g].sum()))].tolist()
        )

    return tuple(
        Group(label, int(shown.sizes[g]), profile(g))
        for g, label in enumerate(shown.labels.tolist())
    )


def _answers(shown: _Shown) -> tuple[Answers, ...]:
    (overall,) = shown.overall.bars()
    groups = zip(*shown.groups.bars(), strict=True) if len(shown.labels) else repeat(())
    return tuple(map(Answers, shown.statements, overall, groups))


def _uniting(shown: _Shown, judged: Flags) -> tuple[Uniting, ...]:
    answered, agreed = shown.groups.low[0], shown.groups.low[1]
    bound = wilson_low(agreed, answered).min(axis=0)
    consensus = np.exp(np.log((agreed + 0.5) / (answered + 1)).mean(axis=0))
    order = np.argsort(np.where(judged, -bound, np.inf), kind="stable")
    objections = map(Span, *(part[2, 0].tolist() for part in shown.overall))
    rows = list(zip(shown.statements, bound.tolist(), consensus.tolist(), objections, strict=True))
    return tuple(Uniting(*rows[j]) for j in order[: int(judged.sum())].tolist())


def _dividing(shown: _Shown, z: Floats, clear: Flags) -> tuple[Dividing, ...]:
    share = shown.share
    gap, p = np.ptp(share, axis=0), two_sided(z).min(axis=0)
    most, least = shown.labels[share.argmax(axis=0)], shown.labels[share.argmin(axis=0)]
    found = clear.any(axis=0)
    order = np.argsort(np.where(found, -gap, np.inf), kind="stable")
    columns = (part.tolist() for part in (gap, most, least, p))
    rows = list(zip(shown.statements, *columns, strict=True))
    return tuple(Dividing(*rows[j]) for j in order[: int(found.sum())].tolist())


def _plain(value: Any) -> Any:
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: _plain(part) for name, part in value._asdict().items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return str(value) if isinstance(value, Finding) else value
