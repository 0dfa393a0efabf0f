"""A copy holds every row and every file, and comes back whole or not at all: real sites, real commands."""

import gzip
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg
import pyrage
import pytest

from medborger.core.backup.archive import BackupIsBroken, BackupIsLocked, Key, reading
from medborger.tests.filled import ON_POSTGRESQL, Filled, new_database
from medborger.tests.processes import until
from medborger.tests.real_site import People, RealSite

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("backup")]
PAIRS = [("sqlite", "sqlite")]
if ON_POSTGRESQL:
    PAIRS = [("postgresql", "postgresql"), ("postgresql", "sqlite"), ("sqlite", "postgresql")]
HOME = PAIRS[0][0]
of_archives = pytest.mark.skipif(ON_POSTGRESQL, reason="the same from every database")
PASSPHRASE = "en lang linje som ingen gætter"
# Every row of every table but sessions, and every file, found without a word of our own code.
EVERYTHING = """
import django; django.setup()
import hashlib, json
from pathlib import Path
from django.apps import apps
from django.conf import settings

def rows(model):
    names = [one.attname for one in model._meta.concrete_fields]
    found = model._base_manager.values_list(*names)
    return sorted(json.dumps(row, default=str, sort_keys=True) for row in found)

folder = Path(settings.MEDIA_ROOT)
files = [one for one in folder.rglob("*") if one.is_file()] if folder.exists() else []
models = apps.get_models(include_auto_created=True)
print(json.dumps({
    "rows": {one._meta.label: rows(one) for one in models
             if one._meta.app_label not in ("sessions", "usersessions")},
    "files": {str(one.relative_to(folder)): hashlib.sha256(one.read_bytes()).hexdigest()
              for one in files},
    "secret": settings.SECRET_KEY,
}))
"""
ONE_MORE = """
import django; django.setup()
import secrets
from medborger.people.models import User
print(User.objects.create_user(f"{secrets.token_hex(4)}@example.org", "Ny Nielsen").pk)
"""


class Places:
    """Installations, empty or filled, as many as asked for."""

    def __init__(self, folders: pytest.TempPathFactory, stack: ExitStack) -> None:
        self.folders, self.stack = folders, stack

    def new(self, kind: str) -> RealSite:
        folder = self.folders.mktemp(kind)
        site = RealSite(folder, self.stack.enter_context(new_database(kind)))
        site.environment["BACKUP_PASSPHRASE"] = ""
        site.var.mkdir()
        return site


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    with ExitStack() as stack:
        yield Places(tmp_path_factory, stack)


@pytest.fixture(scope="module")
def homes(places: Places, filled: Filled) -> dict[str, RealSite]:
    """For each kind of database an installation with people in it."""
    found = {kind: places.new(kind) for kind in {source for source, _target in PAIRS}}
    for site in found.values():
        filled.copy_to(site)
    return found


@pytest.fixture(scope="module")
def home(homes: dict[str, RealSite]) -> RealSite:
    return homes[HOME]


@pytest.fixture(scope="module")
def copy(home: RealSite) -> Path:
    """A copy that is not encrypted."""
    return backed_up(home, home.var / "copy.tar.gz")


@pytest.fixture(scope="module")
def elsewhere(homes: dict[str, RealSite], copy: Path, places: Places) -> dict[str, RealSite]:
    """For each kind of database an installation that got all it has from a copy."""
    found = {}
    for source, target in PAIRS:
        there = found[f"{source} {target}"] = places.new(target)
        taken = copy if source == HOME else backed_up(homes[source], homes[source].var / "x.tar.gz")
        restored(there, taken)
    return found


@pytest.fixture(scope="module")
def there(elsewhere: dict[str, RealSite]) -> RealSite:
    return elsewhere[" ".join(PAIRS[0])]


def told(site: RealSite, *arguments: str) -> tuple[int, str]:
    """What a command answers: its exit code and its words."""
    done = subprocess.run(
        [sys.executable, "-c", "from medborger.config.cli import main; main()", *arguments],
        env=site.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def backed_up(site: RealSite, target: Path, *options: str) -> Path:
    code, words = told(site, "backup", str(target), *options)
    assert code == 0, words
    return target


def restored(site: RealSite, copy: Path, *options: str) -> str:
    code, words = told(site, "restore", str(copy), *options)
    assert code == 0, words
    return words


def everything(site: RealSite) -> dict[str, Any]:
    found: dict[str, Any] = site.ask(EVERYTHING)
    return found


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_every_row_and_every_file_comes_back(
    source: str, target: str, homes: dict[str, RealSite], elsewhere: dict[str, RealSite]
) -> None:
    here, there = homes[source], elsewhere[f"{source} {target}"]

    before = everything(here)
    assert everything(there) == before
    assert len(before["files"]) == 20
    assert len(before["rows"]["meetings.AgendaItem"]) == 2000


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_what_is_made_afterwards_gets_a_number_of_its_own(
    source: str, target: str, homes: dict[str, RealSite], elsewhere: dict[str, RealSite]
) -> None:
    new = elsewhere[f"{source} {target}"].ask(ONE_MORE)

    assert new > max(homes[source].known["people"])


def test_a_copy_taken_while_people_write_is_of_one_moment(home: RealSite, there: RealSite) -> None:
    """All that was stored before is in it, and nothing by halves. It takes the place of what was."""
    home.start()
    try:
        people = People(home)
        with people:
            people.until_told(20)
            known = {kind: set(names) for kind, names in people.told.items()}
            copied = backed_up(home, home.var / "busy.tar.gz")
            people.until_told(10)
    finally:
        home.stop()

    restored(there, copied, "--replace")

    stored = there.look()
    there.close_witness()
    for kind in ("message", "minutes", "sign-up"):
        assert known.get(kind, set()) <= stored[kind].keys()
    assert len(known["seat"]) <= len(stored["seat"])
    assert list(stored["sign-up"].values()).count("attending") <= 3
    for count, recipients, _written in stored["message"].values():
        assert count == recipients
    unwritten = [key for key, one in stored["message"].items() if not one[2]]
    assert len(stored["to write"]) >= len(unwritten)


@of_archives
def test_by_passphrase(home: RealSite, tmp_path: Path) -> None:
    home.environment["BACKUP_PASSPHRASE"] = PASSPHRASE
    try:
        locked = backed_up(home, tmp_path / "locked.tar")
    finally:
        home.environment["BACKUP_PASSPHRASE"] = ""

    assert b"Klimaforum" not in locked.read_bytes()
    with reading(locked, Key(passphrase=PASSPHRASE)) as opened:
        assert opened.manifest["members"]["tables/meetings.AgendaItem"]["rows"] == 2000
    with pytest.raises(BackupIsLocked, match="Wrong passphrase"):
        opens(locked, Key(passphrase="en anden"))
    code, words = told(home, "restore", "--replace", str(locked))
    assert (code, "BACKUP_PASSPHRASE" in words) == (1, True)


@of_archives
def test_for_the_holder_of_a_key(home: RealSite, tmp_path: Path) -> None:
    """The machine that makes the copy cannot read it."""
    key, other = (pyrage.x25519.Identity.generate() for _ in range(2))
    keyfile = tmp_path / "key.txt"
    keyfile.write_text(f"# created: today\n{key}\n")

    locked = backed_up(home, tmp_path / "x.tar.gz.age", "--recipient", str(key.to_public()))

    assert told(home, "backup", "--check", str(locked), "--identity", str(keyfile))[0] == 0
    for none_of_them in (Key(), Key(identity=str(other)), Key(passphrase=PASSPHRASE)):
        with pytest.raises(BackupIsLocked):
            opens(locked, none_of_them)


def opens(copy: Path, key: Key) -> None:
    with reading(copy, key):
        pass


def spoiled(copy: Path) -> Iterator[tuple[str, bytes]]:
    whole = copy.read_bytes()
    for share in (0, 1, 50, 99):
        yield f"cut at {share} %", whole[: len(whole) * share // 100]
    yield "without its last byte", whole[:-1]
    for share in (10, 50, 90):
        at = len(whole) * share // 100
        yield f"changed at {share} %", whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
    yield "with something behind", whole + b"behind"
    yield "something else", b"PK\x03\x04" + whole
    yield "a tar of something else", gzip.compress(b"")
    yield (
        "a word more",
        repacked(copy, "tables/forums.Forum", lambda text: text.replace(b"Klima", b"Klimb")),
    )
    yield "a file less", repacked(copy, "files/", lambda _content: None)


def repacked(copy: Path, start: str, change: Any) -> bytes:
    """The same copy with a content changed or left out, by somebody who knows the format."""
    made = BytesIO()
    with tarfile.open(copy) as old, tarfile.open(fileobj=made, mode="w:gz") as new:
        for info in old:
            member = old.extractfile(info)
            assert member is not None
            content = member.read()
            content = change(content) if info.name.startswith(start) else content
            if content is not None:
                info.size = len(content)
                new.addfile(info, BytesIO(content))
    return made.getvalue()


@of_archives
def test_a_spoiled_copy_is_refused(copy: Path, tmp_path: Path) -> None:
    file = tmp_path / "spoiled.tar.gz"
    accepted = []
    for how, content in spoiled(copy):
        file.write_bytes(content)
        try:
            opens(file, Key(passphrase=PASSPHRASE))
            accepted.append(how)
        except BackupIsBroken:
            pass

    assert accepted == []


def with_migrations(copy: Path, change: Any) -> bytes:
    def changed(manifest: bytes) -> bytes:
        known = json.loads(manifest)
        known["migrations"] = change(known["migrations"])
        return json.dumps(known).encode()

    return repacked(copy, "manifest.json", changed)


def test_a_copy_of_older_code_is_brought_up_to_date(
    copy: Path, there: RealSite, tmp_path: Path
) -> None:
    """As of before a migration of allauth that made a constraint."""
    older = tmp_path / "older.tar.gz"
    last = ["account", "0009_emailaddress_unique_primary_email"]
    older.write_bytes(with_migrations(copy, lambda known: [one for one in known if one != last]))

    restored(there, older, "--replace")

    assert told(there, "migrate", "--check")[0] == 0
    assert len(everything(there)["rows"]["meetings.AgendaItem"]) == 2000


def test_what_is_refused_or_killed_changes_nothing(
    copy: Path, there: RealSite, tmp_path: Path
) -> None:
    there.ask(ONE_MORE)
    before = everything(there)
    spoiled, newer = tmp_path / "spoiled.tar.gz", tmp_path / "newer.tar.gz"
    spoiled.write_bytes(copy.read_bytes()[:-100])
    newer.write_bytes(with_migrations(copy, lambda known: [*known, ["core", "0999_tomorrow"]]))

    for arguments, word in (
        ([str(copy)], "--replace"),
        (["--replace", str(spoiled)], "is no whole copy"),
        (["--replace", str(newer)], "core.0999_tomorrow"),
    ):
        code, words = told(there, "restore", *arguments)
        assert (code, word in words) == (1, True), words
    process = there.medborger("restore", "--replace", str(copy))
    until(lambda: is_rebuilding(there) or process.poll() is not None)
    process.kill()

    assert process.wait(60) == -9
    assert everything(there) == before
    assert told(there, "prepare")[0] == 0  # what `serve` begins with
    assert list(there.var.rglob("*.part")) == []


def is_rebuilding(site: RealSite) -> bool:
    url = site.environment["DATABASE_URL"]
    if not url:
        return any(site.var.glob("*.part"))
    locked = "SELECT 1 FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = to_regclass('core_mail')"
    with psycopg.connect(url) as connection:
        return connection.execute(locked).fetchone() is not None


@of_archives
def test_a_backup_that_is_killed_leaves_no_copy(home: RealSite, tmp_path: Path) -> None:
    process = home.medborger("backup", str(tmp_path / "half.tar.gz"))
    until(lambda: any(tmp_path.glob(".half*")) or process.poll() is not None)

    process.kill()

    assert process.wait(60) == -9
    assert not (tmp_path / "half.tar.gz").exists()


BY_THE_CLOCK = """
import django; django.setup()
import json
from pathlib import Path
from django.conf import settings
from medborger.core.backup.take import back_up, copies, is_late
try:
    back_up.call()
except Exception as problem:
    print(json.dumps(str(problem)))
else:
    path, at = copies(Path(settings.BACKUP_DIR))[0]
    print(json.dumps([path.name, is_late(at)]))
"""


def test_by_the_clock_copies_are_made_and_old_ones_go(home: RealSite, tmp_path: Path) -> None:
    home.environment["BACKUP_DIR"] = str(tmp_path / "copies")
    folder = tmp_path / "copies"
    folder.mkdir()
    (folder / "medborger-20200101T020000Z.tar.gz").touch()
    (folder / "something-else.tar.gz").touch()
    half = folder / ".medborger-20200101T020000Z.tar.gz.abcd.part"
    half.touch()
    os.utime(half, (0, 0))
    try:
        name, is_late = home.ask(BY_THE_CLOCK)
        lost = next(one for one in (home.var / "files").rglob("*") if one.is_file())
        content = lost.read_bytes()
        lost.unlink()
        complaint = home.ask(BY_THE_CLOCK)
        lost.write_bytes(content)
    finally:
        home.environment["BACKUP_DIR"] = ""

    assert not is_late
    assert lost.name in complaint
    assert {one.name for one in folder.iterdir()} >= {name, "something-else.tar.gz"}
    assert not (folder / "medborger-20200101T020000Z.tar.gz").exists()
    assert not half.exists()
    assert (folder / name).stat().st_mode & 0o077 == 0
