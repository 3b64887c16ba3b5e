"""Areas drawn from the administrative boundaries of an OpenStreetMap file."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import osmium
import pandas as pd
import shapely
from geopandas import GeoDataFrame

from zorgkaart.errors import InputError
from zorgkaart.fetch.boundaries import Boundaries
from zorgkaart.fetch.osm_file import each_shape, plain_text
from zorgkaart.fetch.tag_numbers import tag_number
from zorgkaart.inputs.duplicates import plain_name
from zorgkaart.inputs.schema import AREA_NUMBERS, AREA_TEXT, GEMEENTE_TEXT, GROUP_NUMBERS, WIJK_TEXT
from zorgkaart.project.defaults import WGS84

log = logging.getLogger(__name__)

# A level is used if its areas cover this share of what all boundaries of the file cover together.
COVERS = 0.95
COUNTRY = 2
LEVELS = range(COUNTRY + 1, 12)


@dataclass(frozen=True)
class OsmAreas:
    """Areas of a file.

    Attributes
    ----------
    boundaries : Boundaries
        The buurten are the areas of `level`; the gemeenten those of the next coarser one that covers them.
    level : int
        The ``admin_level`` of the buurten.
    """

    boundaries: Boundaries
    level: int


def draw_areas(
    paths: Sequence[Path],
    outlines: GeoDataFrame,
    *,
    crs: str,
    level: int | None = None,
    within: shapely.Geometry | None = None,
) -> OsmAreas:
    """Draw areas from the boundaries of files.

    Parameters
    ----------
    outlines
        What :func:`read_outlines` finds in `paths`.
    crs
        A projected CRS in metres.
    within
        Only areas with their middle in here (`crs`).
    level
        ``admin_level`` of the areas; by default the finest one that covers the region.

    Raises
    ------
    InputError
        If the file has no boundary that is whole, or none of that level.
    """
    everything = outlines.to_crs(crs)
    if within is not None:
        everything = everything[everything.representative_point().intersects(within)]
    if everything.empty:
        raise InputError(f"{paths[0].name}: no administrative boundary lies inside the place. Take a larger place.")
    surface = {number: float(here.union_all().area) for number, here in everything.groupby("level")["geometry"]}
    covering = [number for number in LEVELS if surface.get(number, 0) >= COVERS * max(surface.values())]
    if level is None:
        if not covering:
            raise InputError(
                f"{paths[0].name}: no admin_level covers the region; whole boundaries there are of level "
                f"{', '.join(map(str, sorted(surface)))}. Choose one with --admin-level."
            )
        level = covering[-1]
    areas = everything[everything["level"] == level]
    if areas.empty:
        raise InputError(
            f"{paths[0].name}: has no whole boundary of admin_level {level}, but of "
            f"{', '.join(map(str, sorted(surface)))}. Choose one of those with --admin-level."
        )
    areas = areas.assign(inwoners=_inhabitants(paths, areas)).sort_values("id")
    coarser = [number for number in covering if number < level]
    parents = everything[everything["level"] == coarser[-1]] if coarser else areas
    buurten = _with_parents(areas, parents)
    return OsmAreas(_boundaries(buurten, parents), level)


def country_of(outlines: GeoDataFrame) -> str:
    """Code of the country of which the boundary is whole; ``""`` if there is none, or more than one."""
    lands = set(outlines.loc[outlines["level"] == COUNTRY, "land"]) - {""}
    return lands.pop() if len(lands) == 1 else ""


def read_outlines(paths: Sequence[Path]) -> GeoDataFrame:
    """Read every named administrative boundary that the files have as a whole (WGS 84).

    Raises
    ------
    InputError
        If there is none, or a file cannot be read.
    """
    rows, shapes = [], []
    for key, tags, shape in each_shape(paths, osmium.filter.TagFilter(("boundary", "administrative"))):
        number, name = tags.get("admin_level", ""), plain_text(tags.get("name"))
        if shape.geom_type == "Point" or not name or not (number.isascii() and number.isdigit()):
            continue
        land = tags.get("ISO3166-1:alpha2") or tags.get("ISO3166-1") or ""
        land = land if len(land) == 2 and land.isascii() and land.isupper() else ""
        rows.append((f"OSM-{key}", name, int(number), _people(tags.get("population")), land))
        shapes.append(shape)
    if not rows:
        raise InputError(
            f"{paths[0].name}: has no administrative boundary as a whole, as in an extract of a city. Take a file of a "
            "whole country or province; or write a project file with 'zorgkaart init', and name this file in [network] "
            "and a layer of your own in [areas]."
        )
    table = pd.DataFrame(rows, columns=["id", "naam", "level", "inwoners", "land"])
    return GeoDataFrame(table, geometry=shapes, crs=WGS84)


def _inhabitants(paths: Sequence[Path], areas: GeoDataFrame) -> pd.Series[float]:
    """Population of the boundary itself, else of the place of the same name inside it; NaN where neither says."""
    rows, points = [], []
    for _, tags, shape in each_shape(paths, osmium.filter.KeyFilter("place")):
        number = _people(tags.get("population"))
        if shape.geom_type == "Point" and not np.isnan(number):
            rows.append((plain_name(plain_text(tags.get("name"))), number))
            points.append(shape)
    known: pd.Series[float] = areas["inwoners"].copy()
    if not rows:
        return known
    places = GeoDataFrame(pd.DataFrame(rows, columns=["naam", "inwoners"]), geometry=points, crs=WGS84)
    place, area = areas.sindex.query(places.to_crs(areas.crs).geometry, predicate="intersects")
    names = areas["naam"].map(plain_name).to_numpy()
    for row, number in zip(area, place, strict=True):
        if names[row] == places["naam"].iloc[number] and np.isnan(known.iloc[row]):
            known.iloc[row] = places["inwoners"].iloc[number]
    return known


def _with_parents(areas: GeoDataFrame, parents: GeoDataFrame) -> GeoDataFrame:
    area, parent = parents.sindex.query(areas.representative_point(), predicate="intersects")
    area, first = np.unique(area, return_index=True)
    lost = len(areas) - len(area)
    if lost:
        log.info("%d areas lie in no larger one and are left out", lost)
    inside = parents.iloc[parent[first]]
    return areas.iloc[area].assign(
        gemeentecode=inside["id"].to_numpy(),
        gemeentenaam=inside["naam"].to_numpy(),
        wijkcode="",
        wijknaam="",
        provincie="",
    )


def _boundaries(buurten: GeoDataFrame, parents: GeoDataFrame) -> Boundaries:
    named = buurten.rename(columns={"id": "buurtcode", "naam": "buurtnaam"})
    groups = parents.rename(columns={"id": "gemeentecode", "naam": "gemeentenaam"}).assign(provincie="")
    groups = groups[groups["gemeentecode"].isin(named["gemeentecode"])]
    total = named.groupby("gemeentecode")["inwoners"].agg(lambda values: values.sum(skipna=False))
    groups["inwoners"] = groups["gemeentecode"].map(total)
    return Boundaries(
        _shaped(named, AREA_TEXT, AREA_NUMBERS),
        _shaped(named.iloc[:0], WIJK_TEXT, GROUP_NUMBERS),
        _shaped(groups.sort_values("gemeentecode"), GEMEENTE_TEXT, GROUP_NUMBERS),
    )


def _shaped(table: GeoDataFrame, text: Sequence[str], numbers: Sequence[str]) -> GeoDataFrame:
    absent = {name: np.nan for name in numbers if name not in table.columns}
    return table.assign(**absent)[[*text, *numbers, "geometry"]].reset_index(drop=True)


def _people(value: str | None) -> float:
    """A population in whole people; NaN if it is none."""
    return float(np.round(tag_number(value)))
