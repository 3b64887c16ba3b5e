"""Joining points to the network: the nearest place on a road, the leg to it, or a reason why not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from zorgkaart.network.roads import RoadNetwork


class Reason(IntEnum):
    """Why a point has, or has not, a place on the network.

    Attributes
    ----------
    JOINED
        It has a place.
    OUTSIDE
        It lies farther outside the extent of the network than the limit.
    ISLAND
        A road that was dropped, as it does not lead there and back again, lies within the limit.
    FAR
        Any other: no road lies within the limit, or the point has no coordinates.
    """

    JOINED = 0
    OUTSIDE = 1
    ISLAND = 2
    FAR = 3

    @property
    def text(self) -> str:
        """What a planner reads."""
        return {
            Reason.JOINED: "",
            Reason.OUTSIDE: "buiten het wegennet van deze berekening",
            Reason.ISLAND: "eiland of los stuk weg zonder verbinding met de rest van het wegennet",
            Reason.FAR: "geen weg binnen de grens voor aansluiting",
        }[self]


@dataclass(frozen=True)
class Snapped:
    """Points and their places on the network; all arrays have one row per point.

    Attributes
    ----------
    road : (n,) int32
        Row of the road in the network, -1 where `reason` is not ``JOINED``.
    fraction : (n,) float64
        How far along the road from tail (0) to head (1); NaN where not joined.
    leg_m : (n,) float64
        Straight line from the point to its place on the road; NaN where not joined.
    reason : (n,) int8
        A :class:`Reason`.
    """

    road: NDArray[np.int32]
    fraction: NDArray[np.float64]
    leg_m: NDArray[np.float64]
    reason: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.road)

    @property
    def joined(self) -> NDArray[np.bool_]:
        """(n,) bool: has a place on the network."""
        return self.road >= 0

    def take(self, rows: NDArray[np.int64]) -> Snapped:
        """The points in these rows.

        Parameters
        ----------
        rows : (m,) int64
            Row numbers; they may repeat.
        """
        return Snapped(self.road[rows], self.fraction[rows], self.leg_m[rows], self.reason[rows])

    def with_rows(self, rows: NDArray[np.int64], other: Snapped) -> Snapped:
        """Put the points of `other` in these rows; rows beyond the end make the result longer.

        Parameters
        ----------
        rows : (m,) int64
            Where each row of `other` goes.
        other : Snapped
            As many points as `rows` has.
        """
        count = max(len(self), int(rows.max(initial=-1)) + 1)
        arrays = []
        for name in ("road", "fraction", "leg_m", "reason"):
            old = getattr(self, name)
            values = np.zeros(count, dtype=old.dtype)
            values[: len(old)] = old
            values[rows] = getattr(other, name)
            arrays.append(values)
        return Snapped(*arrays)


def snap(network: RoadNetwork, x: NDArray[np.float64], y: NDArray[np.float64], *, limit_m: float) -> Snapped:
    """Join points to the nearest place on any road that buildings stand along.

    Motorways and the like are passed over (``tables/road_classes.csv``), as is everything off the
    network's strong component. Beyond `limit_m` a point is not joined, and the reason is kept: outside
    the network's extent, on an island (a dropped road is nearer than the limit), or far from any road.

    Parameters
    ----------
    network : RoadNetwork
        In a CRS in metres.
    x, y : (n,) float64
        Metres in the network's CRS; a point with NaN is not joined.
    limit_m : float
        Longest leg from a point to the road, in metres.

    Returns
    -------
    Snapped
        In the order of the points.
    """
    count = len(x)
    road = np.full(count, -1, dtype=np.int32)
    fraction, leg = np.full(count, np.nan), np.full(count, np.nan)
    reason = np.full(count, Reason.FAR, dtype=np.int8)
    tree, rows = network.snap_tree
    placed = np.isfinite(x) & np.isfinite(y)
    points = np.where(placed, shapely.points(x, y), None)
    point, line = tree.query_nearest(points, max_distance=limit_m, all_matches=False)
    lines = network.lines[rows[line]]
    road[point] = rows[line]
    fraction[point] = np.clip(shapely.line_locate_point(lines, points[point], normalized=True), 0.0, 1.0)
    fraction[point] = np.nan_to_num(fraction[point], nan=0.0)
    leg[point] = shapely.distance(lines, points[point])
    reason[point] = Reason.JOINED
    lost = np.flatnonzero((road < 0) & placed)
    reason[lost] = _why(network, x[lost], y[lost], limit_m)
    return Snapped(road, fraction, leg, reason)


def _why(network: RoadNetwork, x: NDArray[np.float64], y: NDArray[np.float64], limit_m: float) -> NDArray[np.int8]:
    reason = np.full(len(x), Reason.FAR, dtype=np.int8)
    west, south, east, north = network.bounds
    outside = (x < west - limit_m) | (x > east + limit_m) | (y < south - limit_m) | (y > north + limit_m)
    reason[outside] = Reason.OUTSIDE
    if len(network.dropped_x) and len(x):
        dropped = cKDTree(np.column_stack([network.dropped_x, network.dropped_y]))
        distance, _ = dropped.query(np.column_stack([x, y]), distance_upper_bound=limit_m)
        reason[np.isfinite(distance)] = Reason.ISLAND
    return reason
