"""Sites that stand in a table twice: reported, and merged on a rule that does not depend on the order of rows."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from zorgkaart.errors import Problems
from zorgkaart.inputs.schema import PRECISIONS
from zorgkaart.inputs.tables import counted, listed, rows_named

SAME_PLACE_M = 1.0


def plain_name(name: str) -> str:
    """Return a name without capitals, accents, punctuation and double spaces, for comparing only."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", kept).split()) or name


def without_repeated_ids(table: pd.DataFrame, where: str, problems: Problems) -> pd.DataFrame:
    """Drop rows that repeat an earlier row in every cell; report ids that stand for different rows.

    The index of `table` numbers the rows for the reader.
    """
    plain = table.drop(columns="geometry", errors="ignore")
    same = plain.duplicated()
    if same.any():
        problems.add(
            where,
            f"{rows_named(table.index[same])}: every cell is that of an earlier row; merged",
            "Remove them to be rid of this remark.",
            fatal=False,
        )
    rest = table[~same]
    twice = rest["id"].duplicated(keep=False) & (rest["id"] != "")
    if twice.any():
        problems.add(
            where,
            f"{rows_named(rest.index[twice])}: the id is also that of a different row "
            f"({listed(rest['id'][twice].unique())})",
            "Give every site an id of its own.",
        )
    return rest


def without_duplicates(table: GeoDataFrame, where: str, *, merge_within_m: float, problems: Problems) -> GeoDataFrame:
    """Merge rows of one kind that have one name, one status and one place.

    Of a group the row that is open day and night is kept, then the one that is located best, then the one
    with the smallest id. Different names at one place are all kept: practices share a building.

    Parameters
    ----------
    table
        Rows of one kind, with point geometry in metres.
    merge_within_m
        Also merge rows of one name and status that lie this close together, in metres.
    """
    if table.empty:
        return table
    xy = np.column_stack([table.geometry.x, table.geometry.y])
    group = _groups(table, xy, max(merge_within_m, SAME_PLACE_M))
    ranked = pd.DataFrame(
        {
            "group": group,
            "continuous": (table["volcontinu"] != "ja").to_numpy(),
            "precision": table["precisie"].map(PRECISIONS.index).to_numpy(),
            "id": table["id"].to_numpy(),
            "position": np.arange(len(table)),
        }
    ).sort_values(["group", "continuous", "precision", "id"])
    first = ranked.groupby("group")["position"].transform("first")
    merged = ranked[ranked["position"] != first]
    ids = table["id"].to_numpy()
    if len(merged):
        within = max(merge_within_m, SAME_PLACE_M)
        pairs = [f"{ids[i]} -> {ids[j]}" for i, j in zip(merged["position"], first[merged.index], strict=True)]
        problems.add(
            where,
            f"{counted(len(merged), 'row')} with the name, the status and the place (within {within:g} m) of "
            f"another row merged: {listed(pairs)}",
            "Kept is the one open day and night, then the one located best, then the smallest id.",
            fatal=False,
        )
    kept = table.drop(index=table.index[merged["position"].to_numpy()])
    _report_shared(kept, where, problems)
    return kept


def _groups(table: GeoDataFrame, xy: NDArray[np.float64], within_m: float) -> NDArray[np.int64]:
    """Return a label per row, equal for rows that are one site: one key, linked by steps of at most `within_m`."""
    names = table["naam"].map(plain_name)
    key = table.groupby([names, table["status"], table["land"]], sort=False).ngroup().to_numpy()
    pairs = cKDTree(xy).query_pairs(within_m, output_type="ndarray")
    pairs = pairs[key[pairs[:, 0]] == key[pairs[:, 1]]]
    n = len(table)
    links = coo_array((np.ones(len(pairs), dtype=np.int8), (pairs[:, 0], pairs[:, 1])), shape=(n, n))
    return np.asarray(connected_components(links, directed=False)[1], dtype=np.int64)


def _report_shared(table: GeoDataFrame, where: str, problems: Problems) -> None:
    places = pd.Series(list(zip(table["lat"], table["lon"], strict=True)), index=table.index)
    shared = places.duplicated(keep=False)
    if shared.any():
        problems.add(
            where,
            f"{int(shared.sum())} sites share a coordinate with a site of another name or status, at "
            f"{counted(places[shared].nunique(), 'place')}; all of them are kept",
            "Nothing needs to be done if they share a building or a postcode.",
            fatal=False,
        )
