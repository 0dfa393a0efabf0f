"""The tables of the report page: the same numbers as the pictures, to sort, filter and check."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from civicmetrics.networks.analysis import WaveAnalysis
from civicmetrics.networks.catalogue import MEASURES, names
from civicmetrics.networks.change import Fate
from civicmetrics.networks.reasons import Reason

if TYPE_CHECKING:
    from civicmetrics.networks.page import Report

MOST_ROWS = 600  # on the page; the workbook has all
Cell = tuple[str, float | None]  # what is shown, and what it sorts by when it is a number


def _table(
    name: str, caption: str, heads: Sequence[tuple[str, bool]], rows: Iterable[str], *,
    sort: bool = True, stacked: bool = True,
) -> str:  # fmt: skip
    top = "".join(
        f'<th scope="col"{" class=r" if right else ""}>{escape(head)}</th>' for head, right in heads
    )
    marks = f'{" data-sort" if sort else ""} class="table{" stacked" if stacked else ""}"'
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table id="{name}"{marks}>'
        f"<thead><tr>{top}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _row(
    head: str, cells: Sequence[Cell], heads: Sequence[tuple[str, bool]], more: str = ""
) -> str:
    out = [f'<tr{more}><th scope="row">{escape(head)}</th>']
    for (text, value), (title, right) in zip(cells, heads[1:], strict=True):
        key = f' data-v="{value:.10g}"' if value is not None else ""
        out.append(
            f'<td{" class=r" if right else ""}{key} data-t="{escape(title)}">{escape(text)}</td>'
        )
    return "".join(out) + "</tr>"


def _section(name: str, title: str, lead: str, body: str, tone: str = "", more: str = "") -> str:
    said = f"<p>{escape(lead)}</p>" if lead else ""
    return (
        f'<section class="band {tone} {more}" aria-labelledby="h-{name}"><div class="wrap stack l">'
        f'<div class="stack s"><h2 id="h-{name}">{escape(title)}</h2>{said}</div>{body}</div></section>'
    )


def _tools(report: "Report", table: str, label: str, choices: Sequence[tuple[str, str]]) -> str:
    options = "".join(
        f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in choices
    )
    pick = (
        f'<label>{escape(label)}<select><option value="">{report.say("all")}</option>{options}</select></label>'
        if choices
        else ""
    )
    return (
        f'<form class="tools screen" data-for="{table}" hidden><label>{report.say("search")}<input type="search"></label>'
        f'{pick}<p class="small soft">{report.say("shown")} <output></output></p></form>'
    )


def organisations(report: "Report", printed: bool) -> str:
    analysis = report.analysis
    waves = analysis.waves[-2:] if report.compared else analysis.waves[-1:]
    first = len(analysis.waves) - len(waves)
    heads: list[tuple[str, bool]] = [
        (report.say("organisation"), False),
        (report.say("sector"), False),
    ]
    heads += [(report.speech.wave(first + at), True) for at in range(len(waves))]
    heads += [(report.say("change"), True)] if report.compared else []
    heads += [
        (report.say("between"), True),
        (report.say("rank_range"), True),
        (report.say("answer"), False),
    ]
    shown = waves[-1].trust is not None
    heads += [(report.say("trust"), True)] if shown else []
    order = np.lexsort(
        (
            np.arange(len(analysis.survey.organisations)),
            -np.nan_to_num(waves[-1].described.each["degree"], nan=-1),
        )
    )
    rows = [_organisation(report, int(at), waves, heads) for at in order[:MOST_ROWS]]
    sectors = [(name, name) for name in analysis.survey.sectors if name]
    body = "" if printed else _tools(report, "organisations", report.say("sector"), sectors)
    body += _table("organisations", report.say("organisations"), heads, rows)
    body += _rest(report, len(rows), len(order))
    lead = "" if printed else report.say("organisations_lead")
    return _section("organisations", report.say("organisations"), lead, body, "", "page")


def _rest(report: "Report", shown: int, whole: int) -> str:
    return (
        f'<p class="soft">{report.say("rest", shown=shown, all=whole)}</p>' if shown < whole else ""
    )


def _organisation(
    report: "Report", at: int, waves: Sequence[WaveAnalysis], heads: Sequence[tuple[str, bool]]
) -> str:
    speech, organisation = report.speech, report.analysis.survey.organisations[at]
    cells: list[Cell] = [(organisation.sector, None)]
    for wave in waves:
        degree = float(wave.described.each["degree"][at])
        cells.append((speech.number(degree) if degree == degree else report.say("away"), degree))
    if report.analysis.change:
        split = report.analysis.change.split
        mine = (split.pairs == at).any(1)
        net = int((mine & (split.fate == Fate.NEW)).sum()) - int(
            (mine & (split.fate == Fate.LOST)).sum()
        )
        cells.append((("+" if net > 0 else "") + speech.number(net), float(net)))
    latest = waves[-1]
    between = float(latest.described.each["betweenness"][at])
    cells.append((speech.number(between, 1), between))
    cells.append(_rank_range(report, latest, at))
    word = (
        "away" if not latest.network.present[at] else "yes" if latest.network.answered[at] else "no"
    )
    cells.append((report.say(word), None))
    if latest.trust is not None:
        score = float(latest.trust.score[at])
        cells.append((speech.number(score, 1), score))
    more = f' data-o="{at}" data-k="{escape(organisation.sector)}"'
    return _row(organisation.label, cells, heads, more)


def _rank_range(report: "Report", wave: WaveAnalysis, at: int) -> Cell:
    if not wave.network.present[at]:
        return ("–", float("nan"))
    between = wave.described.each["betweenness"]
    rank = float((np.nan_to_num(between, nan=-1) > between[at] + 1e-9).sum() + 1)
    if wave.replicated is None:
        return (report.speech.number(rank), rank)
    low = min(rank, float(wave.replicated.rank_low[at]))
    high = max(rank, float(np.ceil(wave.replicated.rank_high[at])))
    low_text, high_text = report.speech.number(low), report.speech.number(high)
    return (low_text if low == high else f"{low_text}–{high_text}", rank)


def fate_names(report: "Report") -> dict[int, str]:
    return {
        Fate.KEPT: report.say("kept"), Fate.LOST: report.say("fate_lost"), Fate.NEW: report.say("fate_new"),
        Fate.LEFT_WITH_MEMBER: report.say("leavers"), Fate.CAME_WITH_MEMBER: report.say("newcomers"),
        Fate.SEEN_ONLY_BEFORE: report.say("fate_open"), Fate.SEEN_ONLY_AFTER: report.say("observation"),
    }  # fmt: skip


def all_ties(report: "Report", printed: bool) -> str:
    if printed:
        return ""
    split, speech = report.drawn.split, report.speech
    fates = fate_names(report)
    heads: list[tuple[str, bool]] = [
        (report.say("between_whom"), False),
        (report.say("and"), False),
    ]
    heads += [(report.say("fate"), False)] if report.compared else []
    order = (
        np.lexsort((split.pairs[:, 1], split.pairs[:, 0], _interest(split.fate)))
        if report.compared
        else np.arange(len(split.pairs))
    )
    rows = []
    for at in order[:MOST_ROWS].tolist():
        a, b = split.pairs[at].tolist()
        cells: list[Cell] = [(speech.name(b), None)]
        cells += [(fates[int(split.fate[at])], None)] if report.compared else []
        rows.append(_row(speech.name(a), cells, heads, f' data-k="{int(split.fate[at])}"'))
    choices = [(str(int(fate)), name) for fate, name in fates.items() if (split.fate == fate).any()]
    body = _tools(report, "ties", report.say("fate"), choices if report.compared else [])
    body += _table("ties", report.say("all_ties"), heads, rows) + _rest(
        report, len(rows), len(order)
    )
    inner = f"<details><summary>{report.say('all_ties')} ({len(order)})</summary><div class='stack'>{body}</div></details>"
    return _section("ties", report.say("all_ties"), "", inner, "white screen")


def _interest(
    fate: "np.ndarray[tuple[int], np.dtype[np.int64]]",
) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Lost and new before kept."""
    return np.array([3, 0, 1, 2, 1, 2, 3])[fate]


def sectors(report: "Report") -> str:
    named = [at for at, name in enumerate(report.analysis.survey.sectors) if name][:10]
    if len(named) < 2:
        return ""
    latest, every = report.analysis.waves[-1].described.mixing, report.analysis.survey.sectors
    heads = [("", False), *[(every[at], True) for at in named]]
    rows = []
    for a in named:
        cells: list[Cell] = [
            (
                f"{latest.ties[a, b]} ({report.speech.number(float(latest.ratio[a, b]), 1)})",
                float(latest.ties[a, b]),
            )
            for b in named
        ]
        rows.append(_row(every[a], cells, heads))
    lead = report.say("sectors_lead", when=report.speech.when(len(report.analysis.waves) - 1))
    body = _table("sectors", report.say("sectors"), heads, rows, sort=False, stacked=False)
    return _section("sectors", report.say("sectors"), lead, body, "", "")


def silence(report: "Report") -> str:
    analysis, speech = report.analysis, report.speech
    said = [report.say("silence_unknown")] if "answers" in analysis.survey.assumptions else []
    said += [report.say("roster_unknown")] if "roster" in analysis.survey.assumptions else []
    full = all(wave.treatments.response_rate == 1 for wave in analysis.waves)
    lead = " ".join(said) or report.say("silence_full" if full else "silence_lead")
    heads = [("", False), *[(speech.wave(at), True) for at in range(len(analysis.waves))]]
    lines = [
        (
            "row_rate",
            [
                (f"{int(w.network.answered.sum())} / {w.network.organisations}", None)
                for w in analysis.waves
            ],
        ),
        ("row_seen", [(speech.number(w.bounds.seen), None) for w in analysis.waves]),
        ("row_expected", [(speech.number(w.bounds.expected), None) for w in analysis.waves]),
        (
            "row_available",
            [(speech.number(w.treatments.available_cells, 3), None) for w in analysis.waves],
        ),
        (
            "row_silent",
            [(speech.number(w.treatments.silent_as_none, 3), None) for w in analysis.waves],
        ),
        (
            "row_reconstructed",
            [(speech.number(w.treatments.reconstructed, 3), None) for w in analysis.waves],
        ),
        (
            "row_complete",
            [(speech.number(w.treatments.complete_case, 3), None) for w in analysis.waves],
        ),
    ]
    rows = [_row(report.say(key), cells, heads) for key, cells in lines]
    body = _table("silence", report.say("silence"), heads, rows, sort=False, stacked=False)
    return _section("silence", report.say("silence"), lead, body, "white", "")


def why(report: "Report") -> str:
    change = report.analysis.change
    if change is None or change.locked or change.kept_why is None or not change.kept_why.reasons:
        return ""
    heads = [
        (report.say("trait"), False),
        (report.say("with"), True),
        (report.say("without"), True),
        ("p", True),
    ]
    rows = [_row(trait(report, r), [
        (_of(report, r.hits, r.cells), r.share), (_of(report, r.other_hits, r.other_cells), r.other_share),
        (report.speech.number(r.holm, 3), r.holm)], heads) for r in change.kept_why.reasons]  # fmt: skip
    body = _table("why", report.say("why"), heads, rows, stacked=False)
    return _section("why", report.say("why"), report.say("why_lead"), body, "", "")


def trait(report: "Report", reason: Reason) -> str:
    return report.say(f"trait_{reason.kind}", name=reason.name)


def _of(report: "Report", hits: int, cells: int) -> str:
    return f"{hits} / {cells} ({report.speech.number(100 * hits / cells)} %)"


def numbers(report: "Report") -> str:
    analysis, speech = report.analysis, report.speech
    heads = [(report.say("measure"), False), *[(speech.wave(at), True) for at in range(len(analysis.waves))],
             (report.say("meaning"), False), (report.say("source"), False)]  # fmt: skip
    rows = []
    for name in names("whole"):
        if name not in analysis.waves[-1].described.whole:
            continue
        measure = MEASURES[name]
        cells: list[Cell] = []
        for wave in analysis.waves:
            value = wave.described.whole[name]
            digits = 0 if measure.unit in {"count", "pairs"} else 3
            cells.append((speech.number(value, digits), value))
        cells += [(measure.meaning(report.language), None), (measure.source, None)]
        rows.append(_row(measure.title(report.language), cells, heads))
    options = analysis.options
    settings = (
        f"alpha {options.alpha:g} · {options.permutations} permutations · {options.replicates} replicates · "
        f"{options.runs} Leiden runs · seed {options.seed}"
    )
    body = (
        f"<p>{report.say('how_text')}</p>{_table('numbers', report.say('numbers'), heads, rows)}"
        f'<p class="small soft">{report.say("settings")}: {settings}</p>'
    )
    return _section("numbers", report.say("how"), "", body, "white", "page")
