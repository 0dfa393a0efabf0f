"""What is wrong with an installation's settings, said before anybody sees a page."""

from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from medborger.core.theme import Theme, contrast, is_colour, stylesheet, unmet

COLOURS = ("PRIMARY", "PRIMARY_DARK", "PRIMARY_DARKER", "ACCENT", "FOCUS")


def theme_of_settings() -> Theme:
    return Theme.of(*(getattr(settings, f"THEME_{name}").lower() for name in COLOURS))


@lru_cache
def theme_version(theme: Theme) -> str:
    """Part of the stylesheet's address, so that browsers may keep it. Empty for our own colours."""
    return "" if theme == Theme() else sha256(stylesheet(theme).encode()).hexdigest()[:8]


def check_theme(**kwargs: Any) -> list[CheckMessage]:
    """The contrast gate: colours that people could not read are refused."""
    wrong = [
        Error(
            f"THEME_{name} is not a colour: {value!r}",
            hint="Write it with six digits, such as #0b5563",
            id="medborger.E001",
        )
        for name in COLOURS
        for value in [getattr(settings, f"THEME_{name}")]
        if value and not is_colour(value)
    ]
    return list(wrong) or [
        Error(
            f"{demand.setting} {demand.colour} has contrast {contrast(demand.colour, demand.against):.2f} "
            f"for {demand.use}; it needs {demand.ratio}",
            hint="Choose a darker colour",
            id="medborger.E002",
        )
        for demand in unmet(theme_of_settings())
    ]
