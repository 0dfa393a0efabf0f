"""The words beside a number that say what number it is."""

import re
from enum import Enum, auto

from civicmetrics.personal_data.names import is_first_name


class Label(Enum):
    CPR = auto()  # says CPR right before the number
    TABLE = auto()  # says CPR further up, as the head of a column does
    INVOICE = auto()  # numbers of things: may have any shape
    FILE = auto()  # cases and documents: now and then numbered by a CPR number
    OTHER = auto()  # phone, EAN, CVR, P-number: never six digits, a dash, four


_NUMBER = r"(?:[\s-]?s?-?(?:nr|nummer|nummeret|numre|no|id|ident|kode)\b)"
_CPR = re.compile(
    r"c\.?\s?p\.?\s?r(?![a-z])|cpr-?n|person(?:s\s)?[\s-]?(?:nr|nummer|numre|id\b)|pers\.?[\s-]?nr"
    r"|sundhedskort|sygesikrings(?:n(?:r|ummer)|kort|bevis)|fødselsn(?:r|ummer)|erstatnings(?:person|cpr)?-?n(?:r|ummer)|ecpr|\bssn\b|civil registration",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"(?<![^\W\d_])(?:"
    r"(?P<invoice>(?:faktura\w*|(?:indkøbs)?ordre|bilag|rekvisition|kreditnota|konto(?:en)?|iban|isbn"
    rf"|issn|matrikel|projekt|tilbud|udbud|udbuds|ted|billet){_NUMBER}?|(?:kunde|vare|booking|medlem|serie|licens|kontrakt"
    r"|reference|ref|reg|registrering|pakke|model|kort|betaling|giro|måler|installation"
    rf"|id|løbe)(?:{_NUMBER}|(?=[.:])))"
    rf"|(?P<file>(?:sag|journal|dok|dokument|akt|edoc|sbsys|acadre|esdh|kle|arkiv){_NUMBER}?"
    rf"|(?:j|jr)\.?{_NUMBER})"
    r"|(?P<other>(?:produktionsenhed(?:en|er|erne)?|p-enhed(?:en|er|erne)?|ean|gln|cvr|tlf|telefon|mobil|mob|fax|sms|ring(?:\spå)?"
    rf"|hovednummer|lokal){_NUMBER}?|(?:p|se|tel)(?:{_NUMBER}|(?=[.:])))"
    r")\.?[\s.:#=(\"'»-]{0,4}(?:er|med nummer|nr)?[\s.:#-]{0,3}(?:\d{1,5}\W{1,2})?$",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?:borger(?:en|s)?|patient(?:en)?|klient(?:en)?|elev(?:en)?|barn(?:et)?|dreng(?:en)?|pige(?:n)?"
    r"|mand(?:en)?|kvinde(?:n)?|søn(?:nen)?|datter(?:en)?|beboer(?:en)?|lejer(?:en)?|ansøger(?:en)?"
    r"|den unge|ung(?:e)? (?:mand|kvinde)|født|fødselsdato|fødselsdag|f\.|hans|hendes|navn)\b[^\d\n]{0,30}$",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b([A-ZÆØÅ]\w+)(?:\s[A-ZÆØÅ][\w-]+){0,3}[^\w\n]{1,4}$")
_AFTER = re.compile(r"[\W_]{0,4}(?:(?:er|som|i|det|hans|hendes|dit|mit)\s){0,3}", re.IGNORECASE)
_NUMBER_BETWEEN = re.compile(r"\d{3}")
_LISTED = re.compile(r"(?<!\d)(?:\d{10},?\s(?:og\s)?){1,5}$")
_LETTER = re.compile(r"[^\W\d_]")  # without one there is no word, as in a column of numbers
_REACH, _COLUMN = 70, 200


def label_before(text: str, start: int) -> Label | None:
    """What the words before `start` say of the number there; the nearest word wins.

    >>> label_before("CPR 1, faktura nr. 9", 19).name
    'INVOICE'
    >>> label_before("cpr-nummeret er 9", 16).name
    'CPR'
    """
    if not _LETTER.search(text, max(0, start - _COLUMN), start):
        return None
    *_, last = [None, *_CPR.finditer(text, max(0, start - _COLUMN), start)]
    near = max(0, start - _REACH)
    own = _OWN.search(text[near:start]) or _of_a_list(text[near:start])
    if own and own.lastgroup and (last is None or near + own.start() > last.end() + 1):
        return Label[own.lastgroup.upper()]
    if last is None:
        return None
    between = text[last.end() : start]
    return Label.CPR if len(between) <= 40 and not _NUMBER_BETWEEN.search(between) else Label.TABLE


def _of_a_list(near: str) -> re.Match[str] | None:
    """The label before several numbers, when it may stand before a whole list of them."""
    listed = _LISTED.search(near)
    own = _OWN.search(near[: listed.start()]) if listed else None
    return own if own and own.lastgroup == "other" else None


def names_a_cpr(text: str, end: int) -> bool:
    """Whether the words right after `end` say that the number was a CPR number.

    >>> names_a_cpr("9 (cpr)", 1)
    True
    """
    after = _AFTER.match(text, end)
    return bool(after and _CPR.match(text, after.end()))


def speaks_of_a_person(text: str, start: int) -> bool:
    """Whether the number at `start` follows a word or a name for one person.

    >>> speaks_of_a_person("Borgeren har nummeret 9", 22), speaks_of_a_person("Bilag 9", 6)
    (True, False)
    """
    near = text[max(0, start - 60) : start]
    if not _LETTER.search(near):
        return False
    if _PERSON.search(near):
        return True
    name = _NAME.search(near)
    return bool(name and is_first_name(name[1]))
