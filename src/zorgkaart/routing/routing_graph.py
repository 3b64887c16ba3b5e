"""A network at the speeds of one mode, or another weight, as sparse matrices to sweep over.

A trip may run over roads for residents and the like at its beginning and its end only. So it is in one of three
states: it has not left the roads that it began on, it is on open roads, or it is on the roads that it will end on. A
sweep goes over states of junctions (:mod:`zorgkaart.routing.trip_states`); without such roads those are the junctions.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.snap import Snapped
from zorgkaart.network.speeds import KMH_PER_MS, Weight
from zorgkaart.routing import kernels
from zorgkaart.routing.trip_states import TripStates


class Direction(Enum):
    """Which way people or vehicles go.

    Attributes
    ----------
    TO_SITE
        People travel to a site.
    FROM_SITE
        Vehicles leave a site.
    """

    TO_SITE = "to_site"
    FROM_SITE = "from_site"


@dataclass(frozen=True)
class Sparse:
    """Arcs by row, as in a CSR matrix: of parallel arcs only the fastest is kept, never their sum.

    Attributes
    ----------
    indptr : (states + 1,) int32
        Where the arcs of each state begin.
    indices : (a,) int32
        The state at the other end of each arc.
    seconds : (a,) float64
        What a sweep adds up.
    metres : (a,) float64
        Length of the road.
    """

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
        Number of junctions.
    tail, head : (r,) int32
        The junctions at both ends of each road.
    seconds : (r, 2) float64
        From tail to head and back; infinite where that is not allowed.
    metres : (r,) float64
        Length of each road.
    ends : TripStates, optional
        The states of a trip, where some roads are for its ends only; None where all are open.
    """

    nodes: int
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    seconds: NDArray[np.float64]
    metres: NDArray[np.float64]
    ends: TripStates | None = None

    @classmethod
    def of(cls, network: RoadNetwork, weight: Weight) -> RoutingGraph:
        """The network at the speeds of a profile, or by another weight.

        Parameters
        ----------
        network : RoadNetwork
            Gives junctions, roads and metres.
        weight : Weight
            Gives the seconds: a :class:`~zorgkaart.network.speeds.SpeedProfile`, or what has its ``road_seconds``.
        """
        seconds = weight.road_seconds(network)
        ends = TripStates.of(network.nodes, network.tail, network.head, network.passage(weight.traffic))
        return cls(network.nodes, network.tail, network.head, seconds, network.length_m, ends)

    @property
    def states(self) -> int:
        """Number of states that a sweep goes over: the junctions, and more where `ends` says so."""
        return self.nodes if self.ends is None else self.ends.states

    def of_sites(self, direction: Direction) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The states in which a trip is at the tail and the head of the road on which its site lies.

        Parameters
        ----------
        direction : Direction
            To the sites or from them.

        Returns
        -------
        tuple of (r,) int32
            States by road: at the tail, at the head.
        """
        if self.ends is None:
            return self.tail, self.head
        return self.ends.last if direction is Direction.TO_SITE else self.ends.first

    def of_points(self, direction: Direction) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """As :meth:`of_sites`, for the road on which the other end of the trip lies.

        Parameters
        ----------
        direction : Direction
            To the sites or from them.

        Returns
        -------
        tuple of (r,) int32
            States by road: at the tail, at the head.
        """
        if self.ends is None:
            return self.tail, self.head
        return self.ends.first if direction is Direction.TO_SITE else self.ends.last

    @cached_property
    def _forward(self) -> Sparse:
        return self._sparse(reverse=False)

    @cached_property
    def _reverse(self) -> Sparse:
        return self._sparse(reverse=True)

    def sparse(self, direction: Direction) -> Sparse:
        """The arcs to sweep over from the sites: reversed where people go to the sites.

        Parameters
        ----------
        direction : Direction
            To the sites or from them.

        Returns
        -------
        Sparse
            By the state that the sweep comes from; made once per direction.
        """
        return self._reverse if direction is Direction.TO_SITE else self._forward

    def leave(self, direction: Direction) -> NDArray[np.float64]:
        """Seconds per road that a sweep from a site needs.

        Parameters
        ----------
        direction : Direction
            To the sites or from them.

        Returns
        -------
        (r, 2) float64
            For the sweep from tail to head, and from head to tail; infinite where that is not allowed.
        """
        return self.seconds[:, ::-1] if direction is Direction.TO_SITE else self.seconds

    def _sparse(self, *, reverse: bool) -> Sparse:
        if self.ends is None:
            there, back = np.isfinite(self.seconds[:, 0]), np.isfinite(self.seconds[:, 1])
            row = np.concatenate([self.tail[there], self.head[back]])
            column = np.concatenate([self.head[there], self.tail[back]])
            seconds = np.concatenate([self.seconds[there, 0], self.seconds[back, 1]])
            metres = np.concatenate([self.metres[there], self.metres[back]])
        else:
            row, column, seconds, metres = self.ends.arcs(self.tail, self.head, self.seconds, self.metres)
        if reverse:
            row, column = column, row
        keep = kernels.fastest_arcs(row, column, seconds, self.states)
        indptr = np.concatenate([[0], np.cumsum(np.bincount(row[keep], minlength=self.states))])
        return Sparse(indptr.astype(np.int32), column[keep].astype(np.int32), seconds[keep], metres[keep])


@dataclass(frozen=True)
class Places:
    """Joined points as a sweep sees them: a place along a road and a leg to it.

    Attributes
    ----------
    road : (n,) int32
        -1 where a point is not joined.
    fraction : (n,) float64
        How far along the road from tail (0) to head (1); NaN where not joined.
    leg_s, leg_m : (n,) float64
        The leg between the point and the road, in seconds and metres; NaN where not joined.
    """

    road: NDArray[np.int32]
    fraction: NDArray[np.float64]
    leg_s: NDArray[np.float64]
    leg_m: NDArray[np.float64]

    @classmethod
    def of(cls, snapped: Snapped, *, leg_kmh: float) -> Places:
        """Places with their legs at `leg_kmh`.

        Parameters
        ----------
        snapped : Snapped
            Points joined to the network of the sweep.
        leg_kmh : float
            Speed between the point and the road.
        """
        return cls(snapped.road, snapped.fraction, snapped.leg_m * KMH_PER_MS / leg_kmh, snapped.leg_m)

    def __len__(self) -> int:
        return len(self.road)

    def by_distance(self) -> Places:
        """The same places for a graph in which a second is a metre: their legs count by their length."""
        return Places(self.road, self.fraction, self.leg_m, self.leg_m)

    def take(self, rows: NDArray[np.int64]) -> Places:
        """The places in these rows.

        Parameters
        ----------
        rows : (m,) int64
            Row numbers; they may repeat.
        """
        return Places(self.road[rows], self.fraction[rows], self.leg_s[rows], self.leg_m[rows])
