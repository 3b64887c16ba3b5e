"""A study: what a notebook user holds. Each stage is computed once, when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from operator import attrgetter
from typing import Any

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame, GeoSeries
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from zorgkaart.access.chain import Chain
from zorgkaart.access.grid import Grid
from zorgkaart.access.groups import Groups
from zorgkaart.access.hours import Moment, OpenSites, open_at
from zorgkaart.access.indicators import Columns, PointResults, norm_columns, quality_columns, travel_columns
from zorgkaart.access.site_sweep import SiteSweep
from zorgkaart.errors import Problems
from zorgkaart.inputs import published
from zorgkaart.inputs.areas import Areas
from zorgkaart.inputs.facilities import Facilities
from zorgkaart.inputs.project_inputs import Inputs, read_inputs
from zorgkaart.inputs.residents import Residents
from zorgkaart.inputs.tables import counted, listed
from zorgkaart.network.joined import snap_kept
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.snap import Snapped, snap
from zorgkaart.network.speeds import KMH_PER_MS, SpeedProfile, metres_profile
from zorgkaart.network.store import open_network
from zorgkaart.project.model import Project
from zorgkaart.project.sections import SpeedSection
from zorgkaart.quality.cut_edges import Dependence, dependence
from zorgkaart.quality.doubtful import KindSites, kind_sites
from zorgkaart.quality.marks import Mark, mark_columns
from zorgkaart.quality.remarks import marks_of
from zorgkaart.routing.nearest import SECONDS_PER_MINUTE, TravelTimes
from zorgkaart.routing.routing_graph import Direction, Places, RoutingGraph
from zorgkaart.study.surfaces import Surfaces
from zorgkaart.words.numbers import number

LEVELS = {"buurten": "buurtcode", "wijken": "wijkcode", "gemeenten": "gemeentecode"}
# Sections of the project that a stage hangs on.
POINTS = ("project.crs", "areas", "residents.addresses", "residents.raster", "residents.totals", "residents.columns")
WEIGHTS = (*POINTS, "residents.unevenness", "residents.seed")
SITES = ("project.crs", "project.land", "facilities", "kinds", "candidates")
ROADS = ("project.crs", "network")
STAGES = ("inputs", "network", "profiles", "snapped", "snapped_sites")
Report = Callable[[str], None]


class Study:
    """The results of a project.

    Parameters
    ----------
    project : Project
    k : int
        Nearest sites to keep per resident. One is enough; with more, many closures cost less each.
    report : callable, optional
        Called with a Dutch sentence when a stage begins that takes more than a moment.

    Examples
    --------
    >>> study = Study(Project.load("projects/groningen.toml"))  # doctest: +SKIP
    >>> study.results["buurten"]["seh_norm_min"]  # doctest: +SKIP
    """

    def __init__(self, project: Project, *, k: int = 1, report: Report | None = None) -> None:
        self.project = project
        self.k = k
        self.moment: Moment | None = None
        self._report = report or (lambda _: None)
        self._base: Study | None = None  # what does not change comes from here
        self._facilities: Facilities | None = None  # set in a variant: its sites, in place of the project's own

    def variant(self, *, facilities: Facilities | None = None, moment: Moment | None = None) -> Study:
        """Return the same study with other sites or at a moment; all that does not change is shared.

        Parameters
        ----------
        facilities : Facilities, optional
            The sites after a change.
        moment : Moment, optional
            Only sites that are open then count for travel times. Norms that are about sites that are open
            day and night do not change with the moment.
        """
        result = Study(self.project, k=self.k, report=self._report)
        result._base = self
        result._facilities = facilities if facilities is not None else self.facilities
        result.moment = moment if moment is not None else self.moment
        return result

    def with_project(self, project: Project) -> Study:
        """Return the study of another project; every stage whose sections are the same there is shared.

        The sites are the project's own, without the changes of a :meth:`variant`, and there is no moment.

        Examples
        --------
        >>> slower = study.project.with_changes(speeds={"ambulance": {"factor": 0.9}})  # doctest: +SKIP
        >>> study.with_project(slower).results["buurten"]["seh_norm_min"]  # doctest: +SKIP
        """
        result = Study(project, k=self.k, report=self._report)
        result._base = self._own_sites
        return result

    @property
    def _own_sites(self) -> Study:
        """The study at the sites of its project, of which this may be a variant."""
        found = self
        while found._facilities is not None and found._base is not None:
            found = found._base
        return found

    @property
    def has_own_sites(self) -> bool:
        """Whether the sites are those of the project, without the changes of a :meth:`variant`."""
        return self.facilities is self._own_sites.facilities

    def _shared(self, *sections: str) -> Study | None:
        """The study to take a stage from that hangs on these sections alone; None if they differ there."""
        base = self._base
        if base is None or base.project is self.project:
            return base
        same = all(attrgetter(section)(base.project) == attrgetter(section)(self.project) for section in sections)
        return base if same else None

    def __getstate__(self) -> dict[str, Any]:
        """What goes along to another process: what speeds and norms do not change, computed now if need be."""
        return {name: getattr(self, name) for name in ("project", "k", "moment", "_base", "_facilities", *STAGES)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state, _report=lambda _: None)

    @cached_property
    def inputs(self) -> Inputs:
        """Validated areas, residents and facilities."""
        points, sites = self._shared(*POINTS), self._shared(*SITES)
        if points is not None and sites is not None:
            return points.inputs
        self._report("Gebieden, inwoners en voorzieningen lezen")
        return read_inputs(
            self.project, points=points.inputs if points else None, sites=sites.inputs if sites else None
        )

    @property
    def areas(self) -> Areas:
        """Buurten, wijken and gemeenten."""
        return self.inputs.areas

    @cached_property
    def residents(self) -> Residents:
        """The points at which people live."""
        if base := self._shared(*WEIGHTS):
            return base.residents
        section = self.project.residents
        return self.inputs.residents.spread(section.unevenness, seed=section.seed)

    @property
    def facilities(self) -> Facilities:
        """All sites, those that do not count included."""
        return self._facilities if self._facilities is not None else self.inputs.facilities

    @cached_property
    def published(self) -> pd.DataFrame:
        """Published figures to compare with; no rows where the project names none."""
        if base := self._shared("published"):
            return base.published
        if self.project.published is None:
            return pd.DataFrame(columns=[*published.COLUMNS, published.UPPER])
        problems = Problems()
        table = published.read_published(self.project.published, problems)
        problems.raise_if_fatal()
        assert table is not None
        return table

    @cached_property
    def network(self) -> RoadNetwork:
        """The roads."""
        if base := self._shared(*ROADS):
            return base.network
        self._report("Wegennet laden")
        return open_network(
            self.project.network,
            crs=self.project.project.crs,
            progress=lambda text, count: self._report(f"{text}: {number(count)}"),
        )

    @cached_property
    def profiles(self) -> dict[str, SpeedProfile]:
        """The speed profiles of the project, by name."""
        return {name: self._profile(name, speed) for name, speed in self.project.speeds.items()}

    def _profile(self, name: str, speed: SpeedSection) -> SpeedProfile:
        base = self._base
        before = base.project.speeds.get(name) if base is not None else None
        if base is not None and before is not None and (before.table, before.adjust) == (speed.table, speed.adjust):
            return replace(base.profiles[name], factor=speed.factor, maxspeed=speed.maxspeed)
        profile = SpeedProfile.read(speed.table, name=name, factor=speed.factor, maxspeed=speed.maxspeed)
        return profile.adjusted(speed.adjust)

    @cached_property
    def _graphs(self) -> dict[str, RoutingGraph]:
        return {}

    def graph(self, profile: str) -> RoutingGraph:
        """The network at the speeds of a profile; ``metres`` gives shortest instead of fastest paths."""
        if base := self._with_same_speeds(profile, *ROADS):
            return base.graph(profile)
        if profile not in self._graphs:
            speeds = metres_profile() if profile == "metres" else self.profiles[profile]
            self._graphs[profile] = RoutingGraph.of(self.network, speeds)
        return self._graphs[profile]

    def _with_same_speeds(self, profile: str, *sections: str) -> Study | None:
        """As :meth:`_shared`, for a stage that also hangs on the speeds of one profile."""
        base = self._shared(*sections)
        if base is None or profile == "metres" or base.project.speeds.get(profile) == self.project.speeds[profile]:
            return base
        return None

    @cached_property
    def snapped(self) -> Snapped:
        """The residents' places on the network."""
        if base := self._shared(*POINTS, "network", "access.limit_m"):
            return base.snapped
        self._report("Adressen aan het wegennet koppelen")
        return snap_kept(self.network, self.residents.x, self.residents.y, limit_m=self.project.access.limit_m)

    @cached_property
    def points(self) -> Places:
        """The residents as a sweep sees them."""
        return Places.of(self.snapped, leg_kmh=self.project.access.speed_kmh)

    @cached_property
    def snapped_sites(self) -> Snapped:
        """The places of all facilities on the network, in the order of their table."""
        points = self.facilities.table.geometry
        base = self._base
        if self._facilities is not None and base is not None:
            # Rows keep their numbers in a variant, so only what moved or is new has to be joined.
            before = base.facilities.table.geometry
            known = len(before)
            moved = np.flatnonzero(points.iloc[:known].to_numpy() != before.to_numpy())
            fresh = np.concatenate([moved, np.arange(known, len(points))])
            return base.snapped_sites.with_rows(fresh, self._snap(points.iloc[fresh]))
        if base := self._shared(*SITES, "network", "access.limit_m"):
            return base.snapped_sites
        return self._snap(points)

    def _snap(self, points: GeoSeries) -> Snapped:
        x, y = (getattr(points, axis).to_numpy(dtype=np.float64) for axis in "xy")
        return snap(self.network, x, y, limit_m=self.project.access.limit_m)

    @cached_property
    def site_places(self) -> Places:
        """All facilities as a sweep sees them."""
        return Places.of(self.snapped_sites, leg_kmh=self.project.access.speed_kmh)

    def rows(self, kind: str, *, only_24_7: bool = False) -> NDArray[np.int64]:
        """Rows of the facility table that count for this kind, at the moment of the study if it has one.

        What counts as open day and night (:meth:`Facilities.rows`) is open at any moment.
        """
        always = self.facilities.rows(kind, only_24_7=True)
        if only_24_7:
            return always
        rows = self.facilities.rows(kind)
        if self.moment is None:
            return rows
        return rows[np.isin(rows, always) | self._at_moment(rows, self.moment).open]

    def unknown_hours(self, kind: str) -> int:
        """How many sites of a kind are left out because it is not known whether they are open at the moment."""
        if self.moment is None:
            return 0
        rows = np.setdiff1d(self.facilities.rows(kind), self.facilities.rows(kind, only_24_7=True))
        return int(self._at_moment(rows, self.moment).unknown.sum())

    def _at_moment(self, rows: NDArray[np.int64], moment: Moment) -> OpenSites:
        table = self.facilities.table.iloc[rows]
        return open_at(table["openingstijden"].tolist(), table["volcontinu"].tolist(), moment)

    def serving(self, kind: str) -> NDArray[np.int64]:
        """The rows of :meth:`rows` that lie on the road network; the others serve nobody."""
        rows = self.rows(kind)
        return rows[self.snapped_sites.joined[rows]]

    @cached_property
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
        return texts

    def sweep(
        self, kind: str, profile: str, *, direction: Direction = Direction.TO_SITE, only_24_7: bool = False
    ) -> TravelTimes:
        """Travel times between all resident points and the nearest site of a kind.

        Returns
        -------
        TravelTimes
            Sites are rows of the facility table. All unknown (NaN, -1) where no site counts.
        """
        key = (kind, profile, direction, only_24_7)
        if key not in self._sweeps:
            variant = self._facilities is not None
            if variant and self._base is not None and self._same_sites(self._base, kind, only_24_7):
                found = self._base.sweep(kind, profile, direction=direction, only_24_7=only_24_7)
            else:
                found = self._sweep(kind, profile, direction, only_24_7)
            self._sweeps[key] = found
        return self._sweeps[key]

    def site_sweep(
        self, kind: str, profile: str, *, direction: Direction = Direction.TO_SITE, only_24_7: bool = False
    ) -> SiteSweep:
        """The `k` nearest sites of a kind for all resident points, from which closures follow without a new sweep."""
        if self._facilities is None and (base := self._with_same_speeds(profile, *POINTS, *SITES, "network", "access")):
            return base.site_sweep(kind, profile, direction=direction, only_24_7=only_24_7)
        key = (kind, profile, direction, only_24_7)
        if key not in self._site_sweeps:
            rows = self.rows(kind, only_24_7=only_24_7)
            self._site_sweeps[key] = SiteSweep.of(
                self.graph(profile), self.site_places, rows, self.points, direction=direction, k=self.k
            )
        return self._site_sweeps[key]

    def sweep_with(
        self, kind: str, profile: str, extra: NDArray[np.int64], *, direction: Direction = Direction.TO_SITE
    ) -> TravelTimes:
        """As :meth:`sweep`, as if the sites in these rows of the facility table counted too."""
        rows = np.union1d(self.rows(kind), extra)
        found = self._own_sites.site_sweep(kind, profile, direction=direction).after(self.site_places, rows)
        if found is not None:
            return found
        return SiteSweep.of(self.graph(profile), self.site_places, rows, self.points, direction=direction).times

    @cached_property
    def _site_sweeps(self) -> dict[tuple[str, str, Direction, bool], SiteSweep]:
        return {}

    @cached_property
    def _sweeps(self) -> dict[tuple[str, str, Direction, bool], TravelTimes]:
        return {}

    def _same_sites(self, other: Study, kind: str, only_24_7: bool) -> bool:
        """Whether the same sites count in both studies, at the same places and in the same rows."""
        rows, others = self.rows(kind, only_24_7=only_24_7), other.rows(kind, only_24_7=only_24_7)
        mine, theirs = self.facilities.table.geometry.iloc[rows], other.facilities.table.geometry.iloc[others]
        return np.array_equal(rows, others) and bool((mine.to_numpy() == theirs.to_numpy()).all())

    def _sweep(self, kind: str, profile: str, direction: Direction, only_24_7: bool) -> TravelTimes:
        root = self._own_sites
        known = root.site_sweep(kind, profile, direction=direction, only_24_7=only_24_7)
        if root is self:
            return known.times
        changed = known.after(self.site_places, self.rows(kind, only_24_7=only_24_7))
        return changed or self.site_sweep(kind, profile, direction=direction, only_24_7=only_24_7).times

    def _prepare(self) -> None:
        """Compute what all sweeps need, so that a stage is reported when it begins and not before its inputs."""
        _ = self.inputs, self.network, self.points

    @cached_property
    def travel(self) -> dict[str, TravelTimes]:
        """By car to the nearest site, per kind."""
        self._prepare()
        self._report("Reistijden berekenen")
        return {kind: self.sweep(kind, "auto") for kind in self.project.travel_kinds}

    @cached_property
    def chains(self) -> dict[str, Chain]:
        """The ambulance chain per kind with a norm."""
        self._prepare()
        self._report("Ambulanceketen en norm berekenen")
        return {kind: Chain.of(norm, kind, self.sweep) for kind, norm in self.project.norms.items()}

    @cached_property
    def grid(self) -> Grid:
        """The grid of the rasters."""
        if base := self._shared("areas", "rasters.cell_m"):
            return base.grid
        return Grid.of(self.areas.buurten, cell_m=self.project.rasters.cell_m)

    @cached_property
    def cells(self) -> Places:
        """The middles of the cells of the grid, as a sweep sees them."""
        if base := self._shared("areas", "rasters.cell_m", "network", "access"):
            return base.cells
        self._report("Rastercellen aan het wegennet koppelen")
        snapped = snap_kept(self.network, self.grid.x, self.grid.y, limit_m=self.project.access.limit_m)
        return Places.of(snapped, leg_kmh=self.project.access.speed_kmh)

    def sweep_cells(
        self, kind: str, profile: str, *, direction: Direction = Direction.TO_SITE, only_24_7: bool = False
    ) -> TravelTimes:
        """As :meth:`sweep`, for the middles of the cells of the grid; not kept."""
        rows = self.rows(kind, only_24_7=only_24_7)
        return SiteSweep.of(self.graph(profile), self.site_places, rows, self.cells, direction=direction).times

    @cached_property
    def surfaces(self) -> Surfaces:
        """The travel-time surfaces, and the isochrones that are drawn from them."""
        return Surfaces(self)

    @cached_property
    def point_results(self) -> PointResults:
        """All results per resident point."""
        return PointResults(self.travel, self.chains, self.snapped, self._edge_min)

    @cached_property
    def _edge_min(self) -> NDArray[np.float64]:
        fastest = max(profile.fastest_kmh for profile in self.profiles.values())
        minutes: NDArray[np.float64] = self._edge_m * KMH_PER_MS / fastest / SECONDS_PER_MINUTE
        return minutes

    @cached_property
    def _edge_m(self) -> NDArray[np.float64]:
        if base := self._shared(*POINTS, "network"):
            return base._edge_m
        network, count = self.network, len(self.residents.x)
        if len(network.cut_x) == 0:
            return np.full(count, np.inf)
        edge = cKDTree(np.column_stack([network.cut_x, network.cut_y]))
        distance: NDArray[np.float64] = edge.query(np.column_stack([self.residents.x, self.residents.y]))[0]
        return distance

    @cached_property
    def dependence(self) -> Dependence:
        """Which residents hang on a single road or on a ferry."""
        if base := self._shared(*WEIGHTS, "network", "access.limit_m", "quality.single_road_inhabitants"):
            return base.dependence
        fewest = self.project.quality.single_road_inhabitants
        return dependence(self.network, self.snapped.road, self.residents.weight, fewest=fewest)

    @cached_property
    def doubtful_sites(self) -> list[KindSites]:
        """Per kind the sites with a vague place or a doubtful status, and for whom they matter."""
        return kind_sites(self)

    @cached_property
    def marks(self) -> list[Mark]:
        """The remarks on the results of every resident point."""
        return marks_of(self, self.dependence, self.doubtful_sites)

    @cached_property
    def elderly(self) -> NDArray[np.float64]:
        """Inhabitants of 65 and over per resident point, spread like all inhabitants; NaN where not published."""
        buurten = self.areas.buurten
        elderly, all_ = (buurten[name].to_numpy(dtype=np.float64) for name in ("inwoners_65plus", "inwoners"))
        share = np.divide(elderly, all_, out=np.full(len(buurten), np.nan), where=all_ > 0)
        weighted: NDArray[np.float64] = self.residents.weight * share[self.residents.area]
        return weighted

    @cached_property
    def _groups(self) -> dict[str, Groups]:
        return {}

    def groups(self, level: str) -> Groups:
        """The resident points in the areas of a level (``buurten``, ``wijken`` or ``gemeenten``)."""
        if base := self._shared(*WEIGHTS):
            return base.groups(level)
        if level not in self._groups:
            frame, code = getattr(self.areas, level), LEVELS[level]
            number = pd.Series(np.arange(len(frame), dtype=np.int32), index=frame[code])
            row = number.reindex(self.areas.buurten[code]).to_numpy().astype(np.int32)
            self._groups[level] = Groups(row[self.residents.area], len(frame), self.residents.weight)
        return self._groups[level]

    @cached_property
    def _columns(self) -> dict[tuple[str, str, str], Columns]:
        return {}

    def _travel_columns(self, level: str, kind: str) -> Columns:
        base = self._base if self._facilities is not None else None
        if base is not None and base.travel[kind] is self.travel[kind]:
            return base._travel_columns(level, kind)
        key = (level, kind, "travel")
        if key not in self._columns:
            ids = self.facilities.table["id"].to_numpy(dtype=object)
            self._columns[key] = travel_columns(kind, self.travel[kind], self.groups(level), ids)
        return self._columns[key]

    def _norm_columns(self, level: str, kind: str) -> Columns:
        mine = self.chains[kind]
        base = self._base if self._facilities is not None else None
        if base is not None:
            theirs = base.chains[kind]
            if mine.approach is theirs.approach and mine.transport is theirs.transport:
                return base._norm_columns(level, kind)
        key = (level, kind, "norm")
        if key not in self._columns:
            self._columns[key] = norm_columns(kind, mine, self.groups(level), self.elderly)
        return self._columns[key]

    def level(self, level: str) -> GeoDataFrame:
        """The areas of a level with all their indicators, one row each, in the order of their codes."""
        frame: GeoDataFrame = getattr(self.areas, level)
        columns: Columns = {}
        for kind in self.travel:
            columns |= self._travel_columns(level, kind)
        for kind in self.chains:
            columns |= self._norm_columns(level, kind)
        columns |= quality_columns(self.point_results, self.groups(level))
        columns |= mark_columns(self.marks, self.groups(level), flag_share=self.project.quality.flag_share)
        table = pd.concat([frame.drop(columns="geometry"), pd.DataFrame(columns)], axis=1)
        return GeoDataFrame(table, geometry=frame.geometry, crs=frame.crs)

    @cached_property
    def results(self) -> dict[str, GeoDataFrame]:
        """All levels with their indicators."""
        _ = self.travel, self.chains
        self._report("Uitkomsten per buurt, wijk en gemeente")
        return {level: self.level(level) for level in LEVELS if len(getattr(self.areas, level))}
