"""How much a site counts for somebody who lives some minutes away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zorgkaart.words.numbers import short
from zorgkaart.words.sentences import listing


@dataclass(frozen=True)
class Decay:
    """Weight by travel time: in steps, along a Gaussian, or one for all within the limit.

    Attributes
    ----------
    limit_min : float
        Above it a site counts for nothing.
    steps : tuple of (float, float)
        Ascending upper bounds in minutes, bounds included, and the weight up to each; above the last one nothing.
    gaussian_min : float, optional
        Width of the Gaussian in minutes: there a site counts for exp(-1/2), some 61 %.
    """

    limit_min: float
    steps: tuple[tuple[float, float], ...] = ()
    gaussian_min: float | None = None

    def weights(self, minutes: NDArray[np.float64] | NDArray[np.float32]) -> NDArray[np.float64]:
        """The weight of each travel time.

        Parameters
        ----------
        minutes : (p,) float64 or float32
            Travel times, without NaN.

        Returns
        -------
        (p,) float64
            From 0 to 1, or as the steps say.
        """
        if self.steps:
            bounds, heights = (np.array(column) for column in zip(*self.steps, strict=True))
            result: NDArray[np.float64] = np.append(heights, 0.0)[np.searchsorted(bounds, minutes, side="left")]
        elif self.gaussian_min is not None:
            result = np.exp(-0.5 * (minutes.astype(np.float64) / self.gaussian_min) ** 2)
        else:
            result = np.ones(len(minutes))
        result[minutes > self.limit_min] = 0.0
        return result

    @property
    def words(self) -> str:
        """In Dutch: "tot 5 minuten telt een locatie voor 1, tot 10 minuten voor 0,3 en tot 15 minuten voor 0,1"."""
        if self.steps:
            first, *others = (f"voor {short(height)}" for _, height in self.steps)
            bounds = [f"tot {short(bound)} minuten" for bound, _ in self.steps]
            telling = [f"{bounds[0]} telt een locatie {first}"]
            telling += [f"{bound} {text}" for bound, text in zip(bounds[1:], others, strict=True)]
            return listing(telling)
        if self.gaussian_min is not None:
            return (
                f"een locatie telt minder naarmate zij verder is: op {short(self.gaussian_min)} minuten voor 0,61, en "
                f"boven {short(self.limit_min)} minuten niet"
            )
        return f"elke locatie binnen {short(self.limit_min)} minuten telt even zwaar"
