"""Our mean shortest distances by road to the nearest site, and those per buurt beside the ones that CBS publishes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from zorgkaart.analyses.validation.official import OfficialDistance, distances_to_compare, main_distance
from zorgkaart.study.study import Study

NEAR_KM = 0.5
LEAST_AREAS = 3
KEPT = ("buurtcode", "buurtnaam", "gemeentenaam", "inwoners", "stedelijkheid")
Values = NDArray[np.float64]


def shortest_km(study: Study, kind: str, level: str) -> Values:
    """Mean shortest distance by road to the nearest site per area, in km: (areas,) float64.

    Shortest, not along the fastest path: this is how CBS measures distance.
    """
    return study.groups(level).mean(study.shortest(kind).metres) / 1000


def mean_km(study: Study, kind: str, points: NDArray[np.bool_]) -> float | None:
    """Mean shortest distance of the inhabitants at these points; None if nobody lives there."""
    metres = study.shortest(kind).metres
    weight = np.nan_to_num(study.residents.weight) * points * ~np.isnan(metres)
    return float(weight @ np.nan_to_num(metres) / weight.sum() / 1000) if weight.sum() else None


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

    @property
    def says_something(self) -> bool:
        """Whether there are areas enough for a correlation, and people in them for a mean."""
        return self.buurten >= LEAST_AREAS and self.inwoners > 0

    @property
    def deviation_pct(self) -> float:
        """How far our mean lies above CBS's, in percent."""
        return 100 * (self.ours_km / self.cbs_km - 1)

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


def distance_table(study: Study, official: OfficialDistance | None = None) -> GeoDataFrame:
    """All buurten with both distances, in the order of their codes.

    Parameters
    ----------
    official : OfficialDistance, optional
        What to compare with; without, the one that a validation of the study is about.

    Returns
    -------
    GeoDataFrame
        ``buurtcode``, ``buurtnaam``, ``gemeentenaam``, ``inwoners``, ``stedelijkheid``, ``km_zorgkaart``, ``km_cbs``,
        ``km_verschil`` (ours less CBS's) and geometry; NaN where one of the two is unknown. No rows where the
        project has no such kind or the buurten no such column.
    """
    official = official or main_distance(study)
    buurten = study.areas.buurten
    table = GeoDataFrame({name: buurten[name] for name in KEPT}, geometry=buurten.geometry, crs=buurten.crs)
    if official not in distances_to_compare(study):
        return table.assign(km_zorgkaart=np.nan, km_cbs=np.nan, km_verschil=np.nan).iloc[:0]
    table["km_zorgkaart"] = shortest_km(study, official.kind, "buurten")
    table["km_cbs"] = buurten[official.column].astype(float)
    table["km_verschil"] = table["km_zorgkaart"] - table["km_cbs"]
    return table


def fit_of(table: pd.DataFrame) -> Fit:
    """How the distances of a :func:`distance_table`, or of some of its rows, agree."""
    ours, theirs, people = (table[name].to_numpy(dtype=float) for name in ("km_zorgkaart", "km_cbs", "inwoners"))
    return Fit.of(ours, theirs, people)


def distance_fits(study: Study) -> dict[OfficialDistance, Fit]:
    """How our distances agree with every official one that says something about the study."""
    fits = {official: fit_of(distance_table(study, official)) for official in distances_to_compare(study)}
    return {official: fit for official, fit in fits.items() if fit.says_something}


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
