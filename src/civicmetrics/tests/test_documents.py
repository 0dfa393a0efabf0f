"""What a file is, and what is written in it wherever it is written."""

import io
import struct
import zipfile
from datetime import date
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from civicmetrics.documents import ACCEPTED, Place, Refused, clean, read, recognise
from civicmetrics.personal_data.documents import scan_document
from civicmetrics.tests import papers

# What looks like a CPR number, made while the test runs: none is ever written down.
DAY, LAST = f"{date(1971, 2, 3):%d%m%y}", str(1000 + 234)
CPR = f"{DAY}-{LAST}"
SPACED = " ".join(CPR)


def places(extension: str, data: bytes) -> list[Place]:
    kind = recognise(extension, data)
    return [found.place for found in scan_document(kind, data) if found.level == "block"]


def reason(extension: str, data: bytes) -> str:
    try:
        kind = recognise(extension, data)
        read(kind, clean(kind, data))
    except Refused as refused:
        return refused.reason
    return ""


# --- what it is ---


@pytest.mark.parametrize(
    ("extension", "data"),
    [
        ("docx", papers.docx()),
        ("xlsx", papers.xlsx([["Navn", "Antal"], ["Stole", 12]])),
        ("pptx", papers.pptx("Velkommen")),
        ("odt", papers.opendocument("text", "<text:p>Referat</text:p>")),
        ("ods", papers.opendocument("spreadsheet", "<table:table/>")),
        ("odp", papers.opendocument("presentation", "<draw:page/>")),
        ("pdf", papers.pdf("Dagsorden")),
        ("txt", "Blåbærgrød".encode()),
        ("csv", "navn;antal\nstole;12".encode("cp1252")),
        ("md", b"# Dagsorden"),
        ("png", papers.picture("PNG")),
        ("jpg", papers.picture("JPEG")),
        ("JPEG", papers.picture("JPEG")),
        ("webp", papers.picture("WEBP")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_sound_file_is_what_it_is_called(extension: str, data: bytes) -> None:
    assert extension.lower() in recognise(extension, data).extensions
    assert reason(extension, data) == ""


@pytest.mark.parametrize(
    ("extension", "data", "why"),
    [
        ("pdf", papers.docx(), "mislabelled"),
        ("docx", papers.xlsx([["a"]]), "mislabelled"),
        ("txt", papers.picture("PNG"), "mislabelled"),
        ("png", papers.picture("JPEG"), "mislabelled"),
        ("docx", b"Referat", "mislabelled"),
        ("txt", b"<html><body>Hej</body></html>", "mislabelled"),
        ("txt", b"\xef\xbb\xbf <!-- x --> <!DOCTYPE html>", "mislabelled"),
        ("md", b"<svg onload=alert(1)>", "mislabelled"),
        ("csv", b"#!/bin/sh\nrm", "mislabelled"),
        ("txt", b"{\\rtf1 hej}", "mislabelled"),
        ("txt", b"MZ\x90\x00\x03", "mislabelled"),
        ("html", b"<html>", "unknown"),
        ("svg", b"<svg/>", "unknown"),
        ("exe", b"MZ\x90\x00\x03", "unknown"),
        ("js", b"alert(1)", "unknown"),
        ("", b"Referat", "unknown"),
        ("gif", papers.picture("GIF"), "unknown"),
        ("zip", papers.zipped({"a.txt": "a"}), "unknown"),
        ("docx", papers.zipped({"a.txt": "a"}), "mislabelled"),
        ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_office"),
        ("docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_office"),
    ],
)  # fmt: skip
def test_what_we_do_not_take_is_refused_with_its_reason(
    extension: str, data: bytes, why: str
) -> None:
    assert reason(extension, data) == why


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"word/vbaProject.bin": b"x"}, "macros"),
        ({"word/activeX/activeX1.xml": "<x/>"}, "macros"),
        ({"word/embeddings/oleObject1.bin": b"x"}, "embedded"),
        ({"[Content_Types].xml": papers.types("docx").replace("document.main", "document.macroEnabled.main")}, "macros"),
        ({"word/_rels/settings.xml.rels": f'<Relationships {papers.RELATIONS}><Relationship Id="r1" Type="{papers.RELATION}/attachedTemplate" Target="https://example.org/x.dotm" TargetMode="External"/></Relationships>'}, "macros"),
        ({"word/document.xml": f"<w:document {papers.W}><w:body><w:p><w:r><w:instrText>DDEAUTO c:\\\\cmd</w:instrText></w:r></w:p></w:body></w:document>"}, "macros"),
        ({"word/document.xml": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'}, "damaged"),
        ({"word/document.xml": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'}, "damaged"),
        ({"word/document.xml": "<x"}, "damaged"),
    ],
)  # fmt: skip
def test_a_document_that_runs_hides_or_explodes_is_refused(
    parts: dict[str, str | bytes], why: str
) -> None:
    sound = {"[Content_Types].xml": papers.types("docx"), "word/document.xml": "<x/>"}

    assert reason("docx", papers.zipped({**sound, **parts})) == why


def test_a_template_on_the_writers_own_disk_is_no_harm() -> None:
    relations = f'<Relationships {papers.RELATIONS}><Relationship Id="r1" Type="{papers.RELATION}/attachedTemplate" Target="file:///C:\\Normal.dotm" TargetMode="External"/></Relationships>'
    parts = {"[Content_Types].xml": papers.types("docx"), "word/document.xml": "<x/>"}

    assert reason("docx", papers.zipped({**parts, "word/_rels/settings.xml.rels": relations})) == ""


def test_a_bomb_is_not_unpacked() -> None:
    bomb = papers.docx(word__huge="<x>" + " " * 201_000_000 + "</x>")

    assert len(bomb) < 1_000_000
    assert reason("docx", bomb) == "too_long"


def test_a_bomb_that_lies_about_its_size_is_not_unpacked() -> None:
    """Its head says ten bytes; it unpacks to a hundred and fifty million."""
    honest = papers.zipped(
        {"[Content_Types].xml": papers.types("docx"), "word/document.xml": " " * 150_000_000}
    )
    lying = honest.replace(struct.pack("<I", 150_000_000), struct.pack("<I", 10))

    assert lying != honest
    assert reason("docx", lying) == "damaged"


def test_one_name_twice_is_refused() -> None:
    made = io.BytesIO(papers.docx())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(made, "a") as file:
        file.writestr("word/document.xml", "<x/>")

    assert reason("docx", made.getvalue()) == "damaged"


def test_half_a_file_is_damaged() -> None:
    assert reason("docx", papers.docx()[:200]) == "damaged"
    assert reason("pdf", papers.pdf("Hej")[:60]) == "damaged"
    assert reason("pdf", b"%PDF-1.7\nhej") == "damaged"
    for kind in ("PNG", "JPEG", "WEBP"):
        assert reason(kind.lower(), papers.picture(kind)[:40]) == "damaged"


def test_a_document_with_a_password_is_refused() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(papers.pdf("Hej"))))
    writer.encrypt("hemmelig", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    odt = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x"}

    assert reason("pdf", locked.getvalue()) == "encrypted"
    assert reason("odt", papers.zipped({**odt, "META-INF/manifest.xml": manifest})) == "encrypted"


def test_a_pdf_that_runs_something_is_refused() -> None:
    for spoil, why in [(with_script, "script"), (with_launch, "script"), (with_file, "embedded")]:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(papers.pdf("Hej"))))
        spoil(writer)
        made = io.BytesIO()
        writer.write(made)

        assert reason("pdf", made.getvalue()) == why


def with_script(writer: PdfWriter) -> None:
    run = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(run)


def with_file(writer: PdfWriter) -> None:
    writer.add_attachment("liste.txt", b"hej")


def with_launch(writer: PdfWriter) -> None:
    run = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd")})  # fmt: skip
    writer.root_object[NameObject("/OpenAction")] = run


# --- what is written in it ---


def test_a_number_split_over_runs_is_one_number() -> None:
    body = papers.paragraph("Referat") + papers.paragraph("Borger ", DAY[:3], DAY[3:], "-", LAST)

    assert places("docx", papers.docx(body)) == [Place("paragraph", "2")]


def test_a_number_split_over_cells_is_found() -> None:
    cell = "<w:tc>{}</w:tc>"
    row = f"<w:tr>{cell.format(papers.paragraph('cpr'))}{cell.format(papers.paragraph(DAY))}{cell.format(papers.paragraph(LAST))}</w:tr>"

    assert places("docx", papers.docx(f"<w:tbl>{row}</w:tbl>")) == [Place("paragraph", "2")]
    assert places("xlsx", papers.xlsx([["cpr", "og"], [DAY, LAST]])) == [Place("cell", "A2", "2")]


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ({"word__header1": papers.word_part(papers.paragraph(CPR))}, "header"),
        ({"word__footer1": papers.word_part(papers.paragraph(CPR))}, "header"),
        ({"word__comments": papers.word_part(papers.paragraph(CPR), root="comments")}, "comment"),
        ({"word__footnotes": papers.word_part(papers.paragraph(CPR), root="footnotes")}, "footnote"),
        ({"word__endnotes": papers.word_part(papers.paragraph(CPR), root="endnotes")}, "footnote"),
        ({"docProps__core": f"<cp><title>{CPR}</title></cp>"}, "properties"),
        ({"docProps__custom": f"<cp><property><lpwstr>{CPR}</lpwstr></property></cp>"}, "properties"),
        ({"customXml__item1": f"<x>{CPR}</x>"}, "hidden"),
        ({"word__charts__chart1": f"<c {papers.A}><a:p><a:t>{CPR}</a:t></a:p></c>"}, "hidden"),
        ({"word__glossary__document": papers.word_part(papers.paragraph(CPR))}, "hidden"),
    ],
)  # fmt: skip
def test_nothing_hides_beside_the_text_of_a_document(part: dict[str, str], place: str) -> None:
    assert [found.what for found in places("docx", papers.docx(**part))] == [place]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (papers.paragraph(CPR, tag="delText"), Place("deleted", "1")),
        (f"<w:p><w:r><w:pict><w:txbxContent>{papers.paragraph(CPR)}</w:txbxContent></w:pict></w:r></w:p>", Place("paragraph", "2")),
        (f'<w:p><w:r><w:drawing><a:docPr descr="{CPR}"/></w:drawing></w:r></w:p>', Place("hidden")),
        (f"<w:p><w:hyperlink><w:r><w:t>{DAY}</w:t></w:r></w:hyperlink><w:r><w:noBreakHyphen/><w:t>{LAST}</w:t></w:r></w:p>", Place("paragraph", "1")),
        (f"<w:p><w:r><w:t>{DAY[:2]}</w:t><w:tab/><w:t>{DAY[2:]}-{LAST}</w:t></w:r></w:p>", Place("paragraph", "1")),
        (papers.paragraph(DAY) + papers.paragraph("-" + LAST), Place("paragraph", "1")),
        (papers.paragraph(SPACED), Place("paragraph", "1")),
    ],
)  # fmt: skip
def test_nothing_hides_within_the_text_of_a_document(body: str, place: Place) -> None:
    assert places("docx", papers.docx(body)) == [place]


def test_a_workbook_is_read_as_it_is_shown() -> None:
    number = int(DAY + LAST)
    cell = Place("cell", "A1", "2")

    assert places("xlsx", papers.xlsx([[number]], mask="000000-0000")) == [cell]
    assert places("xlsx", papers.xlsx([[number]], mask='000000"-"0000')) == [cell]
    assert places("xlsx", papers.xlsx([[CPR]], hidden=True)) == [cell]
    assert places("xlsx", papers.xlsx([["Program"]], note=CPR)) == [Place("comment")]
    far_down: list[list[Any]] = [
        ["CPR", "Beløb"],
        *([None, 1000 + row] for row in range(300)),
        [number, 5],
    ]
    assert places("xlsx", papers.xlsx(far_down)) == [Place("cell", "A302", "2")]


def test_ordinary_numbers_of_a_workbook_are_no_alarm() -> None:
    rows: list[list[Any]] = [["Faktura", "Beløb", "Dato"], *([20_000_000 + row, 1_250_000 + row, date(2026, 1, 1 + row % 28)] for row in range(200))]  # fmt: skip

    assert places("xlsx", papers.xlsx(rows)) == []


def test_slides_are_counted_as_they_are_shown() -> None:
    assert places("pptx", papers.pptx("Velkommen", CPR, "Tak")) == [Place("slide", "2")]
    assert places("pptx", papers.pptx("Velkommen", "Tak", notes=CPR)) == [Place("notes", "1")]


def test_an_opendocument_is_read_with_its_notes_headers_and_properties() -> None:
    note = f"<text:p>Se<office:annotation><text:p>{CPR}</text:p></office:annotation></text:p>"
    split = (
        f"<text:p><text:span>{DAY[:2]}</text:span><text:span>{DAY[2:]}</text:span>-{LAST}</text:p>"
    )
    gone = f"<text:tracked-changes><text:p>{CPR}</text:p></text:tracked-changes>"

    assert places("odt", papers.opendocument("text", split)) == [Place("paragraph", "1")]
    assert places("odt", papers.opendocument("text", note)) == [Place("comment")]
    assert places("odt", papers.opendocument("text", gone)) == [Place("deleted")]
    assert places("odt", papers.opendocument("text", "", styles=f"<text:p>{CPR}</text:p>")) == [Place("header")]  # fmt: skip
    assert places("odt", papers.opendocument("text", "", meta=f"<dc:title>{CPR}</dc:title>")) == [Place("properties")]  # fmt: skip


def test_cells_of_an_opendocument_are_named() -> None:
    rows = f'<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row><table:table-row><table:table-cell table:number-columns-repeated="2"/><table:table-cell><text:p>{CPR}</text:p></table:table-cell></table:table-row>'
    sheets = f"<table:table/><table:table>{rows}</table:table>"
    slides = f"<draw:page/><draw:page><text:p>{CPR}</text:p></draw:page>"

    assert places("ods", papers.opendocument("spreadsheet", sheets)) == [Place("cell", "C4", "2")]
    assert places("odp", papers.opendocument("presentation", slides)) == [Place("slide", "2")]


def test_a_pdf_is_read_page_by_page() -> None:
    spread = f"<p style='letter-spacing:.4em'>{CPR}</p>"

    assert places("pdf", papers.pdf("Hej", f"<p>Borger {CPR}</p>")) == [Place("page", "2")]
    assert places("pdf", papers.pdf(spread)) == [Place("page", "1")]
    assert places("pdf", papers.pdf(f"{DAY[:4]}<b>{DAY[4:]}</b>-<i>{LAST}</i>")) == [Place("page", "1")]  # fmt: skip
    assert places("pdf", papers.pdf("Hej", author=CPR)) == [Place("properties")]


def test_notes_on_a_page_are_read() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(papers.pdf("Hej"))))
    writer.add_annotation(0, FreeText(text=CPR, rect=(50, 50, 200, 100)))
    made = io.BytesIO()
    writer.write(made)

    assert places("pdf", made.getvalue()) == [Place("form", "1")]


def test_a_document_within_a_document_is_read() -> None:
    chart: dict[str, str | bytes] = {"word/embeddings/tal.xlsx": papers.xlsx([[CPR]])}
    parts: dict[str, str | bytes] = {**chart, "[Content_Types].xml": papers.types("docx")}
    parts["word/document.xml"] = "<x/>"

    assert places("docx", papers.zipped(parts)) == [Place("cell", "A1", "2")]


def test_plain_text_in_any_encoding_is_read() -> None:
    text = f"Blåbær\n{CPR}\n"

    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        assert places("txt", text.encode(encoding)) == [Place("line", "2")]


def test_a_story_about_one_person_is_told_apart() -> None:
    told = "En 16-årig dreng er sigtet for vold."
    found = scan_document(ACCEPTED["docx"], papers.docx(papers.paragraph(told)))

    assert [(one.kind, one.level) for one in found] == [("person_story", "warn")]


# --- pictures ---


def test_a_picture_is_kept_without_where_it_was_taken() -> None:
    for kind in ("JPEG", "PNG", "WEBP"):
        taken = papers.picture(kind, place=True)
        with Image.open(io.BytesIO(taken)) as before:
            assert before.getexif().get_ifd(0x8825)
        kept = clean(ACCEPTED[kind.lower()], taken)

        with Image.open(io.BytesIO(kept)) as after:
            assert dict(after.getexif()) == {}
            assert after.format == kind
        assert b"Kamera" not in kept


def test_a_picture_that_lies_down_is_raised_first() -> None:
    kept = clean(ACCEPTED["jpeg"], papers.picture("JPEG", turned=True))

    with Image.open(io.BytesIO(kept)) as after:
        assert after.size == (40, 60)
        red, _green, _blue = after.getpixel((20, 5))  # type: ignore[misc]
        assert red > 200


def test_a_picture_that_unpacks_to_too_much_is_refused() -> None:
    assert reason("png", papers.huge_png(20_000, 20_000)) == "pixels"
