"""The line from meeting to action: one station for each thing that happened, is owed or is planned."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from medborger.core.models import Visitor
from medborger.decisions.models import Case, Consultation, FollowUp, Recommendation
from medborger.decisions.queries.stories import Story
from medborger.meetings.models import Meeting

AHEAD = {"owes", "future"}


@dataclass(frozen=True)
class Station:
    """A place on the line, and the one thing that it tells of."""

    on: date | None
    kind: str
    heading: str
    meeting: Meeting | None = None
    recommendation: Recommendation | None = None
    case: Case | None = None
    consultation: Consultation | None = None
    follow_up: FollowUp | None = None
    future_follows: bool = False

    @property
    def is_ahead(self) -> bool:
        return self.kind in AHEAD


def timeline(story: Story, visitor: Visitor) -> list[Station]:
    stations = [
        *_meetings(story.recommendation, visitor),
        Station(
            story.recommendation.recommended_on,
            "done",
            _("Recommended by the forum"),
            recommendation=story.recommendation,
        ),
        *(Station(one.opened_on, "square", _("Case in the municipality"), case=one) for one in story.cases),
        *map(_consultation, story.consultations),
        *map(_follow_up, story.follow_ups),
    ]  # fmt: skip
    return _dashed(sorted(stations, key=_place))


def consultation_line(consultations: list[Consultation]) -> list[Station]:
    """How one case goes through the committees."""
    return _dashed(sorted(map(_consultation, consultations), key=_place))


def _place(station: Station) -> date:
    """What is owed lies ahead also when the deadline has passed. Sorting keeps ties in order."""
    today = timezone.localdate()
    if station.is_ahead:
        return max(station.on or date.max, today)
    return station.on or today


def _dashed(stations: list[Station]) -> list[Station]:
    return [
        replace(
            station, future_follows=any(after.is_ahead for after in stations[place : place + 1])
        )
        for place, station in enumerate(stations, start=1)
    ]


def _meetings(recommendation: Recommendation, visitor: Visitor) -> Iterator[Station]:
    seen = Meeting.objects.visible_to(visitor).filter(recommendations=recommendation)
    for meeting in seen.order_by("starts_at"):
        on = timezone.localtime(meeting.starts_at).date()
        if on > timezone.localdate():
            yield Station(on, "future", _("On the forum's agenda"), meeting=meeting)
        else:
            yield Station(on, "done", _("Discussed at a meeting of the forum"), meeting=meeting)


def _follow_up(one: FollowUp) -> Station:
    kind = "hollow" if one.kind == FollowUp.Kind.TRIED else "done"
    kind = "future" if one.is_planned else kind
    return Station(one.happens_on, kind, one.heading, follow_up=one)


def _consultation(one: Consultation) -> Station:
    on, kind, words = _treatment(one)
    return Station(on, kind, words % {"committee": one.who}, consultation=one)


def _treatment(one: Consultation) -> tuple[date | None, str, str]:
    if one.is_owed:
        return one.due_on, "owes", _("Answer from %(committee)s")
    if one.is_settled:
        return one.held_on, "diamond", _("Decided in %(committee)s")
    if one.outcome == Consultation.Outcome.POSTPONED:
        return one.held_on, "hollow", _("Postponed in %(committee)s")
    if one.is_treated:
        return one.held_on, "hollow", _("Treated in %(committee)s")
    return _untreated(one)


def _untreated(one: Consultation) -> tuple[date | None, str, str]:
    if one.held_on:
        is_ahead = one.held_on > timezone.localdate()
        return one.held_on, "future" if is_ahead else "hollow", _("On the agenda of %(committee)s")
    if one.role == Consultation.Role.INFORMATION:
        return one.asked_on, "hollow", _("Sent to %(committee)s for information")
    return one.asked_on, "hollow" if one.asked_on else "future", _("Sent to %(committee)s")
