"""A population raster as points: the centre of every populated cell, with the cell's own number."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from pyproj import Transformer
from rasterio.errors import RasterioError
from rasterio.warp import transform_bounds
from rasterio.windows import Window, from_bounds

from zorgkaart.errors import Problems
from zorgkaart.inputs.schema import CRS
from zorgkaart.inputs.tables import counted

Cells = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


def populated_cells(path: Path, bounds: NDArray[np.float64], problems: Problems) -> Cells | None:
    """Read the cells of the first band that have inhabitants, in and just around `bounds`.

    Parameters
    ----------
    bounds
        (x_min, y_min, x_max, y_max) in EPSG:28992. Only this part of a large raster is read.

    Returns
    -------
    tuple of arrays or None
        x, y (metres, EPSG:28992) and inhabitants of each populated cell.
    """
    if not path.is_file():
        problems.add(path.name, f"there is no such file ({path})", "Correct the path in the project file.")
        return None
    try:
        with rasterio.open(path) as raster:
            if raster.crs is None:
                problems.add(
                    path.name, "the raster has no coordinate reference system (CRS)", "Assign the right one and rerun."
                )
                return None
            window = _window(raster, bounds)
            if window is None:
                problems.add(path.name, "the raster does not cover the areas", "Use a raster of the same region.")
                return None
            band = raster.read(1, window=window, masked=True)
            transform, crs = raster.window_transform(window), raster.crs
    except RasterioError as error:
        problems.add(path.name, f"the raster cannot be read ({error})", "Save it again as GeoTIFF.")
        return None
    counts = np.ma.filled(band.astype(np.float64), np.nan)
    negative = counts < 0
    if negative.any():
        problems.add(
            path.name,
            f"{counted(int(negative.sum()), 'negative cell')} ({np.nanmin(counts):g}), while the raster has nodata "
            f"{raster.nodata}",
            f"Set the raster's nodata value to {np.nanmin(counts):g} if that stands for 'no data'.",
        )
        return None
    row, column = np.nonzero(counts > 0)
    right, down = column + 0.5, row + 0.5
    x = transform.c + transform.a * right + transform.b * down
    y = transform.f + transform.d * right + transform.e * down
    x, y = Transformer.from_crs(crs, CRS, always_xy=True).transform(x, y)
    return np.asarray(x), np.asarray(y), counts[row, column]


def _window(raster: rasterio.DatasetReader, bounds: NDArray[np.float64]) -> Window | None:
    """Return the part of the raster that covers `bounds` and one cell around them; None if there is none."""
    left, bottom, right, top = transform_bounds(CRS, raster.crs, *bounds)
    wanted = from_bounds(left, bottom, right, top, raster.transform)
    first_row, first_column = max(int(wanted.row_off) - 1, 0), max(int(wanted.col_off) - 1, 0)
    last_row = min(int(np.ceil(wanted.row_off + wanted.height)) + 1, raster.height)
    last_column = min(int(np.ceil(wanted.col_off + wanted.width)) + 1, raster.width)
    if first_row >= last_row or first_column >= last_column:
        return None
    return Window(first_column, first_row, last_column - first_column, last_row - first_row)
