"""The road network: the OSM file of the north and the islands beside it, with built-up roads told by the addresses."""

from __future__ import annotations

import logging
from pathlib import Path

from tools.importers import wadden
from tools.importers.road_corrections import corrected, corrections
from tools.importers.sources import Record, source_file
from zorgkaart.files import sha256_of
from zorgkaart.network.build import network_from_raw
from zorgkaart.network.osm import read_osm
from zorgkaart.network.store import read_points

log = logging.getLogger(__name__)

SOURCE = "network/noord-nederland-wegen-20210806.osm.pbf"
TARGET = "network/noord-nederland.npz"


def build(source: Path, target: Path) -> list[Record]:
    """Write the network; the residents' tables must be there already."""
    file = source_file(source, SOURCE)
    tables = tuple(sorted((target / "residents").glob("*.parquet")))
    table = corrections()
    raw, edge = wadden.with_islands(corrected(read_osm(file), table), source)
    network = network_from_raw(
        raw,
        crs="EPSG:28992",
        addresses_m=read_points(tables),
        edge=edge,
        source={
            "file": file.name,
            "sha256": sha256_of(file),
            "islands": Path(wadden.SOURCE).name,
            "corrections": list(table["id"]),
        },
    )
    network.save(target / TARGET)
    log.info("%s: %d roads put back: %s", file.name, len(table), ", ".join(table["id"]))
    log.info("%s: %d ways, %d roads between %d junctions", file.name, len(raw.code), network.roads, network.nodes)
    notes = {
        "knopen buiten het samenhangende wegennet": network.source["dropped_nodes"],
        "wegen teruggezet": len(table),
    }
    return [Record(TARGET, [SOURCE, wadden.SOURCE], len(raw.code) - len(table), network.roads, notes)]
