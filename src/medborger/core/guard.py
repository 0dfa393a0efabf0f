"""The personal-data guard: CPR numbers are refused, stories about one person are asked about.

What was found is named by kind and place, and never stored, logged or repeated in the message.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from pydantic import AfterValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from civicmetrics.personal_data import Finding, scan

ACKNOWLEDGED = "guard_acknowledged"
HEADER = "Guard-Acknowledged"  # the same in the API
LONGEST = 100_000  # signs of one text: forty pages. Reading millions would hold up everybody else.


class StoryReason(TextChoices):
    """Why a text that reads as if it were about one person may be kept."""

    NO_REAL_PERSON = "no_real_person", _("It is not about a real person")
    IN_OFFICE = "in_office", _("It is about somebody's public office or work")
    AGREED = "agreed", _("The person has agreed to it")


# Why a story was let through while the request runs. The middleware writes it in the log.
let_through: ContextVar[str] = ContextVar("let_through", default="")


def reason_in(data: Mapping[str, Any], name: str = ACKNOWLEDGED) -> str:
    """The reason that was chosen, or nothing when it is none of ours."""
    given = str(data.get(name) or "")
    return given if given in StoryReason.values else ""


def refuse_cpr(text: str, longest: int = LONGEST) -> None:
    """Raise ValidationError with code "cpr" when `text` holds what looks like a CPR number.

    With code "too_long" when it is too long to be read through.
    """
    if len(text) > longest:
        raise ValidationError(_TOO_LONG, code="too_long", params={"most": longest})
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


_TOO_LONG = _("The text is too long: %(most)s characters at most.")


def tells_of_a_person(text: str) -> bool:
    """Say whether `text` reads like a story about one particular person."""
    return any(finding.kind == "person_story" for finding in scan(text))


def _lines(text: str, findings: list[Finding]) -> list[str]:
    return list(dict.fromkeys(str(text.count("\n", 0, f.start) + 1) for f in findings))


def _guard_in_api(text: str, info: ValidationInfo) -> str:
    """Refuse CPR numbers, and stories about one person unless the header gives a reason."""
    if "\0" in text:
        raise ValueError(ProhibitNullCharactersValidator.message)
    if len(text) > LONGEST:
        raise PydanticCustomError("too_long", "At most {most} characters", {"most": LONGEST})
    request = (info.context or {}).get("request")
    return read_through(text, reason_in(request.headers, HEADER) if request else "")


def read_through(text: str, reason: str) -> str:
    """What the API says to a text, of any length. Raises PydanticCustomError."""
    found = scan(text)
    blocking = [finding for finding in found if finding.level == "block"]
    if blocking:
        raise _error("cpr", "Delete the CPR number in line {line}", text, blocking[0])
    stories = [finding for finding in found if finding.kind == "person_story"]
    if stories:
        if not reason:
            raise _error("person_story", _STORY_IN_API, text, stories[0])
        let_through.set(reason)
    return text


_STORY_IN_API = (
    "Line {line} reads as if it were about one person. Change it, or send the header "
    f"{HEADER}: {' | '.join(StoryReason.values)}. Worried about a person? See /bekymret/"
)


def _error(code: str, said: str, text: str, found: Finding) -> PydanticCustomError:
    return PydanticCustomError(code, said, {"line": int(_lines(text, [found])[0])})


GuardedStr = Annotated[str, AfterValidator(_guard_in_api)]
