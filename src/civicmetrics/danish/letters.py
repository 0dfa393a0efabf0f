"""Danish letters: folding for search, the order A-Å, and plain addresses."""

import re
import unicodedata

_FOLD = str.maketrans(
    {
        "æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "y", "ß": "ss",
        "ð": "d", "þ": "th", "đ": "d", "ł": "l", "œ": "oe",
    }
)  # fmt: skip
_ORDER = str.maketrans({"æ": "{", "ä": "{", "œ": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y"})


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def fold(text: str) -> str:
    """Lower-case letters a-z, however the word was typed: æ = ae, ø = oe, å = aa, é = e.

    Source: Retskrivningsordbogen, section 3 (aa and å are one letter); the same fold must be applied
    to what is stored and to what is asked. Any text gives a text; no errors.

    >>> fold("Rødovre Å"), fold("Roedovre Aa"), fold("Café")
    ('roedovre aa', 'roedovre aa', 'cafe')
    """
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).lower().translate(_FOLD)
    return folded if folded.isascii() else _without_accents(folded).translate(_FOLD)


def sort_key(text: str) -> tuple[str, str]:
    """A key that sorts as a Danish reader expects: Æ, Ø, Å last, aa as å, é as e, case ignored.

    Source: Retskrivningsordbogen, section 3; Dansk Standard DS 377. The second member separates
    texts that are alike to the first one, so that the order is always the same.

    >>> sorted(["Aarhus", "Zoo", "Øl", "Ærø", "Albertslund", "Åbenrå"], key=sort_key)
    ['Albertslund', 'Zoo', 'Ærø', 'Øl', 'Åbenrå', 'Aarhus']
    """
    lowered = unicodedata.normalize("NFKC", text).casefold().replace("aa", "å")
    plain = _without_accents(lowered.translate(_ORDER))
    return plain, text


def slug(text: str) -> str:
    """The text as part of an address: a-z, 0-9 and single hyphens; "" when nothing is left.

    >>> slug("Høje Gladsaxe, Ærø"), slug("?!")
    ('hoeje-gladsaxe-aeroe', '')
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
