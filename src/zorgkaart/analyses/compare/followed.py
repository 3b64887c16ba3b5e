"""Who can be followed from one side to another: the buurten that both have with the same addresses and people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.groups import Groups
from zorgkaart.study.study import LEVELS, Study

Rows = NDArray[np.int64]
BUURT = LEVELS["buurten"]
# Numbers of people on two sides are the same when they differ by less, and places when within as many metres: degrees
# that were made metres are never quite what they were.
SAME, SAME_M = 1e-6, 0.15


@dataclass(frozen=True)
class Followed:
    """The addresses of two studies at which the same people live.

    Attributes
    ----------
    one, other : (n,) int64
        Rows of the resident points of either study; the same place in both is the same address.
    buurten : frozenset of str
        The codes of the buurten that are the same in both, those without an address included.
    """

    one: Rows
    other: Rows
    buurten: frozenset[str]


def followed(one: Study, other: Study) -> Followed:
    """Find the people of two studies who are the same: a buurt as a whole, or not at all.

    Parameters
    ----------
    one, other : Study
        Perhaps of different areas and people.

    Returns
    -------
    Followed
        All of their addresses if they do not differ.
    """
    tables = [_points(study, common_ages(one, other)) for study in (one, other)]
    codes = [set(study.areas.buurten[BUURT]) for study in (one, other)]
    if codes[0] == codes[1] and tables[0].equals(tables[1]) and not _unlike_buurten(one, other):
        every = np.arange(len(tables[0]), dtype=np.int64)
        return Followed(every, every, frozenset(codes[0]))
    both = sorted(codes[0] & codes[1])
    counts = [table["code"].value_counts().reindex(both, fill_value=0) for table in tables]
    alike = {code for code, mine, theirs in zip(both, *counts, strict=True) if mine == theirs}
    alike -= _unlike_buurten(one, other)
    names = [str(name) for name in tables[0].columns]
    mine, theirs = (table[table["code"].isin(alike)].sort_values(names, kind="stable") for table in tables)
    same = np.ones(len(mine), dtype=bool)
    for name in names[1:]:
        apart = SAME_M if name in ("x", "y") else SAME
        same &= np.isclose(mine[name].to_numpy(), theirs[name].to_numpy(), rtol=0, atol=apart, equal_nan=True)
    alike -= set(mine["code"][~same])
    kept = mine["code"].isin(alike).to_numpy()
    rows = mine.index.to_numpy()[kept], theirs.index.to_numpy()[kept]
    order = np.argsort(rows[0])
    return Followed(rows[0][order], rows[1][order], frozenset(alike))


def common_ages(*studies: Study) -> tuple[int, ...]:
    """From which ages on inhabitants are known in all of these studies, ascending.

    Parameters
    ----------
    *studies : Study
        One or more.
    """
    return tuple(age for age in studies[0].ages if all(age in study.ages for study in studies))


def whole_areas(studies: Sequence[Study], level: str, buurten: frozenset[str]) -> list[str]:
    """The codes of the areas of a level that all studies have, and of which all buurten are among these.

    Parameters
    ----------
    studies : sequence of Study
        One or more.
    level : str
        ``buurten``, ``wijken`` or ``gemeenten``.
    buurten : frozenset of str
        Codes.

    Returns
    -------
    list of str
        In the order of the first study.
    """
    code = LEVELS[level]
    parts = [study.areas.buurten.groupby(code)[BUURT].agg(frozenset) for study in studies]
    return [
        area
        for area in getattr(studies[0].areas, level)[code]
        if all(area in part.index and part[area] == parts[0][area] <= buurten for part in parts)
    ]


def groups_of(study: Study, level: str, rows: Rows) -> Groups:
    """The areas of these resident points, as :meth:`Study.groups` gives those of all.

    Parameters
    ----------
    study : Study
        Whose points they are.
    level : str
        ``buurten``, ``wijken`` or ``gemeenten``.
    rows : (n,) int64
        Rows of the resident points.
    """
    groups = study.groups(level)
    return Groups(groups.area[rows], groups.count, groups.weight[rows])


def _points(study: Study, ages: Sequence[int]) -> pd.DataFrame:
    residents = study.residents
    codes = study.areas.buurten[BUURT].to_numpy(dtype=object)
    columns = {"x": residents.x, "y": residents.y, "people": residents.weight}
    columns |= {str(age): study.ages[age] for age in ages}
    rounded = {name: np.round(values, 1 if name in ("x", "y") else 6) for name, values in columns.items()}
    return pd.DataFrame({"code": codes[residents.area], **rounded})


def _unlike_buurten(one: Study, other: Study) -> set[str]:
    """The buurten of both whose published number of inhabitants is not the same, as of one without an address."""
    people = [study.areas.buurten.set_index(BUURT)["inwoners"].astype(float) for study in (one, other)]
    mine, theirs = people[0].align(people[1], join="inner")
    return set(mine.index[~np.isclose(mine, theirs, rtol=0, atol=SAME, equal_nan=True)])
