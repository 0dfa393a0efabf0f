"""Store a published case page, once, and complete it when a later copy knows more."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from civicmetrics.case_pages import CasePage
from medborger.areas.models import Area
from medborger.core.guard import refuse_cpr
from medborger.core.log import record
from medborger.decisions.models import (
    Case,
    CaseRecommendation,
    Committee,
    Consultation,
    MotionPoint,
    Section,
)
from medborger.decisions.queries import find_imported, fingerprint
from medborger.people.models import User

OF_THE_CASE = ("case_number", "summary", "motion_by")
OF_THE_TREATMENT = ("held_on", "starts_at", "place", "decision")
RECOMMENDATION_LINE = re.compile(r"^(Anbefaling\s+\d{1,3}\s*[:.-]\s*\S.{0,150})$", re.MULTILINE)
SMALL = 32_767  # the largest number in a small column


@dataclass(frozen=True)
class Imported:
    case: Case
    is_new: bool
    is_completed: bool = False


@transaction.atomic
def import_page(
    by: User | None,
    page: CasePage,
    *,
    municipality: Area | None,
    as_read: CasePage | None = None,
    is_open: bool = True,
) -> Imported:
    """Store one published page. `as_read` is the page before somebody corrected it.

    Imported again it is the same case: only what no earlier copy told is added, so corrections
    stay. A text that holds a CPR number is refused, saying where.
    """
    as_read = as_read or page
    _refuse_cpr_in(page)
    fresh = Case(
        title=_fitted(Case, "title", page.title),
        municipality=municipality,
        opened_on=page.held_on or timezone.localdate(),
        is_open=is_open,
        fingerprint=fingerprint(as_read),
    )
    found = find_imported(as_read, municipality) or _stored(fresh)
    is_new = found is fresh
    case = Case.objects.select_for_update().get(pk=found.pk)
    is_completed = _complete(case, page, as_read, municipality)
    if is_new or is_completed:
        record(by, "decisions.import_case", case)
    return Imported(case, is_new, is_completed and not is_new)


def _stored(fresh: Case) -> Case:
    """Two may import the same page at once; the second finds what the first has stored."""
    try:
        with transaction.atomic():
            fresh.save()
    except IntegrityError:
        return Case.objects.get(fingerprint=fresh.fingerprint, municipality=fresh.municipality_id)
    return fresh


# --- what is new in this copy ---


def _complete(case: Case, page: CasePage, as_read: CasePage, municipality: Area | None) -> bool:
    told = set(_told(as_read)) | set(_told(page))
    new = told - set(case.read)
    is_placed = bool(municipality) and case.municipality_id is None
    if not new and not is_placed:
        return False
    case.municipality = case.municipality or municipality
    _fill(case, new, {name: getattr(page, name) for name in OF_THE_CASE})
    _fill(case, new, {"signed_by": ", ".join(page.signatories)})
    _fill(case, new, {"attachments": "\n".join(page.attachments)})
    case.read = sorted(told | set(case.read))
    case.save()
    _complete_treatment(case, page, new)
    _add_points(case, page, new)
    _add_sections(case, page, new)
    _add_recommendations(case, page, new)
    return True


def _told(page: CasePage) -> Iterator[str]:
    """The names of everything that the page says something about."""
    scalars = (*OF_THE_CASE, *OF_THE_TREATMENT, "committee", "motion_points", "attachments")
    yield from (name for name in scalars if getattr(page, name))
    if page.signatories:
        yield "signed_by"
    if page.outcome != "unknown":
        yield "outcome"
    yield from (_named(section.heading) for section in page.sections)
    yield from (f"recommendation {one.number}" for one in page.recommendations)


def _named(heading: str) -> str:
    return f"section {heading.casefold()}"


def _fill(thing: Model, new: set[str], values: dict[str, Any]) -> None:
    """Set what is told for the first time and still empty."""
    for name, value in values.items():
        if name in new and not getattr(thing, name):
            setattr(thing, name, _fitted(type(thing), name, value))


def _complete_treatment(case: Case, page: CasePage, new: set[str]) -> None:
    if not new & {*OF_THE_TREATMENT, "committee", "outcome"}:
        return
    own = case.consultations.order_by("pk").first() or Consultation(case=case)
    _fill(own, new, {name: getattr(page, name) for name in OF_THE_TREATMENT})
    if "committee" in new and own.committee is None:
        name = _fitted(Committee, "name", page.committee)
        own.committee = Committee.objects.named(name, case.municipality)
    if own.outcome == Consultation.Outcome.NONE and new & {"outcome", "decision"}:
        own.outcome = _outcome(page)
        own.role = (
            Consultation.Role.HEARING
            if own.outcome == Consultation.Outcome.RECOMMENDED
            else own.role
        )
    own.save()


def _outcome(page: CasePage) -> Consultation.Outcome:
    if page.outcome == "unknown":
        return Consultation.Outcome.OTHER if page.decision else Consultation.Outcome.NONE
    return Consultation.Outcome(page.outcome)


def _add_points(case: Case, page: CasePage, new: set[str]) -> None:
    if "motion_points" in new and not case.motion_points.exists():
        MotionPoint.objects.bulk_create(
            MotionPoint(case=case, number=number, text=_plain(text))
            for number, text in enumerate(page.motion_points, start=1)
        )


def _add_sections(case: Case, page: CasePage, new: set[str]) -> None:
    last = case.sections.last()
    fresh = [section for section in page.sections if _named(section.heading) in new]
    Section.objects.bulk_create(
        Section(
            case=case,
            order=order,
            kind=section.kind,
            heading=_fitted(Section, "heading", _calm(section.heading)),
            text=_plain(RECOMMENDATION_LINE.sub(r"## \1", section.text)),
        )
        for order, section in enumerate(fresh, start=last.order + 1 if last else 1)
    )


def _calm(heading: str) -> str:
    """Some municipalities write their headings in capitals."""
    heading = heading.rstrip(" ,:")
    return heading.capitalize() if heading.isupper() else heading


def _add_recommendations(case: Case, page: CasePage, new: set[str]) -> None:
    taken = set(case.recommendations.values_list("number", flat=True))
    rows = []
    for one in page.recommendations:
        if f"recommendation {one.number}" in new:
            number = free_number(one.number, taken)
            taken.add(number)
            heading = _fitted(CaseRecommendation, "heading", one.heading)
            rows.append(
                CaseRecommendation(case=case, number=number, heading=heading, text=_plain(one.text))
            )
    CaseRecommendation.objects.bulk_create(rows)


def free_number(wanted: int, taken: set[int]) -> int:
    """The number itself, or the next one that is free."""
    if 0 < wanted <= SMALL and wanted not in taken:
        return wanted
    return max(taken, default=0) + 1


def _fitted(model: type[Model], name: str, value: Any) -> Any:
    """A text as long as its column takes."""
    if not isinstance(value, str):
        return value
    limit = model._meta.get_field(name).max_length  # type: ignore[union-attr]
    return Truncator(_plain(value)).chars(limit) if limit else _plain(value)


def _plain(text: str) -> str:
    """PostgreSQL stores every character but one."""
    return text.replace("\0", "")


# --- what must not be stored ---


def _refuse_cpr_in(page: CasePage) -> None:
    for place, text in _texts(page):
        try:
            refuse_cpr(text, longest=len(text))
        except ValidationError as refused:
            problem = _("%(place)s: %(problem)s") % {"place": place, "problem": refused.messages[0]}
            raise ValidationError(problem, code="cpr") from None


def _texts(page: CasePage) -> Iterator[tuple[str, str]]:
    yield _("Title"), page.title
    yield _("Place"), page.place
    yield _("Committee"), page.committee
    yield _("Summary"), page.summary
    yield _("Case number"), f"{page.case_number}\n{page.item_number}"
    yield _("Moved by"), page.motion_by
    yield _("Decision"), page.decision
    yield from _numbered(_("Motion point %(number)s"), page.motion_points)
    yield from _numbered(_("Attachment %(number)s"), page.attachments)
    yield from _numbered(_("Signature %(number)s"), page.signatories)
    for section in page.sections:
        yield f"»{section.heading}«", f"{section.heading}\n{section.text}"
    for one in page.recommendations:
        yield _("Recommendation %(number)s") % {"number": one.number}, f"{one.heading}\n{one.text}"


def _numbered(words: str, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    for number, text in enumerate(texts, start=1):
        yield words % {"number": number}, text
