"""Parts of a printed map: text that fits, names that do not overlap, hatching, a scale bar.

Lengths are in millimetres on paper unless their name says otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch, Polygon
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from numpy.typing import NDArray

from zorgkaart.words.numbers import short

FONT = "DejaVu Sans"
POINTS_PER_MM = 72 / 25.4
INK = "#222222"
SOFT = "#5f6468"
HATCH = "#2b0904"
MOST_NAMES = 22
LARGE = 4  # of the names
NAME_GAP_MM = 7.0
Box = tuple[float, float, float, float]


@lru_cache(maxsize=4096)
def text_width(text: str, size_pt: float, *, bold: bool = False) -> float:
    """How wide a line of text is on paper."""
    if not text.strip():
        return 0.0
    font = FontProperties(family=FONT, weight="bold" if bold else "normal")
    return float(TextPath((0, 0), _plain(text), size=size_pt, prop=font).get_extents().width) / POINTS_PER_MM


def _plain(text: str) -> str:
    """A text in which dollar signs are no sums."""
    return text.replace("$", r"\$")


def wrapped(text: str, width: float, size_pt: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines that fit; a word that is too long by itself is cut."""
    lines: list[str] = []
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size_pt, bold=bold) <= width:
            lines[-1] = joined
        else:
            lines.append(_cut(word, width, size_pt, bold))
    return lines


def _cut(word: str, width: float, size_pt: float, bold: bool) -> str:
    if text_width(word, size_pt, bold=bold) <= width:
        return word
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(f"{word[:middle]}…", size_pt, bold=bold) <= width:
            low = middle
        else:
            high = middle - 1
    return f"{word[:low]}…"


def area_path(shapes: Sequence[shapely.MultiPolygon] | NDArray[np.object_]) -> Path:
    """All rings of some areas as one path."""
    vertices, codes = [], []
    for polygon in shapely.get_parts(np.asarray(shapes, dtype=object)):
        for ring in (polygon.exterior, *polygon.interiors):
            points = shapely.get_coordinates(ring)
            if len(points) < 4:
                continue
            vertices.append(points)
            codes.append([Path.MOVETO, *[Path.LINETO] * (len(points) - 2), Path.CLOSEPOLY])
    if not vertices:
        return Path(np.empty((0, 2)))
    return Path(np.concatenate(vertices), np.concatenate(codes))


def line_path(lines: Sequence[NDArray[np.float64]]) -> Path:
    """Some lines as one path."""
    if not lines:
        return Path(np.empty((0, 2)))
    codes = [[Path.MOVETO, *[Path.LINETO] * (len(line) - 1)] for line in lines]
    return Path(np.concatenate(lines), np.concatenate(codes))


def hatch_lines(shape: shapely.Geometry, *, step_m: float) -> list[NDArray[np.float64]]:
    """Diagonal lines inside a shape, each as its coordinates.

    Real lines and not a pattern, as programs differ in how they draw patterns.
    """
    if shape.is_empty:
        return []
    west, south, east, north = shape.bounds
    height = north - south
    # Multiples of the step from the origin, so that the lines of neighbouring shapes meet.
    first, last = math.floor((west - north) / step_m), math.ceil((east - south) / step_m)
    starts = [(number * step_m + south, south) for number in range(first, last + 1)]
    lines = shapely.MultiLineString([[(x, y), (x + height, y + height)] for x, y in starts])
    inside = shapely.get_parts(shapely.intersection(lines, shape))
    return [shapely.get_coordinates(line) for line in inside if isinstance(line, shapely.LineString)]


@dataclass(frozen=True)
class Name:
    """A place name on a map: where its text goes, and where the place is."""

    text: str
    place: tuple[float, float]
    corner: tuple[float, float]
    size_pt: float


def placed_names(
    names: Sequence[str], x: NDArray[np.float64], y: NDArray[np.float64], *, taken: Sequence[Box], frame: Box
) -> Iterator[Name]:
    """Yield the names that fit, the first ones first, each beside its place and over nothing else.

    Parameters
    ----------
    names : sequence of str
        The most important first.
    x, y : (n,) float64
        Places, on paper.
    taken : sequence of (west, south, east, north)
        What may not be covered, such as the symbols of sites.
    frame : (west, south, east, north)
        Names stay inside.
    """
    boxes = list(taken)
    chosen: list[tuple[float, float]] = []
    for index, text in enumerate(names):
        if len(chosen) == MOST_NAMES:
            return
        here = (float(x[index]), float(y[index]))
        if any(math.dist(here, other) < NAME_GAP_MM for other in chosen):
            continue
        size = 7.0 if index < LARGE else 6.0
        width, height = text_width(text, size), size / POINTS_PER_MM * 0.8
        # A large town is named even if its own symbols are in the way.
        nears = (1.1, 2.6, 4.2) if index < LARGE else (1.1,)
        for dx, dy in (corner for near in nears for corner in _corners(width, height, near)):
            box = (here[0] + dx, here[1] + dy, here[0] + dx + width, here[1] + dy + height)
            inside = box[0] > frame[0] and box[1] > frame[1] and box[2] < frame[2] and box[3] < frame[3]
            if inside and not any(_overlap(box, other) for other in boxes):
                boxes.append(box)
                chosen.append(here)
                yield Name(text, here, (box[0], box[1]), size)
                break


def _corners(width: float, height: float, near: float) -> list[tuple[float, float]]:
    """Where the lower left corner of a text may lie, seen from its place."""
    middle, slant = -height / 2, near * 0.7
    return [
        (near, middle),
        (-near - width, middle),
        (-width / 2, near),
        (-width / 2, -near - height),
        (slant, slant),
        (-slant - width, slant),
        (slant, -slant - height),
        (-slant - width, -slant - height),
    ]


def _overlap(one: Box, other: Box, gap: float = 0.5) -> bool:
    return one[0] < other[2] + gap and other[0] < one[2] + gap and one[1] < other[3] + gap and other[1] < one[3] + gap


def halo(text: str, x: float, y: float, *, size_pt: float, per_mm: float) -> PathPatch:
    """A white edge for a text whose line begins at x, y in the units of a map with so many of them in a mm."""
    font = FontProperties(family=FONT)
    shape = TextPath((0, 0), _plain(text), size=size_pt, prop=font)
    path = Path(shape.vertices * per_mm / POINTS_PER_MM + (x, y), shape.codes)
    return PathPatch(path, facecolor="white", edgecolor="white", linewidth=1.8, joinstyle="round", zorder=9.9)


def nice_km(length_km: float) -> float:
    """The greatest of 1, 2 or 5 times a power of ten that is not above a length."""
    power = 10.0 ** math.floor(math.log10(length_km))
    return power * max(step for step in (1, 2, 5) if step * power <= length_km + 1e-9)


def draw_scale(ax: Axes, x: float, y: float, *, metres_per_mm: float, width: float) -> None:
    """Draw a scale bar and a north arrow on axes in millimetres, its lower left corner at x, y."""
    length_km = nice_km((width - 14) * metres_per_mm / 1000)
    length = length_km * 1000 / metres_per_mm
    half = length / 2
    for start, fill in ((x, INK), (x + half, "white")):
        corners = [(start, y), (start + half, y), (start + half, y + 1.1), (start, y + 1.1)]
        ax.add_patch(Polygon(corners, facecolor=fill, edgecolor=INK, linewidth=0.5))
    ax.text(x, y + 2.0, "0", fontsize=6, ha="center", color=INK, family=FONT)
    ax.text(x + length, y + 2.0, f"{short(length_km, 3)} km", fontsize=6, ha="center", color=INK, family=FONT)
    north = x + length + 9
    arrow = Path([(north - 1.6, y), (north, y + 5.2), (north + 1.6, y), (north, y + 1.2), (north - 1.6, y)])
    ax.add_patch(PathPatch(arrow, facecolor=INK, edgecolor="none"))
    ax.text(north, y + 5.8, "N", fontsize=6.5, ha="center", color=INK, family=FONT, weight="bold")
