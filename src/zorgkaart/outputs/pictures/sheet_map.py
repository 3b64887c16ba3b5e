"""A map that fills a sheet of paper, with its legend in a corner of it that the areas leave free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import matplotlib as mpl
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from zorgkaart.outputs.meaning.views import View
from zorgkaart.outputs.pictures.drawing import MM_PER_INCH, RESET, SCALE_MM, check_areas
from zorgkaart.outputs.pictures.legend import LEGEND_MM, Legend, draw_legend, legend_of
from zorgkaart.outputs.pictures.map import (
    MOST_VERTICES,
    draw_areas,
    draw_names,
    draw_sites,
    draw_surroundings,
    shown_sites,
    simplified,
)
from zorgkaart.outputs.pictures.parts import Box, draw_scale

EDGE_MM = 3.0
PADDING_MM = 2.0
STEP = 1.02  # how much smaller the areas are tried each time
BOX_MM = LEGEND_MM + 2 * PADDING_MM


def sheet_map(
    areas: GeoDataFrame,
    view: View,
    *,
    labels: Mapping[str, str],
    width_mm: float,
    height_mm: float,
    surroundings: GeoDataFrame | None = None,
    places: pd.DataFrame | None = None,
    sites: GeoDataFrame | None = None,
    most_vertices: int = MOST_VERTICES,
) -> Figure:
    """A map of areas as large as a sheet; its legend covers none of them.

    Parameters
    ----------
    areas, view, labels, surroundings, places, sites
        As of :func:`zorgkaart.outputs.pictures.drawing.area_picture`.
    width_mm, height_mm : float
        The size on paper.
    most_vertices : int
        Above which the areas lose detail that is hardly seen: fewer where many sheets are in one file.

    Raises
    ------
    InputError
        If the areas are not in a CRS in metres or lack a column of the view.
    """
    check_areas(areas, view)
    high = _box_mm(legend_of(areas, view, labels, _of_kinds(sites, view)))
    land = shapely.union_all(simplified(areas.geometry.to_numpy(), _coarse(areas, width_mm, height_mm)))
    place = _place(land, width_mm, height_mm, high)
    frame, per_mm = place.frame, place.per_mm
    shown = shown_sites(sites, view, frame)
    legend = legend_of(areas, view, labels, shown)
    box_high = _box_mm(legend)
    left, bottom = (0.0 if place.west else width_mm - BOX_MM), (0.0 if place.south else height_mm - box_high)
    with mpl.rc_context(RESET):
        figure = Figure(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH))
        ax = figure.add_axes((0, 0, 1, 1))
        ax.set_axis_off()
        ax.set_xlim(frame[0], frame[2])
        ax.set_ylim(frame[1], frame[3])
        draw_surroundings(ax, surroundings, frame, per_mm)
        shapes = simplified(areas.geometry.to_numpy(), per_mm, most_vertices=most_vertices)
        draw_areas(ax, areas, shapes, view, per_mm)
        taken = draw_sites(ax, shown, view, labels, per_mm)
        west, south = frame[0] / per_mm, frame[1] / per_mm
        corner = (west + left, south + bottom, west + left + BOX_MM, south + bottom + box_high)
        draw_names(ax, places, frame, per_mm, [*taken, corner])
        edge = (frame[0], frame[1])
        ax.add_patch(Rectangle(edge, width_mm * per_mm, height_mm * per_mm, fill=False, edgecolor="#4c5156", zorder=12))
        room = (left / width_mm, bottom / height_mm, BOX_MM / width_mm, box_high / height_mm)
        beside = figure.add_axes(room)
        beside.set_axis_off()
        beside.set_xlim(-PADDING_MM, LEGEND_MM + PADDING_MM)
        beside.set_ylim(-PADDING_MM, box_high - PADDING_MM)
        beside.add_patch(
            Rectangle(
                (-PADDING_MM, -PADDING_MM), BOX_MM, box_high, facecolor="white", edgecolor="#4c5156", linewidth=0.5
            )
        )
        draw_legend(beside, legend, labels, height_mm=box_high - 2 * PADDING_MM)
        draw_scale(beside, 1.0, 0.0, metres_per_mm=per_mm, width=LEGEND_MM)
    return figure


def _of_kinds(sites: GeoDataFrame | None, view: View) -> GeoDataFrame | None:
    return None if sites is None else sites[sites["soort"].isin(view.kinds)]


def _box_mm(legend: Legend) -> float:
    """How high the box of a legend and the scale bar is."""
    return legend.height_mm + SCALE_MM + 2 * PADDING_MM


def _coarse(areas: GeoDataFrame, width_mm: float, height_mm: float) -> float:
    """The metres in a mm if the areas had the whole sheet."""
    west, south, east, north = areas.total_bounds
    return float(max((east - west) / (width_mm - 2 * EDGE_MM), (north - south) / (height_mm - 2 * EDGE_MM)))


@dataclass(frozen=True)
class _Place:
    """Where the areas lie on a sheet, and in which corner the legend."""

    frame: Box
    per_mm: float
    west: bool
    south: bool


def _place(land: shapely.Geometry, width_mm: float, height_mm: float, legend_mm: float) -> _Place:
    """The areas as large as can be with a corner of the sheet free for the legend."""
    west, south, east, north = land.bounds
    shapely.prepare(land)
    per_mm = max((east - west) / (width_mm - 2 * EDGE_MM), (north - south) / (height_mm - 2 * EDGE_MM))
    gap = EDGE_MM / 2
    while True:
        spare_x = width_mm - 2 * EDGE_MM - (east - west) / per_mm
        spare_y = height_mm - 2 * EDGE_MM - (north - south) / per_mm
        for at_x, at_y, is_west, is_south in product((0.5, 0.0, 1.0), (0.5, 0.0, 1.0), (False, True), (True, False)):
            left = west - (EDGE_MM + at_x * spare_x) * per_mm
            bottom = south - (EDGE_MM + at_y * spare_y) * per_mm
            x = left + (-gap if is_west else width_mm - BOX_MM - gap) * per_mm
            y = bottom + (-gap if is_south else height_mm - legend_mm - gap) * per_mm
            box = shapely.box(x, y, x + (BOX_MM + 2 * gap) * per_mm, y + (legend_mm + 2 * gap) * per_mm)
            if not land.intersects(box):
                frame = (left, bottom, left + width_mm * per_mm, bottom + height_mm * per_mm)
                return _Place(frame, per_mm, is_west, is_south)
        per_mm *= STEP
