"""Travel-time surfaces as cloud-optimised GeoTIFFs: the minutes, and beside them their classes in colour."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray

from zorgkaart.access.surface import Surface
from zorgkaart.files import atomic_path
from zorgkaart.outputs.meaning.frames import provenance_json
from zorgkaart.outputs.styles.qgis_styles import Classes, class_raster_style, raster_style

PROVENANCE_TAG = "ZORGKAART_HERKOMST"
CLASS_FOLDER = "klassen"


def write_surface(
    path: Path,
    surface: Surface,
    classes: Classes,
    *,
    description: str,
    tags: Mapping[str, str] | None = None,
    provenance: Mapping[str, Any] | None = None,
) -> list[Path]:
    """Write the minutes of a surface, and in the folder ``klassen`` beside it its classes; return both files.

    A raster of numbers cannot hold a colour table. That of the classes can, for programs that read no style. With
    each comes a QGIS style of the same name (``.qml``), which QGIS takes by itself.

    Parameters
    ----------
    path : Path
        The file to make or to replace.
    surface : Surface
        Minutes on a grid, which has the CRS.
    classes : Classes
        Colours and legend texts.
    description : str
        What the numbers are, in Dutch.
    tags : mapping, optional
        More about the files, such as what a cell means.
    provenance : mapping, optional
        What they were made from, as JSON in the tag ``ZORGKAART_HERKOMST``.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    own = dict(tags or {})
    if provenance:
        own[PROVENANCE_TAG] = json.dumps(json.loads(provenance_json(provenance)))
    beside = path.parent / CLASS_FOLDER / path.name
    _write_minutes(path, surface, classes, description, own)
    _write_classes(beside, surface, classes, description, own)
    return [path, beside]


def _write_minutes(path: Path, surface: Surface, classes: Classes, text: str, tags: Mapping[str, str]) -> None:
    """float32, in minutes, nodata NaN; the classes stand in the metadata of the band."""
    options = {"nodata": math.nan, "predictor": "YES", "overview_resampling": "AVERAGE"}
    with atomic_path(path) as temporary, _opened(temporary, surface, surface.raster, text, tags, options) as file:
        file.units = ("min",)
        file.update_tags(1, klassen=_classes_json(classes))
    _write_style(path, raster_style(classes))


def _write_classes(path: Path, surface: Surface, classes: Classes, text: str, tags: Mapping[str, str]) -> None:
    """uint8, the number of the class from 1, nodata 0, with a colour table."""
    minutes = surface.raster
    numbers = np.searchsorted(np.asarray(classes.upper, dtype=np.float32), minutes, side="left") + 1
    known = ~np.isnan(minutes) & (numbers <= len(classes.colours))
    colours = {0: (0, 0, 0, 0)}
    for number, colour in enumerate(classes.colours, start=1):
        colours[number] = (*bytes.fromhex(colour[1:]), 255)
    values = np.where(known, numbers, 0).astype(np.uint8)
    options = {"nodata": 0, "overview_resampling": "MODE"}
    with atomic_path(path) as temporary, _opened(temporary, surface, values, text, tags, options) as file:
        file.units = ("klasse",)
        file.update_tags(1, klassen=_classes_json(classes))
        file.write_colormap(1, colours)
    _write_style(path, class_raster_style(classes))


@contextmanager
def _opened(
    path: Path,
    surface: Surface,
    values: NDArray[Any],
    description: str,
    tags: Mapping[str, str],
    options: Mapping[str, Any],
) -> Iterator[rasterio.io.DatasetWriter]:
    """A file with everything in it that both kinds have."""
    with rasterio.open(
        path,
        "w",
        driver="COG",
        height=values.shape[0],
        width=values.shape[1],
        count=1,
        dtype=values.dtype.name,
        crs=surface.grid.crs,
        transform=surface.grid.transform,
        compress="DEFLATE",
        blocksize=512,
        statistics="YES",
        **options,
    ) as file:
        file.write(values, 1)
        file.set_band_description(1, description)
        file.update_tags(**tags)
        yield file


def _write_style(path: Path, qml: str) -> None:
    with atomic_path(path.with_suffix(".qml")) as temporary:
        temporary.write_text(qml, encoding="utf-8")


def _classes_json(classes: Classes) -> str:
    """The classes as JSON: upper bound (null for none), colour and legend text."""
    rows = [
        {"tot_en_met": upper, "kleur": colour, "tekst": label}
        for (_, upper), colour, label in zip(classes.ranges, classes.colours, classes.labels, strict=True)
    ]
    return json.dumps(rows, ensure_ascii=False)
