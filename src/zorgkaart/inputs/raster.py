"""A population raster as points: every populated cell, divided over the areas that it lies in."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
import shapely
from affine import Affine, TransformNotInvertibleError
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from pyproj import Transformer
from pyproj.exceptions import ProjError
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.windows import Window

from zorgkaart.errors import Problems
from zorgkaart.inputs.tables import counted, listed

Floats = NDArray[np.float64]

STRIP_CELLS = 2_000_000  # read at a time, so that a large raster needs no large memory
MOST_CELLS = 20_000_000
EDGE_STEPS = 64  # points along each side of the areas' bounds, whose sides are curves in another CRS
MOST_IN_CELL = 1e8  # more people than live in any city, so no cell of any size
LEAST_SHARE = 1e-9  # a cell that touches an area has no share in it


@dataclass(frozen=True)
class CellParts:
    """Populated cells, or the parts of them that lie in an area.

    Attributes
    ----------
    x, y : (n,) float64
        A point inside the part, in metres in the CRS of the areas: the middle of a whole cell.
    inhabitants : (n,) float64
        The cell's own number, of a part as much as its share of the cell's surface.
    area : (n,) int32
        Row number of the area.
    cells : int
        Populated cells that lie in an area, wholly or in part.
    left_out : float
        Inhabitants of the cells around the areas, and of parts outside them.
    """

    x: Floats
    y: Floats
    inhabitants: Floats
    area: NDArray[np.int32]
    cells: int
    left_out: float


def populated_parts(path: Path, areas: GeoDataFrame, problems: Problems) -> CellParts | None:
    """Read the cells of the first band that have inhabitants and divide them over the areas.

    A cell may have any CRS, size and direction. One that several areas share is divided by surface, as if its
    inhabitants lived evenly in it, so that nobody is lost or counted twice; what lies in no area is left out and
    counted. Only the part of the raster around the areas is read, a strip at a time.

    Parameters
    ----------
    areas : GeoDataFrame
        Polygons in a projected CRS in metres.

    Returns
    -------
    CellParts or None
        None if `problems` got a fatal problem.
    """
    if not path.is_file():
        problems.add(path.name, f"there is no such file ({path})", "Correct the path in the project file.")
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)  # it is told below, with what to do
            raster = rasterio.open(path)
        with raster:
            if raster.crs is None:
                problems.add(
                    path.name,
                    "the raster has no coordinate reference system (CRS), or is damaged",
                    "Assign the right one and rerun, or fetch the file again.",
                )
                return None
            if raster.transform.is_identity:
                problems.add(
                    path.name,
                    "the raster does not say where it lies (no geotransform), or is damaged",
                    "Save it again as GeoTIFF with its place.",
                )
                return None
            if raster.count > 1:
                _other_bands(path, raster, problems)
            window = _window(raster, areas)
            if window is None:
                raster.read(1, window=Window(0, 0, 1, 1))  # what is damaged lies nowhere: that comes first
                problems.add(path.name, "the raster does not cover the areas", "Use a raster of the same region.")
                return None
            to_metres = Transformer.from_crs(raster.crs, areas.crs, always_xy=True)
            split, parts, cells = _Splitter(areas), [], 0
            for row, column, count, nodata in _populated(raster, window):
                if (count < 0).any():
                    _negative(path, count, nodata, problems)
                    return None
                if (count > MOST_IN_CELL).any():
                    _impossible(path, count, nodata, problems)
                    return None
                cells += len(count)
                if cells > MOST_CELLS:
                    problems.add(
                        path.name,
                        f"the raster has more than {MOST_CELLS:,} populated cells in and around the areas",
                        "Add cells up to larger ones (gdalwarp -r sum) and rerun.",
                    )
                    return None
                parts.append(split(_corners(row, column, raster.transform, to_metres), count))
    except (RasterioError, TransformNotInvertibleError, ProjError, UnicodeDecodeError) as error:
        problems.add(
            path.name, f"the raster cannot be read: it is damaged or no raster ({error})", "Fetch or save it again."
        )
        return None
    if not any(part.cells for part in parts):
        problems.add(path.name, "no populated cell lies inside the areas", "Use a raster of the same region.")
        return None
    return CellParts(
        np.concatenate([part.x for part in parts]),
        np.concatenate([part.y for part in parts]),
        np.concatenate([part.inhabitants for part in parts]),
        np.concatenate([part.area for part in parts]),
        sum(part.cells for part in parts),
        sum(part.left_out for part in parts),
    )


def _other_bands(path: Path, raster: rasterio.DatasetReader, problems: Problems) -> None:
    names = [name or f"band {number}" for number, name in enumerate(raster.descriptions, start=1)]
    problems.add(
        path.name,
        f"the raster has {raster.count} bands; the first is read ({names[0]}), and not {listed(names[1:])}",
        "Nothing needs to be done if the first band holds the inhabitants; else save that band alone.",
        fatal=False,
    )


def _impossible(path: Path, count: Floats, nodata: float | None, problems: Problems) -> None:
    wrong = count > MOST_IN_CELL
    problems.add(
        path.name,
        f"{counted(int(wrong.sum()), 'cell')} with an impossible number of inhabitants ({count.max():g}), while the "
        f"raster has nodata {nodata}",
        f"Set the raster's nodata value to {count.max():g} if that stands for 'no data'.",
    )


def _negative(path: Path, count: Floats, nodata: float | None, problems: Problems) -> None:
    problems.add(
        path.name,
        f"{counted(int((count < 0).sum()), 'negative cell')} ({count.min():g}), while the raster has nodata {nodata}",
        f"Set the raster's nodata value to {count.min():g} if that stands for 'no data'.",
    )


def _window(raster: rasterio.DatasetReader, areas: GeoDataFrame) -> Window | None:
    """Return the part of the raster that covers the areas and one cell around them; None if there is none."""
    west, south, east, north = areas.total_bounds
    along = np.linspace(0.0, 1.0, EDGE_STEPS)
    x, y = west + along * (east - west), south + along * (north - south)
    edge_x = np.concatenate([x, x, np.full(EDGE_STEPS, west), np.full(EDGE_STEPS, east)])
    edge_y = np.concatenate([np.full(EDGE_STEPS, south), np.full(EDGE_STEPS, north), y, y])
    place = Transformer.from_crs(areas.crs, raster.crs, always_xy=True).transform(edge_x, edge_y)
    column, row = _applied(~raster.transform, *place)
    known = np.isfinite(column) & np.isfinite(row)
    if not known.any():
        return None
    first_column, first_row = (max(int(np.floor(v[known].min())) - 1, 0) for v in (column, row))
    last_column = min(int(np.ceil(column[known].max())) + 1, raster.width)
    last_row = min(int(np.ceil(row[known].max())) + 1, raster.height)
    if first_row >= last_row or first_column >= last_column:
        return None
    return Window(first_column, first_row, last_column - first_column, last_row - first_row)


def _populated(
    raster: rasterio.DatasetReader, window: Window
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], Floats, float | None]]:
    """Yield row, column and number of the cells that are neither empty nor nodata, a strip at a time."""
    height = max(int(STRIP_CELLS // window.width), 1)
    for first in range(window.row_off, window.row_off + window.height, height):
        rows = min(height, window.row_off + window.height - first)
        band = raster.read(1, window=Window(window.col_off, first, window.width, rows), masked=True)
        # What is stored times the scale, plus the offset, is what is meant; a cell without data has neither.
        numbers = band.astype(np.float64) * raster.scales[0] + raster.offsets[0]
        counts = np.nan_to_num(np.ma.filled(numbers, 0.0), nan=0.0, posinf=np.inf, neginf=-np.inf)
        row, column = np.nonzero(counts)
        yield row + first, column + window.col_off, counts[row, column], raster.nodata


def _corners(
    row: NDArray[np.int64], column: NDArray[np.int64], transform: Affine, to_metres: Transformer
) -> NDArray[np.float64]:
    """Return the corners of cells in metres, and their middle as a fifth: (n, 5, 2)."""
    right = column[:, None] + np.array([0.0, 1.0, 1.0, 0.0, 0.5])
    down = row[:, None] + np.array([0.0, 0.0, 1.0, 1.0, 0.5])
    return np.stack(to_metres.transform(*_applied(transform, right, down)), axis=-1)


def _applied(transform: Affine, right: Floats, down: Floats) -> tuple[Floats, Floats]:
    """Apply an affine transform to arrays."""
    return (
        transform.a * right + transform.b * down + transform.c,
        transform.d * right + transform.e * down + transform.f,
    )


class _Splitter:
    """Divides cells over areas."""

    def __init__(self, areas: GeoDataFrame) -> None:
        self._areas = areas.geometry.to_numpy().copy()
        self._tree = shapely.STRtree(self._areas)
        shapely.prepare(self._areas)

    def __call__(self, corners: Floats, count: Floats) -> CellParts:
        squares = shapely.polygons(corners[:, :4])
        cell, area = self._tree.query(squares, predicate="intersects")
        whole = shapely.covers(self._areas[area], squares[cell])
        # Where areas overlap, a cell may lie wholly in two: it goes to the first.
        _, first = np.unique(cell[whole], return_index=True)
        whole_cell, whole_area = cell[whole][first], area[whole][first]
        rest = ~np.isin(cell, whole_cell)
        cell, area = cell[rest], area[rest]
        shape = shapely.intersection(squares[cell], self._areas[area])
        share = shapely.area(shape) / shapely.area(squares[cell])
        kept = share > LEAST_SHARE
        cell, area, shape, share = cell[kept], area[kept], shape[kept], share[kept]
        # Overlapping areas would count people twice.
        share = share / np.maximum(np.bincount(cell, share, len(squares)), 1.0)[cell]
        middle = shapely.centroid(shape)
        inside = shapely.covers(shape, middle)
        place = shapely.get_coordinates(np.where(inside, middle, shapely.point_on_surface(shape))).reshape(-1, 2)
        number = np.concatenate([count[whole_cell], count[cell] * share])
        return CellParts(
            np.concatenate([corners[whole_cell, 4, 0], place[:, 0]]),
            np.concatenate([corners[whole_cell, 4, 1], place[:, 1]]),
            number,
            np.concatenate([whole_area, area]).astype(np.int32),
            len(np.union1d(whole_cell, cell)),
            float(count.sum() - number.sum()),
        )
