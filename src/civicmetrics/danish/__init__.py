"""Danish text: search, sorting, addresses, dates and readability, as plain functions.

`Analyser` makes the terms of a text and of a question; `civicmetrics.danish.build` makes and reads the
lexicon that lets it split compounds.
"""

from civicmetrics.danish.analyser import Analyser, Segment, Word
from civicmetrics.danish.dates import NotADate, format_date, parse_date
from civicmetrics.danish.letters import fold, slug, sort_key
from civicmetrics.danish.lexicon import Lexicon, build_lexicon
from civicmetrics.danish.query import Query
from civicmetrics.danish.readability import Readability, lix, readability
from civicmetrics.danish.wordlists import WordLists

__all__ = [
    "Analyser",
    "Lexicon",
    "NotADate",
    "Query",
    "Readability",
    "Segment",
    "Word",
    "WordLists",
    "build_lexicon",
    "fold",
    "format_date",
    "lix",
    "parse_date",
    "readability",
    "slug",
    "sort_key",
]
