"""A few files in Fjordby: a programme, notes, a checklist with two versions, attachments of a case."""

import io
import zipfile
from functools import cache

from weasyprint import HTML

from medborger.core.files import Checked
from medborger.decisions import actions as decisions
from medborger.decisions.models import Case
from medborger.forums import actions as forums
from medborger.forums.models import Forum
from medborger.meetings import actions as meetings
from medborger.meetings.models import Meeting
from medborger.portal.demo.tables import person

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIN = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{WORD}.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
PROGRAMME = (
    "Program for mødet",
    "16.30 Velkommen",
    "16.45 Oplæg: Hvad spørger unge om?",
    "17.15 Vi taler sammen ved bordene",
    "18.00 Hvad tager vi med?",
)
NOTES = (
    "Noter fra bordene",
    "Klubberne lukker, netop når de unge har tid.",
    "Bussen kører ikke hjem efter aftenmøder.",
    "Spørg, før planen er tegnet.",
)
CHECKLIST = (
    "Tjekliste for værter",
    "Skilte fra stoppestedet",
    "Teleslynge prøvet dagen før",
    "Kaffe, te og vand",
)
ECONOMY = ("Økonomi", "Åbent to aftener mere om ugen: 210.000 kr. om året.", "Lys og skilte: 40.000 kr.")  # fmt: skip


def build_papers(forum: Forum, year: dict[str, Meeting]) -> None:
    line, amina = person("Line Andresen"), person("Amina Yusuf")
    meetings.attach(line, year["coming"], [pdf("Program.pdf", PROGRAMME)])
    notes = docx("Noter fra bordene.docx", NOTES)
    meetings.attach(line, year["last"], [notes], item=year["last"].agenda.last())
    (checklist,) = forums.share(
        amina, forum, [docx("Tjekliste.docx", CHECKLIST[:3])], title=CHECKLIST[0]
    )
    forums.replace_file(line, checklist, docx("Tjekliste.docx", CHECKLIST))
    clerk, case = person("Kirsten Lund"), Case.objects.earliest("pk")
    decisions.attach(clerk, case, [pdf("Økonomi.pdf", ECONOMY)])
    decisions.attach(clerk, case, [docx("Notat.docx", NOTES)], title="Internt notat", is_open=False)


@cache
def pdf(name: str, lines: tuple[str, ...]) -> Checked:
    head, *rest = lines
    html = f"<html lang='da'><title>{head}</title><h1>{head}</h1>{''.join(f'<p>{line}</p>' for line in rest)}</html>"
    return Checked(name, "application/pdf", HTML(string=html).write_pdf(pdf_variant="pdf/ua-1"))


@cache
def docx(name: str, lines: tuple[str, ...]) -> Checked:
    said = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS,
        "word/document.xml": f"<w:document {MAIN}><w:body>{said}</w:body></w:document>",
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for part, text in parts.items():
            file.writestr(part, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}')
    return Checked(name, WORD, made.getvalue())
