"""A report as PDF: an accessible archive file (PDF/A-3a and PDF/UA-1), set by typst.

The template is fixed and reads the content as JSON, so that a text can never become markup. Only the fonts inside
typst are used: the result does not depend on the machine.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from zorgkaart.outputs.documents.content import Block, Bullets, KeyFigures, Paragraph, Picture, Report, Section, Table
from zorgkaart.outputs.meaning.frames import provenance_json
from zorgkaart.words.dates import dutch_date

STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]


def pdf_bytes(report: Report) -> bytes:
    """Return the PDF; the same report gives the same bytes."""
    template = files("zorgkaart.outputs.documents").joinpath("templates", "report.typ").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="zorgkaart-") as name:
        folder = Path(name)
        pictures = [block for block in report.blocks() if isinstance(block, Picture)]
        for number, picture in enumerate(pictures):
            (folder / f"{number}.svg").write_bytes(picture.svg)
        places = {id(picture): f"{number}.svg" for number, picture in enumerate(pictures)}
        (folder / "rapport.json").write_text(json.dumps(_content(report, places)), encoding="utf-8")
        (folder / "herkomst.json").write_text(provenance_json(report.provenance), encoding="utf-8")
        (folder / "rapport.typ").write_text(template, encoding="utf-8")
        return typst.compile(
            folder / "rapport.typ",
            root=folder,
            font_paths=[],
            ignore_system_fonts=True,
            pdf_standards=STANDARDS,
            timestamp=int(report.date.timestamp()),
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
