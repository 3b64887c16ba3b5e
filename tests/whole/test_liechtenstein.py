"""Another country from a user's own file: Liechtenstein, in the Swiss grid, from its OpenStreetMap file to a map."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from support.command_line import zorgkaart
from support.paths import LIECHTENSTEIN
from support.trip_samples import site_seconds

from zorgkaart.outputs.map_geometry import PER_DEGREE
from zorgkaart.project.model import Project
from zorgkaart.routing.routing_graph import Direction
from zorgkaart.study.study import Study

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not LIECHTENSTEIN.is_file(), reason="the file of Liechtenstein is not beside the clone"),
]
SWISS = "EPSG:2056"
BOX = shapely.box(9.47, 47.04, 9.64, 47.28)  # the country, in degrees
NORM = """base = "zorgkaart.toml"

[project]
name = "met-norm"

[kinds.ambulancepost]
table = "gegevens/ambulancepost.csv"
label = "Ambulancepost"
travel = false

[norms.seh]
limit_min = 20
turnout_min = 3
on_scene_min = 5
only_24_7 = false
"""
# Invented, but for its place: the Red Cross stands beside the hospital.
STATION = "id,naam,lat,lon,volcontinu,status\nambulance-vaduz,Rettung Vaduz,47.1386,9.5222,ja,open\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("li")
    copy = shutil.copy(LIECHTENSTEIN, folder / "liechtenstein.osm.pbf")
    fetched = zorgkaart("fetch", folder / "land", "--file", copy, "--crs", SWISS)
    assert fetched.exit_code == 0, fetched.output
    return folder / "land" / "zorgkaart.toml"


@pytest.fixture(scope="module")
def study(project: Path) -> Study:
    return Study(Project.load(project))


@pytest.fixture(scope="module")
def written(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    checked = zorgkaart("check", project)
    assert checked.exit_code == 0, checked.output
    folder = tmp_path_factory.mktemp("uit")
    ran = zorgkaart("run", project, "-o", folder, "--pictures")
    assert ran.exit_code == 0, ran.output
    return folder


def test_areas_and_sites_lie_in_the_country(study: Study) -> None:
    buurten = study.results["buurten"]
    assert buurten.crs == SWISS
    assert len(buurten) == 11
    assert buurten["inwoners"].sum() == 36_838, "the population tags of its municipalities"
    degrees = buurten.to_crs("EPSG:4326")
    assert BOX.covers(shapely.box(*degrees.total_bounds))
    assert buurten.area.sum() / 1e6 == pytest.approx(160, abs=2), "square kilometres, as the country says of itself"
    assert set(study.facilities.table["land"]) == {"LI"}
    assert len(study.rows("seh")) == 1, "a hospital at home counts"


def test_times_are_those_of_networkx(study: Study) -> None:
    minutes = study.travel["seh"].minutes
    assert np.isfinite(minutes).mean() > 0.98, "but for huts in the mountains"
    assert 3 < np.nanmedian(minutes) < 15
    assert np.nanmax(minutes) < 60, "the country is 25 km long, and tracks to huts are slow"
    network, profile = study.network, study.profiles["auto"]
    site, points = study.site_places.take(study.rows("seh")), study.points
    rows = np.random.default_rng(1).choice(np.flatnonzero(np.isfinite(minutes)), 200)
    seconds = site_seconds(network, profile, site, points.take(rows), Direction.TO_SITE)
    np.testing.assert_allclose(minutes[rows] * 60, seconds[:, 0], rtol=1e-6)


def test_every_file_is_in_the_swiss_grid(written: Path) -> None:
    for layer, kind in pyogrio.list_layers(written / "zorgkaart.gpkg"):
        if kind is not None:
            info = pyogrio.read_info(written / "zorgkaart.gpkg", layer=layer)
            assert info["crs"] == SWISS, layer
    assert gpd.read_parquet(written / "geoparquet" / "buurten.parquet").crs == SWISS
    with rasterio.open(written / "rasters" / "seh_min.tif") as raster:
        assert raster.crs.to_epsg() == 2056
        values = raster.read(1)
        assert 0 < np.nanmin(values) < np.nanmax(values) < 60
        assert raster.bounds.left > 2_700_000, "Swiss eastings"
    assert (written / "afbeeldingen" / "seh.png").stat().st_size > 20_000
    origin = json.loads((written / "provenance.json").read_text(encoding="utf-8"))
    assert SWISS in json.dumps(origin)


def test_the_map_lies_on_the_globe(written: Path) -> None:
    page = (written / "kaart.html").read_text(encoding="utf-8")
    found = re.search(r'"areas":\{.*?"point":\[\[(.*?)\],\[(.*?)\]\]', page)
    assert found is not None
    x, y = (np.array(part.split(","), dtype=float) / PER_DEGREE for part in found.groups())
    assert shapely.contains_xy(BOX, x, y).all()


def test_a_norm_of_ones_own(project: Path, tmp_path: Path) -> None:
    variant = project.with_name("met-norm.toml")
    variant.write_text(NORM, encoding="utf-8")
    (project.parent / "gegevens" / "ambulancepost.csv").write_text(STATION, encoding="utf-8")
    found = Study(Project.load(variant)).results["buurten"].set_index("buurtnaam")
    assert found.loc["Vaduz", "seh_oordeel"] == "binnen"
    assert found["seh_norm_min"].min() > 8, "the chain has 8 minutes before anybody drives"
    assert found.loc["Balzers", "seh_norm_min"] > found.loc["Vaduz", "seh_norm_min"] + 5
    assert found["seh_inwoners_buiten_norm"].sum() > 0
