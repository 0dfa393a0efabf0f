"""One measure of a survey, as lines of text with full precision."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from civicmetrics.networks import change, groups, nonresponse, organisations, permutation, whole
from civicmetrics.networks.analysis import Options, analyse
from civicmetrics.networks.catalogue import MEASURES
from civicmetrics.networks.errors import SurveyError
from civicmetrics.networks.measures import describe
from civicmetrics.networks.robustness import bridges, cut_points, local_bridges
from civicmetrics.networks.surveys import Survey
from civicmetrics.networks.values import Floats, Network, roster_of, spread

ALIASES = {
    "degree_centrality": "share", "in_degree": "degree_in", "out_degree": "degree_out",
    "centralization": "centralisation_degree", "ei": "external_internal", "e-i": "external_internal",
    "k-core": "core", "kcore": "core", "coreness": "core", "clustering_coefficient": "transitivity",
    "cutpoints": "cut_points", "average_path_length": "distance", "components_count": "components",
    "harmonic_closeness": "harmonic", "eigenvector_centrality": "eigenvector", "two_step_reach": "reach",
    "leiden": "community", "bridges_symmetrised": "bridges", "edges": "ties",
}  # fmt: skip
EXTRA: Mapping[str, Callable[[Network], Floats]] = {
    "betweenness_directed": lambda net: organisations.betweenness(net.arcs, directed=net.directed),
    "constraint_union": lambda net: organisations.constraint(net, rule="union"),
    "constraint_weighted": lambda net: organisations.constraint(net, weighted=True),
    "hierarchy": organisations.hierarchy,
    "pagerank_weighted": lambda net: organisations.pagerank(net, weighted=True),
}


def lines(survey: Survey, name: str, options: Options) -> Iterator[str]:
    """A number per wave, a row per organisation (id, then a column per wave), or pairs of ids.

    Raises SurveyError for an unknown name. `medborger network --measure list` shows the names.

    >>> from civicmetrics.networks.reading import read_survey
    >>> survey = read_survey([("w.csv", "from,to\\na,b\\nb,c\\n")])
    >>> list(lines(survey, "betweenness", Options()))
    ['a\\t0.0', 'b\\t1.0', 'c\\t0.0']
    >>> list(lines(survey, "density", Options()))
    ['0.3333333333333333']
    """
    wanted = ALIASES.get(name.lower().replace(" ", "_"), name.lower().replace(" ", "_"))
    if wanted in ("cut_points", "bridges", "local_bridges", "triads", "triad_census", "dyads"):
        yield from _lists(survey, wanted)
    elif wanted in EXTRA:
        yield from _columns(survey, [_placed(wave.network, EXTRA[wanted]) for wave in survey.waves])
    elif wanted in MEASURES and MEASURES[wanted].level in ("organisation", "whole"):
        yield from _described(survey, wanted, options)
    else:
        yield from _change(survey, wanted, options)


def _placed(network: Network, measure: Callable[[Network], Floats]) -> Floats:
    return spread(measure(roster_of(network, network.present)), network.present)


def _columns(survey: Survey, columns: list[Floats]) -> Iterator[str]:
    for at, one in enumerate(survey.organisations):
        yield "\t".join([one.id, *[repr(float(column[at])) for column in columns]])


def _described(survey: Survey, name: str, options: Options) -> Iterator[str]:
    if name in ("trust", "value", "multiplexity", "core_fit", "community_stability"):
        yield from _analysed(survey, name, options)
        return
    found = [describe(wave.network, survey.sector, runs=options.runs if "commun" in name or name == "modularity" else 1,
                      seed=options.seed, threads=options.threads) for wave in survey.waves]  # fmt: skip
    if name in found[0].whole:
        yield "\t".join(repr(float(one.whole[name])) for one in found)
    elif name in found[0].each:
        yield from _columns(survey, [one.each[name] for one in found])
    else:
        raise SurveyError("this measure is not computed for networks of this size", value=name)


def _analysed(survey: Survey, name: str, options: Options) -> Iterator[str]:
    found = analyse(survey, options)
    if name in ("trust", "value"):
        scores = [getattr(wave, name) for wave in found.waves]
        if None in scores:
            raise SurveyError("the files have no ratings", value=name)
        yield from _columns(survey, [one.score for one in scores])
        return
    pick: dict[str, Callable[[int], float]] = {
        "multiplexity": lambda at: found.waves[at].multiplexity.mean,
        "core_fit": lambda at: _core_fit(found.waves[at].core),
        "community_stability": lambda at: found.waves[at].described.communities.stability,
    }
    yield "\t".join(repr(pick[name](at)) for at in range(len(found.waves)))


def _core_fit(core: groups.Core | None) -> float:
    return core.fit if core else float("nan")


def _lists(survey: Survey, name: str) -> Iterator[str]:
    for wave in survey.waves:
        place = np.flatnonzero(wave.network.present)
        here = roster_of(wave.network, wave.network.present)
        ids = [survey.organisations[at].id for at in place]
        head = f"{wave.name}\t" if len(survey.waves) > 1 else ""
        if name in ("triads", "triad_census"):
            yield from (
                f"{head}{triad}\t{count}" for triad, count in whole.triad_census(here).items()
            )
        elif name == "dyads":
            found = whole.dyads(here)
            yield f"{head}{found.mutual}\t{found.one_way}\t{found.none}"
        elif name == "cut_points":
            yield from (f"{head}{ids[at]}" for at in cut_points(here.union))
        else:
            pairs = (bridges if name == "bridges" else local_bridges)(here.union)
            yield from (f"{head}{ids[a]}\t{ids[b]}" for a, b in pairs)


def _change(survey: Survey, name: str, options: Options) -> Iterator[str]:
    silence = {field: field for field in nonresponse.Treatments.__dataclass_fields__}
    if name in silence:
        every = [
            nonresponse.treatments(roster_of(w.network, w.network.present)) for w in survey.waves
        ]
        yield "\t".join(repr(float(getattr(one, name))) for one in every)
        return
    numbers = _numbers(survey, name, options) if len(survey.waves) > 1 else {}
    if name not in numbers:
        known = len(survey.waves) > 1 or name not in (
            "jaccard",
            "hamming",
            "qap",
            "kept",
            "lost",
            "new",
        )
        reason = (
            "no measure has this name (see --measure list)"
            if known
            else "this measure needs two waves"
        )
        raise SurveyError(reason, value=name)
    yield repr(numbers[name])


def _numbers(survey: Survey, name: str, options: Options) -> dict[str, float]:
    first, second = survey.waves[-2].network, survey.waves[-1].network
    if name.startswith("qap"):
        both = first.answered & second.answered
        found = permutation.qap(
            roster_of(first, both), roster_of(second, both),
            permutations=options.permutations, seed=options.seed,
        )  # fmt: skip
        return {"qap": found.observed, "qap_p_high": found.p_high, "qap_p_low": found.p_low}
    table, parts = change.tie_table(first, second), change.split(first, second)
    fields = (
        "n00",
        "n01",
        "n10",
        "n11",
        "jaccard",
        "hamming",
        "kept_share",
        "lost_share",
        "new_share",
        "correlation",
    )
    numbers = {field: float(getattr(table, field)) for field in fields}
    wanted = (
        "before",
        "after",
        "kept",
        "lost",
        "new",
        "leavers",
        "newcomers",
        "changed_observation",
    )
    return numbers | {field: float(getattr(parts, field)) for field in wanted}
