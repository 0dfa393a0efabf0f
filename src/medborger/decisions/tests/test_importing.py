"""A published page becomes one case, however often and however corrected it comes."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection

from civicmetrics.case_pages import CasePage, Recommendation, Section, read_case_pages
from civicmetrics.tests import published_pages
from medborger.areas.models import Area
from medborger.decisions.actions import import_page
from medborger.decisions.models import Case, Committee, Consultation
from medborger.decisions.tests import pages
from medborger.people.models import User

SEED = sorted(Path(settings.BASE_DIR).parent.glob("shared/seeds/001*.txt"))


def the_page(text: str) -> CasePage:
    (page,) = read_case_pages(text)
    return page


def a_cpr_number() -> str:
    random = Random(7)
    return f"{random.randint(1, 28):02}{random.randint(1, 12):02}{random.randint(50, 90)}-{random.randint(1000, 3999)}"


@pytest.fixture
def fjordby(db: None) -> Area:
    return Area.objects.create(name="Fjordby", kind=Area.Kind.MUNICIPALITY, code="999")


class TestOnePage:
    def test_everything_the_page_says_is_kept(self, frida: User, fjordby: Area) -> None:
        imported = import_page(frida, the_page(pages.MINUTES), municipality=fjordby)

        case, treated = imported.case, imported.case.consultations.get()
        assert imported.is_new
        assert case.title == "Anbefalinger fra Fjordby Ekspertpanel om byens mødesteder"
        assert case.motion_by == "Trivsels- og Byrumsforvaltningen"
        assert [point.text for point in case.motion_points.all()] == [
            "at Byrumsudvalget drøfter panelets anbefalinger",
            "at Byrumsudvalget godkender, at anbefalingerne sendes til Fritidsudvalget.",
        ]
        assert [(section.heading, section.kind) for section in case.sections.all()] == [
            ("Indstilling og beslutning", "motion"),
            ("Problemstilling", "problem"),
            ("Løsning", "solution"),
            ("Økonomi", "economy"),
            ("Videre proces", "process"),
            ("Beslutning", "decision"),
        ]
        assert [(one.number, one.heading) for one in case.recommendations.all()] == [
            (1, "Lys på stien"),
            (2, "Værter på perronen"),
            (3, "Borde i læ"),
            (4, "Spørg først"),
        ]
        assert (treated.committee, treated.held_on, treated.starts_at) == (
            Committee.objects.get(name="Byrumsudvalget", municipality=fjordby),
            date(2012, 3, 12),
            time(16),
        )
        assert (treated.place, treated.outcome) == ("Rådhuset, 2. sal, værelse 11", "approved")
        assert treated.decision == "Indstillingen blev godkendt."
        assert case.opened_on == date(2012, 3, 12)

    def test_twice_is_one_case(self, frida: User, fjordby: Area) -> None:
        first = import_page(frida, the_page(pages.MINUTES), municipality=fjordby)
        second = import_page(frida, the_page(pages.MINUTES), municipality=fjordby)

        assert (second.case, second.is_new, second.is_completed) == (first.case, False, False)
        assert Case.objects.count() == 1
        assert first.case.sections.count() == 6
        assert Consultation.objects.count() == 1

    def test_the_minutes_complete_the_agenda(self, frida: User, fjordby: Area) -> None:
        agenda = import_page(frida, the_page(pages.AGENDA), municipality=fjordby)
        assert agenda.case.consultations.get().outcome == ""

        minutes = import_page(frida, the_page(pages.MINUTES), municipality=fjordby)

        treated = agenda.case.consultations.get()
        assert (minutes.case, minutes.is_new, minutes.is_completed) == (agenda.case, False, True)
        assert (treated.outcome, treated.decision) == ("approved", "Indstillingen blev godkendt.")
        assert [one.heading for one in agenda.case.sections.all()][-1] == "Beslutning"

    def test_corrections_in_the_preview_do_not_make_a_second_case(
        self, frida: User, fjordby: Area
    ) -> None:
        read = the_page(pages.AGENDA)
        corrected = replace(read, title="Mødesteder", held_on=date(2012, 3, 13), motion_points=())
        import_page(frida, corrected, as_read=read, municipality=fjordby)

        again = import_page(frida, the_page(pages.MINUTES), municipality=fjordby)

        assert (Case.objects.get(), again.is_completed) == (again.case, True)
        assert again.case.title == "Mødesteder"
        assert again.case.consultations.get().held_on == date(2012, 3, 13)
        assert again.case.motion_points.count() == 0

    def test_corrections_made_afterwards_stay(self, frida: User, fjordby: Area) -> None:
        case = import_page(frida, the_page(pages.AGENDA), municipality=fjordby).case
        case.sections.filter(kind="economy").update(heading="Penge", text="Ingen.")
        case.sections.get(kind="process").delete()
        case.consultations.update(outcome="rejected", decision="Udvalget sagde nej.")

        import_page(frida, the_page(pages.MINUTES), municipality=fjordby)

        treated = case.consultations.get()
        assert (treated.outcome, treated.decision) == ("rejected", "Udvalget sagde nej.")
        assert [one.heading for one in case.sections.all()] == [
            "Indstilling og beslutning",
            "Problemstilling",
            "Løsning",
            "Penge",
            "Beslutning",
        ]

    def test_the_same_words_in_two_municipalities_are_two_cases(
        self, frida: User, fjordby: Area
    ) -> None:
        other = Area.objects.create(name="Tværby", kind=Area.Kind.MUNICIPALITY, code="998")
        page = the_page(pages.MINUTES)

        cases = {import_page(frida, page, municipality=area).case for area in (fjordby, other)}

        assert {case.municipality for case in cases} == {fjordby, other}

    def test_a_case_learns_its_municipality_later(self, frida: User, fjordby: Area) -> None:
        page = the_page(pages.MINUTES)
        unknown = import_page(frida, page, municipality=None).case

        known = import_page(frida, page, municipality=fjordby)

        assert (known.case, known.is_completed) == (unknown, True)
        assert known.case.consultations.get().committee is not None

    def test_a_page_may_name_no_committee_and_no_date(self, frida: User) -> None:
        text = "Ny bro\n\nIndstilling\nForvaltningen indstiller, at broen bygges.\n\nBeslutning\nUdsat."

        treated = import_page(frida, the_page(text), municipality=None).case.consultations.get()

        assert (treated.committee, treated.held_on, treated.outcome) == (None, None, "postponed")

    def test_a_decision_that_is_nothing_we_know_is_still_a_treatment(self, frida: User) -> None:
        page = CasePage(title="Ny bro", decision="Broen blev malet blå.")

        treated = import_page(frida, page, municipality=None).case.consultations.get()

        assert (treated.outcome, treated.is_answered) == ("other", True)

    def test_odd_numbers_long_texts_and_nothing_characters_are_taken(self, frida: User) -> None:
        page = CasePage(
            title="Ny bro " * 100,
            committee="Udvalget for " + "broer og " * 40,
            sections=(Section("Løsning " * 60, "solution", "En\0 bro"),),
            recommendations=(
                Recommendation(1, "En", "Tekst"),
                Recommendation(1, "To", "Tekst"),
                Recommendation(2012, "Tre", "Tekst"),
                Recommendation(900_000, "Fire", "Tekst"),
            ),
        )

        case = import_page(frida, page, municipality=None).case

        case.refresh_from_db()
        assert len(case.title) == 300
        assert case.sections.get().text == "En bro"
        assert [one.number for one in case.recommendations.all()] == [1, 2, 2012, 2013]


@pytest.mark.parametrize(
    "with_number",
    [
        lambda text: CasePage(title=f"Sag om {text}"),
        lambda text: CasePage(title="Sag", decision=f"Givet til {text}"),
        lambda text: CasePage(title="Sag", motion_points=(f"at {text} får svar",)),
        lambda text: CasePage(title="Sag", sections=(Section("Løsning", "solution", text),)),
        lambda text: CasePage(title="Sag", recommendations=(Recommendation(1, "En", text),)),
        lambda text: CasePage(title="Sag", attachments=(text,)),
        lambda text: CasePage(title="Sag", signatories=(text,)),
    ],
)
def test_a_text_with_a_cpr_number_is_refused_and_nothing_stored(
    frida: User, with_number: Callable[[str], CasePage]
) -> None:
    number = a_cpr_number()
    with pytest.raises(ValidationError) as refused:
        import_page(frida, with_number(number), municipality=None)

    assert refused.value.code == "cpr"
    assert number not in str(refused.value)
    assert Case.objects.count() == 0


def test_a_refusal_says_where(frida: User) -> None:
    page = CasePage(title="Sag", sections=(Section("Løsning", "solution", a_cpr_number()),))
    with pytest.raises(ValidationError, match=r"»Løsning«: .*linje 2"):
        import_page(frida, page, municipality=None)


class TestTheCommand:
    def run(self, file: Path, *arguments: str) -> str:
        said = StringIO()
        call_command("import_case", str(file), *arguments, stdout=said)
        return said.getvalue()

    @pytest.fixture
    def saved(self, tmp_path: Path) -> Path:
        file = tmp_path / "sag.txt"
        file.write_text(pages.MINUTES, encoding="utf-8")
        return file

    def test_twice_is_one_case(self, saved: Path, fjordby: Area) -> None:
        first = self.run(saved, "--municipality", "Fjordby Kommune")
        second = self.run(saved, "--municipality", "999")

        case = Case.objects.get()
        assert case.municipality == fjordby
        lines = [f": {case.title}\n{settings.SITE_URL}{case.get_absolute_url()}\n"] * 2
        assert [first, second] == [f"ny{lines[0]}", f"kendt{lines[1]}"]

    def test_the_minutes_complete_the_agenda(self, saved: Path, db: None) -> None:
        agenda = saved.with_name("dagsorden.txt")
        agenda.write_text(pages.AGENDA, encoding="latin-1")
        self.run(agenda)

        assert json.loads(self.run(saved, "--json"))["status"] == "completed"

    def test_a_dry_run_asks_no_database(self, saved: Path) -> None:
        """This test has no database at all."""
        told = json.loads(self.run(saved, "--dry-run", "--json"))

        assert told["held_on"] == "2012-03-12"
        assert told["place"] == "Rådhuset, 2. sal, værelse 11"
        assert [one["heading"] for one in told["sections"]][:2] == [
            "Indstilling og beslutning",
            "Problemstilling",
        ]
        assert [one["number"] for one in told["recommendations"]] == [1, 2, 3, 4]
        assert told["decision"] == "Indstillingen blev godkendt."
        assert "Prøvesen" not in json.dumps(told, ensure_ascii=False)

    def test_several_items_are_a_list(self, tmp_path: Path) -> None:
        file = tmp_path / "referat.txt"
        file.write_text(published_pages.COUNCIL_WITH_TWO_ITEMS, encoding="utf-8")

        told = json.loads(self.run(file, "--dry-run", "--json"))

        assert [one["title"] for one in told] == [
            "Godkendelse af dagsorden",
            "Ny skaterbane ved havnen",
        ]

    def test_a_saved_web_page(self, tmp_path: Path) -> None:
        file = tmp_path / "sag.html"
        file.write_text(
            "<!doctype html><html><head><title>x</title><style>p{}</style></head><body>"
            "<p>Mødedato: 4. maj 2021</p><h1>Ny bro</h1><h2>Indstilling</h2>"
            "<p>Forvaltningen indstiller,</p><ul><li>at broen bygges</li><li>at den males</li></ul>"
            "<h2>Beslutning</h2><p>Godkendt.</p></body></html>",
            encoding="utf-8",
        )

        told = json.loads(self.run(file, "--dry-run", "--json"))

        assert (told["title"], told["held_on"], told["outcome"]) == (
            "Ny bro",
            "2021-05-04",
            "approved",
        )
        assert told["motion_points"] == ["at broen bygges", "at den males"]

    def test_what_is_no_case_is_refused_with_a_sentence_for_each_thing(
        self, tmp_path: Path, db: None
    ) -> None:
        file = tmp_path / "opskrift.txt"
        file.write_text(pages.NO_CASE, encoding="utf-8")

        with pytest.raises(CommandError) as refused:
            self.run(file)

        said = str(refused.value)
        assert refused.value.returncode == 1
        assert "er ikke en sag. Intet er gemt." in said
        assert "Indstillingen mangler" in said
        assert "Beslutningen mangler" in said
        assert Case.objects.count() == 0

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match=r"findes-ikke\.txt"):
            self.run(tmp_path / "findes-ikke.txt", "--dry-run")

    def test_an_unknown_municipality(self, saved: Path, db: None) -> None:
        with pytest.raises(CommandError, match="Ingen kommune hedder Atlantis"):
            self.run(saved, "--municipality", "Atlantis")

        assert Case.objects.count() == 0

    def test_a_cpr_number_is_refused(self, saved: Path, db: None) -> None:
        saved.write_text(f"{pages.MINUTES}\n{a_cpr_number()}\n", encoding="utf-8")

        with pytest.raises(CommandError, match="CPR"):
            self.run(saved)

        assert Case.objects.count() == 0


@pytest.mark.skipif(not SEED, reason="the published page lies outside the repository")
def test_the_published_page_of_the_issue_is_one_case(frida: User, fjordby: Area) -> None:
    text = SEED[0].read_text(encoding="utf-8").replace("\xa0", " ")
    for _time in range(2):
        import_page(frida, the_page(text), municipality=fjordby)

    case, treated = Case.objects.get(), Consultation.objects.get()
    assert case.motion_points.count() == 2
    assert [one.number for one in case.recommendations.all()] == [1, 2, 3, 4]
    assert (treated.held_on, treated.place) == (date(2012, 6, 25), "Rådhuset, 1. sal, værelse 57")
    assert treated.decision == "Indstillingen blev godkendt."
    assert case.signed_by == ""
    signed = next(line for line in text.splitlines() if "        /        " in line)
    assert not any(name.strip() in everything_stored() for name in signed.split("/"))


def everything_stored() -> str:
    with connection.cursor() as cursor:
        rows: list[Any] = []
        for table in connection.introspection.table_names(cursor):
            if table.startswith("decisions_"):
                cursor.execute(f"SELECT * FROM {table}")
                rows += cursor.fetchall()
    return str(rows)


def test_headings_are_calm_and_printed_recommendations_are_headings(frida: User) -> None:
    text = "\n".join(
        [
            "Mødedato: 14.4.2026",
            "",
            "Et mødested i Engparken",
            "",
            "INDSTILLING",
            "Forvaltningen indstiller,",
            "at stedet godkendes",
            "",
            "LØSNING",
            "Anbefaling 1: Spørg beboerne",
            "Begynd med at spørge dem.",
            "",
            "BESLUTNING",
            "Godkendt.",
        ]
    )

    [page] = read_case_pages(text)
    case = import_page(frida, page, municipality=None).case

    solution = case.sections.get(kind="solution")
    assert solution.heading == "Løsning"
    assert "<h3>Anbefaling 1: Spørg beboerne</h3>" in solution.text_html  # type: ignore[attr-defined]
