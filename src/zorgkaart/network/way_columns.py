"""The columns of :class:`zorgkaart.network.osm.RawRoads` that the tags of ways fill, a row per way."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from zorgkaart.network.access_tags import Passage
from zorgkaart.network.modes.tag_rules import MOTOR, every_rules
from zorgkaart.network.tags import Road


class Columns(TypedDict):
    """Fields of RawRoads by name."""

    code: NDArray[np.int8]
    direction: NDArray[np.int8]
    built_up: NDArray[np.int8]
    maxspeed_kmh: NDArray[np.float32]
    access: dict[str, NDArray[np.uint8]]
    seconds: NDArray[np.float64]


class WayColumns:
    """Growing columns; `add` a way at a time, and take the arrays when all are there."""

    def __init__(self) -> None:
        self._code = array("b")
        self._direction = array("b")
        self._built_up = array("b")
        self._maxspeed = array("f")
        self._access = {rules.name: array("B") for rules in every_rules()}
        self._seconds = array("d")

    def __len__(self) -> int:
        """How many ways there are."""
        return len(self._code)

    def add(self, roads: Mapping[str, Road | None], *, seconds: float) -> None:
        """Add a way.

        Parameters
        ----------
        roads : mapping
            What the way is to each kind of traffic, by the name of its rules; at least one may pass. Direction and
            limits are those for cars, or if they may not pass, for the first who may.
        seconds : float
            The time that this piece of the way takes as a whole; NaN where it is not known.
        """
        road = roads[MOTOR] or next(each for each in roads.values() if each is not None)
        self._code.append(road.code)
        self._direction.append(road.direction)
        self._built_up.append(-1 if road.built_up is None else int(road.built_up))
        self._maxspeed.extend((road.maxspeed_forward_kmh, road.maxspeed_backward_kmh))
        self._seconds.append(seconds)
        for name, column in self._access.items():
            each = roads[name]
            column.extend((Passage.CLOSED, Passage.CLOSED) if each is None else (each.along, each.against))

    def arrays(self) -> Columns:
        """The columns as arrays, in the order in which the ways were added."""
        return Columns(
            code=np.frombuffer(self._code, np.int8),
            direction=np.frombuffer(self._direction, np.int8),
            built_up=np.frombuffer(self._built_up, np.int8),
            maxspeed_kmh=np.frombuffer(self._maxspeed, np.float32).reshape(-1, 2),
            access={name: np.frombuffer(column, np.uint8).reshape(-1, 2) for name, column in self._access.items()},
            seconds=np.frombuffer(self._seconds, np.float64),
        )
