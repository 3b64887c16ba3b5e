"""From ways to straight pieces between neighbouring nodes, and what barriers cut and join among them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyproj
from numpy.typing import NDArray

from zorgkaart.network.osm import RawRoads
from zorgkaart.network.tags import Passage

TURN = 360.0  # degrees


@dataclass(frozen=True)
class Pieces:
    """Straight road pieces between two neighbouring nodes of a way; row numbers are shared by all arrays.

    `passage` (p, kinds of traffic, 2) holds what a piece is to each kind of traffic from `u` to `v` and back, and
    `seconds` the time that it takes by timetable, NaN where its speed says that.
    """

    u: NDArray[np.int32]
    v: NDArray[np.int32]
    length_m: NDArray[np.float64]
    code: NDArray[np.int8]
    built_up: NDArray[np.bool_]
    maxspeed_kmh: NDArray[np.float32]
    passage: NDArray[np.uint8]
    seconds: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.u)

    def take(self, rows: NDArray[Any]) -> Pieces:
        """The pieces in these rows (numbers or a mask)."""
        return Pieces(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))

    def ways(self, side: int) -> NDArray[np.bool_]:
        """Whether any traffic may go from `u` to `v` (0), or back (1): (p,) bool."""
        result: NDArray[np.bool_] = np.any(self.passage[:, :, side] > Passage.CLOSED, axis=1)
        return result


def traffics(raw: RawRoads) -> tuple[str, ...]:
    """The kinds of traffic that ways are told apart for, by the names of their tag rules; one without a name if none.

    Parameters
    ----------
    raw : RawRoads
        As a reader of tags made it.
    """
    return tuple(sorted({*(raw.access or {}), *(raw.blocked_for or {})})) or ("",)


def straight_pieces(
    raw: RawRoads, names: tuple[str, ...]
) -> tuple[Pieces, tuple[NDArray[np.int32], NDArray[np.int32]]]:
    """The pieces of all ways; a node with a barrier gets a copy of its own for each piece that ends there."""
    rows, way = _piece_rows(raw)
    u, v = raw.refs[rows], raw.refs[rows + 1]
    length = _length_m(raw.lon[u], raw.lat[u], raw.lon[v], raw.lat[v])
    if raw.length_m is not None:
        length = _stretched(length, way, raw.length_m)
    seconds = np.full(len(length), np.nan)
    if raw.seconds is not None:
        seconds = np.where(np.isnan(raw.seconds[way]), np.nan, _stretched(length, way, raw.seconds))
    ends = np.concatenate([u, v])
    cut = np.flatnonzero(np.isin(ends, np.concatenate([_blocked(raw, name) for name in names])))
    ends[cut] = len(raw.lon) + np.arange(len(cut))
    pieces = Pieces(
        ends[: len(u)],
        ends[len(u) :],
        length,
        raw.code[way],
        np.zeros(len(u), dtype=bool),
        raw.maxspeed_kmh[way],
        np.stack([_way_passage(raw, name)[way] for name in names], axis=1),
        seconds,
    )
    return pieces, (u, v)


def copied_nodes(raw: RawRoads, pieces: Pieces) -> NDArray[np.int32]:
    """The nodes that the copies of :func:`straight_pieces` stand for, in the order of their numbers."""
    rows, _ = _piece_rows(raw)
    original = np.concatenate([raw.refs[rows], raw.refs[rows + 1]])
    return original[np.concatenate([pieces.u, pieces.v]) >= len(raw.lon)]


def with_joins(raw: RawRoads, pieces: Pieces, place: NDArray[np.int64], names: tuple[str, ...]) -> Pieces:
    """Join what a barrier cuts apart for the traffic that it lets through, by pieces without length.

    They lead from each copy of the node to the node itself, where nothing else ends any more, and are to each traffic
    what the piece is that ends in the copy: a trip over roads for its ends goes on over them.
    """
    passes = np.column_stack([~np.isin(np.arange(len(raw.lon)), _blocked(raw, name)) for name in names])
    end = np.concatenate([pieces.u, pieces.v])
    row = np.flatnonzero(end >= len(raw.lon))
    row = row[passes[place[end[row]]].any(axis=1)]
    if len(row) == 0:
        return pieces
    node = place[end[row]].astype(np.int32)
    piece = pieces.take(row % len(pieces))
    onward = np.where((row < len(pieces))[:, None, None], piece.passage[:, :, ::-1], piece.passage)
    joins = replace(
        piece,
        u=end[row],
        v=node,
        length_m=np.zeros(len(row)),
        maxspeed_kmh=np.full((len(row), 2), np.nan, np.float32),
        passage=np.where(passes[node][:, :, None], onward, np.uint8(Passage.CLOSED)),
        seconds=np.full(len(row), np.nan),
    )
    return Pieces(*(np.concatenate([getattr(pieces, n), getattr(joins, n)]) for n in Pieces.__dataclass_fields__))


def lost_nodes(pieces: Pieces, used: NDArray[np.uint8], nodes: int) -> NDArray[np.int64]:
    """The nodes that some traffic may drive to by the tags, but has no legal way to or from."""
    lost = np.zeros(nodes, dtype=bool)
    for row in range(used.shape[1]):
        tagged, kept = np.zeros((2, nodes), dtype=bool)
        for mask, passage in ((tagged, pieces.passage[:, row]), (kept, used[:, row])):
            on = (passage > Passage.CLOSED).any(axis=1)
            mask[pieces.u[on]] = mask[pieces.v[on]] = True
        lost |= tagged & ~kept
    return np.flatnonzero(lost)


def built_up_tags(raw: RawRoads) -> NDArray[np.int8]:
    """What the tags say of built-up areas, by piece."""
    return raw.built_up[_piece_rows(raw)[1]]


def _piece_rows(raw: RawRoads) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Per piece: the row in `refs` of its first node, and its way."""
    counts = np.diff(raw.start)
    begins = np.ones(len(raw.refs), dtype=bool)
    begins[raw.start[1:] - 1] = False
    rows = np.flatnonzero(begins)
    way = np.repeat(np.arange(len(counts)), counts)[rows]
    different = raw.refs[rows] != raw.refs[rows + 1]
    return rows[different], way[different]


def _way_passage(raw: RawRoads, name: str) -> NDArray[np.uint8]:
    """What each way is to a kind of traffic along and against it: (w, 2)."""
    if raw.access is not None and name in raw.access:
        return raw.access[name]
    allowed = np.column_stack([raw.direction >= 0, raw.direction <= 0])
    return np.where(allowed, Passage.OPEN, Passage.CLOSED).astype(np.uint8)


def _blocked(raw: RawRoads, name: str) -> NDArray[np.int32]:
    """The nodes with a barrier that stops a kind of traffic."""
    return raw.blocked if raw.blocked_for is None or name not in raw.blocked_for else raw.blocked_for[name]


def _length_m(
    lon1: NDArray[np.float64], lat1: NDArray[np.float64], lon2: NDArray[np.float64], lat2: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Length of short pieces over the WGS84 ellipsoid, by its radii of curvature at the middle latitude."""
    geod = pyproj.Geod(ellps="WGS84")
    middle = np.radians((lat1 + lat2) / 2)
    w = np.sqrt(1 - geod.es * np.sin(middle) ** 2)
    meridian = geod.a * (1 - geod.es) / w**3
    normal = geod.a / w
    east = lon2 - lon1
    east = east - TURN * np.rint(east / TURN)  # the short way round, also over the 180th meridian
    length: NDArray[np.float64] = np.hypot(
        meridian * np.radians(lat2 - lat1), normal * np.cos(middle) * np.radians(east)
    )
    return length


def _stretched(length: NDArray[np.float64], way: NDArray[np.int64], total: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lengths that add up to the given total of each way; NaN leaves a way as it was measured."""
    measured = np.bincount(way, weights=length, minlength=len(total))
    pieces = np.bincount(way, minlength=len(total))
    # A way whose nodes share one place has no shares of its own: all its pieces are then of one length.
    factor = np.where(measured > 0, total / np.where(measured > 0, measured, 1), np.nan)[way]
    equal = (total / np.maximum(pieces, 1))[way]
    result: NDArray[np.float64] = np.where(measured[way] > 0, length * factor, equal)
    return np.where(np.isnan(total[way]), length, result)
