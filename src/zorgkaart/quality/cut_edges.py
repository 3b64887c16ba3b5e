"""Cut edges of the road graph: roads without which a part of the network hangs loose.

Roads are looked at without their direction: who is let through a blocked place against the traffic still
gets out. Two carriageways side by side are two roads, so a bridge that carries both is not found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from zorgkaart.network import tags
from zorgkaart.network.islands import off_main, part_of
from zorgkaart.network.modes.tag_rules import MOTOR
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.routing.kernels import compiled

EDGE_M = 1000.0  # a junction so near to where the file was cut off may have a way out beyond it
FERRY = "ferry"


@dataclass(frozen=True)
class CutTree:
    """The cut edges of a connected graph, seen from its largest part that no single edge can split.

    Attributes
    ----------
    beyond : (e,) int32
        Per edge the end that lies away from the largest part; -1 where the edge is no cut edge.
    above : (n,) int32
        Per node the first cut edge on the way to the largest part; -1 in that part itself.
    outward : (c,) int32
        The cut edges, each before those beyond it.
    """

    beyond: NDArray[np.int32]
    above: NDArray[np.int32]
    outward: NDArray[np.int32]

    def behind(self, weight: NDArray[np.float64], inner: NDArray[np.int32]) -> NDArray[np.float64]:
        """Weight cut off by the loss of each edge: (e,) float64, zero where it is no cut edge.

        Parameters
        ----------
        weight : (n,) float64
            Per node.
        inner : (e,) int32
            Per edge the end towards the largest part, as :attr:`beyond` is the other one.
        """
        total = np.zeros(len(self.beyond))
        below = self.above >= 0
        np.add.at(total, self.above[below], weight[below])
        _gather(self.outward, self.above[inner[self.outward]], total)
        return total

    def first(self, keep: NDArray[np.bool_], inner: NDArray[np.int32]) -> NDArray[np.int32]:
        """Per node the kept cut edge nearest to the largest part that it lies behind: (n,) int32, -1 if none."""
        edge = np.full(len(self.beyond), -1, dtype=np.int32)
        _inherit(self.outward, self.above[inner[self.outward]], keep, edge)
        result = np.full(len(self.above), -1, dtype=np.int32)
        hanging = self.above >= 0
        result[hanging] = edge[self.above[hanging]]
        return result


@compiled
def _gather(outward: Any, onward: Any, total: Any) -> None:
    """Add what lies behind each cut edge to the next one inwards."""
    for place in range(len(outward) - 1, -1, -1):
        if onward[place] >= 0:
            total[onward[place]] += total[outward[place]]


@compiled
def _inherit(outward: Any, onward: Any, keep: Any, edge: Any) -> None:
    """Take over the edge of the next one inwards, or else name itself if it is kept."""
    for place in range(len(outward)):
        at = outward[place]
        if onward[place] >= 0 and edge[onward[place]] >= 0:
            edge[at] = edge[onward[place]]
        elif keep[at]:
            edge[at] = at


@compiled
def _search(indptr: Any, other: Any, edge: Any, root: int, beyond: Any, order: Any) -> int:
    """Depth-first search from `root`; notes the end beyond every cut edge, and the nodes in the order of visit.

    An edge is a cut edge if nothing behind it leads back but the edge itself; of parallel edges none is.
    Returns how many nodes were found.
    """
    nodes = len(indptr) - 1
    number = np.full(nodes, -1, dtype=np.int32)
    low = np.zeros(nodes, dtype=np.int32)
    came_by = np.full(nodes, -1, dtype=np.int32)
    place = indptr[:-1].copy()
    stack = np.empty(nodes, dtype=np.int32)
    depth = 1
    stack[0] = root
    number[root] = 0
    order[0] = root
    count = 1
    while depth > 0:
        node = stack[depth - 1]
        if place[node] < indptr[node + 1]:
            at = place[node]
            place[node] += 1
            if edge[at] == came_by[node]:
                continue
            reach = other[at]
            if number[reach] < 0:
                number[reach] = count
                low[reach] = count
                order[count] = reach
                count += 1
                came_by[reach] = edge[at]
                stack[depth] = reach
                depth += 1
            elif number[reach] < low[node]:
                low[node] = number[reach]
        else:
            depth -= 1
            if depth > 0:
                before = stack[depth - 1]
                if low[node] == number[node]:
                    beyond[came_by[node]] = node
                elif low[node] < low[before]:
                    low[before] = low[node]
    return count


def cut_tree(nodes: int, tail: NDArray[np.int32], head: NDArray[np.int32]) -> CutTree:
    """Find the cut edges of an undirected graph, in which edges may be parallel and may be loops.

    Parts that do not hang together with the largest part are left out: no edge of theirs is a cut edge.

    Examples
    --------
    >>> tree = cut_tree(4, np.array([0, 1, 2, 2]), np.array([1, 2, 0, 3]))
    >>> tree.beyond.tolist()
    [-1, -1, -1, 3]
    """
    row = np.concatenate([tail, head])
    order = np.argsort(row, kind="stable")
    indptr = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=nodes))]).astype(np.int32)
    other = np.concatenate([head, tail])[order].astype(np.int32)
    edge = np.tile(np.arange(len(tail), dtype=np.int32), 2)[order]
    visited = np.zeros(nodes, dtype=np.int32)
    nothing = np.full(len(tail), -1, dtype=np.int32)
    root, first_beyond = _largest(nodes, tail, head), nothing.copy()
    count = _search(indptr, other, edge, root, first_beyond, visited)
    root = _largest(nodes, tail[first_beyond < 0], head[first_beyond < 0], within=visited[:count])
    beyond = nothing.copy()
    count = _search(indptr, other, edge, root, beyond, visited)
    cut = np.flatnonzero(beyond >= 0)
    whole = beyond < 0
    label = _parts(nodes, tail[whole], head[whole])  # what hangs together when all cut edges are gone
    edge_of_part = np.full(nodes, -1, dtype=np.int32)
    edge_of_part[label[beyond[cut]]] = cut
    rank = np.full(nodes, nodes, dtype=np.int32)
    rank[visited[:count]] = np.arange(count)
    outward = cut[np.argsort(rank[beyond[cut]], kind="stable")].astype(np.int32)
    return CutTree(beyond, edge_of_part[label], outward)


def _parts(nodes: int, tail: NDArray[np.int32], head: NDArray[np.int32]) -> NDArray[np.int32]:
    graph = csr_array((np.ones(len(tail), np.int8), (tail, head)), shape=(nodes, nodes))
    label: NDArray[np.int32] = connected_components(graph, directed=False)[1]
    return label


def _largest(
    nodes: int, tail: NDArray[np.int32], head: NDArray[np.int32], *, within: NDArray[np.int32] | None = None
) -> int:
    """The first node of the largest part, of those that hold a node of `within`."""
    label = _parts(nodes, tail, head)
    size = np.bincount(label)
    if within is not None:
        inside = np.zeros(len(size), dtype=bool)
        inside[label[within]] = True
        size = np.where(inside, size, 0)
    return int(np.flatnonzero(label == size.argmax())[0])


@dataclass(frozen=True)
class Dependence:
    """Which points hang on a single road, and which on a ferry.

    Attributes
    ----------
    road : (n,) int32
        Per point the road of the network that it cannot do without, the one nearest to the rest of the
        network; -1 if there is none that counts.
    behind : (r,) float64
        Per road the inhabitants who are cut off if it is lost at its worst place.
    ferry : (n,) bool
        Only a ferry leads to the largest part of the network.
    """

    road: NDArray[np.int32]
    behind: NDArray[np.float64]
    ferry: NDArray[np.bool_]


def dependence(
    network: RoadNetwork, road: NDArray[np.int32], weight: NDArray[np.float64], *, fewest: float
) -> Dependence:
    """Find out what happens to residents if one road is lost.

    Who lives along a cut edge is behind it, as it may be lost between him and the rest. Places where the
    file was cut off count as joined to each other beyond it.

    Parameters
    ----------
    road : (n,) int32
        Per point the road that it lies on, -1 where it is not joined.
    weight : (n,) float64
        Inhabitants per point; unknown ones (NaN) count as none.
    fewest : float
        Cut edges with fewer inhabitants behind them do not count.
    """
    outside = _at_file_edge(network)
    tail = np.concatenate([network.tail, outside]).astype(np.int32)
    # A road that a car may not use, such as through a barrier that opens for an ambulance, joins nothing.
    driven = (network.passage(MOTOR) > tags.Passage.CLOSED).any(axis=1)
    ends = np.where(driven, network.head, network.tail)
    head = np.concatenate([ends, np.full(len(outside), network.nodes)]).astype(np.int32)
    tree = cut_tree(network.nodes + 1, tail, head)
    inner = np.where(tree.beyond == tail, head, tail)
    joined = np.flatnonzero(road >= 0)
    on = road[joined]
    node = np.where(tree.beyond[on] >= 0, tree.beyond[on], tail[on])
    people = np.bincount(node, np.nan_to_num(weight[joined]), network.nodes + 1).astype(np.float64)
    behind = tree.behind(people, inner)
    first = tree.first((behind >= fewest) & (behind > 0), inner)
    hangs_on = np.full(len(road), -1, dtype=np.int32)
    hangs_on[joined] = first[node]
    hangs_on[hangs_on >= network.roads] = -1  # beyond the edge of the file nothing is known
    ferry = np.zeros(len(road), dtype=bool)
    ferry[joined] = _over_water(network)[network.tail[on]]
    return Dependence(hangs_on, behind[: network.roads], ferry)


def _at_file_edge(network: RoadNetwork) -> NDArray[np.int64]:
    """Junctions nearest to a place where the file was cut off."""
    if len(network.cut_x) == 0:
        return np.empty(0, dtype=np.int64)
    tree = cKDTree(np.column_stack([network.x, network.y]))
    distance, node = tree.query(np.column_stack([network.cut_x, network.cut_y]), distance_upper_bound=EDGE_M)
    return np.unique(node[np.isfinite(distance)]).astype(np.int64)


def _over_water(network: RoadNetwork) -> NDArray[np.bool_]:
    """Per junction: it is in the main part, and without ferries it is not."""
    dry = (network.code != tags.class_codes()[FERRY]) & (network.passage(MOTOR) > tags.Passage.CLOSED).any(axis=1)
    if dry.all():
        return np.zeros(network.nodes, dtype=bool)
    part = part_of(network.tail, network.head, dry, network.nodes)
    return off_main(part, network.tail, dry) & ~network.apart
