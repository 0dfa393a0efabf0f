"""The head of a page or an item: when and where, whose meeting, which case, and what is left to say."""

import re
from dataclasses import dataclass, field
from datetime import date, time

from civicmetrics.case_pages.bodies import (
    BODY,
    find_body,
    find_labelled_body,
    residue,
    without_capitals,
)
from civicmetrics.case_pages.dates import TIME, find_date, find_time, without_dates
from civicmetrics.case_pages.lines import END, bare

_LABELS = {
    "date": "mødedato|dato|mødetidspunkt|starttidspunkt|starttidspunkt for mødet|mødet starter|tidspunkt|tid|mødestart"
    "|dato og tid|tid og sted|hvornår|mødetid",
    "place": "mødested|sted|lokale|mødelokale|lokation|hvor|mødet afholdes",
    "committee": "udvalg|forum|møde i|mødeforum|organ|råd|udvalgsnavn",
    "case": r"sagsnr|sagsnummer|sags-?id|sagnr|sag nr|sag|journalnr|journalnummer|j\.? ?nr|esdh-?sag|edoc|eDoc-?nr"
    "|sags nr|acadre|sagsnr/dok",
    "item": r"(?:dagsordens)?punkt(?: nr\.?)?|pkt",
    "title": "titel|emne|overskrift|sagens titel|sagstitel|vedr|vedrørende",
    "ignored": r"dok|dok\.? ?nr|dokumentnr|dokument|slut|sluttidspunkt|udsendelsesdato|mødetype|type|sagstype|status"
    "|kle|kle-nr|dagsordenstype|bemærkninger|mødet slut|offentlighed|udsendt|punkttype|dagsorden|punkter"
    "|indholdsfortegnelse|sidst opdateret|mødenr|møde nr|sagsgang|hent som fil|åben|politikområde|godkendelsesdato",
}
_LABEL = re.compile(
    "|".join(rf"(?P<{name}>{words})" for name, words in _LABELS.items()), re.IGNORECASE
)
_LABELLED = re.compile(
    rf"(?P<label>{_LABEL.pattern})\.?\s*(?P<colon>:)\s*(?P<value>.*)", re.IGNORECASE
)
_ALONE = re.compile(rf"(?P<label>{_LABEL.pattern})\.?", re.IGNORECASE)
_GLUED = re.compile(
    r"(?P<date>Mødedato|Starttidspunkt)(?=[0-9])(?P<v1>.+)|(?P<place>Mødested)(?=[A-ZÆØÅ])(?P<v2>.+)"
    r"|(?P<committee>Udvalg)(?=[A-ZÆØÅ])(?P<v3>.+)"
)
_LATER_LABEL = re.compile(
    r"(?<=\S)\s+(?=(?:Mødested|Mødetid|Tidspunkt|Sted|Udvalg|Lokale|Sagsnr\.?|Dok\.? ?nr\.?|Sagsbehandler|Initialer)\s?:)"
)
_CASE_VALUE = re.compile(
    r"(?<![\w-])(?![0-9]{6}-[0-9]{4}(?![\w-]))[0-9A-Z][\w]*(?:[./-][\w]+)*[0-9][\w./-]*(?<![./-])"
)
_CASE_LINE = re.compile(
    r"(?:Sag(?:snr|snummer|s-?id)?\.?|J\.? ?nr\.?) (?:nr\.? )?(?P<number>[0-9][\w./-]*[./-]?[0-9]\w*)(?P<after>(?: .*)?)",
    re.IGNORECASE,
)
_KLE = re.compile(r"(?P<number>[0-9]{2}\.[0-9]{2}\.[0-9]{2}-[A-ZÅ][0-9]{2}-[0-9]+-[0-9]{2})")
_OPENNESS = re.compile(
    r"(?:åben|lukket|åbent|åbne|lukkede)(?: (?:punkt|sag|dagsorden|dagsordenspunkt|dagsordenspunkter|punkter|møde|referat))?"
    r"(?:\s*[-\u2013:]\s*(?P<number>[\w./-]+))?",
    re.IGNORECASE,
)
_NOT_TEXT = re.compile(
    r"[A-D][.:] (?:Sager|Orientering)\b.{0,60}|(?:beslutnings|orienterings|drøftelses)(?:sag|punkt)|[\w ]{0,30}kommune"
    r"|(?:åbn|hent|vis) .{0,40}(?:pdf|dagsorden|referat).{0,20}|\(?[0-9]\. behandling\)?|punkter|indholdsfortegnelse"
    r"|dagsordenspunkter|sagsgang|mødet? (?:hævet|slut|startede|sluttede|begyndte)\b.{0,60}|medlemmer|sager [0-9 \u2013-]+",
    re.IGNORECASE,
)
_FILE = re.compile(r"\S+\.(?:pdf|docx?|xlsx?|pptx?)\b", re.IGNORECASE)
_ABOUT_MEETING = re.compile(
    r"\b(?:møde|mødet|mødedato|referat|dagsorden|beslutningsprotokol)\b", re.IGNORECASE
)
_ROOM = re.compile(
    r"(?:Mødelokale|Lokale|Byrådssalen|Rådssalen|Rådhuset|Udvalgsværelse|Kommunalbestyrelsens)\b.{0,80}"
)
_BEHIND_DATE = re.compile(r"\s*(?:,\s*(?:i |på )?|i |på )(?P<place>[A-ZÆØÅ].{2,120})")
_BEHIND_TIME = re.compile(r"\s*(?:[,\u2013-]\s*(?:i |på )?|i |på )(?P<place>[A-ZÆØÅ].{2,120})")


@dataclass(slots=True)
class Head:
    held_on: date | None = None
    starts_at: time | None = None
    place: str = ""
    committee: str = ""
    case_number: str = ""
    title: str = ""
    item_number: str = ""
    files: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    labelled: bool = False
    dated_by_label: bool = False


def read_head(lines: list[str]) -> Head:
    """Take what the lines say about the meeting; `left` is what follows that, `before` what precedes it.

    >>> head = read_head(["Mødedato: 25.06.2012, kl. 15:00", "Mødested: Salen", "", "Ny bro"])
    >>> str(head.held_on), str(head.starts_at), head.place, head.left
    ('2012-06-25', '15:00:00', 'Salen', ['', 'Ny bro'])
    """
    head = Head()
    rows = [
        part for line in lines for part in (_LATER_LABEL.split(line) if len(line) < 400 else [line])
    ]
    index = 0
    while index < len(rows):
        index += _take(head, rows, index)
    return head


def _take(head: Head, rows: list[str], index: int) -> int:
    row = rows[index]
    if row in {"", END}:
        head.left.append("")
        return 1
    if len(row) <= 300:
        if used := _labelled(head, rows, index):
            return used
        if _case(head, row) or _meeting(head, row) or _NOT_TEXT.fullmatch(row) or _files(head, row):
            return 1
    head.left.append(row)
    return 1


def _labelled(head: Head, rows: list[str], index: int) -> int:
    row = rows[index]
    found, value, used = _LABELLED.fullmatch(row), "", 1
    if found:
        value = found["value"]
    elif glued := _GLUED.fullmatch(row):
        name = next(name for name in ("date", "place", "committee") if glued[name])
        _set(head, name, glued["v1"] or glued["v2"] or glued["v3"])
        return 1
    else:
        found = _ALONE.fullmatch(row)
    if not found:
        return 0
    if not value:
        value, used = _value_below(rows, index)
    name = next(name for name in _LABELS if found[name])
    if found.re is _ALONE and not (value and name in {"date", "place", "committee"}):
        return 0
    _set(head, name, value)
    return used


def _value_below(rows: list[str], index: int) -> tuple[str, int]:
    below = index + 1
    while below < len(rows) and below - index < 3 and rows[below] in {"", END}:
        below += 1
    if below >= len(rows) or below - index > 2 or not rows[below] or len(rows[below]) > 120:
        return "", 1
    if _LABELLED.fullmatch(rows[below]) or _ALONE.fullmatch(rows[below]):
        return "", 1
    return rows[below], below - index + 1


def _set(head: Head, name: str, value: str) -> None:
    if name in {"date", "place", "committee"}:
        _mark_labelled(head)
    if name == "date":
        _set_date(head, value)
    elif name == "place":
        head.place = head.place or value.strip(" .,")
    elif name == "committee":
        head.committee = find_labelled_body(value) or value.strip() or head.committee
    elif name == "case":
        number = _CASE_VALUE.search(value)
        head.case_number = head.case_number or (number[0] if number else "")
    elif name == "item" and value[:6].strip(" .").isdecimal():
        head.item_number = value.strip(" .")
    elif name == "title":
        head.title = head.title or value.strip()


def _mark_labelled(head: Head) -> None:
    """What stands above the first label is the web page's or the title's; keep it apart."""
    if not head.labelled:
        head.before, head.left = head.left, []
    head.labelled = True


def _set_date(head: Head, value: str) -> None:
    day = find_date(value)
    if day and not head.dated_by_label:
        head.held_on, head.dated_by_label = day, True
    head.starts_at = head.starts_at or find_time(value)
    if day and not head.place and (place := _place_behind(value)):
        head.place = place


def _place_behind(row: str) -> str:
    times = list(TIME.finditer(row))
    behind = row[times[-1].end() :] if times else re.split(r"  +", without_dates(row))[-1]
    found = (_BEHIND_TIME if times else _BEHIND_DATE).match(behind)
    return found["place"].strip(" .,") if found else ""


def _case(head: Head, row: str) -> bool:
    openness = _OPENNESS.fullmatch(row)
    found = openness or _CASE_LINE.fullmatch(row) or _KLE.fullmatch(row)
    if not found:
        return False
    number = found["number"] or ""
    if (
        number
        and not head.case_number
        and any(map(str.isdigit, number))
        and _CASE_VALUE.fullmatch(number)
    ):
        head.case_number = number
    if not openness and not head.committee and found.re is _CASE_LINE:
        head.committee = find_body(found["after"])
    return True


def _meeting(head: Head, row: str) -> bool:
    """A line that says nothing but which meeting this is, perhaps with its place behind the time."""
    row = without_capitals(bare(row))
    day, body = find_date(row), find_body(row)
    if day is None and not body and not _ABOUT_MEETING.search(row) and not find_time(row):
        return _place_line(head, row)
    place = _place_behind(row) if day else ""
    said = row[: row.rfind(place)] if place else row
    if residue(said, BODY):
        return False
    if day and head.held_on is None:
        head.held_on = day
    head.starts_at = head.starts_at or find_time(row)
    head.committee = head.committee or body
    head.place = head.place or place
    return True


def _place_line(head: Head, row: str) -> bool:
    if row.casefold() == "til":
        return True
    if head.held_on and not head.place and (row.startswith("i ") or _ROOM.fullmatch(row)):
        head.place = row.removeprefix("i ").strip(" .,")
        return True
    return False


def _files(head: Head, row: str) -> bool:
    files = _FILE.findall(row)
    if files and not _FILE.sub("", row).strip(" ,;()"):
        head.files += files
        return True
    return False


def title_and_rest(lines: list[str]) -> tuple[str, list[str]]:
    """The first line that can be a title, wrapped lines joined, and what follows it.

    >>> title_and_rest(["", "Ny bro over", "åen", "", "Broen bygges i år."])
    ('Ny bro over åen', ['', 'Broen bygges i år.'])
    """
    for index, line in enumerate(lines):
        if not can_be_title(line):
            continue
        title, end = bare(line), index + 1
        while (
            end < len(lines)
            and lines[end][:1].islower()
            and len(title) < 250
            and not title.endswith(".")
        ):
            title, end = f"{title} {lines[end]}", end + 1
        return title, lines[end:]
    return "", lines


def can_be_title(line: str) -> bool:
    text = bare(line)
    if not 3 <= len(text) <= 250 or not any(map(str.isalpha, text)) or text[0].islower():
        return False
    return not text.endswith((":", ";", ",")) and not (text.endswith(".") and len(text) > 120)
