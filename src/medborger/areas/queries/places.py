"""Areas as people write them in a cell or a link: by name, by code, or by number."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from medborger.areas.models import Area
from medborger.people.models import Organisation

Serves = Area.organisations.through


class NoSuchArea(Exception):
    """No area is called so."""


class SeveralAreas(Exception):
    """More than one area is called so. `labels` tells them apart."""

    def __init__(self, labels: list[str]) -> None:
        super().__init__(*labels)
        self.labels = labels


class Places:
    """All areas at once, in one query, with a label for each that leads back to it alone."""

    def __init__(self) -> None:
        self.areas = {area.pk: area for area in Area.objects.order_by("name", "pk")}
        self._today = {pk for pk, area in self.areas.items() if area.is_valid()}
        self._called: dict[str, list[int]] = defaultdict(list)
        for area in self.areas.values():
            for name in (area.code, area.name, self._with_parent(area)):
                self._called[_key(name)].append(area.pk)
        self._labels: dict[int, str] = {}

    def label(self, pk: int) -> str:
        if pk not in self._labels:
            area = self.areas[pk]
            self._labels[pk] = next(
                (name for name in (area.name, self._with_parent(area)) if self._leads_to(name, pk)),
                f"#{pk}",
            )
        return self._labels[pk]

    def find(self, written: str) -> int:
        """The key of the area that is meant. One that is valid today goes before a former one."""
        meant = self._meant(written)
        if not meant:
            raise NoSuchArea
        if len(meant) > 1:
            raise SeveralAreas([self.label(pk) for pk in meant])
        return meant[0]

    def _meant(self, written: str) -> list[int]:
        number = written[1:] if written[:1] == "#" else ""
        if number.isascii() and number.isdigit() and int(number) in self.areas:
            return [int(number)]
        found = self._called.get(_key(written), []) if _key(written) else []
        today = [pk for pk in found if pk in self._today]
        return list(dict.fromkeys(today or found))

    def above(self, pks: Iterable[int]) -> set[int]:
        """The areas themselves, and all that they lie in."""
        found: set[int] = set()
        for pk in pks:
            at: int | None = pk
            while at is not None and at not in found:
                found.add(at)
                at = self.areas[at].parent_id
        return found

    def _leads_to(self, name: str, pk: int) -> bool:
        is_plain = not set(";\r\n") & set(name) and name[:1] != "#"
        return is_plain and self._meant(name) == [pk]

    def _with_parent(self, area: Area) -> str:
        above = self.areas.get(area.parent_id or 0)
        return f"{area.name} ({above.name})" if above else ""


def _key(name: str) -> str:
    return " ".join(name.split()).lower()


def serving(area: Area) -> QuerySet[Organisation]:
    """Those that serve the area, a part of it, or a larger one that it lies in."""
    return Organisation.objects.filter(
        pk__in=_organisations(Area.objects.within(area))
    ) | Organisation.objects.filter(pk__in=_organisations(above(area)))


def serving_within(area: Area) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=_organisations(Area.objects.within(area)))


def serving_more_than(area: Area) -> QuerySet[Organisation]:
    """Those that serve a larger area, and not this one or a part of it by name."""
    larger = Organisation.objects.filter(pk__in=_organisations(above(area)))
    return larger.exclude(pk__in=_organisations(Area.objects.within(area)))


def above(area: Area) -> list[Area]:
    return [one for one in area.ancestors() if one != area]


def _organisations(areas: "QuerySet[Area] | list[Area]") -> Iterable[int]:
    return Serves.objects.filter(area__in=areas).values_list("organisation", flat=True)


def served_places(places: Places) -> list[tuple[int, str]]:
    """The areas that one can look for organisations in: those served, and what they lie in."""
    served = Serves.objects.values_list("area_id", flat=True).distinct()
    found = ((pk, places.label(pk)) for pk in places.above(served))
    return sorted(found, key=lambda one: one[1].lower())
