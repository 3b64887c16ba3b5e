"""What is found of supply: who is within reach of which sites, how much there is for them, and the columns of areas."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.floating_catchments import Catchments, Method, Shared, heads_per_use, share_supply
from zorgkaart.access.groups import Groups
from zorgkaart.access.norms import Columns
from zorgkaart.access.supply import APL_PER, Supply
from zorgkaart.routing.routing_graph import Places
from zorgkaart.study.need import Need

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Reach:
    """The resident points within some minutes of every place where sites of a kind serve.

    Attributes
    ----------
    rows : (s,) int64
        The serving sites: their rows in the facility table.
    place : (s,) int64
        The place of each of them: sites at one place share it.
    places : Places
        Those places.
    start : (places + 1,) int64
        Where the points of each place begin.
    point : (p,) int32
        Rows of the resident points; of a place ascending.
    minutes : (p,) float32
        Both legs included.
    """

    rows: NDArray[np.int64]
    place: NDArray[np.int64]
    places: Places
    start: NDArray[np.int64]
    point: NDArray[np.int32]
    minutes: NDArray[np.float32]


@dataclass(frozen=True)
class Capacities:
    """What the sites of a kind have.

    Attributes
    ----------
    rows : (s,) int64
        All sites of the kind: their rows in the facility table.
    amount : (s,) float64
        NaN where it is not known.
    unit : str
        As the table says; may be empty.
    """

    rows: NDArray[np.int64]
    amount: Values
    unit: str

    def alike(self, other: Capacities) -> bool:
        """Whether the same sites have the same."""
        same = self.unit == other.unit and np.array_equal(self.rows, other.rows)
        return same and np.array_equal(self.amount, other.amount, equal_nan=True)

    def of(self, rows: NDArray[np.int64]) -> Values:
        """(r,) float64: what the sites in these rows of the facility table have."""
        amount: Values = self.amount[np.searchsorted(self.rows, rows)]
        return amount


@dataclass(frozen=True)
class Demand:
    """What the residents ask of a kind, in inhabitants.

    Attributes
    ----------
    per_point : (n,) float64
        Inhabitants, weighted by the use of their age where that is known: together as many as there are, and in a
        year to come as many inhabitants of now as would need what they do. NaN where nobody knows how many people live
        there.
    use : str
        In what use by age is counted, in Dutch: ``bezoeken per jaar``; empty where every inhabitant counts as one.
    """

    per_point: Values
    use: str

    @classmethod
    def of(cls, need: Need, people: Values) -> Demand:
        """Need as inhabitants; those of unknown ages count as the average of the others.

        Parameters
        ----------
        need : Need
            By age or not.
        people : (n,) float64
            Inhabitants per point; NaN where they are not known.
        """
        if not need.by_age:
            return cls(need.per_point, "")
        asked = need.or_mean(people)
        heads = need.heads_per_use if not np.isnan(need.heads_per_use) else heads_per_use(asked, people)
        return cls(asked * heads, need.unit)


@dataclass(frozen=True)
class Supplied:
    """How much there is for whom.

    Attributes
    ----------
    supply : Supply
        How it is shared.
    reach : Reach
        Who lives near which sites.
    used : (s,) bool
        Of the sites in `reach`, those that count; the others are left out, as their capacity is not known.
    amount : (s,) float64
        What each site has; NaN where it is not known.
    counted : bool
        Sites themselves are counted, as no capacity of the kind is known.
    unit : str
        In what supply is counted, in Dutch.
    demand : Demand
        What the residents ask.
    people : (n,) float64
        Inhabitants per point; NaN where they are not known.
    nearest : (n,) int32
        Row of the nearest site, in the areas or not, however far; -1 where no road leads to one.
    """

    supply: Supply
    reach: Reach
    used: NDArray[np.bool_]
    amount: Values
    counted: bool
    unit: str
    demand: Demand
    people: Values
    nearest: NDArray[np.int32]

    @property
    def rows(self) -> NDArray[np.int64]:
        """(u,) int64: the sites that count, as rows of the facility table."""
        return self.reach.rows[self.used]

    @cached_property
    def _kept(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The places with a site that counts, and the place of each such site among them."""
        kept, place = np.unique(self.reach.place[self.used], return_inverse=True)
        return kept, place.reshape(-1).astype(np.int64)

    @property
    def catchments(self) -> Catchments:
        """Who is within reach of what; made anew at each call, as it is large."""
        kept, place = self._kept
        reach, sites = self.reach, np.bincount(place, minlength=len(kept))
        lengths = np.diff(reach.start)
        of = np.repeat(np.arange(len(kept), dtype=np.int32), lengths[kept])
        mask: slice | NDArray[np.bool_] = slice(None)  # all of them, without a copy
        if len(kept) < len(lengths):
            mask = np.repeat(np.isin(np.arange(len(lengths)), kept), lengths)
        point, minutes = reach.point[mask], reach.minutes[mask]
        points = len(self.people)
        return Catchments.of(point, of, minutes, self.supply.decay, points=points, sites=sites)

    @property
    def at_places(self) -> Values:
        """(places,) float64: what the sites of each place have together; NaN where that is not known of all."""
        kept, place = self._kept
        return np.bincount(place, self.amount[self.used], len(kept)).astype(np.float64)

    def shared_by(self, method: Method) -> Shared:
        """The supply shared by a method, over the same catchments.

        Parameters
        ----------
        method : {"bfca", "e2sfca", "m2sfca", "3sfca", "apl"}
            As of :func:`~zorgkaart.access.floating_catchments.share_supply`.
        """
        return share_supply(self.catchments, self.at_places, self.demand.per_point, method=method)

    @cached_property
    def shared(self) -> Shared:
        """The supply shared by the method of the project."""
        return self.shared_by(self.supply.method)

    @cached_property
    def within(self) -> NDArray[np.bool_]:
        """(n,) bool: a site that counts is within reach."""
        return self.catchments.reached

    @property
    def reachable(self) -> NDArray[np.bool_]:
        """(n,) bool: a road leads to some site of the kind, however far."""
        return self.nearest >= 0

    @property
    def beyond(self) -> NDArray[np.bool_]:
        """(n,) bool: the nearest site lies outside the areas, and does not count."""
        return self.reachable & ~np.isin(self.nearest, self.reach.rows)

    @cached_property
    def access(self) -> Values:
        """(n,) float64: supply per unit of demand; NaN where it is not known, or no road leads to a site."""
        return np.where(self.reachable, self.shared.access, np.nan)

    @cached_property
    def apl(self) -> Values | None:
        """(n,) float64: uses per inhabitant, or supply per 100,000, of the method of DREES; None without it."""
        if not self.supply.with_apl:
            return None
        shared = self.shared if self.supply.method in ("apl", "e2sfca") else self.shared_by("apl")
        return np.where(self.reachable, shared.access * (1 if self.in_uses else APL_PER), np.nan)

    @property
    def in_uses(self) -> bool:
        """Whether supply is counted in the same as need: in uses."""
        return bool(self.demand.use) and self.unit == self.demand.use

    @property
    def site_demand(self) -> Values:
        """(u,) float64: what comes to each of the sites that count."""
        return self.shared.demand[self._kept[1]]

    @property
    def site_ratio(self) -> Values:
        """(u,) float64: what each of them has per unit of demand that comes; NaN where it is not known."""
        coming = self.site_demand
        ratio: Values = np.divide(self.amount[self.used], coming, out=np.full(len(coming), np.nan), where=coming > 0)
        return ratio


def supply_columns(supply: Supply, supplied: Supplied, groups: Groups) -> Columns:
    """Supply per area: mean over its inhabitants, and for whom it is nothing or not known.

    Parameters
    ----------
    supply : Supply
        Gives the names of the columns.
    supplied : Supplied
        Of every point.
    groups : Groups
        The area and the inhabitants of every point.

    Returns
    -------
    dict of str to (areas,) float64
        Supply per so many units of demand, and its rank (1 is least, equal ones share the best place); by the method of
        DREES where asked for; inhabitants without a site within reach, of unknown supply, and with their nearest site
        outside the areas. NaN where nothing is known.
    """
    mean = groups.mean(supplied.access) * supply.per
    ranked = pd.Series(mean).round(12).rank(method="min").to_numpy(dtype=np.float64)
    unknown = np.isnan(supplied.access)
    none = ~supplied.within & ~unknown
    flags = {supply.none: none, supply.unknown: unknown, supply.edge: supplied.beyond}
    return {
        supply.column: mean,
        **({} if supplied.apl is None else {supply.apl: groups.mean(supplied.apl)}),
        supply.rank: ranked,
        **{name: np.where(groups.has_known, groups.total(flag), np.nan) for name, flag in flags.items()},
    }
