"""Which lines are headings of a case, and what the section under them is about."""

import re
from dataclasses import dataclass, replace

from civicmetrics.case_pages.bodies import residue
from civicmetrics.case_pages.dates import find_date
from civicmetrics.case_pages.lines import END, MARKER
from civicmetrics.case_pages.values import Kind

_WORDS: dict[Kind, str] = {
    "motion": """indstilling|indstillingen|indstillinger|indstilling og beslutning|indstillinger og beslutning
        |hovedindstilling|indstillingspunkter|beslutningspunkter|indstilling til beslutning|forslag
        |forslag til beslutning|beslutningsforslag|forslag til indstilling|det indstilles
        |forvaltningen indstiller|administrationen indstiller""",
    "summary": """resume|kort resume|sagsresume|sagen kort|kort om sagen|sagens kerne|sammenfatning
        |sammendrag|beslutningstema|anledning|indledning|manchet|kort fortalt""",
    "problem": """problemstilling|problemstillinger|problem|problemet|problembeskrivelse|udfordring
        |udfordringer|udfordringen""",
    "solution": """løsning|løsninger|løsningen|løsningsforslag|forslag til løsning|løsningsbeskrivelse
        |mulige løsninger""",
    "economy": """økonomi|økonomien|økonomiske konsekvenser|økonomiske forhold|økonomisk vurdering
        |økonomi og personale|økonomi og finansiering|økonomisk konsekvens|økonomisk redegørelse
        |økonomiske og personalemæssige konsekvenser|personalemæssige og økonomiske konsekvenser
        |økonomiske konsekvenser og finansiering|finansiering|vurdering i forhold til økonomi|økonomisk påvirkning
        |bevillingsmæssige konsekvenser|økonomi og bevilling|økonomi og bemanding|budget og økonomi""",
    "process": """videre proces|den videre proces|det videre forløb|videre forløb|videre sagsgang|proces
        |den videre sagsgang|sagsgang|forventet sagsgang|tidsplan|behandlingsplan|sagsforløb|opfølgning
        |sagsgang og sagstype|sagsprocedure|sagen behandles i|politisk behandling|politisk proces
        |videre behandling|det videre arbejde|proces og tidsplan|tidsplan og proces|videre procedure
        |tidsplan og videre proces|proces og videre forløb|næste skridt|politisk behandlingsplan""",
    "presentation": """sagsfremstilling|sagsfremstillingen|supplerende sagsfremstilling|sagsbeskrivelse
        |sagens baggrund|baggrund|baggrund og vurdering|baggrund for sagen|beskrivelse af sagen
        |sagens indhold|redegørelse|fremstilling|sagsfremstilling og økonomi|beskrivelse|præsentation
        |sagen|sagsbeskrivelse af hovedindstilling|sagens oplysninger|faktiske forhold|uddybning""",
    "authority": """beslutningskompetence|kompetence|afgørelseskompetence|beslutningskompetencen|retsgrundlag
        |lovgrundlag|retligt grundlag|juridisk grundlag|lovhjemmel|hjemmel|sagen afgøres af|lov- og aftalegrundlag
        |beslutningsniveau|lovgrundlag \u2013 link|lovgrundlag m.v|kompetencefordeling|besluttes af|afgøres af""",
    "attachments": """bilag|bilagene|bilagsliste|bilagsoversigt|bilag til sagen|vedlagte bilag|åbne bilag
        |offentlige bilag|liste over bilag|vedhæftede filer|vedhæftede bilag|vedhæftninger|bilag og dokumenter
        |vedlagt|vedlagt sagen|bilag vedlagt|dokumenter""",
    "decision": """beslutning|beslutninger|beslutningen|udvalgets beslutning|byrådets beslutning|protokol
        |protokollering|rådets beslutning|mødets beslutning|vedtagelse|beslutning fra mødet|endelig beslutning
        |kommunalbestyrelsens beslutning|borgerrepræsentationens beslutning|beslutning og protokol
        |referat og beslutning|beslutningsreferat""",
    "other": """høring|høringer|høring og inddragelse|høringssvar|kommunikation|politisk handlerum|tidligere beslutninger
        |tidligere beslutning|tidligere behandling|tidligere politisk behandling|sagens forløb|sagshistorik
        |historik|vurdering|forvaltningens vurdering|administrationens vurdering|forvaltningens bemærkninger
        |administrationens bemærkninger|konsekvenser|øvrige konsekvenser|handlemuligheder|miljø|klima
        |bæredygtighed|klima og miljø|klima og bæredygtighed|klima & bæredygtighed|sundhed|personale
        |inddragelse|borgerinddragelse|inddragelse og høring|implementering|formål|risikovurdering|risici
        |verdensmål|ligestilling|effekt|effekter|effektvurdering|alternativ indstilling|alternativer
        |beskrivelse af alternativ indstilling|sagsbeskrivelse af alternativ indstilling
        |sagshistorik, henvisninger|andre konsekvenser|miljøvurdering|anbefalinger|kommunikation og presse
        |forholdet til andre planer|planforhold|sagens parter|konklusion|miljømæssige konsekvenser
        |koordinering|supplerende bemærkninger|udtalelser|udtalelse|parthøring|partshøring|evaluering
        |børne- og ungeperspektiv|sociale forhold|folkesundhed|erhverv|ændringsforslag|målsætning|mål
        |tilgængelighed|trafik|kriterier|status|perspektivering|personalemæssige konsekvenser|presse
        |borgerdialog|dialog|målgruppe|metode|afgrænsning""",
}
KINDS: dict[str, Kind] = {
    word.strip(): kind for kind, words in _WORDS.items() for word in words.split("|")
}
_LABELS_IN_PROSE = frozenset(
    [
        "sagen",
        "formål",
        "mål",
        "målgruppe",
        "proces",
        "status",
        "metode",
        "erhverv",
        "trafik",
        "dialog",
        "presse",
        "miljø",
        "klima",
        "sundhed",
        "udfordring",
        "problem",
        "beskrivelse",
        "dokumenter",
        "vedlagt",
        "opfølgning",
        "effekt",
        "kriterier",
        "evaluering",
    ]
)
_ABOUT = r"[a-zæøå-]*(?:iske|lige|mæssige|øvrige|andre|afledte|juridiske)"
_CONSEQUENCES = re.compile(
    rf"{_ABOUT}(?:(?:,| og|,? samt)? {_ABOUT}){{0,3}} konsekvenser|konsekvenser for .{{3,50}}"
)
_ECONOMY = re.compile(r"(?:[a-zæøå-]+ (?:og|samt) )?økonomi(?: (?:og|samt) [a-zæøå-]+)?")
_OWN_WORD = re.compile(
    r"(?:tænketankens|ekspertgruppens|forummets|rådets|gruppens|udvalgets|netværkets|[a-zæøå-]+s) anbefalinger"
)
_TITLE_OF_PROTOCOL = re.compile(
    r"\b(?:beslutning(?:en|er)?|protokol(?:lering)?|vedtagelse)\b", re.IGNORECASE
)
_CONSULTED = re.compile(r".{3,90}?,? (?:pkt\.?|punkt|sag)(?: nr\.?)? ?[0-9]{1,4}:?", re.IGNORECASE)
_OFFICE = (
    r"forvaltning\w*|administration\w*|direktion\w*|\w*direktør\w*|\w*borgmester\w*|\w*forman\w*|magistrat\w*"
    r"|\w*afdeling\w*|center\b.*|\w*center|\w*stab\w*|\w*sekretariat\w*|forretningsudvalg\w*|\w*chef\w*|rådmand\w*"
    r"|\w*forvaltning\w*|formandskab\w*|forperson\w*|økonomiudvalg\w*|\w*udvalg\w*|\w+ & \w+"
)
_OWNED_MOTION = re.compile(
    rf"(?:.{{0,80}}\b)?(?:{_OFFICE})s (?:indstilling|anbefaling|forslag)(?:er)?", re.IGNORECASE
)
_MOVES = re.compile(
    r"(?P<by>[A-ZÆØÅ][^.:;()]{1,110}?) (?:indstiller|foreslår|anbefaler|indstilles|foreslås)\b(?P<rest>[^.]{0,160})"
)
_LEADS_ON = re.compile(r"(?:[,:;]|\bat|\bat:|følgende:?)\s*$")
_MOVER = re.compile(rf"\b(?:{_OFFICE}|det)\b", re.IGNORECASE)
_PREFIX = re.compile(r"(?P<head>[^:]{2,140}?):(?![0-9])\s*(?P<rest>.*)", re.DOTALL)
_GLUED_DECISION = re.compile(
    r"(?P<head>Beslutning|BESLUTNING) (?P<rest>(?:Godkendt|Tiltrådt|Vedtaget|Tilbagesendes|Fremsendes|Anbefal"
    r"|Indstil|Taget|Udsat|Drøftet|Afvist|Forkastet|Orienteringen|Udvalget|Sagen)\b.*)"
)
_GLUED_MOTION = re.compile(
    r"(?P<head>Indstilling|INDSTILLING) (?P<rest>[A-ZÆØÅ].{2,120}\b(?:indstiller|foreslår|indstilles|anbefaler)\b.*)"
)
_MID_SENTENCE = re.compile(
    r"(?:i|om|der|som|er|blev|har|kan|skal|vil|på|og|af|for|til|ved|med|fra)\b"
)


@dataclass(frozen=True, slots=True)
class Heading:
    line: int
    written: str
    kind: Kind
    key: str
    rest: str = ""
    number: str = ""
    bullet: bool = False
    level: int = 0
    implied: bool = False

    @property
    def is_inline(self) -> bool:
        return bool(self.rest)


def read_heading(line: str, index: int = 0) -> Heading | None:
    """The heading a line is, with whatever text stands behind it on the same line.

    >>> read_heading("3. ØKONOMI:").kind, read_heading("Økonomi: Ingen.").rest
    ('economy', 'Ingen.')
    >>> read_heading("Beslutning i Teknisk Udvalg den 4. maj 2021").kind
    'decision'
    >>> read_heading("Beslutning om lokalplan blev truffet i 2019.")
    """
    mark = MARKER.match(line)
    assert mark is not None  # every part of it is optional  # noqa: S101
    body = line[mark.end() :]
    if not body or line == END or not body[0].isupper():
        return None
    heading = _whole(body, index) or _with_text(body, index)
    if heading is None:
        return None
    number = (mark["number"] or "").strip(" .)")
    return replace(
        heading,
        number=number,
        bullet=bool(mark["bullet"]),
        level=len((mark["hashes"] or "").strip()),
    )


def _whole(body: str, index: int) -> Heading | None:
    if len(body) > 180:
        return None
    written = body.rstrip(" :")
    kind = _kind(written)
    if kind:
        return Heading(index, written, kind, key_of(written))
    moves = _MOVES.fullmatch(body)
    if moves and _leads_to_points(body) and _MOVER.search(moves["by"]):
        return Heading(index, written.rstrip(" ,;"), "motion", "moves", implied=True)
    return None


def _leads_to_points(body: str) -> bool:
    return bool(_LEADS_ON.search(body)) or body.endswith(("indstiller", "foreslår", "indstilles"))


def _with_text(body: str, index: int) -> Heading | None:
    for pattern in (_PREFIX, _GLUED_DECISION, _GLUED_MOTION):
        found = pattern.match(body)
        if not found or not found["rest"]:
            continue
        kind = _kind(found["head"])
        if kind and key_of(found["head"]) not in _LABELS_IN_PROSE:
            return Heading(index, found["head"].strip(), kind, key_of(found["head"]), found["rest"])
    return None


def key_of(written: str) -> str:
    """A heading without the accidents of its spelling.

    >>> key_of("RESUMÉ:"), key_of("Bilag (3)")
    ('resume', 'bilag')
    """
    key = re.sub(r"\s*\([0-9]+\)$", "", written.strip(" :.,-\u2013"))
    return key.casefold().replace("é", "e").replace("è", "e").strip()


def _kind(written: str) -> Kind | None:
    key = key_of(written)
    if key in KINDS:
        return KINDS[key]
    if len(key) > 140:
        return None
    if _ECONOMY.fullmatch(key):
        return "economy"
    if _CONSEQUENCES.fullmatch(key) or _OWN_WORD.fullmatch(key):
        return "economy" if "økonomisk" in key else "other"
    if _OWNED_MOTION.fullmatch(key):
        return "motion"
    return "decision" if _tells_who_decided(written) else None


def _tells_who_decided(written: str) -> bool:
    """ "Beslutning i X-udvalget den 4. maj 2021", "X-udvalget, 04-05-2021, pkt. 7"."""
    dated = find_date(written) is not None
    if dated and _CONSULTED.fullmatch(written):
        return not residue(written)
    if not _TITLE_OF_PROTOCOL.search(written):
        return False
    left = residue(written)
    return not left or (dated and all(word[0].isupper() for word in left))


def find_headings(lines: list[str]) -> list[Heading]:
    """Every heading of the page, without the words of lists that only look like one."""
    found: list[Heading] = []
    for index, line in enumerate(lines):
        heading = read_heading(line, index) if line else None
        if heading and _stands_alone(heading, lines, found):
            found.append(heading)
    return found


def _stands_alone(heading: Heading, lines: list[str], found: list[Heading]) -> bool:
    if heading.number and heading.is_inline:
        return _follows(next((h.number for h in reversed(found) if h.number), "0"), heading.number)
    if not (heading.number or heading.bullet):
        return not _goes_on(heading, lines)
    below = _marks(_next_line(lines, heading.line, 1))
    above_line = _next_line(lines, heading.line, -1)
    if heading.number:
        above_is_heading = bool(found) and above_line == lines[found[-1].line]
        return not _follows(heading.number, below[0]) and (
            above_is_heading or not _follows(_marks(above_line)[0], heading.number)
        )
    return not below[1] and not above_line.endswith(":") and not _marks(above_line)[1]


def _goes_on(heading: Heading, lines: list[str]) -> bool:
    """A heading's word that a wrapped sentence happens to leave alone on its line."""
    below = lines[heading.line + 1] if heading.line + 1 < len(lines) else ""
    return not heading.is_inline and _MID_SENTENCE.match(below) is not None


def _next_line(lines: list[str], index: int, step: int) -> str:
    index += step
    while 0 <= index < len(lines) and not lines[index]:
        index += step
    return lines[index] if 0 <= index < len(lines) else ""


def _marks(line: str) -> tuple[str, bool]:
    mark = MARKER.match(line)
    return ((mark["number"] or "").strip(" .)"), bool(mark["bullet"])) if mark else ("", False)


def _follows(number: str, later: str) -> bool:
    return number.isdecimal() and later.isdecimal() and int(later) == int(number) + 1
