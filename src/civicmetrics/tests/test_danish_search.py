"""Danish search: the project's own question sets, the two databases' languages, highlighting."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from civicmetrics.danish import Analyser, WordLists, build_lexicon, fold
from civicmetrics.danish.letters import fold as folded
from civicmetrics.danish.stems import stem

SETS = sorted((Path(__file__).parent / "searches").glob("*.txt"))


@pytest.fixture(scope="module")
def danish() -> Analyser:
    lemmas = DefaultDictionaryFactory().get_dictionary("da")
    return Analyser(build_lexicon(dict(lemmas.items())))


def texts_and_questions(path: Path) -> tuple[dict[int, str], dict[str, set[int]]]:
    lines = [line for line in path.read_text().splitlines() if line and line[0] != "#"]
    questions = [line.rsplit("|", 1) for line in lines if "|" in line]
    texts = [line.split(" ", 1) for line in lines if "|" not in line]
    return (
        {int(number): text for number, text in texts},
        {question.strip(): set(map(int, numbers.split())) for question, numbers in questions},
    )


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_our_own_questions_find_what_they_should(danish: Analyser, path: Path) -> None:
    texts, questions = texts_and_questions(path)
    assert len(texts) == 60
    assert len(questions) >= 60
    hits = answered = 0
    for question, wanted in questions.items():
        query = danish.query(question)
        found = {number for number, text in texts.items() if danish.matches(text, query)}
        hits += len(found & wanted)
        answered += len(found)
    assert hits / sum(map(len, questions.values())) >= 0.96
    assert hits / answered >= 0.97


def test_sqlite_answers_as_the_analyser_does(danish: Analyser) -> None:
    texts, questions = texts_and_questions(SETS[0])
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE found USING fts5(terms)")
    for number, text in texts.items():
        db.execute(
            "INSERT INTO found (rowid, terms) VALUES (?, ?)", (number, " ".join(danish.terms(text)))
        )
    for question in [*questions, "", "og til", '"', "- -", "møde -råd", 'NEAR("x") OR *']:
        query = danish.query(question)
        rows = db.execute("SELECT rowid FROM found WHERE terms MATCH ?", [query.fts5()])
        expected = {number for number, text in texts.items() if danish.matches(text, query)}
        assert {row[0] for row in rows} == expected, question
    db.close()


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("børn", "Barnets trivsel"),
        ("boern", "børnehaven"),
        ("bolig", "De almene boligområder"),
        ("borgerinddragelse", "Inddragelse af de unge borgere"),
        ("bydelsmor", "bydelsmødrenes"),
        ("evaluere", "Evalueringen"),
        ("Aarhus", "Århus"),
        ("arbejdsgruppe", "en gruppe, der arbejder"),
        ("e-mail", "Skriv en email"),
        ("2019", "Integrationspolitik 2019-22"),
        ("klima", "Klimatilpasningen koster penge"),
        ("cykler", "Elcyklen er stjålet"),
        ("bump", "To vejbump"),
        ("ejer", "Hundeejerne klager"),
        ("skat", "En skattestigning"),
        ("kommune", "Kommunalvalget"),
        ("far", "Fædrenes fællesspisning"),
    ],
)
def test_a_question_finds_the_word_in_any_shape(danish: Analyser, question: str, text: str) -> None:
    assert danish.matches(text, danish.query(question))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("ret", "Borgernes rettigheder"),
        ("plan", "Planteskolen"),
        ("ung", "En jungletur"),
        ("råd", "Rådhuset"),
        ("vej", "En god vejledning"),
        ("bro", "Brolægningen er ny"),
        ("port", "Transport til skolen"),
        ("tid", "En fri fritid"),
        ("el", "Et traditionelt formelt møde"),
        ("ledig", "Ledelsen"),
        ("mulighed", "Mulvarper"),
        ("og", "Ost og vin"),
        ("", "Noget"),
        ("møde -budget", "Mødet om budgettet"),
        ('"byens plan"', "Planen for byen"),
    ],
)
def test_a_question_leaves_out_what_only_looks_alike(
    danish: Analyser, question: str, text: str
) -> None:
    assert not danish.matches(text, danish.query(question))


def marked(analyser: Analyser, text: str, question: str) -> list[str]:
    segments = analyser.highlight(text, analyser.query(question))
    assert "".join(segment.text for segment in segments) == text
    return [segment.text for segment in segments if segment.matched]


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        ("Borgerinddragelse på Ærø", "inddrage", ["inddragelse"]),
        ("Borgerinddragelse på Ærø", "borger aeroe", ["Borger", "Ærø"]),
        ("Handleplanen for Århus' børnehaver", "barn plan", ["planen", "børne"]),
        ("Idéudvikling: idé", "ideer", ["Idé", "idé"]),
        ("Intet her", "møde", []),
    ],
)
def test_only_the_matched_part_of_a_word_is_marked(
    danish: Analyser, text: str, question: str, expected: list[str]
) -> None:
    assert marked(danish, text, question) == expected


def test_an_administrator_can_mend_a_word(danish: Analyser) -> None:
    lists = WordLists().adding(
        splits={"fidusbamse": ["fidus", "bamse"]},
        irregular={"bamserne": "bamse"},
        whole=["bamsefest"],
        synonyms={"SSP": ["skole socialforvaltning politi"]},
    )
    mended = Analyser(lists=lists)
    assert mended.matches("En fidusbamse", mended.query("bamserne"))
    assert not mended.matches("En bamsefest", mended.query("bamse"))
    assert mended.matches("Skole, socialforvaltning og politi", mended.query("ssp"))


def test_without_a_lexicon_words_are_stemmed_and_not_split() -> None:
    plain = Analyser()
    assert plain.matches("Mødernes referat", plain.query("møde"))
    assert plain.matches("Børnene", plain.query("barn"))
    assert not plain.matches("Boligområdet", plain.query("bolig"))


def test_whole_words_weigh_more_than_parts(danish: Analyser) -> None:
    vector = danish.tsvector("Boligområder", whole="A", part="D")
    assert vector == "'bolig':1D 'boligomraade':1A 'omraade':1D"
    with pytest.raises(ValueError, match="weights"):
        danish.tsvector("Byen", part="E")


def test_our_stems_agree_with_the_published_stemmer() -> None:
    snowballstemmer = pytest.importorskip("snowballstemmer")
    published = snowballstemmer.stemmer("danish")
    words = [
        word
        for word in sorted(DefaultDictionaryFactory().get_dictionary("da"))[::400]
        if word.isalpha() and word.islower()
    ]
    same = sum(folded(published.stemWord(word)) == stem(folded(word)) for word in words)
    assert len(words) > 1500
    assert same / len(words) > 0.98


QUESTIONS = st.text(alphabet="abcæøåé -\"'»«()*:&|!<>0123\\\n", max_size=40)


@given(QUESTIONS, QUESTIONS)
def test_no_question_breaks_the_search(question: str, text: str) -> None:
    plain = Analyser()
    query = plain.query(question)
    plain.matches(text, query)
    marked(plain, text, question)
    assert "".join(ask_sqlite(query.fts5(), plain.terms(text))) in {"", "found"}


def ask_sqlite(asked: str, terms: list[str]) -> Iterator[str]:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE found USING fts5(terms)")
    db.execute("INSERT INTO found VALUES (?)", [" ".join(terms)])
    yield from ("found" for _ in db.execute("SELECT 1 FROM found WHERE terms MATCH ?", [asked]))
    db.close()


@given(st.text(max_size=60))
def test_terms_are_plain_and_fit_a_tsvector(text: str) -> None:
    vector = Analyser().tsvector(text)
    assert fold(vector.lower()) == vector.lower()
    assert vector.count("'") == 2 * len(set(Analyser().terms(text)))
