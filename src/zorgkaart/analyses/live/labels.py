"""Small tables from which the outcome of any set of closures and openings follows, exact per buurt.

Residents of one buurt who have the same sites in the same order from near to far form a *group*. Whatever
closes or opens, all of a group go to the same site: the first of its list that is open. So the list, the
mean minutes to each site in it and the inhabitants are all there is to know of a group, and the province
becomes some thousands of groups instead of hundreds of thousands of addresses. The live map carries them.

A list holds the `k` nearest sites, candidates included. Where all of a full list is closed and another site
is open, the answer is not in the labels: it is unknown, never a guess. Lists of kinds with few sites hold
them all.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

import numpy as np
from numpy.typing import NDArray

from zorgkaart.access.catalogue import main_norms, norms_of, trips_of
from zorgkaart.access.measure_parts import Leg, Wait
from zorgkaart.access.measures import Norm
from zorgkaart.access.site_sweep import SiteSweep
from zorgkaart.analyses.live.label_tables import Areas, ChainAt, ChainLabels, Labels, Ranks, TripLabels, TripsAt
from zorgkaart.analyses.live.levels import levels_of
from zorgkaart.project.moments import PRESETS, parse_moment
from zorgkaart.scenarios.changes import Reopen, apply_changes
from zorgkaart.scenarios.scenario import SAME_MIN
from zorgkaart.study.study import Study

ALL_SITES = 16  # a kind with at most so many sites gets complete lists
MOST_LABELS = 10
STATION_LABELS = 6
ANY_MOMENT = ""
MOMENTS = (ANY_MOMENT, *PRESETS)

Order = NDArray[np.int64]


def labels_of(study: Study, *, most: int = MOST_LABELS, stations: int = STATION_LABELS) -> Labels:
    """Make the labels of a study, its candidates included.

    Parameters
    ----------
    study : Study
        Without a moment.
    most, stations : int
        Sites in a list of a kind with more than :data:`ALL_SITES` sites, and stations in a list of a norm.

    Returns
    -------
    Labels
        Per kind and moment the lists of trips and, of norms, of the chain.
    """
    return _Builder(study, most, stations).labels()


def with_candidates(study: Study) -> Study:
    """The study if all its candidates were open."""
    facilities = study.facilities
    rows = np.concatenate([facilities.candidates(kind) for kind in study.project.kinds])
    changes = [Reopen(str(facilities.table["id"].iat[row])) for row in np.sort(rows)]
    if not changes:
        return study
    project = study.project
    applied = apply_changes(facilities, changes, norm_kinds=tuple(main_norms(project)), config=project.facilities)
    return study.variant(facilities=applied.facilities)


class _Builder:
    def __init__(self, study: Study, most: int, stations: int) -> None:
        self.base = study
        self.full = with_candidates(study)
        self.at = {ANY_MOMENT: self.full} | {m: self.full.variant(moment=parse_moment(m)) for m in PRESETS}
        self.most, self.stations = most, stations
        self.ranked: dict[tuple[Leg, bytes], tuple[NDArray[np.int32], NDArray[np.float64]]] = {}
        groups = study.groups("buurten")
        self.area, shares, known = groups.area, groups.shares, groups.known
        self.weight, people = weights(self.area, shares, known, groups.count)
        self.used = shares > 0
        aged = {age: self._share(old, known) for age, old in study.ages.items()}
        self.areas = Areas(people, groups.has_known, aged, levels_of(study))

    def labels(self) -> Labels:
        project, table = self.base.project, self.full.facilities.table
        candidates = np.ones(len(table), dtype=bool)
        for kind in project.kinds:
            candidates[self.base.rows(kind)] = False
        trips = {key: at for kind in project.travel_kinds for key, at in self._trips(kind)}
        norms = norms_of(project)
        made: dict[Hashable, list[ChainLabels]] = {}
        chains = {
            key: at for norm in norms.values() for key, at in self._chains(norm, made.setdefault(_alike(norm), []))
        }
        ids = table["id"].to_numpy(dtype=object)
        return Labels(trips, chains, self.areas, candidates, ids, norms)

    def _share(self, old: NDArray[np.float64], known: NDArray[np.float64]) -> NDArray[np.float64]:
        """Per area the share of its inhabitants that some of them are; NaN where not published."""
        share = np.full(len(self.base.areas.buurten), np.nan)
        told = ~np.isnan(old) & (known > 0)
        share[self.area[told]] = old[told] / known[told]
        return share

    def _rows(self, kind: str, moment: str) -> NDArray[np.int64]:
        return self._on_network(self.at[moment].rows(kind))

    def _leg_rows(self, leg: Leg, moment: str) -> NDArray[np.int64]:
        return self._on_network(self.at[moment].rows(leg.kind, only_24_7=leg.only_24_7, moment=leg.moment))

    def _on_network(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        joined: NDArray[np.int64] = rows[self.full.site_places.road[rows] >= 0]
        return joined

    def _trips(self, kind: str) -> Iterator[tuple[tuple[str, str], TripsAt]]:
        made: list[TripLabels] = []
        for moment in MOMENTS:
            rows = self._rows(kind, moment)
            labels = next((known for known in made if _serves(known.sites, rows)), None)
            if labels is None:
                site, minutes = self._ranked(trips_of(self.base.project)[kind].ride, rows, self.most)
                labels = self._trip_labels(rows, site, minutes)
                made.append(labels)
            yield (kind, moment), TripsAt(labels, np.isin(labels.sites.rows, rows))

    def _chains(self, norm: Norm, made: list[ChainLabels]) -> Iterator[tuple[tuple[str, str], ChainAt]]:
        for moment in MOMENTS:
            posts, rows = (self._leg_rows(leg, moment) for leg in (norm.legs[0], norm.legs[-1]))
            labels = next(
                (known for known in made if _serves(known.stations, posts) and _serves(known.sites, rows)), None
            )
            if labels is None:
                labels = self._chain_labels(norm, posts, rows)
                made.append(labels)
            yield (
                (norm.name, moment),
                ChainAt(labels, np.isin(labels.stations.rows, posts), np.isin(labels.sites.rows, rows)),
            )

    def _ranked(self, leg: Leg, rows: NDArray[np.int64], most: int) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """The nearest sites per resident point: positions in `rows` and minutes."""
        count = len(self.area)
        if not len(rows):
            return np.full((count, 1), -1, dtype=np.int32), np.full((count, 1), np.nan)
        key = (leg, rows.tobytes())  # norms may share their stations
        if key not in self.ranked:
            k = len(rows) if len(rows) <= ALL_SITES else most
            full = self.full
            graph, places = full.graph(leg.mode), full.site_places
            sweep = SiteSweep.of(graph, places, rows, full.points, direction=leg.direction, k=k)
            assert sweep.ranking is not None, "all rows lie on the network"
            self.ranked[key] = sweep.ranking.at.site, sweep.ranking.minutes
        return self.ranked[key]

    def _trip_labels(
        self, rows: NDArray[np.int64], site: NDArray[np.int32], minutes: NDArray[np.float64]
    ) -> TripLabels:
        points = np.flatnonzero(self.used & (site[:, 0] >= 0))
        group, first = _grouped(self.area[points], _code(site[points], minutes[points]))
        lists = Ranks(rows, site[points][first].astype(np.int16), self._means(group, points, site, minutes))
        return TripLabels(lists, self.area[points][first], _summed(group, self.weight[points], len(first)))

    def _chain_labels(self, norm: Norm, posts: NDArray[np.int64], rows: NDArray[np.int64]) -> ChainLabels:
        to_people, to_site = norm.legs[0], norm.legs[-1]
        alone = len(norm.legs) == 1
        station, approach = self._ranked(to_people, posts, self.most if alone else self.stations)
        site, transport = (station, approach) if alone else self._ranked(to_site, rows, self.most)
        if alone:  # one ride is told as two, of which the first ends where the other begins and takes no time
            approach = np.where(np.isnan(transport), np.nan, 0.0)
        # Those whom no road joins to a station or a site too: they are outside.
        points = np.flatnonzero(self.used & self.full.snapped.joined)
        codes = (_code(station[points], approach[points]), _code(site[points], transport[points]))
        group, first = _grouped(self.area[points], *codes)
        count = len(first)
        outside = np.zeros((count, station.shape[1], site.shape[1]))
        for a in range(station.shape[1]):
            for b in range(site.shape[1]):
                rides = (approach[points, a], transport[points, b])
                total = norm.total(rides[0] + rides[1]) if alone else norm.total(*rides)
                outside[:, a, b] = _summed(group, self.weight[points] * (total > norm.limit_min), count)
        return ChainLabels(
            Ranks(posts, station[points][first].astype(np.int16), self._means(group, points, station, approach)),
            Ranks(rows, site[points][first].astype(np.int16), self._means(group, points, site, transport)),
            self.area[points][first],
            _summed(group, self.weight[points], count),
            outside,
        )

    def _means(
        self, group: Order, points: Order, site: NDArray[np.int32], minutes: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Mean minutes per group and place in its list, exactly equal where sites are equally near."""
        weight = self.weight[points]
        total = np.bincount(group, weight)
        # What is NaN for one is so for all of a group.
        result = np.column_stack([np.bincount(group, weight * column[points]) / total for column in minutes.T])
        tied = np.zeros(result.shape, dtype=bool)
        tied[group] = _ties(site[points], minutes[points])
        for place in range(1, result.shape[1]):
            result[:, place] = np.where(tied[:, place], result[:, place - 1], result[:, place])
        return result


def _serves(ranks: Ranks, rows: NDArray[np.int64]) -> bool:
    """Whether lists made for other rows answer for these: they are the same, or among them and none is cut off."""
    return np.array_equal(ranks.rows, rows) or (ranks.complete and bool(np.isin(rows, ranks.rows).all()))


def _alike(norm: Norm) -> Hashable:
    """What norms have in common whose labels serve each other: all but when their sites are open."""
    legs = tuple((leg.kind, leg.mode, leg.direction) for leg in norm.legs)
    waits = tuple(part.minutes for part in norm.parts if isinstance(part, Wait))
    return (legs, waits, norm.limit_min)


def weights(
    area: NDArray[np.int32], shares: NDArray[np.float64], known: NDArray[np.float64], count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weight per point, and inhabitants per unit of weight per area; see :class:`Areas`."""
    least, most = np.full(count, np.inf), np.zeros(count)
    np.minimum.at(least, area, shares)
    np.maximum.at(most, area, shares)
    equal = least == most
    counted = np.bincount(area, known, count) > 0
    weight = np.where(equal[area], 1.0, shares)
    people = np.where(counted, np.where(equal, most, 1.0), 0.0)
    return weight, people


def _ties(site: NDArray[np.int32], minutes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(n, k) bool: the site is as near as the one before it."""
    tied = np.zeros(site.shape, dtype=bool)
    with np.errstate(invalid="ignore"):
        tied[:, 1:] = (site[:, 1:] >= 0) & (np.diff(minutes, axis=1) <= SAME_MIN)
    return tied


def _code(site: NDArray[np.int32], minutes: NDArray[np.float64]) -> NDArray[np.int32]:
    """Site and tie in one number."""
    code: NDArray[np.int32] = (2 * site + _ties(site, minutes)).astype(np.int32)
    return code


def _grouped(area: NDArray[np.int32], *codes: NDArray[np.int32]) -> tuple[Order, Order]:
    """The group of each point, and a point of each group; groups are in the order of their areas."""
    key = np.column_stack([area, *codes])
    _, first, group = np.unique(key, axis=0, return_index=True, return_inverse=True)
    return group.reshape(-1).astype(np.int64), first.astype(np.int64)


def _summed(group: Order, values: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    return np.bincount(group, values, count).astype(np.float64)
