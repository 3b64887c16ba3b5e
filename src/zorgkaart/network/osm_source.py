"""The one door for OpenStreetMap files: known by what is in them, put in order where need be, refused with advice."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import osmium

from zorgkaart.errors import NetworkError
from zorgkaart.network.osm_order import BZIP2, GZIP, HALF_TURN, PACKED, XZ, cut_short, is_odd, unpacked, write_in_order

XML = (b"<", b"\xff\xfe<", b"\xfe\xff\x00<")  # also as UTF-16
BLANKS = b"\xef\xbb\xbf \t\r\n"
PBF = b"OSMHeader"
# What osmium knows a file by is the end of its name.
BINARY_ENDS = (".pbf",)
XML_ENDS = {GZIP: (".osm.gz",), BZIP2: (".osm.bz2",), b"": (".osm",)}
OTHER_ENDS = (".o5m", ".opl")


@contextmanager
def osm_source(path: Path) -> Iterator[Path]:
    """Give a file that osmium reads as it is meant: the file itself, or one that lasts as long as the block.

    Parameters
    ----------
    path : Path
        PBF or XML, the latter also as ``.gz``, ``.bz2`` or ``.xz``, under whatever name.

    Yields
    ------
    Path
        The file to read.

    Raises
    ------
    NetworkError
        If the file is no OpenStreetMap file, is damaged, or says of itself that it was broken off; also if that shows
        when it is read in the block.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            yield _readable(path, Path(folder))
        except (RuntimeError, osmium.InvalidLocationError) as error:
            raise unreadable(path, error) from error


def check_osm(path: Path) -> None:
    """Check that a file is one of OpenStreetMap: XML as a whole, of others no more than their header.

    Parameters
    ----------
    path : Path
        See :func:`osm_source`.

    Raises
    ------
    NetworkError
        If the file is no OpenStreetMap file, is damaged, or says of itself that it was broken off.
    """
    with osm_source(path) as source:
        osmium.io.Reader(str(source), osmium.osm.osm_entity_bits.NOTHING).close()


def window_of(source: Path) -> tuple[float, float, float, float] | None:
    """Return what a file says that it covers: west, south, east, north in degrees; None if it says nothing of use.

    A box of more than half the earth goes the long way round what lies on both sides of the 180th meridian.

    Parameters
    ----------
    source : Path
        As :func:`osm_source` gives it.
    """
    with osmium.io.Reader(str(source), osmium.osm.osm_entity_bits.NOTHING) as reader:
        box = reader.header().box()
    if not box.valid():
        return None
    west, south, east, north = box.bottom_left.lon, box.bottom_left.lat, box.top_right.lon, box.top_right.lat
    return (west, south, east, north) if 0 < east - west <= HALF_TURN and south < north else None


def unreadable(path: Path, error: Exception) -> NetworkError:
    """Say of a file that osmium cannot read which one it is, and what to do.

    Parameters
    ----------
    path : Path
        Of which the name is told.
    error : Exception
        What osmium said.
    """
    said = str(error)
    if "EOF" in said or "truncated" in said:
        return NetworkError(
            f"{path.name}: is broken off, its end is missing ({path.stat().st_size:,} bytes are here). Is the "
            "download complete? Fetch it again, and compare its size with what the site says."
        )
    return NetworkError(
        f"{path.name}: cannot be read as an OpenStreetMap file ({said}). Is the download complete? Fetch it again."
    )


def _readable(path: Path, folder: Path) -> Path:
    """The file itself, or the same in `folder`, in order and under a name that osmium knows."""
    form = _form(path)
    if form == "pbf":
        return path if path.name.endswith(BINARY_ENDS) else _under_name(path, folder / "kaart.osm.pbf")
    if form == "other":
        return path
    packing = next((packing for packing in (GZIP, BZIP2, XZ) if _begin(path).startswith(packing)), b"")
    if is_odd(path) or packing == XZ:
        ordered = folder / "geordend.osm.pbf"
        write_in_order(path, ordered)
        return ordered
    ends = XML_ENDS[packing]
    return path if path.name.endswith(ends) else _under_name(path, folder / f"kaart{ends[0]}")


def _form(path: Path) -> str:
    """What a file is by its first bytes and not by its name: ``xml``, ``pbf`` or ``other``, which osmium knows."""
    try:
        with unpacked(path) as file:
            begin = file.read(64).lstrip(BLANKS)
    except PACKED as error:
        raise cut_short(path, error) from error
    if begin.startswith(XML):
        return "xml"
    if PBF in begin and PBF in _begin(path):
        return "pbf"
    if path.name.endswith(OTHER_ENDS):
        return "other"
    if begin[:1] in (b"{", b"["):
        raise NetworkError(f"{path.name}: holds JSON and no OpenStreetMap file. Ask Overpass for XML: [out:xml].")
    if begin.startswith(b"PK"):
        raise NetworkError(f"{path.name}: is a zip file. Unpack it, and name the OpenStreetMap file that is in it.")
    raise NetworkError(
        f"{path.name}: is {'no OpenStreetMap file' if begin else 'empty'}. "
        "Name one as .osm.pbf or .osm, or fetch it again."
    )


def _begin(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(64)


def _under_name(path: Path, named: Path) -> Path:
    try:
        named.symlink_to(path.absolute())
    except OSError:  # Windows lets few make links
        shutil.copyfile(path, named)
    return named
