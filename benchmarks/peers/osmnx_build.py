"""osmnx from a PBF to a graph with travel times: via XML, which is what it reads. Arguments: PBF, working folder."""

from __future__ import annotations

import sys
from pathlib import Path

import osmium
import osmnx
from measure import measured


def main(pbf: Path, work: Path) -> None:
    xml = work / "north.osm"
    with measured("osmnx xml"), osmium.SimpleWriter(str(xml), overwrite=True) as writer:
        for item in osmium.FileProcessor(str(pbf)):
            writer.add(item)
    osmnx.settings.useful_tags_way = ["highway", "oneway", "maxspeed", "junction"]
    with measured("osmnx graph") as facts:
        graph = osmnx.graph_from_xml(xml, bidirectional=False, simplify=True, retain_all=True)
        facts.update(nodes=len(graph), arcs=graph.number_of_edges())
    with measured("osmnx speeds"):
        speeds = {"residential": 30, "service": 10, "living_street": 20}
        graph = osmnx.add_edge_travel_times(osmnx.add_edge_speeds(graph, hwy_speeds=speeds, fallback=50))
    with measured("osmnx component"):
        graph = osmnx.truncate.largest_component(graph, strongly=True)
    xml.unlink()


main(*map(Path, sys.argv[1:]))
