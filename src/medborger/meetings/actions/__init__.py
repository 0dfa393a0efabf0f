"""What happens to meetings. Page, API and demo all come through here."""

from medborger.meetings.actions.letters import concerned, to_invite
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
    SomebodyElseWrote,
    add_agenda_item,
    change_agenda_item,
    finish,
    move_agenda_item,
    publish_minutes,
    reopen,
    withdraw_minutes,
    write_minutes,
)

__all__ = [
    "AnswersAreClosed",
    "MeetingIsCancelled",
    "SomebodyElseWrote",
    "add_agenda_item",
    "answer",
    "cancel",
    "change",
    "change_agenda_item",
    "concerned",
    "finish",
    "give_up_places",
    "invite",
    "move_agenda_item",
    "plan",
    "publish_minutes",
    "reopen",
    "to_invite",
    "withdraw_minutes",
    "write_minutes",
]
