"""Projects in another CRS than the Dutch one: what is checked at the door, and that nothing else changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from support.study_samples import write_sample

from zorgkaart.errors import ProjectError
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.project.model import Project
from zorgkaart.project.region import NETHERLANDS, checked_crs, region_of
from zorgkaart.study.study import Study

UTM = "EPSG:25832"


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
