"""Ask ClamAV about a file, in the words of clamd: INSTREAM."""

import socket
import struct
from contextlib import closing

from django.conf import settings

CHUNK = 64 * 1024
SECONDS = 30
# The file by which every scanner is tried (eicar.org), written in halves so that ours is not taken for it.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class ScannerIsSilent(Exception):
    """The scanner that should have looked did not answer. Nothing passes meanwhile."""


def is_infected(data: bytes) -> bool:
    """Say whether `data` is known to do harm. Without CLAMAV only the test file is known."""
    if EICAR in data:
        return True
    if not settings.CLAMAV:
        return False
    answer = _ask(data)
    if answer.endswith("FOUND"):
        return True
    if answer.endswith("OK"):
        return False
    raise ScannerIsSilent(answer)


def _ask(data: bytes) -> str:
    try:
        with closing(_connect(settings.CLAMAV)) as clamd:
            clamd.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), CHUNK):
                part = data[start : start + CHUNK]
                clamd.sendall(struct.pack("!L", len(part)) + part)
            clamd.sendall(struct.pack("!L", 0))
            return b"".join(iter(lambda: clamd.recv(4096), b"")).decode().strip("\0\n ")
    except OSError as gone:
        raise ScannerIsSilent(str(gone)) from gone


def _connect(address: str) -> socket.socket:
    """`/run/clamav/clamd.ctl` is a socket on this machine, `host:3310` one on another."""
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host, int(port)), SECONDS)
    clamd = socket.socket(socket.AF_UNIX)
    clamd.settimeout(SECONDS)
    try:
        clamd.connect(address)
    except OSError:
        clamd.close()
        raise
    return clamd
