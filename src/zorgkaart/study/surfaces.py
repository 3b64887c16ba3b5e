"""The travel-time surfaces of a study and the isochrones in them, each computed when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from zorgkaart.access.chain import Chain
from zorgkaart.access.grid import Grid
from zorgkaart.access.isochrones import Isochrones
from zorgkaart.access.site_sweep import SiteSweep
from zorgkaart.access.surface import Measure, Surface
from zorgkaart.network.joined import snap_kept
from zorgkaart.project.model import Project
from zorgkaart.routing.nearest import TravelTimes
from zorgkaart.routing.routing_graph import Direction, Places
from zorgkaart.study.stages import stage, stage_per
from zorgkaart.study.sweeps import Sweeps


def isochrone_limits(project: Project, kind: str, measure: Measure) -> tuple[float, ...]:
    """The minutes at which isochrones are drawn, ascending; for a norm, its own limit is one of them."""
    own = [project.norms[kind].limit_min] if measure == "keten" else []
    return tuple(sorted({*project.rasters.isochrones_min, *own}))


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

    def sweep_cells(
        self, kind: str, profile: str, *, direction: Direction = Direction.TO_SITE, only_24_7: bool = False
    ) -> TravelTimes:
        """As :meth:`sweep`, for the middles of the cells of the grid; not kept."""
        sites = self.serving_sites(kind, only_24_7=only_24_7)
        return SiteSweep.of(self.graph(profile), sites.places, sites.rows, self.cells, direction=direction).times

    @stage_per(keys=("norms.{kind}",), uses=("grid", "cells", "graph", "serving_sites"))
    def surface(self, kind: str, measure: Measure) -> Surface:
        """The minutes from every cell; see :meth:`Surfaces.surface`."""
        if measure == "keten":
            minutes = Chain.of(self.project.norms[kind], kind, self.sweep_cells).minutes
        else:
            minutes = self.sweep_cells(kind, "auto").minutes
        return Surface(self.grid, kind, measure, minutes.astype(np.float32))

    @stage_per(
        keys=(
            "norms.{kind}.limit_min",
            *(f"rasters.{key}" for key in ("isochrones_min", "gaps_m", "smooth_m", "smallest_ha")),
        ),
        uses=("surface(kind, measure)",),
    )
    def isochrones(self, kind: str, measure: Measure) -> Isochrones:
        """The isochrones of a surface; see :meth:`Surfaces.isochrones`."""
        section = self.project.rasters
        return Isochrones.of(
            self.surface(kind, measure),
            isochrone_limits(self.project, kind, measure),
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

    def measures(self, *kinds: str) -> Iterator[tuple[str, Measure]]:
        """The kinds and measures that the project has surfaces of, norms first; only of `kinds` if they are given.

        None where ``[rasters]`` says ``enabled = false``; :meth:`surface` gives them all the same.
        """
        project = self._study.project
        if not project.rasters.enabled:
            return
        yield from ((kind, "keten") for kind in project.norms if not kinds or kind in kinds)
        yield from ((kind, "auto") for kind in project.travel_kinds if not kinds or kind in kinds)

    def surface(self, kind: str, measure: Measure = "auto") -> Surface:
        """The minutes from every cell by car, or those of the whole chain of the kind's norm."""
        return self._study.surface(kind, measure)

    def isochrones(self, kind: str, measure: Measure = "auto") -> Isochrones:
        """The isochrones of a surface at the limits of the project."""
        return self._study.isochrones(kind, measure)

    def named(self) -> dict[str, Surface]:
        """All surfaces, by the names of the columns that have the same for areas."""
        return {surface.name: surface for surface in (self.surface(*key) for key in self.measures())}
