"""The legend of a printed map, on axes in millimetres beside it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import shapely
from geopandas import GeoDataFrame
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle

from zorgkaart.outputs.classes import UNKNOWN, view_classes
from zorgkaart.outputs.picture_map import SMALL, SYMBOL_MM, draw_symbol
from zorgkaart.outputs.picture_parts import HATCH, hatch_lines, line_path, wrapped
from zorgkaart.outputs.symbols import symbols_for
from zorgkaart.outputs.views import View

LEGEND_MM = 43.0


def draw_legend(
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
            size = SYMBOL_MM if kind == view.kinds[0] else SMALL * SYMBOL_MM
            draw_symbol(ax, 2.7, y, symbols[kind], size_mm=size, status=state)
            text = f"{labels[kind]}, {state}" if state else labels[kind]
            for line in wrapped(text, LEGEND_MM - 7, 6.6):
                ax.text(7, y, line, fontsize=6.6, va="center", parse_math=False)
                y -= 3.2
            y -= 1.6
