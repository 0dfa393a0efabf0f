"""All stored texts are read again: what is found is a place, and goes when the text is mended."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from civicmetrics.personal_data import RULES_VERSION
from medborger.core import text_scan
from medborger.core.models import LogEntry, StoredFile, TextFinding, TextScan
from medborger.forums.models import Forum
from medborger.meetings.models import AgendaItem
from medborger.meetings.tests.factories import make_meeting
from medborger.people.models import Organisation, User
from medborger.portal.scan.places import WRITTEN_AT, found

STORY = "En 16-årig dreng fra blok 4 blev anholdt for vold i går."


def smuggle(thing: Any, **texts: str) -> None:
    """As it was stored before the rules knew it."""
    type(thing)._base_manager.filter(pk=thing.pk).update(**texts)


def places() -> list[tuple[str, str, str, int]]:
    rows = TextFinding.objects.order_by("model", "field", "line")
    return [(one.model, one.field, one.kind, one.line) for one in rows]


@pytest.fixture
def read_all(run_errands: Callable[[], None]) -> Callable[[], None]:
    def read() -> None:
        text_scan.start(None)
        run_errands()

    return read


def test_every_guarded_field_of_every_model_is_read(
    forum: Forum, read_all: Callable[[], None], cpr: str
) -> None:
    smuggle(forum, purpose=f"Et\nto\n{cpr}\n{cpr}\n{STORY}", target_groups=STORY)

    read_all()

    assert places() == [
        ("forums.Forum", "purpose", "cpr", 3),
        ("forums.Forum", "purpose", "cpr", 4),
        ("forums.Forum", "purpose", "person_story", 5),
        ("forums.Forum", "target_groups", "person_story", 1),
    ]
    run = TextScan.objects.get()
    total = sum(apps.get_model(label).objects.count() for label in text_scan.guarded_fields())
    assert (run.rules_version, run.done, run.total) == (RULES_VERSION, total, total)
    assert run.finished_at is not None


def test_the_text_itself_is_nowhere(forum: Forum, read_all: Callable[[], None], cpr: str) -> None:
    smuggle(forum, purpose=cpr)
    read_all()

    assert cpr not in str(list(TextFinding.objects.values()))
    assert cpr[:6] not in str(list(TextFinding.objects.values()))


def test_read_again_after_mending_it_is_gone(
    forum: Forum, read_all: Callable[[], None], cpr: str
) -> None:
    smuggle(forum, purpose=cpr, summary=STORY)
    read_all()
    smuggle(forum, purpose="Rettet.")
    read_all()

    assert places() == [("forums.Forum", "summary", "person_story", 1)]


def test_what_was_judged_stays_judged_until_the_text_changes(
    forum: Forum, erik: User, read_all: Callable[[], None]
) -> None:
    smuggle(forum, summary=STORY)
    read_all()
    text_scan.keep_as_it_is(erik, TextFinding.objects.get(), "agreed")
    read_all()
    assert not TextFinding.objects.open().exists()

    smuggle(forum, summary=STORY.replace("blok 4", "blok 5"))
    read_all()
    assert TextFinding.objects.open().count() == 1
    assert LogEntry.objects.filter(by=erik, what="core.dismiss_finding").count() == 1


def test_the_database_lets_no_cpr_number_stay(
    forum: Forum, erik: User, read_all: Callable[[], None], cpr: str
) -> None:
    smuggle(forum, purpose=cpr)
    read_all()

    with pytest.raises(IntegrityError), transaction.atomic():
        text_scan.keep_as_it_is(erik, TextFinding.objects.get(), "agreed")


def test_it_goes_on_where_a_dead_worker_left_it(
    administration: Organisation, monkeypatch: pytest.MonkeyPatch, cpr: str
) -> None:
    monkeypatch.setattr(text_scan, "BATCH", 2)
    for number in range(5):
        forum = Forum.objects.create(name=f"Forum {number}", organisation=administration)
        smuggle(forum, purpose=cpr)
    begun = text_scan.start(None)
    while TextFinding.objects.count() < 4:
        text_scan.step(begun.pk)

    assert text_scan.start(None) == begun
    text_scan.go_on.call(begun.pk)

    assert TextFinding.objects.count() == 5
    begun.refresh_from_db()
    assert begun.done == begun.total
    assert text_scan.step(begun.pk) is False


def test_new_rules_begin_from_the_beginning(forum: Forum, monkeypatch: pytest.MonkeyPatch) -> None:
    old = text_scan.start(None)
    monkeypatch.setattr(text_scan, "RULES_VERSION", RULES_VERSION + 1)
    new = text_scan.start(None)

    assert new != old
    old.refresh_from_db()
    assert old.finished_at is not None


def test_files_are_read_too(db: None, read_all: Callable[[], None], cpr: str) -> None:
    from django.core.files.base import ContentFile  # noqa: PLC0415
    from django.core.files.storage import default_storage  # noqa: PLC0415

    key = default_storage.save("te/test-scan.txt", ContentFile(f"Hej\n{cpr}\n".encode()))
    StoredFile.objects.create(
        name="note.txt", size=1, content_type="text/plain", sha256="0" * 64, key=key
    )
    read_all()
    default_storage.delete(key)

    assert places() == [("core.StoredFile", "content", "cpr", 0)]


def test_the_command_says_how_many(forum: Forum, capsys: Any, cpr: str) -> None:
    smuggle(forum, purpose=cpr, summary=STORY)
    call_command("scan")

    assert "CPR numbers: 1, stories about one person: 1." in capsys.readouterr().out


# --- the page ---


def test_erik_starts_it_sees_what_was_found_and_mends_it(
    client: Client, erik: User, dora: User, forum: Forum, run_errands: Callable[[], None], cpr: str
) -> None:
    smuggle(forum, purpose=cpr)
    client.force_login(erik)
    assert "ikke læst igen endnu" in client.get("/administration/gennemgang/").content.decode()

    begun = client.post("/administration/gennemgang/start/", follow=True).content.decode()
    assert "0 af " in begun
    run_errands()

    page = client.get("/administration/gennemgang/").content.decode()
    assert "Ligner et CPR-nummer" in page
    assert "Klimaforum. Dora Dal kan rette den." in page
    assert f'href="/forummer/{forum.pk}/ret/"' not in page
    assert "Den må blive" not in page
    assert cpr not in page

    smuggle(forum, purpose="Rettet.")
    assert "Ingenting" in client.get("/administration/gennemgang/").content.decode()
    assert not TextFinding.objects.exists()
    assert LogEntry.objects.filter(by=erik, what="core.scan_texts").count() == 1


def test_a_story_may_stay_with_a_reason(
    client: Client, erik: User, forum: Forum, read_all: Callable[[], None], cpr: str
) -> None:
    smuggle(forum, summary=STORY, purpose=cpr)
    read_all()
    story, number = (TextFinding.objects.get(level=level) for level in ("warn", "block"))
    client.force_login(erik)

    client.post(f"/administration/gennemgang/{story.pk}/", {"reason": ""})
    assert TextFinding.objects.open().count() == 2
    client.post(f"/administration/gennemgang/{story.pk}/", {"reason": "no_real_person"})
    assert list(TextFinding.objects.open()) == [number]
    assert client.get(f"/administration/gennemgang/{number.pk}/").status_code == 404


@pytest.mark.parametrize("name", ["dora", "frida", "carla"])
def test_only_administrators(client: Client, forum: Forum, request: Any, name: str) -> None:
    client.force_login(request.getfixturevalue(name))

    assert client.get("/administration/gennemgang/").status_code == 403
    assert client.post("/administration/gennemgang/start/").status_code == 403
    assert client.post("/administration/gennemgang/1/").status_code == 403


def test_every_place_where_texts_are_written_is_a_guarded_model() -> None:
    assert set(WRITTEN_AT) - set(text_scan.guarded_fields()) == set()


def test_the_way_to_a_decision_goes_through_its_meeting(
    forum: Forum, dora: User, read_all: Callable[[], None]
) -> None:
    meeting = make_meeting(forum)
    item = AgendaItem.objects.create(meeting=meeting, order=1, heading="Et punkt", minutes_long=5)
    decision = item.decisions.create(text="x")
    smuggle(decision, text=STORY)
    read_all()

    shown = found(TextFinding.objects.get(), dora)

    assert shown is not None
    assert shown.url == f"/moeder/{meeting.pk}/referat/"
    assert shown.forum == "Klimaforum"
