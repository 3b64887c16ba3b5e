"""The nearest site by scipy alone: the oracle that the compiled kernels are tested and timed against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from zorgkaart.errors import EmptySitesError
from zorgkaart.routing.nearest import SECONDS_PER_MINUTE, TravelTimes
from zorgkaart.routing.routing_graph import Direction, Places, RoutingGraph
from zorgkaart.routing.seeds import seeds, to_ends


@dataclass(frozen=True)
class NodeLabels:
    """The nearest site of every node; infinite seconds and site -1 where none can be reached."""

    seconds: NDArray[np.float64]
    metres: NDArray[np.float64]
    site: NDArray[np.int32]


def nearest_by_scipy(graph: RoutingGraph, sites: Places, points: Places, *, direction: Direction) -> TravelTimes:
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
    """Label every node with its nearest site; see :func:`nearest_by_scipy`."""
    rows = np.flatnonzero(sites.road >= 0)
    if len(rows) == 0:
        raise EmptySitesError(
            "none of the sites lies on the road network. Check their coordinates and status, "
            "and that [network] covers them."
        )
    arcs = graph.sparse(direction)
    seed = seeds(graph, sites.take(rows), direction=direction)
    count, total = graph.nodes, graph.nodes + len(rows)
    matrix = csr_array(
        (
            np.concatenate([arcs.seconds, seed.seconds]),
            np.concatenate([arcs.indices, seed.node]),
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
    to_tail, to_head = to_ends(graph, road, share, direction=direction)
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
