"""Numbers of people per buurt in a table beside the areas, put in the order of the buurten."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.errors import Problems
from zorgkaart.inputs.tables import as_number, as_text, counted, listed, rows_named

# Numbers of different tables may each be rounded, as CBS does, to fives.
ROUNDED_TO = 5.0


def people_of(
    frame: pd.DataFrame, columns: Sequence[str], buurten: GeoDataFrame, where: str, problems: Problems
) -> pd.DataFrame | None:
    """Read numbers of people per buurt.

    Parameters
    ----------
    frame : DataFrame
        ``buurtcode`` and the columns; it may have more buurten than these, in any order.
    columns : sequence of str
        Which columns to read.
    buurten : GeoDataFrame
        ``buurtcode`` of each.
    where : str
        The name of the file.
    problems : Problems
        Gets what is wrong, and how many buurten the table lacks.

    Returns
    -------
    DataFrame or None
        The columns, float64, a row per buurt of `buurten`, NaN where unknown; None if `problems` got a fatal problem.
    """
    table = pd.DataFrame({"buurtcode": as_text(frame["buurtcode"])}, index=frame.index)
    before = len(problems.fatal)
    for name in columns:
        table[name] = _people(frame[name], where, problems)
    twice = table["buurtcode"].duplicated(keep=False)
    if twice.any():
        problems.add(where, f"{rows_named(table.index[twice])}: the same buurtcode", "Keep one row per buurt.")
    if len(problems.fatal) > before:
        return None
    _check_codes(table["buurtcode"], buurten["buurtcode"], where, problems)
    beside = table.set_index("buurtcode").reindex(buurten["buurtcode"]).reset_index(drop=True)
    return beside[list(columns)].astype(np.float64)


def check_order(buurten: GeoDataFrame, columns: Sequence[str], where: str, problems: Problems) -> None:
    """Report where there are more people of a higher age than of a lower one.

    Parameters
    ----------
    buurten : GeoDataFrame
        ``buurtcode`` and the columns.
    columns : sequence of str
        Inhabitants from an age on, the youngest first.
    where : str
        The name of the file.
    problems : Problems
        Gets what is wrong.
    """
    for younger, older in pairwise(columns):
        more = buurten[older] > buurten[younger] + ROUNDED_TO
        if more.any():
            problems.add(
                where,
                f"{listed(buurten.loc[more, 'buurtcode'])}: {older} is more than {younger}",
                "Correct the numbers, or use tables of the same year.",
            )


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


def _check_codes(theirs: pd.Series, ours: pd.Series, where: str, problems: Problems) -> None:
    absent = int((~ours.isin(theirs)).sum())
    if absent == len(ours):
        problems.add(
            where, "it has none of the buurten of [areas]", "Use a table with the buurtcodes of the same year."
        )
    elif absent:
        problems.add(
            where,
            f"{counted(absent, 'buurt')} of [areas] are not in it ({listed(ours[~ours.isin(theirs)])}); "
            "what it counts is unknown there",
            "Add them, or use a table of the same year and with the same borders.",
            fatal=False,
        )
