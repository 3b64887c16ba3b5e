"""The islands that lie off the map of the north: their roads and stations, from files of the whole country."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tools.importers.sources import rules, source_file
from zorgkaart.network.build import near_edge
from zorgkaart.network.osm import RawRoads, read_osm

log = logging.getLogger(__name__)

SOURCE = "network/nederland-plus-wegen-20210806.osm.pbf"
STATIONS = "voorzieningen_nl/ambulanceposten_nl_2019.csv"
ALWAYS = "24 uur"
TABLE = "eilanden"
SIDES = ["west", "zuid", "oost", "noord"]


def with_islands(raw: RawRoads, source: Path) -> tuple[RawRoads, NDArray[np.int64]]:
    """Take the roads of the islands of ``tables/eilanden.csv`` from the file of the whole country.

    The map of the north ends half way Terschelling and holds nothing of Vlieland. Within these windows, in which lies
    nothing else, what it has is replaced.

    Parameters
    ----------
    raw : RawRoads
        The roads of the north.
    source : Path
        The folder with the published files.

    Returns
    -------
    roads : RawRoads
        Nodes and ways of `raw` in their own order, those of the islands behind them.
    edge : (c,) int64
        The nodes at the edge of the map of the north, where roads go on that are not in it. Round islands is water.
    """
    windows = _windows()
    country = read_osm(source_file(source, SOURCE))
    islands = ways_of(country, _within(country, windows))
    log.info("%s: %d ways on the islands of %s.csv", SOURCE, len(islands.code), TABLE)
    north = ways_of(raw, ~_within(raw, windows))
    return joined(north, islands), near_edge(north)


def _within(raw: RawRoads, windows: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which ways lie in one of the windows (west, south, east, north in degrees) with their first node."""
    first = raw.refs[raw.start[:-1]]
    return _inside(raw.lon[first], raw.lat[first], windows)


def _windows() -> NDArray[np.float64]:
    result: NDArray[np.float64] = rules(TABLE)[SIDES].astype(float).to_numpy()
    return result


def _inside(lon: NDArray[np.float64], lat: NDArray[np.float64], windows: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which places lie in one of the windows."""
    x, y = lon[:, None], lat[:, None]
    west, south, east, north = windows.T
    result: NDArray[np.bool_] = ((x > west) & (x < east) & (y > south) & (y < north)).any(axis=1)
    return result


def stations(source: Path) -> pd.DataFrame:
    """The ambulance stations on these islands, which the list of the north lacks, as its rows.

    Parameters
    ----------
    source : Path
        The folder with the published files.

    Returns
    -------
    DataFrame
        All text, with the columns of ``facilities/ambulanceposten.csv``.
    """
    table = pd.read_csv(source_file(source, STATIONS), dtype=str, keep_default_na=False, encoding="utf-8")
    lon, lat = (table[name].to_numpy(dtype=np.float64) for name in ("lon", "lat"))
    table = table[_inside(lon, lat, _windows())].sort_values("naam", ignore_index=True)
    always = table["beschikbaarheid"] == ALWAYS
    return pd.DataFrame(
        {
            "id": "ambulancepost-" + table["naam"].str.lower(),
            "soort": "ambulancepost",
            "naam": "Ambulancepost " + table["naam"],
            "adres": table["straat"] + " " + table["huisnummer"],
            "postcode": table["postcode"],
            "plaats": table["plaats"],
            "gemeente": "",
            "provincie": "Friesland",
            "lat": table["lat"],
            "lon": table["lon"],
            "precisie": "bag_address",
            "volcontinu": np.where(always, "ja", "nee"),
            "openingstijden": np.where(always, "24/7", ""),
            "status": "open",
            "bron": "RIVM referentiekader spreiding en beschikbaarheid ambulancezorg 2019 (standplaatsen v2.0)",
            "peildatum": "2019",
            "opmerking": "",
        }
    )


def ways_of(raw: RawRoads, keep: NDArray[np.bool_]) -> RawRoads:
    """Some of the ways, and the nodes that they use.

    Parameters
    ----------
    raw : RawRoads
        Without lengths of its own.
    keep : (w,) bool
        Which ways.

    Returns
    -------
    RawRoads
        Without a window.
    """
    count = np.diff(raw.start)
    nodes, refs = np.unique(raw.refs[np.repeat(keep, count)], return_inverse=True)

    def number(rows: NDArray[np.int32]) -> NDArray[np.int32]:
        return np.flatnonzero(np.isin(nodes, rows)).astype(np.int32)

    assert raw.access is not None
    assert raw.blocked_for is not None
    return replace(
        raw,
        lon=raw.lon[nodes],
        lat=raw.lat[nodes],
        refs=refs.astype(np.int32),
        start=np.concatenate([[0], np.cumsum(count[keep])]).astype(np.int64),
        **{name: getattr(raw, name)[keep] for name in ("code", "direction", "built_up", "maxspeed_kmh", "seconds")},
        blocked=number(raw.blocked),
        window=None,
        access={name: passage[keep] for name, passage in raw.access.items()},
        blocked_for={name: number(rows) for name, rows in raw.blocked_for.items()},
    )


def joined(first: RawRoads, second: RawRoads) -> RawRoads:
    """The roads of two files that have no node in common.

    Parameters
    ----------
    first, second : RawRoads
        As :func:`ways_of` gives them.

    Returns
    -------
    RawRoads
        The second behind the first.
    """
    nodes = len(first.lon)

    def both(name: str) -> Any:
        return np.concatenate([getattr(first, name), getattr(second, name)])

    def behind(one: NDArray[np.int32], other: NDArray[np.int32]) -> NDArray[np.int32]:
        return np.concatenate([one, other + nodes]).astype(np.int32)

    assert first.access is not None
    assert first.blocked_for is not None
    assert second.access is not None
    assert second.blocked_for is not None
    names = ("lon", "lat", "code", "direction", "built_up", "maxspeed_kmh", "seconds", "built_up_areas")
    columns: dict[str, Any] = {name: both(name) for name in names}
    return replace(
        first,
        **columns,
        refs=behind(first.refs, second.refs),
        start=np.concatenate([first.start, first.start[-1] + second.start[1:]]).astype(np.int64),
        blocked=behind(first.blocked, second.blocked),
        missing_nodes=first.missing_nodes + second.missing_nodes,
        missing_ids=(*first.missing_ids, *second.missing_ids),
        access={name: np.concatenate([rows, second.access[name]]) for name, rows in first.access.items()},
        blocked_for={name: behind(rows, second.blocked_for[name]) for name, rows in first.blocked_for.items()},
    )
