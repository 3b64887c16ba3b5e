"""Speeds from minutes: weighted least squares of the minutes of drives on their kilometres per kind of road."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.siren.drives import MINUTES_PER_HOUR
from zorgkaart.errors import InputError
from zorgkaart.network.speeds import FASTEST_KMH

# A speed with a standard error above this share of it is called weakly determined.
WEAK_SHARE = 0.1


@dataclass(frozen=True)
class Drives:
    """Drives that were timed.

    Attributes
    ----------
    start, end : (drives,) int64
        Row numbers of the places.
    minutes : (drives,) float64
    km : (drives, cells) float64
        Per kind of road.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    minutes: NDArray[np.float64]
    km: NDArray[np.float64]

    @classmethod
    def of(cls, minutes: NDArray[np.float64], km: NDArray[np.float64], chosen: NDArray[np.bool_]) -> Drives:
        """The chosen ones of all pairs: (places, places) minutes and choice, (places, places, cells) kilometres."""
        start, end = np.nonzero(chosen)
        return cls(start, end, minutes[chosen], km[chosen])

    def take(self, chosen: NDArray[np.bool_]) -> Drives:
        """Those that are chosen, by a mask of drives."""
        return Drives(self.start[chosen], self.end[chosen], self.minutes[chosen], self.km[chosen])

    def predicted(self, kmh: NDArray[np.float64]) -> NDArray[np.float64]:
        """Minutes at the speeds of the cells: (drives,) float64."""
        return self.km @ (MINUTES_PER_HOUR / kmh)


@dataclass(frozen=True)
class Fit:
    """Speeds of groups of cells, and how sure they are.

    Attributes
    ----------
    names : tuple of str
        The groups, in the order of the arrays.
    slowness : (groups,) float64
        Minutes per kilometre.
    covariance : (groups, groups) float64
        Of `slowness`; drives that share a place may err together.
    inflation : (groups,) float64
        How many times larger the variance is than if the other groups' kilometres were not mixed with its own.
    constant_min, constant_se_min : float
        Minutes per drive that no kilometre explains, with its standard error; zero and NaN where none was asked for.
    """

    names: tuple[str, ...]
    slowness: NDArray[np.float64]
    covariance: NDArray[np.float64]
    inflation: NDArray[np.float64]
    constant_min: float = 0.0
    constant_se_min: float = float("nan")

    @property
    def kmh(self) -> NDArray[np.float64]:
        """(groups,) float64: the speeds."""
        return MINUTES_PER_HOUR / self.slowness

    @property
    def se_kmh(self) -> NDArray[np.float64]:
        """(groups,) float64: standard errors of the speeds, to first order."""
        se: NDArray[np.float64] = np.sqrt(np.diag(self.covariance)) * self.kmh / self.slowness
        return se

    @property
    def weak(self) -> NDArray[np.bool_]:
        """(groups,) bool: weakly determined."""
        return self.se_kmh > WEAK_SHARE * self.kmh


def fit(drives: Drives, groups: tuple[str, ...], kmh: NDArray[np.float64], *, constant: bool = False) -> Fit:
    """Fit one speed per group of cells.

    Errors grow with the length of a drive, so a drive weighs by one over its minutes. Drives from or to one place share
    its surroundings: the standard errors are those for pairs (Fafchamps and Gubert 2007; Aronow, Samii and Assenova
    2015), which let all drives that have a place in common err together, and not as if each were new evidence.

    Parameters
    ----------
    drives : Drives
        With kilometres per cell.
    groups : (cells,) tuple of str
        The group of each cell; empty where its speed stays what it is.
    kmh : (cells,) float64
        The speeds of the cells that are not fitted.
    constant : bool
        Whether to fit minutes per drive as well.

    Raises
    ------
    InputError
        If the drives do not determine a group: no kilometre, none apart from others', or a speed that cannot be.
    """
    names = tuple(sorted({name for name in groups if name}))
    member = np.array([[name == group for name in names] for group in groups], dtype=float)
    fixed = np.array([not group for group in groups])
    design = drives.km @ member
    if empty := [name for name, km in zip(names, design.sum(axis=0), strict=True) if km == 0]:
        raise InputError(f"no drive has a kilometre of {', '.join(empty)}. Join it with another group in groups.csv.")
    if constant:
        design = np.column_stack([design, np.ones(len(design))])
    left = drives.minutes - drives.km[:, fixed] @ (MINUTES_PER_HOUR / kmh[fixed])
    weight = 1.0 / drives.minutes
    square = design.T @ (design * weight[:, None])
    if np.linalg.matrix_rank(square) < len(square):
        raise InputError("some groups occur in one fixed proportion in all drives. Join them in groups.csv.")
    inverse = np.linalg.inv(square)
    solution = inverse @ (design.T @ (weight * left))
    slowness = solution[: len(names)]
    wrong = (slowness < MINUTES_PER_HOUR / FASTEST_KMH) | (slowness > MINUTES_PER_HOUR)
    if wrong.any():
        none = ", ".join(name for name, no in zip(names, wrong, strict=True) if no)
        raise InputError(f"the drives give no speed from 1 to {FASTEST_KMH:.0f} km/h for {none}. Join it with another.")
    scores = design * (weight * (left - design @ solution))[:, None]
    covariance = inverse @ _shared(scores, drives.start, drives.end) @ inverse
    inflation = np.diag(inverse) * np.diag(square)
    size = len(names)
    return Fit(
        names,
        slowness,
        covariance[:size, :size],
        inflation[:size],
        *((float(solution[-1]), float(np.sqrt(covariance[-1, -1]))) if constant else ()),
    )


def table_of(result: Fit, groups: tuple[str, ...], kmh: NDArray[np.float64]) -> NDArray[np.float64]:
    """The speeds of all cells, fitted or as they were: (cells,) float64."""
    speeds = dict(zip(result.names, result.kmh, strict=True))
    return np.array([speeds.get(group, own) for group, own in zip(groups, kmh, strict=True)])


def _shared(scores: NDArray[np.float64], start: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.float64]:
    """The sum of the products of the scores of all drives that have a place in common, each two drives once.

    Of few places that sum may come out negative in some direction, which no variance is: there only drives between the
    same two places count as in common.
    """
    places = int(max(start.max(), end.max())) + 1
    by_place = np.zeros((places, scores.shape[1]))
    np.add.at(by_place, start, scores)
    np.add.at(by_place, end, scores)
    # Two drives between the same two places, there and back, have both in common.
    _, pair = np.unique(np.minimum(start, end) * places + np.maximum(start, end), return_inverse=True)
    by_pair = np.zeros((int(pair.max()) + 1, scores.shape[1]))
    np.add.at(by_pair, pair, scores)
    own = by_pair.T @ by_pair
    size, direction = np.linalg.eigh(by_place.T @ by_place - 2 * own)
    shared: NDArray[np.float64] = own + (direction * np.maximum(size, 0)) @ direction.T
    return shared
