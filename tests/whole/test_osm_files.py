"""Files of OpenStreetMap of every make, from file to the kilometres of an area and to what `check` says."""

from __future__ import annotations

import bz2
import gzip
import re
from collections.abc import Callable
from pathlib import Path

import osmium
import pytest
from support.command_line import flat, zorgkaart
from support.drawn_towns import HEAD, ROUND_KM, SHORT_KM, STREET, Town, drawn, nodes, way, write_towns

from zorgkaart.project.model import Project
from zorgkaart.study.study import Study

TOWN = Town("D")
IDS = {name: number for name, (number, _) in nodes(TOWN).items()}
POINTS = {name: xml for name, (_, xml) in nodes(TOWN).items()}
ROUND = way(1, [IDS[name] for name in ("home", "A", "C", "D", "B", "site")], STREET)
MIDDLE = way(2, [IDS[name] for name in ("A", "M", "B")], STREET)


def renumbered(xml: str) -> str:
    """As an editor writes what is not uploaded yet: every id below zero."""
    return re.sub(r'(id|ref)="(\d+)"', r'\1="-\2"', xml)


def with_places(xml: str) -> str:
    """As `out geom` writes a way: each place in the way, no nodes."""
    for name, number in IDS.items():
        lon, lat = TOWN.place(name)
        xml = xml.replace(f'<nd ref="{number}"/>', f'<nd ref="{number}" lat="{lat:.7f}" lon="{lon:.7f}"/>')
    return xml


ALL = "".join(POINTS.values())
NEW_NODE = POINTS["M"].replace(f'id="{IDS["M"]}"', 'id="-1"')
MAKES = {
    "as usual": ALL + ROUND + MIDDLE,
    "a planned bridge": ALL.replace(POINTS["M"], "")
    + NEW_NODE
    + ROUND
    + way(-3, [IDS["A"], -1, IDS["B"]], STREET).replace("<way ", "<way action='modify' visible='true' "),
    "all of it drawn": renumbered(ALL + ROUND + MIDDLE),
    "ways before nodes": ROUND + MIDDLE + ALL,
    "some nodes after": POINTS["home"] + ROUND + ALL.replace(POINTS["home"], "") + MIDDLE,
    "places in the ways": with_places(ROUND + MIDDLE),
    "a box of the whole earth": '<bounds minlat="-90" minlon="-180" maxlat="90" maxlon="180"/>' + ALL + ROUND + MIDDLE,
}


def kilometres(path: Path) -> float:
    return float(Study(Project.load(path)).results["buurten"]["huisarts_km"].iloc[0])


def written(folder: Path, body: str) -> Path:
    path = write_towns(folder, [TOWN])
    (folder / "wegen.osm").write_text(f"{HEAD}{body}</osm>", encoding="utf-8")
    return path


@pytest.mark.parametrize("make", MAKES)
def test_the_same_town_in_every_make(tmp_path: Path, make: str) -> None:
    path = written(tmp_path, MAKES[make])
    assert kilometres(path) == pytest.approx(SHORT_KM, abs=0.002)


@pytest.mark.parametrize("gone", ["action='delete'", "visible='false'"])
def test_what_an_editor_has_deleted_is_gone(tmp_path: Path, gone: str) -> None:
    path = written(tmp_path, ALL + ROUND + MIDDLE.replace("<way ", f"<way {gone} "))
    assert kilometres(path) == pytest.approx(ROUND_KM, abs=0.002)


@pytest.mark.parametrize(
    ("name", "pack"), [("w.osm.gz", gzip.compress), ("w.osm.bz2", bz2.compress), ("w.osm", gzip.compress)]
)
def test_packed_files(tmp_path: Path, name: str, pack: Callable[[bytes], bytes]) -> None:
    path = write_towns(tmp_path, [TOWN], roads=name)
    (tmp_path / name).write_bytes(pack(drawn([TOWN]).encode()))
    assert kilometres(path) == pytest.approx(SHORT_KM, abs=0.002)


def binary(folder: Path) -> Path:
    path = write_towns(folder, [TOWN], roads="wegen.osm.pbf")
    with osmium.SimpleWriter(str(folder / "wegen.osm.pbf")) as writer:
        for item in osmium.FileProcessor(str(folder / "wegen.osm")):
            writer.add(item)
    return path


def test_a_pbf(tmp_path: Path) -> None:
    assert kilometres(binary(tmp_path)) == pytest.approx(SHORT_KM, abs=0.002)


def test_a_pbf_that_was_cut_short_ends_the_check_and_the_run(tmp_path: Path) -> None:
    path = binary(tmp_path)
    roads = tmp_path / "wegen.osm.pbf"
    roads.write_bytes(roads.read_bytes()[:-30])
    for command in ("check", "run"):
        result = zorgkaart(command, path)
        assert result.exit_code == 1
        assert "is broken off" in flat(result.output)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (ALL + ROUND + "<remark> runtime error: Query run out of memory </remark></osm>", "Overpass broke it off"),
        (ALL + ROUND, "is broken off"),
        (ALL + ROUND[:40], "is broken off"),
        (ROUND + MIDDLE + "</osm>", "out skel qt"),
        (ALL + "</osm>", "holds no road"),
    ],
)
def test_what_is_not_whole_ends_the_check_and_the_run(tmp_path: Path, body: str, says: str) -> None:
    path = write_towns(tmp_path, [TOWN])
    (tmp_path / "wegen.osm").write_text(HEAD + body, encoding="utf-8")
    for command in ("check", "run"):
        result = zorgkaart(command, path)
        assert result.exit_code == 1
        assert says in flat(result.output)


def test_check_counts_and_names_the_nodes_without_a_place(tmp_path: Path) -> None:
    result = zorgkaart("check", written(tmp_path, ALL + ROUND + MIDDLE + way(7, [IDS["A"], 991, 992], STREET)))
    assert result.exit_code == 0
    assert "991" in result.output
