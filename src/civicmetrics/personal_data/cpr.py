"""Numbers that are, or may be, somebody's CPR number."""

import re
from collections.abc import Iterator

from civicmetrics.personal_data.digits import Candidate, fits_check_digit, is_any_day
from civicmetrics.personal_data.labels import Label, label_before, names_a_cpr, speaks_of_a_person

_GAP = r"[\W_]{0,3}"
_DAY, _MONTH = r"(?:[06][1-9]|[1278]\d|[39][01])", r"(?:0[1-9]|1[0-2])"
_WIDE_DAY = rf"(?:[06]{_GAP}[1-9]|[1278]{_GAP}\d|[39]{_GAP}[01])"
_WIDE_MONTH = rf"(?:0{_GAP}[1-9]|1{_GAP}[0-2])"
_ALONE = r"(?<!\d[ ,./:|_-])(?<!\d[,/|+-]\s)(?<!\d\s[,/|+-]\s)"
_ENDS = r"(?!\d)(?![ ,./:|_-]\d)(?!\s?[,/|+-]\s\d)"

# The usual shapes may stand among other numbers; ten digits with any gaps must stand alone.
_USUAL = rf"{_DAY}{_GAP}{_MONTH}{_GAP}\d\d[\W_]{{0,9}}\d{{4}}(?!\d)"
_SCATTERED = (
    rf"{_ALONE}{_WIDE_DAY}{_GAP}{_WIDE_MONTH}{_GAP}\d{_GAP}\d[\W_]{{0,9}}"
    rf"\d{_GAP}\d{_GAP}\d{_GAP}\d{_ENDS}"
)
_TEN_DIGITS = re.compile(rf"(?<!\d)(?=({_USUAL}|{_SCATTERED}))")
_LONG_YEAR = re.compile(
    rf"(?<!\d)(?:({_DAY})[ ./-]?({_MONTH})[ ./-]?(?:19|20)(\d\d)|(?:19|20)(\d\d)[ ./-]?({_MONTH})[ ./-]?({_DAY}))"
    r"([\W_]{0,5})(\d{4})(?!\d)"
)
_SHORT_DAY = re.compile(
    r"(?<![\d./-])(\d{1,2})[./-](\d{1,2})[./-](\d\d)\s?-\s?(?!(?:19|20)\d\d)\d{4}(?!\d)"
)
_LETTERED = re.compile(rf"(?<!\w)({_DAY})({_MONTH})(\d\d)[\W_]{{0,3}}\d[A-ZÆØÅ]{{2}}\d(?!\w)")
_LAST_FOUR = re.compile(
    rf"(?<!\d){_DAY}[ ./-]?{_MONTH}[ ./-]?(?:19|20)?\d\d\D{{1,60}}?(?:sidste (?:fire|4)|(?:fire|4) sidste)\D{{0,24}}\d{{4}}(?!\d)",
    re.IGNORECASE,
)

# No shape above has fewer, and most texts have not as many.
_EIGHT_DIGITS = re.compile(r"\d(?:\D*+\d){7}")


def find(text: str) -> Iterator[tuple[int, int]]:
    """Spans of plain `text` (see `plain`) that are written or built like a CPR number.

    Definition: day, month, year and four digits, day plus 60 for a replacement number, two
    letters among the last four for an eCPR. A shape that only CPR numbers have is enough; ten
    digits in a row must also fit modulus 11 (or one of the days that the register has exempted)
    or have a word beside them that says CPR or names a person. A word such as "faktura" right
    before acquits. Years are read as 1900-2036, so no clock is needed.
    Source: CPR-kontoret, "Personnummeret i CPR" (form, century, modulus 11), "Personnumre uden
    kontrolciffer" and "Erstatningspersonnummer i eksterne systemer". Raises nothing.

    >>> list(find("Ring kl. 12 til 20 10 20 30 om 31.12.2021"))
    []
    """
    seen = 0
    for start, end in _candidates(text):
        if start >= seen:
            yield start, end
            seen = end


def _candidates(text: str) -> list[tuple[int, int]]:
    if not _EIGHT_DIGITS.search(text):
        return []
    spans = [m.span(1) for m in _TEN_DIGITS.finditer(text) if _is_cpr(Candidate(text, *m.span(1)))]
    spans += (m.span() for m in _LONG_YEAR.finditer(text) if _is_cpr_with_long_year(m))
    spans += (m.span() for m in _SHORT_DAY.finditer(text) if is_any_day(*m.groups()))
    spans += (m.span() for m in _LETTERED.finditer(text) if is_any_day(*m.groups()))
    if "sidste" in text:
        spans += (m.span() for m in _LAST_FOUR.finditer(text))
    return sorted(spans)


def _is_cpr(number: Candidate) -> bool:
    if not number.is_day:
        return False
    label = label_before(number.text, number.start)
    if label is Label.INVOICE:
        return False
    if label is Label.CPR or names_a_cpr(number.text, number.end):
        return True
    if number.has_dash:
        sure = label is not Label.FILE and not number.is_inside_a_code
        return sure or number.fits_check_digit
    if label in {Label.FILE, Label.OTHER} or number.is_something_else:
        return False
    return _is_likely(number, label)


def _is_likely(number: Candidate, label: Label | None) -> bool:
    if number.has_plain_shape or (label is Label.TABLE and number.lengths in {(10,), (6, 4)}):
        return True
    if number.lengths in {(10,), (6, 4)} and speaks_of_a_person(number.text, number.start):
        return True
    # An amount in a cell never begins with a nought.
    return number.fits_check_digit and (not number.is_cell or number.digits[0] == "0")


def _is_cpr_with_long_year(match: re.Match[str]) -> bool:
    text, last_four = match.string, match[8]
    label = label_before(text, match.start())
    if label is Label.CPR or names_a_cpr(text, match.end()):
        return True
    if label or match[4] or "-" not in match[7] or last_four[:2] in {"19", "20"}:
        return False
    return is_any_day(match[1], match[2], match[3]) and fits_check_digit(
        match[1] + match[2] + match[3] + last_four
    )
