"""Fetching a region: a folder with all data and a project file that is ready to run, whole or not at all."""

from __future__ import annotations

import datetime
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd

from zorgkaart.errors import InputError, OutputError
from zorgkaart.fetch.cache import Downloads
from zorgkaart.fetch.download import Report
from zorgkaart.fetch.material import Material, Wanted, gather
from zorgkaart.fetch.osm_file import osm_date
from zorgkaart.fetch.osm_points import Points, read_places, read_points
from zorgkaart.fetch.osm_roads import Window, write_roads
from zorgkaart.fetch.osm_sites import Sites, read_sites, summary
from zorgkaart.fetch.project_text import project_text
from zorgkaart.fetch.services import Services, read_services
from zorgkaart.fetch.site_rules import kinds
from zorgkaart.files import sha256_of
from zorgkaart.inputs.own_tables import write_areas, write_csv, write_json, write_points
from zorgkaart.project.defaults import WGS84
from zorgkaart.project.template import PROJECT_FILE, SCHEMA_FILE, schema_of_template
from zorgkaart.version import __version__

DATA = "gegevens"


@dataclass(frozen=True)
class FetchedRegion:
    """What was fetched, for the reader.

    Attributes
    ----------
    path : Path
        The project file.
    inhabitants : float
        Of the areas of which they are known.
    unknown : int
        Areas of which they are not.
    sites : dict
        Per kind how many sites of each status.
    """

    path: Path
    name: str
    areas: int
    areas_note: str
    inhabitants: float
    unknown: int
    points: int
    buildings: bool
    sites: dict[str, Counter[str]]
    merged: int
    abroad: int
    downloaded_mb: float = field(default=0.0)


def fetch_project(
    folder: Path, wanted: Wanted, *, services: Services | None = None, report: Report | None = None
) -> FetchedRegion:
    """Fetch a region into a new folder.

    The folder is made beside and gets its name when all is there. Downloads are kept in the cache folder, so that
    a fetch that breaks off goes on where it was.

    Parameters
    ----------
    folder
        A new or empty folder.
    services
        By default the table of :func:`~zorgkaart.fetch.services.read_services`.

    Raises
    ------
    OutputError
        If the folder is not empty, or cannot be written.
    InputError
        If a name is unknown or a file does not do.
    DownloadError
        If something cannot be downloaded; running it again goes on from there.
    """
    say = report or (lambda _: None)
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"{folder}: is not empty and was left as it is. Name a new folder.")
    services = services or read_services()
    downloads = Downloads(services.http, say)
    material = gather(wanted, services, downloads)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as scratch:
            made = Path(scratch) / "project"
            (made / DATA).mkdir(parents=True)
            fetched = _write(made, material, downloads, say)
            if folder.exists():
                folder.rmdir()
            made.replace(folder)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise OutputError(f"{folder}: cannot be made: {error.strerror}. Name another folder.") from error
    return FetchedRegion(folder / PROJECT_FILE, **fetched)


def _write(made: Path, material: Material, downloads: Downloads, report: Report) -> dict[str, Any]:
    """Write everything into a folder, and tell what there is."""
    data = made / DATA
    boundaries, files = material.boundaries, material.files
    fetched_on = {item.path: item.downloaded[:10] for item in downloads.done}
    date = max(osm_date(file) or fetched_on.get(file, "") for file in files)
    report("Adressen lezen")
    points = read_points(files, boundaries.buurten)
    if points.table.empty:
        raise InputError(
            f"{', '.join(file.name for file in files)}: no address and no building lies inside the areas. "
            "Take a file with all tags of the region."
        )
    places = read_places(files, boundaries.buurten, points.table)
    report("Locaties lezen")
    day = date or datetime.date.today().isoformat()
    sites = read_sites(
        files,
        crs=material.crs,
        window=material.window,
        home=material.home,
        land=material.land,
        source=material.sources[-1],
        date=day,
    )
    if not any(kinds()[kind].travel for kind in summary(sites)):
        raise InputError(
            f"{material.name}: OpenStreetMap has no site of care there. Take a larger region, or make a project of "
            "your own tables with 'zorgkaart init'."
        )
    report("Wegen verzamelen")
    write_roads(files, data / "wegen.osm.pbf", window=_degrees(material))
    for level in ("buurten", "wijken", "gemeenten"):
        if len(getattr(boundaries, level)):
            write_areas(getattr(boundaries, level), data / f"{level}.parquet")
    write_points(points.table, data / "adressen.parquet")
    if len(places):
        write_csv(places, data / "plaatsen.csv")
    for kind in summary(sites):
        write_csv(sites.of(kind), data / f"{kind}.csv")
    text = project_text(material, points, places, sites, date=date)
    (made / PROJECT_FILE).write_text(text, encoding="utf-8", newline="\n")
    (made / SCHEMA_FILE).write_text(schema_of_template(), encoding="utf-8", newline="\n")
    write_json(_provenance(made, material, downloads, points, sites), made / "herkomst.json")
    inhabitants = boundaries.buurten["inwoners"]
    return {
        "name": material.name,
        "areas": len(inhabitants),
        "areas_note": material.areas_note,
        "inhabitants": float(inhabitants.sum()),
        "unknown": int(inhabitants.isna().sum()),
        "points": len(points.table),
        "buildings": points.buildings,
        "sites": summary(sites),
        "merged": sites.merged,
        "abroad": sites.abroad,
        "downloaded_mb": sum(item.bytes for item in downloads.done) / 1e6,
    }


def _degrees(material: Material) -> Window | None:
    if material.window is None:
        return None
    west, south, east, north = gpd.GeoSeries([material.window], crs=material.crs).to_crs(WGS84).total_bounds
    return float(west), float(south), float(east), float(north)


def _provenance(made: Path, material: Material, downloads: Downloads, points: Points, sites: Sites) -> dict[str, Any]:
    """Where everything comes from: addresses, dates and checksums, and what was done with it."""
    got = {item.path for item in downloads.done}
    own = [{"bestand": file.name, "sha256": sha256_of(file)} for file in material.files if file not in got]
    return {
        "gemaakt": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "zorgkaart": __version__,
        "gebied": material.name,
        "bronnen": material.sources,
        "gebieden": material.areas_note,
        "opgehaald": [
            {
                "adres": item.url,
                "op": item.downloaded,
                "bytes": item.bytes,
                "sha256": item.sha256,
                "etag": item.etag,
                "gewijzigd": item.modified,
            }
            for item in downloads.done
        ],
        "eigen_bestanden": own,
        "inwoners_verdeeld_over": "gebouwen" if points.buildings else "adressen",
        "locaties_samengevoegd": sites.merged,
        "locaties_buiten_nederland_weggelaten": sites.abroad,
        "bestanden": [
            {"bestand": f"{DATA}/{file.name}", "sha256": sha256_of(file)} for file in sorted((made / DATA).iterdir())
        ],
    }
