"""The personal-data guard: CPR numbers are refused, stories about one person are asked about.

What was found is named by kind and place, and never stored, logged or repeated in the message.
"""

from typing import Annotated

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import ngettext_lazy
from pydantic import AfterValidator

from civicmetrics.personal_data import Finding, scan

ACKNOWLEDGED = "guard_acknowledged"


def refuse_cpr(text: str) -> None:
    """Raise ValidationError with code "cpr" when `text` holds what looks like a CPR number."""
    found = [finding for finding in scan(text) if finding.level == "block"]
    if found:
        raise ValidationError(
            ngettext_lazy(
                "Delete the CPR number in line %(lines)s",
                "Delete the CPR numbers in line %(lines)s",
                len(found),
            ),
            code="cpr",
            params={"lines": ", ".join(_lines(text, found))},
        )


def tells_of_a_person(text: str) -> bool:
    """Say whether `text` reads like a story about one particular person."""
    return any(finding.kind == "person_story" for finding in scan(text))


def _lines(text: str, findings: list[Finding]) -> list[str]:
    return list(dict.fromkeys(str(text.count("\n", 0, f.start) + 1) for f in findings))


def _refuse_in_api(text: str) -> str:
    if "\0" in text:
        raise ValueError(ProhibitNullCharactersValidator.message)
    try:
        refuse_cpr(text)
    except ValidationError as refused:
        raise ValueError(refused.messages[0]) from None
    return text


GuardedStr = Annotated[str, AfterValidator(_refuse_in_api)]
