"""The common door of all input tables: CSV, GeoPackage, GeoJSON and (Geo)Parquet into one frame.

A frame's index holds the row numbers that its user sees: a CSV counts as a spreadsheet does (the header
is row 1), a layer counts its features from 1.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio

from zorgkaart.errors import Problems

MOST_NAMED = 5
LAYERS = (".gpkg", ".geojson", ".json")
PARQUET = (".parquet", ".geoparquet")
FORMATS = ".csv, .gpkg, .geojson or .parquet"
UNREADABLE = (OSError, ValueError, pa.ArrowInvalid, pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError)


def listed(items: Iterable[object]) -> str:
    """Join at most five items and count the rest: ``3, 7, 9, 12, 15 and 12 more``."""
    every = [str(item) for item in items]
    more = f" and {len(every) - MOST_NAMED} more" if len(every) > MOST_NAMED else ""
    return ", ".join(every[:MOST_NAMED]) + more


def counted(number: int, noun: str) -> str:
    """Count things in words that fit: ``1 row``, ``3 rows``."""
    plural = {"address": "addresses", "buurt": "buurten"}.get(noun, f"{noun}s")
    return f"{number:,} {noun if number == 1 else plural}"


def rows_named(index: pd.Index) -> str:
    """Name rows by their numbers: ``row 3``, ``rows 3, 7``."""
    return f"{'row' if len(index) == 1 else 'rows'} {listed(index)}"


def close_to(name: str, known: Iterable[str]) -> str:
    """Return ``Did you mean 'x'? `` if a known name looks like `name`, else nothing."""
    folded = {item.casefold(): item for item in known}
    matches = difflib.get_close_matches(name.casefold(), folded, n=3, cutoff=0.6)
    return f"Did you mean {' or '.join(repr(folded[item]) for item in matches)}? " if matches else ""


def read_table(
    path: Path, problems: Problems, *, layer: str | None = None, default_layer: str | None = None
) -> pd.DataFrame | None:
    """Read a table of any supported format.

    Parameters
    ----------
    layer
        The layer of a GeoPackage; it must be there.
    default_layer
        The layer to take, if there is one of that name, where a file has several and none is named.

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
    if kind == ".csv":
        return _read_csv(path, problems)
    if kind not in LAYERS + PARQUET:
        problems.add(path.name, f"'{path.suffix}' is not a format that can be read", f"Save the table as {FORMATS}.")
        return None
    try:
        if kind in PARQUET:
            has_geometry = b"geo" in (pq.read_schema(path).metadata or {})
            frame = gpd.read_parquet(path) if has_geometry else pd.read_parquet(path)
        else:
            chosen = _chosen_layer(path, layer, default_layer, problems)
            if chosen is None:
                return None
            frame = gpd.read_file(path, layer=chosen)
    except UNREADABLE as error:
        problems.add(
            path.name, f"the file cannot be read ({_first_line(error)})", f"Save it again as {FORMATS} and rerun."
        )
        return None
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    return frame


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _chosen_layer(path: Path, layer: str | None, default_layer: str | None, problems: Problems) -> str | None:
    names = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
    if layer is not None and path.suffix.lower() == ".gpkg":
        if layer in names:
            return layer
        problems.add(
            path.name,
            f"there is no layer '{layer}'; it has {listed(names)}",
            f"{close_to(layer, names)}Correct 'layer' in the project file.",
        )
        return None
    if len(names) == 1:
        return names[0]
    if default_layer in names:
        return default_layer
    problems.add(
        path.name,
        f"it has {len(names)} layers ({listed(names)}) and the project file does not say which",
        f"Rename the layer to '{default_layer}' or save it as a file of its own.",
    )
    return None


def _decoded(path: Path, problems: Problems) -> str | None:
    raw = path.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in raw:
        problems.add(path.name, "this is not UTF-8 text", "Save it as 'CSV UTF-8' and rerun.")
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        problems.add(path.name, f"line {line} is not UTF-8 text", "Save it as 'CSV UTF-8' and rerun.")
        return None
    problems.add(
        path.name,
        f"line {line} is not UTF-8 text; the table was read as Windows-1252",
        "Check the accents in names, or save it as 'CSV UTF-8'.",
        fatal=False,
    )
    return text


def _read_csv(path: Path, problems: Problems) -> pd.DataFrame | None:
    text = _decoded(path, problems)
    if text is None:
        return None
    header = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    try:
        cells = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        problems.add(path.name, f"this is not a proper CSV ({error})", "Look for an unclosed quote and rerun.")
        return None
    numbered = [(number, row) for number, row in enumerate(cells, start=1) if any(cell.strip() for cell in row)]
    blank = len(cells) - len(numbered)
    if not numbered:
        problems.add(path.name, "the table is empty", "Add a header line and rows.")
        return None
    names = [name.strip() for name in numbered[0][1]]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        problems.add(path.name, f"column {listed(twice)} stands in the header twice", "Rename one of the two.")
        return None
    rows = numbered[1:]
    uneven = [number for number, row in rows if len(row) != len(names)]
    if uneven:
        problems.add(
            path.name,
            f"{rows_named(pd.Index(uneven))}: the number of cells is not that of the header ({len(names)})",
            f"Put texts that hold a '{delimiter}' between double quotes.",
        )
        return None
    if blank:
        problems.add(path.name, f"{counted(blank, 'empty line')} skipped", "Nothing needs to be done.", fatal=False)
    stripped = [[cell.strip() for cell in row] for _, row in rows]
    frame = pd.DataFrame(stripped, columns=names, index=[number for number, _ in rows], dtype=object)
    return frame[[name for name in names if name]]


def renamed(frame: pd.DataFrame, columns: Mapping[str, str]) -> tuple[pd.DataFrame, set[str]]:
    """Give the user's columns our names, and say which entries of the mapping the frame had a column for.

    One column may serve two of ours; a column that is mapped is not read under its old name as well.
    """
    used = {ours: theirs for ours, theirs in columns.items() if theirs in frame.columns}
    rest = frame.drop(columns=[theirs for theirs in set(used.values()) if theirs not in used])
    return rest.assign(**{ours: frame[theirs] for ours, theirs in used.items()}), set(used)


def check_mapping(section: str, columns: Mapping[str, str], known: Iterable[str], problems: Problems) -> None:
    """Report keys of a column mapping that are no column of the schema."""
    names = list(known)
    for ours in columns:
        if ours not in names:
            problems.add(
                f"[{section}] columns",
                f"'{ours}' is not a column that is read",
                f"{close_to(ours, names)}The key is our name and the value is yours; ours are: {', '.join(names)}.",
            )


def check_used(
    section: str, columns: Mapping[str, str], used: set[str], present: Iterable[str], problems: Problems
) -> None:
    """Report columns that the mapping names and that no table has."""
    names = sorted({str(name) for name in present})
    for ours, theirs in columns.items():
        if ours not in used:
            problems.add(
                f"[{section}] columns",
                f"no table has a column '{theirs}', which is to be read as {ours}",
                f"{close_to(theirs, names)}The tables have: {', '.join(names)}.",
            )


def missing_column(where: str, name: str, section: str, present: Iterable[str], problems: Problems) -> None:
    """Report a required column that is not there."""
    names = [str(item) for item in present]
    problems.add(
        where,
        f"there is no column '{name}'; it has {', '.join(names)}",
        f'{close_to(name, names)}Rename it, or say columns = {{ {name} = "your column" }} in [{section}].',
    )


def as_text(values: pd.Series) -> pd.Series:
    """Text without spaces around it; nothing becomes ``""``, 12.0 ``12`` and a date at midnight a date."""

    def text(value: Any) -> str:
        if pd.api.types.is_scalar(value) and pd.isna(value):
            return ""
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return str(value).strip().removesuffix(" 00:00:00")

    if isinstance(values.dtype, pd.CategoricalDtype):
        known = np.array([text(value) for value in values.cat.categories] + [""], dtype=object)
        return pd.Series(known[values.cat.codes.to_numpy()], index=values.index, name=values.name)
    return values.map(text).astype(object)


def as_number(values: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the finite numbers (NaN elsewhere), and which rows hold something that is not a number."""
    if values.dtype.kind in "iuf" and isinstance(values.dtype, np.dtype):
        numbers = values.astype("float64")
        infinite = numbers.abs() == np.inf
        return numbers.mask(infinite), infinite
    text = as_text(values)
    numbers = pd.to_numeric(text.where(text != "", None), errors="coerce").astype("float64")
    numbers = numbers.where(numbers.abs() != float("inf"))
    return numbers, numbers.isna() & (text != "")
