"""Kilometres along the fastest drives, held against the sweeps of the package."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.network_samples import AMBULANCE, CODES, CRS, Way, build, roads

from tools.siren.drives import LEAST_SHARE, MINUTES_PER_HOUR, cells, drives
from zorgkaart.errors import NetworkError
from zorgkaart.network.build import network_from_raw
from zorgkaart.network.osm import RawRoads
from zorgkaart.network.snap import Reason, Snapped
from zorgkaart.routing.matrix import travel_matrix
from zorgkaart.routing.routing_graph import Direction, Places, RoutingGraph

KMH = np.concatenate([AMBULANCE.outside_kmh, AMBULANCE.inside_kmh])


def at(rows: list[tuple[int, float]]) -> Snapped:
    """Places at (road, fraction)."""
    road = np.array([row[0] for row in rows], dtype=np.int32)
    share = np.array([row[1] for row in rows])
    return Snapped(road, share, np.zeros(len(rows)), np.full(len(rows), Reason.JOINED, dtype=np.int8))


@settings(max_examples=40)
@given(raw=roads(), spots=st.lists(st.tuples(st.integers(0, 99), st.floats(0, 1)), min_size=2, max_size=5))
def test_minutes_at_the_speeds_are_those_of_a_sweep(raw: RawRoads, spots: list[tuple[int, float]]) -> None:
    try:
        network = network_from_raw(replace(raw, maxspeed_kmh=np.full_like(raw.maxspeed_kmh, np.nan)), crs=CRS)
    except NetworkError:
        assume(False)
    snapped = at([(number % network.roads, share) for number, share in spots])
    km = drives(network, snapped, KMH)
    # The sweep goes from and to the spots as they are put in: a hair from the end of a road.
    inward = replace(snapped, fraction=np.clip(snapped.fraction, LEAST_SHARE, 1 - LEAST_SHARE))
    places = Places.of(inward, leg_kmh=10)
    pairs = next(
        travel_matrix(RoutingGraph.of(network, AMBULANCE), places, places, limit_min=1e6, direction=Direction.FROM_SITE)
    )
    swept = np.full(km.shape[:2], np.nan)
    swept[pairs.site, pairs.point] = pairs.minutes
    minutes = km @ (MINUTES_PER_HOUR / KMH)
    other_road = snapped.road[:, None] != snapped.road[None, :]
    np.testing.assert_allclose(minutes[other_road], swept[other_road], rtol=1e-9, atol=1e-12)
    assert np.isnan(minutes[~other_road & ~np.eye(len(spots), dtype=bool)]).all()


def test_kilometres_stand_under_the_class_and_place_of_their_road() -> None:
    network = build([(0, 0), (10, 0), (20, 0)], [Way([0, 1], "primary"), Way([1, 2], "secondary", built_up=1)])
    primary, secondary = (int(np.flatnonzero(network.code == CODES[name])[0]) for name in ("primary", "secondary"))
    km = drives(network, at([(primary, 0.5), (secondary, 0.5)]), KMH)
    driven = dict(zip(cells(), km[0, 1], strict=True))
    assert {name for name, value in driven.items() if value} == {"primary_outside", "secondary_inside"}
    assert driven["primary_outside"] == pytest.approx(network.length_m[primary] / 2000)
    assert driven["secondary_inside"] == pytest.approx(network.length_m[secondary] / 2000)


def test_other_speeds_choose_another_way() -> None:
    places = [(0, 0), (5, 0), (15, 0), (20, 0), (10, 8)]
    ways = [Way([0, 1], "tertiary"), Way([1, 2], "residential"), Way([1, 4, 2], "primary"), Way([2, 3], "tertiary")]
    network = build(places, ways)
    ends = np.flatnonzero(network.code == CODES["tertiary"])
    snapped = at([(int(ends[0]), 0.5), (int(ends[1]), 0.5)])
    primary = cells().index("primary_outside")
    assert drives(network, snapped, KMH)[0, 1, primary] > 0
    assert drives(network, snapped, np.full(len(KMH), 50.0))[0, 1, primary] == 0


def test_places_off_the_network_are_refused() -> None:
    network = build([(0, 0), (10, 0)], [Way([0, 1])])
    with pytest.raises(ValueError, match="every place must be joined"):
        drives(network, at([(0, 0.5), (-1, 0.5)]), KMH)
