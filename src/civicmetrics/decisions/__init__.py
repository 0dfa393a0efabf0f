"""Ways for a group to decide, each with a step-by-step account of the count that a page can show.

Ballots go in as plain values, an `Outcome` comes out. A published `Lot` settles ties.
"""

from civicmetrics.decisions.account import BallotIsInvalid, Lot, Option, Outcome, Step
from civicmetrics.decisions.consent import (
    Answer,
    ConsentRound,
    Event,
    NotAMember,
    NotNow,
    ObjectionIsOpen,
    ReasonIsMissing,
    propose,
)
from civicmetrics.decisions.equal_shares import equal_shares
from civicmetrics.decisions.impact import Placement, Placements, impact_effort
from civicmetrics.decisions.schulze import duels, schulze
from civicmetrics.decisions.simple import (
    Score,
    Scores,
    approval,
    default_dots,
    dot_vote,
    scoring,
)
from civicmetrics.decisions.star import star
from civicmetrics.decisions.stv import stv

__all__ = [
    "Answer",
    "BallotIsInvalid",
    "ConsentRound",
    "Event",
    "Lot",
    "NotAMember",
    "NotNow",
    "ObjectionIsOpen",
    "Option",
    "Outcome",
    "Placement",
    "Placements",
    "ReasonIsMissing",
    "Score",
    "Scores",
    "Step",
    "approval",
    "default_dots",
    "dot_vote",
    "duels",
    "equal_shares",
    "impact_effort",
    "propose",
    "schulze",
    "scoring",
    "star",
    "stv",
]
