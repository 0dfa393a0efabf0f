"""What the guard answers with."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["cpr", "person_story", "phone", "email"]
Level = Literal["block", "warn"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One place in a text: `text[start:end]` is what was found. It never carries the text itself."""

    start: int
    end: int
    kind: Kind
    level: Level
