"""Areas as the small integers that go into the page of a map.

A polygon becomes a list of rings, and a ring the flat list ``[x0, y0, dx1, dy1, dx2, dy2, ...]`` in
units of 1e-5 degree (about a metre), each vertex as its step from the one before. Neighbours keep
exactly the same vertices along their border, which the page relies on to find the outline of a group.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyproj
import shapely
from geopandas import GeoSeries
from numpy.typing import NDArray

from zorgkaart.project.defaults import WGS84

PER_DEGREE = 100_000
MOST_LON = 180.0

Rings = list[list[list[int]]]


def simplify(geometry: NDArray[np.object_], tolerance_m: float) -> NDArray[np.object_]:
    """Simplify areas so that neighbours still share their borders.

    Where areas overlap or do not quite meet (:func:`loose_borders_km`), their borders are simplified
    apart: the gap or overlap can then grow by at most the tolerance.

    Parameters
    ----------
    geometry : (n,) polygons or multipolygons in metres
        Empty and missing ones stay empty.
    tolerance_m : float
        Detail smaller than about this size goes; 0 changes nothing.

    Returns
    -------
    (n,) multipolygons
        Exterior rings anticlockwise, holes clockwise.
    """
    polygons = _polygons(geometry)
    if tolerance_m > 0 and len(polygons):
        polygons = shapely.coverage_simplify(polygons, tolerance_m)
    result: NDArray[np.object_] = np.array([_polygonal(p) for p in shapely.orient_polygons(polygons)], dtype=object)
    return result


def loose_borders_km(geometry: NDArray[np.object_]) -> float:
    """Return the length of the borders at which areas in metres overlap or do not quite meet."""
    return float(shapely.length(shapely.coverage_invalid_edges(_polygons(geometry))).sum()) / 1000


def to_degrees(geometry: NDArray[np.object_], crs: Any) -> NDArray[np.object_]:
    """Return geometries in a CRS as longitude and latitude; what lies over the 180th meridian goes on beyond it.

    A map of it is then of one piece, and does not go round the earth.
    """
    result: NDArray[np.object_] = GeoSeries(geometry, crs=crs).to_crs(WGS84).to_numpy()
    middle = _middle_meridian(crs)
    if len(result) and abs(middle) > MOST_LON / 2:
        result = shapely.transform(result, lambda lon, lat: (_beside(lon, middle), lat), interleaved=False)
    return result


def _middle_meridian(crs: Any) -> float:
    """The meridian in the middle of what a CRS is for; 0 where the register does not say."""
    area = pyproj.CRS.from_user_input(crs).area_of_use
    if area is None:
        return 0.0
    east = area.east + (2 * MOST_LON if area.east < area.west else 0.0)
    return float((area.west + east) / 2)


def _beside(lon: NDArray[np.float64], middle: float) -> NDArray[np.float64]:
    """Longitudes at most half a turn from a meridian."""
    far = np.sign(lon - middle) * (np.abs(lon - middle) > MOST_LON)
    nearer: NDArray[np.float64] = lon - far * 2 * MOST_LON
    return nearer


def encode_points(geometry: NDArray[np.object_]) -> list[list[int]]:
    """Return points in degrees as ``[[x, ...], [y, ...]]`` in units of 1e-5 degree."""
    return [_units(shapely.get_x(geometry)).tolist(), _units(shapely.get_y(geometry)).tolist()]


def encode_polygons(geometry: NDArray[np.object_]) -> list[Rings]:
    """Return each multipolygon in degrees as its polygons, of rings, of steps; see the module."""
    return [[[_encode_ring(ring) for ring in _rings(part)] for part in _parts(shape)] for shape in geometry]


def encode_lines(geometry: shapely.MultiLineString) -> list[list[int]]:
    """Return the lines of a multiline in degrees, each as steps like those of a ring; see the module."""
    return [_steps(_units(shapely.get_coordinates(line))) for line in geometry.geoms]


def inner_points(geometry: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return a point well inside the largest part of each area, in the CRS of the areas; empty for empty."""
    return np.array([_inner_point(_parts(shape)) for shape in geometry], dtype=object)


def _inner_point(parts: list[shapely.Polygon]) -> shapely.Point:
    if not parts:
        return shapely.Point()
    return shapely.point_on_surface(max(parts, key=shapely.area))


def _polygons(geometry: NDArray[np.object_]) -> NDArray[np.object_]:
    valid = shapely.make_valid(np.where(shapely.is_missing(geometry), shapely.MultiPolygon(), geometry))
    return np.array([_polygonal(item) for item in valid], dtype=object)


def _polygonal(shape: shapely.Geometry) -> shapely.MultiPolygon:
    return shapely.MultiPolygon(_parts(shape))


def _parts(shape: shapely.Geometry) -> list[shapely.Polygon]:
    """Return the polygons of any geometry; the lines and points that a repair may leave are dropped."""
    simple = shapely.get_parts(shapely.get_parts(shape))
    return [part for part in simple if isinstance(part, shapely.Polygon) and not part.is_empty]


def _rings(polygon: shapely.Polygon) -> list[NDArray[np.float64]]:
    return [shapely.get_coordinates(ring) for ring in (polygon.exterior, *polygon.interiors)]


def _encode_ring(ring: NDArray[np.float64]) -> list[int]:
    """Encode one closed ring; its last vertex, equal to the first, is left out."""
    return _steps(_units(ring)[:-1])


def _steps(vertices: NDArray[np.int64]) -> list[int]:
    steps = np.diff(vertices, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    flat: list[int] = steps[(steps != 0).any(axis=1)].ravel().tolist()
    return flat


def _units(degrees: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.round(np.asarray(degrees, dtype=np.float64) * PER_DEGREE).astype(np.int64)
