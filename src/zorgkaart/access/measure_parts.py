"""What the minutes of a measure are the sum of: waits that are the same everywhere, and rides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

from zorgkaart.project.moments import Moment
from zorgkaart.routing.routing_graph import Direction

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Sweep(Protocol[T_co]):
    """What finds the rides between all points and the sites of a kind, in a mode; most give the nearest site."""

    def __call__(  # noqa: D102
        self,
        kind: str,
        mode: str,
        /,
        *,
        direction: Direction = ...,
        only_24_7: bool = ...,
        moment: Moment | None = ...,
    ) -> T_co: ...


@dataclass(frozen=True)
class Wait:
    """A part of a measure that takes as long everywhere.

    Attributes
    ----------
    label : str
        Dutch words for it.
    minutes : float
        How long it takes.
    """

    label: str
    minutes: float


@dataclass(frozen=True)
class Leg:
    """A part of a measure that is a ride between every point and the nearest site of a kind.

    Attributes
    ----------
    kind : str
        The kind of site at the one end.
    mode : str
        The name of the mode, whose speeds hold.
    direction : Direction
        Whether the ride is to the site or from it.
    only_24_7 : bool
        Whether only sites count that are open day and night.
    word : str
        The word for it in the names of columns, where a measure has more parts than this one.
    label : str
        Dutch words for it.
    moment : Moment, optional
        Only sites count that are open then; without it those of the study, at its moment if it has one.
    """

    kind: str
    mode: str
    direction: Direction = Direction.TO_SITE
    only_24_7: bool = False
    word: str = ""
    label: str = ""
    moment: Moment | None = None

    def by(self, sweep: Sweep[T]) -> T:
        """The rides of all points that `sweep` is about.

        Parameters
        ----------
        sweep : Sweep
            Finds the rides to or from the sites of a kind.
        """
        return sweep(self.kind, self.mode, direction=self.direction, only_24_7=self.only_24_7, moment=self.moment)
