"""What is drawn on a printed map: surroundings, areas, sites and names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from numpy.typing import NDArray

from zorgkaart.outputs.map_geometry import simplify
from zorgkaart.outputs.meaning.classes import UNKNOWN, view_classes
from zorgkaart.outputs.meaning.symbols import Symbol, symbols_for
from zorgkaart.outputs.meaning.views import View
from zorgkaart.outputs.pictures.parts import (
    HATCH,
    INK,
    POINTS_PER_MM,
    Box,
    area_path,
    halo,
    hatch_lines,
    line_path,
    placed_names,
)

DETAIL_MM, COARSEST_MM, STEP = 0.15, 0.4, 1.4  # smaller than a pen draws; what still looks like the land
AROUND_MM = 0.5  # what lies around the areas may be coarser
MOST_VERTICES = 20_000
HATCH_MM = 1.7
SYMBOL_MM = 3.2
SMALL = 0.72  # of the symbol of a kind that is not the first of its view
MANY, DOT_MM = 60, 1.5  # so many sites of a kind are drawn as dots
LETTER_MM = 2.0  # symbols from this size have room for their letter
NEIGHBOURS = "#f1f1ee"
NEW, CLOSED = "#00857a", "#d1001f"
FLAGGED = ("buiten", "deels buiten")
_MARKERS = {
    "circle": "o",
    "square": "s",
    "diamond": "D",
    "triangle": "^",
    "hexagon": "H",
    "pentagon": "p",
    "cross": "P",
}


def simplified(
    geometry: NDArray[np.object_], per_mm: float, *, most_vertices: int = MOST_VERTICES
) -> NDArray[np.object_]:
    """Areas without detail that a pen could not draw, or, where there are very many, that would make files heavy."""
    detail_mm = DETAIL_MM
    shapes = simplify(geometry, detail_mm * per_mm)
    while shapely.get_num_coordinates(shapes).sum() > most_vertices and detail_mm < COARSEST_MM:
        detail_mm *= STEP
        shapes = simplify(geometry, detail_mm * per_mm)
    return shapes


def draw_surroundings(ax: Axes, surroundings: GeoDataFrame | None, frame: Box, per_mm: float) -> None:
    """What lies around the areas, in one colour."""
    if surroundings is None or not len(surroundings):
        return
    near = surroundings[surroundings.intersects(shapely.box(*frame))]
    shapes = simplify(near.geometry.to_numpy(), AROUND_MM * per_mm)
    shapes = simplify(shapely.intersection(shapes, shapely.box(*frame)), 0)
    ax.add_patch(PathPatch(area_path(shapes), facecolor=NEIGHBOURS, edgecolor="#c9c9c4", linewidth=0.4))


def draw_areas(ax: Axes, areas: GeoDataFrame, shapes: NDArray[np.object_], view: View, per_mm: float) -> None:
    """The areas in their classes, hatched where a verdict says so, and the borders of their gemeenten."""
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


def shown_sites(sites: GeoDataFrame | None, view: View, frame: Box) -> GeoDataFrame | None:
    """The sites of a view that lie in the frame; None if none were given."""
    if sites is None:
        return None
    inside = sites.geometry.intersects(shapely.box(*frame)) & sites["soort"].isin(view.kinds)
    return sites[inside]


def symbol_mm(view: View, kind: str, count: int, status: str) -> float:
    """The size of the symbol of a site of which there are so many; those that change stand out."""
    size = SYMBOL_MM * (1.0 if kind == view.kinds[0] else SMALL)
    return DOT_MM if count > MANY and not status else size


def draw_sites(ax: Axes, sites: GeoDataFrame | None, view: View, labels: Mapping[str, str], per_mm: float) -> list[Box]:
    """Draw the sites, the most important on top, and return what they cover, in millimetres."""
    if sites is None:
        return []
    symbols = symbols_for(labels)
    boxes = []
    for kind in sorted(view.kinds, key=lambda name: symbols[name].order):
        rows = sites[sites["soort"] == kind]
        status = rows["sites_status"] if "sites_status" in rows else pd.Series("", index=rows.index)
        placed = sorted(zip(status.fillna("").astype(str), rows.geometry, strict=True), key=lambda item: bool(item[0]))
        for state, point in placed:  # what changes lies on top
            size = symbol_mm(view, kind, len(rows), state)
            draw_symbol(ax, point.x, point.y, symbols[kind], size_mm=size, status=state)
            x, y = point.x / per_mm, point.y / per_mm
            if size >= LETTER_MM:
                boxes.append((x - size / 2, y - size / 2, x + size / 2, y + size / 2))
    return boxes


def draw_symbol(ax: Axes, x: float, y: float, symbol: Symbol, *, size_mm: float, status: str = "") -> None:
    """Draw the symbol of a site; one that closes is crossed out, one that is new or has moved gets a ring."""
    size_pt = size_mm * POINTS_PER_MM
    closed = status.startswith("gesloten")
    marker = _MARKERS[symbol.shape]
    edge = 0.7 if size_mm >= LETTER_MM else 0.3
    scale = 0.82 if symbol.shape == "diamond" else 1.0
    if status and not closed:
        ax.plot(
            [x],
            [y],
            "o",
            markersize=size_pt * 1.7,
            markerfacecolor="none",
            markeredgecolor=NEW,
            markeredgewidth=1.3,
            zorder=8,
            clip_on=False,
        )
    ax.plot(
        [x],
        [y],
        marker,
        markersize=size_pt * scale,
        markerfacecolor="white" if closed else symbol.colour,
        markeredgecolor=symbol.colour if closed else "white",
        markeredgewidth=edge,
        zorder=9,
        clip_on=False,
    )
    ink = symbol.colour if closed else symbol.ink
    if size_mm < LETTER_MM:
        return
    if symbol.letter == "+":
        ax.plot([x], [y], "+", markersize=size_pt * 0.62, markeredgewidth=1.5, color=ink, zorder=9.1, clip_on=False)
    elif symbol.letter:
        ax.text(
            x,
            y,
            symbol.letter,
            fontsize=size_pt * 0.62,
            ha="center",
            va="center_baseline",
            color=ink,
            weight="bold",
            zorder=9.1,
            parse_math=False,
        )
    if closed:
        ax.plot([x], [y], "x", markersize=size_pt * 1.15, markeredgewidth=1.7, color=CLOSED, zorder=9.2, clip_on=False)


def draw_names(ax: Axes, places: pd.DataFrame | None, frame: Box, per_mm: float, boxes: Sequence[Box]) -> None:
    """Names of places, as far as there is room beside the sites."""
    if places is None or not len(places):
        return
    inside = places["x"].between(frame[0], frame[2]) & places["y"].between(frame[1], frame[3])
    order = places[inside].sort_values(["adressen", "plaats"], ascending=[False, True])
    places_x, places_y = (order[axis].to_numpy(dtype=np.float64) / per_mm for axis in "xy")
    edge = (frame[0] / per_mm, frame[1] / per_mm, frame[2] / per_mm, frame[3] / per_mm)
    for name in placed_names(order["plaats"].tolist(), places_x, places_y, taken=boxes, frame=edge):
        ax.plot(
            [name.place[0] * per_mm],
            [name.place[1] * per_mm],
            "o",
            markersize=1.6,
            color=INK,
            markeredgecolor="white",
            markeredgewidth=0.3,
            zorder=7,
        )
        x, y = (value * per_mm for value in name.corner)
        ax.add_patch(halo(name.text, x, y, size_pt=name.size_pt, per_mm=per_mm))
        ax.text(x, y, name.text, fontsize=name.size_pt, color=INK, va="baseline", zorder=10, parse_math=False)
