"""A report as a Word document (.docx): headings, tables and captions are real ones, the language is Dutch.

A text from data is only ever the text of a run: python-docx escapes it. There are no macros and nothing is loaded.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections import Counter
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import Mm
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from zorgkaart.outputs.documents.content import (
    Block,
    Bullets,
    KeyFigures,
    Paragraph,
    Picture,
    Report,
    Section,
    Slot,
    Table,
)
from zorgkaart.outputs.documents.docx_parts import (
    ANSWER,
    FACT,
    FIGURE,
    NOTE,
    SLOT,
    SMALL,
    TABLE_TEXT,
    add_field,
    add_numbering,
    add_slot,
    prepare_styles,
    shade_rows,
)
from zorgkaart.outputs.documents.raster import picture_png
from zorgkaart.outputs.meaning.frames import provenance_json
from zorgkaart.words.dates import dutch_date

TEXT_WIDTH_MM = 160
NARROWEST_MM, PADDING_MM = 11.0, 5.0
# By whether the table is small; wide enough for fonts that take the place of ours.
MM_PER_SIGN = {False: 2.1, True: 1.9}
MANY_COLUMNS = 6
DOCX_PART = "customXml/item2.xml"
DOCX_NAMESPACE = "urn:zorgkaart:herkomst"
# What no XML may hold.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def docx_bytes(report: Report) -> bytes:
    """Return the document; the same report gives the same bytes.

    Parameters
    ----------
    report : Report
        The content, whose provenance goes along as a part of the file.
    """
    document = Document()
    prepare_styles(document)
    _Writer(document, add_numbering(document)).write(report)
    _set_properties(document, report)
    _attach(document, provenance_json(report.provenance))
    buffer = io.BytesIO()
    document.save(buffer)
    return _same_each_time(buffer.getvalue())


class _Writer:
    """Writes the blocks of a report behind each other."""

    def __init__(self, document: WordDocument, numbering: tuple[int, int]) -> None:
        self.document = document
        self.chapters, self.appendices = numbering
        self.captions: Counter[str] = Counter()

    def write(self, report: Report) -> None:
        _page(self.document, report)
        self.document.add_paragraph(_clean(report.title), style="Subtitle")
        self.document.add_paragraph(_clean(report.subtitle), style="Title")
        for word, text in report.facts:
            paragraph = self.document.add_paragraph(style=FACT)
            paragraph.add_run(f"{_clean(word)}: ").bold = True
            paragraph.add_run(_clean(text))
        self._section(report.summary, 0)
        self._contents(report)
        for section in report.sections:
            self._section(section, self.chapters)
        for section in report.appendices:
            self._section(section, self.appendices)

    def _contents(self, report: Report) -> None:
        """A real table of contents, filled in already: Word shows page numbers when the reader asks for an update."""
        self.document.add_paragraph("Inhoud", style="TOC Heading")
        titles = [f"{number} {section.title}" for number, section in enumerate(report.sections, start=1)]
        titles += [f"Bijlage {chr(ord('A') + place)} {item.title}" for place, item in enumerate(report.appendices)]
        paragraphs = [self.document.add_paragraph(style="TOC 1") for _ in titles]
        for place, (paragraph, title) in enumerate(zip(paragraphs, titles, strict=True)):
            first, last = place == 0, place == len(titles) - 1
            add_field(paragraph, 'TOC \\o "1-1" \\n', _clean(title), begin=first, end=last)

    def _section(self, section: Section, numbering: int) -> None:
        heading = self.document.add_paragraph(_clean(section.title), style="Heading 1")
        _number(heading, numbering, 0)
        for block in section.blocks:
            self._block(block)
        for part in section.sections:
            _number(self.document.add_paragraph(_clean(part.title), style="Heading 2"), numbering, 1)
            for block in part.blocks:
                self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph():
                style = {"answer": ANSWER, "note": NOTE, "": None}[block.tone]
                paragraph = self.document.add_paragraph(style=style)
                if block.lead:
                    paragraph.add_run(f"{_clean(block.lead)} ").bold = True
                paragraph.add_run(_clean(block.text))
            case Bullets():
                for item in block.items:
                    self.document.add_paragraph(_clean(item), style="List Bullet")
            case KeyFigures():
                for figure in block.figures:
                    paragraph = self.document.add_paragraph(style=FIGURE)
                    paragraph.add_run(_clean(figure.value)).bold = True
                    paragraph.add_run(_clean(f" {figure.label}" + (f" ({figure.note})" if figure.note else "")))
            case Slot():
                place = self.document.add_paragraph(style=SLOT)
                add_slot(place, name=block.name, title=_clean(block.prompt), text=_clean(block.text))
            case Table():
                self._table(block)
            case Picture():
                self._picture(block)

    def _caption(self, word: str, text: str, *, above: bool) -> None:
        paragraph = self.document.add_paragraph(style="Caption")
        paragraph.paragraph_format.keep_with_next = above
        paragraph.add_run(f"{word} ")
        self.captions[word] += 1
        add_field(paragraph, f"SEQ {word} \\* ARABIC", str(self.captions[word]))
        paragraph.add_run(f". {_clean(text)}")

    def _table(self, block: Table) -> None:
        self._caption("Tabel", block.caption, above=True)
        texts = [[_clean(text) for text in row] for row in block.texts()]
        headed = any(column.title for column in block.columns)
        rows = [[_clean(column.title) for column in block.columns], *texts] if headed else texts
        table = self.document.add_table(rows=len(rows), cols=len(block.columns), style="Table Grid")
        table.autofit = False
        widths = _widths_mm(block)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        style = SMALL if _is_small(block) else TABLE_TEXT
        for place, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
            bold = (headed and place == 0) or place >= len(rows) - block.totals
            for cell, text, column, width in zip(row.cells, cells, block.columns, widths, strict=True):
                _fill(cell, text, style, bold=bold, right=column.numeric, width_mm=width)
        shade_rows(table, headed=headed)
        self.document.add_paragraph(_clean(block.note), style=NOTE)  # also where empty: it keeps tables apart

    def _picture(self, block: Picture) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        width_mm = min(block.width_mm, TEXT_WIDTH_MM)
        picture = paragraph.add_run().add_picture(io.BytesIO(picture_png(block.svg, width_mm)), width=Mm(width_mm))
        described = picture._inline.docPr
        described.set("descr", _clean(block.alt))
        described.set("title", _clean(block.caption))
        self._caption("Figuur", block.caption, above=False)


def _fill(cell: _Cell, text: str, style: str, *, bold: bool, right: bool, width_mm: float) -> None:
    cell.width = Mm(width_mm)
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    paragraph.add_run(text).bold = bold or None
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _is_small(block: Table) -> bool:
    return block.small or len(block.columns) >= MANY_COLUMNS


def _widths_mm(block: Table) -> list[float]:
    """A column of numbers is as wide as its longest word, one of text at least; the latter share what is left."""
    needed, texts = [], block.texts()
    for place, column in enumerate(block.columns):
        words = column.title.split(" ") + ([row[place] for row in texts] if column.numeric else [])
        needed.append(max(NARROWEST_MM, PADDING_MM + MM_PER_SIGN[_is_small(block)] * max(map(len, words))))
    growing = [column.share if not column.numeric else 0.0 for column in block.columns]
    shares = growing if any(growing) else [1.0] * len(growing)
    left = max(TEXT_WIDTH_MM - sum(needed), 0.0)
    widths = [width + left * share / sum(shares) for width, share in zip(needed, shares, strict=True)]
    return [width * TEXT_WIDTH_MM / sum(widths) for width in widths]


def _number(heading: WordParagraph, numbering: int, level: int) -> None:
    """Give a heading its list of numbers; 0 is none."""
    properties = heading._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = numbering


def _page(document: WordDocument, report: Report) -> None:
    """A4, with the title and the date above and the page number below."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(24)
    head = section.header.paragraphs[0]
    head.style = NOTE
    head.add_run(f"{_clean(report.title)}, {dutch_date(report.date)}")
    foot = section.footer.paragraphs[0]
    foot.style = NOTE
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    add_field(foot, "PAGE", "1")
    foot.add_run(" van ")
    add_field(foot, "NUMPAGES", "1")


def _set_properties(document: WordDocument, report: Report) -> None:
    properties = document.core_properties
    properties.title = _clean(f"{report.title}: {report.subtitle}")[:255]
    properties.author = properties.last_modified_by = "zorgkaart"
    properties.language = "nl-NL"
    properties.comments = ""
    made = report.date.astimezone(datetime.UTC).replace(tzinfo=None)
    properties.created = properties.modified = made


def _attach(document: WordDocument, text: str) -> None:
    """Put the provenance beside the text, where Word keeps data of others."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><herkomst xmlns="{DOCX_NAMESPACE}">{escape(_clean(text))}</herkomst>'
    )
    package = document.part.package
    part = Part(PackURI(f"/{DOCX_PART}"), "application/xml", content.encode(), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
    picture = next(key for key, rel in package.rels.items() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL)
    del package.rels[picture]  # a picture of the empty template


def _clean(text: str) -> str:
    """A text without signs that no XML may hold."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _same_each_time(content: bytes) -> bytes:
    """The package with the parts in the same order, all of one time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _FIXED_TIME)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return buffer.getvalue()
