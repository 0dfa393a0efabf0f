"""Documents made while the test runs, as the programs that people use make them."""

import io
import logging
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image
from weasyprint import HTML

logging.getLogger("weasyprint").setLevel(logging.ERROR)

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return made.getvalue()


def types(kind: str) -> str:
    name, main = MAIN[kind]
    return f'<Types><Override PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument.{main}"/></Types>'


def paragraph(*runs: str, tag: str = "t") -> str:
    said = "".join(f'<w:r><w:{tag} xml:space="preserve">{run}</w:{tag}></w:r>' for run in runs)
    return f"<w:p>{said}</w:p>"


def docx(body: str = "", **parts: str | bytes) -> bytes:
    """A Word document; further parts by name, with "__" for a slash."""
    document = f"<w:document {W} {A}><w:body>{body or paragraph('Referat')}</w:body></w:document>"
    named = {f"{name.replace('__', '/')}.xml": part for name, part in parts.items()}
    return zipped({"[Content_Types].xml": types("docx"), "word/document.xml": document, **named})


def word_part(*paragraphs: str, root: str = "hdr") -> str:
    return f"<w:{root} {W}>{''.join(paragraphs)}</w:{root}>"


def xlsx(rows: list[list[Any]], *, mask: str = "", hidden: bool = False, note: str = "") -> bytes:
    """A workbook with a first sheet of no interest and these rows in the second."""
    book = Workbook()
    sheet = book.create_sheet("Liste")
    book.worksheets[0]["A1"] = "Program"
    for row in rows:
        sheet.append(row)
    for cell in (cell for row in sheet.iter_rows() for cell in row if mask):
        cell.number_format = mask
    if hidden:
        sheet.sheet_state = "veryHidden"
    if note:
        book.worksheets[0]["A1"].comment = Comment(note, "A")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def pptx(*slides: str, notes: str = "") -> bytes:
    """A presentation whose files are numbered against the order in which they are shown."""
    last = len(slides)
    files = {
        f"ppt/slides/slide{last - at}.xml": f"<p:sld {P} {A}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>"
        for at, text in enumerate(slides)
    }
    listed = "".join(f'<p:sldId id="{256 + at}" r:id="r{at}"/>' for at in range(last))
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{RELATION}/slide" Target="slides/slide{last - at}.xml"/>'
        for at in range(last)
    )
    if notes:
        files["ppt/notesSlides/notesSlide1.xml"] = (
            f"<p:notes {P} {A}><a:p><a:r><a:t>{notes}</a:t></a:r></a:p></p:notes>"
        )
        files["ppt/notesSlides/_rels/notesSlide1.xml.rels"] = (
            f'<Relationships {RELATIONS}><Relationship Id="r1" Type="{RELATION}/slide" Target="../slides/slide{last}.xml"/></Relationships>'
        )
    return zipped(
        {
            "[Content_Types].xml": types("pptx"),
            "ppt/presentation.xml": f"<p:presentation {P} {R}><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>",
            "ppt/_rels/presentation.xml.rels": f"<Relationships {RELATIONS}>{relations}</Relationships>",
            **files,
        }
    )


def opendocument(kind: str, body: str, styles: str = "", meta: str = "") -> bytes:
    """kind: text, spreadsheet or presentation."""
    content = f"<office:document-content {ODF}><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": content,
            "styles.xml": f"<office:document-styles {ODF}>{styles}</office:document-styles>",
            "meta.xml": f"<office:document-meta {ODF}><office:meta>{meta}</office:meta></office:document-meta>",
        }
    )


def pdf(*pages: str, **meta: str) -> bytes:
    """A PDF with a page for each piece of HTML."""
    named = "".join(f'<meta name="{name}" content="{value}">' for name, value in meta.items())
    body = "".join(f'<section style="break-after:page">{page}</section>' for page in pages)
    made: bytes = HTML(
        string=f"<html lang='da'><head>{named}</head><body>{body}</body></html>"
    ).write_pdf()
    return made


def picture(
    kind: str, *, place: bool = False, turned: bool = False, size: tuple[int, int] = (60, 40)
) -> bytes:
    """A picture, red on the left; with the place where it was taken, or lying on its side."""
    drawn = Image.new("RGB", size, "blue")
    drawn.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6
    if place:
        exif[0x010F] = "Kamera"
        exif.get_ifd(0x8825).update({1: "N", 2: (55.0, 40.0, 0.0), 3: "E", 4: (12.0, 34.0, 0.0)})
    made = io.BytesIO()
    drawn.save(made, kind, **({"exif": exif} if kind != "GIF" else {}))
    return made.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A small file that says it is a very large picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack("!I", len(data)) + name + data + struct.pack("!I", zlib.crc32(name + data))
        )

    head = struct.pack("!IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )
