"""Addresses of the BAG as points with their buurt, and the places they make up."""

from __future__ import annotations

import logging
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from geopandas import GeoDataFrame

from tools.importers.sources import Record, source_file
from zorgkaart.inputs.own_tables import write_csv, write_points
from zorgkaart.inputs.spatial import assign_areas
from zorgkaart.project.defaults import CRS, WGS84

log = logging.getLogger(__name__)

SOURCES = {
    "groningen": "addresses/bag_groningen_20260620.parquet",
    "drenthe": "addresses/bag_drenthe_20260620.parquet",
    "fryslan": "addresses/bag_friesland_20260620.parquet",
}
NEAREST_WITHIN_M = 150.0


def build(source: Path, target: Path) -> list[Record]:
    """Write ``residents/{province}.parquet`` and ``boundaries/plaatsen.csv`` under `target`.

    The buurten must have been written before. House numbers and postcodes are not kept.
    """
    buurten = gpd.read_parquet(target / "boundaries" / "buurten.parquet")
    province_of = dict(zip(buurten["gemeentenaam"], buurten["provincie"], strict=True))
    records, everything = [], []
    for province, name in SOURCES.items():
        raw = pd.read_parquet(source_file(source, name), columns=["woonplaats", "gemeente", "lat", "lon"])
        points, nearest = located(raw, buurten)
        kept = points[points["buurtcode"].notna()].sort_values(["buurtcode", "y", "x"], ignore_index=True)
        file = f"residents/{province}.parquet"
        write_points(kept, target / file)
        left_out = len(raw) - len(kept)
        log.info(
            "%s: %d addresses in, %d out, of which %d lay in a gap within %.0f m of a buurt; %d lie in no buurt",
            *(file, len(raw), len(kept), nearest, NEAREST_WITHIN_M, left_out),
        )
        notes = {
            "in een kier tussen buurten": nearest,
            "weggelaten, in geen enkele buurt": left_out,
            "in een buurt van een andere gemeente dan de BAG zegt": int((kept["gemeente"] != kept["_hier"]).sum()),
        }
        records.append(Record(file, [name], len(raw), len(kept), notes))
        everything.append(kept)
    places = _places(pd.concat(everything, ignore_index=True), province_of)
    write_csv(places, target / "boundaries" / "plaatsen.csv")
    total = sum(len(points) for points in everything)
    log.info("boundaries/plaatsen.csv: %d places from %d addresses", len(places), total)
    records.append(Record("boundaries/plaatsen.csv", list(SOURCES.values()), total, len(places)))
    return records


def located(raw: pd.DataFrame, buurten: GeoDataFrame) -> tuple[pd.DataFrame, int]:
    """Return whole metres, place, municipality and buurt of each address, and how many lay in a gap."""
    metres = gpd.GeoSeries(gpd.points_from_xy(raw["lon"], raw["lat"]), crs=WGS84).to_crs(CRS)
    x, y = np.round(metres.x.to_numpy()), np.round(metres.y.to_numpy())
    assigned = assign_areas(x, y, buurten, nearest_within_m=NEAREST_WITHIN_M)
    area = assigned.area
    points = pd.DataFrame({"x": x.astype(np.int32), "y": y.astype(np.int32)})
    points["plaats"] = raw["woonplaats"].to_numpy()
    points["gemeente"] = raw["gemeente"].to_numpy()
    for ours, theirs in (("buurtcode", "buurtcode"), ("_hier", "gemeentenaam")):
        labels = buurten[theirs].to_numpy(dtype=object)[area]
        labels[area < 0] = None
        points[ours] = labels
    return points, assigned.nearest


def _places(points: pd.DataFrame, province_of: dict[str, str]) -> pd.DataFrame:
    """Middle (median) of the addresses of each place; the municipality, as the BAG has it, parts namesakes."""
    groups = points.groupby(["plaats", "gemeente"], as_index=False)
    places = groups.agg(x=("x", "median"), y=("y", "median"), adressen=("x", "size"))
    places["x"], places["y"] = places["x"].round().astype(np.int64), places["y"].round().astype(np.int64)
    places.insert(2, "provincie", places["gemeente"].map(province_of))
    return places.sort_values(["plaats", "gemeente"], ignore_index=True)
