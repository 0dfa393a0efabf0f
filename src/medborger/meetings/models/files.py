"""Files that belong to a meeting, or to one item of its agenda."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from medborger.core.models import StoredFile, Visitor
from medborger.forums.models import Forum
from medborger.meetings.models.agenda import AgendaItem
from medborger.meetings.models.guests import Guest
from medborger.meetings.models.meeting import Meeting


class MeetingFileQuerySet(models.QuerySet["MeetingFile"]):
    def visible_to(self, visitor: Visitor) -> Self:
        """Whoever sees the meeting sees its files."""
        return self.filter(meeting__in=Meeting.objects.visible_to(visitor))


class MeetingFile(models.Model):
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="files")
    # When the item goes, its file stays with the meeting.
    item = models.ForeignKey(
        AgendaItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="files",
        verbose_name=_("agenda item"),
    )
    stored = models.OneToOneField(StoredFile, models.CASCADE, related_name="meeting_file")

    objects = MeetingFileQuerySet.as_manager()

    # Who is shown it, when that is a guest: guests have a way of their own.
    guest: Guest | None = None

    class Meta:
        ordering = ["pk"]
        verbose_name = _("file of a meeting")
        verbose_name_plural = _("files of a meeting")

    def __str__(self) -> str:
        return self.stored.name

    def get_absolute_url(self) -> str:
        if self.guest:
            return reverse("meetings:guest_file", args=[self.guest.token, self.pk])
        return reverse("meetings:file", args=[self.pk])

    @property
    def forum(self) -> Forum:
        return self.meeting.forum
