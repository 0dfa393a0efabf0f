"""Who did what, read by the forum's coordinator and by administrators."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from medborger.core.log import record
from medborger.core.models import LogEntry
from medborger.forums.models import Forum
from medborger.people.models import User
from medborger.portal.log.lines import LogFilter, lines, rows


def sentences(**asked: str) -> list[str]:
    found = LogFilter(asked).matching(LogEntry.objects.select_related("by"))
    return [line.sentence for line in lines(found.order_by("pk"))]


def test_every_line_is_a_danish_sentence(forum: Forum, anna: User, bo: User) -> None:
    record(anna, "forums.read_members", forum, forum_id=forum.pk)
    record(anna, "forums.change_role", bo, forum_id=forum.pk)
    record(None, "people.become_administrator")

    assert sentences() == [
        "Anna Ager så medlemslisten",
        "Anna Ager ændrede rollen for Bo Birk",
        "Et program blev administrator",
    ]


def test_what_is_deleted_is_called_so(forum: Forum, anna: User) -> None:
    doomed = User.objects.create_user("gro@example.org", "Gro Grøn")
    record(anna, "forums.change_role", doomed, forum_id=forum.pk)
    doomed.delete()

    assert sentences() == ["Anna Ager ændrede rollen for noget, der er slettet"]


def test_one_chooses_who_what_and_when(forum: Forum, anna: User, bo: User) -> None:
    record(anna, "forums.read_members", forum)
    record(bo, "core.export_log")
    LogEntry.objects.create(by=bo, what="forums.join", at=timezone.now() - timedelta(days=3))

    assert sentences(who="anna") == ["Anna Ager så medlemslisten"]
    assert sentences(kind="files") == ["Bo Birk hentede loggen som fil"]
    assert sentences(kind="changes") == ["Bo Birk blev medlem af forummet"]
    assert len(sentences(days="1")) == 2
    assert len(sentences(days="7")) == 3
    assert len(sentences(days="nonsense", kind="nonsense")) == 3


def test_a_name_is_found_whatever_its_capitals(db: None) -> None:
    record(User.objects.create_user("aage@example.org", "Åge Ærø"), "forums.leave")

    assert sentences(who="åge") == sentences(who="ÅGE") == ["Åge Ærø forlod forummet"]


def test_dora_reads_her_forum_and_nothing_else(client: Client, forum: Forum, dora: User) -> None:
    other = Forum.objects.create(name="Et andet", organisation=forum.organisation)
    record(dora, "forums.archive", other, forum_id=other.pk)
    record(dora, "forums.send_message", forum, forum_id=forum.pk)
    client.force_login(dora)

    page = client.get(f"/forummer/{forum.pk}/log/").content.decode()

    assert "skrev til alle medlemmer" in page
    assert "arkiverede" not in page
    assert client.get(f"/forummer/{other.pk}/log/").status_code == 403
    assert client.get("/log/").status_code == 403
    assert client.get("/log/log.csv").status_code == 403


@pytest.mark.parametrize("name", ["bo", "carla", "frida"])
def test_others_do_not(client: Client, forum: Forum, request: Any, name: str) -> None:
    client.force_login(request.getfixturevalue(name))

    for address in (f"/forummer/{forum.pk}/log/", f"/forummer/{forum.pk}/log/log.csv", "/log/"):
        assert client.get(address).status_code in (403, 404)


def test_erik_reads_everything_and_that_is_logged(client: Client, forum: Forum, erik: User) -> None:
    record(None, "forums.archive", forum, forum_id=forum.pk)
    client.force_login(erik)

    assert "arkiverede forummet" in client.get("/log/").content.decode()
    assert "Erik Eng så loggen" in client.get("/log/").content.decode()
    assert LogEntry.objects.filter(what="core.read_log").count() == 1


def test_bo_sees_what_he_did_himself(client: Client, anna: User, bo: User) -> None:
    record(bo, "forums.leave")
    record(anna, "forums.join")
    client.force_login(bo)

    page = client.get("/profil/log/").content.decode()

    assert "Bo Birk forlod forummet" in page
    assert "Anna Ager" not in page


def test_the_file_holds_what_was_chosen_and_is_logged(
    client: Client, forum: Forum, dora: User, anna: User
) -> None:
    anna.name = "=Anna"
    anna.save()
    record(anna, "forums.join", forum, forum_id=forum.pk)
    client.force_login(dora)

    answer = client.get(f"/forummer/{forum.pk}/log/log.csv?who=anna")
    text = answer.content.decode()

    assert answer["Content-Disposition"].startswith('attachment; filename="log-')
    assert text.startswith("\ufeffHvornår;Hvem;Hvad;Forum;Kode\r\n")
    assert text.splitlines()[1].endswith(
        ";'=Anna;'=Anna blev medlem af forummet;Klimaforum;forums.join"
    )
    assert len(text.splitlines()) == 2
    assert LogEntry.objects.filter(by=dora, what="core.export_log").count() == 1


@pytest.mark.parametrize("count", [1, 30])
def test_a_page_costs_the_same_for_one_line_and_for_thirty(
    client: Client,
    forum: Forum,
    erik: User,
    bo: User,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        record(bo, "forums.change_role", bo, forum_id=forum.pk)
    client.force_login(erik)
    client.get("/log/")

    with django_assert_num_queries(6):
        client.get("/log/")


def test_a_long_log_is_written_in_pieces(
    bo: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    LogEntry.objects.bulk_create(LogEntry(by=bo, what="forums.join") for _ in range(2500))

    with django_assert_max_num_queries(10):
        assert len(list(rows(LogEntry.objects.select_related("by")))) == 2500


def test_in_ones_own_log_nobody_asks_for_a_name(client: Client, anna: User, bo: User) -> None:
    record(anna, "people.read_directory")
    record(bo, "people.read_directory")
    client.force_login(bo)

    page = client.get("/profil/log/?who=Anna").content.decode()

    assert 'name="who"' not in page
    assert "Bo Birk så listen over personer" in page
    assert "Anna Ager" not in page
