"""Where files lie on this machine: outside the web root, written whole or not at all."""

from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadhandler import FileUploadHandler
from django.db import connection

from medborger.core.durable import HALF, clear_halves, sync, whole_or_nothing


class DurableFiles(FileSystemStorage):
    """Files that are on the disk when `save` returns, and never half written."""

    def _save(self, name: str, content: IO[bytes]) -> str:
        kept = Path(self.path(name))
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with whole_or_nothing(kept) as file:
            file.writelines(content.chunks())  # type: ignore[attr-defined]
        sync(kept.parent.parent)
        return name


def clear_away() -> None:
    """What killed processes have left half written of the database, the secret and the files."""
    for folder in {settings.VAR_DIR, Path(settings.MEDIA_ROOT)}:
        clear_halves(list(folder.rglob(HALF)))
    if connection.vendor == "sqlite":
        clear_halves(list(Path(connection.settings_dict["NAME"]).parent.glob(HALF)))


class NoMoreThanAllowed(FileUploadHandler):
    """Lets go of the rest of a file that is too large, before it fills the disk."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= settings.FILE_MAX_BYTES else None

    def file_complete(self, file_size: int) -> Any:
        return None
