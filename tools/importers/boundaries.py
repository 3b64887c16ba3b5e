"""Buurten, wijken and gemeenten of CBS in the project's own columns."""

from __future__ import annotations

import logging
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from geopandas import GeoDataFrame

from tools.importers.sources import Record, source_file
from zorgkaart.errors import InputError
from zorgkaart.inputs.own_tables import write_areas
from zorgkaart.inputs.schema import AREA_NUMBERS, AREA_TEXT, GEMEENTE_TEXT, GROUP_NUMBERS, WIJK_TEXT
from zorgkaart.project.defaults import CRS

log = logging.getLogger(__name__)

SOURCE = "boundaries/cbs_noord_nederland_2024.gpkg"
NEW_NAMES = {
    "aantal_inwoners": "inwoners",
    "aantal_huishoudens": "huishoudens",
    "omgevingsadressendichtheid": "adressendichtheid_km2",
    "afst_huisarts_km": "cbs_afst_huisarts_km",
}
LEVELS = {
    "buurten": ("buurtcode", AREA_TEXT, AREA_NUMBERS),
    "wijken": ("wijkcode", WIJK_TEXT, GROUP_NUMBERS),
    "gemeenten": ("gemeentecode", GEMEENTE_TEXT, GROUP_NUMBERS),
}
# The borders are good to 60-100 m; decimetres keep them as they are in a third of the space.
GRID_M = 0.1


def build(source: Path, target: Path) -> list[Record]:
    """Write ``boundaries/{buurten,wijken,gemeenten}.parquet`` under `target`."""
    path = source_file(source, SOURCE)
    records = []
    for level, (code, text, numbers) in LEVELS.items():
        raw = gpd.read_file(path, layer=level).to_crs(CRS).rename(columns=NEW_NAMES)
        table = raw[[*text, *numbers, "geometry"]].sort_values(code, ignore_index=True)
        table = table.astype({**dict.fromkeys(text, "object"), **dict.fromkeys(numbers, "float64")})
        if table[code].duplicated().any() or table.geometry.isna().any() or table.geometry.is_empty.any():
            raise InputError(f"{SOURCE}, layer {level}: every row needs a geometry and a {code} of its own.")
        rounded = _on_grid(table)
        name = f"boundaries/{level}.parquet"
        write_areas(rounded, target / name)
        log.info("%s: %d rows in, %d rows out", name, len(raw), len(rounded))
        notes = {"inwoners niet gepubliceerd": int(table["inwoners"].isna().sum())}
        records.append(Record(name, [SOURCE], len(raw), len(rounded), notes))
    return records


def _on_grid(table: GeoDataFrame) -> GeoDataFrame:
    """Round every vertex to the grid; shared borders stay shared, as equal vertices are rounded alike."""
    rounded = shapely.transform(table.geometry.to_numpy(), lambda xy: np.round(xy / GRID_M) * GRID_M)
    broken = ~shapely.is_valid(rounded)
    rounded[broken] = shapely.make_valid(rounded[broken], method="structure", keep_collapsed=False)
    return table.set_geometry(gpd.GeoSeries(rounded, index=table.index, crs=table.crs))
