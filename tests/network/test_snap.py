"""Joining points to roads: the right road, the right place on it, or the right reason why not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.network_samples import AUTO, CRS, Way, build, original_places, places, raw_roads, roads

from zorgkaart.errors import NetworkError
from zorgkaart.network.build import network_from_raw
from zorgkaart.network.osm import RawRoads
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.snap import Reason, Snapped, snap
from zorgkaart.network.tags import snap_classes
from zorgkaart.routing.nearest import nearest
from zorgkaart.routing.routing_graph import Direction, Places, RoutingGraph


def metres(steps: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Steps of about 100 m as metres of the network's CRS."""
    raw = raw_roads(steps, [Way([0, 0])])
    x, y = pyproj.Transformer.from_crs("EPSG:4326", CRS, always_xy=True).transform(raw.lon, raw.lat)
    return x, y


def joined(network: RoadNetwork, *steps: tuple[float, float], limit_m: float = 1000.0) -> Snapped:
    return snap(network, *metres(list(steps)), limit_m=limit_m)


@pytest.fixture
def crossing() -> RoadNetwork:
    """A street of 2 km from west to east, and one of 1 km north of its middle; the roads end at the crossing."""
    return build([(0, 0), (10, 0), (20, 0), (10, 10)], [Way([0, 1, 2]), Way([1, 3])])


def test_a_point_lands_straight_across_on_the_nearest_road(crossing: RoadNetwork) -> None:
    snapped = joined(crossing, (5, 2), (15, -1), (11, 6))
    assert snapped.reason.tolist() == [Reason.JOINED] * 3
    np.testing.assert_allclose(snapped.leg_m, [200, 100, 100], rtol=0.01)
    on = shapely.line_interpolate_point(crossing.lines[snapped.road], snapped.fraction, normalized=True)
    expected = shapely.points(*metres([(5, 0), (15, 0), (10, 6)]))
    assert (shapely.distance(on, expected) < 2).all()


def test_a_point_off_the_end_joins_the_end(crossing: RoadNetwork) -> None:
    snapped = joined(crossing, (-3, 0), (10, 14))
    assert set(snapped.fraction) <= {0.0, 1.0}
    np.testing.assert_allclose(snapped.leg_m, [300, 400], rtol=0.01)


def test_a_point_on_the_road_has_no_leg(crossing: RoadNetwork) -> None:
    snapped = joined(crossing, (5, 0))
    assert snapped.leg_m[0] < 0.2
    assert 0.45 < snapped.fraction[0] < 0.55


def test_the_limit_holds(crossing: RoadNetwork) -> None:
    snapped = joined(crossing, (5, 2), (5, 2.2), limit_m=210.0)
    assert snapped.reason.tolist() == [Reason.JOINED, Reason.FAR]
    assert snapped.road[1] == -1
    assert np.isnan(snapped.fraction[1])
    assert np.isnan(snapped.leg_m[1])
    assert snapped.joined.tolist() == [True, False]


@pytest.mark.parametrize("highway", ["motorway", "motorway_link", "trunk", "trunk_link", "ferry"])
def test_no_door_opens_on_a_motorway(highway: str) -> None:
    network = build([(0, 0), (20, 0), (20, 5)], [Way([0, 1], highway=highway), Way([1, 2])])
    snapped = joined(network, (10, 0), (18, 0), limit_m=500.0)
    assert snapped.reason.tolist() == [Reason.FAR, Reason.JOINED]
    assert not network.backward.sum() < 2
    street = int(np.flatnonzero(np.array(snap_classes())[network.code])[0])
    assert snapped.road.tolist() == [-1, street]


def test_a_network_of_motorways_alone_joins_nobody() -> None:
    network = build([(0, 0), (20, 0)], [Way([0, 1], highway="motorway")])
    assert joined(network, (10, 0), (10, 1)).reason.tolist() == [Reason.FAR] * 2


def test_reasons_tell_islands_from_far_and_outside() -> None:
    """An island a kilometre south, and nothing to the north."""
    network = build([(0, 0), (20, 0), (5, -30), (15, -30)], [Way([0, 1]), Way([0, 1]), Way([2, 3])])
    assert len(network.dropped_x) == 2
    near_island, at_sea, beyond = (5, -29), (10, -15), (90, 0)
    snapped = joined(network, near_island, at_sea, beyond, (10, 1), limit_m=600.0)
    assert snapped.reason.tolist() == [Reason.ISLAND, Reason.OUTSIDE, Reason.OUTSIDE, Reason.JOINED]
    assert (snapped.road[:3] == -1).all()
    inside = build([(0, 0), (40, 0), (40, 40), (0, 40)], [Way([0, 1, 2, 3, 0])])
    assert joined(inside, (20, 20), limit_m=600.0).reason.tolist() == [Reason.FAR]


def test_the_way_into_a_trap_is_an_island_to_those_who_live_there() -> None:
    network = build([(0, 0), (10, 0), (40, 0)], [Way([0, 1]), Way([1, 2], direction=1)])
    assert joined(network, (40, 1), limit_m=500.0).reason.tolist() == [Reason.ISLAND]


def test_every_reason_has_a_text_for_planners() -> None:
    assert Reason.JOINED.text == ""
    texts = {reason.text for reason in Reason}
    assert len(texts) == len(Reason)


def test_a_road_without_length_takes_points_at_its_tail() -> None:
    network = build([(0, 0), (0, 0)], [Way([0, 1])])
    snapped = joined(network, (1, 0))
    assert snapped.fraction.tolist() == [0.0]
    assert snapped.leg_m[0] == pytest.approx(100, rel=0.01)


def test_no_points_give_no_rows(crossing: RoadNetwork) -> None:
    snapped = snap(crossing, np.empty(0), np.empty(0), limit_m=1000.0)
    assert len(snapped) == 0
    assert snapped.take(np.empty(0, dtype=np.int64)).joined.shape == (0,)


def test_a_point_without_a_place_is_not_joined(crossing: RoadNetwork) -> None:
    snapped = snap(crossing, np.array([np.nan, crossing.x[0]]), np.array([np.nan, crossing.y[0]]), limit_m=1000.0)
    assert snapped.joined.tolist() == [False, True]


def test_taking_rows_keeps_them_together(crossing: RoadNetwork) -> None:
    snapped = joined(crossing, (5, 2), (15, -1), (11, 6))
    some = snapped.take(np.array([2, 0]))
    assert some.leg_m.tolist() == snapped.leg_m[[2, 0]].tolist()
    assert Places.of(some, leg_kmh=10).leg_s == pytest.approx(some.leg_m * 0.36)


@pytest.mark.slow
@settings(max_examples=25)
@given(heights=st.lists(st.floats(-2, 2), min_size=3, max_size=12), one_way=st.booleans())
def test_a_node_of_a_contracted_chain_still_joins_its_own_place(heights: list[float], one_way: bool) -> None:
    """Its leg is nothing but rounding, and driving from there takes as long as from the exact place."""
    count = len(heights)
    spots = [(3.0 * place, height) for place, height in enumerate(heights)]
    there = Way(list(range(count)), direction=int(one_way))
    back = Way([count - 1, 0], highway="motorway")  # a motorway takes no points
    raw = raw_roads(spots, [there, back, Way([0, count - 1], highway="motorway")])
    network = network_from_raw(raw, crs=CRS)
    chain = int(np.argmax(np.diff(network.shape_start)))
    rows = [row for row in original_places(raw, network) if row[1] == chain]
    x, y = pyproj.Transformer.from_crs("EPSG:4326", CRS, always_xy=True).transform(raw.lon, raw.lat)
    nodes = [node for node, _, _ in rows]
    snapped = snap(network, x[nodes], y[nodes], limit_m=50.0)
    assert sorted(nodes) == list(range(count))
    assert (snapped.road == chain).all()
    assert (snapped.leg_m < 0.1).all()
    exact, graph = places([(road, share) for _, road, share in rows]), RoutingGraph.of(network, AUTO)
    found = replace(Places.of(snapped, leg_kmh=10), leg_s=np.zeros(count), leg_m=np.zeros(count))
    for direction in Direction:
        one, two = (nearest(graph, places([(chain, 0.5)]), p, direction=direction) for p in (exact, found))
        np.testing.assert_allclose(one.minutes, two.minutes, rtol=0, atol=0.002)
        np.testing.assert_allclose(one.metres, two.metres, rtol=0, atol=1.0)


@pytest.mark.slow
@settings(max_examples=25)
@given(raw=roads(), at=st.lists(st.tuples(st.floats(-3, 15), st.floats(-3, 15)), min_size=1, max_size=8))
def test_no_road_that_may_be_joined_is_nearer(raw: RawRoads, at: list[tuple[float, float]]) -> None:
    try:
        network = network_from_raw(raw, crs=CRS)
    except NetworkError:
        assume(False)
    x, y = metres(at)
    snapped = snap(network, x, y, limit_m=300.0)
    allowed = np.flatnonzero(np.array(snap_classes())[network.code])
    for row, point in enumerate(shapely.points(x, y)):
        distance = min((line.distance(point) for line in network.lines[allowed]), default=np.inf)
        assert snapped.joined[row] == (distance <= 300.0)
        if snapped.joined[row]:
            assert snapped.road[row] in allowed
            assert snapped.leg_m[row] == pytest.approx(distance, abs=1e-6)
            assert 0 <= snapped.fraction[row] <= 1
