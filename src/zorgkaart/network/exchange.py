"""Networks to networkx and back, in the form that osmnx uses.

networkx is for exchange and for checking; the program itself never routes with it.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import networkx as nx
import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from zorgkaart.errors import CrsError, NetworkError
from zorgkaart.network import tags
from zorgkaart.network.build import network_from_raw
from zorgkaart.network.built_up import BuiltUpRule
from zorgkaart.network.modes.tag_rules import MOTOR, TagRules, every_rules, tag_rules
from zorgkaart.network.osm import RawRoads
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.speeds import KMH_PER_MS, SpeedProfile
from zorgkaart.network.way_columns import WayColumns
from zorgkaart.project.defaults import CRS, WGS84

SAME_LENGTH_M = 0.001
PASSAGE, TIMETABLE = "passage_", "timetable_s"
_TRUE = ("true", "yes", "1")


def to_networkx(network: RoadNetwork, *, profile: SpeedProfile | None = None) -> nx.MultiDiGraph:
    """The network as osmnx would hold it: one edge for each direction in which a road may be driven.

    Nodes are the junctions by number, with `x` and `y` in the CRS of the network, and `street_count`.
    Edges have `osmid` (the row of the road), `highway`, `length` in metres, `oneway`, `reversed`,
    `geometry` (a LineString in driving direction), `built_up`, and `maxspeed` (km/h, as text) where there
    is one. Where the network tells kinds of traffic apart, ``passage_NAME`` is what an edge is to the traffic with
    the tag rules of that name (``open``, ``ends_only``: where a trip begins or ends, ``closed``), and `timetable_s`
    the seconds that it takes by timetable.

    Parameters
    ----------
    network : RoadNetwork
        Stays as it is.
    profile : SpeedProfile, optional
        Adds `speed_kph` and `travel_time` in seconds.

    Returns
    -------
    networkx.MultiDiGraph
        With `crs` as a graph attribute.
    """
    graph = nx.MultiDiGraph(crs=network.crs, simplified=True, created_with=f"zorgkaart {version('zorgkaart')}")
    streets = np.bincount(np.concatenate([network.tail, network.head]), minlength=network.nodes)
    columns = zip(network.x.tolist(), network.y.tolist(), streets.tolist(), strict=True)
    graph.add_nodes_from((node, {"x": x, "y": y, "street_count": count}) for node, (x, y, count) in enumerate(columns))
    arcs = network.arcs
    ends = zip(arcs.tail.tolist(), arcs.head.tolist(), strict=True)
    graph.add_edges_from(
        (tail, head, data) for (tail, head), data in zip(ends, _edge_data(network, profile), strict=True)
    )
    return graph


def from_networkx(
    graph: nx.MultiDiGraph,
    *,
    crs: str = CRS,
    addresses_m: NDArray[np.float64] | None = None,
    rule: BuiltUpRule | None = None,
    source: dict[str, Any] | None = None,
) -> RoadNetwork:
    """Make a network of a graph from osmnx, simplified or not, in degrees or projected.

    What :func:`to_networkx` wrote comes back as it was. Each edge is driven in its own direction; two edges that run
    there and back along the same line become one two-way road. Lengths are those of the edges. Edges that a car may not
    use are left out, as are loops without a geometry. Where osmnx has merged roads of several classes or limits into
    one edge, the lowest class and the lowest limit count, for osmnx keeps no order among them. An edge is built-up as
    its `built_up` says, else as its tags, `addresses_m` and `rule` say; see :func:`~.build.build_network`.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        With the graph attribute `crs`; nodes with `x` and `y`; edges with `highway` and, where they have
        them, `length` in metres, `geometry` and `maxspeed`.
    crs : str
        A projected CRS in metres, for the network.
    addresses_m : (k, 2) float64, optional
        Address points in `crs`, for built-up roads.
    rule : BuiltUpRule, optional
        When an edge counts as built-up where neither it nor its tags say.
    source : dict, optional
        What to note about the graph; kept in the network.

    Returns
    -------
    RoadNetwork
        The largest strong component of the edges for cars.

    Raises
    ------
    CrsError
        If the graph has no CRS, or one that does not exist.
    NetworkError
        If the graph is undirected, lacks coordinates, or has no road for a car; or `crs` is not projected in metres.
    """
    numbers, lon, lat, transformer = _nodes(graph)
    edges = _joined(_edges(graph, numbers))
    if not edges:
        raise NetworkError("the graph has no edge that a car may use. Has it an attribute 'highway' on its edges?")
    raw = _raw_roads(edges, lon, lat, _blocked(graph, numbers), transformer)
    return network_from_raw(raw, crs=crs, addresses_m=addresses_m, rule=rule, source=source)


def raw_from_tags(graph: nx.MultiDiGraph) -> RawRoads:
    """The ways of an unsimplified graph that osmnx made with ``all_oneway``: their tags tell the directions.

    So a download goes by the same rules as a file. Lengths are left to be measured.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        With the graph attribute `crs`; nodes with `x` and `y`; edges with the tags of their way.

    Returns
    -------
    RawRoads
        One way of two nodes per edge, in degrees (WGS 84).

    Raises
    ------
    CrsError
        If the graph has no CRS, or one that does not exist.
    NetworkError
        If the graph is undirected, lacks coordinates, or has no road for a car.
    """
    numbers, lon, lat, _ = _nodes(graph)
    ends, columns = array("i"), WayColumns()
    for tail, head, data in graph.edges(data=True):
        ways = tags.roads(data)
        if ways[MOTOR] is None:
            continue
        if data.get("oneway") in ("-1", "reverse"):  # osmnx has already turned the nodes of such a way round
            ways = {name: way and way.turned() for name, way in ways.items()}
        ends.extend((numbers[tail], numbers[head]))
        columns.add(ways, seconds=math.nan)
    if not ends:
        raise NetworkError("the download has no road that a car may use.")
    blocked = {rules.name: _blocked(graph, numbers, rules) for rules in every_rules()}
    return RawRoads(
        lon,
        lat,
        np.frombuffer(ends, np.int32),
        np.arange(0, len(ends) + 1, 2, dtype=np.int64),
        blocked=blocked[MOTOR],
        built_up_areas=np.empty(0, dtype=object),
        missing_nodes=0,
        blocked_for=blocked,
        **columns.arrays(),
    )


@dataclass
class _Edge:
    """One edge from node row `u` to `v`; `back_kmh` is NaN and `back` None until its way back is found."""

    u: int
    v: int
    inner: tuple[tuple[float, float], ...]
    code: int
    built_up: int
    length_m: float
    there_kmh: float
    passage: Mapping[str, int]
    timetable_s: float
    back_kmh: float = math.nan
    back: Mapping[str, int] | None = None

    def key(self, *, back: bool = False) -> tuple[Hashable, ...]:
        """What an edge along the same line, or back along it, has as its key."""
        ends = (self.v, self.u, self.inner[::-1]) if back else (self.u, self.v, self.inner)
        return (*ends, self.code, self.built_up)


def _edge_data(network: RoadNetwork, profile: SpeedProfile | None) -> Iterator[dict[str, Any]]:
    arcs, names = network.arcs, tags.road_classes()
    side = arcs.against.astype(int)
    lines = network.lines[arcs.road]
    lines[arcs.against] = shapely.reverse(lines[arcs.against])
    length = network.length_m[arcs.road]
    limit = network.maxspeed_kmh[arcs.road, side]
    oneway = ~(network.forward & network.backward)[arcs.road]
    seconds = np.full(len(length), np.nan) if profile is None else profile.road_seconds(network)[arcs.road, side]
    for row in range(len(length)):
        road = int(arcs.road[row])
        data: dict[str, Any] = {
            "osmid": road,
            "highway": names[network.code[road]],
            "length": float(length[row]),
            "oneway": bool(oneway[row]),
            "reversed": bool(arcs.against[row]),
            "geometry": lines[row],
            "built_up": bool(network.built_up[road]),
        }
        if data["highway"] == "busway":
            data["access"] = "yes"  # only those that cars may use are in a network
        for name, passage in network.access.items():
            data[f"{PASSAGE}{name}"] = tags.Passage(passage[road, side[row]]).name.lower()
        if network.seconds is not None and not np.isnan(network.seconds[road]):
            data[TIMETABLE] = float(network.seconds[road])
        if not np.isnan(limit[row]):
            data["maxspeed"] = str(limit[row])
        if profile is not None:
            data["travel_time"] = float(seconds[row])
            data["speed_kph"] = float(length[row] * KMH_PER_MS / seconds[row]) if seconds[row] else math.nan
        yield data


def _nodes(
    graph: nx.MultiDiGraph,
) -> tuple[dict[Hashable, int], NDArray[np.float64], NDArray[np.float64], pyproj.Transformer]:
    """Node rows by name, their places in degrees, and the way from the graph's CRS to degrees."""
    if not graph.is_directed():
        raise NetworkError("the graph is undirected, so one-way roads are lost. Give the directed graph of osmnx.")
    if graph.graph.get("crs") is None:
        raise CrsError(f"the graph has no coordinate reference system. Set graph.graph['crs'], such as '{WGS84}'.")
    try:
        transformer = pyproj.Transformer.from_crs(graph.graph["crs"], WGS84, always_xy=True)
    except pyproj.exceptions.CRSError as error:
        raise CrsError(
            f"{graph.graph['crs']!r} is no coordinate reference system. Correct graph.graph['crs']."
        ) from error
    try:
        names = sorted(graph.nodes)
    except TypeError:
        names = list(graph.nodes)
    try:
        places = np.array([(float(graph.nodes[n]["x"]), float(graph.nodes[n]["y"])) for n in names]).reshape(-1, 2)
    except (KeyError, TypeError, ValueError) as error:
        raise NetworkError(f"a node of the graph has no coordinates x and y ({error}).") from error
    lon, lat = transformer.transform(places[:, 0], places[:, 1])
    lost = np.flatnonzero(~(np.isfinite(lon) & np.isfinite(lat)))
    if len(lost):
        raise NetworkError(f"node {names[lost[0]]} of the graph has no place: its x or y does not fit the CRS.")
    return {name: row for row, name in enumerate(names)}, lon, lat, transformer


def _blocked(
    graph: nx.MultiDiGraph, numbers: Mapping[Hashable, int], rules: TagRules | None = None
) -> NDArray[np.int32]:
    """Rows of the nodes with a barrier that stops a car or other traffic; osmnx keeps it where its settings say so."""
    rules = rules or tag_rules()
    rows = [numbers[name] for name, data in graph.nodes(data=True) if tags.barrier_blocks(_texts(data), rules=rules)]
    return np.array(rows, dtype=np.int32)


def _edges(graph: nx.MultiDiGraph, numbers: Mapping[Hashable, int]) -> Iterator[_Edge]:
    """The edges that a car may use, each in its own direction."""
    for tail, head, data in graph.edges(data=True):
        texts = _texts(data) | {"highway": _lowest_class(data.get("highway"))}
        way = tags.road(texts)
        inner = _inner(graph, tail, head, data.get("geometry"))
        if way is None or (tail == head and not inner):
            continue
        kmh = way.maxspeed_backward_kmh if texts.get("reversed", "").lower() in _TRUE else way.maxspeed_forward_kmh
        built_up = way.built_up if "built_up" not in texts else texts["built_up"].lower() in _TRUE
        code = -1 if built_up is None else int(built_up)
        yield _Edge(
            numbers[tail],
            numbers[head],
            inner,
            way.code,
            code,
            _number(tail, head, texts, "length"),
            kmh,
            _passage(tail, head, texts),
            _number(tail, head, texts, TIMETABLE),
        )


def _joined(edges: Iterable[_Edge]) -> list[_Edge]:
    """Make one two-way edge of two that run there and back along the same line and are of one length."""
    kept: list[_Edge] = []
    waiting: dict[tuple[Hashable, ...], list[_Edge]] = {}
    for edge in edges:
        others = waiting.get(edge.key(back=True), [])
        other = next((o for o in others if _alike(o, edge)), None)
        if other is None:
            waiting.setdefault(edge.key(), []).append(edge)
            kept.append(edge)
        else:
            others.remove(other)
            other.back, other.back_kmh = edge.passage, edge.there_kmh
    return kept


def _raw_roads(
    edges: list[_Edge],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    blocked: NDArray[np.int32],
    transformer: pyproj.Transformer,
) -> RawRoads:
    """Ways over the nodes of the graph and, behind them, a node for each place within a geometry."""
    inner = np.array([place for edge in edges for place in edge.inner], dtype=np.float64).reshape(-1, 2)
    inner_lon, inner_lat = transformer.transform(inner[:, 0], inner[:, 1])
    count = np.array([len(edge.inner) + 2 for edge in edges])
    start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    refs = np.empty(start[-1], dtype=np.int32)
    is_end = np.zeros(start[-1], dtype=bool)
    is_end[start[:-1]] = is_end[start[1:] - 1] = True
    refs[~is_end] = len(lon) + np.arange(len(inner))
    refs[start[:-1]] = [edge.u for edge in edges]
    refs[start[1:] - 1] = [edge.v for edge in edges]
    return RawRoads(
        np.concatenate([lon, inner_lon]),
        np.concatenate([lat, inner_lat]),
        refs,
        start,
        np.array([edge.code for edge in edges], np.int8),
        np.array([1 if edge.back is None else 0 for edge in edges], np.int8),
        np.array([edge.built_up for edge in edges], np.int8),
        np.array([(edge.there_kmh, edge.back_kmh) for edge in edges], np.float32),
        blocked,
        np.empty(0, dtype=object),
        0,
        np.array([edge.length_m for edge in edges]),
        access=_access(edges),
        seconds=np.array([edge.timetable_s for edge in edges]),
    )


def _access(edges: list[_Edge]) -> dict[str, NDArray[np.uint8]] | None:
    """What edges are to each kind of traffic that any of them names; an edge that does not name it is open to it."""
    names = sorted({name for edge in edges for name in (*edge.passage, *(edge.back or {}))})
    closed, open_ = int(tags.Passage.CLOSED), int(tags.Passage.OPEN)
    access = {
        name: [
            (edge.passage.get(name, open_), closed if edge.back is None else edge.back.get(name, open_))
            for edge in edges
        ]
        for name in names
    }
    return {name: np.array(values, dtype=np.uint8) for name, values in access.items()} or None


def _passage(tail: Hashable, head: Hashable, texts: Mapping[str, str]) -> dict[str, int]:
    """What an edge is to each kind of traffic, as :func:`to_networkx` wrote it."""
    passage = {}
    for key, value in texts.items():
        if key.startswith(PASSAGE):
            if value.upper() not in tags.Passage.__members__:
                known = ", ".join(name.lower() for name in tags.Passage.__members__)
                raise NetworkError(f"edge {tail}-{head}: {key} is {value!r}; it is one of {known}.")
            passage[key.removeprefix(PASSAGE)] = int(tags.Passage[value.upper()])
    return passage


def _inner(graph: nx.MultiDiGraph, tail: Hashable, head: Hashable, geometry: Any) -> tuple[tuple[float, float], ...]:
    """The places of an edge between its nodes, in driving direction."""
    if geometry is None or (isinstance(geometry, float) and math.isnan(geometry)):
        return ()
    if not isinstance(geometry, shapely.LineString):
        raise NetworkError(f"edge {tail}-{head}: its geometry is no LineString. Read GraphML with osmnx.load_graphml.")
    places = [(x, y) for x, y, *_ in geometry.coords]
    first = graph.nodes[tail]
    last = graph.nodes[head]
    if math.dist(places[0], (last["x"], last["y"])) < math.dist(places[0], (first["x"], first["y"])):
        places.reverse()
    return tuple(places[1:-1])


def _number(tail: Hashable, head: Hashable, texts: Mapping[str, str], key: str) -> float:
    """The length or time of an edge; NaN where it has none."""
    if key not in texts:
        return math.nan
    try:
        value = float(texts[key])
    except ValueError:
        value = -1.0
    if not 0 <= value < math.inf:
        raise NetworkError(f"edge {tail}-{head}: {key} {texts[key]!r} is no number. Give 0 or more, or leave it out.")
    return value


def _alike(one: _Edge, other: _Edge) -> bool:
    """Of one length, and of one time by timetable if any."""
    pairs = (one.length_m, other.length_m), (one.timetable_s, other.timetable_s)
    return all((math.isnan(a) and math.isnan(b)) or abs(a - b) <= SAME_LENGTH_M for a, b in pairs)


def _lowest_class(value: Any) -> str:
    """The class of an edge; of several that osmnx has merged, the lowest that cars use."""
    codes = tags.class_codes()
    names = [str(name) for name in (value if isinstance(value, list) else [value])]
    return max(names, key=lambda name: codes.get(name, -1))


def _texts(data: Mapping[str, Any]) -> dict[str, str]:
    """Attributes as tags: what is missing left out, several values with a semicolon between them."""
    texts = {}
    for key, value in data.items():
        values = value if isinstance(value, list) else [value]
        known = [str(v) for v in values if v is not None and not (isinstance(v, float) and math.isnan(v))]
        if known and key != "geometry":
            texts[key] = ";".join(known)
    return texts
