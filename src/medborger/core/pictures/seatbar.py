"""Places taken: one cell per seat up to 40, above that one plain bar."""

from medborger.core.pictures.drawing import element, picture

CELL, GAP, HEIGHT, MOST_CELLS = 10, 3, 18, 40


def seatbar(taken: int, seats: int) -> str:
    """Silent: the sentence "19 of 25 seats are taken" always stands beside it."""
    taken = min(max(taken, 0), seats)
    if seats > MOST_CELLS:
        width = MOST_CELLS * (CELL + GAP) - GAP
        inside = _cell(0, width, taken=False)
        if taken:
            inside += _cell(0, max(4.0, round(width * taken / seats, 1)), taken=True)
    else:
        width = max(seats, 1) * (CELL + GAP) - GAP
        inside = "".join(_cell(i * (CELL + GAP), CELL, taken=i < taken) for i in range(seats))
    return picture(
        inside, box=f"0 0 {width} {HEIGHT}", css="pic seatbar", title="", key="seats", width=width
    )


def _cell(x: float, width: float, *, taken: bool) -> str:
    return element(
        "rect",
        x=x + 0.75,
        y=0.75,
        width=width - 1.5,
        height=HEIGHT - 1.5,
        rx=2.5,
        class_="f-primary s-primary" if taken else "f-white s-strong",
        stroke_width=1.5,
    )
