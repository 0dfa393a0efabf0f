"""A municipality's five colours: checked for contrast, and turned into what the stylesheet reads.

Pure: the settings come in as values. The tokens are those at the top of style.css.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

PAPER, SURFACE, SAND = "#fbf8f3", "#ffffff", "#f4eee4"
DARK_PAPER, DARK_SURFACE, DARK_SAND = "#141a1b", "#1c2425", "#232019"
WHITE, BLACK = "#ffffff", "#000000"
TEXT, GRAPHIC = 4.5, 3.0


@dataclass(frozen=True, slots=True)
class Theme:
    """Six-digit hexadecimal colours."""

    primary: str = "#0b5563"
    primary_dark: str = "#084350"
    primary_darker: str = "#05303a"
    accent: str = "#9e3f27"
    focus: str = "#1f2a2c"

    @classmethod
    def of(cls, primary: str, dark: str, darker: str, accent: str, focus: str) -> "Theme":
        """Fill in what an installation leaves out: the darker tones follow the primary one."""
        if not any((primary, dark, darker, accent, focus)):
            return cls()
        primary = primary or cls().primary
        valid = is_colour(primary)
        return cls(
            primary,
            dark or (mix(primary, BLACK, 0.2) if valid else primary),
            darker or (mix(primary, BLACK, 0.43) if valid else primary),
            accent or cls().accent,
            focus or cls().focus,
        )


class Demand(NamedTuple):
    """A colour that must be told from another."""

    setting: str
    colour: str
    against: str
    use: str
    ratio: float


def is_colour(value: str) -> bool:
    return (
        len(value) == 7
        and value[0] == "#"
        and all(c in "0123456789abcdef" for c in value[1:].lower())
    )


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with `share` of the other in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def tint(theme: Theme) -> str:
    return "#e3eef0" if theme == Theme() else mix(theme.primary, WHITE, 0.89)


def unmet(theme: Theme) -> list[Demand]:
    """The demands that the colours do not meet; the ratio is the one demanded."""
    return [d for d in _demands(theme) if contrast(d.colour, d.against) < d.ratio]


def stylesheet(theme: Theme) -> str:
    """What /tema.css says: the colours by day, and lighter ones of the same hue by night."""
    return (
        "@layer tokens{:root{" + _css(_by_day(theme)) + "}"
        "@media screen and (prefers-color-scheme:dark) and (forced-colors:none){:root{"
        + _css(_by_night(theme))
        + "}}}\n"
    )


def _demands(theme: Theme) -> Iterator[Demand]:
    grounds = [("paper", PAPER), ("white", SURFACE), ("sand", SAND)]
    for name, ground in [*grounds, ("its own tint", tint(theme))]:
        yield Demand("THEME_PRIMARY", theme.primary, ground, f"links on {name}", TEXT)
    yield Demand("THEME_PRIMARY_DARK", theme.primary_dark, WHITE, "white text on a button", TEXT)
    yield Demand("THEME_PRIMARY_DARK", theme.primary_dark, tint(theme), "a mark on its tint", TEXT)
    yield Demand(
        "THEME_PRIMARY_DARKER", theme.primary_darker, WHITE, "white text in the footer", TEXT
    )
    yield Demand("THEME_PRIMARY_DARKER", theme.primary_darker, SAND, "links pointed at", TEXT)
    for name, ground in grounds:
        yield Demand("THEME_ACCENT", theme.accent, ground, f"text on {name}", TEXT)
        yield Demand("THEME_FOCUS", theme.focus, ground, f"the focus ring on {name}", GRAPHIC)


def _by_day(theme: Theme) -> dict[str, str]:
    return {
        "mb-primary": theme.primary,
        "mb-primary-dark": theme.primary_dark,
        "mb-primary-darker": theme.primary_darker,
        "mb-focus": theme.focus,
        "brick": theme.accent,
        "petrol-tint": tint(theme),
        "foot": theme.primary_darker,
    }


def _by_night(theme: Theme) -> dict[str, str]:
    grounds = (DARK_PAPER, DARK_SURFACE, DARK_SAND)
    primary = _lightened(theme.primary, grounds, 6.5)
    return {
        "mb-primary": primary,
        "mb-primary-dark": mix(primary, WHITE, 0.2),
        "mb-primary-darker": mix(primary, WHITE, 0.4),
        "mb-focus": _lightened(theme.focus, grounds, 7),
        "brick": _lightened(theme.accent, grounds, 6),
        "petrol-tint": mix(DARK_SURFACE, primary, 0.12),
        "foot": mix(theme.primary_darker, BLACK, 0.6),
    }


def _lightened(colour: str, grounds: tuple[str, ...], ratio: float) -> str:
    steps = (mix(colour, WHITE, share / 50) for share in range(51))
    return next(c for c in steps if all(contrast(c, ground) >= ratio for ground in grounds))


def _css(tokens: dict[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in tokens.items())


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    r, g, b = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
