from django.http import HttpRequest
from ninja import ModelSchema, Query, Router, Schema, Status
from ninja.errors import HttpError
from ninja.pagination import paginate
from pydantic import Field

from medborger.core.guard import GuardedStr
from medborger.core.http import get_permitted, require
from medborger.people.forms import OrganisationForm
from medborger.people.http import LoggedInRequest
from medborger.people.models import Organisation, OrganisationQuerySet, User

router = Router(tags=["people"])


class MeOut(ModelSchema):
    class Meta:
        model = User
        fields = ["id", "name", "email", "language"]


class OrganisationOut(ModelSchema):
    class Meta:
        model = Organisation
        fields = [
            "id", "name", "kind", "under_roof_of", "offers", "cvr", "website", "public_email",
            "public_phone",
        ]  # fmt: skip


class OrganisationIn(Schema):
    name: GuardedStr = Field(max_length=150)
    kind: Organisation.Kind
    under_roof_of: int | None = None
    offers: GuardedStr = ""
    cvr: GuardedStr = ""
    website: GuardedStr = ""
    public_email: GuardedStr = ""
    public_phone: GuardedStr = ""


class OrganisationSearch(Schema):
    q: str = ""
    kind: str = ""


@router.get("/me", response=MeOut, summary="Who the token or session belongs to")
def me(request: LoggedInRequest) -> User:
    return request.user


@router.get("/organisations/", response=list[OrganisationOut])
@paginate
def list_organisations(
    request: HttpRequest, search: Query[OrganisationSearch]
) -> OrganisationQuerySet:
    return Organisation.objects.visible_to(request.user).matching(**search.dict())


@router.get("/organisations/{int:organisation_id}/", response=OrganisationOut)
def organisation(request: HttpRequest, organisation_id: int) -> Organisation:
    found: Organisation = get_permitted(
        request, "people.view_organisation", Organisation.objects, pk=organisation_id
    )
    return found


@router.post("/organisations/", response={201: OrganisationOut})
def create_organisation(request: HttpRequest, sent: OrganisationIn) -> Status[Organisation]:
    require(request, "people.add_organisation")
    return Status(201, _save(sent, Organisation()))


@router.put("/organisations/{int:organisation_id}/", response=OrganisationOut)
def change_organisation(
    request: HttpRequest, organisation_id: int, sent: OrganisationIn
) -> Organisation:
    changed = get_permitted(
        request, "people.change_organisation", Organisation.objects, pk=organisation_id
    )
    return _save(sent, changed)


def _save(sent: OrganisationIn, organisation: Organisation) -> Organisation:
    form = OrganisationForm(sent.dict(), instance=organisation)
    if not form.is_valid():
        raise HttpError(422, form.errors.as_json())
    saved: Organisation = form.save()
    return saved
