"""A network at the speeds of one mode, or another weight, as sparse matrices to sweep over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.snap import Snapped
from zorgkaart.network.speeds import KMH_PER_MS, Weight


class Direction(Enum):
    """Which way people or vehicles go."""

    TO_SITE = "to_site"
    FROM_SITE = "from_site"


@dataclass(frozen=True)
class Sparse:
    """Arcs by row, as in a CSR matrix: of parallel arcs only the fastest is kept, never their sum."""

    indptr: NDArray[np.int32]
    indices: NDArray[np.int32]
    seconds: NDArray[np.float64]
    metres: NDArray[np.float64]


@dataclass(frozen=True)
class RoutingGraph:
    """Seconds and metres of every road of a network, for one weight, such as the speeds of a mode.

    Attributes
    ----------
    nodes : int
    tail, head : (r,) int32
    seconds : (r, 2) float64
        From tail to head and back; infinite where that is not allowed.
    metres : (r,) float64
    """

    nodes: int
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    seconds: NDArray[np.float64]
    metres: NDArray[np.float64]

    @classmethod
    def of(cls, network: RoadNetwork, weight: Weight) -> RoutingGraph:
        """The network at the speeds of a profile, or by another weight."""
        return cls(network.nodes, network.tail, network.head, weight.road_seconds(network), network.length_m)

    @cached_property
    def _forward(self) -> Sparse:
        return self._sparse(reverse=False)

    @cached_property
    def _reverse(self) -> Sparse:
        return self._sparse(reverse=True)

    def sparse(self, direction: Direction) -> Sparse:
        """The arcs to sweep over from the sites: reversed where people go to the sites."""
        return self._reverse if direction is Direction.TO_SITE else self._forward

    def leave(self, direction: Direction) -> NDArray[np.float64]:
        """Per road, seconds that a sweep from a site needs (from tail to head, from head to tail)."""
        return self.seconds[:, ::-1] if direction is Direction.TO_SITE else self.seconds

    def _sparse(self, *, reverse: bool) -> Sparse:
        there, back = np.isfinite(self.seconds[:, 0]), np.isfinite(self.seconds[:, 1])
        row = np.concatenate([self.tail[there], self.head[back]])
        column = np.concatenate([self.head[there], self.tail[back]])
        if reverse:
            row, column = column, row
        seconds = np.concatenate([self.seconds[there, 0], self.seconds[back, 1]])
        metres = np.concatenate([self.metres[there], self.metres[back]])
        order = np.lexsort((seconds, column, row))
        row, column = row[order], column[order]
        fastest = np.ones(len(row), dtype=bool)
        fastest[1:] = (row[1:] != row[:-1]) | (column[1:] != column[:-1])
        keep = order[fastest]
        indptr = np.concatenate([[0], np.cumsum(np.bincount(row[fastest], minlength=self.nodes))])
        return Sparse(indptr.astype(np.int32), column[fastest].astype(np.int32), seconds[keep], metres[keep])


@dataclass(frozen=True)
class Places:
    """Joined points as a sweep sees them: a place along a road and a leg to it.

    Attributes
    ----------
    road : (n,) int32
        -1 where a point is not joined.
    fraction : (n,) float64
    leg_s, leg_m : (n,) float64
        The leg between the point and the road.
    """

    road: NDArray[np.int32]
    fraction: NDArray[np.float64]
    leg_s: NDArray[np.float64]
    leg_m: NDArray[np.float64]

    @classmethod
    def of(cls, snapped: Snapped, *, leg_kmh: float) -> Places:
        """Places with their legs at `leg_kmh`."""
        return cls(snapped.road, snapped.fraction, snapped.leg_m * KMH_PER_MS / leg_kmh, snapped.leg_m)

    def __len__(self) -> int:
        return len(self.road)

    def take(self, rows: NDArray[np.int64]) -> Places:
        """The places in these rows."""
        return Places(self.road[rows], self.fraction[rows], self.leg_s[rows], self.leg_m[rows])
