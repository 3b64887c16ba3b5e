"""Travel times to the sites of a kind, and what becomes of them when the sites change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from zorgkaart.routing.nearest import Ranking, TravelTimes, rank
from zorgkaart.routing.routing_graph import Direction, Places, RoutingGraph


@dataclass(frozen=True)
class SiteSweep:
    """The nearest sites of all resident points; sites are rows of the facility table.

    Attributes
    ----------
    rows : (s,) int64
        Row of the facility table for each site of `ranking`.
    ranking : Ranking or None
        None if no site counts, or none lies on the network.
    points : int
        Number of resident points.
    """

    rows: NDArray[np.int64]
    ranking: Ranking | None
    points: int

    @classmethod
    def of(
        cls,
        graph: RoutingGraph,
        facilities: Places,
        rows: NDArray[np.int64],
        points: Places,
        *,
        direction: Direction,
        k: int = 1,
    ) -> SiteSweep:
        """Sweep from the sites in `rows` of `facilities` (places of the whole table)."""
        rows = rows[facilities.road[rows] >= 0]
        ranking = rank(graph, facilities.take(rows), points, direction=direction, k=k) if len(rows) else None
        return cls(rows, ranking, len(points))

    @cached_property
    def times(self) -> TravelTimes:
        """The nearest site of every point; all unknown where there is none."""
        return self._by_row(self.ranking.nearest(), self.rows) if self.ranking else _nothing(self.points)

    def after(self, facilities: Places, rows: NDArray[np.int64]) -> TravelTimes | None:
        """The nearest site when other sites count, without a new sweep over the whole graph.

        Parameters
        ----------
        facilities : Places
            The whole table after the change: rows keep their numbers, new ones follow.
        rows : (c,) int64
            The rows that count after the change.

        Returns
        -------
        TravelTimes or None
            Exactly what a sweep from `rows` would give; None where there was no site before.
        """
        if self.ranking is None:
            return None
        rows = rows[facilities.road[rows] >= 0]
        if len(rows) == 0:
            return _nothing(self.points)
        before, after = self.ranking.sites, facilities.take(self.rows)
        same = (before.road == after.road) & (before.fraction == after.fraction) & (before.leg_m == after.leg_m)
        kept = np.isin(self.rows, rows) & same
        added = np.setdiff1d(rows, self.rows[kept])
        ranking = self.ranking.with_added(facilities.take(added)) if len(added) else self.ranking
        closed = np.concatenate([~kept, np.zeros(len(added), dtype=bool)])
        return self._by_row(ranking.without(closed), np.concatenate([self.rows, added]))

    @staticmethod
    def _by_row(times: TravelTimes, rows: NDArray[np.int64]) -> TravelTimes:
        site = np.where(times.site >= 0, rows[times.site], -1).astype(np.int32)
        return TravelTimes(times.minutes, times.metres, site)


def _nothing(points: int) -> TravelTimes:
    return TravelTimes(np.full(points, np.nan), np.full(points, np.nan), np.full(points, -1, dtype=np.int32))
