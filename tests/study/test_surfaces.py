"""Travel-time surfaces: where the cells lie, and that their minutes are those of an address there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import pytest
import shapely
from numpy.typing import NDArray
from support.study_samples import HUISARTS, ROADS, Road, metres
from support.surface_samples import CAR, RD, hills, square

from zorgkaart.access.grid import Grid
from zorgkaart.access.measures import ChainNorm, Trip
from zorgkaart.access.surface import Surface
from zorgkaart.errors import InputError
from zorgkaart.project.model import Project
from zorgkaart.project.moments import parse_moment
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study

SHARE = 0.005  # of all addresses may be told otherwise by the polygons, which follow cells and not houses
NORM = ChainNorm("seh", name="seh", limit_min=45.0, turnout_min=3.0, on_scene_min=5.0)


@pytest.fixture(scope="module")
def coarse(sample: Path) -> Study:
    return Study(Project.load(sample).with_changes(rasters={"cell_m": 500.0}))


def test_cells_lie_on_whole_multiples_and_count_by_their_middle() -> None:
    triangle = gpd.GeoDataFrame(geometry=[shapely.Polygon([(130, 70), (930, 70), (130, 810)])], crs=RD)
    grid = Grid.of(triangle, cell_m=100.0)
    assert (grid.west, grid.north) == (100.0, 900.0)
    assert grid.inside.shape == (9, 9)
    rows, columns = np.indices(grid.inside.shape)
    x, y = grid.transform @ (columns + 0.5, rows + 0.5)
    np.testing.assert_array_equal(grid.inside, shapely.contains_xy(triangle.geometry[0], x, y))
    np.testing.assert_array_equal(grid.x, x[grid.inside])
    np.testing.assert_array_equal(grid.y, y[grid.inside])


def test_values_come_in_their_cells_and_the_rest_is_nodata() -> None:
    areas = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 200, 100), shapely.box(200, 100, 300, 200)], crs=RD)
    surface = Surface(Grid.of(areas, cell_m=100.0), CAR, np.array([1, 2, 3], dtype=np.float32))
    np.testing.assert_array_equal(surface.raster, [[np.nan, np.nan, 1], [2, 3, np.nan]])


@pytest.mark.parametrize(
    ("cell_m", "message"),
    [(0.5, r"too small: the areas would take 18,000 x 18,000.*more than 2 m"), (40_000.0, "too large.*middle")],
)
def test_cells_of_an_impossible_size_are_refused(cell_m: float, message: str) -> None:
    with pytest.raises(InputError, match=rf"\[rasters\] cell_m: .*{message}"):
        square(cell_m=cell_m)


def test_a_difference_is_after_minus_before_and_needs_one_grid_and_measure() -> None:
    surface = hills()
    later = replace(surface, minutes=surface.minutes + 5)
    known = ~np.isnan(surface.minutes)
    np.testing.assert_allclose(later.minus(surface).minutes[known], 5, atol=1e-5)
    assert np.isnan(later.minus(surface).minutes[~known]).all()
    for other in (hills(cell_m=300.0), replace(surface, measure=Trip("huisarts")), replace(surface, measure=NORM)):
        with pytest.raises(InputError, match="no difference"):
            later.minus(other)


@pytest.mark.parametrize("moment", [None, "zo 03:00"])
def test_a_cell_has_the_minutes_of_an_address_at_its_middle(coarse: Study, tmp_path: Path, moment: str | None) -> None:
    grid = coarse.grid
    pd.DataFrame({"x": grid.x, "y": grid.y}).to_csv(tmp_path / "cellen.csv", index=False)
    living = Study(coarse.project.with_changes(residents={"addresses": (tmp_path / "cellen.csv",)}))
    if moment is not None:
        coarse, living = (study.variant(moment=parse_moment(moment)) for study in (coarse, living))
    assert len(living.residents.x) == len(grid.x)
    order = np.lexsort((living.residents.x, -living.residents.y))  # as cells are numbered
    np.testing.assert_array_equal(living.residents.x[order], grid.x)
    found = coarse.surfaces.named()
    assert list(found) == [
        "seh_norm_min",
        "acute_verloskunde_norm_min",
        "seh_min",
        "acute_verloskunde_min",
        "huisarts_min",
        "huisartsenpost_min",
    ]
    for kind, travel in living.travel.items():
        np.testing.assert_array_equal(found[f"{kind}_min"].minutes, travel.minutes[order].astype(np.float32))
    for kind, chain in living.chains.items():
        np.testing.assert_array_equal(found[f"{kind}_norm_min"].minutes, chain.minutes[order].astype(np.float32))
    assert np.isnan(found["seh_min"].minutes).any(), "no cell is far from any road"
    assert not np.isnan(found["seh_min"].minutes).all()


def _along(graph: nx.DiGraph, place: tuple[float, float]) -> float:
    """Put a place into a graph of minutes, on the road nearest to it; return the metres to that road."""
    point = shapely.Point(metres(*place))
    lines = [shapely.LineString([metres(*corner) for corner in road.places]) for road in ROADS]
    number = int(np.argmin(shapely.distance(lines, point)))
    road, line = ROADS[number], lines[number]
    share = line.project(point, normalized=True)
    _add(graph, road, line.length, {road.places[0]: 0.0, ("op", number, share): share, road.places[-1]: 1.0})
    graph.add_edge(place, ("op", number, share), minutes=0.0)
    graph.add_edge(("op", number, share), place, minutes=0.0)
    return float(line.distance(point))


def _add(graph: nx.DiGraph, road: Road, length_m: float, places: dict) -> None:
    minutes = length_m / 1000 * (2 if road.built_up or road.limit_kmh == 30 else 1)
    names = list(places)
    for one in names:
        for other in names:
            gap = places[other] - places[one]
            if one != other and (gap >= 0 or road.both_ways):
                graph.add_edge(one, other, minutes=abs(gap) * minutes)


def test_networkx_finds_the_same_minutes(coarse: Study) -> None:
    """For cells that share no road with a site, as this graph knows no way past one place to another on a road."""
    base = nx.DiGraph()
    practices = [site.place for site in HUISARTS if site.status == "open"]
    for practice in practices:
        _along(base, practice)
    for road in ROADS:
        length = shapely.LineString([metres(*corner) for corner in road.places]).length
        _add(base, road, length, {road.places[0]: 0.0, road.places[-1]: 1.0})
    grid, minutes = coarse.grid, coarse.surfaces.surface("huisarts").minutes
    corner = metres(0, 0)
    checked = 0
    for number in range(0, len(grid.x), 3):
        east, north = (grid.x[number] - corner[0]) / 1000, (grid.y[number] - corner[1]) / 1000
        if 0 < east < 10 or 20 < east < 30:
            continue
        graph = base.copy()
        leg_m = _along(graph, (east, north))
        if leg_m > 1000:
            assert np.isnan(minutes[number])
            continue
        ways = [nx.dijkstra_path_length(graph, (east, north), place, weight="minutes") for place in practices]
        assert minutes[number] == pytest.approx(min(ways) + leg_m / 1000 / 10 * 60, abs=1e-3), (east, north)
        checked += 1
    assert checked > 20


def test_speeds_share_the_cells_and_another_size_does_not(coarse: Study) -> None:
    faster = coarse.with_project(coarse.project.with_changes(speeds={"ambulance": {"factor": 2.0}}))
    assert faster.cells is coarse.cells
    before, after = (study.surfaces.surface("seh", "keten").minutes for study in (coarse, faster))
    known = ~np.isnan(before)
    assert (after[known] < before[known]).all()
    other = coarse.with_project(coarse.project.with_changes(rasters={"cell_m": 250.0}))
    assert other.grid is not coarse.grid


def test_a_scenario_has_surfaces_of_the_touched_kinds_alone(coarse: Study) -> None:
    found = run_scenario(coarse, [Close("huisarts-heem")]).surfaces()
    assert list(found) == ["huisarts_min_voor", "huisarts_min_na", "huisarts_min_verschil"]
    before, after, difference = (surface.minutes for surface in found.values())
    np.testing.assert_array_equal(before, coarse.surfaces.surface("huisarts").minutes)
    np.testing.assert_array_equal(difference, after - before)
    assert np.nanmin(difference) == 0
    assert np.nanmax(difference) > 1


def test_where_no_site_is_left_nothing_is_known(coarse: Study) -> None:
    found = run_scenario(coarse, [Close("huisarts-heem"), Close("huisarts-lint")])
    assert np.isnan(found.surfaces()["huisarts_min_na"].minutes).all()
    assert found.after.surfaces.isochrones("huisarts").within == ()


def test_switched_off_there_are_none(coarse: Study) -> None:
    off = coarse.with_project(coarse.project.with_changes(rasters={"enabled": False}))
    assert off.surfaces.named() == {}
    assert run_scenario(off, [Close("huisarts-heem")]).surfaces() == {}


@pytest.mark.parametrize("closed", [False, True])
def test_the_polygons_tell_who_lives_within_the_norm(groningen: Study, closed: bool) -> None:
    """The addresses inside the 45-minute polygon are those whose own chain takes no more, but for a few at its edge."""
    study = run_scenario(groningen, [Close("ommelander")]).after if closed else groningen
    minutes: NDArray[np.float64] = study.chains["seh"].minutes
    found = study.surfaces.isochrones("seh", "keten")
    assert found.minutes == (15.0, 30.0, 45.0)
    inside = shapely.contains_xy(found.within[-1], study.residents.x, study.residents.y)
    within = minutes <= 45
    assert abs(inside.mean() - within.mean()) < SHARE
    assert (inside != within).mean() < 2 * SHARE
    assert 0.9 < within.mean() < 1
