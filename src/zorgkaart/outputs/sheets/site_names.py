"""Names beside ids: what a reader of a workbook sees of a site or of a kind, where programs have its id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pandas as pd

KIND, KIND_LABEL = "soort", "voorziening"
_ID = re.compile(r"(?P<stem>.+)_id(?P<side>_voor|_na)?")


def named_column(name: str) -> str:
    """The column with the name of what a column has the id of.

    Parameters
    ----------
    name : str
        A column.

    Returns
    -------
    str
        ``seh_naam_na`` for ``seh_id_na``; empty for a column that has no ids.
    """
    if name == KIND:
        return KIND_LABEL
    match = _ID.fullmatch(name)
    return f"{match['stem']}_naam{match['side'] or ''}" if match else ""


def with_names(table: pd.DataFrame, sites: Mapping[str, str], kinds: Mapping[str, str]) -> pd.DataFrame:
    """A table with the names of sites and the labels of kinds beside their ids.

    Parameters
    ----------
    table : DataFrame
        Any table of results. A column of ids that has its names already (``van_id`` beside ``van``) stays alone.
    sites : mapping of str to str
        By id what a site is called.
    kinds : mapping of str to str
        By name what a kind is called.

    Returns
    -------
    DataFrame
        The same rows; an id that is not known has no name.
    """
    parts: dict[str, pd.Series] = {}
    for name in table.columns:
        parts[name] = table[name]
        beside = named_column(name)
        if beside and beside not in table and not _is_named(name, table.columns):
            words = kinds if name == KIND else sites
            parts[beside] = table[name].map(words).astype(object)
    return pd.DataFrame(parts, index=table.index)


def replaced_ids(columns: Iterable[str]) -> set[str]:
    """The columns that a reader can do without: ids whose names stand in the same table.

    Parameters
    ----------
    columns : iterable of str
        The columns of one table.
    """
    there = list(columns)
    return {name for name in there if named_column(name) in there or _is_named(name, there)}


def _is_named(name: str, columns: Iterable[str]) -> bool:
    """Whether the name stands in a column of its own: ``van`` of ``van_id``."""
    return name.endswith("_id") and name.removesuffix("_id") in columns
