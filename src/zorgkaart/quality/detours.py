"""Suspect detours: where the way to the nearest site is far longer than the straight line, and around it is not.

A bridge that was shut on the day of the road file, or a road that nobody drew, shows in this way; so do a canal, a
motorway or a path that is for bicycles only. The finder lists, and says nothing of the cause.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from zorgkaart.project.sections import QualitySection
from zorgkaart.quality.marks import Cause
from zorgkaart.words.numbers import number

NEIGHBOURS = 5
ONE_PERSON = 1.0
COLUMNS = (
    "plaats",
    "gemeentenaam",
    "voorziening",
    "inwoners_betrokken",
    "weg_km",
    "hemelsbreed_km",
    "omwegfactor",
    "omwegfactor_buren",
)
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Way:
    """How far the nearest sites of one kind are.

    Attributes
    ----------
    label : str
        What a planner reads for the kind.
    road_m : (n,) float64
        Per resident point along the shortest path; NaN where there is none.
    straight_m : (n,) float64
        To the site that is nearest in a straight line.
    """

    label: str
    road_m: Values
    straight_m: Values

    def detours(self, settings: QualitySection) -> NDArray[np.bool_]:
        """(n,) bool: beyond both bounds of ``[quality]``; False where there is no path."""
        longer = self.road_m > settings.detour_ratio * self.straight_m
        return np.asarray(longer & (self.road_m - self.straight_m > 1000 * settings.detour_km))


@dataclass(frozen=True)
class Detours:
    """The suspect detours of a study.

    Attributes
    ----------
    table : DataFrame
        A row per place and kind, those with most kilometres too many for all people together first; `COLUMNS`.
    cause : Cause
        Per resident point the place whose detour is its own.
    """

    table: pd.DataFrame
    cause: Cause


def places_of(
    places: pd.DataFrame | None, buurten: pd.DataFrame, x: Values, y: Values, area: NDArray[np.int32]
) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """What planners call the places where people live, and the place of each point.

    Parameters
    ----------
    places : DataFrame or None
        ``plaats``, ``gemeente``, ``x``, ``y``; a point belongs to the nearest. None: the buurten are the places.
    buurten : GeoDataFrame
        ``buurtnaam`` and ``gemeentenaam``.
    x, y : (n,) float64
        The points.
    area : (n,) int32
        Row of `buurten` of each.

    Returns
    -------
    DataFrame
        ``plaats``, ``gemeentenaam``, ``x``, ``y``.
    (n,) int64
        Row of that table.
    """
    if places is not None and len(places):
        table = places.rename(columns={"gemeente": "gemeentenaam"})[["plaats", "gemeentenaam", "x", "y"]]
        _, which = cKDTree(table[["x", "y"]].to_numpy(dtype=np.float64)).query(np.column_stack([x, y]), workers=-1)
        return table.reset_index(drop=True), which.astype(np.int64)
    count = np.maximum(np.bincount(area, minlength=len(buurten)), 1)
    middle = {name: np.bincount(area, values, len(buurten)) / count for name, values in (("x", x), ("y", y))}
    table = pd.DataFrame(
        {"plaats": buurten["buurtnaam"].to_numpy(), "gemeentenaam": buurten["gemeentenaam"].to_numpy()}
    )
    return table.assign(**middle), area.astype(np.int64)


def suspect_detours(
    ways: Mapping[str, Way],
    places: pd.DataFrame,
    place: NDArray[np.int64],
    weight: Values,
    settings: QualitySection,
) -> Detours:
    """The places of which people have a detour that the places around them do not share.

    Parameters
    ----------
    ways : mapping of kind to Way
        Of all resident points.
    places, place
        As :func:`places_of` gives them.
    weight : (n,) float64
        Inhabitants per point; NaN where unknown.
    settings : QualitySection
        From which ratio and how many kilometres more it is one.

    Returns
    -------
    Detours
        Of the places around one (the five nearest with people), half have a way of no more than `omwegfactor_buren`
        times the straight line, and that is within the bound.
    """
    people = np.nan_to_num(weight)
    tables, which, texts = [], np.full(len(people), -1, dtype=np.int32), {}
    for number_of_kind, way in enumerate(ways.values()):
        here = way.detours(settings)
        table = _by_place(way, place, people, here, len(places))
        table["omwegfactor_buren"] = _around(places, way, place, people)[table.index]
        table = table[
            (table["inwoners_betrokken"] >= ONE_PERSON) & (table["omwegfactor_buren"] <= settings.detour_ratio)
        ]
        key = number_of_kind * len(places) + place
        mine = here & np.isin(place, table.index) & (which < 0)
        which[mine] = key[mine]
        for row, road, straight in zip(table.index, table["weg_km"], table["hemelsbreed_km"], strict=True):
            texts[number_of_kind * len(places) + int(row)] = (
                f"{way.label}: {number(road, 1)} km over de weg, {number(straight, 1)} km hemelsbreed"
            )
        named = places.iloc[table.index].set_axis(table.index)
        tables.append(named[["plaats", "gemeentenaam"]].assign(voorziening=way.label).join(table))
    listed = pd.concat(tables) if tables else pd.DataFrame(columns=list(COLUMNS))
    more = listed["inwoners_betrokken"] * (listed["weg_km"] - listed["hemelsbreed_km"])
    order = pd.DataFrame({"more": -more.to_numpy(), "name": listed["plaats"], "kind": listed["voorziening"]})
    rows = order.reset_index(drop=True).sort_values(["more", "name", "kind"]).index
    return Detours(listed.iloc[rows][list(COLUMNS)].reset_index(drop=True), Cause(which, texts))


def _by_place(way: Way, place: NDArray[np.int64], people: Values, here: NDArray[np.bool_], count: int) -> pd.DataFrame:
    """Per place with people who have a detour: how many, and how far they have it."""
    weight = np.where(here, people, 0.0)
    total = np.bincount(place, weight, count)
    rows = np.flatnonzero(total > 0)
    road, straight = (
        np.bincount(place, weight * np.where(here, metres, 0.0), count)[rows] / total[rows] / 1000
        for metres in (way.road_m, way.straight_m)
    )
    return pd.DataFrame(
        {
            "inwoners_betrokken": total[rows],
            "weg_km": road,
            "hemelsbreed_km": straight,
            "omwegfactor": road / np.maximum(straight, np.finfo(float).tiny),
        },
        index=rows,
    )


def _around(places: pd.DataFrame, way: Way, place: NDArray[np.int64], people: Values) -> Values:
    """Per place the middle one of the ratios of the nearest other places with people: (p,) float64, NaN without one."""
    known = ~np.isnan(way.road_m)
    weight = np.where(known, people, 0.0)
    road, straight = (
        np.bincount(place, weight * np.where(known, metres, 0.0), len(places))
        for metres in (way.road_m, way.straight_m)
    )
    lived = np.flatnonzero(straight > 0)
    result = np.full(len(places), np.nan)
    if len(lived) < 2:
        return result
    at = places[["x", "y"]].to_numpy(dtype=np.float64)
    count = min(NEIGHBOURS + 1, len(lived))
    _, near = cKDTree(at[lived]).query(at[lived], k=count)
    ratio = road[lived] / straight[lived]
    own = near == np.arange(len(lived))[:, None]
    result[lived] = np.nanmedian(np.where(own, np.nan, ratio[near]), axis=1)
    return result
