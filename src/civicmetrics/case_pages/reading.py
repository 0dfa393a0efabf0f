"""Reading a published case page: from text to one CasePage per item."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from civicmetrics.case_pages.attachments import read_attachments
from civicmetrics.case_pages.bodies import find_body
from civicmetrics.case_pages.dates import find_date
from civicmetrics.case_pages.decision import outcome_of
from civicmetrics.case_pages.head import Head, can_be_title, read_head, title_and_rest
from civicmetrics.case_pages.headings import Heading, find_headings
from civicmetrics.case_pages.items import Item, find_items
from civicmetrics.case_pages.lines import bare, clean_lines, paragraphs
from civicmetrics.case_pages.motion import read_motion
from civicmetrics.case_pages.people import attendance, without_people
from civicmetrics.case_pages.recommendations import read_recommendations
from civicmetrics.case_pages.signing import take_signatures
from civicmetrics.case_pages.values import CasePage, Missing, NotACase, Section

_NEW_PAGE = re.compile(r"mødedato\b.{0,90}", re.IGNORECASE)
_CASE_IN_TITLE = re.compile(r"\s*\((?P<number>[0-9A-ZÅ]+[-./][0-9][\w./-]*)\)\s*$")
_TYPE_IN_TITLE = re.compile(r"\s*\([BODEFT ]\)\s*$")
_NEEDS_POINTS = re.compile(
    r"forslag|forslag til beslutning|beslutnings(?:punkter|forslag)|.* foreslår\b.*", re.IGNORECASE
)
_MOVES_IN_PROSE = re.compile(
    r"(?m)^[^:;\n]{0,300}?\b(?P<motion>[A-ZÆØÅ][^.:;\n]{2,100}? indstille[rs],? (?:[^.:;\n]{0,60}, )?at\b[^\n]*)"
)
_EVERYTHING: tuple[Missing, ...] = ("title", "section", "motion", "decision", "held_on")


@dataclass(frozen=True, slots=True)
class _Page:
    lines: list[str]
    headings: list[Heading]
    names: tuple[str, ...]
    roles: dict[int, list[str]]

    def headings_of(self, item: Item) -> list[Heading]:
        first = bisect_left(self.headings, item.body, key=_line_of)
        return self.headings[first : bisect_left(self.headings, item.end, key=_line_of)]


def _line_of(heading: Heading) -> int:
    return heading.line


def read_case_pages(text: str) -> tuple[CasePage, ...]:
    """The cases on a published page, in order.

    Raises NotACase, saying what is missing, when no item of the text has a title, a known section and a
    motion or a decision. Closed items and items without content are left out.

    >>> (page,) = read_case_pages('''
    ... Teknisk Udvalg den 4. maj 2021 kl. 15.30
    ... Ny bro over åen
    ... Indstilling
    ... Forvaltningen indstiller, at broen bygges.
    ... Beslutning
    ... Godkendt.''')
    >>> page.title, str(page.held_on), page.motion_points, page.outcome
    ('Ny bro over åen', '2021-05-04', ('at broen bygges.',), 'approved')
    """
    pages = [page for lines in _web_pages(clean_lines(text)) for page in _cases(_prepare(lines))]
    lacking: list[tuple[Missing, ...]] = [_missing(page) for page in pages]
    found = tuple(page for page, missing in zip(pages, lacking, strict=True) if not missing)
    if not found:
        least: tuple[Missing, ...] = min(lacking, key=len, default=_EVERYTHING)
        raise NotACase(least)
    return found


def _missing(page: CasePage) -> tuple[Missing, ...]:
    """What keeps this from being a case; the date alone does not, it can be filled in."""
    moves = bool(page.motion_points) or any(
        section.kind == "motion" and not _NEEDS_POINTS.fullmatch(section.heading)
        for section in page.sections
    )
    only_decision = len(page.sections) == 1 and bool(page.decision)
    anybodys = only_decision and not page.committee
    lacks: list[Missing] = [] if page.title else ["title"]
    if not page.sections or anybodys:
        lacks.append("section")
    if not (moves or page.decision):
        lacks += ["motion", "decision"]
    if lacks and page.held_on is None:
        lacks.append("held_on")
    return tuple(lacks)


def _web_pages(lines: list[str]) -> Iterable[list[str]]:
    """Several saved pages in one text: each has its own "Mødedato" after the sections of the last."""
    starts = [0]
    said_something = [heading.line for heading in find_headings(lines)]
    for index, line in enumerate(lines):
        if _NEW_PAGE.fullmatch(line) and starts[-1] < _before(said_something, index):
            starts.append(index)
    return [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _before(indexes: Sequence[int], index: int) -> int:
    position = bisect_left(indexes, index)
    return indexes[position - 1] if position else -1


def _prepare(lines: list[str]) -> _Page:
    """Blank out who met and who signed, before anything is made of the text."""
    gone, kept, names = attendance(lines)
    lines = ["" if at in gone else kept.get(at, line) for at, line in enumerate(lines)]
    headings = _without_implied(find_headings(lines))
    roles = take_signatures(lines, {heading.line: heading for heading in headings}, names)
    return _Page(lines, headings, tuple(sorted(names, key=len, reverse=True)[:300]), roles)


def _without_implied(headings: list[Heading]) -> list[Heading]:
    """ "Forvaltningen indstiller," is a heading only where the case has no other for its motion."""
    return [
        heading
        for position, heading in enumerate(headings)
        if not heading.implied
        or not (
            _has_motion(headings[position + 1 : position + 30])
            or _has_motion(headings[max(0, position - 30) : position][::-1])
        )
    ]


def _has_motion(headings: Iterable[Heading]) -> bool:
    """Whether the case moves something before it is decided, going through its headings in either direction."""
    for heading in headings:
        if heading.kind == "decision":
            return False
        if heading.kind == "motion":
            return True
    return False


def _cases(page: _Page) -> list[CasePage]:
    items = find_items(page.lines, page.headings) or [Item(0, 0, len(page.lines))]
    alone = len(items) == 1 and not items[0].number
    shared = Head() if alone else read_head(page.lines[: items[0].start])
    if not (alone or items[0].title or items[0].number):
        shared = read_head(page.lines[: _first_heading(page, items[0])])
    cases = ((item, _case(page, item, shared, alone)) for item in items)
    return [_shut(case) if item.closed else case for item, case in cases]


def _shut(case: CasePage) -> CasePage:
    """Of a closed item nothing is stored, whatever the page shows of it."""
    return replace(case, sections=(), motion_points=(), decision="")


def _first_heading(page: _Page, item: Item) -> int:
    headings = page.headings_of(item)
    return headings[0].line if headings else item.end


def _case(page: _Page, item: Item, shared: Head, alone: bool) -> CasePage:
    headings = page.headings_of(item)
    until = headings[0].line if headings else item.end
    head = read_head([*item.details, *page.lines[item.body : until]])
    title, rest = _title(item, head)
    if not title and headings and headings[0].is_inline and headings[0].kind != "decision":
        title, begins, headings = bare(page.lines[until]), until + 1, headings[1:]
        head = read_head(page.lines[begins : headings[0].line if headings else item.end])
        rest = head.before + head.left
    title, number = _title_and_case_number(title)
    sections = _sections(page, item, headings)
    by, points = _motion(sections)
    decision = _decision(sections, head.held_on or shared.held_on)
    own_date = head.held_on if alone or head.dated_by_label else None
    return CasePage(
        title=without_people(title, page.names),
        held_on=own_date or shared.held_on or head.held_on or _decided_on(decision, sections),
        starts_at=head.starts_at if own_date or not shared.starts_at else shared.starts_at,
        place=without_people(head.place or shared.place, page.names),
        committee=_committee(head, shared, decision, points),
        case_number=number or head.case_number,
        item_number=item.number or head.item_number,
        summary=without_people(paragraphs(rest), page.names),
        motion_by=by,
        motion_points=points,
        sections=sections,
        recommendations=read_recommendations(sections),
        attachments=read_attachments(sections, head.files),
        decision=decision.text if decision else "",
        outcome=outcome_of(decision.text if decision else ""),
        signatories=_signatories(page, item),
    )


def _title(item: Item, head: Head) -> tuple[str, list[str]]:
    """The title, and the lines between it and the first section."""
    if item.title or head.title:
        return item.title or head.title, head.left
    marked = next((at for at, line in enumerate(head.left) if line.startswith("#")), None)
    title, rest = title_and_rest(head.left[marked:])
    if title:
        return title, rest
    above = [line for line in head.before if can_be_title(line)]
    return (bare(above[-1]) if above else ""), rest


def _title_and_case_number(title: str) -> tuple[str, str]:
    title = _TYPE_IN_TITLE.sub("", title)
    found = _CASE_IN_TITLE.search(title)
    return (title[: found.start()], found["number"]) if found else (title, "")


def _sections(page: _Page, item: Item, headings: list[Heading]) -> tuple[Section, ...]:
    ends = [*(heading.line for heading in headings), item.end][1:]
    sections = [
        Section(heading.written, heading.kind, _text(page, heading, end))
        for heading, end in zip(headings, ends, strict=True)
    ]
    return tuple(section for section in sections if section.text)


def _text(page: _Page, heading: Heading, end: int) -> str:
    lines = page.lines[heading.line + 1 : end]
    return without_people(paragraphs([heading.rest, *lines]), page.names)


def _motion(sections: tuple[Section, ...]) -> tuple[str, tuple[str, ...]]:
    """The first motion that moves something; without one, a sentence "X indstiller, at ..." of another section."""
    read = [read_motion(s.heading, s.text) for s in sections if s.kind == "motion"]
    if read:
        return next(((by, points) for by, points in read if points), read[0])
    told = (
        s.text for s in sections if s.kind not in {"decision", "attachments", "other", "solution"}
    )
    found = next((found for text in told if (found := _MOVES_IN_PROSE.search(text))), None)
    return read_motion("", found["motion"]) if found else ("", ())


def _decision(sections: tuple[Section, ...], held_on: date | None) -> Section | None:
    """This meeting's decision where the page tells of several committees'."""
    decisions = [section for section in sections if section.kind == "decision"]
    dated = [(section, find_date(section.heading)) for section in decisions]
    here = [section for section, day in dated if day and day == held_on]
    undated = [section for section, day in dated if day is None]
    return next((group[-1] for group in (here, undated, decisions) if group), None)


def _decided_on(decision: Section | None, sections: tuple[Section, ...]) -> date | None:
    headings = [decision.heading] if decision else []
    headings += [section.heading for section in sections if section.kind == "decision"]
    return next((day for heading in headings if (day := find_date(heading))), None)


def _committee(head: Head, shared: Head, decision: Section | None, points: tuple[str, ...]) -> str:
    told = head.committee or shared.committee or (find_body(decision.heading) if decision else "")
    return told or next((body for point in points if (body := find_body(point))), "")


def _signatories(page: _Page, item: Item) -> tuple[str, ...]:
    signed = (
        role
        for line, roles in page.roles.items()
        if item.start <= line < item.end
        for role in roles
    )
    return tuple(dict.fromkeys(role.casefold() for role in signed))
