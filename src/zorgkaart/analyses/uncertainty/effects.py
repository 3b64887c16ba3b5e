"""Which assumption moves a result most: first-order effects, from the draws that are there."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.measures import OUTSIDE
from zorgkaart.analyses.uncertainty.compute import Ensemble

MOST_VALUES = 10
HIGHEST_DEGREE = 6
MOST_STEPS, DRAWS_PER_STEP = 20, 10
# Below so many draws chance moves a share by more than it says.
LEAST_DRAWS = 50


def first_order(inputs: NDArray[np.float64], outcome: NDArray[np.float64]) -> float:
    """The part of the variance of `outcome` that one assumption explains by itself (first-order Sobol index).

    What the outcome would be if the assumption alone moved it is fitted to the draws: the mean per value where there
    are few values, else a polynomial in the rank of the value or steps, whichever Schwarz's criterion chooses. The
    index is the variance of the fit, less what chance alone would give (Saltelli et al. 2008, *Global Sensitivity
    Analysis*, section 1.2.6; the correction is Kelley's epsilon squared).

    Parameters
    ----------
    inputs, outcome : (draws,) float64
        The drawn values of the assumption, and what came out; draws whose outcome is NaN are left out.

    Returns
    -------
    float
        From 0 to 1; NaN where `outcome` does not vary or there are too few draws.
    """
    known = ~np.isnan(outcome)
    inputs, outcome = inputs[known], outcome[known]
    total = float(((outcome - outcome.mean()) ** 2).sum()) if len(outcome) else 0.0
    values, classes = np.unique(inputs, return_inverse=True)
    if total == 0 or len(outcome) <= 2 * min(len(values), MOST_VALUES):
        return float("nan")
    if len(values) < 2:
        return 0.0
    if len(values) <= MOST_VALUES:
        means = np.bincount(classes, outcome) / np.bincount(classes)
        left, parameters = outcome - means[classes], len(values)
    else:
        left, parameters = _smooth(inputs, outcome)
    explained = 1 - (float(left @ left) / (len(outcome) - parameters)) / (total / (len(outcome) - 1))
    return max(0.0, explained)


def _smooth(inputs: NDArray[np.float64], outcome: NDArray[np.float64]) -> tuple[NDArray[np.float64], int]:
    """What a polynomial in the rank, or steps, leave of the outcome, and the number of parameters; by Schwarz."""
    count = len(outcome)
    order = np.argsort(np.argsort(inputs, kind="stable"), kind="stable")
    rank = 2 * (order + 0.5) / count - 1
    fits = []
    for degree in range(HIGHEST_DEGREE + 1):
        terms = np.polynomial.legendre.legvander(rank, degree)
        fits.append((outcome - terms @ np.linalg.lstsq(terms, outcome, rcond=None)[0], degree + 1))
    for steps in range(2, min(MOST_STEPS, count // DRAWS_PER_STEP) + 1):
        at = order * steps // count
        fits.append((outcome - (np.bincount(at, outcome) / np.bincount(at))[at], steps))
    least = np.finfo(np.float64).tiny
    return min(fits, key=lambda fit: count * np.log(float(fit[0] @ fit[0]) / count + least) + np.log(count) * fit[1])


def _neighbours(inputs: NDArray[np.float64], outcome: NDArray[np.float64]) -> float:
    """The part of the variance that is not between draws with nearly the same value (Von Neumann's ratio)."""
    known = ~np.isnan(outcome)
    ordered = outcome[known][np.argsort(inputs[known], kind="stable")]
    variance = float(ordered.var()) if len(ordered) > 1 else 0.0
    return float(1 - (np.diff(ordered) ** 2).mean() / 2 / variance) if variance > 0 else float("nan")


def _share(ensemble: Ensemble, name: str, outcome: NDArray[np.float64]) -> float:
    """The part of one assumption; NaN where there are too few draws to say."""
    if len(outcome) < LEAST_DRAWS:
        return float("nan")
    inputs = ensemble.drawn[name].to_numpy(dtype=float)
    share = first_order(inputs, outcome)
    # Of a lone assumption the whole spread is its own, whatever the form of what it does.
    return float(np.fmax(share, _neighbours(inputs, outcome))) if len(ensemble.drawn.columns) == 1 else share


def effects(ensemble: Ensemble) -> pd.DataFrame:
    """How much of the variance of each total an assumption explains, the largest first.

    Parameters
    ----------
    ensemble : Ensemble
        The draws.

    Returns
    -------
    DataFrame
        ``soort``, ``situatie``, ``aanname``, ``aandeel`` (first-order index, 0 to 1; NaN below :data:`LEAST_DRAWS`
        draws), ``richting`` (Spearman's rank correlation with the outcome), for the inhabitants outside the norm.
    """
    rows = []
    for kind in ensemble.study.project.norms:
        for suffix in ensemble.moments:
            outcome = ensemble.totals[f"{kind}_{OUTSIDE}{suffix}"]
            for name in ensemble.drawn.columns:
                rows.append(
                    {
                        "soort": kind,
                        "situatie": suffix.removeprefix("_") or "nu",
                        "aanname": name,
                        "aandeel": _share(ensemble, str(name), outcome.to_numpy(dtype=float)),
                        "richting": _rank_correlation(ensemble.drawn[name], outcome),
                    }
                )
    table = pd.DataFrame(rows)
    order = table.groupby(["soort", "situatie"], sort=False).ngroup()
    by = pd.DataFrame({"group": order, "less": -table["aandeel"].fillna(-1.0), "name": table["aanname"]})
    return table.loc[by.sort_values(["group", "less", "name"]).index].reset_index(drop=True)


def _rank_correlation(inputs: pd.Series[float], outcome: pd.Series[float]) -> float:
    known = outcome.notna()
    if inputs[known].nunique() < 2 or outcome[known].nunique() < 2:
        return float("nan")
    return float(inputs[known].corr(outcome[known], method="spearman"))
