"""A Word document has real headings, tables, captions and slots, is Dutch, and holds names as text alone."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from pypdf import PdfReader
from support.desktop import printed_by_libreoffice
from support.report_samples import plain

from zorgkaart.outputs.documents.content import (
    Bullets,
    Column,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Picture,
    Report,
    Section,
    Slot,
    Table,
)
from zorgkaart.outputs.documents.docx import docx_bytes
from zorgkaart.outputs.documents.html import html_page
from zorgkaart.outputs.embedded import read_provenance

HOSTILE = "</w:t><w:br/>&amp; <script>alert(1)</script> =1+1 {{ 7*7 }} \x01"
SAFE = HOSTILE.replace("\x01", "\N{REPLACEMENT CHARACTER}")
WIDE = Column("Een kop van veel woorden", 0)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'


@pytest.fixture(scope="module")
def report() -> Report:
    table = Table("t", HOSTILE, (Column("Naam"), WIDE), ((HOSTILE, 1234.0), ("Totaal", 1.0)), totals=1, note="Noot")
    blocks = [
        Paragraph(HOSTILE, lead="Vooraf."),
        Paragraph("Antwoord", tone="answer"),
        Bullets((HOSTILE, "twee")),
        KeyFigures((KeyFigure("circa 3.600", "inwoners", HOSTILE),)),
        table,
        Picture("p", "Een kaart", f"Wat er te zien is: {HOSTILE}", SVG),
        Slot("afweging", f"de afweging {HOSTILE}"),
    ]
    return Report(
        title="Analyse",
        subtitle=HOSTILE,
        date=datetime.datetime(2026, 11, 22, 3, tzinfo=datetime.UTC),
        facts=(("Gebied", HOSTILE),),
        summary=Section("Samenvatting", [Paragraph("Kort")]),
        sections=(Section("Een", blocks, [Section("Deel", [Paragraph("tekst")])]), Section("Twee")),
        appendices=(Section("Meer", [table]),),
        provenance={"opdracht": HOSTILE, "invoer": []},
    )


@pytest.fixture(scope="module")
def document(report: Report) -> Document:
    return docx.Document(io.BytesIO(docx_bytes(report)))


def all_text(document: Document) -> str:
    return "".join(item.text or "" for item in document.element.body.iter(qn("w:t")))


def test_headings_lists_and_tables_are_real_ones(document: Document) -> None:
    styles = [(item.style.name, item.text) for item in document.paragraphs if item.style is not None]
    assert [text for name, text in styles if name == "Heading 1"] == ["Samenvatting", "Een", "Twee", "Meer"]
    assert [text for name, text in styles if name == "Heading 2"] == ["Deel"]
    assert [text for name, text in styles if name == "Title"] == [SAFE]
    assert [text for name, text in styles if name == "List Bullet"] == [SAFE, "twee"]
    captions = [text for name, text in styles if name == "Caption"]
    assert captions == [f"Tabel 1. {SAFE}", "Figuur 1. Een kaart", f"Tabel 2. {SAFE}"]
    table = document.tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows][:2] == [["Naam", WIDE.title], [SAFE, "1.234"]]
    assert table.rows[0]._tr.trPr is not None
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    codes = [item.text.strip() for item in document.element.body.iter(qn("w:instrText"))]
    words = [code.split()[1] for code in codes if code.startswith("SEQ")]
    assert codes[0].startswith("TOC")
    assert words == ["Tabel", "Figuur", "Tabel"]


def test_chapters_and_appendices_are_numbered_by_word(document: Document) -> None:
    headings = [item for item in document.paragraphs if item.style is not None and item.style.name == "Heading 1"]
    numbered = {item.text: item._p.pPr.numPr.numId.val for item in headings}
    assert numbered["Samenvatting"] == 0
    assert numbered["Een"] == numbered["Twee"] != numbered["Meer"]
    assert 0 not in (numbered["Een"], numbered["Meer"])


def test_the_language_is_dutch_and_nothing_runs_or_loads(document: Document, report: Report) -> None:
    assert {item.get(qn("w:val")) for item in document.styles.element.iter(qn("w:lang"))} == {"nl-NL"}
    assert document.core_properties.language == "nl-NL"
    assert document.core_properties.title == f"Analyse: {SAFE}"
    with zipfile.ZipFile(io.BytesIO(docx_bytes(report))) as package:
        names = package.namelist()
        links = [name for name in names if name.endswith(".rels") and b'TargetMode="External"' in package.read(name)]
    assert len(names) == len(set(names))
    assert not [name for name in names if "vba" in name.lower() or "macro" in name.lower() or "thumbnail" in name]
    assert links == []


def test_pictures_have_words_for_those_who_cannot_see_them(document: Document) -> None:
    (described,) = document.element.body.iter(qn("wp:docPr"))
    assert described.get("descr") == f"Wat er te zien is: {SAFE}"
    (picture,) = [part for part in document.part.package.iter_parts() if part.partname.ext == "png"]
    assert picture.blob.startswith(b"\x89PNG")


def test_a_slot_is_a_place_to_type_in(document: Document) -> None:
    (control,) = document.element.body.iter(qn("w:sdt"))
    properties = control.find(qn("w:sdtPr"))
    assert properties.find(qn("w:tag")).get(qn("w:val")) == "afweging"
    assert properties.find(qn("w:showingPlcHdr")) is not None
    assert "".join(item.text for item in control.iter(qn("w:t"))) == f"[in te vullen: de afweging {SAFE}]"


def test_names_from_data_stay_text(document: Document, report: Report) -> None:
    assert all_text(document).count("<script>alert(1)</script>") >= 8
    assert not list(document.element.body.iter(qn("w:br")))
    page = html_page(report)
    assert "<script>alert" not in page
    assert page.count('class="slot"') == 1


def test_the_same_report_gives_the_same_bytes_and_its_provenance_comes_back(report: Report, tmp_path: Path) -> None:
    content = docx_bytes(report)
    assert content == docx_bytes(report)
    path = tmp_path / "rapport.docx"
    path.write_bytes(content)
    assert read_provenance(path) == {"opdracht": HOSTILE, "invoer": []}


@pytest.mark.slow
def test_the_closure_of_the_ommelander_for_word(ommelander_report: Report, ommelander_page: str) -> None:
    text = plain(all_text(docx.Document(io.BytesIO(docx_bytes(ommelander_report)))))
    for block in ommelander_report.blocks():
        if isinstance(block, Paragraph):
            assert plain(block.text) in text
    assert text.count("[in te vullen: ") == ommelander_page.count('class="slot"') == 4


@pytest.mark.slow
def test_libreoffice_opens_the_report_with_its_headings_and_tables(ommelander_report: Report, tmp_path: Path) -> None:
    """As a planner without Word does; a table has the figures of the report."""
    path = tmp_path / "rapport.docx"
    path.write_bytes(docx_bytes(ommelander_report))
    pages = [page.extract_text() for page in PdfReader(printed_by_libreoffice(path, tmp_path / "uit")).pages]
    text = "".join("".join(pages).split())
    assert len(pages) > 5
    for section in ommelander_report.sections:
        for title in (section.title, *(part.title for part in section.sections)):
            assert "".join(title.split()) in text, title
    tables = [block for block in ommelander_report.blocks() if isinstance(block, Table) and block.rows]
    assert tables
    for table in tables:
        for row in table.texts():
            for column, cell in zip(table.columns, row, strict=True):
                assert not column.numeric or "".join(cell.split()) in text, (table.name, cell)
