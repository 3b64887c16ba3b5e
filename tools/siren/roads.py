"""The roads that the drives may have taken: those around the places, out of the file of the whole country."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyproj
from numpy.typing import NDArray

from tools.importers.sources import source_file
from zorgkaart.errors import InputError
from zorgkaart.network.build import network_from_raw
from zorgkaart.network.osm import RawRoads, read_osm
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.project.defaults import CRS, WGS84

ROADS = "network/nederland-plus-wegen-20210806.osm.pbf"
RASTER = "adressen/adresraster_nl_100m.parquet"
MARGIN_M = 15_000.0
CELL_M = 100.0
# Steps of an even spread over a square (Roberts' R2 sequence): the inverse of the plastic number, and its square.
SPREAD = (0.7548776662466927, 0.5698402909980532)


def roads_around(source: Path, x: NDArray[np.float64], y: NDArray[np.float64]) -> RoadNetwork:
    """The network within 15 km of the box around the places, built-up by the addresses there as in the north.

    Parameters
    ----------
    source : Path
        The folder with the published files.
    x, y : (places,) float64
        In metres of the project's CRS.

    Raises
    ------
    MissingFileError
        If the roads or the raster of addresses are not there.
    """
    raw = read_osm(source_file(source, ROADS))
    return network_of(raw, pd.read_parquet(source_file(source, RASTER)), x, y)


def network_of(raw: RawRoads, raster: pd.DataFrame, x: NDArray[np.float64], y: NDArray[np.float64]) -> RoadNetwork:
    """The network of the ways that come within 15 km of the box around the places.

    Parameters
    ----------
    raw : RawRoads
        Ways of a larger region.
    raster : DataFrame
        ``rd_x100``, ``rd_y100`` and ``adressen`` per square of 100 m.
    x, y : (places,) float64
        In metres of the project's CRS.
    """
    box = (x.min() - MARGIN_M, y.min() - MARGIN_M, x.max() + MARGIN_M, y.max() + MARGIN_M)
    addresses = addresses_of(raster)
    near = _within(addresses[:, 0], addresses[:, 1], box)
    return network_from_raw(window(raw, box), crs=CRS, addresses_m=addresses[near], source={"file": Path(ROADS).name})


def window(raw: RawRoads, box: tuple[float, float, float, float]) -> RawRoads:
    """The ways that have a node within a box (west, south, east, north in metres of the project's CRS).

    Raises
    ------
    InputError
        If there is none.
    """
    x, y = pyproj.Transformer.from_crs(WGS84, CRS, always_xy=True).transform(raw.lon, raw.lat)
    here = _within(x, y, box)
    ways = np.logical_or.reduceat(here[raw.refs], raw.start[:-1])
    if not ways.any():
        raise InputError(f"no road lies within {MARGIN_M / 1000:.0f} km of the places. Are they in {CRS}?")
    length = np.diff(raw.start)
    refs = raw.refs[np.repeat(ways, length)]
    used, row = np.unique(refs, return_inverse=True)
    number = np.full(len(raw.lon), -1, dtype=np.int32)
    number[used] = np.arange(len(used))
    stops = {name: _kept(number[nodes]) for name, nodes in (raw.blocked_for or {}).items()}
    return replace(
        raw,
        lon=raw.lon[used],
        lat=raw.lat[used],
        refs=row.astype(np.int32),
        start=np.concatenate([[0], np.cumsum(length[ways])]),
        code=raw.code[ways],
        direction=raw.direction[ways],
        built_up=raw.built_up[ways],
        maxspeed_kmh=raw.maxspeed_kmh[ways],
        blocked=_kept(number[raw.blocked]),
        length_m=None if raw.length_m is None else raw.length_m[ways],
        window=None,
        access=None if raw.access is None else {name: passage[ways] for name, passage in raw.access.items()},
        blocked_for=stops or None,
        seconds=None if raw.seconds is None else raw.seconds[ways],
    )


def addresses_of(raster: pd.DataFrame) -> NDArray[np.float64]:
    """As many points in each square as it has addresses, spread evenly over it: (addresses, 2) float64 in metres.

    The rule for built-up roads counts addresses within 100 m, and all of a square at one point would blur that.
    """
    count = raster["adressen"].to_numpy(dtype=int)
    corner = np.repeat(raster[["rd_x100", "rd_y100"]].to_numpy(dtype=float), count, axis=0)
    turn = np.arange(len(corner)) - np.repeat(np.cumsum(count) - count, count)
    share = np.mod((turn[:, None] + 1) * np.array(SPREAD), 1.0)
    points: NDArray[np.float64] = (corner + share) * CELL_M
    return points


def _within(
    x: NDArray[np.float64], y: NDArray[np.float64], box: tuple[float, float, float, float]
) -> NDArray[np.bool_]:
    west, south, east, north = box
    return (x >= west) & (x <= east) & (y >= south) & (y <= north)


def _kept(rows: NDArray[np.int32]) -> NDArray[np.int32]:
    return rows[rows >= 0]
