"""All tables of a project, read and validated together."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from zorgkaart.errors import Problems
from zorgkaart.inputs.areas import Areas, read_areas
from zorgkaart.inputs.facilities import Facilities, read_facilities
from zorgkaart.inputs.places import read_places
from zorgkaart.inputs.residents import Residents, read_residents
from zorgkaart.project.model import Project


@dataclass(frozen=True)
class Inputs:
    """The validated tables and what was found wrong with them without stopping the run.

    ``places`` is None where the project names none; the facilities have problems of their own.
    """

    areas: Areas
    residents: Residents
    facilities: Facilities
    places: pd.DataFrame | None
    area_problems: Problems
    site_problems: Problems

    @property
    def problems(self) -> Problems:
        """All problems."""
        return Problems([*self.area_problems, *self.site_problems])


def read_inputs(project: Project, *, points: Inputs | None = None, sites: Inputs | None = None) -> Inputs:
    """Read and validate all tables of a project.

    Parameters
    ----------
    points, sites : Inputs, optional
        Where areas and residents, and facilities, are taken from if they have been read before.

    Raises
    ------
    InputError
        If there is a fatal problem; the message lists all of them.
    """
    if points is None:
        area_problems = Problems()
        areas = read_areas(project.areas, area_problems, crs=project.project.crs)
        residents = read_residents(project.residents, areas, area_problems) if areas is not None else None
        if areas is not None and residents is not None:
            areas = areas.with_inhabitants(residents.per_area(len(areas.buurten)))
        places = read_places(project.areas.plaatsen, area_problems) if project.areas.plaatsen is not None else None
    else:
        areas, residents, places, area_problems = points.areas, points.residents, points.places, points.area_problems
    if sites is None:
        site_problems = Problems()
        facilities = read_facilities(
            project.kinds,
            project.facilities,
            site_problems,
            candidates=project.candidates,
            crs=project.project.crs,
            home=project.project.land,
        )
    else:
        facilities, site_problems = sites.facilities, sites.site_problems
    Problems([*area_problems, *site_problems]).raise_if_fatal()
    assert areas is not None
    assert residents is not None
    assert facilities is not None
    return Inputs(areas, residents, facilities, places, area_problems, site_problems)
