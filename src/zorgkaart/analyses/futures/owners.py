"""Which practices have an owner left in a year to come: draws, as nobody publishes how old the owner of a practice is.

Each draw deals the owners over the practices at random: every practice has one, and the others go anywhere. Then it
deals the ages that are known of all owners together. An owner leaves who has reached the age at which owners stop, and
is followed up or not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.stats import qmc

from zorgkaart.errors import InputError
from zorgkaart.project.futures import RetirementSection

Float = NDArray[np.float64]


@dataclass(frozen=True)
class OwnerDraws:
    """The owners of every practice in every draw.

    Attributes
    ----------
    now : (draws, practices) float64
        Owners that each practice has now.
    left : (draws, practices) float64
        Owners that each has in the year, successors included; with none it is closed.
    stops_at, succession : (draws,) float64
        The age at which owners stop, and the chance of a successor.
    """

    now: Float
    left: Float
    stops_at: Float
    succession: Float

    @property
    def open(self) -> NDArray[np.bool_]:
        """(draws, practices) bool: there is an owner."""
        result: NDArray[np.bool_] = self.left > 0
        return result


def draw_owners(
    section: RetirementSection, *, practices: int, counted: int, year: int, draws: int, seed: int
) -> OwnerDraws:
    """Draw the owners of practices in a year, as a Latin hypercube: each assumption is covered evenly.

    Parameters
    ----------
    section : RetirementSection
        How many owners of which ages there are, and what is assumed.
    practices : int
        All practices.
    counted : int
        Those among which the owners of the section were counted; the others have as many owners each, on average.
    year : int
        Which year.
    draws, seed : int
        The same seed gives the same draws.

    Returns
    -------
    OwnerDraws
        The columns in the order of the practices.

    Raises
    ------
    InputError
        If there are fewer owners than practices.
    """
    owners = round(section.total * practices / counted) if counted else 0
    if owners < practices:
        raise InputError(
            f"[retirement]: there are {section.total:g} owners for {counted} practices, and each has one at least. "
            "Count all owners of these practices."
        )
    random = np.random.default_rng(seed)
    unit = qmc.LatinHypercube(2 + 3 * owners, rng=random).random(draws)
    stops_at, succession = triangular(unit[:, 0], section.stops_at), triangular(unit[:, 1], section.succession)
    dealt, leaves, followed = (unit[:, 2 + part * owners :][:, :owners] for part in range(3))
    ages = _dealt_ages(section, owners)
    now, left = np.zeros((2, draws, practices))
    for draw in range(draws):
        # The order of numbers drawn at random is a random order: that of the owners over the ages.
        chance = leaving(section, stops_at[draw], years=year - section.year)[ages[np.argsort(dealt[draw])]]
        practice = np.concatenate([random.permutation(practices), random.integers(practices, size=owners - practices)])
        gone = (leaves[draw] < chance) & (followed[draw] >= succession[draw])
        now[draw] = np.bincount(practice, minlength=practices)
        left[draw] = np.bincount(practice, ~gone, practices)
    return OwnerDraws(now, left, stops_at, succession)


def leaving(section: RetirementSection, stops_at: float, *, years: int) -> Float:
    """The part of the owners of each class of ages who have reached an age some years on.

    Parameters
    ----------
    section : RetirementSection
        The classes; owners are taken to be of each age of their class as often.
    stops_at : float
        The age at which owners stop.
    years : int
        After when they were counted.

    Returns
    -------
    (classes,) float64
        From 0 to 1.
    """
    first, last = np.array(list(section.ages.values()), dtype=np.float64).T
    part: Float = np.clip((last + 1 + years - stops_at) / (last + 1 - first), 0.0, 1.0)
    return part


def triangular(unit: Float, three: tuple[float, ...]) -> Float:
    """Numbers from 0 to 1 as values between a lowest and a highest, most of them about the likeliest.

    Parameters
    ----------
    unit : (n,) float64
        Numbers from 0 to 1.
    three : tuple of float
        The lowest, the likeliest and the highest value.

    Returns
    -------
    (n,) float64
        Values of a triangular distribution.
    """
    low, mode, high = three
    if low == high:
        return np.full(len(unit), low)
    values: Float = stats.triang((mode - low) / (high - low), low, high - low).ppf(unit)
    return values


def _dealt_ages(section: RetirementSection, owners: int) -> NDArray[np.int64]:
    """(owners,) int64: the class of each owner; those of unknown age have the ages of the others."""
    part = np.array(list(section.owners.values()), dtype=np.float64)
    until = np.round(np.cumsum(part) / part.sum() * owners).astype(np.int64)
    return np.repeat(np.arange(len(part)), np.diff(until, prepend=0))
