"""Sites whose place or status is doubtful: for whom they matter, and how many minutes could change."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.norms import Judged
from zorgkaart.inputs.facilities import Facilities
from zorgkaart.network.speeds import KMH_PER_MS, SpeedProfile
from zorgkaart.network.tags import class_codes
from zorgkaart.quality.marks import Cause
from zorgkaart.routing.nearest import SECONDS_PER_MINUTE, TravelTimes

OPEN = "open"
UNSURE = ("twijfel", "onbekend")
SLOW_STREET = "residential"  # a site with a vague place is sought in the streets around it


@dataclass(frozen=True)
class Precision:
    """What a value of ``precisie`` means: how far off a site may be, and in words."""

    radius_m: float
    words: str


@cache
def precisions() -> dict[str, Precision]:
    """The values of ``precisie`` (``tables/precision.csv``)."""
    text = (Path(__file__).parent / "tables" / "precision.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["precisie"]: Precision(float(row["radius_m"]), row["words"]) for row in rows}


@dataclass(frozen=True)
class KindSites:
    """The doubtful sites of one kind and what they do to residents.

    Attributes
    ----------
    kind : str
    label : str
        What a planner reads for the kind.
    counting : (c,) int64
        Rows of the facility table that count.
    times : TravelTimes
        To the nearest site that counts; of stations, from the nearest one.
    with_doubtful : TravelTimes
        As if the sites that are left out because their status is in doubt counted too.
    minutes_off : (sites,) float64
        Per row of the facility table: how long it takes to drive to the edge of the circle that it may lie in.
    """

    kind: str
    label: str
    counting: NDArray[np.int64]
    times: TravelTimes
    with_doubtful: TravelTimes
    minutes_off: NDArray[np.float64]

    @property
    def nearer(self) -> NDArray[np.bool_]:
        """(n,) bool: a site that does not count for its doubtful status lies nearer."""
        mine, other = self.times.minutes, self.with_doubtful.minutes
        return np.asarray((self.with_doubtful.site != self.times.site) & ~(other >= mine) & ~np.isnan(other))


def nearest_of(travel: Mapping[str, TravelTimes], chains: Mapping[str, Judged]) -> dict[str, TravelTimes]:
    """The nearest site of every kind that a result rests on: those one travels to, and the stations of the norms."""
    nearest = dict(travel)
    for chain in chains.values():
        for leg, ride in zip(chain.norm.legs, chain.rides, strict=True):
            nearest.setdefault(leg.kind, ride)
    return nearest


def doubtful_rows(facilities: Facilities, kind: str) -> NDArray[np.int64]:
    """Rows of the facility table that do not count because their status is in doubt."""
    table = facilities.table
    here = (table["land"] == facilities.home) | facilities.abroad
    mine = here & (table["soort"] == kind) & table["status"].isin(UNSURE)
    return np.setdiff1d(np.flatnonzero(mine.to_numpy()), facilities.rows(kind))


def minutes_off(table: pd.DataFrame, profile: SpeedProfile) -> NDArray[np.float64]:
    """(sites,) float64: how long it takes to drive to the edge of the circle that each site of a table may lie in."""
    radius_m = table["precisie"].map({name: precision.radius_m for name, precision in precisions().items()})
    return np.asarray(radius_m.to_numpy(dtype=np.float64) / _metres_per_minute(profile))


def _metres_per_minute(profile: SpeedProfile) -> float:
    kmh = profile.inside_kmh[class_codes()[SLOW_STREET]] * profile.factor
    return float(kmh) / KMH_PER_MS * SECONDS_PER_MINUTE


def doubtful_causes(doubtful: Sequence[KindSites], table: pd.DataFrame) -> list[Cause]:
    """Per kind the points whose nearest site is doubtful, and the words about it; `table` is that of the sites."""
    causes = []
    for sites in doubtful:
        vague = (sites.minutes_off > 0) | (table["status"] != OPEN).to_numpy()
        which = np.where(vague[sites.times.site] & (sites.times.site >= 0), sites.times.site, -1)
        which = np.where(sites.nearer, sites.with_doubtful.site, which).astype(np.int32)
        rows = np.unique(which[which >= 0])
        texts = {}
        for row in rows:
            reason = _reason(table.iloc[row], counts=bool(np.isin(row, sites.counting)))
            texts[int(row)] = f"{sites.label}: {table['naam'].iat[row]} ({reason})"
        if len(rows):
            causes.append(Cause(which, texts, sites.kind))
    return causes


def _reason(site: pd.Series, *, counts: bool) -> str:
    if not counts:
        detail = f", {site['status_toelichting']}" if site["status_toelichting"] else ""
        return f"ligt dichterbij en telt niet mee: status {site['status']}{detail}"
    parts = []
    if site["status"] != OPEN:
        parts.append(f"status {site['status']}")
    if precisions()[site["precisie"]].radius_m > 0:
        parts.append(f"ligging bekend tot op {precisions()[site['precisie']].words}")
    return "; ".join(parts)


def doubtful_sites(doubtful: Sequence[KindSites], table: pd.DataFrame, weight: NDArray[np.float64]) -> pd.DataFrame:
    """The doubtful sites that matter to someone, most inhabitants first.

    Parameters
    ----------
    doubtful : sequence of KindSites
    table : DataFrame
        The sites.
    weight : (n,) float64
        Inhabitants per resident point; NaN where unknown.

    Returns
    -------
    DataFrame
        Columns: ``id``, ``naam``, ``soort``, ``voorziening``, ``plaats``, ``gemeente``, ``reden``,
        ``inwoners_betrokken`` (inhabitants for whom it is the nearest, or would be if all doubtful sites were open),
        ``verschil_gemiddeld_min`` (of a vague place: the minutes to its possible edge; of a doubtful status: the mean
        minutes that it would save) and ``verschil_max_min``.
    """
    weight = np.nan_to_num(weight)
    rows = []
    for sites in doubtful:
        counting = sites.counting
        people = np.bincount(sites.times.site[sites.times.site >= 0], weight[sites.times.site >= 0], len(table))
        vague = (sites.minutes_off > 0) | (table["status"] != OPEN).to_numpy()
        for row in counting[vague[counting] & (people[counting] > 0)]:
            off = float(sites.minutes_off[row])
            off = off if off > 0 else np.nan
            rows.append(_site_row(table.iloc[int(row)], sites, float(people[row]), off, off, counts=True))
        saved = sites.times.minutes - sites.with_doubtful.minutes
        for row in np.unique(sites.with_doubtful.site[sites.nearer]):
            users = sites.nearer & (sites.with_doubtful.site == row)
            total = float(weight[users].sum())
            gain = saved[users & ~np.isnan(saved)]
            mean = float(np.nansum((weight * np.nan_to_num(saved))[users]) / total) if total else np.nan
            most = float(gain.max()) if len(gain) else np.nan
            rows.append(_site_row(table.iloc[int(row)], sites, total, mean, most, counts=False))
    result = pd.DataFrame(rows, columns=list(SITE_COLUMNS))
    result = result.sort_values(["inwoners_betrokken", "id"], ascending=[False, True], ignore_index=True)
    return result


SITE_COLUMNS = (
    "id",
    "naam",
    "soort",
    "voorziening",
    "plaats",
    "gemeente",
    "reden",
    "telt",
    "inwoners_betrokken",
    "verschil_gemiddeld_min",
    "verschil_max_min",
)


def _site_row(
    site: pd.Series, sites: KindSites, people: float, mean: float, most: float, *, counts: bool
) -> dict[str, object]:
    return {
        "id": site["id"],
        "naam": site["naam"],
        "soort": sites.kind,
        "voorziening": sites.label,
        "plaats": site["plaats"],
        "gemeente": site["gemeente"],
        "reden": _reason(site, counts=counts),
        "telt": counts,
        "inwoners_betrokken": people,
        "verschil_gemiddeld_min": mean,
        "verschil_max_min": most,
    }
