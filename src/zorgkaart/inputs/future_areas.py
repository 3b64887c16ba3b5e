"""The areas of a project with the inhabitants of another year, from a table of those."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from zorgkaart.errors import Problems
from zorgkaart.inputs.age_classes import AgeClasses
from zorgkaart.inputs.age_names import AgeClass, in_words
from zorgkaart.inputs.areas import Areas
from zorgkaart.inputs.population import Population, read_population
from zorgkaart.inputs.residents import Residents
from zorgkaart.inputs.schema import AGED
from zorgkaart.project.futures import FutureSection

Float = NDArray[np.float64]
YOUNG = "inwoners_0_15"
# Percentages of wijken and gemeenten: from which age up to which.
PARTS = {
    "pct_0_15": (0, 15),
    "pct_15_25": (15, 25),
    "pct_25_45": (25, 45),
    "pct_45_65": (45, 65),
    "pct_65plus": (65, None),
}


@dataclass(frozen=True)
class Outlook:
    """The inhabitants of another year.

    Attributes
    ----------
    year : int
        Which year.
    areas : Areas
        The areas with these inhabitants; the very same as the present ones if nobody is added or gone.
    present : Areas
        The areas as they are now.
    problems : Problems
        What was found wrong with the table without stopping the run.
    """

    year: int
    areas: Areas
    present: Areas
    problems: Problems

    def moved(self, residents: Residents) -> Residents:
        """The points at which people live, with the inhabitants of the year, at the addresses of now.

        Parameters
        ----------
        residents : Residents
            As they are now: within a buurt people are spread as they are now, or evenly where nobody lives now.
        """
        if self.areas is self.present:
            return residents
        now, then = (areas.buurten["inwoners"].to_numpy(dtype=np.float64) for areas in (self.present, self.areas))
        here = np.nan_to_num(residents.per_area(len(now)))
        growth = np.divide(then, now, out=np.full(len(now), np.nan), where=now > 0)
        points = np.bincount(residents.area, minlength=len(now))
        evenly = np.divide(then, points, out=np.full(len(now), np.nan), where=points > 0)
        weight = np.where(
            (here > 0)[residents.area] & (now > 0)[residents.area],
            residents.weight * growth[residents.area],
            evenly[residents.area],
        )
        return replace(residents, weight=weight)


def read_outlook(section: FutureSection, areas: Areas, problems: Problems) -> Outlook | None:
    """Read the inhabitants of a year to come, and bring the areas to them.

    Parameters
    ----------
    section : FutureSection
        The year and its table.
    areas : Areas
        As they are now.
    problems : Problems
        Gets what is wrong.

    Returns
    -------
    Outlook or None
        None if `problems` got a fatal problem.
    """
    mine = Problems()
    years = sorted({section.year, *([] if section.since is None else [section.since])})
    population = read_population(section.population, years, areas, mine, source=section.source)
    then = None
    if population is not None:
        then = in_year(areas, population, section.year, mine, since=section.since, where=section.population.name)
    problems.items.extend(mine)
    return then


def in_year(
    areas: Areas, population: Population, year: int, problems: Problems, *, since: int | None = None, where: str = ""
) -> Outlook | None:
    """Bring the areas to a year of a table.

    Within an area of the table each class of age is spread over its buurten as that class lives there now, as far as
    that is known. A buurt of which the ages are not known now is not known then either; a table without any ages gives
    inhabitants alone.

    Parameters
    ----------
    areas : Areas
        As they are now.
    population : Population
        The table, with `year` and, where given, `since`.
    year : int
        Which year.
    problems : Problems
        Gets whether its classes fit those of the project.
    since : int, optional
        Take the change from this year on over from the table, in place of its numbers: for a table that begins with
        another number of inhabitants than the areas have.
    where : str
        The name of the table.

    Returns
    -------
    Outlook or None
        With buurten, wijken and gemeenten of that year. Households are not known then. None if `problems` got a fatal
        problem.
    """
    if year == since:
        return Outlook(year, areas, areas, problems)
    row = pd.Index(population.codes).get_indexer(areas.buurten[population.code])
    inhabitants = areas.buurten["inwoners"].to_numpy(dtype=np.float64)
    then, ages = inhabitants, areas.age_classes
    if not population.classes:
        base = None if since is None else population.totals[since]
        then, ages = _grown(inhabitants, row, population.totals[year], base), None
    else:
        members = _members(population.classes, ages, where, problems)
        if members is None or ages is None:
            return None
        counts = None if since is None else population.counts[since]
        older = _aged(ages, members, population.counts[year], counts, row)
        # Where the ages are not known, the table may still have the inhabitants together.
        base = None if since is None else population.totals[since]
        together = _grown(inhabitants, row, population.totals[year], base)
        if not np.array_equal(older.counts, ages.counts, equal_nan=True):
            then, ages = np.where(np.isnan(older.totals), together, older.totals), older
    same = np.array_equal(then, inhabitants, equal_nan=True)
    return Outlook(year, areas if same else _with(areas, then, ages), areas, problems)


def _members(
    classes: Sequence[AgeClass], present: AgeClasses | None, where: str, problems: Problems
) -> list[list[int]] | None:
    """Which classes of now make up each of the table; None if they do not."""
    if present is None:
        problems.add(
            where,
            "the inhabitants of other years are by age, and those of now are not",
            "Name a table of the ages of now with age_classes in [areas].",
        )
        return None
    members_of = [_within(item, present.classes) for item in classes]
    if wrong := [item for item, members in zip(classes, members_of, strict=True) if members is None]:
        problems.add(
            where,
            f"the ages {in_words(wrong)} cross those of now ({in_words(present.classes)})",
            "Use classes that each hold whole ones of these.",
        )
        return None
    return [members for members in members_of if members is not None]


def _aged(
    present: AgeClasses, members: Sequence[list[int]], then: Float, base: Float | None, row: NDArray[np.intp]
) -> AgeClasses:
    counts, women = np.full_like(present.counts, np.nan), np.full_like(present.women, np.nan)
    for number, mine in enumerate(members):
        now = present.counts[:, mine]
        together = now.sum(axis=1)
        later = _grown(together, row, then[:, number], None if base is None else base[:, number])
        share = np.divide(now, together[:, None], out=np.full_like(now, 1 / len(mine)), where=together[:, None] > 0)
        same = (later == together)[:, None]
        counts[:, mine] = np.where(same, now, share * later[:, None])
        part = np.divide(present.women[:, mine], now, out=np.full_like(now, np.nan), where=now > 0)
        women[:, mine] = np.where(same, present.women[:, mine], part * counts[:, mine])
    # Where nobody of a class lives now there is no share of women to hold on to; of none, none are women.
    none = (counts == 0) & ~np.isnan(present.women)
    return replace(present, counts=counts, women=np.where(none, 0.0, women))


def _within(mine: AgeClass, present: tuple[AgeClass, ...]) -> list[int] | None:
    """Which classes of now make up one of the table; None if they do not."""
    members = [number for number, item in enumerate(present) if mine.holds(item)]
    met = [number for number, item in enumerate(present) if mine.meets(item)]
    return members if members == met and members else None


def _grown(now: Float, row: NDArray[np.intp], then: Float, base: Float | None) -> Float:
    """(buurten,): the people of a class then, from those of now and those of the areas of a table, `row` per buurt."""
    inside, areas = row >= 0, len(then)
    parts = np.bincount(row[inside], minlength=areas)
    evenly = (then / np.maximum(parts, 1))[row]
    if base is not None:
        factor = np.divide(then, base, out=np.full(areas, np.nan), where=base > 0)
        # Where there was nobody to grow from, what the table has then is shared out evenly.
        grown = np.where((base == 0)[row] & (now == 0), evenly, now * factor[row])
        return np.where(inside, grown, np.nan)
    lived = np.bincount(row[inside], np.nan_to_num(now[inside]), areas)
    share = np.divide(now, lived[row], out=np.full(len(now), np.nan), where=lived[row] > 0)
    shared = np.where(lived[row] > 0, share * then[row], np.where(np.isnan(now), np.nan, evenly))
    # A buurt that is an area of the table has its number, whatever is known of now.
    own = parts[row] == 1
    return np.where(inside, np.where(own, then[row], shared), np.nan)


def _with(areas: Areas, inhabitants: Float, ages: AgeClasses | None) -> Areas:
    """The areas with other inhabitants; what follows from ages is unknown where they are."""
    known = {"inwoners": inhabitants, YOUNG: _between(ages, 0, 15, len(inhabitants))}
    known |= {column: _between(ages, age, None, len(inhabitants)) for age, column in AGED.items()}
    buurten = areas.buurten
    held = {column: people for column, people in known.items() if column in buurten}
    buurten = buurten.assign(**held, huishoudens=np.nan)
    return replace(
        areas,
        buurten=buurten,
        wijken=_summed(areas.wijken, buurten, ages, "wijkcode"),
        gemeenten=_summed(areas.gemeenten, buurten, ages, "gemeentecode"),
        age_classes=ages,
    )


def _between(ages: AgeClasses | None, first: int, end: int | None, count: int) -> Float:
    """(buurten,): people of an age and over, up to another; NaN where no class begins or ends there."""
    if ages is None:
        return np.full(count, np.nan)
    older, oldest = ages.from_age(first), None if end is None else ages.from_age(end)
    if older is None or (end is not None and oldest is None):
        return np.full(count, np.nan)
    return older if oldest is None else older - oldest


def _summed(group: GeoDataFrame, buurten: GeoDataFrame, ages: AgeClasses | None, code: str) -> GeoDataFrame:
    """A wijk or gemeente is the sum of what is known of its buurten."""
    if not len(group):
        return group

    def total(values: Float) -> Float:
        sums = pd.Series(values).groupby(buurten[code].to_numpy()).sum(min_count=1).reindex(group[code])
        return np.asarray(sums.to_numpy(dtype=np.float64))

    people = total(buurten["inwoners"].to_numpy(dtype=np.float64))
    columns = {"inwoners": people, "huishoudens": np.full(len(group), np.nan)}
    for name, (first, end) in PARTS.items():
        part = total(_between(ages, first, end, len(buurten)))
        columns[name] = np.divide(100 * part, people, out=np.full(len(group), np.nan), where=people > 0)
    return group.assign(**{name: values for name, values in columns.items() if name in group})
