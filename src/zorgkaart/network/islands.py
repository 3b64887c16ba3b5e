"""Parts of the roads that no road joins to the rest: which of them are islands where people live."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from zorgkaart.network.tags import Passage

METRES_PER_KM = 1000.0


@dataclass(frozen=True)
class IslandRule:
    """When roads that no road joins to the rest are an island, and no yard or slip of a mapper.

    Attributes
    ----------
    min_km : float
        Kilometres of open road that it has at least. The smallest of the Wadden islands where people drive,
        Schiermonnikoog, has 25; the largest loose part of the mainland at which people live (a holiday park) has 6, and
        who lives there is joined to the road outside its gate.
    near_m : float
        Metres within which an address of it lies, if addresses are known at all.
    """

    min_km: float = 10.0
    near_m: float = 500.0


def part_of(u: NDArray[np.int32], v: NDArray[np.int32], on: NDArray[np.bool_], nodes: int) -> NDArray[np.int32]:
    """Per node the number of the part that it hangs together with, whatever the directions.

    Parameters
    ----------
    u, v : (p,) int32
        The nodes at both ends of each piece or road.
    on : (p,) bool
        Which of these join their ends.
    nodes : int
        Number of nodes.

    Returns
    -------
    (nodes,) int32
        Parts are numbered from 0 on; a node without a piece is a part of its own.
    """
    graph = csr_array((np.ones(int(on.sum()), np.int8), (u[on], v[on])), shape=(nodes, nodes))
    label: NDArray[np.int32] = connected_components(graph, directed=False)[1]
    return label


def off_main(part: NDArray[np.int32], u: NDArray[np.int32], on: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which nodes lie in another part than the main one, the one with the most pieces.

    Parameters
    ----------
    part : (nodes,) int32
        As :func:`part_of` gives it.
    u : (p,) int32
        A node of each piece.
    on : (p,) bool
        Which pieces count.

    Returns
    -------
    (nodes,) bool
        All False where no piece counts.
    """
    if not on.any():
        return np.zeros(len(part), dtype=bool)
    result: NDArray[np.bool_] = part != np.bincount(part[u[on]]).argmax()
    return result


def island_of(
    u: NDArray[np.int32],
    v: NDArray[np.int32],
    passage: NDArray[np.uint8],
    length_m: NDArray[np.float64],
    place_m: NDArray[np.float64],
    *,
    addresses_m: NDArray[np.float64] | None = None,
    rule: IslandRule | None = None,
) -> NDArray[np.int32]:
    """Per node the island that it lies on, for one kind of traffic.

    What hangs together with the main roads by whatever this traffic may use, if only at the ends of trips, is no
    island. Where addresses are known, neither is what no address is nearer to than to the main roads: an airfield, a
    works, or a piece of a neighbouring country that the edge of the file cuts off.

    Parameters
    ----------
    u, v : (p,) int32
        The nodes at both ends of each piece.
    passage : (p, 2) uint8
        A :class:`~zorgkaart.network.tags.Passage` from `u` to `v` and back.
    length_m : (p,) float64
        Metres of each piece.
    place_m : (n, 2) float64
        The places of the nodes, in metres.
    addresses_m : (k, 2) float64, optional
        Where people live, in the same coordinates.
    rule : IslandRule, optional
        How much road an island has.

    Returns
    -------
    (n,) int32
        Numbers from 0 on; -1 on the main roads and on what is too small.
    """
    rule = rule or IslandRule()
    on: NDArray[np.bool_] = np.any(passage > Passage.CLOSED, axis=1)
    part = part_of(u, v, on, len(place_m))
    off = off_main(part, u, on)
    open_: NDArray[np.bool_] = np.any(passage == Passage.OPEN, axis=1)
    metres = np.bincount(part[u[open_]], length_m[open_], int(part.max(initial=-1)) + 1)
    large = off & (metres[part] >= rule.min_km * METRES_PER_KM)
    if addresses_m is not None and large.any():
        lived_in = _lived_in(part, large, ~off & _touched(u, v, on, len(off)), place_m, addresses_m, rule.near_m)
        large &= np.isin(part, lived_in)
    result = np.full(len(part), -1, dtype=np.int32)
    result[large] = np.unique(part[large], return_inverse=True)[1]
    return result


def _touched(u: NDArray[np.int32], v: NDArray[np.int32], on: NDArray[np.bool_], nodes: int) -> NDArray[np.bool_]:
    result = np.zeros(nodes, dtype=bool)
    result[u[on]] = result[v[on]] = True
    return result


def _lived_in(
    part: NDArray[np.int32],
    large: NDArray[np.bool_],
    main: NDArray[np.bool_],
    place_m: NDArray[np.float64],
    addresses_m: NDArray[np.float64],
    near_m: float,
) -> NDArray[np.int32]:
    """The parts to which some address is nearer than to the main roads."""
    rows = np.flatnonzero(large)
    distance, near = cKDTree(place_m[rows]).query(addresses_m, distance_upper_bound=near_m)
    at = np.flatnonzero(np.isfinite(distance))
    other = cKDTree(place_m[main]).query(addresses_m[at])[0]
    result: NDArray[np.int32] = np.unique(part[rows[near[at[distance[at] < other]]]])
    return result
