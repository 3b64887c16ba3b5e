"""Figures that others published, to set a run beside. They are compared with, never fitted to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from zorgkaart.errors import Problems
from zorgkaart.inputs.tables import listed, read_table

COLUMNS = ("id", "maat", "soort", "niveau", "gebied", "gesloten", "waarde", "eenheid", "jaar", "bron", "toelichting")
LEVELS = ("", "provincie", "gemeenten", "wijken", "buurten")
MEASURES = ("extra_buiten_norm", "afstand_km")


def read_published(path: Path, problems: Problems) -> pd.DataFrame | None:
    """Read a table of published figures.

    ``maat`` is ``extra_buiten_norm`` (inhabitants who fall outside the norm of ``soort`` when the sites in
    ``gesloten``, ids separated by spaces, close) or ``afstand_km`` (mean shortest distance by road to the
    nearest ``soort``), in the area named in ``gebied``, of a ``niveau`` in :data:`LEVELS`.

    Returns
    -------
    DataFrame or None
        :data:`COLUMNS`; None if `problems` got a fatal problem.
    """
    frame = read_table(path, problems)
    if frame is None:
        return None
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        problems.add(path.name, f"columns {missing} are missing", f"A table of published figures has {list(COLUMNS)}.")
        return None
    table = frame[list(COLUMNS)].fillna("").astype(str).reset_index(drop=True)
    unknown = False
    for column, known in (("maat", MEASURES), ("niveau", LEVELS)):
        others = sorted(set(table[column]) - set(known))
        if others:
            unknown = True
            problems.add(
                path.name, f"{column} {listed(others)} is unknown", f"Choose from {', '.join(filter(None, known))}."
            )
    nowhere = table.loc[(table["niveau"] == "") & (table["gebied"] != ""), "id"]
    if len(nowhere):
        unknown = True
        problems.add(path.name, f"{listed(nowhere)}: a gebied without niveau", "Say what kind of area it is.")
    values = pd.to_numeric(table["waarde"], errors="coerce")
    wrong = table.loc[~np.isfinite(values), "id"]
    if len(wrong):
        problems.add(path.name, f"waarde of {listed(wrong)} is no number", "Give a number with a decimal point.")
    return None if unknown or len(wrong) else table.assign(waarde=values)
