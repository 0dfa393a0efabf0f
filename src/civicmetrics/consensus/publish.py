"""What may be shown of a table of answers: small counts become spans that cannot be narrowed."""

from typing import NamedTuple

import numpy as np

from civicmetrics.consensus.statistics import Tally
from civicmetrics.consensus.votes import Ints


class Span(NamedTuple):
    """A count known to lie between `low` and `high`, both included; exact when they are equal.

    >>> str(Span(8, 11)), str(Span(12, 12))
    ('8-11', '12')
    """

    low: int
    high: int

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low}-{self.high}"


class Bar(NamedTuple):
    """How one statement was answered by some people: counts as spans."""

    answered: Span
    agreed: Span
    disagreed: Span
    passed: Span


class Spans(NamedTuple):
    """`low` and `high` counts, each (4, G, M): answered, agreed, disagreed, passed."""

    low: Ints
    high: Ints

    @property
    def together(self) -> "Spans":
        """The sum over groups, (4, 1, M), as far as the single spans tell."""
        return Spans(self.low.sum(axis=1, keepdims=True), self.high.sum(axis=1, keepdims=True))

    def bars(self) -> list[list[Bar]]:
        """One Bar for each group and statement, [G][M]."""
        ends = (part.transpose(1, 2, 0).ravel().tolist() for part in self)
        bars = list(map(Bar, *[map(Span, *ends)] * len(Bar._fields)))
        width = self.low.shape[2]
        return [bars[g * width : (g + 1) * width] for g in range(self.low.shape[1])]


def publishable(counts: Tally, *, smallest: int) -> Spans:
    """The counts with every answer given by 1 to `smallest` - 1 people hidden in a span.

    What is shown of a row (one group, one statement) never pins a hidden count down: for each there
    are at least two values that would have been shown in the very same way, also to a reader who
    knows this rule. The rule, with k = `smallest`, S answers and B the largest of the three counts
    (k = 1 hides nothing; with k = 2 or 3 the promise cannot be kept: ValueError):

    - fewer than k answers: only that is shown;
    - all counts 0 or at least k: exact;
    - S - B < k and S >= 2k - 1: B lies in S-k+1..S-1, the others in 0..k-1;
    - S - B >= k and 2B >= S: B exact, the others in 0..S-B;
    - otherwise only S.

    >>> cells = Tally(np.array([[11, 12, 2]]), np.array([[1, 0, 1]]), np.array([[12, 12, 3]]))
    >>> [str(bar.agreed) for bar in publishable(cells, smallest=5).bars()[0]]
    ['8-11', '12', '0-4']
    """
    if smallest < 1 or 1 < smallest < 4:
        raise ValueError("the smallest count shown is 1, or 4 and more")
    agreed, disagreed, answered = counts
    cells = np.stack([agreed, disagreed, answered - agreed - disagreed])
    largest = np.arange(3)[:, None, None] == cells.argmax(axis=0)
    most = cells.max(axis=0)
    rest = answered - most
    few = answered < smallest
    hidden = few | ((cells > 0) & (cells < smallest)).any(axis=0)
    near = (rest < smallest) & (answered >= 2 * smallest - 1)
    far = (rest >= smallest) & (most >= rest)

    def shown(if_near: Ints | int, if_far: Ints | int, otherwise: Ints | int) -> Ints:
        return np.where(near, if_near, np.where(far, if_far, otherwise))

    low = np.where(largest, shown(answered - smallest + 1, most, 0), 0)
    high = np.where(
        largest, shown(answered - 1, most, answered), shown(smallest - 1, rest, answered)
    )
    low = np.where(hidden, np.where(few, 0, low), cells)
    high = np.where(hidden, np.where(few, smallest - 1, high), cells)
    return Spans(
        np.concatenate([np.where(few, 0, answered)[None], low]),
        np.concatenate([np.where(few, smallest - 1, answered)[None], high]),
    )


def size(people: int, *, smallest: int) -> Span:
    """How many people, hidden when there are 1 to `smallest` - 1 of them, and when there are none.

    >>> str(size(3, smallest=5)), str(size(0, smallest=5)), str(size(8, smallest=5))
    ('0-4', '0-4', '8')
    """
    return Span(people, people) if people >= smallest else Span(0, smallest - 1)
