"""One OpenStreetMap file with the roads of several, as far as a window reaches."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

import osmium
from osmium.osm import NODE, RELATION, WAY

from zorgkaart.errors import InputError, OutputError
from zorgkaart.fetch.osm_file import readable
from zorgkaart.files import atomic_path
from zorgkaart.network.osm_source import unreadable, window_of

Window = tuple[float, float, float, float]
ROADS = ("highway", "route")
BUILT_UP = (("landuse", "residential"), ("landuse", "retail"), ("landuse", "commercial"))


def write_roads(sources: Sequence[Path], target: Path, *, window: Window | None = None) -> None:
    """Write every road, ferry and built-up area of `sources`, with its nodes, to one PBF file.

    An object that several files have is written once, in its newest version. Ways are written whole, also where
    they stick out of the window.

    Parameters
    ----------
    window
        West, south, east, north in degrees; ways that lie outside it altogether are left out.

    Raises
    ------
    InputError
        If a source cannot be read.
    OutputError
        If the target cannot be written.
    """
    with ExitStack() as opened:
        ordered, tracked = [], []
        for source in sources:
            ordered.append(opened.enter_context(readable(source)))
            try:
                tracked.append(_wanted(ordered[-1], window))
            except RuntimeError as error:
                raise InputError(str(unreadable(source, error))) from error
        readers = [
            osmium.FileProcessor(str(source), NODE | WAY | RELATION).with_filter(ids.id_filter())
            for source, ids in zip(ordered, tracked, strict=True)
        ]
        with atomic_path(target) as path:
            writer = _Writer(path, target, _header(ordered, window))
            for versions in osmium.zip_processors(*readers):
                objects = [
                    item
                    for item in versions
                    if isinstance(item, osmium.osm.Node | osmium.osm.Way | osmium.osm.Relation)
                ]
                writer.add(max(objects, key=lambda item: item.version))
            writer.close()


class _Writer:
    """A PBF file to write to; a failed write is an error and not the end of the program."""

    def __init__(self, path: Path, target: Path, header: osmium.io.Header) -> None:
        self._writer = osmium.SimpleWriter(str(path), header=header)
        self._target = target

    def add(self, item: osmium.osm.Node | osmium.osm.Way | osmium.osm.Relation) -> None:
        try:
            self._writer.add(item)
        except (RuntimeError, OSError) as error:
            self._fail(error)

    def close(self) -> None:
        try:
            self._writer.close()
        except (RuntimeError, OSError) as error:
            self._fail(error)

    def _fail(self, error: Exception) -> NoReturn:
        # Taken down after a failed write, it writes once more and ends the whole process: so it is never taken down.
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(self._writer))
        raise OutputError(
            f"{self._target.name}: cannot be written ({error}). Check that the disk has room, or choose another folder."
        ) from error


def _wanted(source: Path, window: Window | None) -> osmium.IdTracker:
    """Which objects of a file are a road or a built-up area, and all that they are made of."""
    ids = osmium.IdTracker()
    reader = osmium.FileProcessor(str(source), NODE | WAY).with_locations()
    reader = reader.with_filter(osmium.filter.EntityFilter(WAY)).with_filter(osmium.filter.KeyFilter(*ROADS))
    for way in reader:
        assert isinstance(way, osmium.osm.Way)
        if _reaches(way, window):
            ids.add_way(way.id)
            ids.add_references(way)
    areas = osmium.FileProcessor(str(source), WAY | RELATION).with_filter(osmium.filter.TagFilter(*BUILT_UP))
    for item in areas:
        if isinstance(item, osmium.osm.Way):
            ids.add_way(item.id)
        elif isinstance(item, osmium.osm.Relation):
            ids.add_relation(item.id)
    ids.complete_backward_references(str(source), relation_depth=1)
    return ids


def _reaches(way: osmium.osm.Way, window: Window | None) -> bool:
    if window is None:
        return True
    west, south, east, north = window
    places = [node.location for node in way.nodes]
    return any(west <= place.lon <= east and south <= place.lat <= north for place in places if place.valid())


def _header(sources: Sequence[Path], window: Window | None) -> osmium.io.Header:
    """A header with what is covered: the window as far as the files reach."""
    boxes = []
    for source in sources:
        box = window_of(source)
        if box is not None:
            boxes.append(box)
    header = osmium.io.Header()
    if len(boxes) == len(sources):
        wests, souths, easts, norths = zip(*boxes, strict=True)
        covered = (min(wests), min(souths), max(easts), max(norths))
        if window is not None:
            lows = [max(pair) for pair in zip(covered[:2], window[:2], strict=True)]
            highs = [min(pair) for pair in zip(covered[2:], window[2:], strict=True)]
            covered = (*lows, *highs)
        header.add_box(osmium.osm.Box(*covered))
    return header
