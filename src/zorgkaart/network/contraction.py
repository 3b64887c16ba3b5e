"""Joining pieces through nodes where nothing happens into the roads of a :class:`~.roads.RoadNetwork`."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, depth_first_order

from zorgkaart.network.pieces import Pieces
from zorgkaart.network.roads import RoadNetwork, rounded

HILBERT_LEVEL = 16


def contract(
    pieces: Pieces, x: NDArray[np.float64], y: NDArray[np.float64], crs: str, *, names: tuple[str, ...] = ("",)
) -> RoadNetwork:
    """Join pieces through nodes where nothing happens into single roads, exactly.

    A node is passed through if just two pieces meet in it, they lead to different neighbours, are of
    one kind, and are the same to each kind of traffic (`names`) in both directions. Lengths and the seconds of a
    timetable add up; nothing else changes.
    """
    pieces = _as_stored(pieces)
    through = _through_nodes(pieces, len(x))
    chain, piece, turned = _chains(pieces, through)
    first = np.flatnonzero(np.diff(chain, prepend=-1))
    begin = np.where(turned, pieces.v[piece], pieces.u[piece])
    end = np.where(turned, pieces.u[piece], pieces.v[piece])
    last = np.append(first[1:], len(chain)) - 1
    tail, head = begin[first], end[last]
    # One-way chains run the way they are driven, so that only two-way roads are ever driven both ways.
    head_piece = pieces.take(piece[first])
    flip = turned[first]
    count = np.diff(np.append(first, len(chain)))
    shape_node = np.insert(end, first, tail)
    shape_start = np.concatenate([[0], np.cumsum(count + 1)]).astype(np.int64)
    speed = np.where(flip[:, None], head_piece.maxspeed_kmh[:, ::-1], head_piece.maxspeed_kmh)
    passage = np.where(flip[:, None, None], head_piece.passage[:, :, ::-1], head_piece.passage)
    length = np.add.reduceat(pieces.length_m[piece], first)
    seconds = np.add.reduceat(pieces.seconds[piece], first)
    network = RoadNetwork(
        x=x,
        y=y,
        tail=tail,
        head=head,
        length_m=length.astype(np.float32).astype(np.float64),
        code=head_piece.code,
        built_up=head_piece.built_up,
        maxspeed_kmh=speed.astype(np.float32),
        forward=np.where(flip, head_piece.ways(1), head_piece.ways(0)),
        backward=np.where(flip, head_piece.ways(0), head_piece.ways(1)),
        shape_start=shape_start,
        shape_x=rounded(x[shape_node]),
        shape_y=rounded(y[shape_node]),
        dropped_x=np.empty(0),
        dropped_y=np.empty(0),
        cut_x=np.empty(0),
        cut_y=np.empty(0),
        crs=crs,
        access={name: passage[:, row] for row, name in enumerate(names) if name},
        seconds=None if np.isnan(seconds).all() else seconds,
    )
    return _ordered(network)


def _as_stored(pieces: Pieces) -> Pieces:
    """Turn pieces that can only be driven backward, so that every one-way piece runs from `u` to `v`."""
    turn = pieces.ways(1) & ~pieces.ways(0)
    return replace(
        pieces,
        u=np.where(turn, pieces.v, pieces.u),
        v=np.where(turn, pieces.u, pieces.v),
        maxspeed_kmh=np.where(turn[:, None], pieces.maxspeed_kmh[:, ::-1], pieces.maxspeed_kmh),
        passage=np.where(turn[:, None, None], pieces.passage[:, :, ::-1], pieces.passage),
    )


def _through_nodes(pieces: Pieces, nodes: int) -> NDArray[np.bool_]:
    """Nodes where just two like pieces meet and a drive can only go on."""
    node = np.concatenate([pieces.u, pieces.v])
    row = np.tile(np.arange(len(pieces)), 2)
    order = np.argsort(node, kind="stable")
    degree = np.bincount(node, minlength=nodes)
    start = np.cumsum(degree) - degree
    two = np.flatnonzero(degree == 2)
    a, b = row[order[start[two]]], row[order[start[two] + 1]]
    a_out, b_out = pieces.u[a] == two, pieces.u[b] == two
    other_a = np.where(a_out, pieces.v[a], pieces.u[a])
    other_b = np.where(b_out, pieces.v[b], pieces.u[b])
    same = (pieces.code[a] == pieces.code[b]) & (pieces.built_up[a] == pieces.built_up[b])
    same &= other_a != other_b
    # Of a timetable the pieces of one crossing go together: a place along a road must keep its time.
    with np.errstate(divide="ignore", invalid="ignore"):
        pace = pieces.seconds / pieces.length_m
    same &= np.isclose(pace[a], pace[b], rtol=1e-9, atol=0, equal_nan=True)
    # Seen from the node, passage and speed limits must agree towards a and towards b, whichever way each is stored.
    onward_a = np.where(a_out[:, None, None], pieces.passage[a], pieces.passage[a][:, :, ::-1])
    onward_b = np.where(b_out[:, None, None], pieces.passage[b][:, :, ::-1], pieces.passage[b])
    same &= (onward_a == onward_b).all(axis=(1, 2))
    towards_a = np.where(a_out[:, None], pieces.maxspeed_kmh[a], pieces.maxspeed_kmh[a][:, ::-1])
    towards_b = np.where(b_out[:, None], pieces.maxspeed_kmh[b][:, ::-1], pieces.maxspeed_kmh[b])
    same &= (np.nan_to_num(towards_a, nan=0) == np.nan_to_num(towards_b, nan=0)).all(axis=1)
    through = np.zeros(nodes, dtype=bool)
    through[two[same]] = True
    return through


def _chains(
    pieces: Pieces, through: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Put the pieces in chains: per place in a chain its chain, its piece, and whether it is driven v to u.

    A depth-first walk over "piece meets piece in a through node" gives the pieces in the order in
    which they lie.
    """
    count = len(pieces)
    opened = _open_rings(pieces, through)
    node = np.concatenate([pieces.u, pieces.v])
    row = np.tile(np.arange(count), 2)
    inner = np.flatnonzero(opened[node])
    pairs = row[inner[np.argsort(node[inner], kind="stable")]].reshape(-1, 2)
    loose = ~opened[pieces.u] | ~opened[pieces.v]
    neighbours = csr_array(
        (np.ones(2 * len(pairs), np.int8), (pairs.ravel(), pairs[:, ::-1].ravel())), shape=(count, count)
    )
    _, label = connected_components(neighbours, directed=False)
    ends = np.flatnonzero(loose)
    # One end of every chain: a one-way chain starts where it is driven from, another at its lowest row.
    start_first = np.lexsort((ends, pieces.ways(1)[ends] | opened[pieces.u[ends]], label[ends]))
    ends = ends[start_first]
    opens = np.diff(label[ends], prepend=-1) > 0
    heads, tails = ends[opens], ends[np.append(opens[1:], True)]
    # Each chain's last piece leads on to the next chain's first: one walk passes through all of them.
    onward = csr_array((np.ones(len(heads) - 1, np.int8), (tails[:-1], heads[1:])), shape=(count, count))
    walk = depth_first_order(neighbours + onward, heads[0], directed=True, return_predecessors=False)
    chain = np.cumsum(np.isin(walk, heads, assume_unique=True)) - 1
    # Turned if it leaves by u: it shares u with the next piece, or, as the last, v with the one before.
    turned = np.zeros(len(walk), dtype=bool)
    first = np.diff(chain, prepend=-1) > 0
    single_start = opened[pieces.u[walk]] & ~opened[pieces.v[walk]]
    turned[first] = single_start[first]
    return chain, walk, _propagate(pieces, walk, first, turned)


def _propagate(
    pieces: Pieces, walk: NDArray[np.int64], first: NDArray[np.bool_], turned: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Carry each chain's direction on from its first piece: a piece flips when it meets the last the other way."""
    u, v = pieces.u[walk], pieces.v[walk]
    tail_to_tail = np.zeros(len(walk), dtype=bool)
    tail_to_tail[1:] = (u[1:] == u[:-1]) | (v[1:] == v[:-1])
    tail_to_tail[first] = False
    flips = np.cumsum(tail_to_tail)
    base = np.maximum.accumulate(np.where(first, np.arange(len(walk)), 0))
    result: NDArray[np.bool_] = turned[base] ^ ((flips - flips[base]) % 2 == 1)
    return result


def _open_rings(pieces: Pieces, through: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Make a junction of one node in every ring that has none."""
    opened = through.copy()
    graph = csr_array((np.ones(len(pieces), np.int8), (pieces.u, pieces.v)), shape=(len(through),) * 2)
    _, label = connected_components(graph, directed=False)
    has_junction = np.zeros(label.max() + 1, dtype=bool)
    has_junction[label[~through]] = True
    ring = np.flatnonzero(~has_junction[label])
    _, first = np.unique(label[ring], return_index=True)
    opened[ring[first]] = False
    return opened


def _ordered(network: RoadNetwork) -> RoadNetwork:
    """Number the junctions along a Hilbert curve and the roads by their tails; drop nodes without a road."""
    used = np.unique(np.concatenate([network.tail, network.head]))
    x, y = network.x[used], network.y[used]
    order = np.argsort(_hilbert(x, y), kind="stable")
    number = np.full(len(network.x), -1, dtype=np.int32)
    number[used[order]] = np.arange(len(used), dtype=np.int32)
    tail, head = number[network.tail], number[network.head]
    roads = np.lexsort((network.length_m, head, tail))
    count = np.diff(network.shape_start)
    begin = network.shape_start[:-1][roads]
    shape_start = np.concatenate([[0], np.cumsum(count[roads])]).astype(np.int64)
    vertex = np.repeat(begin - shape_start[:-1], count[roads]) + np.arange(shape_start[-1])
    return replace(
        network,
        x=rounded(x[order]),
        y=rounded(y[order]),
        tail=tail[roads],
        head=head[roads],
        length_m=network.length_m[roads],
        code=network.code[roads],
        built_up=network.built_up[roads],
        maxspeed_kmh=network.maxspeed_kmh[roads],
        forward=network.forward[roads],
        backward=network.backward[roads],
        shape_start=shape_start,
        shape_x=network.shape_x[vertex],
        shape_y=network.shape_y[vertex],
        access={name: passage[roads] for name, passage in network.access.items()},
        seconds=None if network.seconds is None else network.seconds[roads],
    )


def _hilbert(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int64]:
    """Place along a Hilbert curve over the nodes' bounding box."""
    import geopandas as gpd

    points = gpd.GeoSeries(gpd.points_from_xy(x, y))
    result: NDArray[np.int64] = points.hilbert_distance(level=HILBERT_LEVEL).to_numpy(dtype=np.int64)
    return result
