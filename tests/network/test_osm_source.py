"""OpenStreetMap files of every make: the same map gives the same roads, and what is broken off is refused."""

from __future__ import annotations

import bz2
import gzip
from pathlib import Path

import numpy as np
import osmium
import pytest

from zorgkaart.errors import NetworkError
from zorgkaart.fetch.osm_file import each_shape
from zorgkaart.network.build import build_network
from zorgkaart.network.osm import read_osm
from zorgkaart.network.osm_source import osm_source

PLACES = {1: (6.5, 53.2), 2: (6.51, 53.2), 3: (6.52, 53.2)}
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6" generator="test">\n'


def node(number: int, extra: str = "") -> str:
    lon, lat = PLACES[abs(number)]
    return f'<node id="{number}" {extra} lat="{lat}" lon="{lon}"/>\n'


def way(number: int, refs: list[int], extra: str = "", inside: str = "") -> str:
    nds = inside or "".join(f'<nd ref="{ref}"/>' for ref in refs)
    return f'<way id="{number}" {extra}>{nds}<tag k="highway" v="residential"/></way>\n'


PLAIN = node(1) + node(2) + node(3) + way(1, [1, 2, 3])
INSIDE = "".join(f'<nd ref="{ref}" lat="{lat}" lon="{lon}"/>' for ref, (lon, lat) in PLACES.items())
MAKES = {
    "plain": PLAIN,
    "an editor's, not uploaded": node(-1) + node(-2) + node(-3) + way(-9, [-1, -2, -3]),
    "drawn onto what exists": node(1) + node(2) + node(-3) + way(1, [1, 2]) + way(-1, [2, -3], 'action="modify"'),
    "ways first": way(1, [1, 2, 3]) + node(1) + node(2) + node(3),
    "places in the ways": way(1, [], inside=INSIDE),
    "with deleted objects": PLAIN + way(2, [1, 3], 'action="delete"') + way(3, [1, 3], 'visible="false"'),
}


def written(folder: Path, body: str, name: str = "wegen.osm", end: str = "</osm>") -> Path:
    path = folder / name
    text = f"{HEAD}{body}{end}".encode()
    path.write_bytes({".gz": gzip.compress, ".bz2": bz2.compress}.get(path.suffix, bytes)(text))
    return path


@pytest.mark.parametrize("name", ["wegen.osm", "wegen.osm.gz", "wegen.osm.bz2"])
@pytest.mark.parametrize("make", MAKES)
def test_the_same_map_gives_the_same_roads(tmp_path: Path, make: str, name: str) -> None:
    network = build_network(written(tmp_path, MAKES[make], name))
    expected = build_network(written(tmp_path, PLAIN, "gewoon.osm"))
    assert network.length_m.sum() == pytest.approx(expected.length_m.sum())
    np.testing.assert_allclose(np.sort(network.x), np.sort(expected.x))


def test_what_is_in_order_is_read_as_it_is(tmp_path: Path) -> None:
    path = written(tmp_path, PLAIN)
    with osm_source(path) as source:
        assert source == path
    binary = tmp_path / "wegen.osm.pbf"
    with osmium.SimpleWriter(str(binary)) as writer:
        writer.add_node(osmium.osm.mutable.Node(id=1, location=(6.5, 53.2)))
    with osm_source(binary) as source:
        assert source == binary


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            HEAD + PLAIN + "<remark> runtime error: Query timed out. </remark></osm>",
            "broke it off and says so",
        ),
        (HEAD + PLAIN, "is broken off or damaged at line"),
        (HEAD + PLAIN[:90], "is broken off or damaged at line"),
        ("<!DOCTYPE html><html><body>429</body></html>", "is no OpenStreetMap file but <html>"),
        ('{"elements": []}', "holds JSON"),
        (HEAD + way(1, [1, 2, 3]) + "</osm>", "no place of their nodes"),
        (HEAD + node(1) + "</osm>", "holds no road that a car may use"),
        (HEAD + '<node id="x1" action="delete"/><node id="-2" lat="noord" lon="6"/></osm>', "without a number"),
    ],
)
def test_each_fault_has_its_own_advice(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "wegen.osm"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(NetworkError, match=says) as caught:
        read_osm(path)
    assert str(caught.value).startswith("wegen.osm: ")


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_an_archive_that_was_cut_short_is_refused(tmp_path: Path, pack: object) -> None:
    path = tmp_path / "wegen.osm.gz"
    packed = pack((HEAD + PLAIN * 50 + "</osm>").encode())  # type: ignore[operator]
    path.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(NetworkError, match="Fetch it again"):
        read_osm(path)


def test_nodes_without_a_place_are_counted_and_named(tmp_path: Path) -> None:
    roads = read_osm(written(tmp_path, PLAIN + way(2, [2, 77, 78])))
    assert (roads.missing_nodes, roads.missing_ids) == (2, (77, 78))


def test_sites_are_read_through_the_same_door(tmp_path: Path) -> None:
    tagged = '<node id="-5" lat="53.2" lon="6.5"><tag k="amenity" v="pharmacy"/></node>'
    path = written(tmp_path, way(1, [1, 2, 3]) + tagged + node(1) + node(2) + node(3), "stad.osm.gz")
    shapes = list(each_shape([path], osmium.filter.KeyFilter("amenity")))
    assert [tags for _, tags, _ in shapes] == [{"amenity": "pharmacy"}]
