"""Stories about one person: somebody, and something private, close together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from civicmetrics.personal_data import contacts
from civicmetrics.personal_data.names import is_first_name
from civicmetrics.personal_data.words import (
    ABOUT_WORK,
    GENERAL,
    PLACE_AFTER,
    PRIVATE,
    SPECIFIC,
    STRONG,
    TOPIC,
    WEAK,
    WORRY,
)

_BREAK = re.compile(
    r"(?<=[.!?:;])\s+(?=[\"'»«(\u2013-]{0,2}[A-ZÆØÅ0-9])|\n\s*\n|\n(?=\s*(?:[-*•\u2013#>|]|\d+[.)]|[A-ZÆØÅ]))"
)
_CAPITALISED = re.compile(r"(?<![\w@.-])[A-ZÆØÅÖÜÇŞİ]\w{1,30}(?![\w@])")
_SURNAME = re.compile(r"(?: [A-ZÆØÅÖÜ]\w{1,30}){1,3}")
_ABOUT = re.compile(
    r"\b(?:om|mod|omkring|vedrørende|vedr\.|tema(?:et)? er"
    r"|(?:reg(?:el|le)\w*|plan(?:en|er|erne)?|politik\w*|kurs(?:us|er)\w*|indsats\w*) for) $",
    re.IGNORECASE,
)
# "selvmordsforebyggelse" is work, and "æresrelateret vold" is one matter in two words.
_WORK = (
    "forebyggelse",
    "forebyggelsen",
    "politik",
    "plan",
    "planen",
    "indsats",
    "indsatsen",
    "rådgivning",
)
_LONGEST_NEIGHBOUR = 300
Span = tuple[int, int]


def find(text: str) -> Iterator[tuple[int, int]]:
    """Spans of plain `text` that tell something private of one person, from the one to the other.

    Definition: within a sentence, or a sentence and its neighbour, a reference to one person (an
    age with a noun, "hans søn", "drengen", a first name, "borgeren", "han") and a sensitive word
    (crime, health, religion, benefits, worry, violence ...). Roles at work ("konsulent",
    "orienterede") and general sentences ("borgeren skal kunne ...") are not stories. The address
    of a home is one.
    Source: the categories of GDPR articles 9 and 10 and the case words of Danish social work;
    word lists of our own in `words` and `names`. Raises nothing.

    >>> text = "Mette har fået en diagnose."
    >>> [text[start:end] for start, end in find(text)]
    ['Mette har fået en diagnose']
    >>> list(find("Strategien skal forebygge radikalisering blandt unge."))
    []
    """
    spans = list(contacts.find_homes(text))
    before: Sentence | None = None
    for sentence in _sentences(text):
        told = sentence.story() or (before and _joined(before, sentence))
        if told:
            spans.append(told)
        before = sentence
    yield from sorted(set(spans))


def _sentences(text: str) -> Iterator["Sentence"]:
    start = 0
    for gap in _BREAK.finditer(text):
        if gap.start() > start:
            yield Sentence(text, start, gap.start())
        start = gap.end()
    yield Sentence(text, start, len(text))


@dataclass(frozen=True)
class Sentence:
    text: str
    start: int
    end: int

    def story(self) -> Span | None:
        """The span of the story this sentence tells by itself."""
        what = self.private or self.topic
        if not what:
            return None
        if self.strong or self.is_about_work:
            return self._pair(self.strong, what)
        return (
            self._worry()
            or self._pair(self.name, self.own_matter)
            or (None if self.is_general else self._pair(self.weak, self.own_matter))
        )

    def _pair(self, who: Span | None, what: Span | None) -> Span | None:
        return around([who, what]) if who and what else None

    def _worry(self) -> Span | None:
        worry = self._first(WORRY)
        if not worry:
            return None
        whom = WEAK.search(self.text, worry[1], self.end)
        about = None if self.is_general or not whom else whom.span()
        return self._pair(worry, self._name_from(worry[1]) or about)

    def _first(self, pattern: re.Pattern[str]) -> Span | None:
        match = pattern.search(self.text, self.start, self.end)
        return match.span() if match else None

    @cached_property
    def private(self) -> Span | None:
        return self._first(PRIVATE)

    @cached_property
    def own_matter(self) -> Span | None:
        """The private matter somebody has; "et kursus om demens" is only about one."""
        if not self.private:
            return None
        talked_of = -1
        for match in PRIVATE.finditer(self.text, self.start, self.end):
            start = match.start()
            about = start - 1 == talked_of or _ABOUT.search(self.text[max(0, start - 24) : start])
            if not about and not match[0].endswith(_WORK):
                return match.span()
            talked_of = match.end()
        return None

    @cached_property
    def topic(self) -> Span | None:
        return self._first(TOPIC)

    @cached_property
    def strong(self) -> Span | None:
        return self._first(STRONG)

    @cached_property
    def weak(self) -> Span | None:
        return self._first(WEAK)

    @cached_property
    def name(self) -> Span | None:
        return self._name_from(self.start)

    def _name_from(self, start: int) -> Span | None:
        for match in _CAPITALISED.finditer(self.text, start, self.end):
            begins = match.start() - self.start < 3
            surname = _SURNAME.match(self.text, match.end(), self.end)
            end = surname.end() if surname else match.end()
            known = is_first_name(match[0], begins_sentence=begins and not surname)
            if known and not PLACE_AFTER.search(self.text[match.start() : end]):
                return match.start(), end
        return None

    @cached_property
    def is_about_work(self) -> bool:
        return self._first(ABOUT_WORK) is not None

    @cached_property
    def is_general(self) -> bool:
        return self._first(GENERAL) is not None and self._first(SPECIFIC) is None

    @property
    def is_short(self) -> bool:
        return self.end - self.start <= _LONGEST_NEIGHBOUR

    @property
    def points_at_one(self) -> bool:
        return bool(self.strong or self.name) and not self.is_about_work and not self.is_general

    @property
    def tells_something_private(self) -> bool:
        return self.own_matter is not None and not self.is_about_work and not self.is_general


def _joined(one: Sentence, other: Sentence) -> Span | None:
    """A person in one sentence and the private matter in the next, either way round."""
    if not (one.is_short and other.is_short):
        return None
    for who, what in ((one, other), (other, one)):
        if what.tells_something_private and who.points_at_one:
            return around([who.strong or who.name, what.own_matter])
    return None


def around(spans: Sequence[Span | None]) -> Span:
    """The shortest span that holds them all."""
    held = [span for span in spans if span]
    return min(start for start, _ in held), max(end for _, end in held)
