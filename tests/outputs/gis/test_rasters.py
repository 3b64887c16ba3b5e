"""Surfaces as GeoTIFFs: what is read back is what was written, and GDAL's own tools agree that it is sound."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio
from support.outputs_samples import HOSTILE, TRAVEL
from support.surface_samples import hills, square, surface_of

from zorgkaart.outputs.gis import rasters
from zorgkaart.outputs.gis.rasters import write_surface
from zorgkaart.outputs.styles.qgis_styles import Classes

PYTHON = Path("/usr/bin/python3")
VALIDATOR = "osgeo_utils.samples.validate_cloud_optimized_geotiff"


def written(folder: Path) -> tuple[Path, Path]:
    minutes, classes = write_surface(
        folder / "seh_min.tif", hills(), TRAVEL, description="Reistijd SEH", tags={"bron": HOSTILE}
    )
    return minutes, classes


def test_the_minutes_come_back_and_the_file_explains_itself(tmp_path: Path) -> None:
    surface, (path, _) = hills(), written(tmp_path)
    with rasterio.open(path) as file:
        np.testing.assert_array_equal(file.read(1), surface.raster)
        assert file.dtypes == ("float32",)
        assert file.transform == surface.grid.transform
        assert file.crs.to_epsg() == 28992
        assert np.isnan(file.nodata)
        assert file.units == ("min",)
        assert file.descriptions == ("Reistijd SEH",)
        assert file.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert file.tags()["bron"] == HOSTILE
        band = file.tags(1)
        assert float(band["STATISTICS_MAXIMUM"]) == pytest.approx(np.nanmax(surface.minutes), abs=1e-4)
        assert float(band["STATISTICS_MEAN"]) == pytest.approx(np.nanmean(surface.minutes), abs=1e-3)
        assert json.loads(band["klassen"])[-1] == {
            "tot_en_met": None,
            "kleur": "#253494",
            "tekst": "meer dan 45 minuten",
        }
    assert path.with_suffix(".qml").read_text(encoding="utf-8").startswith("<!DOCTYPE qgis")
    assert sorted(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*.*")) == [
        "klassen/seh_min.qml",
        "klassen/seh_min.tif",
        "seh_min.qml",
        "seh_min.tif",
    ]


def test_the_classes_have_the_colours_of_the_map(tmp_path: Path) -> None:
    minutes, (_, path) = hills().raster, written(tmp_path)
    with rasterio.open(path) as file:
        values = file.read(1)
        assert file.nodata == 0
        assert file.units == ("klasse",)
        assert file.colormap(1)[1] == (255, 255, 204, 255)
        assert file.tags()["bron"] == HOSTILE
    np.testing.assert_array_equal(values == 0, np.isnan(minutes))
    np.testing.assert_array_equal(values == 1, minutes <= 10)
    np.testing.assert_array_equal(values == 6, minutes > 45)


def test_a_value_on_a_bound_is_in_the_lower_class_and_beyond_the_last_is_none(tmp_path: Path) -> None:
    classes = Classes("x", "X", (10.1, 30.0), ("#000000", "#ffffff"), ("a", "b"))
    surface = surface_of(np.array([[10.1, 10.2], [30.0, 31.0]]), square(200.0))
    _, path = write_surface(tmp_path / "x.tif", surface, classes, description="x")
    with rasterio.open(path) as file:
        assert file.read(1).tolist() == [[1, 2], [2, 0]]


def test_a_surface_on_which_nothing_is_known_can_be_written(tmp_path: Path) -> None:
    surface = hills()
    empty = replace(surface, minutes=np.full_like(surface.minutes, np.nan))
    for path in write_surface(tmp_path / "x.tif", empty, TRAVEL, description="x"):
        with rasterio.open(path) as file:
            assert not file.read_masks(1).any()


def test_nodata_is_not_smeared_over_the_overviews(tmp_path: Path) -> None:
    surface = hills(60_000.0)
    path, _ = write_surface(tmp_path / "x.tif", surface, TRAVEL, description="x")
    with rasterio.open(path) as file:
        assert file.overviews(1)
    with rasterio.open(path, overview_level=0) as file:
        small = file.read(1, masked=True)
    assert small.min() >= np.nanmin(surface.minutes)
    assert small.max() <= np.nanmax(surface.minutes)
    assert small.mask.mean() == pytest.approx(np.isnan(surface.raster).mean(), abs=0.01)


def test_gdal_itself_finds_no_fault(tmp_path: Path) -> None:
    """Another build of GDAL than that of rasterio, with its own check of the layout."""
    check = [str(PYTHON), "-c", f"import {VALIDATOR}"]
    if not PYTHON.is_file() or subprocess.run(check, capture_output=True, env={}).returncode:
        pytest.skip("the system's Python has no GDAL (Debian: apt-get install python3-gdal gdal-bin)")
    for path in written(tmp_path):
        done = subprocess.run([str(PYTHON), "-m", VALIDATOR, str(path)], capture_output=True, text=True, env={})
        assert "is a valid cloud optimized GeoTIFF" in done.stdout, done.stdout + done.stderr
        info = subprocess.run(
            ["gdalinfo", "-json", str(path)], capture_output=True, text=True, env={"PATH": "/usr/bin"}
        )
        (band,) = json.loads(info.stdout)["bands"]
        assert band["unit"] == ("min" if path.parent == tmp_path else "klasse")
        assert band["noDataValue"] in ("NaN", 0)
        assert "STATISTICS_MEAN" in band["metadata"][""]
        assert ("colorTable" in band) == (path.parent != tmp_path)


def test_nothing_is_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _ = written(tmp_path)
    before = path.read_bytes()

    def broken(*_: object) -> str:
        raise RuntimeError("half way")

    monkeypatch.setattr(rasters, "_classes_json", broken)
    with pytest.raises(RuntimeError, match="half way"):
        write_surface(path, hills(), TRAVEL, description="anders")
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["klassen", "seh_min.qml", "seh_min.tif"]
