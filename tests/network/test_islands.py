"""Which loose parts of the roads are islands, on small networks made by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.network_samples import CRS, Way, raw_roads
from support.paths import DATA

from zorgkaart.network.build import network_from_raw
from zorgkaart.network.islands import IslandRule, island_of, off_main, part_of
from zorgkaart.network.modes.tag_rules import MOTOR
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.tags import Passage

OPEN, ENDS, CLOSED = Passage.OPEN, Passage.ENDS_ONLY, Passage.CLOSED
# Main: nodes 0-3, three pieces of 10 km. Apart: 4-6, two of 6 km. A yard: 7-8, one of 1 km.
U, V = np.array([0, 1, 2, 4, 5, 7], np.int32), np.array([1, 2, 3, 5, 6, 8], np.int32)
LENGTH = np.array([10.0, 10, 10, 6, 6, 1]) * 1000
PLACES = np.array([(0, 0), (10, 0), (20, 0), (30, 0), (0, 9), (6, 9), (12, 9), (40, 9), (41, 9)]) * 1000.0
BOTH = np.full((6, 2), OPEN, np.uint8)


def islands(
    passage: np.ndarray = BOTH, *, addresses: list[tuple[float, float]] | None = None, min_km: float = 10.0
) -> list[int]:
    points = None if addresses is None else np.array(addresses, dtype=float).reshape(-1, 2)
    rule = IslandRule(min_km=min_km, near_m=500.0)
    return island_of(U, V, passage, LENGTH, PLACES, addresses_m=points, rule=rule).tolist()


def test_a_large_part_apart_is_an_island_and_a_yard_is_not() -> None:
    assert islands() == [-1] * 4 + [0] * 3 + [-1] * 2
    assert islands(min_km=12.0) == islands()
    assert islands(min_km=12.1) == [-1] * 9
    assert islands(min_km=1.0) == [-1] * 4 + [0] * 3 + [1] * 2


def test_where_addresses_are_known_some_must_be_nearest_to_it() -> None:
    assert islands(addresses=[(6000, 8800)]) == islands()
    assert islands(addresses=[(0, 100), (40_000, 9000)]) == [-1] * 9, "people live elsewhere only"
    assert islands(addresses=[(6000, 8400)]) == [-1] * 9, "farther than the limit"
    assert islands(addresses=[]) == [-1] * 9


def test_what_hangs_on_the_main_roads_by_a_private_road_is_no_island() -> None:
    passage = np.vstack([BOTH, [(ENDS, ENDS)]]).astype(np.uint8)
    u, v = np.append(U, 3).astype(np.int32), np.append(V, 4).astype(np.int32)
    found = island_of(u, v, passage, np.append(LENGTH, 100.0), PLACES)
    assert found.tolist() == [-1] * 9
    shut = np.vstack([BOTH, [(CLOSED, CLOSED)]]).astype(np.uint8)
    assert island_of(u, v, shut, np.append(LENGTH, 100.0), PLACES).tolist() == islands()


def test_roads_for_the_ends_of_trips_make_no_island_large() -> None:
    passage = BOTH.copy()
    passage[4] = ENDS
    assert islands(passage) == [-1] * 9


@given(st.integers(1, 8), st.data())
def test_parts_are_those_of_a_walk(nodes: int, data: st.DataObject) -> None:
    node = st.integers(0, nodes - 1)
    pairs = data.draw(st.lists(st.tuples(node, node, st.booleans()), min_size=1, max_size=10))
    u, v = (np.array([pair[side] for pair in pairs], np.int32) for side in (0, 1))
    on = np.array([pair[2] for pair in pairs])
    part = part_of(u, v, on, nodes)
    for start in range(nodes):
        seen, todo = {start}, [start]
        while todo:
            here = todo.pop()
            near = {b for a, b, used in pairs if used and a == here} | {a for a, b, used in pairs if used and b == here}
            todo += near - seen
            seen |= near
        assert seen == set(np.flatnonzero(part == part[start]).tolist())
    off = off_main(part, u, on)
    if on.any():
        assert (~off).any()
        assert len(set(part[~off].tolist())) == 1
    else:
        assert not off.any()


def test_a_network_keeps_the_strong_part_of_an_island_and_the_main_roads_as_they_were() -> None:
    """A ring of 12 km with a one-way spur that leads nowhere, off a main road of 30 km."""
    main = [(0, 0), (150, 0), (300, 0)]
    ring = [(0, 100), (30, 100), (30, 130), (0, 130), (60, 100)]
    ways = [Way([0, 1, 2]), Way([3, 4, 5, 6, 3]), Way([4, 7], direction=1)]
    alone = network_from_raw(raw_roads(main, ways[:1]), crs=CRS)
    both = network_from_raw(raw_roads([*main, *ring], ways), crs=CRS)
    here = ~both.apart[both.tail]
    assert both.apart.any()
    assert both.length_m[here].sum() == pytest.approx(alone.length_m.sum())
    assert both.length_m[~here].sum() == pytest.approx(12_000, rel=0.01)
    assert len(both.dropped_x) == 1
    small = network_from_raw(raw_roads([*main, (0, 100), (30, 100)], [Way([0, 1, 2]), Way([3, 4])]), crs=CRS)
    assert not small.apart.any()
    assert small.roads == alone.roads


def test_the_network_of_the_north_has_the_four_wadden_islands_where_people_live() -> None:
    network = RoadNetwork.load(DATA / "network" / "noord-nederland.npz")
    driven = (network.passage(MOTOR) > CLOSED).any(axis=1)
    part = part_of(network.tail, network.head, driven, network.nodes)
    at = part[network.tail[driven & network.apart[network.tail]]]
    metres = network.length_m[driven & network.apart[network.tail]]
    km = {number: float(metres[at == number].sum()) / 1000 for number in set(at.tolist())}
    middle = {number: float(network.x[part == number].mean()) for number in km}
    lengths = [km[number] for number in sorted(km, key=lambda number: middle[number])]
    vlieland, terschelling, ameland, schiermonnikoog = lengths
    assert vlieland == pytest.approx(35, abs=1)
    assert terschelling == pytest.approx(102, abs=1)
    assert ameland == pytest.approx(164, abs=1)
    assert schiermonnikoog == pytest.approx(25, abs=1)
    assert network.x.min() < 128_000, "Vlieland is inside the network"
    edge = (network.cut_x < 200_000) & (network.cut_y > 585_000)
    assert not edge.any(), "around the islands is water and no edge of the file"
