"""The project file: every path, number and switch that a run depends on, read once and checked.

A project is a TOML file. Paths in it are relative to the file itself. With ``base`` it takes over another
project file, of which it changes some keys. Numbers that belong to the world and not to the code (norms, speeds,
limits) stand in it or in a table that it names. Its sections are in :mod:`zorgkaart.project.sections` (what there is)
and :mod:`zorgkaart.project.plans` (what might be).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError, model_validator

from zorgkaart.errors import InputError, Problems, ProjectError
from zorgkaart.project.capacity_keys import CapacitySection, wrong_capacities
from zorgkaart.project.defaults import AMBULANCE, TRAVEL
from zorgkaart.project.futures import FutureSection, RetirementSection, wrong_futures
from zorgkaart.project.keys import OwnPath, Section, merged
from zorgkaart.project.messages import KIND_PATTERN, sentence
from zorgkaart.project.moments import usual_moment
from zorgkaart.project.norm_keys import TRIP, kinds_of_norm, mode_of_norm, wrong_norms, wrong_verdict
from zorgkaart.project.plans import (
    AssumptionSection,
    CalibrationSection,
    EquitySection,
    Name,
    NeedSection,
    ScenarioSection,
    SiteSection,
    UncertaintySection,
    VisitsSection,
)
from zorgkaart.project.project_file import ProjectFile, read_project_file
from zorgkaart.project.sections import (
    AccessSection,
    AreasSection,
    FacilitiesSection,
    InfoSection,
    KindSection,
    MapSection,
    NetworkSection,
    NormSection,
    QualitySection,
    RastersSection,
    ResidentsSection,
    RunsSection,
    SpeedSection,
    VerdictSection,
)
from zorgkaart.project.supply_keys import SupplySection, wrong_supplies
from zorgkaart.words.dates import dutch_date

PACKAGE = Path(__file__).parents[1]
# A kind's name begins the names of columns and files.
KindName = Annotated[str, Field(pattern=KIND_PATTERN)]


def _default_speeds() -> dict[str, SpeedSection]:
    folder = PACKAGE / "network" / "tables"
    return {
        TRAVEL: SpeedSection(table=folder / "speeds_auto.csv"),
        AMBULANCE: SpeedSection(table=folder / "speeds_ambulance.csv", maxspeed=False),
    }


class Project(Section):
    """A validated project file. Frozen: make a changed copy with :meth:`with_changes`.

    Attributes
    ----------
    path : Path
        The file that the project was read from; no key of it.
    """

    project: InfoSection
    areas: AreasSection
    residents: ResidentsSection
    facilities: FacilitiesSection = FacilitiesSection()
    kinds: dict[KindName, KindSection] = Field(min_length=1)
    norms: dict[KindName, NormSection] = Field(default_factory=dict)
    verdict: VerdictSection | None = None
    supply: dict[KindName, SupplySection] = Field(default_factory=dict)
    network: NetworkSection
    speeds: dict[str, SpeedSection] = Field(default_factory=_default_speeds)
    access: AccessSection = AccessSection()
    quality: QualitySection = QualitySection()
    map: MapSection = MapSection()
    rasters: RastersSection = RastersSection()
    runs: RunsSection = RunsSection()
    visits: VisitsSection = VisitsSection()
    need: dict[KindName, NeedSection] = Field(default_factory=dict)
    capacity: dict[KindName, CapacitySection] = Field(default_factory=dict)
    equity: EquitySection = EquitySection()
    assumptions: dict[Name, AssumptionSection] = Field(default_factory=dict)
    uncertainty: UncertaintySection = UncertaintySection()
    calibration: CalibrationSection | None = None
    candidates: dict[Name, SiteSection] = Field(default_factory=dict)
    scenarios: dict[Name, ScenarioSection] = Field(default_factory=dict)
    futures: dict[Name, FutureSection] = Field(default_factory=dict)
    retirement: dict[KindName, RetirementSection] = Field(default_factory=dict)
    published: Path | None = None
    base: Path | None = None
    path: OwnPath = Path("zorgkaart.toml")

    @model_validator(mode="before")
    @classmethod
    def _speeds_of_all_modes(cls, raw: Any) -> Any:
        return with_default_speeds(raw) if isinstance(raw, dict) else raw

    @model_validator(mode="after")
    def _names_exist(self) -> Project:
        related = {"project", "kinds", "norms", "verdict", "supply", "speeds", "candidates", "need", "capacity"}
        wrong = loose_ends(self.model_dump(include=related | {"futures", "retirement"}))
        if wrong:
            raise ValueError("; ".join(f"{'.'.join(key)}: {text}" for key, text in wrong))
        return self

    @property
    def travel_kinds(self) -> tuple[str, ...]:
        """The kinds for which travel times are computed, in the order of the project file."""
        return tuple(name for name, kind in self.kinds.items() if kind.travel)

    @cached_property
    def without_moments(self) -> Project:
        """The same project, of which no kind names moments: for a run of one moment, or whatever the hours."""
        if not any(kind.moments for kind in self.kinds.values()):
            return self
        return self.with_changes(kinds={name: {"moments": ()} for name, kind in self.kinds.items() if kind.moments})

    def __copy__(self) -> Project:
        """A copy for ``model_copy``, without what was worked out from the fields that it may change."""
        copied = super().__copy__()
        copied.__dict__.pop("without_moments", None)
        return copied

    @property
    def main_kind(self) -> str:
        """The kind that is meant where none is named: the first with a norm, else the first with travel times."""
        normed = (kinds_of_norm(name, norm.model_dump())[0] for name, norm in self.norms.items())
        return next(iter((*normed, *self.travel_kinds)))

    @property
    def region(self) -> str:
        """What the areas together are called."""
        return self.project.region or ", ".join(self.areas.provincies) or self.project.name

    @property
    def title(self) -> str:
        """The title of the project, with its day and its year to come if it has them: what is written above results."""
        return self.project.title + (f", {self.on_day}" if self.on_day else "")

    @property
    def on_day(self) -> str:
        """The day of its sites and the year of its inhabitants in Dutch; empty if both are those of now.

        As in "met de locaties van 1 juni 2019" and "met de inwoners van 2040 volgens een prognose".
        """
        parts = [self.sites_of_day] if self.sites_of_day else []
        if self.future is not None:
            parts.append(f"de inwoners van {self.future.year} volgens een prognose")
        return f"met {' en '.join(parts)}" if parts else ""

    @property
    def sites_of_day(self) -> str:
        """The day of its sites in Dutch, as "de locaties van 1 juni 2019"; empty if it is no day but now."""
        return "" if self.project.date is None else f"de locaties van {dutch_date(self.project.date)}"

    @property
    def future(self) -> FutureSection | None:
        """The year to come that it is about (``project.future``); None for the inhabitants of now."""
        return None if self.project.future is None else self.futures[self.project.future]

    @property
    def output(self) -> Path:
        """The folder that results go to."""
        return self.project.output

    def on(self, day: datetime.date | None) -> Project:
        """Return the project with the sites of a day, whose results go to a folder of that day.

        Parameters
        ----------
        day : date or None
            Of the past or of the future; None leaves the project as it is.
        """
        if day is None:
            return self
        return self.with_changes(project={"date": day, "output": self.output / day.isoformat()})

    def in_future(self, name: str | None) -> Project:
        """Return the project with the inhabitants of a year to come, whose results go to a folder of that year.

        Parameters
        ----------
        name : str or None
            Of ``[futures.NAME]``; None leaves the project as it is. With ``supply = "dated"`` the sites are those that
            are open on the first of January of that year, as far as their tables say.

        Raises
        ------
        ProjectError
            If there is no such future, or the project has a day of its own while its sites are to be of that year.
        """
        if name is None:
            return self
        if name not in self.futures:
            there = ", ".join(self.futures) or "none"
            raise ProjectError(f"{self.path.name}: there is no [futures.{name}]. Choose one that is there: {there}.")
        future = self.futures[name]
        changes: dict[str, Any] = {"future": name, "output": self.output / name}
        if future.supply == "dated":
            if self.project.date is not None:
                raise ProjectError(
                    f"{self.path.name}: [futures.{name}] takes the sites of {future.year}, but the project is about "
                    f"those of {self.project.date.isoformat()}. Leave out that day, or say supply = 'now'."
                )
            changes["date"] = datetime.date(future.year, 1, 1)
        return self.with_changes(project=changes)

    def with_changes(self, **sections: dict[str, Any]) -> Project:
        """Return a copy in which some keys of some sections differ, validated anew.

        Parameters
        ----------
        **sections : dict
            By the name of a section, the keys that differ in it and their values; of a section with names (``norms``,
            ``speeds``) first the name. What is not named stays as it is.

        Raises
        ------
        ProjectError
            If a section or key does not exist, or a value is wrong.

        Examples
        --------
        >>> project.with_changes(facilities={"abroad": True})  # doctest: +SKIP
        """
        raw = self.model_dump()
        for section, changes in sections.items():
            raw[section] = merged(raw.get(section), changes)
        return _validated(raw, self.path)

    @classmethod
    def load(cls, path: str | Path) -> Project:
        """Read a project file.

        Parameters
        ----------
        path : str or Path
            A TOML file; paths in it are seen from its own folder.

        Raises
        ------
        MissingFileError
            If there is no such file.
        ProjectError
            If it is not TOML, or has wrong, missing or unknown keys; all of them are listed.
        """
        problems = Problems()
        file = cls.read(Path(path), problems)
        problems.raise_if_fatal(ProjectError)
        return file.project

    @classmethod
    def read(cls, path: Path, problems: Problems) -> ProjectFile[Project]:
        """Read a project file as far as it goes, and add everything that is wrong with it to `problems`.

        Parameters
        ----------
        path : Path
            A TOML file.
        problems : Problems
            Gets what is wrong, with the key.

        Returns
        -------
        ProjectFile
            The project without the keys that are wrong, and the names of the sections of which nothing could be read.

        Raises
        ------
        MissingFileError
            If there is no such file.
        ProjectError
            If it is not TOML.
        """
        return read_project_file(path, problems, model=cls, loose_ends=loose_ends)


def loose_ends(raw: Mapping[str, Any]) -> list[tuple[tuple[str, ...], str]]:
    """What sections say about each other that cannot be: the key and what is wrong with it."""
    kinds, norms = raw["kinds"], raw.get("norms", {})
    wrong: list[tuple[tuple[str, ...], str]] = []
    wrong += wrong_norms(norms, kinds)
    wrong += wrong_verdict(raw.get("verdict") or {}, norms, kinds)
    for name, kind in kinds.items():
        # What cannot be read as a moment is reported where it stands.
        for other in (f"{name}_{word}" for word in _moment_words(kind.get("moments", ()))):
            if other in kinds:
                wrong.append((("kinds", other), f"its columns would be those of a moment of kinds.{name}; rename it"))
        if kind.get("moments") and not kind.get("travel", True):
            wrong.append((("kinds", name), "it has moments but no travel times; take out moments or travel = false"))
    if not norms and not any(kind.get("travel", True) for kind in kinds.values()):
        wrong.append((("kinds",), "there is nothing to compute: all have travel = false and there is no norm"))
    for name, site in raw.get("candidates", {}).items():
        if site.get("kind") not in kinds:
            wrong.append((("candidates", name), f"there is no [kinds.{site.get('kind')}]; add it or correct kind"))
    wrong += wrong_supplies(raw.get("supply", {}), kinds, with_default_speeds(raw).get("speeds", {}))
    for name in raw.get("need", {}):
        if name not in kinds:
            wrong.append((("need", name), f"there is no [kinds.{name}]; add it, or name a kind that there is"))
    wrong += wrong_capacities(raw.get("capacity", {}), kinds)
    wrong += wrong_futures(
        raw.get("futures"), raw.get("retirement"), kinds, raw.get("need"), (raw.get("project") or {}).get("future")
    )
    if "speeds" in raw:
        speeds = with_default_speeds(raw)["speeds"]
        for name, norm in norms.items():
            if norm.get("measure") == TRIP and (mode := norm.get("mode")) and mode not in speeds:
                text = f"there are no speeds of {mode!r}; use {' or '.join(speeds)}, or add [speeds.{mode}]"
                wrong.append((("norms", name, "mode"), text))
        absent = [mode for mode in modes_used(raw) if mode not in speeds]
        wrong += [(("speeds",), f"there is no [speeds.{mode}]") for mode in absent]
    return wrong


def _moment_words(texts: Any) -> list[str]:
    try:
        return [usual_moment(text).word for text in texts]
    except (AttributeError, InputError, TypeError):
        return []


def with_default_speeds(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys of a project with what it does not say of the speeds of the modes that every project has.

    A section ``[speeds.auto]`` without a table changes the speeds that are there by default, and leaves those of the
    ambulance as they are. Beside a section of another name, which may be a slip, nothing is added.
    """
    speeds, defaults = raw.get("speeds"), _default_speeds()
    if not isinstance(speeds, Mapping):
        return dict(raw)
    named = dict.fromkeys([*speeds, *(defaults if set(speeds) <= set(defaults) else ())])
    filled = {mode: speeds.get(mode, {}) for mode in named}
    for mode, section in filled.items():
        if mode in defaults and isinstance(section, Mapping) and "table" not in section:
            filled[mode] = {**defaults[mode].model_dump(), **section}
    return {**raw, "speeds": filled}


def modes_used(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """The modes that kinds and norms need the speeds of, but for those that a norm names itself."""
    trips = any(kind.get("travel", True) for kind in raw["kinds"].values())
    unnamed = [mode_of_norm(norm) for norm in (raw.get("norms") or {}).values() if not norm.get("mode")]
    return tuple(dict.fromkeys([*([TRAVEL] if trips else []), *unnamed]))


def _validated(raw: dict[str, Any], path: Path) -> Project:
    try:
        return Project.model_validate(raw)
    except ValidationError as error:
        lines = [
            f"{path.name}: {'.'.join(map(str, e['loc']))}: {sentence(e['type'], e['msg'])}." for e in error.errors()
        ]
        raise ProjectError("\n".join(lines)) from error
