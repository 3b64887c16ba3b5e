"""Sheets to print, each complete by itself: a map that fills it, or what there is to know of one area."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zorgkaart.outputs.documents.content import Block

A4_MM = (210.0, 297.0)
SIDES = {"a4": 1.0, "a3": 2**0.5}  # of A4


@dataclass(frozen=True)
class Paper:
    """A size of paper and which way it lies.

    Attributes
    ----------
    name : str
        ``a4`` or ``a3``.
    flat : bool
        Whether its long side is at the top.
    margin_mm : float
        What stays white around it.
    """

    name: str = "a4"
    flat: bool = False
    margin_mm: float = 10.0

    @property
    def scale(self) -> float:
        """How many times as long its sides are as those of A4."""
        return SIDES[self.name]

    @property
    def room_mm(self) -> tuple[float, float]:
        """Width and height within the margins, if it were A4: what is drawn for that is enlarged."""
        width, height = (side - 2 * self.margin_mm / self.scale for side in A4_MM)
        return (height, width) if self.flat else (width, height)


PAPERS: Mapping[str, Paper] = {
    "a4": Paper(),
    "a4-liggend": Paper(flat=True),
    "a3": Paper("a3"),
    "a3-liggend": Paper("a3", flat=True),
}


@dataclass(frozen=True)
class Sheet:
    """One page.

    Attributes
    ----------
    title, subtitle : str
        At its head.
    blocks : sequence of Block
        What stands on it, from top to bottom.
    foot : str
        Date and sources.
    whole : bool
        The only block is a picture, which takes all the room there is.
    """

    title: str
    subtitle: str
    blocks: Sequence[Block]
    foot: str
    whole: bool = False


@dataclass(frozen=True)
class PrintSheets:
    """Sheets on one size of paper, a file.

    Attributes
    ----------
    title : str
        Of the file.
    date : datetime
        When it was made.
    sheets : sequence of Sheet
        In their order.
    provenance : mapping
        Goes along with the file, for machines.
    paper : Paper
        The size of all of them.
    """

    title: str
    date: datetime.datetime
    sheets: Sequence[Sheet]
    provenance: Mapping[str, Any]
    paper: Paper = PAPERS["a4"]
