"""The travel-time surfaces of a study and the isochrones in them, each computed when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zorgkaart.access.catalogue import measure_of, measures_of
from zorgkaart.access.isochrones import Isochrones
from zorgkaart.access.measures import Measure
from zorgkaart.access.surface import Surface
from zorgkaart.project.sections import TRAVEL

if TYPE_CHECKING:
    from zorgkaart.study.study import Study


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
        self._surfaces: dict[tuple[str, str], Surface] = {}
        self._isochrones: dict[tuple[str, str], Isochrones] = {}

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
        key = (kind, measure)
        if key not in self._surfaces:
            study, asked = self._study, measure_of(self._study.project, kind, measure)
            rides = [leg.by(study.sweep_cells) for leg in asked.legs]
            minutes = asked.total(*(ride.minutes for ride in rides)).astype(np.float32)
            self._surfaces[key] = Surface(study.grid, asked, minutes)
        return self._surfaces[key]

    def isochrones(self, kind: str, measure: str = TRAVEL) -> Isochrones:
        """The isochrones of a surface at the limits of the project."""
        key = (kind, measure)
        if key not in self._isochrones:
            section, surface = self._study.project.rasters, self.surface(kind, measure)
            self._isochrones[key] = Isochrones.of(
                surface,
                surface.measure.isochrones_min(section.isochrones_min),
                gaps_m=section.gaps_m,
                smooth_m=section.smooth_m,
                smallest_ha=section.smallest_ha,
            )
        return self._isochrones[key]

    def named(self) -> dict[str, Surface]:
        """All surfaces, by the names of the columns that have the same for areas."""
        return {surface.name: surface for surface in (self.surface(item.kind, item.key) for item in self.measures())}
