"""The k nearest sites, closures and openings: always as if searched from nothing, against networkx and scipy."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.network_samples import AUTO, Way, build, places, sweep_graph
from support.routing_oracle import nearest_by_scipy
from support.routing_samples import BOTH, Spot, networks, put, spots

from zorgkaart.errors import EmptySitesError
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.routing.nearest import TravelTimes, nearest, rank
from zorgkaart.routing.routing_graph import Direction, Places, RoutingGraph


def only(sites: Places, open_: np.ndarray) -> Places:
    """The same rows, with the closed ones taken off the network."""
    return Places(np.where(open_, sites.road, -1).astype(np.int32), sites.fraction, sites.leg_s, sites.leg_m)


def assert_same(one: TravelTimes, other: TravelTimes) -> None:
    np.testing.assert_allclose(one.minutes, other.minutes, rtol=0, atol=1e-9)
    np.testing.assert_array_equal(one.site >= 0, other.site >= 0)
    np.testing.assert_array_equal(np.isnan(one.metres), np.isnan(other.metres))


@pytest.mark.slow
@settings(max_examples=40)
@given(network=networks(), at=spots(1, 7), to=spots(1, 5), k=st.integers(1, 8), direction=BOTH)
def test_the_k_nearest_are_those_of_networkx(
    network: RoadNetwork, at: list[Spot], to: list[Spot], k: int, direction: Direction
) -> None:
    sites, points = put(network, at), put(network, to)
    assume((sites.road >= 0).any())
    ranking = rank(RoutingGraph.of(network, AUTO), sites, points, direction=direction, k=k)
    assert ranking.k == k
    graph = sweep_graph(network, AUTO, sites, points, direction)
    alone = {
        int(site): nx.single_source_dijkstra_path_length(graph, ("site", int(site)), weight="seconds")
        for site in np.flatnonzero(sites.road >= 0)
    }
    for row in range(len(points)):
        found, minutes = ranking.at.site[row], ranking.minutes[row]
        if points.road[row] < 0:
            assert (found == -1).all()
            assert np.isnan(minutes).all()
            continue
        expected = sorted(seconds["point", row] for seconds in alone.values())[:k]
        known = found >= 0
        assert known.sum() == len(expected)
        assert not np.isfinite(ranking.at.seconds[row, ~known]).any()
        assert np.isnan(minutes[~known]).all()
        np.testing.assert_allclose(minutes[known] * 60, expected, rtol=0, atol=1e-3)
        assert (np.diff(minutes[known]) >= 0).all()
        assert len(set(found[known])) == known.sum()  # distinct sites
        for site, value in zip(found[known], minutes[known], strict=True):
            assert alone[int(site)]["point", row] == pytest.approx(value * 60, abs=1e-3)


@pytest.mark.slow
@settings(max_examples=40)
@given(
    network=networks(),
    at=spots(1, 8),
    to=spots(1, 6),
    k=st.integers(1, 4),
    direction=BOTH,
    shut=st.lists(st.booleans(), min_size=8, max_size=8),
)
def test_a_closure_is_as_if_the_sites_had_never_been_there(
    network: RoadNetwork, at: list[Spot], to: list[Spot], k: int, direction: Direction, shut: list[bool]
) -> None:
    sites, points = put(network, at), put(network, to)
    assume((sites.road >= 0).any())
    graph, closed = RoutingGraph.of(network, AUTO), np.array(shut[: len(sites)])
    ranking = rank(graph, sites, points, direction=direction, k=k)
    before = ranking.nearest()
    times = ranking.without(closed)
    left = only(sites, ~closed)
    if (left.road >= 0).any():
        assert_same(times, nearest(graph, left, points, direction=direction))
        assert_same(times, nearest_by_scipy(graph, left, points, direction=direction))
        known = times.site >= 0
        assert not closed[times.site[known]].any()
    else:
        assert np.isnan(times.minutes).all()
        assert (times.site == -1).all()
    both = ~np.isnan(times.minutes)
    assert (times.minutes[both] >= before.minutes[both] - 1e-9).all()
    assert_same(ranking.nearest(), before)  # and the ranking itself is as it was


@pytest.mark.slow
@settings(max_examples=40)
@given(
    network=networks(),
    at=spots(1, 5),
    more=spots(1, 3),
    to=spots(1, 6),
    k=st.integers(1, 4),
    direction=BOTH,
    shut=st.lists(st.booleans(), min_size=8, max_size=8),
)
def test_an_opening_is_as_if_the_sites_had_always_been_there(
    network: RoadNetwork,
    at: list[Spot],
    more: list[Spot],
    to: list[Spot],
    k: int,
    direction: Direction,
    shut: list[bool],
) -> None:
    sites, points = put(network, at), put(network, to)
    assume((sites.road >= 0).any())
    graph = RoutingGraph.of(network, AUTO)
    ranking = rank(graph, sites, points, direction=direction, k=k)
    before = ranking.nearest()
    larger = ranking.with_added(put(network, more))
    fresh = rank(graph, put(network, at + more), points, direction=direction, k=k)
    np.testing.assert_allclose(larger.minutes, fresh.minutes, rtol=0, atol=1e-9)
    assert_same(larger.nearest(), fresh.nearest())
    closed = np.array(shut[: len(at) + len(more)])
    assert_same(larger.without(closed), fresh.without(closed))  # a move: open here, close there
    assert_same(ranking.nearest(), before)


@pytest.mark.slow
@settings(max_examples=40)
@given(network=networks(), at=spots(1, 6), to=spots(1, 6), direction=BOTH)
def test_the_compiled_search_is_the_plain_one(
    network: RoadNetwork, at: list[Spot], to: list[Spot], direction: Direction
) -> None:
    sites, points = put(network, at), put(network, to)
    assume((sites.road >= 0).any())
    graph = RoutingGraph.of(network, AUTO)
    assert_same(*(f(graph, sites, points, direction=direction) for f in (nearest, nearest_by_scipy)))


@pytest.mark.slow
@settings(max_examples=30)
@given(
    network=networks(),
    at=spots(1, 5),
    more=spots(1, 2),
    to=spots(1, 6),
    k=st.integers(1, 3),
    direction=BOTH,
    limit=st.floats(0.05, 8),
    shut=st.lists(st.booleans(), min_size=7, max_size=7),
)
def test_a_limit_leaves_out_what_takes_longer_and_nothing_else(
    network: RoadNetwork,
    at: list[Spot],
    more: list[Spot],
    to: list[Spot],
    k: int,
    direction: Direction,
    limit: float,
    shut: list[bool],
) -> None:
    sites, points, graph = put(network, at), put(network, to), RoutingGraph.of(network, AUTO)
    seconds = [s for s in (sites.leg_s + 0.0) if not np.isnan(s)]
    assume(seconds)
    added, closed = put(network, more), np.array(shut[: len(at) + len(more)])
    whole = rank(graph, sites, points, direction=direction, k=k).with_added(added)
    part = rank(graph, sites, points, direction=direction, k=k, limit_min=limit).with_added(added)
    for one, other in ((whole.nearest(), part.nearest()), (whole.without(closed), part.without(closed))):
        assume(not (np.abs(one.minutes - limit) < 1e-6).any())
        np.testing.assert_allclose(
            other.minutes, np.where(one.minutes <= limit, one.minutes, np.nan), rtol=0, atol=1e-9
        )
        np.testing.assert_array_equal(other.site >= 0, one.minutes <= limit)


def test_of_equally_near_sites_the_lowest_row_comes_first() -> None:
    street = build([(0, 0), (20, 0)], [Way([0, 1])])
    graph = RoutingGraph.of(street, AUTO)
    sites = places([(0, 0.75), (0, 0.25), (0, 0.75)])
    ranking = rank(graph, sites, places([(0, 0.5), (0, 0.75), (0, 1.0)]), direction=Direction.TO_SITE, k=3)
    assert ranking.at.site.tolist() == [[0, 1, 2], [0, 2, 1], [0, 2, 1]]


@pytest.mark.parametrize("k", [0, -1, 65])
def test_k_has_bounds(k: int) -> None:
    street = build([(0, 0), (20, 0)], [Way([0, 1])])
    graph, spot = RoutingGraph.of(street, AUTO), places([(0, 0.5)])
    with pytest.raises(ValueError, match="ask for 1 to 64"):
        rank(graph, spot, spot, direction=Direction.TO_SITE, k=k)


def test_more_labels_than_sites_and_no_site_at_all() -> None:
    street = build([(0, 0), (20, 0)], [Way([0, 1])])
    graph, spot = RoutingGraph.of(street, AUTO), places([(0, 0.5)])
    ranking = rank(graph, spot, spot, direction=Direction.TO_SITE, k=64)
    assert ranking.at.site[0].tolist() == [0] + [-1] * 63
    with pytest.raises(EmptySitesError):
        rank(graph, places([]), spot, direction=Direction.TO_SITE, k=2)


def test_long_roads_and_long_legs_do_not_disturb_the_order() -> None:
    """One arc of hours among arcs of seconds, and seeds far apart: the search goes round its buckets rightly."""
    spots_ = [(step, 0) for step in range(60)]
    ways = [Way(list(range(60)), highway="service", maxspeed=(1.0, 1.0)), *[Way([n, n + 1]) for n in range(59)]]
    network = build(spots_, [*ways, Way([0, 59], highway="service", maxspeed=(1.0, 1.0))])
    graph = RoutingGraph.of(network, AUTO)
    rng = np.random.default_rng(7)
    road = rng.integers(0, network.roads, 40).astype(np.int32)
    for scale in (0.0, 1.0, 300.0, 20_000.0):
        leg = rng.uniform(0, 1, 40) * scale
        sites = Places(road, rng.uniform(0, 1, 40), leg * 0.36, leg)
        points = Places(road[::-1].copy(), rng.uniform(0, 1, 40), np.zeros(40), np.zeros(40))
        for direction in Direction:
            assert_same(*(f(graph, sites, points, direction=direction) for f in (nearest, nearest_by_scipy)))


@pytest.mark.parametrize("direction", list(Direction))
def test_a_site_that_opens_between_two_others_serves_its_own_road(direction: Direction) -> None:
    """Both ends of the road keep the sites that they had, and still the new one is nearest to its neighbours."""
    street = build([(0, 0), (20, 0)], [Way([0, 1])])
    points = places([(0, 0.1), (0, 0.45), (0, 0.9)])
    ranking = rank(RoutingGraph.of(street, AUTO), places([(0, 0.0), (0, 1.0)]), points, direction=direction)
    larger = ranking.with_added(places([(0, 0.5)]))
    np.testing.assert_array_equal(larger.nodes.site, ranking.nodes.site)
    assert larger.nearest().site.tolist() == [0, 2, 1]
