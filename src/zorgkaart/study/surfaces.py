"""The travel-time surfaces of a study and the isochrones in them, each computed when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from zorgkaart.access.chain import Chain
from zorgkaart.access.isochrones import Isochrones
from zorgkaart.access.surface import Measure, Surface
from zorgkaart.project.model import Project

if TYPE_CHECKING:
    from zorgkaart.study.study import Study


def isochrone_limits(project: Project, kind: str, measure: Measure) -> tuple[float, ...]:
    """The minutes at which isochrones are drawn, ascending; for a norm, its own limit is one of them."""
    own = [project.norms[kind].limit_min] if measure == "keten" else []
    return tuple(sorted({*project.rasters.isochrones_min, *own}))


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

    def __init__(self, study: Study) -> None:
        self._study = study
        self._surfaces: dict[tuple[str, Measure], Surface] = {}
        self._isochrones: dict[tuple[str, Measure], Isochrones] = {}

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
        key = (kind, measure)
        if key not in self._surfaces:
            study = self._study
            if measure == "keten":
                minutes = Chain.of(study.project.norms[kind], kind, study.sweep_cells).minutes
            else:
                minutes = study.sweep_cells(kind, "auto").minutes
            self._surfaces[key] = Surface(study.grid, kind, measure, minutes.astype(np.float32))
        return self._surfaces[key]

    def isochrones(self, kind: str, measure: Measure = "auto") -> Isochrones:
        """The isochrones of a surface at the limits of the project."""
        key = (kind, measure)
        if key not in self._isochrones:
            section = self._study.project.rasters
            self._isochrones[key] = Isochrones.of(
                self.surface(kind, measure),
                isochrone_limits(self._study.project, kind, measure),
                gaps_m=section.gaps_m,
                smooth_m=section.smooth_m,
                smallest_ha=section.smallest_ha,
            )
        return self._isochrones[key]

    def named(self) -> dict[str, Surface]:
        """All surfaces, by the names of the columns that have the same for areas."""
        return {surface.name: surface for surface in (self.surface(*key) for key in self.measures())}
