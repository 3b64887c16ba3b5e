"""The common door of all input tables: text, workbooks, layers and (Geo)Parquet into one frame.

A frame's index holds the row numbers that its user sees: a CSV and a sheet count as a spreadsheet does (the header
is row 1), a layer counts its features from 1.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio

from zorgkaart.errors import Problems
from zorgkaart.inputs.csv_tables import read_csv_table
from zorgkaart.inputs.tables import close_to, listed
from zorgkaart.inputs.workbooks import MOST_UNPACKED, read_sheet, unpacked_size

TEXTS = (".csv", ".tsv", ".tab", ".txt")
WORKBOOKS = (".xlsx", ".xlsm")
SHAPES, ZIPPED = ".shp", ".zip"
LAYERS = (".gpkg", ".geojson", ".json", ".fgb", SHAPES, ZIPPED)
PARQUET = (".parquet", ".geoparquet")
FORMATS = ".csv, .xlsx, .gpkg, .geojson, .parquet, .fgb or .shp (also in a .zip)"
UNREADABLE = (
    OSError,
    ValueError,
    pa.ArrowInvalid,
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    zipfile.BadZipFile,
)


def read_table(
    path: Path, problems: Problems, *, layer: str | None = None, default_layer: str | None = None
) -> pd.DataFrame | None:
    """Read a table of any supported format.

    Parameters
    ----------
    layer
        The layer of a file that can have several, or the sheet of a workbook; it must be there.
    default_layer
        The layer or sheet to take, if there is one of that name, where a file has several and none is named.

    Returns
    -------
    DataFrame, GeoDataFrame or None
        All columns of a CSV are text without spaces around it, empty cells are ``""``. None if the file
        cannot be read; `problems` then says why.
    """
    kind = path.suffix.lower()
    if not path.is_file():
        problems.add(path.name, f"there is no such file ({path})", "Correct the path in the project file.")
        return None
    if kind in TEXTS:
        return read_csv_table(path, problems)
    if kind in WORKBOOKS:
        return read_sheet(path, problems, sheet=layer, default_sheet=default_layer)
    if kind not in LAYERS + PARQUET:
        problems.add(path.name, f"'{path.suffix}' is not a format that can be read", f"Save the table as {FORMATS}.")
        return None
    try:
        if kind in PARQUET:
            has_geometry = b"geo" in (pq.read_schema(path).metadata or {})
            frame = gpd.read_parquet(path) if has_geometry else pd.read_parquet(path)
        else:
            frame = _read_layer(path, layer, default_layer, problems)
            if frame is None:
                return None
    except UNREADABLE as error:
        problems.add(
            path.name, f"the file cannot be read ({_first_line(error)})", f"Save it again as {FORMATS} and rerun."
        )
        return None
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    return frame


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _read_layer(path: Path, layer: str | None, default_layer: str | None, problems: Problems) -> pd.DataFrame | None:
    zipped = path.suffix.lower() == ZIPPED
    if zipped and not _reasonable(path, problems):
        return None
    names = _in_archive(path) if zipped else {str(name): path for name in pyogrio.list_layers(path)[:, 0]}
    chosen = _chosen_layer(path, list(names), layer, default_layer, problems)
    if chosen is None:
        return None
    frame: pd.DataFrame = gpd.read_file(names[chosen], layer=0 if zipped else chosen)
    return frame


def _in_archive(path: Path) -> dict[str, str]:
    """The files of an archive that are layers, in whatever folder: by name, and where GDAL finds them."""
    with zipfile.ZipFile(path) as archive:
        members = [Path(name) for name in archive.namelist() if not name.startswith("__MACOSX")]
    layers = [member for member in members if member.suffix.lower() in LAYERS and member.suffix.lower() != ZIPPED]
    return {member.stem: f"/vsizip/{path.as_posix()}/{member.as_posix()}" for member in layers}


def _reasonable(path: Path, problems: Problems) -> bool:
    """Whether an archive does not grow out of hand when it is unpacked."""
    if unpacked_size(path) <= MOST_UNPACKED:
        return True
    problems.add(
        path.name,
        f"unpacked it would be larger than {MOST_UNPACKED / 1e6:,.0f} MB",
        "Unpack it yourself and name the file in it.",
    )
    return False


def _chosen_layer(
    path: Path, names: list[str], layer: str | None, default_layer: str | None, problems: Problems
) -> str | None:
    if not names:
        problems.add(path.name, "there is no layer in it", f"Save the table again as {FORMATS}.")
        return None
    several = path.suffix.lower() in (".gpkg", ZIPPED)
    if layer is not None and several:
        if layer in names:
            return layer
        problems.add(
            path.name,
            f"there is no layer '{layer}'; it has {listed(names)}",
            f"{close_to(layer, names)}Correct its name in the project file (sheet, or layer in [areas]).",
        )
        return None
    if len(names) == 1:
        return names[0]
    if default_layer in names:
        return default_layer
    problems.add(
        path.name,
        f"it has {len(names)} layers ({listed(names)}) and the project file does not say which",
        f"Rename the layer to '{default_layer}' or save it as a file of its own, or name it in the project file with "
        "sheet (in [areas] with layer).",
    )
    return None
