"""The project file: every path, number and switch that a run depends on, read once and checked.

A project is a TOML file. Paths in it are relative to the file itself. Numbers that belong to the
world and not to the code (norms, speeds, limits) live here or in a table that is named here.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from zorgkaart.errors import MissingFileError, Problems, ProjectError

PACKAGE = Path(__file__).parent
Minutes = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Bounds = tuple[float, float, float, float]


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
    stations: str = "ambulancepost"
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

    @model_validator(mode="after")
    def _one_source(self) -> NetworkSection:
        if bool(self.file) == bool(self.place):
            raise ValueError("name either file or place, and not both")
        return self


class SpeedSection(_Section):
    """``[speeds.PROFILE]``: a speed table (class x built-up, km/h) and a factor on all of it."""

    table: Path
    factor: Positive = 1.0
    maxspeed: bool = True


class AccessSection(_Section):
    """``[access]``: the leg between a point and the road."""

    limit_m: Positive = 1000.0
    speed_kmh: Positive = 10.0


class MapSection(_Section):
    """``[map]``: the background tiles that show when the reader is online."""

    tiles: str = "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{z}/{x}/{y}.png"
    attribution: str = "Kaartgegevens &copy; Kadaster (BRT, PDOK)"
    simplify_m: float = Field(default=25.0, ge=0)


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
    kinds: dict[str, KindSection] = Field(min_length=1)
    norms: dict[str, NormSection] = {}
    network: NetworkSection
    speeds: dict[str, SpeedSection] = Field(default_factory=_default_speeds)
    access: AccessSection = AccessSection()
    map: MapSection = MapSection()
    published: Path | None = None
    path: Path = Path("zorgkaart.toml")

    @model_validator(mode="after")
    def _names_exist(self) -> Project:
        for name, norm in self.norms.items():
            for kind, role in ((name, "norm"), (norm.stations, f"stations of norms.{name}")):
                if kind not in self.kinds:
                    raise ValueError(f"{role}: there is no [kinds.{kind}]; add it or rename the norm")
        for profile in ("auto", "ambulance"):
            if profile not in self.speeds:
                raise ValueError(f"there is no [speeds.{profile}]")
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

        Examples
        --------
        >>> project.with_changes(facilities={"abroad": True})  # doctest: +SKIP
        """
        raw = self.model_dump()
        for section, changes in sections.items():
            raw[section] = _merged(raw[section], changes)
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
        problems = Problems()
        project = load_leniently(Path(path), problems)
        problems.raise_if_fatal(ProjectError)
        assert project is not None
        return project


def load_leniently(path: Path, problems: Problems) -> Project | None:
    """Read a project file as far as it goes and add what is wrong with it to `problems`.

    Keys that are wrong or unknown are left out and the rest is read, so that ``zorgkaart check``
    can go on to the input tables. Returns None if too little is left to go on with.
    """
    if not path.is_file():
        raise MissingFileError(f"{path}: no such project file. Name one, or make one with 'zorgkaart init DIR'.")
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProjectError(f"{path.name}: not a valid TOML file ({error}). Correct that line.") from error
    raw["path"] = path.resolve()
    raw = _resolved(raw, path.resolve().parent)
    for _ in range(10):
        try:
            return Project.model_validate(raw)
        except ValidationError as error:
            removed = False
            for item in error.errors():
                key = ".".join(str(part) for part in item["loc"]) or "project"
                problems.add(path.name, f"{key}: {_sentence(item['msg'])}", _advice(item["type"]))
                removed |= _remove(raw, item["loc"])
            if not removed:
                return None
    return None


def _validated(raw: dict[str, Any], path: Path) -> Project:
    try:
        return Project.model_validate(raw)
    except ValidationError as error:
        lines = [f"{path.name}: {'.'.join(map(str, e['loc']))}: {_sentence(e['msg'])}." for e in error.errors()]
        raise ProjectError("\n".join(lines)) from error


def _merged(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{key: _merged(old.get(key), value) for key, value in new.items()}}
    return new


def _resolved(raw: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Make every path of the file absolute, relative to the file's own folder."""

    def absolute(value: Any) -> Any:
        if isinstance(value, list):
            return [absolute(item) for item in value]
        return folder / value if isinstance(value, str) else value

    path_keys = {
        "project": ("output",),
        "areas": ("buurten", "wijken", "gemeenten", "plaatsen"),
        "residents": ("addresses", "raster"),
        "network": ("file", "built_up_addresses"),
    }
    for section, keys in path_keys.items():
        table = raw.get(section)
        if isinstance(table, dict):
            table.update({key: absolute(table[key]) for key in keys if key in table})
    for section in ("kinds", "speeds"):
        tables = raw.get(section)
        if isinstance(tables, dict):
            for table in tables.values():
                if isinstance(table, dict) and "table" in table:
                    table["table"] = absolute(table["table"])
    if "published" in raw:
        raw["published"] = absolute(raw["published"])
    return raw


def _sentence(message: str) -> str:
    message = message.removeprefix("Value error, ")
    return message[:1].lower() + message[1:]


def _advice(error_type: str) -> str:
    if error_type == "extra_forbidden":
        return "Remove the key or correct its spelling; 'zorgkaart init' writes a file with every key explained."
    if error_type == "missing":
        return "Add the key; 'zorgkaart init' writes a file with every key explained."
    return "Correct the value; 'zorgkaart init' writes a file with every key explained."


def _remove(raw: dict[str, Any], loc: tuple[int | str, ...]) -> bool:
    """Take the key at `loc` out of `raw`; False if it is not there (a missing key cannot be removed)."""
    table: Any = raw
    for part in loc[:-1]:
        if not isinstance(table, dict) or part not in table:
            return False
        if not isinstance(table[part], dict):
            break
        table = table[part]
    for part in reversed(loc):
        if isinstance(table, dict) and part in table:
            del table[part]
            return True
    return False
