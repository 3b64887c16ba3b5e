"""The files of a validation: a page, a workbook, tables and provenance in one folder."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from zorgkaart.analyses.shared import provenance_of, write_json
from zorgkaart.analyses.validation.compute import Validation
from zorgkaart.analyses.validation.page import TITLE, build_page
from zorgkaart.files import atomic_path
from zorgkaart.outputs.documents.html import html_page
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.sheets.sheet_files import write_csv, write_workbook

PAGE = "validatie.html"
FIT_COLUMNS = {
    "ours_km": "km_zorgkaart",
    "cbs_km": "km_cbs",
    "bias_km": "km_verschil",
    "correlation": "correlatie",
    "near_pct": "dichtbij_pct",
}


def write_validation(found: Validation, folder: Path, *, command: str) -> list[Path]:
    """Write a validation into `folder` and return the files, the page first.

    Parameters
    ----------
    command : str
        What was typed, or the call that was made.

    Raises
    ------
    OutputError
        If a file cannot be written; a file is there whole or not at all.
    """
    tables = validation_tables(found)
    origin = provenance_of(found.study, command, tables=tables)
    files = [folder / PAGE, folder / "validatie.xlsx"]
    page = html_page(build_page(found, origin))
    with atomic_path(files[0]) as path:
        path.write_text(page, encoding="utf-8")
    columns = presentation.dictionary(found.study.project)
    write_workbook(files[1], tables, columns=columns, classes=[], title=TITLE, provenance=origin)
    for name, table in tables.items():
        files += write_csv(folder / "tabellen" / f"{name}.csv", table, columns=columns, provenance=origin)
    files.append(write_json(folder / "provenance.json", origin))
    return files


def validation_tables(found: Validation) -> dict[str, pd.DataFrame]:
    """The tables of a validation, with the columns of the data dictionary."""
    everyone = pd.DataFrame([{"stedelijkheid": float("nan"), **vars(found.fit)}])
    urbanity = pd.concat([part for part in (found.by_urbanity, everyone) if len(part)], ignore_index=True)
    names = ["alle buurten" if place == len(urbanity) - 1 else "" for place in range(len(urbanity))]
    urbanity.insert(0, "gebied", names)
    return {
        "cijfers": found.published,
        "stedelijkheid": urbanity.rename(columns=FIT_COLUMNS),
        "grootste_verschillen": _plain(found.worst),
        "buurten": _plain(found.distances),
        "aanvaard": found.drift.rename(columns={"id": "cijfer"}),
    }


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(frame.drop(columns="geometry"))
