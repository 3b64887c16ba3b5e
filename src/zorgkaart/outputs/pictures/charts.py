"""Charts of travel times: how many inhabitants reach care within how many minutes, and where the others live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from zorgkaart.access.groups import ROUNDING
from zorgkaart.outputs.pictures.drawing import MM_PER_INCH, RESET
from zorgkaart.outputs.pictures.parts import INK, SOFT, text_width, wrapped
from zorgkaart.words.numbers import number, short

BEFORE, AFTER, LIMIT = "#8b95a1", "#643691", "#7c1d0f"
# Lines differ in more than colour, so that they can be told apart in grey. The first is no pattern without dashes:
# that is not drawn where a picture goes into a PDF.
DASHES: tuple[str | tuple[int, tuple[float, ...]], ...] = ("-", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)))
NAMES_MM = 46.0  # for what lines are called, beside them
NAME_PT = 7.0
LINE_MM = 3.4
POINTS = 500  # of a line: finer than a pen
WITHIN = 0.99  # the axis ends where so many have arrived on every line


@dataclass(frozen=True)
class Curve:
    """A line of a chart.

    Attributes
    ----------
    label : str
        Dutch.
    minutes, weight : (n,) float64
        Minutes, NaN where there is no way, and inhabitants, NaN where unknown.
    colour : str
        ``#rrggbb``.
    dash : int
        Which pattern, from 0.
    """

    label: str
    minutes: NDArray[np.float64]
    weight: NDArray[np.float64]
    colour: str
    dash: int = 0

    @property
    def steps(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Minutes, ascending, and the share of all known inhabitants that are there within them (0 to 1).

        Who has no way counts in the whole, and is never there.
        """
        weight = np.nan_to_num(self.weight)
        known = np.isfinite(self.minutes) & (weight > 0)
        order = np.argsort(self.minutes[known], kind="stable")
        total = weight.sum() or 1.0
        return self.minutes[known][order], np.cumsum(weight[known][order]) / total


def curve_picture(
    curves: Sequence[Curve],
    *,
    x_label: str,
    limit_min: float | None = None,
    width_mm: float = 160.0,
    height_mm: float = 92.0,
) -> Figure:
    """Lines of how large a part of the inhabitants is there within how many minutes.

    Parameters
    ----------
    curves : sequence of Curve
        Named beside the chart in the order of their lines there.
    x_label : str
        What the minutes are, in Dutch.
    limit_min : float, optional
        A norm to draw.
    """
    with mpl.rc_context(RESET):
        figure = Figure(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH))
        left, bottom = 17 / width_mm, 11 / height_mm
        ax = figure.add_axes((left, bottom, 1 - left - (NAMES_MM + 3) / width_mm, 1 - bottom - 4 / height_mm))
        lines = [(curve, *curve.steps) for curve in curves]
        right = max((_reached(minutes, share, WITHIN) for _, minutes, share in lines if len(minutes)), default=1.0)
        right = max(right, (limit_min or 0.0) * 1.1) or 1.0
        _plain_axes(ax, right, 100)
        ax.yaxis.set_major_formatter(lambda value, _: f"{number(value)} %")
        for curve, minutes, share in lines:
            x = np.linspace(0.0, right, POINTS)
            there = np.concatenate([[0.0], share])[np.searchsorted(minutes, x, side="right")]
            ax.plot(x, 100 * there, color=curve.colour, linewidth=1.6, linestyle=DASHES[curve.dash])
        if limit_min is not None:
            ax.axvline(limit_min, color=LIMIT, linewidth=1.0, linestyle=(0, (3, 2)))
            words = f"norm {short(limit_min)} min "
            ax.text(limit_min, 4, words, fontsize=6.5, color=LIMIT, ha="right", va="bottom")
        ax.set_xlabel(x_label, fontsize=7.5, color=SOFT)
        ax.set_ylabel("inwoners", fontsize=7.5, color=SOFT)
        _draw_names(
            figure, [line[0] for line in sorted(lines, key=lambda line: _half(line[1], line[2]))], width_mm, height_mm
        )
    return figure


def bar_picture(
    names: Sequence[str],
    values: Sequence[NDArray[np.float64]],
    *,
    words: Sequence[str] = (),
    x_label: str = "inwoners",
    width_mm: float = 160.0,
) -> Figure:
    """Horizontal bars, a row per name and in it a bar for each of `values` (now; or before and after).

    Parameters
    ----------
    values : sequence of (n,) float64
        NaN is drawn as unknown.
    words : sequence of str
        What each of `values` is; needed where there are two.
    """
    row_mm = 5.2 + 2.4 * (len(values) - 1)
    height_mm = row_mm * max(len(names), 1) + (17 if len(values) > 1 else 11)
    widest = max((text_width(name, NAME_PT) for name in names), default=0.0)
    top = max((float(np.nanmax(value, initial=0.0)) for value in values), default=0.0) or 1.0
    colours = (AFTER,) if len(values) == 1 else (BEFORE, AFTER)
    with mpl.rc_context(RESET):
        figure = Figure(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH))
        left, bottom = (widest + 5) / width_mm, 9 / height_mm
        head = (8 if len(values) > 1 else 2) / height_mm
        ax = figure.add_axes((left, bottom, 1 - left - 16 / width_mm, 1 - bottom - head))
        _plain_axes(ax, top, len(names) or 1)
        ax.xaxis.set_major_formatter(lambda value, _: number(value))
        ax.xaxis.grid(True, color="#e3e4e2", linewidth=0.5)
        ax.yaxis.grid(False)
        ax.set_ylim(len(names) - 0.5, -0.5)
        ax.set_yticks(range(len(names)), names, fontsize=NAME_PT, color=INK, parse_math=False)
        ax.tick_params(axis="y", length=0)
        ax.xaxis.set_major_locator(mpl.ticker.MaxNLocator(6, integer=True))
        thick = 0.72 / len(values)
        for series, (value, colour) in enumerate(zip(values, colours, strict=True)):
            place = np.arange(len(names)) + (series - (len(values) - 1) / 2) * thick
            ax.barh(place, np.nan_to_num(value), 0.92 * thick, color=colour, label=words[series] if words else "")
            for y, amount in zip(place, value, strict=True):
                ax.text(np.nan_to_num(amount), y, f" {number(amount)}", fontsize=6.2, va="center", color=SOFT)
        if len(values) > 1:
            ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False, fontsize=NAME_PT)
        ax.set_xlabel(x_label, fontsize=7.5, color=SOFT)
    return figure


def _reached(minutes: NDArray[np.float64], share: NDArray[np.float64], part: float) -> float:
    """Within how many minutes this part is there; the longest time if it never is."""
    return float(minutes[min(int(np.searchsorted(share, part - ROUNDING)), len(minutes) - 1)])


def _half(minutes: NDArray[np.float64], share: NDArray[np.float64]) -> float:
    return _reached(minutes, share, 0.5) if len(minutes) else np.inf


def _draw_names(figure: Figure, curves: Sequence[Curve], width_mm: float, height_mm: float) -> None:
    """What the lines are called, the fastest on top, with a piece of each line."""
    ax = figure.add_axes((1 - NAMES_MM / width_mm, 0, NAMES_MM / width_mm, 1))
    ax.set_axis_off()
    ax.set_xlim(0, NAMES_MM)
    ax.set_ylim(0, height_mm)
    y = height_mm - 7
    for curve in curves:
        ax.plot([0, 8], [y, y], color=curve.colour, linewidth=1.6, linestyle=DASHES[curve.dash])
        for line in wrapped(curve.label, NAMES_MM - 11, NAME_PT):
            ax.text(10, y, line, fontsize=NAME_PT, color=INK, va="center", parse_math=False)
            y -= LINE_MM
        y -= LINE_MM / 2


def distribution_picture(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    weight: NDArray[np.float64],
    *,
    words: tuple[str, str] = ("Voor", "Na"),
    width_mm: float = 160.0,
    height_mm: float = 84.0,
) -> Figure:
    """Two histograms of minutes below each other on one scale, with the median and the ninth decile marked.

    Parameters
    ----------
    before, after : (n,) float64
        Minutes; NaN is left out.
    weight : (n,) float64
        Inhabitants.
    """
    known = [np.isfinite(values) & (weight > 0) for values in (before, after)]
    longest = max(
        (float(values[k].max()) for values, k in zip((before, after), known, strict=True) if k.any()), default=1
    )
    step = next((step for step in (0.5, 1.0, 2.0, 2.5, 5.0, 10.0, 15.0, 30.0) if longest / step <= 32), longest / 32)
    edges = step * np.arange(int(longest / step) + 2)
    counts = [
        np.histogram(values[k], edges, weights=weight[k])[0] for values, k in zip((before, after), known, strict=True)
    ]
    top = max(float(count.max(initial=0)) for count in counts) * 1.4 or 1.0
    with mpl.rc_context(RESET):
        figure = Figure(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH))
        rows = zip(counts, (before, after), known, words, (BEFORE, AFTER), (0.57, 0.12), strict=True)
        for count, values, k, word, colour, bottom in rows:
            ax = figure.add_axes((0.09, bottom, 0.90, 0.34))
            ax.bar(edges[:-1], count, 0.96 * step, align="edge", color=colour)
            _plain_axes(ax, edges[-1], top)
            _mark(ax, values[k], weight[k], top, 0.9 * width_mm / edges[-1])
            ax.text(0, 1.06, word, transform=ax.transAxes, fontsize=8, weight="bold", color=INK, parse_math=False)
            ax.set_ylabel("inwoners", fontsize=7, color=SOFT)
            if bottom > 0.3:
                ax.tick_params(labelbottom=False)
        ax.set_xlabel("reistijd met de auto in minuten", fontsize=7, color=SOFT)
    return figure


def _plain_axes(ax: Axes, right: float, top: float) -> None:
    ax.set_xlim(0, right)
    ax.set_ylim(0, top)
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    ax.spines["bottom"].set_color("#8a8f94")
    ax.tick_params(labelsize=7, colors=SOFT, length=2, width=0.5)
    ax.yaxis.grid(True, color="#e3e4e2", linewidth=0.5)
    ax.set_axisbelow(True)
    ax.yaxis.set_major_locator(mpl.ticker.MaxNLocator(4, integer=True))
    ax.xaxis.set_major_locator(mpl.ticker.MaxNLocator(10, steps=[1, 2, 2.5, 5, 10]))
    ax.yaxis.set_major_formatter(lambda value, _: number(value))
    ax.xaxis.set_major_formatter(lambda value, _: short(value, 3))


def _mark(ax: Axes, values: NDArray[np.float64], weight: NDArray[np.float64], top: float, mm_per_minute: float) -> None:
    """Mark the median and the ninth decile, the words beside their line where there is room."""
    if not len(values):
        return
    order = np.argsort(values, kind="stable")
    running = np.cumsum(weight[order]) / weight.sum()
    right = ax.get_xlim()[1]
    for share, words, height in ((0.5, "helft binnen", 0.98), (0.9, "9 op 10 binnen", 0.86)):
        value = float(values[order][min(int(np.searchsorted(running, share - ROUNDING)), len(values) - 1)])
        ax.axvline(value, 0, height, color=INK, linewidth=0.8, linestyle=(0, (3, 2)))
        text = f" {words} {number(value, 1)} min "
        fits = value + text_width(text, 6.5) / mm_per_minute < right
        ax.text(
            value, top * (height - 0.04), text, fontsize=6.5, color=INK, va="center", ha="left" if fits else "right"
        )
