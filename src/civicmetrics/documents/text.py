"""A document's text as one string, with the way back from an offset to a place."""

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

LONGEST = 3_000_000
# Wider than any gap that a number may have, so that nothing is read across it.
BREAK = "\n" * 12


class Refused(Exception):
    """The file is not taken; `reason` is one word: unknown, mislabelled, damaged, too_long, ..."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


class Place(NamedTuple):
    """Where in a document: `what` is page, paragraph, cell, comment, ...; `within` is its sheet."""

    what: str
    where: str = ""
    within: str = ""


@dataclass
class Text:
    """Pieces of text, each with its place, joined in the order they are read."""

    pieces: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    length: int = 0

    def add(self, place: Place, text: str, gap: str = "\n") -> None:
        """`gap` is what parts it from what came before."""
        if not text or text.isspace():
            return
        self._append(gap if self.length else "")
        self.places.append(place)
        self.starts.append(self.length)
        self._append(text)

    def _append(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)
        if self.length > LONGEST:
            raise Refused("too_long")

    def __str__(self) -> str:
        return "".join(self.pieces)

    def place_at(self, offset: int) -> Place:
        """
        >>> text = Text()
        >>> text.add(Place("page", "1"), "abc"); text.add(Place("page", "2"), "def")
        >>> text.place_at(5).where
        '2'
        """
        return self.places[max(0, bisect_right(self.starts, offset) - 1)]
