"""The best division of people over sites within reach: whether they fit, who must go elsewhere, who finds no room."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.division import Division, Reach, divide
from zorgkaart.analyses.capacity.compute import Capacity
from zorgkaart.routing.matrix import travel_matrix
from zorgkaart.routing.routing_graph import Direction
from zorgkaart.study.study import LEVELS

# Below this part of what is asked a shortage is what a solver leaves over.
NOTHING = 1e-6
NAMES = {level: code.replace("code", "naam") for level, code in LEVELS.items()}


@dataclass(frozen=True)
class BestDivision:
    """The best division of the people of a study, in groups: who live in one buurt and are nearest to the same place.

    Attributes
    ----------
    capacity : Capacity
        The sites and the people.
    division : Division
        Of the groups.
    buurt : (g,) int64
        The buurt of each group.
    nearest : (g,) int64
        Its nearest place.
    demand, nearest_minutes : (g,) float64
        What each asks in a year, and the mean minutes to its nearest place.
    beyond : float
        What those ask in a year who have no site within the limit; they are in no group.
    """

    capacity: Capacity
    division: Division
    buurt: NDArray[np.int64]
    nearest: NDArray[np.int64]
    demand: NDArray[np.float64]
    nearest_minutes: NDArray[np.float64]
    beyond: float

    @property
    def shortage(self) -> NDArray[np.float64]:
        """(g,) float64: what of each group finds no room; zero where that is a solver's rest."""
        left = self.division.shortage
        return np.where(left > NOTHING * self.demand.max(initial=0.0), left, 0.0)

    @property
    def fits(self) -> bool:
        """Whether there is room for all within the limit."""
        return float(self.shortage.sum()) <= NOTHING * float(self.demand.sum())

    @property
    def elsewhere(self) -> NDArray[np.float64]:
        """(g,) float64: what of each group goes to another place than its nearest."""
        reach, groups = self.division.reach, len(self.demand)
        other = reach.place != self.nearest[reach.group]
        moved = np.bincount(reach.group, self.division.flow * other, groups)
        return np.where(moved > NOTHING * self.demand.max(initial=0.0), moved, 0.0)

    @property
    def extra_minutes(self) -> float:
        """Mean extra minutes of those who go elsewhere; 0 where nobody does."""
        moved = float(self.elsewhere.sum())
        served = self.demand - self.division.shortage
        extra = float((self.division.person_minutes - served * self.nearest_minutes).sum())
        return max(extra, 0.0) / moved if moved > 0 else 0.0

    def areas(self, level: str) -> pd.DataFrame:
        """Per area what is asked, what goes elsewhere and what finds no room.

        Parameters
        ----------
        level : str
            ``buurten``, ``wijken`` or ``gemeenten``.

        Returns
        -------
        DataFrame
            One row per area: its code and name, ``gevraagd_per_jaar`` (within the limit), ``elders_per_jaar``,
            ``tekort_per_jaar``, float64.
        """
        frame = getattr(self.capacity.study.areas, level)
        rows = pd.Series(np.arange(len(frame)), index=frame[LEVELS[level]])
        codes = self.capacity.study.areas.buurten[LEVELS[level]]
        area = rows.reindex(codes).to_numpy(dtype=np.int64)[self.buurt]
        columns = {
            "gevraagd_per_jaar": self.demand,
            "elders_per_jaar": self.elsewhere,
            "tekort_per_jaar": self.shortage,
        }
        sums = {name: np.bincount(area, values, len(frame)) for name, values in columns.items()}
        names = pd.DataFrame({name: frame[name].to_numpy() for name in (LEVELS[level], NAMES[level])})
        return pd.concat([names, pd.DataFrame(sums)], axis=1)


def best_division(capacity: Capacity) -> BestDivision:
    """Divide the people of a study over the sites within the limit of the project.

    No more of a group can go to a place than those of it who reach the place within the limit. That these are the same
    people for several places is not looked at, so that a shortage is at least what it says, and a fit is one but for
    that.

    Parameters
    ----------
    capacity : Capacity
        The sites and the people.

    Returns
    -------
    BestDivision
        With the least shortage, and of those with the least travel.
    """
    choice, study = capacity.choice, capacity.study
    limit = capacity.section.reach_min
    within = np.flatnonzero(choice.minutes[:, 0] <= limit)
    rows, demand = choice.order[within], choice.demand[within]
    beyond = capacity.asked - float(demand.sum())
    places, place = capacity.places
    count = len(places)
    key = study.residents.area[rows].astype(np.int64) * count + capacity.used[choice.place[within, 0]]
    groups, group = np.unique(key, return_inverse=True)
    whole = np.bincount(group, demand, len(groups)).astype(np.float64)
    most, minutes = np.zeros((2, count, len(groups)))
    graph, points = study.graph(capacity.mode), study.points.take(rows)
    for pairs in travel_matrix(graph, places, points, limit_min=limit, direction=Direction.TO_SITE):
        flat = pairs.site.astype(np.int64) * len(groups) + group[pairs.point]
        asked = demand[pairs.point]
        most += np.bincount(flat, asked, most.size).reshape(most.shape)
        minutes += np.bincount(flat, asked * pairs.minutes, most.size).reshape(most.shape)
    at, who = np.nonzero(most)
    reach = Reach(who, at, minutes[at, who] / most[at, who], most[at, who])
    # A place has a limit if each of its sites has one.
    room = np.bincount(place, capacity.servers_of(capacity.everything).capacity, count).astype(np.float64)
    near = (np.bincount(group, demand * choice.minutes[within, 0], len(groups)) / whole).astype(np.float64)
    return BestDivision(capacity, divide(reach, whole, room), groups // count, groups % count, whole, near, beyond)
