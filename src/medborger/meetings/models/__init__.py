"""Meetings: when a forum gathers, what is on the agenda, who comes, and what came of it."""

from medborger.meetings.models.agenda import ActionItem, AgendaItem, Decision
from medborger.meetings.models.files import MeetingFile
from medborger.meetings.models.guests import Guest
from medborger.meetings.models.meeting import Meeting, MeetingQuerySet, SignUp

__all__ = [
    "ActionItem",
    "AgendaItem",
    "Decision",
    "Guest",
    "Meeting",
    "MeetingFile",
    "MeetingQuerySet",
    "SignUp",
]
