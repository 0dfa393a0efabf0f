"""A forum with eight people in a real database: migrated and filled once a run, then copied.

The workers of xdist share what the first of them makes.
"""

import fcntl
import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings

from medborger.tests.real_site import RealSite

sys.path.append(str(Path(settings.BASE_DIR) / "tools"))
from postgres import Server, newest_binaries, server

__all__ = ["ON_POSTGRESQL", "SERVER", "Filled", "Server", "new_database", "server"]

SERVER = os.environ.get("DATABASE_URL", "")
ON_POSTGRESQL = SERVER.startswith("postgres")
FILL = """
import django; django.setup()
import json
from datetime import timedelta
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from medborger.core.files import Checked, keep
from medborger.forums.models import Forum, Membership
from medborger.meetings.models import AgendaItem, Meeting
from medborger.people.models import Organisation, User

office = Organisation.objects.create(name="Forvaltningen", kind=Organisation.Kind.ADMINISTRATION)
forum = Forum.objects.create(name="Klimaforum", summary="Klima.", organisation=office,
                             visibility=Forum.Visibility.MEMBERS)
people = [User.objects.create_user(f"p{n}@example.org", f"P {n}") for n in range(8)]
roles = [Membership.Role.COORDINATOR] + [Membership.Role.MEMBER] * 7
for person, role in zip(people, roles):
    forum.memberships.create(person=person, role=role)
soon = timezone.now() + timedelta(days=7)
meeting = Meeting.objects.create(forum=forum, title="Hvem mangler?", starts_at=soon, capacity=3,
                                 ends_at=soon + timedelta(hours=2), place="Beboerhuset")
items = AgendaItem.objects.bulk_create(
    AgendaItem(meeting=meeting, heading=f"Punkt {n}", order=n) for n in range(2000))
for n in range(20):
    keep(Checked(f"bilag {n}.txt", "text/plain", (f"Bilag {n} æøå\\n" * (n * 999 + 1)).encode()), people[0])

def session(person):
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value

print(json.dumps({"forum": forum.pk, "meeting": meeting.pk, "items": [i.pk for i in items],
                  "people": [p.pk for p in people], "sessions": [session(p) for p in people]}))
"""


@contextmanager
def new_database(kind: str) -> Iterator[str]:
    """The address of a new, empty database."""
    if kind == "sqlite":
        yield ""
        return
    name = f"real_{secrets.token_hex(4)}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield SERVER.replace("/postgres?", f"/{name}?")
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class Filled:
    """The originals, one for each kind of database, and the way to copies of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def copy_to(self, site: RealSite) -> None:
        """Fill a site whose database is empty."""
        url = site.environment["DATABASE_URL"]
        original = self._original("postgresql" if url else "sqlite")
        shutil.copytree(original / "var", site.var, dirs_exist_ok=True)
        site.known = json.loads((original / "known.json").read_text())
        if url:
            psql = [newest_binaries() / "psql", "-q1", "-v", "ON_ERROR_STOP=1"]
            quietly(*psql, "-f", original / "rows.sql", url)

    def _original(self, kind: str) -> Path:
        folder = self.folder / f"filled-{kind}"
        with folder.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / "known.json").exists():
                self._make(folder, kind)
        return folder

    def _make(self, folder: Path, kind: str) -> None:
        folder.mkdir()
        with new_database(kind) as url:
            site = RealSite(folder, url)
            site.run("migrate", "--verbosity", "0")
            known = site.ask(FILL)
            if url:
                quietly(newest_binaries() / "pg_dump", "-f", folder / "rows.sql", url)
        (folder / "known.json").write_text(json.dumps(known))


def quietly(*command: str | Path) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
