"""The parts of a Word document that python-docx has no call for: styles in Dutch, numbered headings, fields, slots."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

FONT = "Arial"
ACCENT, SOFT, INK = RGBColor(0x2F, 0x5D, 0x8A), RGBColor(0x56, 0x5C, 0x61), RGBColor(0x1F, 0x23, 0x26)
PALE, YELLOW = "EEF3F7", "FFF8E1"
# Styles of our own, beside those of Word.
ANSWER, SLOT, NOTE, FACT, FIGURE, TABLE_TEXT, SMALL = (
    "Antwoord",
    "Invullen",
    "Noot",
    "Gegeven",
    "Kerncijfer",
    "Tabeltekst",
    "Tabeltekst klein",
)
_CHAPTERS, _APPENDICES = 90, 91


def prepare_styles(document: WordDocument) -> None:
    """Give the document its fonts, sizes and colours, and Dutch as its language.

    Parameters
    ----------
    document : Document
        Is changed in place.
    """
    styles = document.styles
    _language(styles.element)
    normal = styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = FONT, Pt(10), INK
    normal.paragraph_format.space_after = Pt(6)
    sizes = {"Title": 20, "Subtitle": 11, "Heading 1": 15, "Heading 2": 12, "Caption": 9.5}
    for name, size in sizes.items():
        _look(styles[name], size=size, bold=name != "Subtitle", colour=ACCENT if name != "Caption" else INK)
    for name in ("Heading 1", "Heading 2", "Title"):
        styles[name].paragraph_format.space_before = Pt(18 if name == "Heading 1" else 12)
        styles[name].paragraph_format.space_after = Pt(6)
        styles[name].paragraph_format.keep_with_next = True
    _no_line_below(styles["Title"])
    for name, base, size in (("TOC Heading", "Normal", 12.0), ("TOC 1", "Normal", 10.5)):
        style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles[base]
        _look(style, size=size, bold=name == "TOC Heading", colour=ACCENT if name == "TOC Heading" else INK)
        style.paragraph_format.space_after = Pt(2)
    own = {ANSWER: 10.5, SLOT: 10.0, NOTE: 8.5, FACT: 9.5, FIGURE: 10.0, TABLE_TEXT: 9.0, SMALL: 8.0}
    grounds = {ANSWER: PALE, SLOT: YELLOW}
    for name, size in own.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        if name in grounds:  # before what the schema wants behind it
            style.element.get_or_add_pPr().append(_ground(grounds[name]))
        _look(style, size=size, bold=False, colour=SOFT if name == NOTE else INK)
        style.paragraph_format.space_after = Pt(0 if name in (TABLE_TEXT, SMALL, FACT) else 6)


def _ground(colour: str) -> BaseOxmlElement:
    """What gives a paragraph or a cell its background."""
    return parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')


def _look(style: ParagraphStyle, *, size: float, bold: bool, colour: RGBColor) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)


def _language(styles: BaseOxmlElement) -> None:
    for language in styles.iter(qn("w:lang")):
        for name in ("val", "eastAsia"):
            language.set(qn(f"w:{name}"), "nl-NL")


def _no_line_below(style: ParagraphStyle) -> None:
    properties = style.element.get_or_add_pPr()
    for line in properties.findall(qn("w:pBdr")):
        properties.remove(line)


def add_numbering(document: WordDocument) -> tuple[int, int]:
    """Add the lists that number headings: 1 and 1.1, and Bijlage A and Bijlage A.1.

    Parameters
    ----------
    document : Document
        Is changed in place.

    Returns
    -------
    tuple of (int, int)
        The list of the chapters and that of the appendices.
    """
    numbering = document.part.numbering_part.element
    lists = {_CHAPTERS: ("decimal", ""), _APPENDICES: ("upperLetter", "Bijlage ")}
    first = numbering.find(qn("w:num"))
    for number, (form, word) in lists.items():
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form if level == 0 else "decimal"}"/>'
            f'<w:suff w:val="space"/><w:lvlText w:val="{word}{text}"/><w:lvlJc w:val="left"/>'
            '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
            for level, text in enumerate(("%1", "%1.%2"))
        )
        kind = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{levels}'
            "</w:abstractNum>"
        )
        first.addprevious(kind)  # the kinds of lists stand before the lists
        numbering.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>')
        )
    return _CHAPTERS, _APPENDICES


def add_field(paragraph: WordParagraph, instruction: str, text: str, *, begin: bool = True, end: bool = True) -> None:
    """Add a field of Word with the text that it shows until it is updated.

    Parameters
    ----------
    paragraph : Paragraph
        Gets it at its end.
    instruction : str
        As Word writes it: ``PAGE``, ``SEQ Tabel``.
    text : str
        What it shows.
    begin, end : bool
        Of a field over several paragraphs: whether this is the first, and whether it is the last.
    """
    if begin:
        _character(paragraph, "begin")
        code = OxmlElement("w:instrText")
        code.set(qn("xml:space"), "preserve")
        code.text = f" {instruction} "
        paragraph.add_run()._r.append(code)
        _character(paragraph, "separate")
    paragraph.add_run(text)
    if end:
        _character(paragraph, "end")


def _character(paragraph: WordParagraph, kind: str) -> None:
    character = OxmlElement("w:fldChar")
    character.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(character)


def add_slot(paragraph: WordParagraph, *, name: str, title: str, text: str) -> None:
    """Make a paragraph a place to type in: a content control that shows a placeholder.

    Parameters
    ----------
    paragraph : Paragraph
        An empty one at the end of the document; it goes into the control.
    name : str
        By which programs find it.
    title : str
        What Word writes at the control.
    text : str
        The placeholder.
    """
    run = paragraph.add_run(text)
    run.font.color.rgb = SOFT
    run.font.italic = True
    control, properties, content = (OxmlElement(f"w:{part}") for part in ("sdt", "sdtPr", "sdtContent"))
    for part, value in (("alias", title[:64]), ("tag", name), ("showingPlcHdr", None)):
        element = OxmlElement(f"w:{part}")
        if value is not None:
            element.set(qn("w:val"), value)
        properties.append(element)
    control.append(properties)
    control.append(content)
    paragraph._p.addprevious(control)
    content.append(paragraph._p)


def shade_rows(table: WordTable, *, headed: bool) -> None:
    """Thin lines between rows; the heading comes back on every page, and no row is cut in two.

    Parameters
    ----------
    table : Table
        One without autofit; is changed in place.
    headed : bool
        Whether the first row is a heading.
    """
    lines = "".join(
        f'<w:{side} w:val="{"single" if side in ("top", "bottom", "insideH") else "nil"}" w:sz="4" w:space="0" '
        'w:color="C9CDD0"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    properties = table._tbl.tblPr
    properties.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>"))
    for place, row in enumerate(table.rows):
        settings = row._tr.get_or_add_trPr()
        settings.append(OxmlElement("w:cantSplit"))
        if headed and place == 0:
            settings.append(OxmlElement("w:tblHeader"))
            for cell in row.cells:
                cell._tc.get_or_add_tcPr().append(_ground(PALE))
