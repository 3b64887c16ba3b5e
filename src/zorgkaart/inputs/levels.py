"""Wijken and gemeenten made from buurten, for users who have the buurten alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame

from zorgkaart.errors import Problems
from zorgkaart.inputs.schema import GROUP_NUMBERS
from zorgkaart.inputs.tables import counted

SUMMED = ("inwoners", "huishoudens")


def dissolved(buurten: GeoDataFrame, code: str, text: Sequence[str], problems: Problems) -> GeoDataFrame:
    """Join the buurten that share `code`.

    Inhabitants and households are the sum of the published numbers, NaN where none is published; how many
    areas such a sum falls short for is reported. Percentages cannot be derived and stay NaN.

    Returns
    -------
    GeoDataFrame
        Columns `text`, ``GROUP_NUMBERS`` and geometry, sorted by `code`; no rows if no buurt has a code.
    """
    coded = buurten[buurten[code] != ""]
    groups = coded.groupby(code, sort=True)
    table = pd.DataFrame({name: groups[name].first() for name in text if name != code}).reset_index()
    table = table.reindex(columns=list(text))
    for name in GROUP_NUMBERS:
        table[name] = groups[name].sum(min_count=1).to_numpy(dtype=np.float64) if name in SUMMED else np.nan
    shapes = [shapely.union_all(buurten.geometry.loc[index].to_numpy()) for index in groups.groups.values()]
    unknown = coded["inwoners"].isna()
    if unknown.any():
        problems.add(
            f"[areas] {code}",
            f"{counted(int(unknown.sum()), 'buurt')} {'has' if unknown.sum() == 1 else 'have'} no published number of "
            f"inhabitants, so the totals of {counted(coded.loc[unknown, code].nunique(), 'area')} dissolved from them "
            "count the other buurten alone",
            "Name the published layer in [areas] to use its own totals.",
            fatal=False,
        )
    return GeoDataFrame(table, geometry=shapes, crs=buurten.crs)
