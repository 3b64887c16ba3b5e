"""Addresses that are nobody's home, where a table says what its addresses are used for."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.errors import Problems
from zorgkaart.inputs.tables import as_text, counted
from zorgkaart.project.defaults import LIVED_IN

USE = "gebruiksdoel"


def not_lived_in(frame: pd.DataFrame) -> NDArray[np.bool_]:
    """(rows,) bool: the use is given, and living is no part of it.

    Parameters
    ----------
    frame : DataFrame
        With column ``gebruiksdoel``: one use, or several in whatever way they are parted, as the BAG calls them.
        Without the column, and in rows where it is empty, anybody may live.
    """
    if USE not in frame.columns:
        return np.zeros(len(frame), dtype=bool)
    use = as_text(frame[USE]).str.strip().str.casefold()
    return np.asarray((use != "") & ~use.str.contains(LIVED_IN, regex=False))


def homes(points: pd.DataFrame, where: str, problems: Problems) -> pd.DataFrame:
    """Leave out addresses that are no homes, but for those of areas that would have none left.

    Parameters
    ----------
    points : DataFrame
        ``area`` and ``leeg`` (bool, as :func:`not_lived_in` says), with whatever else.
    where : str
        What the table is called in a remark.
    problems : Problems
        Gets a remark that says how many are left out.

    Returns
    -------
    DataFrame
        Some of the rows, without ``leeg``.
    """
    some = points.groupby("area")["leeg"].transform("min").astype(bool)  # every address of the area is no home
    out = points["leeg"] & ~some
    if out.any():
        problems.add(
            where,
            f"{counted(int(out.sum()), 'address')} left out, as {USE} has no {LIVED_IN}",
            "Nothing needs to be done; the inhabitants of an area are spread over its other addresses.",
            fatal=False,
        )
    return points.loc[~out].drop(columns="leeg")
