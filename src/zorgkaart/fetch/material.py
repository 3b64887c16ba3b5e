"""What a project is made of, from each of the places where it can come from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pyproj
import shapely
from geopandas import GeoDataFrame

from zorgkaart.errors import CrsError, InputError, MissingFileError
from zorgkaart.fetch.boundaries import Boundaries, Regions, read_boundaries, read_regions
from zorgkaart.fetch.cache import Downloads
from zorgkaart.fetch.extracts import fetch_extracts
from zorgkaart.fetch.osm_areas import OR_OWN_AREAS, country_of, draw_areas, read_outlines
from zorgkaart.fetch.place import fetch_surroundings, find_place
from zorgkaart.fetch.services import Services
from zorgkaart.project.defaults import CRS, HOME, WGS84


@dataclass(frozen=True)
class Wanted:
    """What to fetch: one of gemeenten, provincies, place and file, and how.

    Attributes
    ----------
    crs, land, level
        For what does not come from CBS: a projected CRS in metres, the code of the country, and the
        ``admin_level`` of the areas; by default what the data say.
    year
        Of the areas of CBS; by default that of the table of services.
    """

    gemeenten: tuple[str, ...] = ()
    provincies: tuple[str, ...] = ()
    place: str | None = None
    file: Path | None = None
    crs: str | None = None
    land: str | None = None
    level: int | None = None
    year: int | None = None


@dataclass(frozen=True)
class Material:
    """Areas, and the OpenStreetMap files that the rest is read from.

    Attributes
    ----------
    name : str
        What the region is called.
    boundaries : Boundaries
        In `crs`, a projected one in metres.
    files : list of Path
        OpenStreetMap, PBF or XML.
    window : shapely geometry or None
        How far roads and sites reach (`crs`); None: as far as the files.
    home : GeoDataFrame or None
        Gemeenten of the own country (`crs`) with ``gemeente`` and ``provincie``; None where they are not known.
    sources : list of str
        Sources and licences, for the reader.
    areas_note : str
        Where the areas come from, in Dutch.
    """

    name: str
    land: str
    crs: str
    boundaries: Boundaries
    files: list[Path]
    window: shapely.Geometry | None
    home: GeoDataFrame | None
    sources: list[str]
    areas_note: str


def gather(wanted: Wanted, services: Services, downloads: Downloads) -> Material:
    """Download, or look up in a file, what a project is made of.

    Raises
    ------
    InputError
        If a name is unknown, or a file or option does not do.
    DownloadError
        If something cannot be downloaded.
    """
    _check_crs(wanted.crs)
    if wanted.file is not None:
        return _from_file(wanted, wanted.file)
    if wanted.place is not None:
        return _from_place(wanted, wanted.place, services, downloads)
    return _from_cbs(wanted, services, downloads)


def _from_cbs(wanted: Wanted, services: Services, downloads: Downloads) -> Material:
    year = wanted.year or services.cbs.year
    regions = read_regions(downloads, services, year)
    chosen = regions.of_provincies(wanted.provincies) if wanted.provincies else regions.of_names(wanted.gemeenten)
    boundaries = read_boundaries(downloads, services, year, chosen)
    window = boundaries.gemeenten.union_all().buffer(services.extracts.reach_km * 1000)
    degrees = gpd.GeoSeries([window], crs=CRS).to_crs(WGS84).iloc[0]
    files = fetch_extracts(downloads, services.extracts, degrees)
    names = sorted(set(chosen["provincie"] if wanted.provincies else chosen["naam"]))
    sources = [*_cbs_sources(services, year), f"{services.extracts.source}, {services.extracts.licence}"]
    return Material(
        ", ".join(names), HOME, CRS, boundaries, files, window, _home(regions), sources, f"CBS-buurten van {year}"
    )


def _from_place(wanted: Wanted, name: str, services: Services, downloads: Downloads) -> Material:
    place = find_place(downloads, services.places, name)
    outline = gpd.GeoSeries([place.boundary], crs=WGS84)
    land = wanted.land or place.land
    crs = CRS if land == HOME else wanted.crs or str(outline.estimate_utm_crs())
    within = outline.to_crs(crs).iloc[0]
    window = within.buffer(services.places.reach_km * 1000)
    degrees = gpd.GeoSeries([window], crs=crs).to_crs(WGS84).iloc[0]
    osm_source = f"{services.places.source}, {services.places.licence}"
    if land == HOME:
        year = wanted.year or services.cbs.year
        regions = read_regions(downloads, services, year)
        boundaries = read_boundaries(downloads, services, year, regions.within(within), within=within)
        files = [fetch_surroundings(downloads, services.places, place, degrees)]
        sources = [*_cbs_sources(services, year), osm_source]
        note = f"CBS-buurten van {year} met hun midden in {place.name}"
        return Material(place.name, land, crs, boundaries, files, window, _home(regions), sources, note)
    if not land:
        raise InputError(f"OpenStreetMap does not say in which country {place.name} lies. Name it, as in --land DE.")
    files = [fetch_surroundings(downloads, services.places, place, degrees)]
    drawn = draw_areas(files, read_outlines(files), crs=crs, level=wanted.level, within=within)
    note = f"grenzen van OpenStreetMap, admin_level {drawn.level}"
    return Material(place.name, land, crs, drawn.boundaries, files, window, None, [osm_source], note)


def _from_file(wanted: Wanted, file: Path) -> Material:
    if not file.is_file():
        raise MissingFileError(f"{file}: no such file. Name an OpenStreetMap file (.osm.pbf) after --file.")
    outlines = read_outlines([file])
    land = wanted.land or country_of(outlines)
    if not land:
        raise InputError(
            f"{file.name}: the boundary of the country is not in it as a whole, as in a file of one city. Name the "
            f"country, as in --land DE, {OR_OWN_AREAS}"
        )
    crs = wanted.crs or (CRS if land == HOME else str(outlines.estimate_utm_crs()))
    drawn = draw_areas([file], outlines, crs=crs, level=wanted.level)
    name = (
        ", ".join(drawn.boundaries.buurten["buurtnaam"])
        if len(drawn.boundaries.buurten) < 4
        else _title(file, outlines)
    )
    sources = ["OpenStreetMap-bijdragers, ODbL 1.0"]
    note = f"grenzen van OpenStreetMap, admin_level {drawn.level}"
    return Material(name, land, crs, drawn.boundaries, [file], None, None, sources, note)


def _title(file: Path, outlines: GeoDataFrame) -> str:
    """The country, if its boundary is in the file, else what the file is called."""
    countries = outlines.loc[outlines["level"] == outlines["level"].min(), "naam"]
    return str(countries.iloc[0]) if len(countries) == 1 else file.name.partition(".")[0]


def _home(regions: Regions) -> GeoDataFrame:
    return regions.gemeenten.rename(columns={"naam": "gemeente"})


def _cbs_sources(services: Services, year: int) -> list[str]:
    return [f"{part.source.format(year=year)}, {part.licence}" for part in (services.cbs, services.regions)]


def _check_crs(name: str | None) -> None:
    if name is None:
        return
    try:
        crs = pyproj.CRS.from_user_input(name)
    except pyproj.exceptions.CRSError as error:
        raise CrsError(f"--crs {name}: no coordinate reference system. Name one such as EPSG:2056.") from error
    if not crs.is_projected or crs.axis_info[0].unit_name != "metre":
        raise CrsError(f"--crs {name}: not projected in metres. Name one such as EPSG:2056.")
