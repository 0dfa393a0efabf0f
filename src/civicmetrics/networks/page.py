"""One self-contained HTML page: findings, then the map, advice, tables, and how it was computed."""

import base64
import hashlib
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path

import numpy as np

from civicmetrics.networks import tables_html
from civicmetrics.networks.analysis import Analysis
from civicmetrics.networks.catalogue import Language
from civicmetrics.networks.change import Fate
from civicmetrics.networks.phrases import phrase
from civicmetrics.networks.sentences import Advice, Story, Told
from civicmetrics.networks.speech import Speech
from civicmetrics.networks.svg import Map, Words, figure, figures_of, look, svg

ASSETS = Path(__file__).with_name("assets")
FIRST = {"change", "left", "reason", "observation", "few_new"}
MORE = {"sectors", "core", "trust", "confirmation"}


@dataclass(frozen=True, eq=False)
class Report:
    """What the page, the PDF and the workbook are made of."""

    analysis: Analysis
    story: Story
    drawn: Map
    language: Language
    command: str = ""

    @cached_property
    def speech(self) -> Speech:
        return Speech(self.analysis.survey, self.language)

    def say(self, key: str, **values: object) -> str:
        return phrase(key, self.language, **values)

    @property
    def compared(self) -> bool:
        return self.analysis.change is not None


def page(report: Report, *, printed: bool = False) -> str:
    """The page. `printed` leaves out what paper cannot do: script, filters, the wave switch."""
    style = _style(printed)
    script = "" if printed else (ASSETS / "report.js").read_text("utf-8")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )
    title = escape(report.story.headline)
    head = (
        f'<!doctype html><html lang="{report.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        + ("" if printed else f'<meta http-equiv="Content-Security-Policy" content="{policy}">')
        + f"<title>{title}</title><style>{style}</style></head><body>"
        f'<a class="skip" href="#top">{report.say("skip")}</a><main id="top">'
    )
    sections = [
        _opening(report), *_findings(report), _map(report, printed), _advice(report),
        tables_html.organisations(report, printed), tables_html.all_ties(report, printed),
        tables_html.sectors(report), tables_html.silence(report), tables_html.why(report),
        tables_html.numbers(report),
    ]  # fmt: skip
    end = "" if printed else f"<script>{script}</script>"
    return head + "".join(sections) + "</main>" + _foot(report) + end + "</body></html>\n"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


FACES = {
    "400": "IBMPlexSans-Regular-Latin1.woff2",
    "500 700": "IBMPlexSans-SemiBold-Latin1.woff2",
}


def _style(printed: bool) -> str:
    style = (ASSETS / "report.css").read_text("utf-8")
    paper = (ASSETS / "print.css").read_text("utf-8")
    return (
        _faces(printed) + style + (paper if printed else f"@media print{{{_without_pages(paper)}}}")
    )


def _faces(printed: bool) -> str:
    """The fonts that `npm run build` puts beside the styles; without them the reader's own serve."""
    found = {weight: ASSETS / file for weight, file in FACES.items() if (ASSETS / file).exists()}
    return "".join(
        f'@font-face{{font-family:"IBM Plex Sans";font-display:swap;'
        f"font-weight:{'600' if printed and ' ' in weight else weight};"
        f"src:url(data:font/woff2;base64,{base64.b64encode(path.read_bytes()).decode()})"
        f' format("woff2")}}'
        for weight, path in found.items()
    )


def _without_pages(paper: str) -> str:
    """Browsers have no running titles: only the page size is kept."""
    return "\n".join(line for line in paper.splitlines() if not line.startswith("@page"))


def _opening(report: Report) -> str:
    waves = [report.speech.wave(at) for at in range(len(report.analysis.waves))]
    span = f" · {waves[-2]} {report.say('to')} {waves[-1]}" if report.compared else ""
    return (
        f'<div class="band top"><div class="wrap stack"><p class="eyebrow">{report.say("report")}{escape(span)}</p>'
        f'<h1>{escape(report.story.headline)}</h1><p class="lead">{escape(report.story.lead)}</p></div></div>'
    )


def _findings(report: Report) -> list[str]:
    happened = [told for told in report.story.findings if told.kind in FIRST]
    rest = [told for told in report.story.findings if told.kind not in FIRST | MORE]
    more = [told for told in report.story.findings if told.kind in MORE]
    out, marks = [], f'<p class="soft">{report.say("marks")}</p>'
    if happened:
        caution = any(told.kind == "reason" for told in happened)
        said = f'<p class="soft">{report.say("happened_lead")}</p>' if caution else ""
        body = marks + _list(report, happened) + said + _bridge(report)
        out.append(_section("happened", report.say("happened"), body, "white"))
    if rest or more:
        title = report.say("holds") if happened else report.say("found")
        body = ("" if happened else marks) + _list(report, rest) + _list(report, more, " more")
        out.append(_section("holds", title, body, "sand" if happened else "white"))
    return out


def _section(name: str, title: str, body: str, tone: str = "", more: str = "") -> str:
    return (
        f'<section class="band {tone} {more}" aria-labelledby="h-{name}"><div class="wrap stack l">'
        f'<h2 id="h-{name}">{escape(title)}</h2>{body}</div></section>'
    )


def _list(report: Report, told: list[Told], look_: str = "") -> str:
    if not told:
        return ""
    return f'<ol class="findings{look_}">{"".join(_finding(report, one) for one in told)}</ol>'


def _finding(report: Report, told: Told) -> str:
    return (
        f'<li id="f{told.number}"><p class="no">{report.say("finding")} {told.number} '
        f'<span class="mark {told.evidence.value}">{told.mark}</span></p><h3>{escape(told.title)}</h3>'
        f'<p>{escape(told.text)}</p><p class="small soft">{escape(told.note)}</p></li>'
    )


def _bridge(report: Report) -> str:
    """From the first number to the second, step by step: a table whose bars are the picture."""
    change = report.analysis.change
    if change is None or change.locked:
        return ""
    split, speech = change.split, report.speech
    steps = [("leavers", -split.leavers), ("lost", -split.lost), ("new", split.new),
             ("newcomers", split.newcomers), ("observation", split.changed_observation)]  # fmt: skip
    top = max(split.before, split.after, split.before + split.new + split.newcomers, 1)
    rows, at = (
        [
            _bar(
                report.say("known", when=speech.when(change.first)),
                speech.number(split.before),
                0,
                split.before,
                top,
                "b-total",
                True,
            )
        ],
        split.before,
    )
    for name, step in steps:
        if step:
            look_ = "b-none" if name == "observation" else "b-down" if step < 0 else "b-up"
            said = ("+" if step > 0 else "") + speech.number(step)
            rows.append(
                _bar(report.say(name), said, min(at, at + step), max(at, at + step), top, look_)
            )
            at += step
    rows.append(
        _bar(
            report.say("known", when=speech.when(change.second)),
            speech.number(at),
            0,
            at,
            top,
            "b-total",
            True,
        )
    )
    title = report.say(
        "bridge", before=speech.number(split.before), after=speech.number(split.after)
    )
    return (
        f'<div class="stack s whole"><h3 id="h-bridge">{title}</h3><p class="soft">{report.say("bridge_note")}</p>'
        f'<table class="table bridge" aria-labelledby="h-bridge"><thead><tr><th scope="col">{report.say("step")}</th>'
        f'<th scope="col" class="r">{report.say("ties")}</th><td class="bar"></td></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _bar(
    label: str, said: str, low: float, high: float, top: float, look_: str, total: bool = False
) -> str:
    colours = {"b-total": "#1f2a2c", "b-down": "#9e3f27", "b-up": "#0b5563", "b-none": "#f4eee4"}
    x, width = 600 * low / top, max(600 * (high - low) / top, 2)
    edge = ' stroke="#857a6b" stroke-dasharray="3 3"' if look_ == "b-none" else ""
    picture = (
        '<svg viewBox="0 0 600 22" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="{look_}" x="{x:.1f}" y="3" width="{width:.1f}" height="16" fill="{colours[look_]}"{edge}/></svg>'
    )
    mark = ' class="sum"' if total else ""
    return f'<tr{mark}><th scope="row">{escape(label)}</th><td class="r">{said}</td><td class="bar">{picture}</td></tr>'


def _map(report: Report, printed: bool) -> str:
    drawn = report.drawn
    focus = report.analysis.focus.place
    picture = svg(drawn, _words(report), badges=_badges(report), bold=(focus,))
    part = ""
    there = int((drawn.second.present | drawn.first.present).sum())
    shown = int((drawn.shown | drawn.tray).sum())
    if shown < there:
        part = report.say("map_part", shown=shown)
    note = report.say("map_note" if report.compared else "map_note_one") + part
    switch = "" if printed or not report.compared else _switch(report)
    body = (
        f'<p>{report.say("map_lead")}</p><div class="stack">{switch}{_legend(report)}'
        f'<figure class="fig">{picture}<figcaption>{escape(note)}</figcaption></figure></div>'
    )
    return _section("map", report.say("map"), body, "", "page")


def _words(report: Report) -> Words:
    split = report.drawn.split
    numbers = {"n": int((report.drawn.first.present | report.drawn.second.present).sum()), "kept": split.kept,
               "lost": split.lost + split.leavers, "new": split.new + split.newcomers}  # fmt: skip
    described = report.say("described" if report.compared else "described_one", **numbers)
    return Words(report.say("map"), described, report.say("tray"),
                 report.say("gone", count="{count}"), report.say("node", label="{label}", count="{count}"))  # fmt: skip


def _badges(report: Report) -> dict[int, int]:
    """The number of the first finding that points at an organisation; few, so that they help."""
    out: dict[int, int] = {}
    for told in report.story.findings:
        if 0 < len(told.places) <= 6 and told.kind not in {"observation", "left"}:
            for place in told.places:
                out.setdefault(place, told.number)
    return out


def _switch(report: Report) -> str:
    """Radio buttons before the picture: the wave is chosen by CSS alone."""
    change = report.analysis.change
    first = change.first if change else 0
    names = [
        ("vc", report.say("both")),
        ("v1", report.speech.wave(first)),
        ("v2", report.speech.wave(first + 1)),
    ]
    inputs = "".join(
        f'<input class="v" type="radio" name="view" id="{name}" {"checked" if name == "vc" else ""}>'
        for name, _ in names
    )
    labels = "".join(f'<label for="{name}">{escape(text)}</label>' for name, text in names)
    return (
        f'{inputs}<div class="views" role="group" aria-label="{report.say("view")}">{labels}</div>'
    )


def _legend(report: Report) -> str:
    kinds, names = figures_of(report.analysis.survey.sectors), report.analysis.survey.sectors
    items = [
        f'<li><svg viewBox="0 0 28 18" aria-hidden="true"><g class="c{kind % 6}" {look(kind)}>{figure(kind, 14, 9.4, 7)}</g></svg>{escape(name)}</li>'
        for kind, name in zip(kinds, names, strict=True)
        if name
    ]
    if report.compared:
        fate = np.bincount(report.drawn.split.fate, minlength=len(Fate))
        gone = int(fate[Fate.LOST] + fate[Fate.LEFT_WITH_MEMBER])
        came = int(fate[Fate.NEW] + fate[Fate.CAME_WITH_MEMBER])
        held = int(fate[Fate.KEPT] + fate[Fate.SEEN_ONLY_AFTER])
        items += [
            _line(report.say("kept"), held, 'class="k" stroke="#998e80" stroke-width="2"'),
            _line(report.say("fate_new"), came, 'class="n" stroke="#0b5563" stroke-width="5"'),
            _line(report.say("fate_lost"), gone, 'class="l" stroke="#9e3f27" stroke-width="2.4" stroke-dasharray="6 5"'),
            _line(report.say("fate_open"), int(fate[Fate.SEEN_ONLY_BEFORE]),
                  'class="u" stroke="#857a6b" stroke-width="2.2" stroke-dasharray="1.5 5" stroke-linecap="round"'),
        ]  # fmt: skip
    return f'<ul class="legend">{"".join(items)}</ul>'


def _line(text: str, count: int, look_: str) -> str:
    if not count:
        return ""
    return f'<li class="fate"><svg viewBox="0 0 28 18" aria-hidden="true"><path d="M0 9h28" {look_}/></svg>{escape(text)} ({count})</li>'


def _advice(report: Report) -> str:
    items = "".join(_one_advice(report, at, one) for at, one in enumerate(report.story.advice, 1))
    body = f'<ol class="advice">{items}</ol>' if items else f"<p>{report.say('no_advice')}</p>"
    return _section("advice", report.say("advice"), body, "white")


def _one_advice(report: Report, number: int, one: Advice) -> str:
    links = ", ".join(
        f'<a href="#f{at}">{report.say("finding").lower()} {at}</a>' for at in one.findings
    )
    ties = "".join(
        f"<li>{escape(report.speech.name(a))} {report.say('and')} {escape(report.speech.name(b))}</li>"
        for a, b in one.pairs[:60]
    )
    behind = (
        f'<details class="screen"><summary>{report.say("behind")} ({len(one.pairs)})</summary><ul class="plain">{ties}</ul></details>'
        if ties
        else ""
    )
    return (
        f'<li id="r{number}"><p><b>{escape(one.title)}</b> {escape(one.text)}</p>'
        f'<p class="small soft">{report.say("rests")} {links}.</p>{behind}</li>'
    )


def _foot(report: Report) -> str:
    command = f"<p><code>{escape(report.command)}</code></p>" if report.command else ""
    return f'<footer class="foot"><div class="wrap stack s"><p>{report.say("made")}</p>{command}</div></footer>'
