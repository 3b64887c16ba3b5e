"""Small random networks, and places on them."""

from __future__ import annotations

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from support.network_samples import CRS, roads
from zorgkaart.errors import NetworkError
from zorgkaart.network.build import network_from_raw
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.routing.routing_graph import Direction, Places

Spot = tuple[int, float, float]


@st.composite
def networks(draw: st.DrawFn) -> RoadNetwork:
    """A random small network in one strong component."""
    try:
        return network_from_raw(draw(roads()), crs=CRS)
    except NetworkError:
        assume(False)
        raise


def spots(least: int, most: int) -> st.SearchStrategy[list[Spot]]:
    fraction = st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 1, allow_subnormal=False))
    spot = st.tuples(st.integers(-1, 99), fraction.map(lambda f: round(f, 6)), st.sampled_from([0.0, 15.0, 200.0]))
    return st.lists(spot, min_size=least, max_size=most)


def put(network: RoadNetwork, rows: list[Spot]) -> Places:
    road = np.array([r % network.roads if r >= 0 else -1 for r, _, _ in rows], dtype=np.int32)
    on = road >= 0
    leg = np.where(on, [m for _, _, m in rows], np.nan)
    return Places(road, np.where(on, [f for _, f, _ in rows], np.nan), leg * 0.36, leg)


BOTH = st.sampled_from(list(Direction))
