"""Changes as they are typed on the command line or written in a project file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zorgkaart.errors import ChangeError
from zorgkaart.project.model import Project
from zorgkaart.project.moments import Moment, parse_moment
from zorgkaart.project.plans import ScenarioSection
from zorgkaart.scenarios.changes import Change, Close, Hours, Move, Open, Reopen
from zorgkaart.scenarios.names import plain

LONGEST_NAME = 60
VERBS = {Close: "sluit", Reopen: "heropen", Move: "verplaats", Hours: "tijden"}


def parse_changes(
    *,
    close: Sequence[str] = (),
    open_: Sequence[str] = (),
    move: Sequence[str] = (),
    hours: Sequence[str] = (),
    kinds: tuple[str, ...] = (),
) -> list[Change]:
    """Read changes as they are typed.

    Parameters
    ----------
    close : sequence of str
        ``NAME``, or an id.
    open_ : sequence of str
        ``KIND,LAT,LON,NAME`` for a new site, ``NAME`` for one that is closed or a candidate.
    move : sequence of str
        ``NAME,LAT,LON``.
    hours : sequence of str
        ``NAME=HOURS``, hours in the syntax of OpenStreetMap.
    kinds : tuple of str
        What the names may mean.

    Raises
    ------
    ChangeError
        If one has another form.
    """
    changes: list[Change] = [Close(name, kinds) for name in close]
    for text in open_:
        parts = [part.strip() for part in text.split(",", 3)]
        if len(parts) == 1:
            changes.append(Reopen(parts[0], kinds))
            continue
        if len(parts) != 4:
            raise ChangeError(
                f"--open {text!r}: write SOORT,LAT,LON,NAAM, such as huisarts,53.21,6.57,Nieuwe praktijk, "
                "or the name of a site that is closed or a candidate."
            )
        changes.append(Open(parts[0], *_degrees(parts[1], parts[2], f"--open {text!r}"), parts[3]))
    for text in move:
        parts = [part.strip() for part in text.rsplit(",", 2)]
        if len(parts) != 3:
            raise ChangeError(f"--move {text!r}: write ID,LAT,LON, such as seh-martini,53.19,6.55.")
        changes.append(Move(parts[0], *_degrees(parts[1], parts[2], f"--move {text!r}"), kinds))
    for text in hours:
        site, equals, when = (part.strip() for part in text.partition("="))
        if not (site and equals and when):
            raise ChangeError(f"--hours {text!r}: write NAAM=TIJDEN, such as 'hap-leek=Mo-Su 08:00-23:00'.")
        changes.append(Hours(site, when, kinds))
    return changes


def changes_of(section: ScenarioSection) -> list[Change]:
    """The changes of a scenario in a project file."""
    kinds = section.kinds
    return [
        *(Close(site, kinds) for site in section.close),
        *(Reopen(site, kinds) for site in section.reopen),
        *(Open(new.kind, new.lat, new.lon, new.name, new.hours) for new in section.open),
        *(Move(item.site, item.lat, item.lon, kinds) for item in section.move),
        *(Hours(item.site, item.hours, kinds) for item in section.hours),
    ]


@dataclass(frozen=True)
class Plan:
    """What is to be computed: changes, the moment to compare at, and what it is called."""

    changes: tuple[Change, ...]
    moment: Moment | None
    title: str
    folder: str


def plan(
    project: Project,
    changes: Sequence[Change],
    *,
    name: str | None = None,
    at: str | None = None,
    file: Mapping[str, ScenarioSection] | None = None,
) -> Plan:
    """Put together a scenario of the project file, by its name, or of a file of its own, and what is given beside it.

    Parameters
    ----------
    project : Project
        Has the scenarios that have names.
    changes : sequence of Change
        What is given beside it.
    name : str, optional
        Of a scenario in the project file.
    at : str, optional
        The moment, instead of that of the scenario.
    file : mapping of str to ScenarioSection, optional
        One scenario by its name, instead of one of the project file.

    Raises
    ------
    ChangeError
        If the project file has no such scenario, a file is given as well, or there is nothing to change.
    InputError
        If `at` is not a moment.
    """
    section = None
    if name is not None and file:
        raise ChangeError("--name and --file both give a scenario. Give one of them.")
    if file:
        ((name, section),) = file.items()
    elif name is not None:
        section = project.scenarios.get(name)
        if section is None:
            known = ", ".join(project.scenarios) or "none; add [scenarios.NAME]"
            raise ChangeError(f"{project.path.name} has no scenario {name!r}. It has: {known}.")
    if section is not None:
        changes = [*changes_of(section), *changes]
        at = at or section.at
    if not changes and at is None:
        raise ChangeError("there is nothing to change. Give --name, --file, --close, --open, --move, --hours or --at.")
    moment = parse_moment(at, country=project.project.land) if at is not None else None
    if section is not None and (tuple(changes), at) == (tuple(changes_of(section)), section.at):
        return Plan(tuple(changes), moment, section.title, str(name))
    return Plan(tuple(changes), moment, "", slug(changes, moment))


def slug(changes: Sequence[Change], moment: Moment | None = None) -> str:
    """A folder name for a set of changes, the same whatever their order; long ones end in a hash."""
    parts = []
    for change in changes:
        if isinstance(change, Open):
            parts.append(f"open {change.kind} {change.name}")
        else:
            parts.append(f"{VERBS[type(change)]} {' '.join(change.kinds)} {change.site}")
    text = plain(" ".join([*sorted(parts), str(moment or "")])).replace(" ", "-")
    exact = hashlib.sha256(repr((sorted(map(repr, changes)), str(moment))).encode()).hexdigest()[:8]
    more = any(isinstance(change, (Open, Move, Hours)) or getattr(change, "hours", "") for change in changes)
    if len(text) <= LONGEST_NAME and not more:
        return text
    return f"{text[:LONGEST_NAME].rstrip('-')}-{exact}"


def _degrees(lat: str, lon: str, where: str) -> tuple[float, float]:
    try:
        return float(lat), float(lon)
    except ValueError as error:
        raise ChangeError(
            f"{where}: {lat!r} and {lon!r} are no degrees. Write them with a point, such as 53.21,6.57."
        ) from error
