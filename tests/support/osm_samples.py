"""Where drawn OpenStreetMap data lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import osmium
from osmium.osm.mutable import Node, Relation, Way

from zorgkaart.fetch.osm_sites import Sites, read_sites

LON, LAT = 6.5, 53.2
STEP = 0.001  # about 67 m east, 111 m north


class File:
    """A small file in the making, in steps of :data:`STEP` from one point."""

    def __init__(self, *, version: int = 1) -> None:
        self.nodes: list[Node] = []
        self.ways: list[Way] = []
        self.relations: list[Relation] = []
        self.version = version

    def node(self, x: float, y: float, tags: Mapping[str, str] | None = None, *, number: int | None = None) -> int:
        number = number or len(self.nodes) + 1
        place = (LON + x * STEP, LAT + y * STEP)
        self.nodes.append(Node(id=number, version=self.version, location=place, tags=dict(tags or {})))
        return number

    def way(self, nodes: Sequence[int], tags: Mapping[str, str], *, number: int | None = None) -> int:
        number = number or len(self.ways) + 1
        self.ways.append(Way(id=number, version=self.version, nodes=list(nodes), tags=dict(tags)))
        return number

    def square(self, x: float, y: float, size: float, tags: Mapping[str, str]) -> int:
        corners = [self.node(x + dx, y + dy) for dx, dy in ((0, 0), (size, 0), (size, size), (0, size))]
        return self.way([*corners, corners[0]], tags)

    def border(self, x: float, y: float, size: float, level: int, name: str, **tags: str) -> None:
        ring = self.square(x, y, size, {})
        tags = {"type": "boundary", "boundary": "administrative", "admin_level": str(level), "name": name, **tags}
        number = len(self.relations) + 1
        self.relations.append(Relation(id=number, version=1, members=[("w", ring, "outer")], tags=tags))

    def write(self, path: Path) -> Path:
        with osmium.SimpleWriter(str(path)) as writer:
            for node in sorted(self.nodes, key=lambda item: item.id):
                writer.add_node(node)
            for way in sorted(self.ways, key=lambda item: item.id):
                writer.add_way(way)
            for relation in self.relations:
                writer.add_relation(relation)
        return path


def sites(path: Path, **options: object) -> Sites:
    given_ = {"window": None, "home": None, "land": "NL", "source": "bron", "date": "2026-01-31", **options}
    return read_sites([path], crs="EPSG:28992", **given_)  # type: ignore[arg-type]
