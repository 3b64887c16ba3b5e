"""Maps that fill a sheet."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import affinity
from support.map_samples import LABELS, grid_sites, norm_view, places, sample

from zorgkaart.outputs.pictures.drawing import svg_bytes
from zorgkaart.outputs.pictures.sheet_map import BOX_MM, EDGE_MM, _place, sheet_map

SIDES = st.floats(1_000, 200_000)


@given(SIDES, SIDES, st.floats(0, 180), st.sampled_from([(190, 240), (277, 150), (190, 105)]), st.floats(30, 90))
def test_the_areas_lie_on_the_sheet_and_leave_a_corner_to_the_legend(
    wide: float, high: float, turned: float, sheet: tuple[float, float], legend_mm: float
) -> None:
    land = affinity.rotate(shapely.box(100_000, 500_000, 100_000 + wide, 500_000 + high), turned)
    place = _place(land, *sheet, legend_mm)
    west, south, east, north = place.frame
    assert (east - west) / place.per_mm == pytest.approx(sheet[0])
    assert (north - south) / place.per_mm == pytest.approx(sheet[1])
    edge = 0.99 * EDGE_MM * place.per_mm
    assert shapely.box(west + edge, south + edge, east - edge, north - edge).contains(land)
    x = west if place.west else east - BOX_MM * place.per_mm
    y = south if place.south else north - legend_mm * place.per_mm
    assert not shapely.box(x, y, x + BOX_MM * place.per_mm, y + legend_mm * place.per_mm).intersects(land)


def test_areas_that_leave_a_corner_free_have_the_whole_sheet() -> None:
    """A triangle needs no room beside it, though the box around it fills the sheet."""
    triangle = shapely.Polygon([(0, 0), (184_000, 0), (0, 234_000)])
    assert _place(triangle, 190, 240, 70).per_mm == pytest.approx(1000)


def test_the_map_has_the_size_of_the_sheet_and_is_the_same_again() -> None:
    arguments = {"labels": LABELS, "places": places(), "sites": grid_sites(), "width_mm": 190, "height_mm": 200}
    areas = sample()["areas"]
    figure = sheet_map(areas, norm_view(), **arguments)
    assert [side * 25.4 for side in figure.get_size_inches()] == pytest.approx([190, 200])
    words = " ".join(text.get_text() for text in figure.axes[1].texts)
    assert "Spoedeisende hulp" in words
    assert "km" in words
    assert words.endswith("N")
    assert svg_bytes(figure) == svg_bytes(sheet_map(areas, norm_view(), **arguments))
