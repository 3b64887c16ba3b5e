"""How many owners of practices there are for the inhabitants of each area, if some practices close."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zorgkaart.access.floating_catchments import Catchments, Method, share_supply
from zorgkaart.access.groups import Groups
from zorgkaart.study.supplied import Supplied

Float = NDArray[np.float64]


@dataclass(frozen=True)
class Sharing:
    """Who shares which practices.

    Attributes
    ----------
    catchments : Catchments
        The points within reach of the places of practices.
    place : (practices,) int64
        The place of each practice.
    demand : (points,) float64
        What they ask; NaN where unknown.
    method : str
        How it is shared; see :mod:`zorgkaart.access.floating_catchments`.
    per : int
        Of how many units of demand the supply is told.
    groups : Groups
        The points in their areas.
    """

    catchments: Catchments
    place: NDArray[np.int64]
    demand: Float
    method: Method
    per: int
    groups: Groups

    @classmethod
    def of_supplied(cls, supplied: Supplied, groups: Groups) -> Sharing:
        """How the project shares the supply of a kind, with owners in place of what its sites have.

        Parameters
        ----------
        supplied : Supplied
            Whose sites are the practices, in the order of its ``rows``.
        groups : Groups
            The points in their areas.
        """
        place = np.unique(supplied.reach.place[supplied.used], return_inverse=True)[1].reshape(-1)
        supply = supplied.supply
        asked = supplied.demand.per_point
        return cls(supplied.catchments, place.astype(np.int64), asked, supply.method, supply.per, groups)

    def alike(self) -> Sharing:
        """Return the same with one point for all of an area that have the same practices within the same reach.

        They share whatever there is in the same way, so that the demand of all of them may stand for each. Those whose
        demand is not known are left as they are.
        """
        catchments, area = self.catchments, self.groups.area
        key = _reach_keys(catchments)
        parted = np.isnan(self.demand) | np.isnan(self.groups.weight)
        own = np.column_stack([area.astype(np.uint64), key[:, 0], key[:, 1], parted.astype(np.uint64)])
        _, first, point = np.unique(own, axis=0, return_index=True, return_inverse=True)
        point = point.reshape(-1)
        kept = np.zeros(catchments.points, dtype=bool)
        kept[first] = True
        pairs = kept[catchments.point]
        together = Catchments(
            point[catchments.point[pairs]].astype(np.int32),
            catchments.place[pairs],
            catchments.weight[pairs],
            len(first),
            catchments.sites,
        )
        demand, weight = (
            np.bincount(point, values, len(first)).astype(np.float64) for values in (self.demand, self.groups.weight)
        )
        groups = Groups(area[first], self.groups.count, weight)
        return Sharing(together, self.place, demand, self.method, self.per, groups)

    def of(self, owners: Float) -> Float:
        """The owners for the inhabitants of each area.

        Parameters
        ----------
        owners : (practices,) float64
            Of each practice; one without owners is closed.

        Returns
        -------
        (areas,) float64
            Per so many units of demand, the mean over the inhabitants: 0 where no practice is within reach; NaN where
            nobody is known to live.
        """
        catchments = self.catchments
        sites = np.bincount(self.place, owners > 0, len(catchments.sites)).astype(np.int64)
        there = np.bincount(self.place, owners, len(catchments.sites)).astype(np.float64)
        used = (sites > 0)[catchments.place]
        left = Catchments(
            catchments.point[used], catchments.place[used], catchments.weight[used], catchments.points, sites
        )
        access = share_supply(left, there, self.demand, method=self.method).access
        return np.where(self.groups.has_known, self.groups.mean(access * self.per), np.nan)


def _reach_keys(catchments: Catchments) -> NDArray[np.uint64]:
    """(points, 2) uint64: two numbers that are the same for points with the same places at the same weights.

    Each pair of a place and a weight has two random numbers of 64 bits; a point has the sums of its pairs.
    """
    heights, height = np.unique(catchments.weight, return_inverse=True)
    pair = catchments.place.astype(np.int64) * len(heights) + height.reshape(-1)
    numbers = np.random.default_rng(0).integers(
        0, 2**64, size=(len(catchments.sites) * len(heights), 2), dtype=np.uint64
    )
    keys = np.zeros((catchments.points, 2), dtype=np.uint64)
    for column in range(2):
        np.add.at(keys[:, column], catchments.point, numbers[pair, column])
    return keys
