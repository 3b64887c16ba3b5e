"""Checking a project: everything that can be wrong with it, found in one go."""

from __future__ import annotations

from pathlib import Path

from zorgkaart.access.catalogue import main_norms
from zorgkaart.access.grid import Grid
from zorgkaart.analyses.check.capacity import check_capacity
from zorgkaart.analyses.check.need import check_need
from zorgkaart.analyses.check.supply import check_supply
from zorgkaart.analyses.uncertainty.draws import draws_of, sample
from zorgkaart.errors import InputError, Problems, ProjectError, ZorgkaartError
from zorgkaart.inputs.area_features import read_area_features
from zorgkaart.inputs.areas import Areas, read_areas
from zorgkaart.inputs.facilities import Facilities, read_facilities
from zorgkaart.inputs.future_areas import read_outlook
from zorgkaart.inputs.gemeente_numbers import read_gemeente_numbers
from zorgkaart.inputs.places import read_places
from zorgkaart.inputs.published import read_published
from zorgkaart.inputs.residents import read_residents
from zorgkaart.inputs.tables import counted
from zorgkaart.inputs.visits import read_visits
from zorgkaart.network.osm import read_osm
from zorgkaart.network.speeds import SpeedProfile
from zorgkaart.network.store import SAVED, open_network
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import apply_changes
from zorgkaart.scenarios.vocabulary import plan
from zorgkaart.study.norm_shares import require_level


def check_project(path: Path) -> Problems:
    """Validate a project file and all that it names; nothing is computed and nothing is written.

    Parameters
    ----------
    path : Path
        The project file.

    Returns
    -------
    Problems
        All problems, those of the project file first.

    Raises
    ------
    MissingFileError
        If there is no such project file.
    """
    problems = Problems()
    try:
        file = Project.read(path, problems)
    except ProjectError as error:
        problems.add(path.name, str(error).removeprefix(f"{path.name}: "), "Nothing else was checked.")
        return problems
    project, broken = file.project, file.broken
    _check_speeds(project, problems)
    if "network" not in broken:
        _check_network(project, problems)
    areas = read_areas(project.areas, problems, crs=project.project.crs) if "areas" not in broken else None
    if areas is not None:
        _check_rasters(project, areas, problems)
        _check_levels(project, areas, problems)
        if "need" not in broken:
            check_need(project, areas, problems)
        if "supply" not in broken:
            for supply in project.supply.values():
                if supply.beside is not None:
                    read_gemeente_numbers(supply.beside, areas.gemeenten, problems)
        if "equity" not in broken:
            read_area_features(project.equity, areas.buurten, problems)
    if "kinds" not in broken:
        facilities = read_facilities(
            project.kinds,
            project.facilities,
            problems,
            candidates=project.candidates,
            crs=project.project.crs,
            home=project.project.land,
        )
        if facilities is not None:
            _check_hours(project, facilities, problems)
            _check_scenarios(project, facilities, problems)
            _check_assumptions(project, facilities, problems)
            if areas is not None and not broken & {"capacity", "need", "visits"}:
                check_capacity(project, areas, facilities, problems)
            if areas is not None and "supply" not in broken:
                check_supply(project, areas, facilities, problems)
    if "residents" not in broken:
        _check_residents(project, areas, problems)
    if "areas" not in broken and project.areas.plaatsen is not None:
        read_places(project.areas.plaatsen, problems)
    if areas is not None:
        _check_futures(project, areas, problems)
    if project.published is not None:
        read_published(project.published, problems)
    if project.visits.table is not None:
        read_visits(project.visits.table, problems)
    return problems


def _check_scenarios(project: Project, facilities: Facilities, problems: Problems) -> None:
    for name in project.scenarios:
        try:
            planned = plan(project, (), name=name)
            apply_changes(facilities, planned.changes, norm_kinds=tuple(main_norms(project)), config=project.facilities)
        except ZorgkaartError as error:
            _add(problems, f"[scenarios.{name}]", error)


def _check_hours(project: Project, facilities: Facilities, problems: Problems) -> None:
    """Name the sites of which it is not known when they are open, where that is known of others of the kind."""
    table = facilities.table
    unknown = (table["openingstijden"] == "") & (table["volcontinu"] != "ja")
    for kind, section in project.kinds.items():
        mine = (table["soort"] == kind).to_numpy()
        missing = table["naam"][mine & unknown]
        if 0 < len(missing) < mine.sum():
            problems.add(
                section.table.name,
                f"the hours of {counted(len(missing), 'site')} are not known ({', '.join(missing)}); they count "
                "neither at a moment nor where a norm asks for day and night",
                "Fill in openingstijden, as in 'Mo-Fr 17:00-23:00; Sa-Su,PH 08:00-23:00'.",
                fatal=False,
            )


def _check_assumptions(project: Project, facilities: Facilities, problems: Problems) -> None:
    if not project.assumptions:
        return
    try:
        draw = draws_of(project, sample(project, draws=2))[0]
        draw.project(project)
        draw.facilities(facilities)
    except ZorgkaartError as error:
        _add(problems, "[assumptions]", error)


def _check_residents(project: Project, areas: Areas | None, problems: Problems) -> None:
    """Read the residents; without areas to place them in, look whether their files are there."""
    if areas is not None:
        read_residents(project.residents, areas, problems)
        return
    for path in filter(None, (*project.residents.addresses, project.residents.raster)):
        if not path.is_file():
            problems.add("[residents]", f"{path.name}: no such file", "Correct [residents].")


def _check_futures(project: Project, areas: Areas, problems: Problems) -> None:
    """Read the inhabitants of the years to come; what several years have in common is said once."""
    said = {str(problem) for problem in problems}
    for section in project.futures.values():
        mine = Problems()
        read_outlook(section, areas, mine)
        problems.items.extend(problem for problem in mine if str(problem) not in said)
        said |= {str(problem) for problem in mine}


def _check_rasters(project: Project, areas: Areas, problems: Problems) -> None:
    if not project.rasters.enabled:
        return
    try:
        Grid.of(areas.buurten, cell_m=project.rasters.cell_m)
    except ZorgkaartError as error:
        where, _, text = str(error).partition(": ")
        _add(problems, where, InputError(text))


def _check_levels(project: Project, areas: Areas, problems: Problems) -> None:
    for name, norm in project.norms.items():
        try:
            require_level(project, name, norm.per or "geheel", areas)
        except InputError as error:
            where, _, text = str(error).partition(": ")
            _add(problems, where, InputError(text))


def _check_speeds(project: Project, problems: Problems) -> None:
    for name, speed in project.speeds.items():
        try:
            SpeedProfile.read(speed.table, name=name)
        except ZorgkaartError as error:
            _add(problems, f"[speeds.{name}]", error)


def _check_network(project: Project, problems: Problems) -> None:
    file = project.network.file
    if file is None:
        return
    if not file.is_file():
        problems.add("[network]", f"{file.name}: no such file", "Correct [network] file.")
    elif file.suffix == SAVED:
        try:
            open_network(project.network, crs=project.project.crs)
        except ZorgkaartError as error:
            _add(problems, "[network]", error)
    else:
        try:
            roads = read_osm(file, ferries=project.network.ferries)
        except ZorgkaartError as error:
            _add(problems, "[network]", error)
        else:
            if roads.missing_nodes:
                problems.add(
                    file.name,
                    f"{counted(roads.missing_nodes, 'node')} of its roads without a place in it (such as "
                    f"{', '.join(map(str, roads.missing_ids))}); the roads end there",
                    "Nothing needs to be done at the edge of an extract; else fetch the file again with its nodes.",
                    fatal=False,
                )
    for path in project.network.built_up_addresses:
        if not path.is_file():
            problems.add("[network]", f"{path.name}: no such file", "Correct [network] built_up_addresses.")


def _add(problems: Problems, where: str, error: ZorgkaartError) -> None:
    what, stop, todo = str(error).rpartition(". ")
    problems.add(where, what if stop else todo, todo if stop else "")
