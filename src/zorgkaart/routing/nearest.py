"""The nearest site for every point: one sweep over the graph from all sites at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from zorgkaart.errors import EmptySitesError
from zorgkaart.routing.graph import Direction, Places, RoutingGraph

SECONDS_PER_MINUTE = 60.0


@dataclass(frozen=True)
class NodeLabels:
    """The nearest site of every node; infinite seconds and site -1 where none can be reached."""

    seconds: NDArray[np.float64]
    metres: NDArray[np.float64]
    site: NDArray[np.int32]


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


def nearest(graph: RoutingGraph, sites: Places, points: Places, *, direction: Direction) -> TravelTimes:
    """Travel time between every point and its nearest site.

    One sweep over the (reversed) graph serves all points, so the cost hardly grows with their number.
    Metres follow the fastest path.

    Parameters
    ----------
    sites, points : Places
        Rows that are not joined to the network are passed over: such a site serves nobody, such a
        point has no answer.
    direction : Direction
        ``TO_SITE`` for people who travel to a site, ``FROM_SITE`` for vehicles that leave one.

    Raises
    ------
    EmptySitesError
        If no site is joined to the network.
    """
    labels = sweep(graph, sites, direction=direction)
    return at_points(graph, labels, sites, points, direction=direction)


def sweep(graph: RoutingGraph, sites: Places, *, direction: Direction) -> NodeLabels:
    """Label every node with its nearest site; see :func:`nearest`."""
    rows = np.flatnonzero(sites.road >= 0)
    if len(rows) == 0:
        raise EmptySitesError(
            "none of the sites lies on the road network. Check their coordinates and status, "
            "and that [network] covers them."
        )
    arcs = graph.sparse(direction)
    seed = _seeds(graph, sites.take(rows), direction)
    count, total = graph.nodes, graph.nodes + len(rows)
    matrix = csr_array(
        (
            np.concatenate([arcs.seconds, seed.seconds]),
            np.concatenate([arcs.indices, seed.indices]),
            np.concatenate([arcs.indptr, arcs.indptr[-1] + seed.indptr[1:]]),
        ),
        shape=(total, total),
    )
    seconds, before, source = dijkstra(
        matrix, directed=True, indices=np.arange(count, total), min_only=True, return_predecessors=True
    )
    step_m = np.concatenate([arcs.metres, seed.metres])
    metres = _along_tree(matrix, before, step_m, roots=len(rows))
    reached = np.isfinite(seconds[:count])
    site = np.where(reached, rows[np.where(reached, source[:count] - count, 0)], -1).astype(np.int32)
    return NodeLabels(seconds[:count], metres[:count], site)


def at_points(
    graph: RoutingGraph, labels: NodeLabels, sites: Places, points: Places, *, direction: Direction
) -> TravelTimes:
    """Carry node labels on to points: over either end of their road, or straight along it."""
    joined = np.flatnonzero(points.road >= 0)
    road, share = points.road[joined], points.fraction[joined]
    to_tail, to_head = _to_ends(graph, road, share, direction)
    tail, head = graph.tail[road], graph.head[road]
    via_tail, via_head = labels.seconds[tail] + to_tail, labels.seconds[head] + to_head
    over_head = via_head < via_tail
    node = np.where(over_head, head, tail)
    seconds = np.where(over_head, via_head, via_tail)
    metres = labels.metres[node] + np.where(over_head, 1 - share, share) * graph.metres[road]
    site = labels.site[node].copy()
    _along_same_road(graph, sites, points, joined, direction, seconds, metres, site)
    seconds += points.leg_s[joined]
    metres += points.leg_m[joined]
    result = TravelTimes(
        np.full(len(points), np.nan), np.full(len(points), np.nan), np.full(len(points), -1, dtype=np.int32)
    )
    reached = np.isfinite(seconds)
    rows = joined[reached]
    result.minutes[rows] = seconds[reached] / SECONDS_PER_MINUTE
    result.metres[rows] = metres[reached]
    result.site[rows] = site[reached]
    return result


@dataclass(frozen=True)
class _Seeds:
    indptr: NDArray[np.int32]
    indices: NDArray[np.int32]
    seconds: NDArray[np.float64]
    metres: NDArray[np.float64]


def _seeds(graph: RoutingGraph, sites: Places, direction: Direction) -> _Seeds:
    """For each site, the arcs by which a sweep leaves it: its leg and the road to both ends."""
    to_tail, to_head = _to_ends(graph, sites.road, sites.fraction, _opposite(direction))
    seconds = np.column_stack([to_tail, to_head]) + sites.leg_s[:, None]
    share = np.column_stack([sites.fraction, 1 - sites.fraction])
    metres = share * graph.metres[sites.road][:, None] + sites.leg_m[:, None]
    node = np.column_stack([graph.tail[sites.road], graph.head[sites.road]])
    ascending = np.argsort(node, axis=1, kind="stable")
    node = np.take_along_axis(node, ascending, axis=1)
    seconds = np.take_along_axis(seconds, ascending, axis=1)
    metres = np.take_along_axis(metres, ascending, axis=1)
    usable = np.isfinite(seconds)
    loop = (node[:, 0] == node[:, 1]) & usable.all(axis=1)
    usable[loop, (seconds[loop, 0] <= seconds[loop, 1]).astype(int)] = False
    indptr = np.concatenate([[0], np.cumsum(usable.sum(axis=1))]).astype(np.int32)
    return _Seeds(indptr, node[usable].astype(np.int32), seconds[usable], metres[usable])


def _opposite(direction: Direction) -> Direction:
    return Direction.FROM_SITE if direction is Direction.TO_SITE else Direction.TO_SITE


def _to_ends(
    graph: RoutingGraph, road: NDArray[np.int32], share: NDArray[np.float64], direction: Direction
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Seconds between a place on a road and its tail and head, going to a site or coming from one."""
    from_tail, from_head = graph.seconds[road, 0], graph.seconds[road, 1]
    if direction is Direction.TO_SITE:
        return _part(from_head, share), _part(from_tail, 1 - share)
    return _part(from_tail, share), _part(from_head, 1 - share)


def _part(seconds: NDArray[np.float64], share: NDArray[np.float64]) -> NDArray[np.float64]:
    """A share of a road's seconds; none of a road that may not be driven is still nothing."""
    return np.multiply(seconds, share, where=share > 0, out=np.zeros_like(share))


def _along_same_road(
    graph: RoutingGraph,
    sites: Places,
    points: Places,
    joined: NDArray[np.int64],
    direction: Direction,
    seconds: NDArray[np.float64],
    metres: NDArray[np.float64],
    site: NDArray[np.int32],
) -> None:
    """Where a point and a site share a road, the way along it may be the fastest; changes the last three in place."""
    row = np.flatnonzero(sites.road >= 0)
    row = row[np.argsort(sites.road[row], kind="stable")]
    site_road = sites.road[row]
    road = points.road[joined]
    begin, end = np.searchsorted(site_road, road, "left"), np.searchsorted(site_road, road, "right")
    for turn in range(int((end - begin).max(initial=0))):
        at = np.flatnonzero(end - begin > turn)
        other = row[begin[at] + turn]
        ahead = sites.fraction[other] - points.fraction[joined[at]]
        if direction is Direction.FROM_SITE:
            ahead = -ahead
        pace = np.where(ahead >= 0, graph.seconds[road[at], 0], graph.seconds[road[at], 1])
        open_ = np.isfinite(pace) | (ahead == 0)
        direct = np.where(open_, np.abs(ahead) * np.nan_to_num(pace, posinf=0.0), np.inf)
        direct += sites.leg_s[other]
        better = direct < seconds[at]
        at, other = at[better], other[better]
        seconds[at] = direct[better]
        metres[at] = np.abs(ahead[better]) * graph.metres[road[at]] + sites.leg_m[other]
        site[at] = other


def _along_tree(
    matrix: csr_array, before: NDArray[np.int32], step_m: NDArray[np.float64], *, roots: int
) -> NDArray[np.float64]:
    """Metres from the root along a tree of predecessors, by pointer doubling."""
    total = matrix.shape[0]
    node = np.flatnonzero(before >= 0)
    key = np.repeat(np.arange(total, dtype=np.int64), np.diff(matrix.indptr)) * total + matrix.indices
    metres = np.full(total, np.nan)
    metres[total - roots :] = 0.0
    metres[node] = step_m[np.searchsorted(key, before[node].astype(np.int64) * total + node)]
    parent = np.where(before >= 0, before, np.arange(total))
    while True:
        grandparent = parent[parent]
        if np.array_equal(grandparent, parent):
            return metres
        moved = np.flatnonzero(grandparent != parent)
        metres[moved] += metres[parent[moved]]
        parent = grandparent
