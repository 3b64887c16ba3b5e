"""From raw ways to a :class:`RoadNetwork`: pieces, strong component, contraction."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, depth_first_order

from zorgkaart.errors import NetworkError
from zorgkaart.network.built_up import BuiltUpRule, classify
from zorgkaart.network.osm import Progress, RawRoads, read_osm
from zorgkaart.network.roads import RoadNetwork, rounded
from zorgkaart.project.defaults import CRS, WGS84

RULES = 2  # raise when a change here makes another network of the same file
HILBERT_LEVEL = 16
EDGE_M = 1000.0
METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True)
class Pieces:
    """Straight road pieces between two neighbouring nodes of a way; row numbers are shared by all arrays.

    `forward` and `backward` tell in which direction a car may drive the piece from `u` to `v`.
    """

    u: NDArray[np.int32]
    v: NDArray[np.int32]
    length_m: NDArray[np.float64]
    code: NDArray[np.int8]
    built_up: NDArray[np.bool_]
    maxspeed_kmh: NDArray[np.float32]
    forward: NDArray[np.bool_]
    backward: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.u)

    def take(self, rows: NDArray[Any]) -> Pieces:
        """The pieces in these rows (numbers or a mask)."""
        return Pieces(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def build_network(
    path: str | Path,
    *,
    crs: str = CRS,
    addresses_m: NDArray[np.float64] | None = None,
    rule: BuiltUpRule | None = None,
    ferries: bool = False,
    source: dict[str, Any] | None = None,
    progress: Progress | None = None,
) -> RoadNetwork:
    """Read an OSM file and make the routable network of it.

    Parameters
    ----------
    path : str or Path
        OSM PBF or XML.
    crs : str
        A projected CRS in metres.
    addresses_m : (k, 2) float64, optional
        Address points in `crs`, for built-up roads.
    rule : BuiltUpRule, optional
        When a road counts as built-up where its tags do not say.
    ferries : bool
        Keep car ferries as roads of class ``ferry``.
    source : dict, optional
        What to note about the file (name, hash, date); kept in the network.
    progress : callable, optional
        Called now and then with a label and the number of ways read so far.

    Returns
    -------
    RoadNetwork
        The largest strong component of the roads for cars.

    Raises
    ------
    MissingFileError
        If there is no such file.
    NetworkError
        If it is not an OSM file, is cut short or has no road for a car, or `crs` is not projected in metres.
    """
    raw = read_osm(path, ferries=ferries, progress=progress)
    return network_from_raw(raw, crs=crs, addresses_m=addresses_m, rule=rule, source=source)


def network_from_raw(
    raw: RawRoads,
    *,
    crs: str,
    addresses_m: NDArray[np.float64] | None = None,
    rule: BuiltUpRule | None = None,
    source: dict[str, Any] | None = None,
) -> RoadNetwork:
    """Make the network of ways that were read before; see :func:`build_network`."""
    rule = rule or BuiltUpRule()
    projection = _projection(crs)
    x, y = projection.transform(raw.lon, raw.lat)
    pieces, origin = _pieces(raw)
    ends = np.column_stack([x[origin[0]], y[origin[0]], x[origin[1]], y[origin[1]]])
    areas = raw.built_up_areas
    if len(areas):
        areas = shapely.transform(areas, lambda points: np.column_stack(projection.transform(*points.T)))
    built_up = classify(ends, pieces.code, _tagged(raw), rule=rule, addresses_m=addresses_m, areas=areas)
    pieces = replace(pieces, built_up=built_up)
    place = np.concatenate([np.arange(len(raw.lon)), _copies(raw, pieces)]).astype(np.int64)
    kept, component = largest_strong_component(pieces, len(place))
    on_road = np.zeros(len(place), dtype=bool)
    on_road[pieces.u] = on_road[pieces.v] = True
    dropped = np.unique(place[on_road & ~component])
    network = contract(pieces.take(kept), x[place], y[place], crs)
    note = {
        "rules": RULES,
        "zorgkaart": version("zorgkaart"),
        "built_up_rule": asdict(rule),
        "dropped_nodes": len(dropped),
        "dropped_km": round(float(pieces.length_m[~kept].sum()) / 1000, 1),
        "missing_nodes": raw.missing_nodes,
        **(source or {}),
    }
    cut = _near_edge(raw)
    return replace(
        network,
        dropped_x=rounded(x[dropped]),
        dropped_y=rounded(y[dropped]),
        cut_x=rounded(x[cut]),
        cut_y=rounded(y[cut]),
        source=note,
    )


def largest_strong_component(pieces: Pieces, nodes: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which pieces, and which nodes, lie in the largest strong component.

    Weak components are not enough: a one-way trap can be entered and never left. The largest is the
    one with the most pieces.

    Raises
    ------
    NetworkError
        If no piece can be driven both there and back again.
    """
    tail = np.concatenate([pieces.u[pieces.forward], pieces.v[pieces.backward]])
    head = np.concatenate([pieces.v[pieces.forward], pieces.u[pieces.backward]])
    graph = csr_array((np.ones(len(tail), np.int8), (tail, head)), shape=(nodes, nodes))
    _, label = connected_components(graph, directed=True, connection="strong")
    within = label[pieces.u] == label[pieces.v]
    if not within.any():
        raise NetworkError("there is no road from which a car can come back. Is the file complete?")
    inside = label == np.bincount(label[pieces.u[within]]).argmax()
    return inside[pieces.u] & inside[pieces.v], inside


def contract(pieces: Pieces, x: NDArray[np.float64], y: NDArray[np.float64], crs: str) -> RoadNetwork:
    """Join pieces through nodes where nothing happens into single roads, exactly.

    A node is passed through if just two pieces meet in it, they lead to different neighbours, are of
    one kind, and can be driven on in the same direction. Lengths add up; nothing else changes.
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
    length = np.add.reduceat(pieces.length_m[piece], first)
    network = RoadNetwork(
        x=x,
        y=y,
        tail=tail,
        head=head,
        length_m=length.astype(np.float32).astype(np.float64),
        code=head_piece.code,
        built_up=head_piece.built_up,
        maxspeed_kmh=speed.astype(np.float32),
        forward=np.where(flip, head_piece.backward, head_piece.forward),
        backward=np.where(flip, head_piece.forward, head_piece.backward),
        shape_start=shape_start,
        shape_x=rounded(x[shape_node]),
        shape_y=rounded(y[shape_node]),
        dropped_x=np.empty(0),
        dropped_y=np.empty(0),
        cut_x=np.empty(0),
        cut_y=np.empty(0),
        crs=crs,
    )
    return _ordered(network)


def _near_edge(raw: RawRoads) -> NDArray[np.int64]:
    """Nodes within a kilometre of the window of the file, which is cut along meridians and parallels."""
    west, south, east, north = raw.window or (-np.inf, -np.inf, np.inf, np.inf)
    step_lat = EDGE_M / METRES_PER_DEGREE
    step_lon = step_lat / np.cos(np.radians(raw.lat.mean()))
    near = (raw.lon < max(west, raw.lon.min()) + step_lon) | (raw.lon > min(east, raw.lon.max()) - step_lon)
    near |= (raw.lat < max(south, raw.lat.min()) + step_lat) | (raw.lat > min(north, raw.lat.max()) - step_lat)
    return np.flatnonzero(near)


def _projection(crs: str) -> pyproj.Transformer:
    try:
        target = pyproj.CRS.from_user_input(crs)
    except pyproj.exceptions.CRSError as error:
        raise NetworkError(f"{crs!r} is no coordinate reference system. Name one such as {CRS}.") from error
    if not target.is_projected or target.axis_info[0].unit_name != "metre":
        raise NetworkError(f"{crs} is not projected in metres. Name a projected CRS such as {CRS}.")
    return pyproj.Transformer.from_crs(WGS84, target, always_xy=True)


def _piece_rows(raw: RawRoads) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Per piece: the row in `refs` of its first node, and its way."""
    counts = np.diff(raw.start)
    begins = np.ones(len(raw.refs), dtype=bool)
    begins[raw.start[1:] - 1] = False
    rows = np.flatnonzero(begins)
    way = np.repeat(np.arange(len(counts)), counts)[rows]
    different = raw.refs[rows] != raw.refs[rows + 1]
    return rows[different], way[different]


def _tagged(raw: RawRoads) -> NDArray[np.int8]:
    return raw.built_up[_piece_rows(raw)[1]]


def _pieces(raw: RawRoads) -> tuple[Pieces, tuple[NDArray[np.int32], NDArray[np.int32]]]:
    """The pieces of all ways; a node with a barrier gets a copy of its own for each piece that ends there."""
    rows, way = _piece_rows(raw)
    u, v = raw.refs[rows], raw.refs[rows + 1]
    length = _length_m(raw.lon[u], raw.lat[u], raw.lon[v], raw.lat[v])
    if raw.length_m is not None:
        length = _stretched(length, way, raw.length_m)
    ends = np.concatenate([u, v])
    cut = np.flatnonzero(np.isin(ends, raw.blocked))
    ends[cut] = len(raw.lon) + np.arange(len(cut))
    direction = raw.direction[way]
    pieces = Pieces(
        ends[: len(u)],
        ends[len(u) :],
        length,
        raw.code[way],
        np.zeros(len(u), dtype=bool),
        raw.maxspeed_kmh[way],
        direction >= 0,
        direction <= 0,
    )
    return pieces, (u, v)


def _copies(raw: RawRoads, pieces: Pieces) -> NDArray[np.int32]:
    """The nodes that the copies of :func:`_pieces` stand for, in the order of their numbers."""
    rows, _ = _piece_rows(raw)
    original = np.concatenate([raw.refs[rows], raw.refs[rows + 1]])
    return original[np.concatenate([pieces.u, pieces.v]) >= len(raw.lon)]


def _length_m(
    lon1: NDArray[np.float64], lat1: NDArray[np.float64], lon2: NDArray[np.float64], lat2: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Length of short pieces over the WGS84 ellipsoid, by its radii of curvature at the middle latitude."""
    geod = pyproj.Geod(ellps="WGS84")
    middle = np.radians((lat1 + lat2) / 2)
    w = np.sqrt(1 - geod.es * np.sin(middle) ** 2)
    meridian = geod.a * (1 - geod.es) / w**3
    normal = geod.a / w
    length: NDArray[np.float64] = np.hypot(
        meridian * np.radians(lat2 - lat1), normal * np.cos(middle) * np.radians(lon2 - lon1)
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


def _as_stored(pieces: Pieces) -> Pieces:
    """Turn pieces that can only be driven backward, so that every one-way piece runs from `u` to `v`."""
    turn = pieces.backward & ~pieces.forward
    return replace(
        pieces,
        u=np.where(turn, pieces.v, pieces.u),
        v=np.where(turn, pieces.u, pieces.v),
        maxspeed_kmh=np.where(turn[:, None], pieces.maxspeed_kmh[:, ::-1], pieces.maxspeed_kmh),
        forward=pieces.forward | turn,
        backward=pieces.backward & ~turn,
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
    same &= (pieces.backward[a] == pieces.backward[b]) & (other_a != other_b)
    same &= pieces.backward[a] | (a_out != b_out)
    # Seen from the node, speed limits must agree towards a and towards b, whichever way each is stored.
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
    start_first = np.lexsort((ends, pieces.backward[ends] | opened[pieces.u[ends]], label[ends]))
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
    )


def _hilbert(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int64]:
    """Place along a Hilbert curve over the nodes' bounding box."""
    import geopandas as gpd

    points = gpd.GeoSeries(gpd.points_from_xy(x, y))
    result: NDArray[np.int64] = points.hilbert_distance(level=HILBERT_LEVEL).to_numpy(dtype=np.int64)
    return result
