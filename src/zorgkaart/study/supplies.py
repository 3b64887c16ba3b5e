"""Stages about supply: who is within reach of which sites, and how much there is for them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from zorgkaart.access.catalogue import supply_of
from zorgkaart.access.norms import Columns
from zorgkaart.access.supply import unit_words
from zorgkaart.errors import Problems
from zorgkaart.inputs.gemeente_numbers import read_gemeente_numbers
from zorgkaart.inputs.schema import CAPACITY, UNIT
from zorgkaart.project.moments import Moment
from zorgkaart.routing.matrix import travel_matrix
from zorgkaart.routing.routing_graph import Places, RoutingGraph
from zorgkaart.study.stages import stage_per
from zorgkaart.study.supplied import Capacities, Demand, Reach, Supplied, supply_columns
from zorgkaart.study.sweeps import Serving, Sweeps

# What a supply is called after and shared by: the keys that it hangs on.
SUPPLY_KEYS = ("supply.{kind}", "kinds.{kind}.label", "need", "project.land")


class Supplies(Sweeps):
    """How much there is of a kind for the residents."""

    @stage_per(uses=("serving_sites(kind, only_24_7, moment)", "facilities", "living"), alike=Serving.alike)
    def local_sites(self, kind: str, *, only_24_7: bool = False, moment: Moment | None = None) -> Serving:
        """The serving sites that lie in the areas: of the others nobody knows how many people come from elsewhere."""
        serving = self.serving_sites(kind, only_24_7=only_24_7, moment=moment)
        points = self.facilities.table.geometry.iloc[serving.rows]
        # Shapes alone, so that other inhabitants ask for no new sweep.
        assert self.living.areas is not None
        inside = np.unique(self.living.areas.buurten.sindex.query(points, predicate="intersects")[0])
        return Serving(serving.rows[inside], serving.places, serving.ids)

    @stage_per(uses=("graph(profile)", "points", "local_sites(kind, only_24_7, moment)"))
    def reach(
        self, kind: str, profile: str, limit_min: float, *, only_24_7: bool = False, moment: Moment | None = None
    ) -> Reach:
        """Who lives within some minutes of the sites of a kind in the areas."""
        serving = self.local_sites(kind, only_24_7=only_24_7, moment=moment)
        # Rows keep their numbers in a variant, and most places are those of the study that it came from.
        known = None
        if self._own_sites is not self:
            known = self._own_sites.reach(kind, profile, limit_min, only_24_7=only_24_7, moment=moment)
        return _reach(self.graph(profile), self.points, limit_min, serving, known)

    @stage_per(uses=("facilities",), alike=Capacities.alike)
    def capacities(self, kind: str) -> Capacities:
        """What the sites of a kind have."""
        table = self.facilities.table
        rows = np.flatnonzero((table["soort"] == kind).to_numpy())
        amount = table[CAPACITY].to_numpy(dtype=np.float64)[rows]
        units = table[UNIT].iloc[rows[~np.isnan(amount)]]
        return Capacities(rows, amount, next(iter(units), ""))

    @stage_per(
        keys=SUPPLY_KEYS,
        uses=("reach", "capacities(kind)", "need(kind)", "residents", "sweep"),
        after=("inputs", "network", "points"),
    )
    def supplied(self, kind: str) -> Supplied:
        """How much there is of a kind for the residents."""
        supply = supply_of(self.project, kind)
        moment = supply.at.moment if supply.at is not None else None
        reach = self.reach(kind, supply.mode.name, supply.decay.limit_min, moment=moment)
        known, people = self.capacities(kind), self.residents.weight
        amount = known.of(reach.rows)
        counted = bool(np.isnan(known.amount).all())
        if counted:
            amount = np.ones(len(amount))
        used = ~np.isnan(amount) | (not supply.only_known)
        nearest = self.sweep(kind, supply.mode.name, moment=moment).site
        unit = unit_words(supply, known.unit, counted=counted)
        return Supplied(supply, reach, used, amount, counted, unit, Demand.of(self.need(kind), people), people, nearest)

    @stage_per(keys=SUPPLY_KEYS, uses=("supplied(kind)", "groups(level)"))
    def supply_columns(self, level: str, kind: str) -> Columns:
        """The supply of a kind per area of a level."""
        return supply_columns(supply_of(self.project, kind), self.supplied(kind), self.groups(level))

    @stage_per(keys=("supply.{kind}",), uses=("areas",))
    def beside_supply(self, kind: str) -> NDArray[np.float64]:
        """(gemeenten,) float64: the number that the project sets beside the sites of a kind; NaN where unknown."""
        path, gemeenten = self.project.supply[kind].beside, self.areas.gemeenten
        if path is None:
            return np.full(len(gemeenten), np.nan)
        problems = Problems()
        numbers = read_gemeente_numbers(path, gemeenten, problems)
        problems.raise_if_fatal()
        return numbers


def _places(serving: Serving) -> tuple[Places, NDArray[np.int64]]:
    """The places of the serving sites, each once, and which of them each site lies at."""
    mine = serving.places.take(serving.rows)
    key = np.column_stack([mine.road, mine.fraction, mine.leg_s])
    _, first, place = np.unique(key, axis=0, return_index=True, return_inverse=True)
    return mine.take(first), place.reshape(-1).astype(np.int64)


def _reach(graph: RoutingGraph, points: Places, limit_min: float, serving: Serving, known: Reach | None) -> Reach:
    """The points of every place: those of places that are known already are taken over, the others swept for."""
    places, place = _places(serving)
    row_of = {} if known is None else {key: row for row, key in enumerate(_keys(known.places))}
    from_known = [row_of.get(key, -1) for key in _keys(places)]
    fresh = np.array([row for row, old in enumerate(from_known) if old < 0], dtype=np.int64)
    pieces: dict[int, tuple[NDArray[np.int32], NDArray[np.float32]]] = {}
    if len(fresh):
        for pairs in travel_matrix(graph, places.take(fresh), points, limit_min=limit_min):
            ends = np.searchsorted(pairs.site, np.unique(pairs.site), side="right")
            for begin, end in zip([0, *ends], ends, strict=False):
                row = int(fresh[pairs.site[begin]])
                pieces[row] = pairs.point[begin:end], pairs.minutes[begin:end].astype(np.float32)
    if known is not None:
        for row, old in enumerate(from_known):
            if old >= 0:
                part = slice(known.start[old], known.start[old + 1])
                pieces[row] = known.point[part], known.minutes[part]
    empty = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)
    ordered = [pieces.get(row, empty) for row in range(len(places))]
    start = np.concatenate([[0], np.cumsum([len(point) for point, _ in ordered])]).astype(np.int64)
    point, minutes = (np.concatenate([one[side] for one in (empty, *ordered)]) for side in (0, 1))
    return Reach(serving.rows, place, places, start, point.astype(np.int32), minutes.astype(np.float32))


def _keys(places: Places) -> list[tuple[float, float, float]]:
    return list(zip(places.road.tolist(), places.fraction.tolist(), places.leg_s.tolist(), strict=True))
