"""A collection of an OGC API Features service, page by page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import geopandas as gpd
import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.errors import DownloadError
from zorgkaart.fetch.cache import Downloads
from zorgkaart.fetch.download import followed
from zorgkaart.project.defaults import WGS84

PAGE_ROWS = 1000
MOST_PAGES = 200


def read_features(downloads: Downloads, base: str, collection: str, *, most_bytes: int, **query: str) -> GeoDataFrame:
    """Read all features of a collection.

    Parameters
    ----------
    base
        Address of the service, as in ``https://api.pdok.nl/cbs/gebiedsindelingen/ogc/v1``.
    query
        Parameters such as ``bbox`` (west, south, east, north in degrees) and ``datetime``.

    Returns
    -------
    GeoDataFrame
        In WGS 84, with the properties as columns; no rows, and no columns but geometry, if nothing was found.

    Raises
    ------
    DownloadError
        If a page cannot be got or is no GeoJSON, or the pages do not end.
    """
    parameters = {"f": "json", "limit": str(PAGE_ROWS), **query}
    url: str | None = f"{base}/collections/{collection}/items?{urlencode(parameters, safe=',:')}"
    asked: set[str] = set()
    pages = []
    while url is not None:
        if url in asked or len(asked) == MOST_PAGES:
            raise DownloadError(f"{urlsplit(url).netloc}: the pages of {collection} do not end. Try again later.")
        asked.add(url)
        page = json.loads(downloads.get(url, most_bytes=most_bytes, check=_check_page).read_bytes())
        if page["features"]:
            pages.append(gpd.GeoDataFrame.from_features(page["features"], crs=WGS84))
        url = _next(url, page.get("links"))
    if not pages:
        return gpd.GeoDataFrame(geometry=[], crs=WGS84)
    return gpd.GeoDataFrame(pd.concat(pages, ignore_index=True), crs=WGS84)


def geojson(path: Path) -> dict[str, Any]:
    """Read a GeoJSON collection.

    Raises
    ------
    ValueError
        If it is something else, such as the page on which a network asks for a login.
    """
    try:
        page = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise ValueError("it is no JSON") from error
    if not isinstance(page, dict) or page.get("type") != "FeatureCollection" or not isinstance(page["features"], list):
        raise ValueError("it is no GeoJSON with features")
    return page


def _check_page(path: Path) -> None:
    page = geojson(path)
    try:
        gpd.GeoDataFrame.from_features(page["features"] or [{"geometry": None, "properties": {}}], crs=WGS84)
    except Exception as error:  # what shapely raises on a broken geometry is not of one family
        raise ValueError(f"its features cannot be read ({type(error).__name__})") from error


def _next(url: str, links: Any) -> str | None:
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and link.get("rel") == "next" and isinstance(link.get("href"), str):
            return followed(url, link["href"])
    return None
