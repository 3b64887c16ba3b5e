"""Short tables about a run: per kind, the flagged areas, the sites, and the changes of a scenario in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from zorgkaart.access.indicators import BUITEN, DEELS
from zorgkaart.access.surface import Surface
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.study import Study

MOST_NAMES = 3
# In the order of `Applied.groups`.
WORDS = ("dicht", "verplaatst", "erbij", "met andere openingstijden")


def summary_table(study: Study) -> pd.DataFrame:
    """Per kind: sites that count, mean minutes and kilometres by car, and inhabitants outside the norm."""
    weight = np.nan_to_num(study.residents.weight)
    rows = []
    for kind, travel in study.travel.items():
        known = ~np.isnan(travel.minutes)
        people = float(weight[known].sum())
        row: dict[str, Any] = {
            "soort": kind,
            "voorziening": study.project.kinds[kind].label,
            "locaties": len(study.serving(kind)),
        }
        row["gemiddeld_min"] = float(weight[known] @ travel.minutes[known]) / people if people else np.nan
        row["gemiddeld_km"] = float(weight[known] @ travel.metres[known]) / people / 1000 if people else np.nan
        if kind in study.chains:
            chain = study.chains[kind]
            row["inwoners_buiten_norm"] = chain.count_outside(weight)
            row["65plus_buiten_norm"] = chain.count_outside(np.nan_to_num(study.elderly))
        rows.append(row)
    return pd.DataFrame(rows)


def point_table(study: Study) -> pd.DataFrame:
    """The inhabitants of every address, and its minutes and kilometres by car and along each norm's chain."""
    residents = study.residents
    columns = {"x": residents.x, "y": residents.y, "inwoners": residents.weight}
    for kind, travel in study.travel.items():
        columns |= {f"{kind}_min": travel.minutes, f"{kind}_m": travel.metres}
    columns |= {f"{kind}_norm_min": chain.minutes for kind, chain in study.chains.items()}
    return pd.DataFrame(columns)


def cell_table(surfaces: Mapping[str, Surface]) -> pd.DataFrame:
    """The minutes of every cell of surfaces on one grid, and the middle of each."""
    grid = next(iter(surfaces.values())).grid
    return pd.DataFrame({"x": grid.x, "y": grid.y, **{name: item.minutes for name, item in surfaces.items()}})


def flagged_table(study: Study) -> pd.DataFrame:
    """The buurten that are flagged for any norm, those with most inhabitants outside first."""
    frame = pd.DataFrame(study.results["buurten"].drop(columns="geometry"))
    norms = list(study.project.norms)
    if not norms:
        return frame.iloc[:0]
    flagged = frame[[f"{kind}_oordeel" for kind in norms]].isin([BUITEN, DEELS]).any(axis=1)
    keep = ["buurtcode", "buurtnaam", "gemeentenaam", "inwoners", "inwoners_65plus"]
    for kind in norms:
        keep += [f"{kind}_{name}" for name in ("oordeel", "inwoners_buiten_norm", "65plus_buiten_norm")]
        keep += [f"{kind}_{name}" for name in ("aandeel_buiten_norm", "norm_min", "aanrij_min", "vervoer_min")]
    worst = frame[[f"{kind}_inwoners_buiten_norm" for kind in norms]].max(axis=1)
    order = pd.DataFrame({"people": -worst, "code": frame["buurtcode"]})[flagged].sort_values(["people", "code"]).index
    table: pd.DataFrame = frame.loc[order, [name for name in keep if name in frame]].reset_index(drop=True)
    return table


def site_table(study: Study, *, changed: Scenario | None = None) -> GeoDataFrame:
    """All sites with ``telt`` (counts in this run and lies on the network) and, for a scenario, ``sites_status``."""
    table = study.facilities.table.copy()
    table["telt"] = _counting(study)
    if changed is not None:
        before = np.zeros(len(table), dtype=bool)
        before[: len(changed.before.facilities.table)] = _counting(changed.before)
        status = np.full(len(table), "", dtype=object)
        for rows, what in reversed(list(changed.applied.groups())):
            status[list(rows)] = what
        # Other hours can open or close a site at the moment that is looked at.
        rehoured = np.isin(np.arange(len(table)), changed.applied.rehoured)
        status[rehoured & before & ~table["telt"]] = "gesloten op dit moment door andere openingstijden"
        status[rehoured & ~before & table["telt"]] = "nieuw open op dit moment door andere openingstijden"
        table["sites_status"] = status
    return table


def old_places(scenario: Scenario) -> GeoDataFrame:
    """The sites that moved, at the place where they were, as rows of :func:`site_table`; for a map of before."""
    rows = list(scenario.applied.moved)
    table = site_table(scenario.before).iloc[rows].copy()
    table["id"] += "-oude-plek"
    table["sites_status"] = "gesloten op deze plek: verplaatst in dit scenario"
    return table


def _counting(study: Study) -> NDArray[np.bool_]:
    rows = np.concatenate([study.serving(kind) for kind in study.project.kinds])
    return np.isin(np.arange(len(study.facilities.table)), rows)


def unknown_hours(scenario: Scenario) -> list[str]:
    """Per touched kind, how many sites are left out because their hours are not known; Dutch sentences."""
    study = scenario.after
    lines = []
    for kind in scenario.kinds:
        count = study.unknown_hours(kind)
        if count:
            whose = "van een locatie" if count == 1 else f"van {count} locaties"
            counted = "zij telt" if count == 1 else "zij tellen"
            lines.append(
                f"{study.project.kinds[kind].label}: {whose} zijn de openingstijden niet bekend; "
                f"{counted} op {study.moment} niet mee."
            )
    return lines


def describe(scenario: Scenario) -> list[str]:
    """The changes of a scenario, a Dutch phrase per site; one building with several kinds is one phrase."""
    table = scenario.after.facilities.table
    labels = {name: kind.label for name, kind in scenario.after.project.kinds.items()}
    applied = scenario.applied
    lines = [] if scenario.after.moment is None else [f"op {scenario.after.moment}"]
    for rows, what in zip((rows for rows, _ in applied.groups()), WORDS, strict=True):
        names = table["naam"].iloc[list(rows)]
        for name, kinds in table["soort"].iloc[list(rows)].groupby(names, sort=True):
            lines.append(f"{name} {what} ({', '.join(labels[kind] for kind in kinds)})")
    return lines


def headline(scenario: Scenario) -> str:
    """The title of a scenario, or else what changes in few words."""
    if scenario.title:
        return scenario.title
    table = scenario.after.facilities.table
    parts = [] if scenario.after.moment is None else [str(scenario.after.moment)]
    for rows, what in zip((rows for rows, _ in scenario.applied.groups()), WORDS, strict=True):
        names = sorted(set(table["naam"].iloc[list(rows)]))
        if len(names) > MOST_NAMES:
            parts.append(f"{len(names)} locaties {what}")
        elif names:
            parts.append(f"{', '.join(names)} {what}")
    return f"Wat als: {'; '.join(parts)}"
