"""What a request costs: processor time of whole process trees, read from /proc."""

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from medborger.config.serve import web_server

TICKS = os.sysconf("SC_CLK_TCK")
WARM_UP, REQUESTS = 40, 400


def tree(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return []
    return [pid, *(found for child in children for found in tree(int(child)))]


def processor_seconds(*roots: int) -> float:
    """Return the time all processes below these have used, the ended ones included."""
    used = 0
    for pid in (pid for root in roots for pid in tree(root)):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        used += sum(map(int, fields[11:15]))
    return used / TICKS


def memory_mb(pid: int) -> float:
    """Return the memory of one process, what it shares divided among those who share it."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


@contextmanager
def web(**environment: str) -> Iterator[tuple[int, int]]:
    """Serve as `medborger serve` does, without the errands. Yield port and process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = subprocess.Popen(web_server("127.0.0.1", port), env={**os.environ, **environment})
    try:
        _wait_for(port)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(60)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            Visitor(port).get("/findes-ikke/")
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("The server did not start")


class Visitor:
    """A browser of one person, or of nobody."""

    def __init__(self, port: int, session: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {"Accept-Language": "da", "Host": f"localhost:{port}"}
        if session:
            self.headers["Cookie"] = f"sessionid={session}"

    def get(self, url: str) -> tuple[int, bytes]:
        self.connection.request("GET", url, headers=self.headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()


def milliseconds(url: str, visitors: list[Visitor], *roots: int) -> float:
    """Return the processor time of one request, over many by several visitors in turn.

    A `{}` in the address makes each request another page. Not a number when the page does not answer.
    """
    for number in range(WARM_UP):
        status, _ = visitors[number % len(visitors)].get(url.format(number))
        if status != 200:
            return float("nan")
    before = processor_seconds(*roots)
    for number in range(REQUESTS):
        visitors[number % len(visitors)].get(url.format(WARM_UP + number))
    return (processor_seconds(*roots) - before) / REQUESTS * 1000
