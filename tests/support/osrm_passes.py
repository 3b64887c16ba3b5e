"""Where OSRM's car passes through: run by a Python that has osrm-bindings, apart from the tests.

Arguments: a folder, and a JSON file of `[[tags of the way, tags of the node], ...]`. Prints, per pair, whether a car
drives through along and against the way, rather than around.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import osrm

STEP = 0.1  # degrees between two drawings
PLAIN = {"highway": "residential"}
# West end, begin, node, end and east end of a street of 1.2 km, and the corners of the way around it, in degrees.
PLACES = ((0, 0), (0.0073, 0), (0.0088, 0), (0.0103, 0), (0.0176, 0), (0.0071, 0.0125), (0.0103, 0.0125))
WAYS = ((0, 1), (1, 2, 3), (3, 4), (0, 5, 6, 4))


def place(case: int, node: int) -> tuple[float, float]:
    row, column = divmod(case, 20)
    return 4 + column * STEP + PLACES[node][0], 1 + row * STEP + PLACES[node][1]


def draw(path: Path, cases: list[list[dict[str, str]]]) -> None:
    osm = ElementTree.Element("osm", version="0.6")

    def add(kind: str, number: int, tags: dict[str, str], **more: str) -> ElementTree.Element:
        item = ElementTree.SubElement(osm, kind, id=str(number), version="1", **more)
        for key, value in tags.items():
            ElementTree.SubElement(item, "tag", k=key, v=value)
        return item

    for case, (_, node_tags) in enumerate(cases):
        for node in range(len(PLACES)):
            lon, lat = place(case, node)
            add("node", case * 10 + node + 1, node_tags if node == 2 else {}, lat=f"{lat:.7f}", lon=f"{lon:.7f}")
    for case, (way_tags, _) in enumerate(cases):
        for way, nodes in enumerate(WAYS):
            item = ElementTree.Element("none")
            item = add("way", case * 10 + way + 1, {})
            for node in nodes:
                ElementTree.SubElement(item, "nd", ref=str(case * 10 + node + 1))
            for key, value in (way_tags if way == 1 else PLAIN).items():
                ElementTree.SubElement(item, "tag", k=key, v=value)
    ElementTree.ElementTree(osm).write(path, encoding="utf-8", xml_declaration=True)


def main(folder: str, file: str) -> None:
    cases = json.loads(Path(file).read_text(encoding="utf-8"))
    drawn = Path(folder) / "drawn.osm"
    draw(drawn, cases)
    package = Path(osrm.__file__).parent
    for command in (
        ["osrm-extract", "-p", str(package / "share/profiles/car.lua"), "drawn.osm"],
        ["osrm-contract", "drawn.osrm"],
    ):
        subprocess.run([str(package / "bin" / command[0]), *command[1:]], cwd=folder, check=True, capture_output=True)
    engine = osrm.OSRM(storage_config=str(drawn.with_suffix(".osrm")), algorithm="CH", use_shared_memory=False)
    through = []
    for case in range(len(cases)):
        ends = [place(case, 0), place(case, 4)]
        routes = [engine.Route(osrm.RouteParameters(coordinates=pair)) for pair in (ends, ends[::-1])]
        through.append([route["routes"][0]["distance"] < 2500 for route in routes])
    print(json.dumps(through))


main(*sys.argv[1:])
