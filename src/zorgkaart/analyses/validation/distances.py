"""Our mean shortest distance to the nearest site per buurt against the one that CBS publishes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from zorgkaart.analyses.validation.published_figures import shortest_km
from zorgkaart.study.study import Study

NEAR_KM = 0.5
LEAST_AREAS = 3
KEPT = ("buurtcode", "buurtnaam", "gemeentenaam", "inwoners", "stedelijkheid")
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """How two sets of distances agree.

    Attributes
    ----------
    buurten : int
        That have both distances.
    inwoners : float
        Who live in them, as far as published.
    ours_km, cbs_km : float
        Means, weighted by inhabitants; NaN where nobody is known to live.
    bias_km : float
        Their difference: ours less CBS's.
    correlation : float
        Pearson's, each buurt counting the same; NaN of fewer than three, or where all are equal.
    rmse_km : float
        Root of the mean square of the differences, each buurt counting the same.
    near_pct : float
        Percentage of the buurten that differ by 0.5 km at most.
    """

    buurten: int
    inwoners: float
    ours_km: float
    cbs_km: float
    bias_km: float
    correlation: float
    rmse_km: float
    near_pct: float

    @classmethod
    def of(cls, ours: Values, theirs: Values, people: Values) -> Fit:
        """Compare (n,) distances in km; what is unknown on either side is left out."""
        both = ~np.isnan(ours) & ~np.isnan(theirs)
        ours, theirs, weight = ours[both], theirs[both], np.nan_to_num(people[both])
        nan = float("nan")
        if not both.any():
            return cls(0, 0.0, nan, nan, nan, nan, nan, nan)
        total = float(weight.sum())
        means = [float(values @ weight / total) if total else nan for values in (ours, theirs)]
        varied = len(ours) >= LEAST_AREAS and np.ptp(ours) > 0 and np.ptp(theirs) > 0
        more = ours - theirs
        return cls(
            len(ours),
            total,
            means[0],
            means[1],
            means[0] - means[1],
            float(np.corrcoef(ours, theirs)[0, 1]) if varied else nan,
            float(np.sqrt(np.mean(more**2))),
            float(100 * np.mean(is_near(more))),
        )


def is_near(difference_km: Values) -> NDArray[np.bool_]:
    """Which differences are 0.5 km at most; both figures are rounded, so a hair more is not more."""
    near: NDArray[np.bool_] = np.abs(difference_km) <= NEAR_KM + 1e-9
    return near


def distance_table(study: Study, *, kind: str = "huisarts", column: str = "cbs_afst_huisarts_km") -> GeoDataFrame:
    """All buurten with both distances, in the order of their codes.

    Returns
    -------
    GeoDataFrame
        ``buurtcode``, ``buurtnaam``, ``gemeentenaam``, ``inwoners``, ``stedelijkheid``, ``km_zorgkaart``, ``km_cbs``,
        ``km_verschil`` (ours less CBS's) and geometry; NaN where one of the two is unknown. No rows where the
        project has no such kind or the buurten no such column.
    """
    buurten = study.areas.buurten
    table = GeoDataFrame({name: buurten[name] for name in KEPT}, geometry=buurten.geometry, crs=buurten.crs)
    if kind not in study.project.travel_kinds or column not in buurten:
        return table.assign(km_zorgkaart=np.nan, km_cbs=np.nan, km_verschil=np.nan).iloc[:0]
    table["km_zorgkaart"] = shortest_km(study, kind, "buurten")
    table["km_cbs"] = buurten[column].astype(float)
    table["km_verschil"] = table["km_zorgkaart"] - table["km_cbs"]
    return table


def fit_of(table: pd.DataFrame) -> Fit:
    """How the distances of a :func:`distance_table`, or of some of its rows, agree."""
    ours, theirs, people = (table[name].to_numpy(dtype=float) for name in ("km_zorgkaart", "km_cbs", "inwoners"))
    return Fit.of(ours, theirs, people)


def fits_by_urbanity(table: pd.DataFrame) -> pd.DataFrame:
    """One row per urbanity class of CBS that has buurten with both distances; the class is NaN where unknown.

    Returns
    -------
    DataFrame
        ``stedelijkheid`` (1, very urban, to 5, not urban) and the fields of :class:`Fit`.
    """
    compared = table[table["km_verschil"].notna()]
    parts = compared.groupby("stedelijkheid", dropna=False, sort=True)
    return pd.DataFrame(
        [{"stedelijkheid": number, **vars(fit_of(part))} for number, part in parts],
        columns=["stedelijkheid", *Fit.__dataclass_fields__],
    )


def worst(table: GeoDataFrame, count: int = 10) -> GeoDataFrame:
    """The buurten with the largest difference either way, the largest first; of equal ones the lowest code."""
    compared = table[table["km_verschil"].notna()]
    order = pd.DataFrame({"less": -compared["km_verschil"].abs().round(9), "code": compared["buurtcode"]})
    return compared.loc[order.sort_values(["less", "code"]).index[:count]]
