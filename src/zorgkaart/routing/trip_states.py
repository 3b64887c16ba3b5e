"""The states of a trip at junctions: roads for residents, customers and deliveries serve its ends only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from zorgkaart.network.tags import Passage

Ends = tuple[NDArray[np.int32], NDArray[np.int32]]


@dataclass(frozen=True)
class TripStates:
    """Where a trip can be: at a junction, and before, on or beyond the open roads.

    A trip first goes over roads for its ends only (those that it begins on), then over open roads, then over roads
    for its ends only again, each part possibly empty. State ``n`` is junction ``n`` on open roads. A junction of roads
    for the ends has two more states: `before` and `beyond` the open roads. A trip goes on from `before` to the
    junction, and from there to `beyond`, at no cost, and never back.

    Attributes
    ----------
    states : int
        Number of states.
    before, beyond : (n,) int32
        The states of each junction; the junction itself where it has no others.
    only : (r, 2) bool
        Whether a road is for the ends of trips only from tail to head, and back.
    first, last : tuple of (r,) int32
        The states in which a trip that begins, or ends, on a road is at the road's tail and at its head.
    """

    states: int
    before: NDArray[np.int32]
    beyond: NDArray[np.int32]
    only: NDArray[np.bool_]
    first: Ends
    last: Ends

    @classmethod
    def of(
        cls, nodes: int, tail: NDArray[np.int32], head: NDArray[np.int32], passage: NDArray[np.uint8]
    ) -> TripStates | None:
        """The states that a network needs; None where no road for the ends of trips could be a short cut.

        Parameters
        ----------
        nodes : int
            Number of junctions.
        tail, head : (r,) int32
            The junctions at both ends of each road.
        passage : (r, 2) uint8
            A :class:`~zorgkaart.network.tags.Passage` from tail to head and back.

        Returns
        -------
        TripStates or None
            None if every trip over the roads is a legal one.
        """
        only = passage == Passage.ENDS_ONLY
        only &= _passable(nodes, tail, head, passage)[:, None]
        zone = np.zeros(nodes, dtype=bool)
        on = only.any(axis=1)
        zone[tail[on]] = zone[head[on]] = True
        at = np.flatnonzero(zone)
        if len(at) == 0:
            return None
        before, beyond = np.arange(nodes, dtype=np.int32), np.arange(nodes, dtype=np.int32)
        before[at] = nodes + np.arange(len(at))
        beyond[at] = nodes + len(at) + np.arange(len(at))
        # A closed direction is used by nobody but who stands at the very end of the road: it is like the other one.
        like = np.where(passage == Passage.CLOSED, only[:, ::-1], only)
        there, back = like[:, 0], like[:, 1]
        first = np.where(back, before[tail], tail), np.where(there, before[head], head)
        last = np.where(there, beyond[tail], tail), np.where(back, beyond[head], head)
        return cls(nodes + 2 * len(at), before, beyond, only, first, last)

    def arcs(
        self,
        tail: NDArray[np.int32],
        head: NDArray[np.int32],
        seconds: NDArray[np.float64],
        metres: NDArray[np.float64],
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64], NDArray[np.float64]]:
        """The arcs between states.

        Parameters
        ----------
        tail, head : (r,) int32
            The junctions at both ends of each road.
        seconds : (r, 2) float64
            From tail to head and back; infinite where that is not allowed.
        metres : (r,) float64
            Length of each road.

        Returns
        -------
        row, column : (a,) int32
            From state, to state; arcs may be parallel.
        seconds, metres : (a,) float64
            What each arc adds.
        """
        rows, columns, all_seconds, all_metres = [], [], [], []
        for side, (u, v) in enumerate(((tail, head), (head, tail))):
            allowed, only = np.isfinite(seconds[:, side]), self.only[:, side]
            for roads, states in (
                (allowed & ~only, None),
                (allowed & only, self.before),
                (allowed & only, self.beyond),
            ):
                rows.append(u[roads] if states is None else states[u[roads]])
                columns.append(v[roads] if states is None else states[v[roads]])
                all_seconds.append(seconds[roads, side])
                all_metres.append(metres[roads])
        at = np.flatnonzero(self.before >= len(self.before)).astype(np.int32)
        rows += [self.before[at], at]
        columns += [at, self.beyond[at]]
        nothing = np.zeros(2 * len(at))
        return (
            np.concatenate(rows),
            np.concatenate(columns),
            np.concatenate([*all_seconds, nothing]),
            np.concatenate([*all_metres, nothing]),
        )


def _passable(
    nodes: int, tail: NDArray[np.int32], head: NDArray[np.int32], passage: NDArray[np.uint8]
) -> NDArray[np.bool_]:
    """Which roads for the ends of trips hang together with a second way out: (r,) bool.

    What hangs on the open roads by one junction only, as most driveways do, is no short cut. It may count as open,
    and then costs a sweep nothing.
    """
    on: NDArray[np.bool_] = (passage == Passage.ENDS_ONLY).any(axis=1)
    if not on.any():
        return on
    graph = csr_array((np.ones(int(on.sum()), np.int8), (tail[on], head[on])), shape=(nodes, nodes))
    _, label = connected_components(graph, directed=False)
    driven = (passage == Passage.OPEN).any(axis=1)
    exits = np.zeros(nodes, dtype=bool)
    exits[tail[driven]] = exits[head[driven]] = True
    result: NDArray[np.bool_] = on & (np.bincount(label[exits], minlength=label.max() + 1)[label[tail]] > 1)
    return result
