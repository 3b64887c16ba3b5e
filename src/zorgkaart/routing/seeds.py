"""Where a sweep starts: the ends of the roads that the sites lie on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zorgkaart.routing.routing_graph import Direction, Places, RoutingGraph


@dataclass(frozen=True)
class Seeds:
    """First steps of a sweep, ordered by site and then node: a state of :class:`~.routing_graph.RoutingGraph`.

    Attributes
    ----------
    indptr : (sites + 1,) int32
        Where each site's seeds stand.
    node, site : (s,) int32
    seconds, metres : (s,) float64
        The site's leg and the part of its road, together.
    """

    indptr: NDArray[np.int32]
    node: NDArray[np.int32]
    site: NDArray[np.int32]
    seconds: NDArray[np.float64]
    metres: NDArray[np.float64]

    def take(self, rows: NDArray[np.bool_]) -> Seeds:
        """The seeds in a mask; `indptr` is made to fit."""
        indptr = np.concatenate([[0], np.cumsum(rows)])[self.indptr].astype(np.int32)
        return Seeds(indptr, self.node[rows], self.site[rows], self.seconds[rows], self.metres[rows])


def seeds(graph: RoutingGraph, sites: Places, *, direction: Direction) -> Seeds:
    """The one or two ends of its road that a sweep can reach from each site.

    Sites that are not joined to the network have none.
    """
    joined = np.flatnonzero(sites.road >= 0)
    place = sites.take(joined)
    opposite = Direction.FROM_SITE if direction is Direction.TO_SITE else Direction.TO_SITE
    to_tail, to_head = to_ends(graph, place.road, place.fraction, direction=opposite)
    seconds = np.column_stack([to_tail, to_head]) + place.leg_s[:, None]
    share = np.column_stack([place.fraction, 1 - place.fraction])
    metres = share * graph.metres[place.road][:, None] + place.leg_m[:, None]
    node = np.column_stack([state[place.road] for state in graph.of_sites(direction)])
    ascending = np.argsort(node, axis=1, kind="stable")
    node = np.take_along_axis(node, ascending, axis=1)
    seconds = np.take_along_axis(seconds, ascending, axis=1)
    metres = np.take_along_axis(metres, ascending, axis=1)
    usable = np.isfinite(seconds)
    loop = (node[:, 0] == node[:, 1]) & usable.all(axis=1)
    usable[loop, (seconds[loop, 0] <= seconds[loop, 1]).astype(int)] = False
    count = np.zeros(len(sites), dtype=np.int32)
    count[joined] = usable.sum(axis=1)
    indptr = np.concatenate([[0], np.cumsum(count)]).astype(np.int32)
    site = np.repeat(np.arange(len(sites), dtype=np.int32), count)
    return Seeds(indptr, node[usable].astype(np.int32), site, seconds[usable], metres[usable])


def to_ends(
    graph: RoutingGraph, road: NDArray[np.int32], share: NDArray[np.float64], *, direction: Direction
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Seconds between a place on a road and its tail and head, going to a site or coming from one."""
    from_tail, from_head = graph.seconds[road, 0], graph.seconds[road, 1]
    if direction is Direction.TO_SITE:
        return _part(from_head, share), _part(from_tail, 1 - share)
    return _part(from_tail, share), _part(from_head, 1 - share)


def _part(seconds: NDArray[np.float64], share: NDArray[np.float64]) -> NDArray[np.float64]:
    """A share of a road's seconds; none of a road that may not be driven is still nothing."""
    return np.multiply(seconds, share, where=share > 0, out=np.zeros_like(share))
