"""The agenda is laid, the minutes are written, and what came of them."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from medborger.core.log import record
from medborger.meetings.models import ActionItem, AgendaItem, Meeting
from medborger.meetings.tasks import lock
from medborger.people.models import User


@transaction.atomic
def add_agenda_item(by: User, item: AgendaItem) -> AgendaItem:
    lock(item.meeting)
    last = item.meeting.agenda.aggregate(last=Max("order"))["last"]
    item.order = (last or 0) + 1
    item.save()
    return item


def change_agenda_item(by: User, item: AgendaItem) -> None:
    """Store an item that was planned anew, and nothing of its minutes or its order."""
    item.save(update_fields=["kind", "heading", "minutes_long", "responsible", "text", "text_html"])


@transaction.atomic
def move_agenda_item(by: User, item: AgendaItem, *, up: bool) -> None:
    """Let the item change places with its neighbour. At the end of the agenda it stays."""
    lock(item.meeting)
    item.refresh_from_db()
    others = item.meeting.agenda.all()
    near = others.filter(order__lt=item.order).last() if up else None
    near = near if up else others.filter(order__gt=item.order).first()
    if near:
        free = others.aggregate(last=Max("order"))["last"] + 1
        taken, item_order = near.order, item.order
        for row, order in ((item, free), (near, item_order), (item, taken)):
            row.order = order
            row.save(update_fields=["order"])


def write_minutes(by: User, item: AgendaItem, text: str) -> AgendaItem:
    """Store the minutes of one item, and nothing of how it was planned."""
    item.minutes = text
    item.save(update_fields=["minutes", "minutes_html"])
    return item


@transaction.atomic
def publish_minutes(by: User, meeting: Meeting) -> None:
    """The explicit act after which all who may see the meeting may read its minutes."""
    unpublished = Meeting.objects.filter(pk=meeting.pk, minutes_published_at=None)
    if unpublished.update(minutes_published_at=timezone.now()):
        record(by, "meetings.publish_minutes", meeting, forum_id=meeting.forum_id)


@transaction.atomic
def withdraw_minutes(by: User, meeting: Meeting) -> None:
    published = Meeting.objects.filter(pk=meeting.pk, minutes_published_at__isnull=False)
    if published.update(minutes_published_at=None):
        record(by, "meetings.withdraw_minutes", meeting, forum_id=meeting.forum_id)


def finish(by: User, action_item: ActionItem) -> None:
    ActionItem.objects.open().filter(pk=action_item.pk).update(done_at=timezone.now())


def reopen(by: User, action_item: ActionItem) -> None:
    ActionItem.objects.filter(pk=action_item.pk).update(done_at=None)
