"""Isochrones: valid, nested, and nothing lost on the way from cells to polygons."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from support.surface_samples import hills, square, surface_of

from zorgkaart.access.isochrones import Isochrones

LIMITS = (15.0, 30.0, 45.0)
CELL_M2 = 10_000.0


def check(found: Isochrones) -> None:
    """Every part is valid, lies in the next, and touches no other band but along its border."""
    for shape in (*found.bands, *found.within):
        assert shape.is_valid, shapely.is_valid_reason(shape)
        assert isinstance(shape, shapely.MultiPolygon)
    for small, large in pairwise(found.within):
        assert large.covers(small)
    assert shapely.coverage_is_valid([band for band in found.bands if not band.is_empty])


def test_without_smoothing_the_polygons_are_the_cells() -> None:
    surface = hills()
    found = Isochrones.of(surface, (45, 15, 30, 30), gaps_m=0, smooth_m=0, smallest_ha=0)
    check(found)
    assert found.minutes == LIMITS
    assert found.crs == "EPSG:28992"
    cells = [float((surface.minutes <= limit).sum()) for limit in LIMITS]
    np.testing.assert_allclose([shape.area for shape in found.within], np.array(cells) * CELL_M2)
    middles = shapely.points(surface.grid.x, surface.grid.y)
    for limit, shape in zip(LIMITS, found.within, strict=True):
        np.testing.assert_array_equal(shapely.contains(shape, middles), surface.minutes <= limit)


def test_a_time_on_a_limit_lies_within_it() -> None:
    grid = square(300.0)
    minutes = np.full((3, 3), 15.0)
    minutes[0] = 15.001
    found = Isochrones.of(surface_of(minutes, grid), [15.0], gaps_m=0, smooth_m=0, smallest_ha=0)
    assert found.within[0].equals(shapely.box(0, 0, 300, 200))


def test_small_patches_and_holes_go_to_what_is_around_them() -> None:
    grid = square(2000.0)
    minutes = np.full((20, 20), 40.0)
    minutes[5:11, 5:11] = 10.0  # 36 ha stay
    minutes[15:17, 15:17] = 10.0  # 4 ha go
    minutes[7, 7] = np.nan  # a pond of 1 ha
    found = Isochrones.of(surface_of(minutes, grid), LIMITS, gaps_m=0, smooth_m=0, smallest_ha=25)
    assert found.within[0].equals(shapely.box(500, 900, 1100, 1500))
    assert found.within[2].equals(shapely.box(0, 0, 2000, 2000))
    kept = Isochrones.of(surface_of(minutes, grid), LIMITS, gaps_m=0, smooth_m=0, smallest_ha=0)
    assert kept.within[0].area == pytest.approx((36 + 4 - 1) * CELL_M2)


def test_a_narrow_field_is_no_gap_and_a_wide_one_is() -> None:
    grid = square(3000.0)
    minutes = np.full((30, 30), 12.0)
    minutes[:, 3:8] = 20.0  # 500 m
    minutes[:, 15:25] = 20.0  # 1000 m
    minutes[10, 5] = np.nan  # a pond in the field stays
    found = Isochrones.of(surface_of(minutes, grid), LIMITS, gaps_m=600, smooth_m=0, smallest_ha=0)
    field, pond = shapely.box(1500, 0, 2500, 3000), shapely.box(500, 1900, 600, 2000)
    assert found.within[0].equals(shapely.box(0, 0, 3000, 3000) - field - pond)


def test_smoothing_takes_vertices_and_hardly_any_area() -> None:
    surface = hills()
    rough, smooth = (Isochrones.of(surface, LIMITS, gaps_m=0, smooth_m=size, smallest_ha=25) for size in (0, 150))
    check(smooth)
    for before, after in zip(rough.within, smooth.within, strict=True):
        assert shapely.get_num_coordinates(after) < shapely.get_num_coordinates(before) / 2
        assert after.symmetric_difference(before).area < 0.1 * before.area


def test_a_line_is_where_a_limit_is_passed_and_not_the_border_of_the_areas() -> None:
    grid = square(1000.0)
    minutes = np.full((10, 10), 40.0)
    minutes[:, :4] = 10.0
    found = Isochrones.of(surface_of(minutes, grid), LIMITS, gaps_m=0, smooth_m=0, smallest_ha=0)
    assert found.lines[0].equals(shapely.LineString([(400, 0), (400, 1000)]))
    assert found.lines[1].equals(found.lines[0]), "30 minutes are passed where 15 are"
    assert found.lines[2].is_empty, "all lies within 45 minutes"
    minutes[:, :2] = np.nan
    lake = Isochrones.of(surface_of(minutes, grid), LIMITS, gaps_m=0, smooth_m=0, smallest_ha=0)
    assert lake.lines[0].equals(found.lines[0]), "from a lake there is no way, and no limit is passed at its shore"


def test_where_nothing_is_known_there_is_nothing() -> None:
    found = Isochrones.of(
        surface_of(np.full((5, 5), np.nan), square(500.0)), LIMITS, gaps_m=600, smooth_m=150, smallest_ha=25
    )
    assert (found.minutes, found.within, found.lines) == ((), (), ())


minutes_of_cells = arrays.arrays(
    np.float32,
    st.tuples(st.integers(12, 12), st.integers(12, 12)),
    elements=st.sampled_from([5.0, 20.0, 40.0, 50.0, np.nan]),
    fill=st.nothing(),
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(
    minutes_of_cells,
    st.sampled_from([0.0, 300.0]),
    st.sampled_from([0.0, 100.0, 150.0, 400.0]),
    st.sampled_from([0.0, 3.0, 25.0]),
)
def test_whatever_the_minutes_all_is_valid_and_nested(
    minutes: np.ndarray, gaps_m: float, smooth_m: float, smallest_ha: float
) -> None:
    surface = surface_of(minutes, square(1200.0))
    found = Isochrones.of(surface, LIMITS, gaps_m=gaps_m, smooth_m=smooth_m, smallest_ha=smallest_ha)
    check(found)
    total = shapely.coverage_union_all([band for band in found.bands if not band.is_empty])
    assert sum(band.area for band in found.bands) == pytest.approx(total.area)
    if gaps_m == smooth_m == smallest_ha == 0:
        assert found.within == () or found.within[-1].area == pytest.approx(np.sum(minutes <= 45) * CELL_M2)
    if smooth_m == smallest_ha == 0:  # a gap goes, but none comes
        for limit, shape in zip(found.minutes, found.within, strict=True):
            assert shapely.contains_xy(shape, surface.grid.x, surface.grid.y)[surface.minutes <= limit].all()
    lengths = [line.length for line in found.lines]
    assert all(length <= shape.boundary.length + 1e-6 for length, shape in zip(lengths, found.within, strict=True))


@settings(max_examples=50, deadline=None)
@given(minutes_of_cells, st.floats(0, 30, width=32))
def test_longer_times_never_reach_further(minutes: np.ndarray, more: float) -> None:
    grid = square(1200.0)
    before, after = (
        Isochrones.of(surface_of(values, grid), LIMITS, gaps_m=0, smooth_m=0, smallest_ha=0)
        for values in (minutes, minutes + np.float32(more))
    )
    reach = dict(zip(before.minutes, before.within, strict=True))
    for limit, shape in zip(after.minutes, after.within, strict=True):
        assert reach[limit].covers(shape)
