"""The analysis as JSON, with a JSON Schema beside it (`assets/report.schema.json`)."""

import json
import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from civicmetrics.networks.analysis import WaveAnalysis
from civicmetrics.networks.change import Fate
from civicmetrics.networks.page import ASSETS, Report
from civicmetrics.networks.robustness import cut_off
from civicmetrics.networks.sectors import Permuted, external_internal_sectors
from civicmetrics.networks.values import Ints
from civicmetrics.networks.workbook import (
    change_measures,
    each_measure,
    silence_measures,
    whole_measures,
)

VERSION = 1
FATES = tuple(fate.name.lower() for fate in Fate)


def schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ASSETS / "report.schema.json").read_text("utf-8"))
    return found


def document(report: Report) -> dict[str, Any]:
    """Plain values only; a number that does not exist is null. Positions are ids."""
    analysis = report.analysis
    ids = [one.id for one in analysis.survey.organisations]
    options = analysis.options
    return {
        "version": VERSION,
        "language": report.language,
        "headline": report.story.headline,
        "settings": {
            "alpha": options.alpha, "permutations": options.permutations, "replicates": options.replicates,
            "runs": options.runs, "seed": options.seed, "focus": ids[analysis.focus.place],
        },
        "assumptions": list(analysis.survey.assumptions),
        "organisations": [
            {"id": one.id, "label": one.label, "sector": one.sector, "attributes": dict(one.attributes)}
            for one in analysis.survey.organisations
        ],
        "waves": [_wave(wave, ids, analysis.survey.sectors, analysis.survey.sector) for wave in analysis.waves],
        "change": _change(report, ids),
        "focus": [_without(found, ids) for found in analysis.focus.without],
        "key_players": {
            "fragment": _group(analysis.key_negative, ids),
            "reach": _group(analysis.key_positive, ids),
        },
        "findings": [
            {
                "number": told.number, "kind": told.kind, "evidence": told.evidence.value,
                "title": told.title, "text": told.text, "note": told.note,
                "organisations": [ids[at] for at in told.places],
                "ties": [[ids[a], ids[b]] for a, b in told.pairs],
            }
            for told in report.story.findings
        ],
        "recommendations": [
            {"title": one.title, "text": one.text, "findings": list(one.findings),
             "organisations": [ids[at] for at in one.places], "ties": [[ids[a], ids[b]] for a, b in one.pairs]}
            for one in report.story.advice
        ],
    }  # fmt: skip


def _group(found: tuple[tuple[int, ...], float] | None, ids: list[str]) -> dict[str, Any] | None:
    return (
        {"organisations": [ids[at] for at in found[0]], "score": _value(found[1])}
        if found
        else None
    )


def _without(found: Any, ids: list[str]) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "connected_before": _value(found.connected_before), "connected_after": _value(found.connected_after),
        "compact_before": _value(found.compact_before), "compact_after": _value(found.compact_after),
        "stranded": [ids[at] for at in found.stranded],
        "cut_off": [[ids[at] for at in group] for group in found.groups],
    }  # fmt: skip


def _value(value: Any) -> float | int | None:
    number = float(value)
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _values(values: Iterable[Any]) -> list[float | int | None]:
    return [_value(value) for value in values]


def _wave(
    wave: WaveAnalysis, ids: list[str], sectors: tuple[str, ...], sector: Ints
) -> dict[str, Any]:
    network, described = wave.network, wave.described
    each = each_measure(wave)
    return {
        "name": wave.name,
        "directed": network.directed,
        "present": [ids[at] for at in np.flatnonzero(network.present)],
        "answered": [ids[at] for at in np.flatnonzero(network.answered)],
        "sampled_sources": described.sampled,
        "whole": {name: _value(value) for name, value in whole_measures(wave).items()},
        "triads": dict(described.census),
        "silence": {name: _value(value) for name, value in silence_measures(wave).items()},
        "sectors": {"names": list(sectors), "ties": described.mixing.ties.tolist(),
                    "ratio": [_values(row) for row in described.mixing.ratio],
                    "external_internal": _values(external_internal_sectors(network.union, sector))},
        "sector_test": _permuted(wave.sector_test),
        "core": None if wave.core is None else {
            "members": [ids[at] for at in np.flatnonzero(wave.core.members)], "fit": _value(wave.core.fit),
            "null_fit": _value(wave.core.null_fit), "p": wave.core.p},
        "cut_points": [ids[at] for at in described.cut_points],
        "cut_off": {ids[at]: [[ids[v] for v in group] for group in cut_off(network.union, int(at))]
                    for at in described.cut_points[:200]} if network.size <= 5_000 else {},
        "bridges": [[ids[a], ids[b]] for a, b in described.bridges],
        "each": {name: _values(values) for name, values in each.items()},
        "ranges": None if wave.replicated is None else {
            "rank_low": _values(wave.replicated.rank_low), "rank_high": _values(wave.replicated.rank_high),
            "degree_low": _values(wave.replicated.degree_low), "degree_high": _values(wave.replicated.degree_high)},
    }  # fmt: skip


def _permuted(found: Permuted | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {name: _value(getattr(found, name)) for name in found.__dataclass_fields__}


def _change(report: Report, ids: list[str]) -> dict[str, Any] | None:
    change = report.analysis.change
    if change is None:
        return None
    split = change.split
    return {
        "locked": change.locked,
        "measures": {name: _value(value) for name, value in change_measures(report.analysis).items()},
        "qap": _permuted(change.qap),
        "ties": {
            "source": [ids[at] for at in split.pairs[:, 0].tolist()],
            "target": [ids[at] for at in split.pairs[:, 1].tolist()],
            "fate": [FATES[at] for at in split.fate.tolist()],
        },
    }  # fmt: skip


def text(report: Report) -> str:
    """Indented for reading while it is short."""
    held = document(report)
    indent = 1 if len(report.drawn.split.pairs) <= 20_000 else None
    return json.dumps(held, ensure_ascii=False, indent=indent, allow_nan=False) + "\n"
