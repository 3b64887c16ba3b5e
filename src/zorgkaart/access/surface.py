"""Travel-time surfaces: the minutes from the middle of every cell of a grid."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from zorgkaart.access.grid import Grid
from zorgkaart.access.measures import Measure
from zorgkaart.errors import InputError


@dataclass(frozen=True)
class Surface:
    """The travel time from the middle of every cell, by the rules that hold for an address there.

    The way begins with the straight leg to the nearest road, so fields and woods show what it takes to get out of
    them. A cell without a road within the limit of the project, such as one in a lake, has no time.

    Attributes
    ----------
    grid : Grid
    measure : Measure
        By car to the nearest site, or the whole ambulance chain of the kind's norm.
    minutes : (cells,) float32
        One value per cell inside the areas; NaN where there is no way.
    """

    grid: Grid
    measure: Measure
    minutes: NDArray[np.float32]

    @property
    def name(self) -> str:
        """The name of the column that has the same for areas."""
        return self.measure.column

    @property
    def raster(self) -> NDArray[np.float32]:
        """(rows, columns) float32: NaN outside the areas and where there is no way."""
        return self.grid.spread(self.minutes, outside=np.nan)

    def minus(self, other: Surface) -> Surface:
        """The difference in minutes; NaN where either is unknown.

        Raises
        ------
        InputError
            If the other is about something else, or lies on another grid.
        """
        same = self.grid is other.grid or (
            (self.grid.transform, self.grid.crs) == (other.grid.transform, other.grid.crs)
            and np.array_equal(self.grid.inside, other.grid.inside)
        )
        if not same or self.name != other.name:
            raise InputError(f"{self.name} and {other.name} have no difference: take one measure, on one grid")
        return replace(self, minutes=self.minutes - other.minutes)
