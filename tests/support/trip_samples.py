"""Small random roads, some for the ends of trips only, and trips over them by networkx on their states.

A state is a place and a phase: 0 on the roads for the ends on which the trip began, 1 on open roads, 2 on the roads for
the ends on which it will end. The oracle is built from raw ways, or from roads cut at every place, by plain loops.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import networkx as nx
import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from support.network_samples import AMBULANCE, CRS, _on_road, piece_m, roads
from zorgkaart.errors import NetworkError
from zorgkaart.network.build import network_from_raw
from zorgkaart.network.osm import RawRoads
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.speeds import SpeedProfile
from zorgkaart.network.tags import Passage
from zorgkaart.routing.routing_graph import Direction, Places

CLOSED, ENDS, OPEN = (int(value) for value in Passage)
MOTOR, EMERGENCY = "motor", "emergency"


class _Rescue(SpeedProfile):
    """Drives by the tag rules of ambulances, whatever the table of modes says."""

    @property
    def traffic(self) -> str:
        return EMERGENCY


RESCUE = _Rescue("ambulance", AMBULANCE.outside_kmh, AMBULANCE.inside_kmh, maxspeed=False)
KINDS = [(2, 2), (2, 2), (2, 2), (2, 0), (0, 2), (1, 1), (1, 1), (1, 1), (1, 0), (0, 1), (2, 1), (1, 2), (0, 0)]


@st.composite
def zoned_roads(draw: st.DrawFn) -> RawRoads:
    """Random roads of :func:`roads`: open, for the ends of trips, closed, for ambulances, by timetable."""
    raw = draw(roads())
    count = len(raw.code)
    kind = st.lists(st.sampled_from(KINDS), min_size=count, max_size=count)
    motor = np.array(draw(kind), dtype=np.uint8)
    emergency = np.maximum(motor, np.array(draw(kind), dtype=np.uint8)) if draw(st.booleans()) else motor
    passed = draw(st.booleans())
    timed = st.sampled_from([math.nan, math.nan, math.nan, 0.0, 60.0, 17.5])
    return replace(
        raw,
        access={MOTOR: motor, EMERGENCY: emergency},
        blocked_for={MOTOR: raw.blocked, EMERGENCY: raw.blocked[:0] if passed else raw.blocked},
        seconds=np.array(draw(st.lists(timed, min_size=count, max_size=count))),
    )


@st.composite
def zoned_networks(draw: st.DrawFn) -> RoadNetwork:
    """The network of such roads."""
    try:
        return network_from_raw(draw(zoned_roads()), crs=CRS)
    except NetworkError:
        assume(False)
        raise


def put(network: RoadNetwork, rows: Sequence[tuple[int, float, float]]) -> Places:
    """Places on roads that points may be joined to: (any number, fraction, leg in metres)."""
    able = np.ones(network.roads, dtype=bool)
    for passage in network.access.values():
        able &= (passage > CLOSED).any(axis=1)
    assume(able.any())
    allowed = np.flatnonzero(able)
    leg = np.array([m for _, _, m in rows])
    road = np.array([allowed[number % len(allowed)] for number, _, _ in rows], dtype=np.int32)
    return Places(road, np.array([f for _, f, _ in rows]), leg * 0.36, leg)


def _add(graph: nx.DiGraph, tail: Hashable, head: Hashable, seconds: float, kind: int) -> None:
    """An arc in each phase in which it may be driven, and the phases of its ends."""
    for phase in {CLOSED: (), ENDS: (0, 2), OPEN: (1,)}[kind]:
        known = graph.get_edge_data((tail, phase), (head, phase), {"seconds": math.inf})["seconds"]
        graph.add_edge((tail, phase), (head, phase), seconds=min(known, seconds))
    for place in (tail, head):
        graph.add_edge((place, 0), (place, 1), seconds=0.0)
        graph.add_edge((place, 1), (place, 2), seconds=0.0)


def site_seconds(
    network: RoadNetwork, profile: SpeedProfile, sites: Places, points: Places, direction: Direction
) -> np.ndarray:
    """Seconds between each point and each site, legs included; infinite without a way: (points, sites)."""
    graph: nx.DiGraph = nx.DiGraph()
    seconds, passage = profile.road_seconds(network), network.passage(profile.traffic)
    for road in range(network.roads):
        cuts = sorted({float(f) for p in (sites, points) for f in p.fraction[p.road == road]})
        ends = [_on_road(network, road, 0.0), *(("on", road, cut) for cut in cuts), _on_road(network, road, 1.0)]
        for (u, a), (v, b) in pairwise(zip(ends, [0.0, *cuts, 1.0], strict=True)):
            for side, (tail, head) in enumerate(((u, v), (v, u))):
                kind = int(passage[road, side])
                if a == b and kind == CLOSED:  # at the very end of a road one need not drive along it
                    kind = int(passage[road, 1 - side])
                _add(graph, tail, head, (b - a) * float(seconds[road, side]) if a < b else 0.0, kind)
    swept = graph.reverse() if direction is Direction.TO_SITE else graph
    start, end = (2, 0) if direction is Direction.TO_SITE else (0, 2)
    result = np.full((len(points), len(sites)), np.inf)
    for site in range(len(sites)):
        source = (("on", int(sites.road[site]), float(sites.fraction[site])), start)
        reached = nx.single_source_dijkstra_path_length(swept, source, weight="seconds")
        for point in range(len(points)):
            key = (("on", int(points.road[point]), float(points.fraction[point])), end)
            result[point, site] = reached.get(key, math.inf) + points.leg_s[point] + sites.leg_s[site]
    return result


class Piece(NamedTuple):
    """A straight piece of a way: its ends, where a barrier cuts too, its class and metres, kinds and seconds."""

    way: int
    nodes: tuple[int, int]
    ends: tuple[Hashable, Hashable]
    metres: float
    kinds: tuple[int, int]
    seconds: tuple[float, float]


def raw_pieces(raw: RawRoads, profile: SpeedProfile) -> list[Piece]:
    """All pieces as the traffic of a profile sees them, before anything is left out."""
    traffic = profile.traffic
    assert raw.access is not None
    assert raw.blocked_for is not None
    assert raw.seconds is not None
    blocked = set(raw.blocked_for[traffic].tolist())
    result = []
    for way in range(len(raw.code)):
        nodes = raw.refs[raw.start[way] : raw.start[way + 1]].tolist()
        lengths = [piece_m(raw, u, v) if u != v else 0.0 for u, v in pairwise(nodes)]
        table = profile.inside_kmh if raw.built_up[way] else profile.outside_kmh
        for place, (u, v) in enumerate(pairwise(nodes)):
            if u == v:
                continue
            a: Hashable = ("barrier", way, place, "u") if u in blocked else u
            b: Hashable = ("barrier", way, place, "v") if v in blocked else v
            both = []
            for limit in raw.maxspeed_kmh[way].tolist():
                kmh = float(table[raw.code[way]]) * profile.factor
                kmh = min(kmh, limit) if profile.maxspeed and not math.isnan(limit) else kmh
                both.append(lengths[place] * 3.6 / kmh)
            if not math.isnan(raw.seconds[way]):
                both = [float(raw.seconds[way]) * lengths[place] / sum(lengths)] * 2
            kinds = int(raw.access[traffic][way, 0]), int(raw.access[traffic][way, 1])
            result.append(Piece(way, (u, v), (a, b), lengths[place], kinds, (both[0], both[1])))
    return result


def _arcs(pieces: Iterable[Piece], least: int, most: int) -> Iterator[tuple[Hashable, Hashable]]:
    for piece in pieces:
        for kind, arc in zip(piece.kinds, (piece.ends, piece.ends[::-1]), strict=True):
            if least <= kind <= most:
                yield arc


def _cores(pieces: list[Piece], least: int) -> list[tuple[int, set[Hashable]]]:
    """The strong components over pieces that are so open, the one with the most pieces first."""
    parts = []
    for nodes in nx.strongly_connected_components(nx.DiGraph(_arcs(pieces, least, OPEN))):
        inside = [p for p in pieces if nodes.issuperset(p.ends) and max(p.kinds) >= least]
        if inside:
            parts.append((len(inside), set(nodes)))
    return sorted(parts, key=lambda part: -part[0])


def legal(pieces: list[Piece], *, margin: int) -> list[Piece]:
    """The pieces that a legal trip can reach and leave; none if there are none.

    Draws whose two largest cores are about as large are passed over: which is the core is then anybody's guess.
    """
    cores = _cores(pieces, OPEN)
    if not cores:  # nothing but a yard
        pieces = [p._replace(kinds=(min(p.kinds[0], ENDS), min(p.kinds[1], ENDS))) for p in pieces]
        cores = _cores(pieces, ENDS)
    if not cores:
        return []
    assume(len(cores) == 1 or cores[0][0] > cores[1][0] + margin)
    core = cores[0][1]
    demoted = []
    for piece in pieces:
        kinds = piece.kinds if core.issuperset(piece.ends) else tuple(min(kind, ENDS) for kind in piece.kinds)
        demoted.append(piece._replace(kinds=(kinds[0], kinds[1])))
    graph = nx.DiGraph(_arcs(demoted, ENDS, ENDS))
    reached, back = (
        core.union(*(nx.descendants(way, node) for node in core if node in way)) for way in (graph, graph.reverse())
    )
    inside = reached & back
    return [p for p in demoted if inside.issuperset(p.ends) and any(p.kinds)]


def middle_seconds(pieces: list[Piece], start: int) -> dict[int, float]:
    """Seconds of a legal trip from the middle of one piece to the middle of every other, by rows of `pieces`."""
    graph: nx.DiGraph = nx.DiGraph()
    for row, piece in enumerate(pieces):
        (u, v), middle = piece.ends, ("middle", row)
        for kind, seconds, (tail, head) in zip(piece.kinds, piece.seconds, ((u, v), (v, u)), strict=True):
            _add(graph, tail, middle, seconds / 2, kind)
            _add(graph, middle, head, seconds / 2, kind)
    reached = nx.single_source_dijkstra_path_length(graph, (("middle", start), 0), weight="seconds")
    return {row: reached.get((("middle", row), 2), math.inf) for row in range(len(pieces))}
