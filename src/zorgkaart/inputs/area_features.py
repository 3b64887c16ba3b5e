"""Characteristics of areas, such as the value of homes: a table beside the buurten, to rank and to group people by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from zorgkaart.errors import Problems
from zorgkaart.inputs.table_files import read_table
from zorgkaart.inputs.tables import as_number, as_text, close_to, counted, listed, renamed, rows_named
from zorgkaart.project.plans import EquitySection

CODES = ("buurtcode", "wijkcode", "gemeentecode")
# A column with more values than this is no division into groups, but something measured.
MOST_GROUPS = 20


@dataclass(frozen=True)
class AreaFeatures:
    """What a table says of the buurten, those of the areas in their order.

    Attributes
    ----------
    rank : (buurten,) float64
        What people are ranked by; NaN where unknown.
    groups : mapping of str to (buurten,) object
        By column the group of each buurt, a text; None where unknown.
    problems : Problems
        What is wrong with the table without making it useless.
    """

    rank: NDArray[np.float64]
    groups: Mapping[str, NDArray[np.object_]] = field(default_factory=dict)
    problems: Problems = field(default_factory=Problems)


def read_area_features(section: EquitySection, buurten: GeoDataFrame, problems: Problems) -> AreaFeatures:
    """Read the characteristics of areas that a project ranks and groups people by.

    Parameters
    ----------
    section : EquitySection
        Names the table, and of it the columns to read.
    buurten : GeoDataFrame
        With ``buurtcode`` and, for a table of those, ``wijkcode`` or ``gemeentecode``.
    problems : Problems
        Gets what is wrong, and of how many buurten the table says nothing.

    Returns
    -------
    AreaFeatures
        Nothing but unknowns if `problems` got a fatal problem, or the project names no table.
    """
    nothing = AreaFeatures(np.full(len(buurten), np.nan), problems=problems)
    if section.table is None:
        return nothing
    frame = read_table(section.table, problems)
    if frame is None:
        return nothing
    where, wanted = section.table.name, [name for name in (section.rank, *section.groups) if name]
    frame = renamed(frame, {}, (*CODES, *wanted))[0]
    code = next((name for name in CODES if name in frame and name in buurten), None)
    before = len(problems.fatal)
    _check_columns(where, [str(name) for name in frame.columns], code, wanted, problems)
    if code is None or len(problems.fatal) > before:
        return nothing
    codes = as_text(frame[code])
    if (twice := codes.duplicated(keep=False)).any():
        problems.add(where, f"{rows_named(codes.index[twice])}: the same {code}", "Keep one row per area.")
        return nothing
    rank = _ranks(frame[section.rank], where, problems) if section.rank else pd.Series(np.nan, index=frame.index)
    groups = {name: _groups(frame[name], where, problems) for name in section.groups}
    row = pd.Index(codes).get_indexer(as_text(buurten[code]))
    _check_absent(where, row, problems)
    if len(problems.fatal) > before:
        return nothing
    there = row >= 0
    columns = {name: np.full(len(row), None, dtype=object) for name in groups}
    for name, column in groups.items():
        columns[name][there] = column.to_numpy(dtype=object)[row[there]]
    return AreaFeatures(
        np.where(there, rank.to_numpy(dtype=np.float64)[row], np.nan),
        columns,
        problems,
    )


def _check_columns(where: str, present: list[str], code: str | None, wanted: list[str], problems: Problems) -> None:
    if code is None:
        problems.add(
            where,
            f"a table of [equity] needs a column {', '.join(CODES[:-1])} or {CODES[-1]}, as the areas have; it has "
            f"{', '.join(present)}",
            "Rename its column of codes.",
        )
    for name in wanted:
        if name not in present:
            problems.add(
                where,
                f"there is no column '{name}', which [equity] names; it has {', '.join(present)}",
                f"{close_to(name, present)}Correct rank or groups in [equity].",
            )


def _ranks(values: pd.Series, where: str, problems: Problems) -> pd.Series:
    numbers, wrong = as_number(values)
    if wrong.any():
        problems.add(
            where,
            f"{rows_named(values.index[wrong])}: {values.name} is not a number",
            "Correct it, or leave the cell empty where it is not known.",
        )
    return numbers


def _groups(values: pd.Series, where: str, problems: Problems) -> pd.Series:
    texts = as_text(values)
    names = sorted(set(texts) - {""})
    if len(names) > MOST_GROUPS:
        problems.add(
            where,
            f"{values.name} has {len(names)} different values ({listed(names)}), more than the {MOST_GROUPS} that "
            "groups can be",
            "Name a column with classes in groups of [equity].",
        )
    return texts.where(texts != "", None)


def _check_absent(where: str, row: NDArray[np.intp], problems: Problems) -> None:
    absent = int((row < 0).sum())
    if absent == len(row):
        problems.add(where, "it has none of the areas of the project", "Use a table with the codes of the same year.")
    elif absent:
        problems.add(
            where,
            f"{counted(absent, 'buurt')} of [areas] are not in it; their characteristics are unknown",
            "Add them, or use a table of the same year and with the same borders.",
            fatal=False,
        )
