"""Consensus rounds: opinion groups, what unites, what divides, what to ask next.

`VoteTable` holds the votes, `consensus_round` computes what may be shown, `place` tells people where
they themselves stand, `routing` and `next_statements` choose what to ask; `polis_legacy` and
`read_polis` check against Polis' own exports.
"""

from civicmetrics.consensus.charts import Chart, Memory, Place, place
from civicmetrics.consensus.gate import Rules
from civicmetrics.consensus.grouping import Finding
from civicmetrics.consensus.legacy import LegacyResult, polis_legacy
from civicmetrics.consensus.polis import (
    Comment,
    NotAPolisExport,
    PolisExport,
    read_polis,
    read_polis_comments,
    read_polis_matrix,
    read_polis_votes,
)
from civicmetrics.consensus.publish import Bar, Span
from civicmetrics.consensus.rounds import (
    Answers,
    Dividing,
    Group,
    Options,
    Report,
    Round,
    Trait,
    Uniting,
    consensus_round,
)
from civicmetrics.consensus.routing import next_statements, routing
from civicmetrics.consensus.votes import BadVote, Vote, VoteTable

__all__ = [
    "Answers",
    "BadVote",
    "Bar",
    "Chart",
    "Comment",
    "Dividing",
    "Finding",
    "Group",
    "LegacyResult",
    "Memory",
    "NotAPolisExport",
    "Options",
    "Place",
    "PolisExport",
    "Report",
    "Round",
    "Rules",
    "Span",
    "Trait",
    "Uniting",
    "Vote",
    "VoteTable",
    "consensus_round",
    "next_statements",
    "place",
    "polis_legacy",
    "read_polis",
    "read_polis_comments",
    "read_polis_matrix",
    "read_polis_votes",
    "routing",
]
