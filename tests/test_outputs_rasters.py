from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from outputs_samples import HOSTILE, TRAVEL

from zorgkaart.errors import InputError
from zorgkaart.outputs import rasters
from zorgkaart.outputs.rasters import (
    isochrones,
    raster_difference,
    travel_time_raster,
    write_class_geotiff,
    write_geotiff,
)
from zorgkaart.outputs.styles import Classes

X = np.array([100.0, 199.9, 200.0, 350.0, 350.0])
Y = np.array([100.0, 100.0, 199.9, 250.0, 260.0])
MINUTES = np.array([10.0, 20.0, 30.0, 40.0, np.nan])


def test_a_cell_holds_the_mean_of_its_points_and_edges_go_east_and_north():
    raster = travel_time_raster(X, Y, MINUTES)
    assert raster.transform == rasterio.Affine(100, 0, 100, 0, -100, 300)
    np.testing.assert_array_equal(raster.values, [[np.nan, np.nan, 40.0], [15.0, 30.0, np.nan]])
    assert raster.values.dtype == np.float32
    assert raster.meaning == "gemiddelde van de punten in de cel"


def test_minimum_and_weights():
    assert travel_time_raster(X, Y, MINUTES, statistic="min").values[1, 0] == 10.0
    weight = np.array([3.0, 1.0, np.nan, 0.0, 5.0])
    raster = travel_time_raster(X, Y, MINUTES, weight=weight)
    assert raster.values[1, 0] == 12.5
    assert raster.values[1, 1] == 30.0, "points without any weight count alike"
    assert raster.values[0, 2] == 40.0
    assert "gewogen naar inwoners" in raster.meaning


def test_the_order_of_points_does_not_matter():
    rng = np.random.default_rng(5)
    x, y = rng.uniform(0, 2000, (2, 500))
    minutes = rng.integers(0, 60, 500).astype(float)
    order = rng.permutation(500)
    first = travel_time_raster(x, y, minutes, cell_m=250)
    second = travel_time_raster(x[order], y[order], minutes[order], cell_m=250)
    np.testing.assert_allclose(first.values, second.values, rtol=1e-6)


def test_bounds_are_widened_to_whole_cells_and_points_outside_left_out():
    raster = travel_time_raster(X, Y, MINUTES, bounds=(110, 110, 190, 290), cell_m=100)
    assert raster.values.shape == (2, 1)
    np.testing.assert_array_equal(raster.values, [[np.nan], [15.0]])
    assert raster.transform.c == 100


def test_filling_stops_at_its_limit_and_leaves_the_unreachable_empty():
    x = np.array([50.0, 550.0])
    y = np.array([50.0, 50.0])
    minutes = np.array([10.0, np.nan])
    raster = travel_time_raster(x, y, minutes, fill_m=200, bounds=(0, 0, 600, 100))
    np.testing.assert_array_equal(raster.values[0], [10, 10, 10, np.nan, np.nan, np.nan])
    assert "binnen 200 m" in raster.meaning
    far = travel_time_raster(x, y, minutes, fill_m=10_000, bounds=(0, 0, 600, 100))
    np.testing.assert_array_equal(far.values[0], [10, 10, 10, 10, 10, np.nan])


def test_nothing_known_is_nothing_shown():
    raster = travel_time_raster(X, Y, np.full(5, np.nan), fill_m=500)
    assert np.isnan(raster.values).all()
    assert len(isochrones(raster)) == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"x": X[:2]}, "one value per point"),
        ({"weight": np.ones(2)}, "one value per point"),
        ({"x": X * np.inf}, "finite"),
        ({"minutes": MINUTES + np.inf}, "finite"),
        ({"cell_m": 0.0}, "cell size"),
        ({"cell_m": 1e-3}, "cannot be made"),
        ({"bounds": (0.0, 100.0, 100.0, 0.0)}, "cannot be made"),
        ({"x": X[:0], "y": Y[:0], "minutes": MINUTES[:0]}, "at least one point"),
    ],
)
def test_what_makes_no_sense_is_refused(changes: dict, message: str):
    arguments = {"x": X, "y": Y, "minutes": MINUTES} | changes
    with pytest.raises(InputError, match=message):
        travel_time_raster(**arguments)


def test_difference_is_after_minus_before_and_needs_one_grid():
    before = travel_time_raster(X, Y, MINUTES)
    after = travel_time_raster(X, Y, MINUTES + 5)
    np.testing.assert_array_equal(raster_difference(after, before).values, [[np.nan, np.nan, 5], [5, 5, np.nan]])
    with pytest.raises(InputError, match="same grid"):
        raster_difference(after, travel_time_raster(X, Y, MINUTES, cell_m=50))


def surface() -> rasters.Raster:
    x, y = (a.ravel().astype(float) for a in np.meshgrid(np.arange(50, 9050, 100), np.arange(50, 9050, 100)))
    minutes = np.hypot(x - 4000, y - 4000) / 100 + (x * 7 + y * 13) % 900 / 100
    minutes[(x > 8000) & (y > 8000)] = np.nan
    return travel_time_raster(x, y, minutes)


def test_isochrones_are_valid_nested_and_cover_their_cells_exactly():
    raster = surface()
    found = isochrones(raster, (15, 45, 30, 30))
    assert found["minuten"].tolist() == [45.0, 30.0, 15.0]
    assert found.geometry.is_valid.all()
    assert found.crs == "EPSG:28992"
    shapes = found.geometry.to_numpy()
    assert shapely.covers(shapes[:-1], shapes[1:]).all()
    cells = [(raster.values <= limit).sum() * 10_000.0 for limit in found["minuten"]]
    np.testing.assert_allclose(found.geometry.area, cells)


def test_the_geotiff_explains_itself(tmp_path: Path):
    raster = surface()
    path = tmp_path / "seh_min.tif"
    write_geotiff(path, raster, description="Reistijd SEH", classes=TRAVEL, tags={"bron": HOSTILE})
    with rasterio.open(path) as file:
        np.testing.assert_array_equal(file.read(1), raster.values)
        assert file.transform == raster.transform
        assert file.crs.to_epsg() == 28992
        assert np.isnan(file.nodata)
        assert file.units == ("min",)
        assert file.descriptions == ("Reistijd SEH",)
        assert file.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert file.tags()["betekenis_cel"] == raster.meaning
        assert file.tags()["bron"] == HOSTILE
        band = file.tags(1)
        assert float(band["STATISTICS_MAXIMUM"]) == pytest.approx(np.nanmax(raster.values), abs=1e-4)
        assert json.loads(band["klassen"])[-1] == {
            "tot_en_met": None,
            "kleur": "#253494",
            "tekst": "meer dan 45 minuten",
        }
    assert (tmp_path / "seh_min.qml").read_text(encoding="utf-8").startswith("<!DOCTYPE qgis")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["seh_min.qml", "seh_min.tif"]


def test_the_class_raster_has_the_colours_of_the_map(tmp_path: Path):
    raster = surface()
    write_class_geotiff(tmp_path / "k.tif", raster, TRAVEL, description="Klassen")
    with rasterio.open(tmp_path / "k.tif") as file:
        values = file.read(1)
        assert file.nodata == 0
        assert file.colormap(1)[1] == (255, 255, 204, 255)
    np.testing.assert_array_equal(values == 0, np.isnan(raster.values))
    np.testing.assert_array_equal(values == 1, raster.values <= 10)
    np.testing.assert_array_equal(values == 6, raster.values > 45)


def test_a_value_on_a_bound_is_in_the_lower_class_and_beyond_the_last_is_none(tmp_path: Path):
    classes = Classes("x", "X", (10.0, 30.0), ("#000000", "#ffffff"), ("a", "b"))
    raster = travel_time_raster(X, Y, np.array([10.0, 10.0, 30.0, 31.0, 31.0]))
    write_class_geotiff(tmp_path / "k.tif", raster, classes, description="Klassen")
    with rasterio.open(tmp_path / "k.tif") as file:
        assert file.read(1).tolist() == [[0, 0, 0], [1, 2, 0]]


def test_nothing_is_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "x.tif"
    write_geotiff(path, surface(), description="x")
    before = path.read_bytes()

    def broken(*_: object) -> str:
        raise RuntimeError("half way")

    monkeypatch.setattr(rasters, "_classes_json", broken)
    with pytest.raises(RuntimeError, match="half way"):
        write_geotiff(path, surface(), description="x", classes=TRAVEL)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
