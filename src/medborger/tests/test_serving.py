"""`medborger serve` as real processes: they come back, they finish what is in hand, they leave nobody."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("serving")]

SITE = """
from medborger.config.settings import *

ROOT_URLCONF = "site_under_test_urls"
"""
URLS = """
import os, time
from pathlib import Path
from django.conf import settings
from django.http import HttpResponse
from django.urls import path
from django_tasks import task
from medborger.config.urls import urlpatterns

@task
def leave_mark(name, seconds):
    started = Path(settings.VAR_DIR) / f"{name}-started"
    slowly = not started.exists()
    started.touch()
    if slowly:
        time.sleep(seconds)
    (Path(settings.VAR_DIR) / name).touch()

def slow(request):
    time.sleep(float(request.GET["seconds"]))
    return HttpResponse("finished")

def send(request):
    leave_mark.enqueue(request.GET["name"], float(request.GET["seconds"]))
    return HttpResponse("sent")

urlpatterns = [path("slow/", slow), path("send/", send), *urlpatterns]
"""


class Site:
    """One `medborger serve` on a database that the tests share."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.var = folder / "var"
        self.port = free_port()
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(folder),
            "DJANGO_SETTINGS_MODULE": "site_under_test",
            "VAR_DIR": str(self.var),
            "DATABASE_URL": database_url,
        }

    def start(self) -> None:
        self.parent = self.medborger("serve", "--port", str(self.port))
        until(self.is_up)

    def stop(self) -> None:
        self.parent.terminate()
        self.parent.wait(60)

    def is_up(self) -> bool:
        assert self.parent.poll() is None, "It did not start"
        return self.answers() and self.child("run_errands") != 0

    def medborger(self, *arguments: str) -> "subprocess.Popen[bytes]":
        command = [
            sys.executable,
            "-c",
            "from medborger.config.cli import main; raise SystemExit(main())",
        ]
        return subprocess.Popen(
            [*command, *arguments], env=self.environment, start_new_session=True
        )

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return str(answer.read().decode())

    def answers(self) -> bool:
        try:
            return self.get("/slow/?seconds=0") == "finished"
        except (urllib.error.URLError, ConnectionError):
            return False

    def has_mark(self, name: str) -> bool:
        return (self.var / name).exists()

    def child(self, word: str) -> int:
        """Return the youngest descendant with this word in its command, or 0."""
        matching = [pid for pid in descendants(self.parent.pid) if word in command_of(pid)]
        return max(matching, default=0)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(is_so: Callable[[], object], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "It never came to be"
        time.sleep(0.05)


def descendants(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return []
    return [found for child in map(int, children) for found in (child, *descendants(child))]


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except FileNotFoundError:
        return ""


@pytest.fixture(scope="module")
def database_url() -> Iterator[str]:
    """A database of its own on the server under test, or none: SQLite."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield ""
        return
    name = f"serving_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield server.replace("/postgres?", f"/{name}?")
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, database_url: str) -> Path:
    folder = tmp_path_factory.mktemp("serving")
    (folder / "site_under_test.py").write_text(SITE)
    (folder / "site_under_test_urls.py").write_text(URLS)
    migrating = Site(folder, database_url).medborger("migrate", "--verbosity", "0")
    assert migrating.wait(120) == 0
    return folder


@pytest.fixture
def site(folder: Path, database_url: str) -> Iterator[Site]:
    site = Site(folder, database_url)
    try:
        site.start()
        yield site
    finally:
        site.stop()


def test_ctrl_c_stops_everything(site: Site) -> None:
    everybody = [site.parent.pid, *descendants(site.parent.pid)]

    os.killpg(site.parent.pid, signal.SIGINT)

    assert site.parent.wait(30) == 0
    assert [pid for pid in everybody if command_of(pid)] == []


def test_a_dead_worker_comes_back(site: Site) -> None:
    errand_worker, web_worker = site.child("run_errands"), site.child("granian")
    os.kill(errand_worker, signal.SIGKILL)
    os.kill(web_worker, signal.SIGKILL)
    until(lambda: site.child("run_errands") not in {0, errand_worker})
    until(site.answers)

    site.get("/send/?name=after&seconds=0")

    until(lambda: site.has_mark("after"))


def test_sigterm_lets_the_request_and_the_errand_in_hand_finish(site: Site) -> None:
    site.get("/send/?name=slow&seconds=2")
    until(lambda: site.has_mark("slow-started"))
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(site.get, "/slow/?seconds=2")
        time.sleep(0.5)
        site.parent.terminate()
        assert answer.result() == "finished"

    assert site.parent.wait(30) == 0
    assert site.has_mark("slow")


def test_an_errand_whose_worker_was_killed_is_run_again(site: Site) -> None:
    site.get("/send/?name=twice&seconds=60")
    until(lambda: site.has_mark("twice-started"))

    os.kill(site.child("run_errands"), signal.SIGKILL)

    until(lambda: site.has_mark("twice"))


def test_a_killed_parent_takes_its_children_along(site: Site) -> None:
    children = descendants(site.parent.pid)

    site.parent.kill()
    site.parent.wait(10)

    until(lambda: not any(command_of(pid) for pid in children))


def test_a_taken_port_is_said_at_once(site: Site) -> None:
    assert site.medborger("serve", "--port", str(site.port)).wait(30) == 1


def test_a_new_database_is_made_and_an_outdated_one_is_said_at_once(site: Site) -> None:
    site.environment |= {"VAR_DIR": str(site.var / "other"), "DATABASE_URL": ""}
    site.stop()

    site.start()
    site.stop()

    assert site.medborger("migrate", "sessions", "zero", "--verbosity", "0").wait(30) == 0
    assert site.medborger("serve", "--port", str(free_port())).wait(30) == 1
