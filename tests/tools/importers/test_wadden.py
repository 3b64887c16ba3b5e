"""Roads and stations of islands taken from files of the whole country, on roads drawn by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from support.network_samples import CRS, Way, raw_roads
from support.paths import DATA, SHARED

from tools.importers.wadden import joined, stations, ways_of
from zorgkaart.network.build import network_from_raw
from zorgkaart.network.modes.tag_rules import MOTOR
from zorgkaart.network.osm import RawRoads
from zorgkaart.network.tags import Passage

PLACES = [(0, 0), (150, 0), (300, 0), (0, 100), (120, 100)]
WAYS = [Way([0, 1]), Way([1, 2]), Way([3, 4], highway="primary")]


def as_read(raw: RawRoads) -> RawRoads:
    """With all that a reader of files gives."""
    count = len(raw.code)
    open_ = np.full((count, 2), Passage.OPEN, np.uint8)
    return replace(raw, access={MOTOR: open_}, blocked_for={MOTOR: raw.blocked}, seconds=np.full(count, np.nan))


def test_taken_apart_and_joined_the_roads_are_what_they_were() -> None:
    raw = as_read(raw_roads(PLACES, WAYS, blocked=[1]))
    first, second = (ways_of(raw, np.array(keep)) for keep in ([True, True, False], [False, False, True]))
    assert (len(first.lon), len(second.lon)) == (3, 2)
    assert (first.blocked.tolist(), second.blocked.tolist()) == ([1], [])
    both = joined(first, second)
    for name in ("lon", "lat", "refs", "start", "code", "direction", "blocked"):
        np.testing.assert_array_equal(getattr(both, name), getattr(raw, name), err_msg=name)
    assert both.blocked_for is not None
    assert both.blocked_for[MOTOR].tolist() == [1]
    swapped = joined(second, first)
    there, back = (network_from_raw(replace(item, blocked_for=None), crs=CRS) for item in (both, swapped))
    assert there.roads == back.roads
    assert there.length_m.sum() == pytest.approx(back.length_m.sum())


def test_an_edge_that_is_given_is_the_edge() -> None:
    raw = as_read(raw_roads(PLACES, WAYS))
    assert len(network_from_raw(raw, crs=CRS, edge=np.array([2])).cut_x) == 1
    assert len(network_from_raw(raw, crs=CRS, edge=np.array([], dtype=np.int64)).cut_x) == 0


def test_the_four_islands_have_their_station() -> None:
    text = (DATA / "facilities" / "ambulancepost.csv").read_text(encoding="utf-8")
    for island in ("nes-ameland", "schiermonnikoog", "terschelling", "vlieland"):
        assert f"\nambulancepost-{island}," in text


@pytest.mark.skipif(not SHARED.is_dir(), reason="the published files are not here")
def test_stations_of_the_country_are_those_of_the_islands_only() -> None:
    table = stations(Path(SHARED) / "data")
    assert table["id"].tolist() == ["ambulancepost-terschelling", "ambulancepost-vlieland"]
    assert (table["volcontinu"] == "ja").all()
