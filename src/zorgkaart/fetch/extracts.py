"""The OpenStreetMap files of the provinces around some areas, chosen by Geofabrik's own index."""

from __future__ import annotations

import bz2
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import osmium
import shapely

from zorgkaart.errors import DownloadError
from zorgkaart.fetch.cache import Downloads
from zorgkaart.fetch.download import followed
from zorgkaart.fetch.features import geojson
from zorgkaart.fetch.services import ExtractsSection

MD5_BYTES = 1000


def fetch_extracts(downloads: Downloads, service: ExtractsSection, window: shapely.Geometry) -> list[Path]:
    """Download every extract that has part of `window` (WGS 84), each checked by its MD5.

    Raises
    ------
    DownloadError
        If the index names none, or a file cannot be got or is not what its MD5 says.
    """
    index = downloads.get(service.url, most_bytes=service.most_bytes, check=_check_index)
    urls = [url for url, shape in _extracts(index, service) if shape.intersects(window)]
    if not urls:
        raise DownloadError(
            f"{service.url}: has no file for this region. Name a file of your own: --file FILE.osm.pbf."
        )
    return [_fetch(downloads, service, url) for url in sorted(urls)]


def check_pbf(path: Path) -> None:
    """Raise ValueError unless the file begins as an OSM PBF or XML file does and its header can be read.

    XML may be packed with gzip or bzip2, whatever the name of the file.
    """
    packed, begin = _begin(path)
    if not packed and b"OSMHeader" in begin:
        form = "pbf"
    elif begin.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<osm")):
        form = f"osm{packed}"
    else:
        raise ValueError("it is no OpenStreetMap file")
    try:
        osmium.io.Reader(osmium.io.File(str(path), form), osmium.osm.osm_entity_bits.NOTHING).close()
    except RuntimeError as error:
        raise ValueError(f"it is no OpenStreetMap file ({error})") from error


def _begin(path: Path) -> tuple[str, bytes]:
    """How a file is packed (".gz", ".bz2" or nothing), by its first bytes, and how its content begins."""
    with path.open("rb") as file:
        begin = file.read(64)
    for mark, packed, opened in ((b"\x1f\x8b", ".gz", gzip.open), (b"BZh", ".bz2", bz2.open)):
        if begin.startswith(mark):
            try:
                with opened(path, "rb") as unpacked:
                    return packed, bytes(unpacked.read(64))
            except (OSError, EOFError) as error:
                raise ValueError(f"it cannot be unpacked ({error})") from error
    return "", begin


def _fetch(downloads: Downloads, service: ExtractsSection, url: str) -> Path:
    text = downloads.get(f"{url}.md5", most_bytes=MD5_BYTES, check=_check_md5).read_text(encoding="ascii")
    return downloads.get(url, most_bytes=service.most_bytes, check=check_pbf, md5=text.split()[0].lower())


def _extracts(index: Path, service: ExtractsSection) -> Iterator[tuple[str, shapely.Geometry]]:
    """Address and outline of every extract of the country."""
    for feature in geojson(index)["features"]:
        properties: Any = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict) or properties.get("parent") != service.parent:
            continue
        urls, outline = properties.get("urls"), feature.get("geometry")
        if not isinstance(urls, dict) or not isinstance(urls.get("pbf"), str) or outline is None:
            continue
        try:
            shape = shapely.from_geojson(json.dumps(outline))
        except shapely.errors.ShapelyError as error:
            raise DownloadError(f"{service.url}: the outline of an extract cannot be read. Try again later.") from error
        yield followed(service.url, urls["pbf"]), shape


def _check_index(path: Path) -> None:
    geojson(path)


def _check_md5(path: Path) -> None:
    if not re.match(rb"[0-9A-Fa-f]{32}\b", path.read_bytes()):
        raise ValueError("it is no MD5 checksum")
