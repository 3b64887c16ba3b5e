"""Roads that the file of the day lacks: put back where its two ends are, and nowhere else."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Transformer
from support.network_samples import CODES, CRS, ORIGIN_LAT, ORIGIN_LON, STEP_LAT, STEP_LON, Way, raw_roads
from support.paths import DATA

from tools.importers.road_corrections import corrected, corrections
from zorgkaart.errors import InputError
from zorgkaart.network.build import network_from_raw
from zorgkaart.network.osm import RawRoads
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.snap import snap
from zorgkaart.network.speeds import ShortestWay
from zorgkaart.routing.nearest import nearest
from zorgkaart.routing.routing_graph import Direction, Places, RoutingGraph

# A ring of 100 m a side with an arm at two of its corners, and a long way round from arm to arm.
RING = [(0, 0), (1, 0), (1, 1), (0, 1), (-5, 0), (6, 1), (-5, 9), (6, 9)]
ARMS = [Way([4, 0]), Way([2, 5]), Way([4, 6, 7, 5])]


def place(x: float, y: float) -> tuple[float, float]:
    return ORIGIN_LAT + y * STEP_LAT, ORIGIN_LON + x * STEP_LON


def row(start: tuple[float, float], end: tuple[float, float], **more: object) -> pd.DataFrame:
    (van_lat, van_lon), (naar_lat, naar_lon) = start, end
    ends = {"van_lat": van_lat, "van_lon": van_lon, "naar_lat": naar_lat, "naar_lon": naar_lon}
    return pd.DataFrame([{"id": "ring", "klasse": "residential", **ends, **more}])


def across_m(raw: RawRoads) -> float:
    """Metres by road between the ends of the two arms."""
    network = network_from_raw(raw, crs=CRS)
    x, y = Transformer.from_crs("EPSG:4326", CRS, always_xy=True).transform(raw.lon[[4, 5]], raw.lat[[4, 5]])
    return by_road_m(network, (x[0], y[0]), (x[1], y[1]))


def by_road_m(network: RoadNetwork, start: tuple[float, float], end: tuple[float, float]) -> float:
    points, sites = (
        Places.of(snap(network, np.array([x]), np.array([y]), limit_m=100), leg_kmh=10) for x, y in (start, end)
    )
    graph = RoutingGraph.of(network, ShortestWay())
    return float(nearest(graph, sites, points, direction=Direction.TO_SITE).metres[0])


def test_a_ring_with_a_gap_is_whole_again() -> None:
    """The way round is over 2.5 km; over the ring it is some 1,200 m."""
    raw = raw_roads(RING, [Way([0, 1]), *ARMS])
    mended = corrected(raw, row(place(1, 0), place(1, 1)))
    whole = raw_roads(RING, [Way([0, 1]), *ARMS, Way([1, 2])])
    assert across_m(raw) > 2500
    assert across_m(mended) == pytest.approx(across_m(whole), rel=1e-3) == pytest.approx(1200, rel=0.02)
    assert len(mended.code) == len(raw.code) + 1
    np.testing.assert_array_equal(mended.refs[: len(raw.refs)], raw.refs)


def test_no_correction_changes_nothing() -> None:
    raw = raw_roads(RING, [Way([0, 1]), *ARMS])
    assert corrected(raw, row(place(1, 0), place(1, 1)).iloc[:0]) is raw


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (row(place(1, 0), place(2.2, 1)), "ring: no road of the file comes within 3 m of 53.2009"),
        (row(place(0, 0), place(1, 0)), "ring: the file has a road between these two places by now. Take out this row"),
        (row(place(1, 0), place(1, 1), klasse="footway"), "ring: 'footway' is no class of road for cars"),
    ],
    ids=["no node", "there already", "no road for cars"],
)
def test_a_row_that_does_not_fit_the_file_is_refused(table: pd.DataFrame, said: str) -> None:
    with pytest.raises(InputError, match=said):
        corrected(raw_roads(RING, [Way([0, 1]), *ARMS]), table)


def test_every_correction_says_why_by_whom_and_when() -> None:
    table = corrections()
    assert table["id"].is_unique
    for column in ("wat", "reden", "bron", "peildatum"):
        assert (table[column].str.len() > 5).all()


@pytest.fixture(scope="module")
def north() -> RoadNetwork:
    return RoadNetwork.load(DATA / "network" / "noord-nederland.npz")


def rd(lat: float, lon: float) -> tuple[float, float]:
    x, y = Transformer.from_crs("EPSG:4326", CRS, always_xy=True).transform(lon, lat)
    return float(x), float(y)


@pytest.mark.slow
def test_the_corrected_roads_are_in_the_network_of_the_project(north: RoadNetwork) -> None:
    """From end to end it is no farther than the straight line and the half of it."""
    for one in corrections().to_dict("records"):
        start, end = rd(one["van_lat"], one["van_lon"]), rd(one["naar_lat"], one["naar_lon"])
        assert by_road_m(north, start, end) < 1.5 * np.hypot(start[0] - end[0], start[1] - end[1]) + 1


@pytest.mark.slow
def test_the_roundabout_of_gieten_is_whole(north: RoadNetwork) -> None:
    """What it was taken for; the detour of Eext is that no road for cars leads from the village to it."""
    trunk = np.flatnonzero(north.code == CODES["trunk"])
    lines = north.lines[trunk]
    arms = []
    for lat, lon in ((53.01394, 6.74894), (53.00831, 6.75001)):
        at = shapely.Point(rd(lat, lon))
        nearest_line = int(np.argmin(shapely.distance(lines, at)))
        share = shapely.line_locate_point(lines[nearest_line], at, normalized=True)
        arms.append(Places(*(np.array([value]) for value in (trunk[nearest_line], share, 0.0, 0.0))))
    graph = RoutingGraph.of(north, ShortestWay())
    for direction in Direction:
        assert 640 < nearest(graph, *arms, direction=direction).metres[0] < 720
