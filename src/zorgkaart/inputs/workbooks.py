"""Tables from workbooks of Excel: the outcomes of one sheet, with limits on what a hostile file can cost."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
import pandas as pd
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils.exceptions import InvalidFileException

from zorgkaart.errors import Problems
from zorgkaart.inputs.csv_tables import framed
from zorgkaart.inputs.tables import DECIMAL_COMMA, close_to, listed, rows_named

# A workbook is a zip file of XML, of which a few kB can unpack to more than a memory holds.
MOST_UNPACKED = 1_000_000_000
MOST_CELLS = 20_000_000
UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, ParseError)


def unpacked_size(path: Path) -> int:
    """The bytes that a zip file says it unpacks to; readers stop there.

    Raises
    ------
    zipfile.BadZipFile
        If it is no zip file.
    """
    with zipfile.ZipFile(path) as archive:
        return sum(item.file_size for item in archive.infolist())


def read_sheet(path: Path, problems: Problems, *, sheet: str | None, default_sheet: str | None) -> pd.DataFrame | None:
    """Read one sheet of a workbook.

    Numbers stay numbers and dates become texts like 2026-01-31; of a formula the outcome counts. Titles above the
    header (rows with a single filled cell) are skipped.

    Parameters
    ----------
    sheet
        The sheet to read; it must be there.
    default_sheet
        The sheet to read if there is one of that name, and none is named; else the first one that shows.

    Returns
    -------
    DataFrame or None
        None if the file cannot be read; `problems` then says why.
    """
    try:
        if unpacked_size(path) > MOST_UNPACKED:
            problems.add(
                path.name,
                f"unpacked it would be larger than {MOST_UNPACKED / 1e6:,.0f} MB",
                "Save the sheet with the table as .csv.",
            )
            return None
        with warnings.catch_warnings():
            # openpyxl tells of what it does not keep (styles, validations), which nobody asks of it here.
            warnings.simplefilter("ignore")
            return _read(path, problems, sheet, default_sheet)
    except (zipfile.BadZipFile, InvalidFileException, *UNREADABLE) as error:
        problems.add(
            path.name,
            f"the workbook cannot be read ({(str(error).splitlines() or [type(error).__name__])[0]})",
            "Open it in Excel and save it as .xlsx without a password, or as .csv.",
        )
        return None


def _read(path: Path, problems: Problems, sheet: str | None, default_sheet: str | None) -> pd.DataFrame | None:
    outcomes = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    written = openpyxl.load_workbook(path, read_only=True, keep_links=False)
    try:
        name = _chosen(outcomes, path.name, problems, sheet, default_sheet)
        if name is None:
            return None
        where = path.name
        rows: list[list[Any]] = []
        without_outcome: list[int] = []
        cells = 0
        for number, (values, formulas) in enumerate(_paired(outcomes[name], written[name]), start=1):
            cells += len(values)
            if cells > MOST_CELLS:
                problems.add(where, f"sheet '{name}' has more than {MOST_CELLS:,} cells", "Save it as .csv.")
                return None
            rows.append([_cell(value) for value in values])
            if any(
                value is None and (not isinstance(formula, str) or formula.startswith("="))
                for value, formula in zip_longest(values, formulas)
                if formula is not None
            ):
                without_outcome.append(number)
    finally:
        outcomes.close()
        written.close()
    if without_outcome:
        problems.add(
            where,
            f"{rows_named(pd.Index(without_outcome))}: a formula without an outcome",
            "Open the workbook in Excel, save it and rerun.",
        )
        return None
    below, above = _below_titles(rows)
    frame = framed(below, where, problems, above=above)
    if frame is not None:
        frame.attrs[DECIMAL_COMMA] = True
    return frame


def _paired(values: Any, formulas: Any) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    for first, second in zip_longest(values.iter_rows(values_only=True), formulas.iter_rows(values_only=True)):
        yield first or (), second or ()


def _chosen(book: Any, where: str, problems: Problems, sheet: str | None, default_sheet: str | None) -> str | None:
    """The name of the sheet to read."""
    shown: dict[str, bool] = {item.title: item.sheet_state == "visible" for item in book.worksheets}
    folded = {name.casefold(): name for name in reversed(shown)}
    if sheet is not None:
        named: str | None = sheet if sheet in shown else folded.get(sheet.casefold())
        if named is None:
            problems.add(
                where,
                f"there is no sheet '{sheet}'; it has {listed(shown)}",
                f"{close_to(sheet, shown)}Correct 'sheet' in the project file.",
            )
        return named
    visible = [name for name, is_shown in shown.items() if is_shown]
    if not visible:
        problems.add(where, "there is no sheet in it", "Add one with the table.")
        return None
    name = folded.get((default_sheet or "").casefold(), visible[0])
    if len(visible) > 1:
        others = [other for other in visible if other != name]
        problems.add(
            where,
            f"sheet '{name}' was read, and not {listed(others)}",
            'Write sheet = "NAME" in that section of the project file to read another.',
            fatal=False,
        )
    return name


def _cell(value: Any) -> Any:
    """A value as a frame of inputs holds it: text without spaces around it, and nothing for an error of Excel."""
    if isinstance(value, str):
        text = value.strip()
        return "" if text in ERROR_CODES else text
    return "" if value is None else value


def _below_titles(rows: list[list[Any]]) -> tuple[list[list[Any]], int]:
    """Rows of one width from the header on, and how many rows stand above it; empty rows at the end are left out."""
    filled = [sum(cell != "" for cell in row) for row in rows]
    first = next((number for number, count in enumerate(filled) if count > 1), 0)
    last = max((number for number, count in enumerate(filled) if count), default=-1)
    width = max((number + 1 for row in rows for number, cell in enumerate(row) if cell != ""), default=0)
    return [(row + [""] * width)[:width] for row in rows[first : last + 1]], first
