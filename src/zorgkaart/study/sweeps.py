"""Stages about the sites and the travel times to and from them."""

from __future__ import annotations

import operator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from geopandas import GeoSeries
from numpy.typing import NDArray

from zorgkaart.access.catalogue import main_norms, norm_of, trip_of, trips_of
from zorgkaart.access.chain import Chain
from zorgkaart.access.hours import OpenSites, open_at
from zorgkaart.access.measures import ChainNorm
from zorgkaart.access.norms import Judged
from zorgkaart.access.site_sweep import SiteSweep
from zorgkaart.inputs.facilities import Facilities
from zorgkaart.network.snap import Snapped, snap
from zorgkaart.network.speeds import SHORTEST
from zorgkaart.project.moments import Moment
from zorgkaart.routing.nearest import TravelTimes
from zorgkaart.routing.routing_graph import Direction, Places
from zorgkaart.study.points import Points
from zorgkaart.study.stages import stage, stage_per

# What a trip is called after and looked at: the keys that it hangs on.
TRIP_KEYS = ("kinds.{kind}.label", "kinds.{kind}.classes_min", "kinds.{kind}.moments", "project.land")

TRIPS_KEYS = (*(key.replace("{kind}", "*") for key in TRIP_KEYS), "kinds.*.travel")


@dataclass(frozen=True)
class Serving:
    """The sites of a kind that count and lie on the network.

    Attributes
    ----------
    rows : (s,) int64
        Their rows in the facility table.
    places : Places
        Of the whole facility table.
    ids : (sites,) object
        Of the whole facility table.
    """

    rows: NDArray[np.int64]
    places: Places
    ids: NDArray[np.object_]

    def alike(self, other: Serving) -> bool:
        """Whether the same sites serve, at the same places and in the same rows."""
        if not np.array_equal(self.rows, other.rows):
            return False
        mine, theirs = self.places.take(self.rows), other.places.take(other.rows)
        return np.array_equal(self.ids[self.rows], other.ids[other.rows]) and all(
            np.array_equal(getattr(mine, name), getattr(theirs, name))
            for name in ("road", "fraction", "leg_s", "leg_m")
        )


class Sweeps(Points):
    """The sites, and the travel times between them and the residents."""

    @stage(uses=("site_tables",), after=("inputs",), sites=True)
    def facilities(self) -> Facilities:
        """All sites, those that do not count included."""
        if self._facilities is not None:
            return self._facilities
        assert self.site_tables.facilities is not None
        return self.site_tables.facilities

    @property
    def has_own_sites(self) -> bool:
        """Whether the sites are those of the project, without the changes of a variant."""
        return self.facilities is self._own_sites.facilities

    @stage(uses=("facilities",), alike=pd.DataFrame.equals)
    def site_names(self) -> pd.DataFrame:
        """The id and the name of every site, in the order of their table."""
        names: pd.DataFrame = self.facilities.table[["id", "naam"]]
        return names

    @stage(keys=("access.limit_m",), uses=("facilities", "network"), sent=True)
    def snapped_sites(self) -> Snapped:
        """The places of all facilities on the network, in the order of their table."""
        points = self.facilities.table.geometry
        base = self._base
        if self._facilities is None or base is None:
            return self._snap(points)
        # Rows keep their numbers in a variant, so only what moved or is new has to be joined.
        before = base.facilities.table.geometry
        known = len(before)
        moved = np.flatnonzero(points.iloc[:known].to_numpy() != before.to_numpy())
        fresh = np.concatenate([moved, np.arange(known, len(points))])
        return base.snapped_sites.with_rows(fresh, self._snap(points.iloc[fresh]))

    def _snap(self, points: GeoSeries) -> Snapped:
        x, y = (getattr(points, axis).to_numpy(dtype=np.float64) for axis in "xy")
        return snap(self.network, x, y, limit_m=self.project.access.limit_m)

    @stage(keys=("access.speed_kmh",), uses=("snapped_sites",))
    def site_places(self) -> Places:
        """All facilities as a sweep sees them."""
        return Places.of(self.snapped_sites, leg_kmh=self.project.access.speed_kmh)

    @stage_per(uses=("facilities",), moment=True)
    def rows(self, kind: str, *, only_24_7: bool = False, moment: Moment | None = None) -> NDArray[np.int64]:
        """Rows of the facility table that count for this kind, at a moment or else at that of the study if it has one.

        What counts as open day and night (:meth:`Facilities.rows`) is open at any moment.
        """
        always = self.facilities.rows(kind, only_24_7=True)
        if only_24_7:
            return always
        rows = self.facilities.rows(kind)
        moment = moment if moment is not None else self.moment
        if moment is None:
            return rows
        return rows[np.isin(rows, always) | self._at_moment(rows, moment).open]

    def unknown_hours(self, kind: str, *, moment: Moment | None = None) -> int:
        """How many sites of a kind are left out because it is not known whether they are open at the moment."""
        self.check_names(kind=kind)
        moment = moment if moment is not None else self.moment
        if moment is None:
            return 0
        rows = np.setdiff1d(self.facilities.rows(kind), self.facilities.rows(kind, only_24_7=True))
        return int(self._at_moment(rows, moment).unknown.sum())

    def _at_moment(self, rows: NDArray[np.int64], moment: Moment) -> OpenSites:
        table = self.facilities.table.iloc[rows]
        hours, always, land = (table[name].tolist() for name in ("openingstijden", "volcontinu", "land"))
        return open_at(hours, always, moment, land=land)

    def serving(self, kind: str) -> NDArray[np.int64]:
        """The rows of :meth:`rows` that lie on the road network; the others serve nobody."""
        return self.serving_sites(kind).rows

    @stage_per(uses=("rows(kind, only_24_7, moment)", "facilities", "site_places"), alike=Serving.alike)
    def serving_sites(self, kind: str, *, only_24_7: bool = False, moment: Moment | None = None) -> Serving:
        """The sites of a kind that count and lie on the road network."""
        rows = self.rows(kind, only_24_7=only_24_7, moment=moment)
        ids = self.facilities.table["id"].to_numpy(dtype=object)
        return Serving(rows[self.site_places.road[rows] >= 0], self.site_places, ids)

    @stage_per(uses=("graph(profile)", "points", "serving_sites(kind, only_24_7, moment)"))
    def site_sweep(
        self,
        kind: str,
        profile: str,
        *,
        direction: Direction = Direction.TO_SITE,
        only_24_7: bool = False,
        moment: Moment | None = None,
    ) -> SiteSweep:
        """The `k` nearest sites of a kind for all resident points, from which closures follow without a new sweep."""
        sites = self.serving_sites(kind, only_24_7=only_24_7, moment=moment)
        places, points = _legs(sites.places, profile), _legs(self.points, profile)
        return SiteSweep.of(self.graph(profile), places, sites.rows, points, direction=direction, k=self.k)

    @stage_per(
        uses=(
            "serving_sites(kind, only_24_7, moment)",
            "site_sweep(kind, profile, direction, only_24_7)",
            "site_sweep(kind, profile, direction, only_24_7, moment)",
        ),
    )
    def sweep(
        self,
        kind: str,
        profile: str,
        *,
        direction: Direction = Direction.TO_SITE,
        only_24_7: bool = False,
        moment: Moment | None = None,
    ) -> TravelTimes:
        """Travel times between all resident points and the nearest site of a kind.

        Returns
        -------
        TravelTimes
            Sites are rows of the facility table. All unknown (NaN, -1) where no site counts.
        """
        own = self._own_sites
        if own is not self or moment is not None:
            known = own.site_sweep(kind, profile, direction=direction, only_24_7=only_24_7)
            sites = self.serving_sites(kind, only_24_7=only_24_7, moment=moment)
            if (changed := known.after(_legs(sites.places, profile), sites.rows)) is not None:
                return changed
        return self.site_sweep(kind, profile, direction=direction, only_24_7=only_24_7, moment=moment).times

    def sweep_with(
        self, kind: str, profile: str, extra: NDArray[np.int64], *, direction: Direction = Direction.TO_SITE
    ) -> TravelTimes:
        """As :meth:`sweep`, as if the sites in these rows of the facility table counted too."""
        rows = np.union1d(self.rows(kind), extra)
        times = self._own_sites.site_sweep(kind, profile, direction=direction).after(self.site_places, rows)
        if times is not None:
            return times
        return SiteSweep.of(self.graph(profile), self.site_places, rows, self.points, direction=direction).times

    @stage_per(keys=TRIP_KEYS, uses=("sweep",), alike=operator.is_)
    def trip(self, kind: str, at: str = "") -> TravelTimes:
        """By car to the nearest site of a kind, or to the nearest that is open at one of its moments."""
        return trip_of(self.project, kind, at=at).ride.by(self.sweep)

    @stage_per(uses=("sweep",), alike=operator.is_)
    def shortest(self, kind: str) -> TravelTimes:
        """By car to the site of a kind that is nearest by distance, along the shortest path: as CBS measures it.

        Its minutes are metres (:class:`~zorgkaart.network.speeds.ShortestWay`): they say nothing.
        """
        return self.sweep(kind, SHORTEST)

    @stage(keys=("kinds.*.travel",), uses=("trip",), after=("inputs", "network", "points"))
    def travel(self) -> dict[str, TravelTimes]:
        """By car to the nearest site, per kind: whatever the hours, or at the moment of the study."""
        self._report("Reistijden berekenen")
        return {kind: self.trip(kind) for kind in self.project.travel_kinds}

    @stage(keys=TRIPS_KEYS, uses=("travel", "trip"))
    def trips(self) -> dict[str, TravelTimes]:
        """By car to the nearest site, per trip of the project: :attr:`travel`, and the moments that kinds name."""
        trips = trips_of(self.project).values()
        return {
            trip.name: self.travel[trip.kind] if trip.at is None else self.trip(trip.kind, trip.at.word)
            for trip in trips
        }

    @stage(uses=("travel", "trips"))
    def longest(self) -> dict[str, TravelTimes]:
        """As :attr:`travel`, with for every point the minutes and metres of the farthest of a kind's trips."""
        result = dict(self.travel)
        for name, times in self.trips.items():
            kind = name.partition("@")[0]
            if kind != name:
                minutes = np.fmax(result[kind].minutes, times.minutes)
                metres = np.fmax(result[kind].metres, times.metres)
                result[kind] = TravelTimes(minutes, metres, result[kind].site)
        return result

    @stage_per(
        keys=("norms.{name}", "kinds.*.label", "project.land"), uses=("sweep", "snapped"), alike=Judged.same_rides
    )
    def chain(self, name: str) -> Judged:
        """The minutes of one norm and their parts."""
        norm = norm_of(self.project, name)
        kind_of_result = Chain if isinstance(norm, ChainNorm) else Judged
        return kind_of_result.of(norm, self.sweep, joined=self.snapped.joined)

    @stage(keys=("norms",), uses=("chain",), after=("inputs", "network", "points"))
    def chains(self) -> dict[str, Judged]:
        """The minutes of every norm, by its name."""
        if any(section.measure == ChainNorm.variant for section in self.project.norms.values()):
            self._report("Ambulanceketen en norm berekenen")
        elif self.project.norms:
            self._report("Normen berekenen")
        return {name: self.chain(name) for name in self.project.norms}

    def judged(self, kind: str) -> Judged | None:
        """The norm that a table with a row per kind tells of; None if the kind has none."""
        norm = main_norms(self.project).get(kind)
        return None if norm is None else self.chains[norm.name]


def _legs(places: Places, profile: str) -> Places:
    """Places with their legs in what the graph of a profile counts: metres where it gives shortest paths."""
    return places.by_distance() if profile == SHORTEST else places
