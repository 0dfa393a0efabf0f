"""The map as SVG text: shape and colour by sector, ties by what became of them, no script.

Colours are attributes, so print and PDF need no stylesheet; classes let a page recolour and
switch waves by CSS alone. The same input gives the same bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from civicmetrics.networks.change import Fate, Split, split
from civicmetrics.networks.labels import place_labels
from civicmetrics.networks.layout import DENSE_UP_TO, fit, layout, spacious, tray, united
from civicmetrics.networks.surveys import Survey
from civicmetrics.networks.values import Flags, Floats, Graph, Ints, Network, graph_of

WIDTH, HEIGHT = 1000.0, 700.0
SHAPES = ("circle", "square", "triangle", "diamond", "hexagon", "cross")
COLOURS = ("#0b5563", "#e0a02b", "#9e3f27", "#6d3b61", "#3c6a46", "#4e5a5b")
OUTLINES = ("#fff", "#7a5200", "#fff", "#fff", "#fff", "#fff")
USUAL = (("kommun", "municip", "gov", "public", "offentlig", "forvaltning"), ("bolig", "housing"),
         ("forening", "associat", "vol", "frivillig", "civil"), ("skole", "school", "kultur", "cultur"))  # fmt: skip
INK, SOFT = "#1f2a2c", "#4e5a5b"
FATES: Mapping[Fate, tuple[str, str]] = {
    Fate.KEPT: ("k", 'stroke="#998e80" stroke-width="1.4"'),
    Fate.LOST: ("l", 'stroke="#9e3f27" stroke-width="2.2" stroke-dasharray="7 5"'),
    Fate.NEW: ("n", 'stroke="#0b5563" stroke-width="4.5" stroke-linecap="round"'),
    Fate.LEFT_WITH_MEMBER: ("g", 'stroke="#9e3f27" stroke-width="2.2" stroke-dasharray="7 5"'),
    Fate.CAME_WITH_MEMBER: ("n", 'stroke="#0b5563" stroke-width="4.5" stroke-linecap="round"'),
    Fate.SEEN_ONLY_BEFORE: ("u", 'stroke="#857a6b" stroke-width="1.8" stroke-dasharray="1.5 5" stroke-linecap="round"'),
    Fate.SEEN_ONLY_AFTER: ("k", 'stroke="#998e80" stroke-width="1.4"'),
}  # fmt: skip
DRAWN = (Fate.SEEN_ONLY_AFTER, Fate.KEPT, Fate.SEEN_ONLY_BEFORE, Fate.LEFT_WITH_MEMBER,
         Fate.LOST, Fate.CAME_WITH_MEMBER, Fate.NEW)  # fmt: skip
IN_WAVES: Mapping[Fate, str] = {
    Fate.KEPT: "w1 w2", Fate.LOST: "w1", Fate.NEW: "w2", Fate.LEFT_WITH_MEMBER: "w1",
    Fate.CAME_WITH_MEMBER: "w2", Fate.SEEN_ONLY_BEFORE: "w1", Fate.SEEN_ONLY_AFTER: "w2",
}  # fmt: skip
SHOWN = 300  # organisations in the picture; the rest are in the tables


@dataclass(frozen=True, eq=False)
class Map:
    """A drawing: positions (n, 2), radii (n,), who is in the picture and in the tray."""

    survey: Survey
    split: Split
    at: Floats
    radius: Floats
    shown: Flags
    tray: Flags
    first: Network
    second: Network


@dataclass(frozen=True)
class Words:
    """The sentences a drawing needs, ready in one language."""

    title: str
    description: str
    tray: str
    gone: str
    ties: str  # "{label}: {count} ..." with both in braces


def draw_map(survey: Survey, focus: int | None = None) -> Map:
    """Place every organisation of the last two waves (or the only one).

    >>> from civicmetrics.networks.reading import read_survey
    >>> drawn = draw_map(read_survey([("w.csv", "from,to\\na,b\\nb,c\\n")]))
    >>> drawn.shown.tolist(), drawn.tray.tolist()
    ([True, True, True], [False, False, False])
    """
    first, second = survey.waves[-min(2, len(survey.waves))].network, survey.waves[-1].network
    found = split(first, second)
    graph = united(first, second)
    beside = tray(first, second, graph)
    shown = _largest(graph, focus) & ~beside & (graph.degrees > 0)
    degree = np.maximum(second.union.degrees, 0).astype(np.float64)
    radius = np.round(
        5.5 + 3.0 * np.sqrt(degree) * min(1.0, 6.0 / max(np.sqrt(degree.max(initial=1)), 1)), 1
    )
    at = np.full((graph.size, 2), np.nan)
    inside = np.flatnonzero(shown)
    if len(inside):
        picked = _among(graph, inside)
        far = spacious(picked) if picked.size <= DENSE_UP_TO else None
        at[inside] = fit(layout(picked, distances=far), radius[inside], WIDTH, HEIGHT)
    _fill_tray(at, np.flatnonzero(beside))
    return Map(survey, found, at, radius, shown, beside, first, second)


def figures_of(sectors: Sequence[str]) -> list[int]:
    """Which figure each sector gets: the usual one for well-known kinds, else the next free.

    >>> figures_of(["Forening", "Kommune", "Kirke"])
    [2, 0, 1]
    """
    usual = [next((at for at, words in enumerate(USUAL) if any(w in name.lower() for w in words)), -1)
             for name in sectors]  # fmt: skip
    given = [at if at >= 0 and at not in usual[:place] else -1 for place, at in enumerate(usual)]
    free = (at for at in range(len(sectors) + len(SHAPES)) if at not in given)
    return [at if at >= 0 else next(free) for at in given]


def _largest(graph: Graph, focus: int | None) -> Flags:
    order = np.argsort(-graph.degrees, kind="stable")[:SHOWN]
    keep = np.zeros(graph.size, bool)
    keep[order] = True
    if focus is not None:
        keep[focus] = True
    return keep


def _among(graph: Graph, inside: Ints) -> Graph:
    place = np.full(graph.size, -1)
    place[inside] = np.arange(len(inside))
    a, b = place[graph.sources], place[graph.targets]
    held = (a >= 0) & (b >= 0)
    return graph_of(len(inside), a[held].astype(np.int64) * len(inside) + b[held])


def _fill_tray(at: Floats, who: Ints) -> None:
    across = 2
    for turn, place in enumerate(who.tolist()):
        row, column = divmod(turn, across)
        at[place] = (32 + column * (WIDTH - 40) / across, HEIGHT + 54 + 30 * row)


def svg(
    drawn: Map, words: Words, *, badges: Mapping[int, int] | None = None, bold: Sequence[int] = ()
) -> str:
    """The drawing as one SVG element; badges maps a position to the number of a finding.

    Groups carry `o` (organisation) and lines the class of their fate with the waves they are
    in (`w1`, `w2`); `data-o` is the position, so that a page can mark rows and figures alike.

    >>> from civicmetrics.networks.reading import read_survey
    >>> drawn = draw_map(read_survey([("w.csv", "from,to\\na,b\\nb,c\\n")]))
    >>> svg(drawn, Words("map", "three", "", "", "{label} {count}")).count("<path class")
    2
    """
    rows = -(-int(drawn.tray.sum()) // 2)
    height = HEIGHT + (70 + 30 * rows if rows else 0)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="net" viewBox="0 0 {WIDTH:g} {height:g}" '
        f'role="img" aria-labelledby="nt nd" font-family="IBM Plex Sans, sans-serif">'
        f'<title id="nt">{escape(words.title)}</title><desc id="nd">{escape(words.description)}</desc>',
        *_lines(drawn),
        *_tray(drawn, words),
        *_figures(drawn, words),
        *_texts(drawn, words, bold, badges or {}),
        "</svg>",
    ]
    return "".join(parts)


def _lines(drawn: Map) -> list[str]:
    out = []
    for fate in DRAWN:
        name, look = FATES[fate]
        paths = [
            f'<path class="t {name} {IN_WAVES[fate]}" data-a="{a}" data-b="{b}" d="M{_point(drawn.at[a])}L{_point(drawn.at[b])}"/>'
            for a, b in drawn.split.pairs[drawn.split.fate == fate].tolist()
            if drawn.shown[a] and drawn.shown[b]
        ]
        if paths:
            out.append(f'<g fill="none" {look}>{"".join(paths)}</g>')
    return out


def _point(at: Floats) -> str:
    return f"{at[0]:g},{at[1]:g}"


def figure(kind: int, x: float, y: float, r: float) -> str:
    """The outline of one sector's figure around x, y with about the area of a circle r.

    >>> figure(0, 5, 5, 2)
    '<circle cx="5" cy="5" r="2"/>'
    """
    shape = SHAPES[kind % len(SHAPES)]
    if shape == "circle":
        return f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}"/>'
    if shape == "square":
        side = r * 1.78
        return (
            f'<rect x="{x - side / 2:g}" y="{y - side / 2:g}" width="{side:g}" height="{side:g}"/>'
        )
    corners = {
        "triangle": [(0, -1.3), (1.2, 0.85), (-1.2, 0.85)],
        "diamond": [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)],
        "hexagon": [(1.08, 0), (0.54, 0.94), (-0.54, 0.94), (-1.08, 0), (-0.54, -0.94), (0.54, -0.94)],
        "cross": [(-0.4, -1.15), (0.4, -1.15), (0.4, -0.4), (1.15, -0.4), (1.15, 0.4), (0.4, 0.4),
                  (0.4, 1.15), (-0.4, 1.15), (-0.4, 0.4), (-1.15, 0.4), (-1.15, -0.4), (-0.4, -0.4)],
    }[shape]  # fmt: skip
    path = "L".join(f"{x + dx * r:.1f},{y + dy * r:.1f}" for dx, dy in corners)
    return f'<path d="M{path}Z"/>'


def look(kind: int) -> str:
    """Fill and outline of one sector's figure.

    >>> look(0)[:14]
    'fill="#0b5563"'
    """
    at = kind % len(COLOURS)
    return (
        f'fill="{COLOURS[at]}" stroke="{OUTLINES[at]}" stroke-width="1.6" stroke-linejoin="round"'
    )


def _waves(drawn: Map, place: int) -> str:
    return " ".join(
        name for name, wave in (("w1", drawn.first), ("w2", drawn.second)) if wave.present[place]
    )


def _figures(drawn: Map, words: Words) -> list[str]:
    out, kinds = [], figures_of(drawn.survey.sectors)
    for place in np.flatnonzero(drawn.shown | drawn.tray).tolist():
        organisation, kind = (
            drawn.survey.organisations[place],
            kinds[int(drawn.survey.sector[place])],
        )
        said = words.ties.format(
            label=organisation.label, count=int(drawn.second.union.degrees[place])
        )
        r = 6.5 if drawn.tray[place] else float(drawn.radius[place])
        x, y = drawn.at[place].tolist()
        out.append(
            f'<g class="o s{kind % len(SHAPES)} {_waves(drawn, place)}" data-o="{place}" {look(kind)}>'
            f"<title>{escape(said)}</title>{figure(kind, x, y, r)}</g>"
        )
    return out


def _tray(drawn: Map, words: Words) -> list[str]:
    if not drawn.tray.any():
        return []
    rows = -(-int(drawn.tray.sum()) // 2)
    out = [
        f'<rect class="tray" x="8" y="{HEIGHT + 4:g}" width="{WIDTH - 16:g}" height="{54 + 30 * rows:g}" rx="10" fill="#f4eee4"/>'
        f'<text class="x b" x="24" y="{HEIGHT + 28:g}" font-size="15" font-weight="600" fill="{INK}">{escape(words.tray)}</text>'
    ]
    gone = drawn.first.present & ~drawn.second.present
    before = drawn.first.union.degrees
    for place in np.flatnonzero(drawn.tray).tolist():
        x, y = drawn.at[place].tolist()
        label = drawn.survey.organisations[place].label
        label += words.gone.format(count=int(before[place])) if gone[place] else ""
        out.append(
            f'<text class="x y" x="{x + 15:g}" y="{y + 5:g}" font-size="15" fill="{INK}">{escape(label)}</text>'
        )
    return out


def _texts(drawn: Map, words: Words, bold: Sequence[int], badges: Mapping[int, int]) -> list[str]:
    inside = np.flatnonzero(drawn.shown)
    if not len(inside):
        return []
    labels = [drawn.survey.organisations[int(at)].label for at in inside]
    heavy = [int(at) in bold or int(at) in badges for at in inside]
    degree = drawn.second.union.degrees[inside] + drawn.first.union.degrees[inside]
    order = sorted(range(len(inside)), key=lambda k: (not heavy[k], -int(degree[k]), labels[k]))
    pairs = drawn.split.pairs[drawn.shown[drawn.split.pairs].all(1)]
    lines = drawn.at[pairs].reshape(-1, 4)
    size = 15.0 if len(inside) <= 80 else 12.5
    marks = _badges(drawn, inside, badges)
    radius = drawn.radius[inside] + 2
    spots = place_labels(
        [*labels, *[""] * len(marks)], np.vstack([drawn.at[inside], *[m[:2] for m in marks]]),
        np.concatenate([radius, np.full(len(marks), 11.0)]), order, lines,
        width=WIDTH, height=HEIGHT, size=size, bold=[*heavy, *[False] * len(marks)],
    )  # fmt: skip
    out = []
    for k, (x, y, anchor) in sorted(spots.items()):
        place = int(inside[k])
        weight = ' font-weight="600"' if heavy[k] else ""
        held = f'class="x {_waves(drawn, place)}" data-o="{place}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size:g}"{weight}'
        text = escape(labels[k])
        out.append(
            f'<text {held} fill="#fff" stroke="#fff" stroke-width="4.5" stroke-linejoin="round" aria-hidden="true">{text}</text>'.replace(
                'class="x', 'class="h x'
            )
        )
        out.append(f'<text {held} fill="{INK}">{text}</text>')
    return [*out, *[_badge(*mark) for mark in marks]]


def _badges(drawn: Map, inside: Ints, badges: Mapping[int, int]) -> list[tuple[float, float, int]]:
    out = []
    for place in inside.tolist():
        if place in badges:
            x, y = drawn.at[place].tolist()
            off = float(drawn.radius[place]) * 0.72 + 6
            out.append((min(x + off, WIDTH - 13), max(y - off, 13.0), badges[place]))
    return out


def _badge(x: float, y: float, number: int) -> str:
    return (
        f'<g class="badge"><circle cx="{x:.1f}" cy="{y:.1f}" r="11" fill="{INK}" stroke="#fff" stroke-width="2"/>'
        f'<text x="{x:.1f}" y="{y + 4.8:.1f}" text-anchor="middle" font-size="13.5" font-weight="600" fill="#fff">{number}</text></g>'
    )
