"""How tests are named: the same in every process, so that two of them can share the work."""

from typing import Any


def pytest_make_parametrize_id(val: Any) -> str | None:
    """A file made for a test holds the time when it was made."""
    return "bytes" if isinstance(val, bytes) else None
