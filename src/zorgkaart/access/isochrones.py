"""Isochrones: the parts of a surface that lie within some limits, as polygons that fit into each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio.features import shapes, sieve
from scipy.ndimage import maximum_filter, minimum_filter

from zorgkaart.access.measures import Measure
from zorgkaart.access.surface import Surface

HECTARE_M2 = 10_000.0


@dataclass(frozen=True)
class Isochrones:
    """What lies within some limits, each part inside the next.

    Attributes
    ----------
    measure : Measure
    minutes : tuple of float
        The limits, ascending; those that nothing lies within are left out.
    bands : tuple of MultiPolygon
        Between a limit and the one below it, what lies beyond them all, and from where there is no way. They share
        the vertices of their borders; each can be empty.
    crs : str
    """

    measure: Measure
    minutes: tuple[float, ...]
    bands: tuple[shapely.MultiPolygon, ...]
    crs: str

    @classmethod
    def of(
        cls, surface: Surface, limits: Iterable[float], *, gaps_m: float, smooth_m: float, smallest_ha: float
    ) -> Isochrones:
        """Draw the isochrones of a surface.

        The inside of a field takes longer than the roads around it, by the leg to the road, and would be a hole.
        Such peaks narrower than `gaps_m` first get the minutes at their edge: a minimum over squares of that size, and
        then a maximum (a grey opening). Every cell is then in one band, and patches of cells smaller than
        `smallest_ha` go to the band around them. The borders between bands, and that of the grid, follow the cells;
        detail smaller than about `smooth_m` is cut off them (Visvalingam and Whyatt, by
        :func:`shapely.coverage_simplify`). A border is one line for both its sides, so the bands still fit, and what
        lies within a limit, the union of its bands, holds that of every smaller limit exactly.

        Parameters
        ----------
        surface : Surface
        limits : iterable of float
            Minutes; a time that is equal to a limit lies within it.
        gaps_m : float
            0 keeps every gap.
        smooth_m : float
            0 leaves the borders on the edges of the cells.
        smallest_ha : float
        """
        steps = np.unique(np.fromiter(limits, dtype=np.float64))
        band = np.searchsorted(steps, _opened(surface, gaps_m).astype(np.float64)) + 1
        band[np.isnan(surface.minutes)] = len(steps) + 2
        grid = surface.grid
        numbers = grid.spread(band.astype(np.uint8), outside=0)
        cells = int(smallest_ha * HECTARE_M2 / grid.cell_m**2)
        if cells > 1:
            numbers = sieve(numbers, cells, mask=grid.inside, connectivity=4)
        polygons = _polygons(numbers, grid.inside, len(steps) + 2)
        if smooth_m > 0:
            polygons = shapely.coverage_simplify(polygons, smooth_m / grid.cell_m)
        corner, size = np.array([grid.west, grid.north]), np.array([grid.cell_m, -grid.cell_m])
        bands = [_multi(shape) for shape in shapely.transform(polygons, lambda places: corner + size * places)]
        first = next((i for i, shape in enumerate(bands) if not shape.is_empty), len(steps))
        return cls(surface.measure, tuple(steps[first:].tolist()), tuple(bands[first:]), grid.crs)

    @property
    def name(self) -> str:
        """The name of the surface that they are of."""
        return self.measure.column

    @cached_property
    def within(self) -> tuple[shapely.MultiPolygon, ...]:
        """Per limit all that lies within it."""
        return tuple(_multi(shapely.coverage_union_all(self.bands[: i + 1])) for i in range(len(self.minutes)))

    @cached_property
    def lines(self) -> tuple[shapely.MultiLineString, ...]:
        """Per limit the line at which it is passed: its border with what lies beyond, and so not that of the areas."""
        lines = []
        for i, inside in enumerate(self.within):
            beyond = shapely.coverage_union_all(self.bands[i + 1 : -1])
            shared = shapely.intersection(inside.boundary, beyond.boundary)
            lines.append(_lines(shapely.line_merge(_lines(shared))))
        return tuple(lines)


def _opened(surface: Surface, gaps_m: float) -> NDArray[np.float32]:
    """The minutes of the cells inside without the peaks narrower than `gaps_m`; anything where they are unknown."""
    size = 2 * round(gaps_m / surface.grid.cell_m / 2) + 1
    if size == 1:
        return surface.minutes
    minutes, inside = surface.raster, surface.grid.inside
    low = minimum_filter(np.where(np.isnan(minutes), np.inf, minutes), size, mode="constant", cval=np.inf)
    high = maximum_filter(np.where(inside, low, -np.inf), size, mode="constant", cval=-np.inf)
    opened: NDArray[np.float32] = high[inside]
    return opened


def _polygons(numbers: NDArray[np.uint8], inside: NDArray[np.bool_], count: int) -> NDArray[np.object_]:
    """The cells of each number from 1 to `count`, in columns and rows, with a vertex at every corner of a cell."""
    parts: list[list[shapely.Polygon]] = [[] for _ in range(count)]
    # Four-connected, as a polygon whose parts only touch at a corner is not valid.
    for outline, number in shapes(numbers, mask=inside, connectivity=4):
        parts[int(number) - 1].append(shapely.geometry.shape(outline))
    polygons = np.array([shapely.MultiPolygon(part) for part in parts], dtype=object)
    # Neighbours share only a border that has the same vertices on both sides.
    result: NDArray[np.object_] = shapely.transform(shapely.segmentize(polygons, 1.0), np.round)
    return result


def _multi(shape: shapely.Geometry) -> shapely.MultiPolygon:
    return shapely.MultiPolygon([part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon)])


def _lines(shape: shapely.Geometry) -> shapely.MultiLineString:
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, shapely.LineString) and not part.is_empty]
    return shapely.MultiLineString(parts)
