"""Settings from the environment: documented, and refused when a real site would be unsafe."""

import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.forms import DateField, TimeField
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format, time_format

from medborger.config import environment
from medborger.core.middleware import CONTENT_SECURITY_POLICY, PERMISSIONS_POLICY

ROOT = Path(settings.BASE_DIR)
SOUND = {
    "SITE_URL": "https://medborger.example.org",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "EMAIL_URL": "smtp://mail.example.org",
}


def load_settings(tmp_path: Path, **given: str) -> str:
    """Load the settings in a process of its own. Return what it complains of, or nothing."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
    loaded = subprocess.run(
        [sys.executable, "-c", "import medborger.config.settings"],
        env={**kept, "VAR_DIR": str(tmp_path), "PYTHONPATH": str(ROOT / "src"), **given},
        capture_output=True,
        text=True,
        check=False,
    )
    return loaded.stderr


def test_every_setting_of_the_environment_is_documented() -> None:
    read = {
        name
        for path in (ROOT / "src").rglob("*.py")
        for name in re.findall(r"\benv\.\w+\(\s*\"([A-Z_]+)\"", path.read_text())
    }
    told = set(
        re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/operating.md").read_text(), re.MULTILINE)
    )

    assert read == told


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({}, ""),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "x" * 60}, "SECRET_KEY"),
        ({"SECRET_KEY": "0123456789abcdef-" * 4 + "-change-me"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "medborger.example.org,*"}, "ALLOWED_HOSTS"),
        ({"EMAIL_URL": ""}, "EMAIL_URL"),
        ({"EMAIL_URL": "mail.example.org"}, "EMAIL_URL"),
        ({"DATABASE_URL": "mysql://localhost/x"}, "DATABASE_URL"),
        ({"HSTS_SECONDS": "a year"}, "HSTS_SECONDS"),
    ],
)
def test_a_real_site_refuses_what_is_unsafe(
    tmp_path: Path, change: dict[str, str], complaint: str
) -> None:
    said = load_settings(tmp_path, **{**SOUND, **change})

    assert (complaint in said) if complaint else said == ""
    assert ("ImproperlyConfigured" in said) == bool(complaint)


def test_a_machine_without_settings_keeps_a_secret_of_its_own(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == ""
    kept = tmp_path / "secret_key"
    secret = kept.read_text()
    assert load_settings(tmp_path) == ""

    assert kept.read_text() == secret
    assert len(secret) > 50
    assert kept.stat().st_mode & 0o077 == 0


def test_what_a_command_writes_is_for_nobody_else_on_the_machine(tmp_path: Path) -> None:
    """A folder that was there before may be open to all, and the database holds everything."""
    tmp_path.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
    write = "from django.db import connection as c; c.ensure_connection()"
    subprocess.run(
        [sys.executable, "-m", "medborger.config.cli", "shell", "-v", "0", "-c", write],
        env={**kept, "VAR_DIR": str(tmp_path), "PYTHONPATH": str(ROOT / "src")},
        check=True,
    )

    modes = {one.name: one.stat().st_mode & 0o777 for one in tmp_path.iterdir() if one.is_file()}
    assert modes.pop("medborger.sqlite3") == 0o600
    assert set(modes.values()) == {0o600}


def test_a_database_address_is_read_with_its_escapes() -> None:
    database = environment.database(
        "postgresql://anna:a%2Fb@db.example.org:5433/medborger?sslmode=require", Path()
    )

    assert (database["USER"], database["PASSWORD"], database["HOST"]) == (
        "anna",
        "a/b",
        "db.example.org",
    )
    assert (database["PORT"], database["NAME"]) == ("5433", "medborger")
    assert database["OPTIONS"]["sslmode"] == "require"


def test_a_mail_address_is_encrypted_unless_told_otherwise() -> None:
    assert environment.mail("smtp://anna:pw@mail.example.org")["EMAIL_USE_TLS"] is True
    assert environment.mail("smtps://mail.example.org")["EMAIL_PORT"] == 465
    assert environment.mail("smtp://localhost:25?starttls=no")["EMAIL_USE_TLS"] is False


def test_every_answer_is_strict(client: Client, db: None) -> None:
    answer = client.get("/findes-ikke/")

    assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert answer.headers["Permissions-Policy"] == PERMISSIONS_POLICY
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "typed", ["14.10.2026", "14-10-2026", "14/10/2026", "14.10.26", "2026-10-14"]
)
def test_a_date_is_understood_as_danes_type_it(typed: str) -> None:
    with translation.override("da"):
        day = DateField().clean(typed)
        assert date_format(day) == "14. oktober 2026"


@pytest.mark.parametrize("typed", ["16.30", "16:30"])
def test_a_time_is_understood_as_danes_type_it(typed: str) -> None:
    with translation.override("da"):
        assert time_format(TimeField().clean(typed)) == "16.30"


def test_help_is_told_without_loading_django() -> None:
    code = (
        "import sys; from medborger.config import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: print('django' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout.splitlines()[-1] == "False"


@pytest.mark.parametrize(
    ("name", "days", "complaint"),
    [
        ("RETENTION_LOG_DAYS", "89", "RETENTION_LOG_DAYS must be 90 to 730 days, not 89"),
        ("RETENTION_LOG_DAYS", "731", "RETENTION_LOG_DAYS must be 90 to 730 days, not 731"),
        ("RETENTION_LOG_DAYS", "90", ""),
        ("RETENTION_LETTERS_DAYS", "never", "RETENTION_LETTERS_DAYS must be a whole number"),
        ("RETENTION_ACCOUNTS_DAYS", "36500", "RETENTION_ACCOUNTS_DAYS must be 180 to 1095"),
    ],
)
def test_retention_stays_within_its_bounds(
    tmp_path: Path, name: str, days: str, complaint: str
) -> None:
    said = load_settings(tmp_path, **{name: days})

    assert (complaint in said) if complaint else said == ""
