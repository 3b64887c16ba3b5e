"""Curves of shares: which part of the people has which part of the whole, beside a line on which all have the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from zorgkaart.outputs.pictures.charts import AFTER, BEFORE, DASHES
from zorgkaart.outputs.pictures.drawing import MM_PER_INCH, RESET
from zorgkaart.outputs.pictures.parts import INK, SOFT, wrapped
from zorgkaart.words.numbers import number

SIDE_MM, LEFT_MM, BOTTOM_MM, TOP_MM, GAP_MM, NOTE_MM = 62.0, 15.0, 15.0, 10.0, 8.0, 3.2
TEXT_PT = 7.0
SAME = "iedereen evenveel"


@dataclass(frozen=True)
class ShareLine:
    """A curve.

    Attributes
    ----------
    label : str
        Dutch.
    people, total : (n,) float64
        Parts of the people and of the whole, ascending from 0 to 1.
    """

    label: str
    people: NDArray[np.float64]
    total: NDArray[np.float64]


@dataclass(frozen=True)
class SharePanel:
    """Curves in one square.

    Attributes
    ----------
    title, x_label, y_label : str
        Dutch.
    lines : tuple of ShareLine
        One, or before and after.
    """

    title: str
    x_label: str
    y_label: str
    lines: tuple[ShareLine, ...]


def shares_picture(panels: Sequence[SharePanel], *, note: str) -> Figure:
    """Squares side by side, each with its curves and the diagonal on which all have the same.

    Parameters
    ----------
    panels : sequence of SharePanel
        One or two.
    note : str
        What a reader must know, below the squares; in Dutch.
    """
    width_mm = len(panels) * (LEFT_MM + SIDE_MM + GAP_MM)
    notes = wrapped(note, width_mm - 4, TEXT_PT)
    below_mm = BOTTOM_MM + NOTE_MM * len(notes)
    height_mm = TOP_MM + SIDE_MM + below_mm
    with mpl.rc_context(RESET):
        figure = Figure(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH))
        for place, panel in enumerate(panels):
            left = place * (LEFT_MM + SIDE_MM + GAP_MM) + LEFT_MM
            ax = figure.add_axes(
                (left / width_mm, below_mm / height_mm, SIDE_MM / width_mm, SIDE_MM / height_mm),
            )
            _draw(ax, panel)
        for row, line in enumerate(notes):
            y = (NOTE_MM * (len(notes) - row) - 1.4) / height_mm
            figure.text(2 / width_mm, y, line, fontsize=TEXT_PT, color=SOFT, va="center", parse_math=False)
    return figure


def _draw(ax: Axes, panel: SharePanel) -> None:
    ax.set_xlim(0, 100)
    ax.set_ylim(0, 100)
    ax.plot([0, 100], [0, 100], color="#b4b8bc", linewidth=0.8, label=SAME)
    colours = (AFTER,) if len(panel.lines) == 1 else (BEFORE, AFTER)
    dashes = DASHES[:1] if len(panel.lines) == 1 else DASHES[1::-1]
    for line, colour, dash in zip(panel.lines, colours, dashes, strict=True):
        ax.plot(100 * line.people, 100 * line.total, color=colour, linewidth=1.6, linestyle=dash, label=line.label)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(mpl.ticker.MultipleLocator(20))
        axis.set_major_formatter(lambda value, _: f"{number(value)} %")
    ax.grid(True, color="#e3e4e2", linewidth=0.5)
    ax.set_axisbelow(True)
    ax.tick_params(labelsize=6.5, colors=SOFT, length=2, width=0.5)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    ax.set_xlabel("\n".join(wrapped(panel.x_label, SIDE_MM + 4, TEXT_PT)), fontsize=TEXT_PT, color=SOFT)
    ax.set_ylabel(panel.y_label, fontsize=TEXT_PT, color=SOFT)
    ax.set_title(panel.title, fontsize=8, color=INK, loc="left", parse_math=False)
    above = sum(float((line.total - line.people).mean()) for line in panel.lines) > 0
    ax.legend(loc="lower right" if above else "upper left", frameon=False, fontsize=6.5, labelcolor=INK)
