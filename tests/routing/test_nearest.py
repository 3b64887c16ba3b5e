"""The sweep against networkx on the same roads, and what must hold for every network, site and point."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.network_samples import AMBULANCE, AUTO, Way, build, fastest_metres, places, sweep_graph
from support.routing_samples import networks

from zorgkaart.errors import EmptySitesError
from zorgkaart.network.exchange import to_networkx
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.speeds import ShortestWay, SpeedProfile
from zorgkaart.routing.nearest import TravelTimes, nearest
from zorgkaart.routing.routing_graph import Direction, Places, RoutingGraph

MINUTE = 60.0
BOTH = list(Direction)


@st.composite
def spots(draw: st.DrawFn, *, least: int = 1, most: int = 5, joined: bool = False) -> list[tuple[int, float, float]]:
    """(any road number, fraction, leg in metres); a negative number is a place that is not joined."""
    road = st.integers(0, 99) if joined else st.integers(-1, 99)
    fraction = st.one_of(
        st.sampled_from([0.0, 0.25, 1.0]), st.floats(0, 1, allow_subnormal=False).map(lambda f: round(f, 6))
    )
    spot = st.tuples(road, fraction, st.sampled_from([0.0, 0.0, 12.5, 300.0]))
    return draw(st.lists(spot, min_size=least, max_size=most))


def put(network: RoadNetwork, rows: Sequence[tuple[int, float, float]]) -> Places:
    """These places on this network, legs at 10 km/h."""
    road = np.array([r % network.roads if r >= 0 else -1 for r, _, _ in rows], dtype=np.int32)
    on = road >= 0
    fraction = np.where(on, [f for _, f, _ in rows], np.nan)
    leg = np.where(on, [m for _, _, m in rows], np.nan)
    return Places(road, fraction, leg * 0.36, leg)


def assert_no_sentinel(times: TravelTimes, sites: Places, points: Places) -> None:
    """Unknown is NaN and -1, both or neither; all else is a number that a road can give."""
    unknown = np.isnan(times.minutes)
    assert (np.isnan(times.metres) == unknown).all()
    assert ((times.site == -1) == unknown).all()
    assert (unknown == (points.road < 0)).all()  # in one strong component nothing else is out of reach
    known = ~unknown
    assert ((times.minutes[known] >= 0) & (times.minutes[known] < 1000)).all()
    assert ((times.metres[known] >= 0) & (times.metres[known] < 1e6)).all()
    assert (sites.road[times.site[known]] >= 0).all()


@pytest.mark.slow
@settings(max_examples=40)
@given(
    network=networks(),
    at=spots(),
    to=spots(),
    profile=st.sampled_from([AUTO, AMBULANCE]),
    direction=st.sampled_from(BOTH),
)
def test_seconds_site_and_metres_are_those_of_networkx(
    network: RoadNetwork,
    at: list[tuple[int, float, float]],
    to: list[tuple[int, float, float]],
    profile: SpeedProfile,
    direction: Direction,
) -> None:
    sites, points = put(network, at), put(network, to)
    assume((sites.road >= 0).any())
    times = nearest(RoutingGraph.of(network, profile), sites, points, direction=direction)
    assert_no_sentinel(times, sites, points)
    graph = sweep_graph(network, profile, sites, points, direction)
    joined = [("site", int(row)) for row in np.flatnonzero(sites.road >= 0)]
    seconds, path = nx.multi_source_dijkstra(graph, set(joined), weight="seconds")
    alone = {row: nx.single_source_dijkstra_path_length(graph, ("site", row), weight="seconds") for _, row in joined}
    for row in np.flatnonzero(points.road >= 0):
        node = ("point", int(row))
        assert times.minutes[row] * MINUTE == pytest.approx(seconds[node], abs=1e-3)
        site = int(times.site[row])
        assert alone[site][node] == pytest.approx(seconds[node], abs=1e-3)  # the same site, or one as near
        if site != path[node][0][1]:
            assert alone[path[node][0][1]][node] == pytest.approx(alone[site][node], abs=1e-3)
        least, most = fastest_metres(graph, [("site", site)])[node]
        assert least - 1e-3 <= times.metres[row] <= most + 1e-3


@settings(max_examples=40)
@given(network=networks(), at=spots(joined=True), to=spots(joined=True), direction=st.sampled_from(BOTH))
def test_the_shortest_way_is_that_of_networkx_and_never_longer_than_the_fastest(
    network: RoadNetwork,
    at: list[tuple[int, float, float]],
    to: list[tuple[int, float, float]],
    direction: Direction,
) -> None:
    """Legs count by their metres, so that a site far from its road is not taken for a near one."""
    sites, points = put(network, at), put(network, to)
    short = nearest(
        RoutingGraph.of(network, ShortestWay()), sites.by_distance(), points.by_distance(), direction=direction
    )
    graph = sweep_graph(network, AUTO, sites, points, direction)
    metres = nx.multi_source_dijkstra_path_length(graph, {("site", row) for row in range(len(sites))}, weight="metres")
    expected = [metres["point", row] for row in range(len(points))]
    np.testing.assert_allclose(short.metres, expected, rtol=0, atol=1e-3)
    fast = nearest(RoutingGraph.of(network, AUTO), sites, points, direction=direction)
    assert (short.metres <= fast.metres + 1e-6).all()


@settings(max_examples=25)
@given(network=networks(), at=st.lists(st.integers(0, 99), min_size=1, max_size=4), direction=st.sampled_from(BOTH))
def test_between_junctions_it_is_networkx_on_the_exported_graph(
    network: RoadNetwork, at: list[int], direction: Direction
) -> None:
    def junctions(nodes: Sequence[int]) -> Places:
        road = [int(np.flatnonzero((network.tail == n) | (network.head == n))[0]) for n in nodes]
        return places([(r, 0.0 if network.tail[r] == n else 1.0) for r, n in zip(road, nodes, strict=True)])

    sources = [n % network.nodes for n in at]
    everywhere = junctions(range(network.nodes))
    times = nearest(RoutingGraph.of(network, AUTO), junctions(sources), everywhere, direction=direction)
    graph = to_networkx(network, profile=AUTO)
    swept = graph.reverse() if direction is Direction.TO_SITE else graph
    seconds, path = nx.multi_source_dijkstra(swept, set(sources), weight="travel_time")
    np.testing.assert_allclose(times.minutes * MINUTE, [seconds[n] for n in range(network.nodes)], rtol=0, atol=1e-3)
    for node, site in enumerate(times.site):
        alone = nx.dijkstra_path_length(swept, sources[site], node, weight="travel_time")
        assert alone == pytest.approx(seconds[path[node][-1]], abs=1e-3)


@pytest.mark.slow
@settings(max_examples=30)
@given(network=networks(), at=spots(), to=spots(), chance=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(
    network: RoadNetwork, at: list[tuple[int, float, float]], to: list[tuple[int, float, float]], chance: Random
) -> None:
    sites, points = put(network, at), put(network, to)
    assume((sites.road >= 0).any())
    graph = RoutingGraph.of(network, AUTO)
    site_rows, point_rows = list(range(len(sites))), list(range(len(points)))
    chance.shuffle(site_rows)
    chance.shuffle(point_rows)
    for direction in BOTH:
        one = nearest(graph, sites, points, direction=direction)
        two = nearest(graph, sites.take(np.array(site_rows)), points.take(np.array(point_rows)), direction=direction)
        np.testing.assert_allclose(two.minutes, one.minutes[point_rows], rtol=0, atol=1e-9)
        assert ((two.site >= 0) == (one.site[point_rows] >= 0)).all()


@pytest.mark.slow
@settings(max_examples=30)
@given(network=networks(), at=spots(joined=True), more=spots(joined=True), to=spots(joined=True))
def test_a_site_more_never_worsens_and_each_point_gets_the_best_of_both(
    network: RoadNetwork,
    at: list[tuple[int, float, float]],
    more: list[tuple[int, float, float]],
    to: list[tuple[int, float, float]],
) -> None:
    """So closing a site never helps anyone either."""
    graph, points = RoutingGraph.of(network, AUTO), put(network, to)
    for direction in BOTH:
        before, others, after = (
            nearest(graph, put(network, s), points, direction=direction).minutes for s in (at, more, at + more)
        )
        assert (after <= before + 1e-9).all()
        np.testing.assert_allclose(after, np.minimum(before, others), rtol=0, atol=1e-9)


@settings(max_examples=30)
@given(network=networks(), at=spots(joined=True), to=spots(joined=True))
def test_going_and_coming_are_alike_on_two_way_roads(
    network: RoadNetwork, at: list[tuple[int, float, float]], to: list[tuple[int, float, float]]
) -> None:
    everywhere = np.ones(network.roads, dtype=bool)
    equal = np.repeat(network.maxspeed_kmh[:, :1], 2, axis=1)
    open_roads = replace(network, forward=everywhere, backward=everywhere, maxspeed_kmh=equal)
    graph, sites, points = RoutingGraph.of(open_roads, AUTO), put(network, at), put(network, to)
    there, back = (nearest(graph, sites, points, direction=direction) for direction in BOTH)
    np.testing.assert_allclose(there.minutes, back.minutes, rtol=0, atol=1e-9)


@pytest.mark.slow
@settings(max_examples=20)
@given(network=networks(), at=spots(joined=True), to=spots(joined=True))
def test_going_is_coming_on_the_roads_turned_round(
    network: RoadNetwork, at: list[tuple[int, float, float]], to: list[tuple[int, float, float]]
) -> None:
    graph, sites, points = RoutingGraph.of(network, AUTO), put(network, at), put(network, to)
    turned = replace(graph, seconds=graph.seconds[:, ::-1])
    there = nearest(graph, sites, points, direction=Direction.TO_SITE)
    back = nearest(turned, sites, points, direction=Direction.FROM_SITE)
    np.testing.assert_allclose(there.minutes, back.minutes, rtol=0, atol=1e-9)


STREET = [(0, 0), (10, 0), (20, 0), (10, 10)]


@pytest.fixture
def street() -> RoadNetwork:
    """A residential street of two kilometres: road 0, 30 km/h, from west to east or back."""
    return build(STREET[:3], [Way([0, 1, 2])])


def test_a_site_on_the_points_own_road_is_reached_straight_along_it(street: RoadNetwork) -> None:
    graph = RoutingGraph.of(street, AUTO)
    for direction in BOTH:
        times = nearest(
            graph, places([(0, 0.5), (0, 0.9)]), places([(0, 0.4), (0, 0.65), (0, 0.72)]), direction=direction
        )
        assert times.site.tolist() == [0, 0, 1]
        np.testing.assert_allclose(times.metres, np.array([0.1, 0.15, 0.18]) * street.length_m[0])
        np.testing.assert_allclose(times.minutes, times.metres / 500)  # 30 km/h is 500 m a minute


def test_both_legs_count_in_time_and_length(street: RoadNetwork) -> None:
    sites = places([(0, 0.5)], leg_s=30, leg_m=80)
    points = places([(0, 0.6)], leg_s=12, leg_m=33)
    times = nearest(RoutingGraph.of(street, AUTO), sites, points, direction=Direction.TO_SITE)
    along = 0.1 * street.length_m[0]
    assert times.metres[0] == pytest.approx(along + 113)
    assert times.minutes[0] == pytest.approx((along * 3.6 / 30 + 42) / 60)


def test_a_long_leg_can_make_the_farther_site_the_nearest(street: RoadNetwork) -> None:
    sites = Places(np.zeros(2, np.int32), np.array([0.5, 0.9]), np.array([600.0, 0.0]), np.array([900.0, 0.0]))
    times = nearest(RoutingGraph.of(street, AUTO), sites, places([(0, 0.5)]), direction=Direction.TO_SITE)
    assert times.site.tolist() == [1]


@pytest.mark.parametrize(
    ("direction", "expected"), [(Direction.TO_SITE, (0.8, 0.2)), (Direction.FROM_SITE, (0.2, 0.8))]
)
def test_on_a_one_way_ring_the_way_there_is_not_the_way_back(
    direction: Direction, expected: tuple[float, float]
) -> None:
    """Site at 0.3 of a ring: a point at 0.5 has 0.8 of it to go to the site, and 0.2 to be reached from it."""
    ring = build([(0, 0), (5, 0), (5, 5), (0, 5)], [Way([0, 1, 2, 3, 0], direction=1)])
    points = places([(0, 0.5), (0, 0.1)])
    times = nearest(RoutingGraph.of(ring, AUTO), places([(0, 0.3)]), points, direction=direction)
    np.testing.assert_allclose(times.metres / ring.length_m[0], expected, rtol=1e-9)


def test_on_a_two_way_ring_the_shorter_side_counts() -> None:
    ring = build([(0, 0), (5, 0), (5, 5), (0, 5)], [Way([0, 1, 2, 3, 0])])
    times = nearest(
        RoutingGraph.of(ring, AUTO),
        places([(0, 0.1)]),
        places([(0, 0.9), (0, 0.5), (0, 0.1)]),
        direction=Direction.TO_SITE,
    )
    np.testing.assert_allclose(times.metres / ring.length_m[0], [0.2, 0.4, 0.0], atol=1e-9)


def test_round_the_block_can_beat_a_slow_road_between_two_places_on_it() -> None:
    """Point and site both lie on a service road of a kilometre, with a fast road between its ends."""
    network = build([(0, 0), (10, 0), (5, 1)], [Way([0, 1], highway="service"), Way([0, 2, 1], highway="primary")])
    slow = int(np.flatnonzero(~np.isclose(network.length_m, network.length_m.max()))[0])
    times = nearest(
        RoutingGraph.of(network, AUTO), places([(slow, 0.02)]), places([(slow, 0.98)]), direction=Direction.TO_SITE
    )
    service, primary = network.length_m[slow], network.length_m.max()
    assert times.metres[0] == pytest.approx(0.04 * service + primary, rel=1e-6)
    assert times.minutes[0] * MINUTE == pytest.approx(0.04 * service * 0.36 + primary * 3.6 / 75, rel=1e-6)


def test_of_parallel_roads_the_fastest_counts() -> None:
    network = build([(0, 0), (10, 0)], [Way([0, 1], highway="service"), Way([0, 1], highway="primary")])
    service = int(np.flatnonzero(AUTO.road_seconds(network)[:, 0] == AUTO.road_seconds(network).max())[0])
    times = nearest(
        RoutingGraph.of(network, AUTO), places([(service, 0.0)]), places([(service, 1.0)]), direction=Direction.TO_SITE
    )
    assert times.minutes[0] * MINUTE == pytest.approx(network.length_m[0] * 3.6 / 75, rel=1e-6)


def test_many_sites_on_one_road_and_on_one_spot(street: RoadNetwork) -> None:
    sites = places([(0, f) for f in (0.2, 0.2, 0.8, 0.4, 0.4)])
    times = nearest(
        RoutingGraph.of(street, AUTO), sites, places([(0, f) for f in (0.1, 0.41, 1.0)]), direction=Direction.TO_SITE
    )
    assert times.site[0] in (0, 1)
    assert times.site[1] in (3, 4)
    assert times.site[2] == 2


def test_no_site_on_the_network_is_an_error(street: RoadNetwork) -> None:
    graph, points = RoutingGraph.of(street, AUTO), places([(0, 0.5)])
    none, unjoined = places([]), Places(*(np.array([value]) for value in (-1, math.nan, math.nan, math.nan)))
    for sites in (none, unjoined):
        with pytest.raises(EmptySitesError, match="none of the sites lies on the road network"):
            nearest(graph, sites, points, direction=Direction.TO_SITE)


def test_no_points_give_no_rows(street: RoadNetwork) -> None:
    times = nearest(RoutingGraph.of(street, AUTO), places([(0, 0.5)]), places([]), direction=Direction.TO_SITE)
    assert len(times.minutes) == len(times.metres) == len(times.site) == 0


def test_site_rows_are_those_that_were_given(street: RoadNetwork) -> None:
    """Sites that are not joined are passed over and leave the numbers of the others as they are."""
    road, nothing = np.array([-1, 0, -1, 0], dtype=np.int32), math.nan
    sites = Places(road, np.array([nothing, 0.1, nothing, 0.9]), np.array([nothing, 0, nothing, 0]), np.zeros(4))
    points = Places(np.array([0, -1, 0], np.int32), np.array([0.2, nothing, 0.8]), np.zeros(3), np.zeros(3))
    times = nearest(RoutingGraph.of(street, AUTO), sites, points, direction=Direction.FROM_SITE)
    assert times.site.tolist() == [1, -1, 3]
    assert np.isnan(times.minutes).tolist() == [False, True, False]
