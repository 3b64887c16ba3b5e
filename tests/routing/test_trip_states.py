"""Roads for residents serve the ends of a trip only: every answer against networkx on the states of trips."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyproj
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.network_samples import (
    AUTO,
    CRS,
    ORIGIN_LAT,
    ORIGIN_LON,
    STEP_LAT,
    STEP_LON,
    Way,
    build,
    raw_roads,
)
from support.routing_samples import BOTH
from support.trip_samples import EMERGENCY, MOTOR, RESCUE, put, site_seconds, zoned_networks

from zorgkaart.network.build import network_from_raw
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.snap import snap
from zorgkaart.network.speeds import SpeedProfile
from zorgkaart.network.tags import Passage
from zorgkaart.routing.matrix import travel_matrix
from zorgkaart.routing.nearest import rank
from zorgkaart.routing.routing_graph import Direction, Places, RoutingGraph

FRACTION = st.one_of(st.sampled_from([0.0, 0.25, 1.0]), st.floats(0, 1).map(lambda f: round(f, 6)))
SPOT = st.tuples(st.integers(0, 99), FRACTION, st.sampled_from([0.0, 25.0]))
LIMIT_MIN = 4.0


@settings(max_examples=60)
@given(
    network=zoned_networks(),
    at=st.lists(SPOT, min_size=2, max_size=5),
    to=st.lists(SPOT, min_size=1, max_size=6),
    profile=st.sampled_from([AUTO, RESCUE]),
    direction=BOTH,
    closed=st.lists(st.booleans(), min_size=5, max_size=5),
)
def test_every_answer_is_that_of_legal_trips(
    network: RoadNetwork,
    at: list[tuple[int, float, float]],
    to: list[tuple[int, float, float]],
    profile: SpeedProfile,
    direction: Direction,
    closed: list[bool],
) -> None:
    """The k nearest, closures, openings and the matrix: all say what the trip itself takes."""
    graph, sites, points = RoutingGraph.of(network, profile), put(network, at), put(network, to)
    seconds = site_seconds(network, profile, sites, points, direction)
    assert np.isfinite(seconds).all()  # whatever is in a network can be reached by a legal trip
    ranking = rank(graph, sites, points, direction=direction, k=2)
    np.testing.assert_allclose(ranking.minutes * 60, np.sort(seconds, axis=1)[:, :2], rtol=0, atol=1e-9)
    shut = np.array(closed[: len(sites)])
    least = np.where(shut, np.inf, seconds).min(axis=1)
    after = ranking.without(shut).minutes * 60
    np.testing.assert_allclose(np.nan_to_num(after, nan=np.inf), least, rtol=0, atol=1e-9)
    first = rank(graph, sites.take(np.arange(1)), points, direction=direction)
    opened = first.with_added(sites.take(np.arange(1, len(sites)))).nearest()
    np.testing.assert_allclose(opened.minutes * 60, seconds.min(axis=1), rtol=0, atol=1e-9)
    listed = np.full(seconds.shape, np.nan)
    for pairs in travel_matrix(graph, sites, points, limit_min=LIMIT_MIN, direction=direction):
        listed[pairs.point, pairs.site] = pairs.minutes * 60
    clear = np.abs(seconds - LIMIT_MIN * 60) > 1e-6
    expected = np.where(seconds <= LIMIT_MIN * 60, seconds, np.nan)
    np.testing.assert_allclose(listed[clear], expected[clear], rtol=0, atol=1e-9)


BLOCK = [(-6, 0), (0, 0), (6, 0), (12, 0), (0, 20), (6, 20), (3, 0), (3, 5)]
AROUND, SHORT, YARD = Way([1, 4, 5, 2]), Way([1, 6, 2]), Way([6, 7])


def block(short: tuple[int, int], yard: tuple[int, int] = (2, 2)) -> RoadNetwork:
    """A road from west to east that goes around, 46 steps long; what is to be tried cuts off 40 of them."""
    ways = [Way([0, 1]), AROUND, Way([2, 3]), SHORT, YARD]
    raw = raw_roads(BLOCK, ways)
    motor = np.array([(2, 2), (2, 2), (2, 2), short, yard], dtype=np.uint8)
    return network_from_raw(replace(raw, access={MOTOR: motor, EMERGENCY: motor}), crs=CRS)


def metres(network: RoadNetwork, start: tuple[float, float], end: tuple[float, float]) -> float:
    """Metres by car between the roads at two places, in steps of about a hundred metres."""
    to_m = pyproj.Transformer.from_crs("EPSG:4326", CRS, always_xy=True)
    steps = np.array([start, end])
    x, y = to_m.transform(ORIGIN_LON + steps[:, 0] * STEP_LON, ORIGIN_LAT + steps[:, 1] * STEP_LAT)
    places = Places.of(snap(network, x, y, limit_m=50), leg_kmh=10)
    graph = RoutingGraph.of(network, AUTO)
    times = rank(graph, places.take(np.array([1])), places.take(np.array([0])), direction=Direction.TO_SITE).nearest()
    return float(times.metres[0])


WEST, EAST, SHORT_CUT, IN_YARD, TOP = (-5.0, 0.0), (11.0, 0.0), (2.0, 0.0), (3.0, 4.0), (3.0, 20.0)


@pytest.mark.parametrize(
    ("start", "end", "steps"),
    [
        (WEST, EAST, 56),  # past it
        (WEST, SHORT_CUT, 7),  # to who lives there
        (SHORT_CUT, EAST, 9),  # and from there, on either side
        (IN_YARD, EAST, 12),  # an open yard that only such a road leads to goes with it
        (EAST, IN_YARD, 12),
        (IN_YARD, SHORT_CUT, 5),
    ],
)
def test_a_road_for_residents_serves_them_and_nobody_else(
    start: tuple[float, float], end: tuple[float, float], steps: int
) -> None:
    assert metres(block((1, 1)), start, end) == pytest.approx(steps * 100, rel=0.01)


def test_an_open_road_is_a_short_cut() -> None:
    assert metres(block((2, 2)), WEST, EAST) == pytest.approx(1600, rel=0.01)


def test_it_may_be_open_one_way_and_for_residents_the_other() -> None:
    network = block((2, 1))
    assert metres(network, WEST, EAST) == pytest.approx(1600, rel=0.01)
    assert metres(network, EAST, WEST) == pytest.approx(5600, rel=0.01)


def test_what_cannot_be_a_short_cut_costs_a_sweep_nothing() -> None:
    """A driveway hangs on the roads by one junction, so its state needs no telling apart."""
    network = block((2, 2), yard=(1, 1))
    assert (network.passage(MOTOR) == Passage.ENDS_ONLY).any()
    assert RoutingGraph.of(network, AUTO).ends is None
    assert RoutingGraph.of(block((1, 1)), AUTO).ends is not None


def test_a_network_without_such_roads_has_no_states() -> None:
    network = build([(0, 0), (10, 0)], [Way([0, 1])])
    graph = RoutingGraph.of(network, AUTO)
    assert graph.ends is None
    assert graph.states == network.nodes
