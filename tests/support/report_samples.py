"""Reading a report back: the tables of its page, and numbers as the Dutch write them."""

from __future__ import annotations

import math
import re
from html.parser import HTMLParser
from typing import Any

import pypdf

from zorgkaart.analyses.report.document import build_report
from zorgkaart.outputs.documents.content import Report
from zorgkaart.provenance.record import provenance
from zorgkaart.scenarios.scenario import Scenario

PERSON, TENTH = 0.5 + 1e-6, 0.05 + 1e-6  # what rounding for display may cost
MADE = "2026-11-22T03:00:00+01:00"


def origin(scenario: Scenario) -> dict[str, Any]:
    """Where the figures come from, at a fixed time."""
    study = scenario.after
    found = provenance(study.project, command="zorgkaart scenario", network=study.network.source, remarks=study.remarks)
    return {**found, "gemaakt": MADE}


def report_of(scenario: Scenario) -> Report:
    """The content of a report, made at a fixed time."""
    return build_report(scenario, origin(scenario))


class Page(HTMLParser):
    """The tables of a page by their id, its texts, and every tag with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._table: list[list[str]] | None = None
        self._cell: list[str] | None = None
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        name = found.get("id") or ""
        if tag == "figure" and name.startswith("tabel-"):
            self._table = self.tables.setdefault(name.removeprefix("tabel-"), [])
        elif tag == "tr" and self._table is not None:
            self._table.append([])
        elif tag in ("td", "th"):
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "figure":
            self._table = None
        elif tag in ("td", "th") and self._table is not None and self._cell is not None:
            self._table[-1].append("".join(self._cell))
            self._cell = None

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self._cell is not None:
            self._cell.append(data)

    @property
    def text(self) -> str:
        """All text of the page, spaces made one."""
        return plain(" ".join(self.texts))


def plain(text: str) -> str:
    """Text with every kind of white space made one ordinary space."""
    return re.sub(r"\s+", " ", text)


def value(text: str) -> float:
    """A Dutch number as a float; NaN for "onbekend"."""
    if text == "onbekend":
        return math.nan
    figure = text.removesuffix("%").strip().replace(".", "").replace(",", ".").replace("\N{MINUS SIGN}", "-")
    return float(figure)


def texts(report: Report) -> str:
    """Every text of a report, one a line."""
    lines: list[str] = [report.title, report.subtitle, *(text for fact in report.facts for text in fact)]

    def walk(part: Any) -> None:
        if isinstance(part, str):
            lines.append(part)
        elif isinstance(part, (tuple, list)):
            for item in part:
                walk(item)
        elif hasattr(part, "texts"):
            walk([part.caption, part.note, [column.title for column in part.columns], part.texts()])
        elif hasattr(part, "__dataclass_fields__"):
            walk([getattr(part, name) for name in part.__dataclass_fields__ if name not in ("svg", "name", "tone")])

    walk([report.summary, report.sections, report.appendices])
    return "\n".join(lines)


def rows_of(page: str, name: str) -> list[list[str]]:
    """The rows of a table without its heading."""
    return Page(page).tables[name][1:]


def pdf_text(reader: pypdf.PdfReader) -> str:
    return plain(" ".join(sheet.extract_text() for sheet in reader.pages))
