"""Numbered recommendations inside a case.

A recommendation begins at "Anbefaling 3: ...", "3. anbefaling" or at the number of a list under the
heading "Anbefalinger", and lasts until the next. The last one ends where a paragraph after an empty line
speaks of the recommendations as a whole ("Anbefalingerne ...", "De fire anbefalinger ..."): that
paragraph and what follows belong to the section alone.
"""

import re

from civicmetrics.case_pages.values import Recommendation, Section

_ORDINALS = [
    "første",
    "anden",
    "tredje",
    "fjerde",
    "femte",
    "sjette",
    "syvende",
    "ottende",
    "niende",
    "tiende",
]
_NAMED = re.compile(
    r"(?P<word>Anbefaling|ANBEFALING)(?: [Nn][Rr]\.?)? (?P<number>[0-9]{1,2})(?![0-9])"
    r"(?:\s*[:.)\u2013\u2014-]+\s*(?P<title>.*)|(?P<bare>\s+[A-ZÆØÅ\"»“].*)?)"
)
_ORDINAL = re.compile(
    r"(?:(?P<number>[0-9]{1,2})\.|(?P<ordinal>" + "|".join(_ORDINALS) + r"))"
    r" anbefaling(?:\s*[:.\u2013\u2014-]+\s*(?P<title>.*))?",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?P<number>[0-9]{1,2})[.)]\s+(?P<title>\S.*)")
_AS_A_WHOLE = re.compile(r"(?:[^\s.]+\s+){0,4}?anbefalinger(?:ne)?(?:s|nes)?\b", re.IGNORECASE)
_SPLIT = re.compile(
    r"(?P<heading>[^.:]{3,90}?)\s*(?::|[.] (?=[A-ZÆØÅ])| [\u2013\u2014-] )\s*(?P<text>.+)",
    re.DOTALL,
)
_SECTIONS_WITHOUT = frozenset({"motion", "decision", "attachments", "authority"})


def read_recommendations(sections: tuple[Section, ...]) -> tuple[Recommendation, ...]:
    """
    >>> section = Section("Løsning", "solution", "Anbefaling 1: Lyt\\nSpørg først.\\n\\nAnbefaling 2: Svar")
    >>> [(r.number, r.heading, r.text) for r in read_recommendations((section,))]
    [(1, 'Lyt', 'Spørg først.'), (2, 'Svar', '')]
    """
    found: dict[int, Recommendation] = {}
    for section in sections:
        if section.kind not in _SECTIONS_WITHOUT:
            for recommendation in _in_section(section):
                found.setdefault(recommendation.number, recommendation)
    return tuple(found.values())


def _in_section(section: Section) -> list[Recommendation]:
    under_own_heading = section.heading.casefold().endswith("anbefalinger")
    begun: list[tuple[int, str, list[str]]] = []
    for line in section.text.split("\n"):
        start = _start(line, under_own_heading, begun[-1][0] if begun else 0)
        if start:
            begun.append((*start, []))
        elif begun:
            begun[-1][2].append(line)
    if begun:
        number, heading, body = begun[-1]
        begun[-1] = (number, heading, _before_closing(body, bool(heading)))
    return [_recommendation(*parts) for parts in begun]


def _start(line: str, under_own_heading: bool, last: int) -> tuple[int, str] | None:
    if named := _NAMED.fullmatch(line):
        return int(named["number"]), (named["title"] or named["bare"] or "").strip()
    if ordinal := _ORDINAL.fullmatch(line):
        word = (ordinal["ordinal"] or "").casefold()
        number = _ORDINALS.index(word) + 1 if word else int(ordinal["number"])
        return number, (ordinal["title"] or "").strip()
    if (
        under_own_heading
        and (listed := _LISTED.fullmatch(line))
        and int(listed["number"]) == last + 1
    ):
        return last + 1, listed["title"]
    return None


def _before_closing(body: list[str], has_heading: bool) -> list[str]:
    said_something = has_heading
    for index, line in enumerate(body):
        if said_something and index and not body[index - 1] and _AS_A_WHOLE.match(line):
            return body[:index]
        said_something = said_something or bool(line)
    return body


def _recommendation(number: int, title: str, body: list[str]) -> Recommendation:
    text = "\n".join(body).strip()
    if not title:
        first, _, later = text.partition("\n")
        if later and _is_heading(first):
            return Recommendation(number, first, later.strip())
        return Recommendation(number, "", text)
    if _is_heading(title):
        return Recommendation(number, title, text)
    split = _SPLIT.fullmatch(title)
    heading, begins = (split["heading"], split["text"]) if split else ("", title)
    wrapped = bool(body) and bool(body[0])
    return Recommendation(
        number, heading, f"{begins}{' ' if wrapped else chr(10) * 2}{text}".strip()
    )


def _is_heading(line: str) -> bool:
    return len(line) <= 140 and not line.endswith(".") and ": " not in line
