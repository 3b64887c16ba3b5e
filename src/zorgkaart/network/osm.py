"""Reading roads from an OpenStreetMap file (PBF or XML) into flat arrays."""

from __future__ import annotations

import logging
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import osmium
import shapely
from numpy.typing import NDArray

from zorgkaart.errors import MissingFileError, NetworkError
from zorgkaart.network import tags as osm_tags

log = logging.getLogger(__name__)

Progress = Callable[[str, float], None]
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


def read_osm(path: str | Path, *, ferries: bool = False, progress: Progress | None = None) -> RawRoads:
    """Read every road that a car may use from a PBF or XML file.

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
        window = _read_window(path)
        ways = _read_ways(path, ferries, progress)
        barriers = _read_barriers(path)
        areas = _read_built_up_areas(path)
    except (RuntimeError, ValueError) as error:
        raise NetworkError(
            f"{path.name}: cannot be read as an OSM file ({error}). Is the download complete? Fetch it again."
        ) from error
    if len(ways.lengths) == 0:
        raise NetworkError(f"{path.name}: holds no road that a car may use. Is it the right file?")
    refs, lon, lat, blocked = _node_rows(ways, barriers)
    start = np.concatenate(([0], np.cumsum(ways.lengths, dtype=np.int64)))
    if ways.missing:
        log.info("%s: %d node references without a place were skipped", path.name, ways.missing)
    return RawRoads(
        lon,
        lat,
        refs,
        start,
        np.frombuffer(ways.code, np.int8),
        np.frombuffer(ways.direction, np.int8),
        np.frombuffer(ways.built_up, np.int8),
        np.frombuffer(ways.maxspeed, np.float32).reshape(-1, 2),
        blocked,
        areas,
        ways.missing,
        window=window,
    )


class _Ways:
    """Growing columns of the ways that are kept."""

    def __init__(self) -> None:
        self.refs = array("q")
        self.x = array("i")
        self.y = array("i")
        self.lengths = array("q")
        self.code = array("b")
        self.direction = array("b")
        self.built_up = array("b")
        self.maxspeed = array("f")
        self.missing = 0
        self.ended = 0

    def end(self, road: osm_tags.Road) -> None:
        """End a way after the nodes that were added; a single node is no road and is taken back."""
        count = len(self.refs) - self.ended
        if count < 2:
            del self.refs[self.ended :], self.x[self.ended :], self.y[self.ended :]
            return
        self.ended = len(self.refs)
        self.lengths.append(count)
        self.code.append(road.code)
        self.direction.append(road.direction)
        self.built_up.append(-1 if road.built_up is None else int(road.built_up))
        self.maxspeed.append(road.maxspeed_forward_kmh)
        self.maxspeed.append(road.maxspeed_backward_kmh)


def _read_window(path: Path) -> tuple[float, float, float, float] | None:
    with osmium.io.Reader(str(path), osmium.osm.osm_entity_bits.NOTHING) as reader:
        box = reader.header().box()
    if not box.valid():
        return None
    return box.bottom_left.lon, box.bottom_left.lat, box.top_right.lon, box.top_right.lat


def _read_ways(path: Path, ferries: bool, progress: Progress | None) -> _Ways:
    ways = _Ways()
    keys = ("highway", "route") if ferries else ("highway",)
    reader = osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY).with_locations()
    reader = reader.with_filter(osmium.filter.EntityFilter(osmium.osm.WAY)).with_filter(osmium.filter.KeyFilter(*keys))
    refs, xs, ys = ways.refs, ways.x, ways.y

    @cache
    def read(*values: str | None) -> osm_tags.Road | None:
        """The road that these values of WAY_KEYS make: few combinations recur in all ways."""
        tags = {key: value for key, value in zip(osm_tags.WAY_KEYS, values, strict=True) if value is not None}
        return osm_tags.road(tags, ferries=ferries)

    for count, way in enumerate(reader):
        assert isinstance(way, osmium.osm.Way)
        road = read(*map(way.tags.get, osm_tags.WAY_KEYS))
        if road is None:
            continue
        for node in way.nodes:
            place = node.location
            if place.valid():
                refs.append(node.ref)
                xs.append(place.x)
                ys.append(place.y)
            else:  # the road is cut here; a line over the gap would be a road that is not there
                ways.missing += 1
                ways.end(road)
        ways.end(road)
        if progress and count % 20_000 == 0:
            progress("wegen lezen", count)
    return ways


def _read_barriers(path: Path) -> NDArray[np.int64]:
    reader = osmium.FileProcessor(str(path), osmium.osm.NODE).with_filter(osmium.filter.KeyFilter("barrier"))
    return np.array([node.id for node in reader if osm_tags.barrier_blocks(dict(node.tags))], dtype=np.int64)


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
    ways: _Ways, barriers: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.float64], NDArray[np.int32]]:
    """Number the nodes 0..n-1 and give each its place."""
    ids = np.frombuffer(ways.refs, np.int64)
    unique, first, refs = np.unique(ids, return_index=True, return_inverse=True)
    lon = np.frombuffer(ways.x, np.int32)[first].astype(np.float64) * UNIT_DEG
    lat = np.frombuffer(ways.y, np.int32)[first].astype(np.float64) * UNIT_DEG
    blocked = np.flatnonzero(np.isin(unique, barriers)).astype(np.int32)
    return refs.astype(np.int32), lon, lat, blocked
