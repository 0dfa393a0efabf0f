"""The file that a copy is: a gzipped tar whose last member is a manifest, encrypted on wish by age.

With a passphrase it is a tar of two age files: `key.age`, opened by the passphrase, holds the key
to `backup.tar.gz.age`. So any amount is encrypted piece by piece, and `age` alone can open it.
"""

import gzip
import hashlib
import io
import json
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol

import pyrage

from medborger.core.durable import whole_or_nothing

FORMAT = 1
MANIFEST = "manifest.json"
KEY, LOCKED = "key.age", "backup.tar.gz.age"
GZIP, AGE = b"\x1f\x8b", b"age-encryption.org/"
BLOCK = 1 << 20
BROKEN = (tarfile.TarError, EOFError, OSError, zlib.error, ValueError, KeyError, TypeError)


class BackupIsBroken(Exception):
    """What is in the file is not what was written: it was cut, changed, or never was a copy."""


class BackupIsLocked(Exception):
    """The file is encrypted, and what was given does not open it."""


@dataclass(frozen=True)
class Lock:
    """How a copy is encrypted: for the holder of a key, by a passphrase, or not at all."""

    recipient: str = ""
    passphrase: str = ""


@dataclass(frozen=True)
class Key:
    """What opens a copy: the text of an age identity, or a passphrase."""

    identity: str = ""
    passphrase: str = ""


class Readable(Protocol):
    """What files of every storage can do."""

    def read(self, size: int, /) -> bytes: ...

    def seek(self, position: int, /) -> Any: ...


class Writer:
    """Adds members and notes what they are in the manifest."""

    def __init__(self, file: IO[bytes]) -> None:
        self.tar = tarfile.open(fileobj=file, mode="w:gz", compresslevel=6)  # noqa: SIM115
        self.members: dict[str, dict[str, Any]] = {}

    def add(self, name: str, content: Readable, **facts: Any) -> None:
        size, digest = measured(content)
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        content.seek(0)
        self.tar.addfile(info, content)  # type: ignore[arg-type]
        self.members[name] = {**facts, "size": size, "sha256": digest}

    def finish(self, facts: dict[str, Any]) -> dict[str, Any]:
        manifest = {"format": FORMAT, **facts, "members": self.members}
        text = json.dumps(manifest, indent=1, sort_keys=True).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(text), 0o600
        self.tar.addfile(info, io.BytesIO(text))
        self.tar.close()
        return manifest


@dataclass
class Reader:
    """An opened copy, every byte of which was compared with the manifest."""

    file: IO[bytes]
    manifest: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        try:
            self.manifest = self._checked()
        except BROKEN as problem:
            raise BackupIsBroken(f"{type(problem).__name__}: {problem}") from problem

    def _checked(self) -> dict[str, Any]:
        seen: dict[str, tuple[int, str]] = {}
        manifest: dict[str, Any] = {}
        for name, content in self._walk():
            if name == MANIFEST:
                manifest = json.loads(content.read())
            else:
                seen[name] = measured(content)
        _compare(manifest, seen)
        return manifest

    def members(self, *folders: str) -> Iterator[tuple[str, IO[bytes]]]:
        """The members in these folders, in the order they were written."""
        for name, content in self._walk():
            if name.startswith(folders):
                yield name, content

    def _walk(self) -> Iterator[tuple[str, IO[bytes]]]:
        self.file.seek(0)
        with gzip.GzipFile(fileobj=self.file) as plain:
            with tarfile.open(fileobj=plain, mode="r|") as tar:
                for info in tar:
                    content = tar.extractfile(info)
                    if content is None:
                        raise BackupIsBroken(f"{info.name} is no file")
                    yield info.name, content
            measured(plain)  # to its very end, where gzip keeps a sum of its own


def _compare(manifest: dict[str, Any], seen: dict[str, tuple[int, str]]) -> None:
    if manifest.get("format") != FORMAT:
        raise BackupIsBroken("it has no manifest, or one of another format")
    told = {name: (one["size"], one["sha256"]) for name, one in manifest["members"].items()}
    for name in sorted(told.keys() | seen.keys()):
        if told.get(name) != seen.get(name):
            raise BackupIsBroken(f"{name} is not what was written")


def measured(content: Readable) -> tuple[int, str]:
    """Size and SHA-256 of what is left to read."""
    size, digest = 0, hashlib.sha256()
    for piece in iter(lambda: content.read(BLOCK), b""):
        size += len(piece)
        digest.update(piece)
    return size, digest.hexdigest()


@contextmanager
def writing(target: Path, lock: Lock) -> Iterator[Writer]:
    """Write a copy that is whole under its name, or not there at all."""
    with tempfile.TemporaryFile() as plain, whole_or_nothing(target) as file:
        yield Writer(plain)
        plain.seek(0)
        _encrypt(plain, file, lock)


def _encrypt(plain: IO[bytes], file: IO[bytes], lock: Lock) -> None:
    if lock.passphrase:
        _encrypt_by_passphrase(plain, file, lock.passphrase)
    elif lock.recipient:
        recipient = pyrage.x25519.Recipient.from_str(lock.recipient)
        pyrage.encrypt_io(plain, file, [recipient])
    else:
        for piece in iter(lambda: plain.read(BLOCK), b""):
            file.write(piece)


def _encrypt_by_passphrase(plain: IO[bytes], file: IO[bytes], passphrase: str) -> None:
    identity = pyrage.x25519.Identity.generate()
    key = pyrage.passphrase.encrypt(str(identity).encode(), passphrase)
    with tarfile.open(fileobj=file, mode="w") as tar:
        info = tarfile.TarInfo(KEY)
        info.size = len(key)
        tar.addfile(info, io.BytesIO(key))
        with tempfile.TemporaryFile() as locked:
            pyrage.encrypt_io(plain, locked, [identity.to_public()])
            info = tarfile.TarInfo(LOCKED)
            info.size = locked.tell()
            locked.seek(0)
            tar.addfile(info, locked)


@contextmanager
def reading(path: Path, key: Key) -> Iterator[Reader]:
    """Open a copy, and see first that it is whole."""
    with path.open("rb") as file, tempfile.TemporaryFile() as plain:
        start = _start_of(file)
        if start.startswith(GZIP):
            yield Reader(file)
            return
        if start.startswith(AGE):
            _decrypt(file, plain, key.identity)
        else:
            _decrypt_by_passphrase(file, plain, key.passphrase)
        yield Reader(plain)


def needs_passphrase(path: Path) -> bool:
    with path.open("rb") as file:
        return _start_of(file).startswith(KEY.encode())


def _start_of(file: IO[bytes]) -> bytes:
    start = file.read(len(AGE))
    file.seek(0)
    return start


def _decrypt(locked: IO[bytes], plain: IO[bytes], identity: str) -> None:
    if not identity:
        raise BackupIsLocked("It is encrypted for the holder of a key: give it with --identity")
    keys = [line for line in identity.splitlines() if line.startswith("AGE-SECRET-KEY-")]
    try:
        pyrage.decrypt_io(locked, plain, [pyrage.x25519.Identity.from_str(one) for one in keys])
    except (pyrage.DecryptError, pyrage.IdentityError, OSError) as problem:
        raise BackupIsLocked(f"Wrong key, or a damaged file ({problem})") from problem


def _decrypt_by_passphrase(file: IO[bytes], plain: IO[bytes], passphrase: str) -> None:
    try:
        with tarfile.open(fileobj=file, mode="r:") as tar:
            key, locked = (tar.extractfile(name) for name in (KEY, LOCKED))
            if key is None or locked is None:
                raise BackupIsBroken("it is no copy of Medborger")
            identity = _opened(key.read(), passphrase)
            _decrypt(locked, plain, identity)
    except BROKEN as problem:
        raise BackupIsBroken(f"{type(problem).__name__}: {problem}") from problem


def _opened(key: bytes, passphrase: str) -> str:
    if not passphrase:
        raise BackupIsLocked("It is encrypted with a passphrase")
    try:
        return str(pyrage.passphrase.decrypt(key, passphrase).decode())
    except pyrage.DecryptError as problem:
        raise BackupIsLocked("Wrong passphrase, or a damaged file") from problem
