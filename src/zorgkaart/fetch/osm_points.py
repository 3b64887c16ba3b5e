"""Where people live, by OpenStreetMap: addresses, or buildings where few addresses are mapped; and place names."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import osmium
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from osmium.osm import NODE, WAY

from zorgkaart.fetch.osm_file import plain_text, readable
from zorgkaart.inputs.spatial import assign_areas
from zorgkaart.project.defaults import WGS84

ADDRESS = "addr:housenumber"
# With fewer addresses than this share of the buildings, the addresses are not all mapped.
FEW_ADDRESSES = 0.5
EMPTY = Path(__file__).parent / "tables" / "not_lived_in.csv"
PLACES = ("city", "town", "village", "hamlet")


@dataclass(frozen=True)
class Points:
    """Where people live.

    Attributes
    ----------
    table
        ``x``, ``y`` in whole metres and ``buurtcode``, ordered; one row per place.
    buildings : bool
        Whether buildings stand in for addresses.
    """

    table: pd.DataFrame
    buildings: bool


def read_points(paths: Sequence[Path], buurten: GeoDataFrame) -> Points:
    """Read the addresses inside `buurten`, or the buildings if there are far more of those.

    Parameters
    ----------
    buurten
        With column ``buurtcode``, in a projected CRS in metres.
    """
    addresses = _located(_read(paths, ADDRESS), buurten)
    buildings = _located(_read(paths, "building"), buurten)
    few = len(addresses) < FEW_ADDRESSES * len(buildings)
    return Points(buildings if few else addresses, few)


def read_places(paths: Sequence[Path], buurten: GeoDataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """Read the names of places inside `buurten`, with the number of `points` that are nearest to each.

    Returns
    -------
    DataFrame
        ``plaats``, ``gemeente``, ``x``, ``y``, ``adressen``.
    """
    rows: dict[int, tuple[str, float, float]] = {}
    wanted = osmium.filter.TagFilter(*(("place", value) for value in PLACES))
    for path in paths:
        with readable(path) as source:
            for item in osmium.FileProcessor(str(source), NODE).with_filter(wanted):
                name = plain_text(item.tags.get("name"))
                if isinstance(item, osmium.osm.Node) and name and item.location.valid():
                    rows[item.id] = (name, item.lon, item.lat)
    columns = ["plaats", "gemeente", "x", "y", "adressen"]
    if not rows:
        return pd.DataFrame(columns=columns)
    names, lon, lat = zip(*rows.values(), strict=True)
    metres = gpd.GeoSeries(gpd.points_from_xy(lon, lat), crs=WGS84).to_crs(buurten.crs)
    area = assign_areas(metres.x.to_numpy(), metres.y.to_numpy(), buurten, nearest_within_m=0).area
    table = GeoDataFrame({"plaats": names, "area": area}, geometry=metres)[area >= 0].reset_index(drop=True)
    if table.empty:
        return pd.DataFrame(columns=columns)
    near, _ = table.sindex.nearest(gpd.points_from_xy(points["x"], points["y"]), return_all=False)[::-1]
    table["adressen"] = np.bincount(near, minlength=len(table))
    table["gemeente"] = buurten["gemeentenaam"].to_numpy()[table["area"]]
    table["x"], table["y"] = table.geometry.x.round().astype(np.int64), table.geometry.y.round().astype(np.int64)
    return pd.DataFrame(table[columns]).sort_values(["plaats", "gemeente", "x"], ignore_index=True)


def _read(paths: Sequence[Path], key: str) -> NDArray[np.float64]:
    """Longitude and latitude (n, 2) of every node and the middle of every way with this tag; each once."""
    empty = set(pd.read_csv(EMPTY, dtype=str)["building"]) if key == "building" else set()
    seen: set[tuple[str, int]] = set()
    places = array("d")
    for path in paths:
        with readable(path) as source:
            reader = osmium.FileProcessor(str(source), NODE | WAY).with_locations()
            for item in reader.with_filter(osmium.filter.KeyFilter(key)):
                mark = (item.type_str(), item.id)
                if mark in seen or item.tags.get(key) in empty:
                    continue
                seen.add(mark)
                if isinstance(item, osmium.osm.Node):
                    places.extend((item.lon, item.lat) if item.location.valid() else ())
                elif isinstance(item, osmium.osm.Way):
                    here = [(node.lon, node.lat) for node in item.nodes if node.location.valid()]
                    places.extend(np.mean(here, axis=0) if here else ())
    return np.frombuffer(places, np.float64).reshape(-1, 2)


def _located(degrees: NDArray[np.float64], buurten: GeoDataFrame) -> pd.DataFrame:
    metres = gpd.GeoSeries(gpd.points_from_xy(*degrees.T), crs=WGS84).to_crs(buurten.crs)
    table = pd.DataFrame({"x": metres.x.round().to_numpy(), "y": metres.y.round().to_numpy()}).astype(np.int32)
    area = assign_areas(table["x"].to_numpy(float), table["y"].to_numpy(float), buurten, nearest_within_m=0).area
    table["buurtcode"] = buurten["buurtcode"].to_numpy(dtype=object)[area]
    return table[area >= 0].sort_values(["buurtcode", "y", "x"], ignore_index=True)
