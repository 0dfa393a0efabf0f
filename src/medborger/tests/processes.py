"""`medborger serve` as real processes, and what one asks of processes."""

import http.client
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path


class Site:
    """One `medborger serve` with a folder of its own."""

    def __init__(self, folder: Path, database_url: str, workers: int = 1) -> None:
        self.var, self.workers = folder / "var", workers
        self.port = free_port()
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(folder),
            "DJANGO_SETTINGS_MODULE": "site_under_test",
            "VAR_DIR": str(self.var),
            "DATABASE_URL": database_url,
        }

    def start(self) -> None:
        serve = ["serve", "--port", str(self.port), "--workers", str(self.workers)]
        self.parent = self.medborger(*serve)
        until(self.is_up)

    def stop(self) -> None:
        if self.runs:
            self.parent.terminate()
            self.parent.wait(60)

    @property
    def runs(self) -> bool:
        return hasattr(self, "parent") and self.parent.poll() is None

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
            return "Medborger" in self.get("/om/")
        except (OSError, http.client.HTTPException):  # silent, slow or killed in the middle
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


def until(is_so: Callable[[], object], seconds: float = 240) -> None:
    """Wait for it. A busy machine is no mistake of ours."""
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
