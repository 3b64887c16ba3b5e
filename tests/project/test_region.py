"""Projects in another CRS than the Dutch one: what is checked at the door, and that nothing else changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Transformer
from support.inputs_samples import squares
from support.study_samples import write_sample

from zorgkaart.errors import Problems, ProjectError
from zorgkaart.inputs.areas import read_areas
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.project.model import Project
from zorgkaart.project.region import NETHERLANDS, better_crs, checked_crs, region_of, stretch_of, within
from zorgkaart.project.sections import AreasSection
from zorgkaart.study.study import Study

UTM = "EPSG:25832"


@pytest.mark.parametrize(
    ("crs", "lat", "lon", "fits", "usual"),
    [
        ("EPSG:25832", 51.05, 13.74, True, False),  # Dresden
        ("EPSG:25832", 50.94, 6.96, True, True),  # Cologne
        ("EPSG:25832", 52.23, 21.01, False, False),  # Warsaw
        ("EPSG:2193", -43.95, -176.56, True, False),  # Chatham, beyond the 180th meridian
        ("EPSG:2193", -36.85, 174.76, True, True),  # Auckland
        ("EPSG:2193", -33.87, 151.21, False, False),  # Sydney
        ("EPSG:28992", 53.22, 6.57, True, True),
        ("EPSG:28992", 52.52, 13.40, False, False),
    ],
)
def test_the_area_of_use_is_a_remark_and_what_lies_far_beyond_it_a_fault(
    crs: str, lat: float, lon: float, fits: bool, usual: bool
) -> None:
    region = region_of(crs)
    assert within(np.array([lat]), np.array([lon]), region.bounds)[0] == fits
    assert region.is_usual(np.array([lat]), np.array([lon]))[0] == usual
    if fits:
        x, y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(lon, lat)
        assert region.x[0] <= x <= region.x[1]
        assert region.y[0] <= y <= region.y[1]


@pytest.mark.parametrize(
    ("crs", "lat", "lon", "least", "most"),
    [("EPSG:28992", 53.2, 6.6, 0, 2e-4), ("EPSG:25832", 51.05, 13.74, 5e-4, 2e-3), ("EPSG:3857", 53.2, 6.6, 0.6, 0.7)],
)
def test_how_far_off_lengths_are(crs: str, lat: float, lon: float, least: float, most: float) -> None:
    assert least <= stretch_of(crs, lat, lon) <= most
    assert stretch_of(better_crs(lat, lon), lat, lon) < 1e-3


def test_a_crs_that_stretches_is_refused_with_a_better_one(tmp_path: Path) -> None:
    areas = squares().to_crs("EPSG:3857")
    areas.to_parquet(tmp_path / "buurten.parquet")
    problems = Problems()
    assert read_areas(AreasSection(buurten=tmp_path / "buurten.parquet"), problems, crs="EPSG:3857") is None
    text = "; ".join(str(problem) for problem in problems if problem.fatal)
    assert "in EPSG:3857 lengths at these areas are 6" in text
    assert "such as EPSG:32632" in text


@pytest.mark.parametrize(
    ("text", "code"), [("EPSG:2056", "EPSG:2056"), ("epsg:28992", "EPSG:28992"), ("Amersfoort / RD New", "EPSG:28992")]
)
def test_a_crs_goes_by_its_code(text: str, code: str) -> None:
    assert checked_crs(text) == code


@pytest.mark.parametrize(
    "text", ["EPSG:4326", "EPSG:2263", "EPSG:999999", "mijn stelsel", "+proj=aeqd +lat_0=53 +lon_0=6"]
)
def test_another_crs_is_refused(text: str, tmp_path: Path) -> None:
    project = write_sample(tmp_path)
    project.write_text(project.read_text(encoding="utf-8").replace("[project]", f'[project]\ncrs = "{text}"'))
    with pytest.raises(ProjectError, match=r"project\.crs: .*write one as EPSG:28992"):
        Project.load(project)


def test_where_a_crs_is_for() -> None:
    assert region_of("EPSG:28992") is NETHERLANDS
    swiss = region_of("EPSG:2056")
    assert "Liechtenstein" in swiss.name
    vaduz = gpd.GeoSeries([shapely.Point(9.52, 47.14)], crs="EPSG:4326")
    assert swiss.bounds[0] < 47.14 < swiss.bounds[1]
    assert swiss.bounds[2] < 9.52 < swiss.bounds[3]
    place = vaduz.to_crs("EPSG:2056").iloc[0]
    assert swiss.x[0] < place.x < swiss.x[1]
    assert swiss.y[0] < place.y < swiss.y[1]


@pytest.fixture(scope="module")
def in_utm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project in UTM, its files turned into it where they hold bare metres."""
    folder = tmp_path_factory.mktemp("utm")
    path = write_sample(folder)
    path.write_text(path.read_text(encoding="utf-8").replace("[project]", f'[project]\ncrs = "{UTM}"'))
    data = folder / "gegevens"
    for name in ("adressen.csv", "plaatsen.csv"):
        table = pd.read_csv(data / name)
        turned = gpd.GeoSeries(gpd.points_from_xy(table["x"], table["y"]), crs="EPSG:28992").to_crs(UTM)
        table.assign(x=turned.x, y=turned.y).to_csv(data / name, index=False)
    network_in(UTM, data / "wegen.npz")
    return path


def network_in(crs: str, path: Path) -> None:
    """Save the network anew with its places in another CRS; its lengths stay."""
    old = RoadNetwork.load(path)
    turned = {}
    for name in ("", "shape_", "dropped_", "cut_"):
        x, y = (getattr(old, f"{name}{axis}").astype(np.float64) for axis in "xy")
        points = gpd.GeoSeries(gpd.points_from_xy(x, y), crs=old.crs).to_crs(crs)
        for axis, values in (("x", points.x), ("y", points.y)):
            turned[f"{name}{axis}"] = values.to_numpy().astype(getattr(old, f"{name}{axis}").dtype)
    replace(old, **turned, crs=crs).save(path)


def test_the_same_project_in_another_crs_gives_the_same(study: Study, in_utm: Path) -> None:
    other = Study(Project.load(in_utm))
    for level in ("buurten", "wijken", "gemeenten"):
        mine, theirs = study.results[level], other.results[level]
        assert theirs.crs == UTM
        back = theirs.geometry.to_crs("EPSG:28992")
        assert shapely.hausdorff_distance(mine.geometry.to_numpy(), back.to_numpy()).max() < 0.1
        for name in ("seh_min", "seh_km", "huisarts_min", "seh_norm_min", "seh_inwoners_buiten_norm", "inwoners"):
            expected = mine[name].to_numpy(dtype=float)
            assert theirs[name].to_numpy(dtype=float) == pytest.approx(expected, abs=0.02, nan_ok=True), name
        assert theirs["seh_oordeel"].tolist() == mine["seh_oordeel"].tolist()


def test_metres_of_the_wrong_grid_are_told(in_utm: Path) -> None:
    text = in_utm.read_text(encoding="utf-8")
    swiss = in_utm.with_name("zwitsers.toml")
    swiss.write_text(text.replace(UTM, "EPSG:2056"))
    with pytest.raises(Exception, match=r"outside the area that EPSG:2056 is for \(Liechtenstein; Switzerland\)"):
        Study(Project.load(swiss)).inputs  # noqa: B018


def test_sites_at_home_are_those_of_the_projects_own_country(sample: Path) -> None:
    project = Project.load(sample)
    german = project.with_changes(project={"land": "DE"}, facilities={"bounds": (47.0, 56.0, 3.0, 16.0)})
    table, here = Study(german).facilities.table, Study(german).facilities
    counted = table["id"].iloc[here.rows("seh")].tolist()
    assert counted == [], "the German hospital is of unknown status, the others are abroad"
    abroad = german.with_changes(facilities={"abroad": True})
    found = Study(abroad).facilities
    assert "seh-west" in table["id"].iloc[found.rows("seh")].tolist()
