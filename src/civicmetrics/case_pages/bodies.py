"""The bodies that meet: how a line names a committee, a council or a board."""

import re

from civicmetrics.case_pages.dates import without_dates_and_times

_LINKED = (
    r"(?:[A-ZÆØÅ][\wæøå]*-,? |[A-ZÆØÅ][\wæøå]*, |(?:[A-ZÆØÅ][\wæøå]*-? )?(?:og|samt|&) |- og )"
)
_DEFINITE = (
    rf"{_LINKED}{{0,5}}[A-ZÆØÅ][\wæøå]*(?:udvalget|rådet|nævnet|kommissionen|bestyrelsen)"
    r"|(?:Det )?[A-ZÆØÅ][\wæøå]+ [Uu]dvalg(?:et)?|(?:[A-ZÆØÅ][\wæøå]+ )?[A-ZÆØÅ]\w*[Ll]okaludvalg"
    r"|(?!Referat|Dagsorden|Åben|Møde|Beslutning)(?:[A-ZÆØÅ][\wæøå-]+ )+(?:Lokaludvalg|Byråd|Lokalråd|Kommunalbestyrelse)"
    r"|(?:[A-ZÆØÅ][\wæøå]*-,? (?:og )?)+[a-zæøå]+(?:udvalget|rådet)"
    r"|Borgerrepræsentationen|Magistraten|Kommunalbestyrelsen|Byrådet|Regionsrådet"
    r"|[Uu]dvalg(?:et)? (?:for|vedrørende) (?:[\w-]+(?:, |,? og | & |,? samt | (?=\w+ing\b))){0,5}[\w-]+"
    r"|Udvalget [\"»“”'].{3,60}?[\"«”“']"
)
_INDEFINITE = rf"{_LINKED}{{0,4}}[A-ZÆØÅ][\wæøå]*(?:udvalg|råd|nævn)"
BODY = re.compile(rf"(?<![\w-])(?:{_DEFINITE})(?![\w-])")
ANY_BODY = re.compile(rf"(?<![\w-])(?:{_DEFINITE}|{_INDEFINITE})(?![\w-])")
_GENITIVE = re.compile(r"\b(\w+(?:udvalget|rådet|nævnet|bestyrelsen|tionen|raten))s\b")

_MUNICIPALITY = re.compile(r"\b[A-ZÆØÅ][\w-]+ [Kk]ommunes?\b")
_IN_CAPITALS = re.compile(
    r"(?:[a-zæøå]+-,? (?:og )?)*[a-zæøå]*(?:udvalget|rådet|bestyrelsen|nævnet|repræsentationen)|teknisk udvalg"
)

_SMALL_WORDS = frozenset(
    [
        "i",
        "på",
        "til",
        "fra",
        "af",
        "den",
        "d",
        "d.",
        "ved",
        "mødet",
        "møde",
        "møder",
        "mødets",
        "referat",
        "dagsorden",
        "beslutningsprotokol",
        "protokol",
        "protokollering",
        "beslutning",
        "beslutninger",
        "beslutningen",
        "beslutningsreferat",
        "referatet",
        "åben",
        "åbent",
        "åbne",
        "lukket",
        "ordinært",
        "ekstraordinært",
        "konstituerende",
        "endelig",
        "endeligt",
        "godkendt",
        "foreløbig",
        "foreløbigt",
        "tillægsdagsorden",
        "tillægsreferat",
        "dagsordenen",
        "udskrift",
        "mandag",
        "tirsdag",
        "onsdag",
        "torsdag",
        "fredag",
        "lørdag",
        "søndag",
        "nr",
        "pkt",
        "punkt",
        "sag",
        "kommune",
        "kommunens",
        "fælles",
        "mødedato",
        "dato",
        "tid",
        "udvalg",
        "afholdt",
        "truffet",
        "og",
    ]
)


def find_body(text: str) -> str:
    """The first committee, council or board named in the text, or nothing.

    >>> find_body("at Teknik- og Miljøudvalget godkender"), find_body("Udvalget for Kultur og Fritid")
    ('Teknik- og Miljøudvalget', 'Udvalget for Kultur og Fritid')
    >>> find_body("at udvalget godkender")
    ''
    """
    found = BODY.search(_GENITIVE.sub(r"\1", text[:400]))
    return found[0] if found else ""


def find_labelled_body(text: str) -> str:
    """As find_body, where the page itself says that this is a body: "Udvalg: Ældreråd"."""
    found = ANY_BODY.search(_GENITIVE.sub(r"\1", text[:400]))
    return found[0] if found else ""


def without_capitals(line: str) -> str:
    """A line in capitals as it would be written, as far as bodies go.

    >>> without_capitals("MØDE I TEKNIK- OG MILJØUDVALGET"), without_capitals("Møde i DSB")
    ('møde i Teknik- og Miljøudvalget', 'Møde i DSB')
    """
    if not line.isupper():
        return line
    return _IN_CAPITALS.sub(lambda found: found[0].title().replace(" Og ", " og "), line.lower())


def residue(line: str, pattern: re.Pattern[str] = BODY) -> list[str]:
    """The words left when dates, times, bodies and the small words of minutes are taken out.

    >>> residue("Referat fra møde i Teknisk Udvalg den 4. maj 2021 kl. 15.30")
    []
    >>> residue("Beslutning om lokalplan for havnen")
    ['om', 'lokalplan', 'for', 'havnen']
    """
    line = _GENITIVE.sub(r"\1", line)
    line = _MUNICIPALITY.sub(" ", pattern.sub(" ", without_dates_and_times(line[:400])))
    words = re.findall(r"[\w.&-]*\w[\w.&-]*", line)
    return [
        word
        for word in words
        if word.strip(".-").casefold() not in _SMALL_WORDS and not word.isdecimal()
    ]
