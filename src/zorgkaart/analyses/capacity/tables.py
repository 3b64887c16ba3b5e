"""The figures of one situation as tables: per site, per area and in all."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from zorgkaart.access.choice import Floats
from zorgkaart.analyses.capacity.compute import HIGH, LOW, MIDDLE, Capacity
from zorgkaart.analyses.capacity.fitting import BestDivision
from zorgkaart.inputs.spatial import assign_areas
from zorgkaart.study.study_tables import area_columns

SITE_TEXTS = ("soort", "id", "naam", "plaats", "gemeente")
UNKNOWN, ASSUMED = "onbekend", "aangenomen"
KNOWN = "opgegeven"


def site_figures(capacity: Capacity) -> GeoDataFrame:
    """What is asked of each site, and what comes of that.

    Parameters
    ----------
    capacity : Capacity
        One situation.

    Returns
    -------
    GeoDataFrame
        One row per site that counts, in the order of ids: :data:`SITE_TEXTS`, ``capaciteit`` (NaN where unknown),
        ``eenheid``, ``capaciteit_bekend`` (opgegeven, aangenomen, onbekend), ``buiten_gebied`` (whether
        others go there of whom nothing is counted), ``capaciteit_per_jaar``,
        ``gevraagd_per_jaar``, ``bezetting`` (asked over capacity) with ``_laag`` and ``_hoog`` of the decay's interval,
        ``wachttijd_min`` with the same, and ``verplaatst`` (inhabitants who would choose the site without waiting and
        go elsewhere); NaN where unknown.
    """
    supply, full = capacity.supply, capacity.servers.capacity
    table = capacity.study.facilities.table.iloc[supply.rows][[*SITE_TEXTS, "geometry"]].reset_index(drop=True)
    known = np.where(np.isnan(supply.count), UNKNOWN, np.where(supply.assumed, ASSUMED, KNOWN))
    table = table.assign(capaciteit=supply.count, eenheid=supply.unit, capaciteit_bekend=known)
    middle = capacity.outcome()
    table = table.assign(buiten_gebied=_outside(capacity, table))
    table = table.assign(capaciteit_per_jaar=full, gevraagd_per_jaar=middle.load, bezetting=middle.load / full)
    ends = {name: capacity.outcome(name) for name in (LOW, HIGH)}
    table = table.assign(**{f"bezetting_{name}": ends[name].load / full for name in ends})
    table = table.assign(wachttijd_min=middle.wait)
    table = table.assign(**{f"wachttijd_min_{name}": ends[name].wait for name in ends})
    return GeoDataFrame(table.assign(verplaatst=displaced(capacity)[0]), crs=table.crs)


def _outside(capacity: Capacity, table: GeoDataFrame) -> NDArray[np.bool_]:
    """Which of these sites lie outside the areas of the study."""
    x, y = (getattr(table.geometry, axis).to_numpy(dtype=np.float64) for axis in "xy")
    return assign_areas(x, y, capacity.study.areas.buurten, nearest_within_m=0).area < 0


def displaced(capacity: Capacity, which: str = MIDDLE) -> tuple[Floats, Floats]:
    """Inhabitants who choose another site because of waiting.

    Parameters
    ----------
    capacity : Capacity
        One situation.
    which : str
        The decay itself, or an end of its interval.

    Returns
    -------
    per_site : (s,) float64
        By the site that they would choose if nobody waited; NaN where no waiting is known.
    per_point : (n,) float64
        By where they live, in the order of the choice.
    """
    result = capacity.outcome(which)
    if result.no_wait is not None:
        return np.full(len(result.load), np.nan), np.full(len(capacity.people), np.nan)
    left = (result.free.matrix() - result.shares.matrix()).maximum(0)
    per_site: Floats = capacity.people @ left
    per_point: Floats = (left @ np.ones(left.shape[1])) * capacity.people
    return per_site, per_point


def area_figures(capacity: Capacity, level: str) -> GeoDataFrame:
    """How far people go in an area, how long they wait there, and how full the sites are that they choose.

    Parameters
    ----------
    capacity : Capacity
        One situation.
    level : str
        ``buurten``, ``wijken`` or ``gemeenten``.

    Returns
    -------
    GeoDataFrame
        One row per area: codes, names and ``inwoners``; with K the kind ``K_min_gekozen`` (mean minutes to the sites
        that people choose), ``K_min_met_wacht`` (with the wait there, of who chooses a site of known waiting; with
        ``_laag`` and ``_hoog``), ``K_wacht_bekend`` (the share of those), ``K_bezetting`` (mean of the sites that they
        choose, of
        known capacity) and ``K_verplaatst`` (inhabitants). NaN where unknown.
    """
    frame: GeoDataFrame = getattr(capacity.study.areas, level)
    area = capacity.study.groups(level).area[capacity.choice.order]
    people, kind = capacity.people, capacity.kind

    def total(values: Floats) -> Floats:
        return np.bincount(area, values, len(frame)).astype(np.float64)

    def ratio(above: Floats, below: Floats) -> Floats:
        result: Floats = np.divide(above, below, out=np.full(len(frame), np.nan), where=below > 0)
        return result

    everyone = total(people)
    middle = capacity.outcome()
    columns = {f"{kind}_min_gekozen": ratio(total(people * middle.shares.minutes), everyone)}
    for which in (MIDDLE, LOW, HIGH):
        result = capacity.outcome(which)
        minutes, share = result.shares.minutes_with(result.wait)
        told = total(people * share)
        columns[f"{kind}_min_met_wacht{which and f'_{which}'}"] = ratio(total(people * minutes), told)
        if which == MIDDLE:
            columns[f"{kind}_wacht_bekend"] = ratio(told, everyone)
    full = middle.load / capacity.servers.capacity
    busy, share = middle.shares.mean_of(full)
    columns[f"{kind}_bezetting"] = ratio(total(people * busy), total(people * share))
    columns[f"{kind}_verplaatst"] = np.where(everyone > 0, total(displaced(capacity)[1]), np.nan)
    names = frame[area_columns(frame)].reset_index(drop=True)
    table = pd.concat([names, pd.DataFrame(columns)], axis=1)
    return GeoDataFrame(table, geometry=frame.geometry.to_numpy(), crs=frame.crs)


def total_figures(capacity: Capacity, best: BestDivision, situation: str) -> dict[str, Any]:
    """The figures of all sites together.

    Parameters
    ----------
    capacity : Capacity
        One situation.
    best : BestDivision
        The best division of its people.
    situation : str
        What it is called.

    Returns
    -------
    dict
        A row: see ``columns.csv`` of this room for what each is.
    """
    middle, supply = capacity.outcome(), capacity.supply
    full = capacity.servers.capacity
    known = ~np.isnan(full)
    fitted = capacity.decay.fitted
    return {
        "toestand": situation,
        "soort": capacity.kind,
        "locaties": len(supply.rows),
        "locaties_capaciteit_onbekend": int((~known).sum()),
        "locaties_capaciteit_aangenomen": int(supply.assumed.sum()),
        "gevraagd_per_jaar": capacity.asked,
        "gevraagd_zonder_locatie": capacity.unreached,
        "capaciteit_per_jaar": float(full[known].sum()) if known.any() else np.nan,
        "capaciteit_tekort": capacity.missing,
        **_by_decay(capacity),
        "waarom_geen_wachttijd": middle.no_wait.value if middle.no_wait is not None else "",
        "buiten_bereik_per_jaar": best.beyond,
        "tekort_per_jaar": float(best.shortage.sum()),
        "elders_per_jaar": float(best.elsewhere.sum()),
        "elders_extra_min": best.extra_minutes,
        "verval_per_min": capacity.decay.values[MIDDLE],
        "verval_per_min_laag": capacity.decay.values[LOW],
        "verval_per_min_hoog": capacity.decay.values[HIGH],
        "verval_standaardfout": fitted.error if fitted is not None else np.nan,
        "stromen_gebruikt": fitted.used / fitted.total if fitted is not None else np.nan,
    }


def _by_decay(capacity: Capacity) -> dict[str, float]:
    """What hangs on the decay, at its value and at the ends of its interval."""
    full = capacity.servers.capacity
    known = ~np.isnan(full)
    figures: dict[str, dict[str, float]] = {}
    for which in (MIDDLE, LOW, HIGH):
        result = capacity.outcome(which)
        waits = ~np.isnan(result.wait)
        waited = float(result.load[waits].sum())
        figures[which] = {
            "locaties_over_capaciteit": int((result.load[known] > full[known]).sum()),
            "gevraagd_over_capaciteit": float(np.maximum(result.load[known] - full[known], 0).sum()),
            "wachttijd_gemiddeld_min": float(result.load[waits] @ result.wait[waits]) / waited if waited else np.nan,
            "inwoners_verplaatst": float(displaced(capacity, which)[0].sum()),
        }
    ends = {f"{name}_{which}": figures[which][name] for name in figures[MIDDLE] for which in (LOW, HIGH)}
    return {**figures[MIDDLE], **ends}
