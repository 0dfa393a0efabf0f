"""Attachments of a case as files, each open or closed."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from medborger.core.fields import GuardedCharField
from medborger.core.models import StoredFile, Visitor
from medborger.decisions.models.cases import Case


class CaseFileQuerySet(models.QuerySet["CaseFile"]):
    def visible_to(self, visitor: Visitor) -> Self:
        """Those of a case that the visitor sees; closed ones for the municipality's own people."""
        if getattr(visitor, "is_clerk", False):
            return self
        return self.filter(is_open=True, case__is_open=True)


class CaseFile(models.Model):
    case = models.ForeignKey(Case, models.CASCADE, related_name="files")
    stored = models.OneToOneField(StoredFile, models.CASCADE, related_name="case_file")
    title = GuardedCharField(_("title"), max_length=150)
    is_open = models.BooleanField(
        _("open to everyone"),
        default=True,
        help_text=_("A closed attachment is seen by the municipality's own people only."),
    )

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("decisions:file", args=[self.pk])
