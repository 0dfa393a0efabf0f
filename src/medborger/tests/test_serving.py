"""`medborger serve` as real processes: they come back, they finish what is in hand, they leave nobody."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from medborger.tests.filled import ON_POSTGRESQL, Filled, new_database
from medborger.tests.processes import command_of, descendants, free_port, until
from medborger.tests.real_site import RealSite

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("serving")]
KIND = "postgresql" if ON_POSTGRESQL else "sqlite"
of_processes = pytest.mark.skipif(ON_POSTGRESQL, reason="the same on every database")

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
    (Path(settings.VAR_DIR) / "answering").touch()
    time.sleep(float(request.GET["seconds"]))
    return HttpResponse("finished")

def send(request):
    leave_mark.enqueue(request.GET["name"], float(request.GET["seconds"]))
    return HttpResponse("sent")

urlpatterns = [path("slow/", slow), path("send/", send), *urlpatterns]
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, filled: Filled) -> Iterator[RealSite]:
    folder = tmp_path_factory.mktemp("serving")
    with new_database(KIND) as url:
        site = RealSite(folder, url)
        filled.copy_to(site)
        (folder / "site_under_test.py").write_text(SITE)
        (folder / "site_under_test_urls.py").write_text(URLS)
        try:
            yield site
        finally:
            site.stop()


@pytest.fixture
def site(made: RealSite) -> RealSite:
    """It runs; the test may stop it."""
    if not made.runs:
        made.start()
    return made


def test_a_dead_worker_comes_back(site: RealSite) -> None:
    errand_worker, web_worker = site.child("run_errands"), site.child("granian")
    os.kill(errand_worker, signal.SIGKILL)
    os.kill(web_worker, signal.SIGKILL)
    until(lambda: site.child("run_errands") not in {0, errand_worker})
    until(site.answers)

    site.get("/send/?name=after&seconds=0")

    until(lambda: site.has_mark("after"))


def test_an_errand_whose_worker_was_killed_is_run_again(site: RealSite) -> None:
    site.get("/send/?name=twice&seconds=60")
    until(lambda: site.has_mark("twice-started"))

    os.kill(site.child("run_errands"), signal.SIGKILL)

    until(lambda: site.has_mark("twice"))


@of_processes
def test_a_taken_port_is_said_at_once(site: RealSite) -> None:
    assert site.medborger("serve", "--port", str(site.port)).wait(60) == 1


def test_sigterm_lets_the_request_and_the_errand_in_hand_finish(site: RealSite) -> None:
    site.get("/send/?name=slow&seconds=2")
    until(lambda: site.has_mark("slow-started"))
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(site.get, "/slow/?seconds=2")
        until(lambda: site.has_mark("answering"))
        site.parent.terminate()
        assert answer.result() == "finished"

    assert site.parent.wait(60) == 0
    assert site.has_mark("slow")


@of_processes
def test_ctrl_c_stops_everything(site: RealSite) -> None:
    everybody = [site.parent.pid, *descendants(site.parent.pid)]

    os.killpg(site.parent.pid, signal.SIGINT)

    assert site.parent.wait(60) == 0
    assert [pid for pid in everybody if command_of(pid)] == []


@of_processes
def test_a_killed_parent_takes_its_children_along(site: RealSite) -> None:
    children = descendants(site.parent.pid)

    site.parent.kill()
    site.parent.wait(10)

    until(lambda: not any(command_of(pid) for pid in children))


def test_an_outdated_database_is_said_at_once(filled: Filled, tmp_path: Path) -> None:
    with new_database(KIND) as url:
        site = RealSite(tmp_path, url)
        filled.copy_to(site)
        site.run("migrate", "sessions", "zero", "--verbosity", "0")

        assert site.medborger("serve", "--port", str(free_port())).wait(60) == 1
