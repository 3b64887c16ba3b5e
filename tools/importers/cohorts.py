"""A forecast of inhabitants by age from cohort-change ratios, after Hamilton and Perry.

Hamilton and Perry (1962), *Social Forces* 41, 163-170. Two counts by five-year class some years apart tell how much
bigger or smaller a cohort became by deaths and moves together; the same ratio is then held for the years to come. The
counts here are three years apart, which five-year classes cannot follow, so classes are first parted into single years.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

Float = NDArray[np.float64]
# Five-year classes up to 95, and those of 95 and over: their ages, single years and the open end.
WIDTH, CLOSED = 5, 19
OPEN = WIDTH * CLOSED
CLASSES = CLOSED + 1
# Women in their fertile years, and the class that children of up to four make.
FERTILE = slice(15, 50)
SMALL = 1e-9
# So often the yearly ratios are set right by the count that they give: within a part in a million on real counts.
ROUNDS = 60


def single_years(classes: Float) -> Float:
    """Part five-year classes into single years.

    The sum up to each age is a monotone cubic through the sums up to the borders of the classes (Fritsch and Carlson),
    so that every class keeps its people and no age has fewer than none.

    Parameters
    ----------
    classes : (..., 20) float64
        People from 0-4 to 90-94, and of 95 and over.

    Returns
    -------
    (..., 96) float64
        People of 0 to 94, and of 95 and over.
    """
    borders = np.arange(0, OPEN + 1, WIDTH)
    below = np.concatenate([np.zeros((*classes.shape[:-1], 1)), np.cumsum(classes[..., :CLOSED], axis=-1)], axis=-1)
    curve = PchipInterpolator(borders, below, axis=-1)(np.arange(OPEN + 1))
    return np.concatenate([np.diff(curve, axis=-1), classes[..., CLOSED:]], axis=-1)


def five_years(single: Float) -> Float:
    """Put single years together into five-year classes: (..., 96) becomes (..., 20)."""
    closed = single[..., :OPEN].reshape(*single.shape[:-1], CLOSED, WIDTH).sum(axis=-1)
    return np.concatenate([closed, single[..., OPEN:]], axis=-1)


def a_year_older(single: Float) -> Float:
    """Everyone one year older; nobody is nought, and who is 95 or over stays there."""
    older = np.zeros_like(single)
    older[..., 1:OPEN] = single[..., : OPEN - 1]
    older[..., OPEN] = single[..., OPEN - 1] + single[..., OPEN]
    return older


@dataclass(frozen=True)
class Change:
    """What becomes of the people of each group in a year.

    Attributes
    ----------
    ratio : (groups, sexes, 96) float64
        People who reach an age, divided by those who were a year younger a year before.
    born : (groups, sexes) float64
        Children of an age under five per woman of 15 to 49; the sexes apart.
    """

    ratio: Float
    born: Float


def cohort_change(before: Float, after: Float, *, years: int) -> Change:
    """How cohorts changed between two counts, with the ratios of small groups drawn to those of all together.

    A count is taken for Poisson around the ratio of its group times the people who could have aged into it, and the
    ratios of groups for gamma around that of all: the ratio that is used is (after + k x ratio of all) / (aged + k), in
    which k follows per class and sex from how much more groups differ than chance makes them (method of moments).

    Parameters
    ----------
    before, after : (groups, 2, 20) float64
        Men and women per five-year class.
    years : int
        Between the two.

    Returns
    -------
    Change
        Ratios per year, one for all ages of a class, with which the forecast over `years` gives every class from 5-9 on
        its drawn count. Children under five are carried on as they are, since births stand for those who are still
        there at these ages.
    """
    aged = single_years(before)
    for _ in range(years):
        aged = a_year_older(aged)
    base = five_years(aged)
    wanted = shrunk_ratio(base, after) * base
    yearly = np.divide(wanted, base, out=np.ones_like(base), where=base > 0) ** (1 / years)
    for _ in range(ROUNDS):
        given = single_years(before)
        for _ in range(years):
            given = a_year_older(given) * _of_ages(yearly)
        off = np.divide(wanted, five_years(given), out=np.ones_like(base), where=five_years(given) > 0)
        yearly = yearly * off ** (1 / years)
    women = after[:, 1, FERTILE.start // WIDTH : FERTILE.stop // WIDTH].sum(axis=-1)
    everyone = after[..., 0].sum(axis=0) / max(float(women.sum()), SMALL)
    born = np.where(women[:, None] > 0, after[..., 0] / np.maximum(women, SMALL)[:, None], everyone) / WIDTH
    return Change(_of_ages(yearly), born)


def _of_ages(classes: Float) -> Float:
    """The ratio of its class for every age, and one for children under five."""
    ages = np.repeat(classes, [WIDTH] * CLOSED + [1], axis=-1)
    ages[..., :WIDTH] = 1.0
    return ages


def shrunk_ratio(base: Float, after: Float) -> Float:
    """The ratio of two counts per group and class, drawn to that of all groups as far as groups differ by chance.

    Parameters
    ----------
    base, after : (groups, sexes, classes) float64
        Counts to divide by, and to divide.

    Returns
    -------
    (groups, sexes, classes) float64
        That of all groups where a group has nobody to divide by; 1 where no group has.
    """
    there, here = base.sum(axis=0), after.sum(axis=0)
    every = np.divide(here, there, out=np.ones_like(there), where=there > 0)
    beyond_chance = ((after - every * base) ** 2 - every * base).sum(axis=0)
    spread = np.divide(beyond_chance, (base**2).sum(axis=0), out=np.zeros_like(there), where=there > 0)
    # No more difference than chance makes: the groups all have the ratio of all.
    weight = np.divide(every, spread, out=np.full_like(there, np.inf), where=spread > 0)
    own = np.where(np.isinf(weight), 0.0, base / np.where(np.isinf(weight), 1.0, base + weight + SMALL))
    mine = np.divide(after, base, out=np.zeros_like(base), where=base > 0)
    drawn: Float = own * mine + (1 - own) * every
    return drawn


def forecast(start: Float, change: Change, *, years: int) -> Float:
    """The inhabitants of groups from year to year.

    Parameters
    ----------
    start : (groups, 2, 96) float64
        Men and women by single years of age.
    change : Change
        What becomes of them in a year.
    years : int
        How far to go.

    Returns
    -------
    (years + 1, groups, 2, 96) float64
        The first is `start`.
    """
    path = [start]
    for _ in range(years):
        older = a_year_older(path[-1]) * change.ratio
        older[..., 0] = change.born * older[:, 1, FERTILE].sum(axis=-1)[:, None]
        path.append(older)
    return np.stack(path)


def shared_out(start: Float, group: NDArray[np.int64], path: Float, *, settled: int) -> Float:
    """Share the inhabitants of groups out over their areas, from year to year.

    Until an age at which most people have settled, an area keeps its part of the group's people of each age: students
    come and go. From then on the people who live there grow older there, at the ratios of their group.

    Parameters
    ----------
    start : (areas, 96) float64
        People by single years of age.
    group : (areas,) int64
        Of which group each is.
    path : (years + 1, groups, 96) float64
        What the groups have from year to year; the first is the sum of `start`.
    settled : int
        The first age from which the people of an area are followed.

    Returns
    -------
    (years + 1, areas, 96) float64
        Of every year and age they add up to `path`, as far as an area of the group has people of that age.
    """
    every = [start]
    part = np.divide(start, path[0][group], out=np.zeros_like(start), where=path[0][group] > 0)
    for now, after in pairwise(path):
        older = a_year_older(now)
        ratio = np.divide(after, older, out=np.zeros_like(older), where=older > 0)
        followed = a_year_older(every[-1]) * ratio[group]
        followed[:, :settled] = part[:, :settled] * after[group][:, :settled]
        every.append(followed)
    return np.stack(every)
