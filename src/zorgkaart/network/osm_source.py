"""The one door for OpenStreetMap files: what osmium reads as it is passes, XML of another make is put in order first.

Editors and Overpass write XML that osmium reads without a word and wrongly: negative ids (what was drawn and not yet
uploaded), deleted objects, ways before their nodes, coordinates in the ways, and answers that were broken off.
"""

from __future__ import annotations

import bz2
import gzip
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import osmium

from zorgkaart.errors import NetworkError

DRAWN = 1 << 40  # what was drawn and has no id yet gets one above all that exist
OBJECTS = ("node", "way", "relation")
MOST_LETTERS = 200
GZIP, BZIP2 = b"\x1f\x8b", b"BZh"


@contextmanager
def osm_source(path: Path) -> Iterator[Path]:
    """Give a file that osmium reads as it is meant: the file itself, or one in order that lasts as long as the block.

    Parameters
    ----------
    path : Path
        PBF or XML, the latter also as ``.gz`` or ``.bz2``.

    Yields
    ------
    Path
        The file to read.

    Raises
    ------
    NetworkError
        If the file is no OpenStreetMap file, is damaged, or says of itself that it was broken off.
    """
    if not _is_xml(path):
        yield path
        return
    if not _is_odd(path):
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        ordered = Path(folder) / "geordend.osm.pbf"
        _write_in_order(path, ordered)
        yield ordered


def _is_xml(path: Path) -> bool:
    """Whether a file is XML, by its first bytes and not by its name."""
    try:
        with _opened(path) as file:
            begin = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    except (OSError, EOFError) as error:
        raise _cut_short(path, error) from error
    if begin[:1] in (b"{", b"["):
        raise NetworkError(f"{path.name}: holds JSON and no OpenStreetMap file. Ask Overpass for XML: [out:xml].")
    return begin.startswith(b"<")


def _cut_short(path: Path, error: Exception) -> NetworkError:
    return NetworkError(f"{path.name}: cannot be unpacked ({error}). Is the download complete? Fetch it again.")


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        begin = file.read(3)
    if begin.startswith(GZIP):
        return cast(IO[bytes], gzip.open(path))
    return cast(IO[bytes], bz2.open(path)) if begin.startswith(BZIP2) else path.open("rb")


def _elements(path: Path) -> Iterator[ET.Element]:
    """The children of ``<osm>``, one at a time; what is read is let go."""
    depth, root = 0, None
    try:
        with _opened(path) as file:
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
    except (OSError, EOFError) as error:
        raise _cut_short(path, error) from error


def _is_odd(path: Path) -> bool:
    """Whether XML must be put in order; an answer that was broken off is refused."""
    odd, ways_began = False, False
    for element in _elements(path):
        if element.tag == "remark":
            remark = " ".join((element.text or "").split())[:MOST_LETTERS].rstrip(".")
            raise NetworkError(f"{path.name}: Overpass broke it off and says so: {remark}. Ask for less, or again.")
        if element.tag not in OBJECTS:
            continue
        ways_began |= element.tag != "node"
        odd |= element.tag == "node" and ways_began
        odd |= _is_gone(element) or element.get("id", "").startswith("-")
        odd |= any(child.get("ref", "").startswith("-") or child.get("lat") is not None for child in element)
    return odd


def _is_gone(element: ET.Element) -> bool:
    return element.get("action") == "delete" or element.get("visible") == "false"


def _write_in_order(path: Path, ordered: Path) -> None:
    """Write nodes, ways and relations as PBF, without deleted ones, each with an id above zero."""
    writer = osmium.SimpleWriter(str(ordered))
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


def _node(element: ET.Element, number: int) -> osmium.osm.mutable.Node:
    place = (float(element.attrib["lon"]), float(element.attrib["lat"]))
    return osmium.osm.mutable.Node(id=number, location=place, tags=_tags(element))


def _id(element: ET.Element, key: str = "id") -> int:
    number = int(element.attrib[key])
    return number if number > 0 else DRAWN - number


def _tags(element: ET.Element) -> dict[str, str]:
    return {child.attrib["k"]: child.get("v", "") for child in element if child.tag == "tag"}
