"""Percentages that give no small count away."""


def share(
    part: int | None, base: int | None, *, at_least: int = 5, base_at_least: int = 20
) -> float | None:
    """The part as a fraction of the base, or None when it may not be shown.

    part, base: counts as published, None when hidden. Not shown: a base under `base_at_least`, or a
    part or a rest from 1 to `at_least` - 1, which the fraction would tell. Source: the house rule
    "under 5, base 20". Raises ValueError unless 0 <= part <= base.

    >>> share(12, 48), share(3, 48), share(46, 48), share(6, 19), share(None, 48)
    (0.25, None, None, None, None)
    """
    if part is None or base is None:
        return None
    if not 0 <= part <= base:
        raise ValueError(f"{part} is no part of {base}")
    tells = any(0 < count < at_least for count in (part, base - part))
    return None if tells or base < base_at_least else part / base
