"""Whatever is pasted, reading ends: in cases or in NotACase."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from civicmetrics.case_pages import CasePage, NotACase, as_dict, read_case_pages
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


def cases_or_none(text: str) -> tuple[CasePage, ...]:
    try:
        return read_case_pages(text)
    except NotACase:
        return ()


@given(
    st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=60).map("".join))
)
@settings(max_examples=400, deadline=None)
def test_any_text_is_cases_or_no_case(text: str) -> None:
    for page in cases_or_none(text):
        assert page.title
        assert all(point.startswith("at") for point in page.motion_points)
        assert all(section.text for section in page.sections)
        json.dumps(as_dict(page), ensure_ascii=False).encode()


def test_many_cases_is_read() -> None:
    one = pages.CAPITAL_2012
    read = read_case_pages(one * (200_000 // len(one)))
    assert len(read) == 200_000 // len(one)
    assert {page.title for page in read} == {
        "Anbefalinger fra Fjordby Borgerpanel om tryghed ved stationen"
    }
