"""Facilities: the sites of every kind of care, validated at the door."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from zorgkaart.errors import Problems
from zorgkaart.inputs.coordinates import checked_coordinates
from zorgkaart.inputs.duplicates import without_duplicates, without_repeated_ids
from zorgkaart.inputs.located import DEGREES, PLACE_COLUMNS, in_degrees, with_places
from zorgkaart.inputs.opening_hours import always_open
from zorgkaart.inputs.schema import CANDIDATES, FACILITY_COLUMNS, FACILITY_NUMBERS, SUPPLY_COLUMNS
from zorgkaart.inputs.site_tables import checked_sites
from zorgkaart.inputs.table_files import read_table
from zorgkaart.inputs.tables import as_text, check_mapping, check_used, listed, renamed
from zorgkaart.project.defaults import CRS, HOME, WGS84
from zorgkaart.project.plans import SiteSection
from zorgkaart.project.region import Region, region_of
from zorgkaart.project.sections import FacilitiesSection, KindSection

log = logging.getLogger(__name__)

# What a table of sites can have under our names.
_READ = tuple(dict.fromkeys((*FACILITY_COLUMNS, *PLACE_COLUMNS, *FACILITY_NUMBERS, *SUPPLY_COLUMNS)))


@dataclass(frozen=True)
class Facilities:
    """The sites of all kinds and all statuses.

    Attributes
    ----------
    table : GeoDataFrame
        Own schema (see :data:`zorgkaart.inputs.schema.FACILITY_COLUMNS`) and point geometry in the CRS of the project,
        ordered by kind (as in the project file) and id, with a RangeIndex. Empty text is ``""``.
    abroad : bool
        Whether sites abroad count.
    home : str
        The value of ``land`` for sites at home.
    """

    table: GeoDataFrame
    abroad: bool
    home: str = HOME

    def candidates(self, kind: str) -> NDArray[np.int64]:
        """Return the row numbers of the sites of this kind that a scenario can open: closed ones and candidates.

        Parameters
        ----------
        kind : str
            A kind of the project.

        Returns
        -------
        (c,) int64
            Row numbers of `table`, ascending.
        """
        table = self.table
        here = (table["land"] == self.home) | self.abroad
        return np.flatnonzero((here & (table["soort"] == kind) & table["status"].isin(CANDIDATES)).to_numpy())

    def rows(self, kind: str, *, only_24_7: bool = False) -> NDArray[np.int64]:
        """Return the row numbers of `table` that count for this kind.

        At home only ``open`` counts. Abroad, and only if the project says so, ``onbekend`` counts too, as
        nobody publishes the status of a foreign site; the same goes for being open day and night.

        Parameters
        ----------
        kind : str
            A kind of the project.
        only_24_7 : bool
            Leave out sites that are not open day and night.

        Returns
        -------
        (s,) int64
            Ascending.
        """
        table = self._cells
        home = table["land"] == self.home
        unknown_abroad = ~home & self.abroad
        counts = (table["status"] == "open") | (unknown_abroad & (table["status"] == "onbekend"))
        counts &= (table["soort"] == kind) & (home | self.abroad)
        if only_24_7:
            counts &= (table["volcontinu"] == "ja") | (unknown_abroad & (table["volcontinu"] == "onbekend"))
        return np.flatnonzero(counts)

    @cached_property
    def _cells(self) -> dict[str, NDArray[np.object_]]:
        """The columns that decide which sites count: they are asked for very often."""
        return {name: self.table[name].to_numpy(dtype=object) for name in ("land", "status", "soort", "volcontinu")}


def read_facilities(
    kinds: Mapping[str, KindSection],
    config: FacilitiesSection,
    problems: Problems,
    *,
    candidates: Mapping[str, SiteSection] | None = None,
    crs: str = CRS,
    home: str = HOME,
    day: datetime.date | None = None,
) -> Facilities | None:
    """Read the site tables of all kinds.

    Every row comes out or is reported. A table needs ``id``, ``naam`` and a place (see
    :mod:`zorgkaart.inputs.located`); every other column of the schema may be absent.

    Parameters
    ----------
    candidates
        Sites that might open, by id; they become rows with status ``kandidaat``.
    crs
        The CRS of the project, projected in metres.
    home
        The country of sites that name none; sites elsewhere are abroad.
    day
        The sites are those of this day, by their ``open_van`` and ``open_tot``; without it those that have status
        ``open``, whatever their days.

    Returns
    -------
    Facilities or None
        None if `problems` got a fatal problem.
    """
    before = len(problems.fatal)
    door = _Door(config, region_of(crs), home, frozenset(kinds), day)
    check_mapping("facilities", config.columns, _READ, problems)
    used: set[str] = set()
    present: set[str] = set()
    tables: list[GeoDataFrame] = []
    for kind, section in kinds.items():
        frame = read_table(section.table, problems, layer=section.sheet, default_layer=kind)
        if frame is None:
            continue
        present |= set(map(str, frame.columns))
        frame, here = renamed(frame, config.columns, _READ)
        used |= here
        same_file = {name for name, other in kinds.items() if other.table == section.table}
        table = door.read(frame, kind, same_file, section.table.name, problems)
        if table is not None:
            tables.append(table)
    for kind in kinds:
        sites = {name: site for name, site in (candidates or {}).items() if site.kind == kind}
        if sites:
            table = door.read(_candidate_frame(sites), kind, {kind}, "[candidates]", problems)
            if table is not None:
                tables.append(table)
    if present:
        known = {key: value for key, value in config.columns.items() if key in _READ}
        check_used("facilities", known, used, present, problems)
    if tables:
        _check_ids_between(tables, problems)
    if len(problems.fatal) > before:
        return None
    everything = pd.concat([table.sort_values("id") for table in tables], ignore_index=True)
    facilities = Facilities(GeoDataFrame(everything, geometry="geometry", crs=crs), config.abroad, home)
    for kind, section in kinds.items():
        if not len(facilities.rows(kind)):
            statuses = everything.loc[everything["soort"] == kind, "status"].value_counts()
            problems.add(
                section.table.name,
                f"no site of {kind} counts ({', '.join(f'{n} {status}' for status, n in statuses.items())})",
                "Correct column status; travel times to this kind stay empty.",
                fatal=False,
            )
    return facilities


@dataclass(frozen=True)
class _Door:
    """What every table of sites is held against."""

    config: FacilitiesSection
    region: Region
    home: str
    kinds: frozenset[str]
    day: datetime.date | None

    def read(
        self, frame: pd.DataFrame, kind: str, same_file: set[str], where: str, problems: Problems
    ) -> GeoDataFrame | None:
        """Check the rows of one table; None if its columns do not allow it."""
        placed = in_degrees(frame, where, self.region, problems)
        if placed is not None and set(DEGREES) <= set(placed.columns):
            own = as_text(placed["soort"]).str.lower().isin(["", kind]) if "soort" in placed else None
            share = self.config.without_place_share
            placed = with_places(
                placed, where, pair=DEGREES, share=share, section="facilities", problems=problems, own=own
            )
        if placed is None:
            return None
        table = checked_sites(
            placed, kind, where, same_file=same_file, kinds=self.kinds, home=self.home, day=self.day, problems=problems
        )
        if table is None:
            return None
        rows_in = len(table)
        fatal = len(problems.fatal)
        config, crs = self.config, self.region.crs
        table["lat"], table["lon"] = checked_coordinates(
            table,
            where,
            region=self.region,
            home=self.home,
            bounds=config.bounds or self.region.bounds,
            bounds_abroad=config.bounds_abroad,
            problems=problems,
        )
        table = without_repeated_ids(table, where, problems)
        if len(problems.fatal) > fatal:
            points = gpd.GeoSeries([None] * len(table), index=table.index, crs=crs)
            return GeoDataFrame(table, geometry=points)
        points = gpd.GeoSeries(gpd.points_from_xy(table["lon"], table["lat"]), index=table.index, crs=WGS84).to_crs(crs)
        located = GeoDataFrame(table, geometry=points)
        kept = without_duplicates(located, where, merge_within_m=config.merge_within_m, problems=problems)
        log.info("%s: %d rows of %s, %d sites", where, rows_in, kind, len(kept))
        return kept


def _candidate_frame(sites: Mapping[str, SiteSection]) -> pd.DataFrame:
    """Candidates of a project file as a table like the others."""
    return pd.DataFrame(
        [
            {
                "id": name,
                "naam": site.name,
                "lat": site.lat,
                "lon": site.lon,
                "status": "kandidaat",
                "openingstijden": site.hours,
                "volcontinu": "ja" if always_open(site.hours) else "nee",
                "bron": "projectbestand",
            }
            for name, site in sites.items()
        ]
    )


def _check_ids_between(tables: list[GeoDataFrame], problems: Problems) -> None:
    """Ids must differ between tables too: scenarios and results name a site by its id alone."""
    ids = pd.concat([table[["id", "soort"]].drop_duplicates() for table in tables])
    twice = ids["id"].value_counts()
    clash = twice.index[(twice > 1) & (twice.index != "")]
    if len(clash):
        kinds = sorted(ids.loc[ids["id"].isin(clash), "soort"].unique())
        problems.add(
            "[kinds]",
            f"the tables of {', '.join(kinds)} and [candidates] share ids ({listed(clash)})"
            if len(kinds) == 1
            else f"the tables of {', '.join(kinds)} share ids ({listed(clash)})",
            "Put the kind in front, as in huisarts-1, so that every id is unique over all tables.",
        )
