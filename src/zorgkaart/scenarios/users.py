"""The residents who used the sites that change: their travel times by car before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.groups import Groups
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.scenarios.sharing import Sharing
from zorgkaart.study.study import LEVELS, Study

SHARES = (0.1, 0.5, 0.9)
MOMENTS = ("voor", "na")


@dataclass(frozen=True)
class Users:
    """A group of residents and their car trips to the nearest site of a kind, before and after.

    Attributes
    ----------
    kind : str
    rows : (n,) int64
        Rows of the resident points.
    weight : (n,) float64
        Inhabitants; zero where their number is not published.
    before, after : (n,) float64
        Minutes; NaN where no site can be reached.
    """

    kind: str
    rows: NDArray[np.int64]
    weight: NDArray[np.float64]
    before: NDArray[np.float64]
    after: NDArray[np.float64]

    @classmethod
    def of(cls, scenario: Scenario, kind: str) -> Users:
        """Residents who went to a site that changes, or that counts no more; sites at one place share theirs."""
        return cls._at(scenario, kind, _leaving(scenario, kind))

    @classmethod
    def gained(cls, scenario: Scenario, kind: str) -> Users:
        """Residents who go to a site that changed, or that counts only now, and who are not in `of`."""
        arriving = _share(scenario.after, kind, _arriving(scenario, kind))
        return cls._at(scenario, kind, np.maximum(0.0, arriving - _leaving(scenario, kind)))

    @classmethod
    def _at(cls, scenario: Scenario, kind: str, share: NDArray[np.float64]) -> Users:
        rows = np.flatnonzero(share)
        before, after = (study.travel[kind].minutes[rows] for study in (scenario.before, scenario.after))
        return cls(kind, rows, (np.nan_to_num(scenario.before.residents.weight) * share)[rows], before, after)

    @property
    def people(self) -> float:
        """Inhabitants in the group."""
        return float(self.weight.sum())

    @property
    def without(self) -> float:
        """Inhabitants who have no site left to drive to."""
        return float(self.weight @ (~np.isnan(self.before) & np.isnan(self.after)))

    def spread(self) -> pd.DataFrame:
        """How the travel times are spread: one row before and one after.

        Columns ``moment`` (voor, na), ``gemiddeld``, ``p10``, ``p50``, ``p90`` and ``langste``, in minutes,
        weighted by inhabitants; NaN where nobody has a trip.
        """
        rows = []
        for moment, minutes in zip(MOMENTS, (self.before, self.after), strict=True):
            used = (self.weight > 0) & ~np.isnan(minutes)
            row: dict[str, object] = {"moment": moment, "gemiddeld": _mean(minutes[used], self.weight[used])}
            row |= zip(("p10", "p50", "p90"), _quantiles(minutes[used], self.weight[used]), strict=True)
            row["langste"] = float(minutes[used].max()) if used.any() else np.nan
            rows.append(row)
        return pd.DataFrame(rows)

    def classes(self, bounds: Sequence[float]) -> pd.DataFrame:
        """Inhabitants per class of travel time, before and after.

        Parameters
        ----------
        bounds : sequence of float
            Ascending upper bounds in minutes, bounds included; above the last one is one class more.

        Returns
        -------
        DataFrame
            ``vanaf``, ``tot`` (NaN for the last class), ``inwoners_voor``, ``inwoners_na``, and of those who have
            a trip at all the shares ``aandeel_voor`` and ``aandeel_na``, 0 to 1.
        """
        frame = pd.DataFrame({"vanaf": [0.0, *bounds], "tot": [*bounds, np.nan]})
        for moment, minutes in zip(MOMENTS, (self.before, self.after), strict=True):
            known = ~np.isnan(minutes)
            place = np.searchsorted(np.asarray(bounds, dtype=np.float64), minutes[known], side="left")
            people = np.bincount(place, self.weight[known], len(bounds) + 1)
            frame[f"inwoners_{moment}"] = people
            frame[f"aandeel_{moment}"] = people / people.sum() if people.sum() else np.nan
        return frame

    def by_area(self, study: Study, level: str) -> pd.DataFrame:
        """One row per area in which some of them live, most first.

        Parameters
        ----------
        study : Study
            Either side of the scenario; gives the areas.
        level : {"buurten", "wijken", "gemeenten"}

        Returns
        -------
        DataFrame
            Code and name of the area, ``inwoners``, ``min_voor``, ``min_na`` (means), ``extra_min`` (mean over
            those who have a trip before and after), ``p90_voor``, ``p90_na`` and ``langste_na``, in minutes.
        """
        frame, code = getattr(study.areas, level), LEVELS[level]
        groups = Groups(study.groups(level).area[self.rows], len(frame), self.weight)
        longest = np.full(len(frame), -np.inf)
        reached = ~np.isnan(self.after) & (self.weight > 0)
        np.maximum.at(longest, groups.area[reached], self.after[reached])
        name = code.replace("code", "naam")
        table = pd.DataFrame(
            {
                code: frame[code],
                name: frame[name],
                "inwoners": np.bincount(groups.area, self.weight, len(frame)),
                "min_voor": groups.mean(self.before),
                "min_na": groups.mean(self.after),
                "extra_min": groups.mean(self.after - self.before),
                "p90_voor": groups.quantiles(self.before, (0.9,))[0],
                "p90_na": groups.quantiles(self.after, (0.9,))[0],
                "langste_na": np.where(np.isfinite(longest), longest, np.nan),
            }
        )
        lived_in = table[table["inwoners"] > 0]
        result: pd.DataFrame = lived_in.sort_values(["inwoners", code], ascending=[False, True]).reset_index(drop=True)
        return result


def _leaving(scenario: Scenario, kind: str) -> NDArray[np.float64]:
    """The part of each point's residents who went to a site that changes or serves nobody any more."""
    before, after = scenario.before.serving(kind), scenario.after.serving(kind)
    rows = np.union1d(np.setdiff1d(before, after), np.intersect1d(before, _changed(scenario)))
    return _share(scenario.before, kind, rows)


def _share(study: Study, kind: str, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    return Sharing.of(study, kind).share(study.travel[kind].site, rows)


def _arriving(scenario: Scenario, kind: str) -> NDArray[np.int64]:
    """Rows of the sites that serve after, and changed or did not serve before."""
    before, after = scenario.before.serving(kind), scenario.after.serving(kind)
    return np.union1d(np.setdiff1d(after, before), np.intersect1d(after, _changed(scenario)))


def _changed(scenario: Scenario) -> NDArray[np.int64]:
    return np.array(scenario.applied.rows, dtype=np.int64)


def _mean(values: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    return float(np.average(values, weights=weight)) if len(values) else np.nan


def _quantiles(values: NDArray[np.float64], weight: NDArray[np.float64]) -> list[float]:
    one = Groups(np.zeros(len(values), dtype=np.int32), 1, weight)
    return [float(value[0]) for value in one.quantiles(values, SHARES)]
