"""Files of strangers are taken apart in a process of its own, with little memory and little time.

What goes wrong there, by mistake or by intent, ends with that process.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import BoundedSemaphore
from time import monotonic
from typing import Any

from civicmetrics.documents import Place, Refused, clean, recognise
from civicmetrics.personal_data.documents import scan_document

SECONDS = 20  # of work; on a busy machine it may wait longer for its turn
PATIENCE = 45
IN_ONE_REQUEST = 60  # for all files of a form together: the proxy in front waits no longer
MEMORY = 1 << 30
# Of the threads of one web process, these may wait for files; the rest goes on answering.
AT_ONCE = 2
TURN = 5  # seconds to wait for one's turn
_turns = BoundedSemaphore(AT_ONCE)
_deadline: ContextVar[float] = ContextVar("deadline", default=float("inf"))


@dataclass(frozen=True)
class Inspected:
    """What a file is, what of it is kept, and where it holds what it must not."""

    kind: str
    data: bytes
    cpr: tuple[Place, ...]
    stories: tuple[Place, ...]


def inspect(extension: str, data: bytes) -> Inspected:
    """Take the file apart. Raises `Refused` with the reason, "too_long" when time ran out."""
    with _one_turn():
        return _inspected(extension, data)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Look through no more files than there is time for. The rest is refused: "many"."""
    before = _deadline.set(monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(before)


def seconds_left() -> float:
    left = _deadline.get() - monotonic()
    if left <= 0:
        raise Refused("many")
    return left


@contextmanager
def _one_turn() -> Iterator[None]:
    if not _turns.acquire(timeout=TURN):
        raise Refused("busy")
    try:
        yield
    finally:
        _turns.release()


def _inspected(extension: str, data: bytes) -> Inspected:
    left = seconds_left()
    try:
        run = subprocess.run(  # noqa: S603
            [sys.executable, "-P", "-m", __name__, extension],
            input=data,
            capture_output=True,
            timeout=min(PATIENCE, left),
            env={},  # it needs to know no secret
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused("too_long") from None
    if run.returncode:
        raise Refused("too_long" if run.returncode < 0 else "damaged")
    head, _, kept = run.stdout.partition(b"\n")
    said: dict[str, Any] = json.loads(head)
    if "refused" in said:
        raise Refused(said["refused"], said["detail"])
    cpr, stories = (tuple(Place(*one) for one in said[level]) for level in ("cpr", "stories"))
    return Inspected(said["kind"], kept or data, cpr, stories)


def _answer(extension: str, data: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        kind = recognise(extension, data)
        kept = clean(kind, data)
        found = scan_document(kind, kept)
    except Refused as refused:
        return {"refused": refused.reason, "detail": refused.detail}, b""
    except MemoryError:
        return {"refused": "too_long", "detail": ""}, b""
    places = {
        "cpr": [list(one.place) for one in found if one.level == "block"],
        "stories": [list(one.place) for one in found if one.kind == "person_story"],
    }
    return {"kind": kind.name, **places}, b"" if kept is data else kept


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    said, kept = _answer(sys.argv[1], sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + kept)


if __name__ == "__main__":
    _main()
