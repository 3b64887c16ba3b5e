"""Pictures that stand still: maps of areas and charts of travel times, for reports and notebooks.

They have the classes, colours and symbols of the map that one can click. Text is drawn as shapes and nothing
depends on the settings of the reader's matplotlib, so a picture is the same on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from numpy.typing import NDArray

from zorgkaart.access.groups import ROUNDING
from zorgkaart.errors import InputError
from zorgkaart.files import atomic_path
from zorgkaart.outputs.pictures.legend import LEGEND_MM, draw_legend, legend_of
from zorgkaart.outputs.pictures.map import (
    draw_areas,
    draw_names,
    draw_sites,
    draw_surroundings,
    shown_sites,
    simplified,
)
from zorgkaart.outputs.pictures.parts import FONT, INK, SOFT, draw_scale, text_width
from zorgkaart.outputs.views import View

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

MM_PER_INCH = 25.4
GAP_MM = 3.0
MARGIN_MM = 2.5
SCALE_MM = 10.0  # the scale bar below the legend
ASIDE_MM = 8.0  # what is seen of the land to both sides of areas that are tall
TALLEST_MM = 92.0  # two to a page of A4
_RESET: dict[RcKeyType, Any] = {
    "font.family": [FONT], "svg.fonttype": "path", "svg.hashsalt": "zorgkaart", "path.simplify": False,
    "axes.unicode_minus": True, "text.usetex": False, "figure.autolayout": False,
    "figure.constrained_layout.use": False,
    "savefig.bbox": None, "axes.linewidth": 0.6, "text.color": INK,
}  # fmt: skip
_PATH_DATA = re.compile(r' d="([MLQCz\d\s.e-]*)"')
_PATH_STEP = re.compile(r"([MLQC])([\d\s.e-]+)|z")


def area_picture(
    areas: GeoDataFrame,
    view: View,
    *,
    labels: Mapping[str, str],
    surroundings: GeoDataFrame | None = None,
    places: pd.DataFrame | None = None,
    sites: GeoDataFrame | None = None,
    focus: tuple[float, float, float, float] | None = None,
    width_mm: float = 160.0,
) -> Figure:
    """A map of areas in the classes of a view, with its legend.

    Parameters
    ----------
    areas : GeoDataFrame
        In a CRS in metres, with the columns of `view` and, for their borders, ``gemeentecode``.
    labels : mapping
        The kinds of site and their Dutch names (:func:`zorgkaart.outputs.presentation.labels`).
    surroundings : GeoDataFrame, optional
        What lies around the areas.
    places : DataFrame, optional
        ``plaats``, ``x``, ``y`` and ``adressen``: the larger ones are named as far as there is room.
    sites : GeoDataFrame, optional
        The sites to show, with ``soort`` and, for those that change, ``sites_status``. Only the kinds of `view`.
    focus : (west, south, east, north), optional
        In metres: show this part, and not all areas.
    width_mm : float
        Width on paper, legend included.

    Raises
    ------
    InputError
        If the areas are not in a CRS in metres or lack a column of the view.

    Examples
    --------
    >>> view = run_views(study.project)[0]  # doctest: +SKIP
    >>> area_picture(study.results["buurten"], view, labels=labels(study.project))  # doctest: +SKIP
    """
    _check(areas, view)
    west, south, east, north = areas.total_bounds if focus is None else focus
    room_mm = width_mm - LEGEND_MM - GAP_MM
    per_mm = max((east - west) / (room_mm - 2 * MARGIN_MM), (north - south) / (TALLEST_MM - 2 * MARGIN_MM))
    map_mm = min(room_mm, (east - west) / per_mm + 2 * ASIDE_MM)
    middle = ((west + east) / 2, (south + north) / 2)
    height_mm = (north - south) / per_mm + 2 * MARGIN_MM
    while True:
        frame = (
            middle[0] - map_mm / 2 * per_mm, middle[1] - height_mm / 2 * per_mm,
            middle[0] + map_mm / 2 * per_mm, middle[1] + height_mm / 2 * per_mm,
        )  # fmt: skip
        shown = shown_sites(sites, view, frame)
        legend = legend_of(areas, view, labels, shown)
        if height_mm >= legend.height_mm + SCALE_MM:
            break
        height_mm = legend.height_mm + SCALE_MM  # which may bring other sites into the frame
    areas = areas[areas.intersects(shapely.box(*frame))]
    with mpl.rc_context(_RESET):
        figure = Figure(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH))
        ax = figure.add_axes((0, 0, map_mm / width_mm, 1))
        ax.set_axis_off()
        ax.set_xlim(frame[0], frame[2])
        ax.set_ylim(frame[1], frame[3])
        draw_surroundings(ax, surroundings, frame, per_mm)
        shapes = simplified(areas.geometry.to_numpy(), per_mm)
        draw_areas(ax, areas, shapes, view, per_mm)
        boxes = draw_sites(ax, shown, view, labels, per_mm)
        draw_names(ax, places, frame, per_mm, boxes)
        beside = figure.add_axes(((map_mm + GAP_MM) / width_mm, 0, LEGEND_MM / width_mm, 1))
        beside.set_axis_off()
        beside.set_xlim(0, LEGEND_MM)
        beside.set_ylim(0, height_mm)
        draw_legend(beside, legend, labels, height_mm=height_mm)
        draw_scale(beside, 1.0, 1.0, metres_per_mm=per_mm, width=LEGEND_MM)
    return figure


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
    with mpl.rc_context(_RESET):
        figure = Figure(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH))
        rows = zip(counts, (before, after), known, words, ("#8b95a1", "#643691"), (0.57, 0.12), strict=True)
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


def svg_bytes(figure: Figure) -> bytes:
    """Return a figure as SVG; the same figure gives the same bytes."""
    with mpl.rc_context(_RESET):
        text = StringIO()
        FigureCanvasSVG(figure).print_svg(  # type: ignore[no-untyped-call]
            text, metadata={"Date": None, "Creator": None}
        )
    return _PATH_DATA.sub(lambda match: f' d="{_compact(match[1])}"', text.getvalue()).encode()


def png_bytes(figure: Figure, *, dpi: float = 200) -> bytes:
    """Return a figure as PNG."""
    with mpl.rc_context(_RESET):
        content = BytesIO()
        figure.set_dpi(dpi)
        FigureCanvasAgg(figure).print_png(  # type: ignore[no-untyped-call]
            content, metadata={"Software": None}
        )
    return content.getvalue()


def write_picture(figure: Figure, path: Path, *, dpi: float = 200) -> Path:
    """Write a figure as SVG or PNG, whole or not at all, and return the path.

    Raises
    ------
    InputError
        If the name ends otherwise.
    OutputError
        If the file cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in (".svg", ".png"):
        raise InputError(f"{path.name}: a picture is written as .svg or .png. Give a name that ends so.")
    content = svg_bytes(figure) if kind == ".svg" else png_bytes(figure, dpi=dpi)
    with atomic_path(path) as temporary:
        temporary.write_bytes(content)
    return path


def _compact(data: str) -> str:
    """Path data as steps, in tenths of a point for lines and hundredths for curves: finer than a pen."""
    scale = 100 if "Q" in data or "C" in data else 10
    parts: list[str] = []
    here = start = (0, 0)
    for match in _PATH_STEP.finditer(data):
        if match[0] == "z":
            parts.append("z")
            here = start
            continue
        values = [round(float(value) * scale) for value in match[2].split()]
        if match[1] == "M":
            here = start = (values[0], values[1])
            parts.append(f"M{here[0] / scale:g} {here[1] / scale:g}")
            continue
        steps = [value - here[index % 2] for index, value in enumerate(values)]
        if any(steps):
            parts.append(match[1].lower() + " ".join(f"{step / scale:g}" for step in steps))
        here = (values[-2], values[-1])
    return "".join(parts)


def _check(areas: GeoDataFrame, view: View) -> None:
    missing = [name for name in view.columns() if name not in areas.columns]
    if missing:
        raise InputError(f"view {view.key}: the areas have no column {', '.join(missing)}. Give the areas of this run.")
    if areas.crs is None or not areas.crs.is_projected:
        raise InputError("the areas of a picture must be in a CRS in metres. Reproject them and run again.")


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
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}".replace(",", "."))
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:g}".replace(".", ","))


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
        text = f" {words} {value:.1f} min ".replace(".", ",")
        fits = value + text_width(text, 6.5) / mm_per_minute < right
        ax.text(
            value, top * (height - 0.04), text, fontsize=6.5, color=INK, va="center", ha="left" if fits else "right"
        )
