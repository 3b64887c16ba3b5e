"""What each sheet of a workbook holds: the words of ``sheets.csv``, of all rooms and of one."""

from __future__ import annotations

import csv
from pathlib import Path

NAME = "sheets.csv"


def sheet_titles(*rooms: Path) -> dict[str, str]:
    """A Dutch sentence per sheet.

    Parameters
    ----------
    *rooms : Path
        Folders of analyses whose words replace those that all have.
    """
    files = [folder / NAME for folder in (Path(__file__).parent, *rooms)]
    rows = [row for file in files for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())]
    return {row["sheet"]: row["title"] for row in rows}
