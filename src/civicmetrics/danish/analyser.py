"""Search in Danish text: the same words out of what is stored and what is asked."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from civicmetrics.danish.compounds import Part, Splitter
from civicmetrics.danish.letters import fold
from civicmetrics.danish.lexicon import Lexicon
from civicmetrics.danish.query import Clause, Query
from civicmetrics.danish.stems import stem
from civicmetrics.danish.wordlists import WordLists

_WORD = re.compile(r"(?:\b[^\W\d_]-(?=[^\W_]{2}))?[^\W_]+")
_ASKED = re.compile(r'(-?)(?:"([^"]*)"|»([^«]*)«|(\S+))')
_REMEMBERED_TERMS, _REMEMBERED_WORDS = 40_000, 5_000
_LAST_POSITION = 16_383  # PostgreSQL keeps no position beyond this one


class Word(NamedTuple):
    """A word of a text: where it stands, the term it is found by, and the parts it also has."""

    start: int
    end: int
    position: int
    term: str
    parts: tuple[Part, ...]

    @property
    def terms(self) -> tuple[str, ...]:
        """All terms of the word, the whole first."""
        return _terms(self.term, self.parts)


def _terms(term: str, parts: tuple[Part, ...]) -> tuple[str, ...]:
    return (term, *(part.root for part in parts if part.root != term))


class Segment(NamedTuple):
    """A piece of a text and whether a question matched it."""

    text: str
    matched: bool


class _Reading(NamedTuple):
    term: str
    parts: tuple[Part, ...]


class Analyser:
    """Turns text and questions into terms, with a lexicon and editable lists.

    Without a lexicon it folds letters, knows the listed irregular forms and stems: then a question for
    "bolig" does not find "boligområde". With one it also splits compounds and joins each word with its
    inflections and nearest derivations. The value is read-only and may be shared between threads.

    >>> plain = Analyser()
    >>> plain.terms("Børnenes møder"), plain.terms("barnet moede")
    (['barn', 'moed'], ['barn', 'moed'])
    """

    def __init__(self, lexicon: Lexicon | None = None, lists: WordLists | None = None) -> None:
        self._lists = lists or WordLists()
        self._splitter = Splitter(lexicon or Lexicon(), self._lists)
        self._read = lru_cache(_REMEMBERED_WORDS)(self._read_word)
        self._terms = lru_cache(_REMEMBERED_TERMS)(self._terms_of)

    def _read_word(self, word: str) -> _Reading | None:
        folded = fold(word).replace("-", "")
        if folded in self._lists.stop_words:
            return None
        parts = self._splitter.split(folded)
        if not parts:
            term, *others = self._splitter.roots(folded) or (stem(folded),)
            return _Reading(term, tuple(Part(0, len(folded), other) for other in others))
        last = parts[-1]
        nested = [inner for part in parts for inner in self._within(folded, part)]
        return _Reading(folded[: last.start] + last.root, (*parts, *nested))

    def _terms_of(self, word: str) -> tuple[str, ...]:
        reading = self._read_word(word)
        return _terms(reading.term, reading.parts) if reading else ()

    def _within(self, word: str, outer: Part) -> Iterator[Part]:
        for inner in self._splitter.split(word[outer.start : outer.end]):
            yield Part(outer.start + inner.start, outer.start + inner.end, inner.root)

    def _term(self, folded: str) -> str:
        return self._splitter.root(folded) or stem(folded)

    def words(self, text: str) -> Iterator[Word]:
        """The words of a text in order, without stop words (positions count them all, from 1).

        >>> [(word.position, word.term) for word in Analyser().words("Råd til byer")]
        [(1, 'raad'), (3, 'by')]
        """
        for position, found in enumerate(_WORD.finditer(text), 1):
            if reading := self._read(found[0]):
                yield Word(found.start(), found.end(), position, reading.term, reading.parts)

    def terms(self, text: str) -> list[str]:
        """The terms to store for a text, whole words and parts, in the order of the words.

        Joined by spaces they make a column for SQLite FTS5.

        >>> Analyser().terms("Byens børn")
        ['by', 'barn']
        """
        terms = self._terms
        return [term for word in _WORD.findall(text) for term in terms(word)]

    def tsvector(self, text: str, *, whole: str = "A", part: str = "B") -> str:
        """The terms as a PostgreSQL tsvector literal: whole words and parts each with its weight.

        `whole` and `part` are the weights A to D; else ValueError. Positions beyond 16,383 are kept
        as that one.

        >>> Analyser().tsvector("Byens børn", whole="A")
        "'barn':2A 'by':1A"
        """
        if {whole, part} - set("ABCD"):
            raise ValueError(f"weights are A, B, C or D, not {whole!r} and {part!r}")
        places: defaultdict[str, dict[int, str]] = defaultdict(dict)
        for word in self.words(text):
            position = min(word.position, _LAST_POSITION)
            for term in word.terms:
                places[term].setdefault(position, whole if term == word.term else part)
        return " ".join(
            f"'{term}':" + ",".join(f"{at}{weight}" for at, weight in sorted(found.items())[:255])
            for term, found in sorted(places.items())
        )

    def query(self, text: str) -> Query:
        """What a question asks for: every word, "words in quotes" as a phrase, and none after a minus.

        A compound is also found as its parts close together: borgerinddragelse finds "inddragelse af
        borgere". A question of nothing but stop words asks for nothing.

        >>> sorted(Analyser().query('møder -budget "byens børn"').terms)
        ['barn', 'by', 'moed']
        """
        wanted: list[Clause] = []
        unwanted: list[Clause] = []
        for minus, quoted, guillemets, bare in _ASKED.findall(text):
            words = list(self.words(quoted or guillemets or bare))
            clauses = [self._clause(word) for word in words]
            if (quoted or guillemets) and len(words) > 1:
                first = words[0].position
                clauses = [Clause.phrase((word.term, word.position - first) for word in words)]
            (unwanted if minus else wanted).extend(clauses)
        return Query(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)))

    def _clause(self, word: Word) -> Clause:
        outer = [part for part in word.parts if not _is_inside(part, word.parts)]
        ways: list[tuple[str, ...]] = [(word.term,)]
        if outer:
            ways.append(tuple(dict.fromkeys(part.root for part in outer)))
        ways.extend(
            tuple(self._term(piece) for piece in synonym.split())
            for synonym in self._lists.synonyms.get(word.term, ())
        )
        return Clause(tuple(ways))

    def matches(self, text: str, query: Query) -> bool:
        """Whether a text answers a question, as the databases decide it.

        >>> plain = Analyser()
        >>> plain.matches("Børn i byen", plain.query("byernes barn"))
        True
        """
        places: defaultdict[str, set[int]] = defaultdict(set)
        for word in self.words(text):
            for term in word.terms:
                places[term].add(word.position)
        return query.holds(places)

    def highlight(self, text: str, query: Query) -> list[Segment]:
        """The text in pieces, those marked that the question matched: of a compound only that part.

        The pieces joined give the text. The caller escapes them.

        >>> Analyser().highlight("Til byens børn.", Analyser().query("barn"))
        [Segment(text='Til byens ', matched=False), Segment(text='børn', matched=True), Segment(text='.', matched=False)]
        """
        segments: list[Segment] = []
        at = 0
        for start, end in _merged(self._spans(text, query.terms)):
            if start > at:
                segments.append(Segment(text[at:start], matched=False))
            segments.append(Segment(text[start:end], matched=True))
            at = end
        return [*segments, Segment(text[at:], matched=False)] if at < len(text) else segments

    def _spans(self, text: str, wanted: frozenset[str]) -> Iterator[tuple[int, int]]:
        for word in self.words(text):
            if word.term in wanted:
                yield word.start, word.end
            elif hits := [part for part in word.parts if part.root in wanted]:
                ends = _folded_ends(text[word.start : word.end])
                for part in sorted(hits):
                    yield word.start + ends[part.start], word.start + ends[part.end]


def _is_inside(part: Part, parts: tuple[Part, ...]) -> bool:
    return any(
        other != part and other.start <= part.start and part.end <= other.end for other in parts
    )


def _folded_ends(word: str) -> Mapping[int, int]:
    """Offset in the folded word to offset in the word: "råd" is "raad", so 3 becomes 2."""
    lengths = [0 if letter == "-" else len(fold(letter)) for letter in word]
    total = 0
    ends = {0: 0}
    for index, total in enumerate(accumulate(lengths), 1):
        ends.setdefault(total, index)
        ends.setdefault(total - 1, index)
    return defaultdict(lambda: len(word), ends)


def _merged(spans: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
