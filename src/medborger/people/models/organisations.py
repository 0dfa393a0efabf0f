"""Associations, authorities and others that people speak for."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from medborger.core.fields import (
    AddressField,
    CvrField,
    GuardedCharField,
    GuardedTextField,
    PhoneField,
    WebAddressField,
)
from medborger.core.models import Visitor, holding


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, visitor: Visitor) -> Self:
        """Organisations are public."""
        return self

    def matching(self, q: str = "", kind: str = "") -> Self:
        found = self.filter(holding(q, "name")) if q else self
        return found.filter(kind=kind) if kind else found


class Organisation(models.Model):
    class Kind(models.TextChoices):
        ADMINISTRATION = "administration", _("administration")
        AUTHORITY = "authority", _("authority")
        ASSOCIATION = "association", _("association")
        HOUSING = "housing", _("housing organisation")
        CITIZEN_CENTRE = "citizen_centre", _("citizen centre")
        INSTITUTION = "institution", _("institution")
        COMPANY = "company", _("company")
        ADVICE = "advice", _("advice or knowledge unit")

    MUNICIPAL = (Kind.ADMINISTRATION, Kind.AUTHORITY)

    name = GuardedCharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    under_roof_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="under_roof",
        verbose_name=_("under the roof of"),
        help_text=_("For example the citizen centre that the organisation works from."),
    )
    offers = GuardedTextField(
        _("what it offers"), blank=True, help_text=_("In a few sentences, about the work.")
    )
    cvr = CvrField(_("CVR number"), blank=True)
    website = WebAddressField(_("website"), blank=True)
    public_email = AddressField(_("public e-mail"), blank=True)
    public_phone = PhoneField(_("public telephone"), max_length=30, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="one_organisation_per_name",
                violation_error_message=_("There is an organisation with this name already."),
            ),
            models.UniqueConstraint(
                fields=["cvr"],
                condition=~models.Q(cvr=""),
                name="one_organisation_per_cvr",
                violation_error_message=_("There is an organisation with this CVR number already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("areas:organisation", args=[self.pk])

    def clean(self) -> None:
        if self.pk and self in self.roofs():
            said = _("Choose another than this one and those that are under its roof.")
            raise ValidationError({"under_roof_of": said})

    def roofs(self) -> "list[Organisation]":
        """Whose roof it is under, and whose roof those are under."""
        found: list[Organisation] = []
        above = self.under_roof_of
        while above and above not in found:
            found.append(above)
            above = above.under_roof_of
        return found

    @property
    def is_municipal(self) -> bool:
        return self.kind in self.MUNICIPAL
