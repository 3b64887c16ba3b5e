"""The roads around the areas, on which the live map works out sites that its labels do not have.

A new site, or one that is open at another moment than its table says, is searched from in the page itself: over the
same roads at the same seconds, to the same addresses as :mod:`zorgkaart.routing` does. What is rounded: lengths of
roads and of the legs to them to a decimetre, places along a road to 1/65535 of it, and the shape of the roads on which
a new site is placed to :data:`SHAPE_M`.

Of the network the part is kept within :data:`MARGIN_M` of the areas. Sites beyond it come in by the roads that cross
its edge (:func:`_gates`); a trip that leaves that part and comes back into it is not found.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from zorgkaart.access.catalogue import trips_of
from zorgkaart.access.hours import is_open
from zorgkaart.access.measure_parts import Leg
from zorgkaart.access.measures import Norm
from zorgkaart.analyses.live.labels import ALL_SITES, MOST_LABELS, weights, with_candidates
from zorgkaart.analyses.live.packing import packed, packed_steps
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.project.defaults import WGS84
from zorgkaart.project.moments import PRESETS, Moment, parse_moment
from zorgkaart.project.plans import ALWAYS
from zorgkaart.routing.nearest import rank
from zorgkaart.routing.routing_graph import RoutingGraph
from zorgkaart.study.study import Study

MARGIN_M = 10_000
SHAPE_M = 0.2
UNIT = 1_000_000  # of a degree; a step of the shape of a road
WHOLE_ROAD = 65_535


class Period(NamedTuple):
    """Hours that a reader can tick: a word for links, words, and the hours in the syntax of OpenStreetMap."""

    name: str
    label: str
    hours: str

    def is_open(self, moment: Moment) -> bool:
        """Whether a site with these hours is open at a moment."""
        return bool(is_open(self.hours, moment))


# Together they are the whole week.
PERIODS = (
    Period("werkdag", "overdag op werkdagen (8-17 uur)", "Mo-Fr 08:00-17:00"),
    Period("avond", "'s avonds (17-23 uur)", "Mo-Su 17:00-23:00"),
    Period("nacht", "'s nachts (23-8 uur)", "Mo-Su 23:00-08:00"),
    Period("weekend", "overdag in het weekend (8-17 uur)", "Sa-Su 08:00-17:00"),
)


def roads_data(study: Study, norms: Mapping[str, Norm]) -> dict[str, Any] | None:
    """The roads, the addresses on them and the sites, ready for JSON.

    Parameters
    ----------
    study : Study
        Without a moment.
    norms : mapping of str to Norm
        Those of the labels, by the names under which the page has them.

    Returns
    -------
    dict or None
        None where roads for the ends of trips only could be a short cut, as the page knows no such states.
    """
    full = with_candidates(study)
    legs = _legs(study, norms)
    modes = sorted({leg.mode for leg in _flat(legs)})
    graphs = {mode: full.graph(mode) for mode in modes}
    if any(graph.ends is not None for graph in graphs.values()):
        return None
    network = full.network
    inside = _inside(network, study.areas.buurten)
    node = np.full(network.nodes, -1, dtype=np.int64)
    node[inside] = np.arange(int(inside.sum()))
    roads = np.flatnonzero(inside[network.tail] & inside[network.head])
    roads = roads[np.argsort(network.tail[roads], kind="stable")]  # so that a page can count them per tail
    road = np.full(len(network.tail), -1, dtype=np.int64)
    road[roads] = np.arange(len(roads))
    tail, head = node[network.tail[roads]], node[network.head[roads]]
    return {
        "degree": packed(np.bincount(tail, minlength=int(inside.sum()))),
        "head": packed_steps(head - tail),
        "length": packed_steps(np.round(network.length_m[roads] * 10)),
        **_paces(network, graphs, roads),
        "shape": _shape(network, inside, roads),
        "unit": UNIT,
        "limit_m": study.project.access.limit_m,
        "leg_kmh": study.project.access.speed_kmh,
        "points": _points(study, road),
        "sites": _sites(full, road),
        "gates": _gates(full, legs, graphs, node, road),
        "trips": {kind: _leg_data(leg) for kind, leg in legs["trips"].items()},
        "chains": {name: [_leg_data(leg) for leg in parts] for name, parts in legs["chains"].items()},
        "periods": [
            period._asdict() | {"open": [name for name in PRESETS if period.is_open(parse_moment(name))]}
            for period in PERIODS
        ],
        "always": ALWAYS,
    }


def _legs(study: Study, norms: Mapping[str, Norm]) -> dict[str, dict[str, Any]]:
    """The rides of the trips, by their kind, and of the norms that the page computes."""
    trips = trips_of(study.project)
    return {
        "trips": {kind: trips[kind].ride for kind in study.project.travel_kinds},
        "chains": {name: norm.legs for name, norm in norms.items()},
    }


def _flat(legs: dict[str, dict[str, Any]]) -> list[Leg]:
    return [*legs["trips"].values(), *(leg for parts in legs["chains"].values() for leg in parts)]


def _leg_data(leg: Leg) -> dict[str, Any]:
    """A ride; `at` are the periods in which a site is open at the ride's own moment, null without one."""
    at = None if leg.moment is None else [period.name for period in PERIODS if period.is_open(leg.moment)]
    return {"kind": leg.kind, "way": _way(leg), "always": leg.only_24_7, "at": at}


def _way(leg: Leg) -> str:
    return f"{leg.mode} {leg.direction.value}"


def _inside(network: RoadNetwork, buurten: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """(nodes,) bool: the junctions within :data:`MARGIN_M` of the areas."""
    around = shapely.simplify(shapely.union_all(buurten.geometry.array), MARGIN_M / 100).buffer(MARGIN_M)
    shapely.prepare(around)
    inside: NDArray[np.bool_] = shapely.contains_xy(around, network.x, network.y)
    return inside


def _paces(network: RoadNetwork, graphs: dict[str, RoutingGraph], roads: NDArray[np.int64]) -> dict[str, Any]:
    """Seconds per metre there and back: a table per mode, and per road its row in them; null where not allowed."""
    length = np.maximum(network.length_m[roads], 0.1)
    paces = np.column_stack([graph.seconds[roads] / length[:, None] for graph in graphs.values()])
    # Roads of one kind differ in the last digits only, which their lengths have left.
    keys, first, kind = np.unique(np.round(paces, 7), axis=0, return_index=True, return_inverse=True)
    del keys
    table = paces[first]
    return {
        "pace": packed(kind.reshape(-1)),
        "paces": {
            mode: [[float(p) if np.isfinite(p) else None for p in row] for row in table[:, 2 * i : 2 * i + 2]]
            for i, mode in enumerate(graphs)
        },
    }


def _shape(network: RoadNetwork, inside: NDArray[np.bool_], roads: NDArray[np.int64]) -> dict[str, Any]:
    """Where the junctions are, as steps from one to the next, and the shapes of the roads that a site may be joined to.

    Of a road there are the steps from its tail to each vertex between its ends, and how many those are: one more than
    that, and 0 for a road that no site is joined to.
    """
    joins = np.isin(roads, network.snap_tree[1])
    lines = gpd.GeoSeries(shapely.simplify(network.lines[roads[joins]], SHAPE_M), crs=network.crs).to_crs(WGS84).array
    nodes = gpd.GeoSeries(gpd.points_from_xy(network.x[inside], network.y[inside]), crs=network.crs).to_crs(WGS84).array
    vertices = shapely.get_num_coordinates(lines)
    counts = np.zeros(len(roads), dtype=np.int64)
    counts[joins] = vertices - 1
    step = np.diff(_whole(lines), axis=0, prepend=0)
    last = np.cumsum(vertices)
    between = np.ones(len(step), dtype=bool)
    between[last - 1] = between[last - vertices] = False
    place = _whole(nodes)
    along = np.diff(place, axis=0, prepend=place[:1])
    names = {"x": along[:, 0], "y": along[:, 1], "between_x": step[between, 0], "between_y": step[between, 1]}
    return {"origin": place[0].tolist(), "count": packed(counts)} | {
        name: packed_steps(values) for name, values in names.items()
    }


def _whole(geometries: NDArray[Any]) -> NDArray[np.int64]:
    """(n, 2) int64: longitude and latitude of all vertices, in steps of 1 / :data:`UNIT` degree."""
    places: NDArray[np.int64] = np.round(shapely.get_coordinates(geometries) * UNIT).astype(np.int64)
    return places


def _points(study: Study, road: NDArray[np.int64]) -> dict[str, Any]:
    """The addresses, in runs of one area and road: where along it, how far from it, and weights if not all are 1."""
    groups, snapped = study.groups("buurten"), study.snapped
    weight, _ = weights(groups.area, groups.shares, groups.known, groups.count)
    rows = np.flatnonzero((groups.shares > 0) & snapped.joined)
    rows = rows[np.lexsort((snapped.fraction[rows], snapped.road[rows], groups.area[rows]))]
    at = road[snapped.road[rows]]
    assert (at >= 0).all(), "addresses lie within the margin around their areas"
    area = groups.area[rows]
    first = np.flatnonzero((np.diff(area, prepend=-1) != 0) | (np.diff(at, prepend=-1) != 0))
    weighed = weight[rows]
    return {
        "area": packed(area[first]),
        "road": packed(at[first]),
        "count": packed(np.diff(np.append(first, len(rows)))),
        "share": packed(np.round(snapped.fraction[rows] * WHOLE_ROAD)),
        "leg": packed(np.round(snapped.leg_m[rows] * 10)),
        "weight": None if (weighed == 1.0).all() else packed(weighed),
    }


def _sites(full: Study, road: NDArray[np.int64]) -> dict[str, Any]:
    """The places of the sites on these roads, by their rows."""
    snapped = full.snapped_sites
    rows = np.flatnonzero(snapped.joined)
    rows = rows[road[snapped.road[rows]] >= 0]
    return {
        "row": packed(rows),
        "road": packed(road[snapped.road[rows]]),
        "share": packed(snapped.fraction[rows].astype(np.float64)),
        "leg": packed(snapped.leg_m[rows].astype(np.float64)),
    }


def _gates(
    full: Study,
    legs: dict[str, dict[str, Any]],
    graphs: dict[str, RoutingGraph],
    node: NDArray[np.int64],
    road: NDArray[np.int64],
) -> dict[str, Any]:
    """Per kind and way the seconds between the sites beyond the edge and the junctions at it, nearest sites only."""
    network, snapped = full.network, full.snapped_sites
    crossing = (node[network.tail] >= 0) != (node[network.head] >= 0)
    at = np.unique(np.where(node[network.tail] >= 0, network.tail, network.head)[crossing])
    result: dict[str, Any] = {}
    for leg in _flat(legs):
        name = f"{leg.kind} {_way(leg)}"
        rows = full.rows(leg.kind)
        rows = rows[snapped.road[rows] >= 0]
        rows = rows[road[snapped.road[rows]] < 0]
        if name in result or not len(rows) or not len(at):
            continue
        k = len(rows) if len(rows) <= ALL_SITES else MOST_LABELS
        nothing = np.zeros(0, dtype=np.int64)
        ranking = rank(
            graphs[leg.mode],
            full.site_places.take(rows),
            full.site_places.take(nothing),
            direction=leg.direction,
            k=k,
        )
        site, seconds = ranking.nodes.site[at], ranking.nodes.seconds[at]
        there = site >= 0
        result[name] = {
            "row": packed(rows[site[there]]),
            "node": packed(np.repeat(node[at], there.sum(axis=1))),
            "seconds": packed(seconds[there].astype(np.float32)),
        }
    return result
