"""How time grows with the network. Arguments: ``cut`` PBF FOLDER, or ``sweep`` NPZ TASK."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import osmium

from benchmarks.peers.measure import repeated
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.speeds import SpeedProfile
from zorgkaart.routing.nearest import nearest
from zorgkaart.routing.routing_graph import Direction, Places, RoutingGraph

TABLE = Path(__file__).parents[1] / "src" / "zorgkaart" / "network" / "tables" / "speeds_auto.csv"
SITES = 12


def cut(pbf: Path, folder: Path) -> None:
    """Write the western half of a file's nodes, and the southern half of that, with the ways that touch them."""
    reader = osmium.FileProcessor(str(pbf), osmium.osm.NODE)
    lon, lat = np.array([(node.location.lon, node.location.lat) for node in reader]).T
    west = np.median(lon)
    south = np.median(lat[lon < west])
    for name, top in (("half", np.inf), ("quarter", south)):
        kept: set[int] = set()
        with osmium.SimpleWriter(str(folder / f"{name}.osm.pbf"), overwrite=True) as writer:
            for item in osmium.FileProcessor(str(pbf), osmium.osm.NODE | osmium.osm.WAY):
                if isinstance(item, osmium.osm.Node):
                    if item.location.lon < west and item.location.lat < top:
                        kept.add(item.id)
                        writer.add_node(item)
                elif isinstance(item, osmium.osm.Way) and any(node.ref in kept for node in item.nodes):
                    writer.add_way(item)


def sweep(saved: Path, task: str) -> None:
    """Nearest of twelve random places for the middle of every road: the points grow with the network."""
    network = RoadNetwork.load(saved)
    graph = RoutingGraph.of(network, SpeedProfile.read(TABLE, name="auto"))
    roads, legs = np.arange(network.roads, dtype=np.int32), np.zeros(network.roads)
    points = Places(roads, np.full(len(roads), 0.5), legs, legs)
    sites = points.take(np.random.default_rng(45).choice(len(roads), SITES, replace=False))
    repeated(
        task,
        lambda: nearest(graph, sites, points, direction=Direction.TO_SITE),
        nodes=network.nodes,
        roads=network.roads,
        km=round(float(network.length_m.sum()) / 1000),
    )


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["cut", pbf, folder]:
            cut(Path(pbf), Path(folder))
        case ["sweep", saved, task]:
            sweep(Path(saved), task)
