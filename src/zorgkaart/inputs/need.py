"""How much use people make of a kind of site, by their age and, where known, their sex: a table of the project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.errors import Problems
from zorgkaart.inputs.age_classes import AgeClasses
from zorgkaart.inputs.age_names import WOMEN, AgeClass, check_whole, class_of_cell, in_words
from zorgkaart.inputs.table_files import read_table
from zorgkaart.inputs.tables import as_number, as_text, listed, renamed, rows_named

MEN = "mannen"
SEXES = ("", WOMEN, MEN)
NEEDED = ("leeftijdsklasse", "gebruik_per_jaar", "bron")
SEX = "geslacht"
Rates = Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True)
class UseRate:
    """The use that a person of some ages makes.

    Attributes
    ----------
    ages : AgeClass
        Which ages.
    sex : str
        ``vrouwen``, ``mannen``, or ``""`` for both alike.
    per_year : float
        Use per person and year, in the unit that the project names.
    """

    ages: AgeClass
    sex: str
    per_year: float


def read_need(path: Path, problems: Problems) -> tuple[UseRate, ...] | None:
    """Read a table of use by age.

    Parameters
    ----------
    path : Path
        A table with ``leeftijdsklasse`` (``0-4``, ``75+``), ``gebruik_per_jaar`` (0 or more), ``bron`` and, where men
        and women differ, ``geslacht`` (``vrouwen``, ``mannen`` or empty for both). Each age of each sex stands in
        one row.
    problems : Problems
        Gets what is wrong.

    Returns
    -------
    tuple of UseRate or None
        In the order of the table; None if `problems` got a fatal problem.
    """
    frame = read_table(path, problems)
    if frame is None:
        return None
    before, where = len(problems.fatal), path.name
    frame = renamed(frame, {}, (*NEEDED, SEX))[0]
    missing = [name for name in NEEDED if name not in frame.columns]
    if missing or frame.empty:
        has = ", ".join(map(str, frame.columns)) if missing else "no rows"
        problems.add(
            where,
            f"a table of need has {', '.join(NEEDED)} and a row per class of age; it has {has}",
            "Rename the columns, or add what is missing.",
        )
        return None
    ages = as_text(frame["leeftijdsklasse"]).map(class_of_cell)
    use, wrong = as_number(frame["gebruik_per_jaar"])
    sex = as_text(frame[SEX]).str.lower() if SEX in frame else pd.Series("", index=frame.index)
    for bad, what, todo in (
        (ages.isna(), "leeftijdsklasse is no class of age", "Write 0-4 for ages 0 up to 4, and 75+ for 75 and over."),
        (
            wrong | ~(use >= 0),
            "gebruik_per_jaar is no number of 0 or more",
            "Correct it; where there is no use, write 0.",
        ),
        (~sex.isin(SEXES), "geslacht is not known", "Write vrouwen or mannen, or leave it empty for both."),
        (as_text(frame["bron"]) == "", "there is no bron", "Say where the number comes from."),
    ):
        if bad.any():
            problems.add(where, f"{rows_named(frame.index[bad])}: {what}", todo)
    if len(problems.fatal) > before:
        return None
    rates = tuple(UseRate(*row) for row in zip(ages, sex, use.astype(float), strict=True))
    if not any(rate.per_year for rate in rates):
        problems.add(where, "gebruik_per_jaar is 0 at every age", "Give the use of at least one class of age.")
    sexes = (WOMEN, MEN) if any(rate.sex for rate in rates) else ("",)
    for one in sexes:
        mine = [rate.ages for rate in rates if rate.sex in ("", one)]
        if mine:
            check_whole(mine, f"{where} ({one})" if one else where, problems)
        else:
            problems.add(where, f"there is no row of {one}", "Give their use too; where there is none, write 0.")
    return rates if len(problems.fatal) == before else None


def rates_by_class(rates: Sequence[UseRate], ages: AgeClasses, where: str, problems: Problems) -> Rates | None:
    """The use of each class of age that a project knows its inhabitants of.

    A class within one of the table has its use. A class that several of the table fill gets their mean, each counting
    as many years as it has: within a class people are taken to be spread evenly over the years.

    Parameters
    ----------
    rates : sequence of UseRate
        Together they have every age of each sex once.
    ages : AgeClasses
        The inhabitants.
    where : str
        The name of the table.
    problems : Problems
        Gets which classes cross each other, and of which ages the women are not known.

    Returns
    -------
    mapping of str to (classes,) float64, or None
        By sex (:data:`SEXES`) the use per person and year; None if `problems` got a fatal problem.
    """
    before = len(problems.fatal)
    result = {sex: np.zeros(len(ages.classes)) for sex in SEXES}
    crossing: list[str] = []
    for number, mine in enumerate(ages.classes):
        met = [rate for rate in rates if rate.ages.meets(mine)]
        for rate in met:
            part = _part(mine, rate.ages)
            if part is None:
                crossing.append(
                    f"{mine} / {in_words(sorted({rate.ages for rate in met}, key=lambda item: item.lower))}"
                )
                break
            result[rate.sex][number] += part * rate.per_year
    if crossing:
        problems.add(
            where,
            f"classes of age cross those of the inhabitants: {listed(crossing)}",
            "Give the use of the classes before the stroke, or ages of which no class lies across two of this table.",
        )
    unknown = np.isnan(ages.women).all(axis=0)
    asked = np.any([result[sex] > 0 for sex in (WOMEN, MEN)], axis=0)
    if (unknown & asked).any():
        absent = [str(item) for item, missing in zip(ages.classes, unknown & asked, strict=True) if missing]
        problems.add(
            where,
            f"the use of men and women differs, and the table of ages has no women of {listed(absent)}",
            "Add columns such as vrouwen_15_19 to that table, or give one use for both.",
        )
    return result if len(problems.fatal) == before else None


def need_per_buurt(rates: Rates, ages: AgeClasses) -> NDArray[np.float64]:
    """The use of all inhabitants of each buurt.

    Parameters
    ----------
    rates : mapping of str to (classes,) float64
        As :func:`rates_by_class` gives them.
    ages : AgeClasses
        The inhabitants.

    Returns
    -------
    (buurten,) float64
        Per year; NaN where the inhabitants of an age that makes use are unknown.
    """
    total = np.zeros(len(ages.counts))
    for sex, per_year in rates.items():
        used = per_year > 0
        total += ages.of_sex(sex)[:, used] @ per_year[used]
    return total


def _part(mine: AgeClass, theirs: AgeClass) -> float | None:
    """Which part of my years lies in theirs; None where that takes more than even spreading within whole classes."""
    if theirs.holds(mine):
        return 1.0
    if mine.years is not None and theirs.years is not None and mine.holds(theirs):
        return theirs.years / mine.years
    return None
