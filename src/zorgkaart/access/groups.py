"""Weighted statistics of points per area."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

# Nine parts of ten are nine tenths, though their floats may add up to a little less.
ROUNDING = 1e-9
# Pairs of an area and a site up to which a table of all of them is no burden.
MOST_PAIRS = 4_000_000


@dataclass(frozen=True)
class Groups:
    """Points in areas, with a weight each.

    Attributes
    ----------
    area : (n,) int32
        Row of the area that a point lies in.
    count : int
        Number of areas; an area may have no points.
    weight : (n,) float64
        Inhabitants; NaN where their number is not published.
    """

    area: NDArray[np.int32]
    count: int
    weight: NDArray[np.float64]

    @cached_property
    def known(self) -> NDArray[np.float64]:
        """(n,) float64: the weights, zero where they are unknown; for sums of inhabitants."""
        return np.nan_to_num(self.weight, nan=0.0)

    @cached_property
    def has_known(self) -> NDArray[np.bool_]:
        """(areas,) bool: the inhabitants of at least one point are known, so a sum over them says something."""
        return np.bincount(self.area, ~np.isnan(self.weight), self.count) > 0

    @cached_property
    def shares(self) -> NDArray[np.float64]:
        """(n,) float64: weights for means. Where an area has no known inhabitant, each point counts one."""
        total = np.bincount(self.area, self.known, self.count)
        return np.where(total[self.area] > 0, self.known, 1.0)

    def total(self, values: NDArray[np.float64] | NDArray[np.bool_]) -> NDArray[np.float64]:
        """Sum of `values` over the inhabitants of each area; who is not counted there counts for nothing.

        Parameters
        ----------
        values : (n,) float64 or bool
            A value per inhabitant of each point, without NaN, or whether to count them.

        Returns
        -------
        (areas,) float64
            0 where an area has no points; see :attr:`has_known`.
        """
        return self._sum(self.known * values)

    def mean(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Weighted mean per area, over the points that have a value.

        Parameters
        ----------
        values : (n,) float64
            NaN where there is none.

        Returns
        -------
        (areas,) float64
            NaN where no point with any weight has a value.
        """
        weight = np.where(np.isnan(values), 0.0, self.shares)
        total = self._sum(weight)
        product = self._sum(weight * np.nan_to_num(values))
        mean: NDArray[np.float64] = np.divide(product, total, out=np.full(self.count, np.nan), where=total > 0)
        return mean

    @cached_property
    def _share_totals(self) -> NDArray[np.float64]:
        return self._sum(self.shares)

    def share(self, flags: NDArray[np.bool_]) -> NDArray[np.float64]:
        """The part of the weight per area for which `flags` holds.

        Parameters
        ----------
        flags : (n,) bool
            Whether the point is in the part.

        Returns
        -------
        (areas,) float64
            From 0 to 1; NaN where there are no points.
        """
        total = self._share_totals
        part = self._sum(self.shares * flags)
        share: NDArray[np.float64] = np.divide(part, total, out=np.full(self.count, np.nan), where=total > 0)
        return share

    def _sum(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(self.area, weights, self.count).astype(np.float64)

    def quantiles(self, values: NDArray[np.float64], shares: tuple[float, ...]) -> list[NDArray[np.float64]]:
        """Weighted quantiles per area: the lowest value that at least this share of the weight does not exceed.

        Parameters
        ----------
        values : (n,) float64
            NaN where there is none. Points without a value or without weight are left out.
        shares : tuple of float
            Above 0 and at most 1.

        Returns
        -------
        list of (areas,) float64
            One array per share; NaN where no point is left.
        """
        rows = np.flatnonzero(~np.isnan(values) & (self.shares > 0))
        rows = rows[np.lexsort((values[rows], self.area[rows]))]
        area, weight = self.area[rows], self.shares[rows]
        total = np.bincount(area, weight, self.count)
        start = np.searchsorted(area, np.arange(self.count))
        # Parts of the area's own total, so that what other areas add up to costs this one no precision.
        running = np.concatenate([[0.0], np.cumsum(weight / total[area])])
        weighted = np.flatnonzero(total > 0)
        results = []
        for share in shares:
            goal = running[start[weighted]] + share - ROUNDING
            place = np.searchsorted(running[1:], goal, side="left")
            last = start[weighted] + np.bincount(area, minlength=self.count)[weighted] - 1
            result = np.full(self.count, np.nan)
            result[weighted] = values[rows[np.clip(place, start[weighted], last)]]
            results.append(result)
        return results

    def commonest(self, site: NDArray[np.int32]) -> NDArray[np.int32]:
        """The site with most weight per area.

        Of sites with the same weight the one with the lowest row wins, so that row order of the points does not matter.

        Parameters
        ----------
        site : (n,) int32
            Row of the site of each point, -1 where it has none.

        Returns
        -------
        (areas,) int32
            Row of the site; -1 where no point has one.
        """
        rows = np.flatnonzero(site >= 0)
        result = np.full(self.count, -1, dtype=np.int32)
        if len(rows) == 0:
            return result
        sites = int(site.max()) + 1
        place = self.area[rows].astype(np.int64) * sites + site[rows]
        if self.count * sites <= MOST_PAIRS:  # counting is faster than sorting, and gives the same
            key = np.flatnonzero(np.bincount(place))
            weight = np.bincount(place, self.shares[rows])[key]
        else:
            key, place = np.unique(place, return_inverse=True)
            weight = np.bincount(place, self.shares[rows])
        # Weights are sums of equal shares: rounding keeps ties ties, whatever the order of adding up.
        weight = np.round(weight, 6)
        order = np.lexsort((key, -weight, key // sites))
        area = key[order] // sites
        best = order[np.flatnonzero(np.diff(area, prepend=-1))]
        result[key[best] // sites] = (key[best] % sites).astype(np.int32)
        return result
