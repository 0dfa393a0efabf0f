"""Areas: country, regions, municipalities, districts and neighbourhoods, as a tree with codes."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medborger.core.fields import GuardedCharField, GuardedTextField
from medborger.core.models import Visitor
from medborger.people.models import Organisation

DEPTH = 4  # steps from a neighbourhood up to the country


class AreaQuerySet(models.QuerySet["Area"]):
    def visible_to(self, visitor: Visitor) -> Self:
        """Areas are public."""
        return self

    def valid(self, on: date | None = None) -> Self:
        on = on or timezone.localdate()
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on),
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        )

    def within(self, area: "Area") -> Self:
        """The area itself and everything inside it, also through areas that it succeeded."""
        inside = Q(pk=area.pk) | Q(succeeded_by=area)
        for step in range(1, DEPTH + 1):
            up = "__".join(["parent"] * step)
            inside |= Q(**{up: area.pk}) | Q(**{f"{up}__succeeded_by": area.pk})
        return self.filter(inside)


class Area(models.Model):
    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        REGION = "region", _("region")
        MUNICIPALITY = "municipality", _("municipality")
        DISTRICT = "district", _("district")
        NEIGHBOURHOOD = "neighbourhood", _("neighbourhood")

    name = GuardedCharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("lies in"),
    )
    code = models.CharField(
        _("code at Statistics Denmark"), max_length=6, blank=True, help_text=_("For example 101.")
    )
    dagi_code = models.CharField(
        _("code in the Danish administrative geography (DAGI)"), max_length=6, blank=True
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    succeeded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="succeeds",
        verbose_name=_("succeeded by"),
    )
    about = GuardedTextField(_("about the area"), blank=True)
    organisations = models.ManyToManyField(
        Organisation, blank=True, related_name="areas_served", verbose_name=_("organisations")
    )

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        constraints = [
            models.UniqueConstraint(fields=["parent", "name", "kind"], name="one_area_per_name"),
            models.UniqueConstraint(
                fields=["kind", "code"], condition=~Q(code=""), name="one_area_per_code"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portal:area", args=[self.pk])

    def is_valid(self, on: date | None = None) -> bool:
        on = on or timezone.localdate()
        return (not self.valid_from or self.valid_from <= on) and (
            not self.valid_to or self.valid_to >= on
        )

    def current(self, on: date | None = None) -> "Area":
        """This area, or the one that has taken its place."""
        area = self
        while not area.is_valid(on) and area.succeeded_by:
            area = area.succeeded_by
        return area

    def ancestors(self, on: date | None = None) -> list["Area"]:
        """From the country down to the area that this one lies in, as of `on`."""
        path: list[Area] = []
        above = self.parent
        while above:
            path.append(above.current(on))
            above = above.parent
        return path[::-1]
