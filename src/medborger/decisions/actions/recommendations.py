"""What forums recommend, and how cases answer it."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from medborger.core.refusals import Refusal
from medborger.decisions.actions.imports import free_number
from medborger.decisions.models import Case, CaseRecommendation, Recommendation
from medborger.forums.models import Forum
from medborger.meetings.models import Meeting
from medborger.people.models import User


class NothingToLink(Refusal):
    """Every recommendation in the case is linked already, or it prints none."""

    text = _("Everything in the case is linked already.")


@transaction.atomic
def recommend(
    by: User, recommendation: Recommendation, *, meetings: Iterable[Meeting] = ()
) -> Recommendation:
    """Store a forum's recommendation. Without a number it gets the next one of its year."""
    if not recommendation.number:
        recommendation.number = free_number(0, _numbers(recommendation.forum, recommendation.year))
    recommendation.save()
    recommendation.meetings.set(meetings)
    return recommendation


@transaction.atomic
def make_recommendations(
    by: User,
    case: Case,
    forum: Forum,
    *,
    year: int,
    theme: str = "",
    recommended_on: date | None = None,
) -> list[Recommendation]:
    """Make all unlinked recommendations of the case the forum's own. Numbers stay, unless taken."""
    taken = _numbers(forum, year)
    unlinked = case.recommendations.select_for_update().filter(recommendation=None)
    made = []
    for printed in unlinked:
        number = free_number(printed.number, taken)
        taken.add(number)
        own = Recommendation.objects.create(
            forum=forum,
            year=year,
            number=number,
            theme=theme,
            heading=Truncator(str(printed)).chars(150),
            text=printed.text or str(printed),
            recommended_on=recommended_on or case.opened_on,
        )
        link(by, printed, own)
        made.append(own)
    if not made:
        raise NothingToLink
    return made


def link(by: User, printed: CaseRecommendation, recommendation: Recommendation) -> None:
    """Say that the case answers this recommendation of a forum."""
    printed.recommendation = recommendation
    printed.save(update_fields=["recommendation"])


def unlink(by: User, printed: CaseRecommendation) -> None:
    printed.recommendation = None
    printed.save(update_fields=["recommendation"])


@transaction.atomic
def answer(by: User, case: Case, recommendation: Recommendation) -> CaseRecommendation:
    """Let a case that prints no recommendations answer one of a forum's."""
    Case.objects.select_for_update().get(pk=case.pk)
    known = case.recommendations.filter(recommendation=recommendation).first()
    if known:
        return known
    taken = set(case.recommendations.values_list("number", flat=True))
    return case.recommendations.create(
        number=free_number(recommendation.number, taken),
        heading=recommendation.heading,
        text=recommendation.text,
        recommendation=recommendation,
    )


def _numbers(forum: Forum, year: int) -> set[int]:
    """The year's numbers in use. Whoever holds the forum's row gives the next one."""
    Forum.objects.select_for_update().get(pk=forum.pk)
    return set(forum.recommendations.filter(year=year).values_list("number", flat=True))
