"""What labels say of a set of closures and openings: the arithmetic of the live map, in Python.

The script of the live map does the same sums in the same order (``outputs/web/scripts/live_model.js``); tests hold
both against :func:`zorgkaart.scenarios.scenario.run_scenario`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.groups import Groups
from zorgkaart.access.norms import Columns, verdict
from zorgkaart.analyses.live.label_tables import Areas, ChainAt, Labels, Ranks, TripsAt
from zorgkaart.analyses.live.labels import ANY_MOMENT
from zorgkaart.errors import ChangeError

NOBODY, BEYOND = -1, -2  # a group's place in its list: no site is left; the list ends before an open site


@dataclass(frozen=True)
class Trips:
    """Where groups go by car: the place in their list, and the sites that are open."""

    at: TripsAt
    areas: Areas
    open: NDArray[np.bool_]

    @cached_property
    def slot(self) -> NDArray[np.int64]:
        """(g,) int64: place in the list of the site that the group goes to, `NOBODY` or `BEYOND`."""
        return first_open(self.at.labels.sites, self.open)

    @cached_property
    def minutes(self) -> NDArray[np.float64]:
        """(g,) float64: mean minutes of the group; NaN where it goes nowhere or that is unknown."""
        return _picked(self.at.labels.sites.minutes, self.slot)

    @cached_property
    def people(self) -> NDArray[np.float64]:
        """(g,) float64: inhabitants."""
        labels = self.at.labels
        return labels.weight * self.areas.people[labels.area]

    def columns(self, kind: str) -> Columns:
        """Per area: mean minutes and the row of the site that most are nearest to (-1: none)."""
        labels, count = self.at.labels, len(self.areas.people)
        groups = Groups(labels.area, count, labels.weight)
        unknown = _any(labels.area, self.slot == BEYOND, count)
        row = np.append(labels.sites.rows, -1)[_picked(labels.sites.site, self.slot, nothing=-1)]
        site = groups.commonest(row.astype(np.int32))
        return {
            f"{kind}_min": np.where(unknown, np.nan, groups.mean(self.minutes)),
            f"{kind}_id": np.where(unknown, -1, site),
        }

    def unknown(self) -> NDArray[np.bool_]:
        """(areas,) bool: the labels do not hold the answer."""
        return _any(self.at.labels.area, self.slot == BEYOND, len(self.areas.people))

    def visitors(self) -> NDArray[np.float64]:
        """(sites,) float64: inhabitants whose nearest open site it is; equally near ones share them equally."""
        ranks = self.at.labels.sites
        going = self.slot >= 0
        minutes = np.where(going, self.minutes, np.inf)
        near = (ranks.site >= 0) & self.open[ranks.site] & (ranks.minutes == minutes[:, None])
        each = np.divide(self.people, near.sum(axis=1), out=np.zeros(len(going)), where=going)
        shares = np.broadcast_to(each[:, None], near.shape)[near]
        return np.bincount(ranks.site[near], shares, len(ranks.rows)).astype(np.float64)


@dataclass(frozen=True)
class Chains:
    """The rides of a norm for groups."""

    name: str
    at: ChainAt
    labels: Labels
    stations_open: NDArray[np.bool_]
    open: NDArray[np.bool_]

    @cached_property
    def slots(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Places in the lists of stations and of sites, as in :attr:`Trips.slot`."""
        chain = self.at.labels
        return first_open(chain.stations, self.stations_open), first_open(chain.sites, self.open)

    @property
    def no_road(self) -> NDArray[np.bool_]:
        """(g,) bool: no road leads to a station or a site, which others do reach."""
        a, b = self.slots
        served = (a >= 0).any() and (b >= 0).any()
        return ((a == NOBODY) | (b == NOBODY)) & (a != BEYOND) & (b != BEYOND) & served

    @property
    def known(self) -> NDArray[np.bool_]:
        """(g,) bool: there is a station and a site, or no road to them."""
        return ((self.slots[0] >= 0) & (self.slots[1] >= 0)) | self.no_road

    @cached_property
    def outside(self) -> NDArray[np.float64]:
        """(g,) float64: weight outside the norm; 0 where the chain is unknown."""
        a, b = (np.maximum(slot, 0) for slot in self.slots)
        outside = self.at.labels.outside[np.arange(len(a)), a, b]
        return np.where(self.no_road, self.at.labels.weight, np.where(self.known, outside, 0.0))

    def unknown(self) -> NDArray[np.bool_]:
        """(areas,) bool: the labels do not hold the answer."""
        a, b = self.slots
        return _any(self.at.labels.area, (a == BEYOND) | (b == BEYOND), len(self.labels.areas.people))

    def columns(self) -> Columns:
        """Per area, the columns of :func:`zorgkaart.access.norms.norm_columns` but for the quantile."""
        chain, areas, norm = self.at.labels, self.labels.areas, self.labels.norms[self.name]
        name = norm.name
        count = len(areas.people)
        groups = Groups(chain.area, count, chain.weight)
        a, b = self.slots
        approach, transport = _picked(chain.stations.minutes, a), _picked(chain.sites.minutes, b)
        # One ride alone stands as the second, and the first takes no time.
        waits = getattr(norm, "turnout_min", 0.0) + getattr(norm, "on_scene_min", 0.0)
        total = waits + approach + transport
        parts = {"aanrij": approach, "vervoer": transport}
        if len(norm.legs) == 1:
            parts = {leg.word: transport for leg in norm.legs if leg.word}
        weight = np.bincount(chain.area, chain.weight * self.known, count)
        outside = np.bincount(chain.area, self.outside, count)
        unknown = self.unknown()
        share = np.divide(outside, weight, out=np.full(count, np.nan), where=(weight > 0) & ~unknown)
        known = areas.known & ~np.isnan(share)
        people = np.where(known, areas.people * outside, np.nan)
        return {
            f"{name}_norm_min": np.where(unknown, np.nan, groups.mean(total)),
            **{f"{name}_{word}_min": np.where(unknown, np.nan, groups.mean(part)) for word, part in parts.items()},
            f"{name}_inwoners_buiten_norm": people,
            **{
                f"{name}_{age}plus_buiten_norm": np.where(np.isnan(share), np.nan, areas.people * outside * old)
                for age, old in areas.aged.items()
            },
            f"{name}_aandeel_buiten_norm": share,
            f"{name}_oordeel": verdict(share, known, flag_share=norm.flag_share),
        }

    def people_outside(self) -> dict[str, float]:
        """Inhabitants outside the norm, and those of some age; NaN if no chain is known at all, or some is not."""
        chain, areas = self.at.labels, self.labels.areas
        names = ["inwoners", *(f"{age}plus" for age in areas.aged)]
        if not self.known.any() or self.unknown().any():
            return dict.fromkeys(names, np.nan)
        people = self.outside * areas.people[chain.area]
        aged = (float(people @ np.nan_to_num(old)[chain.area]) for old in areas.aged.values())
        return dict(zip(names, [float(people.sum()), *aged], strict=True))

    def shares(self) -> list[dict[str, Any]]:
        """As :func:`zorgkaart.study.norm_shares.share_table`, of a norm with a share; empty if one is unknown."""
        chain, areas, norm = self.at.labels, self.labels.areas, self.labels.norms[self.name]
        if norm.asked_share is None or self.unknown().any():
            return []
        rows = []
        for level in dict.fromkeys(("geheel", norm.per)):
            part, codes = self._parts(level)
            people = np.bincount(part, chain.weight * areas.people[chain.area] * self.known, len(codes))
            outside = np.bincount(part, self.outside * areas.people[chain.area], len(codes))
            for place in np.flatnonzero(people > 0):
                share = 1 - outside[place] / people[place]
                rows.append(
                    {
                        "niveau": level,
                        "gebiedscode": codes[place],
                        "inwoners_beoordeeld": people[place],
                        "aandeel_binnen": share,
                        "gehaald": "ja" if share >= norm.asked_share - 1e-9 else "nee",
                    }
                )
        return sorted(rows, key=lambda row: (row["niveau"] != "geheel", row["gebiedscode"]))

    def _parts(self, level: str) -> tuple[NDArray[np.int64], list[str]]:
        """Per group the area in which the norm asks its share, and the codes of those areas."""
        chain = self.at.labels
        if level == "geheel":
            return np.zeros(len(chain.area), dtype=np.int64), [""]
        if level == "werkgebied":
            rows, part = np.unique(
                np.append(chain.sites.rows, -1)[_picked(chain.sites.site, self.slots[1], nothing=-1)],
                return_inverse=True,
            )
            return part.ravel(), [str(self.labels.ids[row]) if row >= 0 else "" for row in rows]
        larger = self.labels.areas.levels[level]
        return larger.unit[chain.area], list(larger.codes)


@dataclass(frozen=True)
class Situation:
    """Which sites are open, and what follows: `trips` by kind and `chains` by norm."""

    trips: dict[str, Trips]
    chains: dict[str, Chains]

    def columns(self) -> Columns:
        """All columns per area."""
        columns: Columns = {}
        for kind, trips in self.trips.items():
            columns |= trips.columns(kind)
        for chain in self.chains.values():
            columns |= chain.columns()
        return columns


@dataclass(frozen=True)
class LiveResult:
    """The situation before and after."""

    before: Situation
    after: Situation

    def totals(self) -> pd.DataFrame:
        """One row per kind, with the columns of :meth:`zorgkaart.scenarios.scenario.Scenario.totals` that groups give.

        Of a kind with several norms, that of its own name or else the first.

        ``inwoners_zonder_auto`` and ``inwoners_zonder_keten`` count those who had a site or a chain and have
        none left. NaN where an area is unknown.
        """
        main: dict[str, str] = {}
        for name, chain in self.before.chains.items():
            kind = chain.labels.norms[name].kind
            if kind not in main or name == kind:
                main[kind] = name
        kinds = dict.fromkeys([*main, *self.before.trips])
        return pd.DataFrame([{"soort": kind, **self.norm(main.get(kind)), **self._trips(kind)} for kind in kinds])

    def norm(self, norm: str | None) -> dict[str, float]:
        """Who is outside a norm before and after, in all and of some age, and who has no chain left."""
        if norm is None:
            return {}
        before, after = self.before.chains[norm], self.after.chains[norm]
        row: dict[str, float] = {}
        now = after.people_outside()
        for name, old in before.people_outside().items():
            row |= {
                f"{name}_buiten_voor": old,
                f"{name}_buiten_na": now[name],
                f"{name}_buiten_verschil": now[name] - old,
            }
        chain, people = before.at.labels, before.labels.areas.people
        lost = before.known & ~before.no_road & ~after.known
        row["inwoners_zonder_keten"] = (
            np.nan if after.unknown().any() else float((chain.weight * people[chain.area])[lost].sum())
        )
        return row

    def _trips(self, kind: str) -> dict[str, float]:
        if kind not in self.before.trips:
            return {}
        before, after = self.before.trips[kind], self.after.trips[kind]
        if before.unknown().any() or after.unknown().any():
            names = ("inwoners_langer", "extra_min", "inwoners_korter", "inwoners_zonder_auto")
            return dict.fromkeys(names, np.nan)
        people, extra = before.people, after.minutes - before.minutes
        longer = extra > 0
        hit = float(people[longer].sum())
        return {
            "inwoners_langer": hit,
            "extra_min": float(people[longer] @ extra[longer]) / hit if hit else 0.0,
            "inwoners_korter": float(people[extra < 0].sum()),
            "inwoners_zonder_auto": float(people[(before.slot >= 0) & (after.slot < 0)].sum()),
        }


def evaluate(
    labels: Labels, *, closed: Collection[str] = (), opened: Collection[str] = (), moment: str = ANY_MOMENT
) -> LiveResult:
    """Work out a set of closures and openings from labels.

    Parameters
    ----------
    closed, opened : collection of str
        Ids of sites that close, and of candidates that open.
    moment : str
        One of :data:`zorgkaart.analyses.live.labels.MOMENTS`; both situations are at that moment.

    Raises
    ------
    ChangeError
        If an id does not exist.
    """
    unknown = sorted({*closed, *opened} - set(labels.ids))
    if unknown:
        raise ChangeError(f"no site has the id {', '.join(unknown)}. Look the ids up in the layer voorzieningen.")
    shut = np.isin(labels.ids, list(closed))
    made = np.isin(labels.ids, list(opened))
    before = ~labels.candidates
    after = (before | made) & ~shut
    return LiveResult(_situation(labels, before, moment), _situation(labels, after, moment))


def first_open(ranks: Ranks, open_: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Place of the first open site in each list; `NOBODY` if none is left, `BEYOND` if the list may hide one."""
    if not len(ranks.rows):
        return np.full(len(ranks.site), NOBODY, dtype=np.int64)
    is_open = (ranks.site >= 0) & open_[ranks.site]
    slot = np.where(is_open.any(axis=1), is_open.argmax(axis=1), NOBODY)
    hides = (slot == NOBODY) & (ranks.site[:, -1] >= 0) & (not ranks.complete) & bool(open_.any())
    return np.where(hides, BEYOND, slot).astype(np.int64)


def _situation(labels: Labels, open_: NDArray[np.bool_], moment: str) -> Situation:
    trips = {
        kind: Trips(at, labels.areas, at.counts & open_[at.labels.sites.rows])
        for (kind, when), at in labels.trips.items()
        if when == moment
    }
    chains = {
        name: Chains(
            name,
            at,
            labels,
            at.station_counts & open_[at.labels.stations.rows],
            at.counts & open_[at.labels.sites.rows],
        )
        for (name, when), at in labels.chains.items()
        if when == moment
    }
    return Situation(trips, chains)


def _picked(values: NDArray, slot: NDArray[np.int64], *, nothing: float = np.nan) -> NDArray:  # type: ignore[type-arg]
    """The value in each row's slot; `nothing` where that is negative."""
    picked = values[np.arange(len(slot)), np.maximum(slot, 0)]
    return np.where(slot >= 0, picked, nothing).astype(values.dtype)


def _any(area: NDArray[np.int32], flags: NDArray[np.bool_], count: int) -> NDArray[np.bool_]:
    return np.bincount(area, flags, count) > 0
