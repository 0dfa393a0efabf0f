"""The parts of a case page one by one, in the many ways municipalities write them."""

import doctest
import importlib
import pkgutil
from datetime import date, time

import pytest

from civicmetrics import case_pages
from civicmetrics.case_pages.decision import outcome_of
from civicmetrics.case_pages.head import read_head
from civicmetrics.case_pages.headings import read_heading
from civicmetrics.case_pages.motion import read_motion
from civicmetrics.case_pages.people import without_people


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Resumé", "summary"),
        ("RESUME:", "summary"),
        ("Sagens baggrund", "presentation"),
        ("## Sagsfremstilling", "presentation"),
        ("3. Økonomi", "economy"),
        ("Økonomiske konsekvenser", "economy"),
        ("Personalemæssige konsekvenser", "other"),
        ("Forvaltningens indstilling", "motion"),
        ("Kultur- og Fritidsforvaltningens indstilling", "motion"),
        ("Indstilling og beslutning", "motion"),
        ("Administrationen indstiller:", "motion"),
        ("Direktionen foreslår,", "motion"),
        ("Borgmesteren indstiller at", "motion"),
        ("Beslutningskompetence", "authority"),
        ("Retsgrundlag", "authority"),
        ("Lovgrundlag: Planloven § 13.", "authority"),
        ("Høring", "other"),
        ("Kommunikation", "other"),
        ("Politisk handlerum", "other"),
        ("Tidligere beslutninger", "other"),
        ("Bilag (3)", "attachments"),
        ("Beslutning i Kultur- og Fritidsudvalget den 4. maj 2021", "decision"),
        ("Beslutning Ældrerådet den 10-11-2016:", "decision"),
        ("Borgerrepræsentationens beslutning i mødet den 4. maj 2021", "decision"),
        ("Protokollering", "decision"),
        ("Beslutning: Godkendt.", "decision"),
        ("B E S L U T N I N G", None),  # closed up before headings are looked for
        ("Beslutning om lokalplan blev truffet i 2019.", None),
        ("Beslutning i Byrådet den 4. maj 2021 medførte flere klager", None),
        ("Indstillingen har ingen økonomiske konsekvenser", None),
        ("Forvaltningen foreslår, at planen vedtages.", None),
        ("økonomi", None),
        ("Økonomiudvalget", None),
    ],
)
def test_which_lines_are_headings(line: str, kind: str | None) -> None:
    heading = read_heading(line)
    assert (heading.kind if heading else None) == kind


@pytest.mark.parametrize(
    ("lines", "held_on", "starts_at", "place", "committee"),
    [
        (["Mødedato: 25.06.2012, kl. 15:00", "Mødested: Salen"], (2012, 6, 25), (15, 0), "Salen", ""),
        (
            ["Møde i Teknisk Udvalg", "Tirsdag den 4. maj 2021 kl. 15.30-17.00"],
            (2021, 5, 4), (15, 30), "", "Teknisk Udvalg",
        ),
        (
            ["Dato: 04-05-2021 Sted: Rådhuset Udvalg: Teknik- og Miljøudvalget"],
            (2021, 5, 4), None, "Rådhuset", "Teknik- og Miljøudvalget",
        ),
        (
            ["Kultur- og Fritidsudvalget, mandag den 4. maj 2021, kl. 15.30, Mødelokale 2"],
            (2021, 5, 4), (15, 30), "Mødelokale 2", "Kultur- og Fritidsudvalget",
        ),
        (["STED", "", "Salen", "", "STARTTIDSPUNKT", "", "04-06-2020 09:00:00"], (2020, 6, 4), (9, 0), "Salen", ""),
        (["Tid og sted: 4. maj 2021 kl. 17.00, Byrådssalen"], (2021, 5, 4), (17, 0), "Byrådssalen", ""),
        (["MødestedRådssalen", "UdvalgÆldreråd", "Møde: d. 4/5 2021"], (2021, 5, 4), None, "Rådssalen", "Ældreråd"),
        (["Dato: Onsdag, April 3, 2019 - 18:00"], (2019, 4, 3), (18, 0), "", ""),
        (
            ["Social-, Sundheds- og Ældreudvalget", "Udskrift af beslutningsprotokol", "15-maj-2002"],
            (2002, 5, 15), None, "", "Social-, Sundheds- og Ældreudvalget",
        ),
    ],
)  # fmt: skip
def test_where_and_when(
    lines: list[str],
    held_on: tuple[int, int, int],
    starts_at: tuple[int, int] | None,
    place: str,
    committee: str,
) -> None:
    head = read_head(lines)
    assert (head.held_on, head.starts_at) == (date(*held_on), starts_at and time(*starts_at))
    assert (head.place, head.committee) == (place, committee)
    assert not [line for line in head.left if line]


@pytest.mark.parametrize(
    ("text", "by", "points"),
    [
        ("Det indstilles,\nat planen vedtages\nat sagen sluttes", "", ["at planen vedtages", "at sagen sluttes"]),
        (
            "Forvaltningen indstiller, at Teknisk Udvalg\n\n1. godkender planen\n2. sender den i høring",
            "Forvaltningen", ["at Teknisk Udvalg godkender planen", "at Teknisk Udvalg sender den i høring"],
        ),
        (
            "Borgmesteren indstiller over for Byrådet:\n\nAt der gives 5 mio. kr.\n\nAt sagen tages op igen",
            "Borgmesteren", ["at der gives 5 mio. kr.", "at sagen tages op igen"],
        ),
        (
            "Direktionen indstiller at:\n- planen vedtages, og\n- sagen sluttes",
            "Direktionen", ["at planen vedtages", "at sagen sluttes"],
        ),
        ("i. at planen vedtages\nii. at sagen sluttes", "", ["at planen vedtages", "at sagen sluttes"]),
        ("a) at planen vedtages;\nb) at sagen sluttes", "", ["at planen vedtages", "at sagen sluttes"]),
        ("1.at planen vedtages\n2.at sagen sluttes", "", ["at planen vedtages", "at sagen sluttes"]),
        ("Det indstilles: At 1) planen vedtages At 2) sagen sluttes", "", ["at planen vedtages", "at sagen sluttes"]),
        (
            "1. at planen vedtages:\n- del A\n- del B\n2. at sagen sluttes",
            "", ["at planen vedtages:\n- del A\n- del B", "at sagen sluttes"],
        ),
        (
            "Direktøren indstiller at udvalget drøfter sagen, og\nat udvalget godkender planen.",
            "Direktøren", ["at udvalget drøfter sagen", "at udvalget godkender planen."],
        ),
        (
            "1. at udvalget godkender den nye plan for hele byens udvikling frem til 2030,\n"
            "at planen derefter sendes i høring i otte uger, og\nat sagen tages op igen.",
            "",
            [
                "at udvalget godkender den nye plan for hele byens udvikling frem til 2030, "
                "at planen derefter sendes i høring i otte uger, og at sagen tages op igen."
            ],
        ),
        ("1. at planen vedtages\n\n(Kulturforvaltningen)", "Kulturforvaltningen", ["at planen vedtages"]),
        ("Planen vedtages.", "", []),
    ],
)  # fmt: skip
def test_motions(text: str, by: str, points: list[str]) -> None:
    assert read_motion("Indstilling", text) == (by, tuple(points))


@pytest.mark.parametrize(
    ("decision", "outcome"),
    [
        ("Godkendt.", "approved"),
        ("Udvalget tiltræder indstillingen.", "approved"),
        ("Indstillingen blev vedtaget uden ændringer.", "approved"),
        ("Godkendt. Et mindretal (F) kunne ikke godkende planen.", "approved"),
        ("Enhedslisten ønskede sagen udsat. Indstillingen blev godkendt.", "approved"),
        ("Et flertal (A, B) godkendte indstillingen. Et mindretal (V) stemte imod.", "approved"),
        (
            "Indstillingen blev godkendt med følgende tilføjelse: Der sættes en bænk.",
            "approved_with_changes",
        ),
        ("At 1: Godkendt.\nAt 2: Udsat.", "approved_with_changes"),
        ("Indstillingen blev ikke godkendt.", "rejected"),
        ("Forkastet.", "rejected"),
        ("Ændringsforslaget blev forkastet. Indstillingen blev godkendt.", "approved"),
        ("Punktet udsættes til næste møde.", "postponed"),
        ("Sagen blev taget af dagsordenen.", "postponed"),
        ("Taget til efterretning", "noted"),
        ("Drøftet.", "noted"),
        ("Anbefales over for Byrådet.", "recommended"),
        ("Indstilles til Byrådets godkendelse.", "recommended"),
        ("Udvalget indstiller over for Byrådet, at planen vedtages.", "recommended"),
        ("Udvalget besøger skolen i maj.", "unknown"),
        ("", "unknown"),
    ],
)
def test_what_a_decision_amounts_to(decision: str, outcome: str) -> None:
    assert outcome_of(decision) == outcome


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("Formanden, Xqvar Ymbel, bød velkommen.", "Formanden, bød velkommen."),
        ("Xqvar Ymbel (Venstre) stemte imod.", "(Venstre) stemte imod."),
        ("Direktør for Børn og Unge Xqvar Ymbel deltog.", "Direktør for Børn og Unge deltog."),
        ("Borgmesteren og sekretariatschef Xqvar Ymbel", "Borgmesteren og sekretariatschef"),
        ("Godkendt. Fraværende: Xqvar B. Ymbel (A).", "Godkendt."),
        ("Godkendt. Mette Ymbel og Bo Xqvar var fraværende.", "Godkendt."),
        ("Skriv til xqvar@example.org eller ring på +45 12 34 56 78.", "Skriv til eller ring på."),
    ],
)
def test_people_are_kept_out(written: str, stored: str) -> None:
    assert without_people(written) == stored


@pytest.mark.parametrize(
    "text",
    [
        "Enhedslisten (Ø) og Dansk Folkeparti (O) stemte imod.",
        "Niels Juels Gade, Rosa Parks Allé og Sankt Annæ Plads",
        "Region Hovedstaden og Den Grønne Cykelrute",
        "Der er afsat 12 345 678 kr. i 2020 2021 2022 2023.",
        "Indstilling fra Borgmesterens Afdeling til Teknisk Udvalg",
    ],
)
def test_parties_places_institutions_and_amounts_stay(text: str) -> None:
    assert without_people(text) == text


@pytest.mark.parametrize(
    "name", [module.name for module in pkgutil.iter_modules(case_pages.__path__)]
)
def test_the_examples_in_the_docstrings_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"civicmetrics.case_pages.{name}")).failed == 0
