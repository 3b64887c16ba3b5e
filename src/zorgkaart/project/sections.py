"""The sections of the project file on what there is: areas, residents, sites, norms, roads, speeds."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from zorgkaart.errors import InputError
from zorgkaart.jobs.task import checked_address
from zorgkaart.project.defaults import ATTRIBUTION, BOUNDS_ABROAD, CRS, HOME, TILES
from zorgkaart.project.keys import OutputPath, Section
from zorgkaart.project.messages import LAND_PATTERN, PROJECT_PATTERN
from zorgkaart.project.moments import usual_moment
from zorgkaart.project.region import checked_crs

Minutes = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
# Which part of the rows of a table may lack a place, and is then left out; rounded up to whole rows.
WithoutPlace = Annotated[float, Field(ge=0, le=1)]
MOST_WITHOUT_PLACE = 0.1
Bounds = tuple[float, float, float, float]
# What a norm can measure: the whole ambulance chain, the arrival of the ambulance, or a trip.
NormMeasure = Literal["keten", "aanrij", "reis"]
# For which people together the share of a norm is asked: those of each area, those of each site, or all.
NormLevel = Literal["buurt", "wijk", "gemeente", "provincie", "werkgebied", "geheel"]


class InfoSection(Section):
    """``[project]``: what the run is called and where its results go."""

    STAND_IN: ClassVar = {"name": "project"}
    name: str = Field(min_length=1, pattern=PROJECT_PATTERN)
    region: str = ""
    sources: tuple[str, ...] = ()
    title: str = "Bereikbaarheid van zorg"
    output: OutputPath = Path("uitvoer")
    crs: Annotated[str, AfterValidator(checked_crs)] = CRS
    land: str = Field(default=HOME, pattern=LAND_PATTERN)
    date: datetime.date | None = None
    future: str | None = None


class AreasSection(Section):
    """``[areas]``: the neighbourhoods (buurten) and, where given, wijken and gemeenten."""

    STAND_IN: ClassVar = {"buurten": "-"}
    buurten: Path
    wijken: Path | None = None
    gemeenten: Path | None = None
    layer: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    provincies: tuple[str, ...] = ()
    gemeentenamen: tuple[str, ...] = ()
    plaatsen: Path | None = None
    ages: Path | None = None
    age_classes: Path | None = None

    @model_validator(mode="after")
    def _one_table_of_ages(self) -> AreasSection:
        if self.ages and self.age_classes:
            raise ValueError("name either ages or age_classes, and not both: the second says more than the first")
        return self


class ResidentsSection(Section):
    """``[residents]``: address points, or a population raster, over which inhabitants are spread."""

    STAND_IN: ClassVar = {"raster": "-"}
    addresses: tuple[Path, ...] = ()
    raster: Path | None = None
    totals: Literal["raster", "areas"] = "raster"
    sheet: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    without_place_share: WithoutPlace = MOST_WITHOUT_PLACE
    unevenness: float = Field(default=0.0, ge=0, le=3)
    seed: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _one_source(self) -> ResidentsSection:
        if bool(self.addresses) == bool(self.raster):
            raise ValueError("name either addresses or raster, and not both")
        return self


class FacilitiesSection(Section):
    """``[facilities]``: rules for all site tables; the tables themselves stand in ``[kinds]``."""

    abroad: bool = False
    columns: dict[str, str] = Field(default_factory=dict)
    bounds: Bounds | None = None
    bounds_abroad: Bounds = BOUNDS_ABROAD
    merge_within_m: float = Field(default=0.0, ge=0)
    without_place_share: WithoutPlace = MOST_WITHOUT_PLACE

    @model_validator(mode="after")
    def _ordered(self) -> FacilitiesSection:
        for lat_min, lat_max, lon_min, lon_max in filter(None, (self.bounds, self.bounds_abroad)):
            turned = 360.0 if lon_min > lon_max else 0.0  # over the 180th meridian, and not the long way round
            if not (-90 <= lat_min < lat_max <= 90 and -180 <= lon_min <= 180 and -180 <= lon_max <= 180):
                raise ValueError("bounds are [lat_min, lat_max, lon_min, lon_max] in degrees")
            if lon_min == lon_max or (turned and lon_max + turned - lon_min > 180):
                raise ValueError("bounds are [lat_min, lat_max, lon_min, lon_max]: from west to east")
        return self


class KindSection(Section):
    """``[kinds.NAME]``: one kind of site (soort): its table and how the map shows it."""

    STAND_IN: ClassVar = {"table": "-", "label": "-"}
    table: Path
    sheet: str | None = None
    label: str
    travel: bool = True
    shortest_km: bool = False
    classes_min: tuple[Positive, ...] = (5.0, 10.0, 15.0, 20.0, 30.0, 45.0)
    moments: tuple[str, ...] = ()
    note: str = ""
    complete: bool = True
    known_in: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _ascending(self) -> KindSection:
        if list(self.classes_min) != sorted(set(self.classes_min)) or not self.classes_min:
            raise ValueError("classes_min must ascend and have at least one value")
        return self

    @field_validator("moments")
    @classmethod
    def _are_moments(cls, texts: tuple[str, ...]) -> tuple[str, ...]:
        try:
            times = [usual_moment(text).moment.when for text in texts]
        except InputError as error:
            raise ValueError(str(error)) from error
        twice = [text for text, moment in zip(texts, times, strict=True) if times.count(moment) > 1]
        if twice:
            raise ValueError(f"moments: {', '.join(map(repr, twice))} are one day and time; name it once")
        return texts

    @model_validator(mode="after")
    def _shortest_of_travel(self) -> KindSection:
        if self.shortest_km and not self.travel:
            raise ValueError("shortest_km is for kinds with travel times: set travel = true, or take out shortest_km")
        return self


class NormSection(Section):
    """``[norms.NAME]``: a travel-time norm on a kind; which keys it takes hangs on what it measures."""

    label: str = ""
    kind: str = ""
    measure: NormMeasure = "keten"
    mode: str = ""
    limit_min: Positive | None = None
    share: Annotated[float, Field(gt=0, le=1)] | None = None
    per: NormLevel | None = None
    at: str = ""
    turnout_min: Minutes | None = None
    on_scene_min: Minutes | None = None
    stations: str = ""
    only_24_7: bool | None = None
    classes_min: tuple[Positive, ...] = ()
    flag_share: float = Field(default=0.05, gt=0, le=0.5)
    source: str = ""

    @field_validator("at")
    @classmethod
    def _is_moment(cls, text: str) -> str:
        try:
            usual_moment(text) if text else None
        except InputError as error:
            raise ValueError(str(error)) from error
        return text

    @property
    def classes(self) -> tuple[float, ...]:
        """Upper bounds of the map's classes: those of the project file, or steps of five minutes around the limit."""
        limit = self.limit_min or 0.0
        steps = self.classes_min or tuple(limit + step for step in (-20, -15, -10, -5, 0, 5))
        return tuple(sorted({value for value in (*steps, limit) if value > 0}))


class VerdictSection(Section):
    """``[verdict]``: from how many people on a closure is too grave."""

    newly_outside: Annotated[float, Field(ge=1, le=10_000_000)]
    over_min: Annotated[float, Field(gt=0, le=600)] | None = None
    kinds: tuple[str, ...] = ()
    source: str = ""


class NetworkSection(Section):
    """``[network]``: the road file, and how built-up roads are told from the others."""

    STAND_IN: ClassVar = {"file": "-"}
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


class SpeedSection(Section):
    """``[speeds.PROFILE]``: a speed table (class x built-up, km/h), a factor on all of it and on parts of it."""

    table: Path
    factor: Positive = 1.0
    maxspeed: bool = True
    adjust: dict[str, Positive] = Field(default_factory=dict)


class AccessSection(Section):
    """``[access]``: the leg between a point and the road."""

    limit_m: Positive = 1000.0
    speed_kmh: Positive = 10.0


class QualitySection(Section):
    """``[quality]``: from where on a result gets a remark."""

    far_road_m: Positive = 250.0
    single_road_inhabitants: Annotated[float, Field(ge=1, allow_inf_nan=False)] = 100.0
    detour_ratio: Annotated[float, Field(gt=1, allow_inf_nan=False)] = 2.0
    detour_km: Positive = 1.5
    addresses_per_household: Annotated[float, Field(ge=1, allow_inf_nan=False)] = 1.5
    old_years: Positive = 5.0
    date: datetime.date | None = None
    flag_share: float = Field(default=0.05, gt=0, le=1)
    place_share: float = Field(default=0.6, gt=0, le=1)
    place_radius_m: Positive = 2000.0


class MapSection(Section):
    """``[map]``: the background tiles that show when the reader is online."""

    tiles: str = TILES
    attribution: str = ATTRIBUTION
    simplify_m: float = Field(default=25.0, ge=0)


class RastersSection(Section):
    """``[rasters]``: travel-time surfaces of square cells, and the isochrones that are drawn from them."""

    enabled: bool = True
    cell_m: Positive = 100.0
    isochrones_min: tuple[Positive, ...] = Field(default=(15.0, 30.0, 45.0), min_length=1, max_length=8)
    gaps_m: Annotated[float, Field(ge=0, le=10_000)] = 600.0
    smooth_m: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 200.0
    smallest_ha: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 50.0

    @model_validator(mode="after")
    def _ascending(self) -> RastersSection:
        if list(self.isochrones_min) != sorted(set(self.isochrones_min)):
            raise ValueError("isochrones_min must ascend")
        return self


class RunsSection(Section):
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
