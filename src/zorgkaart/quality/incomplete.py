"""Kinds of which not all sites are known: where an unknown site could be nearer than the one that was found.

Two cases, from ``[kinds.NAME]``. Where sites are known inside some provinces only (``known_in``), a site
beyond their border could be nearer for whoever could be at that border, in a straight line and at the
fastest speed, before he is at his own site. Where a list has gaps (``complete = false``), a site is
suspected in every place of such a size that most places have one. If no size is like that, it is suspected
in the largest place of every municipality of which the list has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from zorgkaart.network.speeds import KMH_PER_MS
from zorgkaart.project.sections import TRAVEL
from zorgkaart.quality.marks import Cause
from zorgkaart.routing.nearest import SECONDS_PER_MINUTE, TravelTimes

if TYPE_CHECKING:
    from zorgkaart.study.study import Study

STEP_M = 100.0  # of the points along a border; distances to it are at most a few metres too long


def incomplete_causes(study: Study) -> list[Cause]:
    """Per kind of which not all sites are known the points for which that could matter, and why."""
    causes = []
    border: dict[tuple[str, ...], NDArray[np.float64]] = {}
    for kind, travel in study.travel.items():
        section = study.project.kinds[kind]
        if section.known_in:
            if section.known_in not in border:
                border[section.known_in] = border_min(study, section.known_in)
            flags = np.asarray(border[section.known_in] < travel.minutes)
            where = ", ".join(section.known_in)
            causes.append(Cause.where(flags, f"{section.label}: alleen locaties in {where} zijn bekend"))
        if not section.complete:
            places = suspected_places(study, kind)
            which = _nearer_place(study, travel, places)
            texts = {
                row: f"{section.label}: in {place} kan een locatie zijn die niet in de lijst staat"
                for row, place in enumerate(places["plaats"])
            }
            causes.append(Cause(which, texts))
    return causes


def border_min(study: Study, provinces: tuple[str, ...]) -> NDArray[np.float64]:
    """Minutes in which every resident could at best be at land outside these provinces: (n,) float64."""
    fastest = study.profiles[TRAVEL].fastest_kmh
    minutes: NDArray[np.float64] = outside_m(study, provinces) * KMH_PER_MS / fastest / SECONDS_PER_MINUTE
    return minutes


def outside_m(study: Study, provinces: tuple[str, ...]) -> NDArray[np.float64]:
    """Metres in a straight line from every resident to the nearest land outside these provinces.

    Zero for residents outside them; infinite where no such land is known.
    """
    residents = study.residents
    land = study.areas.surroundings
    other = land[~land["provincie"].isin(provinces)]
    distance = np.full(len(residents.x), np.inf)
    if len(other):
        lines = shapely.segmentize(shapely.boundary(other.geometry.to_numpy()), STEP_M)
        found, _ = cKDTree(shapely.get_coordinates(lines)).query(
            np.column_stack([residents.x, residents.y]), workers=-1
        )
        distance[:] = found
    inside = study.areas.buurten["provincie"].isin(provinces).to_numpy()
    distance[~inside[residents.area]] = 0.0
    return distance


def suspected_places(study: Study, kind: str) -> pd.DataFrame:
    """Places in which a site is missing that one would expect, largest first; see the module for the rule.

    Returns
    -------
    DataFrame
        ``plaats``, ``gemeente``, ``x``, ``y``, ``adressen``. No rows where the project names no places.
    """
    places = study.inputs.places
    if places is None:
        return pd.DataFrame(columns=["plaats", "gemeente", "x", "y", "adressen"])
    here = _near_sites(study, kind)
    known_in = study.project.kinds[kind].known_in
    land = study.areas.surroundings
    if known_in:  # elsewhere nothing is known, so nothing can be said about what is usual
        land = land[land["provincie"].isin(known_in)]
    keep = places["gemeente"].isin(set(land["gemeentenaam"])).to_numpy()
    table = places[keep].assign(served=here[keep])
    table = table.sort_values(["adressen", "plaats", "gemeente"], ascending=[False, True, True], ignore_index=True)
    usual = table["served"].expanding().mean() >= study.project.quality.place_share
    usual &= table["served"].expanding().sum() > 1
    if usual.any():
        found = table[: int(np.flatnonzero(usual)[-1]) + 1]
        found = found[~found["served"]]
    else:
        rows = study.serving(kind)
        having = _gemeenten_of(study, rows)
        first = table.drop_duplicates("gemeente")
        found = first[~first["gemeente"].isin(having)]
    return found[["plaats", "gemeente", "x", "y", "adressen"]].reset_index(drop=True)


def _near_sites(study: Study, kind: str) -> NDArray[np.bool_]:
    """Per place: a site that counts lies within ``[quality] place_radius_m`` of its middle."""
    places = study.inputs.places
    assert places is not None
    sites = study.facilities.table.geometry.iloc[study.serving(kind)]
    if len(sites) == 0:
        return np.zeros(len(places), dtype=bool)
    distance, _ = cKDTree(np.column_stack([sites.x, sites.y])).query(places[["x", "y"]].to_numpy(dtype=np.float64))
    return np.asarray(distance <= study.project.quality.place_radius_m)


def _gemeenten_of(study: Study, rows: NDArray[np.int64]) -> set[str]:
    """The municipalities in which these sites lie, on the map of municipalities."""
    land = study.areas.surroundings
    points = study.facilities.table.geometry.iloc[rows].to_numpy()
    _, area = shapely.STRtree(land.geometry.to_numpy()).query(points, predicate="intersects")
    return set(land["gemeentenaam"].iloc[area])


def _nearer_place(study: Study, travel: TravelTimes, places: pd.DataFrame) -> NDArray[np.int32]:
    """Per point the nearest place that is nearer in a straight line than the nearest site by road; -1 if none."""
    which = np.full(len(study.residents.x), -1, dtype=np.int32)
    if len(places) == 0:
        return which
    tree = cKDTree(places[["x", "y"]].to_numpy(dtype=np.float64))
    distance, place = tree.query(np.column_stack([study.residents.x, study.residents.y]), workers=-1)
    nearer = distance < travel.metres
    which[nearer] = place[nearer]
    return which
