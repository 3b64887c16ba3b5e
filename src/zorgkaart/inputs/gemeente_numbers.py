"""A number per gemeente that a project sets beside what it computes, such as people who live alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from zorgkaart.errors import Problems
from zorgkaart.inputs.table_files import read_table
from zorgkaart.inputs.tables import as_number, as_text, listed, rows_named

CODE, NUMBER = "gemeentecode", "aantal"


def read_gemeente_numbers(path: Path, gemeenten: GeoDataFrame, problems: Problems) -> NDArray[np.float64]:
    """Read a number per gemeente. It stays one of a whole gemeente: nothing here spreads it over buurten.

    Parameters
    ----------
    path : Path
        A table with ``gemeentecode`` and ``aantal``; it may have more gemeenten and more columns.
    gemeenten : GeoDataFrame
        With ``gemeentecode``; may have no rows.
    problems : Problems
        Gets what is wrong, and of which gemeenten the table says nothing.

    Returns
    -------
    (gemeenten,) float64
        In their order; NaN where unknown, and everywhere if `problems` got a fatal problem.
    """
    unknown = np.full(len(gemeenten), np.nan)
    frame = read_table(path, problems)
    if frame is None:
        return unknown
    where, before = path.name, len(problems.fatal)
    if missing := [name for name in (CODE, NUMBER) if name not in frame]:
        problems.add(
            where,
            f"there is no column {' or '.join(missing)}; it has {', '.join(map(str, frame.columns))}",
            f"Name the columns {CODE} and {NUMBER}.",
        )
        return unknown
    codes = as_text(frame[CODE])
    numbers, wrong = as_number(frame[NUMBER])
    wrong |= numbers < 0
    if wrong.any():
        problems.add(
            where,
            f"{rows_named(frame.index[wrong])}: {NUMBER} is not a number from 0 up",
            "Correct it, or leave the cell empty where it is not known.",
        )
    if (twice := codes.duplicated(keep=False)).any():
        problems.add(where, f"{rows_named(codes.index[twice])}: the same {CODE}", "Keep one row per gemeente.")
    if len(problems.fatal) > before or gemeenten.empty:
        return unknown
    absent = gemeenten.loc[~gemeenten[CODE].isin(codes), CODE]
    if len(absent) == len(gemeenten):
        problems.add(where, "it has none of the gemeenten of [areas]", "Use a table with the codes of the same year.")
    elif len(absent):
        problems.add(
            where,
            f"it lacks {len(absent)} of the {len(gemeenten)} gemeenten of [areas] ({listed(absent)}); the number is "
            "unknown there",
            "Add them, or use a table of the same year.",
            fatal=False,
        )
    beside = pd.Series(numbers.to_numpy(dtype=np.float64), index=codes)
    return beside.reindex(gemeenten[CODE]).to_numpy(dtype=np.float64)
