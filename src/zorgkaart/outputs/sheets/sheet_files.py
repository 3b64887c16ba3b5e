"""Tables for Excel and for programs: CSV, XLSX and GeoParquet, all from the same frames.

CSV is written for Dutch Excel: UTF-8 with a byte-order mark, semicolons, a decimal comma, ``ja`` and
``nee``. Numbers have six decimals at most, a millionth of a minute; an XLSX shows them rounded and stores them whole.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import xlsxwriter

from zorgkaart.access.measures import VERDICT
from zorgkaart.errors import CrsError, InputError
from zorgkaart.files import atomic_path
from zorgkaart.outputs.meaning.columns import Column, dictionary_frame
from zorgkaart.outputs.meaning.frames import provenance_json, provenance_rows, typed
from zorgkaart.outputs.sheets.csvw import write_sidecar
from zorgkaart.outputs.sheets.explanation import (
    DICTIONARY_SHEET,
    EXPLANATION_SHEET,
    PROVENANCE_SHEET,
    explanation_table,
)
from zorgkaart.outputs.sheets.site_names import replaced_ids
from zorgkaart.outputs.styles.qgis_styles import Classes
from zorgkaart.provenance.record import readable
from zorgkaart.words.formulas import guarded, without_guard

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_MAX_TEXT = 32_767
# Of a number in a CSV: what comes after is noise of the computation, and ten centimetres of a coordinate.
MOST_DECIMALS = 6
_WIDEST, _MOST_LINES, _HEADER_PT = 48, 12, 18
_NARROW = 12  # columns; a row of a wider table stays one line high, as one long remark would stretch it
_MAX_ROWS = 1_048_576
_SHEET_NAME = re.compile(r"[^\[\]:*?/\\']{1,31}")
_VERDICTS = {"buiten": "#7f0000", "deels buiten": "#fdcc8a", "onbekend": "#e0e0e0"}
JSON_SHEET = "herkomst_json"
_MOST_PROPERTY = 255
PARQUET_KEY = b"zorgkaart:provenance"


def write_csv(
    path: Path, frame: pd.DataFrame, *, columns: Mapping[str, Column], provenance: Mapping[str, Any] | None = None
) -> list[Path]:
    """Write a table as CSV for Dutch Excel, without geometry.

    A text that a spreadsheet would take for a formula (it begins with ``=``, ``+``, ``-``, ``@``, a tab or a
    line end, perhaps after spaces or apostrophes) gets an apostrophe in front; :func:`read_csv` takes it off
    again. Numbers are untouched. Unknown values are empty.

    With `provenance`, a file beside the CSV says what its columns mean and what it was made from; see
    :mod:`zorgkaart.outputs.sheets.csvw`.

    Parameters
    ----------
    path : Path
        The file to make or to replace.
    frame : DataFrame
        The rows; a geometry is left out.
    columns : mapping of str to Column
        The data dictionary, which decides on types.
    provenance : mapping, optional
        What the table was made from.

    Returns
    -------
    list of Path
        The CSV and, where there is one, the file beside it.

    Raises
    ------
    InputError
        If a value does not fit the type of its column.
    OutputError
        If the file cannot be written.
    """
    table = typed(_plain(frame), columns)
    types = table.copy()
    for name in table.columns:
        if pd.api.types.is_bool_dtype(table[name].dtype):
            table[name] = table[name].map({True: "ja", False: "nee"}).astype("string")
        elif not pd.api.types.is_numeric_dtype(table[name].dtype):
            table[name] = table[name].map(guarded, na_action="ignore")
        elif pd.api.types.is_float_dtype(table[name].dtype):
            table[name] = table[name].round(MOST_DECIMALS)
    with atomic_path(path) as temporary:
        table.to_csv(temporary, sep=";", decimal=",", index=False, encoding="utf-8-sig", lineterminator="\r\n")
    if provenance is None:
        return [path]
    return [path, write_sidecar(path, types, columns=columns, provenance=provenance)]


def read_csv(path: Path, *, columns: Mapping[str, Column]) -> pd.DataFrame:
    """Read a table that :func:`write_csv` wrote, in the types of the dictionary.

    Parameters
    ----------
    path : Path
        The CSV.
    columns : mapping of str to Column
        The data dictionary; columns that it does not know are read as text.

    Returns
    -------
    DataFrame
        Unknown values are missing; texts are as they were before they were written, numbers to six decimals.

    Raises
    ------
    InputError
        If a value does not fit the type of its column.
    """
    table = pd.read_csv(path, sep=";", encoding="utf-8-sig", dtype="string", keep_default_na=False, na_values=[""])
    for name in table.columns:
        dtype = columns[name].dtype if name in columns else "text"
        if dtype in ("integer", "real"):
            table[name] = pd.to_numeric(table[name].str.replace(",", ".", regex=False))
        elif dtype == "boolean":
            table[name] = table[name].map({"ja": True, "nee": False}, na_action="ignore")
        else:
            table[name] = table[name].map(without_guard, na_action="ignore")
    return typed(table, columns)


def write_geoparquet(
    path: Path, frame: GeoDataFrame, *, columns: Mapping[str, Column], provenance: Mapping[str, Any] | None = None
) -> None:
    """Write a layer as GeoParquet, with a description and unit per column and the provenance in its metadata.

    Parameters
    ----------
    path : Path
        The file to make or to replace.
    frame : GeoDataFrame
        The layer, in any CRS.
    columns : mapping of str to Column
        The data dictionary, which decides on types.
    provenance : mapping, optional
        What the layer was made from.

    Raises
    ------
    CrsError
        If the layer has no CRS.
    InputError
        If a value does not fit the type of its column.
    OutputError
        If the file cannot be written.
    """
    if frame.crs is None:
        raise CrsError("the layer has no CRS; set it and rerun")
    buffer = io.BytesIO()
    typed(frame, columns).to_parquet(buffer, index=False)
    table = pq.read_table(buffer)
    schema = table.schema
    for number, field in enumerate(schema):
        if field.name in columns:
            column = columns[field.name]
            notes = {"title": column.title, "description": column.description, "unit": column.unit}
            schema = schema.set(number, field.with_metadata({**(field.metadata or {}), **notes}))
    if provenance:
        schema = schema.with_metadata({**schema.metadata, PARQUET_KEY: provenance_json(provenance).encode()})
    with atomic_path(path) as temporary:
        pq.write_table(table.cast(schema), temporary, compression="zstd")


def write_workbook(
    path: Path,
    sheets: Mapping[str, pd.DataFrame],
    *,
    columns: Mapping[str, Column],
    classes: Sequence[Classes] = (),
    title: str = "",
    titles: Mapping[str, str] | None = None,
    explanation: Sequence[tuple[str, str]] = (),
    notes: Mapping[str, str] | None = None,
    moment: datetime | None = None,
    provenance: Mapping[str, Any] | None = None,
) -> None:
    """Write one Excel workbook: a sheet per table, a first one that explains the whole and a last one the columns.

    The first row of a sheet holds the column names, frozen, with a filter, and with the meaning and unit
    as a comment. Text is text, whatever it begins with; unknown values are empty cells. A column of ids is folded away
    where the names stand beside it.

    Parameters
    ----------
    path : Path
        The file to make or to replace.
    sheets : mapping
        Sheet name (at most 31 characters) and rows, in order; a geometry is left out.
    columns : mapping
        The data dictionary: types, decimals and meanings.
    classes : sequence of Classes
        The colours of the map, for the columns that they name, in every sheet that has them. Columns that
        end in ``oordeel`` (perhaps before ``_voor`` or ``_na``) have colours of their own.
    title : str
        Title of the workbook, in its properties.
    titles : mapping, optional
        What a sheet holds, to stand on the first sheet and at the head of its printed pages.
    explanation : sequence of (str, str)
        The lines of a first sheet ``toelichting``: what each is about, and its text. Without them no such sheet.
    notes : mapping, optional
        A text per sheet to print at the foot of its pages, such as sources and date.
    moment : datetime, optional
        The time to store as the time of creation; now if it is not given.
    provenance : mapping, optional
        What the tables were made from: a sheet ``herkomst`` to read, a hidden sheet with the same as JSON for
        :func:`zorgkaart.outputs.embedded.read_provenance`, and the main things in the file's properties.

    Raises
    ------
    InputError
        If a sheet has an impossible name, too many rows, or a value that does not fit its column.
    OutputError
        If the file cannot be written.
    """
    tables = {name: typed(_plain(frame), columns) for name, frame in sheets.items()}
    if provenance is not None:
        tables[PROVENANCE_SHEET] = typed(provenance_rows(readable(provenance)), columns)
    tables[DICTIONARY_SHEET] = dictionary_frame((c for frame in tables.values() for c in frame.columns), columns)
    if explanation:
        lines = explanation_table(explanation, tables, titles or {})
        tables = {EXPLANATION_SHEET: typed(lines, columns), **tables}
    for name, table in tables.items():
        if not _SHEET_NAME.fullmatch(name) or len(table) >= _MAX_ROWS:
            raise InputError(
                f"sheet {name!r} with {len(table)} rows: a name has 1 to 31 characters, none of []:*?/\\', "
                f"and a sheet has fewer than {_MAX_ROWS} rows"
            )
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with atomic_path(path) as temporary:
        book = xlsxwriter.Workbook(str(temporary), options)
        book.set_properties({"title": title, "created": (moment or datetime.now(UTC)).replace(tzinfo=None)})
        formats = _Formats(book)
        for name, table in tables.items():
            sheet = book.add_worksheet(name)
            _fill(sheet, table, columns, formats)
            _colour(sheet, table, classes, formats)
            _page(sheet, table, head=(titles or {}).get(name, ""), foot=(notes or {}).get(name, ""))
        if provenance is not None:
            _add_provenance(book, provenance)
        book.close()


def _add_provenance(book: xlsxwriter.Workbook, provenance: Mapping[str, Any]) -> None:
    """Add the JSON in pieces that fit a cell, on a sheet that does not show, and a few properties of the file."""
    # ASCII alone, and never `_x`, which a workbook takes for the code of a character.
    text = json.dumps(json.loads(provenance_json(provenance)), separators=(",", ":")).replace("_x", "\\u005fx")
    sheet = book.add_worksheet(JSON_SHEET)
    for row, start in enumerate(range(0, len(text), _MAX_TEXT)):
        sheet.write_string(row, 0, text[start : start + _MAX_TEXT])
    sheet.hide()
    for name in ("gemaakt", "opdracht", "project"):
        book.set_custom_property(f"zorgkaart {name}", str(provenance.get(name, ""))[:_MOST_PROPERTY], "text")
    for name, version in provenance.get("versies", {}).items():
        book.set_custom_property(f"versie {name}", str(version)[:_MOST_PROPERTY], "text")


class _Formats:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


def _fill(sheet: Worksheet, table: pd.DataFrame, columns: Mapping[str, Column], formats: _Formats) -> None:
    lines = np.ones(len(table))
    narrow = len(table.columns) <= _NARROW
    folded = replaced_ids(table.columns)
    for number, name in enumerate(table.columns):
        column, values = columns.get(name), table[name]
        numeric = _is_number(values)
        width = _width(values, name)
        if narrow and not numeric:
            lines = np.maximum(lines, np.ceil(values.astype("string").str.len().fillna(0).to_numpy() * 0.95 / width))
        side: dict[str, Any] = {"align": "right"} if numeric else {"align": "left", "indent": 1}
        sheet.write_string(0, number, name, formats.get(bold=True, bg_color="#e8eef4", bottom=1, **side))
        if column is not None:
            sheet.write_comment(0, number, f"{column.heading}\n{column.description}", {"x_scale": 2.4, "y_scale": 1.4})
        away = {"level": 1, "hidden": True} if name in folded else {}
        sheet.set_column(number, number, width, _format(values, column, formats, wrap=narrow), away)
        for row, value in enumerate(values, start=1):
            if pd.isna(value):
                continue
            if isinstance(value, bool | np.bool_):
                sheet.write_boolean(row, number, bool(value))
            elif isinstance(value, Real):
                sheet.write_number(row, number, float(value))
            else:
                text = str(value)
                sheet.write_string(row, number, text if len(text) <= _MAX_TEXT else text[: _MAX_TEXT - 1] + "…")
    for row, count in enumerate(lines, start=1):
        if count > 1:
            sheet.set_row(row, 15 * min(int(count), _MOST_LINES))
    sheet.set_row(0, _HEADER_PT)
    sheet.freeze_panes(1, _frozen(table))
    if len(table.columns):
        sheet.autofilter(0, 0, max(len(table), 1), len(table.columns) - 1)


def _colour(sheet: Worksheet, table: pd.DataFrame, classes: Sequence[Classes], formats: _Formats) -> None:
    """Colour the columns with classes as on the map, and the verdicts; empty cells stay as they are."""
    last = len(table)
    if last == 0:
        return
    shown = {c.column: c for c in classes}
    for number, name in enumerate(table.columns):
        area = (1, number, last, number)
        if name in shown:
            sheet.conditional_format(*area, {"type": "blanks", "stop_if_true": True, "format": formats.get()})
            for (_, upper), colour in zip(shown[name].ranges, shown[name].colours, strict=True):
                rule = {"type": "no_blanks"} if upper is None else {"type": "cell", "criteria": "<=", "value": upper}
                style = formats.get(bg_color=colour, font_color=_readable(colour))
                sheet.conditional_format(*area, {**rule, "stop_if_true": True, "format": style})
        elif re.search(rf"_{VERDICT}(_voor|_na)?$", name):
            for verdict, colour in _VERDICTS.items():
                style = formats.get(bg_color=colour, font_color=_readable(colour))
                rule = {"type": "cell", "criteria": "==", "value": f'"{verdict}"', "format": style}
                sheet.conditional_format(*area, rule)


def _page(sheet: Worksheet, table: pd.DataFrame, *, head: str, foot: str) -> None:
    """Set up printing: A4 across, the header on every page; a narrow table on one page's width."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    if _frozen(table):
        sheet.repeat_columns(0, _frozen(table) - 1)
    if len(table.columns) <= _NARROW:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_print_scale(55)
    if head:
        sheet.set_header(f"&L&B{_for_page(head)}")
    sheet.set_footer(f"&L&8{_for_page(foot)}&R&8&A, bladzijde &P van &N")


def _for_page(text: str) -> str:
    return text.replace("&", "&&")[:200]


def _format(values: pd.Series, column: Column | None, formats: _Formats, *, wrap: bool) -> Format:
    if not _is_number(values):
        return formats.get(align="left", valign="top", indent=1, text_wrap=wrap)
    if column is None or column.decimals is None:
        return formats.get(valign="top", num_format="General")
    if column.unit.startswith("aandeel"):
        return formats.get(valign="top", num_format="0.0%")
    decimals = "." + "0" * column.decimals if column.decimals else ""
    return formats.get(valign="top", num_format=f"#,##0{decimals}")


def _is_number(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_bool_dtype(values.dtype)


def _width(values: pd.Series, name: str) -> float:
    longest = 8 if _is_number(values) else _longest(values) + 1
    return float(max(min(longest, _WIDEST), len(name) + 3) + 1)


def _longest(values: pd.Series) -> int:
    lengths = values.dropna().astype(str).str.len()
    return int(lengths.max()) if len(lengths) else 0


def _frozen(table: pd.DataFrame) -> int:
    """The number of columns that stay in view: those with the code and name of the row's own area or site."""
    first = list(table.columns[:2])
    return 2 if first and all(re.search("(code|naam)$|^(id|soort)$", name) for name in first) else 0


def _readable(colour: str) -> str:
    """Black or white, whichever shows better on this colour (relative luminance as in WCAG)."""
    values = [part / 255 for part in bytes.fromhex(colour[1:])]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)
    return "#000000" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "#ffffff"


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The table without its geometry columns."""
    geometry = [name for name, dtype in frame.dtypes.items() if str(dtype) == "geometry"]
    return pd.DataFrame(frame.drop(columns=geometry))
