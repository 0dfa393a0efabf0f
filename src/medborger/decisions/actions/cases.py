"""What the municipality's own people do with a case."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from medborger.core.log import record
from medborger.decisions.models import Case, Committee, Consultation, MotionPoint, Section
from medborger.people.models import User


@transaction.atomic
def write_case(by: User, case: Case, *, motion_points: Sequence[str]) -> Case:
    """Store a case as it was typed, with its points numbered from 1."""
    was_open = Case.objects.filter(pk=case.pk).values_list("is_open", flat=True).first()
    case.save()
    if was_open is not case.is_open:
        record(by, "decisions.open_case" if case.is_open else "decisions.close_case", case)
    case.motion_points.all().delete()
    MotionPoint.objects.bulk_create(
        MotionPoint(case=case, number=number, text=text)
        for number, text in enumerate(motion_points, start=1)
    )
    return case


@transaction.atomic
def add_section(by: User, section: Section) -> Section:
    Case.objects.select_for_update().get(pk=section.case_id)
    last = section.case.sections.last()
    section.order = last.order + 1 if last else 1
    section.save()
    return section


@transaction.atomic
def consult(by: User, consultation: Consultation, *, committee: str) -> Consultation:
    """Store what a committee is asked or has said. A committee that is new is made."""
    municipality = consultation.case.municipality
    consultation.committee = Committee.objects.named(committee, municipality)
    consultation.save()
    return consultation


def forward(
    by: User,
    case: Case,
    *,
    committee: str,
    role: Consultation.Role,
    question: str = "",
    due_on: date | None = None,
) -> Consultation:
    """Send the case to a further committee, from today."""
    sent = Consultation(
        case=case, role=role, question=question, due_on=due_on, asked_on=timezone.localdate()
    )
    return consult(by, sent, committee=committee)
