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


@contextmanager
def server() -> Iterator[tuple[str, int]]:
    """Yield the address and process of a new, empty server."""
    binaries = newest_binaries()
    with tempfile.TemporaryDirectory(prefix="medborger-pg-") as folder:
        if not os.getuid():
            shutil.chown(folder, "nobody", "nogroup")
        data = f"{folder}/data"
        subprocess.run(
            [*as_nobody(), binaries / "initdb", *INITDB, "-D", data],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
        options = [part for name, value in TUNING.items() for part in ("-c", f"{name}={value}")]
        postgres = subprocess.Popen(
            [*as_nobody(), binaries / "postgres", "-D", data, "-k", folder, *options], cwd=folder
        )
        try:
            _wait_until_ready(postgres, binaries, folder)
            yield f"postgresql://postgres@/postgres?host={folder}", postgres.pid
        finally:
            postgres.send_signal(signal.SIGINT)
            postgres.wait(30)


def _wait_until_ready(postgres: "subprocess.Popen[bytes]", binaries: Path, folder: str) -> None:
    for _ in range(300):
        ready = subprocess.run(
            [binaries / "pg_isready", "-q", "-U", "postgres", "-h", folder], check=False
        )
        if ready.returncode == 0:
            return
        if postgres.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit("PostgreSQL did not start")


def main() -> int:
    with server() as (url, pid):
        environment = {**os.environ, "DATABASE_URL": url, "POSTGRES_PID": str(pid)}
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main())
