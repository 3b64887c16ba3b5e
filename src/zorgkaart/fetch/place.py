"""A place by its name: its boundary from Nominatim, and all of OpenStreetMap that is needed there from Overpass."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import geopandas as gpd
import shapely

from zorgkaart.errors import InputError
from zorgkaart.fetch.cache import Downloads
from zorgkaart.fetch.extracts import check_download
from zorgkaart.fetch.life_cycle import prefixes
from zorgkaart.fetch.osm_file import plain_text
from zorgkaart.fetch.services import PlacesSection
from zorgkaart.fetch.site_rules import KEYS
from zorgkaart.network.osm_order import HALF_TURN
from zorgkaart.project.defaults import WGS84

CARE_VALUES = "hospital|clinic|doctors|doctor|pharmacy|nursing_home"
ROADS = ('way["highway"]', 'way["route"="ferry"]', 'nwr["landuse"~"^(residential|retail|commercial)$"]')
# Boundaries of countries and provinces are huge, and not needed for a small place.
AREAS = (
    'nwr["addr:housenumber"]',
    'way["building"]',
    'node["place"]',
    'rel["boundary"="administrative"]["admin_level"~"^([7-9]|1[01])$"]',
)


@dataclass(frozen=True)
class Place:
    """A place that was found: its name, its boundary (WGS 84) and the code of its country (``""``: unknown)."""

    name: str
    boundary: shapely.Geometry
    land: str


def find_place(downloads: Downloads, service: PlacesSection, name: str) -> Place:
    """Find the boundary of a place.

    Raises
    ------
    InputError
        If no place with a boundary has this name.
    DownloadError
        If the service cannot be reached or sends something else.
    """
    query = {"q": name, "format": "jsonv2", "polygon_geojson": "1", "addressdetails": "1", "limit": "5"}
    url = f"{service.geocoder}?{urlencode(query)}"
    for candidate in json.loads(downloads.get(url, most_bytes=service.most_bytes, check=_check_places).read_bytes()):
        outline = candidate.get("geojson")
        if _is_area(outline):
            boundary = shapely.make_valid(shapely.from_geojson(json.dumps(outline)))
            address = candidate.get("address")
            land = address.get("country_code") if isinstance(address, dict) else ""
            land = land.upper() if isinstance(land, str) and len(land) == 2 and land.isascii() else ""
            return Place(plain_text(str(candidate.get("name") or name)), boundary, land)
    raise InputError(
        f"there is no place '{name}' with a boundary on OpenStreetMap. Spell it as OpenStreetMap does, with its "
        "country ('Het Hogeland, Nederland'), or name its gemeente: --gemeente NAAM."
    )


def fetch_surroundings(downloads: Downloads, service: PlacesSection, place: Place, window: shapely.Geometry) -> Path:
    """Download roads and sites in `window`, and addresses and boundaries in the place (WGS 84), as one ``.osm`` file.

    Raises
    ------
    InputError
        If the window is too large to ask for, or goes over the 180th meridian.
    DownloadError
        If the service cannot be reached, is busy, or breaks off.
    """
    if max(shape.bounds[2] - shape.bounds[0] for shape in (window, place.boundary)) > HALF_TURN:
        raise InputError(
            f"{place.name} lies on both sides of the 180th meridian, where Overpass cannot be asked for a box. "
            "Use a file of your own with --file."
        )
    box = gpd.GeoSeries([window], crs=WGS84)
    west, south, east, north = box.to_crs(box.estimate_utm_crs()).total_bounds
    widest_km = max(east - west, north - south) / 1000
    if widest_km > service.widest_km:
        raise InputError(
            f"{place.name} with its surroundings is {widest_km:.0f} km wide, and Overpass is for at most "
            f"{service.widest_km:g} km. Use --gemeente, --provincie or a file of your own with --file."
        )
    parts = [f"{part}({_box(window)});" for part in (*ROADS, *_care())]
    parts += [f"{part}({_box(place.boundary)});" for part in AREAS]
    query = f"[out:xml][timeout:{service.timeout_s}];({''.join(parts)});(._;>;);out meta;"
    url = f"{service.url}?{urlencode({'data': query})}"
    return downloads.get(
        url, most_bytes=service.most_bytes, check=check_download, suffix=".osm", answer_s=service.timeout_s
    )


def _care() -> tuple[str, ...]:
    """What to ask for sites of care: those that are there, were there and will be there, alone and in lists."""
    former = "|".join(prefixes())
    return (
        f'nwr["amenity"~"(^|;) *({CARE_VALUES}) *(;|$)"]',
        'nwr["healthcare"]',
        'nwr["emergency"~"ambulance_station"]',
        'nwr["social_facility"~"nursing_home"]',
        f'nwr[~"^({former}):({"|".join(KEYS)})$"~"."]',
        f'nwr[~"^({former})$"~"{CARE_VALUES}"]',
    )


def _box(area: shapely.Geometry) -> str:
    west, south, east, north = area.bounds
    return f"{south:.5f},{west:.5f},{north:.5f},{east:.5f}"


def _check_places(path: Path) -> None:
    try:
        answer: Any = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise ValueError("it is no JSON") from error
    if not isinstance(answer, list) or not all(isinstance(item, dict) for item in answer):
        raise ValueError("it is no list of places")
    for outline in filter(_is_area, (item.get("geojson") for item in answer)):
        try:
            west, south, east, north = shapely.from_geojson(json.dumps(outline)).bounds
        except (shapely.errors.ShapelyError, ValueError) as error:
            raise ValueError("a boundary in it cannot be read") from error
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise ValueError("a boundary in it does not lie on earth")


def _is_area(outline: Any) -> bool:
    return isinstance(outline, dict) and outline.get("type") in ("Polygon", "MultiPolygon")
