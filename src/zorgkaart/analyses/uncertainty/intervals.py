"""From draws to intervals: low, middle and high, the share of draws in which an area is flagged, and a verdict."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from zorgkaart.access.measures import NORM_MIN, OUTSIDE
from zorgkaart.access.norms import ONBEKEND
from zorgkaart.analyses.uncertainty.compute import Ensemble
from zorgkaart.analyses.uncertainty.drawn_supply import MEASURE, drawn_supplies

# The interval holds 90 % of the draws.
SHARES = {"laag": 0.05, "midden": 0.5, "hoog": 0.95}
ONZEKER = "onzeker"
# An area is uncertain if it is flagged in more than the first and less than the second part of the draws.
SURE = (0.05, 0.95)


def total_intervals(ensemble: Ensemble) -> pd.DataFrame:
    """One row per kind with a norm, measure and moment, for all areas together.

    Parameters
    ----------
    ensemble : Ensemble
        The draws.

    Returns
    -------
    DataFrame
        ``soort``, ``maat`` (``norm_min``, ``inwoners_buiten_norm``, ``65plus_buiten_norm`` and, where the project has
        a table of ages, those of 75 and 85, or ``gemarkeerd``: the number of flagged buurten; ``aanbod``: of supplies
        that are drawn the mean over inhabitants), ``situatie`` (``nu``, or ``voor``, ``na`` and
        ``verschil`` of a scenario),
        ``uitkomst`` (of the project as it is, without draws), ``laag``, ``midden``, ``hoog`` and ``trekkingen``.
    """
    project = ensemble.study.project
    named = [(kind, measure, f"{kind}_{measure}") for kind in project.norms for measure in ensemble.measures]
    named += [(kind, MEASURE, supply.column) for kind, supply in drawn_supplies(ensemble.study).items()]
    rows = []
    for kind, measure, column in named:
        for suffix in ensemble.moments:
            values = ensemble.totals[f"{column}{suffix}"].to_numpy(dtype=float)
            rows.append(
                {
                    "soort": kind,
                    "maat": measure,
                    "situatie": suffix.removeprefix("_") or "nu",
                    "uitkomst": ensemble.central[f"{column}{suffix}"],
                    **{name: float(value[0]) for name, value in quantiles(values[:, None]).items()},
                    "trekkingen": int((~np.isnan(values)).sum()),
                }
            )
    return pd.DataFrame(rows)


def area_intervals(ensemble: Ensemble, level: str = "buurten") -> GeoDataFrame:
    """The areas of a level with their intervals.

    Parameters
    ----------
    ensemble : Ensemble
        The draws.
    level : str
        ``buurten``, ``wijken`` or ``gemeenten``.

    Returns
    -------
    GeoDataFrame
        One row per area, in the order of their codes and in the CRS of the project. For each kind with a norm
        ``K_norm_min_laag``, ``_midden`` and ``_hoog``; ``K_inwoners_buiten_norm_laag`` and so on; ``K_kans_buiten_pct``
        (percentage of the draws in which the area is flagged) and ``K_zekerheid`` (``binnen``, ``deels buiten`` or
        ``buiten`` as without draws where the draws agree, ``onzeker`` where they do not); for each supply that hangs on
        what is drawn ``K_aanbod_per_1000_laag`` and so on. Of a scenario each of them
        with ``_voor``, ``_na`` and, for the intervals, ``_verschil`` behind it.
    """
    study = ensemble.study
    frame: GeoDataFrame = getattr(study.areas, level)
    keep = [name for name in frame.columns if name.endswith(("code", "naam")) or name in ("provincie", "inwoners")]
    columns: dict[str, object] = {name: frame[name] for name in keep}
    for kind in study.project.norms:
        for suffix in ensemble.moments:
            for measure in (NORM_MIN, OUTSIDE):
                values = ensemble.areas[level][f"{kind}_{measure}{suffix}"]
                for name, value in quantiles(values).items():
                    columns[f"{kind}_{measure}_{name}{suffix}"] = value
            if suffix != "_verschil":
                flagged = ensemble.areas[level][f"{kind}_gemarkeerd{suffix}"]
                share = _mean(flagged)
                columns[f"{kind}_kans_buiten_pct{suffix}"] = 100 * share
                columns[f"{kind}_zekerheid{suffix}"] = certainty(share, ensemble.judged[level][f"{kind}{suffix}"])
    for supply in drawn_supplies(study).values():
        for suffix in ensemble.moments:
            for name, value in quantiles(ensemble.areas[level][f"{supply.column}{suffix}"]).items():
                columns[f"{supply.column}_{name}{suffix}"] = value
    return GeoDataFrame(columns, geometry=frame.geometry, crs=frame.crs)


def certainty(share: NDArray[np.float64], judged: NDArray[np.object_]) -> NDArray[np.object_]:
    """The verdict of areas, given the share of draws in which they are flagged.

    ``onzeker`` where that lies between 5 % and 95 %, or where nearly all draws agree on something else than
    the run without draws; ``onbekend`` where nothing is known.

    Parameters
    ----------
    share : (areas,) float64
        From 0 to 1; NaN where nothing is known.
    judged : (areas,) object
        The verdict without draws.

    Returns
    -------
    (areas,) object
        ``binnen``, ``deels buiten``, ``buiten``, ``onzeker`` or ``onbekend``.
    """
    result = judged.copy()
    flagged = np.isin(judged, ("deels buiten", "buiten"))
    doubtful = (share > SURE[0]) & (share < SURE[1])
    against = (flagged & (share <= SURE[0])) | (~flagged & (share >= SURE[1]))
    result[doubtful | against] = ONZEKER
    result[np.isnan(share) | (judged == ONBEKEND)] = ONBEKEND
    return result


def quantiles(values: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Low, middle and high of the values of all draws: the 5th, 50th and 95th percentile.

    Parameters
    ----------
    values : (draws, n) float64
        NaN where a draw has no value.

    Returns
    -------
    dict of str to (n,) float64
        ``laag``, ``midden`` and ``hoog``; NaN where no draw has a value.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of columns in which all is unknown
        bounds = np.nanquantile(values, list(SHARES.values()), axis=0)
    return dict(zip(SHARES, bounds, strict=True))


def _mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
    known = ~np.isnan(values)
    count = known.sum(axis=0)
    total = np.where(known, values, 0.0).sum(axis=0)
    mean: NDArray[np.float64] = np.divide(total, count, out=np.full(values.shape[1], np.nan), where=count > 0)
    return mean
