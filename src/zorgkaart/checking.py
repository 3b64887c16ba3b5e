"""Checking a project: everything that can be wrong with it, found in one go."""

from __future__ import annotations

from pathlib import Path

from zorgkaart.errors import Problems, ProjectError, ZorgkaartError
from zorgkaart.inputs.areas import read_areas
from zorgkaart.inputs.facilities import read_facilities
from zorgkaart.inputs.places import read_places
from zorgkaart.inputs.published import read_published
from zorgkaart.inputs.residents import read_residents
from zorgkaart.network.graph import RoadNetwork
from zorgkaart.network.speeds import SpeedProfile
from zorgkaart.network.store import SAVED
from zorgkaart.project import Project, load_leniently


def check_project(path: Path) -> Problems:
    """Validate a project file and all that it names; nothing is computed and nothing is written.

    Returns
    -------
    Problems
        All problems, those of the project file first. An OSM file is looked for, but not read.

    Raises
    ------
    MissingFileError
        If there is no such project file.
    """
    problems = Problems()
    try:
        project = load_leniently(path, problems)
    except ProjectError as error:
        problems.add(path.name, str(error).removeprefix(f"{path.name}: "), "Nothing else was checked.")
        return problems
    if project is None:
        return problems
    _check_speeds(project, problems)
    _check_network(project, problems)
    areas = read_areas(project.areas, problems)
    read_facilities(project.kinds, project.facilities, problems)
    if areas is not None:
        read_residents(project.residents, areas, problems)
    if project.areas.plaatsen is not None:
        read_places(project.areas.plaatsen, problems)
    if project.published is not None:
        read_published(project.published, problems)
    return problems


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
            RoadNetwork.load(file)
        except ZorgkaartError as error:
            _add(problems, "[network]", error)
    for path in project.network.built_up_addresses:
        if not path.is_file():
            problems.add("[network]", f"{path.name}: no such file", "Correct [network] built_up_addresses.")


def _add(problems: Problems, where: str, error: ZorgkaartError) -> None:
    what, stop, todo = str(error).rpartition(". ")
    problems.add(where, what if stop else todo, todo if stop else "")
