"""Danish dates and times as minutes write them."""

import re
from datetime import date, time

_MONTHS = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]
_ENGLISH = {"january": 1, "february": 2, "march": 3, "may": 5, "june": 6, "july": 7, "october": 10}
_MONTH = (
    r"(?P<month>"
    + "|".join([*_MONTHS, *_ENGLISH])
    + r"|jan|feb|mar|apr|jun|jul|aug|sept|sep|okt|nov|dec)\b\.?"
)
_DAY = r"(?P<day>[0-9]{1,2})"
_YEAR = r"(?P<year>[0-9]{4})"
_SHAPES = (
    rf"\b{_YEAR}-(?P<month>[0-9]{{1,2}})-{_DAY}\b",
    rf"(?<![0-9][.:])\b{_DAY}[./-] ?(?P<month>[0-9]{{1,2}})[./ -] ?(?P<year>[0-9]{{4}}|[0-9]{{2}})\b(?![.,]?[0-9])",
    rf"\b{_DAY}\.?[ -]{{0,2}}{_MONTH}[,. -]{{0,3}}{_YEAR}\b",
    rf"\b{_MONTH} {_DAY}, ?{_YEAR}\b",
)
DATES = tuple(re.compile(shape, re.IGNORECASE) for shape in _SHAPES)
_UNTIL = r"(?: ?[\u2013-] ?(?:kl\.? ?)?[0-9]{1,2}(?:[.:][0-9]{2})?(?![0-9]))?"
TIME = re.compile(
    r"\b(?:kl\.?|klokken) ?(?P<hour>[0-9]{1,2})(?:[.:](?P<minute>[0-9]{2}))?(?::[0-9]{2})?\b"
    + _UNTIL
    + r"|\b(?P<hour2>[0-9]{1,2}):(?P<minute2>[0-9]{2})(?::[0-9]{2})?\b"
    + _UNTIL,
    re.IGNORECASE,
)
_TIME_LEFTOVERS = re.compile(r"\b(?:kl\.?|klokken)(?=\W|$)", re.IGNORECASE)


def find_date(text: str) -> date | None:
    """The first date in the text.

    >>> find_date("mandag den 4. maj 2021 kl. 15.30")
    datetime.date(2021, 5, 4)
    >>> [str(find_date(text)) for text in ("25.06.2012", "04-05-2021", "2021-05-04", "d. 4/5 2021")]
    ['2012-06-25', '2021-05-04', '2021-05-04', '2021-05-04']
    >>> find_date("den 31. februar 2021")
    """
    found = [match for shape in DATES for match in shape.finditer(text[:400])]
    for match in sorted(found, key=lambda match: match.start()):
        if day := _date(match):
            return day
    return None


def _date(match: re.Match[str]) -> date | None:
    year = int(match["year"])
    if year < 100:
        year += 2000 if year < 80 else 1900
    try:
        return date(year, _month(match["month"].casefold()), int(match["day"]))
    except ValueError:
        return None


def _month(written: str) -> int:
    if written.isdecimal():
        return int(written)
    if written in _ENGLISH:
        return _ENGLISH[written]
    return next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(written[:3]))


def find_time(text: str) -> time | None:
    """The first time of day in the text.

    >>> find_time("25.06.2012, kl. 15:00"), find_time("kl 9"), find_time("onsdag - 16:30")
    (datetime.time(15, 0), datetime.time(9, 0), datetime.time(16, 30))
    """
    for match in TIME.finditer(without_dates(text[:400])):
        hour, minute = match["hour"] or match["hour2"], match["minute"] or match["minute2"] or "0"
        if int(hour) < 24 and int(minute) < 60:
            return time(int(hour), int(minute))
    return None


def without_dates(text: str) -> str:
    for shape in DATES:
        text = shape.sub(lambda match: " " if _date(match) else match[0], text)
    return text


def without_dates_and_times(text: str) -> str:
    """
    >>> without_dates_and_times("Møde den 4. maj 2021 kl. 15.30").split()
    ['Møde', 'den']
    """
    return _TIME_LEFTOVERS.sub(" ", TIME.sub(" ", without_dates(text)))
