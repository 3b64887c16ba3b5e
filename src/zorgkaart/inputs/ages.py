"""Inhabitants of 75 and of 85 and over per buurt: a table beside the areas, as no statistics of buurten have them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.errors import Problems
from zorgkaart.inputs.schema import AGED
from zorgkaart.inputs.table_files import read_table
from zorgkaart.inputs.tables import as_number, as_text, counted, listed, renamed, rows_named

COLUMNS = tuple(name for age, name in AGED.items() if age > 65)
# Numbers of different tables may each be rounded, as CBS does, to fives.
ROUNDED_TO = 5.0


def with_ages(buurten: GeoDataFrame, path: Path, problems: Problems) -> GeoDataFrame:
    """Put the older inhabitants of a table beside the buurten.

    Parameters
    ----------
    buurten : GeoDataFrame
        ``buurtcode`` and ``inwoners_65plus`` of each.
    path : Path
        A table with ``buurtcode`` and one or both of ``inwoners_75plus`` and ``inwoners_85plus``; an empty cell is not
        known. It may have more buurten than these.
    problems : Problems
        Gets what is wrong, and how many buurten the table lacks.

    Returns
    -------
    GeoDataFrame
        The buurten with the columns that the table has, float64, NaN where unknown; without, if `problems` got a fatal
        problem.
    """
    frame = read_table(path, problems)
    if frame is None:
        return buurten
    frame = renamed(frame, {}, ("buurtcode", *COLUMNS))[0]
    present = [name for name in COLUMNS if name in frame]
    if "buurtcode" not in frame or not present:
        names = ", ".join(map(str, frame.columns))
        problems.add(
            path.name,
            f"a table of ages needs buurtcode and {' or '.join(COLUMNS)}; it has {names}",
            "Rename the columns.",
        )
        return buurten
    table = pd.DataFrame({"buurtcode": as_text(frame["buurtcode"])}, index=frame.index)
    before = len(problems.fatal)
    for name in present:
        table[name] = _people(frame[name], path.name, problems)
    twice = table["buurtcode"].duplicated(keep=False)
    if twice.any():
        problems.add(path.name, f"{rows_named(table.index[twice])}: the same buurtcode", "Keep one row per buurt.")
    if len(problems.fatal) > before:
        return buurten
    beside = table.set_index("buurtcode").reindex(buurten["buurtcode"]).reset_index(drop=True)
    result = buurten.assign(**{name: beside[name].to_numpy(dtype=np.float64) for name in present})
    _check_order(result, ["inwoners_65plus", *present], path.name, problems)
    absent = int((~buurten["buurtcode"].isin(table["buurtcode"])).sum())
    if absent == len(buurten):
        problems.add(
            path.name,
            "it has none of the buurten of [areas]",
            "Use a table with the buurtcodes of the same year.",
        )
    elif absent:
        problems.add(
            path.name,
            f"{counted(absent, 'buurt')} of [areas] are not in it; their older inhabitants are unknown",
            "Add them, or use a table of the same year.",
            fatal=False,
        )
    return result


def _people(values: pd.Series, where: str, problems: Problems) -> pd.Series:
    numbers, wrong = as_number(values)
    wrong |= numbers < 0
    if wrong.any():
        problems.add(
            where,
            f"{rows_named(values.index[wrong])}: {values.name} is not a number of people",
            "Correct it, or leave the cell empty where the number is not known.",
        )
    return numbers


def _check_order(buurten: GeoDataFrame, columns: list[str], where: str, problems: Problems) -> None:
    """Of a higher age there cannot be more people than of a lower one."""
    for younger, older in pairwise(columns):
        more = buurten[older] > buurten[younger] + ROUNDED_TO
        if more.any():
            problems.add(
                where,
                f"{listed(buurten.loc[more, 'buurtcode'])}: {older} is more than {younger}",
                "Correct the numbers, or use tables of the same year.",
            )
