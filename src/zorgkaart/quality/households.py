"""Buurten with more addresses than households: holiday parks, offices and shops are among them.

The inhabitants of a buurt are spread over all its addresses, so where many addresses are nobody's home, the distances
and minutes are partly those of houses in which nobody lives.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.quality.marks import Cause
from zorgkaart.words.numbers import number


def addresses_per_household(buurten: pd.DataFrame, area: NDArray[np.int32]) -> NDArray[np.float64]:
    """Addresses for each household per buurt.

    Parameters
    ----------
    buurten : DataFrame
        ``huishoudens``; without that column nothing is known.
    area : (n,) int32
        Row of `buurten` of each address.

    Returns
    -------
    (b,) float64
        NaN where no number of households is published, or there is none.
    """
    unknown = np.full(len(buurten), np.nan)
    if "huishoudens" not in buurten:
        return unknown
    households = buurten["huishoudens"].to_numpy(dtype=np.float64)
    addresses = np.bincount(area, minlength=len(buurten)).astype(np.float64)
    return np.asarray(np.divide(addresses, households, out=unknown, where=households > 0))


def crowded(buurten: pd.DataFrame, area: NDArray[np.int32], *, most: float) -> Cause:
    """The addresses of buurten with more than `most` addresses for each household, and how many more.

    Parameters
    ----------
    buurten, area
        As of :func:`addresses_per_household`.
    most : float
        From ``[quality]``.
    """
    ratio = addresses_per_household(buurten, area)
    rows = np.flatnonzero(ratio > most)
    texts = {int(row): f"{number(ratio[row], 1)} adressen per huishouden" for row in rows}
    return Cause(np.where(np.isin(area, rows), area, -1).astype(np.int32), texts)
