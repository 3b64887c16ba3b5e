"""Stages about areas: the tables of indicators per buurt, wijk and gemeente."""

from __future__ import annotations

import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.access.catalogue import known, supplies_of, trip_of, trips_of
from zorgkaart.access.indicators import quality_columns, travel_columns
from zorgkaart.access.norms import Columns, norm_columns, ride_site_columns
from zorgkaart.quality.marks import mark_columns
from zorgkaart.study.certainty import Marks
from zorgkaart.study.points import LEVELS
from zorgkaart.study.stages import stage, stage_per
from zorgkaart.study.sweeps import TRIP_KEYS, TRIPS_KEYS


class Results(Marks):
    """The indicators of areas."""

    @stage_per(
        keys=(*TRIP_KEYS, "kinds.{kind}.shortest_km"),
        uses=("trip(kind, at)", "shortest(kind)", "groups(level)", "serving_sites(kind)", "snapped"),
    )
    def travel_columns(self, level: str, kind: str, at: str = "") -> Columns:
        """By car to the nearest site, or to the nearest that is open at a moment of the kind, per area of a level."""
        return travel_columns(
            trip_of(self.project, kind, at=at),
            self.trip(kind, at),
            self.groups(level),
            self.serving_sites(kind).ids,
            self.snapped.joined,
            shortest=self.shortest(kind) if self.project.kinds[kind].shortest_km and not at else None,
        )

    @stage_per(uses=("chain(name)", "groups(level)", "ages"))
    def norm_columns(self, level: str, name: str) -> Columns:
        """One norm, per area of a level."""
        return norm_columns(self.chain(name), self.groups(level), self.ages)

    @stage_per(uses=("chain(name)", "groups(level)", "site_names"))
    def ride_site_columns(self, level: str, name: str) -> Columns:
        """Which station and which site the rides of a norm are from and to, per area of a level."""
        ids, names = (self.site_names[column].to_numpy(dtype=object) for column in ("id", "naam"))
        return ride_site_columns(self.chain(name), self.groups(level), ids, names)

    @property
    def rests_on(self) -> dict[str, set[str]]:
        """Per kind with results the kinds of sites that they rest on: itself, and the stations of its norm."""
        kinds = {kind: {kind} for kind in self.travel}
        for chain in self.chains.values():
            kinds.setdefault(chain.norm.kind, {chain.norm.kind}).update(leg.kind for leg in chain.norm.legs)
        return kinds

    def level(self, level: str) -> GeoDataFrame:
        """The areas of a level with all their indicators, one row each, in the order of their codes."""
        known(LEVELS, level, "level of areas", self.project)
        frame: GeoDataFrame = getattr(self.areas, level)
        columns: Columns = {}
        for trip in trips_of(self.project).values():
            columns |= self.travel_columns(level, trip.kind, trip.at.word if trip.at is not None else "")
        for name in self.chains:
            columns |= self.norm_columns(level, name) | self.ride_site_columns(level, name)
        for kind in supplies_of(self.project):
            columns |= self.supply_columns(level, kind)
        columns |= quality_columns(self.point_results, self.groups(level))
        columns |= mark_columns(
            self.marks,
            self.groups(level),
            flag_share=self.project.quality.flag_share,
            kinds=self.rests_on,
            likely_gaps=self.likely_gaps,
            trips={trip.stem: trip.name for trip in trips_of(self.project).values() if trip.at is not None},
        )
        table = pd.concat([frame.drop(columns="geometry"), pd.DataFrame(columns)], axis=1)
        return GeoDataFrame(table, geometry=frame.geometry, crs=frame.crs)

    @stage(
        keys=("quality.flag_share", *TRIPS_KEYS, "supply", "need"),
        uses=(
            "areas",
            "travel",
            "travel_columns",
            "chains",
            "norm_columns",
            "ride_site_columns",
            "supply_columns",
            "point_results",
            "groups",
            "marks",
            "likely_gaps",
        ),
    )
    def results(self) -> dict[str, GeoDataFrame]:
        """All levels with their indicators."""
        _ = self.travel, self.chains
        self._report("Uitkomsten per buurt, wijk en gemeente")
        return {level: self.level(level) for level in LEVELS if len(getattr(self.areas, level))}
