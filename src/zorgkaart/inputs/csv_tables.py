"""Tables as text: parted by commas, semicolons or tabs, in the ways that spreadsheets write them."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from zorgkaart.errors import Problems
from zorgkaart.inputs.tables import DECIMAL_COMMA, WITH_COMMA, counted, listed, rows_named
from zorgkaart.words.formulas import without_guard

DELIMITERS = ",;\t"


def read_csv_table(path: Path, problems: Problems) -> pd.DataFrame | None:
    """Read a table of text; all cells are text, without spaces around it.

    A comma between digits parts decimals where cells are parted by something else: Excel in Dutch writes nothing
    else. An apostrophe that keeps a spreadsheet from computing a text, as zorgkaart writes it, is taken off.

    Returns
    -------
    DataFrame or None
        None if the file cannot be read; `problems` then says why.
    """
    text = _decoded(path, problems)
    if text is None:
        return None
    delimiter, text = _delimiter(text)
    try:
        cells = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        problems.add(path.name, f"this is not a proper CSV ({error})", "Look for an unclosed quote and rerun.")
        return None
    rows = [[without_guard(cell.strip()) for cell in row] for row in cells]
    frame = framed(rows, path.name, problems, quoted=delimiter)
    if frame is not None and delimiter != ",":
        frame.attrs[DECIMAL_COMMA] = True
        with_commas = [str(name) for name in frame.columns if frame[name].str.fullmatch(WITH_COMMA).any()]
        if with_commas:
            problems.add(
                path.name,
                f"numbers with a decimal comma ({listed(with_commas)}) were read as such: 12,5 is twelve and a half",
                "Nothing needs to be done.",
                fatal=False,
            )
    return frame


def framed(
    cells: Sequence[Sequence[Any]], where: str, problems: Problems, *, quoted: str = "", above: int = 0
) -> pd.DataFrame | None:
    """Make a frame of rows of cells: the first row that is not empty is the header; its index numbers the rows.

    Parameters
    ----------
    cells
        Without spaces around them; an empty one is ``""`` or None.
    quoted
        What must stand between quotes in a text; where it is empty, rows are as wide as the header.
    above
        How many rows of the file stand above these.
    """
    numbered = [
        (number, row)
        for number, row in enumerate(cells, start=above + 1)
        if any(cell not in ("", None) for cell in row)
    ]
    if not numbered:
        problems.add(where, "the table is empty", "Add a header line and rows.")
        return None
    names = ["" if name is None else str(name).strip() for name in numbered[0][1]]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        problems.add(where, f"column {listed(twice)} stands in the header twice", "Rename one of the two.")
        return None
    rows = numbered[1:]
    uneven = [number for number, row in rows if len(row) != len(names)]
    if uneven:
        problems.add(
            where,
            f"{rows_named(pd.Index(uneven))}: the number of cells is not that of the header ({len(names)})",
            f"Put texts that hold a '{quoted}' between double quotes.",
        )
        return None
    blank = len(cells) - len(numbered)
    if blank:
        problems.add(where, f"{counted(blank, 'empty line')} skipped", "Nothing needs to be done.", fatal=False)
    frame = pd.DataFrame([row for _, row in rows], columns=names, index=[number for number, _ in rows], dtype=object)
    return frame[[name for name in names if name]]


def _delimiter(text: str) -> tuple[str, str]:
    """What parts the cells, and the text without Excel's own line that says so."""
    text = text.lstrip("\r\n")
    first, _, rest = text.partition("\n")
    if first.strip().lower()[:4] == "sep=" and len(first.rstrip("\r\n")) == len("sep=") + 1:
        return first.rstrip("\r\n")[-1], rest
    return max(DELIMITERS, key=first.count), text


def _decoded(path: Path, problems: Problems) -> str | None:
    raw = path.read_bytes()
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # "Unicode text", as Excel calls it
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError:
            problems.add(path.name, "this is not whole UTF-16 text", "Save it as 'CSV UTF-8' and rerun.")
            return None
    if b"\x00" in raw:
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
