from datetime import date
from typing import Annotated

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import File, Form, ModelSchema, Query, Router, Schema, Status, UploadedFile
from ninja.errors import HttpError
from ninja.errors import ValidationError as InvalidInput
from ninja.pagination import paginate
from pydantic import Field
from pydantic_core import PydanticCustomError

from civicmetrics.case_pages import CasePage, NotACase, read_case_pages
from medborger.areas.models import Area
from medborger.core.guard import HEADER, GuardedStr, read_through, reason_in
from medborger.core.http import FileOut, checked, get_permitted, require, send_file
from medborger.decisions import actions, queries
from medborger.decisions.forms import CaseFilter
from medborger.decisions.models import (
    Case,
    CaseFile,
    CaseFileQuerySet,
    CaseQuerySet,
    CaseRecommendation,
    Committee,
    CommitteeQuerySet,
    Consultation,
    FollowUp,
    MotionPoint,
    Recommendation,
    RecommendationQuerySet,
    Section,
)
from medborger.people.http import LoggedInRequest

router = Router(tags=["decisions"])


class RecommendationOut(ModelSchema):
    class Meta:
        model = Recommendation
        fields = [
            "id", "forum", "number", "year", "theme", "heading", "text", "quote", "quote_source",
            "recommended_on", "agreed",
        ]  # fmt: skip


class ConsultationOut(ModelSchema):
    class Meta:
        model = Consultation
        fields = [
            "id", "case", "committee", "role", "asked_on", "due_on", "question", "held_on",
            "starts_at", "place", "outcome", "decision", "proposed", "became", "reason",
        ]  # fmt: skip


class FollowUpOut(ModelSchema):
    class Meta:
        model = FollowUp
        fields = ["id", "kind", "happens_on", "heading", "text", "done", "out_of"]


class CaseOut(ModelSchema):
    class Meta:
        model = Case
        fields = ["id", "title", "municipality", "opened_on", "case_number", "summary", "is_open"]


class StoryOut(RecommendationOut):
    """A recommendation and what became of it. `reached`: 2 recommended, 3 treated, 4 decided, 5 under way."""

    reached: int
    is_stopped: bool
    sentence: str
    moved_on: date
    owes: ConsultationOut | None
    cases: list[CaseOut]
    consultations: list[ConsultationOut]
    follow_ups: list[FollowUpOut]


class MotionPointOut(ModelSchema):
    class Meta:
        model = MotionPoint
        fields = ["number", "text"]


class SectionOut(ModelSchema):
    class Meta:
        model = Section
        fields = ["kind", "heading", "text"]


class PrintedOut(ModelSchema):
    """`recommendation` is null also when its forum is not for you."""

    class Meta:
        model = CaseRecommendation
        fields = ["number", "heading", "text", "recommendation"]


class WholeCaseOut(CaseOut):
    kle_number: str
    motion_by: str
    signed_by: str
    attachments: list[str] = Field(alias="attachment_list")
    motion_points: list[MotionPointOut]
    sections: list[SectionOut]
    recommendations: list[PrintedOut]
    consultations: list[ConsultationOut]


class CommitteeOut(ModelSchema):
    class Meta:
        model = Committee
        fields = ["id", "name", "municipality"]


class RecommendationSearch(Schema):
    forum: int | None = None


class CaseSearch(Schema):
    committee: int | None = None
    outcome: str = ""


class ImportIn(Schema):
    """A published case page as text. `municipality` is its code, for example 101."""

    text: str = Field(max_length=2 * 1024 * 1024)
    municipality: Annotated[str, Field(pattern=r"^[0-9]{0,4}$")] = ""


class ImportedOut(Schema):
    case: CaseOut
    is_new: bool
    is_completed: bool


@router.get("/recommendations/", response=list[RecommendationOut])
@paginate
def list_recommendations(
    request: HttpRequest, search: Query[RecommendationSearch]
) -> RecommendationQuerySet:
    found = Recommendation.objects.visible_to(request.user).order_by("-recommended_on", "-pk")
    return found.filter(forum=search.forum) if search.forum else found


@router.get("/recommendations/{int:recommendation_id}/", response=StoryOut)
def recommendation(request: HttpRequest, recommendation_id: int) -> Recommendation:
    """What a forum recommended, and what became of it."""
    shown: Recommendation = get_permitted(
        request, "decisions.view_recommendation", Recommendation.objects, pk=recommendation_id
    )
    story = queries.story(shown, request.user)
    for name in ("reached", "is_stopped", "sentence", "moved_on", "owes", "cases", "consultations"):
        setattr(shown, name, getattr(story, name))
    return shown


@router.get("/cases/", response=list[CaseOut])
@paginate
def list_cases(request: HttpRequest, search: Query[CaseSearch]) -> CaseQuerySet:
    """Cases, the newest first; `committee` and `outcome` concern the same treatment."""
    chosen = CaseFilter(search.dict()).chosen
    return queries.cases_treated(request.user, **chosen).order_by("-opened_on", "-pk")


@router.get("/cases/{int:case_id}/", response=WholeCaseOut)
def case(request: HttpRequest, case_id: int) -> Case:
    shown = get_permitted(request, "decisions.view_case", _whole(request), pk=case_id)
    seen = {
        one.row.pk: one.recommendation
        for one in queries.printed_recommendations(shown, request.user)
    }
    for printed in shown.recommendations.all():
        printed.recommendation = seen[printed.pk]
    return shown


def _whole(request: HttpRequest) -> CaseQuerySet:
    return Case.objects.prefetch_related(
        "motion_points", "sections", "consultations", Prefetch("recommendations")
    )


@router.get("/committees/", response=list[CommitteeOut])
@paginate
def list_committees(request: HttpRequest) -> CommitteeQuerySet:
    return Committee.objects.visible_to(request.user).order_by("name", "pk")


@router.post("/cases/import/", response=list[ImportedOut])
@transaction.atomic
def import_text(request: LoggedInRequest, sent: ImportIn) -> list[actions.Imported]:
    """Store a published case page, once: sent again it gives the same cases."""
    require(request, "decisions.add_case")
    _guard(request, sent.text)
    municipality = _municipality(sent.municipality)
    try:
        return [
            actions.import_page(request.user, page, municipality=municipality)
            for page in _pages(sent.text)
        ]
    except ValidationError as refused:
        raise HttpError(422, " ".join(refused.messages)) from refused


def _guard(request: HttpRequest, text: str) -> None:
    """After the question who asks: reading millions of signs through takes seconds."""
    try:
        read_through(text, reason_in(request.headers, HEADER))
    except PydanticCustomError as refused:
        said = {"type": refused.type, "msg": refused.message(), "ctx": refused.context}
        raise InvalidInput([{**said, "loc": ["body", "sent", "text"]}]) from refused


def _pages(text: str) -> tuple[CasePage, ...]:
    try:
        return read_case_pages(text)
    except NotACase as refusal:
        raise HttpError(422, " ".join(queries.missing_from(refusal))) from refusal


def _municipality(code: str) -> Area | None:
    if not code:
        return None
    found = Area.objects.filter(kind=Area.Kind.MUNICIPALITY, code=code).first()
    if found is None:
        raise HttpError(422, "No municipality has this code.")
    return found


class CaseFileIn(Schema):
    """Without a title the file goes by its name."""

    title: GuardedStr = Field("", max_length=150)
    is_open: bool = True


class CaseFileOut(FileOut):
    title: str
    is_open: bool


@router.get("/cases/{int:case_id}/files/", response=list[CaseFileOut])
def list_files(request: HttpRequest, case_id: int) -> CaseFileQuerySet:
    """Attachments that you may see."""
    found = get_permitted(request, "decisions.view_case", Case.objects, pk=case_id)
    return CaseFile.objects.visible_to(request.user).filter(case=found).select_related("stored")


@router.post("/cases/{int:case_id}/files/", response={201: CaseFileOut})
def add_file(
    request: LoggedInRequest,
    case_id: int,
    file: File[UploadedFile],
    said: Form[CaseFileIn],
) -> Status[CaseFile]:
    """Give the case an attachment, open to everyone or closed."""
    found = get_permitted(request, "decisions.change_case", Case.objects, pk=case_id)
    given = [checked(request, file)]
    (made,) = actions.attach(request.user, found, given, **said.dict())
    return Status(201, made)


@router.get("/files/{int:case_file_id}/")
def download_file(request: HttpRequest, case_file_id: int) -> HttpResponseBase:
    """The attachment itself, as application/octet-stream."""
    objects = CaseFile.objects.select_related("case", "stored")
    found = get_permitted(request, "decisions.view_casefile", objects, pk=case_file_id)
    return send_file(found.stored)


@router.delete("/files/{int:case_file_id}/", response={204: None})
def delete_file(request: LoggedInRequest, case_file_id: int) -> Status[None]:
    objects = CaseFile.objects.select_related("case", "stored")
    found = get_permitted(request, "decisions.change_casefile", objects, pk=case_file_id)
    actions.detach(request.user, found)
    return Status(204, None)
