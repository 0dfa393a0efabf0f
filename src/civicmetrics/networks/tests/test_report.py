"""The example: a decline with three causes, fewer answers, and a report a volunteer can read."""

import io
import json
import re
import xml.etree.ElementTree as ET

import numpy as np
import openpyxl
import pytest

from civicmetrics.networks.analysis import Analysis, Options, analyse
from civicmetrics.networks.catalogue import MEASURES, Language
from civicmetrics.networks.document import schema, text
from civicmetrics.networks.findings import Evidence, Finding, find
from civicmetrics.networks.formation import separable
from civicmetrics.networks.page import Report, page
from civicmetrics.networks.pdf import pdf
from civicmetrics.networks.reading import read_survey
from civicmetrics.networks.recommendations import recommend
from civicmetrics.networks.sentences import tell
from civicmetrics.networks.svg import Words, draw_map, svg
from civicmetrics.networks.workbook import workbook

JARGON = re.compile(
    r"densitet|centralitet|betweenness|signifikan|p-værdi|noder|grad(en)?\b|permutation|desværre|!",
    re.IGNORECASE,
)


def report(analysis: Analysis, language: Language = "da") -> Report:
    found = find(analysis)
    story = tell(analysis.survey, found, recommend(found), language)
    return Report(analysis, story, draw_map(analysis.survey, analysis.focus.place), language)


def kinds(found: tuple[Finding, ...]) -> list[str]:
    return [one.kind for one in found]


def test_the_three_causes_are_found_and_the_missing_answers_are_named(example: Analysis) -> None:
    found = find(example)
    reasons = {(one.names["kind"], one.names["name"]) for one in found if one.kind == "reason"}
    assert reasons == {("weak", ""), ("attribute", "Nøgleperson stoppet")}
    assert {"change", "left", "observation", "focus"} <= set(kinds(found))
    assert found[0].evidence is Evidence.CLEAR
    assert found[0].numbers["before"] == 129
    assert found[0].numbers["after"] == 83
    assert round(100 * found[0].numbers["rate_after"]) == 78


def test_the_sentences_are_plain_danish(example: Analysis) -> None:
    story = report(example).story
    assert (
        story.headline
        == "Samarbejdet er blevet tyndere, og meget går gennem Medborgerhuset Teglgården"
    )
    assert (
        story.lead
        == "40 organisationer er spurgt, hvem de samarbejder med. I 2026 svarede 31. Det er 78 procent."
    )
    said = [story.headline, *(part for f in story.findings for part in (f.title, f.text, f.note))]
    said += [part for one in story.advice for part in (one.title, one.text)]
    assert [sentence for sentence in said if JARGON.search(sentence)] == []
    longest = max(len(sentence.split()) for part in said for sentence in re.split(r"[.:?] ", part))
    assert longest <= 30


def test_every_recommendation_rests_on_a_sound_finding_and_its_ties(example: Analysis) -> None:
    found = find(example)
    advice = recommend(found)
    assert advice
    for one in advice:
        assert all(
            found[at - 1].evidence not in (Evidence.UNCERTAIN, Evidence.LOCKED)
            for at in one.findings
        )
        assert one.pairs or one.places


def test_under_sixty_percent_answers_change_is_locked() -> None:
    nodes = "id,answered 1,answered 2\na,yes,yes\nb,yes,no\nc,yes,no\nd,yes,yes\ne,yes,no\n"
    waves = [("1.csv", "source,target\na,b\nb,c\nc,d\nd,e\n"), ("2.csv", "source,target\na,b\n")]
    analysis = analyse(
        read_survey(waves, ("n.csv", nodes)), Options(permutations=19, replicates=19, runs=2)
    )
    found = find(analysis)
    assert found[0].evidence is Evidence.LOCKED
    assert not {"left", "reason", "few_new", "movers"} & set(kinds(found))
    assert [one.kind for one in recommend(found)][:1] == ["ask_again"]
    story = report(analysis).story
    assert story.headline == "For få svarede til at sige, om samarbejdet har ændret sig"


def test_a_sector_that_left_as_a_whole_has_its_row_and_no_ties() -> None:
    nodes = "id,sector,present 1,present 2\na,club,yes,yes\nb,club,yes,yes\nc,club,yes,yes\nd,school,yes,no\n"
    waves = [("1.csv", "source,target\na,b\nb,c\nc,d\n"), ("2.csv", "source,target\na,b\n")]
    analysis = analyse(
        read_survey(waves, ("n.csv", nodes)), Options(permutations=19, replicates=19, runs=2)
    )
    assert analysis.waves[1].described.mixing.ties.tolist() == [[1, 0], [0, 0]]
    assert "school" in page(report(analysis))


def test_where_no_tie_can_be_lost_nothing_is_said_about_keeping_them() -> None:
    nobody, nothing = np.zeros((0, 2), np.int64), np.zeros(0, np.int64)
    assert separable(3, nobody, nothing, {"same": np.eye(3)}).terms == ()


def test_random_change_gives_no_reason_and_no_claim() -> None:
    draws = np.random.default_rng(4)
    waves = []
    for name in ("1.csv", "2.csv"):
        ties = np.argwhere(draws.random((24, 24)) < 0.12)
        rows = "\n".join(f"o{a},o{b}" for a, b in ties.tolist() if a != b)
        waves.append((name, f"source,target\n{rows}\n"))
    found = find(analyse(read_survey(waves), Options(permutations=199, replicates=99, runs=2)))
    assert found[0].evidence is Evidence.UNCERTAIN
    assert "reason" not in kinds(found)


def test_the_page_stands_alone_and_reads_without_script(example: Analysis) -> None:
    made = page(report(example))
    assert re.findall(r"(?:src|href)=\"(?!#)[^\"]*\"", made) == []
    assert "url(http" not in made
    assert " style=" not in made
    assert made.count("<h1>") == 1
    assert '<html lang="da">' in made
    assert "default-src 'none'" in made
    ET.fromstring(re.search(r"<svg xmlns.*?</svg>", made, re.DOTALL)[0])  # type: ignore[index]


def test_the_same_input_gives_the_same_bytes(example: Analysis) -> None:
    one, two = report(example), report(example)
    assert page(one) == page(two)
    assert text(one) == text(two)
    assert workbook(one) == workbook(two)
    assert pdf(one) == pdf(two)


def test_the_pdf_is_tagged_and_says_its_language(example: Analysis) -> None:
    pypdf = pytest.importorskip("pypdf")
    made = pypdf.PdfReader(io.BytesIO(pdf(report(example))))
    root = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "da"
    assert "/StructTreeRoot" in root
    assert "Hver tredje relation" in made.pages[0].extract_text()


def test_the_json_keeps_its_schema(example: Analysis) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    for language in ("da", "en"):
        held = json.loads(text(report(example, language)))
        jsonschema.Draft202012Validator(schema()).validate(held)
    assert held["change"]["measures"]["kept"] == 72
    assert len(held["change"]["ties"]["fate"]) == len(held["change"]["ties"]["source"])


def test_the_workbook_has_every_measure_with_its_definition(example: Analysis) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(report(example))))
    assert book.sheetnames == [
        "Fund",
        "Organisationer",
        "Hele netværket",
        "Relationer",
        "Forandring",
        "Svar",
        "Definitioner",
    ]
    rows = list(book["Definitioner"].iter_rows(min_row=2, values_only=True))
    assert {row[1] for row in rows} == set(MEASURES)
    assert all(row[2] and row[3] for row in rows)
    assert book["Organisationer"].max_row == 43


def test_a_name_that_looks_like_a_formula_stays_text() -> None:
    analysis = analyse(
        read_survey([("w.csv", "source,target\n=1+1,b\nb,c\n")]),
        Options(permutations=9, replicates=9, runs=1),
    )
    book = openpyxl.load_workbook(io.BytesIO(workbook(report(analysis))))
    assert book["Organisationer"]["A2"].value == "'=1+1"


def test_names_are_escaped_on_the_map_and_the_page() -> None:
    analysis = analyse(
        read_survey([("w.csv", "source,target\n<b>,b\nb,c\n")]),
        Options(permutations=9, replicates=9, runs=1),
    )
    made = page(report(analysis))
    assert "<b>," not in made
    assert "&lt;b&gt;" in made


def test_labels_on_the_map_never_overlap(example: Analysis) -> None:
    drawn = draw_map(example.survey, 0)
    made = svg(drawn, Words("t", "d", "tray", " ({count})", "{label}: {count}"), bold=(0,))
    boxes = []
    for x, y, anchor, label in re.findall(
        r'<text class="x [^>]*x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)"[^>]*>([^<]+)<', made
    ):
        wide = 0.52 * 15 * len(label)
        left = float(x) - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
        boxes.append((left, float(y) - 11, left + wide, float(y) + 3))
    assert len(boxes) > 25
    meets = [
        (a, b) for a in range(len(boxes)) for b in range(a)
        if boxes[a][0] < boxes[b][2] and boxes[b][0] < boxes[a][2] and boxes[a][1] < boxes[b][3] and boxes[b][1] < boxes[a][3]
    ]  # fmt: skip
    assert meets == []


def test_the_map_has_the_look_of_each_fate(example: Analysis) -> None:
    made = svg(
        draw_map(example.survey, 0), Words("t", "d", "tray", " ({count})", "{label}: {count}")
    )
    assert made.count('class="t l w1"') == 33
    assert 'stroke-dasharray="7 5"' in made
    assert 'stroke-width="4.5"' in made
    assert made.count('class="t k w1 w2"') == 72
