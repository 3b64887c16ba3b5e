"""Surfaces to draw and to write: made-up minutes on a little grid."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from zorgkaart.access.grid import Grid
from zorgkaart.access.measures import Measure, Trip
from zorgkaart.access.surface import Surface

RD = "EPSG:28992"
CAR = Trip("seh")


def square(side_m: float = 9000.0, cell_m: float = 100.0) -> Grid:
    """A square of which all cells count."""
    return Grid.of(gpd.GeoDataFrame(geometry=[shapely.box(0, 0, side_m, side_m)], crs=RD), cell_m=cell_m)


def surface_of(minutes: NDArray[np.floating], grid: Grid, *, measure: Measure = CAR) -> Surface:
    """A surface of minutes by row and column, of which the cells that do not count are left out."""
    return Surface(grid, measure, minutes[grid.inside].astype(np.float32))


def hills(side_m: float = 9000.0, cell_m: float = 100.0) -> Surface:
    """Minutes that grow with the distance from a point, ragged, with a lake in the north-east without any."""
    grid = square(side_m, cell_m)
    x, y = grid.x, grid.y
    minutes = np.hypot(x - 4000, y - 4000) / 100 + (x * 7 + y * 13) % 900 / 100
    minutes[(x > 8000) & (y > 8000)] = np.nan
    return Surface(grid, CAR, minutes.astype(np.float32))
