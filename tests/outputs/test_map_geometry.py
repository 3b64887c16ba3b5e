"""Shapes on the map: simplified together, packed in steps and still whole."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely
from geopandas import GeoDataFrame
from support.map_samples import (
    draw,
    grid,
    province,
    sample,
)

from zorgkaart.outputs.map_geometry import encode_polygons, inner_points, simplify, to_degrees


def decoded(shape: list[list[list[int]]]) -> list[list[tuple[int, int]]]:
    """Undo the steps as the page does."""
    rings = [ring for polygon in shape for ring in polygon]
    return [[tuple(v) for v in np.cumsum(np.reshape(ring, (-1, 2)), axis=0).tolist()] for ring in rings]


def edges(shapes: list[Any]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    rings = [ring for shape in shapes for ring in decoded(shape)]
    return [edge for ring in rings for edge in pairwise([*ring, ring[0]])]


def test_neighbours_run_along_their_border_in_opposite_directions() -> None:
    shapes = encode_polygons(to_degrees(simplify(grid(4).geometry.to_numpy(), 25.0), "EPSG:28992"))
    found = edges(shapes)
    assert len(found) == len(set(found)) == 4 * 16
    inner = [(a, b) for a, b in found if (b, a) in set(found)]
    assert len(inner) == 2 * 24


def test_holes_parts_and_nothing_survive() -> None:
    ring = shapely.Polygon(shapely.box(0, 0, 9000, 9000).exterior, [shapely.box(3000, 3000, 6000, 6000).exterior])
    island = shapely.box(20000, 0, 21000, 1000)
    bow = shapely.Polygon([(0, 20000), (9000, 29000), (9000, 20000), (0, 29000)])
    geometry = np.array([shapely.MultiPolygon([ring, island]), shapely.box(3000, 3000, 6000, 6000), None, bow])
    result = simplify(geometry, 25.0)
    assert shapely.is_valid(result).all()
    assert [shapely.get_num_geometries(shape) for shape in result] == [2, 1, 0, 2]
    assert shapely.area(result[0]) == 81e6 - 9e6 + 1e6
    encoded = encode_polygons(to_degrees(result, "EPSG:28992"))
    assert [len(polygon) for polygon in encoded[0]] == [2, 1]
    assert encoded[2] == []
    points = inner_points(result)
    assert shapely.contains(result, points).tolist() == [True, True, False, True]


def test_overlaps_are_reported(caplog: pytest.LogCaptureFixture) -> None:
    overlapping = np.array([shapely.box(0, 0, 5000, 5000), shapely.box(4900, 0, 9000, 5000)])
    areas = sample()["areas"].iloc[:2].set_geometry(overlapping, crs="EPSG:28992")
    draw(areas=areas)
    assert "areas overlap or do not quite meet" in caplog.text
    result = simplify(overlapping, 25.0)
    assert shapely.area(result) == pytest.approx(shapely.area(overlapping), rel=0.01)


def test_sound_areas_are_not_reported(caplog: pytest.LogCaptureFixture) -> None:
    draw()
    assert not caplog.records


def test_zero_tolerance_changes_nothing() -> None:
    geometry = grid().geometry.to_numpy()
    assert shapely.equals(simplify(geometry, 0.0), geometry).all()


def test_real_borders_stay_within_the_tolerance() -> None:
    areas: GeoDataFrame = province()["areas"]
    geometry = areas.geometry.to_numpy()
    result = simplify(geometry, 25.0)
    assert shapely.coverage_is_valid(result)
    assert shapely.area(shapely.symmetric_difference(geometry, result)).sum() < 0.005 * shapely.area(geometry).sum()
    assert not shapely.is_empty(result).any()


@pytest.mark.parametrize(
    ("crs", "lon", "shown"),
    [
        ("EPSG:3460", 179.9, 179.9),
        ("EPSG:3460", -179.9, 180.1),
        ("EPSG:2193", -176.5, 183.5),
        ("EPSG:32701", 179.9, -180.1),
        ("EPSG:28992", 5.3, 5.3),
    ],
)
def test_a_map_over_the_180th_meridian_is_of_one_piece(crs: str, lon: float, shown: float) -> None:
    lat = 52.0 if crs == "EPSG:28992" else -18.0
    x, y = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(lon, lat)
    [point] = to_degrees(np.array([shapely.Point(x, y)], dtype=object), crs)
    assert (point.x, point.y) == pytest.approx((shown, lat), abs=1e-6)
