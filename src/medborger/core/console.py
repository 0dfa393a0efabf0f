"""Lines for the console and the system's journal, without the addresses that let somebody in."""

import logging
import re

# A link of an invitation or a guest, and what a provider or a monitor sends along in the address.
_KEYS = re.compile(
    r"(/(?:invitation|gaest)/|[?&](?:code|state|token|bevis)=)[^/?&\s'\"]+", re.IGNORECASE
)


class WithoutKeys(logging.Formatter):
    """Whoever reads the log must not be able to act as those it tells of."""

    def format(self, record: logging.LogRecord) -> str:
        return _KEYS.sub(r"\1[…]", super().format(record))
