"""Contraction changes no distance, and what a car cannot leave is left out: checked against networkx."""

from __future__ import annotations

import math
from dataclasses import replace
from random import Random

import networkx as nx
import numpy as np
import pyproj
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from support.network_samples import (
    AMBULANCE,
    AUTO,
    CRS,
    GEOD,
    ORIGIN_LAT,
    ORIGIN_LON,
    STEP_LON,
    Way,
    build,
    fastest_metres,
    oracle,
    original_places,
    places,
    raw_roads,
    roads,
    strong_components,
)

from zorgkaart.errors import NetworkError
from zorgkaart.network.build import network_from_raw
from zorgkaart.network.osm import RawRoads
from zorgkaart.network.pieces import _length_m
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.speeds import SpeedProfile
from zorgkaart.routing.nearest import nearest
from zorgkaart.routing.routing_graph import Direction, RoutingGraph

LINE = [(0, 0), (3, 0), (6, 0), (9, 0)]


def assert_same_distances(raw: RawRoads, network: RoadNetwork, profile: SpeedProfile) -> None:
    """Between all original nodes of the network, junction or not: seconds to 1e-3, and metres of a fastest path."""
    blocked = set(raw.blocked.tolist())  # such a node is several: one for each piece that ends there
    rows = [row for row in original_places(raw, network) if row[0] not in blocked]
    nodes = [node for node, _, _ in rows]
    points = places([(road, fraction) for _, road, fraction in rows])
    routing = RoutingGraph.of(network, profile)
    plain = oracle(raw, profile)
    for direction in Direction:
        swept = plain.reverse() if direction is Direction.TO_SITE else plain
        for row in range(0, len(rows), max(1, len(rows) // 6)):
            node = nodes[row]
            found = nearest(routing, points.take(np.array([row])), points, direction=direction)
            seconds = nx.single_source_dijkstra_path_length(swept, node, weight="seconds")
            metres = fastest_metres(swept, [node])
            np.testing.assert_allclose(found.minutes * 60, [seconds[n] for n in nodes], rtol=0, atol=1e-3)
            for value, other in zip(found.metres, nodes, strict=True):
                assert metres[other][0] - 1e-3 <= value <= metres[other][1] + 1e-3


@pytest.mark.slow
@settings(max_examples=40)
@given(raw=roads(), profile=st.sampled_from([AUTO, AMBULANCE]))
def test_every_original_node_keeps_its_distances(raw: RawRoads, profile: SpeedProfile) -> None:
    components = strong_components(oracle(raw, profile))
    most = max((pieces for pieces, _ in components), default=0)
    if most == 0:
        with pytest.raises(NetworkError):
            network_from_raw(raw, crs=CRS)
        return
    network = network_from_raw(raw, crs=CRS)
    kept = {node for node, _, _ in original_places(raw, network)} - set(raw.blocked.tolist())
    if kept:
        pieces, nodes = next(c for c in components if next(iter(kept)) in c[1])
        assert pieces == most
        assert {node for node in nodes if isinstance(node, int)} == kept
    event(f"longest chain {np.diff(network.shape_start).max()}")
    assert_same_distances(raw, network, profile)


@settings(max_examples=20)
@given(raw=roads(), chance=st.randoms(use_true_random=False))
def test_order_and_drawing_direction_of_ways_change_no_time(raw: RawRoads, chance: Random) -> None:
    """The same roads in another order, two-way and one-way streets drawn from the other end."""
    order = list(range(len(raw.code)))
    chance.shuffle(order)
    turned = [chance.random() < 0.5 for _ in order]
    refs = [raw.refs[raw.start[way] : raw.start[way + 1]] for way in order]
    other = RawRoads(
        raw.lon,
        raw.lat,
        np.concatenate([r[::-1] if turn else r for r, turn in zip(refs, turned, strict=True)]),
        np.concatenate([[0], np.cumsum([len(r) for r in refs])]).astype(np.int64),
        raw.code[order],
        np.where(turned, -raw.direction[order], raw.direction[order]).astype(np.int8),
        raw.built_up[order],
        np.where(np.array(turned)[:, None], raw.maxspeed_kmh[order][:, ::-1], raw.maxspeed_kmh[order]),
        raw.blocked,
        raw.built_up_areas,
        0,
    )
    components = sorted((pieces for pieces, _ in strong_components(oracle(raw, AUTO))), reverse=True)
    if not components or components[0] == 0 or components[:1] == components[1:2]:
        return  # nothing to build, or no single largest component
    one, two = network_from_raw(raw, crs=CRS), network_from_raw(other, crs=CRS)
    assert sorted(zip(one.x, one.y, strict=True)) == sorted(zip(two.x, two.y, strict=True))
    assert one.roads == two.roads
    np.testing.assert_allclose(np.sort(one.length_m), np.sort(two.length_m), rtol=1e-6)
    seconds = [np.sort(AUTO.road_seconds(network).ravel()) for network in (one, two)]
    np.testing.assert_allclose(*seconds, rtol=1e-6)


def test_a_street_of_like_pieces_is_one_road() -> None:
    network = build(LINE, [Way([0, 1]), Way([2, 1]), Way([2, 3])])
    assert (network.nodes, network.roads) == (2, 1)
    assert np.diff(network.shape_start).tolist() == [4]


@pytest.mark.parametrize(
    "other",
    [
        Way([1, 2, 3], highway="primary"),
        Way([1, 2, 3], built_up=1),
        Way([1, 2, 3], maxspeed=(30.0, 30.0)),
        Way([1, 2, 3], maxspeed=(30.0, math.nan)),
    ],
)
def test_a_change_of_kind_keeps_its_junction(other: Way) -> None:
    network = build(LINE, [Way([0, 1]), other])
    assert (network.nodes, network.roads) == (3, 2)


@pytest.mark.parametrize(
    ("first", "second", "roads"),
    [
        (Way([0, 1], maxspeed=(50.0, 20.0)), Way([3, 2, 1], maxspeed=(20.0, 50.0)), 1),
        (Way([0, 1], maxspeed=(50.0, 20.0)), Way([1, 2, 3], maxspeed=(20.0, 50.0)), 2),
        (Way([1, 0], maxspeed=(20.0, 50.0)), Way([1, 2, 3], maxspeed=(50.0, 20.0)), 1),
        (Way([1, 0], maxspeed=(20.0, 50.0)), Way([3, 2, 1], maxspeed=(50.0, 20.0)), 2),
    ],
)
def test_limits_that_differ_by_direction_follow_the_drive(first: Way, second: Way, roads: int) -> None:
    raw = raw_roads([*LINE, (12, 0)], [first, second, Way([3, 4], highway="primary")])
    network = network_from_raw(raw, crs=CRS)
    assert network.roads == roads + 1
    for profile in (AUTO, replace(AUTO, factor=3.0)):  # at three times the speed every limit holds
        assert_same_distances(raw, network, profile)


def test_a_one_way_drawn_against_the_drive_is_turned_and_joined() -> None:
    along = Way([0, 1], direction=1, maxspeed=(20.0, 5.0))
    against = Way([3, 2, 1], direction=-1, maxspeed=(5.0, 20.0))
    raw = raw_roads(LINE, [along, against, Way([3, 0])])
    network = network_from_raw(raw, crs=CRS)
    one_way = np.flatnonzero(~network.backward)
    assert len(one_way) == 1
    assert network.maxspeed_kmh[one_way[0], 0] == 20
    assert network.shape_x[network.shape_start[one_way[0]]] < network.x.max()
    assert_same_distances(raw, network, AUTO)


def test_parallel_chains_between_two_junctions_stay_apart() -> None:
    spots = [(0, 0), (6, 0), (3, 2), (3, -4), (-3, 0), (9, 0)]
    tails = [Way([4, 0]), Way([1, 5])]  # so that 0 and 1 are junctions
    raw = raw_roads(spots, [Way([0, 2, 1]), Way([0, 3, 1]), Way([0, 1], highway="primary"), *tails])
    network = network_from_raw(raw, crs=CRS)
    assert (network.nodes, network.roads) == (4, 5)
    assert_same_distances(raw, network, AUTO)


def test_two_ways_over_the_same_two_nodes_both_count() -> None:
    """A fast and a slow way over one line: the fastest counts, never their sum."""
    raw = raw_roads(LINE, [Way([0, 1], highway="service"), Way([0, 1], highway="primary"), Way([1, 2])])
    network = network_from_raw(raw, crs=CRS)
    assert network.roads == 3
    assert_same_distances(raw, network, AUTO)


@pytest.mark.parametrize("direction", [0, 1, -1])
def test_a_ring_without_a_junction_gets_one(direction: int) -> None:
    spots = [(0, 0), (5, 0), (5, 5), (0, 5)]
    raw = raw_roads(spots, [Way([0, 1, 2, 3, 0], direction=direction)])
    network = network_from_raw(raw, crs=CRS)
    assert (network.nodes, network.roads) == (1, 1)
    assert network.tail[0] == network.head[0]
    assert_same_distances(raw, network, AUTO)


@pytest.mark.parametrize("direction", [0, 1, -1])
def test_a_way_that_touches_itself_is_cut_there(direction: int) -> None:
    """A lasso: in along 0-1, round 1-2-3-1 and, if two-way, out again."""
    raw = raw_roads([(0, 0), (3, 0), (6, 2), (6, -2)], [Way([0, 1]), Way([1, 2, 3, 1], direction=direction)])
    network = network_from_raw(raw, crs=CRS)
    assert (network.nodes, network.roads) == (2, 2)
    assert_same_distances(raw, network, AUTO)


def test_nodes_that_share_a_place_are_told_apart() -> None:
    """A bridge over a road: nodes 1 and 4 lie on one place, and no one can drive from one to the other."""
    spots = [(0, 0), (3, 0), (6, 0), (3, 3), (3, 0), (3, -3)]
    network = build(spots, [Way([0, 1, 2]), Way([3, 4, 5]), Way([2, 5])])
    assert (network.nodes, network.roads) == (2, 1)
    assert np.diff(network.shape_start).tolist() == [6]


def test_pieces_without_length_and_repeated_nodes_do_no_harm() -> None:
    network = build([(0, 0), (0, 0), (3, 0), (3, 3)], [Way([0, 0, 1, 1, 2]), Way([2, 3])])
    assert network.roads == 1
    straight = build([(0, 0), (3, 0), (3, 3)], [Way([0, 1, 2])])
    np.testing.assert_allclose(network.length_m, straight.length_m)
    points = places([(0, 0.0), (0, 1.0), (0, 0.5)])
    times = nearest(RoutingGraph.of(network, AUTO), points, points, direction=Direction.TO_SITE)
    assert times.minutes.tolist() == [0, 0, 0]


def test_a_network_of_one_place_has_no_length_and_no_error() -> None:
    network = build([(0, 0), (0, 0)], [Way([0, 1])])
    assert network.length_m.tolist() == [0]
    times = nearest(RoutingGraph.of(network, AUTO), places([(0, 0.0)]), places([(0, 1.0)]), direction=Direction.TO_SITE)
    assert times.minutes.tolist() == [0]
    assert times.metres.tolist() == [0]


def test_a_barrier_ends_the_road_on_both_sides() -> None:
    around = [(0, 0), (3, 0), (6, 0), (0, 6), (6, 6)]
    raw = raw_roads(around, [Way([0, 1, 2]), Way([0, 3, 4, 2])], blocked=[1])
    network = network_from_raw(raw, crs=CRS)
    # One chain from one side of the barrier round to the other.
    assert (network.nodes, network.roads) == (2, 1)
    assert network.source["dropped_nodes"] == 0
    assert len(network.dropped_x) == 0
    assert_same_distances(raw, network, AUTO)


def test_a_barrier_on_a_junction_parts_all_its_roads() -> None:
    ways = [Way([0, 1]), Way([1, 2]), Way([1, 3]), Way([0, 3, 2])]
    raw = raw_roads([(0, 0), (3, 0), (6, 0), (3, 3)], ways, blocked=[1])
    network = network_from_raw(raw, crs=CRS)
    assert (network.nodes, network.roads) == (4, 3)  # node 3, and three ends of what was node 1
    assert_same_distances(raw, network, AUTO)


def test_one_way_traps_and_islands_are_left_out_and_listed() -> None:
    spots = [(0, 0), (3, 0), (3, 3), (6, 0), (9, 0), (20, 20), (22, 20)]
    trap, way_in_only, island = Way([1, 3], direction=1), Way([4, 1], direction=1), Way([5, 6])
    raw = raw_roads(spots, [Way([0, 1, 2, 0]), trap, way_in_only, island])
    network = network_from_raw(raw, crs=CRS)
    assert network.roads == 1
    x, y = pyproj.Transformer.from_crs("EPSG:4326", CRS, always_xy=True).transform(raw.lon[3:], raw.lat[3:])
    listed = sorted(zip(network.dropped_x, network.dropped_y, strict=True))
    np.testing.assert_allclose(listed, sorted(zip(x, y, strict=True)), atol=0.051)
    assert network.source["dropped_nodes"] == 4
    lengths = [GEOD.inv(raw.lon[a], raw.lat[a], raw.lon[b], raw.lat[b])[2] for a, b in ((1, 3), (4, 1), (5, 6))]
    assert network.source["dropped_km"] == pytest.approx(sum(lengths) / 1000, abs=0.06)


def test_the_largest_component_has_most_road_within_it_not_most_ways_out() -> None:
    hub = [Way([0, node], direction=1) for node in (1, 2, 3)]
    network = build([(0, 0), (3, 0), (0, 3), (3, 3), (9, 9), (12, 9)], [*hub, Way([4, 5])])
    assert network.roads == 1
    assert network.source["dropped_nodes"] == 4


@pytest.mark.parametrize("ways", [[Way([0, 1, 2], direction=1)], [Way([0, 0])]])
def test_roads_that_nobody_can_come_back_from_are_no_network(ways: list[Way]) -> None:
    with pytest.raises(NetworkError, match="come back"):
        build(LINE, ways)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:2263", "no such CRS"])
def test_the_crs_is_projected_in_metres(crs: str) -> None:
    with pytest.raises(NetworkError, match=r"Name a projected CRS|Name one such as"):
        network_from_raw(raw_roads(LINE, [Way([0, 1])]), crs=crs)


@given(lon=st.floats(-179, 179), lat=st.floats(-80, 80), east=st.floats(-0.01, 0.01), north=st.floats(-0.01, 0.01))
def test_lengths_are_geodesic(lon: float, lat: float, east: float, north: float) -> None:
    ours = _length_m(*(np.array([value]) for value in (lon, lat, lon + east, lat + north)))
    assert ours[0] == pytest.approx(GEOD.inv(lon, lat, lon + east, lat + north)[2], rel=1e-5, abs=1e-6)


def test_nodes_within_a_kilometre_of_the_edge_are_kept_as_the_cut() -> None:
    """A grid of 3.6 by 4.2 km; without a window of its own the file ends where its nodes end."""
    east, north = range(0, 37, 6), range(0, 43, 6)
    spots = [(x, y) for x in east for y in north]
    ways = [Way([spots.index((x, y)) for y in north]) for x in east]
    ways += [Way([spots.index((x, y)) for x in east]) for y in north]
    raw = raw_roads(spots, ways)
    network = network_from_raw(raw, crs=CRS)
    inner = [(x, y) for x, y in spots if 12 <= x <= 24 and 12 <= y <= 30]
    assert len(network.cut_x) == len(spots) - len(inner)
    window = (raw.lon.min(), raw.lat.min(), raw.lon.max(), raw.lat.max())
    with_tip = raw_roads([*spots, (200, 18)], [*ways, Way([spots.index((36, 18)), len(spots)])])
    cut = network_from_raw(replace(with_tip, window=window), crs=CRS)
    assert len(cut.cut_x) == len(network.cut_x) + 1  # a road that sticks out of the window hides no edge


def test_a_place_is_where_it_was() -> None:
    """Junctions and shapes lie where the nodes do, to the decimetre in which they are stored."""
    raw = raw_roads(LINE, [Way([0, 1, 2]), Way([2, 3], highway="primary")])
    network = network_from_raw(raw, crs=CRS)
    x, y = pyproj.Transformer.from_crs("EPSG:4326", CRS, always_xy=True).transform(raw.lon, raw.lat)
    np.testing.assert_allclose(sorted(network.x), sorted(x[[0, 2, 3]]), atol=0.051)
    np.testing.assert_allclose(sorted(set(network.shape_y)), sorted({round(v, 1) for v in y}), atol=0.051)


def turned(raw: RawRoads, degrees: float) -> RawRoads:
    """The same map elsewhere on its parallels, over the 180th meridian if need be."""
    window = (ORIGIN_LON - 0.01, ORIGIN_LAT - 0.01, ORIGIN_LON + 0.03, ORIGIN_LAT + 0.02)
    west, east = (float(_wrapped(np.array(lon + degrees))) for lon in window[::2])
    return replace(raw, lon=_wrapped(raw.lon + degrees), window=(west, window[1], east, window[3]))


def _wrapped(lon: np.ndarray) -> np.ndarray:
    return (lon + 180) % 360 - 180


@settings(max_examples=25)
@given(raw=roads(), degrees=st.one_of(st.sampled_from([173.495, 173.49, 173.5, -186.5]), st.floats(-720, 720)))
def test_a_map_may_lie_anywhere_on_its_parallels(raw: RawRoads, degrees: float) -> None:
    """Lengths, roads and the edge of the file are those of the same map at home."""
    try:
        home = network_from_raw(turned(raw, 0), crs=_around(0))
    except NetworkError:
        return
    away = network_from_raw(turned(raw, degrees), crs=_around(degrees))
    np.testing.assert_allclose(np.sort(away.length_m), np.sort(home.length_m), rtol=1e-6)
    assert away.roads == home.roads
    np.testing.assert_allclose(np.sort(away.cut_x), np.sort(home.cut_x), atol=0.15)
    np.testing.assert_allclose(away.bounds, home.bounds, atol=0.15)


def _around(degrees: float) -> str:
    lon = float(_wrapped(np.array(ORIGIN_LON + degrees)))
    return f"+proj=tmerc +lon_0={lon} +lat_0={ORIGIN_LAT} +ellps=WGS84 +units=m +type=crs"


@pytest.mark.parametrize("window", [(-180.0, 53.0, 180.0, 53.3), (-179.999, 53.0, 179.999, 53.3)])
def test_a_window_the_long_way_round_cuts_nothing_off(window: tuple[float, float, float, float]) -> None:
    degrees = 180 - ORIGIN_LON - 3 * STEP_LON
    raw = raw_roads([(0, 0), (3, 0), (40, 0)], [Way([0, 1, 2])])
    raw = replace(raw, lon=_wrapped(raw.lon + degrees), window=window)
    network = network_from_raw(raw, crs=_around(degrees))
    assert network.length_m.sum() == pytest.approx(4000, rel=0.01)
    assert network.bounds[2] - network.bounds[0] == pytest.approx(4000, rel=0.01)


def test_a_window_the_long_way_round_cuts_nothing_off_a_map_on_one_side() -> None:
    """As osmium reads bounds from 179 to -179: from -179 to 179, and all roads lie east of it."""
    degrees = 179.5 - ORIGIN_LON
    raw = raw_roads([(0, 0), (3, 0), (40, 0)], [Way([0, 1, 2])])
    raw = replace(raw, lon=_wrapped(raw.lon + degrees))
    plain = network_from_raw(raw, crs=_around(degrees))
    cut = network_from_raw(replace(raw, window=(-179.0, 53.0, 179.0, 53.5)), crs=_around(degrees))
    np.testing.assert_allclose(cut.cut_x, plain.cut_x)
