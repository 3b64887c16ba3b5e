"""The sparse matrix: every pair as one site alone would give it, and no pair beyond the limit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.network_samples import AUTO, Way, build
from support.routing_oracle import nearest_by_scipy
from support.routing_samples import BOTH, Spot, networks, put, spots

from zorgkaart.network.roads import RoadNetwork
from zorgkaart.routing import matrix
from zorgkaart.routing.matrix import travel_matrix
from zorgkaart.routing.routing_graph import Direction, RoutingGraph


@pytest.mark.slow
@settings(max_examples=60)
@given(
    network=networks(),
    at=spots(1, 6),
    to=spots(1, 6),
    limit=st.floats(0.01, 30),
    direction=BOTH,
    threads=st.integers(1, 3),
)
def test_pairs_are_those_of_each_site_alone(
    network: RoadNetwork, at: list[Spot], to: list[Spot], limit: float, direction: Direction, threads: int
) -> None:
    sites, points = put(network, at), put(network, to)
    graph = RoutingGraph.of(network, AUTO)
    found = np.full((len(sites), len(points)), np.nan)
    for piece in travel_matrix(graph, sites, points, limit_min=limit, direction=direction, threads=threads):
        assert np.isnan(found[piece.site, piece.point]).all(), "a pair came twice"
        found[piece.site, piece.point] = piece.minutes
    for site in range(len(sites)):
        if sites.road[site] < 0:
            assert np.isnan(found[site]).all()
            continue
        alone = nearest_by_scipy(graph, sites.take(np.array([site])), points, direction=direction).minutes
        sure = ~(np.abs(alone - limit) < 1e-9)  # a pair on the limit itself may fall to either side of it
        expected = np.where(alone <= limit, alone, np.nan)
        np.testing.assert_allclose(found[site][sure], expected[sure], rtol=0, atol=1e-9)


def test_many_sites_come_in_pieces_in_the_same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    network = build([(0, 0), (10, 0), (20, 0), (20, 10)], [Way([0, 1, 2, 3])])
    graph = RoutingGraph.of(network, AUTO)
    rows: list[Spot] = [(0, share / 40, 0.0) for share in range(40)]
    sites, points = put(network, rows), put(network, rows[::7])
    whole = list(travel_matrix(graph, sites, points, limit_min=60, threads=1))
    monkeypatch.setattr(matrix, "SITES_PER_PIECE", 3)
    pieces = list(travel_matrix(graph, sites, points, limit_min=60, threads=2))
    assert len(pieces) == 14
    for name in ("site", "point", "minutes"):
        first, second = (np.concatenate([getattr(p, name) for p in parts]) for parts in (whole, pieces))
        np.testing.assert_array_equal(first, second)
    assert len(np.concatenate([p.site for p in pieces])) == len(sites) * len(points)


@pytest.mark.parametrize("limit", [0.0, -1.0, np.inf, np.nan])
def test_a_matrix_needs_a_limit(limit: float) -> None:
    network = build([(0, 0), (10, 0)], [Way([0, 1])])
    places = put(network, [(0, 0.5, 0.0)])
    with pytest.raises(ValueError, match="limit"):
        next(travel_matrix(RoutingGraph.of(network, AUTO), places, places, limit_min=limit))


def test_a_site_where_a_point_is_takes_no_time() -> None:
    network = build([(0, 0), (10, 0)], [Way([0, 1])])
    places = put(network, [(0, 0.5, 0.0)])
    (pairs,) = travel_matrix(RoutingGraph.of(network, AUTO), places, places, limit_min=1)
    assert pairs.minutes.tolist() == [0.0]
