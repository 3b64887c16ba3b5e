"""For whom there is noticeably less or more of a kind in one situation than in another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zorgkaart.study.supplied import Supplied

# Everybody shares with everybody by way of others, so that each change reaches far; below this part nobody notices it.
NOTICED = 0.1


@dataclass(frozen=True)
class SupplyChange:
    """The supply of the same people in two situations.

    Attributes
    ----------
    before, after : (n,) float64
        Supply per unit of demand; 0 with nothing within reach, NaN where it is not known.
    """

    before: NDArray[np.float64]
    after: NDArray[np.float64]

    @classmethod
    def of(
        cls,
        before: Supplied,
        after: Supplied,
        rows: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None,
    ) -> SupplyChange:
        """The change between two situations.

        Parameters
        ----------
        before, after : Supplied
            Of one kind.
        rows : tuple of (n,) int64, optional
            Which residents of either are the same people; without it all, in the same order.
        """
        if rows is None:
            return cls(before.access, after.access)
        return cls(before.access[rows[0]], after.access[rows[1]])

    @property
    def flags(self) -> Mapping[str, NDArray[np.bool_]]:
        """(n,) bool: ``minder`` and ``meer`` (by :data:`NOTICED` or more), ``niets_meer``, ``weer_iets``, ``onbekend``.

        Who has nothing left is among those with less, and who had nothing among those with more.
        """
        unknown = np.isnan(self.before) | np.isnan(self.after)
        return {
            "minder": ~unknown & (self.after < self.before) & (self.after <= (1 - NOTICED) * self.before),
            "meer": ~unknown & (self.after > self.before) & (self.after >= (1 + NOTICED) * self.before),
            "niets_meer": ~unknown & (self.before > 0) & (self.after == 0),
            "weer_iets": ~unknown & (self.before == 0) & (self.after > 0),
            "onbekend": unknown,
        }

    @property
    def any(self) -> bool:
        """Whether it differs for anybody at all."""
        return not np.array_equal(self.before, self.after, equal_nan=True)

    def means(self, people: NDArray[np.float64]) -> tuple[float, float]:
        """The mean over who has a figure in both; NaN where nobody has.

        Parameters
        ----------
        people : (n,) float64
            How many each point counts for; no NaN.
        """
        known = ~self.flags["onbekend"]
        total = float(people[known].sum())
        if total <= 0:
            return float("nan"), float("nan")
        one, other = (float(people[known] @ values[known]) / total for values in (self.before, self.after))
        return one, other
