"""What was written to all members of a forum."""

import uuid
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from medborger.core.fields import GuardedCharField, MarkdownField
from medborger.core.models import Visitor
from medborger.forums.models.forum import Forum, roles_of
from medborger.people.models import User


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, visitor: Visitor) -> Self:
        return self.filter(forum__in=roles_of(visitor))


class Message(models.Model):
    """A message to all members of a forum. Kept, so that members find it again."""

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="messages", editable=False)
    sender = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    recipients = models.ManyToManyField(User, related_name="+", editable=False)
    recipient_count = models.PositiveIntegerField(editable=False)
    subject = GuardedCharField(_("subject"), max_length=150)
    text = MarkdownField(_("text"))
    # Made with the preview: sending the same preview twice sends one message.
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    sent_at = models.DateTimeField(auto_now_add=True)
    letters_written_at = models.DateTimeField(null=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("forums:message", args=[self.pk])
