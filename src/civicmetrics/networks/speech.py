"""Numbers, lists and names as they are said, in Danish and in English."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from civicmetrics.networks.catalogue import Language
from civicmetrics.networks.surveys import Survey

SMALL: Mapping[Language, tuple[str, ...]] = {
    "da": ("nul", "én", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
           "eleven", "twelve"),
}  # fmt: skip
PARTS: Mapping[Language, Mapping[float, str]] = {
    "da": {1 / 2: "hver anden", 1 / 3: "hver tredje", 1 / 4: "hver fjerde", 1 / 5: "hver femte",
           1 / 6: "hver sjette", 1 / 8: "hver ottende", 1 / 10: "hver tiende"},
    "en": {1 / 2: "every second", 1 / 3: "every third", 1 / 4: "every fourth", 1 / 5: "every fifth",
           1 / 6: "every sixth", 1 / 8: "every eighth", 1 / 10: "every tenth"},
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Speech:
    """One survey's names in one language."""

    survey: Survey
    language: Language

    def number(self, value: float, digits: int = 0) -> str:
        """
        >>> from civicmetrics.networks.reading import read_survey
        >>> survey = read_survey([("w.csv", "from,to\\na,b\\n")])
        >>> Speech(survey, "da").number(1234.5, 1), Speech(survey, "en").number(1234.5, 1)
        ('1.234,5', '1,234.5')
        """
        if value != value:  # not a number
            return "–"
        text = f"{value:,.{digits}f}".replace("-", "−")
        if self.language == "en":
            return text
        return text.translate(str.maketrans(",.", ".,"))

    def count(self, value: float, one: str, many: str) -> str:
        """A counted noun, small numbers in words: »to organisationer«."""
        number = int(value)
        words = SMALL[self.language]
        said = words[number] if number < len(words) else self.number(number)
        return f"{said} {one if number == 1 else many}"

    def percent(self, share: float) -> str:
        return self.number(100 * share) + (" procent" if self.language == "da" else " percent")

    def part(self, share: float) -> str:
        """»hver tredje« when the share is close to it, else an empty text.

        >>> from civicmetrics.networks.reading import read_survey
        >>> Speech(read_survey([("w.csv", "from,to\\na,b\\n")]), "da").part(0.32)
        'hver tredje'
        """
        nearest = min(PARTS[self.language], key=lambda value: abs(value - share))
        return PARTS[self.language][nearest] if abs(nearest - share) <= 0.022 else ""

    def when(self, wave: int) -> str:
        """»i 2024«, »i første runde« or »i runden »Før««."""
        name = self.survey.waves[wave].name
        danish = self.language == "da"
        if name.isdigit() and len(name) == 4:
            return f"i {name}" if danish else f"in {name}"
        if name == str(wave + 1) and wave < 3:
            turn = (("første", "anden", "tredje") if danish else ("first", "second", "third"))[wave]
            return f"i {turn} runde" if danish else f"in the {turn} round"
        return f"i runden »{name}«" if danish else f"in the round “{name}”"

    def wave(self, wave: int) -> str:
        """A heading for a wave: »2024« or »Runde 1«."""
        name = self.survey.waves[wave].name
        if name.isdigit() and len(name) == 4:
            return name
        return f"Runde {name}" if self.language == "da" else f"Round {name}"

    def name(self, place: int) -> str:
        return self.survey.organisations[place].label

    def names(self, places: Sequence[int], most: int = 5) -> str:
        """»A, B og C« or »A, B og 4 andre«."""
        return self.listed([self.name(at) for at in places], most)

    def listed(self, words: Sequence[str], most: int = 5) -> str:
        joint = " og " if self.language == "da" else " and "
        shown = list(words)
        if len(shown) > most:
            rest = len(shown) - most + 1
            shown = [
                *shown[: most - 1],
                f"{rest} andre" if self.language == "da" else f"{rest} others",
            ]
        return joint.join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)

    def quoted(self, text: str) -> str:
        return f"»{text}«" if self.language == "da" else f"“{text}”"


def capital(text: str) -> str:
    """
    >>> capital("hver tredje")
    'Hver tredje'
    """
    return text[:1].upper() + text[1:]
