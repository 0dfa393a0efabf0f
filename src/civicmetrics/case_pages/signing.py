"""Who met and who signed: lines that go before anything is made of the text. Roles stay, names do not."""

from collections.abc import Mapping

from civicmetrics.case_pages.headings import Heading
from civicmetrics.case_pages.lines import END
from civicmetrics.case_pages.people import is_certainly_name, signature


def take_signatures(
    lines: list[str], headings: Mapping[int, Heading], names: set[str]
) -> dict[int, list[str]]:
    """Empty the lines that sign, add their names to `names`, and say which roles signed on which line."""
    roles: dict[int, list[str]] = {}
    previous: int | None = None
    for index, line in enumerate(lines):
        if not line:
            continue
        signed = None if index in headings else signature(line)
        if signed and _signs(index, signed, lines, headings, previous, roles):
            names.update(signed[0])
            roles[index] = signed[1]
            lines[index] = ""
        else:
            previous = index
    return roles


def _signs(
    index: int,
    signed: tuple[list[str], list[str]],
    lines: list[str],
    headings: Mapping[int, Heading],
    above: int | None,
    taken: Mapping[int, list[str]],
) -> bool:
    names, roles = signed
    if names and "/" in lines[index] and len(names) + len(roles) > 1:
        return True
    beside_signature = index - 1 in taken
    if (above is None or above in headings) and not beside_signature:
        return False
    if names and all(map(is_certainly_name, names)):
        return True
    below = _said_below(lines, index)
    closes = below is None or lines[below] == END or _decides(headings.get(below))
    if names:
        return closes or _only_roles(lines, index + 1) or beside_signature
    return not lines[index].endswith(".") and (beside_signature or closes)


def _decides(heading: Heading | None) -> bool:
    return heading is not None and heading.kind in {"decision", "attachments"}


def _only_roles(lines: list[str], index: int) -> bool:
    signed = signature(lines[index]) if index < len(lines) else None
    return bool(signed and signed[1] and not signed[0] and not lines[index].endswith("."))


def _said_below(lines: list[str], index: int) -> int | None:
    return next((at for at in range(index + 1, min(index + 40, len(lines))) if lines[at]), None)
