"""The legend of a printed map, on axes in millimetres beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle

from zorgkaart.outputs.meaning.classes import UNKNOWN, ViewClass, view_classes
from zorgkaart.outputs.meaning.symbols import symbols_for
from zorgkaart.outputs.meaning.views import View
from zorgkaart.outputs.pictures.map import draw_symbol, symbol_mm
from zorgkaart.outputs.pictures.parts import HATCH, hatch_lines, line_path, wrapped

LEGEND_MM = 43.0
SWATCH_MM, TEXT_AT_MM = (5.4, 3.0), 7.0
TITLE_PT, TEXT_PT = 7.2, 6.6
TITLE_LINE_MM, LINE_MM, ROW_GAP_MM, SYMBOL_GAP_MM = 3.6, 3.2, 0.9, 1.6
TOP_MM, TITLE_GAP_MM, PART_GAP_MM = 3.0, 0.8, 1.2


@dataclass(frozen=True)
class Row:
    """A line of the legend: a colour, hatching or the symbol of a kind of site, and what it means."""

    lines: tuple[str, ...]
    colour: str = ""
    kind: str = ""
    status: str = ""
    size_mm: float = 0.0

    @property
    def height_mm(self) -> float:
        """How much room it takes."""
        return LINE_MM * len(self.lines) + (SYMBOL_GAP_MM if self.kind else ROW_GAP_MM)


@dataclass(frozen=True)
class Legend:
    """The parts of a legend: title, classes, hatching and sites."""

    title: tuple[str, ...]
    parts: tuple[tuple[Row, ...], ...]

    @property
    def height_mm(self) -> float:
        """How much room it takes."""
        rows = sum(row.height_mm for part in self.parts for row in part)
        return TOP_MM + TITLE_LINE_MM * len(self.title) + TITLE_GAP_MM + rows + PART_GAP_MM * len(self.parts)


def legend_of(areas: GeoDataFrame, view: View, labels: Mapping[str, str], sites: GeoDataFrame | None) -> Legend:
    """The legend of a view on some areas and the sites shown with them."""
    classes = [Row(_wrapped(item.label), colour=item.colour) for item in _shown(areas, view)]
    if areas[view.column].isna().any():
        classes.append(Row(_wrapped("onbekend"), colour=UNKNOWN))
    hatched = (Row(_wrapped(view.flag)),) if view.verdict else ()
    title = tuple(wrapped(view.label, LEGEND_MM, TITLE_PT, bold=True))
    return Legend(title, tuple(part for part in (tuple(classes), hatched, tuple(_sites(view, labels, sites))) if part))


def draw_legend(ax: Axes, legend: Legend, labels: Mapping[str, str], *, height_mm: float) -> None:
    """Draw a legend from the top of its axes down."""
    y = height_mm - TOP_MM
    for line in legend.title:
        ax.text(0, y, line, fontsize=TITLE_PT, weight="bold", va="center", parse_math=False)
        y -= TITLE_LINE_MM
    y -= TITLE_GAP_MM
    symbols = symbols_for(labels)
    width, height = SWATCH_MM
    for part in legend.parts:
        for row in part:
            if row.kind:
                draw_symbol(ax, width / 2, y, symbols[row.kind], size_mm=row.size_mm, status=row.status)
            else:
                _draw_swatch(ax, y - height / 2, row.colour)
            for index, line in enumerate(row.lines):
                ax.text(TEXT_AT_MM, y - LINE_MM * index, line, fontsize=TEXT_PT, va="center", parse_math=False)
            y -= row.height_mm
        y -= PART_GAP_MM


def _draw_swatch(ax: Axes, bottom: float, colour: str) -> None:
    """A colour, or hatching where there is none."""
    width, height = SWATCH_MM
    edge, line = ("#9a9a96", 0.35) if colour else (HATCH, 0.7)
    ax.add_patch(Rectangle((0, bottom), width, height, facecolor=colour or "white", edgecolor=edge, linewidth=line))
    if not colour:
        lines = line_path(hatch_lines(shapely.box(0, bottom, width, bottom + height), step_m=1.4))
        ax.add_patch(PathPatch(lines, facecolor="none", edgecolor=HATCH, linewidth=0.5))


def _shown(areas: GeoDataFrame, view: View) -> Sequence[ViewClass]:
    """The classes of a view; of differences not those at either end that do not occur."""
    classes = view_classes(view)
    values = areas[view.column].dropna().to_numpy(dtype=np.float64)
    if not view.diverging or not len(values):
        return classes
    same = sum(bound < 0 for bound in view.classes)
    place = np.searchsorted(np.asarray(view.classes), values, side="left")
    return classes[min(same, int(place.min())) : max(same, int(place.max())) + 1]


def _sites(view: View, labels: Mapping[str, str], sites: GeoDataFrame | None) -> list[Row]:
    if sites is None:
        return []
    status = sites["sites_status"].fillna("") if "sites_status" in sites else pd.Series("", index=sites.index)
    seen = {(kind, str(state)) for kind, state in zip(sites["soort"], status, strict=True)}
    counts = sites["soort"].value_counts()
    rows = []
    for kind in view.kinds:
        for state in sorted(state for name, state in seen if name == kind):
            text = f"{labels[kind]}, {state}" if state else labels[kind]
            size = symbol_mm(view, kind, int(counts[kind]), state)
            rows.append(Row(_wrapped(text), kind=kind, status=state, size_mm=size))
    return rows


def _wrapped(text: str) -> tuple[str, ...]:
    return tuple(wrapped(text, LEGEND_MM - TEXT_AT_MM, TEXT_PT))
