"""The motion: who moves, and the points they move, each as a clause beginning with "at"."""

import re
from dataclasses import dataclass, field

_MARK = re.compile(
    r"(?:(?P<number>[0-9]{1,2}\s?[.)])|(?P<roman>[ivx]{1,4}[.)](?=\s*at\b))|(?P<letter>[a-zæøå][.)])"
    r"|(?P<bullet>[•·▪◦●○‣*\u2013\u2014-])|(?P<at>[Aa][Tt] [0-9]{1,2}\)))(?:\s+(?=\S)|(?=[Aa]t\b))"
)
_AT = re.compile(r"at\b[,:]?\s*", re.IGNORECASE)
_INLINE_NUMBERED = re.compile(
    r"(?<=\S)\s+(?=[0-9]{1,2}[.)]\s+at\b|At [0-9]{1,2}\)\s)", re.IGNORECASE
)
_MOVES = re.compile(
    r"(?P<by>.*?)\b(?:indstiller|foreslår|anbefaler|indstilles|foreslås|anbefales)\b(?P<rest>.*)",
    re.DOTALL | re.IGNORECASE,
)
_INVERTED = re.compile(r"(?:På|Med|Efter|Herved|Derfor|I|Ud|Ved|Som)\b", re.IGNORECASE)
_MOVER_AFTER = re.compile(r"\s*(?P<by>[A-ZÆØÅ][^,:.]{2,80})")
_CLAUSE = re.compile(r"\bat\b(?P<clause>.*)$", re.DOTALL | re.IGNORECASE)
_OWNER = re.compile(r"(?P<by>.+)s (?:indstilling|anbefaling|forslag)(?:er)?", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\((?P<by>[A-ZÆØÅ][^()0-9]{3,80})\)")
_LEADS_TO_POINTS = re.compile(
    r"(?:\b(?:anbefaler|godkender|indstiller|beslutter|tiltræder))?\s*:$|\b(?:anbefaler|godkender|indstiller|beslutter|tiltræder),?$"
)
_ASKS_OTHERS = re.compile(
    r"\b(?:anbefaler|indstiller)(?: over ?for| til)? (?:[\w-]+,? ){0,6}?"
    r"[\w-]*(?:råd|udvalg|kommunalbestyrelse|borgerrepræsentation)(?:et|en)?,?$",
    re.IGNORECASE,
)
_NOBODY = frozenset({"det", "der", "", "herefter", "således"})


@dataclass(slots=True)
class _Points:
    style: str = ""
    texts: list[str] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    after_gap: bool = False
    last_line: str = ""
    wraps_at: int = 0


def read_motion(heading: str, text: str) -> tuple[str, tuple[str, ...]]:
    """Who moves, and the points.

    >>> read_motion("Indstilling", "Forvaltningen indstiller, at sagen drøftes.")
    ('Forvaltningen', ('at sagen drøftes.',))
    >>> read_motion("Indstilling", "Direktionen indstiller, at\\n1) planen vedtages,\\n2) sagen lukkes")
    ('Direktionen', ('at planen vedtages', 'at sagen lukkes'))
    >>> read_motion("Indstilling", "Centeret indstiller, at udvalget anbefaler Byrådet\\nat planen vedtages")
    ('Centeret', ('at planen vedtages',))
    """
    points = _gather(text)
    lead = " ".join(points.lead)
    by, clause = _mover(lead)
    heading_by, heading_clause = _mover(heading)
    by, clause = by or heading_by or _owner(heading), clause or heading_clause
    if not by:
        by = _in_brackets(points.tail)
    by = by.capitalize() if by.isupper() and len(by) > 4 else by
    if points.style == "bare" and clause.strip() and not _leads_to_points(clause.strip()):
        points.texts.insert(0, f"at {clause.strip()}")
    if points.texts:
        return by, tuple(_as_clause(point, clause) for point in points.texts)
    return by, (_as_clause("", clause),) if clause.strip(" :,") else ()


def _leads_to_points(clause: str) -> bool:
    """Say whether the clause only asks for what the points below it say."""
    return bool(_LEADS_TO_POINTS.search(clause) or _ASKS_OTHERS.search(clause))


def _gather(text: str) -> _Points:
    lines = _INLINE_NUMBERED.sub("\n", text).split("\n")
    longest = max(map(len, lines))
    points = _Points(wraps_at=int(longest * 0.8) if 60 <= longest <= 110 else 10_000)
    for line in lines:
        if line:
            _take(line, points)
            points.last_line = line
        points.after_gap = not line
    return points


def _take(line: str, points: _Points) -> None:
    mark = _MARK.match(line)
    style = mark.lastgroup if mark else ("bare" if re.match(r"at\b", line, re.IGNORECASE) else "")
    body = line[mark.end() :] if mark else line
    if style and _begins_point(style, line, points):
        points.style = points.style or style
        points.texts.append(body)
    elif not points.texts:
        points.lead.append(body)
    elif style or not (points.after_gap or points.tail):
        points.texts[-1] += ("\n" + line) if style and style != "bare" else (" " + line)
    else:
        points.tail.append(line)


def _begins_point(style: str, line: str, points: _Points) -> bool:
    if points.tail and style != points.style:
        return False
    if not points.texts:
        return _begins_list(style, line)
    if style != "bare" or points.style == "":
        return style == points.style
    if points.style != "bare":
        return points.after_gap
    wrapped = len(points.last_line) >= points.wraps_at and not points.last_line.endswith(
        (",", ";", ".", ":", " og", " samt")
    )
    return points.after_gap or not wrapped


def _begins_list(style: str, line: str) -> bool:
    return style != "letter" or line.startswith("a")


def _mover(lead: str) -> tuple[str, str]:
    """Who moves, and the clause that stands between "at" and the first point."""
    moves = _MOVES.match(lead)
    if not moves:
        clause = _CLAUSE.search(lead) if lead.casefold().startswith("at") else None
        return "", clause["clause"] if clause else ""
    by, rest = moves["by"].strip(" ,:"), moves["rest"]
    if _INVERTED.match(by) or (by and not by[0].isupper()):
        after = _MOVER_AFTER.match(rest)
        by = after["by"].strip() if after else ""
    clause = _CLAUSE.search(rest)
    by = by.rsplit(". ", 1)[-1].rsplit("\n", 1)[-1]
    return ("" if by.casefold() in _NOBODY else by), clause["clause"] if clause else ""


def _owner(heading: str) -> str:
    owner = _OWNER.fullmatch(heading)
    return (
        owner["by"].capitalize()
        if owner and owner["by"].isupper()
        else owner["by"]
        if owner
        else ""
    )


def _in_brackets(tail: list[str]) -> str:
    found = next((match for line in tail if (match := _IN_BRACKETS.fullmatch(line))), None)
    return found["by"] if found else ""


def _as_clause(point: str, clause: str) -> str:
    point = re.sub(r"(?:,? og|,? samt|[,;])$", "", _AT_NUMBER.sub("", point).strip()).rstrip()
    if starts := _AT.match(point):
        return f"at {point[starts.end() :]}"
    return " ".join(["at", *clause.strip(" :,;").split(), point]).strip()


_AT_NUMBER = re.compile(r"^at [0-9]{1,2}\)\s*", re.IGNORECASE)
