"""Which roads a kind of traffic can use: the open ones, and those at which trips only begin or end.

A trip is legal if it runs over roads for residents and the like only at its beginning and its end: such a road is no
short cut. What cannot be reached, or left, by a legal trip is closed to that traffic.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from zorgkaart.errors import NetworkError
from zorgkaart.network.tags import Passage


def drivable(
    u: NDArray[np.int32],
    v: NDArray[np.int32],
    passage: NDArray[np.uint8],
    nodes: int,
    *,
    island: NDArray[np.int32] | None = None,
) -> NDArray[np.uint8]:
    """What pieces are to one kind of traffic once all that it cannot reach and leave again is closed.

    The core is the largest strong component of the open pieces, the one with the most of them. Weak components are
    not enough: a one-way trap can be entered and never left. An open piece off the core can be reached over pieces
    for the ends of trips only, if at all, and so is one of these itself. Each island has a core of its own.

    Parameters
    ----------
    u, v : (p,) int32
        The nodes at both ends of each piece.
    passage : (p, 2) uint8
        A :class:`~zorgkaart.network.tags.Passage` from `u` to `v` and back.
    nodes : int
        Number of nodes.
    island : (nodes,) int32, optional
        As :func:`~zorgkaart.network.islands.island_of` gives it; without it there are none.

    Returns
    -------
    (p, 2) uint8
        The same with pieces closed, or for the ends of trips only, where they were open.

    Raises
    ------
    NetworkError
        If no piece can be driven both there and back again.
    """
    core = _largest(u, v, passage == Passage.OPEN, nodes)
    if core is None:  # nothing but a yard: all of it is for those who have to be there
        passage = np.minimum(passage, np.uint8(Passage.ENDS_ONLY))
        core = _largest(u, v, passage > Passage.CLOSED, nodes)
    if core is None:
        raise NetworkError("there is no road from which a car can come back. Is the file complete?")
    for number in range(0 if island is None else int(island.max(initial=-1)) + 1):
        assert island is not None
        rows = np.flatnonzero(island[u] == number)
        own = _largest(u[rows], v[rows], passage[rows] == Passage.OPEN, nodes)
        if own is not None:
            core = core | own
    off = ~(core[u] & core[v])
    result = np.where(off[:, None] & (passage == Passage.OPEN), np.uint8(Passage.ENDS_ONLY), passage)
    there, back = (result[:, side] == Passage.ENDS_ONLY for side in (0, 1))
    tail, head = np.concatenate([u[there], v[back]]), np.concatenate([v[there], u[back]])
    inside = _reached(tail, head, core) & _reached(head, tail, core)
    result[~(inside[u] & inside[v])] = Passage.CLOSED
    return result


def _largest(
    u: NDArray[np.int32], v: NDArray[np.int32], allowed: NDArray[np.bool_], nodes: int
) -> NDArray[np.bool_] | None:
    """Which nodes lie in the strong component with the most pieces; None if no piece lies within one."""
    tail = np.concatenate([u[allowed[:, 0]], v[allowed[:, 1]]])
    head = np.concatenate([v[allowed[:, 0]], u[allowed[:, 1]]])
    graph = csr_array((np.ones(len(tail), np.int8), (tail, head)), shape=(nodes, nodes))
    _, label = connected_components(graph, directed=True, connection="strong")
    within = (label[u] == label[v]) & allowed.any(axis=1)
    if not within.any():
        return None
    result: NDArray[np.bool_] = label == np.bincount(label[u[within]]).argmax()
    return result


def _reached(tail: NDArray[np.int32], head: NDArray[np.int32], core: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which nodes the arcs lead to from the core, the core itself among them."""
    nodes = len(core)
    if len(tail) == 0:
        return core
    row, column = (np.where(core[node], nodes, node) for node in (tail, head))  # the core as a single node
    graph = csr_array((np.ones(len(row), np.int8), (row, column)), shape=(nodes + 1, nodes + 1))
    order = breadth_first_order(graph, nodes, directed=True, return_predecessors=False)
    result = np.append(core, True)
    result[order] = True
    return result[:nodes]
