from django.http import HttpRequest
from ninja import ModelSchema, Query, Router, Schema
from ninja.pagination import paginate

from medborger.areas.models import Area, AreaQuerySet
from medborger.core.http import get_permitted

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
