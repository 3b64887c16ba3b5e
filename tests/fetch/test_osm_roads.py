"""Roads of several files become one file that says how far it reaches."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import osmium
import pytest
from osmium.osm.mutable import Node, Way
from support.osm_samples import LAT, LON, STEP, File, sites

from zorgkaart.errors import InputError
from zorgkaart.fetch.osm_roads import write_roads
from zorgkaart.network.osm import read_osm


def test_roads_of_several_files_are_each_there_once_and_the_newest(tmp_path: Path) -> None:
    old, new = File(version=1), File(version=2)
    for file, highway in ((old, "residential"), (new, "primary")):
        nodes = [file.node(x, 0, number=number) for x, number in ((0, 1), (1, 2), (2, 3))]
        file.way(nodes, {"highway": highway}, number=1)
    new.way([new.node(2, 0, number=3 + 10), new.node(3, 0, number=14)], {"highway": "tertiary"}, number=2)
    old.square(0, 0, 2, {"building": "yes"})
    old.node(1, 1, {"addr:housenumber": "1"})
    paths = [old.write(tmp_path / "oud.osm.pbf"), new.write(tmp_path / "nieuw.osm.pbf")]
    write_roads(paths, tmp_path / "wegen.osm.pbf")
    ways = {way.id: dict(way.tags) for way in osmium.FileProcessor(str(tmp_path / "wegen.osm.pbf"), osmium.osm.WAY)}
    assert ways == {1: {"highway": "primary"}, 2: {"highway": "tertiary"}}
    nodes = [node.id for node in osmium.FileProcessor(str(tmp_path / "wegen.osm.pbf"), osmium.osm.NODE)]
    assert nodes == [1, 2, 3, 13, 14]


def test_roads_end_at_the_window_and_not_in_the_middle_of_a_way(tmp_path: Path) -> None:
    file = File()
    file.way([file.node(0, 0), file.node(1, 0), file.node(9, 0)], {"highway": "primary"})
    file.way([file.node(9, 5), file.node(10, 5)], {"highway": "primary"})
    path = file.write(tmp_path / "x.osm.pbf")
    window = (LON - STEP, LAT - STEP, LON + 2 * STEP, LAT + 2 * STEP)
    write_roads([path], tmp_path / "wegen.osm.pbf", window=window)
    roads = read_osm(tmp_path / "wegen.osm.pbf")
    assert len(roads.start) == 2
    assert roads.missing_nodes == 0
    assert roads.lon.max() == pytest.approx(LON + 9 * STEP)


@pytest.mark.slow
@pytest.mark.parametrize("count", [10, 400_000])
def test_a_full_disk_is_an_error_and_not_the_end_of_the_program(tmp_path: Path, count: int) -> None:
    """Few roads fail at the end, many in the middle; osmium's own writer would end the process after either."""
    source, target = tmp_path / "bron.osm.pbf", tmp_path / "uit" / "wegen.osm.pbf"
    rng = np.random.default_rng(1)
    with osmium.SimpleWriter(str(source)) as writer:
        for number, (x, y) in enumerate(rng.uniform(0, 0.5, (count, 2)), start=1):
            writer.add_node(Node(id=number, location=(LON + x, LAT + y)))
        for number in range(1, count // 10 + 1):
            writer.add_way(Way(id=number, nodes=range(10 * number - 9, 10 * number + 1), tags={"highway": "primary"}))
    program = (
        "import resource, sys; from pathlib import Path; from zorgkaart.fetch.osm_roads import write_roads\n"
        "from zorgkaart.errors import OutputError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))\n"
        "try: write_roads([Path(sys.argv[1])], Path(sys.argv[2]))\n"
        "except OutputError as error: sys.exit(str(error))"
    )
    done = subprocess.run([sys.executable, "-c", program, source, target], capture_output=True, text=True, timeout=300)
    assert done.returncode == 1, done
    assert done.stderr.startswith("wegen.osm.pbf: cannot be written")
    assert len(done.stderr.splitlines()) == 1
    assert list(target.parent.iterdir()) == []


def test_the_file_of_roads_tells_how_far_it_reaches(tmp_path: Path) -> None:
    file = File()
    file.way([file.node(0, 0), file.node(1, 0)], {"highway": "primary"})
    path = tmp_path / "x.osm.pbf"
    header = osmium.io.Header()
    header.add_box(osmium.osm.Box(6.0, 53.0, 6.6, 54.0))
    with osmium.SimpleWriter(str(path), header=header) as writer:
        for node in file.nodes:
            writer.add_node(node)
        writer.add_way(file.ways[0])
    write_roads([path], tmp_path / "wegen.osm.pbf", window=(6.4, 52.0, 7.0, 53.5))
    assert read_osm(tmp_path / "wegen.osm.pbf").window == pytest.approx((6.4, 53.0, 6.6, 53.5))


def test_a_file_that_ends_halfway_is_named(tmp_path: Path) -> None:
    file = File()
    for number in range(2000):
        file.node(number, 0, {"amenity": "pharmacy", "name": f"{number}"})
    path = file.write(tmp_path / "x.osm.pbf")
    path.write_bytes(path.read_bytes()[:-500])
    with pytest.raises(InputError, match=r"^x\.osm\.pbf: is broken off, its end is missing \([0-9,]+ bytes"):
        sites(path)
    with pytest.raises(InputError, match=r"^x\.osm\.pbf: is broken off"):
        write_roads([path], tmp_path / "wegen.osm.pbf")
    assert not (tmp_path / "wegen.osm.pbf").exists()
