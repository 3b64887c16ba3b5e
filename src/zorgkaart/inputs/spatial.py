"""Which area a point lies in: the one rule that importers and readers share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray


@dataclass(frozen=True)
class Assignment:
    """The area of each point.

    ``area`` int32 (n,): row number of the areas, -1 where the point lies in none of them.
    ``nearest`` int64: how many points lay in a gap between areas and went to the nearest one.
    """

    area: NDArray[np.int32]
    nearest: int


def assign_areas(
    x: NDArray[np.float64], y: NDArray[np.float64], areas: GeoDataFrame, *, nearest_within_m: float
) -> Assignment:
    """Find the area that each point lies in, else the nearest area within `nearest_within_m`.

    The published borders are good to 60-100 m only and leave gaps, hence the second step. A point on a
    border, or where two areas overlap, goes to the area that comes first in `areas`.

    Parameters
    ----------
    x, y
        (n,) metres, in the CRS of `areas`.
    nearest_within_m
        How far from an area a point may lie and still belong to it; 0 leaves the second step out.
    """
    points = shapely.points(x, y)
    area = np.full(len(points), -1, dtype=np.int32)
    tree = shapely.STRtree(areas.geometry.to_numpy())
    point, polygon = tree.query(points, predicate="intersects")
    order = np.lexsort((-polygon, point))
    area[point[order]] = polygon[order]
    outside = np.flatnonzero(area < 0)
    if not nearest_within_m or not len(outside):
        return Assignment(area, 0)
    point, polygon = tree.query_nearest(points[outside], max_distance=nearest_within_m)
    order = np.lexsort((-polygon, point))
    area[outside[point[order]]] = polygon[order]
    return Assignment(area, int((area[outside] >= 0).sum()))
