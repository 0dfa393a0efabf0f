"""Files are looked through before they are kept, kept whole, and let go when nothing holds them."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils import timezone, translation
from django.utils.datastructures import MultiValueDict

from civicmetrics.documents import Place
from civicmetrics.tests import papers
from medborger.core import file_fields, files, inspection
from medborger.core import file_refusals as refusals
from medborger.core.file_fields import GuardedFileField
from medborger.core.forms import GuardedForm, guarded_text
from medborger.core.guard import ACKNOWLEDGED, StoryReason
from medborger.core.http import send_file
from medborger.core.models import StoredFile
from medborger.core.scanner import EICAR

STORY = "En 16-årig dreng er sigtet for vold."


def upload(name: str = "Referat.txt", data: bytes = b"Referat") -> Any:
    return SimpleUploadedFile(name, data)


def stored(data: bytes = b"Referat", name: str = "Referat.txt") -> StoredFile:
    return files.keep(files.Checked(name, "text/plain", data), None)


def bytes_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


# --- taking in ---


@pytest.mark.django_db
def test_a_file_is_kept_under_a_drawn_name_and_known_by_its_own() -> None:
    person = get_user_model().objects.create(email="bo@example.org")

    kept = files.keep(files.check(upload("Referat fra mødet.TXT")), person)

    assert (kept.name, kept.size, kept.content_type) == ("Referat fra mødet.txt", 7, "text/plain")
    assert (kept.uploaded_by, kept.extension) == (person, "TXT")
    assert "eferat" not in kept.key
    with default_storage.open(kept.key) as file:
        assert file.read() == b"Referat"
    assert Path(default_storage.path(kept.key)).is_relative_to(settings.MEDIA_ROOT)
    assert Path(default_storage.path(kept.key)).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("given", "fact"),
    [
        (("a.txt", b""), refusals.FileIsEmpty),
        (("a.exe", b"MZ\x90\0"), refusals.FileTypeNotAllowed),
        (("a.html", b"<html></html>"), refusals.FileTypeNotAllowed),
        (("a.svg", b"<svg onload='alert(1)'/>"), refusals.FileTypeNotAllowed),
        (("a.pdf", b"Referat"), refusals.FileIsMislabelled),
        (("a.docx", papers.docx(word__vbaProject="x").replace(b"vbaProject.xml", b"vbaProject.bin")), refusals.FileTypeNotAllowed),
        (("a.docx", papers.docx()[:300]), refusals.FileRefused),
        (("a.txt", EICAR), refusals.FileIsInfected),
        (("a.txt", b"x" * 100 + EICAR + b"x"), refusals.FileIsInfected),
        (("a.png", papers.huge_png(9_000, 9_000)), refusals.FileTypeNotAllowed),
        (("a.docx", papers.docx(papers.paragraph(STORY))), refusals.FileTellsOfAPerson),
        (("a.docx", papers.docx(word__huge="<x>" + " " * 201_000_000 + "</x>")), refusals.FileIsTooLong),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)  # fmt: skip
def test_what_is_not_taken_in_is_refused_with_its_fact(
    given: tuple[str, bytes], fact: type[refusals.FileRefused]
) -> None:
    with pytest.raises(fact) as refused:
        files.check(upload(*given))

    assert refused.type is fact
    with translation.override("da"):
        assert len(str(refused.value)) > 20


def test_a_cpr_number_is_refused_with_its_place(cpr: str) -> None:
    document = papers.docx(papers.paragraph("Referat") + papers.paragraph(cpr[:4], cpr[4:]))

    with pytest.raises(refusals.FileHoldsCpr) as refused:
        files.check(upload("Referat.docx", document))

    assert refused.value.places == (Place("paragraph", "2"),)
    with translation.override("da"):
        assert "afsnit 2" in str(refused.value)
    assert cpr not in str(refused.value)


def test_a_cpr_number_in_the_name_is_refused(cpr: str) -> None:
    with pytest.raises(refusals.FileHoldsCpr) as refused:
        files.check(upload(f"Borger {cpr}.txt"))

    assert refused.value.places == (Place("name"),)


def test_many_places_are_counted_and_not_all_told() -> None:
    places = [Place("line", str(number)) for number in range(1, 9)]

    with translation.override("da"):
        assert (
            refusals.told(places) == "linje 1, linje 2, linje 3, linje 4, linje 5 og 3 steder mere"
        )


def test_a_file_that_is_too_large_is_refused_before_it_is_read(settings: Any) -> None:
    settings.FILE_MAX_BYTES = 1000

    with pytest.raises(refusals.FileIsTooLarge):
        files.check(upload(data=b"x" * 1001))


def test_a_story_is_let_in_with_a_reason() -> None:
    told = upload(data=STORY.encode())

    assert files.check(told, reason=StoryReason.NO_REAL_PERSON).data == STORY.encode()


def test_a_picture_loses_its_place_on_the_way_in() -> None:
    taken = papers.picture("JPEG", place=True)

    kept = files.check(upload("Huset.jpg", taken)).data

    assert b"Kamera" in taken
    assert b"Kamera" not in kept
    assert kept[:3] == b"\xff\xd8\xff"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Brugere\\bo\\Referat.DOCX", "Referat.docx"),
        ("fak\u202etxt.exe", "fak txt.exe"),
        ("a\r\nSet-Cookie: x.txt", "a Set-Cookie x.txt"),
        (".htaccess", "htaccess"),
        ("  .txt", "txt"),
        ("a" * 300 + ".pdf", "a" * 138 + ".pdf"),
        ("Årsmøde 2026.pdf", "Årsmøde 2026.pdf"),
    ],
)
def test_a_name_shows_what_it_is(given: str, shown: str) -> None:
    assert files.clean_name(given).replace(":", "") == shown


# --- letting go ---


@pytest.mark.django_db
def test_a_file_that_is_deleted_loses_its_bytes(run_errands: Callable[[], None]) -> None:
    kept = stored()

    files.discard(kept)
    assert default_storage.exists(kept.key)
    run_errands()

    assert not default_storage.exists(kept.key)
    assert StoredFile.objects.count() == 0


@pytest.mark.django_db
def test_what_nothing_holds_is_cleared_away_after_a_day(run_errands: Callable[[], None]) -> None:
    young, old = stored(), stored()
    StoredFile.objects.filter(pk=old.pk).update(stored_at=timezone.now() - 2 * files.A_DAY)
    orphans = [default_storage.save(f"ff/{name}", upload()) for name in ("young", "old")]
    long_ago = time.time() - 2 * 86400
    os.utime(default_storage.path(orphans[1]), (long_ago, long_ago))

    files.clear_files.call()
    run_errands()

    assert list(StoredFile.objects.all()) == [young]
    assert [default_storage.exists(key) for key in (young.key, old.key, *orphans)] == [
        True, False, True, False,
    ]  # fmt: skip


def test_a_file_is_never_half_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up leaves nothing under the name."""
    full = upload(data=b"x" * 10)
    monkeypatch.setattr(os, "fsync", no_room)

    with pytest.raises(OSError, match="room"):
        default_storage.save("aa/full", full)

    assert not default_storage.exists("aa/full")


def no_room(_file: int) -> None:
    raise OSError("no room")


# --- fetching ---


@pytest.mark.django_db
def test_a_file_is_sent_to_be_saved_and_never_shown() -> None:
    response: Any = send_file(stored(b"<b>", 'Årsmøde "2026".txt'))

    assert bytes_of(response) == b"<b>"
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert (
        response.headers["Content-Disposition"]
        == "attachment; filename*=utf-8''%C3%85rsm%C3%B8de%20%222026%22.txt"
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Content-Length"] == "3"


# --- the field ---


class SharingForm(GuardedForm):
    title = guarded_text(required=False)
    given = GuardedFileField(multiple=True)


def form(*uploads: Any, **typed: str) -> SharingForm:
    return SharingForm(typed, MultiValueDict({"given": list(uploads)}))


def test_several_files_come_in_together() -> None:
    given = form(upload("a.txt", b"a"), upload("b.txt", b"b"))

    assert given.is_valid()
    assert [one.name for one in given.cleaned_data["given"]] == ["a.txt", "b.txt"]


def test_a_refusal_stands_beside_the_field_and_what_was_typed_is_kept(cpr: str) -> None:
    given = form(upload("a.txt", b"a"), upload("b.txt", cpr.encode()), title="Referater")

    assert not given.is_valid()
    problem, about_all = given.errors.as_data()["given"]
    assert (problem.code, problem.messages[0].partition(":")[0]) == ("cpr", "b.txt")
    assert about_all.messages[0].startswith("Ingen af filerne er gemt.")
    assert given["title"].value() == "Referater"
    assert 'accept=".pdf,' in str(given["given"])


def test_a_story_is_asked_about_once() -> None:
    first = form(upload(data=STORY.encode()))
    again = form(upload(data=STORY.encode()), **{ACKNOWLEDGED: "agreed"})

    assert [one.code for one in first.errors.as_data()["given"]] == ["person_story"]
    assert again.is_valid()


def test_no_file_is_said_plainly() -> None:
    with pytest.raises(ValidationError):
        GuardedFileField().clean(None)
    assert form().errors.as_data()["given"][0].code == "required"


def test_the_rest_of_a_file_that_is_too_large_is_let_go(settings: Any) -> None:
    settings.FILE_MAX_BYTES = 100_000
    request = RequestFactory().post("/", {"file": upload(data=b"x" * 5_000_000)})
    received: Any = request.FILES["file"]

    with received, pytest.raises(refusals.FileIsTooLarge):
        files.check(received)
    assert 100_000 < received.size < 300_000


# --- ClamAV, the real one ---


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Debian's clamd, with a database of our own that knows two signatures."""
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "ours.ndb").write_text(
        f"Ours.Eicar:0:*:{EICAR.hex()}\nOurs.Harm:0:*:{b'harm to come'.hex()}\n"
    )
    port = free_port()
    (folder / "clamd.conf").write_text(
        f"Foreground yes\nDatabaseDirectory {folder}\nTCPAddr 127.0.0.1\nTCPSocket {port}\n"
        f"TemporaryDirectory {folder}\nLogFile {folder}/log\nStreamMaxLength 1M\nOfficialDatabaseOnly no\n"
    )
    found = shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin")
    assert found, "make test installs clamav-daemon"
    daemon = subprocess.Popen(
        [found, "-c", folder / "clamd.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        yield f"127.0.0.1:{port}"
    finally:
        daemon.terminate()
        daemon.wait(10)


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def wait_for(port: int) -> None:
    for _attempt in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError


@pytest.mark.process
def test_the_scanner_sees_every_file(clamd: str, settings: Any) -> None:
    settings.CLAMAV = clamd

    assert files.check(upload(data=b"Referat" * 50_000)).name == "Referat.txt"
    for harm in (b"a harm to come", EICAR):
        with pytest.raises(refusals.FileIsInfected):
            files.check(upload(data=harm))


@pytest.mark.process
def test_a_file_that_the_scanner_will_not_look_at_is_refused(clamd: str, settings: Any) -> None:
    """More than its StreamMaxLength: it hangs up instead of answering."""
    settings.CLAMAV = clamd

    with pytest.raises(refusals.FileIsNotScanned):
        files.check(upload(data=b"Referat " * 400_000))


def test_pages_are_answered_however_many_files_come_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inspection, "TURN", 0.05)
    taken = [inspection._turns.acquire() for _turn in range(inspection.AT_ONCE)]
    with pytest.raises(refusals.FileMustWait):
        files.check(upload())

    for _turn in taken:
        inspection._turns.release()
    assert files.check(upload()).data == b"Referat"


def test_ten_slow_files_hold_nobody_up_longer_than_one_request_may(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(file_fields, "IN_ONE_REQUEST", 0.001)  # each takes half a second
    chosen = file_fields._Chosen([upload(f"{number}.txt") for number in range(10)], "")
    began = time.monotonic()

    with pytest.raises(ValidationError) as refused:
        GuardedFileField(multiple=True).clean(chosen)

    assert time.monotonic() - began < 3
    assert len(refused.value.messages) == 10 + 1
    assert "Send færre ad gangen" in refused.value.messages[-2]
    assert files.check(upload()).data == b"Referat"


def test_nothing_is_taken_in_while_the_scanner_is_silent(settings: Any) -> None:
    settings.CLAMAV = f"127.0.0.1:{free_port()}"
    with pytest.raises(refusals.FileIsNotScanned):
        files.check(upload())

    settings.CLAMAV = "/run/nobody-listens-here"
    with pytest.raises(refusals.FileIsNotScanned):
        files.check(upload())
