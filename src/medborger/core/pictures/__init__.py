"""Pictures as text: values in, SVG out. Every word in them is the caller's; every colour is a class."""

from medborger.core.pictures.ring import ring, ring_key
from medborger.core.pictures.seatbar import seatbar
from medborger.core.pictures.table import brand_mark, empty_table, table
from medborger.core.pictures.wheel import Sign, wheel, wheel_key
from medborger.core.pictures.wheel_layout import Mark

__all__ = [
    "Mark",
    "Sign",
    "brand_mark",
    "empty_table",
    "ring",
    "ring_key",
    "seatbar",
    "table",
    "wheel",
    "wheel_key",
]
