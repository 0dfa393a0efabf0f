"""`medborger check --deploy` tries mail, database, storage and cache, and says what to mend."""

import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import CommandError, SystemCheckError
from django.db import connection
from pytest_django import Settings

from medborger.config import environment
from medborger.core.deploy import _kind_of_disk
from medborger.tests.mail_server import MailServer, serving

NOWHERE = "https://medborger.invalid"


@pytest.fixture
def real_site(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MailServer]:
    """An https site where all is in order, but for the proxy that nobody can reach."""
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)  # from tests with a browser
    tmp_path.chmod(0o700)
    settings.IN_PRODUCTION, settings.SITE_URL, settings.VAR_DIR = True, NOWHERE, tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ORG_NAME, settings.CONTACT_EMAIL = "Havby Kommune", "hjaelp@example.org"
    settings.WORRIED_LINKS = [("Kommunens vagt", "https://example.org")]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with serving() as server:
        for name, value in environment.mail(server.url).items():
            setattr(settings, name, value)
        yield server


def said() -> dict[str, str]:
    """Our own findings, without what depends on this machine."""
    found = run_checks(include_deployment_checks=True)
    ours = {str(one.id): one.msg for one in found if str(one.id).startswith("medborger.")}
    on_sqlite = {"medborger.W112"} if connection.vendor == "sqlite" else set()
    assert on_sqlite <= ours.keys() or "medborger.W101" in ours
    return {
        key: ours[key] for key in ours.keys() - on_sqlite - {"medborger.W150", "medborger.W152"}
    }


@pytest.mark.django_db
def test_a_site_in_order_hears_only_of_its_proxy(real_site: MailServer, tmp_path: Path) -> None:
    assert list(said()) == ["medborger.W103"]
    assert list((tmp_path / "files").rglob("check-*")) == []


@pytest.mark.django_db
def test_a_site_that_does_not_say_who_runs_it_is_told_so(
    real_site: MailServer, settings: Settings
) -> None:
    settings.ORG_NAME, settings.WORRIED_LINKS = "Fjordby Kommune", []

    assert said()["medborger.W104"].startswith("ORG_NAME, WORRIED_LINKS: not set")


@pytest.mark.django_db
def test_a_demo_is_told_that_it_is_one(settings: Settings, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    settings.EMAIL_BACKEND = "medborger.core.outbox.FilesAndConsole"

    assert sorted(said()) == ["medborger.W101", "medborger.W120"]


@pytest.mark.django_db
def test_each_part_that_fails_is_named(
    real_site: MailServer, settings: Settings, tmp_path: Path
) -> None:
    settings.EMAIL_PORT = 9  # where nobody listens
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    tmp_path.chmod(0o755)
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file" / "below"

    found = said()

    assert sorted(found) == [
        f"medborger.{code}" for code in ("E121", "E130", "W102", "W103", "W151")
    ]
    assert "127.0.0.1:9" in found["medborger.E121"]
    assert str(tmp_path) in found["medborger.W151"]


@pytest.mark.django_db
def test_what_must_be_mended_ends_the_command_with_an_error(
    real_site: MailServer, settings: Settings
) -> None:
    settings.EMAIL_PORT = 9

    with pytest.raises(SystemCheckError, match="EMAIL_URL"):
        call_command("check", deploy=True, stderr=StringIO())


@pytest.mark.django_db
def test_a_letter_is_sent_only_when_asked_for(real_site: MailServer) -> None:
    out = StringIO()
    call_command("check", deploy=True, stdout=out, stderr=StringIO())
    assert real_site.mailbox == {}

    call_command("check", mail_to="drift@example.org", stdout=out)
    assert list(real_site.mailbox.values()) == ["drift@example.org"]

    real_site.answers = {"drift@example.org": "550 Nobody has this address"}
    with pytest.raises(CommandError, match="550"):
        call_command("check", mail_to="drift@example.org", stdout=out)


@pytest.mark.skipif(not shutil.which("mount"), reason="tells what Linux tells")
def test_the_kind_of_disk_is_known() -> None:
    assert (_kind_of_disk(Path("/proc/self")), _kind_of_disk(Path("/nowhere/x"))) == (
        "proc",
        _kind_of_disk(Path("/")),
    )
