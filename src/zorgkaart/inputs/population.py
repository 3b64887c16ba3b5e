"""A user's table of inhabitants by age in other years: a row per area and year, with classes of any width."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.errors import Problems
from zorgkaart.inputs.age_names import EVERYONE, AgeClass, check_whole, class_of_column
from zorgkaart.inputs.areas import Areas
from zorgkaart.inputs.table_files import read_table
from zorgkaart.inputs.tables import as_number, as_text, listed, plain_header, renamed, rows_named

LEVELS = {"buurtcode": "buurten", "wijkcode": "wijken", "gemeentecode": "gemeenten"}
YEAR, INHABITANTS = "jaar", "inwoners"
# Classes may be off from a total by the rounding of both; more than this part of it is no rounding.
ROUNDED_SHARE, ROUNDED_TO = 0.01, 10.0
# Regional forecasts of CBS of which the ages were taken back in July 2023: those of 2019 and 2022.
WITHDRAWN = re.compile(r"84525NED|85171NED|85173NED|regionale prognose (?:2019|2022)", re.IGNORECASE)
Counts = NDArray[np.float64]


@dataclass(frozen=True)
class Population:
    """Inhabitants of areas in some years.

    Attributes
    ----------
    code : str
        ``buurtcode``, ``wijkcode`` or ``gemeentecode``: of which level the areas are.
    codes : tuple of str
        The areas, all of them areas of the project.
    classes : tuple of AgeClass
        Youngest first; empty where the table has no ages.
    counts : dict of int to (areas, classes) float64
        By year; NaN where unknown.
    totals : dict of int to (areas,) float64
        All inhabitants, by year; NaN where unknown.
    """

    code: str
    codes: tuple[str, ...]
    classes: tuple[AgeClass, ...]
    counts: dict[int, Counts]
    totals: dict[int, Counts]


def read_population(
    path: Path, years: Sequence[int], areas: Areas, problems: Problems, *, source: str = ""
) -> Population | None:
    """Read the inhabitants of some years.

    Parameters
    ----------
    path : Path
        A table with ``buurtcode``, ``wijkcode`` or ``gemeentecode``, ``jaar``, and columns such as ``leeftijd_0_4`` and
        ``leeftijd_95`` (95 and over), or ``inwoners`` alone: then nothing is known of ages. Empty cells are not known.
    years : sequence of int
        Which years are needed; others are not read.
    areas : Areas
        Those of the project.
    problems : Problems
        Gets what is wrong: borders that differ, ages that do not add up, and ages that CBS took back.
    source : str
        What the project says of the table.

    Returns
    -------
    Population or None
        None if `problems` got a fatal problem.
    """
    frame = read_table(path, problems)
    if frame is None:
        return None
    before, where = len(problems.fatal), path.name
    frame = renamed(frame, {}, (*LEVELS, YEAR, INHABITANTS))[0]
    _say_withdrawn(frame, f"{path.name} {source}", where, problems)
    columns = _class_columns(frame)
    code = next((name for name in LEVELS if name in frame), None)
    if code is None or YEAR not in frame or not (columns or INHABITANTS in frame):
        problems.add(
            where,
            f"a table of inhabitants in other years has a code ({', '.join(LEVELS)}), {YEAR}, and columns such as "
            f"{EVERYONE}_0_4 and {EVERYONE}_95; it has {', '.join(map(str, frame.columns))}",
            "Rename the columns.",
        )
        return None
    if columns:
        check_whole(list(columns), where, problems)
    table = pd.DataFrame({code: as_text(frame[code]), YEAR: as_number(frame[YEAR])[0]}, index=frame.index)
    classes = tuple(sorted(columns, key=lambda item: item.lower))
    for name in [*(columns[item] for item in classes), *([INHABITANTS] if INHABITANTS in frame else [])]:
        table[name] = _people(frame[name], where, problems)
    table = table[table[YEAR].isin(list(years))]
    _check_rows(table, code, years, where, problems)
    if len(problems.fatal) > before:
        return None
    known = getattr(areas, LEVELS[code])[code]
    _check_borders(table[code], known, areas, code, where, problems)
    if len(problems.fatal) > before:
        return None
    codes = tuple(item for item in known if item in set(table[code]))
    names = [columns[item] for item in classes]
    by_year = {year: table[table[YEAR] == year].set_index(code).reindex(codes) for year in years}
    counts = {year: rows[names].to_numpy(dtype=np.float64) for year, rows in by_year.items()}
    totals = {year: _totals(rows, counts[year], where, problems) for year, rows in by_year.items()}
    if not classes:
        problems.add(
            where,
            "it has no ages, so that nothing is known of the older inhabitants of other years",
            f"Add columns such as {EVERYONE}_65_69; ages are not taken in proportion to the inhabitants.",
            fatal=False,
        )
    return Population(code, codes, classes, counts, totals)


def _say_withdrawn(frame: pd.DataFrame, named: str, where: str, problems: Problems) -> None:
    texts = [named, *map(str, frame.columns)]
    texts += [str(value) for name in frame.columns if frame[name].dtype == object for value in frame[name].unique()]
    if any(WITHDRAWN.search(text) for text in texts):
        problems.add(
            where,
            "it says that it is the regional forecast of CBS of 2019 or 2022 (84525NED, 85171NED), of which CBS took "
            "back the ages per gemeente in July 2023",
            "Use a later forecast; do not publish the figures by age that follow from this one.",
            fatal=False,
        )


def _class_columns(frame: pd.DataFrame) -> dict[AgeClass, str]:
    mine = [str(name) for name in frame.columns if plain_header(str(name)).startswith(EVERYONE)]
    classes = {name: class_of_column(name, EVERYONE) for name in mine}
    return {item: name for name, item in classes.items() if item is not None}


def _people(values: pd.Series, where: str, problems: Problems) -> pd.Series:
    numbers, wrong = as_number(values)
    wrong |= numbers < 0
    if wrong.any():
        problems.add(
            where,
            f"{rows_named(values.index[wrong])}: {values.name} is not a number of people",
            "Correct it, or leave the cell empty where the number is not known.",
        )
    return numbers


def _check_rows(table: pd.DataFrame, code: str, years: Sequence[int], where: str, problems: Problems) -> None:
    absent = [str(year) for year in years if not (table[YEAR] == year).any()]
    if absent:
        problems.add(where, f"it has no rows of {listed(absent)}", "Add them, or choose a year that the table has.")
    twice = table.duplicated([code, YEAR], keep=False)
    if twice.any():
        problems.add(
            where, f"{rows_named(table.index[twice])}: the same {code} and year", "Keep one row per area and year."
        )


def _check_borders(theirs: pd.Series, ours: pd.Series, areas: Areas, code: str, where: str, problems: Problems) -> None:
    """A table of other borders is refused: people of an area that was split or joined cannot be placed."""
    lived_in = getattr(areas, LEVELS[code])["inwoners"].to_numpy() > 0
    absent = ours[~ours.isin(set(theirs)) & lived_in]
    strange = sorted(set(theirs) - set(ours))
    near = (
        strange if code == "gemeentecode" else [item for item in strange if item[2:6] in {one[2:6] for one in absent}]
    )
    if not ours.isin(set(theirs)).any() or (len(absent) and near):
        problems.add(
            where,
            f"it is about other borders: of the areas of the project it lacks {listed(absent)}, and it has "
            f"{listed(near) or 'none'} instead",
            f"Bring it to the borders of [areas]: for each {code} of its own, decide to which of ours its people go.",
        )
    elif len(absent):
        problems.add(
            where,
            f"it lacks {listed(absent)}; how many people live there in other years is unknown",
            "Add rows for these areas.",
            fatal=False,
        )


def _totals(rows: pd.DataFrame, counts: Counts, where: str, problems: Problems) -> Counts:
    """All inhabitants: as the table says, else the sum of its classes; the two must add up."""
    summed = counts.sum(axis=1) if counts.shape[1] else np.full(len(rows), np.nan)
    if INHABITANTS not in rows:
        return np.asarray(summed, dtype=np.float64)
    said = rows[INHABITANTS].to_numpy(dtype=np.float64)
    off = np.abs(summed - said) > np.maximum(ROUNDED_TO, ROUNDED_SHARE * said)
    if off.any():
        first = int(np.flatnonzero(off)[0])
        problems.add(
            where,
            f"{listed(rows.index[off])}: the classes of age do not add up to {INHABITANTS} "
            f"(the first: {summed[first]:,.0f} and {said[first]:,.0f})",
            "Correct the numbers, or leave out the total.",
        )
    filled: Counts = np.where(np.isnan(summed), said, summed)
    return filled
