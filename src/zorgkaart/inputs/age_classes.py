"""Inhabitants by class of age per buurt: a table beside the areas, with classes of any width."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from zorgkaart.errors import Problems
from zorgkaart.inputs.age_names import EVERYONE, WOMEN, AgeClass, check_whole, class_of_column
from zorgkaart.inputs.beside import ROUNDED_TO, check_order, people_of
from zorgkaart.inputs.schema import AGED
from zorgkaart.inputs.table_files import read_table
from zorgkaart.inputs.tables import listed, plain_header, renamed


@dataclass(frozen=True)
class AgeClasses:
    """Inhabitants per buurt and class of age.

    Attributes
    ----------
    classes : tuple of AgeClass
        Youngest first; every age is in one of them.
    counts : (buurten, classes) float64
        Inhabitants, in the order of the buurten of the project; NaN where unknown.
    women : (buurten, classes) float64
        The women among them; NaN where unknown, so everywhere in a class of which the table says nothing of women.
    """

    classes: tuple[AgeClass, ...]
    counts: NDArray[np.float64]
    women: NDArray[np.float64]

    @property
    def totals(self) -> NDArray[np.float64]:
        """(buurten,) float64: inhabitants of all classes; NaN where that of one is unknown."""
        everyone: NDArray[np.float64] = self.counts.sum(axis=1)
        return everyone

    def of_sex(self, sex: str) -> NDArray[np.float64]:
        """(buurten, classes) float64: all inhabitants (``""``), the ``vrouwen`` or the ``mannen`` among them."""
        return {"": self.counts, WOMEN: self.women}.get(sex, self.counts - self.women)

    def from_age(self, age: int) -> NDArray[np.float64] | None:
        """(buurten,) float64: inhabitants of an age and over; None where no class begins at that age."""
        if all(item.lower != age for item in self.classes):
            return None
        older: NDArray[np.float64] = self.counts[:, [item.lower >= age for item in self.classes]].sum(axis=1)
        return older


def read_age_classes(path: Path, buurten: GeoDataFrame, problems: Problems) -> AgeClasses | None:
    """Read a table of inhabitants by age per buurt.

    Parameters
    ----------
    path : Path
        A table with ``buurtcode`` and a column per class: ``leeftijd_0_4``, ``leeftijd_95`` (95 and over); of women
        ``vrouwen_15_19``, of as many of these classes as are known. Empty cells are not known. It may have more
        buurten than these.
    buurten : GeoDataFrame
        ``buurtcode`` and ``inwoners`` of each.
    problems : Problems
        Gets what is wrong, and how many buurten the table lacks.

    Returns
    -------
    AgeClasses or None
        In the order of `buurten`; None if `problems` got a fatal problem.
    """
    frame = read_table(path, problems)
    if frame is None:
        return None
    before, where = len(problems.fatal), path.name
    frame = renamed(frame, {}, ("buurtcode",))[0]
    columns = {prefix: _class_columns(frame, prefix, where, problems) for prefix in (EVERYONE, WOMEN)}
    everyone, women = columns[EVERYONE], columns[WOMEN]
    if "buurtcode" not in frame or not everyone:
        problems.add(
            where,
            f"a table of ages in classes needs buurtcode and columns such as {EVERYONE}_0_4 and {EVERYONE}_95; "
            f"it has {', '.join(map(str, frame.columns))}",
            "Rename the columns.",
        )
        return None
    check_whole(list(everyone), where, problems)
    if loose := [name for item, name in women.items() if item not in everyone]:
        problems.add(
            where,
            f"{listed(loose)}: there is no column of all inhabitants of these ages",
            "Use the same classes for women as for all inhabitants.",
        )
    names = [*everyone.values(), *women.values()]
    people = people_of(frame, names, buurten, where, problems) if len(problems.fatal) == before else None
    if people is None:
        return None
    classes = tuple(sorted(everyone, key=lambda item: item.lower))
    result = AgeClasses(
        classes,
        people[[everyone[item] for item in classes]].to_numpy(),
        np.column_stack([people[women[item]] if item in women else np.full(len(people), np.nan) for item in classes]),
    )
    _check_women(result, buurten, where, problems)
    _check_totals(result, buurten, where, problems)
    return result if len(problems.fatal) == before else None


def with_older(buurten: GeoDataFrame, ages: AgeClasses, where: str, problems: Problems) -> GeoDataFrame:
    """Return the buurten with their inhabitants of 75 and of 85 and over, where classes of age begin there.

    Parameters
    ----------
    buurten : GeoDataFrame
        ``inwoners_65plus`` of each.
    ages : AgeClasses
        In the order of `buurten`.
    where : str
        The name of the file of ages.
    problems : Problems
        Gets where these are more than the people of 65 and over.
    """
    older = {name: ages.from_age(age) for age, name in AGED.items() if age > min(AGED)}
    known = {name: people for name, people in older.items() if people is not None}
    result = buurten.assign(**known)
    check_order(result, [AGED[min(AGED)], *known], where, problems)
    return result


def _class_columns(frame: pd.DataFrame, prefix: str, where: str, problems: Problems) -> dict[AgeClass, str]:
    """The columns of a prefix by their class; what looks like one and is none is a problem."""
    mine = [str(name) for name in frame.columns if plain_header(str(name)).startswith(prefix)]
    by_name = {name: class_of_column(name, prefix) for name in mine}
    if wrong := [name for name, item in by_name.items() if item is None]:
        problems.add(
            where,
            f"{listed(wrong)}: not a class of age",
            f"Write {prefix}_0_4 for ages 0 up to 4, and {prefix}_95 for 95 and over.",
        )
    result = {item: name for name, item in by_name.items() if item is not None}
    if len(result) + len(wrong) < len(mine):
        problems.add(where, f"a class of {prefix} stands in two columns", "Keep one column per class.")
    return result


def _check_women(ages: AgeClasses, buurten: GeoDataFrame, where: str, problems: Problems) -> None:
    more = (ages.women > ages.counts + ROUNDED_TO).any(axis=1)
    if more.any():
        problems.add(
            where,
            f"{listed(buurten.loc[more, 'buurtcode'])}: more women than inhabitants of some ages",
            "Correct the numbers, or use columns of the same year.",
        )


def _check_totals(ages: AgeClasses, buurten: GeoDataFrame, where: str, problems: Problems) -> None:
    """Where all classes and the inhabitants are known, they add up but for rounding."""
    known = ages.counts[~np.isnan(ages.counts)]
    in_fives = bool((known % ROUNDED_TO == 0).all())
    slack = ROUNDED_TO + (ROUNDED_TO / 2 * len(ages.classes) if in_fives else 0.0)
    inhabitants = buurten["inwoners"].to_numpy(dtype=np.float64)
    off = np.abs(ages.totals - inhabitants) > slack
    if off.any():
        first = int(np.flatnonzero(off)[0])
        problems.add(
            where,
            f"{listed(buurten.loc[off, 'buurtcode'])}: the classes of age do not add up to the inhabitants "
            f"(the first: {ages.totals[first]:,.0f}, inwoners {inhabitants[first]:,.0f})",
            "Use ages of the same year and the same borders as the buurten.",
        )
