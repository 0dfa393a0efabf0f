"""Dates the ways Danes write them."""

import re
from datetime import date, timedelta

_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip
_WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_WEEKDAY = r"(?P<weekday>man|tir|ons|tor|fre|lør|søn)s?(?:dag)?\.?"
_YEAR = r"(?P<year>\d{4}|'?\d{2})"
_FORMS = tuple(
    re.compile(rf"(?:{_WEEKDAY},?\s+)?(?:den\s+|d\.?\s*)?(?:{form})", re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        rf"(?P<day>\d{{1,2}})\s?[./-]\s?(?P<month>\d{{1,2}})(?:\s?[./-]\s?{_YEAR}|\.?)",
        rf"(?P<day>\d{{1,2}})\.?\s*(?P<name>[a-zæøå]{{3,}})\.?(?:\s*,?\s*{_YEAR})?",
        rf"(?P<day>\d{{1,2}})\.?(?P<month>\d{{2}})\.?{_YEAR}",
    )
)
_WEEK = re.compile(
    rf"(?:{_WEEKDAY},?\s+(?:i\s+)?)?uge\s+(?P<week>\d{{1,2}})(?:\s*,?\s*(?:i\s+)?{_YEAR})?",
    re.IGNORECASE,
)
_NEAR_DAYS = {"i forgårs": -2, "i går": -1, "i dag": 0, "i morgen": 1, "i overmorgen": 2}


class NotADate(ValueError):
    """The text is no date, or one that does not exist."""


def parse_date(text: str, *, today: date) -> date:
    """The date that a text says; a text without a year means the next such day, today included.

    Understands 14.10.2026, 14-10-2026, 14/10/26, 14.10., 2026-10-14, 14. oktober 2026, den 14. okt.,
    d. 14/10, onsdag den 14. oktober, 14102026, uge 42 (its Monday), torsdag i uge 42, onsdag (the next
    one), i dag, i morgen, i overmorgen, i går. Two-digit years are the ones from 50 years back to 49
    ahead. `today` is the reader's date: the library has no clock. Source: Dansk Sprognævn's account of
    dates; ISO 8601 for weeks. Raises NotADate for any other text, for a day that does not exist and
    when the weekday named is not that date's.

    >>> parse_date("onsdag den 14. okt.", today=date(2026, 9, 1))
    datetime.date(2026, 10, 14)
    """
    cleaned = " ".join(text.split()).strip(" ,").lower()
    if cleaned in _NEAR_DAYS:
        return today + timedelta(days=_NEAR_DAYS[cleaned])
    if found := _WEEK.fullmatch(cleaned):
        return _in_week(found, today)
    if found := re.fullmatch(rf"(?:(?:på|næste|nu på)\s+)?{_WEEKDAY}", cleaned):
        return today + timedelta(days=(_weekday(found["weekday"]) - today.weekday()) % 7)
    for form in _FORMS:
        if found := form.fullmatch(cleaned):
            return _on_day(found, today)
    raise NotADate(text)


def _weekday(name: str) -> int:
    return next(index for index, day in enumerate(_WEEKDAYS) if day.startswith(name))


def _year(written: str, today: date) -> int:
    number = int(written.lstrip("'"))
    if number >= 100:
        return number
    return today.year - 50 + (number - today.year + 50) % 100


def _month(found: re.Match[str]) -> int:
    name = found.groupdict().get("name")
    if name is None:
        return int(found["month"])
    for index, month in enumerate(_MONTHS, 1):
        if month.startswith(name) or (name == "sept" and month == "september"):
            return index
    raise NotADate(found[0])


def _on_day(found: re.Match[str], today: date) -> date:
    day, month = int(found["day"]), _month(found)
    try:
        if found["year"]:
            result = date(_year(found["year"], today), month, day)
        else:
            result = _next(month, day, today)
    except ValueError as error:
        raise NotADate(found[0]) from error
    if found["weekday"] and result.weekday() != _weekday(found["weekday"]):
        raise NotADate(found[0])
    return result


def _next(month: int, day: int, today: date) -> date:
    # 29 February comes again within eight years.
    for year in range(today.year, today.year + 9):
        try:
            result = date(year, month, day)
        except ValueError:
            continue
        if result >= today:
            return result
    raise ValueError


def _in_week(found: re.Match[str], today: date) -> date:
    week = int(found["week"])
    weekday = _weekday(found["weekday"]) + 1 if found["weekday"] else 1
    years = [_year(found["year"], today)] if found["year"] else range(today.year, today.year + 7)
    for year in years:
        try:
            monday = date.fromisocalendar(year, week, 1)
        except ValueError:
            continue
        if found["year"] or monday + timedelta(days=6) >= today:
            return monday + timedelta(days=weekday - 1)
    raise NotADate(found[0])


def format_date(day: date, *, weekday: bool = False, year: bool = True) -> str:
    """The date in words: "14. oktober 2026", "onsdag 14. oktober".

    >>> format_date(date(2026, 10, 14), weekday=True, year=False)
    'onsdag 14. oktober'
    """
    words = f"{day.day}. {_MONTHS[day.month - 1]}"
    words = f"{_WEEKDAYS[day.weekday()]} {words}" if weekday else words
    return f"{words} {day.year}" if year else words
