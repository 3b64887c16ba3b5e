"""Small road networks and a second, slow way to route over them: plain loops and networkx.

The oracle is built from the raw ways, so it knows nothing of pieces, components or contraction.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import numpy as np
import pyproj
from hypothesis import strategies as st

from zorgkaart.network.build import network_from_raw
from zorgkaart.network.osm import RawRoads
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.speeds import SpeedProfile
from zorgkaart.network.tags import TABLES, class_codes
from zorgkaart.routing.routing_graph import Direction, Places

CRS = "EPSG:28992"
CODES = class_codes()
GEOD = pyproj.Geod(ellps="WGS84")
AUTO = SpeedProfile.read(TABLES / "speeds_auto.csv", name="auto")
AMBULANCE = SpeedProfile.read(TABLES / "speeds_ambulance.csv", name="ambulance", maxspeed=False)
ORIGIN_LON, ORIGIN_LAT = 6.5, 53.2
STEP_LON, STEP_LAT = 0.0015, 0.0009  # about 100 m


@dataclass(frozen=True)
class Way:
    """One way over node numbers, as an OSM file would have it."""

    nodes: Sequence[int]
    highway: str = "residential"
    direction: int = 0
    built_up: int = 0
    maxspeed: tuple[float, float] = (math.nan, math.nan)


def raw_roads(places: Sequence[tuple[float, float]], ways: Sequence[Way], *, blocked: Iterable[int] = ()) -> RawRoads:
    """Ways over nodes at `places`, in steps of about 100 m east and north of a point near Groningen."""
    steps = np.array(places, dtype=np.float64)
    lengths = [len(way.nodes) for way in ways]
    return RawRoads(
        lon=ORIGIN_LON + steps[:, 0] * STEP_LON,
        lat=ORIGIN_LAT + steps[:, 1] * STEP_LAT,
        refs=np.array([node for way in ways for node in way.nodes], dtype=np.int32),
        start=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        code=np.array([CODES[way.highway] for way in ways], dtype=np.int8),
        direction=np.array([way.direction for way in ways], dtype=np.int8),
        built_up=np.array([way.built_up for way in ways], dtype=np.int8),
        maxspeed_kmh=np.array([way.maxspeed for way in ways], dtype=np.float32).reshape(-1, 2),
        blocked=np.array(sorted(blocked), dtype=np.int32),
        built_up_areas=np.empty(0, dtype=object),
        missing_nodes=0,
    )


def build(places: Sequence[tuple[float, float]], ways: Sequence[Way], *, blocked: Iterable[int] = ()) -> RoadNetwork:
    """The network of :func:`raw_roads`."""
    return network_from_raw(raw_roads(places, ways, blocked=blocked), crs=CRS)


@st.composite
def roads(draw: st.DrawFn) -> RawRoads:
    """Random small road files: chains, loops, one-ways both ways, parallel ways, barriers, repeated nodes."""
    count = draw(st.integers(2, 12))
    cells = draw(st.lists(st.integers(0, 143), min_size=count, max_size=count, unique=True))
    node = st.integers(0, count - 1)
    runs = st.builds(
        lambda first, length, step: [(first + i * step) % count for i in range(length)],
        node,
        st.integers(2, 7),
        st.sampled_from([1, 1, -1, 2]),
    )
    walks = st.lists(node, min_size=2, max_size=6)
    way = st.builds(
        Way,
        nodes=st.one_of(runs, walks),
        highway=st.sampled_from(["residential", "residential", "residential", "primary", "motorway"]),
        direction=st.sampled_from([0, 0, 0, 1, -1]),
        built_up=st.sampled_from([0, 0, 1]),
        maxspeed=st.sampled_from([(math.nan, math.nan), (20.0, 20.0), (15.0, math.nan), (20.0, 10.0)]),
    )
    ways = draw(st.lists(way, min_size=1, max_size=7))
    if draw(st.booleans()):  # a backbone, so that not every draw falls apart
        ways.append(Way(list(range(count))))
    blocked = draw(st.sets(node, max_size=1))
    return raw_roads([divmod(cell, 12) for cell in cells], ways, blocked=blocked)


def oracle(raw: RawRoads, profile: SpeedProfile) -> nx.MultiDiGraph:
    """Every straight piece of every way as its own edges; a node with a barrier is another one for each piece."""
    graph = nx.MultiDiGraph()
    blocked = set(raw.blocked.tolist())
    for way in range(len(raw.code)):
        nodes = raw.refs[raw.start[way] : raw.start[way + 1]].tolist()
        table = profile.inside_kmh if raw.built_up[way] else profile.outside_kmh
        for place, (u, v) in enumerate(pairwise(nodes)):
            if u == v:
                continue
            length = piece_m(raw, u, v)
            a: Hashable = ("barrier", way, place, "u") if u in blocked else u
            b: Hashable = ("barrier", way, place, "v") if v in blocked else v
            for tail, head, side, allowed in ((a, b, 0, raw.direction[way] >= 0), (b, a, 1, raw.direction[way] <= 0)):
                limit = float(raw.maxspeed_kmh[way, side])
                kmh = float(table[raw.code[way]]) * profile.factor
                if profile.maxspeed and not math.isnan(limit):
                    kmh = min(kmh, limit)
                graph.add_nodes_from((tail, head))
                if allowed:
                    graph.add_edge(tail, head, seconds=length * 3.6 / kmh, metres=length, piece=(way, place))
    return graph


def piece_m(raw: RawRoads, u: int, v: int) -> float:
    """Geodesic metres between two nodes."""
    return float(GEOD.inv(raw.lon[u], raw.lat[u], raw.lon[v], raw.lat[v])[2])


def strong_components(graph: nx.MultiDiGraph) -> list[tuple[int, set[Hashable]]]:
    """Strong components with the number of pieces within each; a two-way piece counts once."""
    found = []
    for nodes in nx.strongly_connected_components(graph):
        inner = graph.subgraph(nodes)
        found.append((len({piece for _, _, piece in inner.edges(data="piece")}), set(nodes)))
    return found


def places(rows: Sequence[tuple[int, float]], *, leg_s: float = 0.0, leg_m: float = 0.0) -> Places:
    """Places at (road, fraction)."""
    road = np.array([row[0] for row in rows], dtype=np.int32)
    fraction = np.array([row[1] for row in rows], dtype=np.float64)
    return Places(road, fraction, np.full(len(rows), leg_s), np.full(len(rows), leg_m))


def original_places(raw: RawRoads, network: RoadNetwork) -> list[tuple[int, int, float]]:
    """Where the raw nodes went: (raw node, road, fraction), one row for each road that a node lies on.

    Fractions follow the geodesic lengths of the raw pieces. Needs nodes at different places.
    """
    to_metres = pyproj.Transformer.from_crs("EPSG:4326", network.crs, always_xy=True)
    x, y = to_metres.transform(raw.lon, raw.lat)
    number = {(round(a * 10), round(b * 10)): node for node, (a, b) in enumerate(zip(x, y, strict=True))}
    rows = []
    for road in range(network.roads):
        part = slice(network.shape_start[road], network.shape_start[road + 1])
        shape = zip(network.shape_x[part], network.shape_y[part], strict=True)
        nodes = [number[round(a * 10), round(b * 10)] for a, b in shape]
        along = np.cumsum([0.0] + [piece_m(raw, u, v) for u, v in pairwise(nodes)])
        assert math.isclose(along[-1], network.length_m[road], rel_tol=1e-6, abs_tol=1e-3)
        rows += [(node, road, at / along[-1]) for node, at in zip(nodes, along, strict=True)]
    return rows


def sweep_graph(
    network: RoadNetwork, profile: SpeedProfile, sites: Places, points: Places, direction: Direction
) -> nx.MultiDiGraph:
    """The network with its roads cut at every place, in the direction of a sweep that starts at the sites.

    Nodes are junction numbers, ``("site", i)``, ``("point", j)`` and a node for each place on a road.
    """
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(network.nodes))
    seconds = profile.road_seconds(network)
    for road in range(network.roads):
        cuts = {0.0, 1.0} | {float(f) for p in (sites, points) for f in p.fraction[p.road == road]}
        for a, b in pairwise(sorted(cuts)):
            ends, metres = (_on_road(network, road, a), _on_road(network, road, b)), (b - a) * network.length_m[road]
            for side in (0, 1):
                if np.isfinite(seconds[road, side]):
                    tail, head = ends[::-1] if (side == 1) ^ (direction is Direction.TO_SITE) else ends
                    graph.add_edge(tail, head, seconds=float((b - a) * seconds[road, side]), metres=float(metres))
    for name, these in (("site", sites), ("point", points)):
        for row in range(len(these)):
            graph.add_node((name, row))
            if these.road[row] >= 0:
                ends = ((name, row), _on_road(network, int(these.road[row]), float(these.fraction[row])))
                tail, head = ends if name == "site" else ends[::-1]
                graph.add_edge(tail, head, seconds=float(these.leg_s[row]), metres=float(these.leg_m[row]))
    return graph


def _on_road(network: RoadNetwork, road: int, fraction: float) -> Hashable:
    if fraction in (0.0, 1.0):
        return int((network.head if fraction else network.tail)[road])
    return (road, fraction)


def fastest_metres(graph: nx.MultiDiGraph, sources: Iterable[Hashable]) -> Mapping[Hashable, tuple[float, float]]:
    """Least and most metres over all paths that are fastest, for every node that can be reached."""
    seconds = nx.multi_source_dijkstra_path_length(graph, set(sources), weight="seconds")
    found: dict[Hashable, tuple[float, float]] = {}
    for node, best in seconds.items():  # in the order in which they were settled
        if node in sources:
            found[node] = (0.0, 0.0)
            continue
        steps = [
            (found[before][0] + data["metres"], found[before][1] + data["metres"])
            for before, _, data in graph.in_edges(node, data=True)
            if before in found and abs(seconds[before] + data["seconds"] - best) < 1e-6
        ]
        found[node] = (min(low for low, _ in steps), max(high for _, high in steps))
    return found


@dataclass(frozen=True)
class Osm:
    """A little OpenStreetMap: nodes (id: step east, step north, tags) and ways (id: node ids, tags)."""

    nodes: Mapping[int, tuple[float, float, Mapping[str, str]]]
    ways: Mapping[int, tuple[Sequence[int], Mapping[str, str]]]

    def place(self, node: int) -> tuple[float, float]:
        """Longitude and latitude, in the seven decimals of OpenStreetMap."""
        east, north, _ = self.nodes[node]
        return round(ORIGIN_LON + east * STEP_LON, 7), round(ORIGIN_LAT + north * STEP_LAT, 7)

    def xml(self, path: Path, *, bounds: tuple[float, float, float, float] | None = None) -> Path:
        """Write it as an ``.osm`` file; `bounds` are west, south, east, north."""
        root = ElementTree.Element("osm", version="0.6")
        if bounds:
            ElementTree.SubElement(
                root, "bounds", dict(zip(("minlon", "minlat", "maxlon", "maxlat"), map(str, bounds), strict=True))
            )
        for number, (_, _, tags) in sorted(self.nodes.items()):
            lon, lat = self.place(number)
            _tagged(ElementTree.SubElement(root, "node", id=str(number), version="1", lon=str(lon), lat=str(lat)), tags)
        for number, (nodes, tags) in self.ways.items():
            way = ElementTree.SubElement(root, "way", id=str(number), version="1")
            for node in nodes:
                ElementTree.SubElement(way, "nd", ref=str(node))
            _tagged(way, tags)
        ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
        return path

    def overpass(self) -> dict[str, Any]:
        """As Overpass answers."""
        elements: list[dict[str, Any]] = []
        for number, (_, _, tags) in self.nodes.items():
            lon, lat = self.place(number)
            elements.append(
                {"type": "node", "id": number, "lon": lon, "lat": lat, **({"tags": dict(tags)} if tags else {})}
            )
        for number, (nodes, tags) in self.ways.items():
            elements.append({"type": "way", "id": number, "nodes": list(nodes), "tags": dict(tags)})
        return {"version": 0.6, "generator": "test", "elements": elements}


def _tagged(element: ElementTree.Element, tags: Mapping[str, str]) -> None:
    for key, value in tags.items():
        ElementTree.SubElement(element, "tag", k=key, v=value)


# A village: a through road, a loop of streets, a driveway, a one-way drawn backward, a roundabout, barriers, an island.
VILLAGE = Osm(
    nodes={
        **{100 + i: (3.0 * i, 0.0, {}) for i in range(8)},
        201: (6, 3, {}),
        202: (9, 4, {}),
        203: (12, 3, {}),
        301: (9, 6, {"barrier": "bollard"}),
        302: (9, 8, {"barrier": "gate", "access": "private"}),
        303: (9, 10, {}),
        401: (21, 3, {}),
        402: (24, 2, {}),
        403: (23, -1, {}),
        501: (0, 30, {}),
        502: (3, 30, {}),
        9_000_000_001: (15, -4, {"highway": "traffic_signals"}),
        9_000_000_002: (15, -8, {}),
    },
    ways={
        1: ([100, 101, 102, 103, 104], {"highway": "secondary", "name": "Provincialeweg", "maxspeed": "80"}),
        2: ([107, 106, 105, 104], {"highway": "secondary", "maxspeed": "80", "maxspeed:backward": "60"}),
        3: ([102, 201, 202, 203, 104], {"highway": "residential", "zone:traffic": "NL:urban"}),
        4: ([202, 301, 302, 303], {"highway": "service", "service": "driveway", "access": "private"}),
        5: ([203, 303, 201], {"highway": "unclassified", "oneway": "-1", "maxspeed": "30 mph"}),
        6: ([107, 401, 402, 403, 107], {"highway": "tertiary", "junction": "roundabout"}),
        7: ([501, 502], {"highway": "residential"}),
        8: ([105, 9_000_000_001, 9_000_000_002], {"highway": "residential", "zone:maxspeed": "NL:30"}),
        9: ([9_000_000_002, 102], {"highway": "track"}),
        10: ([9_000_000_002, 103], {"highway": "motorway"}),
        11: ([103, 9_000_000_002], {"highway": "residential", "access": "no", "motor_vehicle": "yes", "oneway": "yes"}),
        12: ([100, 201], {"highway": "service", "vehicle": "no"}),
        13: ([101, 201], {"highway": "busway"}),
    },
)
