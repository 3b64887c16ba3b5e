"""The measures of a project: its norms, and the trips to its kinds of site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from zorgkaart.access.decay import Decay
from zorgkaart.access.measures import Measure, Norm, Trip, norm_of_section
from zorgkaart.access.supply import INHABITANTS, WEIGHTED, Supply
from zorgkaart.errors import InputError
from zorgkaart.network.modes.mode import Mode
from zorgkaart.project.defaults import AMBULANCE, TRAVEL
from zorgkaart.project.model import Project
from zorgkaart.project.moments import Moment, UsualMoment, usual_moment

ANY_HOUR = "ongeacht openingstijden"

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
        What it is the name of: ``kind of care``, ``norm``.
    project : Project
        Whose file is named in the error.

    Returns
    -------
    section
        The section of that name.

    Raises
    ------
    InputError
        If there is none of this name; the error names those that there are.
    """
    if name in sections:
        return sections[name]
    if not sections:
        raise InputError(f"{project.path.name}: there is no {what} {name!r}, nor another.")
    raise InputError(f"{project.path.name}: there is no {what} {name!r}; use {' or '.join(sections)}.")


def moments_of(project: Project, kind: str) -> list[UsualMoment]:
    """The moments at which a kind is looked at in every run, in the order of the project file.

    Parameters
    ----------
    project : Project
        Its country says what a public holiday is.
    kind : str
        A name in ``[kinds]``.

    Returns
    -------
    list of UsualMoment
        Empty where the kind names none.
    """
    return [usual_moment(text, country=project.project.land) for text in project.kinds[kind].moments]


def trip_of(project: Project, kind: str, mode: str = TRAVEL, *, at: str = "") -> Trip:
    """The trip to a kind of site, also of a kind for which the project computes none.

    Parameters
    ----------
    project : Project
        Gives the label and the classes of the kind.
    kind : str
        A name in ``[kinds]``.
    mode : str
        The name of a mode.
    at : str
        The word of one of the kind's moments; without it the trip to the nearest site whatever the hours, or at the
        moment of the study.

    Returns
    -------
    Trip
        From any point to the nearest site of the kind.

    Raises
    ------
    InputError
        If the project has no such kind, or the kind no such moment.
    """
    section = known(project.kinds, kind, "kind of care", project)
    moments = {moment.word: moment for moment in moments_of(project, kind)}
    moment = known(moments, at, f"moment of {kind}", project) if at else None
    when = moment.words if moment is not None else ANY_HOUR if moments else ""
    label = ", ".join(filter(None, (section.label, when)))
    return Trip(kind, Mode.named(mode), label=label, classes=section.classes_min, at=moment, when=when)


def label_of(project: Project, kind: str, at: str = "") -> str:
    """What planners call a kind, with when one goes there if it names moments.

    Parameters
    ----------
    project : Project
        Gives the label of the kind.
    kind : str
        A name in ``[kinds]``.
    at : str
        The word of one of its moments.
    """
    return trip_of(project, kind, at=at).label


def trips_of(project: Project) -> dict[str, Trip]:
    """The trips that a project is about, by their name: the kind, and ``KIND@MOMENT`` for each moment that it names.

    Parameters
    ----------
    project : Project
        Of which the kinds with ``travel = true`` are taken.

    Returns
    -------
    dict of str to Trip
        In the order of the project file; of a kind first the trip whatever the hours.
    """
    words = {kind: ["", *(moment.word for moment in moments_of(project, kind))] for kind in project.travel_kinds}
    trips = [trip_of(project, kind, at=word) for kind, all_words in words.items() for word in all_words]
    return {trip.name: trip for trip in trips}


def norm_of(project: Project, name: str) -> Norm:
    """One norm of a project.

    Parameters
    ----------
    project : Project
        Gives the section of the norm and the label of the kind.
    name : str
        A name in ``[norms]``.

    Returns
    -------
    Norm
        Of the variant that its measure says.

    Raises
    ------
    InputError
        If the project has no such norm.
    """
    section = known(project.norms, name, "norm", project)
    label = project.kinds[section.kind or name].label
    return norm_of_section(name, section, label=label, country=project.project.land)


def main_norms(project: Project) -> dict[str, Norm]:
    """Per kind the norm that a table with a row per kind tells of: that of the kind's own name, else its first.

    Parameters
    ----------
    project : Project
        Of which all of ``[norms]`` are taken.

    Returns
    -------
    dict of str to Norm
        By the kind, in the order of the norms.
    """
    main: dict[str, Norm] = {}
    for name, norm in norms_of(project).items():
        if norm.kind not in main or name == norm.kind:
            main[norm.kind] = norm
    return main


def norm_of_trip(project: Project, trip: Trip, moment: Moment | None = None) -> Norm | None:
    """The norm that a table with a row per trip tells of in the row of this one.

    Parameters
    ----------
    project : Project
        Whose norms are looked at.
    trip : Trip
        One to a kind of the project.
    moment : Moment, optional
        That of the study, at which trips without one of their own are looked at.

    Returns
    -------
    Norm or None
        That about the same moment; of a trip without a moment the main one, if no row of the kind is about its moment.
    """
    mine = [norm for norm in norms_of(project).values() if norm.kind == trip.kind]
    at = _moments(trip) or ({moment} if moment is not None else set())
    same = next((norm for norm in mine if at and _moments(norm) == at), None)
    if same is not None or trip.at is not None:
        return same
    main = main_norms(project).get(trip.kind)
    others = [{usual.moment} for usual in moments_of(project, trip.kind)]
    return None if main is not None and _moments(main) in others else main


def _moments(measure: Measure) -> set[Moment]:
    return {leg.moment for leg in measure.legs if leg.moment is not None}


def norms_of(project: Project) -> dict[str, Norm]:
    """The norms of a project, by their name.

    Parameters
    ----------
    project : Project
        Of which all of ``[norms]`` are taken.

    Returns
    -------
    dict of str to Norm
        In the order of the project file.
    """
    return {name: norm_of(project, name) for name in project.norms}


def by_ambulance(project: Project) -> bool:
    """Whether a norm of a project is about rides of an ambulance.

    Parameters
    ----------
    project : Project
        Of which all of ``[norms]`` are looked at.
    """
    return any(leg.mode == AMBULANCE for norm in norms_of(project).values() for leg in norm.legs)


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
        As in the column ``maat``: :attr:`~zorgkaart.access.measures.Norm.key` of a norm, the name of a mode, or
        that of a trip at one of the kind's moments.

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
    words = [moment.word for moment in moments_of(project, kind)] if kind in project.kinds else []
    timed = {trip.key: trip for trip in (trip_of(project, kind, at=word) for word in words)}
    if key in timed:
        return timed[key]
    if kind not in project.kinds or key not in project.speeds:
        keys = " or ".join([*project.speeds, *timed, *(norm.key for norm in mine)])
        raise InputError(
            f"{project.path.name}: no measure {key!r} of kind {kind!r}. Use {keys}, and a kind of the project."
        )
    return trip_of(project, kind, key)


def supply_of(project: Project, kind: str) -> Supply:
    """How a project shares the supply of a kind.

    Parameters
    ----------
    project : Project
        Gives the section of the supply and the label of the kind.
    kind : str
        A name in ``[supply]``.

    Returns
    -------
    Supply
        With the columns that it has.

    Raises
    ------
    InputError
        If the project has no supply of this kind.
    """
    section = known(project.supply, kind, "section [supply] of", project)
    return Supply(
        kind,
        project.kinds[kind].label,
        section.method,
        Decay(section.limit_min, section.steps, section.gaussian_min),
        section.per,
        Mode.named(section.mode),
        unit=section.unit,
        only_known=section.only_known,
        at=usual_moment(section.at, country=project.project.land) if section.at else None,
        classes=section.classes,
        with_apl=section.method == "apl" or (bool(section.steps) and kind in project.need),
        demand_unit=WEIGHTED if kind in project.need else INHABITANTS,
        source=section.source,
    )


def supplies_of(project: Project) -> dict[str, Supply]:
    """The supplies of a project, by their kind.

    Parameters
    ----------
    project : Project
        Of which all of ``[supply]`` are taken.

    Returns
    -------
    dict of str to Supply
        In the order of the kinds in the project file.
    """
    return {kind: supply_of(project, kind) for kind in project.kinds if kind in project.supply}
