"""Sites at one place, such as two practices in a building: they share the residents who are nearest to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zorgkaart.routing.routing_graph import Places
from zorgkaart.study.study import Study


def places_of(places: Places, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first of `rows` at each distinct place on the network, and for each of `rows` the number of its place."""
    spots = np.column_stack([places.road[rows], places.fraction[rows], places.leg_s[rows]])
    _, first, place = np.unique(spots, axis=0, return_index=True, return_inverse=True)
    return rows[first], place.ravel()


@dataclass(frozen=True)
class Sharing:
    """Who shares with whom among the sites of a kind that serve in a study.

    Attributes
    ----------
    rows : (s,) int64
        Rows of the facility table.
    place : (s,) int64
        A number that is the same for sites at the same place.
    """

    rows: NDArray[np.int64]
    place: NDArray[np.int64]

    @classmethod
    def of(cls, study: Study, kind: str) -> Sharing:
        """The sites of a kind that serve in a study."""
        rows = study.serving(kind)
        return cls(rows, places_of(study.site_places, rows)[1])

    def parts(self, site: int) -> dict[int, float]:
        """The sites that residents go to who are nearest to `site`, a row, with the part that goes to each.

        A resident who reaches no site (-1) goes nowhere: ``{-1: 1.0}``.
        """
        if site < 0:
            return {-1: 1.0}
        same = self.rows[self.place == self.place[self.rows == site]]
        return {int(row): 1 / len(same) for row in same}

    def share(self, nearest: NDArray[np.int32], chosen: NDArray[np.int64]) -> NDArray[np.float64]:
        """The part of the residents at each point who go to one of the `chosen` sites.

        Parameters
        ----------
        nearest : (n,) int32
            The nearest site of each point, -1 for none.
        chosen : (c,) int64
            Rows of the facility table.

        Returns
        -------
        (n,) float64
        """
        if not len(self.rows):
            return np.zeros(len(nearest))
        among = np.bincount(self.place, np.isin(self.rows, chosen)) / np.bincount(self.place)
        at = np.searchsorted(self.rows, np.maximum(nearest, self.rows[0]))
        return np.where(nearest >= 0, among[self.place[at]], 0.0)


def flows(before: Mapping[int, float], after: Mapping[int, float]) -> dict[tuple[int, int], float]:
    """Who goes from which site to which other, when the parts that go to each site change; who can stays.

    Examples
    --------
    >>> flows({1: 0.5, 2: 0.5}, {2: 1.0})
    {(1, 2): 0.5}
    """
    leave = {site: part - after.get(site, 0.0) for site, part in before.items() if part > after.get(site, 0.0)}
    arrive = {site: part - before.get(site, 0.0) for site, part in after.items() if part > before.get(site, 0.0)}
    total = sum(arrive.values())
    return {(one, other): gone * come / total for one, gone in leave.items() for other, come in arrive.items()}
