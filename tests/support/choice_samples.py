"""Little towns in which people choose between sites, for the tests of capacity."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from zorgkaart.access.choice import Choice


@dataclass(frozen=True)
class Town:
    """What a choice is made of."""

    minutes: np.ndarray
    place: np.ndarray
    demand: np.ndarray
    site_place: np.ndarray
    attraction: np.ndarray

    @property
    def choice(self) -> Choice:
        return Choice.of(self.minutes, self.place, self.demand, self.site_place, self.attraction)

    def taken(self, rows: np.ndarray) -> Town:
        return replace(self, minutes=self.minutes[rows], place=self.place[rows], demand=self.demand[rows])

    def with_attraction(self, attraction: np.ndarray) -> Town:
        return replace(self, attraction=attraction)


def town(seed: int, *, points: int = 12, places: int = 4, nearest: int = 3, doubles: int = 1) -> Town:
    """Points and places in a square of 20 minutes; the first places have two sites."""
    random = np.random.default_rng(seed)
    here, there = random.uniform(0, 20, (points, 2)), random.uniform(0, 20, (places, 2))
    far = np.linalg.norm(here[:, None] - there[None], axis=2)
    place = np.argsort(far, axis=1)[:, :nearest].astype(np.int32)
    site_place = np.concatenate([np.arange(places), np.arange(doubles)])
    return Town(
        np.take_along_axis(far, place, axis=1),
        place,
        random.uniform(1, 50, points),
        site_place,
        random.uniform(0.5, 3, len(site_place)),
    )


@st.composite
def towns(draw: Any) -> Town:
    """Towns of up to 15 points and 6 places."""
    places = draw(st.integers(1, 6))
    return town(
        draw(st.integers(0, 2**31)),
        points=draw(st.integers(1, 15)),
        places=places,
        nearest=draw(st.integers(1, places)),
        doubles=draw(st.integers(0, places)),
    )
