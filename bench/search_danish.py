"""Danish search on sets of texts and questions: this analyser against PostgreSQL's 'danish'.

    python bench/search_danish.py [--lexicon FILE] [--postgres DSN] [--misses] SET...

A set is a text file: numbered texts, an empty line, then lines "question | numbers that answer it". With
no SET the project's own are used; fails below a recall of .93 or a precision of .94. With --postgres (or
DATABASE_URL in the environment) the same sets are also asked in that database, with
the configuration 'danish' and with the analyser's tsvector and tsquery; the analyser's answers there
and in SQLite's FTS5 must equal those in memory, where the database knows the same distances.
"""

import argparse
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from civicmetrics.danish import Analyser
from civicmetrics.danish.build import read

OWN = sorted((Path(__file__).parent.parent / "src/civicmetrics/tests/searches").glob("*.txt"))
RECALL, PRECISION = 0.93, 0.94
Answer = Callable[[str], set[int]]


class SearchSet(NamedTuple):
    """Texts by number, and questions with the numbers that answer them."""

    texts: dict[int, str]
    questions: dict[str, set[int]]


class Score(NamedTuple):
    """Hits, what was answered, and what should have been, over all questions."""

    hits: int
    answered: int
    wanted: int

    @property
    def recall(self) -> float:
        """The share of the right texts that were found."""
        return self.hits / self.wanted

    @property
    def precision(self) -> float:
        """The share of the texts found that were right."""
        return self.hits / self.answered if self.answered else 1.0


def load(path: Path) -> SearchSet:
    """Read a set; lines beginning with # are remarks."""
    texts: dict[int, str] = {}
    questions: dict[str, set[int]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if "|" in line and not line.startswith("#"):
            question, numbers = line.rsplit("|", 1)
            questions[question.strip()] = set(map(int, numbers.split()))
        elif line and not line.startswith("#"):
            number, text = line.split(" ", 1)
            texts[int(number)] = text
    return SearchSet(texts, questions)


def score(searches: SearchSet, answer: Answer) -> Score:
    """Ask every question and count."""
    answers = {question: answer(question) for question in searches.questions}
    return Score(
        sum(len(found & searches.questions[question]) for question, found in answers.items()),
        sum(map(len, answers.values())),
        sum(map(len, searches.questions.values())),
    )


def in_memory(searches: SearchSet, analyser: Analyser) -> Answer:
    """Answers from the analyser alone."""

    def answer(question: str) -> set[int]:
        query = analyser.query(question)
        return {number for number, text in searches.texts.items() if analyser.matches(text, query)}

    return answer


def in_sqlite(searches: SearchSet, analyser: Analyser) -> Answer:
    """Answers from an FTS5 table of the analyser's terms."""
    db = sqlite3.connect(":memory:")
    db.execute('CREATE VIRTUAL TABLE found USING fts5(terms, tokenize="unicode61")')
    rows = [(number, " ".join(analyser.terms(text))) for number, text in searches.texts.items()]
    db.executemany("INSERT INTO found (rowid, terms) VALUES (?, ?)", rows)

    def answer(question: str) -> set[int]:
        asked = analyser.query(question).fts5()
        return {
            row[0] for row in db.execute("SELECT rowid FROM found WHERE terms MATCH ?", [asked])
        }

    return answer


def in_postgres(searches: SearchSet, analyser: Analyser, dsn: str) -> Iterable[tuple[str, Answer]]:
    """Answers from PostgreSQL: its own configuration, and the analyser's terms."""
    import psycopg  # noqa: PLC0415  only with --postgres

    db = psycopg.connect(dsn, autocommit=True)
    db.execute("CREATE TEMP TABLE found (number int, body text, terms tsvector)")
    for number, text in searches.texts.items():
        row = (number, text, analyser.tsvector(text))
        db.execute("INSERT INTO found VALUES (%s, %s, %s::tsvector)", row)

    def danish(question: str) -> set[int]:
        sql = (
            "SELECT number FROM found WHERE "
            "to_tsvector('danish', body) @@ websearch_to_tsquery('danish', %s)"
        )
        return {row[0] for row in db.execute(sql, [question])}

    def own(question: str) -> set[int]:
        sql = "SELECT number FROM found WHERE terms @@ %s::tsquery"
        return {row[0] for row in db.execute(sql, [analyser.query(question).tsquery()])}

    yield "PostgreSQL, danish", danish
    yield "PostgreSQL, own terms", own


def show_misses(searches: SearchSet, answer: Answer) -> None:
    """What each question missed and what it found in excess."""
    for question, wanted in searches.questions.items():
        found = answer(question)
        for number in sorted(wanted ^ found):
            kind = "missed" if number in wanted else "extra "
            print(f"    {kind} {question!r}: {searches.texts[number]}")


def main() -> int:
    """Print recall and precision for each set and engine."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="*", type=Path, default=OWN)
    parser.add_argument("--lexicon", type=Path, default=Path("build/danish.lexicon.gz"))
    parser.add_argument("--postgres", metavar="DSN", default=os.environ.get("DATABASE_URL"))
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    analyser, missed = Analyser(read(options.lexicon)), 0
    for path in options.sets:
        searches = load(path)
        print(f"{path.name}: {len(searches.texts)} texts, {len(searches.questions)} questions")
        answers = {
            "in memory": in_memory(searches, analyser),
            "without lexicon": in_memory(searches, Analyser()),
            "SQLite FTS5": in_sqlite(searches, analyser),
        }
        if options.postgres:
            answers |= dict(in_postgres(searches, analyser, options.postgres))
        found = score(searches, answers["in memory"])
        missed += found.recall < RECALL or found.precision < PRECISION
        for name, answer in answers.items():
            result = score(searches, answer)
            print(f"  {name:24} recall {result.recall:.3f}  precision {result.precision:.3f}")
        if options.misses:
            show_misses(searches, answers["in memory"])
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
