"""A network on disk: the same when it comes back, and never half of one."""

from __future__ import annotations

import json
import os
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from support.network_samples import CRS, Way, build, roads

from zorgkaart.errors import MissingFileError, NetworkError, OutputError
from zorgkaart.network.build import network_from_raw
from zorgkaart.network.osm import RawRoads
from zorgkaart.network.roads import RoadNetwork

SPOTS = [(0, 0), (3, 0), (3, 3), (6, 0), (9, 9)]
WAYS = [
    Way([0, 1, 2, 0], maxspeed=(30.0, 50.0)),
    Way([1, 3], highway="primary", built_up=1),
    Way([3, 2], direction=-1),
    Way([3, 4], direction=1),
]


@pytest.fixture
def network() -> RoadNetwork:
    return replace(build(SPOTS, WAYS), source={"file": "x.osm.pbf", "date": "2021-08-06", "rules": 2})


def assert_equal(one: RoadNetwork, other: RoadNetwork) -> None:
    for item in fields(RoadNetwork):
        a, b = getattr(one, item.name), getattr(other, item.name)
        if isinstance(a, np.ndarray):
            assert a.dtype == b.dtype, item.name
            np.testing.assert_array_equal(a, b, err_msg=item.name)
        else:
            assert a == b


def test_saving_and_loading_changes_nothing(network: RoadNetwork, tmp_path: Path) -> None:
    path = tmp_path / "een map" / "net.npz"
    network.save(path)
    back = RoadNetwork.load(str(path))
    assert_equal(network, back)
    assert os.listdir(path.parent) == ["net.npz"]  # noqa: PTH208
    back.save(path)
    assert_equal(network, RoadNetwork.load(path))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=roads())
def test_any_network_comes_back_the_same(raw: RawRoads, tmp_path: Path) -> None:
    try:
        network = network_from_raw(raw, crs=CRS)
    except NetworkError:
        assume(False)
    network.save(tmp_path / "net.npz")
    assert_equal(network, RoadNetwork.load(tmp_path / "net.npz"))


def test_the_same_network_gives_the_same_bytes(network: RoadNetwork, tmp_path: Path) -> None:
    network.save(tmp_path / "a.npz")
    replace(network).save(tmp_path / "b.npz")
    with np.load(tmp_path / "a.npz") as a, np.load(tmp_path / "b.npz") as b:
        assert a.files == b.files
        assert all(a[name].tobytes() == b[name].tobytes() for name in a.files)


def test_a_file_of_the_version_before_is_read_with_all_roads_open(
    network: RoadNetwork, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    network.save(tmp_path / "net.npz")
    with np.load(tmp_path / "net.npz") as stored:
        arrays = {name: stored[name] for name in stored.files}
    header = json.loads(arrays["header"].tobytes()) | {"format": 1}
    arrays["header"] = np.frombuffer(json.dumps(header).encode(), np.uint8)
    np.savez(tmp_path / "oud.npz", **arrays)
    assert_equal(network, RoadNetwork.load(tmp_path / "oud.npz"))
    assert "oud.npz: made by an earlier version" in caplog.text
    assert "Build it anew from its OSM file" in caplog.text


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match=r"weg\.npz: no such network file"):
        RoadNetwork.load(tmp_path / "weg.npz")


def test_every_cut_of_a_file_is_refused(network: RoadNetwork, tmp_path: Path) -> None:
    path = tmp_path / "net.npz"
    network.save(path)
    whole = path.read_bytes()
    for length in [0, 1, 50, *range(100, len(whole), len(whole) // 25), len(whole) - 1]:
        path.write_bytes(whole[:length])
        with pytest.raises(NetworkError, match=r"net\.npz: not a zorgkaart network"):
            RoadNetwork.load(path)


def test_a_damaged_file_is_refused_or_read_as_it_was(network: RoadNetwork, tmp_path: Path) -> None:
    path = tmp_path / "net.npz"
    network.save(path)
    whole = path.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 150)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            back = RoadNetwork.load(path)
        except NetworkError:
            continue
        assert_equal(network, back)


@pytest.mark.parametrize("other", ["text", "npy", "npz", "header", "format", "array gone", "array more"])
def test_other_files_are_no_network(other: str, network: RoadNetwork, tmp_path: Path) -> None:
    path = tmp_path / "net.npz"
    network.save(path)
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    header = json.loads(arrays["header"].tobytes())
    if other == "text":
        path.write_text("geen netwerk", encoding="utf-8")
    elif other == "npy":
        with path.open("wb") as file:
            np.save(file, np.arange(3))
    elif other == "npz":
        np.savez(path, a=np.arange(3))
    else:
        if other == "header":
            arrays["header"] = np.frombuffer(b"[1, 2]", np.uint8)
        elif other == "format":
            arrays["header"] = np.frombuffer(json.dumps({**header, "format": 99}).encode(), np.uint8)
        elif other == "array gone":
            del arrays["code"]
        else:
            arrays["extra"] = np.arange(3)
        np.savez(path, **arrays)
    with pytest.raises(NetworkError, match=r"net\.npz: (not a zorgkaart network|network format 99).*Build it anew"):
        RoadNetwork.load(path)


def test_a_failed_save_leaves_the_older_file_and_nothing_else(network: RoadNetwork, tmp_path: Path) -> None:
    path = tmp_path / "net.npz"
    network.save(path)
    unfit = replace(network, source={"file": object()})
    with pytest.raises(TypeError):
        unfit.save(path)
    assert_equal(network, RoadNetwork.load(path))
    assert os.listdir(tmp_path) == ["net.npz"]  # noqa: PTH208
    with pytest.raises(OutputError):
        network.save(path / "onder een bestand.npz")


def test_arcs_are_the_directions_that_may_be_driven(network: RoadNetwork) -> None:
    arcs = network.arcs
    assert len(arcs.tail) == network.forward.sum() + network.backward.sum()
    assert (np.diff(arcs.tail.astype(np.int64) * network.nodes + arcs.head) >= 0).all()
    along = ~arcs.against
    np.testing.assert_array_equal(arcs.tail[along], network.tail[arcs.road[along]])
    np.testing.assert_array_equal(arcs.tail[arcs.against], network.head[arcs.road[arcs.against]])
    assert network.forward[arcs.road[along]].all()
    assert network.backward[arcs.road[arcs.against]].all()


def test_lines_run_from_tail_to_head(network: RoadNetwork) -> None:
    for row, line in enumerate(network.lines):
        (x0, y0), *_, (x1, y1) = line.coords
        assert (x0, y0) == (network.x[network.tail[row]], network.y[network.tail[row]])
        assert (x1, y1) == (network.x[network.head[row]], network.y[network.head[row]])
        assert line.length == pytest.approx(network.length_m[row], rel=1e-2)


def test_bounds_hold_every_road_and_not_only_the_junctions() -> None:
    ring = build([(0, 0), (20, 0), (20, 20), (0, 20)], [Way([0, 1, 2, 3, 0])])
    west, south, east, north = ring.bounds
    assert ring.nodes == 1
    assert (east - west, north - south) == pytest.approx((2000, 2000), abs=50)
