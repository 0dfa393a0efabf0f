"""LIX: how hard a text is to read, for the clear-language hint."""

import re
from dataclasses import dataclass
from typing import Literal

Level = Literal["very easy", "easy", "medium", "hard", "very hard"]
_LEVELS: tuple[tuple[float, Level], ...] = (
    (25, "very easy"), (35, "easy"), (45, "medium"), (55, "hard"),
)  # fmt: skip
_LONG_WORD = 6
_WORD = re.compile(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*|\d+(?:[.,]\d+)*")
# A full stop ends a sentence only where a space or the end follows and no abbreviation stands before.
_END = re.compile(r"[.!?:;…]+(?=\s|$|[\"»«”)])|\n\s*\n|\n(?=\s*[-*•\d])")
_ABBREVIATIONS = re.compile(
    r"\b(?:(?i:bl\.a|d|f\.eks|d\.v\.s|dvs|fx|kl|ca|jfr?|nr|stk|pkt|evt|inkl|ekskl|vedr|tlf|afd|maks|kr|pct|pga|"
    r"p\.t|p\.g\.a|s\.u|jan|feb|mar|apr|jun|jul|aug|sept?|okt|nov|dec)\.(?=\s)|"
    r"(?i:osv|mv|mfl|hhv|mio|mia|m\.m|m\.fl|m\.v|o\.l|o\.lign)\.(?=\s+[a-zæøå])|\d+\.(?=\s+[a-zæøå]))"
)


@dataclass(frozen=True, slots=True)
class Readability:
    """The counts behind a LIX number. `sentences` is at least 1 when there are words."""

    words: int
    long_words: int
    sentences: int

    @property
    def lix(self) -> float:
        """Words per sentence plus the percentage of words of more than six letters; 0 for no words."""
        if not self.words:
            return 0.0
        return self.words / self.sentences + 100 * self.long_words / self.words

    @property
    def level(self) -> Level:
        """Björnsson's five levels: up to 24, 34, 44, 54, and above."""
        return next((level for limit, level in _LEVELS if self.lix < limit), "very hard")


def readability(text: str) -> Readability:
    """Count words, words of more than six letters, and sentences of a text.

    Source: C.H. Björnsson, Läsbarhet (1968). A sentence ends at . ! ? : ; or an empty line or list
    item, not at an abbreviation or an ordinal ("kl.", "3. december"). Any text gives counts.

    >>> readability("Vi mødes kl. 16.30. Kommunens repræsentanter deltager.")
    Readability(words=7, long_words=3, sentences=2)
    """
    words = _WORD.findall(text)
    pieces = _END.split(_ABBREVIATIONS.sub(lambda found: found[0][:-1], text))
    sentences = sum(1 for piece in pieces if _WORD.search(piece))
    return Readability(len(words), sum(len(word) > _LONG_WORD for word in words), sentences)


def lix(text: str) -> float:
    """The LIX number of a text: words per sentence plus the percentage of words over six letters.

    >>> round(lix("Vi mødes kl. 16.30. Kommunens repræsentanter deltager."), 2)
    46.36
    """
    return readability(text).lix
