"""What closing sites does to every resident point, looked up from the sites that are kept per point."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from zorgkaart.access.catalogue import norms_of, trips_of
from zorgkaart.access.norms import Judged, serves
from zorgkaart.access.site_sweep import SiteSweep
from zorgkaart.routing.nearest import TravelTimes
from zorgkaart.study.study import Study


@dataclass(frozen=True)
class Closure:
    """The points that a closure touches, with their times before and after it.

    Attributes
    ----------
    points : (m,) int64
        Rows of the resident points; all others keep what they have.
    before, after : (m,) float64
        Minutes; NaN where nothing can be reached.
    site : (m,) int32
        Where they go: rows of the facility table, -1 where no site is left.
    share : (m,) float64
        The part of the people at the point who used the sites that close: less than 1 where other sites at
        the same place stay, such as a second practice in the building.
    left : bool
        Somebody, be it elsewhere, still has a site, and a station where that counts too.
    """

    points: NDArray[np.int64]
    before: NDArray[np.float64]
    after: NDArray[np.float64]
    site: NDArray[np.int32]
    share: NDArray[np.float64]
    left: bool

    def newly_outside(self, limit_min: float) -> NDArray[np.bool_]:
        """(m,) bool: within the norm before and outside after, as it takes too long or no road is left to a site."""
        before, after = (
            (minutes > limit_min) | (np.isnan(minutes) & self.left) for minutes in (self.before, self.after)
        )
        result: NDArray[np.bool_] = after & ~before
        return result

    @property
    def lost(self) -> NDArray[np.bool_]:
        """(m,) bool: had a site, or a chain, and has none left."""
        return ~np.isnan(self.before) & np.isnan(self.after)


@dataclass(frozen=True)
class Leg:
    """One drive, to or from the nearest site of a kind, of which sites can be closed."""

    sweep: SiteSweep

    @cached_property
    def first(self) -> NDArray[np.int32]:
        """The nearest site of every point, as a place in ``sweep.rows``; -1 for none: (n,) int32."""
        if self.sweep.ranking is None:
            return np.full(self.sweep.points, -1, dtype=np.int32)
        return self.sweep.ranking.at.site[:, 0]

    @cached_property
    def place(self) -> NDArray[np.int64]:
        """A number per row of ``sweep.rows``, the same for sites at the same place: (s,) int64."""
        assert self.sweep.ranking is not None
        sites = self.sweep.ranking.sites
        spots = np.column_stack([sites.road, sites.fraction, sites.leg_s])
        place: NDArray[np.int64] = np.unique(spots, axis=0, return_inverse=True)[1].ravel()
        return place

    @cached_property
    def _users(self) -> list[NDArray[np.int64]]:
        """The points whose nearest site is at each place, by its number."""
        at = np.where(self.first >= 0, self.place[self.first], -1)
        order = np.argsort(at, kind="stable")
        bounds = np.searchsorted(at[order], np.arange(self.place.max() + 2))
        return [order[start:end] for start, end in pairwise(bounds)]

    @property
    def rows(self) -> set[int]:
        """Table rows of all sites that count."""
        return set(self.sweep.rows.tolist())

    @cached_property
    def used(self) -> set[int]:
        """Table rows of the sites that are somebody's nearest, those equally near included."""
        if self.sweep.ranking is None:
            return set()
        return set(self.sweep.rows[np.isin(self.place, self.place[self.first[self.first >= 0]])].tolist())

    def close(self, rows: tuple[int, ...]) -> Closure:
        """Close sites, given as rows of the facility table."""
        ranking = self.sweep.ranking
        if ranking is None:
            minutes = np.empty(0)
            return Closure(np.empty(0, np.int64), minutes, minutes, np.empty(0, np.int32), share=minutes, left=False)
        closed = np.isin(self.sweep.rows, rows)
        part = np.bincount(self.place, closed) / np.bincount(self.place)
        points = np.sort(np.concatenate([np.empty(0, np.int64), *(self._users[at] for at in np.flatnonzero(part))]))
        share = part[self.place[self.first[points]]]
        after = ranking.at_points(points).without(closed)
        site = np.where(after.site >= 0, self.sweep.rows[after.site], -1).astype(np.int32)
        left = bool((site >= 0).any() or len(points) < np.count_nonzero(self.first >= 0))
        return Closure(points, self.sweep.times.minutes[points], after.minutes, site, share, left)

    def next(self, closed: int) -> TravelTimes:
        """The nearest site of every point after `closed` others, unknown where there is none.

        Raises
        ------
        ValueError
            If the study keeps too few sites per resident.
        """
        ranking = self.sweep.ranking
        if ranking is None:
            return self.sweep.times
        if ranking.k <= closed:
            raise ValueError(f"the study keeps {ranking.k} sites per resident; make it with k={closed + 1} or more")
        return ranking.at.times(np.full(self.sweep.points, closed, dtype=np.int64))


@dataclass(frozen=True)
class ChainLegs:
    """The minutes of a norm, with those of its drives that sites of one kind are the end or the beginning of."""

    chain: Judged
    legs: tuple[Leg | None, ...]

    @cached_property
    def minutes(self) -> NDArray[np.float64]:
        """The whole of every point: (n,) float64."""
        return self.chain.minutes

    @property
    def rows(self) -> set[int]:
        """Table rows of all sites that count."""
        return {row for leg in self.legs if leg for row in leg.rows}

    @property
    def used(self) -> set[int]:
        """Table rows of the sites that somebody's chain goes by."""
        return {row for leg in self.legs if leg for row in leg.used}

    def close(self, rows: tuple[int, ...]) -> Closure:
        """Close sites; minutes are those of the whole, exactly as :class:`Judged` adds them up."""
        parts = [leg.close(rows) if leg else None for leg in self.legs]
        points = np.unique(np.concatenate([part.points for part in parts if part]))
        site, share = np.full(len(points), -1, dtype=np.int32), np.zeros(len(points))
        times = []
        for part, old in zip(parts, self.chain.rides, strict=True):
            minutes = old.minutes[points]
            if part:
                at = np.searchsorted(points, part.points)
                minutes[at], site[at], share[at] = part.after, part.site, np.maximum(share[at], part.share)
            times.append(minutes)
        left = all(part.left if part else serves(old) for part, old in zip(parts, self.chain.rides, strict=True))
        return Closure(points, self.minutes[points], self.chain.norm.total(*times), site, share, left)

    def without(self, rows: tuple[int, ...]) -> Judged:
        """The norm of every point if these sites close, given as rows of the facility table."""
        times = []
        for leg, old in zip(self.legs, self.chain.rides, strict=True):
            minutes, site = old.minutes.copy(), old.site.copy()
            if leg:
                closure = leg.close(rows)
                minutes[closure.points], site[closure.points] = closure.after, closure.site
            times.append(TravelTimes(minutes, old.metres, site))
        return replace(self.chain, rides=tuple(times))

    def next(self, closed: int) -> Judged:
        """The norm of every point by the nearest sites after `closed` others; see :meth:`Leg.next`."""
        rides = [leg.next(closed) if leg else old for leg, old in zip(self.legs, self.chain.rides, strict=True)]
        return replace(self.chain, rides=tuple(rides))


def car_leg(study: Study, kind: str) -> Leg | None:
    """The drive by car to a kind of site; None if its travel times are not computed."""
    trip = trips_of(study.project).get(kind)
    return Leg(trip.ride.by(study.site_sweep)) if trip else None


def chain_legs(study: Study, kind: str) -> dict[str, ChainLegs]:
    """The norms that sites of this kind are part of, as stations or as where people go, by the norm's name."""
    chains = {}
    for name, norm in norms_of(study.project).items():
        legs = tuple(Leg(leg.by(study.site_sweep)) if leg.kind == kind else None for leg in norm.legs)
        if any(legs):
            chains[name] = ChainLegs(study.chains[name], legs)
    return chains
