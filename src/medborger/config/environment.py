"""Read what differs between machines, and say plainly what is wrong with it."""

import os
import secrets
from datetime import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str) -> bool:
    return text(name).lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}")
    return int(value)


class Days(int):
    """A number of days that knows its bounds."""

    least: int
    most: int


def days(name: str, default: int, least: int, most: int) -> Days:
    """Read a number of days within bounds that the installation cannot leave."""
    found = Days(number(name, default))
    if not least <= found <= most:
        raise ImproperlyConfigured(f"{name} must be {least} to {most} days, not {found}")
    found.least, found.most = least, most
    return found


def time_of_day(name: str, default: str) -> time:
    value = text(name, default)
    try:
        return time.fromisoformat(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a time such as 02:30, not {value!r}") from None


def listed(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def refuse_weak_secret(secret: str) -> None:
    """A secret is long, differs within itself, and is nobody's example."""
    is_example = any(word in secret.lower() for word in ("change", "example", "insecure", "secret"))
    if len(secret) < 50 or len(set(secret)) < 16 or is_example:
        raise ImproperlyConfigured(
            "SECRET_KEY must be 50 random characters or more, and no example. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )


def kept_secret(path: Path) -> str:
    """Return the secret kept in a file only its owner reads; make it the first time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:  # noqa: PTH123
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()


def database(url: str, sqlite_file: Path) -> dict[str, Any]:
    """Return Django's settings for `postgresql://user:password@host:port/name`, or SQLite's for none."""
    if not url:
        return _sqlite(sqlite_file)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql:// or sqlite:///")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        # A pooled connection is tried before it is lent out, so a database that came back fails nobody.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **options,
            # A new connection costs 3.5 ms, so every process keeps a few.
            "pool": {"min_size": 1, "max_size": 8, "timeout": 20},
            # The database plans what it is asked often once for each connection.
            "server_side_binding": True,
            "prepare_threshold": 5,
        },
    }


def _sqlite(path: Path) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # Closing the last connection would write the whole log back, after every request.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


def mail(url: str) -> dict[str, Any]:
    """Return Django's EMAIL settings for `smtp://user:password@host:587` (STARTTLS) or `smtps://`."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL must look like smtp://user:password@host:587")
    options = dict(parse_qsl(parts.query))
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and options.get("starttls") != "no",
        "EMAIL_TIMEOUT": 20,
    }


def files(url: str) -> dict[str, Any]:
    """Return Django's storage for `s3://key:secret@bucket?endpoint=https://s3.example.org`, or VAR_DIR/files."""
    if not url:
        return {"BACKEND": "medborger.core.storage.DurableFiles"}
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.hostname:
        raise ImproperlyConfigured("FILES_URL must look like s3://key:secret@bucket?endpoint=...")
    options = dict(parse_qsl(parts.query))
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": parts.hostname,
            "access_key": unquote(parts.username or "") or None,
            "secret_key": unquote(parts.password or "") or None,
            "endpoint_url": options.get("endpoint"),
            "region_name": options.get("region"),
            "location": parts.path.strip("/"),
            "addressing_style": "path" if "endpoint" in options else None,
            "file_overwrite": False,
            "querystring_auth": True,
        },
    }
