"""How unevenly something is spread over people: measures of inequality, weighted by inhabitants.

Nothing here says what is fair.
"""

from __future__ import annotations

import numpy as np

from zorgkaart.access.distribution import Distribution, Ranking, by_place
from zorgkaart.errors import InputError

TOP, BOTTOM, FIFTH = 0.1, 0.4, 0.2


def gini(people: Distribution) -> float:
    """The Gini index: half the mean difference between two people drawn at random, as a part of the mean.

    Parameters
    ----------
    people : Distribution
        What they have.

    Returns
    -------
    float
        0 (all have the same) to 1 (one has all); NaN where there is nobody, or nothing to divide.
    """
    if not people.people or not people.mean > 0:
        return np.nan
    share = people.lorenz[0]
    middle = (share[1:] + share[:-1]) / 2
    covariance = (people.weight * (people.value - people.mean) * (middle - 0.5)).sum() / people.people
    return float(2 * covariance / people.mean)


def palma(people: Distribution) -> float:
    """What the tenth of the people with most has together, as a multiple of what the four tenths with least have.

    Parameters
    ----------
    people : Distribution
        What they have.

    Returns
    -------
    float
        A quarter if all have the same; NaN where the four tenths have nothing.
    """
    return _ratio(people, TOP, BOTTOM)


def fifths_ratio(people: Distribution) -> float:
    """The 20:20 ratio: what the fifth of the people with most has, as a multiple of what the fifth with least has.

    Parameters
    ----------
    people : Distribution
        What they have.

    Returns
    -------
    float
        1 if all have the same; NaN where the fifth with least has nothing.
    """
    return _ratio(people, FIFTH, FIFTH)


def concentration_index(people: Distribution, ranking: Ranking) -> float:
    """The concentration index C = 2 cov(y, r) / mean: whether those high in a ranking have more (above 0) or less.

    Of people whose area has no place in the ranking nothing is counted; see :func:`unranked`.

    Parameters
    ----------
    people : Distribution
        What they have; without bounds.
    ranking : Ranking
        Of the same points.

    Returns
    -------
    float
        -1 to 1; NaN where nobody is ranked, or all have nothing.

    Raises
    ------
    InputError
        If what they have is bounded: C then hangs on the mean, and :func:`erreygers` is to be used.
    """
    if people.bounds is not None:
        least, most = people.bounds
        raise InputError(
            f"a concentration index of values between {least:g} and {most:g} hangs on their mean, so that it cannot be "
            "compared. Take the index of Erreygers."
        )
    covariance, mean = _covariance(people, ranking)
    return 2 * covariance / mean if mean > 0 else np.nan


def erreygers(people: Distribution, ranking: Ranking) -> float:
    """The concentration index of Erreygers (2009), for what is bounded: 4 mean C / (b - a).

    Parameters
    ----------
    people : Distribution
        What they have; with bounds a and b.
    ranking : Ranking
        Of the same points.

    Returns
    -------
    float
        -1 to 1; NaN where nobody is ranked.

    Raises
    ------
    InputError
        If there are no bounds.
    """
    if people.bounds is None:
        raise InputError("the index of Erreygers needs the least and the most that a value can be. Give bounds.")
    least, most = people.bounds
    return 8 * _covariance(people, ranking)[0] / (most - least)


def unranked(people: Distribution, ranking: Ranking) -> float:
    """People with a value whose area has no place in a ranking.

    Parameters
    ----------
    people : Distribution
        What they have.
    ranking : Ranking
        Of the same points.
    """
    return float(people.weight[ranking.place[people.row] < 0].sum())


def excess(people: Distribution, line: float, power: float) -> float:
    """How far people lie above a line: the mean of ((y - z) / z)^power of Foster, Greer and Thorbecke (1984).

    Their measure is about who lies below a line of poverty; of minutes too many is too much. So it can exceed 1.

    Parameters
    ----------
    people : Distribution
        What they have, as minutes.
    line : float
        The limit z of a norm; who has just that is not above it.
    power : float
        0: the part of the people above it. 1: how far above, as a part of the line, who is not above counting as
        zero. 2: the same, in which being far above weighs more.

    Returns
    -------
    float
        NaN where there is nobody.

    Raises
    ------
    InputError
        If the line is not above zero, or the power is negative.
    """
    if not line > 0 or power < 0:
        raise InputError(f"a line of {line:g} and a power of {power:g}: give a line above zero and a power from zero.")
    above = people.value > line
    far = ((people.value[above] - line) / line) ** power
    return float((people.weight[above] * far).sum() / people.people) if people.people else np.nan


def _ratio(people: Distribution, top: float, bottom: float) -> float:
    least = people.below(bottom)
    return (1 - people.below(1 - top)) / least if least > 0 else np.nan


def _covariance(people: Distribution, ranking: Ranking) -> tuple[float, float]:
    """The covariance of what people have with their fractional rank, of which ties share the mean; and the mean."""
    weight, total = by_place(people, ranking)
    everyone = weight.sum()
    if not everyone > 0:
        return np.nan, np.nan
    mean = float(total.sum() / everyone)
    rank = (np.cumsum(weight) - weight / 2) / everyone
    return float(((total - mean * weight) * (rank - 0.5)).sum() / everyone), mean
