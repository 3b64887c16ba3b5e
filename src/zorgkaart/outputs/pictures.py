"""Pictures that stand still: maps of areas and charts of travel times, for reports and notebooks.

They have the classes, colours and symbols of the map that one can click. Text is drawn as shapes and nothing
depends on the settings of the reader's matplotlib, so a picture is the same on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
from matplotlib.patches import PathPatch, Rectangle
from numpy.typing import NDArray

from zorgkaart.errors import InputError
from zorgkaart.files import atomic_path
from zorgkaart.outputs.classes import UNKNOWN, view_classes
from zorgkaart.outputs.map_geometry import simplify
from zorgkaart.outputs.picture_parts import (
    FONT,
    HATCH,
    INK,
    SOFT,
    Box,
    area_path,
    draw_scale,
    halo,
    hatch_lines,
    line_path,
    placed_names,
    wrapped,
)
from zorgkaart.outputs.symbols import Symbol, symbols_for
from zorgkaart.outputs.views import View

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

MM_PER_INCH = 25.4
LEGEND_MM = 43.0
GAP_MM = 3.0
MARGIN_MM = 2.5
TALLEST_MM = 100.0
DETAIL_MM = 0.15  # smaller than a pen draws
HATCH_MM = 1.7
SYMBOL_MM = 3.2
NEIGHBOURS = "#f1f1ee"
FLAGGED = ("buiten", "deels buiten")
_MARKERS = {
    "circle": "o", "square": "s", "diamond": "D", "triangle": "^", "hexagon": "H", "pentagon": "p", "cross": "P",
}  # fmt: skip
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
    width_mm: float = 160.0,
) -> Figure:
    """A map of areas in the classes of a view, with its legend.

    Parameters
    ----------
    areas : GeoDataFrame
        In EPSG:28992, with the columns of `view` and, for their borders, ``gemeentecode``.
    labels : mapping
        The kinds of site and their Dutch names (:func:`zorgkaart.outputs.presentation.labels`).
    surroundings : GeoDataFrame, optional
        What lies around the areas.
    places : DataFrame, optional
        ``plaats``, ``x``, ``y`` and ``adressen``: the larger ones are named as far as there is room.
    sites : GeoDataFrame, optional
        The sites to show, with ``soort`` and, for those that change, ``sites_status``. Only the kinds of `view`.
    width_mm : float
        Width on paper, legend included.

    Raises
    ------
    InputError
        If the areas are not in EPSG:28992 or lack a column of the view.

    Examples
    --------
    >>> view = run_views(study.project)[0]  # doctest: +SKIP
    >>> area_picture(study.results["buurten"], view, labels=labels(study.project))  # doctest: +SKIP
    """
    _check(areas, view)
    west, south, east, north = areas.total_bounds
    map_mm = width_mm - LEGEND_MM - GAP_MM
    per_mm = max((east - west) / (map_mm - 2 * MARGIN_MM), (north - south) / (TALLEST_MM - 2 * MARGIN_MM))
    height_mm = max((north - south) / per_mm + 2 * MARGIN_MM, 72.0)
    middle = ((west + east) / 2, (south + north) / 2)
    frame = (
        middle[0] - map_mm / 2 * per_mm, middle[1] - height_mm / 2 * per_mm,
        middle[0] + map_mm / 2 * per_mm, middle[1] + height_mm / 2 * per_mm,
    )  # fmt: skip
    with mpl.rc_context(_RESET):
        figure = Figure(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH))
        ax = figure.add_axes((0, 0, map_mm / width_mm, 1))
        ax.set_axis_off()
        ax.set_xlim(frame[0], frame[2])
        ax.set_ylim(frame[1], frame[3])
        _draw_surroundings(ax, surroundings, frame, per_mm)
        shapes = simplify(areas.geometry.to_numpy(), DETAIL_MM * per_mm)
        _draw_areas(ax, areas, shapes, view, per_mm)
        shown = _shown(sites, view, frame)
        boxes = _draw_sites(ax, shown, view, labels, per_mm)
        _draw_names(ax, places, frame, per_mm, boxes)
        legend = figure.add_axes(((map_mm + GAP_MM) / width_mm, 0, LEGEND_MM / width_mm, 1))
        legend.set_axis_off()
        legend.set_xlim(0, LEGEND_MM)
        legend.set_ylim(0, height_mm)
        _draw_legend(legend, areas, view, labels, shown, height_mm)
        draw_scale(legend, 1.0, 1.0, metres_per_mm=per_mm, width=LEGEND_MM)
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
    edges = np.arange(0, longest + step, step)
    counts = [
        np.histogram(values[k], edges, weights=weight[k])[0] for values, k in zip((before, after), known, strict=True)
    ]
    top = max(float(count.max(initial=0)) for count in counts) * 1.3 or 1.0
    with mpl.rc_context(_RESET):
        figure = Figure(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH))
        rows = zip(counts, (before, after), known, words, ("#8b95a1", "#643691"), (0.56, 0.13), strict=True)
        for count, values, k, word, colour, bottom in rows:
            ax = figure.add_axes((0.09, bottom, 0.90, 0.40))
            ax.bar(edges[:-1], count, step, align="edge", color=colour, edgecolor="white", linewidth=0.5)
            _plain_axes(ax, edges[-1], top)
            _mark(ax, values[k], weight[k], top)
            ax.text(0.0, 1.0, word, transform=ax.transAxes, fontsize=8, weight="bold", va="top", color=INK)
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
    if areas.crs is None or areas.crs.to_epsg() != 28992:
        raise InputError("the areas of a picture must be in EPSG:28992 (RD New). Reproject them and run again.")


def _draw_surroundings(ax: Axes, surroundings: GeoDataFrame | None, frame: Box, per_mm: float) -> None:
    if surroundings is None or not len(surroundings):
        return
    near = surroundings[surroundings.intersects(shapely.box(*frame))]
    shapes = simplify(near.geometry.to_numpy(), 2 * DETAIL_MM * per_mm)
    shapes = simplify(shapely.intersection(shapes, shapely.box(*frame)), 0)
    ax.add_patch(PathPatch(area_path(shapes), facecolor=NEIGHBOURS, edgecolor="#c9c9c4", linewidth=0.4))


def _draw_areas(ax: Axes, areas: GeoDataFrame, shapes: NDArray[np.object_], view: View, per_mm: float) -> None:
    values = areas[view.column].to_numpy(dtype=np.float64, na_value=np.nan)
    classes = view_classes(view)
    place = np.where(np.isnan(values), -1, np.searchsorted(np.asarray(view.classes), values, side="left"))
    for index in np.unique(place):
        colour = UNKNOWN if index < 0 else classes[index].colour
        path = area_path(shapes[place == index])
        ax.add_patch(PathPatch(path, facecolor=colour, edgecolor="white", linewidth=0.25, joinstyle="round"))
    if view.verdict:
        flagged = shapely.union_all(shapes[areas[view.verdict].isin(FLAGGED).to_numpy()])
        lines = line_path(hatch_lines(flagged, step_m=HATCH_MM * per_mm))
        for colour, width in (("white", 1.2), (HATCH, 0.5)):
            ax.add_patch(PathPatch(lines, facecolor="none", edgecolor=colour, linewidth=width))
        outline = area_path(simplify(np.array([flagged], dtype=object), 0))
        ax.add_patch(PathPatch(outline, facecolor="none", edgecolor=HATCH, linewidth=0.5))
    if "gemeentecode" in areas:
        groups = areas["gemeentecode"].fillna("").to_numpy()
        borders = [shapely.union_all(shapes[groups == code]) for code in np.unique(groups)]
        path = area_path(simplify(np.array(borders, dtype=object), 0))
        ax.add_patch(PathPatch(path, facecolor="none", edgecolor="#4c5156", linewidth=0.6, joinstyle="round"))


def _shown(sites: GeoDataFrame | None, view: View, frame: Box) -> GeoDataFrame | None:
    if sites is None:
        return None
    inside = sites.geometry.intersects(shapely.box(*frame)) & sites["soort"].isin(view.kinds)
    return sites[inside]


def _draw_sites(
    ax: Axes, sites: GeoDataFrame | None, view: View, labels: Mapping[str, str], per_mm: float
) -> list[Box]:
    """Draw the sites, the most important on top, and return what they cover, in millimetres."""
    if sites is None:
        return []
    symbols = symbols_for(labels)
    boxes = []
    for kind in sorted(view.kinds, key=lambda name: symbols[name].order):
        rows = sites[sites["soort"] == kind]
        size = SYMBOL_MM * (1.0 if kind == view.kinds[0] else 0.72)
        status = rows["sites_status"] if "sites_status" in rows else pd.Series("", index=rows.index)
        for point, state in zip(rows.geometry, status.fillna(""), strict=True):
            draw_symbol(ax, point.x, point.y, symbols[kind], size_mm=size, status=str(state))
            x, y = point.x / per_mm, point.y / per_mm
            boxes.append((x - size / 2, y - size / 2, x + size / 2, y + size / 2))
    return boxes


def draw_symbol(ax: Axes, x: float, y: float, symbol: Symbol, *, size_mm: float, status: str = "") -> None:
    """Draw the symbol of a site; one that closes is crossed out, one that is new or has moved gets a ring."""
    size_pt = size_mm * 72 / MM_PER_INCH
    closed = status.startswith("gesloten")
    marker = _MARKERS[symbol.shape]
    scale = 0.82 if symbol.shape == "diamond" else 1.0
    if status and not closed:
        ax.plot([x], [y], "o", markersize=size_pt * 1.7, markerfacecolor="none", markeredgecolor="#00857a",
                markeredgewidth=1.3, zorder=8, clip_on=False)  # fmt: skip
    ax.plot(
        [x], [y], marker, markersize=size_pt * scale, markerfacecolor="white" if closed else symbol.colour,
        markeredgecolor=symbol.colour if closed else "white", markeredgewidth=0.7, zorder=9, clip_on=False,
    )  # fmt: skip
    ink = symbol.colour if closed else symbol.ink
    if symbol.letter == "+":
        ax.plot([x], [y], "+", markersize=size_pt * 0.62, markeredgewidth=1.5, color=ink, zorder=9.1, clip_on=False)
    elif symbol.letter:
        ax.text(x, y, symbol.letter, fontsize=size_pt * 0.62, ha="center", va="center_baseline", color=ink,
                weight="bold", zorder=9.1, parse_math=False)  # fmt: skip
    if closed:
        ax.plot([x], [y], "x", markersize=size_pt * 1.15, markeredgewidth=1.7, color="#d1001f", zorder=9.2,
                clip_on=False)  # fmt: skip


def _draw_names(ax: Axes, places: pd.DataFrame | None, frame: Box, per_mm: float, boxes: Sequence[Box]) -> None:
    if places is None or not len(places):
        return
    inside = places["x"].between(frame[0], frame[2]) & places["y"].between(frame[1], frame[3])
    order = places[inside].sort_values(["adressen", "plaats"], ascending=[False, True])
    places_x, places_y = (order[axis].to_numpy(dtype=np.float64) / per_mm for axis in "xy")
    edge = (frame[0] / per_mm, frame[1] / per_mm, frame[2] / per_mm, frame[3] / per_mm)
    for name in placed_names(order["plaats"].tolist(), places_x, places_y, taken=boxes, frame=edge):
        ax.plot([name.place[0] * per_mm], [name.place[1] * per_mm], "o", markersize=1.6, color=INK,
                markeredgecolor="white", markeredgewidth=0.3, zorder=7)  # fmt: skip
        x, y = (value * per_mm for value in name.corner)
        ax.add_patch(halo(name.text, x, y, size_pt=name.size_pt, per_mm=per_mm))
        ax.text(x, y, name.text, fontsize=name.size_pt, color=INK, va="baseline", zorder=10, parse_math=False)


def _draw_legend(
    ax: Axes, areas: GeoDataFrame, view: View, labels: Mapping[str, str], sites: GeoDataFrame | None, height_mm: float
) -> None:
    """Words and swatches from the top down, on axes in millimetres."""
    y = height_mm - 3.0
    for line in wrapped(view.label, LEGEND_MM, 7.2, bold=True):
        ax.text(0, y, line, fontsize=7.2, weight="bold", va="center", parse_math=False)
        y -= 3.6
    y -= 0.8
    rows = [(item.label, item.colour) for item in view_classes(view)]
    if areas[view.column].isna().any():
        rows.append(("onbekend", UNKNOWN))
    for text, colour in rows:
        ax.add_patch(Rectangle((0, y - 1.5), 5.4, 3.0, facecolor=colour, edgecolor="#9a9a96", linewidth=0.35))
        for line in wrapped(text, LEGEND_MM - 7, 6.6):
            ax.text(7, y, line, fontsize=6.6, va="center", parse_math=False)
            y -= 3.2
        y -= 0.9
    if view.verdict:
        y -= 0.6
        corner = (0.0, y - 1.5)
        ax.add_patch(Rectangle(corner, 5.4, 3.0, facecolor="white", edgecolor=HATCH, linewidth=0.7))
        lines = line_path(hatch_lines(shapely.box(0.0, y - 1.5, 5.4, y + 1.5), step_m=1.4))
        ax.add_patch(PathPatch(lines, facecolor="none", edgecolor=HATCH, linewidth=0.5))
        for line in wrapped(view.flag, LEGEND_MM - 7, 6.6):
            ax.text(7, y, line, fontsize=6.6, va="center", parse_math=False)
            y -= 3.2
        y -= 1.2
    _draw_symbol_legend(ax, view, labels, sites, y - 0.8)


def _draw_symbol_legend(ax: Axes, view: View, labels: Mapping[str, str], sites: GeoDataFrame | None, y: float) -> None:
    if sites is None or not len(sites):
        return
    symbols = symbols_for(labels)
    status = sites["sites_status"].fillna("") if "sites_status" in sites else pd.Series("", index=sites.index)
    seen = {(kind, str(state)) for kind, state in zip(sites["soort"], status, strict=True)}
    for kind in view.kinds:
        for state in sorted(state for name, state in seen if name == kind):
            size = SYMBOL_MM if kind == view.kinds[0] else 0.72 * SYMBOL_MM
            draw_symbol(ax, 2.7, y, symbols[kind], size_mm=size, status=state)
            text = f"{labels[kind]}, {state}" if state else labels[kind]
            for line in wrapped(text, LEGEND_MM - 7, 6.6):
                ax.text(7, y, line, fontsize=6.6, va="center", parse_math=False)
                y -= 3.2
            y -= 1.6


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
    ax.xaxis.set_major_locator(mpl.ticker.MaxNLocator(10))
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}".replace(",", "."))
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:g}".replace(".", ","))


def _mark(ax: Axes, values: NDArray[np.float64], weight: NDArray[np.float64], top: float) -> None:
    """Mark the median and the ninth decile."""
    if not len(values):
        return
    order = np.argsort(values, kind="stable")
    running = np.cumsum(weight[order]) / weight.sum()
    for share, word, height in ((0.5, "helft binnen", 0.96), (0.9, "negen van de tien binnen", 0.84)):
        value = float(values[order][min(int(np.searchsorted(running, share - 1e-9)), len(values) - 1)])
        ax.axvline(value, 0, height, color=INK, linewidth=0.8, linestyle=(0, (3, 2)))
        text = f"{word} {value:.1f}".replace(".", ",")
        left = value < 0.72 * ax.get_xlim()[1]
        ax.text(value, top * (height - 0.03), f" {text} min ", fontsize=6.5, color=INK, va="center",
                ha="left" if left else "right")  # fmt: skip
