"""The closure atlas: every site closed in turn, or every pair, and who would be hit."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.chain import Chain
from zorgkaart.access.siting import SiteSweep
from zorgkaart.errors import ChangeError
from zorgkaart.study import Study

LABELS = 3
MAX_PAIR_SITES = 60
ONE_PERSON = 0.5
GRAVEST = ("inwoners_zonder", "inwoners_buiten_erbij", "persoonminuten")


@dataclass(frozen=True)
class _Sites:
    """A sweep with what is needed to close its sites: inhabitants and the nearest site of each point."""

    sweep: SiteSweep
    people: NDArray[np.float64]
    first: NDArray[np.int32]

    @classmethod
    def of(cls, sweep: SiteSweep, people: NDArray[np.float64]) -> _Sites | None:
        if sweep.ranking is None:
            return None
        return cls(sweep, people, sweep.ranking.at.site[:, 0])

    def close(self, rows: tuple[int, ...]) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int32]]:
        """Points that lose their nearest site, their minutes after (NaN: none left), and where they go (table rows)."""
        ranking = self.sweep.ranking
        assert ranking is not None
        closed = np.isin(self.sweep.rows, rows)
        points = np.flatnonzero(closed[self.first] & (self.first >= 0))
        after = ranking.at_points(points).without(closed)
        return points, after.minutes, np.where(after.site >= 0, self.sweep.rows[after.site], -1).astype(np.int32)


def closure_atlas(study: Study, kind: str, *, pairs: bool = False, further_min: float = 5.0) -> pd.DataFrame:
    """Close each site of a kind in turn, or each pair, and rank by what that does; exact.

    Parameters
    ----------
    study : Study
        With `k` of 3 or more, single closures and pairs are looked up; with less, parts are searched again.
    kind : str
        A kind with travel times. Sites that are nobody's nearest are left out: closing them changes nothing.
    pairs : bool
        Close two sites at a time; for at most 60 sites.
    further_min : float
        Count the inhabitants whose nearest site gets more than this farther by car.

    Returns
    -------
    DataFrame
        One row per closure, the gravest first: by inhabitants who have no site left, by those who fall
        outside the norm where there is one, and by person-minutes. Columns ``gesloten_id`` and ``gesloten``
        (of pairs joined by `` + ``), ``gevoelig`` (the number of inhabitants outside the norm rises),
        ``inwoners_buiten_erbij``, ``65plus_buiten_erbij``, ``inwoners_gebruikers`` (those whose nearest site
        closes), ``extra_min`` (their mean), ``persoonminuten``, ``inwoners_verder``, ``inwoners_zonder`` (no
        site is left, or none that the norm counts), ``naar`` (where most go). NaN where the kind has no
        norm, or no site that the norm counts is left.

    Raises
    ------
    ChangeError
        If the kind has no travel times, or too many sites for pairs.
    """
    if kind not in study.project.travel_kinds:
        raise ChangeError(
            f"no travel times are computed for {kind!r}. Choose from {', '.join(study.project.travel_kinds)}."
        )
    people, elderly = np.nan_to_num(study.residents.weight), np.nan_to_num(study.elderly)
    car = _Sites.of(study.site_sweep(kind, "auto"), people)
    norm = study.project.norms.get(kind)
    ambulance = None
    if norm is not None:
        ambulance = _Sites.of(study.site_sweep(kind, "ambulance", only_24_7=norm.only_24_7), people)
    sites = _used([part for part in (car, ambulance) if part is not None])
    if pairs and len(sites) > MAX_PAIR_SITES:
        raise ChangeError(
            f"{kind} has {len(sites)} sites, too many for pairs ({MAX_PAIR_SITES} at most). Leave out --pairs."
        )
    names, ids = study.facilities.table["naam"].to_numpy(), study.facilities.table["id"].to_numpy()
    rows = []
    for closed in combinations(sites, 2 if pairs else 1):
        row: dict[str, object] = {
            "gesloten_id": " + ".join(ids[list(closed)]), "gesloten": " + ".join(names[list(closed)]),
            "gevoelig": None, "inwoners_buiten_erbij": np.nan, "65plus_buiten_erbij": np.nan,
        }  # fmt: skip
        if car is not None:
            row |= _trips(car, closed, study.travel[kind].minutes, further_min, names)
        if ambulance is not None:
            row |= _outside(ambulance, closed, study.chains[kind], elderly, row)
        rows.append(row)
    table = pd.DataFrame(rows)
    if table.empty:
        return table
    rank = pd.DataFrame({name: -table[name].round(6).fillna(0.0) for name in GRAVEST}).assign(id=table["gesloten_id"])
    return table.loc[rank.sort_values([*GRAVEST, "id"]).index].reset_index(drop=True)


def _used(parts: list[_Sites]) -> list[int]:
    """Table rows of the sites that are somebody's nearest."""
    rows: set[int] = set()
    for part in parts:
        first = np.unique(part.first[part.first >= 0])
        rows |= set(part.sweep.rows[first].tolist())
    return sorted(rows)


def _outside(
    ambulance: _Sites, closed: tuple[int, ...], chain: Chain, elderly: NDArray[np.float64], row: dict[str, object]
) -> dict[str, object]:
    """Who falls outside the norm; where no site is left nothing can be measured, and all are without."""
    points, minutes, _ = ambulance.close(closed)
    people = ambulance.people[points]
    lost = np.isnan(minutes)
    if lost.any():
        return {"inwoners_zonder": max(float(people[lost].sum()), cast(float, row.get("inwoners_zonder", 0.0)))}
    total = minutes - chain.transport.minutes[points] + chain.minutes[points]
    more = (total > chain.norm.limit_min) & ~chain.outside[points]
    outside = float(people @ more)
    return {
        "inwoners_buiten_erbij": outside, "65plus_buiten_erbij": float(elderly[points] @ more),
        "gevoelig": outside >= ONE_PERSON,
    }  # fmt: skip


def _trips(
    car: _Sites, closed: tuple[int, ...], before: NDArray[np.float64], further_min: float, names: NDArray[np.object_]
) -> dict[str, object]:
    points, minutes, site = car.close(closed)
    people = car.people[points]
    extra = minutes - before[points]
    left = ~np.isnan(minutes)
    lost = float(people[left] @ extra[left])
    users = float(people[left].sum())
    return {
        "inwoners_gebruikers": float(people.sum()),
        "extra_min": lost / users if users else np.nan,
        "persoonminuten": lost,
        "inwoners_verder": float(people[left] @ (extra[left] > further_min)),
        "inwoners_zonder": float(people[~left].sum()),
        "naar": _most(site[left], people[left], names),
    }


def _most(site: NDArray[np.int32], people: NDArray[np.float64], names: NDArray[np.object_]) -> str:
    """The site that most people go to; the first in the table where that is even."""
    if not len(site):
        return ""
    return str(names[int(np.bincount(site, people).round(6).argmax())])


def spare_minutes(study: Study, kind: str) -> NDArray[np.float64]:
    """How much farther the next site is if the nearest one closes, for every resident point: (n,) float64, NaN if none.

    Raises
    ------
    ValueError
        If the study keeps fewer than two sites per resident.
    """
    ranking = study.site_sweep(kind, "auto").ranking
    if study.k < 2:
        raise ValueError("the study keeps one site per resident; make it with k=2 or more")
    if ranking is None:
        return np.full(len(study.points), np.nan)
    minutes = ranking.minutes
    spare: NDArray[np.float64] = minutes[:, 1] - minutes[:, 0]
    return spare
