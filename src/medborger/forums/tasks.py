"""Errands of forums."""

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from medborger.core.mail import write
from medborger.forums.models import Message


@task()
def write_letters(message_id: int) -> None:
    """Write one letter to each recipient of a message: all of them once, or none yet."""
    with transaction.atomic():
        unwritten = Message.objects.filter(pk=message_id, letters_written_at=None)
        if unwritten.update(letters_written_at=timezone.now()):
            message = Message.objects.select_related("forum", "sender").get(pk=message_id)
            for person in message.recipients.filter(is_active=True):
                write(person, "forums/mail/message.txt", forum=message.forum, message=message)
