"""From points to areas: the columns of ``docs/uitvoer.md``, each an array with one value per area.

Minutes and kilometres are not rounded; NaN and None stand for "unknown".
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zorgkaart.access.groups import Groups
from zorgkaart.access.measures import Trip
from zorgkaart.access.norms import Columns, Judged, serves
from zorgkaart.network.snap import Reason, Snapped
from zorgkaart.routing.nearest import TravelTimes

NO_ADDRESS = "geen adres in dit gebied bekend"


@dataclass(frozen=True)
class PointResults:
    """Everything that is known per resident point.

    Attributes
    ----------
    travel : mapping of kind to TravelTimes
        Sites are rows of the facility table.
    chains : mapping of norm to Judged
        The minutes of each norm and their parts.
    snapped : Snapped
        The places of the points on the network.
    on_island : (n,) bool
        The point lies on roads that no road joins to the main ones.
    edge_min : (n,) float64
        Minutes to the nearest place where the network was cut off, at the fastest speed and as the crow
        flies; no site beyond it can be nearer than that.
    """

    travel: Mapping[str, TravelTimes]
    chains: Mapping[str, Judged]
    snapped: Snapped
    on_island: NDArray[np.bool_]
    edge_min: NDArray[np.float64]


def travel_columns(
    trip: Trip,
    travel: TravelTimes,
    groups: Groups,
    site_ids: NDArray[np.object_],
    joined: NDArray[np.bool_],
    *,
    shortest: TravelTimes | None = None,
) -> Columns:
    """Minutes and kilometres of a trip to the nearest site per area, and the site most residents are nearest to.

    Parameters
    ----------
    trip : Trip
        Gives the names of the columns.
    travel : TravelTimes
        Of every point, with rows of the facility table as sites.
    groups : Groups
        The area and the inhabitants of every point.
    site_ids : (sites,) object
        Ids of the facility table, by row.
    joined : (n,) bool
        The point has a place on the roads.
    shortest : TravelTimes, optional
        Of every point along the shortest path; without it, there is no column of it.

    Returns
    -------
    dict of str to (areas,) array
        Mean, median and ninth decile of the minutes and mean kilometres as float64, NaN where no point reaches a site;
        the id of the site as object, None there; inhabitants whom no road joins to a site, NaN where nobody has one.
    """
    middle, high = groups.quantiles(travel.minutes, (0.5, 0.9))
    site = groups.commonest(travel.site)
    names = np.full(groups.count, None, dtype=object)
    names[site >= 0] = site_ids[site[site >= 0]]
    return {
        trip.column: groups.mean(travel.minutes),
        trip.median: middle,
        trip.p90: high,
        trip.km: groups.mean(travel.metres) / 1000,
        **({} if shortest is None else {trip.shortest_km: groups.mean(shortest.metres) / 1000}),
        trip.site: names,
        trip.without_road: np.where(
            groups.has_known & serves(travel), groups.total(joined & (travel.site < 0)), np.nan
        ),
    }


def beyond_edge(points: PointResults, kinds: Collection[str] | None = None) -> NDArray[np.bool_]:
    """For whom something beyond the edge of the network could be nearer.

    Parameters
    ----------
    points : PointResults
        All travel times, and the distance to the edge of the network.
    kinds : collection of str, optional
        The trips to these kinds and their norms; without it those of all kinds.

    Returns
    -------
    (n,) bool
        False where there is no travel time.
    """
    edge = np.zeros(len(points.edge_min), dtype=bool)
    minutes = [(kind, travel.minutes) for kind, travel in points.travel.items()]
    minutes += [(chain.norm.kind, chain.longest_ride) for chain in points.chains.values()]
    for kind, mine in minutes:
        if kinds is None or kind in kinds:
            edge |= mine > points.edge_min
    return edge


def quality_columns(points: PointResults, groups: Groups) -> Columns:
    """What the figures of an area rest on: distance to the road, addresses, the network's edge, the unreachable.

    Parameters
    ----------
    points : PointResults
        All travel times, and the distance to the edge of the network.
    groups : Groups
        The area and the inhabitants of every point.

    Returns
    -------
    dict of str to (areas,) array
        ``snap_m_p90`` (metres, float64), ``netwerkrand`` (bool: a site beyond the edge might be nearer), ``adressen``
        (int64), ``inwoners_onbereikbaar`` and ``inwoners_eiland`` (float64, NaN where no number is published) and
        ``onbereikbaar_reden`` (object, None where all points are joined).
    """
    edge = beyond_edge(points)
    lost = ~points.snapped.joined
    return {
        "snap_m_p90": groups.quantiles(points.snapped.leg_m, (0.9,))[0],
        "netwerkrand": np.bincount(groups.area, edge, groups.count) > 0,
        "adressen": np.bincount(groups.area, minlength=groups.count),
        "inwoners_onbereikbaar": np.where(groups.has_known, groups.total(lost), np.nan),
        "onbereikbaar_reden": _reasons(points.snapped, groups),
        "inwoners_eiland": np.where(groups.has_known, groups.total(points.on_island), np.nan),
    }


def _reasons(snapped: Snapped, groups: Groups) -> NDArray[np.object_]:
    """Per area why points have no place on the network, the commonest reason first; None where all have."""
    result = np.full(groups.count, None, dtype=object)
    result[np.bincount(groups.area, minlength=groups.count) == 0] = NO_ADDRESS
    lost = np.flatnonzero(~snapped.joined)
    counts = np.zeros((groups.count, len(Reason)), dtype=int)
    np.add.at(counts, (groups.area[lost], snapped.reason[lost]), 1)
    for area in np.flatnonzero(counts.sum(axis=1)):
        ranked = [Reason(int(r)) for r in np.argsort(-counts[area], kind="stable") if counts[area, r]]
        result[area] = "; ".join(reason.text for reason in ranked)
    return result
