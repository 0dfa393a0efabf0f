from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medborger.core.fields import GuardedCharField
from medborger.people.models import Organisation, User

REGRET = timedelta(days=30)
READ_WITHIN = timedelta(hours=24)


class MergerQuerySet(models.QuerySet["Merger"]):
    def to_undo(self) -> Self:
        """Those that can still be taken back: `undo` holds what it takes."""
        return self.filter(at__gt=timezone.now() - REGRET, undo__isnull=False)

    def past_regret(self) -> Self:
        return self.filter(at__lte=timezone.now() - REGRET, undo__isnull=False)


class Merger(models.Model):
    """Two organisations turned out to be one. The address of the gone leads to the kept."""

    gone_id = models.PositiveBigIntegerField(unique=True, editable=False)
    gone_name = GuardedCharField(_("former name"), max_length=150, editable=False)
    kept = models.ForeignKey(Organisation, models.CASCADE, related_name="mergers", editable=False)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    undo = models.JSONField(null=True, editable=False)

    objects = MergerQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("merger")
        verbose_name_plural = _("mergers")

    def __str__(self) -> str:
        return f"{self.gone_name} → {self.kept}"

    @property
    def can_be_undone(self) -> bool:
        """Not when the kept one was itself merged later: that is to be taken back first."""
        is_fresh = self.at > timezone.now() - REGRET
        return bool(is_fresh and self.undo and self.undo["kept"] == self.kept_id)


class KeptApart(models.Model):
    """Two organisations look alike, and somebody has seen that they are not the same."""

    one = models.ForeignKey(Organisation, models.CASCADE, related_name="+", editable=False)
    other = models.ForeignKey(Organisation, models.CASCADE, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("pair that is kept apart")
        verbose_name_plural = _("pairs that are kept apart")
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="kept_apart_once")]

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"


class OrganisationImportQuerySet(models.QuerySet["OrganisationImport"]):
    def open(self) -> Self:
        return self.filter(at__gt=timezone.now() - READ_WITHIN)

    def expired(self) -> Self:
        return self.filter(at__lte=timezone.now() - READ_WITHIN)


class OrganisationImport(models.Model):
    """A file of organisations that was read and found free of errors, until somebody says yes.

    What it holds has passed the guard. It belongs to who sent the file, and lasts for a day.
    """

    by = models.ForeignKey(User, models.CASCADE, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    headings = models.JSONField(editable=False)
    rows = models.JSONField(editable=False)
    stories = models.JSONField(default=list, editable=False)

    objects = OrganisationImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of organisations")
        verbose_name_plural = _("imports of organisations")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
