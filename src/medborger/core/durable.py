"""Files written whole or not at all, for nobody else on the machine, there after a power cut."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def whole_or_nothing(target: Path) -> Iterator[IO[bytes]]:
    """A file to write in, which gets its name when all of it is on the disk."""
    half = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with open(os.open(half, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:  # noqa: PTH123
            yield file
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
        sync(target.parent)
    finally:
        half.unlink(missing_ok=True)


def sync(folder: Path) -> None:
    """A new name is durable when its folder is."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
