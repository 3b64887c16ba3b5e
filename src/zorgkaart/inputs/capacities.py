"""What sites have to offer: the columns ``capaciteit`` and ``eenheid`` of a table of sites."""

from __future__ import annotations

import numpy as np
import pandas as pd

from zorgkaart.errors import Problems
from zorgkaart.inputs.schema import CAPACITY, UNIT
from zorgkaart.inputs.tables import as_number, as_text, listed, rows_named


def capacity_columns(frame: pd.DataFrame, where: str, problems: Problems) -> dict[str, pd.Series]:
    """Read the capacity of every site and its unit.

    Parameters
    ----------
    frame : DataFrame
        A table of sites; both columns may be absent.
    where : str
        The name of the table.
    problems : Problems
        Gets the rows in which the capacity is no number, or less than zero.

    Returns
    -------
    dict of str to Series
        ``capaciteit`` (float64, NaN where it is not known; that is not zero) and ``eenheid`` (text, empty where it is
        not said).
    """
    units = as_text(frame[UNIT]) if UNIT in frame.columns else pd.Series("", index=frame.index, dtype=object)
    if CAPACITY not in frame.columns:
        return {CAPACITY: pd.Series(np.nan, index=frame.index), UNIT: units}
    texts = as_text(frame[CAPACITY])
    numbers, wrong = as_number(frame[CAPACITY])
    wrong |= numbers < 0
    if wrong.any():
        problems.add(
            where,
            f"{rows_named(texts.index[wrong])}: capaciteit is no number of zero or more "
            f"({listed(map(repr, texts[wrong].unique()))})",
            "Write it in digits; leave it empty where it is not known, and write 0 only where there is nothing.",
        )
    return {CAPACITY: numbers.where(~wrong), UNIT: units}


def check_units(table: pd.DataFrame, kind: str, where: str, problems: Problems) -> None:
    """Report a kind whose capacities are counted in several units: their sum would mean nothing.

    Parameters
    ----------
    table : DataFrame
        The sites of one kind, with the columns of :func:`capacity_columns`.
    kind : str
        That kind.
    where : str
        The name of the table.
    problems : Problems
        Gets the units, and the rows that name none where others do.
    """
    units = table.loc[table[CAPACITY].notna(), UNIT]
    named = sorted(set(units) - {""})
    if len(named) > 1:
        problems.add(
            where,
            f"capaciteit of {kind} is counted in several units (eenheid {listed(map(repr, named))})",
            "Write all capacities of one kind in one unit, or make kinds of them.",
        )
    elif named and (units == "").any():
        problems.add(
            where,
            f"{rows_named(units.index[units == ''])}: a capaciteit without eenheid, where others are in {named[0]!r}",
            f"Write {named[0]} if that is meant.",
        )
