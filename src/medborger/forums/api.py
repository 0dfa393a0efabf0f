from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import File, Form, ModelSchema, Query, Router, Schema, Status, UploadedFile
from ninja.errors import HttpError
from ninja.pagination import paginate
from pydantic import Field

from medborger.areas.models import Area
from medborger.core.guard import ACKNOWLEDGED, HEADER, GuardedStr, reason_in
from medborger.core.http import FileOut, checked, get_permitted, send_file
from medborger.core.log import record
from medborger.core.refusals import Refusal
from medborger.forums import actions, queries
from medborger.forums.forms import ApplicationForm
from medborger.forums.models import (
    Application,
    FileVersion,
    FileVersionQuerySet,
    Forum,
    ForumFile,
    ForumQuerySet,
)
from medborger.people.http import LoggedInRequest

router = Router(tags=["forums"])


class ForumOut(ModelSchema):
    class Meta:
        model = Forum
        fields = [
            "id", "name", "kind", "summary", "purpose", "organisation", "area", "target_groups",
            "visibility", "way_in", "physical_meetings", "virtual_meetings", "archived_at",
        ]  # fmt: skip


class ForumSearch(Schema):
    kind: str = ""
    area: int | None = None
    archived: bool = False


class CoveredOut(Schema):
    name: str
    seats: int
    taken: int


class CoverageOut(Schema):
    criteria: list[CoveredOut]
    areas: list[CoveredOut]
    seats: int
    taken: int


class SeatOut(Schema):
    """`holder` is null on a vacant seat, and where you may not see who the members are."""

    id: int
    number: int
    criteria: list[str]
    areas: list[str]
    appointed_by: int | None
    term_starts_on: str | None
    term_ends_on: str | None
    is_vacant: bool
    holder: str | None
    organisation: str | None


class MemberOut(Schema):
    """Contact details stand here for fellow members, as each member has chosen."""

    name: str
    role: str
    organisation: str | None
    seat: int | None
    email: str
    phone: str


class ApplicationIn(Schema):
    text: GuardedStr
    seat: int | None = None
    organisation: int | None = None


class ApplicationOut(ModelSchema):
    class Meta:
        model = Application
        fields = ["id", "forum", "seat", "organisation", "text", "status", "answer", "created_at"]


@router.get("/", response=list[ForumOut], summary="Forums that you may see")
@paginate
def list_forums(request: HttpRequest, search: Query[ForumSearch]) -> ForumQuerySet:
    found = Forum.objects.visible_to(request.user)
    found = found.archived() if search.archived else found.active()
    if search.kind:
        found = found.filter(kind=search.kind)
    if search.area:
        found = found.filter(area__in=Area.objects.within(Area(pk=search.area)))
    return found


@router.get("/{int:forum_id}/", response=ForumOut)
def forum(request: HttpRequest, forum_id: int) -> Forum:
    found: Forum = get_permitted(request, "forums.view_forum", Forum.objects, pk=forum_id)
    return found


@router.get("/{int:forum_id}/coverage/", response=CoverageOut)
def coverage(request: HttpRequest, forum_id: int) -> queries.Coverage:
    """What the forum wants at its table, against the seats that bring it."""
    objects = Forum.objects.select_related("area")
    return queries.coverage(get_permitted(request, "forums.view_forum", objects, pk=forum_id))


@router.get("/{int:forum_id}/seats/", response=list[SeatOut])
def seats(request: HttpRequest, forum_id: int) -> list[dict[str, Any]]:
    found = get_permitted(request, "forums.view_forum", Forum.objects, pk=forum_id)
    names = request.user.has_perm("forums.see_members", found)
    return [_seat(row) for row in queries.seat_rows(found, with_names=names)]


def _seat(row: queries.SeatRow) -> dict[str, Any]:
    seat, holding = row.seat, row.holding
    return {
        "id": seat.pk,
        "number": seat.number,
        "criteria": [str(one) for one in seat.criteria.all()],
        "areas": [str(one) for one in seat.areas.all()],
        "appointed_by": seat.appointed_by_id,
        "term_starts_on": seat.term_starts_on and seat.term_starts_on.isoformat(),
        "term_ends_on": seat.term_ends_on and seat.term_ends_on.isoformat(),
        "is_vacant": row.is_vacant,
        "holder": str(holding.person) if holding and row.shows_names else None,
        "organisation": str(holding.organisation) if holding and holding.organisation else None,
    }


@router.get("/{int:forum_id}/members/", response=list[MemberOut])
def members(request: HttpRequest, forum_id: int) -> list[MemberOut]:
    found = get_permitted(request, "forums.see_members", Forum.objects, pk=forum_id)
    contacts = request.user.has_perm("forums.see_contacts", found)
    record(request.user, "forums.read_members", found, forum_id=found.pk)
    return [
        MemberOut(
            name=str(row.membership.person),
            role=row.membership.role,
            organisation=str(row.membership.organisation) if row.membership.organisation else None,
            seat=row.seat_number,
            email=row.email,
            phone=row.phone,
        )
        for row in queries.member_rows(found, with_contacts=contacts)
    ]


@router.post("/{int:forum_id}/applications/", response={201: ApplicationOut})
def apply(request: LoggedInRequest, forum_id: int, sent: ApplicationIn) -> Status[Application]:
    """Ask for a seat, or to join. The coordinators answer."""
    found = get_permitted(request, "forums.apply", Forum.objects, pk=forum_id)
    form = ApplicationForm(_as_typed(request, sent), person=request.user, forum=found)
    if not form.is_valid():
        raise HttpError(422, form.errors.as_json())
    try:
        return Status(201, actions.apply(request.user, found, **form.cleaned_data))
    except Refusal as refusal:
        raise HttpError(409, str(refusal)) from refusal


def _as_typed(request: HttpRequest, sent: ApplicationIn) -> dict[str, Any]:
    """As a form sends it: what is not chosen is not there."""
    typed = sent.dict() | {ACKNOWLEDGED: reason_in(request.headers, HEADER)}
    return {name: value for name, value in typed.items() if value}


class FileVersionOut(FileOut):
    """The newest version of a shared file; `file` is the file, whatever its version."""

    file: int = Field(alias="file_id")
    title: str = Field(alias="file.title")
    number: int


class FileIn(Schema):
    """Without a title the file goes by its name."""

    title: GuardedStr = Field("", max_length=150)


def _versions() -> FileVersionQuerySet:
    return FileVersion.objects.select_related("file__forum", "stored")


@router.get("/{int:forum_id}/files/", response=list[FileVersionOut])
@paginate
def list_files(request: HttpRequest, forum_id: int) -> FileVersionQuerySet:
    """What the members share, each file in its newest version."""
    found = get_permitted(request, "forums.see_files", Forum.objects, pk=forum_id)
    return _versions().newest().filter(file__forum=found).order_by("-stored")


@router.post("/{int:forum_id}/files/", response={201: FileVersionOut})
def share_file(
    request: LoggedInRequest, forum_id: int, file: File[UploadedFile], said: Form[FileIn]
) -> Status[FileVersion]:
    """Share a file with the members."""
    found = get_permitted(request, "forums.share_files", Forum.objects, pk=forum_id)
    given = [checked(request, file)]
    (made,) = actions.share(request.user, found, given, title=said.title)
    return Status(201, _versions().get(file=made))


@router.post("/files/{int:forum_file_id}/versions/", response={201: FileVersionOut})
def replace_file(
    request: LoggedInRequest, forum_file_id: int, file: File[UploadedFile]
) -> Status[FileVersion]:
    """Put a newer version in front. The older ones stay."""
    objects = ForumFile.objects.select_related("forum")
    found = get_permitted(request, "forums.change_forumfile", objects, pk=forum_file_id)
    made = actions.replace_file(request.user, found, checked(request, file))
    return Status(201, _versions().get(pk=made.pk))


@router.get("/files/versions/{int:version_id}/")
def download_file(request: HttpRequest, version_id: int) -> HttpResponseBase:
    """The file itself, as application/octet-stream."""
    found = get_permitted(request, "forums.view_fileversion", _versions(), pk=version_id)
    return send_file(found.stored)


@router.delete("/files/{int:forum_file_id}/", response={204: None})
def delete_file(request: LoggedInRequest, forum_file_id: int) -> Status[None]:
    """Take a file away with all its versions."""
    objects = ForumFile.objects.select_related("forum")
    found = get_permitted(request, "forums.change_forumfile", objects, pk=forum_file_id)
    actions.unshare(request.user, found)
    return Status(204, None)
