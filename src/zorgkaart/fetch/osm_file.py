"""What the readers of OpenStreetMap files share: clean text, the date of a file, and shapes."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import osmium
import shapely

from zorgkaart.errors import InputError, NetworkError
from zorgkaart.network.osm_source import osm_source

MOST_LETTERS = 200


def plain_text(value: str | None) -> str:
    r"""A tag as one line without control characters: anybody may write anything into OpenStreetMap.

    Examples
    --------
    >>> plain_text(" De\n\x1b[31mPost ")
    'De [31mPost'
    """
    spaced = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in value or "")
    return " ".join(spaced.split())[:MOST_LETTERS]


def osm_date(path: Path) -> str:
    """The day of which a file says that its data are, as ``2026-01-31``; ``""`` if it does not say."""
    with readable(path) as source, osmium.io.Reader(str(source), osmium.osm.osm_entity_bits.NOTHING) as reader:
        header = reader.header()
        value = header.get("osmosis_replication_timestamp") or header.get("timestamp")
    try:
        return datetime.date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        return ""


@contextmanager
def readable(path: Path) -> Iterator[Path]:
    """Give a file that osmium reads as it is meant (:func:`osm_source`); one that it cannot read is an InputError."""
    try:
        with osm_source(path) as source:
            yield source
    except NetworkError as error:
        raise InputError(str(error)) from error


def each_shape(
    paths: Sequence[Path], wanted: osmium.filter.TagFilter | osmium.filter.KeyFilter
) -> Iterator[tuple[str, dict[str, str], shapely.Geometry]]:
    """Every node and closed area that passes a filter: its id as ``n1``, ``w1`` or ``r1``, tags and shape (WGS 84).

    What stands in several files comes once. Areas that cannot be built, as they are cut by the edge of the file,
    do not come.
    """
    factory = osmium.geom.WKBFactory()
    seen: set[str] = set()
    for path in paths:
        with readable(path) as source:
            for item in osmium.FileProcessor(str(source)).with_areas(wanted).with_filter(wanted):
                try:
                    if isinstance(item, osmium.osm.Node):
                        key, shape = f"n{item.id}", factory.create_point(item)
                    elif isinstance(item, osmium.osm.Area):
                        key = f"{'w' if item.from_way() else 'r'}{item.orig_id()}"
                        shape = factory.create_multipolygon(item)
                    else:
                        continue
                except RuntimeError:  # a broken ring; whoever drew it sees it in the editors
                    continue
                if key in seen:
                    continue
                seen.add(key)
                yield key, dict(item.tags), shapely.from_wkb(shape)
