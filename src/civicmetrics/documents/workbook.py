"""The cells of a workbook as they are shown, sheet by sheet, hidden ones too."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from civicmetrics.documents.packages import Package
from civicmetrics.documents.relations import ordered
from civicmetrics.documents.text import BREAK, Place, Text
from civicmetrics.documents.walking import attribute, local, shown

_LIKE_A_CPR = re.compile(r"[\d.,\s-]{9,16}")


def read(text: Text, package: Package) -> set[str]:
    """Add every cell; return the parts that are read by that."""
    strings = _strings(package)
    masks = _masks(package)
    sheets = ordered(package, "xl/workbook.xml", "sheet")
    for number, name in enumerate(sheets, 1):
        root = package.xml(name)
        _sheet(text, root, str(number), strings, masks)
        for said in [*_around(root), *shown(root)]:
            text.add(Place("sheet", str(number)), said)
    return {*sheets, "xl/sharedStrings.xml"} - {"xl/workbook.xml"}


def _sheet(
    text: Text, root: Element, number: str, strings: list[str], masks: dict[int, str]
) -> None:
    heads: dict[str, str] = {}
    gap = BREAK
    for row in (one for one in root.iter() if local(one) == "row"):
        for cell in row:
            where = attribute(cell, "r")
            value = _value(cell, strings, masks)
            column = where.rstrip("0123456789")
            shown_as = _with_head(heads.get(column, ""), value)
            text.add(Place("cell", where, number), shown_as, gap)
            gap = "\t"
            if value and not any(sign.isdigit() for sign in value):
                heads.setdefault(column, value)
        gap = "\n"


def _with_head(head: str, value: str) -> str:
    """A number far down in a column means what the column's head says."""
    if head and _LIKE_A_CPR.fullmatch(value):
        return f"{head[:60]}: {value.zfill(10)}"  # a number has lost the nought it began with
    return value


def _value(cell: Element, strings: list[str], masks: dict[int, str]) -> str:
    kind = attribute(cell, "t")
    if kind == "inlineStr":
        return "".join(cell.itertext())
    held = next((one.text or "" for one in cell if local(one) == "v"), "")
    formula = next((one.text or "" for one in cell if local(one) == "f"), "")
    if kind == "s":
        held = strings[int(held)] if held.isdigit() and int(held) < len(strings) else ""
    elif kind in ("", "n"):
        held = _number(held, masks.get(int(attribute(cell, "s") or 0), ""))
    return held if not formula else f"{held} {formula}" if '"' in formula else held


def _number(held: str, mask: str) -> str:
    """A number as the cell shows it: an empty front is filled with noughts where the mask says so.

    >>> _number("5.1E1", ""), _number("12", "0000"), _number("1234", "00-00")
    ('51', '0012', '12-34')
    """
    if "E" in held.upper() or held.endswith(".0"):
        try:
            held = str(int(float(held)))
        except (ValueError, OverflowError):
            return held
    if not held.isdigit() or "0" not in mask:
        return held
    places = mask.count("0")
    if places < 4 or set(mask) - set('0-\\ "/.'):
        return held
    digits = list(held.zfill(places))
    extra = len(digits) - places
    filled = "".join(digits.pop(0) for _ in range(extra))
    return filled + "".join(digits.pop(0) if sign == "0" else sign for sign in _signs(mask))


def _signs(mask: str) -> Iterator[str]:
    return (sign for sign in mask if sign not in '\\"')


def _strings(package: Package) -> list[str]:
    if "xl/sharedStrings.xml" not in package:
        return []
    found = package.xml("xl/sharedStrings.xml")
    return ["".join(one.itertext()) for one in found if local(one) == "si"]


def _masks(package: Package) -> dict[int, str]:
    """The number format of each cell style."""
    if "xl/styles.xml" not in package:
        return {}
    root = package.xml("xl/styles.xml")
    codes = {
        attribute(one, "numFmtId"): attribute(one, "formatCode").partition(";")[0]
        for one in root.iter()
        if local(one) == "numFmt"
    }
    styles = next((one for one in root if local(one) == "cellXfs"), ())
    return {at: codes.get(attribute(one, "numFmtId"), "") for at, one in enumerate(styles)}


def _around(root: Element) -> Iterator[str]:
    """Headers, footers and the messages of validated cells."""
    for one in root.iter():
        if local(one) in {"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"}:  # fmt: skip
            yield one.text or ""
        elif local(one) == "dataValidation":
            yield " ".join(one.attrib.values())
