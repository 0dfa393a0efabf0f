"""A message to all members: stored at once, its letters written by an errand."""

import uuid

from django.db import transaction

from medborger.core.log import record
from medborger.forums.actions.refusals import NobodyToWriteTo, open_for_changes
from medborger.forums.models import Forum, Message
from medborger.forums.queries import recipients
from medborger.forums.tasks import write_letters
from medborger.people.models import User


@transaction.atomic
def send_message(
    by: User, forum: Forum, *, subject: str, text: str, key: uuid.UUID | None = None
) -> Message:
    """Write to every other member. The same `key` twice is one message."""
    forum = open_for_changes(forum)
    key = key or uuid.uuid4()
    if sent := forum.messages.filter(key=key).first():
        return sent
    people = list(recipients(forum, by))
    if not people:
        raise NobodyToWriteTo
    message = forum.messages.create(
        sender=by, subject=subject, text=text, key=key, recipient_count=len(people)
    )
    message.recipients.set(people)
    write_letters.enqueue(message.pk)
    record(by, "forums.send_message", message, forum_id=forum.pk)
    return message
