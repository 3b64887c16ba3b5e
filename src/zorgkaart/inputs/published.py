"""Figures that others published, to set a run beside. They are compared with, never fitted to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from zorgkaart.errors import Problems
from zorgkaart.inputs.site_dates import days
from zorgkaart.inputs.table_files import read_table
from zorgkaart.inputs.tables import as_number, as_text, listed, renamed

COLUMNS = ("id", "maat", "soort", "niveau", "gebied", "gesloten", "waarde", "eenheid", "jaar", "bron", "toelichting")
UPPER, DAY, UNIT = "waarde_tot", "datum", "afronding"
# Columns that may be absent.
MORE = (UPPER, DAY, UNIT)
LEVELS = ("", "provincie", "gemeenten", "wijken", "buurten")
MEASURES = (
    "extra_buiten_norm",
    "buiten_norm",
    "afstand_km",
    "inwoners",
    "inwoners_65plus",
    "aandeel_65plus_pct",
    "locaties",
    "locaties_nacht",
    "gemeenten_zonder",
    "buiten_norm_pct",
)
BETWEEN_AREAS = ";"


def read_published(path: Path, problems: Problems) -> pd.DataFrame | None:
    """Read a table of published figures.

    A figure is about the area named in ``gebied``, of a ``niveau`` in :data:`LEVELS`: a name, a code of CBS, or
    several of them with a semicolon between; about all areas where it is empty. ``soort`` may hold several kinds
    with a space between. ``maat`` is

    * ``extra_buiten_norm``: inhabitants who fall outside the norm of ``soort`` when the sites in ``gesloten``
      (ids separated by spaces) close;
    * ``buiten_norm``: inhabitants outside the norm of ``soort``, without the sites in ``gesloten`` if any are named;
    * ``afstand_km``: mean shortest distance by road to the nearest ``soort``;
    * ``inwoners``, ``inwoners_65plus`` and ``aandeel_65plus_pct``: inhabitants, those of 65 and over, and what
      part of all they are;
    * ``locaties`` and ``locaties_nacht``: how many sites of ``soort`` there are, and are open at night;
    * ``gemeenten_zonder``: in how many gemeenten of a province there is no site of any ``soort``; here ``gebied`` names
      those, and the province is theirs;
    * ``buiten_norm_pct``: which part of the inhabitants of a province outside the norm of ``soort`` lives in
      ``gebied``, which lies in that province.

    A figure that was published as a range has its upper end in the column ``waarde_tot``, and one that is about the
    sites of a day has that day in ``datum``; ``afronding`` says to which unit it was rounded, where that does not
    show in its zeros. These columns may be absent.

    Returns
    -------
    DataFrame or None
        :data:`COLUMNS`, :data:`UPPER` (NaN where a figure is no range), :data:`DAY` (as 2018-06-30; empty where the
        figure is compared with the sites of the project) and :data:`UNIT` (NaN where not said); None if `problems` got
        a fatal problem.
    """
    frame = read_table(path, problems)
    if frame is None:
        return None
    frame = renamed(frame, {}, (*COLUMNS, *MORE))[0]
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        problems.add(path.name, f"columns {missing} are missing", f"A table of published figures has {list(COLUMNS)}.")
        return None
    before = len(problems.fatal)
    more = {name: frame[name] if name in frame else pd.Series("", index=frame.index) for name in MORE}
    cells = frame[list(COLUMNS)].assign(**more)
    table = pd.DataFrame({name: as_text(cells[name]) for name in cells.columns})
    for column, known in (("maat", MEASURES), ("niveau", LEVELS)):
        others = sorted(set(table[column]) - set(known))
        if others:
            problems.add(
                path.name, f"{column} {listed(others)} is unknown", f"Choose from {', '.join(filter(None, known))}."
            )
    nowhere = table.loc[(table["niveau"] == "") & (table["gebied"] != ""), "id"]
    if len(nowhere):
        problems.add(path.name, f"{listed(nowhere)}: a gebied without niveau", "Say what kind of area it is.")
    for column in ("waarde", UPPER, UNIT):
        values = as_number(cells[column])[0]
        wrong = table.loc[~np.isfinite(values) & ((column == "waarde") | (table[column].str.strip() != "")), "id"]
        if len(wrong):
            problems.add(path.name, f"{column} of {listed(wrong)} is no number", "Give a number with a decimal point.")
        table[column] = values
    given, table[DAY] = table[DAY], days(table[DAY])
    wrong = table.loc[(given != "") & (table[DAY] == ""), "id"]
    if len(wrong):
        problems.add(path.name, f"datum of {listed(wrong)} is no day", "Write it as 2018-06-30, or leave it empty.")
    unrounded = table.loc[table[UNIT] <= 0, "id"]
    if len(unrounded):
        problems.add(path.name, f"{UNIT} of {listed(unrounded)} is not above zero", "Give the unit, such as 100.")
    reversed_ = table.loc[table[UPPER] < table["waarde"], "id"]
    if len(reversed_):
        problems.add(path.name, f"{listed(reversed_)}: {UPPER} lies below waarde", "Put the lower end in waarde.")
    return table.reset_index(drop=True) if len(problems.fatal) == before else None
