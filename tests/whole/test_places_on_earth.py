"""Towns anywhere: over the 180th meridian, beyond the area that a grid is for, in grids that begin at zero."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from support.command_line import flat, zorgkaart
from support.drawn_towns import HEAD, SHORT_KM, Town, write_towns

from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Open
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study

OVER = Town("over", 180.0, -16.8)
FIJI = "EPSG:3460"
TURN = 360.0


def kilometres(path: Path) -> list[float]:
    return [float(km) for km in Study(Project.load(path)).results["buurten"]["huisarts_km"]]


@pytest.mark.parametrize(
    ("lon", "lat", "crs"),
    [
        (180.0, -16.8, "EPSG:3460"),
        (180.0, -16.8, "EPSG:32760"),
        (179.997, -16.8, "EPSG:32701"),
        (-179.997, 66.0, "EPSG:32660"),
        (13.74, 51.05, "EPSG:25832"),  # all of Germany is published in it
        (-176.56, -43.95, "EPSG:2193"),  # the Chatham Islands in the grid of New Zealand
        (5.3, 52.3, "EPSG:25831"),
        (4.4, 51.0, "EPSG:31370"),
        (5.3, 52.3, "EPSG:3035"),
        (-1.5, 52.3, "EPSG:27700"),
    ],
)
def test_a_town_is_as_long_everywhere(tmp_path: Path, lon: float, lat: float, crs: str) -> None:
    path = write_towns(tmp_path, [Town("stad", lon, lat)], crs=crs)
    result = zorgkaart("check", path)
    assert result.exit_code == 0, result.output
    assert kilometres(path) == pytest.approx([SHORT_KM], abs=0.002)


def _turned(x: float) -> float:
    return x + TURN if x < 0 else x


def unwrapped(area: shapely.Geometry) -> shapely.Geometry:
    """Longitudes that go on beyond 180."""
    return shapely.transform(area, lambda points: [(_turned(x), y) for x, y in points])


def parted(area: shapely.Geometry) -> shapely.Geometry:
    """Cut at the meridian, as RFC 7946 asks."""
    whole = unwrapped(area)
    west, east = (whole.intersection(shapely.box(low, -90, low + 180, 90)) for low in (0, 180))
    return shapely.union(west, shapely.transform(east, lambda points: points - [TURN, 0]))


@pytest.mark.parametrize("drawn_as", [unwrapped, parted])
def test_areas_over_the_meridian_in_either_way_of_drawing(
    tmp_path: Path, drawn_as: Callable[[shapely.Geometry], shapely.Geometry]
) -> None:
    path = write_towns(tmp_path, [OVER], crs=FIJI)
    file = tmp_path / "buurten.geojson"
    areas = json.loads(file.read_text())
    for feature in areas["features"]:
        shape = drawn_as(shapely.from_geojson(json.dumps(feature["geometry"])))
        feature["geometry"] = json.loads(shapely.to_geojson(shape))
    file.write_text(json.dumps(areas))
    assert zorgkaart("check", path).exit_code == 0
    assert kilometres(path) == pytest.approx([SHORT_KM], abs=0.002)


@pytest.mark.parametrize(
    "bounds", [("179.9", "-179.9"), ("-180", "180"), ("179.9", "180.1"), ("-179.999", "179.999")], ids="-".join
)
def test_bounds_of_the_file_that_span_the_earth(tmp_path: Path, bounds: tuple[str, str]) -> None:
    """What lies west of the meridian is no edge because of them."""
    town = Town("west", 179.99, -16.8)
    path = write_towns(tmp_path, [town], crs=FIJI)
    plain = Study(Project.load(path)).results["buurten"]["inwoners_netwerkrand"].tolist()
    west, east = bounds
    file = tmp_path / "wegen.osm"
    told = f'{HEAD}<bounds minlat="-18" minlon="{west}" maxlat="-16" maxlon="{east}"/>'
    file.write_text(file.read_text(encoding="utf-8").replace(HEAD, told), encoding="utf-8")
    results = Study(Project.load(path)).results["buurten"]
    assert results["huisarts_km"].tolist() == pytest.approx([SHORT_KM], abs=0.002)
    assert results["inwoners_netwerkrand"].tolist() == plain


def test_a_site_may_be_opened_within_bounds_over_the_meridian(tmp_path: Path) -> None:
    path = write_towns(tmp_path, [OVER], crs=FIJI)
    bounds = "[facilities]\nbounds = [-18, -16, 179, -179]\n\n[rasters]"
    path.write_text(path.read_text(encoding="utf-8").replace("[rasters]", bounds), encoding="utf-8")
    lon, lat = OVER.place("B")
    scenario = run_scenario(Study(Project.load(path)), [Open("huisarts", lat, lon, "Nieuw")])
    assert scenario.after.results["buurten"]["huisarts_km"].tolist() == pytest.approx([0.7], abs=0.002)


@pytest.mark.parametrize(
    ("lon", "lat", "crs", "says"),
    [
        (5.3, 52.3, "EPSG:3857", "EPSG:32631"),  # stretches by half
        (5.3, 52.3, "EPSG:32650", "EPSG:32631"),
        (55.5, -21.1, "EPSG:2154", "EPSG:32740"),
    ],
)
def test_a_grid_for_elsewhere_is_refused_with_a_better_one(
    tmp_path: Path, lon: float, lat: float, crs: str, says: str
) -> None:
    result = zorgkaart("check", write_towns(tmp_path, [Town("stad", lon, lat)], crs=crs))
    assert result.exit_code == 1
    assert says in flat(result.output)
    assert "look like" not in flat(result.output)
