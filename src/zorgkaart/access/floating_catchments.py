"""Access to supply: how much there is for everybody, given who else comes for it (floating catchment areas).

Who lives within reach of a site counts, by the weight of the travel time, among those who come for it; what the site
has is then shared between them, and who reaches several sites adds the parts up. The methods differ in how much of
somebody's demand each site gets:

=========  ============================================================================================
``bfca``   all of it, shared between the sites within reach by their weights (balanced; Paez, Higgins and
           Vivona 2019): it is counted once, and so is the supply
``e2sfca`` a part as large as the weight, at every site (enhanced two-step; Luo and Qi 2009)
``m2sfca`` as ``e2sfca``, and of the supply the weight once more: far sites are partly lost (Delamater 2013)
``3sfca``  as ``e2sfca``, times the share of the site among those within reach (Wan, Zou and Sternberg 2012)
``apl``    as ``e2sfca``, with need by age as demand (accessibilité potentielle localisée; DREES)
=========  ============================================================================================

What is not known stays unknown where it matters: a site of unknown supply takes its part of the demand, and whoever
has it within reach has no figure. Points of unknown demand are not counted at any site.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from zorgkaart.access.decay import Decay
from zorgkaart.access.exact_sums import exact_sums, exact_sums_of

Method = Literal["bfca", "e2sfca", "m2sfca", "3sfca", "apl"]
METHODS: tuple[Method, ...] = get_args(Method)
Values = NDArray[np.float64]
Rows = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Catchments:
    """Which points lie within reach of which places, and how much each counts.

    Attributes
    ----------
    point, place : (p,) int
        Rows of the points and of the places; no pair occurs twice.
    weight : (p,) float64
        Above zero.
    points : int
        Number of points.
    sites : (places,) int64
        How many sites there are at each place; each of them counts as one for who chooses.
    """

    point: Rows
    place: Rows
    weight: Values
    points: int
    sites: NDArray[np.int64]

    @classmethod
    def of(
        cls,
        point: NDArray[np.int32],
        place: NDArray[np.int32],
        minutes: Values | NDArray[np.float32],
        decay: Decay,
        *,
        points: int,
        sites: NDArray[np.int64] | int,
    ) -> Catchments:
        """The pairs that count for something.

        Parameters
        ----------
        point, place : (p,) int32
            Rows of the points and of the places.
        minutes : (p,) float64 or float32
            The travel time of each pair.
        decay : Decay
            What travel times count for.
        points : int
            Number of points.
        sites : (places,) int64 or int
            How many sites there are at each place; a number of places with one each.
        """
        weight = decay.weights(minutes)
        counting = weight > 0
        kept: slice | NDArray[np.bool_] = slice(None) if counting.all() else counting  # all of them without a copy
        counted = np.ones(sites, dtype=np.int64) if isinstance(sites, int) else sites
        return cls(point[kept].astype(np.intp), place[kept].astype(np.intp), weight[kept], points, counted)

    @property
    def reached(self) -> NDArray[np.bool_]:
        """(points,) bool: there is a site within reach."""
        return np.bincount(self.point, minlength=self.points) > 0

    @cached_property
    def choice(self) -> Values:
        """(points,) float64: the weights of all sites within reach of a point, together."""

        def weights(rows: slice) -> Values:
            return self.weight[rows] * self.sites[self.place[rows]]

        return exact_sums_of(self.point, weights, self.points, largest=self._most * float(self.sites.max(initial=0)))

    @cached_property
    def _most(self) -> float:
        return float(self.weight.max(initial=0.0))

    def called(self, method: Method, rows: slice) -> Values:
        """Which part of the demand of a point each site of the place gets.

        Parameters
        ----------
        method : {"bfca", "e2sfca", "m2sfca", "3sfca", "apl"}
            As of :func:`share_supply`.
        rows : slice
            Of the pairs.

        Returns
        -------
        (r,) float64
            Per pair, above 0 and at most 1.
        """
        weight = self.weight[rows]
        if method not in ("bfca", "3sfca"):
            return weight
        share: Values = weight / self.choice[self.point[rows]]
        return share * weight if method == "3sfca" else share

    def come(self, demand: Values, method: Method) -> Values:
        """What comes to each site of the place.

        Parameters
        ----------
        demand : (points,) float64
            Without NaN.
        method : {"bfca", "e2sfca", "m2sfca", "3sfca", "apl"}
            As of :func:`share_supply`.

        Returns
        -------
        (places,) float64
            In the unit of the demand.
        """

        def parts(rows: slice) -> Values:
            return demand[self.point[rows]] * self.called(method, rows)

        return exact_sums_of(self.place, parts, len(self.sites), largest=float(demand.max(initial=0.0)))

    def have(self, ratio: Values, method: Method) -> Values:
        """What each point has of the sites within reach.

        Parameters
        ----------
        ratio : (places,) float64
            Supply per unit of demand; NaN where it is not known.
        method : {"bfca", "e2sfca", "m2sfca", "3sfca", "apl"}
            As of :func:`share_supply`.

        Returns
        -------
        (points,) float64
            NaN for who has a site within reach of which it is not known.
        """
        each = ratio * self.sites

        def parts(rows: slice) -> Values:
            called = self.called(method, rows)
            # The modified method gives by the weight once more what it was asked by the weight.
            given = called * self.weight[rows] if method == "m2sfca" else called
            return each[self.place[rows]] * given

        return exact_sums_of(self.point, parts, self.points, largest=float(np.nan_to_num(each).max(initial=0.0)))


@dataclass(frozen=True)
class Shared:
    """What comes of sharing the supply.

    Attributes
    ----------
    access : (points,) float64
        Supply per unit of demand. 0 where no site is within reach; NaN where one is of which the supply is unknown, or
        for which nobody of known demand comes.
    demand : (places,) float64
        What comes to each site of the place, in the unit of the demand.
    ratio : (places,) float64
        Supply per unit of demand that comes, at the sites of the place together; NaN where it is not known.
    """

    access: Values
    demand: Values
    ratio: Values


def share_supply(catchments: Catchments, supply: Values, demand: Values, *, method: Method = "bfca") -> Shared:
    """Share the supply of sites between who is within reach.

    Parameters
    ----------
    catchments : Catchments
        Who is within reach of what.
    supply : (places,) float64
        What the sites of each place have together; NaN where that is not known.
    demand : (points,) float64
        Of each point, not less than zero; NaN where it is not known, and then not counted.
    method : {"bfca", "e2sfca", "m2sfca", "3sfca", "apl"}
        Which part of the demand a site gets; for ``apl`` the demand is times :func:`heads_per_use`.

    Returns
    -------
    Shared
        The order of the pairs, the points and the places changes no bit of it.
    """
    sites = catchments.sites
    coming = catchments.come(np.nan_to_num(demand, nan=0.0), method)
    whole = coming * sites
    ratio = np.divide(supply, whole, out=np.full(len(sites), np.nan), where=whole > 0)
    return Shared(catchments.have(ratio, method), coming, ratio)


def heads_per_use(need: Values, people: Values) -> float:
    """Of how many average inhabitants a use is: times need, it gives as many as would need what the inhabitants do.

    Parameters
    ----------
    need : (n,) float64
        Uses; NaN where they are not known.
    people : (n,) float64
        Inhabitants; NaN where they are not known.

    Returns
    -------
    float
        Over those of whom both are known, who so together count as many as they are; NaN where there is no use.
    """
    known = ~np.isnan(need) & ~np.isnan(people)
    total = float(need[known].sum())
    return float(people[known].sum()) / total if total > 0 else np.nan


@dataclass(frozen=True)
class Balance:
    """What went in and what came out, over what is known.

    Attributes
    ----------
    demand, demand_shared : float
        Of the points with a site within reach, and what comes to all sites.
    supply, supply_shared : float
        Of the sites of known supply that somebody comes for, and what all points have of it.
    services, services_shared : float
        Supply per unit of demand, added up over the sites; and the same divided over the points by their weights at
        each site, which is how the balanced method was published: per point, and not per inhabitant.
    """

    demand: float
    demand_shared: float
    supply: float
    supply_shared: float
    services: float
    services_shared: float

    @classmethod
    def of(cls, catchments: Catchments, supply: Values, demand: Values, *, method: Method = "bfca") -> Balance:
        """Share what is known of the supply, and add up both sides.

        Parameters
        ----------
        catchments : Catchments
            As of :func:`share_supply`.
        supply : (places,) float64
            As there.
        demand : (points,) float64
            As there.
        method : {"bfca", "e2sfca", "m2sfca", "3sfca", "apl"}
            As there.

        Returns
        -------
        Balance
            ``bfca`` keeps demand and supply; ``e2sfca``, ``3sfca`` and ``apl`` keep the supply alone.
        """
        counted, sites = np.nan_to_num(demand, nan=0.0), catchments.sites
        shared = share_supply(catchments, np.nan_to_num(supply, nan=0.0), demand, method=method)
        used = ~np.isnan(supply) & ~np.isnan(shared.ratio)
        ratio = np.where(used, shared.ratio, 0.0) * sites
        weight_of_place = exact_sums(catchments.place, catchments.weight, len(sites))
        parts = (ratio / np.where(weight_of_place > 0, weight_of_place, 1.0))[catchments.place] * catchments.weight
        return cls(
            demand=float(counted[catchments.reached].sum()),
            demand_shared=float((shared.demand * sites).sum()),
            supply=float(supply[used].sum()),
            supply_shared=float(np.nansum(counted * shared.access)),
            services=float(ratio.sum()),
            services_shared=float(parts.sum()),
        )
