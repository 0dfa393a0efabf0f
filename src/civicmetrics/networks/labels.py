"""Labels that meet neither each other nor a figure, and as few lines as may be."""

from collections.abc import Sequence

import numpy as np

from civicmetrics.networks.values import Floats

LINE = 1.25  # line height over font size
NARROW, WIDE = set("iljtfrI.,:;|!'()-"), set("mwMWÆæ@")


def text_width(text: str, size: float) -> float:
    """A careful guess at the drawn width, in the unit of the size.

    >>> text_width("il", 10) < text_width("mw", 10)
    True
    """
    units = sum(
        0.34 if c in NARROW else 0.9 if c in WIDE else 0.68 if c.isupper() else 0.57 for c in text
    )
    return size * units


Box = tuple[float, float, float, float]


def place_labels(
    texts: Sequence[str],
    at: Floats,
    radius: Floats,
    order: Sequence[int],
    lines: Floats,
    *,
    width: float,
    height: float,
    size: float = 15.0,
    bold: Sequence[bool] = (),
) -> dict[int, tuple[float, float, str]]:
    """x, y and anchor of each label that finds room, first come first placed in `order`.

    at (n, 2), radius (n,), lines (m, 4) x1 y1 x2 y2. Eight places around a figure are tried;
    the one that covers fewest lines wins. A label without a free place is left out.

    >>> spots = place_labels(["a", "b"], np.array([[50.0, 50.0], [52.0, 50.0]]), np.ones(2) * 5,
    ...                      [0, 1], np.zeros((0, 4)), width=100, height=100)
    >>> sorted(spots)
    [0, 1]
    """
    taken: list[Box] = [
        (x - r, y - r, x + r, y + r) for (x, y), r in zip(at.tolist(), radius, strict=True)
    ]
    placed: dict[int, tuple[float, float, str]] = {}
    for which in order:
        heavy = bool(bold and bold[which])
        wide = text_width(texts[which], size) * (1.06 if heavy else 1.0)
        spots = _spots(at[which], radius[which], size)
        if heavy:  # must be named: look further away too
            spots += [
                spot
                for extra in (10, 22, 36)
                for spot in _spots(at[which], radius[which] + extra, size)
            ]
        best: tuple[float, tuple[float, float, str], Box] | None = None
        for preference, (x, y, anchor) in enumerate(spots):
            box = _box(x, y, anchor, wide, size)
            if box[0] < 2 or box[1] < 2 or box[2] > width - 2 or box[3] > height - 2:
                continue
            if any(_meet(box, other) for at_, other in enumerate(taken) if at_ != which):
                continue
            cost = crossings(box, lines) + 0.3 * preference
            if best is None or cost < best[0]:
                best = (cost, (x, y, anchor), box)
        if best:
            placed[which] = best[1]
            taken.append(best[2])
    return placed


def _spots(at: Floats, radius: float, size: float) -> list[tuple[float, float, str]]:
    x, y, r = float(at[0]), float(at[1]), float(radius)
    near, drop = r + 5, size * 0.34
    slant = r * 0.75 + 3
    return [
        (x + near, y + drop, "start"),
        (x - near, y + drop, "end"),
        (x, y + r + size * 1.0, "middle"),
        (x, y - r - size * 0.4, "middle"),
        (x + slant, y + slant + drop * 1.4, "start"),
        (x - slant, y + slant + drop * 1.4, "end"),
        (x + slant, y - slant + drop * 0.4, "start"),
        (x - slant, y - slant + drop * 0.4, "end"),
    ]


def _box(x: float, y: float, anchor: str, wide: float, size: float) -> Box:
    left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    return (left - 2, y - size * 0.85, left + wide + 2, y + size * 0.3)


def _meet(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def crossings(box: Box, lines: Floats) -> int:
    """How many lines pass through a box (clipped as Liang & Barsky 1984).

    >>> crossings((0, 0, 2, 2), np.array([[-1.0, 1.0, 3.0, 1.0], [5.0, 5.0, 6.0, 6.0]]))
    1
    """
    if not len(lines):
        return 0
    start, along = lines[:, :2], lines[:, 2:] - lines[:, :2]
    first, last = np.zeros(len(lines)), np.ones(len(lines))
    outside = np.zeros(len(lines), bool)
    for axis, low, high in ((0, box[0], box[2]), (1, box[1], box[3])):
        flat = np.abs(along[:, axis]) < 1e-12
        safe = np.where(flat, 1.0, along[:, axis])
        one, two = (low - start[:, axis]) / safe, (high - start[:, axis]) / safe
        first = np.where(flat, first, np.maximum(first, np.minimum(one, two)))
        last = np.where(flat, last, np.minimum(last, np.maximum(one, two)))
        outside |= flat & ((start[:, axis] < low) | (start[:, axis] > high))
    return int(((first <= last) & ~outside).sum())
