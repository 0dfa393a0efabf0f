"""Splitting compounds: the cheapest way to read a word as dictionary words in a row."""

from collections.abc import Iterator
from typing import NamedTuple

from civicmetrics.danish.lexicon import Lexicon
from civicmetrics.danish.stems import stem
from civicmetrics.danish.wordlists import WordLists

_SHORTEST, _SHORT, _LONGEST = 2, 3, 60
_LINKS = (("", 0), ("e", 40), ("s", 10))
# These endings take an s before the next word: foreningsliv, so "forening" + "er..." is unlikely.
_WANT_S = ("ing", "hed", "tion", "skab", "dom", "else", "tet")
_MISSING_S = 70
# What a part must save: many cheap readings of one word are worse than none.
_DEAREST_PER_PART = 225
_IRREGULAR_COST, _PLURAL_COST = 130, 170
_LONGEST_PARTICLE = 5
# Words with one part that is known: the shortest and the dearest such part.
_SHORTEST_REST = 4
_END_OF_NAME, _END_OF_KNOWN = (4, 175), (5, 120)
_DEAREST_START, _DEAREST_START_WITH_S, _CHEAP = 150, 225, 140
# Found by the noun they come from too, but not the other way: naboskab by nabo, demokratisk by demokrati.
_SUFFIXES = (("skab", ("", "e")), ("isk", ("ik", "i")), ("landsk", ("land",)))
# What is done to something is a compound, though the verb is none: snerydning, klimatilpasning.
_DEEDS, _SHORTEST_DEED = ("ing", "else", "ion"), 7
_NO_DEEDS = frozenset({"laegning", "goerelse", "foering", "foerelse"})
_ONLY_FIRST = frozenset({"el", "fri", "ude"})


class Part(NamedTuple):
    """A part of a compound: where it stands in the folded word, and the root it is found by."""

    start: int
    end: int
    root: str


class _Reading(NamedTuple):
    cost: int
    parts: tuple[Part, ...]


class Splitter:
    """Reads compounds with a lexicon and the editable lists."""

    def __init__(self, lexicon: Lexicon, lists: WordLists) -> None:
        self._lexicon = lexicon
        self._lists = lists

    def root(self, form: str) -> str | None:
        """The root of a folded form of a known word, irregular forms first; None when unknown."""
        roots = self.roots(form)
        return roots[0] if roots else None

    def roots(self, form: str) -> tuple[str, ...]:
        """Every root of a folded form, the likelier first; () when it is unknown."""
        irregular = self._lists.irregular
        word = irregular.get(form) or irregular.get(form.removesuffix("s"))
        found = (word,) if word else self._lexicon.all_roots(form)
        settled = (irregular.get(root, root) for root in found)
        return tuple(dict.fromkeys(self._lexicon.root(root) or root for root in settled))

    def split(self, form: str) -> tuple[Part, ...]:
        """The parts of a folded compound in order, or () when it is not read as one.

        Method: dynamic programming over the word from its end; a leading part may be followed by the
        link s or e; the reading with the least sum of part costs wins. A form of a dictionary word
        is read as that word, so that no ending becomes a part.
        """
        if form in self._lists.splits:
            return self._given(form, self._lists.splits[form])
        if not self._lexicon.words:
            return ()
        word = self._lexicon.base(form) or form
        if len(form) > _LONGEST or word in self._lists.whole or form in self._lists.whole:
            return ()
        parts = self._read(word)
        if word in self._lexicon.solid and not (parts and self._is_joined(word, parts)):
            return ()
        parts = parts or self._half_known(word)
        if parts and word != form:
            last = parts[-1]
            parts = (*parts[:-1], Part(last.start, len(form), last.root))
        return parts

    def _is_joined(self, word: str, parts: tuple[Part, ...]) -> bool:
        """A verb that is a compound all the same: affaldssortere, konfliktmægle, not vejlede."""
        end, deed = parts[0].end, word[parts[-1].start :]
        plainly = end > _LONGEST_PARTICLE or word[end] == "s" != word[end - 1]
        is_deed = len(deed) >= _SHORTEST_DEED and deed.endswith(_DEEDS) and deed not in _NO_DEEDS
        return plainly or (is_deed and deed in self._lexicon.words)

    def _read(self, word: str) -> tuple[Part, ...]:
        found = self._best(word, 0, {})
        cheap = found and found.cost <= _DEAREST_PER_PART * len(found.parts)
        return found.parts if found and cheap and len(found.parts) > 1 else ()

    def _half_known(self, word: str) -> tuple[Part, ...]:
        """A word with one known part: naboskab, demokratisk, Tingbjerghuset, gårdlauget."""
        for ending, nouns in _SUFFIXES:
            start = word.removesuffix(ending)
            if start != word:
                found = next(
                    (
                        self.root(start + noun)
                        for noun in nouns
                        if start + noun in self._lexicon.words
                    ),
                    None,
                )
                return (Part(0, len(word), word), Part(0, len(start), found)) if found else ()
        return self._known_end(word) or self._known_start(word)

    def _known_end(self, word: str) -> tuple[Part, ...]:
        is_known = word in self._lexicon.words
        shortest, dearest = _END_OF_KNOWN if is_known else _END_OF_NAME
        for start in range(_SHORTEST_REST, len(word) - shortest + 1):
            last, name = self._as_last(word, start), word[:start]
            if last and last.cost <= dearest and not (is_known and name in self._lists.no_parts):
                return (Part(0, start, stem(name)), *last.parts)
        return ()

    def _known_start(self, word: str) -> tuple[Part, ...]:
        for end in range(len(word) - _SHORTEST_REST, _SHORT - 1, -1):
            for link, cost, front in reversed(list(self._fronts(word, 0, end))):
                rest = end + len(link)
                is_new = word not in self._lexicon.words
                back = word[rest:]
                known = cost <= _CHEAP and back in self._lexicon.words and self._allowed(back)
                sure = known or (end > _SHORT and link == "s") or (end > 4 and is_new)
                dearest = _DEAREST_START_WITH_S if link == "s" and is_new else _DEAREST_START
                if sure and cost <= dearest and len(word) - rest >= _SHORTEST_REST:
                    first = Part(0, end, self.root(front) or front)
                    return (first, Part(rest, len(word), stem(word[rest:])))
        return ()

    def _given(self, word: str, parts: tuple[str, ...]) -> tuple[Part, ...]:
        at, found = 0, []
        for part in parts:
            start = max(word.find(part, at), at)
            at = min(start + len(part), len(word))
            found.append(Part(start, at, self.root(part) or part))
        return tuple(found)

    def _allowed(self, part: str) -> bool:
        if len(part) <= _SHORT:
            return part in self._lists.short_parts
        return part not in self._lists.no_parts

    def _first(self, front: str) -> tuple[int, str] | None:
        """The cost of a leading part and the word it stands for: arbejd(s) is arbejde."""
        if not self._allowed(front):
            return None
        if cost := self._lexicon.cost_first(front):
            return cost, front
        whole = self._lists.irregular.get(front)
        if whole and len(front) > _SHORT:
            return _IRREGULAR_COST, whole
        if len(front) > _LONGEST_PARTICLE and front.endswith("e"):  # udsatterådgivning
            base = self._lexicon.base(front)
            return (_PLURAL_COST, base) if base else None
        return None

    def _best(self, word: str, start: int, known: dict[int, _Reading | None]) -> _Reading | None:
        if start in known:
            return known[start]
        best = self._as_last(word, start) if start else None
        for end in range(start + _SHORTEST, len(word) - _SHORTEST + 1):
            for link, cost, front in self._fronts(word, start, end):
                rest = self._best(word, end + len(link), known)
                if rest and (best is None or cost + rest.cost < best.cost):
                    part = Part(start, end, self.root(front) or front)
                    best = _Reading(cost + rest.cost, (part, *rest.parts))
        known[start] = best
        return best

    def _fronts(self, word: str, start: int, end: int) -> Iterator[tuple[str, int, str]]:
        """The links after word[start:end] as a leading part, with the cost and the word it is."""
        front = word[start:end]
        first = self._first(front)
        for link, dearer in _LINKS if first else ():
            if first and word.startswith(link, end):
                missing = _MISSING_S if link != "s" and front.endswith(_WANT_S) else 0
                yield link, first[0] + dearer + missing, first[1]
        if not first and len(front) > _SHORT + 1 and word.startswith("s", end):
            cost = self._lexicon.cost_first(front + "e") if self._allowed(front + "e") else None
            if cost:
                yield "s", cost + _LINKS[-1][1], front + "e"

    def _as_last(self, word: str, start: int) -> _Reading | None:
        form = word[start:]
        base = self._lexicon.base(form) or self._lists.irregular.get(form)
        if base is None or form in _ONLY_FIRST or not (self._allowed(form) and self._allowed(base)):
            return None
        root = self.root(form) or base
        costs = [cost for known in {form, base, root} if (cost := self._lexicon.cost_last(known))]
        return _Reading(min(costs), (Part(start, len(word), root),)) if costs else None
