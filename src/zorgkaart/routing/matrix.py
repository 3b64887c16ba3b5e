"""Travel times between many points and many sites within a limit, as a sparse matrix."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zorgkaart.routing import pair_kernels
from zorgkaart.routing.nearest import SECONDS_PER_MINUTE
from zorgkaart.routing.routing_graph import Direction, Places, RoutingGraph
from zorgkaart.routing.seeds import seeds

SITES_PER_PIECE = 16


@dataclass(frozen=True)
class Pairs:
    """Pairs of a point and a site, ordered by site and then point.

    Attributes
    ----------
    site, point : (p,) int32
        Rows of the sites and points that were given.
    minutes : (p,) float64
        Both legs included; never more than the limit. A pair that is not listed is farther, or has no way.
    """

    site: NDArray[np.int32]
    point: NDArray[np.int32]
    minutes: NDArray[np.float64]


def travel_matrix(
    graph: RoutingGraph,
    sites: Places,
    points: Places,
    *,
    limit_min: float,
    direction: Direction = Direction.TO_SITE,
    threads: int = 2,
) -> Iterator[Pairs]:
    """Yield all pairs within the limit, a few sites at a time.

    The memory at any time is that of the pairs of ``16 x threads`` sites, however many sites there are;
    the order and the numbers do not depend on `threads`. ``scipy.sparse.coo_array((p.minutes, (p.point,
    p.site)))`` of a piece makes a matrix; mind that zero minutes is a real travel time there.

    Parameters
    ----------
    graph : RoutingGraph
        The network at the speeds of a mode.
    sites, points : Places
        Those that are not joined to the network occur in no pair.
    limit_min : float
        The longest travel time to list, both legs included; positive and finite.
    direction : Direction
        ``TO_SITE`` for people who travel to a site, ``FROM_SITE`` for vehicles that leave one.
    threads : int
        Pieces that are computed at the same time.

    Yields
    ------
    Pairs
        Of the next 16 sites, in the order of their rows.

    Raises
    ------
    ValueError
        If `limit_min` is not positive and finite.
    """
    if not 0 < limit_min < np.inf:
        raise ValueError(f"limit_min is {limit_min}; a matrix needs a positive, finite limit in minutes")
    start = seeds(graph, sites, direction=direction)
    arcs = graph.sparse(direction)
    tail, head = graph.of_points(direction)
    roads_start, roads = _listed(np.concatenate([tail, head]), graph.states, len(tail))
    points_start, points_order = _listed(points.road, len(graph.tail), len(points))
    begins = np.arange(0, len(sites), SITES_PER_PIECE)

    def piece(begin: int) -> Pairs:
        site, point, seconds = pair_kernels.within(
            arcs.indptr,
            arcs.indices,
            arcs.seconds,
            tail,
            head,
            graph.seconds,
            direction is Direction.TO_SITE,
            roads,
            roads_start,
            points_start,
            points_order,
            points.fraction,
            points.leg_s,
            sites.road,
            sites.fraction,
            sites.leg_s,
            start.indptr,
            start.node,
            start.seconds,
            begin,
            min(begin + SITES_PER_PIECE, len(sites)),
            limit_min * SECONDS_PER_MINUTE,
        )
        # No pair occurs twice; one key sorts ten times as fast as two.
        order = np.argsort(site.astype(np.int64) * len(points) + point)
        return Pairs(site[order], point[order], seconds[order] / SECONDS_PER_MINUTE)

    with ThreadPoolExecutor(threads) as pool:
        for first in range(0, len(begins), threads):
            yield from pool.map(piece, begins[first : first + threads])


def _listed(key: NDArray[np.int32], keys: int, period: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Per key, the rows (modulo `period`) that have it, as offsets and a list; negative keys are left out."""
    row = np.flatnonzero(key >= 0)
    order = row[np.argsort(key[row], kind="stable")]
    start = np.searchsorted(key[order], np.arange(keys + 1))
    return start.astype(np.int64), (order % period).astype(np.int32)
