"""From points to areas: the columns of ``docs/uitvoer.md``, each an array with one value per area.

Minutes and kilometres are not rounded; NaN and None stand for "unknown".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zorgkaart.access.chain import Chain
from zorgkaart.access.groups import ROUNDING, Groups
from zorgkaart.network.snap import Reason, Snapped
from zorgkaart.routing.nearest import TravelTimes

BINNEN, DEELS, BUITEN, ONBEKEND = "binnen", "deels buiten", "buiten", "onbekend"
Columns = dict[str, NDArray[Any]]
NO_ADDRESS = "geen adres in dit gebied bekend"
VERDICTS = (BINNEN, DEELS, BUITEN, ONBEKEND)


@dataclass(frozen=True)
class PointResults:
    """Everything that is known per resident point.

    Attributes
    ----------
    travel : mapping of kind to TravelTimes
        Sites are rows of the facility table.
    chains : mapping of kind to Chain
    snapped : Snapped
    edge_min : (n,) float64
        Minutes to the nearest place where the network was cut off, at the fastest speed and as the crow
        flies; no site beyond it can be nearer than that.
    """

    travel: Mapping[str, TravelTimes]
    chains: Mapping[str, Chain]
    snapped: Snapped
    edge_min: NDArray[np.float64]


def travel_columns(kind: str, travel: TravelTimes, groups: Groups, site_ids: NDArray[np.object_]) -> Columns:
    """Minutes and kilometres by car to the nearest site per area, and the site most residents are nearest to.

    Parameters
    ----------
    site_ids : (sites,) object
        Ids of the facility table, by row.
    """
    middle, high = groups.quantiles(travel.minutes, (0.5, 0.9))
    site = groups.commonest(travel.site)
    names = np.full(groups.count, None, dtype=object)
    names[site >= 0] = site_ids[site[site >= 0]]
    return {
        f"{kind}_min": groups.mean(travel.minutes),
        f"{kind}_min_p50": middle,
        f"{kind}_min_p90": high,
        f"{kind}_km": groups.mean(travel.metres) / 1000,
        f"{kind}_id": names,
    }


def norm_columns(kind: str, chain: Chain, groups: Groups, elderly: NDArray[np.float64]) -> Columns:
    """The norm's own measure per area, its parts, who is outside, and the verdict.

    Parameters
    ----------
    elderly : (n,) float64
        Inhabitants of 65 and over per point; NaN where not published.
    """
    share = groups.mean(np.where(chain.known, chain.outside.astype(float), np.nan))
    known = groups.has_known & ~np.isnan(share)
    has_elderly = np.bincount(groups.area, ~np.isnan(elderly), groups.count) > 0
    elderly_outside = np.bincount(groups.area, np.nan_to_num(elderly) * chain.outside, groups.count)
    judged = verdict(share, known, flag_share=chain.norm.flag_share)
    return {
        f"{kind}_norm_min": groups.mean(chain.minutes),
        f"{kind}_norm_p90": groups.quantiles(chain.minutes, (0.9,))[0],
        f"{kind}_aanrij_min": groups.mean(chain.approach.minutes),
        f"{kind}_vervoer_min": groups.mean(chain.transport.minutes),
        f"{kind}_inwoners_buiten_norm": np.where(known, groups.total(chain.outside), np.nan),
        f"{kind}_65plus_buiten_norm": np.where(has_elderly & ~np.isnan(share), elderly_outside, np.nan),
        f"{kind}_aandeel_buiten_norm": share,
        f"{kind}_oordeel": judged,
    }


def verdict(share_outside: NDArray[np.float64], known: NDArray[np.bool_], *, flag_share: float) -> NDArray[np.object_]:
    """Judge areas by the share of their residents outside the norm.

    `deels buiten` from `flag_share` on, `buiten` where less than that share is still within, `binnen`
    below it: a single remote farm does not flag a neighbourhood, though its people are counted in every
    total. `onbekend` where `known` is False.
    """
    result = np.full(len(share_outside), ONBEKEND, dtype=object)
    result[known & (share_outside < flag_share - ROUNDING)] = BINNEN
    result[known & (share_outside >= flag_share - ROUNDING)] = DEELS
    result[known & (share_outside > 1 - flag_share + ROUNDING)] = BUITEN
    return result


def quality_columns(points: PointResults, groups: Groups) -> Columns:
    """What the figures of an area rest on: distance to the road, addresses, the network's edge, the unreachable."""
    edge = np.zeros(len(points.edge_min), dtype=bool)
    for travel in points.travel.values():
        edge |= travel.minutes > points.edge_min
    for chain in points.chains.values():
        edge |= np.fmax(chain.approach.minutes, chain.transport.minutes) > points.edge_min
    lost = ~points.snapped.joined
    return {
        "snap_m_p90": groups.quantiles(points.snapped.leg_m, (0.9,))[0],
        "netwerkrand": np.bincount(groups.area, edge, groups.count) > 0,
        "adressen": np.bincount(groups.area, minlength=groups.count),
        "inwoners_onbereikbaar": np.where(groups.has_known, groups.total(lost), np.nan),
        "onbereikbaar_reden": _reasons(points.snapped, groups),
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
