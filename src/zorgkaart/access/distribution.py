"""What people have, in order, and the order of the areas in which they live: of this inequality is measured.

What is not known is left out and counted; every sum is taken in the order of the values, so that the order of the
points changes no bit of a result.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zorgkaart.errors import InputError

Float = NDArray[np.float64]
Bounds = tuple[float, float]


@dataclass(frozen=True)
class Distribution:
    """Values of people in ascending order.

    Attributes
    ----------
    value, weight : (m,) float64
        What each has, ascending, and how many people have it; only where both are known and there is anybody.
    row : (m,) int64
        The row of each among the points that were given.
    unknown : float
        People who have no value.
    uncounted : int
        Points with a value of which the number of people is not known.
    bounds : tuple of float, optional
        The least and the most that a value can be (0 and 1 of a share); None where there is no most.
    """

    value: Float
    weight: Float
    row: NDArray[np.int64]
    unknown: float
    uncounted: int
    bounds: Bounds | None = None

    @classmethod
    def of(cls, values: ArrayLike, weight: ArrayLike, *, bounds: Bounds | None = None) -> Self:
        """Put values in order.

        Parameters
        ----------
        values : (n,) array-like
            Minutes, a share, or yes (1) and no (0); NaN where unknown.
        weight : (n,) array-like
            People of each; NaN where their number is not known.
        bounds : tuple of float, optional
            The least and the most that a value can be.

        Raises
        ------
        InputError
            If the two differ in length, or a value or number of people is negative, infinite or beyond `bounds`.
        """
        value, people = np.asarray(values, dtype=np.float64), np.asarray(weight, dtype=np.float64)
        _check(value, people, bounds)
        rows = np.flatnonzero(~np.isnan(value))
        order = rows[np.lexsort((people[rows], value[rows]))]
        return cls._kept(value[order], people, order, bounds)

    def among(self, weight: ArrayLike) -> Self:
        """The same values among other people, such as the older ones; faster than putting them in order again.

        Only points that this distribution has can be in it.

        Parameters
        ----------
        weight : (n,) array-like
            People of each of the points that were given; NaN where their number is not known.
        """
        return self._kept(self.value, np.asarray(weight, dtype=np.float64), self.row, self.bounds)

    @classmethod
    def _kept(cls, value: Float, people: Float, order: NDArray[np.int64], bounds: Bounds | None) -> Self:
        without = np.ones(len(people), dtype=bool)
        without[order] = False
        weight = people[order]
        kept = weight > 0
        unknown, uncounted = float(np.nansum(np.sort(people[without]))), int(np.isnan(weight).sum())
        return cls(value[kept], weight[kept], order[kept], unknown, uncounted, bounds)

    @cached_property
    def people(self) -> float:
        """People who have a value."""
        return float(self.weight.sum())

    @cached_property
    def mean(self) -> float:
        """The mean over people; NaN where there is nobody."""
        return float((self.weight * self.value).sum() / self.people) if self.people else np.nan

    @cached_property
    def lorenz(self) -> tuple[Float, Float]:
        """The Lorenz curve: from the least on, the part of the people and the part of all they have (0 to 1).

        Returns
        -------
        tuple of (m + 1,) float64
            Both begin with 0; NaN of a sum that is zero.
        """
        return running_shares(self.weight), running_shares(self.weight * self.value)

    def below(self, part: float) -> float:
        """The part of all that the people with least have together; who lies on the border is split.

        Parameters
        ----------
        part : float
            Which part of the people, 0 to 1.
        """
        people, total = self.lorenz
        return float(np.interp(part, people, total)) if self.people and self.mean > 0 else np.nan

    def quantile(self, part: float) -> float:
        """The lowest value that at least this part of the people does not exceed.

        Parameters
        ----------
        part : float
            Above 0 and at most 1.
        """
        if not self.people:
            return np.nan
        place = np.searchsorted(self.lorenz[0][1:], part * (1 - 1e-12))
        return float(self.value[min(int(place), len(self.value) - 1)])


@dataclass(frozen=True)
class Ranking:
    """Points in the order of a variable of their area, such as the value of homes; ties share a place.

    Attributes
    ----------
    place : (n,) int64
        0 for the lowest; -1 where the variable is not known.
    count : int
        Number of places.
    """

    place: NDArray[np.int64]
    count: int

    @classmethod
    def of(cls, variable: ArrayLike) -> Self:
        """Rank points.

        Parameters
        ----------
        variable : (n,) array-like
            NaN where unknown.
        """
        values = np.asarray(variable, dtype=np.float64)
        known = ~np.isnan(values)
        levels, place = np.unique(values[known], return_inverse=True)
        result = np.full(len(values), -1, dtype=np.int64)
        result[known] = place
        return cls(result, len(levels))


def by_place(people: Distribution, ranking: Ranking) -> tuple[Float, Float]:
    """People, and all that they have together, per place of a ranking.

    Parameters
    ----------
    people : Distribution
        What they have.
    ranking : Ranking
        Of the same points.

    Returns
    -------
    tuple of (count,) float64
        People, and the sum of what they have.
    """
    place = ranking.place[people.row]
    known = place >= 0
    counts = np.bincount(place[known], people.weight[known], ranking.count)
    totals = np.bincount(place[known], (people.weight * people.value)[known], ranking.count)
    return counts.astype(np.float64), totals.astype(np.float64)


def running_shares(amounts: Float) -> Float:
    """Running sums as parts of the whole.

    Parameters
    ----------
    amounts : (m,) float64
        Of each.

    Returns
    -------
    (m + 1,) float64
        From 0 to 1; NaN where the whole is zero.
    """
    running = np.concatenate([[0.0], np.cumsum(amounts)])
    whole = running[-1]
    result: Float = running / whole if whole > 0 else np.full(len(running), np.nan)
    return result


def _check(value: Float, people: Float, bounds: Bounds | None) -> None:
    if value.shape != people.shape or value.ndim != 1:
        raise InputError(f"{value.size} values and {people.size} numbers of people. Give as many of both.")
    wrong = int(((value < 0) | np.isinf(value) | (people < 0) | np.isinf(people)).sum())
    if wrong:
        raise InputError(
            f"{wrong} values or numbers of people are negative or infinite, of which inequality cannot be measured. "
            "Correct them, or leave them out."
        )
    if bounds is not None:
        least, most = bounds
        if not least < most or ((value < least) | (value > most)).any():
            raise InputError(f"values beyond the bounds {least:g} and {most:g}. Correct the values or the bounds.")
