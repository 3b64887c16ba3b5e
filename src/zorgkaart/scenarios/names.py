"""Which sites a user means by a name: loosely, but never by guessing."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from zorgkaart.errors import ChangeError
from zorgkaart.inputs.facilities import Facilities

CANDIDATES_SHOWN = 8


def find_sites(
    facilities: Facilities,
    name: str,
    *,
    kinds: Sequence[str] = (),
    norm_kinds: Sequence[str] = (),
    candidates: bool = False,
) -> list[int]:
    """Rows of the sites that a user means by `name`: an id, a whole name, or words that occur in one or in the id.

    So ``umcg`` means ``seh-umcg``, whose name does not hold that word.

    Without `kinds`, a loose name means the kinds with a norm, and only if none of those has it the others.

    Parameters
    ----------
    candidates : bool
        Look among the sites that can be opened (:meth:`Facilities.candidates`) instead of those that count.

    Raises
    ------
    ChangeError
        If no site fits, or several of one kind do; the message lists the candidates.
    """
    table = facilities.table
    known = list(dict.fromkeys(table["soort"]))
    unknown = [kind for kind in kinds if kind not in known]
    if unknown:
        raise ChangeError(f"unknown soort {unknown}. Choose from {', '.join(known)}.")
    among = facilities.candidates if candidates else facilities.rows
    meant: NDArray[np.int64] = np.unique(np.concatenate([among(kind) for kind in (kinds or known)]))
    by_id = [int(row) for row in meant if table["id"].iat[row] == name]
    if by_id:
        return by_id
    for choice in [kinds] if kinds else [norm_kinds, known]:
        rows = [int(row) for row in meant if table["soort"].iat[row] in choice]
        matches = _by_name(table, rows, name)
        if matches:
            _check_one_each(table, matches, name)
            return matches
    raise _no_site(table, meant.tolist(), name, kinds, candidates)


def plain(text: str) -> str:
    """Lower case, without accents and punctuation."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", bare.casefold()))


def _by_name(table: GeoDataFrame, rows: list[int], name: str) -> list[int]:
    words = plain(name).split()
    if not words:
        return []
    exact = [row for row in rows if plain(table["naam"].iat[row]) == " ".join(words)]
    if exact:
        return exact
    texts = (table["naam"] + " " + table["plaats"] + " " + table["id"]).map(plain)
    return [row for row in rows if all(f" {word}" in f" {texts.iat[row]}" for word in words)]


def _check_one_each(table: GeoDataFrame, rows: list[int], name: str) -> None:
    kinds = table["soort"].iloc[rows]
    for kind in dict.fromkeys(kinds):
        same = [row for row in rows if table["soort"].iat[row] == kind]
        if len(same) > 1:
            raise ChangeError(
                f"{name!r} fits {len(same)} sites of {kind}: {listed_sites(table, same)}. "
                "Nothing was changed; use an id, or more of the name."
            )


def _no_site(table: GeoDataFrame, rows: list[int], name: str, kinds: Sequence[str], candidates: bool) -> ChangeError:
    names = {plain(table["naam"].iat[row]): row for row in rows}
    close = [names[match] for match in difflib.get_close_matches(plain(name), names, n=3, cutoff=0.5)]
    hint = f"Did you mean {listed_sites(table, close)}?" if close else "The sites stand in the layer voorzieningen."
    which = "site that is closed or a candidate" if candidates else "open site"
    if kinds:
        return ChangeError(f"no {which} of {', '.join(kinds)} is called {name!r}. {hint}")
    return ChangeError(f"no {which} is called {name!r}. {hint}")


def listed_sites(table: GeoDataFrame, rows: Sequence[int]) -> str:
    """Names and ids for a message, the first few."""
    shown = "; ".join(f"{table['naam'].iat[row]} ({table['id'].iat[row]})" for row in rows[:CANDIDATES_SHOWN])
    more = len(rows) - CANDIDATES_SHOWN
    return f"{shown}; … and {more:d} more" if more > 0 else shown
