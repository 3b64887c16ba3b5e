"""The road network: flat arrays, one row per road between two junctions."""

from __future__ import annotations

import hashlib
import json
import logging
import zipfile
import zlib
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from zorgkaart.errors import MissingFileError, NetworkError
from zorgkaart.files import atomic_path
from zorgkaart.network import tags
from zorgkaart.network.islands import off_main, part_of
from zorgkaart.network.modes.tag_rules import MOTOR

log = logging.getLogger(__name__)

FORMAT = 2
OLD_FORMAT = 1  # without `access` and `seconds`
SHAPE_STEP_M = 0.1
# What numpy, zipfile and zlib raise for an archive that is cut short, damaged or none at all.
UNREADABLE = (OSError, ValueError, LookupError, TypeError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)
ACCESS = "access."
PLACES = ("x", "y", "shape_x", "shape_y", "dropped_x", "dropped_y", "cut_x", "cut_y")


@dataclass(frozen=True)
class Arcs:
    """The directed arcs of a network, ordered by tail and then head.

    Attributes
    ----------
    tail, head, road : (a,) int32
        From node, to node, and the road that the arc runs along.
    against : (a,) bool
        True where the arc runs against the direction in which its road is stored.
    """

    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    road: NDArray[np.int32]
    against: NDArray[np.bool_]


@dataclass(frozen=True)
class RoadNetwork:
    """Roads between junctions, each of which its traffic can reach and leave again by a legal trip.

    It holds the main roads, and islands where people live, to which no road leads (:attr:`apart`).

    A road is a chain of road pieces of one class, one built-up state, one speed limit, one direction and one
    passage for each kind of traffic; nodes in between are contracted, and their places kept as the road's shape. A
    two-way road is one row and gives two arcs.

    Attributes
    ----------
    x, y : (n,) float64
        Junctions in metres of `crs`, ordered along a space-filling curve.
    tail, head : (r,) int32
        The junctions at both ends.
    length_m : (r,) float64
        Length over the ellipsoid, all pieces added up.
    code : (r,) int8
        Class, a row number of ``tables/road_classes.csv``.
    built_up : (r,) bool
        Whether the road lies inside a built-up area, where other speeds hold.
    maxspeed_kmh : (r, 2) float32
        From tail to head and back; NaN where the data has none.
    forward, backward : (r,) bool
        Whether any traffic may drive from tail to head, and back.
    shape_start : (r + 1,) int64
        Where each road's shape begins in `shape_x` and `shape_y`.
    shape_x, shape_y : (s,) float64
        The shape with both ends, in metres of `crs`, to a decimetre.
    dropped_x, dropped_y : (d,) float64
        Nodes off what is kept: small islands, closed yards, one-way traps.
    cut_x, cut_y : (c,) float64
        Nodes within a kilometre of the edge of the file, where roads go on that are not in it.
    crs : str
        The projected CRS, such as ``EPSG:28992``.
    source : dict
        What the network was made from and by which rules.
    access : dict of (r, 2) uint8
        Per name of tag rules what each road is to that traffic from tail to head and back, a
        :class:`~zorgkaart.network.tags.Passage`; empty where `forward` and `backward` say all.
    seconds : (r,) float64, optional
        How long a road takes by timetable, at any speed; NaN where its speed says that.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    length_m: NDArray[np.float64]
    code: NDArray[np.int8]
    built_up: NDArray[np.bool_]
    maxspeed_kmh: NDArray[np.float32]
    forward: NDArray[np.bool_]
    backward: NDArray[np.bool_]
    shape_start: NDArray[np.int64]
    shape_x: NDArray[np.float64]
    shape_y: NDArray[np.float64]
    dropped_x: NDArray[np.float64]
    dropped_y: NDArray[np.float64]
    cut_x: NDArray[np.float64]
    cut_y: NDArray[np.float64]
    crs: str
    source: dict[str, Any] = field(default_factory=dict)
    access: dict[str, NDArray[np.uint8]] = field(default_factory=dict)
    seconds: NDArray[np.float64] | None = None

    def __getstate__(self) -> dict[str, Any]:
        """What goes along to another process: the fields, and not the search tree and lines made from them."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    @property
    def nodes(self) -> int:
        """Number of junctions."""
        return len(self.x)

    @property
    def roads(self) -> int:
        """Number of roads between junctions."""
        return len(self.tail)

    def passage(self, traffic: str) -> NDArray[np.uint8]:
        """What the roads are to a kind of traffic, from tail to head and back.

        Parameters
        ----------
        traffic : str
            The name of its tag rules, such as ``motor``; of traffic that the network does not tell apart `forward`
            and `backward` say all.

        Returns
        -------
        (r, 2) uint8
            A :class:`~zorgkaart.network.tags.Passage`.
        """
        if traffic in self.access:
            return self.access[traffic]
        ways = np.column_stack([self.forward, self.backward])
        return np.where(ways, tags.Passage.OPEN, tags.Passage.CLOSED).astype(np.uint8)

    @cached_property
    def arcs(self) -> Arcs:
        """The directed arcs: one per direction in which a road may be driven."""
        there, back = np.flatnonzero(self.forward), np.flatnonzero(self.backward)
        road = np.concatenate([there, back]).astype(np.int32)
        against = np.repeat([False, True], [len(there), len(back)])
        tail = np.concatenate([self.tail[there], self.head[back]])
        head = np.concatenate([self.head[there], self.tail[back]])
        order = np.lexsort((road, head, tail))
        return Arcs(tail[order], head[order], road[order], against[order])

    @cached_property
    def apart(self) -> NDArray[np.bool_]:
        """(n,) bool: no road for a car joins the junction to the main part of the network; an island."""
        driven: NDArray[np.bool_] = np.any(self.passage(MOTOR) > tags.Passage.CLOSED, axis=1)
        return off_main(part_of(self.tail, self.head, driven, self.nodes), self.tail, driven)

    @cached_property
    def lines(self) -> NDArray[np.object_]:
        """(r,) object: the roads as shapely lines in metres of `crs`, from tail to head."""
        row = np.repeat(np.arange(self.roads), np.diff(self.shape_start))
        lines: NDArray[np.object_] = shapely.linestrings(np.column_stack([self.shape_x, self.shape_y]), indices=row)
        return lines

    @cached_property
    def snap_tree(self) -> tuple[shapely.STRtree, NDArray[np.int64]]:
        """A search tree over the roads that points may be joined to, and the rows of those roads: (s,) int64.

        A road that is closed to some traffic, such as what only an ambulance may use, is not among them: a point has
        one place, from which everybody sets out.
        """
        joins = np.array(tags.snap_classes())[self.code]
        for passage in self.access.values():
            joins &= (passage > tags.Passage.CLOSED).any(axis=1)
        rows = np.flatnonzero(joins)
        return shapely.STRtree(self.lines[rows]), rows

    @cached_property
    def digest(self) -> str:
        """A hash of everything that decides where a point is joined to the network."""
        digest = hashlib.sha256(self.crs.encode())
        for name in ("tail", "head", "code", "shape_start", "shape_x", "shape_y", "dropped_x", "dropped_y"):
            digest.update(np.ascontiguousarray(getattr(self, name)).tobytes())
        for name in sorted(self.access):
            digest.update(np.ascontiguousarray(self.access[name]).tobytes())
        return digest.hexdigest()

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of all roads, in metres."""
        x, y = self.shape_x, self.shape_y
        return float(x.min()), float(y.min()), float(x.max()), float(y.max())

    def save(self, path: str | Path) -> None:
        """Write the network into one file, packed; nothing is left behind if that fails.

        Parameters
        ----------
        path : str or Path
            The file to make or to replace; a project takes it for a saved network if its name ends in ``.npz``.

        Raises
        ------
        OutputError
            If the file cannot be written.
        """
        arrays: dict[str, NDArray[Any]] = {}
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, np.ndarray):
                arrays[item.name] = value
        arrays |= {f"{ACCESS}{name}": passage for name, passage in sorted(self.access.items())}
        for name in PLACES:
            arrays[name] = _pack(arrays[name])
        arrays["tail"], arrays["head"] = (np.diff(arrays[n], prepend=0).astype(np.int32) for n in ("tail", "head"))
        arrays["shape_start"] = np.diff(arrays["shape_start"]).astype(np.int32)
        arrays["length_m"] = arrays["length_m"].astype(np.float32)
        header = {"format": FORMAT, "crs": self.crs, "source": self.source}
        arrays["header"] = np.frombuffer(json.dumps(header, sort_keys=True).encode(), np.uint8)
        with atomic_path(Path(path)) as temporary, temporary.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **arrays)

    @classmethod
    def load(cls, path: str | Path) -> RoadNetwork:
        """Read a network that :meth:`save` wrote.

        Parameters
        ----------
        path : str or Path
            A file of :meth:`save`. Nothing in it is executed.

        Raises
        ------
        MissingFileError
            If there is no such file.
        NetworkError
            If the file is broken, is no network, or was written in another format.

        Notes
        -----
        A file of an earlier version, which does not tell roads for residents apart, is read with all roads open, and
        a warning says so.
        """
        path = Path(path)
        if not path.is_file():
            raise MissingFileError(f"{path}: no such network file. Correct [network] file, or run 'make data'.")
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            header = json.loads(arrays.pop("header").tobytes())
            version, crs, source = header["format"], header["crs"], header["source"]
        except UNREADABLE as error:
            raise NetworkError(f"{path.name}: not a zorgkaart network ({error}). Build it anew.") from error
        if version == OLD_FORMAT:
            log.warning(
                "%s: made by an earlier version, so roads for residents count as open to all and barriers hold for "
                "ambulances too. Build it anew from its OSM file ('make data' for the one of this repository).",
                path.name,
            )
        elif version != FORMAT:
            raise NetworkError(f"{path.name}: network format {version}, this program reads {FORMAT}. Build it anew.")
        access = {n.removeprefix(ACCESS): arrays.pop(n) for n in list(arrays) if n.startswith(ACCESS)}
        seconds = arrays.pop("seconds", None)
        if set(arrays) != {item.name for item in fields(cls)} - {"crs", "source", "access", "seconds"}:
            raise NetworkError(f"{path.name}: not a zorgkaart network (arrays are missing). Build it anew.")
        for name in PLACES:
            arrays[name] = np.cumsum(arrays[name], dtype=np.int64) * SHAPE_STEP_M
        for name in ("tail", "head"):
            arrays[name] = np.cumsum(arrays[name], dtype=np.int32)
        arrays["shape_start"] = np.concatenate([[0], np.cumsum(arrays["shape_start"], dtype=np.int64)])
        arrays["length_m"] = arrays["length_m"].astype(np.float64)
        return cls(**arrays, crs=crs, source=source, access=access, seconds=seconds)


def rounded(metres: NDArray[np.float64]) -> NDArray[np.float64]:
    """Coordinates to the step in which a network stores them, so that saving changes nothing."""
    result: NDArray[np.float64] = np.rint(metres / SHAPE_STEP_M) * SHAPE_STEP_M
    return result


def _pack(metres: NDArray[np.float64]) -> NDArray[np.int32]:
    steps = np.rint(metres / SHAPE_STEP_M).astype(np.int64)
    return np.diff(steps, prepend=0).astype(np.int32)
