"""What every layer is checked for: a CRS that is known and usable, and shapes that are somewhere."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj.exceptions import ProjError

from zorgkaart.errors import Problems
from zorgkaart.project.defaults import WGS84
from zorgkaart.project.region import NETHERLANDS


def reprojected(geometry: gpd.GeoSeries, crs: str, where: str, problems: Problems) -> gpd.GeoSeries | None:
    """Return `geometry` in `crs`; None, with a problem, if its own CRS is absent or unusable."""
    if geometry.crs is None:
        problems.add(
            where,
            "the layer has no coordinate reference system (CRS)",
            f"Its coordinates look like {looks_like(geometry)}: assign that CRS, or the right one, and rerun.",
        )
        return None
    try:
        return geometry.to_crs(crs)
    except ProjError:
        problems.add(
            where,
            f"the layer's coordinate reference system ('{geometry.crs.name}') cannot be turned into {crs}",
            f"Its coordinates look like {looks_like(geometry)}: assign that CRS, or the right one, and rerun.",
        )
        return None


def without_shape(geometry: gpd.GeoSeries) -> NDArray[np.bool_]:
    """Tell which rows have no shape, an empty one or one at infinity."""
    return np.asarray(~np.isfinite(shapely.bounds(geometry.to_numpy())).all(axis=1))


def points_inside(geometry: gpd.GeoSeries) -> tuple[gpd.GeoSeries, NDArray[np.bool_]]:
    """Return each point itself and a point inside each other shape, None without shape; and which were no points."""
    shapes = geometry.to_numpy().copy()
    shapes[without_shape(geometry)] = None
    drawn = shapely.get_type_id(shapes) > 0
    shapes[drawn] = shapely.point_on_surface(shapes[drawn])
    return gpd.GeoSeries(shapes, index=geometry.index, crs=geometry.crs), drawn


def looks_like(geometry: gpd.GeoSeries) -> str:
    """Say what the bare coordinates look like, for the advice in a message."""
    bounds = geometry.total_bounds
    if np.all(np.abs(bounds) <= 180):
        return f"degrees ({WGS84})"
    if NETHERLANDS.y[0] <= bounds[1] and bounds[3] <= NETHERLANDS.y[1]:
        return f"metres of the Dutch grid ({NETHERLANDS.crs})"
    return "metres of an unknown grid"
