"""Who met and who signed: lines that go before anything is made of the text. Roles stay, names do not."""

from collections.abc import Mapping

from civicmetrics.case_pages.headings import Heading
from civicmetrics.case_pages.lines import END
from civicmetrics.case_pages.people import is_certainly_name, signature


def take_signatures(
    lines: list[str], headings: Mapping[int, Heading], names: set[str]
) -> dict[int, list[str]]:
    """Empty the lines that sign, add their names to `names`, and say which roles signed on which line.

    From the last line upwards: those who signed stand together above the decision.
    """
    roles: dict[int, list[str]] = {}
    below: int | None = None
    for index in range(len(lines) - 1, -1, -1):
        if not lines[index]:
            continue
        signed = None if index in headings else signature(lines[index])
        closes = below is None or lines[below] == END or _decides(headings.get(below))
        if signed and _signs(index, signed, lines, headings, closes):
            names.update(signed[0])
            roles[index] = signed[1]
            lines[index] = ""
        else:
            below = index
    return dict(sorted(roles.items()))


def _signs(
    index: int,
    signed: tuple[list[str], list[str]],
    lines: list[str],
    headings: Mapping[int, Heading],
    closes: bool,
) -> bool:
    names, roles = signed
    if names and "/" in lines[index] and len(names) + len(roles) > 1:
        return True
    above = _said_above(lines, index)
    if above is None or above in headings:
        return False
    if names and all(map(is_certainly_name, names)):
        return True
    return closes and not lines[index].endswith(".")


def _decides(heading: Heading | None) -> bool:
    return heading is not None and heading.kind in {"decision", "attachments"}


def _said_above(lines: list[str], index: int) -> int | None:
    return next((at for at in range(index - 1, max(-1, index - 40), -1) if lines[at]), None)
