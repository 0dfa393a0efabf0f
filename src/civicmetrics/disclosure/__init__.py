"""Publish counts without pointing at people.

Make tables with `one_way`, `two_way` and `grouped`, and give all that are about the same people to
`publish`. `attack` is what an outsider with a solver can work out.
"""

from civicmetrics.disclosure.publish import Measure, Publication, Shown, publish
from civicmetrics.disclosure.shares import share
from civicmetrics.disclosure.solver import Interval, Unprotectable, attack, protect
from civicmetrics.disclosure.tables import (
    Cell,
    Sum,
    Table,
    TablesDisagree,
    cell,
    grouped,
    one_way,
    together,
    two_way,
)

__all__ = [
    "Cell",
    "Interval",
    "Measure",
    "Publication",
    "Shown",
    "Sum",
    "Table",
    "TablesDisagree",
    "Unprotectable",
    "attack",
    "cell",
    "grouped",
    "one_way",
    "protect",
    "publish",
    "share",
    "together",
    "two_way",
]
