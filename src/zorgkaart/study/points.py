"""Stages about where people live and the roads they use; no site has a part in them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from zorgkaart.access.catalogue import known
from zorgkaart.access.floating_catchments import heads_per_use
from zorgkaart.access.groups import Groups
from zorgkaart.errors import Problems
from zorgkaart.inputs import published
from zorgkaart.inputs.age_classes import AgeClasses
from zorgkaart.inputs.area_features import AreaFeatures, read_area_features
from zorgkaart.inputs.areas import Areas
from zorgkaart.inputs.future_areas import Outlook, read_outlook
from zorgkaart.inputs.project_inputs import Inputs, LivingTables, SiteTables, read_living, read_sites
from zorgkaart.inputs.residents import Residents
from zorgkaart.inputs.schema import AGED
from zorgkaart.network.joined import snap_kept
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.snap import Snapped
from zorgkaart.network.speeds import SHORTEST, ShortestWay, SpeedProfile
from zorgkaart.network.store import open_network
from zorgkaart.quality.cut_edges import Dependence, dependence
from zorgkaart.routing.routing_graph import Places, RoutingGraph
from zorgkaart.study.need import Need, by_age, without_ages
from zorgkaart.study.stages import Stages, stage, stage_per
from zorgkaart.words.numbers import number

LEVELS = {"buurten": "buurtcode", "wijken": "wijkcode", "gemeenten": "gemeentecode"}
ROADS = (
    "file",
    "place",
    "ferries",
    "built_up_addresses",
    *(f"built_up_{name}" for name in ("min_addresses", "radius_m", "min_street_m")),
)


# What the reading of residents hangs on.
LIVING = ("addresses", "raster", "totals", "columns", "sheet", "without_place_share")


class Points(Stages):
    """The residents, the roads, and the residents on the roads."""

    @stage(
        keys=("project.crs", "areas", *(f"residents.{key}" for key in LIVING)),
        sent=True,
    )
    def living(self) -> LivingTables:
        """Areas, addresses and places as they were read; :attr:`inputs` says whether they can be used."""
        return read_living(self.project)

    @stage(
        keys=(
            "project.crs",
            "project.land",
            "project.date",
            "facilities",
            "kinds.*.table",
            "kinds.*.sheet",
            "candidates",
        ),
        sent=True,
    )
    def site_tables(self) -> SiteTables:
        """The sites as they were read; :attr:`inputs` says whether they can be used."""
        return read_sites(self.project)

    @stage(uses=("living", "site_tables"), sent=True)
    def inputs(self) -> Inputs:
        """Validated areas, residents and facilities: all problems are raised together."""
        self._report("Gebieden, inwoners en voorzieningen lezen")
        return Inputs.of(self.living, self.site_tables)

    @stage(keys=("project.future", "futures"), uses=("living",), after=("inputs",))
    def outlook(self) -> Outlook | None:
        """The inhabitants of the year to come that the project is about; None for those of now."""
        future, areas = self.project.future, self.living.areas
        if future is None or areas is None:
            return None
        problems = Problems()
        outlook = read_outlook(future, areas, problems)
        problems.raise_if_fatal()
        return outlook

    @stage(uses=("living", "outlook"), after=("inputs",))
    def areas(self) -> Areas:
        """Buurten, wijken and gemeenten, with the inhabitants of now or of the year that the project is about."""
        assert self.living.areas is not None
        return self.living.areas if self.outlook is None else self.outlook.areas

    @stage(uses=("living",), after=("inputs",))
    def places(self) -> pd.DataFrame | None:
        """The places that people know; None where the project names no table of them."""
        return self.living.places

    @stage(uses=("living",), after=("inputs",))
    def addresses(self) -> Residents:
        """The points at which people live, and inhabitants as the tables spread them over these."""
        assert self.living.residents is not None
        return self.living.residents

    @stage(keys=("residents.unevenness", "residents.seed"), uses=("addresses", "outlook"))
    def residents(self) -> Residents:
        """The points at which people live, now or in the year that the project is about."""
        section = self.project.residents
        residents = self.addresses.spread(section.unevenness, seed=section.seed)
        return residents if self.outlook is None else self.outlook.moved(residents)

    @stage(keys=("published",))
    def published(self) -> pd.DataFrame:
        """Published figures to compare with; no rows where the project names none."""
        if self.project.published is None:
            return pd.DataFrame(columns=[*published.COLUMNS, *published.MORE])
        problems = Problems()
        table = published.read_published(self.project.published, problems)
        problems.raise_if_fatal()
        assert table is not None
        return table

    @stage(keys=("project.crs", *(f"network.{key}" for key in ROADS)), sent=True)
    def network(self) -> RoadNetwork:
        """The roads."""
        self._report("Wegennet laden")
        return open_network(
            self.project.network,
            crs=self.project.project.crs,
            progress=lambda text, count: self._report(f"{text}: {number(count)}"),
        )

    @stage_per(keys=("speeds.{profile}.table", "speeds.{profile}.adjust"), sent=True)
    def speed_table(self, profile: str) -> SpeedProfile:
        """A speed profile before its factor and its signposted limits."""
        speed = self.project.speeds[profile]
        return SpeedProfile.read(speed.table, name=profile).adjusted(speed.adjust)

    @stage(keys=("speeds",), uses=("profile",), sent=True)
    def profiles(self) -> dict[str, SpeedProfile]:
        """The speed profiles of the project, by name."""
        return {name: self.profile(name) for name in self.project.speeds}

    @stage_per(keys=("speeds.{profile}.factor", "speeds.{profile}.maxspeed"), uses=("speed_table(profile)",))
    def profile(self, profile: str) -> SpeedProfile:
        """One speed profile of the project."""
        speed = self.project.speeds[profile]
        return replace(self.speed_table(profile), factor=speed.factor, maxspeed=speed.maxspeed)

    @stage_per(uses=("network", "profile(profile)"))
    def graph(self, profile: str) -> RoutingGraph:
        """The network at the speeds of a profile; ``metres`` gives shortest instead of fastest paths."""
        return RoutingGraph.of(self.network, ShortestWay() if profile == SHORTEST else self.profile(profile))

    @stage(keys=("access.limit_m",), uses=("addresses", "network"), sent=True)
    def snapped(self) -> Snapped:
        """The residents' places on the network."""
        self._report("Adressen aan het wegennet koppelen")
        return snap_kept(self.network, self.addresses.x, self.addresses.y, limit_m=self.project.access.limit_m)

    @stage(uses=("network", "snapped"))
    def on_island(self) -> NDArray[np.bool_]:
        """(n,) bool: the residents who live along roads that no road joins to the main ones."""
        network, joined = self.network, self.snapped.joined
        result = np.zeros(len(joined), dtype=bool)
        result[joined] = network.apart[network.tail[self.snapped.road[joined]]]
        return result

    @stage(keys=("access.speed_kmh",), uses=("snapped",))
    def points(self) -> Places:
        """The residents as a sweep sees them."""
        return Places.of(self.snapped, leg_kmh=self.project.access.speed_kmh)

    @stage(uses=("addresses", "network"))
    def edge_m(self) -> NDArray[np.float64]:
        """(n,) float64: metres in a straight line from a resident to the nearest place where the roads are cut off."""
        network, count = self.network, len(self.addresses.x)
        if len(network.cut_x) == 0:
            return np.full(count, np.inf)
        edge = cKDTree(np.column_stack([network.cut_x, network.cut_y]))
        distance: NDArray[np.float64] = edge.query(np.column_stack([self.addresses.x, self.addresses.y]))[0]
        return distance

    @stage(keys=("quality.single_road_inhabitants",), uses=("network", "snapped", "residents"))
    def dependence(self) -> Dependence:
        """Which residents hang on a single road or on a ferry."""
        fewest = self.project.quality.single_road_inhabitants
        return dependence(self.network, self.snapped.road, self.residents.weight, fewest=fewest)

    @stage(uses=("areas", "residents"))
    def ages(self) -> dict[int, NDArray[np.float64]]:
        """Inhabitants from an age on per resident point, spread like all inhabitants; NaN where unknown.

        Always of 65; of higher ages only where the project has a table of them.
        """
        buurten = self.areas.buurten
        return {age: self._spread_like_all(buurten[name]) for age, name in AGED.items() if name in buurten}

    @stage(uses=("areas",))
    def age_classes(self) -> AgeClasses | None:
        """Inhabitants by class of age per buurt; None where the project has no table of them."""
        return self.areas.age_classes

    @stage_per(
        keys=("need", "kinds.{kind}", "project.future", "futures"), uses=("living", "addresses", "areas", "residents")
    )
    def need(self, kind: str) -> Need:
        """What the residents need of a kind in a year, by age where the project says so, else as many as they are.

        In a year to come of which the growth of the use is given, all together need as much more as that.
        """
        known(self.project.kinds, kind, "kind", self.project)
        need = self._need(kind, self.areas, self.residents)
        if self.project.future is None:
            return need
        assert self.living.areas is not None
        now = self._need(kind, self.living.areas, self.addresses)
        growth = self.project.future.growth.get(kind)
        grown = need if growth is None else need.grown(now, growth)
        if not now.by_age:
            return grown
        people = self.addresses.weight
        return replace(grown, heads_per_use=heads_per_use(now.or_mean(people), people))

    def _need(self, kind: str, areas: Areas, residents: Residents) -> Need:
        section = self.project.need.get(kind)
        if section is None:
            return without_ages(areas, residents.weight)
        return by_age(section, kind, areas, residents.weight, residents.area)

    def _spread_like_all(self, people: pd.Series) -> NDArray[np.float64]:
        everyone = self.areas.buurten["inwoners"].to_numpy(dtype=np.float64)
        share = np.divide(people.to_numpy(float), everyone, out=np.full(len(people), np.nan), where=everyone > 0)
        weighted: NDArray[np.float64] = self.residents.weight * share[self.residents.area]
        return weighted

    @stage(keys=("equity.table", "equity.rank", "equity.groups"), uses=("areas",))
    def area_features(self) -> AreaFeatures:
        """What people are ranked and grouped by, per buurt; nothing but unknowns where the project names no table."""
        problems = Problems()
        features = read_area_features(self.project.equity, self.areas.buurten, problems)
        problems.raise_if_fatal()
        return features

    @stage_per(uses=("areas", "residents"))
    def groups(self, level: str) -> Groups:
        """The resident points in the areas of a level (``buurten``, ``wijken`` or ``gemeenten``)."""
        code = known(LEVELS, level, "level of areas", self.project)
        frame = getattr(self.areas, level)
        number = pd.Series(np.arange(len(frame), dtype=np.int32), index=frame[code])
        row = number.reindex(self.areas.buurten[code]).to_numpy().astype(np.int32)
        return Groups(row[self.residents.area], len(frame), self.residents.weight)
