"""The roads around the places, out of a larger file."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyproj
import pytest
from support.network_samples import CRS, Way, raw_roads

from tools.siren.roads import CELL_M, MARGIN_M, addresses_of, network_of, window
from zorgkaart.errors import InputError

STEPS = [(0, 0), (5, 0), (10, 0), (900, 0), (905, 0)]
WAYS = [Way([0, 1], "primary"), Way([1, 2], "tertiary", built_up=1), Way([2, 3], "motorway"), Way([3, 4], "service")]


def box_around(node: int, margin_m: float) -> tuple[float, float, float, float]:
    raw = raw_roads(STEPS, WAYS)
    x, y = pyproj.Transformer.from_crs("EPSG:4326", CRS, always_xy=True).transform(raw.lon[node], raw.lat[node])
    return (x - margin_m, y - margin_m, x + margin_m, y + margin_m)


def test_ways_that_come_into_the_window_are_kept_whole() -> None:
    raw = raw_roads(STEPS, WAYS, blocked=[2, 4])
    near = window(raw, box_around(0, 1100.0))
    assert near.code.tolist() == raw.code[:3].tolist(), "the third way begins inside and leads out"
    assert near.built_up.tolist() == [0, 1, 0]
    assert near.lon[near.refs].tolist() == raw.lon[raw.refs[:6]].tolist()
    assert near.start.tolist() == [0, 2, 4, 6]
    assert near.lon[near.blocked].tolist() == [raw.lon[2]]


def test_a_window_without_roads_says_so() -> None:
    with pytest.raises(InputError, match="no road lies within 15 km of the places"):
        window(raw_roads(STEPS, WAYS), (0.0, 0.0, 1.0, 1.0))


def test_every_address_of_a_square_lies_in_it_apart_from_the_others() -> None:
    raster = pd.DataFrame({"rd_x100": [1300, 1400], "rd_y100": [4500, 4600], "adressen": [300, 1]})
    points = addresses_of(raster)
    assert len(points) == 301
    first = points[:300] / CELL_M - [1300, 4500]
    assert (first >= 0).all()
    assert (first < 1).all()
    assert len(np.unique(first, axis=0)) == 300
    # Spread evenly: each quarter of the square has about a quarter of them.
    quarter = np.bincount((first[:, 0] > 0.5) * 2 + (first[:, 1] > 0.5), minlength=4)
    assert (abs(quarter - 75) < 8).all()
    assert (np.floor(points[300] / CELL_M) == [1400, 4600]).all()


def test_addresses_tell_what_is_built_up() -> None:
    ways = [Way([0, 1], "primary", built_up=-1), Way([1, 2], "primary", built_up=-1)]
    raw = raw_roads(STEPS[:3], ways)
    west, south, _, _ = box_around(0, 0.0)
    square = {"rd_x100": [int(west // 100) + 2], "rd_y100": [int(south // 100)], "adressen": [60]}
    network = network_of(raw, pd.DataFrame(square), np.array([west]), np.array([south]))
    built_up = {bool(value) for value in network.built_up}
    assert built_up == {True, False}
    assert MARGIN_M > 1000
