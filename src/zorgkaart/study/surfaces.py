"""The travel-time surfaces of a study and the isochrones in them, each computed when it is first asked for."""

from __future__ import annotations

import numpy as np

from zorgkaart.access.catalogue import measure_of, measures_of
from zorgkaart.access.grid import Grid
from zorgkaart.access.isochrones import Isochrones
from zorgkaart.access.measures import Measure
from zorgkaart.access.site_sweep import SiteSweep
from zorgkaart.access.surface import Surface
from zorgkaart.network.joined import snap_kept
from zorgkaart.project.defaults import TRAVEL
from zorgkaart.project.moments import Moment
from zorgkaart.routing.nearest import TravelTimes
from zorgkaart.routing.routing_graph import Direction, Places
from zorgkaart.study.stages import stage, stage_per
from zorgkaart.study.sweeps import TRIP_KEYS, Sweeps


class Cells(Sweeps):
    """The cells of the rasters and the travel times from them."""

    @stage(keys=("rasters.cell_m",), uses=("areas",))
    def grid(self) -> Grid:
        """The grid of the rasters."""
        return Grid.of(self.areas.buurten, cell_m=self.project.rasters.cell_m)

    @stage(keys=("access.limit_m", "access.speed_kmh"), uses=("grid", "network"))
    def cells(self) -> Places:
        """The middles of the cells of the grid, as a sweep sees them."""
        self._report("Rastercellen aan het wegennet koppelen")
        snapped = snap_kept(self.network, self.grid.x, self.grid.y, limit_m=self.project.access.limit_m)
        return Places.of(snapped, leg_kmh=self.project.access.speed_kmh)

    @stage_per(uses=("graph(profile)", "cells", "serving_sites(kind, only_24_7, moment)"))
    def sweep_cells(
        self,
        kind: str,
        profile: str,
        *,
        direction: Direction = Direction.TO_SITE,
        only_24_7: bool = False,
        moment: Moment | None = None,
    ) -> TravelTimes:
        """As :meth:`sweep`, for the middles of the cells of the grid; several measures have the same rides."""
        sites = self.serving_sites(kind, only_24_7=only_24_7, moment=moment)
        return SiteSweep.of(self.graph(profile), sites.places, sites.rows, self.cells, direction=direction).times

    @stage_per(
        keys=("norms", "kinds.*.label", *TRIP_KEYS, "speeds.{measure}"),
        uses=("grid", "sweep_cells"),
    )
    def surface(self, kind: str, measure: str) -> Surface:
        """The minutes from every cell; see :meth:`Surfaces.surface`."""
        asked = measure_of(self.project, kind, measure)
        rides = [leg.by(self.sweep_cells) for leg in asked.legs]
        return Surface(self.grid, asked, asked.total(*(ride.minutes for ride in rides)).astype(np.float32))

    @stage_per(
        keys=tuple(f"rasters.{key}" for key in ("isochrones_min", "gaps_m", "smooth_m", "smallest_ha")),
        uses=("surface(kind, measure)",),
    )
    def isochrones(self, kind: str, measure: str) -> Isochrones:
        """The isochrones of a surface; see :meth:`Surfaces.isochrones`."""
        section, surface = self.project.rasters, self.surface(kind, measure)
        return Isochrones.of(
            surface,
            surface.measure.isochrones_min(section.isochrones_min),
            gaps_m=section.gaps_m,
            smooth_m=section.smooth_m,
            smallest_ha=section.smallest_ha,
        )

    @property
    def surfaces(self) -> Surfaces:
        """The travel-time surfaces, and the isochrones that are drawn from them."""
        return Surfaces(self)


class Surfaces:
    """The surfaces of a study.

    Parameters
    ----------
    study : Study
        Its sites and its moment count.

    Examples
    --------
    >>> study.surfaces.surface("seh").raster  # doctest: +SKIP
    >>> study.surfaces.isochrones("seh", "keten").within  # doctest: +SKIP
    """

    def __init__(self, study: Cells) -> None:
        self._study = study

    def measures(self, *kinds: str) -> list[Measure]:
        """The measures that the project has surfaces of, norms first; only of `kinds` if they are given.

        None where ``[rasters]`` says ``enabled = false``; :meth:`surface` gives them all the same.
        """
        project = self._study.project
        if not project.rasters.enabled:
            return []
        return [measure for measure in measures_of(project) if not kinds or measure.kind in kinds]

    def surface(self, kind: str, measure: str = TRAVEL) -> Surface:
        """The minutes of a measure from every cell: of the trip in a mode, or of the whole chain of the kind's norm.

        Raises
        ------
        InputError
            If the project has no such measure.
        """
        return self._study.surface(kind, measure)

    def isochrones(self, kind: str, measure: str = TRAVEL) -> Isochrones:
        """The isochrones of a surface at the limits of the project."""
        return self._study.isochrones(kind, measure)

    def named(self) -> dict[str, Surface]:
        """All surfaces, by the names of the columns that have the same for areas."""
        return {surface.name: surface for surface in (self.surface(item.kind, item.key) for item in self.measures())}
