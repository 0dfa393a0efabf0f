"""Derivation: inddragelse belongs with inddrage, evaluering with evaluere, tryghed with tryg."""

from collections.abc import Container, Iterator

_LONG_ENOUGH = 3
# (ending, what the word it comes from has instead); only tried when that word is in the dictionary.
_DERIVATIONS = (
    ("elser", "e"), ("else", "e"), ("else", ""), ("sel", "e"), ("ning", "e"), ("ing", "e"), ("ning", ""), ("ing", ""),
    ("ation", "ere"), ("ition", "ere"), ("usion", "udere"), ("ision", "idere"), ("ussion", "utere"),
    ("hed", ""), ("es", "e"), ("iker", "ik"),
)  # fmt: skip
# Two words that only look like relatives.
_NO_RELATIVES = frozenset(
    [
        "vaerelse",
        "hilsen",
        "stilling",
        "forening",
        "lejlighed",
        "enhed",
        "virksomhed",
        "station",
        "nation",
        "ration",
        "generation",
        "situation",
        "tilling",
        "retning",
        "regning",
        "bering",
        "ring",
        "ting",
        "ding",
        "ping",
        "sting",
        "ling",
        "penning",
        "vaering",
        "aeres",
        "kommission",
        "mission",
        "session",
        "version",
        "forestilling",
        "afdeling",
        "aften",
        "anden",
        "nyhed",
        "mening",
        "samling",
        "menighed",
        "personlighed",
        "stoerrelse",
    ]
)


def _candidates(word: str) -> Iterator[str]:
    for ending, instead in _DERIVATIONS:
        if word.endswith(ending) and len(word) - len(ending) >= _LONG_ENOUGH:
            start = word[: -len(ending)]
            yield start + instead
            if instead == "e":
                yield start + start[-1] + instead
            elif start[-1] == start[-2]:
                yield start[:-1] + instead


def _is_verb(word: str, words: Container[str]) -> bool:
    return word.endswith("e") and word in words


def _nearest(word: str, words: Container[str]) -> str:
    if word in _NO_RELATIVES:
        return word
    for candidate in _candidates(word):
        if candidate in words and len(candidate) > _LONG_ENOUGH:
            return candidate
    if word.endswith("er") and len(word) > 4 and _is_verb(word[:-1], words):
        return word[:-1]
    if len(word) > 5 and _is_verb(word, words) and word[:-1] in words:
        return word[:-1]
    return word


def family(word: str, words: Container[str]) -> str:
    """The word that stands for a folded dictionary word and its nearest derivations.

    Source: Den Danske Ordbog's account of the endings -else, -ing, -ning, -ation, -hed; a derivation
    counts only when the word it comes from is among `words`, so rettighed does not become ret.

    >>> family("inddragelse", {"inddrage"}), family("rettighed", {"ret"})
    ('inddrage', 'rettighed')
    """
    for _ in range(3):
        word, before = _nearest(word, words), word
        if word == before:
            break
    return word
