"""What a report consists of: sections of text, key figures, tables and pictures, in the order of reading.

The content holds numbers; how they are written is decided here once, so that the page and the PDF cannot differ.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from zorgkaart.words.numbers import number, percent, signed

SHORT_ROWS = 16
Cell = str | float | None
Tone = Literal["", "answer", "note"]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of plain text; `lead` is printed bold in front of it.

    Attributes
    ----------
    tone : {"", "answer", "note"}
        The answer to the question of the section stands out; a note is smaller.
    """

    text: str
    lead: str = ""
    tone: Tone = ""


@dataclass(frozen=True)
class Bullets:
    """A list of short texts."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class KeyFigure:
    """A number that a reader should remember, and what it says."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class KeyFigures:
    """Key figures side by side."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    title : str
    decimals : int or None
        Of its numbers; None for text.
    sign : bool
        Numbers are differences and carry their sign.
    share : float
        Width relative to the other text columns; numbers take what they need.
    percent : bool
        Numbers are shares, 0 to 1, shown in percent.
    """

    title: str
    decimals: int | None = None
    sign: bool = False
    share: float = 1.0
    percent: bool = False

    @property
    def numeric(self) -> bool:
        """Whether it holds numbers, which stand to the right."""
        return self.decimals is not None

    def text(self, cell: Cell) -> str:
        """A cell as it is printed; nothing for None, "onbekend" for NaN."""
        if cell is None or isinstance(cell, str):
            return cell or ""
        decimals = self.decimals or 0
        if self.percent:
            return percent(cell, decimals, sign=self.sign)
        return signed(cell, decimals) if self.sign else number(cell, decimals)


@dataclass(frozen=True)
class Table:
    """A table with a caption; the last `totals` rows are sums over the others.

    Attributes
    ----------
    name : str
        For finding the table again in the page (its id) and in tests.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: int = 0
    note: str = ""
    small: bool = False

    @property
    def short(self) -> bool:
        """Whether it is so short that it stays on one page."""
        return len(self.rows) <= SHORT_ROWS

    def texts(self) -> list[list[str]]:
        """All cells as they are printed."""
        return [[column.text(cell) for column, cell in zip(self.columns, row, strict=True)] for row in self.rows]


@dataclass(frozen=True)
class Picture:
    """A picture as SVG, with the words for those who cannot see it.

    Attributes
    ----------
    width_mm : float
    """

    name: str
    caption: str
    alt: str
    svg: bytes = field(repr=False)
    width_mm: float = 160.0


@dataclass(frozen=True)
class Slot:
    """A place for what only people can write; every format marks it, and Word shows it as a field to type in.

    Attributes
    ----------
    name : str
        For finding it in the page (its id) and in Word (its tag).
    prompt : str
        What to write there, in a few words.
    """

    name: str
    prompt: str

    @property
    def text(self) -> str:
        """What stands there until somebody writes."""
        return f"[in te vullen: {self.prompt}]"


Block = Paragraph | Slot | Bullets | KeyFigures | Table | Picture


@dataclass(frozen=True)
class Section:
    """A heading, what stands below it, and its own sections."""

    title: str
    blocks: Sequence[Block] = ()
    sections: Sequence[Section] = ()


@dataclass(frozen=True)
class Report:
    """A whole report.

    Attributes
    ----------
    title, subtitle : str
    date : datetime
        When it was made.
    facts : tuple of (str, str)
        A few lines about the report for its head: word and text.
    summary : Section
        Printed first and not numbered.
    sections : sequence of Section
        Numbered by whoever prints them.
    appendices : sequence of Section
        Lettered.
    provenance : mapping
        Goes along with the report, for machines.
    """

    title: str
    subtitle: str
    date: datetime.datetime
    facts: tuple[tuple[str, str], ...]
    summary: Section
    sections: tuple[Section, ...]
    appendices: tuple[Section, ...]
    provenance: Mapping[str, Any]

    def blocks(self) -> list[Block]:
        """All blocks in the order of reading."""
        blocks: list[Block] = []

        def walk(section: Section) -> None:
            blocks.extend(section.blocks)
            for part in section.sections:
                walk(part)

        for section in (self.summary, *self.sections, *self.appendices):
            walk(section)
        return blocks
