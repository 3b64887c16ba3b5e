"""How often residents visit a kind of site: published yearly visits of a region with its inhabitants."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from zorgkaart.errors import Problems
from zorgkaart.inputs.table_files import read_table
from zorgkaart.inputs.tables import as_number, as_text, listed, renamed

TEXT = ("soort", "bron", "toelichting")
NUMBERS = ("bezoeken_per_jaar", "toename_bezoeken", "toename_pct", "inwoners", "jaar")
NEEDED = ("soort", "inwoners", "jaar", "bron")


def read_visits(path: Path, problems: Problems) -> pd.DataFrame | None:
    """Read a table of yearly visits per kind of site.

    ``bezoeken_per_jaar`` is the number of visits of ``inwoners`` inhabitants in ``jaar``. Where a report only
    says by how many visits (``toename_bezoeken``) and by what percentage (``toename_pct``) they change, the
    number itself follows from the two.

    Returns
    -------
    DataFrame or None
        ``soort``, ``bezoeken_per_jaar``, ``inwoners``, ``jaar``, ``bron``, ``toelichting``, one row per kind;
        None if `problems` got a fatal problem.
    """
    frame = read_table(path, problems)
    if frame is None:
        return None
    frame = renamed(frame, {}, (*TEXT, *NUMBERS))[0]
    missing = [name for name in NEEDED if name not in frame.columns]
    if missing:
        problems.add(path.name, f"columns {missing} are missing", f"A table of visits has {[*NEEDED, NUMBERS[0]]}.")
        return None
    table = pd.DataFrame({name: as_text(frame[name]) if name in frame else "" for name in TEXT}, index=frame.index)
    for name in NUMBERS:
        table[name] = as_number(frame[name])[0] if name in frame else float("nan")
    derived = table["toename_bezoeken"] / (table["toename_pct"] / 100)
    table["bezoeken_per_jaar"] = table["bezoeken_per_jaar"].fillna(derived)
    wrong = table[~((table["bezoeken_per_jaar"] > 0) & (table["inwoners"] > 0))]
    twice = table.loc[table["soort"].duplicated(), "soort"].unique()
    if len(wrong):
        problems.add(
            path.name,
            f"{listed(wrong['soort'])}: no number of visits follows from the row",
            "Give bezoeken_per_jaar, or toename_bezoeken and toename_pct; and inwoners above zero.",
        )
    if len(twice):
        problems.add(path.name, f"{listed(twice)}: more than one row", "Keep one row per soort.")
    if len(wrong) or len(twice):
        return None
    return table[["soort", "bezoeken_per_jaar", "inwoners", "jaar", "bron", "toelichting"]].reset_index(drop=True)


def visits_per_inhabitant(path: Path | None) -> dict[str, float]:
    """Visits per inhabitant and year, per kind of site; empty where there is no table.

    Raises
    ------
    InputError
        If the table has a fatal problem.
    """
    if path is None:
        return {}
    problems = Problems()
    table = read_visits(path, problems)
    problems.raise_if_fatal()
    assert table is not None
    return dict(zip(table["soort"], table["bezoeken_per_jaar"] / table["inwoners"], strict=True))
