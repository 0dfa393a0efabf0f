"""The guard: every form of a CPR number blocks, a story about one person warns, the rest is quiet."""

import doctest
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civicmetrics import personal_data
from civicmetrics.personal_data import (
    Finding,
    contacts,
    cpr,
    labels,
    names,
    plaintext,
    scan,
    stories,
)
from civicmetrics.tests.personal_data_stories import ORDINARY, STORIES
from civicmetrics.tests.personal_data_table import (
    BARE_FORMS,
    DECOYS,
    LABELLED_FORMS,
    PLAIN_FORMS,
    PLAIN_SENTENCES,
    WORD_SENTENCES,
    filled_decoy,
    made_up_number,
    written,
)
from civicmetrics.tests.steps import steps_of

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
# No example is kept on disk: it would hold something that looks like a CPR number.
thorough = settings(max_examples=300, deadline=None, database=None)


def kinds(text: str) -> list[str]:
    return [found.kind for found in scan(text)]


def reads_as_a_year_or_an_hour(number: str) -> bool:
    hour, minute = int(number[6:8]), int(number[8:])
    return hour in {19, 20} or (hour < 24 and minute < 60 and minute % 5 == 0)


def some_number(random: Random, *, checked: bool) -> str:
    while True:
        number = made_up_number(random, checked=checked, replacement=random.random() < 0.3)
        if not reads_as_a_year_or_an_hour(number):
            return number


@pytest.mark.parametrize("form", PLAIN_FORMS)
def test_the_usual_forms_block_whatever_the_check_digit(form: str) -> None:
    random = Random(form)
    for sentence in PLAIN_SENTENCES:
        for checked in (True, False):
            text = sentence.format(written(form, some_number(random, checked=checked)))
            assert [found.level for found in scan(text) if found.kind == "cpr"] == ["block"]


@pytest.mark.parametrize("form", BARE_FORMS)
def test_ten_bare_digits_block_when_the_check_digit_fits(form: str) -> None:
    random = Random(form)
    for sentence in PLAIN_SENTENCES:
        text = sentence.format(written(form, some_number(random, checked=True)))
        assert "cpr" in kinds(text)


@pytest.mark.parametrize("form", PLAIN_FORMS + BARE_FORMS + LABELLED_FORMS)
def test_a_word_for_cpr_beside_it_makes_any_form_block(form: str) -> None:
    random = Random(form)
    for sentence in WORD_SENTENCES:
        for checked in (True, False):
            number = made_up_number(random, checked=checked, replacement=random.random() < 0.3)
            assert "cpr" in kinds(sentence.format(written(form, number)))


def test_fewer_than_one_decoy_in_a_hundred_is_taken_for_a_cpr_number() -> None:
    random = Random(2026)
    texts = [filled_decoy(random, decoy) for decoy in DECOYS for _ in range(60)]
    assert sum("cpr" in kinds(text) for text in texts) < len(texts) / 200


@pytest.mark.parametrize("decoy", DECOYS)
def test_no_kind_of_decoy_is_taken_for_a_cpr_number_often(decoy: str) -> None:
    random = Random(decoy)
    assert sum("cpr" in kinds(filled_decoy(random, decoy)) for _ in range(200)) <= 8


def test_fewer_than_one_in_a_hundred_random_ten_digits_is_taken_for_a_cpr_number() -> None:
    random = Random(10)
    numbers = [f"{random.randrange(10**10):010d}" for _ in range(10_000)]
    assert sum("cpr" in kinds(number) for number in numbers) < 100


@pytest.mark.parametrize("label", ["Faktura", "kontonr.", "EAN", "P-nummer", "tlf.", "Journalnr."])
def test_ten_digits_after_the_name_of_another_number_are_let_through(label: str) -> None:
    random = Random(label)
    texts = [f"{label} {made_up_number(random)}" for _ in range(50)]
    assert [kind for text in texts for kind in kinds(text) if kind == "cpr"] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "CPR;Navn\n{}",
        "cpr={}&side=2",
        '{{"cpr": "{}"}}',
        "Mette Hansen, {}",
        "den unge, {}, har",
        "Hans cpr-nummer, som han oplyste, er {}",
        "<td>cpr</td><td>{}</td>",
    ],
)
def test_a_column_head_a_key_or_a_name_says_that_ten_digits_are_a_cpr_number(sentence: str) -> None:
    random = Random(sentence)
    for checked in (True, False):
        assert "cpr" in kinds(sentence.format(made_up_number(random, checked=checked)))


def test_the_digits_of_other_scripts_are_read() -> None:
    number = made_up_number(Random(1))
    for zero in (0x660, 0x966, 0xFF10, 0x1D7CE):
        digits = "".join(chr(zero + int(digit)) for digit in number)
        assert kinds(f"{digits[:6]}-{digits[6:]}") == ["cpr"]
    keycaps = "".join(f"{digit}\ufe0f\u20e3" for digit in number)
    assert kinds(keycaps) == ["cpr"]


def test_a_birthday_and_its_last_four_digits_apart_block() -> None:
    number = made_up_number(Random(4), checked=False)
    assert kinds(f"Født {number[:6]}, de sidste fire cifre er {number[6:]}") == ["cpr"]
    assert kinds(f"Født {number[:6]} med de fire sidste {number[6:]}") == ["cpr"]


def test_a_replacement_number_is_found_in_the_forms_of_a_date() -> None:
    day, month, year, serial = "61", "1", "70", "4321"
    assert kinds(f"{day}/{month}-{year}-{serial}") == ["cpr"]


def test_a_date_and_a_postcode_are_rarely_taken_for_a_cpr_number() -> None:
    random = Random(8)
    texts = [filled_decoy(random, "%d.%m.%y #### Fjordby") for _ in range(300)]
    assert sum("cpr" in kinds(text) for text in texts) < 45


def test_a_number_inside_a_tag_is_told_at_the_tag() -> None:
    number = made_up_number(Random(6))
    tag = f'<span title="{number[:6]}-{number[6:]}">'
    (found,) = scan(f"Se {tag}her</span>.")
    assert f"Se {tag}"[found.start : found.end] == tag


def test_a_replacement_number_with_letters_blocks() -> None:
    number = made_up_number(Random(5))
    assert kinds(f"Patient {number[:6]}-0AB1") == ["cpr"]


days = st.dates(min_value=date(1900, 1, 1), max_value=date(2029, 12, 31))
last_four = st.integers(0, 9999).map("{:04d}".format)
invisible = st.sampled_from(["", "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f"])
dashes = st.sampled_from(
    [*"-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "--", "&ndash;"]
)
blanks = st.sampled_from(["", " ", "\u00a0", "\u2009", "\u202f", "\n", "\r\n", "&nbsp;"])
dividers = st.sampled_from(["", " ", ".", "/", "-", "\u00a0", "\u2013", "_", " - "])


@thorough
@given(days, last_four, st.booleans(), dividers, blanks, dashes, blanks, invisible)
def test_any_date_with_a_dash_before_four_digits_blocks(
    day: date,
    serial: str,
    replaced: bool,
    divider: str,
    before: str,
    dash: str,
    after: str,
    ghost: str,
) -> None:
    if divider and reads_as_a_year_or_an_hour("000000" + serial):
        serial = "3" + serial[1:]
    start = f"{day.day + 60 * replaced:02d}{divider}{day:%m}{divider}{day:%y}"
    number = f"{ghost.join(start)}{before}{dash}{after}{ghost.join(serial)}"
    text = f"Referatet nævner {number} og intet andet."
    assert [(found.kind, found.start, found.end) for found in scan(text)] == [
        ("cpr", 17, 17 + len(number))
    ]


signs = st.tuples(*[st.sampled_from(["", " ", ".", "-", "\u2013", "/", "\u200b", "\u00a0"])] * 9)


@thorough
@given(st.integers(0, 10**9).map(Random), signs)
def test_any_signs_between_any_digits_block_beside_the_word(
    random: Random, between: tuple[str, ...]
) -> None:
    first, *others = list(made_up_number(random))
    written_out = "".join(sign + digit for sign, digit in zip(between, others, strict=True))
    assert "cpr" in kinds(f"cpr: {first}{written_out}")


@thorough
@given(
    st.text(alphabet=st.sampled_from("0123456789 -./\u200b\u00a0\uff11\u2013&;<b>n"), max_size=80)
)
def test_every_finding_lies_within_the_text(text: str) -> None:
    for found in scan(text):
        assert 0 <= found.start < found.end <= len(text)
        assert text[found.start].strip()


@thorough
@given(st.text(max_size=200))
def test_any_text_can_be_scanned(text: str) -> None:
    assert scan(text) == tuple(sorted(scan(text)))


def test_offsets_point_into_the_text_as_it_was_typed() -> None:
    number = made_up_number(Random(2))
    wide = "".join(chr(0xFF10 + int(digit)) for digit in number)
    shown = f"{wide[:6]}\u200b&nbsp;\u2013\u00a0<b>{wide[6:]}</b>"
    text = f"\ufb01n\u00e5\u00bd {shown} slut"
    (found,) = scan(text)
    assert text[found.start : found.end] == shown.removesuffix("</b>")


@pytest.mark.parametrize("story", STORIES)
def test_a_story_about_one_person_warns(story: str) -> None:
    assert ("person_story", "warn") in {(found.kind, found.level) for found in scan(story)}


@pytest.mark.parametrize("sentence", ORDINARY)
def test_ordinary_work_is_no_story(sentence: str) -> None:
    assert [kind for kind in kinds(sentence) if kind in {"person_story", "cpr"}] == []


def test_a_story_may_run_over_two_sentences_but_not_over_two_paragraphs_of_work() -> None:
    assert kinds("Vi kender Bilal godt. Der er kommet en underretning.") == ["person_story"]
    assert kinds("Bilal bød velkommen. Der er kommet en ny leder.") == []


def test_the_five_texts_of_the_beginning_hold_no_story_and_no_number() -> None:
    texts = [path.read_text("utf-8") for path in SEEDS.glob("*.txt")]  # beside the repository
    assert [kind for text in texts for kind in kinds(text) if kind in {"person_story", "cpr"}] == []


def test_telephones_and_mail_addresses_warn() -> None:
    pairs, fours = " ".join(["21"] * 4), " ".join(["2121"] * 2)
    for text in (f"Tlf. {pairs}", f"+45 {pairs}", fours, f"ring på {pairs.replace(' ', '')}"):
        assert [(found.kind, found.level) for found in scan(text)] == [("phone", "warn")]
    assert kinds("Skriv til anna@example.org eller info@example.org.") == ["email"]


def test_years_amounts_and_pairs_in_a_row_are_no_telephones() -> None:
    for text in ("2026 2027", "budget 2000 4000", "uge 21 22 23 24 25", "23.212.121 kr."):
        assert kinds(text) == []


def test_a_finding_carries_no_text() -> None:
    found = Finding(3, 14, "cpr", "block")
    assert repr(found) == "Finding(start=3, end=14, kind='cpr', level='block')"


HOSTILE = ("1-", "01-", "0101-", "010101-", "- ", "01 01 01 ", "a@", "&#45;", "<b>1", "Ali slog. ")


@pytest.mark.parametrize("pattern", HOSTILE)
def test_twice_the_text_takes_twice_the_steps(pattern: str) -> None:
    small, large = (
        steps_of(partial(scan, pattern * (size // len(pattern)))) for size in (20_000, 40_000)
    )
    assert large <= 2.2 * small + 200
    assert large <= 8 * 40_000


@pytest.mark.parametrize(
    "module", [personal_data, contacts, cpr, labels, names, plaintext, stories]
)
def test_the_examples_in_the_documentation_hold(module: ModuleType) -> None:
    tried = doctest.testmod(module)
    assert (tried.failed, tried.attempted > 0) == (0, True)
