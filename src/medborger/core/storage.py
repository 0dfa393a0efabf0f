"""Where files lie on this machine: outside the web root, written whole or not at all."""

import os
import secrets
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadhandler import FileUploadHandler


class DurableFiles(FileSystemStorage):
    """Files that are on the disk when `save` returns, and never half written."""

    def _save(self, name: str, content: IO[bytes]) -> str:
        kept = Path(self.path(name))
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        half = kept.with_name(f"{kept.name}.{secrets.token_hex(4)}.part")
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
            file.writelines(content.chunks())  # type: ignore[attr-defined]
            file.flush()
            os.fsync(file.fileno())
        half.rename(kept)
        for folder in (kept.parent, kept.parent.parent):
            _sync(folder)
        return name


def _sync(folder: Path) -> None:
    """A new name is durable when its folder is."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


class NoMoreThanAllowed(FileUploadHandler):
    """Lets go of the rest of a file that is too large, before it fills the disk."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= settings.FILE_MAX_BYTES else None

    def file_complete(self, file_size: int) -> Any:
        return None
