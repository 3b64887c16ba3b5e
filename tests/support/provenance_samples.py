"""Files of every format that carry a provenance with hostile text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import support.map_samples as map_samples
from support.outputs_samples import COLUMNS, TRAVEL, grid, results
from support.surface_samples import hills
from zorgkaart.outputs.formats import write_json
from zorgkaart.outputs.gis.geopackage import write_geopackage
from zorgkaart.outputs.gis.rasters import write_surface
from zorgkaart.outputs.meaning.frames import Layer
from zorgkaart.outputs.sheets.sheet_files import write_csv, write_geoparquet, write_workbook
from zorgkaart.outputs.web.folium_map import write_map

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    "]]>&amp;&lt;<?xml?>",
    "=cmd|'/C calc'!A0",
    "@SUM(A1)",
    "\x00\x01\x07\x1b[31mrood\x7f\r\n\t",
    "_x0041_ _x005F_",
    "\u2028\u2029\ufeff",
    "  spaties  ",
    "'; DROP TABLE x; --",
    "{{ 7 * 7 }}{% raw %}",
    "naam-\udc80\udcff",
    "Wést-Ënde 🚑",
    "x" * 70_000,
]
ORIGIN: dict[str, Any] = {
    "gemaakt": "2026-11-22T04:00:00+01:00",
    "opdracht": "zorgkaart run '</script><img src=x onerror=alert(1)>.toml'",
    "project": "=cmd|'/C calc'!A0.toml",
    "invoer": [{"bestand": text, "sha256": "0" * 64, "bytes": 2**53} for text in HOSTILE],
    "instellingen": {"speeds": {"auto": {"factor": 0.1 + 0.2, "tables": []}}, "leeg": None, "aan": True},
    "versies": {"zorgkaart": "0.1.0", "numpy": HOSTILE[0]},
    "taak": {"naam": "run"},
    "vingerafdrukken": {"buurten": {"rijen": 3, "sha256": "1" * 64, "kolommen": {HOSTILE[0]: "2" * 16}}},
}


def map_with(path: Path, origin: dict[str, Any]) -> None:
    write_map(map_samples.draw(origin=origin), path)


def workbook_with(path: Path, origin: dict[str, Any]) -> None:
    write_workbook(path, {"buurten": results(grid())}, columns=COLUMNS, provenance=origin)


def geotiff_with(path: Path, origin: dict[str, Any]) -> None:
    write_surface(path, hills(2000.0), TRAVEL, description="x", provenance=origin)


def geoparquet_with(path: Path, origin: dict[str, Any]) -> None:
    write_geoparquet(path, results(grid()), columns=COLUMNS, provenance=origin)


def geopackage_with(path: Path, origin: dict[str, Any]) -> None:
    write_geopackage(path, [Layer("buurten", results(grid()))], columns=COLUMNS, provenance=origin)


def csv_with(path: Path, origin: dict[str, Any]) -> None:
    write_csv(path, results(grid()), columns=COLUMNS, provenance=origin)


WRITERS: dict[str, Callable[[Path, dict[str, Any]], object]] = {
    "json": write_json,
    "html": map_with,
    "xlsx": workbook_with,
    "tif": geotiff_with,
    "parquet": geoparquet_with,
    "gpkg": geopackage_with,
    "csv": csv_with,
}
