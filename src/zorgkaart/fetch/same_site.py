"""One site that was drawn more than once: as grounds, as buildings in them, and as points."""

from __future__ import annotations

import re
from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from zorgkaart.fetch.osm_file import plain_text
from zorgkaart.inputs.duplicates import plain_name
from zorgkaart.inputs.schema import CANDIDATES

# A building and the point in it; a campus and the point at its gate.
SAME_SITE_M = 150.0
NAME_KEYS = ("name", "official_name", "short_name", "alt_name")
# What a part of a site is called that has no name of its own.
PART = re.compile(
    r"(seh|hap|spoedeisende hulp|eerste hulp|hoofdgebouw|hoofdingang|gebouw \w{1,3}|kliniek|polikliniek|ziekenhuis|"
    r"hospital|main building|emergency( department)?|notaufnahme)",
)
# Told by the other drawings of a site where the one that is kept does not.
FILLED = ("adres", "postcode", "plaats", "openingstijden")


def names_of(tags: Mapping[str, str]) -> frozenset[str]:
    """Every name that tags give, bare, to compare them by."""
    texts = [part for key in NAME_KEYS for part in (tags.get(key) or "").split(";")]
    texts = [plain_text(text) for text in texts] if any(texts) else [plain_text(tags.get("operator"))]
    return frozenset(plain_name(text) for text in texts if text)


def one_row_per_site(sites: GeoDataFrame, shapes: gpd.GeoSeries) -> GeoDataFrame:
    """Keep one row of each site, whatever number of objects it was drawn as.

    One are rows of one kind that

    * have a name in common, with their shapes within 150 m,
    * touch, where one's name holds all the words of the other's and that of no third (Apotheek Leek, Leek), and
    * a nameless one and the named one nearest to it within 150 m.

    One that is closed or planned is one with another only where their shapes touch. Kept is the row that is open, then
    the one with hours, then the one with the most tags, then the smallest id; it takes over what only others tell.

    Parameters
    ----------
    sites
        :data:`~zorgkaart.inputs.schema.FACILITY_COLUMNS`, with ``_names`` (:func:`names_of`) and ``_tags`` (their
        number).
    shapes
        What was drawn of each row, in metres.
    """
    if sites.empty:
        return sites
    table = sites.reset_index(drop=True)
    shapes = shapes.reset_index(drop=True)
    group = _groups(table, shapes)
    ranked = table.assign(
        _group=group,
        _status=table["status"].map(lambda status: 0 if status == "open" else 2 if status in CANDIDATES else 1),
        _nameless=table["_names"].map(len) == 0,
        _hours=table["openingstijden"] == "",
        _few=-table["_tags"],
    ).sort_values(["_group", "_status", "_nameless", "_hours", "_few", "id"])
    kept = table.loc[ranked.drop_duplicates("_group").index].copy()
    for first, rows in ranked.groupby("_group").groups.items():
        if len(rows) > 1:
            _take_over(kept, table, rows, int(first))
    return kept


def _groups(table: GeoDataFrame, shapes: gpd.GeoSeries) -> NDArray[np.int32]:
    """Return a label per row, equal for the rows of one site."""
    names = table["_names"].map(lambda texts: frozenset(texts if not _is_part(texts) else ())).to_numpy()
    kind = table["soort"].to_numpy()
    there = ~table["status"].isin(CANDIDATES).to_numpy()
    one, other = shapes.sindex.query(shapes, predicate="dwithin", distance=SAME_SITE_M)
    apart = (kind[one] == kind[other]) & (one != other)
    one, other = one[apart], other[apart]
    away = shapes.iloc[one].distance(shapes.iloc[other], align=False).to_numpy()
    usable = (there[one] == there[other]) | (away == 0)
    same: list[tuple[int, int]] = []
    nameless: dict[int, list[tuple[float, int]]] = {}
    wider: dict[int, list[int]] = {}
    for i, j, metres in zip(one[usable], other[usable], away[usable], strict=True):
        if names[i] & names[j] or (not names[i] and not names[j] and metres == 0):
            same.append((i, j))
        elif not names[i] and names[j]:
            nameless.setdefault(i, []).append((metres, j))
        elif metres == 0 and _all_words(names[i], names[j]):
            wider.setdefault(i, []).append(j)
    same += [(i, min(near)[1]) for i, near in nameless.items()]
    same += [(i, near[0]) for i, near in wider.items() if len({frozenset(names[j]) for j in near}) == 1]
    pairs = np.array(same, dtype=np.int64).reshape(-1, 2)
    links = coo_array((np.ones(len(pairs), np.int8), (pairs[:, 0], pairs[:, 1])), shape=(len(table), len(table)))
    return np.asarray(connected_components(links, directed=False)[1], dtype=np.int32)


def _is_part(names: frozenset[str]) -> bool:
    return all(PART.fullmatch(name) for name in names)


def _all_words(few: frozenset[str], many: frozenset[str]) -> bool:
    """Whether a name has all words of another, or is the same but for spaces."""
    return any(set(a.split()) < set(b.split()) or a.replace(" ", "") == b.replace(" ", "") for a in few for b in many)


def _take_over(kept: GeoDataFrame, table: GeoDataFrame, rows: pd.Index, group: int) -> None:
    """Fill in what the first of `rows`, which is kept, does not tell, and name the others that are called otherwise."""
    first, rest = rows[0], table.loc[rows[1:]]
    named = rest[rest["_names"].map(len) > 0]
    if (not table.at[first, "_names"] or _is_part(table.at[first, "_names"])) and len(named):
        kept.at[first, "naam"] = named["naam"].iloc[0]
    for column in FILLED:
        told = rest.loc[rest[column] != "", column]
        if table.at[first, column] == "" and len(told):
            kept.at[first, column] = told.iloc[0]
            if column == "openingstijden":
                kept.at[first, "volcontinu"] = rest.at[told.index[0], "volcontinu"]
    plain = plain_name(kept.at[first, "naam"])
    others = [
        f"{row.naam} ({row.id}{'' if row.status not in CANDIDATES else ', ' + row.status})"
        for row in rest.itertuples()
        if row.status in CANDIDATES or plain_name(row.naam) != plain
    ]
    if others:
        note = f"in OpenStreetMap ook getekend als {', '.join(others)}"
        kept.at[first, "opmerking"] = "; ".join(part for part in (kept.at[first, "opmerking"], note) if part)
