"""The titles of what is attached to a case."""

import re
from collections.abc import Iterable

from civicmetrics.case_pages.lines import MARKER
from civicmetrics.case_pages.values import Section

_NOTHING = re.compile(r"\W*(?:ingen|ikke relevant)(?: bilag)?\W*", re.IGNORECASE)
_BUTTON = re.compile(
    r"\s*\((?:pdf|docx?|xlsx?)?[,; ]*[0-9.,]* ?(?:kb|mb)?\)$|\s+(?:Åbn|Hent|Vis)(?: bilag)?$",
    re.IGNORECASE,
)
_LINK = re.compile(r"\[([^\]\n]{1,300})\]\([^)\n]{0,500}\)")
_ELSEWHERE = re.compile(r"(?m)^Bilag [0-9]{1,2}(?: ?[:.\u2013-] ?| )[A-ZÆØÅ\"»“].{2,140}[^.:;,\n]$")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?)$", re.IGNORECASE)


def read_attachments(sections: Iterable[Section], files: Iterable[str]) -> tuple[str, ...]:
    """Attachments in the order the page lists them, each once.

    >>> read_attachments([Section("Bilag", "attachments", "1. Kort (pdf, 120 kb)\\n• Notat om åen")], [])
    ('Kort', 'Notat om åen')
    """
    titles = [_title(file) for file in files]
    for section in sections:
        found = (
            section.text.split("\n")
            if section.kind == "attachments"
            else _ELSEWHERE.findall(section.text)
        )
        rows = [row for line in found for row in (line.split("; ") if len(found) == 1 else [line])]
        titles += [_title(row) for row in rows if row and not _NOTHING.fullmatch(row)]
    return tuple(dict.fromkeys(title for title in titles if title))


def _title(row: str) -> str:
    mark = MARKER.match(row)
    title = _BUTTON.sub("", _LINK.sub(r"\1", row[mark.end() :] if mark else row)).strip()
    return title.replace("_", " ") if _FILE.search(title) else title
