"""Case pages of many shapes are read into one; what is no case says what it lacks."""

import json
from datetime import date, time
from pathlib import Path

import pytest

from civicmetrics.case_pages import CasePage, NotACase, as_dict, read_case_pages
from civicmetrics.tests import published_pages as pages

SEED = sorted(Path(__file__).parents[4].glob("shared/seeds/001*.txt"))


def the_case(text: str) -> CasePage:
    (page,) = read_case_pages(text)
    return page


def headings(page: CasePage) -> list[tuple[str, str]]:
    return [(section.heading, section.kind) for section in page.sections]


def section(page: CasePage, heading: str) -> str:
    return next(section.text for section in page.sections if section.heading == heading)


def missing(text: str) -> tuple[str, ...]:
    with pytest.raises(NotACase) as refusal:
        read_case_pages(text)
    return refusal.value.missing


class TestACapitalsPageOf2012:
    page = the_case(pages.CAPITAL_2012)

    def test_the_meeting_is_read_from_its_labels(self) -> None:
        assert self.page.held_on == date(2012, 3, 12)
        assert self.page.starts_at == time(16)
        assert self.page.place == "Rådhuset, 2. sal, værelse 11"
        assert self.page.committee == "Byrumsudvalget"

    def test_a_wrapped_title_is_one_title_and_the_lines_after_it_the_summary(self) -> None:
        assert self.page.title == "Anbefalinger fra Fjordby Borgerpanel om tryghed ved stationen"
        assert self.page.summary == "Udvalget tager stilling til panelets to anbefalinger."

    def test_the_motion_has_a_mover_and_points_wrapped_or_not(self) -> None:
        assert self.page.motion_by == "Trivsels- og Byrumsforvaltningen"
        assert self.page.motion_points == (
            "at Byrumsudvalget drøfter panelets anbefalinger",
            "at Byrumsudvalget godkender, at anbefalingerne sendes til Fritidsudvalget, så de kan indgå i budgettet.",
        )

    def test_a_sentence_about_a_decision_does_not_begin_a_section(self) -> None:
        assert headings(self.page) == [
            ("Indstilling og beslutning", "motion"),
            ("Problemstilling", "problem"),
            ("Løsning", "solution"),
            ("Økonomi", "economy"),
            ("Videre proces", "process"),
            ("Beslutning", "decision"),
        ]
        assert section(self.page, "Økonomi") == "Sagen har ingen økonomiske konsekvenser i 2012"

    def test_recommendations_keep_their_paragraphs_and_leave_the_closing_one_to_the_section(
        self,
    ) -> None:
        assert [(r.number, r.heading, r.text) for r in self.page.recommendations] == [
            (
                1,
                "Lys på stien",
                "Panelet foreslår, at stien får lave lamper.\n\nDet koster mindre end master.",
            ),
            (
                2,
                "Værter på perronen",
                "Frivillige værter kan hjælpe, som nævnt i anbefaling 1, når det er mørkt.",
            ),
        ]
        assert section(self.page, "Løsning").endswith(
            "Anbefalingerne bliver vist frem på biblioteket i april."
        )

    def test_who_signed_and_the_foot_of_the_web_page_are_gone(self) -> None:
        assert section(self.page, "Videre proces") == "Forvaltningen vender tilbage i juni."
        assert (self.page.decision, self.page.outcome) == (
            "Indstillingen blev godkendt.",
            "approved",
        )
        assert self.page.signatories == ()


def test_the_published_page_of_the_issue_where_it_lies_beside_the_repository() -> None:
    for path in SEED:
        the_published_page_is_read(path.read_text().replace("\xa0", " "))


def the_published_page_is_read(text: str) -> None:
    page = the_case(text)
    assert (page.held_on, page.starts_at) == (date(2012, 6, 25), time(15))
    assert page.place == "Rådhuset, 1. sal, værelse 57"
    assert page.title == text.splitlines()[3]
    assert page.motion_by == "Beskæftigelses- og Inklusionsforvaltningen"
    assert page.motion_points == tuple(
        line[3:] for line in text.splitlines() if line[:5] in {"1. at", "2. at"}
    )
    assert [heading for heading, _ in headings(page)] == [
        "Indstilling og beslutning",
        "Problemstilling",
        "Løsning",
        "Økonomi",
        "Videre proces",
        "Beslutning",
    ]
    assert [(r.number, r.heading) for r in page.recommendations] == [
        (1, "Klar strategi for borgerinddragelse"),
        (2, "Rum til innovative projekter"),
        (3, "Øget fokus på kapacitetsopbygning"),
        (4, "Fokus på målgruppeanalyse"),
    ]
    assert page.recommendations[3].text.endswith("få adgang til ressourcer i området.")
    assert section(page, "Økonomi") == "Indstillingen har ingen økonomiske konsekvenser"
    assert section(page, "Videre proces").endswith("budgetdrøftelser.")
    assert (page.decision, page.outcome) == ("Indstillingen blev godkendt.", "approved")
    assert page.committee == "Beskæftigelses- og Integrationsudvalget"
    signed = next(line for line in text.splitlines() if "        /        " in line)
    assert not any(
        name.strip() in json.dumps(as_dict(page), ensure_ascii=False) for name in signed.split("/")
    )


class TestAMeetingWithSeveralItems:
    def test_open_items_with_content_are_cases_and_the_meeting_is_theirs(self) -> None:
        agenda, skaters = read_case_pages(pages.COUNCIL_WITH_TWO_ITEMS)
        assert [(page.item_number, page.title) for page in (agenda, skaters)] == [
            ("1", "Godkendelse af dagsorden"),
            ("2", "Ny skaterbane ved havnen"),
        ]
        for page in (agenda, skaters):
            assert (page.held_on, page.starts_at) == (date(2021, 5, 4), time(17))
            assert (page.place, page.committee) == ("Byrådssalen", "Fjordby Byråd")

    def test_lists_inside_a_section_are_not_items(self) -> None:
        _, page = read_case_pages(pages.COUNCIL_WITH_TWO_ITEMS)
        assert page.case_number == "2021-0123456"
        assert headings(page) == [
            ("RESUMÉ", "summary"),
            ("SAGSFREMSTILLING", "presentation"),
            ("ØKONOMISKE KONSEKVENSER", "economy"),
            ("INDSTILLING", "motion"),
            ("BESLUTNING I FJORDBY BYRÅD DEN 4. MAJ 2021", "decision"),
            ("BILAG", "attachments"),
        ]
        assert page.motion_points == (
            "at banen lægges ved havnen",
            "at pengene findes i anlægspuljen",
        )
        assert page.attachments == ("Kort over havnen", "Bilag 2 - Høringssvar")

    def test_a_rejected_amendment_and_a_minority_leave_the_motion_approved(self) -> None:
        _, page = read_case_pages(pages.COUNCIL_WITH_TWO_ITEMS)
        assert page.outcome == "approved"
        assert page.decision.endswith("Et mindretal (X) stemte imod.")

    def test_items_without_numbers_begin_at_the_title_above_a_used_heading(self) -> None:
        paths, benches = read_case_pages(pages.MAGISTRATE_DECISION_FIRST)
        assert (paths.title, paths.outcome) == ("Fælles ansvar for stierne", "postponed")
        assert paths.motion_points == (
            "at byrådet tager status til efterretning.",
            "at byrådet drøfter, hvor der skal gøres mere.",
        )
        assert (benches.title, benches.outcome) == ("Flere bænke i byen", "approved_with_changes")
        assert benches.motion_points == ("at der opstilles ti bænke", "at udgiften deles")
        assert {paths.held_on, benches.held_on} == {date(2019, 9, 11)}
        assert {paths.committee, benches.committee} == {"Tværby Byråd"}

    def test_items_may_be_announced_twice_and_decided_under_the_committees_name(self) -> None:
        agenda, bicycles = read_case_pages(pages.POINTS_NUMBERED_153)
        assert (agenda.item_number, agenda.title, agenda.decision) == (
            "153",
            "Beslutninger om dagsordenen",
            "Godkendt.",
        )
        assert (bicycles.item_number, bicycles.title) == ("154", "Strategi for cykelparkering")
        assert (bicycles.case_number, bicycles.committee) == ("312659", "Plan- og Stiudvalget")
        assert (bicycles.held_on, bicycles.starts_at) == (date(2019, 10, 3), time(7, 30))
        assert bicycles.place == "Mødelokale 3A"
        assert bicycles.attachments == ("Strategi.pdf", "Kort over byen.pdf")
        assert bicycles.motion_points == ("at sagen drøftes med afsæt i oplægget.",)
        assert (bicycles.decision, bicycles.outcome) == ("Drøftet.", "noted")

    def test_a_title_may_stand_above_its_number_and_other_committees_before_the_decision(
        self,
    ) -> None:
        questions, plan = read_case_pages(pages.TITLE_ABOVE_NUMBER)
        assert (questions.title, questions.item_number, questions.outcome) == (
            "Spørgetid",
            "129",
            "noted",
        )
        assert (plan.title, plan.item_number) == ("Tillæg til lokalplan for Mølleengen", "130")
        assert plan.motion_by == "Teknisk Forvaltning"
        assert plan.motion_points == (
            "at tillægget vedtages",
            "at sagen sendes til orientering i Grønt Råd.",
        )
        assert (plan.decision, plan.outcome) == ("Godkendt.", "approved")
        assert plan.committee == "Kommunalbestyrelsen"
        assert plan.held_on == date(2019, 9, 24)

    def test_markdown_items(self) -> None:
        party, tent = read_case_pages(pages.MARKDOWN)
        assert (party.item_number, party.title, party.outcome) == (
            "5",
            "Tilskud til sommerfest",
            "rejected",
        )
        assert headings(party) == [
            ("Baggrund", "presentation"),
            ("Økonomi", "economy"),
            ("Forvaltningens indstilling", "motion"),
            ("Beslutning", "decision"),
        ]
        assert party.motion_by == "Forvaltningen"
        assert party.motion_points == (
            "at der gives 10.000 kr.",
            "at tilskuddet betales inden maj.",
        )
        assert (tent.title, tent.outcome) == ("Lån af teltet", "recommended")
        assert (tent.held_on, tent.starts_at) == (date(2021, 5, 4), time(19))
        assert tent.committee == "Udvalget for Kultur og Fritid"


class TestOtherShapes:
    def test_a_motion_without_its_heading_and_a_line_of_prose_beginning_with_at(self) -> None:
        page = the_case(pages.REGION_WITHOUT_MOTION_HEADING)
        assert page.title == "Ny bus mellem Tværby og Fjordby"
        assert (page.held_on, page.starts_at) == (date(2023, 2, 1), time(9))
        assert page.place == "Kulturhuset, Opdigtet Torv 5, Tværby"
        assert page.committee == "Udvalg for regional udvikling"
        assert page.case_number == "1-51-71-3321-08"
        assert page.motion_by == "Direktionen"
        assert page.motion_points == (
            "at bussen indføres fra køreplansskiftet",
            "at der evalueres efter et år.",
        )
        assert "at nå frem til skoletid." in section(page, "Sagsfremstilling")
        assert (page.decision, page.outcome) == ("", "unknown")

    def test_numbered_headings_and_signatories_as_roles(self) -> None:
        page = the_case(pages.NUMBERED_HEADINGS)
        assert page.title == "Ny legeplads i Skovparken"
        assert (page.held_on, page.starts_at, page.place) == (date(2021, 5, 4), time(19), "Salen")
        assert headings(page) == [
            ("Resume", "summary"),
            ("Beslutningspunkter", "motion"),
            ("Baggrund", "presentation"),
            ("Økonomi", "economy"),
            ("Bilag", "attachments"),
            ("Beslutning", "decision"),
        ]
        assert section(page, "Økonomi") == "Ingen merudgift."
        assert page.motion_points == ("at legepladsen fornyes", "at Skovparkens venner inddrages")
        assert page.attachments == ("Tegning", "Overslag")
        assert page.signatories == ("adm. direktør", "kontorchef")
        assert page.outcome == "approved_with_changes"

    def test_capitals_of_the_nineties(self) -> None:
        page = the_case(pages.OLD_PLAIN_TEXT)
        assert (page.title, page.item_number) == ("TILSKUD TIL VARMESTUE", "12")
        assert (page.held_on, page.starts_at) == (date(1998, 1, 15), time(16))
        assert page.motion_by == "Administrationen"
        assert page.motion_points == (
            "at tilskuddet bevilges som en engangsydelse",
            "at der aflægges regnskab.",
        )
        assert section(page, "SAGENS BAGGRUND") == "Varmestuen har søgt om 50.000 kr."
        assert page.outcome == "approved"

    def test_headings_with_their_text_on_the_same_line(self) -> None:
        page = the_case(pages.ONE_LINERS)
        assert (page.title, page.item_number) == ("Busser til torvet", "3")
        assert (page.committee, page.place) == ("Ældrerådet", "Rådssalen")
        assert headings(page) == [
            ("Sagsfremstilling", "presentation"),
            ("Indstilling", "motion"),
            ("Lovgrundlag", "authority"),
            ("Høring", "other"),
            ("Beslutning", "decision"),
            ("Bilag", "attachments"),
        ]
        assert page.motion_points == ("at rådet tager orienteringen til efterretning.",)
        assert (page.decision, page.outcome) == (
            "Orienteringen blev taget til efterretning.",
            "noted",
        )
        assert page.attachments == ("Køreplan", "Notat om busser")

    def test_dirt_of_copying_is_washed_off(self) -> None:
        page = the_case(pages.ENTITIES_AND_DIRT)
        assert page.title == "Langsom kørsel på Strandvejen etape 2"
        assert (page.held_on, page.place) == (date(2021, 5, 4), "Salen")
        assert page.motion_by == "Teknik- og Vejåforvaltningen"
        assert page.motion_points == ("at farten sænkes", "at skilte sættes op")
        assert page.outcome == "postponed"

    def test_a_section_of_recommendations_as_a_list(self) -> None:
        page = the_case(pages.LETTER_OF_RECOMMENDATIONS)
        assert page.motion_points == (
            "at udvalget drøfter ønskerne",
            "at udvalget sender dem i høring.",
        )
        assert [(r.number, r.heading, r.text) for r in page.recommendations] == [
            (1, "Åbn hallen om søndagen", "Så kan flere være med."),
            (2, "Sæt borde op", "Det er nemt, og det koster næsten intet."),
            (
                3,
                "",
                "Panelet ønsker sig et fast sted at mødes hver uge hele året rundt, også i ferierne.",
            ),
        ]
        assert page.committee == "Kultur- og Ungeudvalget"

    def test_words_of_headings_and_lists_inside_a_text_stay_in_it(self) -> None:
        page = the_case(pages.WORDS_OF_HEADINGS_IN_TEXT)
        assert (page.title, page.item_number) == ("Støtte til musikskolen", "7")
        assert [kind for _, kind in headings(page)] == [
            "presentation",
            "other",
            "other",
            "motion",
            "decision",
        ]
        assert section(page, "Sagsfremstilling").endswith("i denne sag er vigtig for skolen.")
        assert page.motion_by == "Borgmesteren"
        assert page.motion_points == ("at der gives 100.000 kr.", "at pengene tages fra puljen")
        assert page.outcome == "recommended"

    def test_a_title_that_looks_like_a_heading(self) -> None:
        page = the_case(pages.TITLE_LIKE_A_HEADING)
        assert page.title == "Høring: Lokalplan 12 for havnen"
        assert (page.held_on, page.committee) == (date(2021, 5, 4), "Teknisk Udvalg")
        assert [heading for heading, _ in headings(page)] == ["Høring", "Indstilling", "Beslutning"]

    def test_several_saved_pages_in_one_text(self) -> None:
        read = read_case_pages(pages.CAPITAL_2012 + "\n" + pages.LETTER_OF_RECOMMENDATIONS)
        assert [(page.title, page.held_on) for page in read] == [
            ("Anbefalinger fra Fjordby Borgerpanel om tryghed ved stationen", date(2012, 3, 12)),
            ("Ungepanelets ønsker til byen", date(2020, 2, 1)),
        ]


class TestPeople:
    page = the_case(pages.NAMES_EVERYWHERE)

    def test_no_name_address_or_number_is_left(self) -> None:
        stored = json.dumps(as_dict(self.page), ensure_ascii=False)
        for name in (
            "Prøvesen",
            "Forestillet",
            "Opdigt",
            "Påfund",
            "Opdigta",
            "example.org",
            "12 34",
        ):
            assert name not in stored

    def test_roles_parties_places_and_institutions_stay(self) -> None:
        problem = section(self.page, "Problemstilling")
        assert problem.startswith("Borgmester og udvalgsformand (V) har holdt møde med N.N.")
        assert "Carl Nielsens Vej 4 ved Tænkt Skole" in problem
        assert self.page.motion_by == "Direktør"
        assert self.page.signatories == ("adm. direktør", "kontorchef")
        assert section(self.page, "Videre proces") == "Aftalen følges op."
        assert self.page.decision == "Indstillingen blev godkendt. N.N. tog forbehold."

    @pytest.mark.parametrize(
        "text", [pages.COUNCIL_WITH_TWO_ITEMS, pages.TITLE_ABOVE_NUMBER, pages.ONE_LINERS]
    )
    def test_who_was_absent_or_a_member_is_dropped(self, text: str) -> None:
        stored = json.dumps([as_dict(page) for page in read_case_pages(text)], ensure_ascii=False)
        assert not [name for name in ("Prøvesen", "Opdigtet", "Tænkt") if name in stored]


class TestWhatIsNoCase:
    def test_nothing_lacks_everything(self) -> None:
        assert missing("") == ("title", "section", "motion", "decision", "held_on")

    @pytest.mark.parametrize("text", [pages.RECIPE, pages.ASSOCIATION_MINUTES, pages.NEWS])
    def test_a_recipe_an_association_and_the_news_lack_motion_and_decision(self, text: str) -> None:
        assert {"motion", "decision"} <= set(missing(text))

    def test_a_date_that_stands_there_is_not_missed(self) -> None:
        assert "held_on" in missing(pages.RECIPE)
        assert "held_on" not in missing(pages.ASSOCIATION_MINUTES)

    def test_a_case_without_title_says_so(self) -> None:
        assert missing(
            "Mødedato: 1.2.2020\n\nIndstilling\nDet indstilles, at planen vedtages."
        ) == ("title",)

    def test_a_closed_item_is_never_read(self) -> None:
        assert missing(pages.CLOSED) == ("section", "motion", "decision", "held_on")

    def test_decisions_of_a_club_are_no_committees(self) -> None:
        assert "section" in missing(pages.CLUB_WITH_DECISIONS)

    def test_binary_junk(self) -> None:
        assert missing(bytes(range(256)).decode("latin-1") * 50)

    def test_a_case_without_date_is_a_case(self) -> None:
        page = the_case(
            "Ny bro\n\nIndstilling\nForvaltningen indstiller, at broen bygges.\n\nBeslutning\nGodkendt."
        )
        assert page.held_on is None


def test_the_json_shape() -> None:
    shape = as_dict(the_case(pages.CAPITAL_2012))
    assert json.loads(json.dumps(shape)) == shape
    assert (shape["held_on"], shape["starts_at"]) == ("2012-03-12", "16:00")
    assert shape["sections"][3] == {
        "heading": "Økonomi",
        "kind": "economy",
        "text": "Sagen har ingen økonomiske konsekvenser i 2012",
    }
    assert shape["recommendations"][0]["number"] == 1
