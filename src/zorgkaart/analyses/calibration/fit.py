"""The least value of a function that may go in steps: a coarse look everywhere, and a simplex from the best place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import qmc

Point = NDArray[np.float64]
# The places to look at first, along each of one or two numbers; of more, as many spread evenly (Sobol).
GRID = {1: 9, 2: 5}
SPREAD = 32
# The first simplex reaches so far, and the search ends when it is so small, in parts of the range of a number.
REACH, PRECISION = 0.1, 1e-4
# What is unknown is worse than anything that can come out, and still a number to reckon with.
WORST = 1e100
# Enough for each number; a search that has not ended by then is at most a little off.
EVALUATIONS = 40


def coarse(count: int) -> list[Point]:
    """Places to look at first, the same each time: (count,) float64 each, from 0 to 1.

    Parameters
    ----------
    count : int
        How many numbers are fitted.
    """
    if count in GRID:
        return [np.array(place) for place in product(np.linspace(0, 1, GRID[count]), repeat=count)]
    return list(qmc.Sobol(count, scramble=False).random(SPREAD))


def least(value: Callable[[Point], float], places: Sequence[Point]) -> Point:
    """The place at which a function is least, as far as can be found from the best of some places.

    Nelder and Mead's simplex (1965), *The Computer Journal* 7, 308-313: it needs no slope, as counts of inhabitants
    have none. A place beyond an end of the range is folded back into it: clipped to the end, a simplex would collapse
    there. It starts twice, the second time smaller, so that one that stood still on a step gets another chance.

    Parameters
    ----------
    value : callable
        Of a place between 0 and 1; NaN counts as worst.
    places : sequence of (count,) float64
        Where to begin; at least one.

    Returns
    -------
    (count,) float64
        From 0 to 1; never worse than any of `places`.
    """

    def safe(place: Point) -> float:
        outcome = value(_folded(place))
        return WORST if np.isnan(outcome) else outcome

    best = min(places, key=safe)
    for reach in (REACH, REACH / 4):
        steps = np.where(best + reach > 1, -reach, reach)
        simplex = np.vstack([best, best + np.diag(steps)])
        ended = minimize(
            safe,
            best,
            method="Nelder-Mead",
            options={
                "initial_simplex": simplex,
                "xatol": PRECISION,
                "fatol": np.inf,
                "maxfev": EVALUATIONS * len(best),
            },
        )
        best = min([best, _folded(ended.x)], key=safe)
    return best


def _folded(place: Point) -> Point:
    """A place between 0 and 1, as in a mirror at either end."""
    return 1.0 - np.abs(1.0 - np.mod(place, 2.0))
