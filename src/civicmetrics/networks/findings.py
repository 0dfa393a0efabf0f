"""What the numbers mean, as values: a kind, numbers, an interval, and how strong the evidence is.

Sentences are made of them elsewhere. Nothing here is a claim that the missing answers could
turn around: such a finding is UNCERTAIN or LOCKED, and no recommendation rests on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

import numpy as np

from civicmetrics.networks.analysis import Analysis, ChangeAnalysis, WaveAnalysis
from civicmetrics.networks.change import Fate
from civicmetrics.networks.reasons import Reason
from civicmetrics.networks.values import Ints

Pairs = tuple[tuple[int, int], ...]


class Evidence(Enum):
    """How far a finding carries."""

    COUNT = "count"  # counted, nothing estimated
    CLEAR = "clear"  # chance and silence together could not turn it around
    LIKELY = "likely"  # chance could hardly; silence might weaken it
    UNCERTAIN = "uncertain"  # chance or silence could turn it around
    LOCKED = "locked"  # too few answered for a statement about change


@dataclass(frozen=True, eq=False)
class Finding:
    """places and pairs are positions in the roster: what the finding can be looked up in."""

    kind: str
    evidence: Evidence
    numbers: Mapping[str, float]
    interval: tuple[float, float] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    places: tuple[int, ...] = ()
    pairs: Pairs = ()


def find(analysis: Analysis) -> tuple[Finding, ...]:
    """Everything worth saying, most important first; at most a dozen.

    >>> from civicmetrics.networks.analysis import Options, analyse
    >>> from civicmetrics.networks.reading import read_survey
    >>> rows = "source,target\\na,b\\nb,c\\nc,d\\n"
    >>> survey = read_survey([("1.csv", rows), ("2.csv", rows)])
    >>> found = find(analyse(survey, Options(permutations=19, replicates=19)))
    >>> found[0].kind, found[0].numbers["before"], found[0].numbers["after"]
    ('change', 3, 3)
    """
    changed = analysis.change
    found: list[Finding | None] = []
    if changed:
        found.append(_change(analysis, changed))
        if not changed.locked:
            found += _causes(analysis, changed)
            found.append(_few_new(changed))
    found += [_focus(analysis), _fragile(analysis)]
    if changed and not changed.locked:
        found.append(_movers(analysis, changed))
    found += [_sectors(analysis), _core(analysis), _trust(analysis), _confirmation(analysis)]
    return tuple(one for one in found if one)


def _change(analysis: Analysis, changed: ChangeAnalysis) -> Finding:
    one, two = analysis.waves[changed.first], analysis.waves[changed.second]
    split, net = changed.split, changed.net
    numbers = {
        "before": split.before, "after": split.after, "kept": split.kept, "lost": split.lost,
        "new": split.new, "leavers": split.leavers, "newcomers": split.newcomers,
        "changed_observation": split.changed_observation,
        "followed": split.kept + split.lost, "open": int((split.fate == Fate.SEEN_ONLY_BEFORE).sum()),
        "expected_before": one.bounds.expected, "expected_after": two.bounds.expected,
        "net": net.share, "rate_before": one.treatments.response_rate,
        "rate_after": two.treatments.response_rate,
        "answered_before": one.network.answered.sum(), "answered_after": two.network.answered.sum(),
        "organisations_before": one.network.organisations,
        "organisations_after": two.network.organisations,
    }  # fmt: skip
    pairs = _pairs(split.pairs[split.fate == Fate.LOST])
    evidence = _net_evidence(changed, numbers)
    return Finding("change", evidence, numbers, (net.low, net.high), pairs=pairs)


def _net_evidence(changed: ChangeAnalysis, numbers: Mapping[str, float]) -> Evidence:
    net = changed.net
    if changed.locked:
        return Evidence.LOCKED
    if not (net.low > 0 or net.high < 0):
        return Evidence.UNCERTAIN
    filled = numbers["expected_after"] - numbers["expected_before"]
    same_way = np.sign(filled) == np.sign(net.share)
    followed, unknown = numbers["followed"], numbers["open"]
    gain = net.share * followed + (unknown if net.share > 0 else 0)
    survives = gain + unknown < 0 if net.share < 0 else gain - 2 * unknown > 0
    if not same_way:
        return Evidence.UNCERTAIN
    return Evidence.CLEAR if survives else Evidence.LIKELY


def _causes(analysis: Analysis, changed: ChangeAnalysis) -> list[Finding | None]:
    split = changed.split
    causes: list[Finding | None] = []
    if split.leavers:
        gone = (
            analysis.waves[changed.first].network.present
            & ~analysis.waves[changed.second].network.present
        )
        places = tuple(int(at) for at in np.flatnonzero(gone))
        pairs = _pairs(split.pairs[split.fate == Fate.LEFT_WITH_MEMBER])
        numbers = {"leavers": len(places), "ties": split.leavers, "before": split.before}
        causes.append(Finding("left", Evidence.COUNT, numbers, places=places, pairs=pairs))
    if changed.kept_why:
        causes += [
            _reason(analysis, changed, reason)
            for reason in changed.kept_why.reasons
            if reason.holm <= analysis.options.alpha and reason.share < reason.other_share
        ][:3]
    if split.changed_observation < 0:
        only = split.pairs[split.fate == Fate.SEEN_ONLY_BEFORE]
        numbers = {"open": len(only), "unseen": -split.changed_observation,
                   "silent": len(_silent(analysis, changed))}  # fmt: skip
        causes.append(
            Finding(
                "observation",
                Evidence.COUNT,
                numbers,
                places=_silent(analysis, changed),
                pairs=_pairs(only),
            )
        )
    return causes


def _silent(analysis: Analysis, changed: ChangeAnalysis) -> tuple[int, ...]:
    network = analysis.waves[changed.second].network
    return tuple(int(at) for at in np.flatnonzero(network.present & ~network.answered))


def _reason(analysis: Analysis, changed: ChangeAnalysis, reason: Reason) -> Finding:
    """A trait goes with loss; `interval` is the gap in loss if all open ties were kept or lost."""
    with_open, without_open = _open_ties(analysis, changed, reason)
    lost, other = reason.cells - reason.hits, reason.other_cells - reason.other_hits
    low = lost / (reason.cells + with_open) - (other + without_open) / (
        reason.other_cells + without_open
    )
    high = (lost + with_open) / (reason.cells + with_open) - other / (
        reason.other_cells + without_open
    )
    numbers = {"lost": lost, "cells": reason.cells, "other_lost": other, "other_cells": reason.other_cells,
               "p": reason.p, "holm": reason.holm}  # fmt: skip
    evidence = Evidence.CLEAR if low > 0 and reason.holm <= 0.01 else Evidence.LIKELY
    split = changed.split
    gone = set(_pairs(split.pairs[split.fate == Fate.LOST]))
    pairs = tuple(pair for pair in reason.pairs if pair in gone)
    places = _holders(analysis, reason)
    return Finding("reason", evidence if low > 0 else Evidence.UNCERTAIN, numbers, (low, high),
                   {"kind": reason.kind, "name": reason.name}, places, pairs)  # fmt: skip


def _open_ties(analysis: Analysis, changed: ChangeAnalysis, reason: Reason) -> tuple[int, int]:
    split = changed.split
    only = split.pairs[split.fate == Fate.SEEN_ONLY_BEFORE]
    holders = set(_holders(analysis, reason))
    if not holders:
        return len(only), len(only)
    has = sum(bool({a, b} & holders) for a, b in only.tolist())
    return has, len(only) - has


def _holders(analysis: Analysis, reason: Reason) -> tuple[int, ...]:
    organisations = analysis.survey.organisations
    if reason.kind == "sector":
        return tuple(at for at, o in enumerate(organisations) if o.sector == reason.name)
    if reason.kind != "attribute":
        return ()
    return tuple(at for at, o in enumerate(organisations)
                 if o.attributes.get(reason.name, "").strip().lower() in {"ja", "yes", "1", "true", "x", "y", "j"})  # fmt: skip


def _few_new(changed: ChangeAnalysis) -> Finding | None:
    split = changed.split
    gone, came = split.lost + split.leavers, split.new + split.newcomers
    if gone < 5 or came * 2 > gone:
        return None
    numbers = {"gone": gone, "came": came, "new": split.new, "newcomers": split.newcomers}
    pairs = _pairs(split.pairs[np.isin(split.fate, [Fate.NEW, Fate.CAME_WITH_MEMBER])])
    return Finding("few_new", Evidence.COUNT, numbers, pairs=pairs)


def _focus(analysis: Analysis) -> Finding | None:
    place = analysis.focus.place
    latest = analysis.waves[-1]
    if not latest.network.present[place] or not latest.network.ties:
        return None
    numbers = {
        "degree": latest.described.each["degree"][place],
        "others": latest.network.organisations - 1,
        "share": latest.described.each["share"][place],
        "reach": latest.described.each["reach"][place],
        "silent": latest.network.organisations - int(latest.network.answered.sum()),
    }
    if analysis.change:
        earlier = analysis.waves[analysis.change.first]
        if earlier.network.present[place]:
            numbers["degree_before"] = earlier.described.each["degree"][place]
            numbers["others_before"] = earlier.network.organisations - 1
    gone = analysis.focus.without[-1]
    if gone is not None:
        numbers["cut"] = sum(map(len, gone.groups))
    rank, interval = _rank(latest, place)
    numbers["rank"] = rank
    top = interval[1] if interval else rank
    evidence = Evidence.CLEAR if top <= 1 else Evidence.LIKELY if top <= 3 else Evidence.UNCERTAIN
    return Finding("focus", evidence, numbers, interval, places=(place,),
                   pairs=_of(latest, place))  # fmt: skip


def _rank(wave: WaveAnalysis, place: int) -> tuple[float, tuple[float, float] | None]:
    between = wave.described.each["betweenness"]
    rank = float((np.nan_to_num(between, nan=-1) > between[place] + 1e-9).sum() + 1)
    if wave.replicated is None:
        return rank, None
    low, high = float(wave.replicated.rank_low[place]), float(wave.replicated.rank_high[place])
    return rank, (min(low, rank), max(float(np.ceil(high)), rank))


def _of(wave: WaveAnalysis, place: int) -> Pairs:
    pairs = wave.network.union.pairs
    return _pairs(pairs[(pairs == place).any(1)])


def _fragile(analysis: Analysis) -> Finding | None:
    """Organisations that answered themselves and hang on the rest by one organisation only."""
    latest = analysis.waves[-1]
    network = latest.network
    graph = network.union
    hold: dict[int, list[int]] = {}
    for at in np.flatnonzero((graph.degrees == 1) & network.answered & network.present):
        hold.setdefault(int(graph.targets[graph.starts[at]]), []).append(int(at))
    if not hold:
        return None
    most = max(hold, key=lambda at: (len(hold[at]), -at))
    single = sorted(at for places in hold.values() for at in places)
    numbers = {"single": len(single), "most": len(hold[most]), "isolates": _isolates(latest)}
    pairs = tuple((min(a, b), max(a, b)) for b, places in hold.items() for a in places)
    names = {"holder": str(most), "held": " ".join(map(str, hold[most]))}
    return Finding(
        "fragile", Evidence.LIKELY, numbers, names=names, places=tuple(single), pairs=pairs
    )


def _isolates(wave: WaveAnalysis) -> int:
    network = wave.network
    return int(((network.union.degrees == 0) & network.answered & network.present).sum())


def _movers(analysis: Analysis, changed: ChangeAnalysis) -> Finding | None:
    """Gains and losses of comparable ties, per organisation."""
    split, n = changed.split, len(analysis.survey.organisations)
    gain = np.bincount(split.pairs[split.fate == Fate.NEW].ravel(), minlength=n)
    loss = np.bincount(split.pairs[split.fate == Fate.LOST].ravel(), minlength=n)
    net = gain - loss
    up, down = int(np.argmax(net)), int(np.argmin(net))
    if net[down] > -3 and net[up] < 2:
        return None
    numbers = {"down": -net[down], "down_lost": loss[down], "down_new": gain[down],
               "up": net[up], "up_new": gain[up], "up_lost": loss[up]}  # fmt: skip
    moved = tuple(at for at, worth in ((down, net[down] <= -3), (up, net[up] >= 2)) if worth)
    held = np.isin(split.fate, [Fate.NEW, Fate.LOST]) & np.isin(split.pairs, moved).any(1)
    return Finding("movers", Evidence.COUNT, numbers, names={"down": str(down), "up": str(up)},
                   places=moved, pairs=_pairs(split.pairs[held]))  # fmt: skip


def _sectors(analysis: Analysis) -> Finding | None:
    """The two sectors that work least together compared with an even spread."""
    latest, names = analysis.waves[-1], analysis.survey.sectors
    if latest.sector_test is None:
        return None
    mixing = latest.described.mixing
    best: tuple[float, int, int] | None = None
    for a in range(len(mixing.ties)):
        for b in range(a + 1, len(mixing.ties)):
            expected = mixing.room[a, b] * latest.described.whole["density_union"]
            if expected >= 4 and names[a] and names[b]:
                ratio = float(mixing.ties[a, b] / expected)
                best = min(best or (9.0, 0, 0), (ratio, a, b))
    if best is None or best[0] > 0.7:
        return None
    ratio, a, b = best
    expected = float(mixing.room[a, b] * latest.described.whole["density_union"])
    tested = latest.sector_test
    numbers = {"ties": mixing.ties[a, b], "expected": expected, "index": tested.observed,
               "chance": tested.mean, "p_low": tested.p_low}  # fmt: skip
    evidence = (
        Evidence.LIKELY if mixing.ties[a, b] <= _low_poisson(expected) else Evidence.UNCERTAIN
    )
    return Finding("sectors", evidence, numbers, (tested.low, tested.high),
                   {"one": names[a], "two": names[b]}, pairs=_between(latest, analysis, a, b))  # fmt: skip


def _low_poisson(expected: float) -> int:
    """The largest count that chance stays at or under in at most 5 % of cases."""
    chance, term, count = 0.0, float(np.exp(-expected)), 0
    while chance + term <= 0.05:
        chance += term
        count += 1
        term *= expected / count
    return count - 1


def _between(wave: WaveAnalysis, analysis: Analysis, a: int, b: int) -> Pairs:
    pairs, sector = wave.network.union.pairs, analysis.survey.sector
    ends = np.sort(sector[pairs], axis=1)
    return _pairs(pairs[(ends == [a, b]).all(1)])


def _core(analysis: Analysis) -> Finding | None:
    core = analysis.waves[-1].core
    if core is None or not core.members.any():
        return None
    places = tuple(int(at) for at in np.flatnonzero(core.members))
    numbers = {"members": len(places), "fit": core.fit, "null": core.null_fit, "p": core.p}
    if core.found:
        return Finding("core", Evidence.LIKELY, numbers, places=places)
    return Finding("core", Evidence.UNCERTAIN, numbers)  # nobody is named without ground


def _trust(analysis: Analysis) -> Finding | None:
    trust = analysis.waves[-1].trust
    if trust is None or trust.raters.sum() < 3:
        return None
    numbers = {"mean": trust.mean, "percent": trust.percent, "ratings": int(trust.raters.sum())}
    earlier = analysis.waves[analysis.change.first].trust if analysis.change else None
    if earlier is not None:
        numbers["before"] = earlier.mean
    return Finding("trust", Evidence.COUNT, numbers)


def _confirmation(analysis: Analysis) -> Finding | None:
    latest = analysis.waves[-1]
    found = latest.treatments
    tied = found.confirmed + found.unconfirmed
    if not latest.network.directed or tied < 10:
        return None
    pairs = latest.network.union.pairs
    both = latest.network.answered[pairs].all(1)
    sure = latest.network.confirmed.pairs
    keys = set(map(tuple, sure.tolist()))
    alone = tuple(pair for pair in _pairs(pairs[both]) if pair not in keys)
    numbers = {"confirmed": found.confirmed, "unconfirmed": found.unconfirmed,
               "share": found.confirmed / tied}  # fmt: skip
    return Finding("confirmation", Evidence.COUNT, numbers, pairs=alone)


def _pairs(pairs: Ints) -> Pairs:
    return tuple((int(min(a, b)), int(max(a, b))) for a, b in pairs.tolist())
