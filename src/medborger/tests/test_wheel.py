"""The wheel, as a stranger takes it: an empty folder, an empty environment, two commands.

What it needs is linked from the running environment, and only what it says it needs: no network, no
development tools, nothing of the repository.
"""

import os
import re
import subprocess
import sys
import urllib.parse
import urllib.request
import venv
from collections.abc import Iterator
from email.message import Message
from http.cookiejar import CookieJar
from importlib.metadata import distribution
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from medborger.tests.filled import ON_POSTGRESQL
from medborger.tests.processes import free_port, until

pytestmark = [
    pytest.mark.process,
    pytest.mark.xdist_group("wheel"),
    pytest.mark.skipif(ON_POSTGRESQL, reason="an empty environment means SQLite"),
]
ROOT = Path(settings.BASE_DIR)
PIP = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make wheel` builds, from static files as they lie now."""
    folder = tmp_path_factory.mktemp("dist")
    environment = {**os.environ, "VAR_DIR": str(folder / "var")}
    collect = ["manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run([sys.executable, *collect], check=True, cwd=ROOT, env=environment)
    build = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run([*PIP, *build], check=True, env=environment)
    return next(folder.glob("medborger-*.whl"))


@pytest.fixture(scope="module")
def commands(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a new environment in which the wheel is installed."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    python = folder / "bin/python"
    link_what_is_needed("medborger", next(folder.glob("lib/python*/site-packages")))
    install = ["install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([*PIP, "--python", str(python), *install], check=True)
    return python.parent


def link_what_is_needed(name: str, site_packages: Path) -> None:
    for needed in sorted(needed_by(Requirement(name), set()) - {(name, "")}):
        found = distribution(needed[0])
        for top in {path.parts[0] for path in found.files or []} - {"..", "__pycache__"}:
            link = site_packages / top
            if not link.exists():
                link.symlink_to(Path(str(found.locate_file(top))))


def needed_by(requirement: Requirement, known: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Everything a requirement pulls in, each with its extra."""
    for extra in ("", *requirement.extras):
        this = (canonicalize_name(requirement.name), extra)
        if this in known:
            continue
        known.add(this)
        for line in distribution(requirement.name).requires or []:
            inner = Requirement(line)
            if inner.marker is None or inner.marker.evaluate({"extra": extra}):
                needed_by(inner, known)
    return known


class Stranger:
    """Somebody with an empty folder, who starts Medborger in it and opens pages."""

    def __init__(self, commands: Path, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.environment = {"PATH": f"{commands}:/usr/bin:/bin", "HOME": str(folder.parent)}
        self.medborger = str(commands / "medborger")
        self.cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self.said = folder.parent / "said.txt"

    def start(self) -> None:
        command = [self.medborger, "serve", "--port", str(self.port), "--workers", "1"]
        with self.said.open("w") as said:
            self.parent = subprocess.Popen(
                command, env=self.environment, cwd=self.folder, stdout=said, stderr=said
            )
        until(self.is_up, 240)  # a busy machine is no mistake of ours

    def stop(self) -> None:
        self.parent.terminate()
        assert self.parent.wait(60) == 0

    def is_up(self) -> bool:
        assert self.parent.poll() is None, self.said.read_text()
        try:
            return self.get("/sundhed/").startswith("ok\n")  # administrators are told more
        except OSError:  # silent, slow or not well yet
            return False

    def run(self, *arguments: str) -> str:
        ran = subprocess.run(
            [self.medborger, *arguments],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def get(self, path: str, **form: str) -> str:
        return self.open(path, **form)[0]

    def open(self, path: str, **form: str) -> tuple[str, Message]:
        """Return a page and its headers; with fields, what sending them leads to."""
        address = f"http://localhost:{self.port}{path}"
        data = urllib.parse.urlencode(form).encode() if form else None
        opener = urllib.request.build_opener(self.cookies)
        with opener.open(address, data=data, timeout=30) as answer:
            return answer.read().decode("utf-8", "replace"), answer.headers


@pytest.fixture
def stranger(commands: Path, tmp_path: Path) -> Iterator[Stranger]:
    folder = tmp_path / "empty"
    folder.mkdir()
    stranger = Stranger(commands, folder)
    yield stranger
    if getattr(stranger, "parent", None) and stranger.parent.poll() is None:
        stranger.parent.kill()
        stranger.parent.wait()


def test_an_empty_folder_becomes_a_site_that_stays(stranger: Stranger) -> None:
    stranger.start()
    said = stranger.said.read_text()

    front, _headers = stranger.open("/")
    assert '<html lang="da"' in front
    style, headers = stranger.open(only(r'href="(/static/style\.[0-9a-f]{12}\.css)"', front))
    assert "@layer" in style
    assert "immutable" in headers["Cache-Control"]
    base = only(r'href="(/static/built/dkfds\.[0-9a-f]{12}\.css)"', front)
    assert stranger.get(base).startswith("@layer dkfds{")
    for font in set(re.findall(r"url\([\"']?(built/[\w.-]+\.woff2)", style)):
        assert stranger.open(f"/static/{font}")[1]["Content-Type"] == "font/woff2"
    assert "Log ind" in stranger.get("/log-ind/")

    invitation = "/invitation/" + only(r"/invitation/(\S+)", said)
    token = only(r'name="csrfmiddlewaretoken" value="(\w+)"', stranger.get(invitation))
    come_in = {"csrfmiddlewaretoken": token, "name": "Gerda Gren", "email": "gerda@example.org"}
    assert "Hej Gerda" in stranger.get(invitation, **come_in)

    secret = stranger.folder / "var/secret_key"
    kept = secret.read_text()
    assert (secret.stat().st_mode & 0o077, secret.parent.stat().st_mode & 0o077) == (0, 0)
    stranger.stop()
    stranger.start()

    assert "Hej Gerda" in stranger.get("/min-side/")
    assert "invitation" not in stranger.said.read_text()
    assert secret.read_text() == kept
    assert sorted(path.name for path in stranger.folder.iterdir()) == ["var"]
    stranger.stop()


def only(pattern: str, text: str) -> str:
    found = sorted(set(re.findall(pattern, text)))
    assert len(found) == 1, (pattern, found, text[:2000])
    return str(found[0])


def test_the_network_report_needs_no_site(stranger: Stranger) -> None:
    waves = ["example/wave1.csv", "example/wave2.csv", "--nodes", "example/nodes.csv"]
    few = ["--permutations", "50", "--replicates", "50", "--runs", "2", "--quiet"]

    stranger.run("network", "--example", "example")
    stranger.run("network", *waves, *few, "--formats", "html", "--out", "report")

    report = only(
        r"@font-face\{.{0,200}?url\((data:font/woff2)", read_all(stranger.folder / "report")
    )
    assert report
    assert not (stranger.folder / "var").exists()


def read_all(folder: Path) -> str:
    return "".join(path.read_text() for path in folder.rglob("*.html"))


def test_the_wheel_holds_what_runs_and_nothing_else(
    wheel: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ZipFile(wheel).namelist()
    with capsys.disabled():
        print(f"\n{wheel.name}: {wheel.stat().st_size // 1000} kB, {len(names)} files")

    assert "medborger/locale/da/LC_MESSAGES/django.mo" in names
    assert "medborger/collected/staticfiles.json" in names
    unwanted = ("/tests/", "conftest.py", ".po", ".scss", "node_modules", "/assets/build.mjs")
    assert [name for name in names if any(part in name for part in unwanted)] == []
    assert wheel.stat().st_size < 5_000_000
