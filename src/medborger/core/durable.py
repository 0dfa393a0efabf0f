"""Files written whole or not at all, for nobody else on the machine, there after a power cut."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


@contextmanager
def whole_or_nothing(target: Path) -> Iterator[IO[bytes]]:
    """A file to write in, which gets its name when all of it is on the disk."""
    half = _beside(target)
    try:
        with open(os.open(half, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:  # noqa: PTH123
            _hold(file.fileno())
            yield file
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
        sync(target.parent)
    finally:
        half.unlink(missing_ok=True)


@contextmanager
def workshop(target: Path) -> Iterator[Path]:
    """A folder beside the target to build it in, gone afterwards."""
    folder = _beside(target)
    folder.mkdir(mode=0o700)
    held = os.open(folder, os.O_RDONLY)
    try:
        _hold(held)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def clear_halves(found: Iterable[Path]) -> None:
    """Of files and folders on their way, take away those whose writer was killed: nobody holds them."""
    for half in found:
        with suppress(OSError):
            held = os.open(half, os.O_RDONLY)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(half) if half.is_dir() else half.unlink()
            finally:
                os.close(held)


HALF = ".*.part"


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")


def _hold(opened: int) -> None:
    with suppress(OSError):  # not every file system can
        fcntl.flock(opened, fcntl.LOCK_EX)


def sync(folder: Path) -> None:
    """A new name is durable when its folder is."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
