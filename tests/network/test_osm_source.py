"""OpenStreetMap files of every make: the same map gives the same roads, and what is broken off is refused."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import numpy as np
import osmium
import pytest

from zorgkaart.errors import NetworkError
from zorgkaart.fetch.osm_file import each_shape
from zorgkaart.network.build import build_network
from zorgkaart.network.osm import read_osm
from zorgkaart.network.osm_order import write_in_order
from zorgkaart.network.osm_source import check_osm, osm_source

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
    "on beyond 180": PLAIN.replace('lon="6.51"', 'lon="366.51"'),
    "with deleted objects": PLAIN + way(2, [1, 3], 'action="delete"') + way(3, [1, 3], 'visible="false"'),
}


def written(folder: Path, body: str, name: str = "wegen.osm", end: str = "</osm>") -> Path:
    path = folder / name
    text = f"{HEAD}{body}{end}".encode()
    path.write_bytes({".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}.get(path.suffix, bytes)(text))
    return path


@pytest.mark.parametrize("name", ["wegen.osm", "wegen.osm.gz", "wegen.osm.bz2", "wegen.osm.xz"])
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


@pytest.mark.parametrize("name", ["wegen.xml", "wegen", "WEGEN.OSM", "wegen.osm.pbf"])
@pytest.mark.parametrize("packed", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_a_file_is_known_by_what_is_in_it(tmp_path: Path, packed: Callable[[bytes], bytes], name: str) -> None:
    path = tmp_path / name
    path.write_bytes(packed(f"{HEAD}{PLAIN}</osm>".encode()))
    assert len(read_osm(path).lon) == 3


@pytest.mark.parametrize("name", ["wegen.osm", "wegen.bin", "WEGEN.PBF"])
def test_a_pbf_is_known_under_any_name(tmp_path: Path, name: str) -> None:
    binary = tmp_path / "goed.osm.pbf"
    write_in_order(written(tmp_path, PLAIN, "x.osm"), binary)
    assert len(read_osm(binary.rename(tmp_path / name)).lon) == 3


def test_another_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "wegen.osm"
    path.write_bytes(f"{HEAD}{PLAIN}</osm>".replace("UTF-8", "UTF-16").encode("utf-16"))
    assert len(read_osm(path).lon) == 3


@pytest.mark.parametrize(
    ("bounds", "window"),
    [
        ('<bounds minlat="53" minlon="6" maxlat="54" maxlon="7"/>', (6, 53, 7, 54)),
        ("", None),
        ("<bounds/>", None),
        # Two downloads of an editor: what lies between them is no edge.
        (2 * '<bounds minlat="53" minlon="6" maxlat="54" maxlon="6.505"/>', None),
        ('<bounds minlat="53" minlon="-180" maxlat="54" maxlon="180"/>', None),
        ('<bounds minlat="53" minlon="179" maxlat="54" maxlon="-179"/>', None),  # which osmium turns round
        ('<bounds minlat="53" minlon="179" maxlat="54" maxlon="181"/>', None),
    ],
)
@pytest.mark.parametrize("make", ["plain", "drawn onto what exists"])
def test_the_window_is_what_the_file_covers(
    tmp_path: Path, bounds: str, window: tuple[float, ...] | None, make: str
) -> None:
    read = read_osm(written(tmp_path, bounds + MAKES[make])).window
    assert read is window is None or read == pytest.approx(window)


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
        ("PK\x03\x04", "is a zip file. Unpack it"),
        ("", "is empty"),
        ("id,naam", "is no OpenStreetMap file"),
        (HEAD + '<bounds minlat="zuid" minlon="6" maxlat="54" maxlon="7"/>' + PLAIN + "</osm>", "cannot be read as"),
        (HEAD + '<bounds minlat="zuid" minlon="6" maxlat="54" maxlon="7"/>' + MAKES["ways first"] + "</osm>", "bounds"),
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


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_an_archive_that_was_cut_short_is_refused(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "wegen.osm.gz"
    packed = pack((HEAD + PLAIN * 50 + "</osm>").encode())
    path.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(NetworkError, match="Fetch it again"):
        read_osm(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_pbf_that_was_cut_short_says_how_much_there_is(tmp_path: Path, share: float) -> None:
    path = tmp_path / "wegen.osm.pbf"
    write_in_order(written(tmp_path, PLAIN), path)
    left = int(path.stat().st_size * share)
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(NetworkError, match=rf"wegen\.osm\.pbf: is broken off, its end is missing \({left} bytes"):
        read_osm(path)


def test_a_pbf_that_is_damaged_inside_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wegen.osm.pbf"
    write_in_order(written(tmp_path, PLAIN), path)
    content = bytearray(path.read_bytes())
    content[-40:-20] = bytes(20)
    path.write_bytes(content)
    with pytest.raises(NetworkError, match=r"cannot be read as an OpenStreetMap file .* Fetch it again"):
        read_osm(path)


def test_a_download_is_checked(tmp_path: Path) -> None:
    check_osm(written(tmp_path, PLAIN, "antwoord.part"))
    broken = written(tmp_path, PLAIN, "half.part", end="")
    with pytest.raises(NetworkError, match=r"half\.part: is broken off"):
        check_osm(broken)


def test_nodes_without_a_place_are_counted_and_named(tmp_path: Path) -> None:
    roads = read_osm(written(tmp_path, PLAIN + way(2, [2, 77, 78])))
    assert (roads.missing_nodes, roads.missing_ids) == (2, (77, 78))


def test_sites_are_read_through_the_same_door(tmp_path: Path) -> None:
    tagged = '<node id="-5" lat="53.2" lon="6.5"><tag k="amenity" v="pharmacy"/></node>'
    path = written(tmp_path, way(1, [1, 2, 3]) + tagged + node(1) + node(2) + node(3), "stad.osm.gz")
    shapes = list(each_shape([path], osmium.filter.KeyFilter("amenity")))
    assert [tags for _, tags, _ in shapes] == [{"amenity": "pharmacy"}]
