"""Text as a reader sees it, with the way back to the text as it was typed."""

import html
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote

# Letters that no rule here cares about are passed over; marks, digits and signs are looked at.
_UNUSUAL = re.compile(
    r"[A-Za-z][\u0300-\u036f]+"
    r"|&(?:amp;){0,3}(?:\#x?[0-9A-Fa-f]{1,7};?|[A-Za-z]{2,31};)"
    r"|<!--[^<>]{0,200}-->"
    r"|</?[A-Za-z][^<>]{0,300}>"
    r"|\]\([^()\s]{1,300}\)"
    r"|(?<=\d)(?:%[0-9A-Fa-f]{2}){1,6}(?=\d)"
    r"|[^\x00-\x7f\u00c0-\u02c6\u0370-\u052f\u0620-\u064a\u4e00-\u9fff\uac00-\ud7a3]"
)
_INLINE = re.compile(
    r"</?(?:a|b|code|del|em|font|i|mark|s|small|span|strong|sub|sup|u)\b", re.IGNORECASE
)
_LABELLED = re.compile(r"<[\w:.-]*?(?:cpr|person-?nummer|civil-?registration)", re.IGNORECASE)
_DASHES = frozenset("\u02d7\u2053\u2043\u2212\u2500\u2501\u2796\u30fc")
_SLASHES = frozenset("\u2044\u2215\u29f8")
_BLANKS = frozenset("\u2800\u115f\u1160\u3164\uffa0")
_INVISIBLE = frozenset({"Cf", "Mn", "Me", "Co", "Cs", "Cn"})
_A_NUMBER = 10  # digits: what holds as many is read, also where no reader sees it


@dataclass(frozen=True, slots=True)
class Plain:
    """`text` in plain signs; `original` leads a span of it back to the text it was made from."""

    text: str
    _edits: list[tuple[int, int, int]] = field(default_factory=list)  # plain start, end, shift

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where the plain span [start, end), which is not empty, stands in the original text.

        >>> plain("a\\u200b\\uff11").original(1, 2)
        (2, 3)
        """
        return self._place(start), self._place(end - 1, after=True)

    def _place(self, index: int, *, after: bool = False) -> int:
        at = bisect_right(self._edits, index, key=lambda edit: edit[0]) - 1
        if at < 0:
            return index + after
        start, end, shift = self._edits[at]
        if index >= end:
            return index + shift + after
        before = self._edits[at - 1][2] if at else 0
        return end + shift if after else start + before


def plain(text: str) -> Plain:
    """Full-width, invisible and look-alike signs as ASCII ones, entities and tags read as shown.

    Source: Unicode NFKC (UAX 15) sign by sign, decimal digits of every script (general category
    Nd), dashes (Pd), spaces (Zs); format signs and loose marks (Cf, Mn, Me) vanish.
    Takes any str and raises nothing.

    >>> plain("\\uff11\\uff12\\u00a0\\u2013\\u00a03\\u200b4").text
    '12 - 34'
    >>> plain("12&ndash;3<b>4</b>").text
    '12-34'
    """
    edits: list[tuple[int, int, int]] = []
    pieces: list[str] = []
    done = length = 0
    for match in _UNUSUAL.finditer(text):
        found, start = match[0], match.start()
        shown = _inside(found) if _hides_a_number(found) else _shown(found)
        if shown == found:
            continue
        if _is_note(text, start):
            shown = "^"
        pieces += text[done:start], shown
        length += start - done + len(shown)
        done = match.end()
        edits.append((length - len(shown), length, done - length))
    return Plain("".join([*pieces, text[done:]]), edits)


def _is_note(text: str, at: int) -> bool:
    """A raised figure or a fraction after a number ends it: it is no digit of that number."""
    return at > 0 and text[at - 1].isdecimal() and unicodedata.category(text[at]) == "No"


def _hides_a_number(found: str) -> bool:
    """In an attribute of a tag, a comment, or where a link leads."""
    return found[0] in "<]" and sum(map(str.isdecimal, found)) >= _A_NUMBER


def _inside(found: str) -> str:
    return f" {plain(found[1:-1]).text} "


@lru_cache(maxsize=4096)
def _shown(found: str) -> str:
    if found[0] == "<":
        return _tag(found)
    if found[0] == "]":
        return ""
    if found[0] == "%":
        named = unquote(found)
        return found if any(map(str.isalnum, named)) else "".join(map(_sign, named))
    if found[0] == "&":
        named = html.unescape(html.unescape(found.replace("&amp;", "&")))
        return found if named == found else "".join(map(_sign, named))
    if len(found) > 1:
        found = unicodedata.normalize("NFC", found)
    return "".join(map(_sign, found))


def _tag(found: str) -> str:
    if found.startswith("<!--") or _INLINE.match(found):
        return ""
    return " cpr " if _LABELLED.match(found) else " "


def _sign(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign in "\u0085\u2028\u2029":
        return "\n"
    if sign in _BLANKS:
        return " "
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    return _compatible(sign)


def _compatible(sign: str) -> str:
    if unicodedata.category(sign) in _INVISIBLE:
        return ""
    return "".join(map(_look_alike, unicodedata.normalize("NFKC", sign)))


def _look_alike(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Pd" or sign in _DASHES:
        return "-"
    if category == "Zs":
        return " "
    if category in _INVISIBLE:
        return ""
    return "/" if sign in _SLASHES else sign
