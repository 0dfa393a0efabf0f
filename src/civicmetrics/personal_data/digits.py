"""Ten digits with signs between them, and what their shape says."""

import re
from dataclasses import dataclass
from functools import cached_property

_DIGITS = re.compile(r"\d+")
_AMOUNT_AFTER = re.compile(
    r"\s?(?:t?\.?kr\b|mio|mia|mill|dkk|eur|%|pct|procent|m2|kvm|stk|timer\b|km\b|kg\b)",
    re.IGNORECASE,
)
_AMOUNT_BEFORE = re.compile(r"(?:\bkr\.?|dkk|eur|[€$£+#])\s?$", re.IGNORECASE)
_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
# The Central Person Register has given these days numbers without the check digit.
_NEW_YEARS = "60 64 65 66 69 70 74 80 82 84 85 86 87 88 89 90 91 92 95"
_UNCHECKED_NEW_YEARS = frozenset(_NEW_YEARS.split())
_LAST_CENTURY_YEAR = 36
_LONGEST_PLAN = 25


@dataclass(frozen=True)
class Candidate:
    """Ten digits with the signs between them."""

    text: str
    start: int
    end: int

    @cached_property
    def digits(self) -> str:
        return "".join(_DIGITS.findall(self.text, self.start, self.end))

    @cached_property
    def groups(self) -> list[str]:
        return _DIGITS.findall(self.text, self.start, self.end)

    @cached_property
    def gaps(self) -> list[str]:
        return _DIGITS.split(self.text[self.start : self.end])[1:-1]

    @cached_property
    def split(self) -> int | None:
        """How many groups make the six digits of the day, when a group ends there."""
        sums = [sum(self.lengths[: count + 1]) for count in range(len(self.lengths) - 1)]
        return sums.index(6) + 1 if 6 in sums else None

    @cached_property
    def joint(self) -> str:
        """What stands between the sixth and the seventh digit."""
        return self.gaps[self.split - 1] if self.split else ""

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        return tuple(map(len, self.groups))

    @property
    def is_day(self) -> bool:
        return is_any_day(self.digits[:2], self.digits[2:4], self.digits[4:6])

    @property
    def fits_check_digit(self) -> bool:
        return fits_check_digit(self.digits)

    @property
    def has_dash(self) -> bool:
        """A day, a dash, four: nothing else is written so."""
        if "-" not in self.joint or self.is_period or _NIL.search(self.joint):
            return False
        day, serial = self.lengths[: self.split], self.lengths[self.split :]
        only_dash = sum("-" in gap for gap in self.gaps) == 1
        return day in _DAYS and (serial == (4,) or day == (6,) or only_dash)

    @property
    def is_period(self) -> bool:
        """A date and a year, or a date and a time of day."""
        if self.lengths == (6, 4):
            return self._ends_in_year and "-" not in self.joint
        if self.lengths == (4, 2, 4):
            return self._ends_in_year and self.holds_a_year
        dated = self.lengths[:3] == (2, 2, 2) and self.gaps[0].strip() in {".", "/", "-"}
        return dated and (self._ends_in_year or self._ends_in_time)

    @property
    def is_span_of_years(self) -> bool:
        """A date and a year soon after it: "01.01.16-2019"."""
        later = int(self.digits[6:]) - 2000 - int(self.digits[4:6])
        return self.is_period and "-" in self.joint and 0 <= later <= _LONGEST_PLAN

    @property
    def _ends_in_year(self) -> bool:
        return self.groups[-1][:2] in {"19", "20"} and len(self.groups[-1]) == 4

    @property
    def _ends_in_time(self) -> bool:
        hour, minute = int(self.digits[6:8]), int(self.digits[8:])
        if not self.joint.isspace() or hour > 23 or minute > 59:
            return False
        if self.lengths[-2:] == (2, 2):
            return self.gaps[-1] in {":", "."}
        return hour >= 6 and minute % 5 == 0

    @property
    def has_plain_shape(self) -> bool:
        return (
            self.lengths in _SPACED
            and bool(_PLAIN_JOINT.fullmatch(self.joint))
            and not (self.joint.isspace() and self.gaps[0] in {".", "/", "-"})  # a date, a postcode
            and not self.is_period
            and not self.has_neighbour
            and not self.is_cell
        )

    @property
    def has_neighbour(self) -> bool:
        before = self.text[max(0, self.start - 4) : self.start]
        return bool(_NEIGHBOUR_BEFORE.search(before) or _NEIGHBOUR_AFTER.match(self.text, self.end))

    @property
    def is_cell(self) -> bool:
        """Numbers in cells of a table: on lines of their own, or a tab or bar apart."""
        if any(_CELL_JOINT.search(gap) for gap in self.gaps):
            return True
        broken = any("\n" in gap and "-" not in gap for gap in self.gaps)
        before, after = (
            self.text[max(0, self.start - 1) : self.start],
            self.text[self.end : self.end + 1],
        )
        alone = self.start == 0 and self.end == len(self.text)
        return broken and before in {"", "\n"} and after in {"", "\n", "\r"} and not alone

    @property
    def is_amount(self) -> bool:
        if _AMOUNT_AFTER.match(self.text, self.end):
            return True
        if _AMOUNT_BEFORE.search(self.text[max(0, self.start - 6) : self.start]):
            return True
        return self.lengths in _THOUSANDS and len(set(self.gaps[:3])) == 1

    @property
    def is_something_else(self) -> bool:
        if self.is_amount or self.is_inside_a_code or self.is_list:
            return True
        return self.is_time or self.is_span_of_years or self.holds_a_year

    @property
    def is_list(self) -> bool:
        """Several short numbers: "16/11, 6/12, 2/10"."""
        return self.lengths != (6, 4) and any("," in gap for gap in self.gaps)

    @property
    def is_time(self) -> bool:
        """A date and a time of day with its colon or dot."""
        return self._ends_in_time and self.lengths[-2:] == (2, 2)

    @property
    def holds_a_year(self) -> bool:
        """A four-digit year, as in a date, before the last group."""
        fours = [group for group in self.groups[:-1] if len(group) == 4]
        return bool(fours) and all(group[:2] in {"19", "20"} for group in fours)

    @property
    def is_inside_a_code(self) -> bool:
        """Grown together with letters, as in a hexadecimal identifier."""
        before = self.text[max(0, self.start - 2) : self.start]
        after = self.text[self.end : self.end + 2]
        glued_before = before[-1:].isalpha() and not before.isalpha()
        return glued_before or (after[:1].isalpha() and not after.isalpha())


_DAYS = {(6,), (2, 2, 2), (4, 2), (2, 4), (2, 2, 1, 1), (1, 1, 1, 1, 1, 1)}
_SPACED = {(6, 4), (2, 2, 2, 4)}
_THOUSANDS = {(1, 3, 3, 3), (2, 3, 3, 2), (3, 3, 3, 1)}
_PLAIN_JOINT = re.compile(r"[._·•~*\\:/=+]{1,2}| [/·•~] |\s{1,2}")
_NIL = re.compile(r"[|;\t]\s*-+\s*[|;\t]")  # a cell that says "nothing"
_CELL_JOINT = re.compile(r"\t|\s\s\s|[|;]")
_NEIGHBOUR_BEFORE = re.compile(r"\d(?:[ ,./:|_-]|[,/|+-]\s|\s[,/|+-]\s)$")
_NEIGHBOUR_AFTER = re.compile(r"[ ,./:|_-]\d|\s?[,/|+-]\s\d")


def is_any_day(day: str, month: str, year: str) -> bool:
    """Whether it is a day, or one plus 60 as in a replacement number."""
    return is_day(int(day) - 60 if int(day) > 60 else int(day), int(month), year)


def is_day(day: int, month: int, year: str) -> bool:
    if not 1 <= month <= 12 or day < 1:
        return False
    longest = (31, 29 if int(year) % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return day <= longest[month - 1]


def fits_check_digit(digits: str) -> bool:
    """Whether ten digits pass modulus 11, or are of a day exempted from it, born 1900-2036."""
    if digits[6] in "5678" and int(digits[4:6]) > _LAST_CENTURY_YEAR:
        return False
    if digits[:4] == "0101" and digits[4:6] in _UNCHECKED_NEW_YEARS:
        return True
    return sum(int(n) * weight for n, weight in zip(digits, _WEIGHTS, strict=True)) % 11 == 0
