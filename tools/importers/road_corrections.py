"""Roads that were shut or not drawn on the day of the road file, and are put back at the build.

Each row of ``tables/wegcorrecties.csv`` joins two nodes of the file by a straight road, and says why, by whose word and
of which day. The ends are given by their place, as numbers of nodes differ from file to file; in a file where they are
no longer there, or are joined by now, the row has to go.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tools.importers.sources import rules
from zorgkaart.errors import InputError
from zorgkaart.network import tags
from zorgkaart.network.osm import RawRoads
from zorgkaart.network.way_columns import WayColumns

TABLE = "wegcorrecties"
NEAR_M = 3.0
METRES_PER_DEGREE = 111_320.0


def corrections() -> pd.DataFrame:
    """Return the table: ``id``, ``van_lat``, ``van_lon``, ``naar_lat``, ``naar_lon``, ``klasse`` and its reasons."""
    numbers = dict.fromkeys(("van_lat", "van_lon", "naar_lat", "naar_lon"), float)
    return rules(TABLE).astype(numbers)


def corrected(raw: RawRoads, table: pd.DataFrame) -> RawRoads:
    """Put the roads of a table into those of a file, open in both directions.

    Parameters
    ----------
    raw : RawRoads
        As they were read; not changed.
    table : DataFrame
        As :func:`corrections` gives it.

    Returns
    -------
    RawRoads
        With one more way per row.

    Raises
    ------
    InputError
        If the file has no road node at an end of a row, if the ends are joined already, or if `klasse` is no class of
        road.
    """
    if len(table) == 0:
        return raw
    columns, refs = WayColumns(), []
    for row in table.to_dict("records"):
        ends = [_node(raw, row["id"], row[f"{end}_lat"], row[f"{end}_lon"]) for end in ("van", "naar")]
        if _joined(raw, *ends):
            raise InputError(
                f"{TABLE}.csv, {row['id']}: the file has a road between these two places by now. Take out this row."
            )
        roads = tags.roads({"highway": row["klasse"]})
        if not any(road is not None for road in roads.values()):
            raise InputError(f"{TABLE}.csv, {row['id']}: {row['klasse']!r} is no class of road for cars.")
        columns.add(roads, seconds=math.nan)
        refs += ends
    more = columns.arrays()
    count = len(columns)
    return replace(
        raw,
        refs=np.concatenate([raw.refs, np.array(refs, dtype=np.int32)]),
        start=np.concatenate([raw.start, raw.start[-1] + 2 * np.arange(1, count + 1)]),
        code=np.concatenate([raw.code, more["code"]]),
        direction=np.concatenate([raw.direction, more["direction"]]),
        built_up=np.concatenate([raw.built_up, more["built_up"]]),
        maxspeed_kmh=np.concatenate([raw.maxspeed_kmh, more["maxspeed_kmh"]]),
        length_m=None if raw.length_m is None else np.concatenate([raw.length_m, np.full(count, np.nan)]),
        access=_access(raw, more["access"]),
        seconds=None if raw.seconds is None else np.concatenate([raw.seconds, more["seconds"]]),
    )


def _access(raw: RawRoads, more: dict[str, NDArray[np.uint8]]) -> dict[str, NDArray[np.uint8]] | None:
    if raw.access is None:
        return None
    return {name: np.concatenate([values, more[name]]) for name, values in raw.access.items()}


def _node(raw: RawRoads, name: str, lat: float, lon: float) -> int:
    """The row of the node at a place."""
    north = (raw.lat - lat) * METRES_PER_DEGREE
    east = (raw.lon - lon) * METRES_PER_DEGREE * math.cos(math.radians(lat))
    away = np.hypot(east, north)
    nearest = int(np.argmin(away))
    if away[nearest] > NEAR_M:
        raise InputError(
            f"{TABLE}.csv, {name}: no road of the file comes within {NEAR_M:.0f} m of {lat:.6f}, {lon:.6f}. "
            "Look whether this road is still missing; take out the row, or correct its ends."
        )
    return nearest


def _joined(raw: RawRoads, one: int, other: int) -> bool:
    """Whether two nodes follow each other along a way."""
    first, second = raw.refs[:-1], raw.refs[1:]
    inside = np.ones(len(first), dtype=bool)
    inside[raw.start[1:-1] - 1] = False
    either = ((first == one) & (second == other)) | ((first == other) & (second == one))
    return bool((either & inside).any())
