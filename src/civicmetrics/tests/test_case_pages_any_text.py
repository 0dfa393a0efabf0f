"""Whatever is pasted, reading ends: in cases or in NotACase, and in time that grows with the text."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civicmetrics.case_pages import NotACase, as_dict, read_case_pages
from civicmetrics.tests import published_pages as pages

PIECES = st.sampled_from(
    [
        *"\n\n\n\r\t \u00a0\u00ad\f\v#*-/:;.,()[]&<>|",
        "Indstilling", "Beslutning", "BESLUTNING:", "Økonomi: Ingen.", "## Resumé", "Bilag", "Løsning",
        "1. at planen vedtages", "At 1) ", "at ", "2) ", "a) ", "• ", "Punkt 5: Ny bro", "6. Bro", "Sag nr. 7",
        "Lukket punkt", "Anbefaling 1: Lyt", "2. anbefaling", "Anbefalinger", "Forvaltningen indstiller, at",
        "Mødedato: 4.5.2021 kl. 17", "Mødested:", "den 31. februar 2021", "99/99/9999", "kl. 77:99", "Udvalg:",
        "Fraværende:", "Ida Forestillet (V)", "Bo Opdigtet / Ida Prøvesen", "Direktør", "v/ Ida Prøvesen",
        "Teknisk Udvalg den 4. maj 2021, pkt. 3", "Godkendt.", "&aring;&#0;&#xD800;", "<br>", "Til top", "Side 3 af 12",
        "\ud800", "a\u030a", "²", "٣. ", "\N{KELVIN SIGN}", "İ",
    ]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=60).map("".join)))
@settings(max_examples=400, deadline=None)
def test_any_text_is_cases_or_no_case(text: str) -> None:
    try:
        found = read_case_pages(text)
    except NotACase as refusal:
        assert refusal.missing
    else:
        for page in found:
            assert page.title
            assert all(point.startswith("at") for point in page.motion_points)
            assert all(section.text for section in page.sections)
            json.dumps(as_dict(page)).encode()


@pytest.mark.parametrize(
    "line",
    [
        "a", "A", "Aa ", "1. ", "1. Aa\n", "at ", "\nat x", "Beslutning\n", "Ida Prøvesen ", "Ida Prøvesen\n", "/ ", "(",
        "Punkt 1: Bro\n", "kl. 1 ", "1.1.", "1-", "1 ", "&", "<a ", "<", "@", "a@", "a.b@c.", "**", "#", "Direktør ", "Økonomi: ",
        "Fraværende: Ida, ", "Sag nr. 3\n", "Mødedato: 1.1.2020\nBeslutning\nJa\n", "\n", " \n", "Udvalget for a, ", "Teknik-, ",
        "Bilag 1: Kort\n", "Anbefaling 1: a\n\nAnbefalingerne\n\n", "v/ A", "12 ", "• a\n", "Side 1\na\n", "konsekvenser for ",
        "Forvaltningen indstiller, at a. ", "Fraværende\n", "Direktør\n",
    ],
)  # fmt: skip
def test_a_long_text_takes_no_more_than_its_share_of_time(line: str) -> None:
    """Ten times the text costs about ten times as much; a factor of forty leaves room for noise."""
    small = "Bro\nIndstilling\n" + line * (10_000 // len(line))
    large = "Bro\nIndstilling\n" + line * (100_000 // len(line))
    assert _seconds(large) < 40 * max(_seconds(small), 0.01)


def _seconds(text: str) -> float:
    began = time.process_time()
    try:
        read_case_pages(text)
    except NotACase:
        pass
    return time.process_time() - began


def test_a_megabyte_of_cases_is_read() -> None:
    one = pages.CAPITAL_2012
    read = read_case_pages(one * (1_000_000 // len(one)))
    assert len(read) == 1_000_000 // len(one)
    assert len({page.title for page in read}) == 1
