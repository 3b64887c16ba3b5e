"""Sums per group that are the same to the last bit, in whatever order the rows stand."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Each level keeps some thirty bits of a million terms: three are more than a float has.
LEVELS = 3
MANTISSA_BITS = 52


# Rows that are worked on at a time: as many as stay near the processor.
ROWS = 1 << 18
Values = NDArray[np.float64]


def exact_sums(group: NDArray[np.integer[Any]], values: Values, count: int) -> Values:
    """Sum the values of each group; a permutation of the rows changes no bit.

    Every value is cut into multiples of one power of two, so coarse that adding them up never rounds, and what is left
    of it, which is cut again (Demmel and Nguyen 2013, *Fast reproducible floating-point summation*).

    Parameters
    ----------
    group : (p,) int
        The group of each value.
    values : (p,) float64
        What to add up; a NaN makes the sum of its group NaN.
    count : int
        Number of groups.

    Returns
    -------
    (count,) float64
        0 for a group without values. Within a rounding of the true sum.
    """
    known = values[~np.isnan(values)]
    largest = float(max(known.max(initial=0.0), -known.min(initial=0.0)))
    return exact_sums_of(group, lambda rows: values[rows].copy(), count, largest=largest)


def exact_sums_of(
    group: NDArray[np.integer[Any]], values: Callable[[slice], Values], count: int, *, largest: float
) -> Values:
    """As :func:`exact_sums`, of values that are worked out a part at a time, so that all of them never stand in memory.

    Parameters
    ----------
    group : (p,) int
        The group of each value.
    values : callable
        Gives the values of a slice of the rows, in an array of its own, which is written over.
    count : int
        Number of groups.
    largest : float
        No value is farther from zero.

    Returns
    -------
    (count,) float64
        As there.
    """
    grains = _grains(largest, len(group))
    totals = np.zeros((LEVELS, count))
    unknown = np.zeros(count, dtype=bool)
    for begin in range(0, len(group), ROWS):
        rows = slice(begin, begin + ROWS)
        mine, left = group[rows].astype(np.intp, copy=False), values(rows)
        coarse = np.empty(len(left))
        if np.isnan(left.sum()):
            nothing = np.isnan(left)
            unknown[mine[nothing]] = True
            left[nothing] = 0.0
        for total, grain in zip(totals, grains, strict=True):
            np.add(left, grain, out=coarse)
            coarse -= grain
            total += np.bincount(mine, coarse, count)
            if grain > grains[-1]:
                left -= coarse
    result: Values = totals[2] + totals[1] + totals[0]
    result[unknown] = np.nan
    return result


def _grains(largest: float, terms: int) -> list[float]:
    """Per level what to add and take away again, so that as many rounded values add up without rounding."""
    grains = []
    for _ in range(LEVELS):
        grains.append(1.5 * 2.0 ** (math.frexp(largest)[1] + math.frexp(terms)[1] + 1))
        largest = grains[-1] * 2.0**-MANTISSA_BITS
    return grains
