"""The curves of how unevenly something is spread over people."""

from __future__ import annotations

import numpy as np

from zorgkaart.access.distribution import Distribution, Float, Ranking, by_place, running_shares

# A curve has a point at every percent of the people.
PERCENTS = 101


def lorenz_curve(people: Distribution) -> tuple[Float, Float]:
    """The Lorenz curve at every percent of the people.

    Parameters
    ----------
    people : Distribution
        What they have.

    Returns
    -------
    tuple of (101,) float64
        The part of the people, from those with least on, and the part of all that they have; both 0 to 1.
    """
    return _at_percents(*people.lorenz)


def concentration_curve(people: Distribution, ranking: Ranking) -> tuple[Float, Float]:
    """The concentration curve at every percent of the people whose area is ranked.

    Parameters
    ----------
    people : Distribution
        What they have.
    ranking : Ranking
        Of the same points.

    Returns
    -------
    tuple of (101,) float64
        The part of the people, from the lowest in the ranking on, and the part of all that they have; both 0 to 1.
    """
    weight, total = by_place(people, ranking)
    return _at_percents(running_shares(weight), running_shares(total))


def _at_percents(people: Float, total: Float) -> tuple[Float, Float]:
    x = np.linspace(0.0, 1.0, PERCENTS)
    return x, np.interp(x, people, total) if not np.isnan(total).any() else np.full(PERCENTS, np.nan)
