"""What a location model is asked about: weighted points, candidates, and the minutes between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Instance:
    """Points with weights, candidates, and the minutes of every pair that matters.

    The pairs of a point stand together, by ascending minutes and then by candidate, so that an answer does not hang on
    the order in which pairs were computed.

    Attributes
    ----------
    weight : (n,) float64
        People or need at each point; positive.
    start : (n + 1,) int64
        The pairs of point ``i`` are ``start[i]:start[i + 1]``.
    candidate : (pairs,) int32
        Row of the candidate of each pair.
    minutes : (pairs,) float64
        Travel time of each pair, with all that is added to it at the point; finite, never negative.
    beyond_min : (n,) float64
        No pair of the point that is not listed takes less than this; infinite where none but those listed has a way.
    keep, never : (m,) bool
        Candidates that are in every answer, and those that are in none; never both.
    cost : (m,) float64
        What a candidate costs; one each where a number of sites is asked for. Positive.
    """

    weight: NDArray[np.float64]
    start: NDArray[np.int64]
    candidate: NDArray[np.int32]
    minutes: NDArray[np.float64]
    beyond_min: NDArray[np.float64]
    keep: NDArray[np.bool_]
    never: NDArray[np.bool_]
    cost: NDArray[np.float64]

    @property
    def points(self) -> int:
        """Number of points."""
        return len(self.weight)

    @property
    def candidates(self) -> int:
        """Number of candidates."""
        return len(self.keep)


@dataclass(frozen=True)
class Answer:
    """A choice of candidates, and how much better any other could be.

    Attributes
    ----------
    chosen : (p,) int64
        Rows of the candidates, ascending.
    value : float
        The objective of the choice, recomputed from the pairs and not by what the search kept.
    bound : float
        No choice that obeys the question is better than this: a lower bound of what is minimised, an upper bound of
        what is maximised.
    proven : bool
        Whether the bound equals the value to within the rounding of the sums, so that no choice is better.
    stopped : str
        Why the search ended before a proof: ``"time"``, ``"memory"`` or ``""``.
    """

    chosen: NDArray[np.int64]
    value: float
    bound: float
    proven: bool
    stopped: str = ""

    @property
    def gap(self) -> float:
        """Distance between value and bound as a share of the value; 0 where nothing is left to gain."""
        if self.proven or self.value == self.bound:
            return 0.0
        return abs(self.value - self.bound) / max(abs(self.value), np.finfo(np.float64).tiny)
