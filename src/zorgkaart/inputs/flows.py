"""Who went where: a table of people by the area that they came from and the site that they went to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from zorgkaart.errors import Problems
from zorgkaart.inputs.table_files import read_table
from zorgkaart.inputs.tables import as_number, as_text, counted, listed, renamed, rows_named

ORIGIN, DESTINATION, COUNT = "herkomst", "bestemming", "aantal"
COLUMNS = (ORIGIN, DESTINATION, COUNT)


def read_flows(
    path: Path, codes: Mapping[str, Collection[str]], sites: Collection[str], problems: Problems
) -> tuple[str, pd.DataFrame] | None:
    """Read a table of flows.

    Parameters
    ----------
    path : Path
        A table with ``herkomst`` (the code of an area), ``bestemming`` (the id of a site) and ``aantal`` (0 or more).
    codes : mapping of str to collection of str
        The codes of the areas of each level; all origins must be of one of these.
    sites : collection of str
        The ids of the sites of the kind.
    problems : Problems
        Gets what is wrong, and which origins and destinations are not known: these are left out.

    Returns
    -------
    tuple of (str, DataFrame) or None
        The level of the origins, and the rows of known areas and sites, ordered and each pair once (rows of one pair
        are summed); None if `problems` got a fatal problem.
    """
    frame = read_table(path, problems)
    if frame is None:
        return None
    frame = renamed(frame, {}, COLUMNS)[0]
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        problems.add(path.name, f"columns {missing} are missing", f"A table of flows has {', '.join(COLUMNS)}.")
        return None
    table = pd.DataFrame({name: as_text(frame[name]) for name in (ORIGIN, DESTINATION)}, index=frame.index)
    table[COUNT], wrong = as_number(frame[COUNT])
    wrong |= ~(np.isfinite(table[COUNT]) & (table[COUNT] >= 0))
    if wrong.any():
        problems.add(
            path.name,
            f"{rows_named(table.index[wrong])}: aantal is no number of 0 or more",
            "Write how many people went; leave out the row where that is not known.",
        )
        return None
    level = max(codes, key=lambda name: int(table[ORIGIN].isin(set(codes[name])).sum()))
    for column, known in ((ORIGIN, set(codes[level])), (DESTINATION, set(sites))):
        strange = ~table[column].isin(known)
        if strange.any():
            problems.add(
                path.name,
                f"{column} {listed(sorted(set(table.loc[strange, column])))} is not known; "
                f"{counted(int(strange.sum()), 'row')} left out",
                "Write codes of areas of the project, all of one level, and ids of sites of the kind.",
                fatal=False,
            )
            table = table[~strange]
    if not table[COUNT].sum() > 0:
        problems.add(
            path.name, "there is nobody in it who went from a known area to a known site", "Correct the table."
        )
        return None
    summed: pd.DataFrame = table.groupby([ORIGIN, DESTINATION], sort=True)[[COUNT]].sum().reset_index()
    return level, summed
