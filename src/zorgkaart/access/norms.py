"""Who is outside a norm, per point and per area: the same for every variant of norm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from zorgkaart.access.groups import ROUNDING, Groups
from zorgkaart.access.measure_parts import Sweep
from zorgkaart.access.measures import Norm
from zorgkaart.routing.nearest import TravelTimes

BINNEN, DEELS, BUITEN, ONBEKEND = "binnen", "deels buiten", "buiten", "onbekend"
VERDICTS = (BINNEN, DEELS, BUITEN, ONBEKEND)
# Why someone is outside.
TOO_LONG, NO_ROAD = "langer dan de norm", "geen wegverbinding"
Columns = dict[str, NDArray[Any]]
# Inhabitants from an age on, per point.
Ages = Mapping[int, NDArray[np.float64]]


@dataclass(frozen=True)
class Judged:
    """A norm's minutes for every point, their parts kept apart.

    Attributes
    ----------
    norm : Norm
        By which people are judged.
    rides : tuple of TravelTimes
        One for each of the norm's legs.
    joined : (n,) bool
        The point has a place on the roads.
    """

    norm: Norm
    rides: tuple[TravelTimes, ...]
    joined: NDArray[np.bool_]

    @classmethod
    def of(cls, norm: Norm, sweep: Sweep[TravelTimes], *, joined: NDArray[np.bool_]) -> Self:
        """The norm at the points that `sweep` is about.

        Parameters
        ----------
        norm : Norm
            By which people are judged.
        sweep : Sweep
            Finds the rides of each leg.
        joined : (n,) bool
            The point has a place on the roads.
        """
        return cls(norm, tuple(leg.by(sweep) for leg in norm.legs), joined)

    @cached_property
    def minutes(self) -> NDArray[np.float64]:
        """(n,) float64: the whole; NaN where a part is unknown."""
        return self.norm.total(*(ride.minutes for ride in self.rides))

    @property
    def longest_ride(self) -> NDArray[np.float64]:
        """(n,) float64: the minutes of the longest ride that is known."""
        longest: NDArray[np.float64] = np.fmax.reduce([ride.minutes for ride in self.rides])
        return longest

    @property
    def at_kind(self) -> TravelTimes:
        """The ride from or to the nearest site of the kind that the norm is about."""
        return next(ride for leg, ride in zip(self.norm.legs, self.rides, strict=True) if leg.kind == self.norm.kind)

    @cached_property
    def no_road(self) -> NDArray[np.bool_]:
        """(n,) bool: no road joins the point to a site or a station, which others do reach; so it is outside the norm.

        Helicopters and boats are not modelled.
        """
        return np.asarray(self.joined & np.isnan(self.minutes) & all(serves(ride) for ride in self.rides))

    @cached_property
    def known(self) -> NDArray[np.bool_]:
        """(n,) bool: there is a verdict, as the minutes can be computed or there is no road (:attr:`no_road`)."""
        return ~np.isnan(self.minutes) | self.no_road

    @cached_property
    def outside(self) -> NDArray[np.bool_]:
        """(n,) bool: longer than the norm, or no road. False where there is no verdict: look at :attr:`known` too."""
        return (self.minutes > self.norm.limit_min) | self.no_road

    def count_outside(self, weight: NDArray[np.float64]) -> float:
        """People outside the norm, given those at every point; NaN where nothing is known at all.

        Parameters
        ----------
        weight : (n,) float64
            People at every point, without NaN.
        """
        return float(weight @ self.outside) if self.known.any() else np.nan

    def count_no_road(self, weight: NDArray[np.float64]) -> float:
        """People of :meth:`count_outside` whom no road joins to a site or a station; NaN where nothing is known at all.

        Parameters
        ----------
        weight : (n,) float64
            People at every point, without NaN.
        """
        return float(weight @ self.no_road) if self.known.any() else np.nan

    def crossings(self, after: Judged, weight: NDArray[np.float64]) -> tuple[float, float]:
        """People who come to lie outside the norm, and people who come to lie inside it.

        Those without a verdict on one of the sides are in neither; both are NaN where nobody has one.

        Parameters
        ----------
        after : Judged
            The same points after a change.
        weight : (n,) float64
            People at every point, without NaN.
        """
        if not (self.known.any() and after.known.any()):
            return np.nan, np.nan
        out = self.known & ~self.outside & after.outside
        back = self.outside & after.known & ~after.outside
        return float(weight @ out), float(weight @ back)

    def same_rides(self, other: Judged) -> bool:
        """Whether the very same rides were added up, so that nothing has to be computed anew.

        Parameters
        ----------
        other : Judged
            Of a norm with as many legs.
        """
        return all(mine is theirs for mine, theirs in zip(self.rides, other.rides, strict=True))


def norm_columns(judged: Judged, groups: Groups, ages: Ages) -> Columns:
    """The norm's own measure per area, its parts, who is outside and why, and the verdict.

    Parameters
    ----------
    judged : Judged
        The minutes of every point.
    groups : Groups
        The area and the inhabitants of every point.
    ages : mapping of int to (n,) float64
        Inhabitants from an age on per point; NaN where unknown.

    Returns
    -------
    dict of str to (areas,) array
        By the names of :meth:`~zorgkaart.access.measures.Norm.columns`: minutes, inhabitants and shares
        as float64, NaN where unknown; the verdict and its reason as object.
    """
    norm = judged.norm
    share = share_outside(judged, groups)
    known = has_verdict(share, groups)
    no_road = groups.total(judged.no_road)
    parts = [(leg, ride) for leg, ride in zip(norm.legs, judged.rides, strict=True) if leg.word]
    return {
        norm.column: groups.mean(judged.minutes),
        norm.p90: groups.quantiles(judged.minutes, (0.9,))[0],
        **{norm.part(leg): groups.mean(ride.minutes) for leg, ride in parts},
        norm.outside: people_outside(judged, groups, share=share),
        **{norm.outside_aged(age): aged_outside(people, judged, groups, share=share) for age, people in ages.items()},
        norm.share: share,
        norm.verdict: verdict(share, known, flag_share=norm.flag_share),
        norm.no_road: np.where(known, no_road, np.nan),
        norm.reason: _reasons(known, groups.total(judged.outside) - no_road, no_road),
    }


def ride_site_columns(judged: Judged, groups: Groups, ids: NDArray[np.object_], names: NDArray[np.object_]) -> Columns:
    """From which station the ambulance comes and to which site it goes, per area: that of most inhabitants.

    Parameters
    ----------
    judged : Judged
        The rides of every point.
    groups : Groups
        The area and the inhabitants of every point.
    ids, names : (sites,) object
        Of the facility table, of which the sites of the rides are rows.

    Returns
    -------
    dict of str to (areas,) array
        By the names of :attr:`~zorgkaart.access.measures.Norm.site_columns`: id and name as object, None where nobody
        has such a ride; the part of the inhabitants with a ride who have that site as float64, NaN there.
    """
    columns: Columns = {}
    for leg, ride in zip(judged.norm.legs, judged.rides, strict=True):
        if not leg.word:
            continue
        site = groups.commonest(ride.site)
        has = site >= 0
        mine = np.where(ride.site >= 0, (ride.site == site[groups.area]).astype(float), np.nan)
        column = judged.norm.ride_site(leg)
        for name, texts in ((column.id, ids), (column.name, names)):
            columns[name] = np.full(groups.count, None, dtype=object)
            columns[name][has] = texts[site[has]]
        columns[column.share] = groups.mean(mine)
    return columns


def has_verdict(share: NDArray[np.float64], groups: Groups) -> NDArray[np.bool_]:
    """Whether an area is judged: its inhabitants are known, and the minutes of some of them.

    Parameters
    ----------
    share : (areas,) float64
        As :func:`share_outside` gives it.
    groups : Groups
        The area and the inhabitants of every point.

    Returns
    -------
    (areas,) bool
        False where there is no verdict.
    """
    return groups.has_known & ~np.isnan(share)


def people_outside(judged: Judged, groups: Groups, *, share: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """Inhabitants outside per area.

    Parameters
    ----------
    judged : Judged
        The minutes of every point.
    groups : Groups
        The area and the inhabitants of every point.
    share : (areas,) float64, optional
        What :func:`share_outside` gave of them, if it is known already.

    Returns
    -------
    (areas,) float64
        NaN where there is no verdict.
    """
    share = share_outside(judged, groups) if share is None else share
    return np.where(has_verdict(share, groups), groups.total(judged.outside), np.nan)


def aged_outside(
    people: NDArray[np.float64], judged: Judged, groups: Groups, *, share: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """People of some age outside per area.

    Parameters
    ----------
    people : (n,) float64
        Those of that age at every point; NaN where unknown.
    judged : Judged
        The minutes of every point.
    groups : Groups
        The area and the inhabitants of every point.
    share : (areas,) float64, optional
        What :func:`share_outside` gave of them, if it is known already.

    Returns
    -------
    (areas,) float64
        NaN where the number of none of them is known, or no minutes are.
    """
    share = share_outside(judged, groups) if share is None else share
    told = np.bincount(groups.area, ~np.isnan(people), groups.count) > 0
    outside = np.bincount(groups.area, np.nan_to_num(people) * judged.outside, groups.count)
    return np.where(told & ~np.isnan(share), outside, np.nan)


def serves(ride: TravelTimes) -> bool:
    """Whether the sites of a ride serve anybody at all; where they do not, nothing is known of anybody.

    Parameters
    ----------
    ride : TravelTimes
        Of every point.
    """
    return bool((ride.site >= 0).any())


def _reasons(
    known: NDArray[np.bool_], too_long: NDArray[np.float64], no_road: NDArray[np.float64]
) -> NDArray[np.object_]:
    """Per area why people are outside, None where nobody is."""
    result = np.full(len(known), None, dtype=object)
    for area in np.flatnonzero(known & ((too_long > ROUNDING) | (no_road > ROUNDING))):
        why = [(too_long[area], TOO_LONG), (no_road[area], NO_ROAD)]
        result[area] = "; ".join(words for people, words in why if people > ROUNDING)
    return result


def share_outside(judged: Judged, groups: Groups) -> NDArray[np.float64]:
    """The part of the inhabitants outside per area, of those whose minutes are known.

    Parameters
    ----------
    judged : Judged
        The minutes of every point.
    groups : Groups
        The area and the inhabitants of every point.

    Returns
    -------
    (areas,) float64
        From 0 to 1; NaN where no minutes are known.
    """
    return groups.mean(np.where(judged.known, judged.outside.astype(float), np.nan))


def verdict(share_outside: NDArray[np.float64], known: NDArray[np.bool_], *, flag_share: float) -> NDArray[np.object_]:
    """Judge areas by the share of their residents outside the norm.

    `deels buiten` from `flag_share` on, `buiten` where less than that share is still within, `binnen`
    below it: a single remote farm does not flag a neighbourhood, though its people are counted in every
    total. `onbekend` where `known` is False.

    Parameters
    ----------
    share_outside : (areas,) float64
        From 0 to 1, as :func:`share_outside` gives it.
    known : (areas,) bool
        Whether anything is known of an area.
    flag_share : float
        Between 0 and 0.5: from which share on an area is flagged.

    Returns
    -------
    (areas,) object
        One of :data:`VERDICTS` per area.
    """
    result = np.full(len(share_outside), ONBEKEND, dtype=object)
    result[known & (share_outside < flag_share - ROUNDING)] = BINNEN
    result[known & (share_outside >= flag_share - ROUNDING)] = DEELS
    result[known & (share_outside > 1 - flag_share + ROUNDING)] = BUITEN
    return result
