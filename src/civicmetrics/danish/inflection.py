"""Regular Danish inflection: which dictionary words may a form belong to?"""

from collections.abc import Container, Iterator

# (ending of the form, what the dictionary word has instead), the likelier first.
_ENDINGS = (
    ("s", ""), ("r", ""), ("n", ""), ("t", ""), ("e", ""), ("er", ""), ("en", ""), ("et", ""),
    ("ne", ""), ("ene", ""), ("erne", ""), ("rne", ""), ("de", ""), ("te", "e"), ("t", "e"),
    ("ende", "e"), ("ende", ""), ("es", "e"), ("et", "e"), ("ede", "e"), ("te", ""), ("st", ""), ("este", ""),
    ("ere", ""), ("est", ""), ("re", ""), ("ste", ""), ("a", ""), ("le", "el"), ("re", "er"),
    ("ler", "el"), ("rer", "er"), ("ne", "en"), ("ner", "en"), ("lerne", "el"), ("rene", "er"), ("rne", "er"),
    ("er", "um"), ("erne", "um"), ("et", "um"), ("a", "um"), ("ret", "er"), ("let", "el"), ("net", "en"),
)  # fmt: skip
_BY_LETTER: dict[str, list[tuple[str, int, str]]] = {}
for _ending, _instead in _ENDINGS:
    _BY_LETTER.setdefault(_ending[-1], []).append((_ending, -len(_ending), _instead))
_VOWELS = "aeiouy"


def _bare(form: str) -> Iterator[str]:
    for ending, cut, instead in _BY_LETTER.get(form[-1:], ()):
        if form.endswith(ending):
            word = form[:cut]
            if len(word) < 2:
                continue
            yield word + instead
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in _VOWELS:
                yield word[:-1] + instead


def base_form(form: str, words: Container[str]) -> str | None:
    """The dictionary word that a folded form regularly comes from, or None.

    `words` holds folded dictionary words. The endings are tried as a closed list, without and then
    with the genitive s; a doubled consonant is also read as single (forummet: forum).
    Source: the inflection tables of Retskrivningsordbogen.

    >>> base_form("moederne", {"moede"}), base_form("forummets", {"forum"})
    ('moede', 'forum')
    """
    if form in words:
        return form
    for candidate in _bare(form):
        if candidate in words:
            return candidate
    if form.endswith("s"):
        for candidate in _bare(form[:-1]):
            if candidate in words:
                return candidate
    return None
