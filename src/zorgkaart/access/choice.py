"""Which of the nearest sites people choose: a logit over travel time, waiting and attraction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Choice:
    """The places that the people at each point choose between, in an order that hangs on values and not on rows.

    Sites at one place (two practices in a building) are as far for everybody; each of them is a choice of its own.

    Attributes
    ----------
    minutes : (n, k) float64
        To the k nearest places; infinite where there is no such place. At least one is finite.
    place : (n, k) int32
        Numbers of these places; 0 where there is none.
    demand : (n,) float64
        What the people at each point ask in a year.
    site_place : (s,) int64
        The place of each site.
    attraction : (s,) float64
        How much each site is chosen beside another one as far; above zero.
    order : (n,) int64
        The row of each point among those that were given.
    """

    minutes: Floats
    place: NDArray[np.int32]
    demand: Floats
    site_place: NDArray[np.int64]
    attraction: Floats
    order: NDArray[np.int64]

    @classmethod
    def of(
        cls,
        minutes: Floats,
        place: NDArray[np.int32],
        demand: Floats,
        site_place: NDArray[np.int64],
        attraction: Floats,
    ) -> Choice:
        """Take the points that ask something and reach something.

        Parameters
        ----------
        minutes : (n, k) float64
            To the k nearest places; NaN where there is no such place.
        place : (n, k) int32
            Their numbers; -1 where there is none.
        demand : (n,) float64
            A year; NaN where it is unknown: these points are left out, as are those of zero.
        site_place : (s,) int64
            The place of each site; every place has a site.
        attraction : (s,) float64
            Above zero.

        Returns
        -------
        Choice
            With its points ordered by minutes, places and demand, so that sums are the same to the last bit in
            whatever order the rows came.
        """
        asks = (np.nan_to_num(demand) > 0) & (place >= 0).any(axis=1)
        rows = np.flatnonzero(asks)
        keys = (*np.nan_to_num(minutes[rows], nan=np.inf).T, *place[rows].T, demand[rows])
        order = rows[np.lexsort(keys)].astype(np.int64)
        there = place[order] >= 0
        return cls(
            np.where(there, minutes[order], np.inf),
            np.where(there, place[order], 0).astype(np.int32),
            demand[order],
            site_place,
            attraction,
            order,
        )

    @property
    def places(self) -> int:
        """How many places there are."""
        return int(self.site_place.max()) + 1

    def at(self, decay: float, wait: Floats | None = None) -> Shares:
        """Who chooses what.

        Parameters
        ----------
        decay : float
            By how much a minute more makes a site less chosen: its odds are times exp(-decay). Above zero.
        wait : (s,) float64, optional
            Minutes that each site costs beside the trip; none without.

        Returns
        -------
        Shares
            At these waiting times.
        """
        waited = np.zeros(len(self.site_place)) if wait is None else wait
        # Around the least wait at each place, so that no power of e is too large or too small for all of them.
        least = np.full(self.places, np.inf)
        np.minimum.at(least, self.site_place, waited)
        weight = self.attraction * np.exp(-decay * (waited - least[self.site_place]))
        total = np.bincount(self.site_place, weight, self.places)
        value = np.log(total) - decay * least
        utility = value[self.place] - decay * self.minutes
        utility -= utility.max(axis=1, keepdims=True)
        part = np.exp(utility)
        part /= part.sum(axis=1, keepdims=True)
        return Shares(self, decay, part, weight / total[self.site_place])


@dataclass(frozen=True)
class Shares:
    """Which share of the people at each point chooses which site.

    Attributes
    ----------
    choice : Choice
        Between what.
    decay : float
        Per minute.
    part : (n, k) float64
        The share of each point that goes to each of its places; rows add up to 1.
    within : (s,) float64
        The share of those who go to a place that goes to each of its sites.
    """

    choice: Choice
    decay: float
    part: Floats
    within: Floats

    def load(self, people: Floats | None = None) -> Floats:
        """What is asked of each site.

        Parameters
        ----------
        people : (n,) float64, optional
            To count these instead of the demand; in the order of the choice.

        Returns
        -------
        (s,) float64
        """
        asked = self.choice.demand if people is None else people
        flow = (self.part * asked[:, None]).ravel()
        at_place: Floats = np.bincount(self.choice.place.ravel(), flow, self.choice.places).astype(np.float64)
        return at_place[self.choice.site_place] * self.within

    def slope(self) -> Floats:
        """(s, s) float64: by how much the load of each site falls per minute of waiting at each other.

        Symmetric, and no vector makes it negative: a site that costs more gets less, and the others get that.
        """
        choice = self.choice
        count = choice.places
        joint = np.zeros(count * count)
        for one in range(choice.place.shape[1]):
            flow = choice.demand * self.part[:, one]
            for other in range(one, choice.place.shape[1]):
                both = flow * self.part[:, other]
                pair = choice.place[:, one].astype(np.int64) * count + choice.place[:, other]
                sums = np.bincount(pair, both, count * count)
                joint += sums
                if other != one:
                    joint += sums.reshape(count, count).T.ravel()
        at = choice.site_place
        shared = joint.reshape(count, count)[np.ix_(at, at)] * np.outer(self.within, self.within)
        result: Floats = self.decay * (np.diag(self.load()) - shared)
        return result

    @property
    def minutes(self) -> Floats:
        """(n,) float64: mean minutes of travel of each point to the sites that it chooses."""
        return self.minutes_with(np.zeros(len(self.within)))[0]

    def mean_of(self, values: Floats) -> tuple[Floats, Floats]:
        """A number of each site over those who choose it, as far as it is known.

        Parameters
        ----------
        values : (s,) float64
            NaN where unknown.

        Returns
        -------
        total : (n,) float64
            Summed over the sites of which it is known, each times the share that chooses it.
        share : (n,) float64
            The share that chooses one of these; `total` divided by it is their mean.
        """
        known = ~np.isnan(values)
        return self._over_places(np.nan_to_num(values)), self._over_places(known.astype(np.float64))

    def minutes_with(self, wait: Floats) -> tuple[Floats, Floats]:
        """As :meth:`mean_of` the waiting at each site, with the minutes of travel of who chooses these sites.

        Parameters
        ----------
        wait : (s,) float64
            Minutes at each site; NaN where they are not known.
        """
        waited, share = self.mean_of(wait)
        told = self._at_places((~np.isnan(wait)).astype(np.float64))
        travel = np.where(self.part > 0, self.choice.minutes, 0.0)
        return (self.part * told * travel).sum(axis=1) + waited, share

    def _at_places(self, values: Floats) -> Floats:
        """(n, k) float64: of who goes to a place, the mean over its sites."""
        choice = self.choice
        sums: Floats = np.bincount(choice.site_place, self.within * values, choice.places).astype(np.float64)
        return sums[choice.place]

    def _over_places(self, values: Floats) -> Floats:
        result: Floats = (self.part * self._at_places(values)).sum(axis=1)
        return result

    def matrix(self) -> csr_array[Any, Any]:
        """(n, s) sparse: the share of each point that goes to each site, points in the order of the choice."""
        choice = self.choice
        rows = np.repeat(np.arange(len(self.part)), self.part.shape[1])
        flat = (rows, choice.place.ravel())
        by_place = csr_array((self.part.ravel(), flat), shape=(len(self.part), choice.places))
        sites = np.arange(len(choice.site_place))
        spread = csr_array((self.within, (choice.site_place, sites)), shape=(choice.places, len(sites)))
        return by_place @ spread
