"""Reading OpenStreetMap files: what is kept, what is cut, and what a broken file says."""

from __future__ import annotations

import bz2
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from support.network_samples import AUTO, CODES, CRS, VILLAGE, Osm
from support.paths import LIECHTENSTEIN

from zorgkaart.errors import MissingFileError, NetworkError
from zorgkaart.network.build import build_network, network_from_raw
from zorgkaart.network.osm import read_osm
from zorgkaart.network.tags import road_classes

STREET = {"highway": "residential"}


def row(*nodes: int) -> dict[int, tuple[float, float, dict[str, str]]]:
    """Nodes in a row, 300 m apart."""
    return {node: (3.0 * place, 0.0, {}) for place, node in enumerate(nodes)}


def test_the_village_is_read_by_the_rules(tmp_path: Path) -> None:
    raw = read_osm(VILLAGE.xml(tmp_path / "dorp.osm"))
    names = [road_classes()[code] for code in raw.code]
    # Neither the track (9) nor the roads that are closed to cars (12, 13).
    assert names == [
        "secondary",
        "secondary",
        "residential",
        "service",
        "unclassified",
        "tertiary",
        "residential",
        "residential",
        "motorway",
        "residential",
    ]
    assert raw.direction.tolist() == [0, 0, 0, 0, -1, 1, 0, 0, 1, 1]
    assert raw.built_up.tolist() == [-1, -1, 1, -1, -1, -1, -1, 1, -1, -1]
    assert raw.maxspeed_kmh[1].tolist() == [80, 60]
    assert raw.maxspeed_kmh[4] == pytest.approx([48.28032, 48.28032])
    assert len(raw.blocked) == 1
    assert raw.missing_nodes == 0
    lon, lat = VILLAGE.place(301)
    assert (raw.lon[raw.blocked[0]], raw.lat[raw.blocked[0]]) == pytest.approx((lon, lat), abs=1e-9)


def test_the_village_becomes_a_network(tmp_path: Path) -> None:
    network = build_network(VILLAGE.xml(tmp_path / "dorp.osm"), source={"file": "dorp.osm"})
    assert network.source["file"] == "dorp.osm"
    assert network.source["dropped_nodes"] == 2  # the island
    assert CODES["motorway"] in network.code
    closed_end = network.shape_y.max() - network.shape_y.min()
    assert closed_end == pytest.approx(1800, abs=30)  # the driveway behind the bollard is reached from the other side
    assert np.isfinite(AUTO.road_seconds(network)).any(axis=1).all()


def test_packed_files_are_read(tmp_path: Path) -> None:
    plain = VILLAGE.xml(tmp_path / "dorp.osm")
    packed = tmp_path / "dorp.osm.bz2"
    packed.write_bytes(bz2.compress(plain.read_bytes()))
    np.testing.assert_array_equal(read_osm(plain).refs, read_osm(packed).refs)


def test_a_way_is_cut_where_a_node_is_missing(tmp_path: Path) -> None:
    nodes = row(1, 2, 3, 4, 5)
    del nodes[3]
    raw = read_osm(Osm(nodes, {1: ([1, 2, 3, 4, 5], STREET)}).xml(tmp_path / "gat.osm"))
    assert raw.missing_nodes == 1
    assert np.diff(raw.start).tolist() == [2, 2]
    network = network_from_raw(raw, crs=CRS)
    assert network.length_m.max() < 310


def test_ends_of_a_way_that_lie_outside_the_file_are_left_out(tmp_path: Path) -> None:
    nodes = row(1, 2, 3, 4, 5)
    del nodes[1], nodes[5]
    raw = read_osm(Osm(nodes, {1: ([1, 2, 3, 4, 5], STREET), 2: ([1, 2], STREET)}).xml(tmp_path / "rand.osm"))
    assert np.diff(raw.start).tolist() == [3]
    assert raw.missing_nodes == 3


def test_nodes_are_told_apart_by_id_and_not_by_place(tmp_path: Path) -> None:
    nodes = {
        1: (0.0, 0.0, {}),
        2: (3.0, 0.0, {}),
        3: (6.0, 0.0, {}),
        4: (3.0, 3.0, {}),
        5: (3.0, 0.0, {}),
        6: (3.0, -3.0, {}),
    }
    ways = {1: ([1, 2, 3], STREET), 2: ([4, 5, 6], STREET), 3: ([3, 6], STREET)}
    network = build_network(Osm(nodes, ways).xml(tmp_path / "brug.osm"))
    assert (network.nodes, network.roads) == (2, 1)


def test_ferries_join_an_island_only_where_asked_for(tmp_path: Path) -> None:
    nodes = row(1, 2, 3, 4)
    ways = {1: ([1, 2], STREET), 2: ([2, 3], {"route": "ferry", "motor_vehicle": "yes"}), 3: ([3, 4], STREET)}
    path = Osm(nodes, ways).xml(tmp_path / "pont.osm")
    assert build_network(path).length_m.sum() == pytest.approx(300, abs=2)
    with_ferry = build_network(path, ferries=True)
    assert with_ferry.length_m.sum() == pytest.approx(900, abs=5)
    assert sorted(road_classes()[code] for code in with_ferry.code) == ["ferry", "residential", "residential"]


def test_what_only_an_ambulance_may_use_is_read_and_closed_to_a_car(tmp_path: Path) -> None:
    nodes = row(1, 2, 3, 4)
    nodes[2] = (*nodes[2][:2], {"barrier": "bollard", "emergency": "yes"})
    nodes[3] = (*nodes[3][:2], {"motor_vehicle": "no"})
    ways = {1: ([1, 2, 3], STREET), 2: ([3, 4], {"highway": "service", "service": "emergency_access"})}
    path = Osm(nodes, ways).xml(tmp_path / "hulp.osm")
    both = read_osm(path)
    assert len(both.code) == 2
    assert both.access is not None
    assert both.blocked_for is not None
    assert both.access["motor"].tolist() == [[2, 2], [0, 0]]
    assert both.access["emergency"].tolist() == [[2, 2], [2, 2]]
    assert {name: rows.tolist() for name, rows in both.blocked_for.items()} == {"motor": [1, 2], "emergency": [2]}
    assert both.blocked.tolist() == [1, 2]


def test_the_time_of_a_crossing_is_that_of_the_whole_way(tmp_path: Path) -> None:
    ferry = {"route": "ferry", "motor_vehicle": "yes", "duration": "PT45M"}
    nodes = row(1, 2, 3, 4, 5)
    ways = {1: ([1, 2, 3], ferry), 2: ([3, 4, 5], STREET)}
    whole = read_osm(Osm(nodes, ways).xml(tmp_path / "pont.osm"), ferries=True)
    np.testing.assert_array_equal(whole.seconds, [2700, np.nan])
    ways[3] = ([3, 4, 6, 5, 1], ferry)  # node 6 lies outside the file
    cut = read_osm(Osm(nodes, ways).xml(tmp_path / "rand.osm"), ferries=True)
    np.testing.assert_array_equal(cut.seconds, [2700, np.nan, np.nan, np.nan])


def test_land_use_makes_roads_built_up(tmp_path: Path) -> None:
    nodes = {**row(1, 2, 3), 11: (-1.0, -1.0, {}), 12: (3.0, -1.0, {}), 13: (3.0, 1.0, {}), 14: (-1.0, 1.0, {})}
    ways = {
        1: ([1, 2, 3], {"highway": "tertiary"}),
        2: ([11, 12, 13, 14, 11], {"landuse": "residential"}),
        3: ([11, 12], {"landuse": "residential"}),  # not closed: no area
    }
    path = Osm(nodes, ways).xml(tmp_path / "wijk.osm")
    raw = read_osm(path)
    assert len(raw.built_up_areas) == 1
    network = build_network(path)
    assert sorted(network.built_up.tolist()) == [False, True]
    in_town = network.x[network.tail[network.built_up]].min()
    assert in_town < network.x[network.tail[~network.built_up]].max() + 1


def test_the_window_of_the_file_is_kept(tmp_path: Path) -> None:
    osm = Osm(row(1, 2), {1: ([1, 2], STREET)})
    assert read_osm(osm.xml(tmp_path / "a.osm")).window is None
    window = read_osm(osm.xml(tmp_path / "b.osm", bounds=(6.4, 53.1, 6.6, 53.3))).window
    assert window == pytest.approx((6.4, 53.1, 6.6, 53.3))


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    read_osm(VILLAGE.xml(tmp_path / "dorp.osm"), progress=lambda label, done: told.append((label, done)))
    assert told == [("wegen lezen", 0)]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match=r"weg\.osm\.pbf: no such OSM file"):
        read_osm(tmp_path / "weg.osm.pbf")


@pytest.mark.parametrize("content", [b"", b"geen kaart", b"<osm><node id='1'", bytes(range(256)) * 20])
@pytest.mark.parametrize("name", ["x.osm", "x.osm.pbf", "x.osm.gz", "x.txt"])
def test_what_is_no_osm_file_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(NetworkError, match=r"x\.\w+.*: is (empty|no OpenStreetMap file|broken off)"):
        read_osm(path)


@pytest.mark.skipif(not LIECHTENSTEIN.is_file(), reason="shared data is not here")
@pytest.mark.parametrize("share", [0.0001, 0.3, 0.9, 0.999])
def test_a_download_that_broke_off_is_refused(tmp_path: Path, share: float) -> None:
    whole = LIECHTENSTEIN.read_bytes()
    path = tmp_path / "half.osm.pbf"
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(NetworkError, match="Is the download complete"):
        read_osm(path)


def test_a_file_without_roads_says_so(tmp_path: Path) -> None:
    path = Osm(row(1, 2), {1: ([1, 2], {"highway": "footway"})}).xml(tmp_path / "pad.osm")
    with pytest.raises(NetworkError, match=r"pad\.osm: holds no road that a car may use"):
        read_osm(path)


def test_lengths_that_are_known_are_kept_and_shared_out(tmp_path: Path) -> None:
    """As of an osmnx edge: the pieces of a way add up to its own length; NaN leaves a way as it was measured."""
    raw = read_osm(Osm(row(1, 2, 3, 4), {1: ([1, 2, 3], STREET), 2: ([3, 4], STREET)}).xml(tmp_path / "lang.osm"))
    measured = network_from_raw(raw, crs=CRS).length_m[0]
    network = network_from_raw(replace(raw, length_m=np.array([1000.0, np.nan])), crs=CRS)
    assert network.length_m[0] == pytest.approx(1000 + measured / 3, rel=1e-6)
    spot = Osm({1: (0.0, 0.0, {}), 2: (0.0, 0.0, {}), 3: (0.0, 0.0, {})}, {1: ([1, 2, 3], STREET)})
    flat = replace(read_osm(spot.xml(tmp_path / "plek.osm")), length_m=np.array([50.0]))
    assert network_from_raw(flat, crs=CRS).length_m.tolist() == [50.0]
