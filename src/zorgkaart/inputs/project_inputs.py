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
class LivingTables:
    """Where people live, as it was read; areas and residents are None where a problem is fatal."""

    areas: Areas | None
    residents: Residents | None
    places: pd.DataFrame | None
    problems: Problems


@dataclass(frozen=True)
class SiteTables:
    """The sites, as they were read; None where a problem is fatal."""

    facilities: Facilities | None
    problems: Problems


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

    @classmethod
    def of(cls, living: LivingTables, sites: SiteTables) -> Inputs:
        """All tables together.

        Raises
        ------
        InputError
            If there is a fatal problem in any of them; the message lists all of them.
        """
        Problems([*living.problems, *sites.problems]).raise_if_fatal()
        assert living.areas is not None
        assert living.residents is not None
        assert sites.facilities is not None
        return cls(living.areas, living.residents, sites.facilities, living.places, living.problems, sites.problems)

    @property
    def problems(self) -> Problems:
        """All problems."""
        return Problems([*self.area_problems, *self.site_problems])


def read_inputs(project: Project) -> Inputs:
    """Read and validate all tables of a project.

    Raises
    ------
    InputError
        If there is a fatal problem; the message lists all of them.
    """
    return Inputs.of(read_living(project), read_sites(project))


def read_living(project: Project) -> LivingTables:
    """Read areas, residents and places; what is wrong with them is among the problems."""
    problems = Problems()
    areas = read_areas(project.areas, problems, crs=project.project.crs)
    residents = read_residents(project.residents, areas, problems) if areas is not None else None
    if areas is not None and residents is not None:
        areas = areas.with_inhabitants(residents.per_area(len(areas.buurten)))
    places = read_places(project.areas.plaatsen, problems) if project.areas.plaatsen is not None else None
    return LivingTables(areas, residents, places, problems)


def read_sites(project: Project) -> SiteTables:
    """Read the sites of all kinds and the candidates; what is wrong with them is among the problems."""
    problems = Problems()
    facilities = read_facilities(
        project.kinds,
        project.facilities,
        problems,
        candidates=project.candidates,
        crs=project.project.crs,
        home=project.project.land,
        day=project.project.date,
    )
    return SiteTables(facilities, problems)
