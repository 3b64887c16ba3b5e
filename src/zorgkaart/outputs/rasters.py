"""Travel-time surfaces: points to a grid, the grid to a GeoTIFF and to isochrones.

The grid lies on whole multiples of the cell size, as the grids of the CBS do. A cell at column and row
(i, j) from the south-west corner holds the points with ``x0 + i*cell <= x < x0 + (i+1)*cell``, and the
same for y. What a cell says is stored in the file with it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import rasterio
import shapely
from affine import Affine
from numpy.typing import NDArray
from rasterio.features import shapes
from scipy.ndimage import distance_transform_edt

from zorgkaart.errors import InputError
from zorgkaart.files import atomic_path
from zorgkaart.outputs.frames import provenance_json
from zorgkaart.outputs.styles import Classes, class_raster_style, raster_style

Bounds = tuple[float, float, float, float]
Statistic = Literal["mean", "min"]

PROVENANCE_TAG = "ZORGKAART_HERKOMST"
_MAX_CELLS = 200_000_000
_MEANING = {"mean": "gemiddelde van de punten in de cel", "min": "kleinste waarde van de punten in de cel"}


@dataclass(frozen=True)
class Raster:
    """A grid of numbers.

    Attributes
    ----------
    values : ndarray of float32, shape (rows, columns)
        The first row is the northernmost; NaN where nothing is known.
    transform : Affine
        From column and row to metres.
    crs : str
        The reference system of the grid.
    meaning : str
        What a cell holds, in Dutch.
    """

    values: NDArray[np.float32]
    transform: Affine
    crs: str
    meaning: str


def travel_time_raster(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    minutes: NDArray[np.floating[Any]],
    *,
    weight: NDArray[np.float64] | None = None,
    cell_m: float = 100.0,
    bounds: Bounds | None = None,
    statistic: Statistic = "mean",
    fill_m: float = 0.0,
    crs: str = "EPSG:28992",
) -> Raster:
    """Gather points into cells.

    Parameters
    ----------
    x, y : ndarray of float64, shape (n,)
        Points in metres, residents or network nodes.
    minutes : ndarray, shape (n,)
        A value per point, NaN where it has none. Such points do not count; a cell with no other is NaN.
    weight : ndarray of float64, shape (n,), optional
        Weight of each point in the mean (inhabitants). Where the points of a cell have no weight at all (all
        zero or NaN), they count alike.
    cell_m : float
        Side of a cell in metres.
    bounds : tuple of float, optional
        West, south, east and north, widened to whole cells; by default those of the points. Points outside
        are left out.
    statistic : {"mean", "min"}
        What a cell holds of its points.
    fill_m : float
        A cell without any point takes the value of the nearest cell that has one, as far as this between
        the middles of the cells; 0 fills nothing. A cell whose points have no value stays NaN.
    crs : str
        The reference system of the points.

    Raises
    ------
    InputError
        If the arrays differ in length, a place or a value is infinite, there is nothing to show, or the grid
        would have more than 200 million cells.
    """
    if not len(x) == len(y) == len(minutes) or (weight is not None and len(weight) != len(x)):
        raise InputError("x, y, minutes and weight must have one value per point each")
    if not (np.isfinite(x).all() and np.isfinite(y).all()) or np.isinf(minutes).any():
        raise InputError("points need finite coordinates, and NaN minutes where the travel time is unknown")
    if not cell_m > 0 or (bounds is None and len(x) == 0):
        raise InputError("a raster needs a cell size above zero, and bounds or at least one point")
    west, south, columns, rows = _grid(x, y, bounds, cell_m)
    column = np.floor((x - west) / cell_m).astype(np.int64)
    row = np.floor((y - south) / cell_m).astype(np.int64)
    inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    cell = (rows - 1 - row[inside]) * columns + column[inside]
    value = np.asarray(minutes, dtype=np.float64)[inside]
    loads = np.ones(len(value)) if weight is None else np.asarray(weight, dtype=np.float64)[inside]
    grid = _statistic(cell, value, loads, rows * columns, statistic).reshape(rows, columns)
    meaning = _MEANING[statistic] + (", gewogen naar inwoners" if statistic == "mean" and weight is not None else "")
    if fill_m > 0:
        occupied = np.bincount(cell, minlength=rows * columns).reshape(rows, columns) > 0
        grid = _filled(grid, occupied, fill_m / cell_m)
        meaning += f"; lege cellen: waarde van de dichtstbijzijnde cel binnen {fill_m:g} m"
    transform = Affine(cell_m, 0.0, west, 0.0, -cell_m, south + rows * cell_m)
    return Raster(grid.astype(np.float32), transform, crs, meaning)


def raster_difference(after: Raster, before: Raster) -> Raster:
    """Return `after` minus `before`; NaN where either is.

    Raises
    ------
    InputError
        If they are not on the same grid.
    """
    if after.transform != before.transform or after.values.shape != before.values.shape or after.crs != before.crs:
        raise InputError("the rasters are not on the same grid; make both with the same bounds and cell size")
    return replace(after, values=after.values - before.values, meaning=f"verschil (na min voor) van: {after.meaning}")


def isochrones(raster: Raster, minutes: Sequence[float] = (15.0, 30.0, 45.0)) -> gpd.GeoDataFrame:
    """Return the cells within each limit as polygons, the largest limit first.

    The polygons follow the edges of the cells exactly, so that each lies inside the next larger one and
    its area is the number of cells times a cell. A limit that no cell meets has no row.

    Returns
    -------
    GeoDataFrame
        Columns ``minuten`` (float) and ``geometry`` (MultiPolygon, valid), in the raster's CRS.
    """
    parts = {limit: _polygons(raster, limit) for limit in sorted(set(minutes), reverse=True)}
    found = {limit: shape for limit, shape in parts.items() if not shape.is_empty}
    return gpd.GeoDataFrame(
        {"minuten": np.array(list(found), dtype=np.float64)}, geometry=list(found.values()), crs=raster.crs
    )


def write_geotiff(
    path: Path,
    raster: Raster,
    *,
    description: str,
    unit: str = "min",
    classes: Classes | None = None,
    tags: Mapping[str, str] | None = None,
    provenance: Mapping[str, Any] | None = None,
) -> None:
    """Write a raster as a cloud-optimised GeoTIFF: float32, nodata NaN, deflated, with overviews and statistics.

    The file holds the description and the unit of its band, what a cell means and the colour classes. With
    classes a QGIS style of the same name (``.qml``) comes beside it, which QGIS takes by itself.

    Parameters
    ----------
    path : Path
        The file to make or to replace.
    raster : Raster
        The grid.
    description : str
        What the numbers are, in Dutch.
    unit : str
        Unit of the numbers.
    classes : Classes, optional
        Colours and legend texts.
    tags : mapping, optional
        More about the file, such as its date and sources.
    provenance : mapping, optional
        What it was made from, as JSON in the tag ``ZORGKAART_HERKOMST``.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    with atomic_path(path) as temporary:
        origin = {PROVENANCE_TAG: json.dumps(json.loads(provenance_json(provenance)))} if provenance else {}
        _write(temporary, raster, raster.values, np.float32, description, unit, classes, {**(tags or {}), **origin})
    if classes is not None:
        _write_style(path, raster_style(classes))


def write_class_geotiff(path: Path, raster: Raster, classes: Classes, *, description: str) -> None:
    """Write the class of each cell as a GeoTIFF with a colour table, for programs that read no style.

    Cells hold the class number from 1; 0 is nodata. A QGIS style with the legend texts comes beside it.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    numbers = np.searchsorted(classes.upper, raster.values, side="left") + 1
    known = ~np.isnan(raster.values) & (numbers <= len(classes.colours))
    table = {0: (0, 0, 0, 0)}
    for number, colour in enumerate(classes.colours, start=1):
        table[number] = (*bytes.fromhex(colour[1:]), 255)
    with atomic_path(path) as temporary:
        values = np.where(known, numbers, 0).astype(np.uint8)
        _write(temporary, raster, values, np.uint8, description, "klasse", classes, {}, table)
    _write_style(path, class_raster_style(classes))


def _grid(
    x: NDArray[np.float64], y: NDArray[np.float64], bounds: Bounds | None, cell_m: float
) -> tuple[float, float, int, int]:
    """Return west, south, columns and rows of the grid on whole multiples of the cell size."""
    if bounds is None:
        first = (math.floor(x.min() / cell_m), math.floor(y.min() / cell_m))
        last = (math.floor(x.max() / cell_m) + 1, math.floor(y.max() / cell_m) + 1)
    else:
        first = (math.floor(bounds[0] / cell_m), math.floor(bounds[1] / cell_m))
        last = (math.ceil(bounds[2] / cell_m), math.ceil(bounds[3] / cell_m))
    columns, rows = last[0] - first[0], last[1] - first[1]
    if not 0 < columns * rows <= _MAX_CELLS or columns < 0:
        raise InputError(
            f"a raster of {columns} x {rows} cells of {cell_m:g} m cannot be made; "
            "bounds are (west, south, east, north) in metres"
        )
    return first[0] * cell_m, first[1] * cell_m, columns, rows


def _statistic(
    cell: NDArray[np.int64],
    value: NDArray[np.float64],
    weight: NDArray[np.float64],
    n: int,
    statistic: Statistic,
) -> NDArray[np.float64]:
    known = ~np.isnan(value)
    cell, value = cell[known], value[known]
    if statistic == "min":
        lowest = np.full(n, np.inf)
        np.minimum.at(lowest, cell, value)
        return np.where(np.isinf(lowest), np.nan, lowest)
    weight = np.nan_to_num(weight[known])
    total = np.bincount(cell, weight, minlength=n)
    weight = np.where(total[cell] > 0, weight, 1.0)
    total = np.bincount(cell, weight, minlength=n)
    summed = np.bincount(cell, weight * value, minlength=n)
    mean = np.full(n, np.nan)
    np.divide(summed, total, out=mean, where=total > 0)
    return mean


def _filled(grid: NDArray[np.float64], occupied: NDArray[np.bool_], limit_cells: float) -> NDArray[np.float64]:
    """Give cells without points the value of the nearest cell with one, up to a number of cells away."""
    known = ~np.isnan(grid)
    if not known.any():
        return grid
    distance, (row, column) = distance_transform_edt(~known, return_indices=True)
    return np.where(~occupied & (distance <= limit_cells), grid[row, column], grid)


def _polygons(raster: Raster, limit: float) -> shapely.MultiPolygon:
    # Four-connected, as corners that touch would make a polygon invalid; within a multipolygon they may touch.
    mask = raster.values <= limit
    found = shapes(mask.astype(np.uint8), mask=mask, connectivity=4, transform=raster.transform)
    return shapely.MultiPolygon([shapely.geometry.shape(geometry) for geometry, _ in found])


def _write(
    path: Path,
    raster: Raster,
    values: NDArray[Any],
    dtype: type[np.generic],
    description: str,
    unit: str,
    classes: Classes | None,
    tags: Mapping[str, str],
    colours: Mapping[int, tuple[int, ...]] | None = None,
) -> None:
    profile = {
        "driver": "COG",
        "height": values.shape[0],
        "width": values.shape[1],
        "count": 1,
        "dtype": np.dtype(dtype).name,
        "crs": raster.crs,
        "transform": raster.transform,
        "nodata": math.nan if dtype is np.float32 else 0,
        "compress": "DEFLATE",
        "predictor": "YES" if dtype is np.float32 else "NO",
        "blocksize": 512,
        "overview_resampling": "AVERAGE" if dtype is np.float32 else "MODE",
        "statistics": "YES",
    }
    with rasterio.open(path, "w", **profile) as file:
        file.write(values, 1)
        file.set_band_description(1, description)
        file.units = (unit,)
        file.update_tags(betekenis_cel=raster.meaning, **tags)
        if classes is not None:
            file.update_tags(1, klassen=_classes_json(classes))
        if colours is not None:
            file.write_colormap(1, colours)


def _write_style(path: Path, qml: str) -> None:
    with atomic_path(path.with_suffix(".qml")) as temporary:
        temporary.write_text(qml, encoding="utf-8")


def _classes_json(classes: Classes) -> str:
    """Return the classes as JSON: upper bound (null for none), colour and legend text."""
    rows = [
        {"tot_en_met": upper, "kleur": colour, "tekst": label}
        for (_, upper), colour, label in zip(classes.ranges, classes.colours, classes.labels, strict=True)
    ]
    return json.dumps(rows, ensure_ascii=False)
