"""Two waves on one roster: who came and went, which ties held, and where a change comes from."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

import numpy as np

from civicmetrics.networks.values import Cell, Flags, Floats, Ints, Network, among, distinct

TableRule = Literal["seen", "rsiena"]


@dataclass(frozen=True, eq=False)
class Movement:
    """(n,) flags: joined after the first wave, left before the second, stayed; answered both."""

    joined: Flags
    left: Flags
    stayed: Flags
    answered_both: Flags
    answered_once: Flags


def movement(first: Network, second: Network) -> Movement:
    """Which organisations joined, left and stayed, and who answered.

    >>> from civicmetrics.networks.values import from_ties
    >>> one = from_ties(3, [(0, 1)], present=[True, True, False])
    >>> two = from_ties(3, [(0, 2)], present=[True, False, True])
    >>> found = movement(one, two)
    >>> found.joined.tolist(), found.left.tolist()
    ([False, False, True], [False, True, False])
    """
    both = first.present & second.present
    said = first.answered.astype(np.int64) + second.answered
    return Movement(
        second.present & ~first.present,
        first.present & ~second.present,
        both,
        both & (said == 2),
        both & (said == 1),
    )


@dataclass(frozen=True)
class TieTable:
    """Cells seen in both waves: n00 never, n01 new, n10 lost, n11 kept; and cells left out."""

    n00: int
    n01: int
    n10: int
    n11: int
    missing: int = 0
    structural: int = 0

    @property
    def jaccard(self) -> float:
        """Kept / (kept + lost + new). >= .3 good, < .2 little in common (RSiena manual)."""
        return _part(self.n11, self.n11 + self.n10 + self.n01)

    @property
    def hamming(self) -> int:
        """Lost + new. Unit: cells."""
        return self.n10 + self.n01

    @property
    def kept_share(self) -> float:
        return _part(self.n11, self.n11 + self.n10)

    @property
    def lost_share(self) -> float:
        return _part(self.n10, self.n11 + self.n10)

    @property
    def new_share(self) -> float:
        """New / ties of the second wave."""
        return _part(self.n01, self.n11 + self.n01)

    @property
    def correlation(self) -> float:
        """Pearson correlation of the two waves over these cells."""
        one, two = self.n11 + self.n10, self.n11 + self.n01
        cells = self.n00 + self.n01 + self.n10 + self.n11
        spread = float(one * (cells - one)) * float(two * (cells - two))
        return (self.n11 * cells - one * two) / spread**0.5 if spread else float("nan")


def _part(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def tie_table(first: Network, second: Network, rule: TableRule = "seen") -> TieTable:
    """Kept, lost, new and absent ties over the cells seen in both waves.

    Source: Snijders, van de Bunt & Steglich 2010. An undirected pair is one cell. Cells that are
    given beforehand (RSiena 10/11) are left out; `rule="rsiena"` counts them as 0 and 1, as
    RSiena's own table does. No answer (9) in either wave is always left out.

    >>> from civicmetrics.networks.values import from_ties
    >>> tie_table(from_ties(3, [(0, 1), (1, 2)]), from_ties(3, [(0, 1), (2, 0)]))
    TieTable(n00=3, n01=1, n10=1, n11=1, missing=0, structural=0)
    """
    out, missing, structural = _left_out(first, second, rule)
    one, two = (_seen_keys(wave, other, out, rule)
                for wave, other in ((first, second), (second, first)))  # fmt: skip
    kept = int(among(one, two).sum())
    cells = common_cells(first, second) - len(out)
    lost, new = len(one) - kept, len(two) - kept
    return TieTable(cells - kept - lost - new, new, lost, kept, missing, structural)


def rsiena_distance(first: Network, second: Network) -> int:
    """RSiena's reported Distance: changed cells, those given in either wave dropped.

    >>> from civicmetrics.networks.values import from_ties
    >>> rsiena_distance(from_ties(3, [(0, 1)]), from_ties(3, [(1, 0)]))
    2
    """
    return tie_table(first, second).hamming


def _left_out(first: Network, second: Network, rule: TableRule) -> tuple[Ints, int, int]:
    """Listed cells that were not seen in one of the waves, among cells asked in both."""
    odd = [(wave.cells, wave.states) for wave in (first, second)]
    keys = np.concatenate([cells for cells, _ in odd])
    states = np.concatenate([states for _, states in odd])
    a, b = np.divmod(keys, max(first.size, 1))
    rows = _answered_both(first, second)
    asked = rows[a] & first.present[b] & second.present[b] & (states != Cell.NO)
    keys, states = keys[asked], states[asked]
    silent = np.isin(states, [Cell.NO_ANSWER, Cell.NOT_ASKED])
    missing = distinct(keys[silent])
    given = distinct(keys[~silent])
    given = given[~among(given, missing)]
    out = missing if rule == "rsiena" else distinct(np.concatenate([missing, given]))
    return out, len(missing), len(given)


def _answered_both(first: Network, second: Network) -> Flags:
    return first.answered & second.answered & first.present & second.present


def _seen_keys(wave: Network, other: Network, out: Ints, rule: TableRule) -> Ints:
    """Ties of one wave in cells that both waves saw."""
    keys = wave.keys
    if rule == "rsiena":
        keys = distinct(np.concatenate([keys, wave.cells[wave.states == Cell.GIVEN_YES]]))
    a, b = np.divmod(keys, max(wave.size, 1))
    stay = wave.present & other.present
    if wave.directed:
        seen = _answered_both(wave, other)[a]
    else:
        seen = (wave.answered[a] | wave.answered[b]) & (other.answered[a] | other.answered[b])
    keep: Ints = keys[seen & stay[a] & stay[b]]
    return keep[~among(keep, out)]


def common_cells(first: Network, second: Network) -> int:
    """Cells asked and answered in both waves, before single cells are taken out.

    >>> from civicmetrics.networks.values import from_ties
    >>> common_cells(from_ties(3, []), from_ties(3, [], answered=[True, False, True]))
    4
    """
    stay = first.present & second.present
    if first.directed:
        return int(_answered_both(first, second).sum()) * (int(stay.sum()) - 1)
    kinds = (first.answered[stay].astype(np.int64) * 2 + second.answered[stay]).tolist()
    sizes = [kinds.count(kind) for kind in range(4)]
    pairs = [(a, b) for a in range(4) for b in range(a, 4) if a | b == 3]
    return sum(sizes[a] * sizes[b] if a != b else sizes[a] * (sizes[a] - 1) // 2 for a, b in pairs)


class Fate(IntEnum):
    """What became of a tied pair. The last two cannot be compared: only one wave saw them."""

    KEPT = 0
    LOST = 1
    NEW = 2
    LEFT_WITH_MEMBER = 3
    CAME_WITH_MEMBER = 4
    SEEN_ONLY_BEFORE = 5
    SEEN_ONLY_AFTER = 6


@dataclass(frozen=True, eq=False)
class Split:
    """The change in tied pairs, exactly: after - before is the sum of the five parts.

    pairs (p, 2) positions and fate (p,) `Fate` of every pair tied in either wave.
    """

    before: int
    after: int
    newcomers: int
    leavers: int
    lost: int
    new: int
    changed_observation: int
    kept: int
    pairs: Ints
    fate: Ints

    @property
    def parts(self) -> tuple[int, int, int, int, int]:
        """Signed: newcomers, leavers, new, lost, changed observation."""
        return (self.newcomers, -self.leavers, self.new, -self.lost, self.changed_observation)


def split(first: Network, second: Network) -> Split:
    """Where a change in the number of tied pairs comes from (union: one report is enough).

    Among organisations that stayed, a pair tied in both waves is kept. A pair tied only before
    is lost when somebody who reported it was heard again about the same partner and did not
    repeat it; when nobody who reported it was heard again, nothing is known and the pair goes
    to "changed observation", with a minus; mirrored for pairs tied only after. That part is no
    evidence of change. Unit: pairs. The sum is exact.

    >>> from civicmetrics.networks.values import from_ties
    >>> one = from_ties(4, [(0, 1), (1, 2), (3, 0)], present=[True] * 4)
    >>> two = from_ties(4, [(0, 1), (0, 2)], answered=[True, False, True, True],
    ...                 present=[True] * 4)
    >>> found = split(one, two)
    >>> found.before, found.after, found.parts, found.kept
    (3, 2, (0, 0, 1, -1, -1), 1)
    """
    one, two = _pairs(first), _pairs(second)
    every = distinct(np.concatenate([one, two]))
    a, b = np.divmod(every, max(first.size, 1))
    there, here = among(every, one), among(every, two)
    moves = movement(first, second)
    gone, came = moves.left[a] | moves.left[b], moves.joined[a] | moves.joined[b]
    before_only, after_only = there & ~here & ~gone, here & ~there & ~came
    lost = before_only & among(every, _comparable(first, second))
    new = after_only & among(every, _comparable(second, first))
    rules = [
        (there & gone, Fate.LEFT_WITH_MEMBER),
        (here & came, Fate.CAME_WITH_MEMBER),
        (there & here, Fate.KEPT),
        (lost, Fate.LOST),
        (new, Fate.NEW),
        (before_only, Fate.SEEN_ONLY_BEFORE),
    ]
    fate = np.select([rule for rule, _ in rules], [int(f) for _, f in rules], Fate.SEEN_ONLY_AFTER)
    count = np.bincount(fate, minlength=len(Fate)).tolist()
    return Split(
        len(one), len(two), count[Fate.CAME_WITH_MEMBER], count[Fate.LEFT_WITH_MEMBER],
        count[Fate.LOST], count[Fate.NEW],
        count[Fate.SEEN_ONLY_AFTER] - count[Fate.SEEN_ONLY_BEFORE], count[Fate.KEPT],
        np.column_stack([a, b]), fate,
    )  # fmt: skip


def _pairs(wave: Network) -> Ints:
    pairs = wave.union.pairs
    keys: Ints = pairs[:, 0] * wave.size + pairs[:, 1]
    return keys


def _comparable(wave: Network, other: Network) -> Ints:
    """Pairs of `wave` reported in a cell that `other` saw too, as undirected keys."""
    keys = _seen_keys(wave, other, _left_out(wave, other, "seen")[0], "seen")
    a, b = np.divmod(keys, max(wave.size, 1))
    return distinct(np.minimum(a, b) * wave.size + np.maximum(a, b))


def rank_stability(first: Floats, second: Floats) -> float:
    """Spearman correlation of a measure between waves, over organisations that have it in both.

    Source: Spearman 1904; equal values share the mean rank.

    >>> rank_stability(np.array([1.0, 2.0, 3.0]), np.array([10.0, 20.0, 25.0]))
    1.0
    """
    both = np.isfinite(first) & np.isfinite(second)
    one, two = ranks(first[both]), ranks(second[both])
    if len(one) < 2 or one.std() == 0 or two.std() == 0:
        return float("nan")
    return float(np.corrcoef(one, two)[0, 1].round(15))


def ranks(values: Floats) -> Floats:
    """Rank from smallest (1), the mean rank for equals.

    >>> ranks(np.array([5.0, 1.0, 5.0])).tolist()
    [2.5, 1.0, 2.5]
    """
    _, inverse, counts = np.unique(values.round(12), return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    middle: Floats = (last - (counts - 1) / 2)[inverse]
    return middle


def top_turnover(first: Floats, second: Floats, top: int = 10) -> int:
    """How many of the top of the first wave are not in the top of the second (equals included).

    >>> top_turnover(np.array([3.0, 2.0, 1.0]), np.array([1.0, 2.0, 3.0]), top=1)
    1
    """
    return len(_top(first, top) - _top(second, top))


def _top(values: Floats, top: int) -> set[int]:
    known = values[np.isfinite(values)]
    edge = np.sort(known)[-min(top, len(known))] if len(known) else 0.0
    return set(np.flatnonzero(np.nan_to_num(values, nan=-np.inf) >= edge).tolist())


def sector_flow(found: Split, sector: Ints) -> dict[Fate, Ints]:
    """(k, k) pairs of each fate between sectors, symmetric, own sector on the diagonal.

    >>> from civicmetrics.networks.values import from_ties
    >>> one, two = from_ties(2, [(0, 1)]), from_ties(2, [])
    >>> sector_flow(split(one, two), np.array([0, 1]))[Fate.LOST].tolist()
    [[0, 1], [1, 0]]
    """
    kinds = int(sector.max(initial=-1)) + 1
    ends = np.sort(sector[found.pairs], axis=1)
    flows: dict[Fate, Ints] = {}
    for fate in Fate:
        held = ends[found.fate == fate]
        table = np.bincount(held[:, 0] * kinds + held[:, 1], minlength=kinds**2)
        table = table.reshape(kinds, kinds)
        flows[fate] = table + table.T - np.diag(np.diag(table))
    return flows
