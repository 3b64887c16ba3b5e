"""OpenStreetMap XML of editors and Overpass, looked through and put in order where osmium would read it wrongly.

Editors and Overpass write what osmium reads without a word and wrongly: negative ids (what was drawn and not yet
uploaded), deleted objects, ways before their nodes, coordinates in the ways, longitudes that go on beyond 180, several
bounds, and answers that were broken off.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import math
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, cast

import osmium

from zorgkaart.errors import NetworkError

DRAWN = 1 << 40  # what was drawn and has no id yet gets one above all that exist
OBJECTS = ("node", "way", "relation")
MOST_LETTERS = 200
HALF_TURN = 180.0
GZIP, BZIP2, XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ"
PACKED = (OSError, EOFError, zlib.error, lzma.LZMAError)


def unpacked(path: Path) -> IO[bytes]:
    """Open a file, also one that is packed by gzip, bzip2 or xz: by its first bytes and not by its name.

    Parameters
    ----------
    path : Path
        Any file.
    """
    with path.open("rb") as file:
        begin = file.read(len(XZ))
    if begin.startswith(GZIP):
        return cast(IO[bytes], gzip.open(path))
    if begin.startswith(BZIP2):
        return cast(IO[bytes], bz2.open(path))
    return cast(IO[bytes], lzma.open(path)) if begin.startswith(XZ) else path.open("rb")


def cut_short(path: Path, error: Exception) -> NetworkError:
    """Say of a packed file that it cannot be unpacked.

    Parameters
    ----------
    path : Path
        Of which the name is told.
    error : Exception
        What the library said.
    """
    return NetworkError(f"{path.name}: cannot be unpacked ({error}). Is the download complete? Fetch it again.")


def is_odd(path: Path) -> bool:
    """Whether osmium would read XML wrongly, so that it must be put in order.

    Parameters
    ----------
    path : Path
        XML, packed or not.

    Raises
    ------
    NetworkError
        If it is no OpenStreetMap file, is broken off, or says of itself that it was.
    """
    odd, ways_began, bounds = False, False, 0
    for element in _elements(path):
        if element.tag == "remark":
            remark = " ".join((element.text or "").split())[:MOST_LETTERS].rstrip(".")
            raise NetworkError(f"{path.name}: Overpass broke it off and says so: {remark}. Ask for less, or again.")
        bounds += element.tag == "bounds"
        if element.tag not in OBJECTS:
            continue
        ways_began |= element.tag != "node"
        odd |= element.tag == "node" and ways_began
        odd |= _is_gone(element) or element.get("id", "").startswith("-") or _is_beyond(element)
        odd |= any(child.get("ref", "").startswith("-") or child.get("lat") is not None for child in element)
    return odd or bounds > 1


def write_in_order(path: Path, ordered: Path) -> None:
    """Write nodes, ways and relations as PBF, without deleted ones, each with an id above zero.

    Parameters
    ----------
    path : Path
        XML, packed or not.
    ordered : Path
        The file to write.

    Raises
    ------
    NetworkError
        If an object lacks a number.
    """
    try:
        writer = osmium.SimpleWriter(str(ordered), header=_header(path))
    except ValueError as error:
        raise NetworkError(f"{path.name}: has bounds that are no degrees ({error}).") from error
    known: set[int] = set()
    try:
        for element in _elements(path):
            if element.tag == "node" and not _is_gone(element) and element.get("lat"):
                known.add(_id(element))
                writer.add_node(_node(element, _id(element)))
        for element in _elements(path):
            places = [child for child in element if child.get("lat")] if element.tag == "way" else []
            for child in places:
                if _id(child, "ref") not in known:
                    known.add(_id(child, "ref"))
                    writer.add_node(_node(child, _id(child, "ref")))
        for element in _elements(path):
            if element.tag == "way" and not _is_gone(element):
                nodes = [_id(child, "ref") for child in element if child.tag == "nd"]
                writer.add_way(osmium.osm.mutable.Way(id=_id(element), nodes=nodes, tags=_tags(element)))
        for element in _elements(path):
            if element.tag == "relation" and not _is_gone(element):
                members = [
                    (child.get("type", "n")[:1], _id(child, "ref"), child.get("role", ""))
                    for child in element
                    if child.tag == "member"
                ]
                relation = osmium.osm.mutable.Relation(id=_id(element), members=members, tags=_tags(element))
                writer.add_relation(relation)
    except (ValueError, KeyError) as error:
        raise NetworkError(f"{path.name}: has an object without a number for id, lat or lon ({error}).") from error
    finally:
        writer.close()


def _header(path: Path) -> osmium.io.Header:
    """A header with what the file says that it covers, if it says so of one box alone."""
    header = osmium.io.Header()
    boxes = [dict(element.attrib) for element in _elements(path) if element.tag == "bounds"]
    if len(boxes) == 1:
        degrees = [_degrees(boxes[0], key) for key in ("minlon", "minlat", "maxlon", "maxlat")]
        if not any(map(math.isnan, degrees)):
            header.add_box(osmium.osm.Box(*degrees))
    return header


def _degrees(box: Mapping[str, str], key: str) -> float:
    return float(box.get(key, math.nan))


def _elements(path: Path) -> Iterator[ET.Element]:
    """The children of ``<osm>``, one at a time; what is read is let go."""
    depth, root = 0, None
    try:
        with unpacked(path) as file:
            for event, element in ET.iterparse(file, events=("start", "end")):
                depth += 1 if event == "start" else -1
                if root is None:
                    root = element
                    if root.tag != "osm":
                        raise NetworkError(
                            f"{path.name}: is no OpenStreetMap file but <{root.tag[:MOST_LETTERS]}>. Fetch it again."
                        )
                if event == "end" and depth == 1:
                    yield element
                    root.clear()
    except ET.ParseError as error:
        raise NetworkError(
            f"{path.name}: is broken off or damaged at line {error.position[0]}. Fetch it again."
        ) from error
    except PACKED as error:
        raise cut_short(path, error) from error


def _is_gone(element: ET.Element) -> bool:
    return element.get("action") == "delete" or element.get("visible") == "false"


def _is_beyond(element: ET.Element) -> bool:
    try:
        return abs(float(element.get("lon", 0))) > HALF_TURN
    except ValueError:
        return False


def _node(element: ET.Element, number: int) -> osmium.osm.mutable.Node:
    lon = float(element.attrib["lon"])
    if abs(lon) > HALF_TURN:
        lon = (lon + HALF_TURN) % (2 * HALF_TURN) - HALF_TURN
    place = (lon, float(element.attrib["lat"]))
    return osmium.osm.mutable.Node(id=number, location=place, tags=_tags(element))


def _id(element: ET.Element, key: str = "id") -> int:
    number = int(element.attrib[key])
    return number if number > 0 else DRAWN - number


def _tags(element: ET.Element) -> dict[str, str]:
    return {child.attrib["k"]: child.get("v", "") for child in element if child.tag == "tag"}
