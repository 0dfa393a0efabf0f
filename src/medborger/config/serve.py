"""`medborger serve`: the web server and the errand worker, kept alive together.

One parent, one process group. A child that dies comes back. Ctrl-C and SIGTERM let the children
finish what is in hand; a parent that is killed takes its children along.
"""

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

GRACE = 60
STEADY = 30
PR_SET_PDEATHSIG = 1
# With -P nothing is imported from the folder it happens to be started in.
PYTHON = [sys.executable, "-P"]
DJANGO = [*PYTHON, "-m", "django"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="default: %(default)s")
    parser.add_argument("--port", type=int, default=8000, help="default: %(default)s")
    parser.add_argument(
        "--workers", type=int, default=2, help="web processes, default: %(default)s"
    )
    parser.add_argument("--threads", type=int, default=4, help="in each, default: %(default)s")


def run(options: argparse.Namespace) -> int:
    if _is_taken(options.host, options.port):
        print(f"Port {options.port} is in use. Choose another: medborger serve --port 8001")
        return 1
    address = f"http://{_readable(options.host)}:{options.port}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "medborger.config.settings")
    os.environ.setdefault("SITE_URL", address)  # so that links lead here, whatever the port
    if subprocess.run([*PYTHON, "-m", "medborger.config.cli", "prepare"], check=False).returncode:  # noqa: S603
        return 1
    print(f"Medborger answers on {address}  (Ctrl-C stops it)", flush=True)
    web = web_server(options.host, options.port, options.workers, options.threads)
    return keep_alive(Child("web", web), Child("errands", [*DJANGO, "run_errands"]))


def web_server(host: str, port: int, workers: int = 2, threads: int = 4) -> list[str]:
    """Return the command that serves pages and nothing else."""
    return [
        *(*PYTHON, "-m", "granian", "--interface", "wsgi", "--factory"),
        *("--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(threads)),
        *("--respawn-failed-workers", "--respawn-interval", "0.5"),
        *("--workers-kill-timeout", str(GRACE - 5), "--log-level", "warning", "--no-ws"),
        "medborger.config.serve:application",
    ]


def application() -> Callable[..., Any]:
    """What each web process runs."""
    # Until granian has set its own handlers, this process would deafly keep those of its parent.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    die_with_parent()
    from medborger.config.wsgi import application  # noqa: PLC0415

    return application


def die_with_parent() -> None:
    """Linux tells a process when its parent is gone, however it went."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    name: str
    command: list[str]
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)
    started: float = field(default=0.0, init=False)
    wait: float = field(default=0.0, init=False)

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, preexec_fn=_as_child)  # noqa: S603
        self.started = time.monotonic()

    def revive(self) -> None:
        """Start again when dead: at once after a steady life, else after a wait that doubles."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        if now - self.started > STEADY:
            self.wait = 0.0
        if now < self.started + self.wait:
            return
        print(
            f"The {self.name} process ended ({self.process.returncode}) and is started again",
            flush=True,
        )
        self.wait = min(max(0.5, self.wait * 2), 30)
        self.start()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()


def _as_child() -> None:
    # Ctrl-C reaches the whole group. The parent alone hears it, and asks each child once.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    die_with_parent()


def keep_alive(*children: Child) -> int:
    asked_to_stop = False

    def stop(*_: object) -> None:
        nonlocal asked_to_stop
        asked_to_stop = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    for child in children:
        child.start()
    while not asked_to_stop:
        time.sleep(0.2)
        for child in children:
            child.revive()
    return _stop_all(children)


def _stop_all(children: tuple[Child, ...]) -> int:
    for child in children:
        child.stop()
    deadline = time.monotonic() + GRACE
    for child in children:
        if child.process is None:
            continue
        try:
            child.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.process.kill()
    return 0


def _is_taken(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def _readable(host: str) -> str:
    return "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host  # noqa: S104
