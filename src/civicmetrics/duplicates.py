"""Names that are likely to be of one and the same organisation."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from civicmetrics.danish.letters import fold

ALIKE = 0.75
BLOCK = 500  # names compared with all others at a time, so that memory stays small
MOST_SHARING = 3  # what more than these have in common tells nothing

# What says the form of an organisation and not which one it is.
_FORMS = frozenset(
    [
        "aps",
        "as",
        "is",
        "ivs",
        "amba",
        "fmba",
        "smba",
        "fonden",
        "forening",
        "foreningen",
        "foreninger",
        "selvejende",
        "institution",
        "institutionen",
        "den",
        "det",
        "de",
        "en",
        "et",
        "af",
        "for",
        "i",
        "og",
        "ved",
    ]
)


class Pair(NamedTuple):
    """Two that may be one, by their places in what was given; `first` is the smaller."""

    first: int
    second: int
    likeness: float  # of their names, 0 to 1
    shares: bool  # a telephone number, an address or the like


def core_of(name: str) -> str:
    """What is left of a name without its form, its contact person and its signs.

    >>> core_of("Foreningen Åben Dør v/ Anna Ager"), core_of("AABEN DØR, forening (F.M.B.A.)")
    ('aaben doer', 'aaben doer')
    """
    text = re.split(r"\b(?:v/|c/o|att[.:])", fold(name))[0] or fold(name)
    words = re.findall(r"[a-z0-9]+", re.sub(r"(?<=\b\w)[./](?=\w\b|\W|$)", "", text))
    return " ".join(word for word in words if word not in _FORMS) or " ".join(words)


def likely_same(names: Sequence[str], marks: Sequence[Collection[str]]) -> list[Pair]:
    """Pairs to look at, the most alike first.

    Likeness is Dice's coefficient of the names' trigrams (Dice 1945), from `ALIKE`. `marks` are what
    each is known by: telephone, website, e-mail. Sharing one makes a pair at any likeness.

    >>> likely_same(["Åben Dør", "Foreningen Aaben Dør", "Lundely"], [[], [], []])
    [Pair(first=0, second=1, likeness=1.0, shares=False)]
    """
    grams = [_trigrams(core_of(name)) for name in names]
    alike = {(i, j): value for i, j, value in _alike(grams)}
    sharing = set(_sharing(marks))
    pairs = [
        Pair(i, j, round(alike.get((i, j)) or _dice(grams[i], grams[j]), 3), (i, j) in sharing)
        for i, j in alike.keys() | sharing
    ]
    return sorted(pairs, key=lambda pair: (-pair.likeness - pair.shares, pair))


def _trigrams(text: str) -> frozenset[str]:
    padded = f"  {text} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _alike(grams: Sequence[frozenset[str]]) -> Iterator[tuple[int, int, float]]:
    import numpy as np  # noqa: PLC0415  (30 MB of memory with the next, for who looks for duplicates)
    from scipy.sparse import csr_array  # noqa: PLC0415

    place = {gram: at for at, gram in enumerate(sorted({g for some in grams for g in some}))}
    sizes = np.array([len(some) for some in grams])
    ends = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    columns = np.array([place[gram] for some in grams for gram in some], dtype=np.int64)
    has = csr_array(
        (np.ones(len(columns), np.float32), columns, ends), shape=(len(grams), len(place))
    )
    for start in range(0, len(grams), BLOCK):
        common = (has[start : start + BLOCK] @ has.T).tocoo()
        one, other = common.row + start, common.col
        likeness = 2 * common.data / (sizes[one] + sizes[other])
        chosen = (one < other) & (likeness >= ALIKE)
        yield from zip(
            one[chosen].tolist(), other[chosen].tolist(), likeness[chosen].tolist(), strict=True
        )


def _sharing(marks: Sequence[Collection[str]]) -> Iterator[tuple[int, int]]:
    having: dict[str, list[int]] = defaultdict(list)
    for at, own in enumerate(marks):
        for mark in set(own) - {""}:
            having[mark].append(at)
    for who in having.values():
        if len(who) <= MOST_SHARING:
            yield from combinations(who, 2)
