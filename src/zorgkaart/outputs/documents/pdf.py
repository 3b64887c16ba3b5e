"""A report or sheets as PDF: an accessible archive file (PDF/A-3a and PDF/UA-1), set by typst.

The templates are fixed and read the content as JSON, so that a text can never become markup. Only the fonts inside
typst are used: the result does not depend on the machine.
"""

from __future__ import annotations

import datetime
import json
import tempfile
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

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
from zorgkaart.outputs.documents.print_sheets import PrintSheets
from zorgkaart.outputs.meaning.frames import provenance_json
from zorgkaart.words.dates import dutch_date

STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]


def pdf_bytes(report: Report) -> bytes:
    """Return the PDF; the same report gives the same bytes."""
    places = _places(report.blocks())
    content = {"rapport.json": json.dumps(_content(report, places))}
    return _compiled("report.typ", content, report.blocks(), report.date, report.provenance)


def sheets_pdf(sheets: PrintSheets) -> bytes:
    """Return the PDF of sheets, a page each; the same sheets give the same bytes."""
    blocks = [block for sheet in sheets.sheets for block in sheet.blocks]
    places = _places(blocks)
    content = {
        "title": sheets.title,
        "date": [sheets.date.year, sheets.date.month, sheets.date.day],
        "paper": sheets.paper.name,
        "flipped": sheets.paper.flat,
        "margin": sheets.paper.margin_mm,
        "scale": sheets.paper.scale,
        "sheets": [
            {
                "title": sheet.title,
                "subtitle": sheet.subtitle,
                "foot": sheet.foot,
                "whole": sheet.whole,
                "blocks": [_block(block, places) for block in sheet.blocks],
            }
            for sheet in sheets.sheets
        ],
    }
    return _compiled("sheets.typ", {"inhoud.json": json.dumps(content)}, blocks, sheets.date, sheets.provenance)


def _places(blocks: Sequence[Block]) -> dict[int, str]:
    """The file of each picture, by what identifies it."""
    return {id(block): f"{number}.svg" for number, block in enumerate(blocks) if isinstance(block, Picture)}


def _compiled(
    template: str,
    content: Mapping[str, str],
    blocks: Sequence[Block],
    date: datetime.datetime,
    provenance: Mapping[str, Any],
) -> bytes:
    templates = files("zorgkaart.outputs.documents").joinpath("templates")
    texts = {name: templates.joinpath(name).read_text(encoding="utf-8") for name in (template, "blocks.typ")}
    texts |= {**content, "herkomst.json": provenance_json(provenance)}
    places = _places(blocks)
    with tempfile.TemporaryDirectory(prefix="zorgkaart-") as name:
        folder = Path(name)
        for block in blocks:
            if isinstance(block, Picture):
                (folder / places[id(block)]).write_bytes(block.svg)
        for file, text in texts.items():
            (folder / file).write_text(text, encoding="utf-8")
        return typst.compile(
            folder / template,
            root=folder,
            font_paths=[],
            ignore_system_fonts=True,
            pdf_standards=STANDARDS,
            timestamp=int(date.timestamp()),
        )


def _content(report: Report, places: Mapping[int, str]) -> dict[str, Any]:
    return {
        "title": report.title,
        "subtitle": report.subtitle,
        "date": [report.date.year, report.date.month, report.date.day],
        "date_text": dutch_date(report.date),
        "facts": report.facts,
        "summary": _section(report.summary, places),
        "sections": [_section(section, places) for section in report.sections],
        "appendices": [_section(section, places) for section in report.appendices],
    }


def _section(section: Section, places: Mapping[int, str]) -> dict[str, Any]:
    return {
        "title": section.title,
        "blocks": [_block(block, places) for block in section.blocks],
        "sections": [_section(part, places) for part in section.sections],
    }


def _block(block: Block, places: Mapping[int, str]) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"kind": "paragraph", "text": block.text, "lead": block.lead, "tone": block.tone}
        case Slot():
            return {"kind": "slot", "text": block.text}
        case Bullets():
            return {"kind": "bullets", "items": block.items}
        case KeyFigures():
            return {"kind": "figures", "figures": [vars(figure) for figure in block.figures]}
        case Table():
            columns = [{"title": c.title, "numeric": c.numeric, "share": c.share} for c in block.columns]
            parts: dict[str, Any] = {"caption": block.caption, "note": block.note, "totals": block.totals}
            parts |= {"small": block.small, "short": block.short}
            return {"kind": "table", "columns": columns, "rows": block.texts(), **parts}
        case Picture():
            parts = {"caption": block.caption, "alt": block.alt, "width": block.width_mm}
            return {"kind": "picture", "file": places[id(block)], **parts}
