"""The fastest drives between places, as kilometres per kind of road: what a fit of speeds goes by."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.snap import Snapped
from zorgkaart.network.tags import road_classes

METRES_PER_KM = 1000.0
MINUTES_PER_HOUR = 60.0
# A place at the very end of a road lies this part of it away: scipy takes an arc of nothing for no arc.
LEAST_SHARE = 1e-6
THREADS = 2


@dataclass(frozen=True)
class _Arcs:
    """Directed arcs between junctions and places; places are numbered after the junctions."""

    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    km: NDArray[np.float64]
    cell: NDArray[np.int64]


def cells() -> tuple[str, ...]:
    """The kinds of road that have a speed of their own: every class outside built-up areas, then every class inside."""
    classes = road_classes()
    return (*(f"{name}_outside" for name in classes), *(f"{name}_inside" for name in classes))


def cell_of(network: RoadNetwork) -> NDArray[np.int64]:
    """The kind of each road, a row of :func:`cells`: (roads,) int64."""
    return network.code.astype(np.int64) + len(road_classes()) * network.built_up


def drives(network: RoadNetwork, places: Snapped, kmh: NDArray[np.float64]) -> NDArray[np.float64]:
    """Kilometres per kind of road along the fastest drive between every two places.

    Parameters
    ----------
    network : RoadNetwork
        Roads of which the ambulance may use all, as in a file without tags of access.
    places : Snapped
        All of them joined to the network.
    kmh : (cells,) float64
        The speed by which a drive is the fastest.

    Returns
    -------
    (places, places, cells) float64
        From row to column, without the legs between the places and their roads. NaN between two places on one road,
        and where there is no way.
    """
    if not places.joined.all():
        raise ValueError("every place must be joined to the network; leave the others out")
    arcs = _fastest(_arcs(network, places), kmh)
    count = network.nodes + len(places)
    minutes = arcs.km * MINUTES_PER_HOUR / kmh[arcs.cell]
    graph = csr_array((minutes, (arcs.tail, arcs.head)), shape=(count, count))
    key = arcs.tail * count + arcs.head
    ends = network.nodes + np.arange(len(places))
    same_road = places.road[:, None] == places.road[None, :]

    def of(place: int) -> NDArray[np.float64]:
        _, before = dijkstra(graph, indices=ends[place], return_predecessors=True)
        km = _along(before, ends[place], ends, count, key, arcs)
        km[same_road[place]] = np.nan
        km[place] = 0.0
        return km

    with ThreadPoolExecutor(THREADS) as pool:
        return np.stack(list(pool.map(of, range(len(places)))))


def _along(
    before: NDArray[np.int32],
    start: int,
    ends: NDArray[np.int64],
    count: int,
    key: NDArray[np.int64],
    arcs: _Arcs,
) -> NDArray[np.float64]:
    """Walk back from all ends at once and add up the kilometres per kind of road: (ends, cells) float64."""
    km = np.zeros((len(ends), len(cells())))
    row, node = np.arange(len(ends)), ends.copy()
    while True:
        going = node != start
        row, node = row[going], node[going]
        if len(row) == 0:
            return km
        previous = before[node].astype(np.int64)
        lost = previous < 0
        km[row[lost]] = np.nan
        row, node, previous = row[~lost], node[~lost], previous[~lost]
        arc = np.searchsorted(key, previous * count + node)
        km[row, arcs.cell[arc]] += arcs.km[arc]
        node = previous


def _arcs(network: RoadNetwork, places: Snapped) -> _Arcs:
    cell, km = cell_of(network), network.length_m / METRES_PER_KM
    parts = [
        (network.tail[ways], network.head[ways], km[ways], cell[ways])
        if side == 0
        else (network.head[ways], network.tail[ways], km[ways], cell[ways])
        for side, ways in enumerate((network.forward, network.backward))
    ]
    place = network.nodes + np.arange(len(places))
    road, share = places.road, np.clip(places.fraction, LEAST_SHARE, 1.0 - LEAST_SHARE)
    there, back = network.forward[road], network.backward[road]
    ways: Sequence[tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float64], NDArray[np.bool_], bool]] = (
        (place, network.head[road], 1.0 - share, there, True),
        (place, network.tail[road], share, back, True),
        (place, network.tail[road], share, there, False),
        (place, network.head[road], 1.0 - share, back, False),
    )
    for own, junction, part, allowed, leaves in ways:
        tail, head = (own, junction) if leaves else (junction, own)
        parts.append((tail[allowed], head[allowed], (part * km[road])[allowed], cell[road][allowed]))
    tail, head, length, kind = (np.concatenate([part[column] for part in parts]) for column in range(4))
    return _Arcs(tail.astype(np.int64), head.astype(np.int64), length.astype(float), kind.astype(np.int64))


def _fastest(arcs: _Arcs, kmh: NDArray[np.float64]) -> _Arcs:
    """Of parallel arcs the fastest, ordered by tail and head."""
    order = np.lexsort((arcs.km / kmh[arcs.cell], arcs.head, arcs.tail))
    tail, head = arcs.tail[order], arcs.head[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    kept = order[first & (tail != head)]
    return _Arcs(arcs.tail[kept], arcs.head[kept], arcs.km[kept], arcs.cell[kept])
