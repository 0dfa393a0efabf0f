"""What every count shares: steps a page can show, and the lot that settles ties."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256
from typing import Literal

Option = str
Number = int | Fraction
What = Literal[
    "totals", "finalists", "runoff", "tie", "lot", "winner", "duels", "beats all", "strengths", "quota",
    "votes", "elected", "transfer", "excluded", "share", "bought", "budget", "left over", "ranked",
    "impact", "effort", "impact spread", "effort spread", "discuss",
    "quick win", "large project", "fill-in", "leave",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a count: what happened, to which options, with which numbers.

    `what` is one of a fixed set of words, which a page turns into a sentence in its own language.
    `numbers` has an exact number for some options or, for pairs, for "a > b".
    """

    what: What
    options: tuple[Option, ...] = ()
    numbers: Mapping[str, Number] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The options chosen, in the order they were, and the account of how."""

    chosen: tuple[Option, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot that anyone can draw again: options in the order of SHA-256 of the seed and their name.

    Publish the seed before the first ballot can be known, so that nobody can choose it.

    >>> Lot("spring meeting").order(["c", "a", "b"]), Lot("autumn meeting").order(["a", "b", "c"])
    (('a', 'b', 'c'), ('c', 'b', 'a'))
    """

    seed: str

    def order(self, options: Iterable[Option]) -> tuple[Option, ...]:
        """All options in the order the lot gives them; the same whatever order they come in."""
        return tuple(sorted(options, key=self._ticket))

    def first(self, options: Iterable[Option]) -> Option:
        """The option the lot favours. Raises ValueError when there is none."""
        return min(options, key=self._ticket)

    def _ticket(self, option: Option) -> tuple[str, Option]:
        return sha256(f"{self.seed}\n{option}".encode()).hexdigest(), option


class BallotIsInvalid(ValueError):
    """A ballot says something the rules do not allow."""


def check_options(options: Sequence[Option]) -> tuple[Option, ...]:
    """The options as a tuple. Raises ValueError when there is none or one comes twice.

    >>> check_options(["park", "library"])
    ('park', 'library')
    """
    if not options or len(set(options)) != len(options):
        raise ValueError("options are at least one, and each only once")
    return tuple(options)


def check_known(said: Collection[Option], options: Sequence[Option]) -> None:
    """Raises BallotIsInvalid when a ballot names something that is no option.

    >>> check_known({"park"}, ["park", "library"])
    """
    if strangers := set(said) - set(options):
        raise BallotIsInvalid(f"no option: {', '.join(sorted(strangers))}")
