"""What the analyser knows about Danish words, as one value.

The library reads no file: `python -m civicmetrics.danish.build FILE` writes a lexicon from the
dictionary in the simplemma package, and `civicmetrics.danish.build.read(FILE)` gives it back.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import log

from civicmetrics.danish.families import family
from civicmetrics.danish.inflection import base_form
from civicmetrics.danish.letters import fold

# How many dictionary compounds a part of so many letters must stand in before it may split others.
_SEEN_AT_LEAST = {2: 4, 3: 4, 4: 3, 5: 2}
_UNSEEN_COST, _UNSEEN_LENGTH = 215, 6


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Folded dictionary words, irregular roots, and what each word costs as a part of a compound.

    words: dictionary forms. roots: form to root where regular inflection does not lead there.
    first and last: cost, in hundredths, of a word as a leading or a final part of a compound. solid:
    verbs and what derives from them, which are not split: vejledning is no ledning. A `Lexicon()` knows
    nothing: the analyser then stems words and splits none.
    """

    words: frozenset[str] = frozenset()
    roots: Mapping[str, str] = field(default_factory=dict)
    first: Mapping[str, int] = field(default_factory=dict)
    last: Mapping[str, int] = field(default_factory=dict)
    solid: frozenset[str] = frozenset()

    def root(self, form: str) -> str | None:
        """The root of a folded form, or None when the form belongs to no known word.

        >>> Lexicon(frozenset({"barn"}), {"boern": "barn"}).root("boern")
        'barn'
        """
        roots = self.all_roots(form)
        return roots[0] if roots else None

    def all_roots(self, form: str) -> tuple[str, ...]:
        """Every root of a form that may be two words, the likelier first: cykler is cykle or cykel.

        >>> Lexicon(frozenset({"cykel"}), {"cykler": "cykle cykel"}).all_roots("cykler")
        ('cykle', 'cykel')
        """
        found = self.roots.get(form)
        if found is None and (base := base_form(form, self.words)):
            found = self.roots.get(base, base)
        return tuple(found.split()) if found else ()

    def base(self, form: str) -> str | None:
        """The dictionary word of a folded form, or None; unlike the root it keeps derivations apart.

        >>> Lexicon(frozenset({"sikkerhed"}), {"sikkerhed": "sikker"}).base("sikkerheden")
        'sikkerhed'
        """
        return base_form(form, self.words) or self.root(form)

    def cost_first(self, word: str) -> int | None:
        """The cost of a folded word as a leading part of a compound; None when it is none."""
        return self.first.get(word) or (_UNSEEN_COST if self._is_long(word) else None)

    def cost_last(self, word: str) -> int | None:
        """The cost of a folded dictionary word as a final part of a compound, or None."""
        return self.last.get(word) or (_UNSEEN_COST if self._is_long(word) else None)

    def _is_long(self, word: str) -> bool:
        return len(word) >= _UNSEEN_LENGTH and word in self.words


def _headwords(lemmas: Mapping[str, str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    bases = {lemma: fold(lemma) for lemma in set(lemmas.values())}
    for form, lemma in lemmas.items():
        folded, base = fold(form), bases[lemma]
        is_word = (folded + base).isalpha() and (folded + base).isascii()
        if is_word and (folded not in pairs or folded == base):
            pairs[folded] = base
    for word in set(pairs.values()):
        pairs.setdefault(word, word)
    return pairs


def _settled(form: str, lemma: str, words: set[str]) -> str:
    """The dictionary word of a form that may be two: "leder" is no plural of "led"."""
    if form == lemma or form not in words or form[:-1] == lemma:
        return lemma
    if form.endswith("er") and form[:-1] in words:
        return form[:-1]
    return lemma if form.startswith(lemma) and not form.endswith("er") else form


def _plural_of(form: str, pairs: Mapping[str, str]) -> str | None:
    """The noun a form in -er may be a plural of: posterne is of post, cykler of cykel."""
    if not form.endswith("er") or len(form) < 5:
        return None
    shortened = f"{form[:-3]}e{form[-3]}"
    is_shortened = form[-3] in "lrn" and pairs.get(shortened) == shortened
    return shortened if is_shortened else pairs.get(form + "ne")


def _solid(families: Mapping[str, str], pairs: Mapping[str, str]) -> frozenset[str]:
    verbs = {word for word in families if pairs.get(word + "nde") == word}
    return frozenset(word for word, root in families.items() if word in verbs or root in verbs)


def _roots(
    pairs: Mapping[str, str], families: Mapping[str, str], words: set[str]
) -> dict[str, str]:
    """The roots of the forms that regular inflection does not lead to."""
    roots: dict[str, str] = {}
    for form, lemma in pairs.items():
        root = families[_settled(form, lemma, words)]
        base = base_form(form, words)
        if base is None or base == form or families[_settled(base, pairs[base], words)] != root:
            roots[form] = root
        noun = _plural_of(form, pairs)
        if noun and (other := families[noun]) != root:
            roots[form] = f"{root} {other}"
    return {form: root for form, root in roots.items() if form != root}


def _costs(seen: Mapping[str, int]) -> dict[str, int]:
    def cost(word: str, times: int) -> int:
        return round(100 + 25 * max(0.0, 4.5 - log(times + 1)) + 15 * max(0, 5 - len(word)))

    return {
        word: cost(word, times)
        for word, times in seen.items()
        if times >= _SEEN_AT_LEAST.get(len(word), 1)
    }


def _splits(word: str, words: set[str]) -> Iterator[tuple[str, str]]:
    for cut in range(2, len(word) - 1):
        front, back = word[:cut], word[cut:]
        if back in words:
            if front in words:
                yield front, back
            elif len(front) > 3 and front[-1] in "se" and front[:-1] in words:
                yield front[:-1], back
            elif len(front) > 5 and front[-1] == "s" and front[:-1] + "e" in words:
                yield front[:-1] + "e", back


def build_lexicon(lemmas: Mapping[str, str]) -> Lexicon:
    """A lexicon from pairs of a word form and its dictionary form.

    What may be a part of a compound is learnt from the dictionary's own compounds: a word that stands
    first (or last) in many of them is a cheap first (or last) part; short words that seldom do are
    none. Pairs with anything but letters are left out; no pairs give the empty lexicon.

    >>> build_lexicon({"bøger": "bog", "bog": "bog", "bogen": "bog"}).root(fold("bøger"))
    'bog'
    """
    pairs = _headwords(lemmas)
    words = set(pairs.values())
    families = {word: family(word, words) for word in words}
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for word in words:
        for front, back in _splits(word, words):
            first[front] += 1
            last[back] += 1
    return Lexicon(
        frozenset(words),
        _roots(pairs, families, words),
        _costs(first),
        _costs(last),
        _solid(families, pairs),
    )


def to_lines(lexicon: Lexicon) -> Iterator[str]:
    """The lexicon as sorted lines: word, first cost, last cost, "s" when solid; or form, root.

    >>> list(to_lines(Lexicon(frozenset({"bog"}), {"boeger": "bog"}, {"bog": 120})))
    ['bog\\t120\\t\\t', 'boeger\\tbog']
    """
    for word in sorted(lexicon.words):
        solid = "s" if word in lexicon.solid else ""
        yield f"{word}\t{lexicon.first.get(word, '')}\t{lexicon.last.get(word, '')}\t{solid}"
    for form, root in sorted(lexicon.roots.items()):
        yield f"{form}\t{root}"


def from_lines(lines: Iterable[str]) -> Lexicon:
    """The lexicon that `to_lines` wrote.

    Raises ValueError on a line of another shape.

    >>> from_lines(["bog\\t120\\t\\t", "boeger\\tbog"]).root("boeger")
    'bog'
    """
    words: set[str] = set()
    roots: dict[str, str] = {}
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    solid: set[str] = set()
    for line in lines:
        match line.rstrip("\n").split("\t"):
            case [word, leading, final, is_solid]:
                words.add(word)
                first.update({word: int(leading)} if leading else {})
                last.update({word: int(final)} if final else {})
                solid.update([word] if is_solid else [])
            case [form, root]:
                roots[form] = root
            case _:
                raise ValueError(f"not a line of a lexicon: {line!r}")
    return Lexicon(frozenset(words), roots, first, last, frozenset(solid))
