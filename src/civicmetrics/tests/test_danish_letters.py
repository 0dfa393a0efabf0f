"""Letters, addresses, dates and readability of Danish text."""

import contextlib
import gzip
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicmetrics.danish import (
    Lexicon,
    NotADate,
    build_lexicon,
    fold,
    format_date,
    lix,
    parse_date,
    readability,
    slug,
    sort_key,
)
from civicmetrics.danish.build import read
from civicmetrics.danish.lexicon import from_lines, to_lines

TODAY = date(2026, 9, 1)


def test_towns_stand_as_in_a_danish_telephone_book() -> None:
    towns = [
        "Albertslund",
        "Zoo",
        "Ærø",
        "Ø",
        "Øl",
        "Østerbro",
        "Åbenrå",
        "Aabenraa",
        "Ålborg",
        "Aalborg",
        "Århus",
        "Aarhus",
    ]
    places = [sort_key(town)[0] for town in towns]
    assert places == sorted(places)
    assert sort_key("Århus")[0] == sort_key("Aarhus")[0]


@pytest.mark.parametrize(
    ("typed", "other"),
    [("Ærø", "Aeroe"), ("Århus", "AARHUS"), ("smørrebrød", "smoerrebroed"), ("Café", "cafe")],
)
def test_a_word_folds_alike_however_it_is_typed(typed: str, other: str) -> None:
    assert fold(typed) == fold(other)


@given(st.text())
def test_any_text_folds_once_and_for_all(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_an_address_has_only_plain_letters(text: str) -> None:
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_an_address_keeps_the_danish_letters_readable() -> None:
    assert slug("  Høje Gladsaxe / Blågårds Plads ") == "hoeje-gladsaxe-blaagaards-plads"


@pytest.mark.parametrize(
    "written",
    [
        "14.10.2026", "14-10-2026", "14/10/2026", "14.10.26", "14/10-2026", "14/10", "14.10.", "2026-10-14",
        "14. oktober 2026", "14 oktober 2026", "den 14. oktober", "14. okt.", "14. okt 26", "d. 14. oktober 2026",
        "d. 14/10", "onsdag den 14. oktober 2026", "Onsdag d. 14. oktober", "ons. 14.10.", "14102026",
        "onsdag i uge 42", "onsdag uge 42, 2026", "  ONSDAG,  14. OKTOBER  ",
    ],
)  # fmt: skip
def test_the_fourteenth_of_october_is_read_however_it_is_written(written: str) -> None:
    assert parse_date(written, today=TODAY) == date(2026, 10, 14)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("i dag", TODAY),
        ("i morgen", date(2026, 9, 2)),
        ("i overmorgen", date(2026, 9, 3)),
        ("i går", date(2026, 8, 31)),
        ("tirsdag", TODAY),
        ("på mandag", date(2026, 9, 7)),
        ("uge 42", date(2026, 10, 12)),
        ("uge 2", date(2027, 1, 11)),
        ("1. maj", date(2027, 5, 1)),
        ("1. september", TODAY),
        ("29. februar", date(2028, 2, 29)),
        ("3. dec. 75", date(2075, 12, 3)),
        ("3. dec. 76", date(1976, 12, 3)),
    ],
)
def test_a_day_without_a_year_is_the_next_one(written: str, meant: date) -> None:
    assert parse_date(written, today=TODAY) == meant


@pytest.mark.parametrize(
    "written",
    ["", "snart", "31.02.2026", "32.1.2026", "14.13.2026", "torsdag den 14. oktober 2026", "uge 54", "30. februar",
     "14. blomst", "2026-1-32", "1.2.3.4", "mange 14. oktober"],
)  # fmt: skip
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(NotADate):
        parse_date(written, today=TODAY)


@given(st.text())
def test_any_text_is_a_date_or_refused(text: str) -> None:
    with contextlib.suppress(NotADate):
        parse_date(text, today=TODAY)


@given(st.dates(date(1977, 1, 1), date(2075, 12, 31)), st.booleans())
def test_a_date_in_words_is_read_back(day: date, weekday: bool) -> None:
    assert parse_date(format_date(day, weekday=weekday), today=TODAY) == day


def test_lix_counts_words_long_words_and_sentences() -> None:
    counts = readability(
        "Kommunen holder møde kl. 19.30 d. 3. december, jf. planen. Alle er velkomne!\n\n- Kaffe\n- Kage"
    )
    assert (counts.words, counts.long_words, counts.sentences) == (15, 3, 4)
    assert counts.lix == pytest.approx(15 / 4 + 300 / 15)


def test_lix_of_nothing_is_nought() -> None:
    assert (lix(""), readability(" !? ").sentences) == (0.0, 0)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Vi spiser mad. Alle er her.", "very easy"),
        (
            "Beskæftigelsesforvaltningens kapacitetsopbygning forudsætter integrationspolitiske "
            "forventningsafstemninger mellem forvaltningerne.",
            "very hard",
        ),
    ],
)
def test_clear_and_unclear_language_are_told_apart(text: str, level: str) -> None:
    assert readability(text).level == level


def test_a_lexicon_is_read_as_it_was_written(tmp_path: Path) -> None:
    lexicon = build_lexicon(
        {"bolig": "bolig", "boligen": "bolig", "område": "område", "boligområde": "boligområde", "mødte": "møde",
         "møde": "møde", "mødende": "møde"},
    )  # fmt: skip
    assert from_lines(to_lines(lexicon)) == lexicon
    file = tmp_path / "small.gz"
    file.write_bytes(gzip.compress("\n".join(to_lines(lexicon)).encode()))
    assert read(file) == lexicon


def test_a_damaged_lexicon_is_refused() -> None:
    with pytest.raises(ValueError, match="not a line"):
        from_lines(["bog\t1\t2\t\t3"])


def test_no_words_make_the_empty_lexicon() -> None:
    assert build_lexicon({}) == Lexicon()
