"""What each traffic may use after contraction: every trip between the middles of raw pieces against networkx."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyproj
import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from support.network_samples import AUTO, CRS, Way, build, piece_m, places, raw_roads
from support.trip_samples import (
    CLOSED,
    EMERGENCY,
    ENDS,
    MOTOR,
    OPEN,
    RESCUE,
    Piece,
    legal,
    middle_seconds,
    raw_pieces,
    zoned_roads,
)

from zorgkaart.errors import NetworkError
from zorgkaart.network.build import network_from_raw
from zorgkaart.network.osm import RawRoads
from zorgkaart.network.passage import drivable
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.snap import snap
from zorgkaart.network.speeds import SpeedProfile
from zorgkaart.routing.nearest import nearest
from zorgkaart.routing.routing_graph import Direction, Places, RoutingGraph

LINE = [(0, 0), (3, 0), (6, 0), (9, 0)]


def middles(raw: RawRoads, network: RoadNetwork) -> Iterator[tuple[tuple[int, int], int, float]]:
    """The raw nodes at both ends of each piece of each road, and where the middle of the piece lies on the road."""
    to_metres = pyproj.Transformer.from_crs("EPSG:4326", network.crs, always_xy=True)
    x, y = to_metres.transform(raw.lon, raw.lat)
    number = {(round(a * 10), round(b * 10)): node for node, (a, b) in enumerate(zip(x, y, strict=True))}
    for road in np.flatnonzero(network.length_m > 0).tolist():
        part = slice(network.shape_start[road], network.shape_start[road + 1])
        shape = zip(network.shape_x[part], network.shape_y[part], strict=True)
        nodes = [number[round(a * 10), round(b * 10)] for a, b in shape]
        along = np.cumsum([0.0] + [piece_m(raw, u, v) for u, v in pairwise(nodes)])
        for row, ends in enumerate(pairwise(nodes)):
            yield ends, road, float(along[row] + along[row + 1]) / 2 / float(along[-1])


def only(pieces: list[Piece], ends: tuple[int, int]) -> int | None:
    """The row of the one piece between two nodes; None if there are several."""
    rows = [row for row, piece in enumerate(pieces) if set(piece.nodes) == set(ends)]
    return rows[0] if len(rows) == 1 else None


@pytest.mark.slow
@settings(max_examples=60)
@given(raw=zoned_roads(), profile=st.sampled_from([AUTO, RESCUE]), start=st.integers(0, 99))
def test_contraction_changes_no_legal_trip(raw: RawRoads, profile: SpeedProfile, start: int) -> None:
    """Seconds to the float32 in which lengths are kept; what has no legal trip is not in the network."""
    barriers = 2 * len(raw.refs) if len(raw.blocked) else 0  # what the joins through them may add to a core
    kept = {name: legal(raw_pieces(raw, one), margin=barriers) for name, one in ((MOTOR, AUTO), (EMERGENCY, RESCUE))}
    if not all(kept.values()):
        with pytest.raises(NetworkError):
            network_from_raw(raw, crs=CRS)
        return
    network, pieces = network_from_raw(raw, crs=CRS), kept[profile.traffic]
    driven = (network.passage(profile.traffic) > CLOSED).any(axis=1)
    assert network.length_m[driven].sum() == pytest.approx(sum(piece.metres for piece in pieces), rel=1e-5)
    sure = [
        (row, road, share)
        for ends, road, share in middles(raw, network)
        if driven[road] and (row := only(raw_pieces(raw, profile), ends)) is not None
    ]
    every = raw_pieces(raw, profile)
    rows = [(pieces.index(match), road, share) for row, road, share in sure if (match := _same(every[row], pieces))]
    assert len(rows) == len(sure)
    assume(rows)
    at = start % len(rows)
    points = places([(road, share) for _, road, share in rows])
    seconds = middle_seconds(pieces, rows[at][0])
    times = nearest(
        RoutingGraph.of(network, profile), points.take(np.array([at])), points, direction=Direction.FROM_SITE
    )
    # A piece that takes no time at all by timetable has no middle of its own.
    np.testing.assert_allclose(times.minutes * 60, [seconds[row] for row, _, _ in rows], rtol=0, atol=1e-3)
    event(f"longest chain {np.diff(network.shape_start).max()}")


def _same(piece: Piece, pieces: list[Piece]) -> Piece | None:
    return next((other for other in pieces if (other.way, other.ends) == (piece.way, piece.ends)), None)


def test_pieces_of_different_passage_are_not_merged() -> None:
    raw = raw_roads([*LINE, (0, 9), (9, 9)], [Way([0, 1]), Way([1, 2]), Way([2, 3]), Way([0, 4, 5, 3])])
    for kinds, roads in (((OPEN, OPEN), 1), ((ENDS, ENDS), 2), ((OPEN, ENDS), 2), ((OPEN, CLOSED), 2)):
        access = np.array([(OPEN, OPEN), kinds, (OPEN, OPEN), (OPEN, OPEN)], dtype=np.uint8)
        assert network_from_raw(replace(raw, access={MOTOR: access}), crs=CRS).roads == roads


def test_an_open_yard_behind_a_road_for_residents_stays_and_goes_with_it() -> None:
    u, v = np.array([0, 1, 1, 2], np.int32), np.array([1, 0, 2, 3], np.int32)
    both = np.array([(OPEN, OPEN), (OPEN, OPEN), (ENDS, ENDS), (OPEN, OPEN)], dtype=np.uint8)
    assert drivable(u, v, both, 4).tolist() == [[OPEN] * 2, [OPEN] * 2, [ENDS] * 2, [ENDS] * 2]


def test_what_can_be_entered_and_never_left_is_closed() -> None:
    u, v = np.array([0, 1, 1, 2], np.int32), np.array([1, 0, 2, 3], np.int32)
    trap = np.array([(OPEN, OPEN), (OPEN, OPEN), (ENDS, CLOSED), (OPEN, OPEN)], dtype=np.uint8)
    assert drivable(u, v, trap, 4)[2:].tolist() == [[CLOSED] * 2] * 2


def barred(passes: bool) -> RoadNetwork:
    """A street past a barrier, which may open for an ambulance, and the long way round."""
    raw = raw_roads([*LINE, (0, 9), (9, 9)], [Way([0, 1, 2, 3]), Way([0, 4, 5, 3])], blocked=[1])
    stops = {MOTOR: raw.blocked, EMERGENCY: raw.blocked[:0] if passes else raw.blocked}
    return network_from_raw(replace(raw, blocked_for=stops), crs=CRS)


@pytest.mark.parametrize(("profile", "passes", "steps"), [(AUTO, True, 34), (RESCUE, True, 2), (RESCUE, False, 34)])
def test_an_ambulance_passes_a_barrier_that_opens_for_it(profile: SpeedProfile, passes: bool, steps: int) -> None:
    network = barred(passes)
    to_metres = pyproj.Transformer.from_crs("EPSG:4326", CRS, always_xy=True)
    raw = raw_roads([(2, 0), (4, 0)], [Way([0, 1])])
    spots = Places.of(snap(network, *to_metres.transform(raw.lon, raw.lat), limit_m=50), leg_kmh=10)
    graph = RoutingGraph.of(network, profile)
    for direction in Direction:
        times = nearest(graph, spots.take(np.array([0])), spots.take(np.array([1])), direction=direction)
        assert times.metres[0] == pytest.approx(steps * 100, rel=0.02)


def test_a_trip_to_residents_goes_on_past_a_barrier_that_opens() -> None:
    """The barrier stands where a road for residents crosses an open one, and stops cars but no ambulance."""
    raw = raw_roads([*LINE, (3, 3), (3, -3)], [Way([4, 1, 5]), Way([0, 1, 2, 3, 5]), Way([3, 4])], blocked=[1])
    kinds = np.array([(OPEN, OPEN), (ENDS, ENDS), (OPEN, OPEN)], dtype=np.uint8)
    raw = replace(raw, access={EMERGENCY: kinds}, blocked_for={EMERGENCY: raw.blocked[:0], MOTOR: raw.blocked})
    network = network_from_raw(raw, crs=CRS)
    joins = network.length_m == 0
    assert set(network.passage(EMERGENCY)[joins].ravel().tolist()) == {ENDS, OPEN}
    assert (network.passage(MOTOR)[joins] == CLOSED).all()


def test_nobody_is_joined_to_a_road_that_is_not_for_everybody() -> None:
    raw = raw_roads(LINE, [Way([0, 1]), Way([1, 2]), Way([2, 3])])
    motor = np.array([(OPEN, OPEN), (OPEN, OPEN), (CLOSED, CLOSED)], dtype=np.uint8)
    network = network_from_raw(replace(raw, access={MOTOR: motor, EMERGENCY: np.full((3, 2), OPEN, np.uint8)}), crs=CRS)
    east = np.array([network.bounds[2]])
    joined = snap(network, east, np.array([network.y.mean()]), limit_m=1000)
    assert (network.passage(MOTOR)[joined.road] == OPEN).all()
    assert joined.leg_m[0] == pytest.approx(300, rel=0.01)


def test_a_crossing_takes_its_timetable_at_any_speed() -> None:
    raw = raw_roads(LINE, [Way([0, 1]), Way([1, 2, 3], highway="ferry")])
    network = network_from_raw(replace(raw, seconds=np.array([np.nan, 2700.0])), crs=CRS)
    for profile in (AUTO, replace(AUTO, factor=2.0), RESCUE):
        seconds = profile.road_seconds(network)
        assert seconds[~np.isnan(network.seconds)].ravel() == pytest.approx([2700, 2700])
    assert build(LINE, [Way([0, 1])]).seconds is None


def test_a_file_with_the_new_columns_comes_back_the_same(tmp_path: Path) -> None:
    raw = raw_roads(LINE, [Way([0, 1]), Way([1, 2]), Way([2, 3], highway="ferry")])
    kinds = np.array([(OPEN, OPEN), (ENDS, ENDS), (OPEN, OPEN)], dtype=np.uint8)
    raw = replace(raw, access={MOTOR: kinds, EMERGENCY: kinds}, seconds=np.array([np.nan, np.nan, 60.0]))
    network = network_from_raw(raw, crs=CRS)
    network.save(tmp_path / "net.npz")
    back = RoadNetwork.load(tmp_path / "net.npz")
    assert set(back.access) == {MOTOR, EMERGENCY}
    for name in network.access:
        np.testing.assert_array_equal(back.access[name], network.access[name])
    np.testing.assert_array_equal(back.seconds, network.seconds)
    assert back.digest == network.digest
