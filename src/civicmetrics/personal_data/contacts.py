"""Telephone numbers, e-mail addresses and homes."""

import re
from collections.abc import Iterator

_EMAIL = re.compile(r"(?<![\w.+-])([\w+-][\w.+-]{0,63})@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}(?![\w@])")
_ROLE_MAILBOXES = frozenset(
    """
    admin borger borgerservice bibliotek booking forening formand gdpr databeskyttelse dpo hej info
    indgang job kommune kommunen kontakt kontor mail nyhedsbrev noreply no-reply post presse
    reception sekretariat sikkerpost support team udvalg webmaster
    """.split()  # noqa: SIM905
)
_PHONE = re.compile(
    r"(?<![\w.,/+:-])(?<!\d\s)(?P<land>(?:\+|00)45[ -]?)?"
    r"(?P<number>[2-9]\d(?:[ .-]?\d\d){3}|[2-9]\d{3}[ -]\d{4}|[2-9]\d{2} \d{2} \d{3})(?![\w/]|[-.,:]\d|\s\d)"
)
_CALLING = re.compile(
    r"(?:\btlf|\btel|\bmob|telefon\w*|mobil\w*|\bfax|\bsms|\bring(?:e|er)?(?:\s(?:på|til))?|\bnummer\w*)"
    r"[\s.:(]{0,4}(?:er\s|nr\.?\s?|på\s)?$",
    re.IGNORECASE,
)
_PAIRS = re.compile(r"\d\d( )\d\d \d\d \d\d|\d{4} \d{4}")
_ROUND = re.compile(r"(?:19|20)\d\d (?:19|20)\d\d|\d\d00 \d\d00")
_HOME = re.compile(
    r"\b[A-ZÆØÅ][\wéü.-]{2,40}(?: [A-ZÆØÅ][\wéü.-]{1,40}){0,3} \d{1,3}(?!\d) ?[A-Z]?,? {0,2}"
    r"(?:(?:\d{1,2}(?!\d)|st|kl)\.? ?(?:sal\b)?,? ?(?P<door>tv|th|mf|dør \d{1,4}|(?<=[.,] )\d{1,4}(?! [A-ZÆØÅ]))\b|(?:\d{1,2}\. ?sal|stuen)\b)"
)
_LIVING = re.compile(
    r"\b(?:bor|boende|bopæl|hjemme|lejlighed\w*|adresse\w*|flytte\w*)\b", re.IGNORECASE
)


def find_emails(text: str) -> Iterator[tuple[int, int]]:
    """Spans of e-mail addresses of people; a shared mailbox such as info@ is passed over.

    Source: the usual dot-atom of RFC 5322 section 3.4.1, without its quoted forms. Raises nothing.

    >>> list(find_emails("Skriv til anna@example.org eller info@example.org"))
    [(10, 26)]
    """
    for match in _EMAIL.finditer(text):
        if match[1].lower() not in _ROLE_MAILBOXES:
            yield match.span()


def find_phones(text: str) -> Iterator[tuple[int, int]]:
    """Spans of Danish telephone numbers: eight digits after +45, after a word for telephone, or
    grouped as telephone numbers are (four pairs, two fours) and standing alone.

    Source: the Danish numbering plan (eight digits, none begins with 0 or 1). Raises nothing.

    >>> text = "Tlf. " + " ".join(["20"] * 4) + ", budget 2026 2027"
    >>> list(find_phones(text))
    [(5, 16)]
    """
    for match in _PHONE.finditer(text):
        number = match["number"]
        called = match["land"] or _CALLING.search(text[max(0, match.start() - 30) : match.start()])
        if called or (_PAIRS.fullmatch(number) and not _ROUND.fullmatch(number)):
            yield match.span()


def find_homes(text: str) -> Iterator[tuple[int, int]]:
    """Spans of addresses down to the door, or to the floor when somebody is said to live there.

    Source: the Danish address form, street, number, floor, door (tv, mf, th or a number).
    Raises nothing.

    >>> list(find_homes("Mødet er på Torvegade 1, 2. sal. Hun bor Torvegade 1, 2. tv"))
    [(41, 59)]
    """
    for match in _HOME.finditer(text):
        if match["door"] or _LIVING.search(text[max(0, match.start() - 30) : match.start()]):
            yield match.span()
