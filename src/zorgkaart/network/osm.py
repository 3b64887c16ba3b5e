"""Reading roads from an OpenStreetMap file (PBF or XML) into flat arrays."""

from __future__ import annotations

import logging
import math
from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import osmium
import shapely
from numpy.typing import NDArray

from zorgkaart.errors import MissingFileError, NetworkError
from zorgkaart.network import tags as osm_tags
from zorgkaart.network.modes.tag_rules import MOTOR, every_rules
from zorgkaart.network.osm_source import osm_source, unreadable, window_of
from zorgkaart.network.way_columns import WayColumns

log = logging.getLogger(__name__)

Progress = Callable[[str, float], None]
Roads = Mapping[str, osm_tags.Road | None]
MOST_NAMED = 3
UNIT_DEG = 1e-7


@dataclass(frozen=True)
class RawRoads:
    """The roads of a file as ways over nodes, nothing left out yet but what a car may not use.

    Attributes
    ----------
    lon, lat : (n,) float64
        Nodes in WGS84 degrees. Nodes are told apart by id, never by place: a bridge and the road below
        it may share a coordinate.
    refs : (m,) int32
        Node rows of all ways, one way after the other.
    start : (w + 1,) int64
        Where each way begins in `refs`.
    code, direction, built_up : (w,) int8
        Class code, direction (1, -1, 0) and built-up (1, 0, -1 where the tags do not say).
    maxspeed_kmh : (w, 2) float32
        Along and against the way; NaN where there is none.
    blocked : (b,) int32
        Node rows with a barrier that stops a car.
    built_up_areas : list of shapely polygons
        `landuse=residential` and its kin, WGS84.
    missing_nodes : int
        Node references without a place in the file (roads cut at the edge of an extract).
    length_m : (w,) float64, optional
        Length of each way where it is known better than from its nodes; NaN where it is not.
    window : west, south, east, north in degrees, optional
        What the file says that it covers; ways may stick out of it.
    access : mapping of (w, 2) uint8, optional
        Per name of tag rules (``motor`` for the car, ``emergency`` for the ambulance) what each way is to that
        traffic along and against it, a :class:`~zorgkaart.network.tags.Passage`. None: `direction` says all.
    blocked_for : mapping of (b,) int32, optional
        Per name of tag rules the node rows with a barrier that stops that traffic. None: `blocked` says all.
    seconds : (w,) float64, optional
        The time that a way takes as a whole where its tags say so (a ferry's crossing); NaN where they do not.
    missing_ids : tuple of int
        The first few of the nodes without a place.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    refs: NDArray[np.int32]
    start: NDArray[np.int64]
    code: NDArray[np.int8]
    direction: NDArray[np.int8]
    built_up: NDArray[np.int8]
    maxspeed_kmh: NDArray[np.float32]
    blocked: NDArray[np.int32]
    built_up_areas: NDArray[np.object_]
    missing_nodes: int
    length_m: NDArray[np.float64] | None = None
    window: tuple[float, float, float, float] | None = None
    access: dict[str, NDArray[np.uint8]] | None = None
    blocked_for: dict[str, NDArray[np.int32]] | None = None
    seconds: NDArray[np.float64] | None = None
    missing_ids: tuple[int, ...] = ()


def read_osm(
    path: str | Path,
    *,
    ferries: bool = False,
    progress: Progress | None = None,
) -> RawRoads:
    """Read every road that a car or an ambulance may use from a PBF or XML file, also one of an editor or Overpass.

    The file is streamed; memory grows with its nodes (16 bytes each) and with the roads that are kept.

    Parameters
    ----------
    path : path
        ``.osm.pbf``, ``.osm``, ``.osm.gz`` or ``.osm.bz2``.
    ferries : bool
        Keep car ferries as roads of class ``ferry``.
    progress : callable, optional
        Called now and then with a label and the number of ways read so far.

    Raises
    ------
    MissingFileError
        If there is no such file.
    NetworkError
        If it is not an OSM file, is cut short, or has no road for a car.
    """
    path = Path(path)
    if not path.is_file():
        raise MissingFileError(f"{path}: no such OSM file. Correct [network] file.")
    try:
        with osm_source(path) as source:
            window = window_of(source)
            ways = _read_ways(source, ferries, progress)
            barriers = _read_barriers(source)
            areas = _read_built_up_areas(source)
    except NetworkError:
        raise
    except ValueError as error:
        raise unreadable(path, error) from error
    if len(ways.lengths) == 0 and ways.missing:
        raise NetworkError(
            f"{path.name}: holds roads, but no place of their nodes. Save it with its nodes: in Overpass 'out body; >; "
            "out skel qt;', in osmium 'add-locations-to-ways' or complete ways."
        )
    if len(ways.lengths) == 0:
        raise NetworkError(f"{path.name}: holds no road that a car may use. Is it the right file?")
    refs, lon, lat, blocked_for = _node_rows(ways, barriers)
    columns = ways.columns.arrays()
    start = np.concatenate(([0], np.cumsum(ways.lengths, dtype=np.int64)))
    if ways.missing:
        log.info("%s: %d node references without a place were skipped", path.name, ways.missing)
    return RawRoads(
        lon,
        lat,
        refs,
        start,
        columns["code"],
        columns["direction"],
        columns["built_up"],
        columns["maxspeed_kmh"],
        blocked_for[MOTOR],
        areas,
        ways.missing,
        window=window,
        access=columns["access"],
        blocked_for=blocked_for,
        seconds=columns["seconds"],
        missing_ids=tuple(ways.missing_ids),
    )


class _Ways:
    """Growing columns of the ways that are kept."""

    def __init__(self) -> None:
        self.refs = array("q")
        self.x = array("i")
        self.y = array("i")
        self.lengths = array("q")
        self.columns = WayColumns()
        self.missing = 0
        self.missing_ids: list[int] = []
        self.ended = 0

    def end(self, roads: Roads, seconds: float) -> None:
        """End a way after the nodes that were added; a single node is no road and is taken back."""
        count = len(self.refs) - self.ended
        if count < 2:
            del self.refs[self.ended :], self.x[self.ended :], self.y[self.ended :]
            return
        self.ended = len(self.refs)
        self.lengths.append(count)
        self.columns.add(roads, seconds=seconds)


def _read_ways(path: Path, ferries: bool, progress: Progress | None) -> _Ways:
    ways = _Ways()
    keys = ("highway", "route") if ferries else ("highway",)
    reader = osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY).with_locations()
    reader = reader.with_filter(osmium.filter.EntityFilter(osmium.osm.WAY)).with_filter(osmium.filter.KeyFilter(*keys))
    refs, xs, ys = ways.refs, ways.x, ways.y

    known = frozenset(osm_tags.WAY_KEYS)

    @cache
    def read(*tags: tuple[str, str]) -> tuple[Roads | None, float]:
        """The road that these tags make and the seconds that it takes: few combinations recur in all ways."""
        roads = osm_tags.roads(dict(tags), ferries=ferries)
        first = next((road for road in roads.values() if road is not None), None)
        return (None, math.nan) if first is None else (roads, first.seconds)

    for count, way in enumerate(reader):
        assert isinstance(way, osmium.osm.Way)
        road, seconds = read(*((tag.k, tag.v) for tag in way.tags if tag.k in known))
        if road is None:
            continue
        if not math.isnan(seconds) and not all(node.location.valid() for node in way.nodes):
            seconds = math.nan  # of the whole, of which the file has a part
        for node in way.nodes:
            place = node.location
            if place.valid():
                refs.append(node.ref)
                xs.append(place.x)
                ys.append(place.y)
            else:  # the road is cut here; a line over the gap would be a road that is not there
                ways.missing += 1
                if len(ways.missing_ids) < MOST_NAMED:
                    ways.missing_ids.append(node.ref)
                ways.end(road, seconds)
        ways.end(road, seconds)
        if progress and count % 20_000 == 0:
            progress("wegen lezen", count)
    return ways


def _read_barriers(path: Path) -> dict[str, NDArray[np.int64]]:
    """The ids of the nodes that stop traffic, by the name of its rules."""
    stops: dict[str, list[int]] = {rules.name: [] for rules in every_rules()}
    keys = osmium.filter.KeyFilter(*osm_tags.BARRIER_KEYS)
    for node in osmium.FileProcessor(str(path), osmium.osm.NODE).with_filter(keys):
        tags = dict(node.tags)
        for rules in every_rules():
            if osm_tags.barrier_blocks(tags, rules=rules):
                stops[rules.name].append(node.id)
    return {name: np.array(ids, dtype=np.int64) for name, ids in stops.items()}


def _read_built_up_areas(path: Path) -> NDArray[np.object_]:
    """Polygons of residential land use, where the file has them."""
    landuse = osmium.filter.TagFilter(("landuse", "residential"), ("landuse", "retail"), ("landuse", "commercial"))
    tagged = osmium.FileProcessor(str(path), osmium.osm.WAY | osmium.osm.RELATION).with_filter(landuse)
    if next(iter(tagged), None) is None:
        return np.empty(0, dtype=object)
    factory = osmium.geom.WKBFactory()
    polygons = []
    for item in osmium.FileProcessor(str(path)).with_areas(landuse).with_filter(landuse):
        if isinstance(item, osmium.osm.Area):
            try:
                polygons.append(factory.create_multipolygon(item))
            except RuntimeError:
                log.info("%s: a land-use polygon could not be built and was skipped", path.name)
    areas: NDArray[np.object_] = np.asarray(shapely.from_wkb(polygons), dtype=object)
    return areas


def _node_rows(
    ways: _Ways, barriers: Mapping[str, NDArray[np.int64]]
) -> tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.float64], dict[str, NDArray[np.int32]]]:
    """Number the nodes 0..n-1 and give each its place."""
    ids = np.frombuffer(ways.refs, np.int64)
    unique, first, refs = np.unique(ids, return_index=True, return_inverse=True)
    lon = np.frombuffer(ways.x, np.int32)[first].astype(np.float64) * UNIT_DEG
    lat = np.frombuffer(ways.y, np.int32)[first].astype(np.float64) * UNIT_DEG
    blocked = {name: np.flatnonzero(np.isin(unique, ids)).astype(np.int32) for name, ids in barriers.items()}
    return refs.astype(np.int32), lon, lat, blocked
