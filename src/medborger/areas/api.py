from django.db import transaction
from django.http import HttpRequest
from ninja import ModelSchema, Query, Router, Schema, Status
from ninja.errors import HttpError
from ninja.pagination import paginate
from pydantic import Field

from medborger.areas.actions.organisations import keep
from medborger.areas.forms.organisations import OrganisationForm
from medborger.areas.models import Area, AreaQuerySet
from medborger.areas.queries.directory import chosen_by
from medborger.core.guard import ACKNOWLEDGED, HEADER, GuardedStr, reason_in
from medborger.core.http import get_permitted, require
from medborger.people.models import Organisation, OrganisationQuerySet

router = Router(tags=["areas"])


class AreaOut(ModelSchema):
    class Meta:
        model = Area
        fields = [
            "id", "name", "kind", "parent", "code", "dagi_code", "valid_from", "valid_to",
            "succeeded_by", "about",
        ]  # fmt: skip


class AreaSearch(Schema):
    kind: str = ""
    code: str = ""


@router.get("/", response=list[AreaOut])
@paginate
def list_areas(request: HttpRequest, search: Query[AreaSearch]) -> AreaQuerySet:
    chosen = {name: value for name, value in search.dict().items() if value}
    return Area.objects.visible_to(request.user).filter(**chosen).order_by("pk")


@router.get("/{int:area_id}/", response=AreaOut)
def area(request: HttpRequest, area_id: int) -> Area:
    found: Area = get_permitted(request, "areas.view_area", Area.objects, pk=area_id)
    return found


# --- organisations, with the areas they serve ---

organisations = Router(tags=["people"])


class OrganisationOut(ModelSchema):
    areas_served: list[int]

    class Meta:
        model = Organisation
        fields = [
            "id", "name", "kind", "under_roof_of", "offers", "cvr", "website", "public_email",
            "public_phone",
        ]  # fmt: skip

    @staticmethod
    def resolve_areas_served(organisation: Organisation) -> list[int]:
        return sorted(area.pk for area in organisation.areas_served.all())


class OrganisationIn(Schema):
    name: GuardedStr = Field(max_length=150)
    kind: Organisation.Kind
    under_roof_of: int | None = None
    areas_served: list[int] | None = Field(None, max_length=200, description="None: as they are")
    offers: GuardedStr = ""
    cvr: GuardedStr = ""
    website: GuardedStr = ""
    public_email: GuardedStr = ""
    public_phone: GuardedStr = ""


class OrganisationSearch(Schema):
    q: str = ""
    kind: str = ""
    area: int | None = Field(None, ge=1, le=2**31)


@organisations.get("/", response=list[OrganisationOut])
@paginate
def list_organisations(
    request: HttpRequest, search: Query[OrganisationSearch]
) -> OrganisationQuerySet:
    return chosen_by(request.user, **search.dict()).prefetch_related("areas_served")


@organisations.get("/{int:organisation_id}/", response=OrganisationOut)
def organisation(request: HttpRequest, organisation_id: int) -> Organisation:
    found: Organisation = get_permitted(
        request, "people.view_organisation", Organisation.objects, pk=organisation_id
    )
    return found


@organisations.post("/", response={201: OrganisationOut})
def create_organisation(request: HttpRequest, sent: OrganisationIn) -> Status[Organisation]:
    require(request, "people.add_organisation")
    return Status(201, _save(request, sent, Organisation()))


@organisations.put("/{int:organisation_id}/", response=OrganisationOut)
@transaction.atomic
def change_organisation(
    request: HttpRequest, organisation_id: int, sent: OrganisationIn
) -> Organisation:
    changed = get_permitted(
        request, "people.change_organisation", Organisation.objects, pk=organisation_id
    )
    return _save(request, sent, changed)


def _save(request: HttpRequest, sent: OrganisationIn, changed: Organisation) -> Organisation:
    typed = sent.dict() | {ACKNOWLEDGED: reason_in(request.headers, HEADER)}
    form = OrganisationForm(typed, instance=changed, by=request.user)
    if not form.is_valid():
        raise HttpError(422, form.errors.as_json())
    areas = None if sent.areas_served is None else form.cleaned_data["areas_served"]
    return keep(form.instance, areas)
