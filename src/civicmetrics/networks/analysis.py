"""Everything the report rests on, for one survey: waves, change, reasons, silence, the focus."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from civicmetrics.networks import (
    change,
    groups,
    nonresponse,
    organisations,
    permutation,
    ratings,
    robustness,
)
from civicmetrics.networks.measures import EXACT_UP_TO, Described, describe
from civicmetrics.networks.reasons import LARGEST, Why, why_kept, why_made
from civicmetrics.networks.sectors import Permuted, external_internal_test
from civicmetrics.networks.surveys import Survey, Wave
from civicmetrics.networks.values import Floats, Graph, Ints, Network, roster_of, spread

Step = Callable[[str, float], None]  # what is being done, and how far the whole is (0 to 1)


@dataclass(frozen=True)
class Options:
    """alpha: the risk of being wrong that is accepted; the rest are numbers of draws."""

    focus: int | None = None
    alpha: float = 0.05
    permutations: int = 1_000
    replicates: int = 1_000
    runs: int = 50
    seed: int = 1
    threads: int = 1


@dataclass(frozen=True, eq=False)
class WaveAnalysis:
    wave: Wave
    described: Described
    treatments: nonresponse.Treatments
    bounds: nonresponse.Bounds
    replicated: nonresponse.Replicated | None
    sector_test: Permuted | None
    core: groups.Core | None
    trust: ratings.Scores | None
    value: ratings.Scores | None
    multiplexity: ratings.Multiplexity
    hierarchy: Floats

    @property
    def name(self) -> str:
        return self.wave.name

    @property
    def network(self) -> Network:
        return self.wave.network


@dataclass(frozen=True)
class NetChange:
    """(new - lost) / earlier, among pairs that can be compared, with a bootstrap range."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class ChangeAnalysis:
    """first and second are positions in `Analysis.waves`."""

    first: int
    second: int
    locked: bool
    split: change.Split
    table: change.TieTable
    net: NetChange
    lost: nonresponse.ChangeRange
    qap: Permuted | None
    kept_why: Why | None
    made_why: Why | None
    model: tuple[permutation.Coefficient, ...]
    ranks: dict[str, float]
    turnover: int
    agreement: float
    variation: float


@dataclass(frozen=True, eq=False)
class FocusAnalysis:
    """The organisation the report is about, per wave where it is present."""

    place: int
    chosen: bool
    without: tuple[robustness.Without | None, ...]


@dataclass(frozen=True, eq=False)
class Analysis:
    survey: Survey
    options: Options
    waves: tuple[WaveAnalysis, ...]
    change: ChangeAnalysis | None
    focus: FocusAnalysis
    key_negative: tuple[tuple[int, ...], float] | None
    key_positive: tuple[tuple[int, ...], float] | None
    compiled: bool = field(default=False)


def analyse(survey: Survey, options: Options | None = None, step: Step | None = None) -> Analysis:
    """All of it. With more than two waves the last two are compared.

    >>> from civicmetrics.networks.reading import read_survey
    >>> rows = "source,target\\na,b\\nb,c\\nc,d\\n"
    >>> found = analyse(read_survey([("1.csv", rows), ("2.csv", rows)]), Options(permutations=19))
    >>> found.change.split.parts
    (0, 0, 0, 0, 0)
    """
    chosen, said = options or Options(), step or (lambda what, far: None)
    count = len(survey.waves)
    waves = []
    for at, wave in enumerate(survey.waves):
        waves.append(_wave(survey, wave, chosen, _part(said, 0.7 * at / count, 0.7 / count)))
    said("change", 0.7)
    compared = _change(survey, waves, chosen, _part(said, 0.7, 0.25)) if count > 1 else None
    said("focus", 0.95)
    focus = _focus(survey, waves, chosen)
    latest = roster_of(waves[-1].network, waves[-1].network.present)
    small = 3 < latest.size <= 600
    negative = robustness.key_players_negative(latest.union, 3) if 3 < latest.size <= 150 else None
    positive = robustness.key_players_positive(latest.union, 3) if small else None
    said("done", 1.0)
    there = np.flatnonzero(waves[-1].network.present)
    return Analysis(
        survey,
        chosen,
        tuple(waves),
        compared,
        focus,
        _moved(negative, there),
        _moved(positive, there),
    )


def _part(step: Step, start: float, width: float) -> Step:
    return lambda what, far: step(what, start + width * far)


def _moved(
    found: tuple[tuple[int, ...], float] | None, there: Ints
) -> tuple[tuple[int, ...], float] | None:
    return (tuple(int(there[at]) for at in found[0]), found[1]) if found else None


def _wave(survey: Survey, wave: Wave, options: Options, step: Step) -> WaveAnalysis:
    network, sector = wave.network, survey.sector
    here = roster_of(network, network.present)
    labels = sector[network.present]
    large = here.size > EXACT_UP_TO
    runs = options.runs if here.size <= 3_000 else 3
    step("measures", 0.0)
    described = describe(
        network, sector, runs=runs, seed=options.seed, threads=options.threads,
        progress=lambda at, of: step("measures", 0.4 * at / of),
    )  # fmt: skip
    replicated = None
    if here.size <= 2_000:
        replicated = nonresponse.replicate(
            network, replicates=options.replicates, seed=options.seed, threads=options.threads,
            progress=lambda at, of: step("silence", 0.4 + 0.5 * at / of),
        )  # fmt: skip
    step("sectors", 0.9)
    several = len(set(labels.tolist())) > 1 and here.ties > 0 and not large
    test = external_internal_test(
        here.union, labels, permutations=options.permutations, seed=options.seed
    ) if several else None  # fmt: skip
    core = groups.core_periphery(here.union, seed=options.seed) if 4 <= here.size <= 3_000 else None
    trust, value = _ratings(wave, len(survey.organisations))
    return WaveAnalysis(
        wave, described, nonresponse.treatments(here), nonresponse.bounds(here), replicated, test,
        core and groups.Core(spread(core.members.astype(float), network.present) == 1, core.fit, core.null_fit, core.p),
        trust, value, ratings.multiplexity(network.size, *wave.reports.T),
        spread(organisations.hierarchy(here), network.present),
    )  # fmt: skip


def _ratings(wave: Wave, size: int) -> tuple[ratings.Scores | None, ratings.Scores | None]:
    if not len(wave.ratings):
        return None, None
    rated = wave.ratings[:, 1].astype(np.int64)
    value, trust = wave.ratings[:, 2:5], wave.ratings[:, 5:8]
    return (
        ratings.scores(size, rated, trust) if np.isfinite(trust).any() else None,
        ratings.scores(size, rated, value) if np.isfinite(value).any() else None,
    )


def _change(
    survey: Survey, waves: list[WaveAnalysis], options: Options, step: Step
) -> ChangeAnalysis:
    one, two = waves[-2], waves[-1]
    first, second = one.network, two.network
    found = change.split(first, second)
    locked = (
        min(nonresponse.response_rate(first), nonresponse.response_rate(second)) < nonresponse.LOCK
    )
    both = first.answered & second.answered
    qap = _qap(first, second, both, options, step)
    step("reasons", 0.4)
    small = len(survey.organisations) <= LARGEST
    kept = why_kept(survey, found, one.wave, options.permutations, options.seed) if small else None
    step("reasons", 0.7)
    made = (
        why_made(survey, found, one.wave, two.wave, options.permutations, options.seed)
        if small
        else None
    )
    names = ("degree", "betweenness", "harmonic", "constraint")
    each = [(one.described.each[name], two.described.each[name]) for name in names]
    stay = first.present & second.present
    here = [w.described.communities.groups[_where(stay, w.network.present)] for w in (one, two)]
    return ChangeAnalysis(
        len(waves) - 2, len(waves) - 1, locked, found, change.tie_table(first, second),
        _net(found, len(survey.organisations), options), nonresponse.lost_range(found), qap,
        kept, made, _model(survey, first, second, both, options),
        {name: change.rank_stability(a, b) for name, (a, b) in zip(names, each, strict=True)},
        change.top_turnover(each[1][0], each[1][1]),
        groups.agreement(*here), groups.variation(*here),
    )  # fmt: skip


def _where(
    stay: "np.ndarray[tuple[int], np.dtype[np.bool_]]",
    present: "np.ndarray[tuple[int], np.dtype[np.bool_]]",
) -> Ints:
    """Positions of those who stayed among those present."""
    places: Ints = (np.cumsum(present) - 1)[stay]
    return places


def _qap(
    first: Network,
    second: Network,
    both: "np.ndarray[tuple[int], np.dtype[np.bool_]]",
    options: Options,
    step: Step,
) -> Permuted | None:
    one, two = roster_of(first, both), roster_of(second, both)
    if one.size < 5 or not one.ties or not two.ties or one.directed != two.directed:
        return None
    return permutation.qap(
        one, two, permutations=options.permutations, seed=options.seed,
        threads=options.threads, progress=lambda at, of: step("permutations", 0.4 * at / of),
    )  # fmt: skip


def _model(
    survey: Survey,
    first: Network,
    second: Network,
    both: "np.ndarray[tuple[int], np.dtype[np.bool_]]",
    options: Options,
) -> tuple[permutation.Coefficient, ...]:
    """MRQAP of the second wave on the first and on shared sector, where both waves were heard."""
    one, two = roster_of(first, both), roster_of(second, both)
    if not 6 <= one.size <= 300:
        return ()
    sector = survey.sector[both]
    same = (sector[:, None] == sector[None, :]).astype(np.float64)
    names, predictors = ["wave"], [_dense(one.arcs)]
    if 0 < same.sum() - len(same) < same.size - len(same):
        names, predictors = [*names, "same_sector"], [*predictors, same]
    draws = min(options.permutations, 1_000 if one.size <= 100 else 200)
    return permutation.mrqap(
        _dense(two.arcs), predictors, names, permutations=draws, seed=options.seed
    )


def _dense(graph: Graph) -> Floats:
    out = np.zeros((graph.size, graph.size))
    out[graph.sources, graph.targets] = 1
    return out


def _net(found: change.Split, size: int, options: Options) -> NetChange:
    """Range by drawing organisations with replacement (Snijders & Borgatti 1999)."""
    held = found.fate <= change.Fate.NEW
    pairs, fate = found.pairs[held], found.fate[held]
    draws = np.random.default_rng(options.seed)
    gain = (fate == change.Fate.NEW).astype(float) - (fate == change.Fate.LOST)
    before = (fate != change.Fate.NEW).astype(float)
    if not before.any():
        return NetChange(float("nan"), float("nan"), float("nan"))
    shares = []
    for _ in range(options.replicates):
        times = np.bincount(draws.integers(0, size, size), minlength=size)
        weight = times[pairs[:, 0]] * times[pairs[:, 1]]
        base = float(weight @ before)
        shares.append(float(weight @ gain) / base if base else 0.0)
    low, high = np.quantile(shares, [options.alpha / 2, 1 - options.alpha / 2])
    return NetChange(float(gain.sum() / before.sum()), float(low), float(high))


def _focus(survey: Survey, waves: list[WaveAnalysis], options: Options) -> FocusAnalysis:
    """The named centre, else the organisation with most partners over the waves."""
    chosen = options.focus is not None
    if options.focus is None:
        total = sum(np.nan_to_num(w.described.each["degree"]) for w in waves)
        place = int(np.argmax(total))
    else:
        place = options.focus
    return FocusAnalysis(place, chosen, tuple(_without(w, place) for w in waves))


def _without(wave: WaveAnalysis, place: int) -> robustness.Without | None:
    network = wave.network
    here = roster_of(network, network.present)
    if not network.present[place] or here.size < 3 or here.size > 5_000:
        return None
    there = np.flatnonzero(network.present)
    found = robustness.without(here.union, int(np.searchsorted(there, place)))
    return robustness.Without(
        found.connected_before, found.connected_after, found.compact_before, found.compact_after,
        tuple(int(there[v]) for v in found.stranded),
        tuple(tuple(int(there[v]) for v in group) for group in found.groups),
    )  # fmt: skip
