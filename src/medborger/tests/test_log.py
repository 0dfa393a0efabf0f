"""What stands in the log was done by Anna, and the database keeps it so."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import TransactionTestCase
from django.utils import timezone

from medborger.core.guard import StoryReason
from medborger.core.log import WHAT, UnknownCode, record
from medborger.core.models import LogEntry, LogIsKept
from medborger.forums.models import Forum
from medborger.people.models import User


def at_age(days: int) -> LogEntry:
    at = timezone.now() - timedelta(days=days)
    return LogEntry.objects.create(what="forums.join", at=at)


def test_what_anna_did_is_one_row_without_content(anna: User, bo: User, forum: Forum) -> None:
    record(anna, "forums.change_role", bo, forum_id=forum.pk)

    entry = LogEntry.objects.get()
    assert (entry.by, entry.what) == (anna, "forums.change_role")
    assert (entry.about_model, entry.about_key) == ("people.User", str(bo.pk))
    assert entry.forum_id == forum.pk


def test_only_what_has_a_sentence_is_logged(anna: User) -> None:
    with pytest.raises(UnknownCode):
        record(anna, "forums.dance")


def test_what_was_rolled_back_never_happened(anna: User) -> None:
    with transaction.atomic():
        record(anna, "forums.join")
        transaction.set_rollback(True)

    assert not LogEntry.objects.exists()


def test_reading_twice_within_the_hour_is_told_once(anna: User, bo: User, forum: Forum) -> None:
    for reader in (anna, anna, bo):
        record(reader, "forums.read_members", forum, forum_id=forum.pk)
    record(anna, "forums.join")
    record(anna, "forums.join")

    assert [entry.by for entry in LogEntry.objects.order_by("pk")] == [anna, bo, anna, anna]


def test_the_program_refuses_to_change_the_log(anna: User) -> None:
    record(anna, "forums.join")
    entry = LogEntry.objects.get()

    for change in (entry.save, entry.delete, LogEntry.objects.all().delete):
        with pytest.raises(LogIsKept):
            change()
    with pytest.raises(LogIsKept):
        LogEntry.objects.update(what="forums.leave")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_logentry SET what = 'forums.leave'",
        "UPDATE core_logentry SET forum_id = NULL",
        "DELETE FROM core_logentry",
    ],
)
def test_the_database_refuses_too(anna: User, statement: str) -> None:
    record(anna, "forums.join", forum_id=1)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert LogEntry.objects.values_list("what", "forum_id").get() == ("forums.join", 1)


def test_a_day_before_its_time_a_row_cannot_be_deleted(db: None) -> None:
    old, young = at_age(366), at_age(364)

    assert LogEntry.objects.forget_before(timezone.now() - timedelta(days=365)) == 1
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        LogEntry.objects.forget_before(timezone.now())

    assert not LogEntry.objects.filter(pk=old.pk).exists()
    assert LogEntry.objects.filter(pk=young.pk).exists()


class EmptyingTheDatabase(TransactionTestCase):
    def test_flush_empties_the_log_and_the_promise_is_back(self) -> None:
        record(None, "forums.join")
        call_command("flush", interactive=False, verbosity=0)
        assert not LogEntry.objects.exists()

        record(None, "forums.join")
        with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
            cursor.execute("DELETE FROM core_logentry")


def test_every_sentence_is_about_something_that_is_logged() -> None:
    """A sentence that nothing writes would promise too much. Two codes are put together."""
    sources = [
        path.read_text(encoding="utf-8")
        for path in (Path(settings.BASE_DIR) / "src/medborger").rglob("*.py")
        if "tests" not in path.parts and path.name != "log.py"
    ]
    put_together = {f"core.story_{reason}" for reason in StoryReason.values}
    put_together |= {"forums.approve_application", "forums.decline_application"}

    unused = {code for code in WHAT if not any(f'"{code}"' in text for text in sources)}

    assert unused == put_together
