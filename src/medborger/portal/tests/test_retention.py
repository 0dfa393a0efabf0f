"""Exactly what is due goes. One day before, nothing goes; running twice changes nothing."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from medborger.core.errands import free_abandoned_errands
from medborger.core.models import LogEntry, Mail, RetentionRun
from medborger.forums.models import Application, Forum, Message
from medborger.meetings.models import Guest, Meeting, SignUp
from medborger.people.models import Invitation, Token, User
from medborger.portal.retention.kinds import KINDS
from medborger.portal.retention.tasks import forget_what_is_due

HOUR = timedelta(hours=1)


def days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def went(key: str) -> int:
    return RetentionRun.objects.get(kind=key).rows


def forget_twice() -> None:
    forget_what_is_due.call()
    first = dict(RetentionRun.objects.values_list("kind", "rows"))
    forget_what_is_due.call()
    again = dict(RetentionRun.objects.values_list("kind", "rows"))
    assert set(again) == {kind.key for kind in KINDS}
    assert sum(again.values()) == 0
    for kind, rows in first.items():
        RetentionRun.objects.filter(kind=kind).update(rows=rows)


def invitation(**closed: datetime) -> Invitation:
    return Invitation.objects.create(email="gro@example.org", digest=uuid.uuid4().hex, **closed)


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["accepted_at", "withdrawn_at", "expires_at"])
def test_invitations_that_are_closed(how: str) -> None:
    kept = invitation(**{how: days_ago(30) + HOUR})
    invitation(**{how: days_ago(30) - HOUR})
    still_open = invitation()

    forget_twice()

    assert set(Invitation.objects.all()) == {kept, still_open}
    assert went("invitations") == 1


def held(forum: Forum, ended: datetime, *people: User) -> Meeting:
    meeting = forum.meetings.create(title="Et møde", starts_at=ended - HOUR, ends_at=ended)
    for person in people:
        meeting.sign_ups.create(person=person, answer=SignUp.Answer.ATTENDING, needs="rampe")
    return meeting


def test_who_came_is_forgotten_and_how_many_is_kept(forum: Forum, anna: User, bo: User) -> None:
    old = held(forum, days_ago(90) - HOUR, anna, bo)
    old.guests.create(name="Gro", email="gro@example.org")
    recent = held(forum, days_ago(90) + HOUR, anna)

    forget_twice()

    assert not old.sign_ups.exists()
    assert not Guest.objects.exists()
    assert went("sign_ups") == 3
    counted = Meeting.objects.with_answers()
    assert counted.get(pk=old.pk).places_taken == 3  # type: ignore[attr-defined]
    assert counted.get(pk=recent.pk).places_taken == 1  # type: ignore[attr-defined]
    assert Meeting.objects.get(pk=old.pk).count_taken() == 3


def test_applications_that_were_declined_or_withdrawn(forum: Forum, carla: User, bo: User) -> None:
    def application(status: str, answered: datetime | None) -> Application:
        return forum.applications.create(
            person=carla, text="Havnen.", status=status, answered_at=answered
        )

    application("declined", days_ago(180) - HOUR)
    application("withdrawn", days_ago(180) - HOUR)
    kept = {
        application("declined", days_ago(180) + HOUR),
        application("approved", days_ago(900)),
        application("waiting", None),
    }

    forget_twice()

    assert set(Application.objects.all()) == kept
    assert went("applications") == 2


def test_the_log_letters_tokens_and_sessions(anna: User) -> None:
    for edge in (HOUR, -HOUR):
        LogEntry.objects.create(what="forums.join", at=days_ago(365) + edge)
        Mail.objects.create(to="a@example.org", subject="S", sent_at=days_ago(30) + edge)
        Mail.objects.create(to="a@example.org", subject="F", failed_at=days_ago(30) + edge)
        anna.tokens.create(name="t", digest=uuid.uuid4().hex, expires_at=days_ago(30) + edge)
        Session.objects.create(session_key=uuid.uuid4().hex, expire_date=timezone.now() + edge)
    waiting = Mail.objects.create(to="a@example.org", subject="Venter")
    Mail.objects.filter(pk=waiting.pk).update(created_at=days_ago(400))

    forget_twice()

    assert [went(key) for key in ("log", "letters", "tokens", "sessions")] == [1, 2, 1, 1]
    assert [one.objects.count() for one in (LogEntry, Token, Session)] == [1, 1, 1]
    assert sorted(Mail.objects.values_list("subject", flat=True)) == ["F", "S", "Venter"]


def test_who_got_a_message(forum: Forum, dora: User, bo: User) -> None:
    def message(sent: datetime, written: datetime | None) -> Message:
        made = forum.messages.create(sender=dora, subject="S", text="T", recipient_count=1)
        made.recipients.add(bo)
        Message.objects.filter(pk=made.pk).update(sent_at=sent, letters_written_at=written)
        return made

    old, unwritten = message(days_ago(91), days_ago(91)), message(days_ago(91), None)
    recent = message(days_ago(89), days_ago(89))

    forget_twice()

    assert [one.recipients.count() for one in (old, unwritten, recent)] == [0, 1, 1]
    old.refresh_from_db()
    assert old.recipient_count == 1


@pytest.mark.django_db
def test_errands_that_are_done() -> None:
    def errand(status: TaskResultStatus, finished: datetime) -> object:
        made = DBTaskResult.objects.get(pk=free_abandoned_errands.enqueue().id)
        DBTaskResult.objects.filter(pk=made.pk).update(status=status, finished_at=finished)
        return made.pk

    done, given_up = TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED
    errand(done, days_ago(14) - HOUR)
    errand(given_up, days_ago(90) - HOUR)
    kept = {errand(done, days_ago(14) + HOUR), errand(given_up, days_ago(90) + HOUR)}

    forget_twice()

    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == kept


# --- accounts ---


def seen(person: User, days: int, edge: timedelta = HOUR) -> User:
    person.date_joined, person.last_login = days_ago(2000), days_ago(days) + edge
    person.save()
    return person


def test_bo_is_warned_after_eleven_months_and_closed_after_twelve(
    anna: User, bo: User, erik: User, run_errands: Callable[[], None]
) -> None:
    seen(anna, 335)
    seen(bo, 335, -HOUR)
    forget_twice()
    run_errands()

    assert [letter.to for letter in mail.outbox] == [["bo@example.org"]]
    assert went("warnings") == 1
    bo.refresh_from_db()
    assert bo.is_active

    seen(bo, 365, -HOUR)
    User.objects.filter(pk=bo.pk).update(warned_at=days_ago(30) + HOUR)
    forget_twice()
    bo.refresh_from_db()
    assert bo.is_active

    User.objects.filter(pk=bo.pk).update(warned_at=days_ago(30) - HOUR)
    forget_twice()
    bo.refresh_from_db()
    assert not bo.is_active
    assert bo.email != "bo@example.org"
    assert went("accounts") == 1


def test_who_was_never_warned_is_not_closed(bo: User) -> None:
    seen(bo, 900)
    forget_twice()
    bo.refresh_from_db()

    assert bo.is_active
    assert bo.warned_at is not None


def test_who_came_back_is_warned_anew_and_not_closed(bo: User) -> None:
    seen(bo, 400)
    User.objects.filter(pk=bo.pk).update(warned_at=days_ago(500))
    forget_twice()
    bo.refresh_from_db()

    assert bo.is_active
    assert went("warnings") == 1


def test_who_uses_a_token_is_not_away(bo: User) -> None:
    seen(bo, 900)
    bo.tokens.create(
        name="t", digest="x", expires_at=days_ago(-30), last_used_on=timezone.localdate()
    )
    forget_twice()

    assert went("warnings") == 0


def test_who_stays_logged_in_and_visits_is_not_away(bo: User) -> None:
    """Nobody logs in anew who visits every month."""
    seen(bo, 900)
    session = UserSession.objects.create(user=bo, ip="192.0.2.1", session_key="k", user_agent="")
    UserSession.objects.filter(pk=session.pk).update(last_seen_at=days_ago(20))
    forget_twice()
    assert went("warnings") == 0

    UserSession.objects.all().delete()
    User.objects.filter(pk=bo.pk).update(seen_at=days_ago(334))
    forget_twice()
    assert went("warnings") == 0
    User.objects.filter(pk=bo.pk).update(seen_at=days_ago(336))
    forget_twice()
    assert went("warnings") == 1


def test_the_last_administrator_stays(erik: User) -> None:
    seen(erik, 900)
    User.objects.filter(pk=erik.pk).update(warned_at=days_ago(40))
    forget_twice()
    erik.refresh_from_db()

    assert erik.is_active


# --- the page ---


def test_everybody_reads_how_long_what_is_kept(client: Client, db: None) -> None:
    page = client.get("/om/opbevaring/").content.decode()

    assert page.count("<tr>") == len(KINDS) + 1
    assert "365 dage" in page
    assert "Sidste gang" not in page
    assert "/om/opbevaring/" in client.get("/om/privatliv/").content.decode()


def test_erik_sees_what_went_last_night(client: Client, erik: User, anna: User) -> None:
    anna.tokens.create(name="t", digest="x", expires_at=days_ago(31))
    forget_what_is_due.call()
    client.force_login(erik)

    page = client.get("/om/opbevaring/").content.decode()

    assert "Sidste gang" in page
    assert "1 slettet" in page
    assert "Du kan vælge fra 90 til 730" in page
