"""Polygons at the door: a CRS, a place where the project lies, and valid shapes."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from pyproj import Transformer

from zorgkaart.errors import Problems
from zorgkaart.inputs.crs import looks_like, reprojected, without_shape
from zorgkaart.inputs.tables import listed, rows_named
from zorgkaart.project.defaults import WGS84
from zorgkaart.project.region import MOST_STRETCH, Region, better_crs, region_of, stretch_of

# Borders are good to 60-100 m, so slivers overlap; more than this share of an area is a mistake.
MOST_OVERLAP = 0.1
# Territorial waters and generalised borders reach a little beyond the grid's own extent.
MARGIN_M = 30_000.0


def checked_polygons(frame: GeoDataFrame, where: str, problems: Problems, *, crs: str) -> gpd.GeoSeries | None:
    """Return the polygons of `frame` in the CRS of the project, repaired where needed.

    Invalid shapes are made valid and reported. None if there is no CRS or a row cannot be used.
    """
    geometry = frame.geometry
    nothing = without_shape(geometry)
    if nothing.any():
        problems.add(where, f"{rows_named(frame.index[nothing])}: no shape", "Draw the areas or remove the rows.")
        return None
    flat = ~geometry.geom_type.isin(["Polygon", "MultiPolygon", "GeometryCollection"])
    if flat.any():
        kinds = ", ".join(sorted(geometry.geom_type[flat].unique()))
        problems.add(where, f"{rows_named(frame.index[flat])}: no area but {kinds}", "Give polygons.")
        return None
    metres = reprojected(geometry.force_2d(), crs, where, problems)
    if metres is None or not _in_region(metres, region_of(crs), frame, where, problems):
        return None
    repaired = _repaired(metres, frame.index, where, problems)
    if repaired is not None:
        _report_overlaps(repaired, where, problems)
    return repaired


def _in_region(metres: gpd.GeoSeries, region: Region, frame: GeoDataFrame, where: str, problems: Problems) -> bool:
    bounds = metres.bounds
    inside = (
        (bounds["minx"] >= region.x[0] - MARGIN_M)
        & (bounds["maxx"] <= region.x[1] + MARGIN_M)
        & (bounds["miny"] >= region.y[0] - MARGIN_M)
        & (bounds["maxy"] <= region.y[1] + MARGIN_M)
    )
    if inside.all():
        return _is_true_to_scale(metres, region, where, problems)
    rows = frame.index[~inside]
    read_as = frame.crs.to_string()
    first = frame.geometry.loc[rows[0]].bounds
    problems.add(
        where,
        f"{rows_named(rows)}: outside {region.name} when read as {read_as} (x {first[0]:g}, y {first[1]:g})",
        _advice(frame, metres),
    )
    return False


def _advice(frame: GeoDataFrame, metres: gpd.GeoSeries) -> str:
    """What to do about areas elsewhere: coordinates that do not fit their CRS are the likelier fault."""
    if frame.crs.is_geographic and np.all(np.abs(frame.total_bounds) <= 180):
        lon, lat = _middle(metres)
        return f"Swap x and y, or take another CRS in [project] crs: {better_crs(lat, lon)} fits there."
    return f"The coordinates look like {looks_like(frame.geometry)}: assign the right CRS, or swap x and y."


def _middle(metres: gpd.GeoSeries) -> tuple[float, float]:
    """Longitude and latitude of the middle of all areas."""
    west, south, east, north = metres.total_bounds
    place = Transformer.from_crs(metres.crs, WGS84, always_xy=True).transform((west + east) / 2, (south + north) / 2)
    return float(place[0]), float(place[1])


def _is_true_to_scale(metres: gpd.GeoSeries, region: Region, where: str, problems: Problems) -> bool:
    """Refuse a CRS in which lengths are not what they are on the ground, and remark one that is meant for elsewhere."""
    lon, lat = _middle(metres)
    stretch = stretch_of(region.crs, lat, lon)
    if stretch > MOST_STRETCH:
        problems.add(
            "[project] crs",
            f"in {region.crs} lengths at these areas are {stretch:.0%} off ({where})",
            f"Take a CRS that is true to scale there, such as {better_crs(lat, lon)}.",
        )
        return False
    if not region.is_usual(np.array([lat]), np.array([lon]))[0]:
        problems.add(
            where,
            f"the areas lie beyond {region.name}; lengths there are {1000 * stretch:.1f} per mille off",
            f"Nothing needs to be done; {better_crs(lat, lon)} fits better.",
            fatal=False,
        )
    return True


def _repaired(metres: gpd.GeoSeries, index: pd.Index, where: str, problems: Problems) -> gpd.GeoSeries | None:
    shapes = metres.to_numpy().copy()
    broken = ~shapely.is_valid(shapes) | (shapely.get_type_id(shapes) == 7)
    if not broken.any():
        return metres
    valid = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    shapes[broken] = [_areal(shape) for shape in valid]
    lost = shapely.is_empty(shapes)
    if lost.any():
        problems.add(where, f"{rows_named(index[lost])}: a shape without a surface", "Draw the areas anew.")
        return None
    problems.add(
        where,
        f"{rows_named(index[broken])}: an invalid shape was repaired",
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


def _report_overlaps(metres: gpd.GeoSeries, where: str, problems: Problems) -> None:
    """Report areas that lie on top of each other: residents there count for the first of them alone."""
    shapes = metres.to_numpy()
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    first, second = first[first < second], second[first < second]
    touching = shapely.touches(shapes[first], shapes[second])
    first, second = first[~touching], second[~touching]
    shared = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    share = shared / np.minimum(shapely.area(shapes[first]), shapely.area(shapes[second]))
    pairs = [
        f"{metres.index[i]} and {metres.index[j]}"
        for i, j in zip(first[share > MOST_OVERLAP], second[share > MOST_OVERLAP], strict=True)
    ]
    if pairs:
        problems.add(
            where,
            f"areas lie on top of each other: rows {listed(pairs)}",
            "A point there counts for the area with the lowest code alone; give areas that do not overlap.",
            fatal=False,
        )
