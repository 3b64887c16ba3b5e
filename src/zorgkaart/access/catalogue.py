"""The measures of a project: its norms, and the trips to its kinds of site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from zorgkaart.access.measures import ChainNorm, Measure, Trip
from zorgkaart.errors import InputError
from zorgkaart.network.modes.mode import Mode
from zorgkaart.project.defaults import TRAVEL
from zorgkaart.project.model import Project

SECTION = TypeVar("SECTION")


def known(sections: Mapping[str, SECTION], name: str, what: str, project: Project) -> SECTION:
    """Return what a project has under a name.

    Parameters
    ----------
    sections : mapping of str
        What the project has, by name.
    name : str
        The name that is asked for.
    what : str
        What it is the name of: ``kind``, ``norm``.
    project : Project
        Whose file is named in the error.

    Returns
    -------
    object
        The section of that name.

    Raises
    ------
    InputError
        If there is none of this name; the error names those that there are.
    """
    if name in sections:
        return sections[name]
    choice = f"use {' or '.join(sections)}" if sections else "it has none"
    raise InputError(f"{project.path.name}: there is no {what} {name!r}; {choice}.")


def trip_of(project: Project, kind: str, mode: str = TRAVEL) -> Trip:
    """The trip to a kind of site, also of a kind for which the project computes none.

    Parameters
    ----------
    project : Project
        Gives the label and the classes of the kind.
    kind : str
        A name in ``[kinds]``.
    mode : str
        The name of a mode.

    Returns
    -------
    Trip
        From any point to the nearest site of the kind.

    Raises
    ------
    InputError
        If the project has no such kind.
    """
    section = known(project.kinds, kind, "kind", project)
    return Trip(kind, Mode.named(mode), label=section.label, classes=section.classes_min)


def trips_of(project: Project) -> dict[str, Trip]:
    """The trips that a project is about, by their kind.

    Parameters
    ----------
    project : Project
        Of which the kinds with ``travel = true`` are taken.

    Returns
    -------
    dict of str to Trip
        In the order of the project file.
    """
    return {kind: trip_of(project, kind) for kind in project.travel_kinds}


def norm_of(project: Project, name: str) -> ChainNorm:
    """One norm of a project.

    Parameters
    ----------
    project : Project
        Gives the section of the norm and the label of the kind.
    name : str
        A name in ``[norms]``, which is also that of a kind.

    Returns
    -------
    ChainNorm
        From the call to the door of the nearest site.

    Raises
    ------
    InputError
        If the project has no such norm.
    """
    return ChainNorm.of(name, known(project.norms, name, "norm", project), label=project.kinds[name].label)


def norms_of(project: Project) -> dict[str, ChainNorm]:
    """The norms of a project, by their name.

    Parameters
    ----------
    project : Project
        Of which all of ``[norms]`` are taken.

    Returns
    -------
    dict of str to ChainNorm
        In the order of the project file.
    """
    return {name: norm_of(project, name) for name in project.norms}


def measures_of(project: Project) -> list[Measure]:
    """All measures of a project, the norms first.

    Parameters
    ----------
    project : Project
        Of which all of ``[norms]`` and the kinds with ``travel = true`` are taken.

    Returns
    -------
    list of Measure
        Each in the order of the project file.
    """
    return [*norms_of(project).values(), *trips_of(project).values()]


def measure_of(project: Project, kind: str, key: str = TRAVEL) -> Measure:
    """The measure of a kind by its key: a norm's, or a mode.

    Parameters
    ----------
    project : Project
        Whose norms, kinds and speeds may be named.
    kind : str
        A name in ``[kinds]``.
    key : str
        As in the column ``maat``: :attr:`~zorgkaart.access.measures.Norm.key` of a norm, or the name of a
        mode.

    Returns
    -------
    Measure
        A norm where one has this key, otherwise the trip in this mode.

    Raises
    ------
    InputError
        If the project has no such kind, norm or mode.
    """
    mine = [norm for norm in norms_of(project).values() if norm.kind == kind]
    norm = next((norm for norm in mine if norm.key == key), None)
    if norm is not None:
        return norm
    if kind not in project.kinds or key not in project.speeds:
        keys = " or ".join([*project.speeds, *(norm.key for norm in mine)])
        raise InputError(
            f"{project.path.name}: no measure {key!r} of kind {kind!r}. Use {keys}, and a kind of the project."
        )
    return trip_of(project, kind, key)
