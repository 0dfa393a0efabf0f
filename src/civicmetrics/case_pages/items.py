"""Where one item of the meeting ends and the next begins.

An item begins at "Punkt 5: ...", "Sag nr. 12", "5. Title" or, without a number, at the title above a heading
that has been used already. A numbered line is an item and not part of a list when headings of a case follow
it that the item above has used up, and its neighbours are not numbered like it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from civicmetrics.case_pages.decision import outcome_of
from civicmetrics.case_pages.head import can_be_title
from civicmetrics.case_pages.headings import KINDS, Heading, key_of
from civicmetrics.case_pages.lines import END, bare

_NAMED = re.compile(
    r"(?:#{1,6} *)?(?:[•*\u2013-] )?(?:(?:dagsordens)?punkt|pkt\.?|sag|nr\.?)(?: ?nr\.?)? ?(?P<number>[0-9]{1,4}[a-z]?)"
    r"(?![0-9/.]*[0-9/-]) *(?P<sep>[.:)\u2013\u2014-]*) *(?P<title>.*)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:#{1,6} *)?(?:[•*] )?(?P<number>[0-9]{1,3})[.)](?: +|(?=[A-ZÆØÅ]))(?P<title>[A-ZÆØÅÉ\"»“'(0-9].*)"
)
_CLOSED = re.compile(
    r"\blukket (?:punkt|sag|dagsordenspunkt|møde)\b|\blukkede punkter\b|\(lukket\)|^lukket\b",
    re.IGNORECASE,
)
_USUAL = re.compile(
    r"(?:eventuelt|meddelelser|orientering|spørgetid|næste møde|underskriftsark|godkendelse af)\b",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"(?:eventuelt|meddelelser|næste møde|underskriftsark|spørgetid)\b", re.IGNORECASE
)
_ENDS_LIKE_A_TITLE = re.compile(r"[^.;,:]$|\b(?:m\.?v|m\.?m|mv|mio|kr|nr|pkt)\.$")
_META = re.compile(
    r"(?:sags?(?:nr|nummer|-?id)|sag |dok|initialer|sagsinitialer|åben|lukket|j\.? ?nr|[A-D][.:] Sager|[0-9]{2}\.[0-9]{2}\.[0-9]{2}-"
    r"|kompetence|sagstype|beslutningssag|orienteringssag|drøftelsessag)",
    re.IGNORECASE,
)
_DETAIL_ABOVE = re.compile(
    r"sags?(?:nr|nummer|-?id)\b.{0,80}|[A-D][.:] Sager\b.{0,60}|[0-9]{2}\.[0-9]{2}\.[0-9]{2}-\S+|j\.? ?nr.{0,60}"
    r"|(?:åbne|lukkede) (?:dagsordens)?punkter",
    re.IGNORECASE,
)
_CORE = frozenset({"motion", "decision", "summary", "presentation", "problem"})


@dataclass(frozen=True, slots=True)
class Item:
    """Lines `start` up to `end` are one item; its own text begins at `body`."""

    start: int
    body: int
    end: int
    number: str = ""
    title: str = ""
    closed: bool = False
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    line: int
    number: str
    title: str
    named: bool
    closed: bool


def find_items(lines: list[str], headings: list[Heading]) -> list[Item]:
    """The items of a page in order; none when nothing on the page begins one."""
    taken = {heading.line for heading in headings}
    candidates = [
        candidate
        for index, line in enumerate(lines)
        if index not in taken
        and line
        and len(line) < 260
        and (candidate := _candidate(line, index))
    ]
    items = [
        _place(lines, taken, candidate) for candidate in _accepted(lines, headings, candidates)
    ]
    items = [
        replace(item, end=after.start if after else len(lines))
        for item, after in zip(items, [*items[1:], None], strict=False)
    ]
    if not items:
        return _split_at_repeats(lines, headings, Item(0, 0, len(lines)))
    return [part for item in items for part in _split_at_repeats(lines, headings, item)]


def _candidate(line: str, index: int) -> _Candidate | None:
    named = _NAMED.fullmatch(line)
    if named and _names_an_item(named):
        return _Candidate(
            index, named["number"], named["title"].strip(), True, bool(_CLOSED.search(line))
        )
    found = _NUMBERED.fullmatch(line)
    if found and _is_title(found["title"]):
        return _Candidate(
            index, found["number"], found["title"], False, bool(_CLOSED.search(found["title"]))
        )
    return None


def _names_an_item(named: re.Match[str]) -> bool:
    title = named["title"]
    if not title:
        return True
    return (title[0].isupper() or title[0] in "\"»“'(0123456789") and _is_title(title)


def _is_title(title: str) -> bool:
    if re.match(r"[Aa]t\b", title) or key_of(title) in KINDS:
        return False
    return bool(_ENDS_LIKE_A_TITLE.search(title)) and (
        outcome_of(title) == "unknown" or len(title) > 60 or bool(_USUAL.match(title))
    )


def _accepted(
    lines: list[str], headings: list[Heading], candidates: list[_Candidate]
) -> list[_Candidate]:
    accepted: list[_Candidate] = []
    at = 0
    for position, candidate in enumerate(candidates):
        after = _line_of_next(candidates, position, len(lines))
        while at < len(headings) and headings[at].line < candidate.line:
            at += 1
        seen = _since(headings, at, accepted[-1].line if accepted else -1)
        coming = _until(headings, at, after)
        if _begins(lines, candidate, candidates, position, seen, coming, accepted):
            accepted.append(candidate)
    return accepted


def _line_of_next(candidates: list[_Candidate], position: int, end: int) -> int:
    """Where the next candidate stands, the same announced once more not counted."""
    here = candidates[position]
    later = (c for c in candidates[position + 1 : position + 4] if c.number != here.number)
    return next(
        (candidate.line for candidate in later),
        end if position + 4 >= len(candidates) else candidates[position + 1].line,
    )


def _since(headings: list[Heading], at: int, line: int) -> list[Heading]:
    begin = at
    while begin and headings[begin - 1].line > line and at - begin < 60:
        begin -= 1
    return headings[begin:at]


def _until(headings: list[Heading], at: int, line: int) -> list[Heading]:
    end = at
    while end < len(headings) and headings[end].line < line and end - at < 60:
        end += 1
    return headings[at:end]


def _begins(
    lines: list[str],
    candidate: _Candidate,
    candidates: list[_Candidate],
    position: int,
    seen: Sequence[Heading],
    coming: Sequence[Heading],
    accepted: list[_Candidate],
) -> bool:
    last = accepted[-1] if accepted else None
    if last and _is_same(last, candidate) and not seen:
        return False
    next_in_row = last is not None and _number(candidate) == _number(last) + 1
    if candidate.closed and next_in_row:
        return True
    if _in_a_list(lines, candidate, candidates, position, last):
        return False
    if candidate.closed:
        return True
    if (
        candidate.named
        and (next_in_row or not seen)
        and (last is None or _number(candidate) > _number(last))
    ):
        return bool(coming) or next_in_row
    if last and _number(candidate) > _number(last) and _ENDING.match(candidate.title):
        return True
    if next_in_row and _details_or_heading_below(lines, candidate, coming):
        return True
    return _uses_up(seen, coming)


def _uses_up(seen: Sequence[Heading], coming: Sequence[Heading]) -> bool:
    """The headings that come do not belong to the item above."""
    core = {heading.kind for heading in coming} & _CORE
    if not core:
        return False
    used = {heading.key for heading in seen}
    decided = any(heading.kind == "decision" for heading in seen)
    return not seen or decided or any(heading.key in used for heading in coming)


def _is_same(last: _Candidate, candidate: _Candidate) -> bool:
    return last.number == candidate.number and (
        last.title == candidate.title or not last.title or last.named
    )


def _number(candidate: _Candidate) -> int:
    return int(re.sub(r"\D", "", candidate.number) or 0)


def _in_a_list(
    lines: list[str],
    candidate: _Candidate,
    candidates: list[_Candidate],
    position: int,
    last: _Candidate | None,
) -> bool:
    """A table of contents, or one of several numbered lines in a text."""
    below = candidates[position + 1] if position + 1 < len(candidates) else None
    if below and not candidate.closed and not _anything(lines, candidate.line + 1, below.line):
        same = below.number == candidate.number
        return not same
    above = candidates[position - 1] if position else None
    if above is None or above is last or candidate.named:
        return False
    return _number(candidate) == _number(above) + 1 and not _anything(
        lines, above.line + 1, candidate.line
    )


def _anything(lines: list[str], start: int, end: int) -> bool:
    return any(line and line != END for line in lines[start:end])


def _details_or_heading_below(
    lines: list[str], candidate: _Candidate, coming: Sequence[Heading]
) -> bool:
    below = _next_said(lines, candidate.line + 1)
    if below < len(lines) and _META.match(lines[below]):
        return True
    above_is_free = candidate.line == 0 or lines[candidate.line - 1] in {"", END}
    return above_is_free and bool(coming) and coming[0].line == below


def _next_said(lines: list[str], index: int) -> int:
    while index < len(lines) and lines[index] in {"", END}:
        index += 1
    return index


def _place(lines: list[str], taken: set[int], candidate: _Candidate) -> Item:
    """Find the title of an item that is only numbered: below it, or above when details follow at once."""
    start, body, title = candidate.line, candidate.line + 1, candidate.title
    below = _next_said(lines, body)
    while title and below < len(lines) and below not in taken and _says_title(lines[below], title):
        body, below = below + 1, _next_said(lines, below + 1)
    if not title and (below in taken or below >= len(lines) or _META.match(lines[below])):
        above = _title_above(lines, start, taken)
        if above is not None:
            start, title = above, bare(lines[above])
    first = _first_detail(lines, start, taken)
    details = tuple(line for line in lines[first:start] if line)
    return Item(first, body, body, candidate.number, title, candidate.closed, details)


def _first_detail(lines: list[str], start: int, taken: set[int]) -> int:
    """Case numbers and the like above the title belong to the item below them."""
    first = start
    for at in range(start - 1, max(start - 8, -1), -1):
        if at in taken or (lines[at] and not _DETAIL_ABOVE.match(lines[at])):
            break
        first = at if lines[at] else first
    return first


def _says_title(line: str, title: str) -> bool:
    numbered = _NUMBERED.fullmatch(line) or _NAMED.fullmatch(line)
    return bare(line) == title or bool(numbered and numbered["title"] == title)


def _title_above(lines: list[str], line: int, taken: set[int]) -> int | None:
    above = line - 1
    while above >= 0 and lines[above] in {"", END}:
        above -= 1
    if above < 0 or above in taken or not can_be_title(lines[above]):
        return None
    is_last_of_text = bool(above and lines[above - 1] not in {"", END})
    if lines[above].endswith(".") or (
        is_last_of_text and above - 1 not in taken and line - above > 1
    ):
        return None
    return above


def _split_at_repeats(lines: list[str], headings: list[Heading], item: Item) -> list[Item]:
    """Items without numbers: each begins with the title above the heading that opened the first."""
    inside = [h for h in headings if item.body <= h.line < item.end]
    if not inside:
        return [item] if item.number else []
    taken = {heading.line for heading in inside}
    starts: list[tuple[int, int | None]] = []
    used: set[str] = set()
    for position, heading in enumerate(inside):
        if heading.key in used and _opens(inside, position, lines, taken, used):
            starts.append((heading.line, _title_above(lines, heading.line, taken)))
            used = set()
        used.add(heading.key)
    if not starts:
        return [item]
    return _parts(lines, item, starts)


def _opens(
    inside: list[Heading], position: int, lines: list[str], taken: set[int], used: set[str]
) -> bool:
    heading = inside[position]
    if heading.kind not in _CORE or heading.implied:
        return False
    if heading.key != inside[0].key:
        return False
    if _title_above(lines, heading.line, taken) is not None:
        return True
    again = {h.key for h in inside[position : position + 12]} & used
    return len(again) > 1


def _parts(lines: list[str], item: Item, starts: list[tuple[int, int | None]]) -> list[Item]:
    begins = [line if above is None else above for line, above in starts]
    parts = [replace(item, end=begins[0])]
    for (line, above), begin, end in zip(starts, begins, [*begins[1:], item.end], strict=True):
        title = "" if above is None else bare(lines[above])
        parts.append(Item(begin, line if above is None else above + 1, end, "", title))
    return parts
