"""The nearest sites of every point, and what is left of them when sites close or open.

A :class:`Ranking` keeps the k nearest sites of every node and every point as labels. A closure is then a
look at the next label; only where all labels of a place are closed is that part of the graph searched
anew. An opening is one search from the new place, which ends where it is no improvement.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from zorgkaart.errors import EmptySitesError
from zorgkaart.routing import kernels
from zorgkaart.routing.routing_graph import Direction, Places, RoutingGraph
from zorgkaart.routing.seeds import Seeds, seeds

SECONDS_PER_MINUTE = 60.0
MAX_LABELS = 64


@dataclass(frozen=True)
class TravelTimes:
    """The nearest site of every point.

    Attributes
    ----------
    minutes, metres : (n,) float64
        Along the fastest path, both legs to the road included; NaN where no site can be reached.
    site : (n,) int32
        Row of the site among those that were given, -1 where none can be reached.
    """

    minutes: NDArray[np.float64]
    metres: NDArray[np.float64]
    site: NDArray[np.int32]

    def take(self, rows: NDArray[np.int64]) -> TravelTimes:
        """Those of these points.

        Parameters
        ----------
        rows : (m,) int64
            Rows of the points.
        """
        return TravelTimes(self.minutes[rows], self.metres[rows], self.site[rows])


@dataclass(frozen=True)
class Labels:
    """The k nearest distinct sites per row, nearest first; of equally near ones the lowest row comes first.

    Attributes
    ----------
    seconds, metres : (n, k) float64
        Infinite and NaN where there is no such site.
    site : (n, k) int32
        -1 where there is no such site.
    """

    seconds: NDArray[np.float64]
    metres: NDArray[np.float64]
    site: NDArray[np.int32]

    @classmethod
    def empty(cls, rows: int, k: int) -> Labels:
        """Labels of nothing.

        Parameters
        ----------
        rows : int
            Number of nodes or points.
        k : int
            Labels per row.
        """
        return cls(np.full((rows, k), np.inf), np.full((rows, k), np.nan), np.full((rows, k), -1, dtype=np.int32))

    def copy(self) -> Labels:
        """Return a copy to change."""
        return Labels(self.seconds.copy(), self.metres.copy(), self.site.copy())

    def times(self, slot: NDArray[np.int64]) -> TravelTimes:
        """The label in `slot` of each row, nothing where that is negative.

        Parameters
        ----------
        slot : (n,) int64
            Which of the k labels, from 0.

        Returns
        -------
        TravelTimes
            NaN minutes and metres, and site -1, where `slot` is negative or the label empty.
        """
        row = np.arange(len(slot))
        place = np.maximum(slot, 0)
        reached = (slot >= 0) & (self.site[row, place] >= 0)
        return TravelTimes(
            np.where(reached, self.seconds[row, place] / SECONDS_PER_MINUTE, np.nan),
            np.where(reached, self.metres[row, place], np.nan),
            np.where(reached, self.site[row, place], -1).astype(np.int32),
        )


@dataclass(frozen=True)
class Ranking:
    """The k nearest sites of all points, and of all nodes for changes later; see :func:`rank`.

    Attributes
    ----------
    graph : RoutingGraph
        What was swept over.
    direction : Direction
        To the sites or from them.
    sites : Places
        All sites, in the order in which labels number them.
    points : Places
        Those whose nearest sites are asked for.
    nodes : Labels
        The k nearest sites of every state of the graph: its junctions, and more where some roads are for the ends of
        trips only.
    at : Labels
        The k nearest sites of every point, both legs included.
    limit_s : float
        Seconds beyond which no site is found; may be infinite.
    """

    graph: RoutingGraph
    direction: Direction
    sites: Places
    points: Places
    nodes: Labels
    at: Labels
    limit_s: float

    @property
    def k(self) -> int:
        """Labels per row."""
        return int(self.at.site.shape[1])

    @property
    def minutes(self) -> NDArray[np.float64]:
        """(n, k) float64: ascending per row, NaN where there is no such site."""
        result: NDArray[np.float64] = np.where(self.at.site >= 0, self.at.seconds / SECONDS_PER_MINUTE, np.nan)
        return result

    def nearest(self) -> TravelTimes:
        """The nearest site of every point.

        Returns
        -------
        TravelTimes
            In the order of `points`.
        """
        return self.at.times(np.zeros(len(self.points), dtype=np.int64))

    def without(self, closed: NDArray[np.bool_]) -> TravelTimes:
        """The nearest site of every point when some are closed, exactly as if they had never been there.

        Parameters
        ----------
        closed : (sites,) bool
            Whether each of `sites` is closed.

        Returns
        -------
        TravelTimes
            In the order of `points`; of a point with no open site left NaN and site -1.
        """
        slot = np.empty(len(self.points), dtype=np.int64)
        if kernels.first_open(self.at.site, closed, slot) == 0:
            return self.at.times(slot)
        lost = np.flatnonzero(slot == -2)
        times = self.at.times(slot)
        replacement = self._search_again(closed, lost)
        times.minutes[lost], times.metres[lost], times.site[lost] = (
            replacement.minutes,
            replacement.metres,
            replacement.site,
        )
        return times

    def at_points(self, rows: NDArray[np.int64]) -> Ranking:
        """The same for some of the points only.

        Parameters
        ----------
        rows : (m,) int64
            Rows of `points`.
        """
        at = Labels(self.at.seconds[rows], self.at.metres[rows], self.at.site[rows])
        return replace(self, points=self.points.take(rows), at=at)

    def with_added(self, added: Places) -> Ranking:
        """Open further sites; they are numbered on from the present ones.

        Parameters
        ----------
        added : Places
            The new sites, on the same network.
        """
        sites = _joined_places(self.sites, added)
        nodes = self.nodes.copy()
        new = seeds(self.graph, added, direction=self.direction)
        new = replace(new, site=(new.site + len(self.sites)).astype(np.int32))
        changed = _spread(self.graph, new, nodes, self.direction, self.limit_s)
        road = self.points.road
        tail, head = self.graph.of_points(self.direction)
        touched = changed[tail[road]] | changed[head[road]] | np.isin(road, added.road)
        rows = np.flatnonzero(touched & (road >= 0))
        at = self.at.copy()
        fresh = _carry(self.graph, sites, self.points.take(rows), nodes, direction=self.direction, limit_s=self.limit_s)
        at.seconds[rows], at.metres[rows], at.site[rows] = fresh.seconds, fresh.metres, fresh.site
        return Ranking(self.graph, self.direction, sites, self.points, nodes, at, self.limit_s)

    def _search_again(self, closed: NDArray[np.bool_], points: NDArray[np.int64]) -> TravelTimes:
        """Search the part of the graph where all labels are closed, from its border and the sites inside it."""
        slot = np.empty(self.graph.states, dtype=np.int64)
        kernels.first_open(self.nodes.site, closed, slot)
        row, place, open_ = np.arange(len(slot)), np.maximum(slot, 0), slot >= 0
        best = Labels(
            np.where(open_, self.nodes.seconds[row, place], np.inf)[:, None],
            np.where(open_, self.nodes.metres[row, place], np.nan)[:, None],
            np.where(open_, self.nodes.site[row, place], -1).astype(np.int32)[:, None],
        )
        lost = slot == -2
        start = seeds(self.graph, self.sites, direction=self.direction)
        start = start.take(lost[start.node] & ~closed[start.site])
        _spread(
            self.graph, _with_border(self.graph, start, best, lost, self.direction), best, self.direction, self.limit_s
        )
        sites = replace(self.sites, road=np.where(closed, -1, self.sites.road).astype(np.int32))
        labels = _carry(
            self.graph, sites, self.points.take(points), best, direction=self.direction, limit_s=self.limit_s
        )
        return labels.times(np.zeros(len(points), dtype=np.int64))


def nearest(
    graph: RoutingGraph, sites: Places, points: Places, *, direction: Direction, limit_min: float = np.inf
) -> TravelTimes:
    """Travel time between every point and its nearest site.

    One sweep over the (reversed) graph serves all points, so the cost hardly grows with their number.
    Metres follow the fastest path.

    Parameters
    ----------
    graph : RoutingGraph
        The network at the speeds of a mode.
    sites, points : Places
        Rows that are not joined to the network are passed over: such a site serves nobody, such a
        point has no answer.
    direction : Direction
        ``TO_SITE`` for people who travel to a site, ``FROM_SITE`` for vehicles that leave one.
    limit_min : float
        What takes longer, both legs included, is not found.

    Returns
    -------
    TravelTimes
        In the order of `points`.

    Raises
    ------
    EmptySitesError
        If no site is joined to the network.
    """
    return rank(graph, sites, points, direction=direction, limit_min=limit_min).nearest()


def rank(
    graph: RoutingGraph, sites: Places, points: Places, *, direction: Direction, k: int = 1, limit_min: float = np.inf
) -> Ranking:
    """The k nearest distinct sites of every point, in one pass over the graph; see :func:`nearest`.

    Parameters
    ----------
    graph : RoutingGraph
        The network at the speeds of a mode.
    sites, points : Places
        Rows that are not joined to the network are passed over.
    direction : Direction
        ``TO_SITE`` for people who travel to a site, ``FROM_SITE`` for vehicles that leave one.
    k : int
        How many sites to find per point: 1 to 64.
    limit_min : float
        What takes longer, both legs included, is not found.

    Returns
    -------
    Ranking
        In the order of `points`; it answers for closures and openings too.

    Raises
    ------
    EmptySitesError
        If no site is joined to the network.
    ValueError
        If `k` is not between 1 and 64.
    """
    if not 1 <= k <= MAX_LABELS:
        raise ValueError(f"k is {k}; ask for 1 to {MAX_LABELS} sites, or for a matrix")
    start = seeds(graph, sites, direction=direction)
    if len(start.node) == 0:
        raise EmptySitesError(
            "none of the sites lies on the road network. Check their coordinates and status, "
            "and that [network] covers them."
        )
    limit_s = limit_min * SECONDS_PER_MINUTE
    nodes = Labels.empty(graph.states, k)
    _spread(graph, start, nodes, direction, limit_s)
    at = _carry(graph, sites, points, nodes, direction=direction, limit_s=limit_s)
    return Ranking(graph, direction, sites, points, nodes, at, limit_s)


def _spread(
    graph: RoutingGraph, start: Seeds, nodes: Labels, direction: Direction, limit_s: float
) -> NDArray[np.bool_]:
    """Improve the labels of nodes from `start` in place; which changed: (states,) bool."""
    arcs = graph.sparse(direction)
    changed = np.zeros(graph.states, dtype=np.bool_)
    kernels.spread(
        arcs.indptr,
        arcs.indices,
        arcs.seconds,
        arcs.metres,
        start.node,
        start.seconds,
        start.metres,
        start.site,
        limit_s,
        nodes.seconds,
        nodes.metres,
        nodes.site,
        changed,
    )
    return changed


def _carry(
    graph: RoutingGraph, sites: Places, points: Places, nodes: Labels, *, direction: Direction, limit_s: float
) -> Labels:
    """The labels of points: those of both ends of their road, and of the sites along it."""
    order = np.argsort(sites.road, kind="stable").astype(np.int64)
    start = np.searchsorted(sites.road[order], np.arange(len(graph.tail) + 1))
    at = Labels.empty(len(points), nodes.site.shape[1])
    tail, head = graph.of_points(direction)
    kernels.to_points(
        tail,
        head,
        graph.seconds,
        graph.metres,
        direction is Direction.TO_SITE,
        points.road,
        points.fraction,
        points.leg_s,
        points.leg_m,
        start,
        order,
        sites.fraction,
        sites.leg_s,
        sites.leg_m,
        nodes.seconds,
        nodes.metres,
        nodes.site,
        limit_s,
        at.seconds,
        at.metres,
        at.site,
    )
    return at


def _with_border(
    graph: RoutingGraph, start: Seeds, best: Labels, lost: NDArray[np.bool_], direction: Direction
) -> Seeds:
    """Add the arcs that lead from nodes with an answer into the part that lost it."""
    arcs = graph.sparse(direction)
    row = np.repeat(np.arange(graph.states), np.diff(arcs.indptr))
    into = np.flatnonzero(lost[arcs.indices] & (best.site[row, 0] >= 0))
    row = row[into]
    return Seeds(
        start.indptr,
        np.concatenate([start.node, arcs.indices[into]]),
        np.concatenate([start.site, best.site[row, 0]]),
        np.concatenate([start.seconds, best.seconds[row, 0] + arcs.seconds[into]]),
        np.concatenate([start.metres, best.metres[row, 0] + arcs.metres[into]]),
    )


def _joined_places(first: Places, second: Places) -> Places:
    return Places(
        *(np.concatenate([getattr(first, n), getattr(second, n)]) for n in ("road", "fraction", "leg_s", "leg_m"))
    )
