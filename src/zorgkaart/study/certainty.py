"""Stages about what the results rest on: remarks on them, and what is not certain."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from zorgkaart.access.indicators import PointResults
from zorgkaart.errors import Problems
from zorgkaart.inputs.tables import counted, listed
from zorgkaart.network.speeds import KMH_PER_MS
from zorgkaart.project.defaults import TRAVEL
from zorgkaart.quality.detours import Detours, Way, places_of, suspect_detours
from zorgkaart.quality.doubtful import KindSites, doubtful_rows, minutes_off, nearest_of
from zorgkaart.quality.households import crowded
from zorgkaart.quality.incomplete import incomplete_causes, likely_gaps, places_beyond, suspected_places
from zorgkaart.quality.marks import Cause, Mark
from zorgkaart.quality.remarks import marks_of
from zorgkaart.quality.unknown_capacities import check_capacities
from zorgkaart.routing.nearest import SECONDS_PER_MINUTE, TravelTimes
from zorgkaart.routing.routing_graph import Direction
from zorgkaart.study.stages import stage, stage_per
from zorgkaart.study.supplies import Supplies


class Marks(Supplies):
    """The results per resident point and the remarks on them."""

    @stage(uses=("edge_m", "profiles"))
    def edge_min(self) -> NDArray[np.float64]:
        """(n,) float64: :attr:`edge_m` in minutes at the fastest speed of any profile."""
        fastest = max(profile.fastest_kmh for profile in self.profiles.values())
        minutes: NDArray[np.float64] = self.edge_m * KMH_PER_MS / fastest / SECONDS_PER_MINUTE
        return minutes

    @stage(uses=("longest", "chains", "snapped", "on_island", "edge_min"))
    def point_results(self) -> PointResults:
        """All results per resident point; of a kind with moments the farthest trip."""
        return PointResults(self.longest, self.chains, self.snapped, self.on_island, self.edge_min)

    @property
    def nearest(self) -> dict[str, TravelTimes]:
        """The nearest site of every kind that a result rests on: those one travels to, and the stations of norms."""
        return nearest_of(self.travel, self.chains)

    @stage(
        keys=("kinds.*.label",),
        uses=("travel", "chains", "facilities", "rows", "profiles", "site_places", "site_sweep", "graph", "points"),
    )
    def doubtful_sites(self) -> list[KindSites]:
        """Per kind the sites with a vague place or a doubtful status, and for whom they matter."""
        nearest = self.nearest
        return [self._kind_sites(kind, nearest[kind]) for kind in self.project.kinds if kind in nearest]

    def _kind_sites(self, kind: str, times: TravelTimes) -> KindSites:
        # A kind that one travels to counts by that trip, as in nearest_of.
        modes = {leg.kind: leg.mode for chain in self.chains.values() for leg in chain.norm.legs}
        mode = TRAVEL if kind in self.travel else modes[kind]
        extra = doubtful_rows(self.facilities, kind) if kind in self.travel else np.empty(0, dtype=np.int64)
        more = self.sweep_with(kind, mode, extra, direction=Direction.TO_SITE) if len(extra) else times
        off = minutes_off(self.facilities.table, self.profiles[mode])
        return KindSites(kind, self.project.kinds[kind].label, self.rows(kind), times, more, off)

    @stage_per(
        keys=("kinds.{kind}.known_in", "quality.place_share", "quality.place_radius_m"),
        uses=("places", "areas", "facilities", "serving_sites(kind)"),
    )
    def suspected_places(self, kind: str) -> pd.DataFrame:
        """Places in which a site of a kind is missing that one would expect, largest first."""
        return suspected_places(
            self.places,
            self.areas.surroundings,
            self.facilities.table.geometry.iloc[self.serving(kind)],
            known_in=self.project.kinds[kind].known_in,
            settings=self.project.quality,
        )

    @stage(
        keys=("kinds.*.label", "kinds.*.known_in", "kinds.*.complete"),
        uses=("longest", "residents", "areas", "profiles", "suspected_places"),
    )
    def gaps(self) -> list[Cause]:
        """Where a site that is not in a list could be nearer."""
        return incomplete_causes(
            self.longest,
            self.project.kinds,
            self.residents,
            self.areas,
            fastest_kmh=self.profiles[TRAVEL].fastest_kmh,
            suspected=self.suspected_places,
        )

    @stage_per(
        keys=("kinds.{kind}.known_in", "quality.place_radius_m"),
        uses=("places", "areas", "facilities", "serving_sites(kind)"),
    )
    def places_beyond(self, kind: str) -> pd.DataFrame:
        """Places where nobody knows the sites of a kind, and one would expect one."""
        return places_beyond(
            self.places,
            self.areas.surroundings,
            self.facilities.table.geometry.iloc[self.serving(kind)],
            known_in=self.project.kinds[kind].known_in,
            settings=self.project.quality,
        )

    @stage(
        keys=("kinds.*.label", "kinds.*.known_in", "kinds.*.complete"),
        uses=("trips", "residents", "suspected_places", "places_beyond"),
    )
    def likely_gaps(self) -> list[Cause]:
        """Where a site that is not in a list is likely to be nearer, per trip of the project."""
        return likely_gaps(
            self.trips,
            self.project.kinds,
            self.residents,
            suspected=self.suspected_places,
            beyond=self.places_beyond,
        )

    @stage_per(keys=("kinds.{kind}.label",), uses=("shortest(kind)", "facilities", "serving_sites(kind)", "residents"))
    def way(self, kind: str) -> Way:
        """How far the nearest site of a kind is, by road and in a straight line."""
        sites = self.facilities.table.geometry.iloc[self.serving(kind)]
        people = np.column_stack([self.residents.x, self.residents.y])
        straight = np.full(len(people), np.nan)
        if len(sites):
            straight, _ = cKDTree(np.column_stack([sites.x, sites.y])).query(people, workers=-1)
        return Way(self.project.kinds[kind].label, self.shortest(kind).metres, straight)

    @stage(
        keys=("kinds.*.shortest_km", "quality.detour_ratio", "quality.detour_km"),
        uses=("way", "places", "areas", "residents"),
    )
    def detours(self) -> Detours:
        """Where the way to the nearest site is suspiciously long; of kinds with kilometres along the shortest path."""
        residents = self.residents
        kinds = [kind for kind, section in self.project.kinds.items() if section.shortest_km]
        table, place = places_of(self.places, self.areas.buurten, residents.x, residents.y, residents.area)
        ways = {kind: self.way(kind) for kind in kinds}
        return suspect_detours(ways, table, place, residents.weight, self.project.quality)

    @stage(keys=("residents.addresses", "quality.addresses_per_household"), uses=("areas", "residents"))
    def crowded(self) -> Cause:
        """Where there are many more addresses than households; nowhere if people live in cells of a raster."""
        most = self.project.quality.addresses_per_household
        if not self.project.residents.addresses:
            return Cause.where(np.zeros(len(self.residents.x), dtype=bool), "")
        return crowded(self.areas.buurten, self.residents.area, most=most)

    @stage(
        keys=(
            "kinds.*.label",
            "kinds.*.moments",
            "network.date",
            "quality.far_road_m",
            "quality.old_years",
            "quality.date",
        ),
        uses=("point_results", "dependence", "doubtful_sites", "gaps", "detours", "crowded", "facilities"),
    )
    def marks(self) -> list[Mark]:
        """The remarks on the results of every resident point."""
        return marks_of(
            self.point_results,
            self.dependence,
            self.doubtful_sites,
            self.gaps,
            self.detours.cause,
            self.crowded,
            self.facilities,
            self.project,
        )

    @stage(
        keys=("kinds.*.table", "access.limit_m", "supply"),
        uses=("inputs", "facilities", "rows", "serving_sites", "local_sites", "capacities"),
    )
    def remarks(self) -> list[str]:
        """What was found wrong with the inputs without stopping the run."""
        texts = [str(problem) for problem in self.inputs.problems]
        ids, limit_m = self.facilities.table["id"], self.project.access.limit_m
        for kind, section in self.project.kinds.items():
            rows = self.rows(kind)
            off = np.setdiff1d(rows, self.serving(kind))
            if len(off):
                texts.append(
                    f"{section.table.name}: {len(off)} of {counted(len(rows), 'site')} without a road of this network "
                    f"within {limit_m:g} m: {listed(ids.iloc[off])}. They serve nobody; is [network] large enough?"
                )
        doubts = Problems()
        for kind, supply in self.project.supply.items():
            known, rows = self.capacities(kind), self.local_sites(kind).rows
            none = bool(np.isnan(known.amount).all())
            check_capacities(kind, supply, known.of(rows), counts_sites=none, problems=doubts)
        return [*texts, *map(str, doubts)]
