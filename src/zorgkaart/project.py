"""The project file: every path, number and switch that a run depends on, read once and checked.

A project is a TOML file. Paths in it are relative to the file itself. With ``base`` it takes over another
project file, of which it changes some keys. Numbers that belong to the
world and not to the code (norms, speeds, limits) live here or in a table that is named here.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from zorgkaart.errors import Problems, ProjectError
from zorgkaart.runs import checked_address

PACKAGE = Path(__file__).parent
Minutes = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Bounds = tuple[float, float, float, float]
# A kind's name begins the names of columns and files.
KindName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
# A candidate's name is the id of a site, a scenario's the name of a folder.
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)]
PROFILES = ("auto", "ambulance")
STATIONS = "ambulancepost"
ROUNDING = 1e-6
ALWAYS = "24/7"
# The numbers that each distribution of an assumption takes.
NEEDED = {
    "uniform": ("low", "high"), "triangular": ("low", "mode", "high"), "normal": ("mean", "sd"),
    "choice": ("values",), "chance": ("chance",),
}  # fmt: skip
PLAIN_WORDS = {
    "extra_forbidden": "there is no such key",
    "missing": "this key is missing",
    "path_type": "a path between quotes is needed",
    "tuple_type": "a list between [ and ] is needed",
    "string_type": "a text between quotes is needed",
    "bool_parsing": "true or false is needed",
    "bool_type": "true or false is needed",
    "float_parsing": "a number is needed",
    "float_type": "a number is needed",
    "model_type": "a section is needed",
    "dict_type": "a section is needed",
    "date_type": "a date is needed, as in 2026-01-31 and without quotes",
    "date_from_datetime_parsing": "a date is needed, as in 2026-01-31",
    "date_from_datetime_inexact": "a date without a time is needed, as in 2026-01-31",
}


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class InfoSection(_Section):
    """``[project]``: what the run is called and where its results go."""

    name: str = Field(min_length=1, pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")
    region: str = ""
    sources: tuple[str, ...] = ()
    title: str = "Bereikbaarheid van zorg"
    output: Path = Path("uitvoer")


class AreasSection(_Section):
    """``[areas]``: the neighbourhoods (buurten) and, where given, wijken and gemeenten."""

    buurten: Path
    wijken: Path | None = None
    gemeenten: Path | None = None
    layer: str | None = None
    columns: dict[str, str] = {}
    provincies: tuple[str, ...] = ()
    gemeentenamen: tuple[str, ...] = ()
    plaatsen: Path | None = None


class ResidentsSection(_Section):
    """``[residents]``: address points, or a population raster, over which inhabitants are spread."""

    addresses: tuple[Path, ...] = ()
    raster: Path | None = None
    columns: dict[str, str] = {}
    unevenness: float = Field(default=0.0, ge=0, le=3)
    seed: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _one_source(self) -> ResidentsSection:
        if bool(self.addresses) == bool(self.raster):
            raise ValueError("name either addresses or raster, and not both")
        return self


class FacilitiesSection(_Section):
    """``[facilities]``: rules for all site tables; the tables themselves stand in ``[kinds]``."""

    abroad: bool = False
    columns: dict[str, str] = {}
    bounds: Bounds = (50.7, 53.7, 3.2, 7.3)
    bounds_abroad: Bounds = (47.0, 56.0, -1.0, 16.0)
    merge_within_m: float = Field(default=0.0, ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> FacilitiesSection:
        for lat_min, lat_max, lon_min, lon_max in (self.bounds, self.bounds_abroad):
            if not (-90 <= lat_min < lat_max <= 90 and -180 <= lon_min < lon_max <= 180):
                raise ValueError("bounds are [lat_min, lat_max, lon_min, lon_max] in degrees")
        return self


class KindSection(_Section):
    """``[kinds.NAME]``: one kind of site (soort): its table and how the map shows it."""

    table: Path
    label: str
    travel: bool = True
    classes_min: tuple[Positive, ...] = (5.0, 10.0, 15.0, 20.0, 30.0, 45.0)
    note: str = ""
    complete: bool = True
    known_in: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _ascending(self) -> KindSection:
        if list(self.classes_min) != sorted(set(self.classes_min)) or not self.classes_min:
            raise ValueError("classes_min must ascend and have at least one value")
        return self


class NormSection(_Section):
    """``[norms.NAME]``: a travel-time norm on a kind, measured over the whole ambulance chain."""

    label: str = ""
    limit_min: Positive = 45.0
    turnout_min: Minutes
    on_scene_min: Minutes
    stations: str = STATIONS
    only_24_7: bool = True
    classes_min: tuple[Positive, ...] = ()
    flag_share: float = Field(default=0.05, gt=0, le=0.5)
    source: str = ""

    @property
    def classes(self) -> tuple[float, ...]:
        """Upper bounds of the map's classes: those of the project file, or steps of five minutes around the limit."""
        steps = self.classes_min or tuple(self.limit_min + step for step in (-20, -15, -10, -5, 0, 5))
        return tuple(sorted({value for value in (*steps, self.limit_min) if value > 0}))


class NetworkSection(_Section):
    """``[network]``: the road file, and how built-up roads are told from the others."""

    file: Path | None = None
    place: str | None = None
    built_up_addresses: tuple[Path, ...] = ()
    built_up_min_addresses: int = Field(default=20, ge=1)
    built_up_radius_m: Positive = 100.0
    built_up_min_street_m: Positive = 100.0
    ferries: bool = False
    date: datetime.date | None = None

    @model_validator(mode="after")
    def _one_source(self) -> NetworkSection:
        if bool(self.file) == bool(self.place):
            raise ValueError("name either file or place, and not both")
        return self


class SpeedSection(_Section):
    """``[speeds.PROFILE]``: a speed table (class x built-up, km/h), a factor on all of it and on parts of it."""

    table: Path
    factor: Positive = 1.0
    maxspeed: bool = True
    adjust: dict[str, Positive] = {}


class AccessSection(_Section):
    """``[access]``: the leg between a point and the road."""

    limit_m: Positive = 1000.0
    speed_kmh: Positive = 10.0


class QualitySection(_Section):
    """``[quality]``: from where on a result gets a remark."""

    far_road_m: Positive = 250.0
    single_road_inhabitants: Annotated[float, Field(ge=1, allow_inf_nan=False)] = 100.0
    old_years: Positive = 5.0
    date: datetime.date | None = None
    flag_share: float = Field(default=0.05, gt=0, le=1)
    place_share: float = Field(default=0.6, gt=0, le=1)
    place_radius_m: Positive = 2000.0


class MapSection(_Section):
    """``[map]``: the background tiles that show when the reader is online."""

    tiles: str = "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{z}/{x}/{y}.png"
    attribution: str = "Kaartgegevens &copy; Kadaster (BRT, PDOK)"
    simplify_m: float = Field(default=25.0, ge=0)


class RunsSection(_Section):
    """``[runs]``: where many runs are computed, in processes of this machine or on a dask cluster."""

    workers: int = Field(default=1, ge=1)
    scheduler: str | None = None

    @field_validator("scheduler")
    @classmethod
    def _is_address(cls, value: str | None) -> str | None:
        return value if value is None else checked_address(value)

    @model_validator(mode="after")
    def _one_place(self) -> RunsSection:
        if self.workers > 1 and self.scheduler is not None:
            raise ValueError("name either workers or scheduler, and not both")
        return self


class SiteSection(_Section):
    """``[candidates.NAME]``, and what a scenario opens: a site that does not exist yet."""

    kind: str
    name: str = Field(min_length=1)
    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    hours: str = ALWAYS


class MoveSection(_Section):
    """A site that a scenario moves, and where to (WGS 84)."""

    site: str
    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)


class HoursSection(_Section):
    """A site that gets other opening hours in a scenario."""

    site: str
    hours: str


class ScenarioSection(_Section):
    """``[scenarios.NAME]``: changes that are computed together."""

    title: str = ""
    kinds: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    reopen: tuple[str, ...] = ()
    open: tuple[SiteSection, ...] = ()
    move: tuple[MoveSection, ...] = ()
    hours: tuple[HoursSection, ...] = ()
    at: str | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> ScenarioSection:
        if not (self.close or self.reopen or self.open or self.move or self.hours or self.at):
            raise ValueError("it changes nothing; give close, reopen, open, move, hours or at")
        return self


class VisitsSection(_Section):
    """``[visits]``: how residents spread over the sites near them, and how often they go."""

    table: Path | None = None
    shares: tuple[Annotated[float, Field(gt=0, le=1)], ...] = Field(default=(1.0,), min_length=1, max_length=10)

    @model_validator(mode="after")
    def _add_up(self) -> VisitsSection:
        if abs(sum(self.shares) - 1) > ROUNDING or list(self.shares) != sorted(self.shares, reverse=True):
            raise ValueError("shares must add up to 1, the largest (of the nearest site) first")
        return self


class AssumptionSection(_Section):
    """``[assumptions.NAME]``: what a number of the project file might also be, and who says so.

    ``keys`` are keys of the project file, written with dots (``norms.*.on_scene_min``: of every norm), or
    ``sites.ID``: whether that site counts day and night (distribution ``chance``).
    """

    keys: tuple[str, ...] = Field(min_length=1)
    distribution: Literal["uniform", "triangular", "normal", "choice", "chance"]
    low: float | None = None
    high: float | None = None
    mode: float | None = None
    mean: float | None = None
    sd: float | None = Field(default=None, gt=0)
    values: tuple[float, ...] = ()
    chance: float | None = Field(default=None, ge=0, le=1)
    relative: bool = False
    source: str = Field(min_length=1)

    @model_validator(mode="after")
    def _complete(self) -> AssumptionSection:
        needed = NEEDED[self.distribution]
        absent = [name for name in needed if getattr(self, name) in (None, ())]
        extra = [
            name for name in ("low", "high", "mode", "mean", "sd", "values", "chance")
            if name not in needed and getattr(self, name) not in (None, ())
        ]  # fmt: skip
        if absent or extra:
            raise ValueError(f"a {self.distribution} distribution takes {' and '.join(needed)}, and no other numbers")
        if self.distribution in ("uniform", "triangular"):
            low, high = float(self.low or 0), float(self.high or 0)
            if not low < high or not low <= (self.mode if self.mode is not None else low) <= high:
                raise ValueError("low must lie below high, and mode between them")
        sites = [key.startswith("sites.") for key in self.keys]
        if any(sites) != (self.distribution == "chance") or any(sites) != all(sites):
            raise ValueError("keys that begin with sites. go with the distribution chance, and no others do")
        return self


class UncertaintySection(_Section):
    """``[uncertainty]``: how often the assumptions are drawn."""

    draws: int = Field(default=200, ge=2, le=100_000)
    seed: int = Field(default=1, ge=0)


class CalibrationSection(_Section):
    """``[calibration]``: the one number that may be fitted, within which bounds, and to what."""

    key: str
    low: float
    high: float
    targets: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ordered(self) -> CalibrationSection:
        if not self.low < self.high:
            raise ValueError("low must lie below high")
        return self


def _default_speeds() -> dict[str, SpeedSection]:
    folder = PACKAGE / "network" / "tables"
    return {
        "auto": SpeedSection(table=folder / "speeds_auto.csv"),
        "ambulance": SpeedSection(table=folder / "speeds_ambulance.csv", maxspeed=False),
    }


class Project(_Section):
    """A validated project file. Frozen: make a changed copy with :meth:`with_changes`."""

    project: InfoSection
    areas: AreasSection
    residents: ResidentsSection
    facilities: FacilitiesSection = FacilitiesSection()
    kinds: dict[KindName, KindSection] = Field(min_length=1)
    norms: dict[str, NormSection] = {}
    network: NetworkSection
    speeds: dict[str, SpeedSection] = Field(default_factory=_default_speeds)
    access: AccessSection = AccessSection()
    quality: QualitySection = QualitySection()
    map: MapSection = MapSection()
    runs: RunsSection = RunsSection()
    visits: VisitsSection = VisitsSection()
    assumptions: dict[Name, AssumptionSection] = {}
    uncertainty: UncertaintySection = UncertaintySection()
    calibration: CalibrationSection | None = None
    candidates: dict[Name, SiteSection] = {}
    scenarios: dict[Name, ScenarioSection] = {}
    published: Path | None = None
    base: Path | None = None
    path: Path = Path("zorgkaart.toml")

    @model_validator(mode="after")
    def _names_exist(self) -> Project:
        wrong = loose_ends(self.model_dump(include={"kinds", "norms", "speeds", "candidates"}))
        if wrong:
            raise ValueError("; ".join(f"{'.'.join(key)}: {text}" for key, text in wrong))
        return self

    @property
    def travel_kinds(self) -> tuple[str, ...]:
        """The kinds for which travel times are computed, in the order of the project file."""
        return tuple(name for name, kind in self.kinds.items() if kind.travel)

    @property
    def region(self) -> str:
        """What the areas together are called."""
        return self.project.region or ", ".join(self.areas.provincies) or self.project.name

    @property
    def output(self) -> Path:
        """The folder that results go to."""
        return self.project.output

    def with_changes(self, **sections: dict[str, Any]) -> Project:
        """Return a copy in which some keys of some sections differ, validated anew.

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
            raw[section] = _merged(raw.get(section), changes)
        return _validated(raw, self.path)

    @classmethod
    def load(cls, path: str | Path) -> Project:
        """Read a project file.

        Raises
        ------
        MissingFileError
            If there is no such file.
        ProjectError
            If it is not TOML, or has wrong, missing or unknown keys; all of them are listed.
        """
        from zorgkaart.project_file import read_project_file  # which needs this module

        problems = Problems()
        found = read_project_file(Path(path), problems)
        problems.raise_if_fatal(ProjectError)
        return found.project


def loose_ends(raw: Mapping[str, Any]) -> list[tuple[tuple[str, ...], str]]:
    """What sections say about each other that cannot be: the key and what is wrong with it."""
    kinds, norms = raw["kinds"], raw.get("norms", {})
    wrong: list[tuple[tuple[str, ...], str]] = []
    for name, norm in norms.items():
        absent = [kind for kind in dict.fromkeys((name, norm.get("stations", STATIONS))) if kind not in kinds]
        wrong += [(("norms", name), f"there is no [kinds.{kind}]; add it or rename the norm") for kind in absent]
        clash = f"{name}_norm"
        if clash in kinds:
            wrong.append((("kinds", clash), f"its columns would be those of norms.{name}; rename it"))
    if not norms and not any(kind.get("travel", True) for kind in kinds.values()):
        wrong.append((("kinds",), "there is nothing to compute: all have travel = false and there is no norm"))
    for name, site in raw.get("candidates", {}).items():
        if site.get("kind") not in kinds:
            wrong.append((("candidates", name), f"there is no [kinds.{site.get('kind')}]; add it or correct kind"))
    if "speeds" in raw:
        absent = [profile for profile in PROFILES if profile not in raw["speeds"]]
        wrong += [(("speeds",), f"there is no [speeds.{profile}]") for profile in absent]
    return wrong


def sentence(kind: str, message: str) -> str:
    """An error of pydantic in words that need no Python, as it goes on after a colon."""
    message = PLAIN_WORDS.get(kind, message.removeprefix("Value error, "))
    return message[:1].lower() + message[1:]


def _validated(raw: dict[str, Any], path: Path) -> Project:
    try:
        return Project.model_validate(raw)
    except ValidationError as error:
        lines = [
            f"{path.name}: {'.'.join(map(str, e['loc']))}: {sentence(e['type'], e['msg'])}." for e in error.errors()
        ]
        raise ProjectError("\n".join(lines)) from error


def _merged(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{key: _merged(old.get(key), value) for key, value in new.items()}}
    return new
