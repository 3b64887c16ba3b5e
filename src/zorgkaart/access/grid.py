"""The grid of the rasters: square cells, of which those with their middle inside the areas count."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from affine import Affine
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from rasterio.features import rasterize

from zorgkaart.errors import InputError

MOST_CELLS = 25_000_000  # of the rectangle around the areas: some 6 GB of memory where all of it counts


@dataclass(frozen=True)
class Grid:
    """Square cells on whole multiples of their size, as the grids of the CBS lie.

    Attributes
    ----------
    west, north : float
        The north-western corner, in metres.
    cell_m : float
        The side of a cell.
    inside : (rows, columns) bool
        The cells with their middle inside the areas, the first row in the north. They are numbered row by row.
    crs : str
        The reference system of the areas.
    """

    west: float
    north: float
    cell_m: float
    inside: NDArray[np.bool_]
    crs: str

    @classmethod
    def of(cls, areas: GeoDataFrame, *, cell_m: float) -> Grid:
        """Lay a grid over areas.

        Parameters
        ----------
        areas : GeoDataFrame of polygons
            In a CRS in metres.

        Raises
        ------
        InputError
            If the rectangle around the areas would have more than 25 million cells, or no cell has its middle inside.
        """
        west, south, east, north = (float(value) for value in areas.total_bounds)
        left, top = math.floor(west / cell_m), math.ceil(north / cell_m)
        columns, rows = math.ceil(east / cell_m) - left, top - math.floor(south / cell_m)
        if columns * rows > MOST_CELLS:
            least = math.sqrt((east - west) * (north - south) / MOST_CELLS)
            raise InputError(
                f"[rasters] cell_m: cells of {cell_m:g} m are too small: the areas would take {columns:,} x {rows:,}, "
                f"and {MOST_CELLS:,} is the most. Give more than {math.ceil(least)} m, or say enabled = false."
            )
        corner = Affine(cell_m, 0.0, left * cell_m, 0.0, -cell_m, top * cell_m)
        inside = rasterize(areas.geometry, out_shape=(rows, columns), transform=corner, dtype="uint8").astype(bool)
        if not inside.any():
            raise InputError(
                f"[rasters] cell_m: cells of {cell_m:g} m are too large, as none has its middle inside the areas. "
                "Give fewer metres, or say enabled = false."
            )
        return cls(corner.c, corner.f, cell_m, inside, areas.crs.to_string())

    @property
    def transform(self) -> Affine:
        """From column and row to metres."""
        return Affine(self.cell_m, 0.0, self.west, 0.0, -self.cell_m, self.north)

    @cached_property
    def x(self) -> NDArray[np.float64]:
        """(cells,) float64: the middles of the cells inside."""
        return np.asarray(self.west + (np.nonzero(self.inside)[1] + 0.5) * self.cell_m, dtype=np.float64)

    @cached_property
    def y(self) -> NDArray[np.float64]:
        """(cells,) float64: the middles of the cells inside."""
        return np.asarray(self.north - (np.nonzero(self.inside)[0] + 0.5) * self.cell_m, dtype=np.float64)

    def spread(self, values: NDArray[Any], *, outside: float) -> NDArray[Any]:
        """(rows, columns): the values of the cells inside, and `outside` in the others."""
        result = np.full(self.inside.shape, outside, dtype=values.dtype)
        result[self.inside] = values
        return result
