"""The personal-data guard: CPR numbers block a text, stories about one person warn."""

from collections.abc import Iterator

from civicmetrics.personal_data import contacts, cpr, stories
from civicmetrics.personal_data.findings import Finding, Kind, Level
from civicmetrics.personal_data.plaintext import Plain, plain

__all__ = ["RULES_VERSION", "Finding", "Kind", "Level", "scan"]

# Raised whenever a text may be judged otherwise than before, so that what is stored is read again.
RULES_VERSION = 2


def scan(text: str) -> tuple[Finding, ...]:
    """What in `text` is, or tells of, one person; in the order of the text.

    `start` and `end` are offsets (in code points) in `text` as given, also where it was read
    through full-width digits, invisible signs, HTML entities or tags. Level "block": a CPR number
    ("cpr"), which must not be stored or logged. Level "warn": a story about one person or the
    address of a home ("person_story"), a telephone number ("phone"), an e-mail address ("email").
    A number within a CPR number is not told twice. Time grows linearly with the text.
    Source: see `cpr.find`, `contacts` and `stories.find`. Takes any str and raises nothing.

    >>> scan("Netværket mødes torsdag 3. december kl. 16.30.")
    ()
    >>> scan("En 16-årig dreng er sigtet for vold.")
    (Finding(start=0, end=26, kind='person_story', level='warn'),)
    >>> number = "0101" + "70-" + "1234"
    >>> [(found.kind, found.level) for found in scan(f"Borgeren {number} skrev")]
    [('cpr', 'block')]
    """
    shown = plain(text)
    return tuple(sorted(_findings(shown)))


def _findings(shown: Plain) -> Iterator[Finding]:
    numbers = list(cpr.find(shown.text))
    for start, end in numbers:
        yield Finding(*shown.original(start, end), "cpr", "block")
    taken = {index for start, end in numbers for index in range(start, end)}
    for start, end in contacts.find_phones(shown.text):
        if start not in taken and end - 1 not in taken:
            yield Finding(*shown.original(start, end), "phone", "warn")
    for start, end in contacts.find_emails(shown.text):
        yield Finding(*shown.original(start, end), "email", "warn")
    for start, end in stories.find(shown.text):
        yield Finding(*shown.original(start, end), "person_story", "warn")
