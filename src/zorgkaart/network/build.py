"""From raw ways to a :class:`RoadNetwork`: pieces, strong components, contraction."""

from __future__ import annotations

from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from zorgkaart.errors import NetworkError
from zorgkaart.network.built_up import BuiltUpRule, classify
from zorgkaart.network.contraction import contract
from zorgkaart.network.islands import IslandRule, island_of
from zorgkaart.network.osm import Progress, RawRoads, read_osm
from zorgkaart.network.passage import drivable
from zorgkaart.network.pieces import (
    TURN,
    built_up_tags,
    copied_nodes,
    lost_nodes,
    straight_pieces,
    traffics,
    with_joins,
)
from zorgkaart.network.roads import RoadNetwork, rounded
from zorgkaart.project.defaults import CRS, WGS84

RULES = 4  # raise when a change here makes another network of the same file
EDGE_M = 1000.0
METRES_PER_DEGREE = 111_320.0


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
        The largest strong component of the roads for cars, and that of each island where people live.

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
    edge: NDArray[np.int64] | None = None,
) -> RoadNetwork:
    """Make the network of ways that were read before; see :func:`build_network`.

    Where `raw` is more than one file, `edge` (rows of its nodes) says where roads go on that are in none of them.
    """
    rule = rule or BuiltUpRule()
    projection = _projection(crs)
    x, y = projection.transform(raw.lon, raw.lat)
    names = traffics(raw)
    pieces, origin = straight_pieces(raw, names)
    ends = np.column_stack([x[origin[0]], y[origin[0]], x[origin[1]], y[origin[1]]])
    areas = raw.built_up_areas
    if len(areas):
        areas = shapely.transform(areas, lambda points: np.column_stack(projection.transform(*points.T)))
    built_up = classify(ends, pieces.code, built_up_tags(raw), rule=rule, addresses_m=addresses_m, areas=areas)
    pieces = replace(pieces, built_up=built_up)
    place = np.concatenate([np.arange(len(raw.lon)), copied_nodes(raw, pieces)]).astype(np.int64)
    pieces = with_joins(raw, pieces, place, names)
    places = np.column_stack([x[place], y[place]])
    islands = IslandRule()
    used = []
    for row in range(len(names)):
        passage = pieces.passage[:, row]
        island = island_of(pieces.u, pieces.v, passage, pieces.length_m, places, addresses_m=addresses_m, rule=islands)
        used.append(drivable(pieces.u, pieces.v, passage, len(place), island=island))
    dropped = np.unique(place[lost_nodes(pieces, np.stack(used, axis=1), len(place))])
    pieces = replace(pieces, passage=np.stack(used, axis=1))
    kept = pieces.ways(0) | pieces.ways(1)
    network = contract(pieces.take(kept), x[place], y[place], crs, names=names)
    note = {
        "rules": RULES,
        "zorgkaart": version("zorgkaart"),
        "built_up_rule": asdict(rule),
        "island_rule": asdict(islands),
        "dropped_nodes": len(dropped),
        "dropped_km": round(float(pieces.length_m[~kept].sum()) / 1000, 1),
        "missing_nodes": raw.missing_nodes,
        **(source or {}),
    }
    cut = near_edge(raw) if edge is None else edge
    return replace(
        network,
        dropped_x=rounded(x[dropped]),
        dropped_y=rounded(y[dropped]),
        cut_x=rounded(x[cut]),
        cut_y=rounded(y[cut]),
        source=note,
    )


def near_edge(raw: RawRoads) -> NDArray[np.int64]:
    """Nodes within a kilometre of the window of the file, which is cut along meridians and parallels.

    Parameters
    ----------
    raw : RawRoads
        As the file was read.

    Returns
    -------
    (c,) int64
        Rows of its nodes.
    """
    west, south, east, north = raw.window or (-np.inf, -np.inf, np.inf, np.inf)
    lon = raw.lon
    if east - west > TURN / 2:  # a window that goes the long way round the earth says nothing
        west, east = -np.inf, np.inf
    if np.ptp(lon) > TURN / 2:  # the roads lie on both sides of the 180th meridian
        lon = np.mod(lon, TURN)
        west, east = (np.mod(value, TURN) if np.isfinite(value) else value for value in (west, east))
    elif west > east:  # the window does, but all roads lie on one side of it
        west, east = (west, east + TURN) if lon.max() > 0 else (west - TURN, east)
    step_lat = EDGE_M / METRES_PER_DEGREE
    step_lon = step_lat / np.cos(np.radians(raw.lat.mean()))
    near = (lon < max(west, lon.min()) + step_lon) | (lon > min(east, lon.max()) - step_lon)
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
