"""A question as terms, and the same question in the languages of PostgreSQL and SQLite."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from itertools import permutations
from typing import Self

# How many words apart the parts of a compound may stand: "inddragelse af de unge borgere".
_NEAR = 4
# SQLite counts stored terms, and a compound stores several.
_NEAR_TERMS = 10


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing asked for, in any of several ways; each way is terms that stand close together.

    With `offsets` the clause is a phrase: its only way has each term that far from the first.
    """

    ways: tuple[tuple[str, ...], ...]
    offsets: tuple[int, ...] = ()

    @classmethod
    def phrase(cls, words: Iterable[tuple[str, int]]) -> Self:
        """A clause that asks for terms at given distances from the first.

        >>> Clause.phrase([("barn", 0), ("by", 2)]).offsets
        (0, 2)
        """
        terms, offsets = zip(*words, strict=True)
        return cls((terms,), offsets)

    def holds(self, places: Mapping[str, Set[int]]) -> bool:
        """Whether a text whose terms stand at `places` has it.

        >>> Clause((("barn", "by"),)).holds({"barn": {1}, "by": {4}})
        True
        """
        if self.offsets:
            return _stands(self.ways[0], self.offsets, places)
        return any(_near(way, places) for way in self.ways)

    def tsquery(self) -> str:
        """The clause for PostgreSQL's `::tsquery`, in parentheses.

        >>> Clause((("barn",),)).tsquery()
        "('barn')"
        """
        if self.offsets:
            return f"({_chain(self.ways[0], self.offsets)})"
        return "(" + " | ".join(_tsquery_near(way) for way in self.ways) + ")"

    def fts5(self) -> str:
        """The clause for SQLite's FTS5 MATCH, in parentheses; a phrase allows parts in between.

        >>> Clause((("barn", "by"),)).fts5()
        '(NEAR("barn" "by", 10))'
        """
        return "(" + " OR ".join(_fts5_near(way) for way in self.ways) + ")"


def _stands(
    terms: tuple[str, ...], offsets: tuple[int, ...], places: Mapping[str, Set[int]]
) -> bool:
    return any(
        all(
            start + offset in places.get(term, ())
            for term, offset in zip(terms, offsets, strict=True)
        )
        for start in places.get(terms[0], ())
    )


def _near(terms: tuple[str, ...], places: Mapping[str, Set[int]]) -> bool:
    first, *others = terms
    return any(
        all(any(abs(place - start) <= _NEAR for place in places.get(other, ())) for other in others)
        for start in places.get(first, ())
    )


def _chain(terms: tuple[str, ...], offsets: tuple[int, ...]) -> str:
    pieces = [f"'{terms[0]}'"]
    for term, here, before in zip(terms[1:], offsets[1:], offsets, strict=False):
        pieces.append(f"<{here - before}> '{term}'")
    return " ".join(pieces)


def _tsquery_near(terms: tuple[str, ...]) -> str:
    if len(terms) == 1:
        return f"'{terms[0]}'"
    first, *others = terms
    return "(" + " & ".join(f"({' | '.join(_apart(first, other))})" for other in others) + ")"


def _apart(first: str, other: str) -> list[str]:
    ways = [f"'{first}' <0> '{other}'"]
    for distance in range(1, _NEAR + 1):
        ways += [f"'{a}' <{distance}> '{b}'" for a, b in permutations((first, other))]
    return ways


def _fts5_near(terms: tuple[str, ...]) -> str:
    quoted = " ".join(f'"{term}"' for term in terms)
    return quoted if len(terms) == 1 else f"NEAR({quoted}, {_NEAR_TERMS})"


@dataclass(frozen=True, slots=True)
class Query:
    """What a text must have and must not have. An empty query matches nothing."""

    wanted: tuple[Clause, ...]
    unwanted: tuple[Clause, ...] = ()

    @property
    def terms(self) -> frozenset[str]:
        """Every term that may be marked in a text found."""
        return frozenset(term for clause in self.wanted for way in clause.ways for term in way)

    def __bool__(self) -> bool:
        return bool(self.wanted)

    def holds(self, places: Mapping[str, Set[int]]) -> bool:
        """Whether a text whose terms stand at `places` (term to word positions) answers it.

        >>> Query((Clause((("barn",),)),)).holds({"barn": {3}})
        True
        """
        return (
            bool(self.wanted)
            and all(clause.holds(places) for clause in self.wanted)
            and not any(clause.holds(places) for clause in self.unwanted)
        )

    def tsquery(self) -> str:
        """The question for PostgreSQL's `::tsquery`; "" (which matches nothing) when it is empty.

        >>> Query((Clause((("barn",),)),), (Clause((("by",),)),)).tsquery()
        "('barn') & !('by')"
        """
        if not self.wanted:
            return ""
        return " & ".join(
            [clause.tsquery() for clause in self.wanted]
            + ["!" + clause.tsquery() for clause in self.unwanted]
        )

    def fts5(self) -> str:
        """The question for SQLite's FTS5 MATCH; '""' (which matches nothing) when it is empty.

        >>> Query((Clause((("barn",),)),), (Clause((("by",),)),)).fts5()
        '("barn") NOT ("by")'
        """
        if not self.wanted:
            return '""'
        wanted = " AND ".join(clause.fts5() for clause in self.wanted)
        return " NOT ".join([wanted, *(clause.fts5() for clause in self.unwanted)])
