"""Addresses that were joined to the network before are not joined again, and never wrongly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from support.network_samples import Way, build

from zorgkaart.network import joined
from zorgkaart.network.joined import snap_kept
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.snap import Snapped, snap


@pytest.fixture
def network() -> RoadNetwork:
    return build([(0, 0), (10, 0), (20, 0), (20, 10)], [Way([0, 1, 2, 3])])


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZORGKAART_CACHE", str(tmp_path))
    monkeypatch.setattr(joined, "FEWEST", 1)
    return tmp_path


def points(network: RoadNetwork, count: int = 50) -> tuple[np.ndarray, np.ndarray]:
    west, south, east, north = network.bounds
    random = np.random.default_rng(3)
    return random.uniform(west - 500, east + 500, count), random.uniform(south - 500, north + 500, count)


def same(one: Snapped, other: Snapped) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=name in ("fraction", "leg_m"))
        for name in ("road", "fraction", "leg_m", "reason")
    )


def test_what_is_kept_is_what_joining_gives(network: RoadNetwork, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    x, y = points(network)
    expected = snap(network, x, y, limit_m=300)
    assert same(snap_kept(network, x, y, limit_m=300), expected)
    monkeypatch.setattr(joined, "snap", lambda *_, **__: pytest.fail("joined again"))
    assert same(snap_kept(network, x, y, limit_m=300), expected)


def test_another_limit_point_or_road_is_joined_anew(network: RoadNetwork, cache: Path) -> None:
    x, y = points(network)
    snap_kept(network, x, y, limit_m=300)
    assert same(snap_kept(network, x, y, limit_m=100), snap(network, x, y, limit_m=100))
    x[7] += 40
    assert same(snap_kept(network, x, y, limit_m=300), snap(network, x, y, limit_m=300))
    other = build([(0, 0), (10, 1), (20, 0), (20, 10)], [Way([0, 1, 2, 3])])
    assert same(snap_kept(other, x, y, limit_m=300), snap(other, x, y, limit_m=300))
    assert len(list(cache.glob("joined-*.npz"))) == 4


def test_a_broken_cache_is_made_anew(network: RoadNetwork, cache: Path) -> None:
    x, y = points(network)
    expected = snap_kept(network, x, y, limit_m=300)
    (file,) = cache.glob("joined-*.npz")
    for content in (b"", b"rubbish", file.read_bytes()[:200]):
        file.write_bytes(content)
        assert same(snap_kept(network, x, y, limit_m=300), expected)


def test_a_folder_that_cannot_be_written_is_done_without(
    network: RoadNetwork, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("ZORGKAART_CACHE", str(tmp_path / "file" / "cache"))
    x, y = points(network)
    assert same(snap_kept(network, x, y, limit_m=300), snap(network, x, y, limit_m=300))
