"""Kinds of which not all sites are known: where an unknown site could be nearer than the one that was found.

Two cases, from ``[kinds.NAME]``. Where sites are known inside some provinces only (``known_in``), a site
beyond their border could be nearer for whoever could be at that border, in a straight line and at the
fastest speed, before he is at his own site. Where a list has gaps (``complete = false``), a site is
suspected in every place of such a size that most places have one. If no size is like that, it is suspected
in the largest place of every municipality of which the list has none.

The border says where a result cannot be sure, which may be nearly everywhere. Where it is likely to be another one is
told apart: beyond the border a site is suspected in every place that is as large as half of those with a site inside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame, GeoSeries
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from zorgkaart.inputs.areas import Areas
from zorgkaart.inputs.residents import Residents
from zorgkaart.network.speeds import KMH_PER_MS
from zorgkaart.project.sections import KindSection, QualitySection
from zorgkaart.quality.marks import Cause
from zorgkaart.routing.nearest import SECONDS_PER_MINUTE, TravelTimes

STEP_M = 100.0  # of the points along a border; distances to it are at most a few metres too long


def incomplete_causes(
    travel: Mapping[str, TravelTimes],
    kinds: Mapping[str, KindSection],
    residents: Residents,
    areas: Areas,
    *,
    fastest_kmh: float,
    suspected: Callable[[str], pd.DataFrame],
) -> list[Cause]:
    """Per kind of which not all sites are known the points for which that could matter, and why.

    Parameters
    ----------
    travel : mapping of kind to TravelTimes
        Of all resident points.
    kinds : mapping of kind to KindSection
    residents : Residents
    areas : Areas
    fastest_kmh : float
        The highest speed by car.
    suspected : callable
        The places in which a site of a kind is suspected: :func:`suspected_places`.
    """
    causes = []
    border: dict[tuple[str, ...], NDArray[np.float64]] = {}
    for kind, times in travel.items():
        section = kinds[kind]
        if section.known_in:
            if section.known_in not in border:
                metres = outside_m(residents, areas, section.known_in)
                border[section.known_in] = metres * KMH_PER_MS / fastest_kmh / SECONDS_PER_MINUTE
            flags = np.asarray(border[section.known_in] < times.minutes)
            where = ", ".join(section.known_in)
            causes.append(Cause.where(flags, f"{section.label}: alleen locaties in {where} zijn bekend", kind))
        if not section.complete:
            places = suspected(kind)
            texts = {
                row: f"{section.label}: in {place} kan een locatie zijn die niet in de lijst staat"
                for row, place in enumerate(places["plaats"])
            }
            causes.append(Cause(_nearer_place(residents, times, places), texts, kind))
    return causes


def likely_gaps(
    travel: Mapping[str, TravelTimes],
    kinds: Mapping[str, KindSection],
    residents: Residents,
    *,
    suspected: Callable[[str], pd.DataFrame],
    beyond: Callable[[str], pd.DataFrame],
) -> list[Cause]:
    """Per kind of which not all sites are known the points nearer to a place where one is suspected than to their site.

    Parameters
    ----------
    travel : mapping of str to TravelTimes
        Of all resident points, by the name of the trip: a kind, or ``KIND@MOMENT``. The causes are about the trip.
    kinds : mapping of kind to KindSection
    residents : Residents
    suspected, beyond : callable
        The places in which a site of a kind is suspected: :func:`suspected_places` and :func:`places_beyond`.
    """
    causes = []
    for name, times in travel.items():
        kind = name.partition("@")[0]
        section = kinds[kind]
        places = [suspected(kind)] if not section.complete else []
        if section.known_in:
            places.append(beyond(kind))
        if places:
            table = pd.concat(places, ignore_index=True)
            texts = {row: f"{section.label}: in {place}" for row, place in enumerate(table["plaats"])}
            causes.append(Cause(_nearer_place(residents, times, table), texts, name))
    return causes


def places_beyond(
    places: pd.DataFrame | None,
    land: GeoDataFrame,
    sites: GeoSeries,
    *,
    known_in: Sequence[str],
    settings: QualitySection,
) -> pd.DataFrame:
    """Places outside the provinces in which sites are known, as large as half of those inside that have one.

    Parameters
    ----------
    places, land, sites, known_in, settings
        As of :func:`suspected_places`.

    Returns
    -------
    DataFrame
        The columns of `places`. No rows where the project names no places, or none inside has a site.
    """
    if places is None:
        return pd.DataFrame(columns=["plaats", "gemeente", "x", "y", "adressen"])
    known = places["gemeente"].isin(set(land["gemeentenaam"][land["provincie"].isin(known_in)])).to_numpy()
    served = known & _near_sites(places, sites, settings.place_radius_m)
    least = places["adressen"][served].median() if served.any() else np.inf
    table = places[~known & (places["adressen"] >= least).to_numpy()]
    return table[["plaats", "gemeente", "x", "y", "adressen"]].reset_index(drop=True)


def outside_m(residents: Residents, areas: Areas, provinces: Sequence[str]) -> NDArray[np.float64]:
    """Metres in a straight line from every resident to the nearest land outside these provinces: (n,) float64.

    Zero for residents outside them; infinite where no such land is known.
    """
    land = areas.surroundings
    other = land[~land["provincie"].isin(provinces)]
    distance = np.full(len(residents.x), np.inf)
    if len(other):
        lines = shapely.segmentize(shapely.boundary(other.geometry.to_numpy()), STEP_M)
        nearest, _ = cKDTree(shapely.get_coordinates(lines)).query(
            np.column_stack([residents.x, residents.y]), workers=-1
        )
        distance[:] = nearest
    inside = areas.buurten["provincie"].isin(provinces).to_numpy()
    distance[~inside[residents.area]] = 0.0
    return distance


def suspected_places(
    places: pd.DataFrame | None,
    land: GeoDataFrame,
    sites: GeoSeries,
    *,
    known_in: Sequence[str] = (),
    settings: QualitySection,
) -> pd.DataFrame:
    """Places in which a site is missing that one would expect, largest first; see the module for the rule.

    Parameters
    ----------
    places : DataFrame or None
        ``plaats``, ``gemeente``, ``x``, ``y``, ``adressen``; None where the project names no places.
    land : GeoDataFrame of polygons
        All municipalities: ``gemeentenaam`` and ``provincie``.
    sites : GeoSeries of points
        Those of one kind that count, in the CRS of `land`.
    known_in : sequence of str
        The provinces in which all sites are known; none for everywhere.
    settings : QualitySection

    Returns
    -------
    DataFrame
        The columns of `places`. No rows where the project names no places.
    """
    if places is None:
        return pd.DataFrame(columns=["plaats", "gemeente", "x", "y", "adressen"])
    here = _near_sites(places, sites, settings.place_radius_m)
    # Elsewhere nothing is known, so nothing can be said about what is usual.
    known = land[land["provincie"].isin(known_in)] if known_in else land
    keep = places["gemeente"].isin(set(known["gemeentenaam"])).to_numpy()
    table = places[keep].assign(served=here[keep])
    table = table.sort_values(["adressen", "plaats", "gemeente"], ascending=[False, True, True], ignore_index=True)
    usual = table["served"].expanding().mean() >= settings.place_share
    usual &= table["served"].expanding().sum() > 1
    if usual.any():
        suspected = table[: int(np.flatnonzero(usual)[-1]) + 1]
        suspected = suspected[~suspected["served"]]
    else:
        first = table.drop_duplicates("gemeente")
        suspected = first[~first["gemeente"].isin(_gemeenten_of(land, sites))]
    return suspected[["plaats", "gemeente", "x", "y", "adressen"]].reset_index(drop=True)


def _near_sites(places: pd.DataFrame, sites: GeoSeries, radius_m: float) -> NDArray[np.bool_]:
    """Per place: a site lies within this distance of its middle."""
    if len(sites) == 0:
        return np.zeros(len(places), dtype=bool)
    distance, _ = cKDTree(np.column_stack([sites.x, sites.y])).query(places[["x", "y"]].to_numpy(dtype=np.float64))
    return np.asarray(distance <= radius_m)


def _gemeenten_of(land: GeoDataFrame, sites: GeoSeries) -> set[str]:
    """The municipalities in which these sites lie, on the map of municipalities."""
    _, area = shapely.STRtree(land.geometry.to_numpy()).query(sites.to_numpy(), predicate="intersects")
    return set(land["gemeentenaam"].iloc[area])


def _nearer_place(residents: Residents, travel: TravelTimes, places: pd.DataFrame) -> NDArray[np.int32]:
    """Per point the nearest place that is nearer in a straight line than the nearest site by road; -1 if none."""
    which = np.full(len(residents.x), -1, dtype=np.int32)
    if len(places) == 0:
        return which
    tree = cKDTree(places[["x", "y"]].to_numpy(dtype=np.float64))
    distance, place = tree.query(np.column_stack([residents.x, residents.y]), workers=-1)
    nearer = distance < travel.metres
    which[nearer] = place[nearer]
    return which
