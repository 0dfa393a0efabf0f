"""Run a command beside a throwaway PostgreSQL: `python tools/postgres.py pytest`.

The server listens on a Unix socket in a folder of its own and is gone when the command ends.
The command finds it in DATABASE_URL, and its process in POSTGRES_PID.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

INITDB = ["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
TUNING = {
    "listen_addresses": "",
    "max_connections": "300",
    "shared_buffers": "256MB",
    "log_min_messages": "fatal",
    # The data lives as long as the command, so nothing need survive a power cut.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


def newest_binaries() -> Path:
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(path.parts[-3].split(".")[0]),
    )
    on_path = shutil.which("initdb")
    if folders:
        return folders[-1].parent
    if on_path and Path(on_path).with_name("postgres").exists():
        return Path(on_path).parent
    sys.exit("No PostgreSQL server here. On Debian or Ubuntu: sudo apt-get install postgresql")


def as_nobody() -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.getuid():
        return []
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"]


class Server:
    """A server of its own in a folder of its own."""

    def __init__(self, folder: str, tuning: dict[str, str]) -> None:
        self.folder, self.tuning, self.binaries = folder, tuning, newest_binaries()
        self.url = f"postgresql://postgres@/postgres?host={folder}"
        if not os.getuid():
            shutil.chown(folder, "nobody", "nogroup")
        subprocess.run(
            [*as_nobody(), self.binaries / "initdb", *INITDB, "-D", f"{folder}/data"],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )

    def start(self) -> None:
        options = [
            part for name, value in self.tuning.items() for part in ("-c", f"{name}={value}")
        ]
        data = ["-D", f"{self.folder}/data", "-k", self.folder]
        self.process = subprocess.Popen(
            [*as_nobody(), self.binaries / "postgres", *data, *options], cwd=self.folder
        )
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        for _ in range(600):
            ready = subprocess.run(
                [self.binaries / "pg_isready", "-q", "-U", "postgres", "-h", self.folder],
                check=False,
            )
            if ready.returncode == 0:
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        sys.exit("PostgreSQL did not start")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)


@contextmanager
def server(**tuning: str) -> Iterator[Server]:
    """Start a new, empty server."""
    with tempfile.TemporaryDirectory(prefix="medborger-pg-") as folder:
        made = Server(folder, {**TUNING, **tuning})
        try:
            made.start()
            yield made
        finally:
            made.stop()


def main() -> int:
    with server() as made:
        pid = str(made.process.pid)
        environment = {**os.environ, "DATABASE_URL": made.url, "POSTGRES_PID": pid}
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main())
