"""The workbook: every measure with its definition, one sheet per subject."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from civicmetrics.networks.analysis import Analysis, WaveAnalysis
from civicmetrics.networks.catalogue import MEASURES, names
from civicmetrics.networks.change import Fate
from civicmetrics.networks.page import Report
from civicmetrics.networks.tables_html import fate_names, trait

Cells = Sequence[Any]
MOST_ORGANISATIONS = 20_000
MOST_TIES = 100_000  # a sheet holds a million rows, but no program opens that gladly; JSON has all


def workbook(report: Report) -> bytes:
    """An XLSX file: findings, organisations, whole network, ties, change, silence, definitions.

    The same report gives the same bytes.
    """
    book = Workbook(write_only=True)
    fixed = dt.datetime(2000, 1, 1)  # noqa: DTZ001 -- no clock in the library: the same bytes twice
    book.properties.created = book.properties.modified = fixed
    book.properties.creator, book.properties.title = "Medborger", report.story.headline
    english = report.language == "en"
    for danish, name, rows in (
        ("Fund", "Findings", _findings(report)),
        ("Organisationer", "Organisations", _organisations(report)),
        ("Hele netværket", "Whole network", _whole(report)),
        ("Relationer", "Ties", _ties(report)),
        ("Forandring", "Change", _change(report)),
        ("Svar", "Answers", _silence(report)),
        ("Definitioner", "Definitions", _definitions(report)),
    ):
        _sheet(book, name if english else danish, rows)
    raw = io.BytesIO()
    book.save(raw)
    return _same_clock(raw.getvalue())


def _sheet(book: Workbook, name: str, rows: Iterable[Cells]) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "B2"
    for at, letter in enumerate("ABCDEFGH"):
        sheet.column_dimensions[letter].width = 34 if at == 0 else 16
    for at, row in enumerate(rows):
        cells = [WriteOnlyCell(sheet, value=_plain(value)) for value in row]
        for cell in cells if at == 0 else ():
            cell.font = Font(bold=True)
        sheet.append(cells)


def _plain(value: Any) -> Any:
    """Numbers as numbers; what is not a number stays empty; text never becomes a formula."""
    if isinstance(value, (float, np.floating)):
        return float(value) if np.isfinite(value) else None
    if isinstance(value, np.integer):
        return int(value)
    return (
        f"'{value}" if isinstance(value, str) and value[:1] in "=+-@" and len(value) > 1 else value
    )


def _same_clock(data: bytes) -> bytes:
    """Zip entries carry the time of writing: set it back, and the same input is the same file."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            held = source.read(entry.filename)
            if entry.filename == "docProps/core.xml":
                held = _without_clock(held)
            target.writestr(
                zipfile.ZipInfo(entry.filename, (2000, 1, 1, 0, 0, 0)), held, zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


def _without_clock(core: bytes) -> bytes:
    start, end = core.find(b"<dcterms:modified"), core.find(b"</dcterms:modified>")
    inner = core.find(b">", start) + 1
    return core[:inner] + b"2000-01-01T00:00:00Z" + core[end:] if start >= 0 else core


def _findings(report: Report) -> Iterable[Cells]:
    yield [report.say("finding"), "", "", "", ""]
    for told in report.story.findings:
        yield [told.number, told.mark, told.title, told.text, told.note]
    yield []
    yield [report.say("advice")]
    for at, one in enumerate(report.story.advice, 1):
        yield [at, ", ".join(map(str, one.findings)), one.title, one.text]


def each_measure(wave: WaveAnalysis) -> dict[str, Any]:
    """Every measure of each organisation, name to (n,) values, in catalogue order."""
    found = {**wave.described.each, "hierarchy": wave.hierarchy}
    for name, scores in (("trust", wave.trust), ("value", wave.value)):
        if scores is not None:
            found[name] = scores.score
    return {name: found[name] for name in names("organisation") if name in found}


def _organisations(report: Report) -> Iterable[Cells]:
    analysis = report.analysis
    sets = [each_measure(wave) for wave in analysis.waves]
    heads = [
        f"{MEASURES[name].title(report.language)} ({report.speech.wave(at)})"
        for at, found in enumerate(sets)
        for name in found
    ]
    extra = analysis.survey.attributes
    yield ["id", report.say("organisation"), report.say("sector"), *extra, *heads]
    for at in _shown(analysis):
        one = analysis.survey.organisations[at]
        values = [found[name][at] for found in sets for name in found]
        yield [
            one.id,
            one.label,
            one.sector,
            *[one.attributes.get(name, "") for name in extra],
            *values,
        ]


def whole_measures(wave: WaveAnalysis) -> dict[str, float]:
    """Every measure of the whole network in catalogue order."""
    found = dict(wave.described.whole)
    found["community_stability"] = wave.described.communities.stability
    found["multiplexity"] = wave.multiplexity.mean
    if wave.core is not None:
        found["core_fit"] = wave.core.fit
    return {name: found[name] for name in names("whole") if name in found}


def _shown(analysis: Analysis) -> list[int]:
    """Everyone in roster order; of very many, those with most ties."""
    count = len(analysis.survey.organisations)
    if count <= MOST_ORGANISATIONS:
        return list(range(count))
    degree = np.nan_to_num(analysis.waves[-1].described.each["degree"], nan=-1)
    return sorted(np.argsort(-degree, kind="stable")[:MOST_ORGANISATIONS].tolist())


def _whole(report: Report) -> Iterable[Cells]:
    analysis = report.analysis
    waves = [report.speech.wave(at) for at in range(len(analysis.waves))]
    yield [report.say("measure"), *waves, report.say("meaning"), report.say("source"), "unit"]
    sets = [whole_measures(wave) for wave in analysis.waves]
    for name in sets[-1]:
        measure = MEASURES[name]
        yield [measure.title(report.language), *[found.get(name) for found in sets],
               measure.meaning(report.language), measure.source, measure.unit]  # fmt: skip
    for triad in analysis.waves[-1].described.census:
        yield [f"triad {triad}", *[wave.described.census[triad] for wave in analysis.waves],
               "Triad census", "Holland & Leinhardt 1970", "triples"]  # fmt: skip


def _ties(report: Report) -> Iterable[Cells]:
    split, organisations = report.drawn.split, report.analysis.survey.organisations
    yield ["id", "id", report.say("between_whom"), report.say("and"), report.say("fate"), "code"]
    named = fate_names(report)
    ends, fates = split.pairs[:MOST_TIES].tolist(), split.fate[:MOST_TIES].tolist()
    for (a, b), fate in zip(ends, fates, strict=True):
        said = named[fate] if report.compared else ""
        yield [organisations[a].id, organisations[b].id, organisations[a].label,
               organisations[b].label, said, Fate(fate).name.lower() if report.compared else ""]  # fmt: skip


def change_measures(analysis: Analysis) -> dict[str, float]:
    """Every number of the comparison; empty with one wave."""
    change = analysis.change
    if change is None:
        return {}
    split, table = change.split, change.table
    found = {
        "kept": split.kept, "lost": split.lost, "new": split.new, "leavers": split.leavers,
        "newcomers": split.newcomers, "changed_observation": split.changed_observation,
        "before": split.before, "after": split.after, "n00": table.n00, "n01": table.n01,
        "n10": table.n10, "n11": table.n11, "missing_cells": table.missing,
        "structural_cells": table.structural, "jaccard": table.jaccard, "hamming": table.hamming,
        "kept_share": table.kept_share, "lost_share": table.lost_share, "new_share": table.new_share,
        "correlation": table.correlation, "net": change.net.share, "net_low": change.net.low,
        "net_high": change.net.high, "lost_low": change.lost.low, "lost_high": change.lost.high,
        "top_turnover": change.turnover, "community_agreement": change.agreement,
        "community_variation": change.variation,
    }  # fmt: skip
    if change.qap:
        found |= {
            "qap": change.qap.observed,
            "qap_p_high": change.qap.p_high,
            "qap_p_low": change.qap.p_low,
        }
    found |= {f"rank_stability_{name}": value for name, value in change.ranks.items()}
    for why, name in ((change.kept_why, "persistence"), (change.made_why, "formation")):
        if why is not None:
            found[f"{name}_constant"] = why.model.constant
            for term in why.model.terms:
                found |= {f"{name}_{term.name}": term.value, f"{name}_{term.name}_p": term.p}
    for coefficient in change.model:
        found |= {
            f"mrqap_{coefficient.name}": coefficient.value,
            f"mrqap_{coefficient.name}_p": coefficient.p,
        }
    return {name: float(value) for name, value in found.items()}


def _change(report: Report) -> Iterable[Cells]:
    yield [report.say("measure"), "", report.say("meaning"), report.say("source")]
    for name, value in change_measures(report.analysis).items():
        measure = MEASURES.get(name)
        title = measure.title(report.language) if measure else name
        yield [
            title,
            value,
            measure.meaning(report.language) if measure else "",
            measure.source if measure else "",
        ]
    change = report.analysis.change
    if change and change.kept_why:
        yield []
        yield [
            report.say("trait"),
            report.say("with"),
            "",
            report.say("without"),
            "",
            "p",
            "p (Holm)",
        ]
        for one in change.kept_why.reasons:
            yield [
                trait(report, one),
                one.hits,
                one.cells,
                one.other_hits,
                one.other_cells,
                one.p,
                one.holm,
            ]


def silence_measures(wave: WaveAnalysis) -> dict[str, float]:
    """What silence does to one wave."""
    found = {
        name: float(getattr(wave.treatments, name)) for name in wave.treatments.__dataclass_fields__
    }
    return found | {"ties_seen": wave.bounds.seen, "ties_expected": wave.bounds.expected,
                    "ties_at_most": wave.bounds.most}  # fmt: skip


def _silence(report: Report) -> Iterable[Cells]:
    sets = [silence_measures(wave) for wave in report.analysis.waves]
    yield ["", *[report.speech.wave(at) for at in range(len(sets))], report.say("meaning")]
    for name in sets[0]:
        measure = MEASURES.get(name)
        title = measure.title(report.language) if measure else name
        yield [
            title,
            *[found[name] for found in sets],
            measure.meaning(report.language) if measure else "",
        ]


def _definitions(report: Report) -> Iterable[Cells]:
    yield [report.say("measure"), "name", report.say("meaning"), report.say("source"), "unit"]
    for measure in MEASURES.values():
        yield [
            measure.title(report.language),
            measure.name,
            measure.meaning(report.language),
            measure.source,
            measure.unit,
        ]
