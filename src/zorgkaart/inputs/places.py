"""Places to name on the map and to search for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from zorgkaart.errors import Problems
from zorgkaart.inputs.table_files import read_table
from zorgkaart.inputs.tables import as_number, as_text, renamed, rows_named

TEXT = ("plaats", "gemeente")
NUMBERS = ("x", "y", "adressen")


def read_places(path: Path, problems: Problems) -> pd.DataFrame | None:
    """Read a table of places.

    Returns
    -------
    DataFrame or None
        Columns :data:`TEXT` and :data:`NUMBERS`: x and y in metres, in the CRS of the project, ``adressen`` for the
        importance of the place. None if `problems` got a fatal problem.
    """
    frame = read_table(path, problems)
    if frame is None:
        return None
    frame = renamed(frame, {}, (*TEXT, *NUMBERS))[0]
    missing = [name for name in (*TEXT, *NUMBERS) if name not in frame.columns]
    if missing:
        problems.add(
            path.name,
            f"there is no column {', '.join(missing)}",
            f"A table of places has {', '.join((*TEXT, *NUMBERS))}.",
        )
        return None
    table = pd.DataFrame({name: as_text(frame[name]) for name in TEXT})
    wrong = np.zeros(len(frame), dtype=bool)
    for name in NUMBERS:
        table[name], _ = as_number(frame[name], point_parts="thousands")
        wrong |= table[name].isna().to_numpy()
    if wrong.any():
        problems.add(
            path.name, f"{rows_named(frame.index[wrong])}: x, y or adressen is not a number", "Correct or remove them."
        )
        return None
    return table.reset_index(drop=True)
