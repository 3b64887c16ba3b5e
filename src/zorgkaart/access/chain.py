"""The ambulance chain: from the call to the door of the hospital, its parts kept apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from zorgkaart.project.sections import NormSection
from zorgkaart.routing.nearest import TravelTimes
from zorgkaart.routing.routing_graph import Direction


class Sweep(Protocol):
    """Travel times between all points and the nearest site of a kind, at the speeds of a profile."""

    def __call__(  # noqa: D102
        self, kind: str, profile: str, *, direction: Direction = ..., only_24_7: bool = ...
    ) -> TravelTimes: ...


@dataclass(frozen=True)
class Chain:
    """The parts of the chain for every resident point; minutes add up to :attr:`minutes`.

    Call and turn-out, the drive from the nearest station to the patient, the time on the scene, and
    the drive from the patient to the nearest site. This is no car trip and must not be read as one.

    Attributes
    ----------
    norm : NormSection
        The limit and the parts that are the same everywhere.
    approach : TravelTimes
        From the nearest station to the patient, at ambulance speed.
    transport : TravelTimes
        From the patient to the nearest site, at ambulance speed.
    """

    norm: NormSection
    approach: TravelTimes
    transport: TravelTimes

    @classmethod
    def of(cls, norm: NormSection, kind: str, sweep: Sweep) -> Chain:
        """The chain of a kind with a norm, of the points that `sweep` is about."""
        approach = sweep(norm.stations, "ambulance", direction=Direction.FROM_SITE, only_24_7=norm.only_24_7)
        return cls(norm, approach, sweep(kind, "ambulance", only_24_7=norm.only_24_7))

    @property
    def minutes(self) -> NDArray[np.float64]:
        """(n,) float64: the whole chain; NaN where a part is unknown."""
        total: NDArray[np.float64] = (
            self.norm.turnout_min + self.approach.minutes + self.norm.on_scene_min + self.transport.minutes
        )
        return total

    @property
    def known(self) -> NDArray[np.bool_]:
        """(n,) bool: the chain can be computed, so there is a verdict."""
        return ~np.isnan(self.minutes)

    @property
    def outside(self) -> NDArray[np.bool_]:
        """(n,) bool: longer than the norm. False where the chain is unknown: look at :attr:`known` too."""
        return self.minutes > self.norm.limit_min

    def count_outside(self, weight: NDArray[np.float64]) -> float:
        """People outside the norm, given those at every point; NaN where no chain is known at all."""
        return float(weight @ self.outside) if self.known.any() else np.nan
