"""Polygons at the door: a CRS, a place in the Netherlands, and valid shapes."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame

from zorgkaart.errors import Problems
from zorgkaart.inputs.coordinates import RD_X, RD_Y
from zorgkaart.inputs.schema import CRS
from zorgkaart.inputs.tables import rows_named

# Territorial waters and generalised borders reach a little beyond the grid's own extent.
MARGIN_M = 30_000.0


def checked_polygons(frame: GeoDataFrame, where: str, problems: Problems) -> gpd.GeoSeries | None:
    """Return the polygons of `frame` in EPSG:28992, repaired where needed.

    Invalid shapes are made valid and reported. None if there is no CRS or a row cannot be used.
    """
    geometry = frame.geometry
    if geometry.crs is None:
        problems.add(
            where,
            "the layer has no coordinate reference system (CRS)",
            f"Its coordinates look like {_guess(geometry)}: assign that CRS, or the right one, and rerun.",
        )
        return None
    nothing = geometry.isna() | geometry.is_empty
    if nothing.any():
        problems.add(where, f"{rows_named(frame.index[nothing])} have no shape", "Draw the areas or remove the rows.")
        return None
    flat = ~geometry.geom_type.isin(["Polygon", "MultiPolygon", "GeometryCollection"])
    if flat.any():
        kinds = ", ".join(sorted(geometry.geom_type[flat].unique()))
        problems.add(where, f"{rows_named(frame.index[flat])} are no areas but {kinds}", "Give polygons.")
        return None
    metres = geometry.force_2d().to_crs(CRS)
    if not _in_the_netherlands(metres, frame, where, problems):
        return None
    return _repaired(metres, frame.index, where, problems)


def _guess(geometry: gpd.GeoSeries) -> str:
    bounds = geometry.total_bounds
    if np.all(np.abs(bounds) <= 180):
        return "degrees (EPSG:4326)"
    if RD_Y[0] <= bounds[1] and bounds[3] <= RD_Y[1]:
        return "metres of the Dutch grid (EPSG:28992)"
    return "metres of an unknown grid"


def _in_the_netherlands(metres: gpd.GeoSeries, frame: GeoDataFrame, where: str, problems: Problems) -> bool:
    bounds = metres.bounds
    inside = (
        (bounds["minx"] >= RD_X[0] - MARGIN_M)
        & (bounds["maxx"] <= RD_X[1] + MARGIN_M)
        & (bounds["miny"] >= RD_Y[0] - MARGIN_M)
        & (bounds["maxy"] <= RD_Y[1] + MARGIN_M)
    )
    if inside.all():
        return True
    rows = frame.index[~inside]
    crs = frame.crs.to_string()
    first = frame.geometry.loc[rows[0]].bounds
    problems.add(
        where,
        f"{rows_named(rows)} lie outside the Netherlands when read as {crs} (x {first[0]:g}, y {first[1]:g})",
        f"The coordinates look like {_guess(frame.geometry)}: assign the right CRS, or swap x and y.",
    )
    return False


def _repaired(metres: gpd.GeoSeries, index: pd.Index, where: str, problems: Problems) -> gpd.GeoSeries | None:
    shapes = metres.to_numpy().copy()
    broken = ~shapely.is_valid(shapes) | (shapely.get_type_id(shapes) == 7)
    if not broken.any():
        return metres
    valid = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    shapes[broken] = [_areal(shape) for shape in valid]
    lost = shapely.is_empty(shapes)
    if lost.any():
        problems.add(where, f"{rows_named(index[lost])} have a shape without a surface", "Draw the areas anew.")
        return None
    problems.add(
        where,
        f"{rows_named(index[broken])} had an invalid shape, which was repaired",
        "Look at these areas on the map; correct the source if they look wrong.",
        fatal=False,
    )
    return gpd.GeoSeries(shapes, index=index, crs=metres.crs)


def _areal(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the polygons of a shape, without its points and lines."""
    parts = shapely.get_parts(shape)
    while (shapely.get_type_id(parts) > 3).any():
        parts = shapely.get_parts(parts)
    return shapely.union_all(parts[np.isin(shapely.get_type_id(parts), (3,))])
