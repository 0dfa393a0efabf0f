"""What a forum shares: files for its members, with the versions they have been through."""

from typing import Self

from django.db import models
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from medborger.core.fields import GuardedCharField
from medborger.core.models import StoredFile, Visitor
from medborger.forums.models.forum import Forum, roles_of


class ForumFileQuerySet(models.QuerySet["ForumFile"]):
    def visible_to(self, visitor: Visitor) -> Self:
        """Shared material is for members, also where the forum itself is public."""
        return self.filter(forum__in=roles_of(visitor))


class ForumFile(models.Model):
    forum = models.ForeignKey(Forum, models.CASCADE, related_name="files", editable=False)
    title = GuardedCharField(_("title"), max_length=150)

    objects = ForumFileQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("file of a forum")
        verbose_name_plural = _("files of a forum")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("forums:file", args=[self.pk])


class FileVersionQuerySet(models.QuerySet["FileVersion"]):
    def visible_to(self, visitor: Visitor) -> Self:
        return self.filter(file__in=ForumFile.objects.visible_to(visitor))

    def newest(self) -> Self:
        """The one of each file that members are shown first."""
        last = FileVersion.objects.filter(file=OuterRef("file")).order_by("-number")
        return self.filter(number=Subquery(last.values("number")[:1]))


class FileVersion(models.Model):
    """One version of a shared file. Older ones stay, so that nothing is lost by replacing."""

    file = models.ForeignKey(ForumFile, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    stored = models.OneToOneField(StoredFile, models.CASCADE, related_name="forum_file_version")

    objects = FileVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version of a file")
        verbose_name_plural = _("versions of a file")
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="one_version_per_number")
        ]

    def __str__(self) -> str:
        return self.stored.name

    def get_absolute_url(self) -> str:
        return reverse("forums:file_version", args=[self.pk])

    @property
    def forum(self) -> Forum:
        return self.file.forum
