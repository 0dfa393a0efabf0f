"""What happens to meetings. Page, API and demo all come through here."""

from medborger.meetings.actions.files import attach, detach
from medborger.meetings.actions.guests import (
    AlreadyComes,
    MeetingIsFull,
    answer_as_guest,
    guest_may_answer,
    invite_guest,
    renew_guest_link,
    withdraw_guest,
)
from medborger.meetings.actions.meetings import (
    AnswersAreClosed,
    MeetingIsCancelled,
    answer,
    cancel,
    change,
    give_up_places,
    invite,
    plan,
)
from medborger.meetings.actions.minutes import (
    add_agenda_item,
    change_agenda_item,
    finish,
    move_agenda_item,
    publish_minutes,
    reopen,
    withdraw_minutes,
    write_minutes,
)
from medborger.meetings.tasks import concerned, to_invite

__all__ = [
    "AlreadyComes",
    "AnswersAreClosed",
    "MeetingIsCancelled",
    "MeetingIsFull",
    "add_agenda_item",
    "answer",
    "answer_as_guest",
    "attach",
    "cancel",
    "change",
    "change_agenda_item",
    "concerned",
    "detach",
    "finish",
    "give_up_places",
    "guest_may_answer",
    "invite",
    "invite_guest",
    "move_agenda_item",
    "plan",
    "publish_minutes",
    "renew_guest_link",
    "reopen",
    "to_invite",
    "withdraw_guest",
    "withdraw_minutes",
    "write_minutes",
]
