"""The sections of the project file on what might be: scenarios, visits, need, equity, assumptions, calibration."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from zorgkaart.project.keys import Section
from zorgkaart.project.messages import NAME_PATTERN

# A candidate's name is the id of a site, a scenario's the name of a folder.
Name = Annotated[str, Field(pattern=NAME_PATTERN, max_length=60)]
ROUNDING = 1e-6
ALWAYS = "24/7"
# The numbers that each distribution of an assumption takes.
NEEDED = {
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "normal": ("mean", "sd"),
    "choice": ("values",),
    "chance": ("chance",),
}


class SiteSection(Section):
    """``[candidates.NAME]``, and what a scenario opens: a site that does not exist yet."""

    kind: str
    name: str = Field(min_length=1)
    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    hours: str = ALWAYS


class MoveSection(Section):
    """A site that a scenario moves, and where to (WGS 84).

    Attributes
    ----------
    site : str
        Its id, or a part of its name.
    lat, lon : float
        The new place, in degrees (WGS 84).
    """

    site: str
    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)


class HoursSection(Section):
    """A site that gets other opening hours in a scenario.

    Attributes
    ----------
    site : str
        Its id, or a part of its name.
    hours : str
        In the ``opening_hours`` syntax of OpenStreetMap.
    """

    site: str
    hours: str


class ScenarioSection(Section):
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


class VisitsSection(Section):
    """``[visits]``: how residents spread over the sites near them, and how often they go."""

    table: Path | None = None
    shares: tuple[Annotated[float, Field(gt=0, le=1)], ...] = Field(default=(1.0,), min_length=1, max_length=10)

    @model_validator(mode="after")
    def _add_up(self) -> VisitsSection:
        if abs(sum(self.shares) - 1) > ROUNDING or list(self.shares) != sorted(self.shares, reverse=True):
            raise ValueError("shares must add up to 1, the largest (of the nearest site) first")
        return self


class NeedSection(Section):
    """``[need.KIND]``: how much use people make of a kind, by their age; without it every inhabitant counts as one."""

    table: Path
    unit: str = Field(min_length=1)
    source: str = Field(min_length=1)
    weights_only: bool = False


class EquitySection(Section):
    """``[equity]``: characteristics of areas, by which people are ranked and grouped to see how even something is."""

    table: Path | None = None
    rank: str = ""
    groups: tuple[str, ...] = ()
    labels: dict[str, str] = Field(default_factory=dict)
    bounded: Literal["erreygers", "leave_out"] = "erreygers"

    @model_validator(mode="after")
    def _of_a_table(self) -> EquitySection:
        if self.table is None and (self.rank or self.groups):
            raise ValueError("rank and groups are columns of a table; name it in table")
        if twice := sorted({name for name in self.groups if self.groups.count(name) > 1}):
            raise ValueError(f"groups: {', '.join(twice)} is named twice; name it once")
        return self

    def label(self, column: str) -> str:
        """What a column of the table is called, in Dutch; the column itself where nothing is said.

        Parameters
        ----------
        column : str
            One of `rank` and `groups`.
        """
        return self.labels.get(column, column.replace("_", " "))


class AssumptionSection(Section):
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
            name
            for name in ("low", "high", "mode", "mean", "sd", "values", "chance")
            if name not in needed and getattr(self, name) not in (None, ())
        ]
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


class UncertaintySection(Section):
    """``[uncertainty]``: how often the assumptions are drawn."""

    draws: int = Field(default=200, ge=2, le=100_000)
    seed: int = Field(default=1, ge=0)


class FittedKeySection(Section):
    """A number that may be fitted, and within which bounds.

    Attributes
    ----------
    key : str
        A key of the project file, written with dots; a star is every name, which all get one value.
    low, high : float
        It does not become less or more.
    """

    key: str
    low: float
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> FittedKeySection:
        if not self.low < self.high:
            raise ValueError("low must lie below high")
        return self


class CalibrationSection(Section):
    """``[calibration]``: the numbers that may be fitted, within which bounds, and to what.

    One number stands in ``key``, ``low`` and ``high``; others stand in ``keys``.
    """

    key: str | None = None
    low: float | None = None
    high: float | None = None
    keys: tuple[FittedKeySection, ...] = ()
    targets: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_form(self) -> CalibrationSection:
        absent = [part is None for part in (self.key, self.low, self.high)]
        if (any(absent) and not all(absent)) or (all(absent) and not self.keys):
            raise ValueError("name key, low and high together, or keys with these of each")
        if self.low is not None and self.high is not None and not self.low < self.high:
            raise ValueError("low must lie below high")
        for what, names in (("keys", [item.key for item in self.fitted]), ("targets", list(self.targets))):
            if twice := sorted({name for name in names if names.count(name) > 1}):
                raise ValueError(f"{what}: {', '.join(twice)} is named twice; name it once")
        return self

    @property
    def fitted(self) -> tuple[FittedKeySection, ...]:
        """The numbers that may be fitted, however they are written."""
        if self.key is None or self.low is None or self.high is None:
            return self.keys
        return (FittedKeySection(key=self.key, low=self.low, high=self.high), *self.keys)
